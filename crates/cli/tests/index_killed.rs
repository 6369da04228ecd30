//! An index whose making is killed or watched: whatever is left, the next search finds all that there is to find, and
//! whoever searches meanwhile finds what is whole.
#![allow(clippy::unwrap_used, clippy::expect_used)] // what cannot be unwrapped fails the test, as it should

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use salname_model::{Paragraph, Reading};
use salname_record::{Document, Record, Writer, plain_text};
use serde_json::Value;
use support::{Desk, Said, command, said, salname};

const DOCUMENTS: usize = 12;
const PASSAGES: usize = 60;

fn keep(record: &Path, documents: std::ops::Range<usize>) {
    let mut writer = Writer::open(record).unwrap();
    for number in documents {
        let mut text = String::new();
        let mut paragraphs = Vec::new();
        for passage in 0..PASSAGES {
            let said =
                format!("Komissar {passage} nömrəli məktubu kənd{number}{passage} adlı yerdən göndərdi.");
            paragraphs.push(Paragraph::sound(&said, text.len(), "az"));
            text.push_str(&said);
            text.push_str("\n\n");
        }
        let name = format!("{number:02}.txt");
        let document = Document {
            source: &plain_text(&name, &text),
            original: text.as_bytes(),
            paragraphs: &paragraphs,
            reading: &Reading::default(),
            path: &format!("/archive/{name}"),
            reader: "1",
        };
        writer.keep(&document).unwrap();
    }
    writer.finish().unwrap();
}

fn search(record: &Path) -> Said {
    salname(["search", "-r", record.to_str().unwrap(), "--json", "--facets", "3", "məktub"].map(Path::new))
}

/// Starts a command, kills it after a while, and tells whether it had ended before.
fn killed(arguments: &[&str], record: &Path, after: Duration) -> bool {
    let mut child = command(arguments.iter().map(Path::new).chain(["-r".as_ref(), record]))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    let ended = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    ended
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// How long a command takes on a record, this one left as it is.
fn time(arguments: &[&str], record: &Path, place: &Path) -> Duration {
    let trial = place.join("trial");
    copy(record, &trial);
    let began = Instant::now();
    let all = arguments.iter().map(Path::new).chain(["-r".as_ref(), trial.as_path()]);
    assert_eq!(said(&command(all).output().unwrap()).code, 0);
    let took = began.elapsed();
    std::fs::remove_dir_all(&trial).unwrap();
    took
}

#[test]
fn death_at_any_moment_of_indexing_is_never_a_wrong_silence() {
    /// Moments in the life of each command.
    const MOMENTS: u32 = 5;
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| -> PathBuf { place.path().join(name) };
    // A record without an index, and one whose index knows half of it.
    keep(&path("none"), 0..DOCUMENTS);
    keep(&path("half"), 0..DOCUMENTS / 2);
    let expected_half = search(&path("half"));
    keep(&path("half"), DOCUMENTS / 2..DOCUMENTS);
    copy(&path("none"), &path("whole"));
    let expected = search(&path("whole"));
    assert_eq!(expected.out.lines().count(), DOCUMENTS * PASSAGES + 1, "and a line of facets");
    assert!(expected_half.out.lines().count() < expected.out.lines().count());

    let mut died = 0;
    for (from, arguments) in
        [("none", &["index"][..]), ("none", &["search", "komissar"]), ("half", &["search", "komissar"])]
    {
        let whole = time(arguments, &path(from), place.path());
        for moment in 1..=MOMENTS {
            let record = path("killed");
            copy(&path(from), &record);
            died += u32::from(!killed(arguments, &record, whole * moment / MOMENTS));
            let found = search(&record);
            assert_eq!(found.code, 0, "{from} {arguments:?} {moment}: {}", found.err);
            assert!(found.out == expected.out, "{from} {arguments:?} {moment}: other answers");
            let opened = Record::open(&record).unwrap();
            assert!(salname_search::SearchIndex::is_whole(&opened), "{from} {arguments:?} {moment}");
            drop(opened);
            std::fs::remove_dir_all(&record).unwrap();
        }
    }
    assert!(died > MOMENTS, "only {died} of {} died", 3 * MOMENTS);
}

#[test]
fn whoever_searches_while_others_index_finds_what_one_finished_build_knew() {
    let place = tempfile::tempdir().unwrap();
    let record = place.path().join("record");
    keep(&record, 0..1);
    let mut known = vec![search(&record).out];
    for round in 1..4 {
        keep(&record, round..round + 1);
        let mut indexing =
            command(["search", "komissar", "-r"].map(Path::new).into_iter().chain([record.as_path()]))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
        let mut seen = Vec::new();
        while indexing.try_wait().unwrap().is_none() {
            seen.push(search(&record).out);
        }
        known.push(search(&record).out);
        assert_eq!(known[round].lines().count(), (round + 1) * PASSAGES + 1);
        for answer in seen {
            assert!(known[round - 1..].contains(&answer), "an answer of neither state in round {round}");
        }
    }
}

/// Of the passages that a search finds, how many stand in each document. The line of facets must say the same.
fn by_document(found: &Said) -> BTreeMap<String, u64> {
    assert_eq!((found.code, found.err.contains("damaged")), (0, false), "{}", found.err);
    let mut lines: Vec<Value> =
        found.out.lines().map(|line| serde_json::from_str(line).expect("whole lines of JSON")).collect();
    let summary = lines.pop().expect("a line of facets");
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for line in &lines {
        *counts.entry(line["source"]["file"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(summary["total"].as_u64(), Some(lines.len() as u64));
    let told = summary["facets"]["source"].as_array().unwrap().iter();
    let told: BTreeMap<String, u64> =
        told.map(|of| (of["value"].as_str().unwrap().to_owned(), of["count"].as_u64().unwrap())).collect();
    assert_eq!(told, counts);
    counts
}

#[test]
fn whoever_searches_while_a_build_writes_finds_whole_documents_and_none_that_is_lost() {
    let desk = Desk::new();
    let search = || by_document(&desk.run("search", &["--json", "--facets", "99", "məktub"]));
    let write = |number: usize| {
        let said = |passage: usize| {
            format!("Komissar {passage} nömrəli məktubu kənd{number}{passage} adlı yerdən göndərdi.\n\n")
        };
        desk.write(&format!("{number:02}.txt"), (0..PASSAGES).map(said).collect::<String>());
    };
    write(0);
    assert_eq!(desk.build().code, 0);
    let one = search()["00.txt"];
    (1..DOCUMENTS).for_each(write);
    let mut building = command(["build".as_ref(), desk.archive().as_path(), "-r".as_ref(), &desk.record()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (mut asked, mut before) = (0, BTreeMap::from([("00.txt".to_owned(), one)]));
    while building.try_wait().unwrap().is_none() {
        let found = search();
        assert!(found.values().all(|count| *count == one), "a document in part: {found:?}");
        assert!(before.keys().all(|known| found.contains_key(known)), "{before:?}, and then {found:?}");
        (asked, before) = (asked + 1, found);
    }
    assert!(asked > 0, "the build was over before anybody asked");
    assert!(building.wait().unwrap().success());
    let found = search();
    assert_eq!((found.len(), found.values().all(|count| *count == one)), (DOCUMENTS, true), "{found:?}");
}
