//! What fillers and dates should have been chosen: examples for learning how to choose.

use salname_model::Role;
use salname_reader::statements::Candidate;

use crate::agreement::{Gold, best_pairs, bounds, dates_agree, likeness, same_name, same_number};
use crate::corpus::Seen;
use crate::gold::Passage;
use crate::logistic::{Example, Names};

/// Gold statements and the candidates that say them, whatever became of their roles and dates.
fn sayings(passage: &Passage, seen: &Seen) -> Vec<(usize, usize)> {
    best_pairs(passage.statements.len(), seen.candidates.len(), |gold, at| {
        let candidate = &seen.candidates[at].statement;
        let statement = &passage.statements[gold];
        if candidate.kind != statement.kind || !seen.same_sentence(at, gold) {
            return 0.0;
        }
        let date = candidate.date.as_ref().map_or("", |time| time.as_str());
        let dated = if dates_agree(date, &statement.date) { 0.3 } else { 0.0 };
        likeness(statement, candidate) + seen.overlap(at, gold) + dated
    })
}

/// What is to be learnt of a passage: fillers, and dates.
pub fn examples(passage: &Passage, seen: &Seen, names: &mut Names) -> (Vec<Example>, Vec<Example>) {
    let (mut fillers, mut dates) = (Vec::new(), Vec::new());
    for (gold, at) in sayings(passage, seen) {
        let gold = &passage.statements[gold];
        let candidate: &Candidate = &seen.candidates[at];
        for choice in &candidate.choices {
            let features = names.of(&choice.features);
            match choice.role {
                Some(role) => fillers.push(Example { features, right: fills(gold, role, &choice.text) }),
                None if bounds(&gold.date).is_some() => {
                    dates.push(Example { features, right: dates_agree(&choice.text, &gold.date) });
                }
                None => {}
            }
        }
    }
    (fillers, dates)
}

/// True if a name fills a role of a gold statement.
fn fills(gold: &Gold, role: Role, text: &str) -> bool {
    gold.fillers
        .iter()
        .any(|(other, name)| *other == role && (same_name(name, text) || same_number(name, text)))
}
