//! What people say about a record: it holds in every answer, outlives every rebuild, and can be undone.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

mod desk;

use desk::{APRIL, Desk, MAY, named, statement};
use salname_model::{Filler, Kind, Modality, Role, Span};
use salname_record::{
    Action, Correction, EntityRef, Mark, Origin, RecordError, StatementFilter, Target, Telling, Verdict,
};

const BY: &str = "Leyla";

fn at(second: u32) -> String {
    format!("2026-01-02T10:00:{second:02}Z")
}

fn correction(second: u32, action: Action) -> Correction {
    Correction::new(BY, at(second), action)
}

fn target(id: &str) -> Target {
    Target { id: id.to_owned(), ..Target::default() }
}

fn entity(name: &str) -> EntityRef {
    EntityRef { name: name.to_owned(), ..EntityRef::default() }
}

fn set(id: &str) -> Action {
    Action::Set {
        statement: target(id),
        kind: None,
        date: Some("1920-04-29".into()),
        modality: Some(Modality::Reported),
        roles: [(Role::Person, vec![Filler::plain("Petrova")])].into(),
    }
}

#[test]
fn a_rejected_statement_is_answered_from_no_more_and_can_be_looked_at() {
    let mut desk = Desk::with_april_and_may();
    let id = desk.id_of(Kind::Office);
    desk.writer.correct(&correction(1, Action::Reject { statement: target(&id) })).unwrap();
    assert_eq!(desk.kinds(), [Kind::Control]);
    let one = desk.writer.statement(&id).unwrap().unwrap();
    assert_eq!((one.verdict, one.quote.as_str()), (Some(Verdict::Rejected), APRIL.trim_end()));
    assert_eq!(desk.writer.rejected().unwrap(), [one]);
    desk.writer.correct(&correction(2, Action::Confirm { statement: target(&id) })).unwrap();
    let one = desk.writer.statement(&id).unwrap().unwrap();
    assert_eq!((one.verdict, one.confidence), (Some(Verdict::Confirmed), 1.0), "the last word holds");
}

#[test]
fn a_statement_put_right_is_found_as_it_is_now_and_shown_as_it_was_read() {
    let mut desk = Desk::with_april_and_may();
    let id = desk.id_of(Kind::Office);
    let kept = desk.writer.correct(&correction(1, set(&id))).unwrap();
    let [Target { quote, source, .. }] = kept.targets()[..] else { panic!("one target") };
    assert_eq!(
        (quote.as_str(), source.len()),
        (APRIL.trim_end(), 64),
        "the correction tells what it is about"
    );
    let one = desk.writer.statement(&id).unwrap().unwrap();
    assert_eq!(one.date.as_ref().unwrap().as_str(), "1920-04-29");
    assert_eq!(
        (one.modality, one.roles.get(Role::Person)),
        (Modality::Reported, &[Filler::plain("Petrova")][..])
    );
    let read = one.as_read.as_deref().unwrap();
    assert_eq!((read.date.as_ref().unwrap().as_str(), read.modality), ("1920-04-28", Modality::Asserted));
    assert_eq!(read.roles.single(Role::Person), Some("Petrov"));
    let found = |who: &str| desk.find(&StatementFilter { who: named(who), ..StatementFilter::default() });
    assert_eq!((found("Petrova"), found("Petrov")), (vec![Kind::Office], vec![]));
}

#[test]
fn what_was_not_read_can_be_added_with_its_quotation() {
    let mut desk = Desk::with_april_and_may();
    let telling = Telling {
        source: "april.txt".into(),
        file: String::new(),
        span: None,
        kind: Kind::Decision,
        date: "1920".into(),
        roles: [(Role::By, vec![Filler::plain("Petrov")]), (Role::About, vec![Filler::plain("posts")])]
            .into(),
        modality: Modality::Asserted,
        quote: "Petrov became com-\nmissar".into(),
        citation: None,
        confidence: 1.0,
    };
    let add = |telling: Telling| correction(1, Action::Add { statement: telling });
    desk.writer.correct(&add(telling.clone())).unwrap();
    let one = desk.one(Kind::Decision);
    assert_eq!((one.quote.as_str(), one.place.start, one.place.line), ("Petrov became commissar", 17, 1));
    assert_eq!(one.origin, Some(Origin::Person(BY.into())));
    assert_eq!(one.roles.get(Role::By)[0].entity.as_deref(), Some("Petrov"));

    let forged = Telling { quote: "Petrov declined".into(), ..telling.clone() };
    let error = desk.writer.correct(&add(forged)).unwrap_err().to_string();
    assert_eq!(error, "the quotation does not stand in the source");
    let twice = Telling { quote: "e".into(), ..telling.clone() };
    let error = desk.writer.correct(&add(twice)).unwrap_err().to_string();
    assert!(error.contains("times (bytes "), "{error}");
    let misfit = Telling { roles: [(Role::Actor, vec![Filler::plain("x")])].into(), ..telling };
    let error = desk.writer.correct(&add(misfit)).unwrap_err().to_string();
    assert_eq!(error, "decision statements have no role \"actor\": they have by, about");
}

#[test]
fn entities_are_merged_renamed_and_split() {
    let mut desk = Desk::with_april_and_may();
    let merge = Action::Merge { entities: vec![entity("Petrov"), entity("Ivanov")] };
    desk.writer.correct(&correction(1, merge)).unwrap();
    assert_eq!(desk.entities(), ["Petrov", "Shahtepe", "commissar of posts"]);
    assert_eq!(desk.one(Kind::Control).roles.get(Role::Actor), [Filler::named("Ivanov", "Petrov")]);
    let found = |desk: &Desk, who: &str| {
        desk.find(&StatementFilter { who: named(who), ..StatementFilter::default() })
    };
    assert_eq!(found(&desk, "Ivanov"), [Kind::Office, Kind::Control], "either name finds both");

    let rename = Action::Rename { entity: entity("Petrov"), name: "P. Petrov".into() };
    desk.writer.correct(&correction(2, rename)).unwrap();
    assert_eq!(desk.entities(), ["P. Petrov", "Shahtepe", "commissar of posts"]);

    let marks = vec![Mark { source: "may.txt".into(), ..Mark::default() }];
    let split = Action::Split { entity: entity("P. Petrov"), marks, into: "Ivanov the Younger".into() };
    desk.writer.correct(&correction(3, split)).unwrap();
    assert_eq!(desk.entities(), ["Ivanov the Younger", "P. Petrov", "Shahtepe", "commissar of posts"]);
    assert_eq!(found(&desk, "Younger"), [Kind::Control]);
    assert_eq!(found(&desk, "Petrov"), [Kind::Office]);

    let merge = Action::Merge { entities: vec![entity("P. Petrov"), entity("P. Petrov")] };
    assert!(desk.writer.correct(&correction(4, merge)).is_err());
    let rename = Action::Rename { entity: entity("P. Petrov"), name: "Shahtepe".into() };
    let error = desk.writer.correct(&correction(4, rename)).unwrap_err().to_string();
    assert!(error.contains("merge the two"), "{error}");
}

#[test]
fn single_mentions_are_split_and_statements_follow_them() {
    let mut desk = Desk::with_april_and_may();
    let span = Some(Span::new(17, 23));
    let place = Mark { source: "april.txt".into(), span, text: String::new() };
    let error = desk.writer.correct(&correction(
        1,
        Action::Split { entity: entity("Ivanov"), marks: vec![place.clone()], into: "Another".into() },
    ));
    assert_eq!(error.unwrap_err().to_string(), "\"Ivanov\" is not mentioned there");
    let spelled = Mark { text: "Petrov's".into(), ..Mark::default() };
    let split =
        Action::Split { entity: entity("Petrov"), marks: vec![spelled], into: "Petrov the Elder".into() };
    let made = desk.writer.correct(&correction(2, split)).unwrap();
    assert_eq!(desk.one(Kind::Office).roles.get(Role::Person)[0].entity.as_deref(), Some("Petrov the Elder"));
    desk.keep_april("2");
    assert_eq!(desk.one(Kind::Office).roles.get(Role::Person)[0].entity.as_deref(), Some("Petrov the Elder"));
    desk.writer.undo(&made.id, BY, &at(3)).unwrap();
    assert_eq!(desk.one(Kind::Office).roles.get(Role::Person)[0].entity.as_deref(), Some("Petrov"));
}

#[test]
fn corrections_outlive_a_better_reader() {
    let mut desk = Desk::with_april_and_may();
    let id = desk.id_of(Kind::Office);
    desk.writer.correct(&correction(1, set(&id))).unwrap();
    let merge = Action::Merge { entities: vec![entity("Petrov"), entity("Ivanov")] };
    desk.writer.correct(&correction(2, merge)).unwrap();

    // The next version of the reader sees another role and calls the man otherwise.
    let roles = [(Role::Person, "Comrade Petrov"), (Role::Office, "commissar of posts")];
    desk.keep("april.txt", APRIL, vec![statement(APRIL, Kind::Office, "1920-04", &roles)], "2");
    let one = desk.one(Kind::Office);
    assert_ne!(one.id, id);
    assert_eq!(one.date.as_ref().unwrap().as_str(), "1920-04-29");
    assert_eq!(one.as_read.as_deref().unwrap().date.as_ref().unwrap().as_str(), "1920-04");
    assert_eq!(desk.entities(), ["Comrade Petrov", "Shahtepe", "commissar of posts"]);
    assert_eq!(desk.writer.detached().unwrap(), []);

    // A reader that sees nothing there: the correction waits, and is listed.
    desk.keep("april.txt", APRIL, vec![], "3");
    let detached = desk.writer.detached().unwrap();
    assert_eq!(detached.len(), 2);
    assert!(matches!(detached[0].correction.action, Action::Set { .. }));
    desk.keep_april("4");
    assert_eq!(desk.writer.detached().unwrap(), []);
    assert_eq!(desk.one(Kind::Office).date.as_ref().unwrap().as_str(), "1920-04-29");
}

#[test]
fn undoing_and_undoing_that() {
    let mut desk = Desk::with_april_and_may();
    let before = desk.writer.statements(&StatementFilter::default()).unwrap();
    let id = desk.id_of(Kind::Office);
    let made = desk.writer.correct(&correction(1, set(&id))).unwrap();
    let after = desk.writer.statements(&StatementFilter::default()).unwrap();
    let undo = desk.writer.undo(&made.id[..6], BY, &at(2)).unwrap();
    assert_eq!(desk.writer.statements(&StatementFilter::default()).unwrap(), before);
    let error = desk.writer.undo(&made.id, BY, &at(3)).unwrap_err().to_string();
    assert!(error.contains("is undone already"), "{error}");
    desk.writer.undo("2", BY, &at(4)).unwrap();
    assert_eq!(desk.writer.statements(&StatementFilter::default()).unwrap(), after);
    let log = desk.writer.corrections().unwrap();
    assert_eq!(log.len(), 3);
    assert_eq!((log[0].undone_by.clone(), log[1].undone_by.is_some()), (None, true));
    assert_eq!(log[1].correction, undo);
    assert!(desk.writer.undo("ffff", BY, &at(5)).is_err());
}

#[test]
fn notes_and_decisions_are_kept() {
    let mut desk = Desk::with_april_and_may();
    let (office, control) = (desk.id_of(Kind::Office), desk.id_of(Kind::Control));
    let decide = |holds: Option<&str>| Action::Decide {
        disagreement: "two-dates".into(),
        about: "posts".into(),
        between: vec![target(&office), target(&control)],
        holds: holds.map(str::to_owned),
    };
    let error = desk.writer.correct(&correction(1, decide(None))).unwrap_err().to_string();
    assert!(error.contains("give a note"), "{error}");
    desk.writer.correct(&correction(1, decide(None)).with_note("neither is signed")).unwrap();
    desk.writer.correct(&correction(2, decide(Some(&control)))).unwrap();
    let decisions = desk.writer.decisions().unwrap();
    assert_eq!(decisions.len(), 1, "the last word on each");
    assert_eq!(decisions[0].holds.as_deref(), Some(control.as_str()));
    let note = Action::Note { statement: Some(target(&office)), entity: None, place: None };
    desk.writer.correct(&correction(3, note).with_note("see the second volume")).unwrap();
    let log = desk.writer.corrections().unwrap();
    assert_eq!(log[2].statements, [Some(office)]);
}

#[test]
fn two_scholars_put_their_work_together() {
    let mut leyla = Desk::with_april_and_may();
    let mut murad = Desk::with_april_and_may();
    let id = leyla.id_of(Kind::Office);
    leyla.writer.correct(&correction(1, set(&id))).unwrap();
    let other = Action::Set {
        statement: target(&id),
        kind: None,
        date: Some("1920-05".into()),
        modality: None,
        roles: [].into(),
    };
    murad.writer.correct(&Correction::new("Murad", at(2), other)).unwrap();
    let (hers, his) = (leyla.export(), murad.export());
    let merged = leyla.writer.import_corrections(&his).unwrap();
    assert_eq!((merged.added, merged.known, merged.conflicts.len()), (1, 0, 1));
    assert!(merged.conflicts[0].contains("Murad"), "{}", merged.conflicts[0]);
    murad.writer.import_corrections(&hers).unwrap();
    assert_eq!(leyla.export(), murad.export(), "in one order, whoever came first");
    assert_eq!(
        leyla.writer.statements(&StatementFilter::default()).unwrap(),
        murad.writer.statements(&StatementFilter::default()).unwrap()
    );
    assert_eq!(leyla.one(Kind::Office).date.as_ref().unwrap().as_str(), "1920-05");
    let again = leyla.writer.import_corrections(&his).unwrap();
    assert_eq!((again.added, again.known), (0, 1));
}

#[test]
fn corrections_for_other_sources_wait_and_forged_ones_are_refused() {
    let mut desk = Desk::with_april_and_may();
    let id = desk.id_of(Kind::Control);
    desk.writer.correct(&correction(1, Action::Reject { statement: target(&id) })).unwrap();
    let mut exported = desk.export();
    let mut elsewhere = Desk::new();
    elsewhere.keep_april("1");
    let merged = elsewhere.writer.import_corrections(&exported).unwrap();
    assert_eq!(merged.detached, [exported[0].id.clone()]);
    elsewhere.keep_may("1");
    assert_eq!(elsewhere.kinds(), [Kind::Office], "it waited for its source");
    assert_eq!(elsewhere.writer.detached().unwrap(), []);

    exported[0].who = "Somebody else".into();
    let error = elsewhere.writer.import_corrections(&exported).unwrap_err();
    assert!(matches!(error, RecordError::Refused(_)), "{error}");
    assert!(error.to_string().contains("is not as it was exported"), "{error}");
}

#[test]
fn what_makes_no_sense_is_refused_with_the_reason() {
    let mut desk = Desk::with_april_and_may();
    let id = desk.id_of(Kind::Office);
    let refused =
        |desk: &mut Desk, correction: Correction| desk.writer.correct(&correction).unwrap_err().to_string();
    let reject = || Action::Reject { statement: target(&id) };
    assert!(refused(&mut desk, Correction::new(BY, "yesterday", reject())).contains("is no time"));
    assert!(refused(&mut desk, Correction::new(" ", at(1), reject())).contains("who made it"));
    let unknown = Action::Reject { statement: target("0123456789abcdef") };
    assert!(refused(&mut desk, correction(1, unknown)).contains("there is no statement"));
    let date = Action::Set {
        statement: target(&id),
        kind: None,
        date: Some("31 April".into()),
        modality: None,
        roles: [].into(),
    };
    assert!(refused(&mut desk, correction(1, date)).contains("is not a date"));
    let role = Action::Set {
        statement: target(&id),
        kind: None,
        date: None,
        modality: None,
        roles: [(Role::Target, vec![Filler::plain("x")])].into(),
    };
    assert!(refused(&mut desk, correction(1, role)).contains("office statements have no role"));
    let merge = Action::Merge { entities: vec![entity("Petrov"), entity("Nobody")] };
    assert!(refused(&mut desk, correction(1, merge)).contains("nothing is called \"Nobody\""));
    assert_eq!(desk.writer.corrections().unwrap(), []);
    assert_eq!(MAY.len(), 36);
}
