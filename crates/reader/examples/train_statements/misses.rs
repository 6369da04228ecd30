//! Why gold statements are missed and false ones are found, by kind and cause.

use std::collections::BTreeMap;

use salname_model::Kind;

use crate::agreement::{ENOUGH, date, dates_agree, likeness, same_name, same_number, similarity};
use crate::corpus::Seen;
use crate::told::Told;

/// Prints a table of causes; with `only`, each case of that cause as well.
pub fn report(told: &Told, only: Option<&str>) {
    let Told { corpus, passages, seen, probabilities, kept, pairs } = told;
    let mut missed: BTreeMap<(&str, Kind), usize> = BTreeMap::new();
    let mut wrong: BTreeMap<(&str, Kind), usize> = BTreeMap::new();
    for index in 0..passages.len() {
        let (passage, seen) = (&passages[index], &seen[index]);
        for (at, gold) in passage.statements.iter().enumerate() {
            if pairs[index].iter().any(|(one, _)| *one == at) {
                *missed.entry(("found", gold.kind)).or_default() += 1;
                continue;
            }
            let near: Vec<usize> = (0..seen.candidates.len())
                .filter(|&one| {
                    seen.same_sentence(one, at) && seen.candidates[one].statement.kind == gold.kind
                })
                .collect();
            let like = |one: &usize| likeness(gold, &seen.candidates[*one].statement);
            let dated = |one: &usize| dates_agree(date(&seen.candidates[*one].statement), &gold.date);
            let right = |one: &usize| similarity(gold, &seen.candidates[*one].statement) >= ENOUGH;
            let cause = if seen.places[at].is_none() {
                "0 quotation not found"
            } else if near.iter().any(right) {
                let taken = near.iter().filter(|one| right(one)).all(|one| kept[index].contains(one));
                if taken { "6 taken by another" } else { "5 below the threshold" }
            } else if near.is_empty() {
                "1 no trigger"
            } else if near.iter().any(|one| like(one) >= ENOUGH) {
                "4 date"
            } else if near.iter().any(dated) {
                let place = seen.places[at].map(|place| place.paragraph).unwrap_or_default();
                let sentence = near.iter().map(|&one| {
                    let within = seen.candidates[one].within;
                    &corpus.text(&passage.doc, place)[within.range()]
                });
                let stands = sentence.into_iter().any(|text| {
                    gold.names.iter().any(|name| same_name(name, text) || same_number(name, text))
                });
                if stands { "2 roles, in the sentence" } else { "3 roles, not in the sentence" }
            } else {
                "4 date and roles"
            };
            *missed.entry((cause, gold.kind)).or_default() += 1;
            if only.is_some_and(|only| cause.starts_with(only)) {
                println!("{} {} {:?} {:?} | {}", passage.id, gold.kind, gold.date, gold.fillers, gold.quote);
                for one in near {
                    tell(seen, one, probabilities[index][one]);
                }
            }
        }
        for &at in &kept[index] {
            if pairs[index].iter().any(|(_, one)| *one == at) {
                continue;
            }
            let one = &seen.candidates[at].statement;
            let all: Vec<usize> =
                (0..passage.statements.len()).filter(|gold| seen.same_sentence(at, *gold)).collect();
            let same: Vec<usize> =
                all.iter().copied().filter(|gold| passage.statements[*gold].kind == one.kind).collect();
            let gold = |at: &usize| &passage.statements[*at];
            let cause = if same.iter().any(|other| similarity(gold(other), one) >= ENOUGH) {
                "6 said twice"
            } else if same.iter().any(|other| likeness(gold(other), one) >= ENOUGH) {
                "4 date"
            } else if same.iter().any(|other| dates_agree(date(one), &gold(other).date)) {
                "2 roles"
            } else if !same.is_empty() {
                "3 roles and date"
            } else if all.iter().any(|other| seen.overlap(at, *other) > 0.5) {
                "1 another kind"
            } else {
                "0 nothing said"
            };
            *wrong.entry((cause, one.kind)).or_default() += 1;
            if only.is_some_and(|only| only.strip_prefix('+').is_some_and(|only| cause.starts_with(only))) {
                tell(seen, at, probabilities[index][at]);
                println!("          {}", one.quote);
                for other in all {
                    let gold = gold(&other);
                    println!("      gold {} {:?} {:?}", gold.kind, gold.date, gold.fillers);
                }
            }
        }
    }
    println!("gold statements:");
    table(&missed);
    println!("false statements:");
    table(&wrong);
}

fn tell(seen: &Seen, at: usize, probability: f32) {
    let candidate = &seen.candidates[at];
    let one = &candidate.statement;
    let date = date(one);
    let roles: Vec<String> = one
        .roles
        .iter()
        .map(|(role, fillers)| {
            let texts: Vec<&str> = fillers.iter().map(|filler| filler.text.as_str()).collect();
            format!("{role}={}", texts.join("; "))
        })
        .collect();
    println!("      {probability:.2} {} [{}] {date} {}", one.kind, candidate.trigger, roles.join(" "));
}

fn table(counts: &BTreeMap<(&str, Kind), usize>) {
    let mut causes: Vec<&str> = counts.keys().map(|(cause, _)| *cause).collect();
    causes.dedup();
    print!("    {:28}", "");
    for kind in Kind::ALL {
        print!(" {:>6}", &kind.as_str()[..6.min(kind.as_str().len())]);
    }
    println!("    all");
    for cause in causes {
        print!("    {cause:28}");
        let mut all = 0;
        for kind in Kind::ALL {
            let count = counts.get(&(cause, *kind)).copied().unwrap_or_default();
            all += count;
            print!(" {count:6}");
        }
        println!(" {all:6}");
    }
}
