//! What held when, and what is at odds, asked of the example archive as its users ask.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

use std::path::Path;
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

/// A record of the example archive, built once.
fn record() -> &'static Path {
    static RECORD: OnceLock<tempfile::TempDir> = OnceLock::new();
    let directory = RECORD.get_or_init(|| {
        let directory = tempfile::tempdir().unwrap();
        let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/archive");
        let built = Command::new(assert_cmd::cargo::cargo_bin!("salname"))
            .arg("build")
            .arg(archive)
            .arg("-r")
            .arg(directory.path().join("record"))
            .output()
            .unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        directory
    });
    directory.path()
}

fn asked(arguments: &[&str]) -> Output {
    Command::new(assert_cmd::cargo::cargo_bin!("salname"))
        .args(arguments)
        .arg("-r")
        .arg(record().join("record"))
        .output()
        .unwrap()
}

/// What is printed for people.
fn shown(arguments: &[&str]) -> String {
    let output = asked(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The lines of `--json`.
fn lines(arguments: &[&str]) -> Vec<Value> {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
    shown(&arguments).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text<'a>(line: &'a Value, path: &str) -> &'a str {
    line.pointer(path).and_then(Value::as_str).unwrap_or("")
}

#[test]
fn two_sources_name_two_ministers_on_one_day() {
    let held =
        lines(&["state", "--on", "1920-01-11", "--relation", "holds", "--about", "xarici işlər naziri"]);
    let of = |name: &str| held.iter().find(|line| text(line, "/args/person").contains(name)).unwrap();
    let (one, other) = (of("Xoyski"), of("Cəfərov"));
    // One source tells of that very day; where another holds the office, nobody is sure of the first.
    assert_eq!(text(one, "/certainty"), "possible");
    let all = [one, other].map(|line| line["witnesses"].as_array().unwrap());
    assert!(all[1].iter().any(|line| text(line, "/source/file") == "bir-katibin-xatireleri.md"));
    for witness in all.into_iter().flatten() {
        assert!(!text(witness, "/quote").is_empty() && witness.pointer("/source/line").is_some());
    }
    // Whoever opposes is opposed.
    let ids = |line: &Value, side: &str| -> Vec<String> {
        line[side].as_array().unwrap().iter().map(|one| text(one, "/id").to_owned()).collect()
    };
    for (mine, theirs) in [(one, other), (other, one)] {
        let opponents = ids(mine, "opponents");
        assert!(ids(theirs, "witnesses").iter().all(|id| opponents.contains(id)), "{mine:#}");
    }
}

#[test]
fn nobody_is_told_of_by_what_comes_after_the_day() {
    let held = lines(&["state", "--on", "1920-01-11", "--relation", "holds"]);
    let days = held.iter().map(|line| text(line, "/last_attested")).filter(|date| date.len() == 10);
    let days: Vec<&str> = days.collect();
    assert!(!days.is_empty() && days.iter().all(|day| *day <= "1920-01-11"), "{days:?}");
    // First attested in May: in January nothing speaks for him yet.
    assert!(!held.iter().any(|line| text(line, "/args/person").contains("Firuz")), "{held:#?}");
    let later = lines(&["state", "--on", "1920-05-19", "--relation", "holds", "--about", "Firuz"]);
    assert_eq!(text(&later[0], "/last_attested"), "1920-05-19");
}

#[test]
fn an_office_is_asked_for_in_any_language_of_the_packs() {
    let people = |office: &str| -> Vec<String> {
        lines(&["holders", office]).iter().map(|line| text(line, "/args/person").to_owned()).collect()
    };
    let asked = people("xarici işlər naziri");
    assert!(asked.len() >= 4, "{asked:?}");
    for office in
        ["foreign minister", "министр иностранных дел", "dışişleri bakanı", "xarici işlər nazirinin"]
    {
        assert_eq!(people(office), asked, "{office}");
    }
    let of_iran = people("foreign minister of Iran");
    assert!(!of_iran.is_empty() && of_iran.len() < asked.len(), "{of_iran:?}");
    let on_the_day = lines(&["state", "--on", "1920-01-11", "--about", "foreign minister"]);
    assert!(on_the_day.iter().any(|line| text(line, "/args/person").contains("Xoyski")));
}

#[test]
fn rules_that_contradict_each_other_are_named_and_nothing_is_lost() {
    let packs = tempfile::tempdir().unwrap();
    std::fs::create_dir(packs.path().join("state")).unwrap();
    let rule = |action: &str| {
        format!(
            "[[rule]]\nwhen = {{ kind = \"office\", change = [\"left\"] }}\n{action} = \"holds\"\n\
             with = {{ office = \"office\", person = \"person\" }}\n"
        )
    };
    let looping = "[[consequence]]\nof = \"member\"\nends = \"exists\"\nwith = { polity = \"member\" }\n";
    for (rules, expected) in [(rule("begins") + &rule("ends"), "contradicts"), (looping.to_owned(), "loop")] {
        std::fs::write(packs.path().join("state/mine.toml"), rules).unwrap();
        let refused = asked(&["state", "--on", "1920-01-11", "--packs", packs.path().to_str().unwrap()]);
        let said = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(2));
        assert!(said.contains(expected) && said.contains("state/"), "{said}");
    }
    assert_eq!(asked(&["check"]).status.code(), Some(0));
}

#[test]
fn according_to_one_source_there_is_one_minister() {
    let question = ["state", "--on", "1920-01-11", "--relation", "holds", "--about", "xarici işlər naziri"];
    let told = |source| lines(&[&question[..], &["--according-to", source]].concat());
    let chronicle = told("hokumet-xronikasi.txt");
    assert_eq!(chronicle.len(), 1);
    assert!(text(&chronicle[0], "/args/person").contains("Xoyski"));
    assert_eq!(text(&chronicle[0], "/certainty"), "certain");
    assert!(text(&told("bir-katibin-xatireleri.md")[0], "/args/person").contains("Cəfərov"));
}

#[test]
fn places_have_the_power_that_took_them_last() {
    let held = lines(&["state", "--on", "1920-05-15", "--relation", "controls", "--about", "Bakı"]);
    assert!(held.iter().any(|line| text(line, "/since") == "1920-04-28"), "{held:?}");
    assert_eq!(asked(&["state", "--on", "1805-01-01"]).status.code(), Some(1));
}

#[test]
fn changes_between_two_days_are_told_in_order() {
    let changes = lines(&["state", "--from", "1920-04-01", "--to", "1920-05-31"]);
    let dates: Vec<&str> = changes.iter().map(|line| text(line, "/date")).collect();
    // A claim of "1919-1920" may have begun in these months.
    assert!(dates.iter().all(|date| date.contains("1920")), "{dates:?}");
    assert!(changes.iter().any(|line| text(line, "/change") == "begins"));
    let wrong = asked(&["state", "--from", "1921", "--to", "1920"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("lies after"));
}

#[test]
fn the_two_planted_disagreements_are_found_and_come_first() {
    let found = lines(&["disagreements"]);
    let kinds: Vec<&str> = found.iter().take(2).map(|line| text(line, "/kind")).collect();
    assert_eq!(kinds, ["two-dates", "two-holders"]);
    let files = |line: &Value| -> Vec<String> {
        line["between"].as_array().unwrap().iter().map(|one| text(one, "/source/file").to_owned()).collect()
    };
    assert!(files(&found[0]).contains(&"bir-katibin-xatireleri.md".to_owned()), "{:?}", found[0]);
    // Two others agree on the day that the memoir contradicts; which of them is quoted is open.
    let others = ["qars-konfransi.docx", "khronika.html"];
    assert!(files(&found[0]).iter().any(|file| others.contains(&file.as_str())), "{:?}", found[0]);
    assert!(files(&found[1]).contains(&"hokumet-xronikasi.txt".to_owned()), "{:?}", found[1]);
    // An identifier is the same every time, and shown to people too.
    let id = text(&found[0], "/id");
    assert_eq!(id.len(), 16);
    assert!(shown(&["disagreements", "--kind", "two-dates"]).contains(id));
    let unknown = asked(&["disagreements", "--kind", "three-dates"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("two-dates"));
}

#[test]
fn holders_follow_one_another() {
    let held = lines(&["holders", "Azərbaycanın xarici işlər naziri"]);
    let people: Vec<&str> = held.iter().map(|line| text(line, "/args/person")).collect();
    assert!(people.iter().any(|name| name.contains("Hacınski")), "{people:?}");
    assert!(people.iter().any(|name| name.contains("Xoyski")), "{people:?}");
}

#[test]
fn notes_are_told_with_their_answers_and_the_days_they_took() {
    let notes = lines(&["thread", "--between", "Chicherin", "Xoyski"]);
    assert!(notes.len() >= 3, "{notes:?}");
    let second = notes.iter().find(|line| text(line, "/date") == "1920-01-23").unwrap();
    assert_eq!(second.pointer("/days").and_then(Value::as_i64), Some(9));
    assert!(notes.iter().any(|line| text(line, "/certainty") == "certain"), "{notes:?}");
    assert_eq!(asked(&["thread", "--between", "Çiçerin", "Serebrovski"]).status.code(), Some(1));
}

#[test]
fn treaties_are_found_by_their_parties() {
    let treaties = lines(&["treaties", "--between", "Türkiyə", "--between", "RSFSR", "--on", "1921-06-01"]);
    assert!(treaties.iter().any(|line| text(line, "/since") == "1921-03-16"), "{treaties:?}");
    let both = ["treaties", "--between", "Türkiyə", "RSFSR", "--on", "1921-06-01"];
    assert_eq!(lines(&both).len(), treaties.len());
}

#[test]
fn the_chronicle_is_in_the_order_of_days_and_takes_filters() {
    let told = lines(&["chronicle", "--from", "1920-01", "--to", "1920-12"]);
    let dates: Vec<&str> = told.iter().map(|line| text(line, "/earliest")).collect();
    assert!(dates.is_sorted() && dates.len() > 20, "{dates:?}");
    let messages = lines(&["chronicle", "--kind", "message", "--who", "Chicherin"]);
    assert!(!messages.is_empty() && messages.iter().all(|line| text(line, "/kind") == "message"));
    let for_people = shown(&["chronicle", "--from", "1920-04-28", "--to", "1920-04-28", "--limit", "50"]);
    assert_eq!(for_people.lines().filter(|line| *line == "1920-04-28").count(), 1);
    assert_eq!(asked(&["chronicle", "--from", "1805", "--to", "1806"]).status.code(), Some(1));
}

#[test]
fn what_a_person_rejects_does_not_count_and_what_is_confirmed_is_certain() {
    let directory = tempfile::tempdir().unwrap();
    let record = directory.path().join("record");
    let archive = directory.path().join("archive");
    std::fs::create_dir(&archive).unwrap();
    for name in ["hokumet-xronikasi.txt", "bir-katibin-xatireleri.md"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/archive").join(name);
        std::fs::copy(from, archive.join(name)).unwrap();
    }
    let run = |arguments: &[&str]| {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("salname"));
        command.args(arguments);
        if !arguments.contains(&"-r") {
            command.arg("-r").arg(&record);
        }
        let output = command.output().unwrap();
        assert!(output.status.code() < Some(2), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    run(&["build", archive.to_str().unwrap()]);
    let minister = || -> Vec<(String, String)> {
        let question = [
            "state",
            "--on",
            "1920-01-11",
            "--relation",
            "holds",
            "--about",
            "xarici işlər naziri",
            "--json",
        ];
        let told = run(&question);
        let told = told.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        told.map(|line| (text(&line, "/args/person").to_owned(), text(&line, "/certainty").to_owned()))
            .collect()
    };
    assert_eq!(minister().len(), 2);
    let memoir = run(&[
        "find",
        "--kind",
        "office",
        "--who",
        "Cəfərov",
        "--source",
        "bir-katibin-xatireleri.md",
        "--json",
    ]);
    for line in memoir.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        run(&["correct", "-r", record.to_str().unwrap(), "reject", text(&line, "/id"), "--by", "a test"]);
    }
    let left = minister();
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(left[0].0.contains("Xoyski") && left[0].1 == "certain", "{left:?}");
    assert!(!run(&["disagreements", "--json"]).contains("two-holders"));
}
