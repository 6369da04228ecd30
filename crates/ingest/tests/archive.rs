//! The project's own example archive, read as any archive is.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use std::path::Path;

use salname_ingest::{ingest, walk};
use salname_model::Source;

fn sources() -> Vec<Source> {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/archive");
    let files = walk(&[archive]);
    files
        .iter()
        .map(|file| {
            let ingested = ingest(&file.path, &file.name).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(ingested.warnings, [], "{}", file.name);
            ingested.source
        })
        .collect()
}

#[test]
fn every_document_is_read_in_its_format_and_encoding() {
    let found: Vec<_> = sources()
        .into_iter()
        .map(|source| {
            format!("{} {} {}", source.name, source.format.as_str(), source.encoding).trim().to_owned()
        })
        .collect();
    assert_eq!(
        found,
        [
            "ankara-takvimi.txt text windows-1254",
            "bir-katibin-xatireleri.md markdown UTF-8",
            "consular-digest.txt text UTF-8",
            "gilan.pdf pdf",
            "hokumet-xronikasi.txt text UTF-8",
            "khronika.html html windows-1251",
            "naxcivan.md markdown UTF-8",
            "neft-idaresi.txt text UTF-8",
            "notalar.txt text UTF-8",
            "qars-konfransi.docx docx",
        ]
    );
}

#[test]
fn letters_of_four_languages_come_through() {
    let sources = sources();
    for (name, words) in [
        ("ankara-takvimi.txt", "Kâzım Karabekir Paşa komutasındaki Türk kuvvetleri Kars'ı aldı."),
        ("gilan.pdf", "Gilana gətirilmiş\nqoşunun sayı 1500 nəfər idi."),
        ("khronika.html", "20 марта ВЦИК ратифицировал этот договор.\n"),
        ("qars-konfransi.docx", "Konfransın sədri Kazım Qarabəkir paşa seçildi.[1]\n"),
        ("qars-konfransi.docx", "\nAzərbaycan SSR\tBehbud ağa Şahtaxtinski\n"),
    ] {
        let source = sources.iter().find(|source| source.name == name).unwrap();
        assert!(source.text.contains(words), "{name} lacks {words:?}:\n{}", source.text);
    }
}

#[test]
fn what_is_no_reading_matter_is_left_out() {
    let sources = sources();
    for (name, words) in [
        ("khronika.html", "К оглавлению"),
        ("khronika.html", "это не текст источника"),
        ("qars-konfransi.docx", "seçilmişdi"),
    ] {
        let source = sources.iter().find(|source| source.name == name).unwrap();
        assert!(!source.text.contains(words), "{name} has {words:?}");
    }
}

#[test]
fn places_are_pages_where_there_are_pages_and_lines_where_not() {
    let sources = sources();
    let place = |name: &str, words: &str| {
        let source = sources.iter().find(|source| source.name == name).unwrap();
        let start = source.text.find(words).unwrap();
        source.place(source.span_of((start..start + words.len()).into()))
    };
    assert_eq!(place("gilan.pdf", "Rza xan").page, Some(2));
    assert_eq!(place("gilan.pdf", "Fyodor").page, Some(1));
    let there = place("ankara-takvimi.txt", "Lozan'da");
    assert_eq!((there.line, there.page), (11, None));
}
