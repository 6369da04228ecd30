//! What fillers, dates and modalities should have been chosen: examples for learning how to choose.

use std::collections::BTreeSet;

use salname_model::Role;
use salname_reader::statements::{Candidate, Question};

use crate::agreement::{
    Gold, best_pairs, bounds, date, dates_agree, likeness, same_name, same_number, same_words, value_equal,
};
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
        let dated = if dates_agree(date(candidate), &statement.date) { 0.3 } else { 0.0 };
        likeness(statement, candidate) + seen.overlap(at, gold) + dated
    })
}

/// What is to be learnt of a passage.
#[derive(Default)]
pub struct Examples {
    pub fillers: Vec<Example>,
    /// The dates that stood for choice, for each candidate.
    pub dates: Vec<Vec<Example>>,
    pub modalities: Vec<Example>,
    pub extents: Vec<Example>,
    /// The roles whose fillers taught how far they reach.
    pub reaching: BTreeSet<&'static str>,
    pub changes: Vec<Example>,
    pub worth: Vec<Example>,
    /// The nouns that stood for choice, for each candidate.
    pub heads: Vec<Vec<Example>>,
}

/// What is to be learnt of a passage: fillers, dates, modalities. In some languages the noun comes first in its phrase.
pub fn examples(passage: &Passage, seen: &Seen, noun_first: bool, names: &mut Names) -> Examples {
    let mut examples = Examples::default();
    let sayings = sayings(passage, seen);
    for (at, candidate) in seen.candidates.iter().enumerate() {
        let right = sayings.iter().any(|(_, other)| *other == at);
        let worth = candidate.choices.iter().filter(|one| one.question == Question::Worth);
        examples.worth.extend(worth.map(|one| Example { features: names.of(&one.features), right }));
    }
    for (gold, at) in sayings {
        let gold = &passage.statements[gold];
        let candidate: &Candidate = &seen.candidates[at];
        let dates = candidate.choices.iter().filter(|one| one.question == Question::Date);
        let exact = dates.clone().any(|one| value_equal(&one.text, &gold.date));
        let (mut extent, mut dated, mut heads) = (None, Vec::new(), Vec::new());
        let head = head(gold, candidate, noun_first);
        for (at, choice) in candidate.choices.iter().enumerate() {
            if let Question::Extent(role) = choice.question {
                // The words of the gold's filler that ends with the same word, up to the first that is not its own.
                if choice.features.is_empty() {
                    let own = gold.fillers.iter().filter(|(other, _)| *other == role);
                    let chosen = head.is_none_or(|head| candidate.choices[head].text == choice.text);
                    extent =
                        own.map(|(_, text)| text).find(|text| chosen && same_words(text, &choice.text) > 0.0);
                } else if let Some(text) = extent {
                    let right = same_words(text, &choice.text) > 0.0;
                    let features = names.of(&choice.features);
                    examples.extents.push(Example { features, right });
                    examples.reaching.insert(role.as_str());
                    extent = extent.filter(|_| right);
                }
                continue;
            }
            let features = names.of(&choice.features);
            let (list, right) = match choice.question {
                Question::Role(role) => (&mut examples.fillers, fills(gold, role, &choice.text)),
                Question::Date if bounds(&gold.date).is_some() => {
                    // A year is right where nothing finer is at hand.
                    let right = value_equal(&choice.text, &gold.date)
                        || !exact && dates_agree(&choice.text, &gold.date);
                    (&mut dated, right)
                }
                Question::Date => continue,
                Question::Head(_) => match head {
                    Some(head) => (&mut heads, at == head),
                    None => continue,
                },
                Question::Extent(_) | Question::Worth => continue,
                Question::Change => {
                    let mut own = gold.fillers.iter().filter(|(role, _)| *role == Role::Change);
                    let Some(own) = own.next() else { continue };
                    (&mut examples.changes, own.1 == choice.text)
                }
                Question::Modality => (&mut examples.modalities, choice.text == gold.modality),
            };
            list.push(Example { features, right });
        }
        examples.dates.push(dated);
        examples.heads.push(heads);
    }
    examples
}

/// The noun of the gold's filler, of those that stood for choice: the last of its words that is among them, or the first.
fn head(gold: &Gold, candidate: &Candidate, noun_first: bool) -> Option<usize> {
    let heads = || {
        candidate.choices.iter().enumerate().filter_map(|(at, one)| match one.question {
            Question::Head(role) => Some((at, role, &one.text)),
            _ => None,
        })
    };
    let role = heads().next()?.1;
    let text = &gold.fillers.iter().find(|(other, _)| *other == role)?.1;
    let of = |word: &str| heads().find(|(_, _, text)| same_words(word, text) > 0.0).map(|(at, ..)| at);
    let mut words = text.split_whitespace();
    if noun_first { words.find_map(of) } else { words.rev().find_map(of) }
}

/// True if a name fills a role of a gold statement.
fn fills(gold: &Gold, role: Role, text: &str) -> bool {
    gold.fillers
        .iter()
        .any(|(other, name)| *other == role && (same_name(name, text) || same_number(name, text)))
}
