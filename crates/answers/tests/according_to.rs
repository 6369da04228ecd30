//! One record of many sources: according to each of them alone, the world is what its own statements make of it.

#![allow(clippy::unwrap_used)]

#[path = "../../state/tests/chance/mod.rs"]
mod chance;
#[path = "../../state/tests/choices/mod.rs"]
mod choices;
#[path = "../../state/tests/whole/mod.rs"]
mod whole;

use std::fmt::Write as _;

use salname_answers::Told;
use salname_packs::Packs;
use salname_record::{Record, Writer};
use whole::{Said, compare, rules, some_world};

/// The statements as a list of facts.
fn chronology(said: &[Said]) -> String {
    let mut lines = "{\"type\":\"chronology\",\"title\":\"A test\"}\n".to_owned();
    for one in said {
        let roles = serde_json::to_string(&one.roles()).unwrap();
        let (kind, date, modality) = (one.kind(), one.date(), one.modality);
        let date = date.as_str();
        writeln!(
            lines,
            r#"{{"type":"statement","kind":"{kind}","date":"{date}","modality":"{modality}","roles":{roles}}}"#
        )
        .unwrap();
    }
    lines
}

#[test]
fn according_to_each_of_forty_sources_is_what_trying_out_its_statements_gives() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("record");
    let mut writer = Writer::open(&path).unwrap();
    let worlds: Vec<(String, Vec<Said>)> =
        (1..=40).map(|seed| (format!("source{seed}"), some_world(seed))).collect();
    for (name, said) in &worlds {
        let kept = writer.keep_chronology(name, &chronology(said)).unwrap();
        assert_eq!((kept.admitted, kept.refused), (said.len(), Vec::new()), "{name}");
    }
    drop(writer);
    let record = Record::open(&path).unwrap();
    let mut packs = Packs::embedded().unwrap();
    packs.rules = rules();
    let mut answers = [0, 0];
    for (name, said) in &worlds {
        let told = Told::load(&record, &packs, Some(name)).unwrap();
        let [certain, possible] = compare(&told.world, said, name);
        answers = [answers[0] + certain, answers[1] + possible];
    }
    assert!(answers.iter().all(|answers| *answers > 500), "{answers:?}");
}
