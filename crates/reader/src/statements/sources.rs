//! Whom a sentence has from what it says: "according to the consul, …", "səfirin sözlərinə görə …".
//!
//! The source takes no part in what is said, and the author does not say it himself.

use std::ops::Range;

use salname_model::{Class, Modality};

use super::grammar::{Grammar, Says};
use super::phrases::{Phrase, Sort};
use super::units::Unit;

/// A source stands so near to the words that tell of it, in units.
const NEAR: usize = 2;

/// Where the verb comes early, a source is named up to a comma within so many units.
const LONGEST: usize = 10;

/// What a sentence says of where it has something from.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// The phrases that name the source.
    pub phrases: Vec<usize>,
    /// Units of the words that tell of it.
    expressions: Vec<Range<usize>>,
    /// True if one is told.
    told: bool,
    /// Units that are said not to be so.
    denied: Range<usize>,
}

impl Sources {
    pub fn of(units: &[Unit], sentence: &Range<usize>, phrases: &[Phrase], grammar: &Grammar) -> Self {
        let mut made = Self::default();
        for at in sentence.clone().filter(|&at| units[at].says.has(Says::EXPRESSION)) {
            let here = &units[at..sentence.end];
            let (plain, sayers) = (grammar.sources.at(here), grammar.sayers.at(here));
            if let Some(length) = plain.max(sayers) {
                let beside = beside(units, at..at + length, sentence, phrases, grammar);
                let says = plain >= sayers || beside.first().is_some_and(|&first| can_say(&phrases[first]));
                if says {
                    made.told = true;
                    made.phrases.extend(beside);
                    made.expressions.push(at..at + length);
                }
            }
            if let Some(length) = grammar.denials.at(here) {
                made.denied =
                    if grammar.verb_last() { sentence.start..at } else { at + length..sentence.end };
            }
        }
        made
    }

    /// The phrases for a trigger among the words that tell of the source ("по сообщению посла"): to that alone it is open who
    /// says it.
    pub fn open_to(&self, trigger: &[usize], phrases: &[Phrase]) -> Option<Vec<Phrase>> {
        trigger.iter().any(|&at| self.is_told_by(at)).then(|| {
            let mut phrases = phrases.to_vec();
            self.phrases.iter().for_each(|&at| phrases[at].aside = false);
            phrases
        })
    }

    /// True for a unit of the words that tell of the source.
    pub fn is_told_by(&self, at: usize) -> bool {
        self.expressions.iter().any(|one| one.contains(&at))
    }

    /// How the text stands to what it says at a unit, if that is not as it stands alone.
    pub fn modality(&self, at: usize, alone: Modality) -> Modality {
        match alone {
            Modality::Asserted | Modality::Reported if self.denied.contains(&at) => Modality::Denied,
            Modality::Asserted if self.told => Modality::Reported,
            _ => alone,
        }
    }
}

/// True for those who can say something, and are no reason or rule.
fn can_say(phrase: &Phrase) -> bool {
    matches!(phrase.sort, Sort::Actor | Sort::Name(Class::Per | Class::Org))
}

/// The phrases that an expression tells of: after it, up to a comma, or before it, where the verb comes last.
fn beside(
    units: &[Unit],
    expression: Range<usize>,
    sentence: &Range<usize>,
    phrases: &[Phrase],
    grammar: &Grammar,
) -> Vec<usize> {
    if grammar.verb_last() {
        let before = phrases.partition_point(|phrase| phrase.units.end <= expression.start).checked_sub(1);
        let near = |at: &usize| expression.start - phrases[*at].units.end <= NEAR;
        return before.filter(near).into_iter().collect();
    }
    let start = expression.end;
    let to = sentence.end.min(start + LONGEST);
    let comma = (start..to).find(|&at| units[at].is_mark(","));
    let after = phrases.partition_point(|phrase| phrase.units.start < start);
    let end = match comma {
        Some(comma) => phrases.partition_point(|phrase| phrase.units.start < comma),
        None => phrases.len().min(after + 1),
    };
    let near = phrases.get(after).is_some_and(|phrase| phrase.units.start - start <= NEAR);
    (after..end).filter(|_| near).collect()
}
