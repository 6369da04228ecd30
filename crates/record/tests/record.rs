//! What a record keeps, and how it is asked: hand-made readings in, answers out.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

mod desk;

use std::path::Path;

use desk::{APRIL, MAY, directory, keep, statement};
use salname_model::{Kind, Paragraph, Reading, Role, Span, Time};
use salname_record::{
    Document, Kept, NameKeys as _, PlainKeys, Record, RecordError, StatementFilter, Writer, plain_text,
};

fn keep_april(writer: &mut Writer) -> Kept {
    let roles = [(Role::Person, "Petrov"), (Role::Office, "commissar of posts"), (Role::Change, "appointed")];
    keep(writer, "april.txt", APRIL, vec![statement(APRIL, Kind::Office, "1920-04-28", &roles)])
}

fn keep_may(writer: &mut Writer) -> Kept {
    let roles = [(Role::Actor, "Ivanov"), (Role::Place, "Shahtepe"), (Role::Change, "takes")];
    keep(writer, "may.txt", MAY, vec![statement(MAY, Kind::Control, "1920-05", &roles)])
}

fn found(record: &Record, filter: &StatementFilter) -> Vec<Kind> {
    record.statements(filter).unwrap().into_iter().map(|statement| statement.kind).collect()
}

#[test]
fn what_is_kept_comes_back() {
    let (_above, path) = directory();
    let mut writer = Writer::open(&path).unwrap();
    assert_eq!(keep_april(&mut writer), Kept::Added);
    writer.finish().unwrap();
    let record = Record::open(&path).unwrap();
    let [one] = &record.statements(&StatementFilter::default()).unwrap()[..] else { panic!("one statement") };
    assert_eq!(one.date, Some(Time::parse("1920-04-28").unwrap()));
    assert_eq!(one.roles.single(Role::Office), Some("commissar of posts"));
    assert_eq!(one.roles.get(Role::Person)[0].entity.as_deref(), Some("Petrov"));
    assert_eq!((one.quote.as_str(), one.original.as_str()), (APRIL.trim_end(), APRIL.trim_end()));
    assert_eq!((one.place.file.as_str(), one.place.line, one.place.end), ("april.txt", 1, APRIL.len() - 1));
    assert_eq!((one.confidence, one.citation.as_deref()), (0.75, Some("[1, p. 2]")));
    assert_eq!(record.statement(&one.id).unwrap().as_ref(), Some(one));

    let [source] = &record.sources().unwrap()[..] else { panic!("one source") };
    assert_eq!((source.lang.as_deref(), source.bytes), (Some("en"), APRIL.len() as u64));
    assert_eq!(record.original(&source.id).unwrap(), APRIL.as_bytes());
    let passage = &record.passages(&source.id).unwrap()[0];
    assert_eq!((passage.text.as_str(), &passage.original), (APRIL.trim_end(), &None));
    assert_eq!(passage.alignment.source_of(Span::new(3, 11)), Span::new(3, 11));
    let entities = record.entities().unwrap();
    assert_eq!((entities[0].name.as_str(), entities[0].class.as_deref()), ("Petrov", Some("PER")));
}

#[test]
fn statements_are_found_by_kind_day_source_and_name() {
    let (_above, path) = directory();
    let mut record = Writer::open(&path).unwrap();
    keep_may(&mut record);
    keep_april(&mut record);
    let day = |text: &str| Some(text.parse().unwrap());
    let name = |text: &str| vec![PlainKeys.keys(text)];
    let both = StatementFilter::default();
    assert_eq!(found(&record, &both), [Kind::Office, Kind::Control], "by date, whatever came first");
    assert_eq!(
        found(&record, &StatementFilter { kinds: vec![Kind::Control], ..both.clone() }),
        [Kind::Control]
    );
    assert_eq!(found(&record, &StatementFilter { from: day("1920-05-20"), ..both.clone() }), [Kind::Control]);
    assert_eq!(found(&record, &StatementFilter { to: day("1920-04-30"), ..both.clone() }), [Kind::Office]);
    assert_eq!(found(&record, &StatementFilter { from: day("1921-01-01"), ..both.clone() }), []);
    assert_eq!(
        found(&record, &StatementFilter { source: Some("may".into()), ..both.clone() }),
        [Kind::Control]
    );
    assert_eq!(found(&record, &StatementFilter { who: name("PETROV"), ..both.clone() }), [Kind::Office]);
    assert_eq!(
        found(&record, &StatementFilter { who: name("Petrov's"), ..both.clone() }),
        [Kind::Office],
        "as the text spells it"
    );
    assert_eq!(found(&record, &StatementFilter { who: name("Petrov Ivanov"), ..both.clone() }), []);
    assert_eq!(
        found(&record, &StatementFilter { who: name("Shahtepe"), ..both.clone() }),
        [],
        "a place is nobody"
    );
    assert_eq!(
        found(&record, &StatementFilter { places: name("shahtepe"), ..both.clone() }),
        [Kind::Control]
    );
    assert_eq!(found(&record, &StatementFilter { who: name("?"), ..both.clone() }), []);
    assert_eq!(found(&record, &StatementFilter { limit: Some(1), ..both.clone() }), [Kind::Office]);
    let error = record.statements(&StatementFilter { source: Some("june".into()), ..both }).unwrap_err();
    assert_eq!(error.to_string(), "no source is called \"june\": the record holds april.txt, may.txt");
}

#[test]
fn a_changed_file_replaces_what_was_read_in_it() {
    let (_above, path) = directory();
    let mut writer = Writer::open(&path).unwrap();
    keep_april(&mut writer);
    let old = writer.sources().unwrap()[0].id.clone();
    let roles = [(Role::Actor, "Ivanov")];
    let kept = keep(&mut writer, "april.txt", MAY, vec![statement(MAY, Kind::Attack, "1920-05", &roles)]);
    writer.finish().unwrap();
    assert_eq!(kept, Kept::Replaced);
    assert_eq!(found(&writer, &StatementFilter::default()), [Kind::Attack]);
    assert_eq!(writer.entities().unwrap().len(), 1, "nobody speaks of Petrov any more");
    assert_eq!(writer.original(&old).unwrap(), APRIL.as_bytes(), "the original stays");
}

#[test]
fn a_file_that_vanishes_is_retired_and_may_return() {
    let (_above, path) = directory();
    let mut writer = Writer::open(&path).unwrap();
    keep_april(&mut writer);
    keep_may(&mut writer);
    writer.retire(["/archive/april.txt"]).unwrap();
    assert_eq!(found(&writer, &StatementFilter::default()), [Kind::Control]);
    assert_eq!(keep_april(&mut writer), Kept::Added);
    assert_eq!(found(&writer, &StatementFilter::default()), [Kind::Office, Kind::Control]);
}

#[test]
fn a_copy_of_a_file_is_the_same_source() {
    let (_above, path) = directory();
    let mut writer = Writer::open(&path).unwrap();
    keep(&mut writer, "b.txt", APRIL, vec![]);
    keep(&mut writer, "a.txt", APRIL, vec![]);
    assert_eq!(writer.sources().unwrap().len(), 1);
    writer.retire(["/archive/a.txt"]).unwrap();
    assert_eq!(writer.sources().unwrap().len(), 1, "the other copy still holds it");
}

#[test]
fn a_file_that_moved_need_not_be_read_again() {
    let (_above, path) = directory();
    let mut writer = Writer::open(&path).unwrap();
    keep_april(&mut writer);
    writer.relocate("/archive/april.txt", "/attic/april.txt").unwrap();
    let [file] = &writer.files().unwrap()[..] else { panic!("one file") };
    assert_eq!(
        (file.path.as_str(), file.name.as_str(), file.reader.as_str()),
        ("/attic/april.txt", "april.txt", "1")
    );
    assert_eq!(found(&writer, &StatementFilter::default()), [Kind::Office]);
}

#[test]
fn one_writes_while_others_read() {
    let (_above, path) = directory();
    let mut writer = Writer::open(&path).unwrap();
    let reader = Record::open(&path).unwrap();
    assert!(matches!(Writer::open(&path), Err(RecordError::Busy(_))));
    keep_april(&mut writer);
    assert_eq!(found(&reader, &StatementFilter::default()), [Kind::Office]);
    drop(writer);
    Writer::open(&path).unwrap();
}

#[test]
fn a_full_disk_leaves_what_was_committed() {
    let (_above, path) = directory();
    let mut writer = Writer::open(&path).unwrap();
    keep_april(&mut writer);
    writer.limit_size(40);
    let long = "All quiet. ".repeat(20_000);
    let error = writer
        .keep(&Document {
            source: &plain_text("long.txt", &long),
            original: long.as_bytes(),
            paragraphs: &[Paragraph::sound(&long, 0, "en")],
            reading: &Reading::default(),
            path: "/archive/long.txt",
            reader: "1",
        })
        .unwrap_err();
    assert!(matches!(error, RecordError::Full(_)), "{error}");
    assert!(error.to_string().contains("record.db: the disk is full: make room"), "{error}");
    assert_eq!(found(&writer, &StatementFilter::default()), [Kind::Office]);
    drop(writer);
    assert_eq!(found(&Record::open(&path).unwrap(), &StatementFilter::default()), [Kind::Office]);
}

#[test]
fn what_is_no_record_is_refused_and_left_alone() {
    let (above, path) = directory();
    assert!(matches!(Record::open(&path), Err(RecordError::Missing(_))));
    assert!(!path.exists(), "asking makes nothing");

    let file = above.path().join("notes");
    std::fs::write(&file, "text").unwrap();
    assert!(matches!(Record::open(&file), Err(RecordError::NotARecord { .. })));
    assert!(matches!(Writer::open(&file), Err(RecordError::NotARecord { .. })));

    let error = Writer::open(above.path()).unwrap_err().to_string();
    assert!(error.contains("holds other files") && error.contains("new directory"), "{error}");

    std::fs::create_dir(&path).unwrap();
    std::fs::write(path.join("record.db"), "no database, only some text that somebody put here").unwrap();
    for error in [Record::open(&path).unwrap_err(), Writer::open(&path).unwrap_err()] {
        assert!(matches!(error, RecordError::NotARecord { .. }), "{error}");
    }
}

#[test]
fn another_programs_database_and_a_later_record_are_refused() {
    let (_above, path) = directory();
    drop(Writer::open(&path).unwrap());
    let change = |pragma: &str, value: i64| {
        let database = rusqlite::Connection::open(path.join("record.db")).unwrap();
        database.pragma_update(None, pragma, value).unwrap();
    };
    change("user_version", 99);
    for error in [Record::open(&path).unwrap_err(), Writer::open(&path).unwrap_err()] {
        assert!(
            error.to_string().contains("version 99") && error.to_string().contains("newer salname"),
            "{error}"
        );
    }
    change("application_id", 7);
    for error in [Record::open(&path).unwrap_err(), Writer::open(&path).unwrap_err()] {
        assert!(error.to_string().contains("another program"), "{error}");
    }
}

#[test]
fn a_build_killed_before_its_first_document_can_be_continued() {
    let (_above, path) = directory();
    std::fs::create_dir_all(path.join("sources")).unwrap();
    std::fs::write(path.join("record.db"), "").unwrap();
    std::fs::write(path.join("sources/.unfinished-x1"), "half").unwrap();
    let mut writer = Writer::open(&path).unwrap();
    assert!(!path.join("sources/.unfinished-x1").exists());
    assert_eq!(keep_april(&mut writer), Kept::Added);
}

#[test]
fn a_read_only_record_can_be_asked() {
    let (_above, path) = directory();
    let mut writer = Writer::open(&path).unwrap();
    keep_april(&mut writer);
    writer.finish().unwrap();
    drop(writer);
    set_read_only(&path, true);
    if std::fs::write(path.join("probe"), "").is_ok() {
        eprintln!("skipped: permissions do not bind this user");
    } else {
        assert_eq!(found(&Record::open(&path).unwrap(), &StatementFilter::default()), [Kind::Office]);
        let error = Writer::open(&path).unwrap_err();
        assert!(matches!(error, RecordError::ReadOnly(_)), "{error}");
    }
    set_read_only(&path, false);
}

fn set_read_only(directory: &Path, read_only: bool) {
    let mut permissions = std::fs::metadata(directory).unwrap().permissions();
    permissions.set_readonly(read_only);
    std::fs::set_permissions(directory, permissions).unwrap();
}

/// A record as version 1 wrote it.
/// A record as version 1 wrote it, brought to version 2 as that first was, or as it was with the column that became
/// version 3.
fn version_two(path: &Path, with_column: bool) {
    version_one(path);
    let database = rusqlite::Connection::open(path.join("record.db")).unwrap();
    database.pragma_update(None, "foreign_keys", false).unwrap();
    database.execute_batch(include_str!("../src/schema_2.sql")).unwrap();
    if with_column {
        database.execute_batch(include_str!("../src/schema_3.sql")).unwrap();
    }
    database.pragma_update(None, "user_version", 2).unwrap();
}

fn version_one(path: &Path) {
    std::fs::create_dir_all(path.join("sources")).unwrap();
    let hash = blake3::hash(APRIL.as_bytes()).to_hex();
    std::fs::write(path.join("sources").join(hash.as_str()), APRIL).unwrap();
    let database = rusqlite::Connection::open(path.join("record.db")).unwrap();
    database.execute_batch(include_str!("../src/schema_1.sql")).unwrap();
    database
        .execute_batch(&format!(
            "INSERT INTO sources VALUES (7, '{hash}', 'april.txt', 'text', 'UTF-8', 51, 'en', '1', 1, 0);
             INSERT INTO files VALUES ('/archive/april.txt', 7);
             INSERT INTO passages VALUES (9, 7, 0, 'On 28 April 1920 Petrov became commissar of posts.', NULL, 0, 50,
                 1, NULL, 'body', 'en', 'layout-only', NULL, x'6500');
             INSERT INTO entities VALUES (3, 'Petrov', 'PER'), (4, 'posts', NULL);
             INSERT INTO entity_words VALUES ('petrov', 3), ('posts', 4);
             INSERT INTO mentions VALUES (11, 9, 17, 23, 17, 23, 'Petrov', 'PER', 3);
             INSERT INTO statements VALUES ('00000000000000aa', 9, 'office', '1920-04-28', 19200428, 19200428,
                 'asserted', 0.75, 'On 28 April 1920 Petrov became commissar of posts.',
                 'On 28 April 1920 Petrov became commissar of posts.', 0, 50, 0, 50, 1, NULL);
             INSERT INTO fillers VALUES (5, '00000000000000aa', 'person', 0, 'Petrov', 3),
                 (6, '00000000000000aa', 'office', 0, 'commissar of posts', NULL);
             INSERT INTO filler_words VALUES ('petrov', 5);
             INSERT INTO citations VALUES ('00000000000000aa', '[1]');
             UPDATE facts SET value = '1';
             INSERT INTO facts VALUES ('settled', '1');
             PRAGMA application_id = {};
             PRAGMA user_version = 1;",
            0x536c_6e6d
        ))
        .unwrap();
}

#[test]
fn a_record_of_version_one_is_brought_up_to_date_whole() {
    is_brought_up_to_date(1, version_one);
}

#[test]
fn a_record_of_version_two_is_brought_up_to_date_whole() {
    is_brought_up_to_date(2, |path| version_two(path, false));
    is_brought_up_to_date(2, |path| version_two(path, true));
}

fn is_brought_up_to_date(version: i64, make: impl Fn(&Path)) {
    let (_above, path) = directory();
    make(&path);
    let error = Record::open(&path).unwrap_err().to_string();
    let expected = format!("of version {version}, which this program must first bring up to date");
    assert!(error.contains(&expected), "{error}");
    let mut writer = Writer::open(&path).unwrap();
    writer.finish().unwrap();
    assert_eq!(writer.check().unwrap(), Vec::<String>::new());
    let petrov = StatementFilter { who: vec![PlainKeys.keys("petrov")], ..StatementFilter::default() };
    let [one] = &writer.statements(&petrov).unwrap()[..] else { panic!("one statement") };
    assert_eq!((one.id.as_str(), one.citation.as_deref()), ("00000000000000aa", Some("[1]")));
    assert_eq!(one.roles.get(Role::Person)[0].entity.as_deref(), Some("Petrov"));
    let entities = writer.entities().unwrap();
    assert_eq!(entities.len(), 1, "nothing names the other");
    assert_eq!((entities[0].mentions, entities[0].class.as_deref()), (1, Some("PER")));
    drop(writer);
    assert_eq!(found(&Record::open(&path).unwrap(), &StatementFilter::default()), [Kind::Office]);
}
