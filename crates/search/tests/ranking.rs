//! The order of answers: what is written as asked comes first, then what is so but for accents and script, then other
//! endings, then other spellings; whatever else speaks for a passage, with facets and without, on one page or on many.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

use std::sync::LazyLock;

use salname_model::{Paragraph, Reading};
use salname_packs::Packs;
use salname_record::{Document, Record, Writer, plain_text};
use salname_search::{Analysis, SearchIndex, SearchPage, SearchRequest, Sort};

static ANALYSIS: LazyLock<Analysis> = LazyLock::new(|| Analysis::new(&Packs::embedded().unwrap()));

/// Each form of a name stands in a passage once, among many other words, and in one that has little else.
const FORMS: [(&str, &str, &str); 15] = [
    ("az-as-it-is", "az", "Nərimanov"),
    ("az-keyboard", "az", "Nerimanov"),
    ("az-cyrillic", "az-Cyrl", "Нәриманов"),
    ("az-genitive", "az", "Nərimanovun"),
    ("az-dative", "az", "Nərimanova"),
    ("ru-as-it-is", "ru", "Нариманов"),
    ("ru-genitive", "ru", "Нариманова"),
    ("en-as-it-is", "en", "Narimanov"),
    ("note", "az", "nota"),
    ("note-locative", "az", "notasında"),
    ("note-plural", "az", "notaların"),
    ("note-ru", "ru", "нота"),
    ("notary", "az", "notarius"),
    // The gazetteer's name of a man, and another man whose name sounds like it.
    ("premier", "az", "Daladye"),
    ("vizier", "az", "Tələt"),
];
const FILLER: &str = "burada heç nə baş vermir, heç kim gəlmir, heç kim getmir";

fn text(form: &str, long: bool) -> String {
    match long {
        true => format!("Bu gün {form} haqqında yazırlar: {}.", [FILLER; 6].join(", ")),
        false => format!("Bu {form}, o {form}."),
    }
}

struct Desk {
    _directory: tempfile::TempDir,
    record: Record,
    index: SearchIndex,
}

fn desk() -> Desk {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("record");
    let mut writer = Writer::open(&path).unwrap();
    for (name, lang, form) in FORMS {
        for long in [true, false] {
            let (name, text) = (format!("{name}-{long}"), text(form, long));
            let document = Document {
                source: &plain_text(&name, &text),
                original: text.as_bytes(),
                paragraphs: &[Paragraph::sound(&text, 0, lang)],
                reading: &Reading::default(),
                path: &format!("/archive/{name}"),
                reader: "1",
            };
            writer.keep(&document).unwrap();
        }
    }
    writer.finish().unwrap();
    drop(writer);
    let record = Record::open(&path).unwrap();
    let index = SearchIndex::open(&record, &ANALYSIS).unwrap();
    Desk { _directory: directory, record, index }
}

impl Desk {
    fn ask(&self, request: &SearchRequest) -> SearchPage {
        self.index.search(&self.record, &ANALYSIS, request).unwrap()
    }

    /// All that is found, page by page.
    fn pages(&self, request: &SearchRequest, limit: usize) -> Vec<(String, f32)> {
        let mut found = Vec::new();
        let mut cursor = None;
        loop {
            let page = self.ask(&SearchRequest { limit: Some(limit), cursor, ..request.clone() });
            found.extend(page.hits.iter().map(|hit| (hit.passage.place.file.clone(), hit.score)));
            cursor = page.next;
            if cursor.is_none() {
                return found;
            }
        }
    }
}

#[test]
fn the_better_form_comes_first_whatever_else_speaks_for_a_passage() {
    let desk = desk();
    let name = ["az-as-it-is", "az-keyboard", "az-cyrillic"];
    let forms = ["az-genitive", "az-dative"];
    let russian = ["ru-as-it-is", "ru-genitive"];
    for (query, tiers) in [
        (
            "Nərimanov",
            vec![&name[..1], &name[1..], &forms[..], &["ru-as-it-is", "ru-genitive", "en-as-it-is"][..]],
        ),
        (
            "nerimanov",
            vec![
                &name[1..2],
                &["az-as-it-is", "az-cyrillic"],
                &forms,
                &["ru-as-it-is", "ru-genitive", "en-as-it-is"],
            ],
        ),
        ("Нәриманов", vec![&name[2..], &name[..2], &forms, &["ru-as-it-is", "ru-genitive", "en-as-it-is"]]),
        ("Nərimanovun", vec![&forms[..1], &["az-as-it-is", "az-dative"], &["ru-as-it-is", "ru-genitive"]]),
        (
            "Нариманов",
            vec![
                &russian[..1],
                &["en-as-it-is"],
                &russian[1..],
                &["az-as-it-is", "az-cyrillic", "az-genitive"],
            ],
        ),
        ("Нариманова", vec![&russian[1..], &russian[..1], &["az-as-it-is", "az-cyrillic", "az-genitive"]]),
        (
            "Narimanov",
            vec![
                &["en-as-it-is"],
                &russian[..1],
                &russian[1..],
                &["az-as-it-is", "az-cyrillic", "az-genitive"],
            ],
        ),
        ("nota", vec![&["note"], &["note-ru"], &["note-locative", "note-plural"]]),
        ("нота", vec![&["note-ru"], &["note"], &["note-locative", "note-plural"]]),
        ("Даладье", vec![&["premier"], &["vizier"]]),
        ("notasında", vec![&["note-locative"], &["note", "note-plural"]]),
    ] {
        let request = SearchRequest::new(query);
        let whole = desk.pages(&request, 100);
        let place = |form: &str, long: bool| {
            let file = format!("{form}-{long}");
            let place = whole.iter().position(|(name, _)| *name == file);
            place.unwrap_or_else(|| panic!("{query} does not find {file}: {whole:?}"))
        };
        for pair in tiers.windows(2) {
            let worst = pair[0].iter().flat_map(|form| [place(form, true), place(form, false)]).max();
            let best = pair[1].iter().flat_map(|form| [place(form, true), place(form, false)]).min();
            assert!(worst < best, "{query}: {:?} before {:?}, found {whole:?}", pair[0], pair[1]);
        }
        assert!(whole.iter().all(|(file, _)| !file.starts_with("notary")), "{query}: {whole:?}");
        for (facets, limit) in [(0, 1), (5, 1), (5, 3), (5, 100)] {
            let paged = desk.pages(&SearchRequest { facets, ..request.clone() }, limit);
            assert_eq!(paged, whole, "{query}, {facets} facets, pages of {limit}");
        }
    }
}

#[test]
fn pages_stay_as_they_are_while_nothing_changes() {
    let desk = desk();
    for sort in [Sort::Relevance, Sort::Date] {
        let request = SearchRequest { sort, facets: 3, ..SearchRequest::new("Nərimanov OR nota") };
        let first = desk.ask(&SearchRequest { limit: Some(4), ..request.clone() });
        let second = SearchRequest { limit: Some(4), cursor: first.next.clone(), ..request.clone() };
        let page = desk.ask(&second);
        for _ in 0..3 {
            // Whoever asks again later, with the index opened anew, sees the same.
            let index = SearchIndex::open(&desk.record, &ANALYSIS).unwrap();
            assert_eq!(index.search(&desk.record, &ANALYSIS, &second).unwrap(), page);
            assert_eq!(desk.ask(&second), page);
        }
        assert_eq!(page.facets, first.facets, "facets count all pages");
    }
}
