//! What must never happen, whatever is typed and whatever happens to the index's files.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

use std::path::PathBuf;
use std::sync::LazyLock;

use proptest::prelude::*;
use salname_model::{Paragraph, Reading};
use salname_packs::Packs;
use salname_record::{Document, Record, Writer, plain_text};
use salname_search::{Analysis, Freshness, SearchError, SearchIndex, SearchRequest};

const PASSAGES: [(&str, &str); 6] = [
    ("az", "Səfirin məktubu, \"cavabsız\" qalan — 12-ci dəfə! — Bakıya göndərildi."),
    ("az", "IRAQ sərhədində İRAN qoşunları; R.K.(b)P-nın qərarı Şərur-Dərələyəzə çatdı."),
    ("ru", "Ёлка стояла у комиссариата 1-го полка, а письмо — в столе."),
    ("tr", "Ankara’da toplanan meclis Iğdır’ı unutmadı; œuvre, Straße, naïve."),
    ("en", "The commissar's so-called 'reply' wasn't co-operative: 3.5 tons, OR so."),
    ("vi", "Một bức thư dài — 𐎠𐎼𐎹 e\u{301}té ﬁn ǅ."),
];

static ANALYSIS: LazyLock<Analysis> = LazyLock::new(|| Analysis::new(&Packs::embedded().unwrap()));

fn keep(path: &PathBuf, name: &str, lang: &str, text: &str) {
    let mut writer = Writer::open(path).unwrap();
    let document = Document {
        source: &plain_text(name, text),
        original: text.as_bytes(),
        paragraphs: &[Paragraph::sound(text, 0, lang)],
        reading: &Reading::default(),
        path: &format!("/archive/{name}"),
        reader: "1",
    };
    writer.keep(&document).unwrap();
    writer.finish().unwrap();
}

fn desk() -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("record");
    for (at, (lang, text)) in PASSAGES.iter().enumerate() {
        keep(&path, &format!("{at}.txt"), lang, text);
    }
    (directory, path)
}

/// A record and its index for all the questions of this file, and where they lie.
static OPEN: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(desk);

fn ask(request: &SearchRequest) -> Result<Vec<String>, SearchError> {
    let record = Record::open(&OPEN.1).unwrap();
    let index = SearchIndex::open(&record, &ANALYSIS).unwrap();
    let page = index.search(&record, &ANALYSIS, request)?;
    Ok(page.hits.into_iter().map(|hit| hit.passage.place.file).collect())
}

fn told(query: &str) -> String {
    ask(&SearchRequest::new(query)).unwrap_err().to_string()
}

#[test]
fn what_cannot_be_asked_is_told() {
    assert!(told("").contains("empty: give at least one word"));
    assert!(told(" \t ").contains("empty"));
    assert!(told("—, ?").contains("empty"));
    assert!(told(&"söz ".repeat(2500)).contains("bytes long: ask with no more than"));
    assert_eq!(told("məktub \"xalq"), "this quotation mark is never closed\n  məktub \"xalq\n         ^");
    assert!(told("-məktub").contains("say what to find, too"));
    assert_eq!(
        told("lang:xx məktub"),
        "no passage is in the language \"xx\": the record has az, en, ru, tr, vi"
    );
    assert!(told("məktub from:1921 to:1920").contains("ends before it begins"));
}

#[test]
fn words_that_are_everywhere_are_searched_like_others() {
    assert_eq!(ask(&SearchRequest::new("the so")).unwrap(), ["4.txt"]);
    assert_eq!(ask(&SearchRequest::new("а в")).unwrap(), ["2.txt"]);
}

#[test]
fn every_word_of_a_passage_finds_it() {
    for (at, (_, text)) in PASSAGES.iter().enumerate() {
        for word in salname_reader::words::tokenize(text) {
            if word.kind == salname_reader::words::WordKind::Mark {
                continue;
            }
            // In quotation marks, for OR is a word here.
            let query = format!("\"{}\"", word.text(text));
            for literal in [true, false] {
                let request = SearchRequest { literal, ..SearchRequest::new(query.as_str()) };
                let found = ask(&request).unwrap();
                assert!(found.contains(&format!("{at}.txt")), "{query} literal: {literal}, found {found:?}");
            }
        }
    }
}

#[test]
fn an_open_index_answers_from_its_own_time_while_others_write() {
    let (_directory, path) = desk();
    let record = Record::open(&path).unwrap();
    let before = SearchIndex::open(&record, &ANALYSIS).unwrap();
    let request = SearchRequest { facets: 5, ..SearchRequest::new("məktub OR письмо") };
    let old = before.search(&record, &ANALYSIS, &request).unwrap();
    for number in 0..5 {
        keep(&path, &format!("new-{number}.txt"), "az", &format!("Yeni məktub {number} gəldi."));
        let now = SearchIndex::open(&record, &ANALYSIS).unwrap();
        assert_eq!(now.freshness(), Freshness::Updated(1));
        assert_eq!(now.search(&record, &ANALYSIS, &request).unwrap().total, old.total + number + 1);
        assert_eq!(before.search(&record, &ANALYSIS, &request).unwrap(), old);
        assert!(!before.is_current(&record).unwrap() && now.is_current(&record).unwrap());
    }
}

#[test]
fn who_comes_while_somebody_writes_gets_what_is_whole() {
    let (_directory, path) = desk();
    let record = Record::open(&path).unwrap();
    SearchIndex::open(&record, &ANALYSIS).unwrap();
    keep(&path, "late.txt", "az", "Gecikmiş məktub gəldi.");
    let writing = std::fs::File::options().write(true).open(path.join("index.lock")).unwrap();
    writing.lock().unwrap();
    let behind = SearchIndex::open(&record, &ANALYSIS).unwrap();
    assert_eq!(behind.freshness(), Freshness::Behind);
    assert_eq!(behind.search(&record, &ANALYSIS, &SearchRequest::new("məktub")).unwrap().total, 1);
    drop(writing);
    let index = SearchIndex::open(&record, &ANALYSIS).unwrap();
    assert_eq!(index.search(&record, &ANALYSIS, &SearchRequest::new("məktub")).unwrap().total, 2);
}

#[test]
fn a_lexicon_that_is_gone_or_damaged_is_made_anew() {
    let (_directory, path) = desk();
    let record = Record::open(&path).unwrap();
    let words = || {
        let files = std::fs::read_dir(path.join("index")).unwrap().map(|file| file.unwrap().path());
        files
            .filter(|file| file.file_name().unwrap().to_string_lossy().starts_with("words-"))
            .collect::<Vec<_>>()
    };
    let find = || {
        let index = SearchIndex::open(&record, &ANALYSIS).unwrap();
        index.search(&record, &ANALYSIS, &SearchRequest::new("məktub")).unwrap().total
    };
    assert_eq!(find(), 1);
    assert_eq!(words().len(), 1);
    let bytes = std::fs::read(&words()[0]).unwrap();
    std::fs::write(&words()[0], &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(find(), 1, "cut in half");
    std::fs::remove_file(&words()[0]).unwrap();
    assert_eq!(find(), 1, "gone");
    assert!(SearchIndex::is_whole(&record));
    // Whoever is killed between the lexicon and the commit leaves a file too many.
    std::fs::write(path.join("index").join("words-00000000-1"), "x").unwrap();
    keep(&path, "more.txt", "az", "Bir də məktub.");
    assert_eq!(find(), 2);
    assert!(words().iter().all(|file| !file.ends_with("words-00000000-1")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_that_is_typed_makes_it_panic(query in "\\PC{0,60}", literal: bool, facets in 0usize..3) {
        let _ = ask(&SearchRequest { literal, facets, ..SearchRequest::new(query) });
    }

    #[test]
    fn nothing_like_a_query_makes_it_panic(
        query in r#"(-?(who:|from:|kind:|entity:|place:|"|)[məktubRK\(\).'’-]{1,9}(\*|~|"|)( OR |  | )){0,6}"#,
        cursor in "[0-9a-f]{48}",
    ) {
        let _ = ask(&SearchRequest::new(query.clone()));
        let _ = ask(&SearchRequest { cursor: Some(cursor), ..SearchRequest::new(query) });
    }
}
