//! Pruning: what a sentence hardly says is not read any further.
//!
//! Most triggers that a frame finds say nothing of their kind: "söz" is no message, "yer" no territory. Before roles,
//! dates and modality are looked for, a small model over the trigger and its nearest words tells which triggers are
//! worth it; the first stage of a cascade, as of Viola and Jones (2001). It is learnt by `examples/train_statements`.

use std::ops::Range;

use super::choice::{Choice, Question};
use super::forms::closes_alone;
use super::frames::Match;
use super::scoring::{Part, Sum, Weights, count, part};
use super::spotting::Spotted;
use super::units::{Unit, UnitKind};

/// A trigger less likely than this to say what its frame says is dropped.
const WORTH: f32 = 0.08;

/// What the worth of a trigger is told by.
pub(super) struct Pruning<'a> {
    pub units: &'a [Unit],
    pub sentence: &'a Range<usize>,
    pub clauses: &'a [Range<usize>],
    pub spotted: &'a Spotted,
}

impl Pruning<'_> {
    /// True if the trigger is worth reading on, as everything is where nothing was learnt.
    pub fn keeps(&self, found: &Match, clause: usize, weights: &Weights) -> bool {
        if !weights.knows(&["learnt", "worth"]) {
            return true;
        }
        let mut sum = Sum::new(weights, false);
        self.features(&mut sum, found, clause);
        sum.probability() >= WORTH
    }

    /// What the model sees of the trigger, for learning.
    pub fn choice(&self, found: &Match, clause: usize, weights: &Weights) -> Choice {
        let mut sum = Sum::new(weights, true);
        self.features(&mut sum, found, clause);
        let features = sum.names.unwrap_or_default();
        Choice { question: Question::Worth, text: found.trigger.to_owned(), features }
    }

    fn features(&self, sum: &mut Sum, found: &Match, clause: usize) {
        let (units, at) = (self.units, found.last());
        let kind = Part::of(found.frame.kind.as_str());
        let (form, lemma) = (Part::of(found.form.as_str()), Part::of(&found.lemma));
        let voice = if found.passive { part!("passive") } else { part!("active") };
        let word = |place: Option<usize>| place.map_or(part!("edge"), |place| units[place].token(5));
        let within = |place: usize| self.sentence.contains(&place).then_some(place);
        let before = word(found.units[0].checked_sub(1).and_then(within));
        let after = word(within(at + 1));
        let closing = self.sentence.clone().rev().find(|&place| units[place].is_word());
        let governor = (at + 1..self.sentence.end).find(|&place| closes_alone(&units[place]));
        let range = &self.clauses[clause];
        let (mut names, mut times, mut numbers) = (0, 0, 0);
        for unit in &units[range.clone()] {
            match unit.kind {
                UnitKind::Name(_) => names += 1,
                UnitKind::Time(_) => times += 1,
                UnitKind::Number => numbers += 1,
                _ => {}
            }
        }
        let spotted = |range: &Range<usize>| few(self.spotted.within(found.frame.kind, range) * 2.0 + 5.0);
        let sentence = few(self.spotted.probability(found.frame.kind) * 10.0);
        let rank = few(self.spotted.rank(found.frame.kind) as f32);
        sum.of(part!("pr"), []);
        sum.of(part!("pr1"), [kind, form, voice]);
        sum.of(part!("pr2"), [kind, lemma]);
        sum.of(part!("pr3"), [kind, Part::of(found.trigger), form]);
        sum.of(part!("pr4"), [kind, Part::of(&found.frame.number), form]);
        sum.of(part!("pr5"), [sentence, rank]);
        sum.of(part!("pr6"), [kind, sentence]);
        sum.of(part!("pr7"), [kind, spotted(range)]);
        sum.of(part!("pr8"), [kind, spotted(&(found.units[0]..at + 1))]);
        sum.of(part!("pr9"), [kind, few(names as f32), few(times as f32)]);
        sum.of(part!("pr10"), [kind, few(numbers as f32), form]);
        sum.of(part!("pr11"), [kind, before]);
        sum.of(part!("pr12"), [kind, after]);
        sum.of(part!("pr13"), [lemma, before]);
        sum.of(part!("pr14"), [lemma, after]);
        sum.of(part!("pr15"), [kind, form, units[at].last(3)]);
        sum.of(part!("pr16"), [kind, form, word(closing.filter(|place| *place != at))]);
        sum.of(part!("pr17"), [kind, word(governor)]);
        let quoted = if units[at].quoted { part!("quoted") } else { part!("plain") };
        let bracketed = if units[at].bracketed { part!("bracketed") } else { part!("plain") };
        sum.of(part!("pr18"), [kind, quoted, bracketed]);
    }
}

/// A small number as a part.
fn few(number: f32) -> Part<'static> {
    count(number.clamp(0.0, 11.0) as usize)
}
