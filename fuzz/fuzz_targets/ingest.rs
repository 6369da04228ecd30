//! Any bytes, under a name of any format, are read or refused; nothing panics, and places lie inside the file.
#![no_main]

use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 5] = ["a.txt", "a.md", "a.html", "a.docx", "a.pdf"];

fuzz_target!(|bytes: &[u8]| {
    let Some((&choice, bytes)) = bytes.split_first() else { return };
    let Ok(ingested) = salname_ingest::ingest_bytes(bytes, NAMES[usize::from(choice) % NAMES.len()]) else { return };
    let source = ingested.source;
    assert_eq!(source.alignment.len(), source.text.len());
    assert!(source.lines.is_sorted());
    let end = source.span_of((0..source.text.len()).into()).end;
    assert!(end <= if source.format.is_plain() { bytes.len() } else { source.text.len() });
});
