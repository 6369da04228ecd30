//! Recall of an inventory of facts: each is a kind, a date, and names that one statement near its line has to hold.

use std::collections::BTreeMap;
use std::path::Path;

use salname_model::{Kind, Statement};
use salname_packs::Packs;
use salname_reader::statements::{Candidate, Finder};
use serde_json::Value;

use crate::agreement::{dates_agree, same_name, same_number};
use crate::gold;
use crate::logistic::Logistic;

/// Prints how many facts the statements above the threshold hold, and how many all candidates do.
pub fn report(facts: &Path, docs: &Path, packs: &Packs, finder: &Finder, model: &Logistic, threshold: f32) {
    let names = salname_reader::names::Finder::new(packs, false);
    let mut documents: BTreeMap<String, (Vec<Candidate>, Vec<usize>)> = BTreeMap::new();
    let mut counts: BTreeMap<Kind, [usize; 3]> = BTreeMap::new();
    let text = std::fs::read_to_string(facts).expect("the facts can be read");
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let fact: Value = serde_json::from_str(line).expect("a fact is JSON");
        let (Some(doc), Some(Ok(kind))) =
            (fact["doc"].as_str(), fact["kind"].as_str().map(str::parse::<Kind>))
        else {
            continue;
        };
        let (candidates, lines) = documents.entry(doc.to_owned()).or_insert_with(|| {
            let path = docs.join(doc);
            let bytes = std::fs::read(&path).expect("the document can be read");
            let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
            (gold::read_document(&path, packs, finder, &names), std::iter::once(0).chain(starts).collect())
        });
        let number = usize::try_from(fact["line"].as_u64().unwrap_or_default()).unwrap_or_default();
        let low = lines[number.saturating_sub(3).min(lines.len() - 1)];
        let high = lines[(number + 8).min(lines.len() - 1)];
        let near = candidates.iter().filter(|one| {
            let start = one.statement.anchor.source.start;
            low <= start && start < high && one.statement.kind == kind && holds(&one.statement, &fact)
        });
        let best = near
            .map(|one| model.probability(&one.features))
            .fold(None, |best: Option<f32>, p| Some(best.unwrap_or(0.0).max(p)));
        let count = counts.entry(kind).or_default();
        count[0] += 1;
        count[1] += usize::from(best.is_some_and(|p| p >= threshold));
        count[2] += usize::from(best.is_some());
    }
    let all =
        counts.values().fold([0; 3], |sum, count| [sum[0] + count[0], sum[1] + count[1], sum[2] + count[2]]);
    println!("facts: {} of {}, {} among all candidates", all[1], all[0], all[2]);
    for (kind, [whole, hit, possible]) in counts {
        println!("    {kind:12} {hit} of {whole}, {possible} among all candidates");
    }
}

fn holds(statement: &Statement, fact: &Value) -> bool {
    let date = statement.date.as_ref().map_or("", |time| time.as_str());
    if !dates_agree(date, fact["date"].as_str().unwrap_or_default()) {
        return false;
    }
    let texts: Vec<&str> = statement
        .roles
        .iter()
        .flat_map(|(_, fillers)| fillers.iter().map(|filler| filler.text.as_str()))
        .collect();
    fact["keys"].as_array().into_iter().flatten().all(|key| {
        let spellings = key.as_array().into_iter().flatten().filter_map(Value::as_str);
        spellings
            .clone()
            .any(|name| texts.iter().any(|text| same_name(name, text) || same_number(name, text)))
    })
}
