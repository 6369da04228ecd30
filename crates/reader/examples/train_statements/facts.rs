//! Recall of an inventory of facts: each is a kind, a date, and names that one statement near its line has to hold.

use std::collections::BTreeMap;
use std::path::Path;

use salname_model::{Kind, Statement};
use salname_reader::statements::Candidate;
use serde_json::Value;

use crate::agreement::{date, dates_agree, same_name, same_number};

/// A fact of the inventory.
#[derive(Clone)]
pub struct Fact {
    pub doc: String,
    line: usize,
    kind: Kind,
    date: String,
    /// The names that have to be there, each in its spellings.
    keys: Vec<Vec<String>>,
}

/// The facts of a file, one JSON object a line.
pub fn load(path: &Path) -> Vec<Fact> {
    let text = std::fs::read_to_string(path).expect("the facts can be read");
    let facts = text.lines().filter(|line| !line.trim().is_empty()).filter_map(|line| {
        let fact: Value = serde_json::from_str(line).expect("a fact is JSON");
        let keys = fact["keys"].as_array().into_iter().flatten().map(|key| {
            let spellings = key.as_array().into_iter().flatten().filter_map(Value::as_str);
            spellings.map(str::to_owned).collect()
        });
        Some(Fact {
            doc: fact["doc"].as_str()?.to_owned(),
            line: usize::try_from(fact["line"].as_u64()?).ok()?,
            kind: fact["kind"].as_str()?.parse().ok()?,
            date: fact["date"].as_str().unwrap_or_default().to_owned(),
            keys: keys.collect(),
        })
    });
    facts.collect()
}

/// What became of the facts of a kind.
#[derive(Default, Clone, Copy)]
struct Count {
    all: usize,
    held: usize,
    /// Held by candidates that may be too unlikely to be told.
    possible: usize,
    /// No candidate of the kind stands there; one does, with other participants; with another date.
    nothing: usize,
    participants: usize,
    date: usize,
}

impl Count {
    fn line(self) -> String {
        let Self { all, held, possible, nothing, participants, date } = self;
        format!(
            "{held} of {all}, {possible} among all candidates; of the others {nothing} are not seen, \
             {participants} have other participants, {date} another date"
        )
    }
}

/// Prints how many facts the statements above the threshold hold, and how many all candidates do.
pub fn report(
    facts: &[Fact],
    docs: &Path,
    found: &BTreeMap<String, Vec<Candidate>>,
    mut told: impl FnMut(&Candidate) -> bool,
) {
    let mut lines: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let (mut all, mut counts) = (Count::default(), BTreeMap::<Kind, Count>::new());
    for fact in facts {
        let lines = lines.entry(&fact.doc).or_insert_with(|| {
            let bytes = std::fs::read(docs.join(&fact.doc)).expect("the document can be read");
            let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(starts).collect()
        });
        let low = lines[fact.line.saturating_sub(3).min(lines.len() - 1)];
        let high = lines[(fact.line + 8).min(lines.len() - 1)];
        let near = || {
            found[&fact.doc].iter().filter(|one| {
                let start = one.statement.anchor.source.start;
                low <= start && start < high && one.statement.kind == fact.kind
            })
        };
        let possible: Vec<&Candidate> = near().filter(|one| holds(&one.statement, fact, true)).collect();
        let held = possible.iter().any(|one| told(one));
        let dated = near().any(|one| holds(&one.statement, fact, false));
        for count in [&mut all, counts.entry(fact.kind).or_default()] {
            count.all += 1;
            count.held += usize::from(held);
            match (possible.is_empty(), dated, near().next()) {
                (false, ..) => count.possible += 1,
                (true, true, _) => count.date += 1,
                (true, false, Some(_)) => count.participants += 1,
                (true, false, None) => count.nothing += 1,
            }
        }
    }
    println!("facts: {}", all.line());
    for (kind, count) in counts {
        println!("    {kind:12} {}", count.line());
    }
}

/// True if a statement has the participants of a fact and, if it is to be `dated`, its date.
fn holds(statement: &Statement, fact: &Fact, dated: bool) -> bool {
    if dated && !dates_agree(date(statement), &fact.date) {
        return false;
    }
    let texts: Vec<&str> = statement
        .roles
        .iter()
        .flat_map(|(_, fillers)| fillers.iter().map(|filler| filler.text.as_str()))
        .collect();
    fact.keys.iter().all(|key| {
        key.iter().any(|name| texts.iter().any(|text| same_name(name, text) || same_number(name, text)))
    })
}
