//! Statements from elsewhere: admitted where their quotation stands, refused one by one where it does not.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

mod desk;

use desk::{Desk, MAY};
use salname_model::{Kind, Role};
use salname_record::{Action, Correction, Imported, Origin, StatementFilter, Target, is_chronology};

const LINE: &str = r#"{"type":"statement","source":{"file":"april.txt"},"kind":"decision","date":"1920","roles":{"by":"Petrov","about":"posts"},"quote":"Petrov became com-  missar"}"#;

fn refusals(imported: &Imported) -> Vec<(usize, &str)> {
    imported.refused.iter().map(|refused| (refused.line, refused.reason.as_str())).collect()
}

#[test]
fn a_statement_whose_quotation_stands_is_admitted_and_stays() {
    let mut desk = Desk::with_april_and_may();
    let imported = desk.writer.import("tool.jsonl", LINE, None).unwrap();
    assert_eq!((imported.admitted, imported.known, imported.refused.len()), (1, 0, 0));
    let one = desk.one(Kind::Decision);
    assert_eq!((one.quote.as_str(), one.place.start, one.place.line), ("Petrov became commissar", 17, 1));
    assert_eq!((one.confidence, one.origin), (0.5, Some(Origin::Import("tool.jsonl".into()))));
    assert_eq!(one.roles.get(Role::By)[0].entity.as_deref(), Some("Petrov"));
    desk.keep_april("2");
    assert_eq!(desk.one(Kind::Decision).id, one.id, "a better reader leaves it");
    let again = desk.writer.import("tool.jsonl", LINE, None).unwrap();
    assert_eq!((again.admitted, again.known), (0, 1));
    assert_eq!(desk.kinds().len(), 3);
    assert_eq!(desk.writer.check().unwrap(), Vec::<String>::new());

    let reject = Action::Reject { statement: Target { id: one.id, ..Target::default() } };
    desk.writer.correct(&Correction::new("Leyla", "2026-01-02T10:00:00Z", reject)).unwrap();
    assert_eq!(desk.kinds().len(), 2, "a person has the last word");
    assert_eq!(desk.writer.withdraw("tool.jsonl").unwrap(), 1);
    assert_eq!(desk.writer.rejected().unwrap(), []);
    assert_eq!(desk.writer.detached().unwrap().len(), 1);
}

#[test]
fn what_is_not_so_is_refused_line_by_line() {
    let mut desk = Desk::with_april_and_may();
    let text = [
        LINE,
        "",
        r#"{"type":"paragraph","source":[0,5],"text":"On 28"}"#,
        &LINE.replace("Petrov became", "Ivanov became"),
        &LINE.replace("april.txt", "june.txt"),
        &LINE.replace(r#""date":"1920""#, r#""date":"1920-04-31""#),
        &LINE.replace(r#""by":"Petrov""#, r#""actor":"Petrov""#),
        &LINE.replace(r#""kind":"decision""#, r#""kind":"gossip""#),
        "{",
        &LINE.replace(r#""source":{"file":"april.txt"},"#, ""),
        &LINE.replace(
            r#""source":{"file":"april.txt"}"#,
            r#""source":{"file":"april.txt","start":0,"end":3}"#,
        ),
    ]
    .join("\n");
    let imported = desk.writer.import("tool.jsonl", &text, None).unwrap();
    assert_eq!((imported.admitted, imported.passed_over), (1, 1));
    let refused = refusals(&imported);
    let lines: Vec<usize> = refused.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [4, 5, 6, 7, 8, 9, 10, 11]);
    for (at, reason) in [
        "the quotation does not stand in the source",
        "no source is called \"june.txt\"",
        "\"1920-04-31\" is not a date",
        "decision statements have no role \"actor\"",
        "gossip",
        "is no statement",
        "does not say of which source it is",
        "not at its bytes 0:3",
    ]
    .into_iter()
    .enumerate()
    {
        assert!(refused[at].1.contains(reason), "{}", refused[at].1);
    }
    let given = desk.writer.import("tool.jsonl", &text, Some("april.txt")).unwrap();
    assert_eq!(
        (given.admitted, given.known, given.refused.len()),
        (0, 2, 7),
        "the source may be given beside"
    );
}

const CHRONOLOGY: &str = r#"{"type":"chronology","title":"Days of Shahtepe"}
{"date":"1920-05-03","kind":"control","roles":{"actor":"Ivanov","place":"Shahtepe"},"quote":"3 May 1920: Ivanov took Shahtepe"}
{"date":"1920-05-09","kind":"office","roles":{"person":["Petrov"],"office":"commissar of posts","change":"left"}}
{"date":"May","kind":"office","roles":{"person":["Petrov"]}}
"#;

#[test]
fn a_chronology_is_a_source_of_its_own() {
    let mut desk = Desk::with_april_and_may();
    assert!(is_chronology(CHRONOLOGY) && !is_chronology(LINE));
    let imported = desk.writer.keep_chronology("days.jsonl", CHRONOLOGY).unwrap();
    assert_eq!((imported.admitted, refusals(&imported)[0].0), (2, 4));
    let of_days = StatementFilter { source: Some("days.jsonl".into()), ..StatementFilter::default() };
    let facts = desk.writer.statements(&of_days).unwrap();
    assert_eq!(facts.len(), 2);
    assert_eq!(facts[0].quote, "3 May 1920: Ivanov took Shahtepe");
    assert_eq!(
        facts[1].quote,
        "1920-05-09  office · person: Petrov · office: commissar of posts · change: left"
    );
    assert_eq!((facts[1].place.line, facts[1].confidence), (3, 1.0));
    assert!(facts[1].original.starts_with(r#"{"date":"1920-05-09""#), "the line itself");
    assert_eq!(facts[1].roles.get(Role::Person)[0].entity.as_deref(), Some("Petrov"));
    let chronologies: Vec<String> = desk
        .writer
        .sources()
        .unwrap()
        .into_iter()
        .filter(|source| source.chronology)
        .map(|source| source.name)
        .collect();
    assert_eq!(chronologies, ["days.jsonl"]);
    assert_eq!(desk.writer.check().unwrap(), Vec::<String>::new());

    let again = desk.writer.keep_chronology("days.jsonl", CHRONOLOGY).unwrap();
    assert_eq!((again.admitted, again.known), (0, 2));
    let shorter: String = CHRONOLOGY.lines().take(2).collect::<Vec<_>>().join("\n");
    desk.writer.keep_chronology("days.jsonl", &shorter).unwrap();
    assert_eq!(desk.writer.statements(&of_days).unwrap().len(), 1, "one of the same name is replaced");
    let error = desk.writer.keep_chronology("bad.jsonl", "{\"type\":\"chronology\"}\n{}").unwrap_err();
    assert!(error.to_string().contains("line 2 has no kind"), "{error}");
    assert_eq!(MAY.len(), 36);
}
