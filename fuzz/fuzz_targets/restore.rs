//! Any text restores without a panic, and every restored byte maps into the text: with the font packs, and without them
//! as a text long enough for a table to be found out.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use salname_packs::Packs;
use salname_restore::{Options, Restorer};

static RESTORERS: LazyLock<[Restorer; 2]> = LazyLock::new(|| {
    let packs = Packs::embedded().expect("the project's own packs load");
    [false, true].map(|no_font_packs| Restorer::new(&packs, &Options { no_font_packs }))
});

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    for (restorer, text) in RESTORERS.iter().zip([text.to_string(), format!("{text}\n").repeat(40)]) {
        let mut last = 0;
        for paragraph in restorer.restore(&text).paragraphs {
            assert!(paragraph.span.start >= last && paragraph.span.end <= text.len());
            assert_eq!(paragraph.alignment.len(), paragraph.text.len());
            last = paragraph.span.end;
        }
    }
});
