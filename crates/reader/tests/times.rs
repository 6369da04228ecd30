//! Calendar expressions of every language.

use std::fmt::Write as _;

use salname_model::Paragraph;
use salname_packs::Packs;
use salname_reader::times::Finder;

fn found(finder: &Finder, text: &str, lang: &str) -> Vec<(String, String)> {
    finder
        .find(&[Paragraph::sound(text, 0, lang)])
        .into_iter()
        .map(|time| (time.text, time.value.map_or("?".into(), String::from)))
        .collect()
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
