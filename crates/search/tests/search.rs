//! Asking a record for passages: spellings, scripts, endings, the query language, and an index that breaks.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

use std::path::PathBuf;

use salname_model::{
    Anchor, Class, Kind, Mention, Modality, Paragraph, Reading, Span, Statement, Time, TimeMention,
};
use salname_packs::{PackFiles, Packs};
use salname_record::{Document, Record, Writer, plain_text};
use salname_search::{Analysis, Freshness, Query, SearchIndex, SearchOptions};

/// Passages of an archive that never was, each a document of its own.
const PASSAGES: [(&str, &str, &str); 8] = [
    ("note", "az", "Xalq komissarı Nərimanov hökumətin notasını 1920-ci il mayın 2-də qəbul etdi."),
    ("notary", "az", "Notarius müqaviləni təsdiq etmədi."),
    ("town", "az", "Qoşun Gəncədən çıxdı və Gəncənin ətrafında dayandı."),
    ("youth", "az", "Gənc zabitlər toplandılar, gənclər danışdılar."),
    ("letter", "ru", "Письмо Нариманова пришло через неделю после ноты."),
    ("cable", "az", "Teleqramı Orconikidzenin köməkçisi göndərdi."),
    ("reply", "ru", "Орджоникидзе ответил на телеграмму."),
    ("english", "en", "The commissar left for Shusha in May 1920."),
];

/// The project's packs, with no more Russian than these passages need: what is tested is the search.
fn packs() -> Packs {
    let russian = r#"
        vowels = "аеиоуыэюя"
        paradigm = [{ name = "noun", slots = ["case"] }]
        ending = [{ slot = "case", says = "Case=Gen", forms = ["а", "ы>а"] }]
    "#;
    let mut files = PackFiles::embedded();
    files.insert("lang/ru/morphology.toml", russian);
    Packs::load(&files).unwrap()
}

struct Desk {
    directory: tempfile::TempDir,
    analysis: Analysis,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { directory: tempfile::tempdir().unwrap(), analysis: Analysis::new(&packs()) };
        let mut writer = Writer::open(desk.path()).unwrap();
        for (name, lang, text) in PASSAGES {
            keep(&mut writer, name, lang, text);
        }
        writer.finish().unwrap();
        desk
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("record")
    }

    fn open(&self) -> (Record, SearchIndex) {
        let record = Record::open(self.path()).unwrap();
        let index = SearchIndex::open(&record, &self.analysis).unwrap();
        (record, index)
    }

    /// The documents that a query finds, the best first.
    fn find(&self, query: &str) -> Vec<String> {
        self.find_with(query, &SearchOptions::default())
    }

    fn find_with(&self, query: &str, options: &SearchOptions) -> Vec<String> {
        let (record, index) = self.open();
        let found = index.search(&record, &self.analysis, &Query::parse(query).unwrap(), options).unwrap();
        found.hits.into_iter().map(|hit| hit.passage.place.file).collect()
    }
}

fn keep(writer: &mut Writer, name: &str, lang: &str, text: &str) {
    let whole = Span::new(0, text.len());
    let anchor = Anchor { paragraph: 0, text: whole, source: whole };
    let mut reading = Reading::default();
    if name == "note" {
        let date = Some(Time::parse("1920-05-02").unwrap());
        reading.times.push(TimeMention {
            anchor,
            text: String::new(),
            value: date.clone(),
            note: String::new(),
        });
        reading.mentions.push(Mention {
            anchor,
            text: "Nərimanov".into(),
            class: Class::Per,
            entity: "Nəriman Nərimanov".into(),
        });
        reading.statements.push(Statement {
            anchor,
            kind: Kind::Message,
            date,
            roles: Default::default(),
            modality: Modality::Asserted,
            confidence: 1.0,
            quote: text.into(),
            citation: None,
        });
    }
    writer
        .keep(&Document {
            source: &plain_text(name, text),
            original: text.as_bytes(),
            paragraphs: &[Paragraph::sound(text, 0, lang)],
            reading: &reading,
            path: &format!("/archive/{name}"),
            reader: "1",
        })
        .unwrap();
}

#[test]
fn spelling_script_and_inflection_do_not_matter() {
    let desk = Desk::new();
    for query in ["Nərimanov", "Nerimanov", "Нариманов", "narimanov", "NƏRİMANOV", "Nərimanovun"]
    {
        let mut found = desk.find(query);
        found.sort();
        assert_eq!(found, ["letter", "note"], "{query}");
    }
    for query in ["Orjonikidze", "Орджоникидзе", "ordzhonikidze", "Orconikidzenin"] {
        let mut found = desk.find(query);
        found.sort();
        assert_eq!(found, ["cable", "reply"], "{query}");
    }
}

#[test]
fn a_word_finds_its_forms_and_not_its_neighbours() {
    let desk = Desk::new();
    let mut found = desk.find("nota");
    found.sort();
    assert_eq!(found, ["letter", "note"], "the Russian note too, but no notary");
    assert_eq!(desk.find("Gəncə"), ["town"], "the town is no form of \"young\"");
    assert_eq!(desk.find("muqavile"), ["notary"], "without the letters that a keyboard lacks");
}

#[test]
fn what_is_written_as_asked_comes_first() {
    let desk = Desk::new();
    assert_eq!(desk.find("Орджоникидзе"), ["reply", "cable"]);
    assert_eq!(desk.find("Orconikidzenin"), ["cable", "reply"]);
    let literal = SearchOptions { literal: true, ..SearchOptions::default() };
    assert_eq!(desk.find_with("Орджоникидзе", &literal), ["reply"]);
    assert_eq!(desk.find_with("Nerimanov", &literal), Vec::<String>::new());
}

#[test]
fn the_query_language_is_understood() {
    let desk = Desk::new();
    for (query, expected) in [
        ("\"xalq komissarı\"", &["note"][..]),
        ("\"komissarı xalq\"", &[]),
        ("nota -Нариманов", &[]),
        ("notarius OR zabit", &["notary", "youth"]),
        ("teleq*", &["cable", "reply"]),
        ("telequam~", &["cable"]),
        ("kind:message", &["note"]),
        ("who:Нариманов", &["note"]),
        ("place:Нариманов", &[]),
        ("class:PER from:1920-05 to:1920-05-31", &["note"]),
        ("from:1920-06 nota", &[]),
        ("lang:en commissar", &["english"]),
        ("source:town Gəncə", &["town"]),
        ("Nəriman Nərimanov", &["note"]),
    ] {
        let mut found = desk.find(query);
        found.sort();
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn where_no_passage_has_all_words_those_with_some_are_given() {
    let desk = Desk::new();
    let (record, index) = desk.open();
    let query = Query::parse("notarius Gəncə").unwrap();
    let found = index.search(&record, &desk.analysis, &query, &SearchOptions::default()).unwrap();
    assert!(found.relaxed);
    assert_eq!(found.total, 2);
}

#[test]
fn what_was_asked_for_is_marked() {
    let desk = Desk::new();
    let (record, index) = desk.open();
    let query = Query::parse("Nerimanov nota").unwrap();
    let found = index.search(&record, &desk.analysis, &query, &SearchOptions::default()).unwrap();
    let note = found.hits.iter().find(|hit| hit.passage.place.file == "note").unwrap();
    let marked: Vec<&str> = note.highlights.iter().map(|span| &note.passage.text[span.range()]).collect();
    assert_eq!(marked, ["Nərimanov", "notasını"]);
}

#[test]
fn a_slip_of_the_pen_is_answered_with_the_nearest_words() {
    let desk = Desk::new();
    let (record, index) = desk.open();
    let near = |query: &str| index.suggest(&record, &desk.analysis, &Query::parse(query).unwrap()).unwrap();
    assert_eq!(near("commisar"), ["commissar"]);
    assert_eq!(near("notarius"), Vec::<String>::new(), "it is there");
    assert_eq!(near("zürafə"), Vec::<String>::new());
}

#[test]
fn a_limit_and_an_offset_page_through_the_same_order() {
    let desk = Desk::new();
    let all = desk.find("notarius OR zabit OR teleqram OR commissar OR Gəncə");
    let page = |offset| {
        let options = SearchOptions { limit: Some(2), offset, ..SearchOptions::default() };
        desk.find_with("notarius OR zabit OR teleqram OR commissar OR Gəncə", &options)
    };
    let paged: Vec<String> = [0, 2, 4].into_iter().flat_map(page).collect();
    assert_eq!(paged, all);
}

#[test]
fn the_index_follows_the_record() {
    let desk = Desk::new();
    assert_eq!(desk.open().1.freshness(), Freshness::Updated(PASSAGES.len()));
    assert_eq!(desk.open().1.freshness(), Freshness::Current);
    let mut writer = Writer::open(desk.path()).unwrap();
    keep(&mut writer, "notary", "az", "Vəkil gəldi.");
    writer.retire(["/archive/town"]).unwrap();
    drop(writer);
    assert_eq!(desk.open().1.freshness(), Freshness::Updated(3), "one new, two gone");
    assert_eq!(desk.find("notarius"), Vec::<String>::new());
    assert_eq!(desk.find("vəkil"), ["notary"]);
}

#[test]
fn a_missing_or_broken_index_is_made_anew() {
    let desk = Desk::new();
    let folder = desk.path().join("index");
    desk.open();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(desk.find("notarius"), ["notary"]);

    let files = |ending: &str| {
        let files = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
        files.filter(|path| path.to_string_lossy().ends_with(ending)).collect::<Vec<_>>()
    };
    for ending in [".term", ".idx", ".store", "meta.json"] {
        for file in files(ending) {
            let bytes = std::fs::read(&file).unwrap();
            std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
        }
        assert_eq!(desk.find("notarius"), ["notary"], "{ending} cut in half");
    }
    for file in files(".term") {
        std::fs::remove_file(file).unwrap();
    }
    assert_eq!(desk.find("notarius"), ["notary"], "a file gone");
    let record = Record::open(desk.path()).unwrap();
    assert!(SearchIndex::is_whole(&record) && SearchIndex::is_up_to_date(&record).unwrap());
}

#[test]
fn nothing_that_is_typed_makes_it_panic() {
    let desk = Desk::new();
    let (record, index) = desk.open();
    for query in
        ["a*", "*", "~", "\"\"", "\"a", "-\"x\" y", "Ə", "who:\"—\"", "source:nosuch", "𐎠𐎼𐎹 ~~", "a~ b*"]
    {
        if let Ok(query) = Query::parse(query) {
            let _ = index.search(&record, &desk.analysis, &query, &SearchOptions::default());
        }
    }
}
