//! Any text restores without a panic, and every restored byte maps into the text.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use salname_packs::Packs;
use salname_restore::{Options, Restorer};

static RESTORER: LazyLock<Restorer> =
    LazyLock::new(|| Restorer::new(&Packs::embedded().expect("the project's own packs load"), &Options::default()));

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut last = 0;
    for paragraph in RESTORER.restore(&text).paragraphs {
        assert!(paragraph.span.start >= last && paragraph.span.end <= text.len());
        assert_eq!(paragraph.alignment.len(), paragraph.text.len());
        last = paragraph.span.end;
    }
});
