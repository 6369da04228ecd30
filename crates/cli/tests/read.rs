//! `salname read`: what one file says, for people and for programs.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;

use serde_json::{Value, json};
use support::{AZ, Desk, Said, salname};

fn read(desk: &Desk, arguments: &[&str]) -> Said {
    let file = desk.archive().join("a.txt");
    salname(["read"].iter().chain(arguments).map(Path::new).chain([file.as_path()]))
}

#[test]
fn people_are_shown_the_statements_with_their_sentences() {
    let desk = Desk::new().with("a.txt", format!("Sakit bir gün idi.\n\n{AZ}"));
    let said = read(&desk, &[]);
    assert_eq!(said.code, 0, "{}", said.err);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines[0], "1920-05-02  office");
    assert!(
        lines[1].starts_with("    person: Səməd bəy · office: ")
            && lines[1].ends_with(" · change: appointed")
    );
    assert_eq!(lines[2], "    “1920-ci il mayın 2-də Səməd bəy Şuşada komissar təyin edildi.”");
    assert!(lines[3].ends_with("a.txt:3"), "{}", lines[3]);
    assert!(
        said.err.contains("statements: 1, times: 1, names: 2; --jsonl prints all of them"),
        "{}",
        said.err
    );
}

#[test]
fn a_file_that_says_nothing_is_no_failure_and_no_find() {
    let said = read(&Desk::new().with("a.txt", "Sakit bir gün idi.\n"), &[]);
    assert_eq!((said.code, said.out.as_str()), (1, ""));
}

#[test]
fn programs_get_everything_with_its_bytes_in_the_file() {
    let desk = Desk::new().with("a.txt", AZ);
    let said = read(&desk, &["--jsonl"]);
    let lines: Vec<Value> = said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let types: Vec<&str> = lines.iter().filter_map(|line| line["type"].as_str()).collect();
    assert_eq!(types, ["paragraph", "time", "mention", "mention", "statement"]);
    let cut = |line: &Value| {
        let at = |end: usize| usize::try_from(line["source"][end].as_u64().unwrap()).unwrap();
        AZ[at(0)..at(1)].to_owned()
    };
    assert_eq!(lines[0]["lang"], "az");
    assert_eq!(
        (cut(&lines[1]), &lines[1]["value"]),
        ("1920-ci il mayın 2-də".to_owned(), &json!("1920-05-02"))
    );
    assert_eq!((cut(&lines[2]), &lines[2]["class"]), ("Səməd bəy".to_owned(), &json!("PER")));
    assert_eq!(lines[4]["quote"], AZ.trim_end());
    assert_eq!(lines[4]["roles"]["person"], json!(["Səməd bəy"]));
}
