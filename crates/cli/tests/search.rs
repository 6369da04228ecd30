//! `salname search`, `index` and `check` from end to end.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

use std::path::PathBuf;
use std::process::Command;

struct Desk {
    directory: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { directory: tempfile::tempdir().unwrap() };
        let archive = desk.directory.path().join("archive");
        std::fs::create_dir(&archive).unwrap();
        std::fs::write(
            archive.join("a.txt"),
            "Birinci abzas burada dayanır.\n\nXəbəri Orconikidzenin katibi gətirdi.\n",
        )
        .unwrap();
        let (code, _, told) = desk.run("build", &[archive.to_str().unwrap()]);
        assert_eq!(code, 0, "{told}");
        desk
    }

    fn record(&self) -> PathBuf {
        self.directory.path().join("record")
    }

    fn run(&self, command: &str, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(assert_cmd::cargo::cargo_bin!("salname"))
            .arg(command)
            .arg("-r")
            .arg(self.record())
            .args(arguments)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }
}

#[test]
fn a_passage_is_found_with_its_place() {
    let desk = Desk::new();
    let (code, out, _) = desk.run("search", &["--json", "ordzhonikidze"]);
    assert_eq!(code, 0);
    let line: serde_json::Value = serde_json::from_str(out.trim_end()).unwrap();
    assert_eq!(line["text"], "Xəbəri Orconikidzenin katibi gətirdi.");
    assert_eq!(line["source"]["file"], "a.txt");
    assert_eq!(line["source"]["line"], 3);
    assert!(line["score"].as_f64().unwrap() > 0.0);
    let (_, out, _) = desk.run("search", &["Орджоникидзе"]);
    assert_eq!(out, "a.txt:3\n    Xəbəri Orconikidzenin katibi gətirdi.\n\n");
}

#[test]
fn pages_and_facets_are_printed() {
    let desk = Desk::new();
    let arguments = ["--json", "--limit", "1", "--facets", "3", "abzas OR katib"];
    let (_, out, _) = desk.run("search", &arguments);
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), &lines[1]["total"]), (2, &2.into()));
    assert_eq!(lines[1]["facets"]["source"][0], serde_json::json!({"value": "a.txt", "count": 2}));
    let cursor = lines[1]["next"].as_str().unwrap();
    let (_, next, _) = desk.run("search", &["--cursor", cursor, "--limit", "1", "abzas OR katib"]);
    let (_, all, told) = desk.run("search", &["--facets", "1", "--sort", "date", "abzas OR katib"]);
    assert!(all.contains(&next) && !next.contains(lines[0]["text"].as_str().unwrap()), "{all}{next}");
    assert!(all.contains("\nsources: a.txt (2)\n") && told.is_empty(), "{all}{told}");
    let (code, _, told) = desk.run("search", &["--cursor", cursor, "abzas"]);
    assert_eq!(code, 2);
    assert!(told.contains("begin with the first"), "{told}");
}

#[test]
fn nothing_found_and_nothing_understood_are_told_apart() {
    let desk = Desk::new();
    assert_eq!(desk.run("search", &["zürafə"]), (1, String::new(), "salname: nothing found\n".into()));
    let (code, out, told) = desk.run("search", &["katib", "\"xəbər"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(told, "salname: this quotation mark is never closed\n  katib \"xəbər\n        ^\n");
    let (code, _, told) = desk.run("search", &["source:b.txt", "katib"]);
    assert_eq!(code, 2);
    assert!(told.contains("no source is called \"b.txt\": the record holds a.txt"), "{told}");
}

#[test]
fn a_deleted_index_is_made_anew() {
    let desk = Desk::new();
    std::fs::remove_dir_all(desk.record().join("index")).unwrap();
    let (code, out, _) = desk.run("check", &[]);
    assert_eq!(code, 0);
    assert!(out.contains("index: is missing"), "{out}");
    assert_eq!(desk.run("search", &["katib"]).0, 0);
    assert_eq!(desk.run("index", &[]).0, 0);
    assert_eq!(desk.run("check", &[]).1, "All is as it was written: documents 1, passages 2.\n");
}

#[test]
fn check_names_what_is_wrong() {
    let desk = Desk::new();
    for file in std::fs::read_dir(desk.record().join("sources")).unwrap() {
        std::fs::write(file.unwrap().path(), "other bytes").unwrap();
    }
    let database = rusqlite::Connection::open(desk.record().join("record.db")).unwrap();
    database.execute("UPDATE passages SET source_end = 100000 WHERE number = 1", []).unwrap();
    drop(database);
    let (code, out, told) = desk.run("check", &[]);
    assert_eq!(code, 2);
    assert!(out.contains("is not as a.txt was read"), "{out}");
    assert!(out.contains("a.txt: passage 1 stands at 32:100000, where it cannot"), "{out}");
    assert!(told.contains("2 found wrong: build again"), "{told}");
}
