//! Files that cannot be read, or not wholly: each has one reason, which names the file and says what to do.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use salname_ingest::{Reason, ingest, ingest_bytes, read_file, walk};

/// What reading a file with these bytes says; the path is cut off in front.
fn refusal(name: &str, bytes: &[u8]) -> String {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(name);
    fs::write(&path, bytes).unwrap();
    let told = read_file(&path, name).unwrap_err().to_string();
    told.strip_prefix(&format!("{}: ", path.display())).expect("an error names its file").to_owned()
}

#[test]
fn a_path_that_does_not_exist() {
    let error = read_file(&PathBuf::from("nowhere/note.txt"), "note.txt").unwrap_err();
    assert_eq!(error.to_string(), "nowhere/note.txt: does not exist: check the path");
}

#[test]
fn a_directory_is_no_file() {
    let directory = tempfile::tempdir().unwrap();
    let error = read_file(directory.path(), "x").unwrap_err();
    assert_eq!(error.reason, Reason::NotAFile("a directory"));
}

#[test]
fn an_empty_file_and_one_without_text() {
    assert_eq!(refusal("a.txt", b""), "is empty (0 bytes): fetch it again, or leave it out");
    assert_eq!(refusal("a.txt", b" \n\n"), "holds no text: leave it out");
    assert_eq!(refusal("a.html", b"<html><script>x</script></html>"), "holds no text: leave it out");
}

#[test]
fn files_that_hold_no_text() {
    assert_eq!(
        refusal("scan.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        "is a picture (PNG), which is not read: save it as text, HTML, DOCX or PDF, or leave it out"
    );
    let noise: Vec<u8> = (0..9000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    assert!(refusal("noise", &noise).starts_with("is binary data"));
}

#[test]
fn a_locked_word_file() {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bytes = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 64], &name].concat();
    assert_eq!(
        refusal("note.docx", &bytes),
        "is encrypted: open it with its password, save it without one, and try again"
    );
}

#[test]
fn a_word_file_that_was_not_fetched_to_its_end() {
    assert_eq!(
        refusal("note.docx", b"PK\x03\x04\x14\0\0\0\x08\0 word/document.xml and no more"),
        "is cut short (its list of contents is missing): fetch it again"
    );
}

#[test]
fn a_pdf_that_was_not_fetched_to_its_end() {
    let told = refusal("note.pdf", b"%PDF-1.4\n1 0 obj\n<< /Length 500 >>\nstream\nBT");
    assert_eq!(told, "is cut short (its last part is missing): fetch it again");
}

#[test]
fn invalid_bytes_in_the_middle_are_told_and_cost_nothing_else() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("note.txt");
    fs::write(&path, ["Hökumət\nBakıya k".as_bytes(), b"\xC3\xC3", " köçdü.".as_bytes()].concat()).unwrap();
    let ingested = ingest(&path, "note.txt").unwrap();
    assert_eq!(ingested.source.encoding, "UTF-8");
    assert_eq!(ingested.source.text, "Hökumət\nBakıya k\u{fffd}\u{fffd} köçdü.");
    assert_eq!(ingested.warnings.len(), 1);
    assert!(ingested.warnings[0].message.starts_with("line 2: "));
}

#[test]
fn one_bad_file_stops_no_other() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("a.txt"), "").unwrap();
    fs::write(directory.path().join("b.txt"), "Sound.").unwrap();
    fs::write(directory.path().join("c.pdf"), "%PDF-").unwrap();
    let read: Vec<_> = walk(&[directory.path()])
        .iter()
        .map(|file| match ingest(&file.path, &file.name) {
            Ok(ingested) => ingested.source.text,
            Err(error) => error.reason.as_str().to_owned(),
        })
        .collect();
    assert_eq!(read, ["empty", "Sound.", "truncated"]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_at_all() {
    let error = read_file(&PathBuf::from("/dev/null"), "null").unwrap_err();
    assert_eq!(error.reason, Reason::NotAFile("a device or a pipe"));
}

/// Bytes that begin as some format does.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let start = prop_oneof![
        Just(&b""[..]),
        Just(
            &b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\ntrailer << /Root 1 0 R >>\n"[..]
        ),
        Just(&b"PK\x03\x04"[..]),
        Just(&b"<html><table><td><sup>1<nav></pre>&#x"[..]),
        Just(&b"\xFF\xFE"[..]),
        Just(&b"\xEF\xBB\xBF"[..]),
    ];
    (start, prop::collection::vec(any::<u8>(), 0..400)).prop_map(|(start, rest)| [start, &rest].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in bytes(), name in "[a-z]{1,3}\\.(txt|md|html|docx|pdf|bin)") {
        if let Ok(ingested) = ingest_bytes(&bytes, &name) {
            let source = ingested.source;
            prop_assert_eq!(source.alignment.len(), source.text.len());
            prop_assert_eq!(source.lines.first(), Some(&0));
            prop_assert!(source.lines.is_sorted());
            let end = source.span_of((0..source.text.len()).into()).end;
            let length = if source.format.is_plain() { bytes.len() } else { source.text.len() };
            prop_assert!(end <= length);
            // Twice the same bytes give the same text.
            prop_assert_eq!(source.text, ingest_bytes(&bytes, &name).unwrap().source.text);
        }
    }
}
