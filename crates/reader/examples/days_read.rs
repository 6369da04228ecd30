//! How many of the days that annotated statements are dated by are read at all, whatever statement they are given to.
//!
//!     cargo run --release -p salname-reader --example days_read -- docs/quality/annotated/LANG.jsonl... [--show]
//!
//! With `--show`, each day that is missed is printed with its passage and the statement's quotation. Days that nothing in
//! the passage tells ("the day after the coup") are missed by any reader.

use std::collections::BTreeSet;
use std::path::Path;

use salname_packs::Packs;
use salname_reader::times::Finder;
use salname_restore::{Options, Restorer};
use serde::Deserialize;

#[derive(Deserialize)]
struct Passage {
    id: String,
    text: String,
    statements: Vec<Statement>,
}

#[derive(Deserialize)]
struct Statement {
    date: String,
    quote: String,
}

/// Length of a day in EDTF.
const DAY: usize = 10;

fn main() {
    let (options, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    if files.is_empty() || options.iter().any(|option| option != "--show") {
        eprintln!("usage: days_read FILE... [--show]");
        std::process::exit(2);
    }
    let packs = Packs::with_directory(Path::new("packs")).expect("the command runs in the checkout");
    let restorer = Restorer::new(&packs, &Options::default());
    let finder = Finder::new(&packs);
    for file in &files {
        let lines = std::fs::read_to_string(file).expect("the file can be read");
        let (mut all, mut missed, mut other_year) = (0, 0, 0);
        for line in lines.lines() {
            let passage: Passage = serde_json::from_str(line).expect("every line is a passage");
            let read = days(&finder, &restorer, &passage.text);
            for Statement { date, quote } in passage.statements {
                let day = date.trim_end_matches(['~', '?']);
                if day.len() != DAY || day.contains('/') {
                    continue;
                }
                all += 1;
                if read.contains(day) {
                    continue;
                }
                missed += 1;
                other_year +=
                    usize::from(read.iter().any(|other| other.len() == DAY && other[4..] == day[4..]));
                if !options.is_empty() {
                    println!("{} {day} {}", passage.id, quote.replace('\n', " "));
                }
            }
        }
        println!(
            "{file}: {all} days, {missed} not read, {other_year} of them as the same day of another year"
        );
    }
}

/// The values of all calendar expressions of a text, and the ends of spans.
fn days(finder: &Finder, restorer: &Restorer, text: &str) -> BTreeSet<String> {
    let times = finder.find(&restorer.restore(text).paragraphs);
    let values = times.into_iter().filter_map(|time| time.value.map(String::from));
    let ends = values.flat_map(|value| value.split('/').map(str::to_owned).collect::<Vec<_>>());
    ends.map(|end| end.trim_end_matches(['~', '?']).to_owned()).collect()
}
