//! Asking a record for passages: spellings, scripts, endings, the query language, and an index that breaks.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

use std::path::PathBuf;

use salname_model::{
    Anchor, Class, Kind, Mention, Modality, Paragraph, Reading, Span, Statement, Time, TimeMention,
};
use salname_packs::{PackFiles, Packs};
use salname_record::{Document, Record, Writer, plain_text};
use salname_search::{Analysis, Freshness, SearchError, SearchIndex, SearchPage, SearchRequest, Sort};

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

    fn ask(&self, request: &SearchRequest) -> Result<SearchPage, SearchError> {
        let (record, index) = self.open();
        index.search(&record, &self.analysis, request)
    }

    /// The documents that a query finds, the best first.
    fn find(&self, query: &str) -> Vec<String> {
        self.find_with(&SearchRequest::new(query))
    }

    fn find_with(&self, request: &SearchRequest) -> Vec<String> {
        files(&self.ask(request).unwrap())
    }
}

fn files(page: &SearchPage) -> Vec<String> {
    page.hits.iter().map(|hit| hit.passage.place.file.clone()).collect()
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
    let literal = |query: &str| SearchRequest { literal: true, ..SearchRequest::new(query) };
    assert_eq!(desk.find_with(&literal("Орджоникидзе")), ["reply"]);
    assert_eq!(desk.find_with(&literal("Nerimanov")), Vec::<String>::new());
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
        ("lang:EN commissar", &["english"]),
        ("(notarius zabit) OR (nota Nərimanov)", &["letter", "note"]),
        ("(notarius OR zabit)", &["notary", "youth"]),
        ("Orconikidze -(köməkçi teleqram)", &["reply"]),
        ("source:town Gəncə", &["town"]),
        ("Nəriman Nərimanov", &["letter", "note"]),
    ] {
        let mut found = desk.find(query);
        found.sort();
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn where_no_passage_has_all_words_those_with_some_are_given() {
    let desk = Desk::new();
    let found = desk.ask(&SearchRequest::new("notarius Gəncə")).unwrap();
    assert!(found.relaxed);
    assert_eq!(found.total, 2);
}

#[test]
fn of_a_name_that_no_passage_has_the_words_are_searched_for() {
    let desk = Desk::new();
    let found = desk.ask(&SearchRequest::new("Kazım Orconikidze")).unwrap();
    assert!(found.relaxed, "nobody is called so");
    assert_eq!(found.total, 2);
    // The gazetteer knows this one, and the passages only the last of his names.
    let mut writer = Writer::open(desk.path()).unwrap();
    keep(&mut writer, "speech", "az", "Qurultayda Axundov uzun danışdı.");
    writer.finish().unwrap();
    let found = desk.ask(&SearchRequest::new("Ruhulla Akhundov")).unwrap();
    assert_eq!((found.relaxed, files(&found)), (true, vec!["speech".to_owned()]));
}

#[test]
fn what_was_asked_for_is_marked() {
    let desk = Desk::new();
    let found = desk.ask(&SearchRequest::new("Nerimanov nota")).unwrap();
    let note = found.hits.iter().find(|hit| hit.passage.place.file == "note").unwrap();
    let marked: Vec<&str> = note.highlights.iter().map(|span| &note.passage.text[span.range()]).collect();
    assert_eq!(marked, ["Nərimanov", "notasını"]);
}

#[test]
fn a_slip_of_the_pen_is_answered_with_the_nearest_words() {
    let desk = Desk::new();
    let suggestion = |query: &str| desk.ask(&SearchRequest::new(query)).unwrap().suggestion;
    assert_eq!(suggestion("comnissar lang:en").as_deref(), Some("commissar lang:en"));
    assert_eq!(suggestion("notarius"), None, "it is there");
    assert_eq!(suggestion("zürafə"), None);
}

#[test]
fn a_long_name_that_a_document_misspells_is_found_last() {
    let desk = Desk::new();
    let mut writer = Writer::open(desk.path()).unwrap();
    keep(&mut writer, "007-right.txt", "az", "Komandan Raskolnikov gəldi.");
    keep(&mut writer, "008-wrong.txt", "az", "Komandan Roskolnikov getdi, komandan Roskolnikov.");
    writer.finish().unwrap();
    assert_eq!(desk.find("Raskolnikov"), ["007-right.txt", "008-wrong.txt"]);
    assert_eq!(
        desk.find("source:007 komandan"),
        ["007-right.txt"],
        "the first word of a source's name is enough"
    );
    assert_eq!(desk.ask(&SearchRequest::new("Raskolnikov")).unwrap().suggestion, None);
}

const MANY: &str = "notarius OR zabit OR teleqram OR commissar OR Gəncə OR ответил";

#[test]
fn pages_neither_repeat_nor_miss() {
    let desk = Desk::new();
    for sort in [Sort::Relevance, Sort::Date] {
        let request = SearchRequest { sort, ..SearchRequest::new(MANY) };
        let all = desk.ask(&request).unwrap();
        assert!(all.hits.len() > 4 && all.next.is_none());
        let mut paged = Vec::new();
        let mut page = desk.ask(&SearchRequest { limit: Some(2), ..request.clone() }).unwrap();
        loop {
            assert_eq!(page.total, all.total);
            paged.extend(files(&page));
            let Some(cursor) = page.next else { break };
            let next = SearchRequest { limit: Some(2), cursor: Some(cursor), ..request.clone() };
            page = desk.ask(&next).unwrap();
        }
        assert_eq!(paged, files(&all));
    }
}

#[test]
fn a_page_of_another_question_or_time_is_not_continued() {
    let desk = Desk::new();
    let first = desk.ask(&SearchRequest { limit: Some(1), ..SearchRequest::new(MANY) }).unwrap();
    let go_on = |query: &str, cursor: &str| {
        desk.ask(&SearchRequest { cursor: Some(cursor.to_owned()), ..SearchRequest::new(query) })
    };
    let cursor = first.next.unwrap();
    assert!(go_on(MANY, &cursor).is_ok());
    assert!(matches!(go_on("nota", &cursor), Err(SearchError::Cursor)));
    for nonsense in ["", "0", "ə", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"] {
        assert!(matches!(go_on(MANY, nonsense), Err(SearchError::Cursor)), "{nonsense}");
    }
    let mut writer = Writer::open(desk.path()).unwrap();
    keep(&mut writer, "late", "az", "Zabit gəldi.");
    writer.finish().unwrap();
    assert!(matches!(go_on(MANY, &cursor), Err(SearchError::Cursor)));
}

#[test]
fn facets_count_all_pages() {
    let desk = Desk::new();
    let request = SearchRequest { limit: Some(1), facets: 10, ..SearchRequest::new("nota OR commissar") };
    let facets = desk.ask(&request).unwrap().facets;
    let values = |facet: &[salname_search::FacetValue]| {
        facet.iter().map(|value| (value.value.clone(), value.count)).collect::<Vec<_>>()
    };
    assert_eq!(values(&facets.source), [("english".into(), 1), ("letter".into(), 1), ("note".into(), 1)]);
    assert_eq!(values(&facets.decade), [("192X".to_owned(), 1)]);
    assert_eq!(values(&facets.kind), [("message".to_owned(), 1)]);
    assert_eq!(values(&facets.entity), [("Nəriman Nərimanov".to_owned(), 1)]);
    let two = desk.ask(&SearchRequest { facets: 2, ..request }).unwrap().facets;
    assert_eq!(values(&two.source), values(&facets.source)[..2]);
    assert_eq!(desk.ask(&SearchRequest::new("nota")).unwrap().facets, Default::default());
}

#[test]
fn by_date_the_earliest_comes_first_and_the_undated_last() {
    let desk = Desk::new();
    let request = SearchRequest { sort: Sort::Date, ..SearchRequest::new("nota OR zabit OR Gəncə") };
    assert_eq!(desk.find_with(&request), ["note", "letter", "town", "youth"]);
}

#[test]
fn a_hit_tells_what_was_read_in_it() {
    let desk = Desk::new();
    let found = desk.ask(&SearchRequest::new("notası")).unwrap();
    let hit = found.hits.iter().find(|hit| hit.passage.place.file == "note").unwrap();
    assert_eq!(hit.times[0].value.as_ref().unwrap().as_str(), "1920-05-02");
    assert_eq!(hit.statements[0].1.kind, Kind::Message);
    assert_eq!(hit.snippet, Span::new(0, hit.passage.text.len()), "a short passage is shown whole");
}

#[test]
fn a_snippet_shows_where_the_words_stand_closest() {
    let desk = Desk::new();
    let mut writer = Writer::open(desk.path()).unwrap();
    let filler = "burada heç nə baş vermir ".repeat(30);
    keep(&mut writer, "long", "az", &format!("Səfir {filler} səfir səhər məktub yazdı {filler}"));
    writer.finish().unwrap();
    let found = desk.ask(&SearchRequest::new("səfir məktub")).unwrap();
    let hit = &found.hits[0];
    let shown = &hit.passage.text[hit.snippet.range()];
    assert!(shown.contains("səfir səhər məktub") && shown.len() <= 400, "{shown}");
    assert!(!shown.starts_with(' ') && !shown.ends_with(' '));
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
    for query in
        ["a*", "*", "~", "\"\"", "\"a", "-\"x\" y", "Ə", "who:\"—\"", "source:nosuch", "𐎠𐎼𐎹 ~~", "a~ b*"]
    {
        let _ = desk.ask(&SearchRequest::new(query));
    }
}
