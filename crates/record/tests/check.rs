//! Whatever is damaged, `check` names it.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

mod desk;

use desk::Desk;
use salname_model::Kind;
use salname_record::{Action, Correction, Record, Target};

/// A record with a correction in it, damaged by some SQL, and what is found wrong with it then.
fn damaged(sql: &str) -> Vec<String> {
    let mut desk = Desk::with_april_and_may();
    let id = desk.id_of(Kind::Office);
    let confirm = Action::Confirm { statement: Target { id, ..Target::default() } };
    desk.writer.correct(&Correction::new("Leyla", "2026-01-02T10:00:00Z", confirm)).unwrap();
    assert_eq!(desk.writer.check().unwrap(), Vec::<String>::new());
    let path = desk.record();
    drop(desk.writer);
    let database = rusqlite::Connection::open(path.join("record.db")).unwrap();
    database.execute_batch("PRAGMA foreign_keys = OFF; DROP TRIGGER corrections_are_as_written").unwrap();
    database.execute_batch(sql).unwrap();
    drop(database);
    Record::open(&path).unwrap().check().unwrap()
}

#[test]
fn each_damage_is_named() {
    for (sql, named) in [
        ("UPDATE passages SET source_end = 90000", "april.txt: passage 0 stands at 0:90000, where it cannot"),
        ("UPDATE passages SET text = text || ' more' ", "is not aligned to its end"),
        ("UPDATE statements SET quote = 'Nobody said this'", "quotes what does not stand in passage 0"),
        ("UPDATE statements SET text_end = 9000", "quotes what does not stand in passage 0"),
        ("UPDATE mentions SET text_end = 9000", "one of the mentions of passage 0 stands at"),
        ("DELETE FROM entities WHERE name = 'Petrov'", "belongs to none of entities"),
        ("UPDATE fillers SET statement = 'gone' WHERE role = 'person'", "belongs to none of statements"),
        (
            "UPDATE corrections SET line = replace(line, 'Leyla', 'Murad')",
            "correction 1: does not say what was said",
        ),
        ("UPDATE corrections SET line = '{'", "correction 1: cannot be read"),
        ("UPDATE attached SET statement = 'gone'", "speaks of statement gone, which is not there"),
    ] {
        let faults = damaged(sql);
        assert!(faults.iter().any(|fault| fault.contains(named)), "{sql}: {faults:?}");
    }
}

#[test]
fn originals_that_changed_or_are_gone_are_named() {
    let desk = Desk::with_april_and_may();
    let ids: Vec<String> = desk.writer.sources().unwrap().into_iter().map(|source| source.id.0).collect();
    std::fs::write(desk.record().join("sources").join(&ids[0]), "other bytes").unwrap();
    std::fs::remove_file(desk.record().join("sources").join(&ids[1])).unwrap();
    let faults = desk.writer.check().unwrap();
    assert!(faults[0].contains("is not as april.txt was read"), "{faults:?}");
    assert!(faults[1].contains("the original of may.txt"), "{faults:?}");
}

#[test]
fn a_broken_page_is_named() {
    let desk = Desk::with_april_and_may();
    let path = desk.record();
    drop(desk.writer);
    let database = path.join("record.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let page = 4096 * 3;
    bytes[page..page + 64].fill(0xff);
    std::fs::write(&database, bytes).unwrap();
    // Either the record says at once that it cannot be read, or check names the page.
    match Record::open(&path).and_then(|record| record.check()) {
        Ok(faults) => assert!(!faults.is_empty()),
        Err(error) => assert!(error.to_string().contains("record.db"), "{error}"),
    }
}

#[test]
fn records_that_hold_the_same_have_one_digest() {
    let forth = Desk::with_april_and_may();
    let mut back = Desk::new();
    back.keep_may("1");
    back.keep_april("2");
    assert_ne!(forth.writer.digest().unwrap(), back.writer.digest().unwrap(), "by another reader");
    back.keep_april("1");
    assert_eq!(forth.writer.digest().unwrap(), back.writer.digest().unwrap());
}
