//! A build that dies at any point leaves a record that `check` passes, and that a further build brings to the same end.
//!
//! Two kinds of death: at numbered points around every write and every transaction (`SALNAME_FAULT`, in builds with
//! debug assertions), for a first build and for one that replaces, adds and retires documents in a corrected record. Ten
//! points are tried, chosen by a seed; `SALNAME_KILLS=200 cargo test -p salname --test killed` tries as many as one likes.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

mod support;

use std::path::{Path, PathBuf};

use salname_record::{Record, RecordError};
use support::{Desk, command, said};

const FEW: u64 = 10;

/// Numbers that look like chance (a linear congruential generator; Knuth's constants).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// What must be the same at the end: all that the record holds, and answers from it.
fn end(record: &Path) -> (String, String, String) {
    let opened = Record::open(record).unwrap();
    assert_eq!(opened.check().unwrap(), Vec::<String>::new());
    let digest = opened.digest().unwrap();
    let answer = |name: &str, more: &[&str]| {
        let mut all: Vec<&Path> = vec![name.as_ref(), "-r".as_ref(), record, "--json".as_ref()];
        all.extend(more.iter().map(Path::new));
        said(&command(all).output().unwrap()).out
    };
    (digest, answer("find", &[]), answer("search", &["komissar"]))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A build of the archive, with a variable of the environment.
fn build(desk: &Desk, record: &Path, variable: &str, value: &str) -> i32 {
    let archive = desk.archive();
    let built =
        command(["build".as_ref(), archive.as_path(), "-r".as_ref(), record]).env(variable, value).output();
    said(&built.unwrap()).code
}

#[test]
fn death_at_any_point_leaves_a_sound_record() {
    let kills = std::env::var("SALNAME_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(FEW);
    let desk = Desk::new()
        .with("a.txt", "1920-ci il mayın 2-də Səməd bəy Toylu Şuşada komissar təyin edildi.\n")
        .with("b.txt", "On 5 June 1920 Commissar S. Toylu left Shusha. He sent a telegram to Najaf Galali.\n")
        .with("c.txt", "В июне 1920 года С. Тойлу был назначен комиссаром.\n")
        // Read by the words of the others, and again when they change.
        .with("lost.txt", "Hᴅmin gün komissar Toylu ĸᴅhᴅrᴅ getdi vᴅ iclas keirildi.\n");
    // The record that the second build finds: of an older state of the archive, and corrected.
    let older = desk.path("older");
    desk.build_into(&older);
    let id = Record::open(&older).unwrap().statements(&Default::default()).unwrap()[0].id.clone();
    let correct =
        [Path::new("correct"), "-r".as_ref(), &older, "--by".as_ref(), "Leyla".as_ref(), "confirm".as_ref()];
    assert_eq!(said(&command(correct.into_iter().chain([Path::new(&id)])).output().unwrap()).code, 0);
    desk.write("b.txt", "On 6 June 1920 Commissar S. Toylu arrived in Shusha.\n");
    desk.write("d.txt", "1920-ci ilin iyulunda komissar Toylu Bakıya teleqram göndərdi.\n");
    std::fs::remove_file(desk.archive().join("c.txt")).unwrap();

    let count_file = desk.path("count");
    let mut ends = Vec::new();
    for from in [None, Some(&older)] {
        let record = desk.path(&format!("whole-{}", ends.len()));
        if let Some(from) = from {
            copy(from, &record);
        }
        assert_eq!(build(&desk, &record, "SALNAME_FAULT_COUNT", count_file.to_str().unwrap()), 0);
        let Ok(points) = std::fs::read_to_string(&count_file) else {
            return eprintln!("skipped: a build without debug assertions has no points to die at");
        };
        ends.push((from, points.parse::<u64>().unwrap(), end(&record)));
    }
    let mut chance = Chance(20_200_428);
    let mut died = 0;
    for kill in 0..kills {
        let (from, points, whole) = &ends[usize::try_from(kill % 2).unwrap()];
        let record: PathBuf = desk.path("killed");
        if let Some(from) = from {
            copy(from, &record);
        }
        let point = 1 + chance.below(*points);
        died += u64::from(build(&desk, &record, "SALNAME_FAULT", &point.to_string()) != 0);
        match Record::open(&record) {
            Ok(opened) => assert_eq!(opened.check().unwrap(), Vec::<String>::new(), "after point {point}"),
            Err(error) => assert!(matches!(error, RecordError::Missing(_)), "after point {point}: {error}"),
        }
        assert_eq!(build(&desk, &record, "SALNAME_FAULT", "0"), 0);
        assert_eq!(&end(&record), whole, "after point {point} of {points}");
        std::fs::remove_dir_all(&record).unwrap();
    }
    println!("{died} of {kills} builds died, at points among {} and {}", ends[0].1, ends[1].1);
    assert!(died * 10 >= kills * 9, "only {died} of {kills} builds died");
}
