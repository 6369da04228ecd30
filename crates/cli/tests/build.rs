//! `salname build` from end to end: what it keeps, what it passes over, and how it takes bad input.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

mod support;

use std::path::Path;
use std::process::Command;

use support::{AZ, Desk, EN, said, salname};

#[test]
fn an_archive_is_read_and_summed_up() {
    let desk = Desk::new().with("a.txt", AZ).with("deep/b.txt", EN).with(".hidden", "not meant to be read");
    let built = desk.build();
    assert_eq!(built.code, 0, "{}", built.err);
    assert_eq!(built.err, "", "no bar where stderr is no terminal");
    assert!(built.out.starts_with("Read 2 documents.\n"), "{}", built.out);
    assert!(built.out.contains("Look further:\n  salname find -r"), "{}", built.out);
    assert_eq!(desk.sources(), ["a.txt", "deep/b.txt"]);
}

#[test]
fn a_second_build_reads_only_what_changed() {
    let desk = Desk::new().with("a.txt", AZ).with("b.txt", EN).with("c.txt", "Third.");
    desk.build();
    assert!(desk.build().out.starts_with("Read 0 documents; 3 unchanged.\n"));
    desk.write("a.txt", "Another text stands here now.\n");
    std::fs::remove_file(desk.archive().join("b.txt")).unwrap();
    let built = desk.build();
    assert!(
        built.out.starts_with("Read 1 document; 1 unchanged; retired, for they are gone: b.txt.\n"),
        "{}",
        built.out
    );
    assert_eq!(desk.sources(), ["a.txt", "c.txt"]);
}

#[test]
fn a_moved_archive_is_not_read_again() {
    let desk = Desk::new().with("a.txt", AZ);
    desk.build();
    let moved = desk.directory.path().join("moved");
    std::fs::rename(desk.archive(), &moved).unwrap();
    let built = salname(["build".as_ref(), moved.as_path(), "-r".as_ref(), &desk.record()]);
    assert!(built.out.starts_with("Read 0 documents; 1 unchanged.\n"), "{}", built.out);
}

#[test]
fn files_of_one_name_from_two_places_are_told_apart() {
    let desk = Desk::new().with("one/a.txt", AZ).with("two/a.txt", EN);
    let (one, two) = (desk.archive().join("one"), desk.archive().join("two"));
    salname(["build".as_ref(), one.as_path(), "-r".as_ref(), &desk.record()]);
    salname(["build".as_ref(), two.as_path(), "-r".as_ref(), &desk.record()]);
    assert_eq!(desk.sources(), ["a.txt", "two/a.txt"]);
}

#[test]
fn a_record_inside_the_archive_is_not_read() {
    let desk = Desk::new().with("a.txt", AZ);
    let record = desk.archive().join("record");
    for _ in 0..2 {
        salname(["build".as_ref(), desk.archive().as_path(), "-r".as_ref(), &record]);
    }
    let sources = salname_record::Record::open(&record).unwrap().sources().unwrap();
    assert_eq!(sources.len(), 1);
}

#[test]
fn the_answers_do_not_depend_on_the_number_of_threads() {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/archive");
    let desk = Desk::new();
    let answers = ["1", "4"].map(|threads| {
        let record = desk.directory.path().join(threads);
        let built = salname([
            Path::new("build"),
            &archive,
            "-r".as_ref(),
            &record,
            "--threads".as_ref(),
            threads.as_ref(),
        ]);
        assert_eq!(built.code, 0, "{}", built.err);
        salname([Path::new("find"), "-r".as_ref(), &record, "--json".as_ref()]).out
    });
    assert_eq!(answers[0], answers[1]);
}

#[test]
fn bad_files_are_listed_one_by_one_and_the_rest_is_read() {
    let desk = Desk::new()
        .with("good.txt", AZ)
        .with("empty.txt", "")
        .with("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let built = desk.build();
    assert_eq!(built.code, 0, "{}", built.err);
    assert!(built.out.contains("Not read: 2 files\n  empty.txt: "), "{}", built.out);
    assert!(built.out.contains("\n  picture.png: "), "{}", built.out);
    assert_eq!(desk.sources(), ["good.txt"]);
}

#[test]
fn where_nothing_can_be_read_the_build_fails() {
    let desk = Desk::new();
    let built = desk.build();
    assert_eq!((built.code, built.out.as_str()), (2, ""));
    assert!(built.err.contains("archive: no file is there to read"), "{}", built.err);
    assert!(!desk.record().exists(), "nothing is left behind");

    desk.write("empty.txt", "");
    let built = desk.build();
    assert_eq!(built.code, 2);
    assert!(built.out.contains("empty.txt: "), "{}", built.out);
    assert!(built.err.contains("no file could be read"), "{}", built.err);
}

#[test]
fn a_path_that_does_not_exist_is_named() {
    let desk = Desk::new();
    let missing = desk.archive().join("missing.txt");
    let built = salname(["build".as_ref(), missing.as_path(), "-r".as_ref(), &desk.record()]);
    assert_eq!(built.code, 2);
    assert!(built.err.contains("missing.txt: there is no such file"), "{}", built.err);
    assert!(!desk.record().exists());
}

#[test]
fn a_record_of_another_version_is_left_alone() {
    let desk = Desk::new().with("a.txt", AZ);
    desk.build();
    let database = rusqlite::Connection::open(desk.record().join("record.db")).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    drop(database);
    let find = salname([Path::new("find"), "-r".as_ref(), &desk.record()]);
    for said in [desk.build(), find] {
        assert_eq!(said.code, 2);
        assert!(said.err.contains("record: is a record of version 99"), "{}", said.err);
        assert!(said.err.contains("use a newer salname"), "{}", said.err);
    }
}

#[test]
fn a_directory_that_is_no_record_is_left_alone() {
    let desk = Desk::new().with("a.txt", AZ);
    let archive = desk.archive();
    let built = salname([Path::new("build"), &archive, "-r".as_ref(), &archive]);
    assert_eq!(built.code, 2);
    assert!(built.err.contains("holds other files"), "{}", built.err);
    let find = salname([Path::new("find"), "-r".as_ref(), &archive]);
    assert_eq!(find.code, 2);
    assert!(find.err.contains("has no record.db"), "{}", find.err);
    let find = salname([Path::new("find"), "-r".as_ref(), &desk.record()]);
    assert!(find.err.contains("there is no record here: make one with `salname build"), "{}", find.err);
}

#[test]
fn of_two_builds_at_once_the_second_is_told_to_wait() {
    let desk = Desk::new().with("a.txt", AZ);
    let first = salname_record::Writer::open(desk.record()).unwrap();
    let built = desk.build();
    assert_eq!(built.code, 2);
    assert!(built.err.contains("another build is writing to this record: wait"), "{}", built.err);
    drop(first);
    assert_eq!(desk.build().code, 0);
}

/// Builds on a disk of 400 kilobytes that a file of 300 already lies on, makes room, and builds again.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_and_a_further_build_goes_on() {
    let desk = Desk::new().with("a.txt", AZ).with("b.txt", EN.repeat(4000));
    let disk = desk.directory.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let script = r#"
        mount -t tmpfs -o size=400k none "$DISK" || exit 77
        head -c 300000 /dev/zero > "$DISK/filler"
        "$SALNAME" build "$ARCHIVE" -r "$DISK/record" > "$DISK/../out" 2>&1; echo "full: $?"
        rm "$DISK/filler"; mount -o remount,size=16m "$DISK"
        "$SALNAME" build "$ARCHIVE" -r "$DISK/record" > /dev/null; echo "again: $?"
    "#;
    let ran = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", script])
        .env("DISK", &disk)
        .env("ARCHIVE", desk.archive())
        .env("SALNAME", assert_cmd::cargo::cargo_bin!("salname"))
        .output();
    match ran {
        Ok(output) if output.status.success() => {
            let said = said(&output);
            assert_eq!(said.out, "full: 2\nagain: 0\n", "{}", said.err);
            let told = std::fs::read_to_string(desk.directory.path().join("out")).unwrap();
            assert!(told.contains("the disk is full: make room and run the same command again"), "{told}");
        }
        _ => eprintln!("skipped: a small disk cannot be made here"),
    }
}

/// Permissions do not bind root, so the command runs as nobody, where that can be done.
#[cfg(unix)]
#[test]
fn a_read_only_directory_is_named_and_can_still_be_asked() {
    let desk = Desk::new().with("a.txt", AZ);
    desk.build();
    let open = |path: &Path, mode| {
        std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))
    };
    open(desk.directory.path(), 0o755).unwrap();
    let as_nobody = |arguments: &[&Path]| {
        let command = assert_cmd::cargo::cargo_bin!("salname");
        let nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups", "--"];
        Command::new("setpriv").args(nobody).arg(command).args(arguments).output()
    };
    match as_nobody(&["--version".as_ref()]) {
        Ok(output) if output.status.success() => {}
        _ => return eprintln!("skipped: the command cannot be run as somebody without rights here"),
    }
    let built =
        said(&as_nobody(&["build".as_ref(), &desk.archive(), "-r".as_ref(), &desk.record()]).unwrap());
    assert_eq!(built.code, 2);
    assert!(built.err.contains("may not be written to: change its permissions"), "{}", built.err);
    let find =
        said(&as_nobody(&["find".as_ref(), "-r".as_ref(), &desk.record(), "--json".as_ref()]).unwrap());
    assert!(find.code < 2, "{}", find.err);
}

/// A build that is killed at any instant leaves a record that opens, and that a further build completes.
#[test]
fn a_killed_build_is_completed_by_the_next() {
    let desk = Desk::new();
    for number in 0..40 {
        desk.write(&format!("{number:02}.txt"), format!("{number}: {EN}").repeat(50));
    }
    for wait in [5, 10, 20, 40] {
        let mut build = Command::new(assert_cmd::cargo::cargo_bin!("salname"))
            .args(["build".as_ref(), desk.archive().as_path(), "-r".as_ref(), &desk.record()])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        build.kill().unwrap();
        build.wait().unwrap();
        if desk.record().join("record.db").exists() {
            match salname_record::Record::open(desk.record()) {
                Ok(record) => assert_eq!(record.check().unwrap(), Vec::<String>::new()),
                Err(error) => assert!(matches!(error, salname_record::RecordError::Missing(_)), "{error}"),
            }
        }
    }
    assert_eq!(desk.build().code, 0);
    assert_eq!(desk.sources().len(), 40);
    let whole = desk.path("whole");
    desk.build_into(&whole);
    let digest = |path: &Path| salname_record::Record::open(path).unwrap().digest().unwrap();
    assert_eq!(digest(&desk.record()), digest(&whole), "as if it had never been killed");
}

/// Ctrl-C ends a build between two documents, with a word on how to go on.
#[cfg(unix)]
#[test]
fn an_interrupted_build_says_how_to_go_on() {
    let desk = Desk::new();
    for number in 0..200 {
        desk.write(&format!("{number:03}.txt"), format!("{number}: {EN}").repeat(200));
    }
    let build = Command::new(assert_cmd::cargo::cargo_bin!("salname"))
        .args(["build".as_ref(), desk.archive().as_path(), "-r".as_ref(), &desk.record()])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    while !desk.record().join("sources").exists() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let interrupted = Command::new("kill").args(["-INT", &build.id().to_string()]).status();
    let output = build.wait_with_output().unwrap();
    if !interrupted.is_ok_and(|status| status.success()) || output.status.success() {
        return eprintln!("skipped: the build was faster than the interruption");
    }
    let told = said(&output);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("goes on from here"), "{}", told.err);
    assert_eq!(desk.build().code, 0);
    assert_eq!(desk.sources().len(), 200);
}
