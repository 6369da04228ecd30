//! Any text reads without a panic, and every quotation stands in its paragraph.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use salname_packs::Packs;
use salname_reader::{Options, Reader};
use salname_restore::Restorer;

static ROOMS: LazyLock<(Restorer, Reader)> = LazyLock::new(|| {
    let packs = Packs::embedded().expect("the project's own packs load");
    (
        Restorer::new(&packs, &salname_restore::Options::default()),
        Reader::new(&packs, &Options::default()),
    )
});

fuzz_target!(|bytes: &[u8]| {
    let paragraphs = ROOMS.0.restore(&String::from_utf8_lossy(bytes)).paragraphs;
    for statement in ROOMS.1.read(&paragraphs).statements {
        assert!(paragraphs[statement.anchor.paragraph].text.contains(&statement.quote));
    }
});
