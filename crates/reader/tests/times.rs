//! Calendar expressions of every language, by tables written from the grammar of the language.
//!
//! `tests/times/ID.txt` holds a text a line. Every expression that is to be found stands in braces with its value,
//! `{28 апреля 1920 года|1920-04-28}`; nothing else may be found. A value of `?` means that there must be none.

use std::fmt::Write as _;
use std::path::Path;

use salname_model::Paragraph;
use salname_packs::Packs;
use salname_reader::times::Finder;

/// A line of a table: the text, and the expressions in it with their values.
fn unmarked(line: &str) -> (String, Vec<(String, String)>) {
    let (mut text, mut expected, mut rest) = (String::new(), Vec::new(), line);
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, after) = after.split_once('}').expect("every brace is closed");
        let (expression, value) = inside.rsplit_once('|').expect("every expression has a value");
        text.push_str(before);
        text.push_str(expression);
        expected.push((expression.to_owned(), value.to_owned()));
        rest = after;
    }
    text.push_str(rest);
    (text, expected)
}

fn found(finder: &Finder, text: &str, lang: &str) -> Vec<(String, String)> {
    finder
        .find(&[Paragraph::sound(text, 0, lang)])
        .into_iter()
        .map(|time| (time.text, time.value.map_or("?".into(), String::from)))
        .collect()
}

#[test]
fn every_language_reads_its_table() {
    let packs = Packs::embedded().unwrap();
    let finder = Finder::new(&packs);
    let mut wrong = String::new();
    for language in packs.languages.iter().filter(|language| language.times.is_some()) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/times/{}.txt", language.id));
        let table = std::fs::read_to_string(&path).expect("every language with a calendar has a table");
        let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut cases = 0;
        for line in lines {
            let (text, expected) = unmarked(line);
            cases += expected.len().max(1);
            let got = found(&finder, &text, &language.id);
            if got != expected {
                writeln!(wrong, "{}: {text}\n  expected {expected:?}\n  got      {got:?}", language.id)
                    .unwrap();
            }
        }
        assert!(cases >= 150, "{} has only {cases} cases", language.id);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Every pattern of a pack says by an example what it means, and means it.
#[test]
fn every_example_in_a_pack_is_true() {
    let packs = Packs::embedded().unwrap();
    let finder = Finder::new(&packs);
    let mut wrong = String::new();
    for language in &packs.languages {
        for pattern in language.times.iter().flat_map(|times| &times.patterns) {
            let Some(example) = &pattern.example else { continue };
            let (text, value) = example.rsplit_once(" = ").expect("an example is written TEXT = VALUE");
            let got = found(&finder, text, &language.id);
            if got.last().map(|(_, value)| value.as_str()) != Some(value) {
                writeln!(wrong, "{} {}: {example}\n  got {got:?}", language.id, pattern.written).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
