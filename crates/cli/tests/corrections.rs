//! `salname correct`, `corrections` and `import` from end to end.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

mod support;

use std::path::Path;

use support::{Desk, salname};

const AT: [&str; 4] = ["--by", "Leyla", "--at", "2026-01-02T10:00:00Z"];

const AZ: &str = "1920-ci il mayın 2-də Səməd bəy Toylu Şuşada komissar təyin edildi.\n\n\
                  1920-ci il iyunun 5-də Nəcəf Qalalı Xarici İşlər komissarı təyin edildi.\n";

fn desk() -> Desk {
    let desk = Desk::new().with("a.txt", AZ);
    assert_eq!(desk.build().code, 0);
    desk
}

fn correct(desk: &Desk, arguments: &[&str]) -> support::Said {
    desk.run("correct", &[&AT[..], arguments].concat())
}

/// The identifier of the statement of that day.
fn id_of(desk: &Desk, date: &str) -> String {
    let found = desk.lines("find", &["--from", date, "--to", date]);
    found[0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_date_put_right_is_so_in_every_answer_and_after_a_rebuild() {
    let desk = desk();
    let id = id_of(&desk, "1920-05-02");
    let said = correct(&desk, &["set", &id, "--date", "1920-05-03", "--note", "see the decree"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains("sets date: 1920-05-03 in office") && said.out.contains("note: see the decree"),
        "{}",
        said.out
    );
    let look = |desk: &Desk| {
        let found = desk.lines("find", &["--from", "1920-05-03", "--to", "1920-05-03"]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0]["id"].as_str(), found[0]["corrected"].as_bool()),
            (Some(id.as_str()), Some(true))
        );
        assert_eq!(found[0]["as_read"]["date"], "1920-05-02");
        assert_eq!(desk.run("find", &["--from", "1920-05-02", "--to", "1920-05-02"]).code, 1);
        assert_eq!(desk.lines("search", &["komissar", "from:1920-05-03", "to:1920-05-03"]).len(), 1);
        assert_eq!(desk.run("state", &["--on", "1920-05-02", "--relation", "holds"]).code, 1);
    };
    look(&desk);
    // Whoever reads a file anew: packs that differ by a comment make another reader.
    std::fs::create_dir_all(desk.path("packs/state")).unwrap();
    std::fs::write(desk.path("packs/state/zz.toml"), "# nothing\n").unwrap();
    let (archive, record, packs) = (desk.archive(), desk.record(), desk.path("packs"));
    let built = salname(["build".as_ref(), &*archive, "-r".as_ref(), &record, "--packs".as_ref(), &packs]);
    assert!(built.out.starts_with("Read 1 document."), "{}{}", built.out, built.err);
    look(&desk);
    assert_eq!(correct(&desk, &["undo", "1"]).code, 0);
    assert_eq!(id_of(&desk, "1920-05-02"), id);
    assert_eq!(desk.run("check", &[]).code, 0);
}

#[test]
fn statements_are_rejected_confirmed_added_and_shown() {
    let desk = desk();
    let (samad, najaf) = (id_of(&desk, "1920-05-02"), id_of(&desk, "1920-06-05"));
    assert_eq!(correct(&desk, &["reject", &samad]).code, 0);
    assert_eq!(correct(&desk, &["confirm", &najaf]).code, 0);
    assert_eq!(desk.lines("find", &["--rejected"])[0]["verdict"], "rejected");
    let found = desk.run("find", &["--ids"]).out;
    assert!(found.contains(&format!("office, confirmed  {najaf}")) && !found.contains(&samad), "{found}");
    let add = [
        "add",
        "--source",
        "a",
        "--kind",
        "control",
        "--role",
        "actor=Səməd bəy Toylu",
        "--role",
        "place=Şuşa",
    ];
    let added =
        correct(&desk, &[&add[..], &["--quote", "Səməd bəy Toylu Şuşada", "--date", "1920-05"]].concat());
    assert_eq!(added.code, 0, "{}", added.err);
    let found = desk.lines("find", &["--kind", "control"]);
    assert_eq!(
        (found[0]["origin"]["person"].as_str(), found[0]["source"]["line"].as_u64()),
        (Some("Leyla"), Some(1))
    );
    let refused = correct(&desk, &[&add[..], &["--quote", "Səməd bəy qaçdı"]].concat());
    assert_eq!(
        (refused.code, refused.err.as_str()),
        (2, "salname: the quotation does not stand in the source\n")
    );
    let list = desk.run("corrections", &["list"]).out;
    assert_eq!(list.matches("Leyla").count(), 3, "{list}");
}

#[test]
fn names_are_merged_and_parted() {
    let desk = desk();
    let said = correct(&desk, &["merge", "Nəcəf Qalalı", "Toylu"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(desk.lines("find", &["--who", "Toylu"]).len(), 2, "either name finds both");
    let renamed = correct(&desk, &["rename", "Nəcəf Qalalı", "N. Qalalı"]);
    assert_eq!(renamed.code, 0, "{}", renamed.err);
    assert_eq!(desk.lines("find", &["--who", "Qalalı"])[0]["roles"]["person"][0]["entity"], "N. Qalalı");
    let nobody = correct(&desk, &["merge", "Nəcəf Qalalı", "Heç Kim"]);
    assert_eq!(nobody.code, 2);
    assert!(nobody.err.contains("nothing is called \"Heç Kim\""), "{}", nobody.err);
}

#[test]
fn the_log_travels_as_lines() {
    let (one, two) = (desk(), desk());
    let id = id_of(&one, "1920-05-02");
    correct(&one, &["set", &id, "--date", "1920-05-03"]);
    let other = ["--by", "Murad", "--at", "2026-01-03T10:00:00Z", "set", &id, "--date", "1920-05-04"];
    two.run("correct", &other);
    let file = one.path("corrections.jsonl");
    assert_eq!(one.run("corrections", &["export", file.to_str().unwrap()]).code, 0);
    let taken = two.run("corrections", &["import", file.to_str().unwrap()]);
    assert!(
        taken.out.starts_with("Taken in: 1; known already: 0.\nAt odds: date of"),
        "{}{}",
        taken.out,
        taken.err
    );
    let again = two.run("corrections", &["import", file.to_str().unwrap()]);
    assert_eq!(again.out, "Taken in: 0; known already: 1.\n");
    let lines = two.run("corrections", &["export"]).out;
    assert_eq!(lines.lines().count(), 2);
    std::fs::write(&file, "{\"at\":\"2026\"}\n").unwrap();
    let refused = two.run("corrections", &["import", file.to_str().unwrap()]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("corrections.jsonl:1: is no correction"), "{}", refused.err);
    assert_eq!(two.run("corrections", &["export"]).out, lines, "nothing was taken in");
}

#[test]
fn statements_from_elsewhere_and_reference_facts() {
    let desk = desk();
    let line = |quote: &str| {
        format!(
            "{{\"source\":{{\"file\":\"a.txt\"}},\"kind\":\"meeting\",\"date\":\"1920\",\
             \"roles\":{{\"participants\":[\"Səməd bəy Toylu\"]}},\"quote\":\"{quote}\"}}\n"
        )
    };
    let file = desk.path("tool.jsonl");
    std::fs::write(&file, line("Səməd bəy Toy-\\nlu") + &line("belə söz yoxdur")).unwrap();
    let said = desk.run("import", &[file.to_str().unwrap()]);
    assert_eq!(
        (said.code, said.out.as_str()),
        (0, "Admitted: 1; known already: 0; refused: 1.\n"),
        "{}",
        said.err
    );
    assert!(said.err.contains("tool.jsonl:2: the quotation does not stand in the source"), "{}", said.err);
    assert_eq!(desk.lines("find", &["--kind", "meeting"])[0]["origin"]["import"], "tool.jsonl");
    assert_eq!(desk.run("import", &["--withdraw", "tool.jsonl"]).out, "Taken back: 1.\n");

    let days = desk.path("days.jsonl");
    std::fs::write(
        &days,
        "{\"type\":\"chronology\",\"title\":\"Günlər\"}\n\
         {\"date\":\"1920-06-15\",\"kind\":\"office\",\"roles\":{\"person\":\"Nəcəf Qalalı\",\
         \"office\":\"Xarici İşlər komissarı\",\"change\":\"appointed\"}}\n",
    )
    .unwrap();
    let said = desk.run("import", &[days.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(desk.lines("find", &["--source", "days.jsonl"])[0]["source"]["line"], 2);
    let at_odds = desk.lines("disagreements", &["--against", "days.jsonl"]);
    assert!(at_odds.iter().any(|next| next["kind"] == "two-dates"), "{at_odds:?}");
    assert!(desk.build().out.starts_with("Read 0 documents; 1 unchanged.\n"));
    std::fs::copy(&days, desk.archive().join("days.jsonl")).unwrap();
    assert!(desk.build().out.starts_with("Read 0 documents; 2 unchanged.\n"), "reference facts are no paper");
    assert_eq!(desk.run("check", &[]).code, 0);
}

#[test]
fn what_cannot_be_written_is_told() {
    let desk = desk();
    let id = id_of(&desk, "1920-05-02");
    let lock = salname_record::Writer::open(desk.record()).unwrap();
    let busy = correct(&desk, &["reject", &id]);
    assert_eq!(busy.code, 2);
    assert!(busy.err.contains("is writing to this record: wait"), "{}", busy.err);
    drop(lock);
    let none = salname([Path::new("corrections"), "-r".as_ref(), &desk.path("none"), "list".as_ref()]);
    assert!(none.err.contains("there is no record here"), "{}", none.err);
}
