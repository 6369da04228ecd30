//! Spotting: of which kinds a sentence speaks, and by which word, where no frame's trigger stands.
//!
//! A small logistic model for each kind over the words of a sentence, their neighbours and what is named there. It is
//! learnt by `examples/train_statements` from whole sentences, with and without statements, and holds for the languages
//! that it was learnt from. Frames come first: what is spotted only proposes a kind that no frame of the sentence has.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use salname_model::{Kind, Span};
use salname_packs::StatementWeights;

use super::confidence::logistic;
use super::forms::Form;
use super::grammar::Says;
use super::scoring::{AsItIs, Part, SPOTTING, count, hash, hash_of, joined, part};
use super::units::{Unit, UnitKind};

/// A kind at least so likely is proposed.
const LIKELY: f32 = 0.1;

/// Words of a sentence past this one are not looked at.
const LONGEST: usize = 150;

const KINDS: usize = Kind::ALL.len();

/// The weights of a feature, by kind.
type Row = [f32; KINDS];

/// A sentence as the model sees it; for learning.
#[derive(Debug, Clone)]
pub struct Told {
    /// The paragraph, by its index.
    pub paragraph: usize,
    /// Bytes of the paragraph's text.
    pub text: Span,
    /// What the model sees.
    pub features: Vec<String>,
}

/// What is spotted in a sentence: how likely each kind is, and the word that speaks most for it.
#[derive(Debug, Clone)]
pub(super) struct Spotted {
    sums: Row,
    words: [Option<usize>; KINDS],
    /// What each word by itself speaks for, in order.
    each: Vec<(usize, Row)>,
}

impl Spotted {
    pub fn probability(&self, kind: Kind) -> f32 {
        logistic(self.sums[kind as usize])
    }

    /// What the words of a range by themselves speak for a kind.
    pub fn within(&self, kind: Kind, range: &Range<usize>) -> f32 {
        let of = self.each.iter().filter(|(place, _)| range.contains(place));
        of.map(|(_, own)| own[kind as usize]).sum()
    }

    /// How many kinds are likelier.
    pub fn rank(&self, kind: Kind) -> usize {
        self.sums.iter().filter(|sum| **sum > self.sums[kind as usize]).count()
    }

    /// The kinds that are likely, each with its word.
    pub fn likely(&self) -> impl Iterator<Item = (Kind, usize)> + '_ {
        Kind::ALL.iter().filter_map(|&kind| {
            let word = self.words[kind as usize]?;
            (self.probability(kind) >= LIKELY).then_some((kind, word))
        })
    }
}

/// Learnt weights of sentences' features.
#[derive(Debug, Clone, Default)]
pub(super) struct Spotter {
    weights: HashMap<u64, Row, BuildHasherDefault<AsItIs>>,
}

impl Spotter {
    /// Takes the features that begin with `sp:` and end with a kind.
    pub fn new(written: &StatementWeights) -> Self {
        let mut weights: HashMap<u64, Row, _> = HashMap::default();
        written.groups(|begins, features| {
            let Some(own) = begins.strip_prefix(SPOTTING) else { return };
            let row = weights.entry(hash(&[own])).or_insert([0.0; KINDS]);
            for (kind, weight) in features {
                if let Ok(kind) = kind.parse::<Kind>() {
                    row[kind as usize] = weight;
                }
            }
        });
        Self { weights }
    }

    /// What the sentence speaks of.
    pub fn spot(&self, units: &[Unit], sentence: &Range<usize>) -> Spotted {
        let mut spotted = Spotted {
            sums: [0.0; KINDS],
            words: [None; KINDS],
            each: Vec::with_capacity(sentence.len().min(LONGEST)),
        };
        let mut best = [0.0_f32; KINDS];
        let (mut own, mut last) = ([0.0_f32; KINDS], None);
        let mut close = |place: Option<usize>, own: &mut Row, spotted: &mut Spotted| {
            for kind in 0..KINDS {
                spotted.sums[kind] += own[kind];
                if let Some(place) = place.filter(|_| own[kind] > best[kind]) {
                    (best[kind], spotted.words[kind]) = (own[kind], Some(place));
                }
            }
            spotted.each.extend(place.map(|place| (place, *own)));
            *own = [0.0; KINDS];
        };
        each_feature(units, sentence, &mut |place, parts| {
            if place != last {
                close(last, &mut own, &mut spotted);
                last = place;
            }
            if let Some(row) = self.weights.get(&hash_of(parts)) {
                for kind in 0..KINDS {
                    own[kind] += row[kind];
                }
            }
        });
        close(last, &mut own, &mut spotted);
        spotted
    }
}

/// The names of a sentence's features.
pub(super) fn features(units: &[Unit], sentence: &Range<usize>) -> Vec<String> {
    let mut names = Vec::new();
    each_feature(units, sentence, &mut |_, parts: &[Part]| names.push(joined(parts)));
    names.sort_unstable();
    names.dedup();
    names
}

/// Every feature of a sentence, with the word that it is of, if that can be what is said of the kind.
fn each_feature(units: &[Unit], sentence: &Range<usize>, add: &mut impl FnMut(Option<usize>, &[Part])) {
    let places = sentence.clone().take(LONGEST);
    let (mut names, mut times, mut numbers) = (0_usize, 0_usize, 0_usize);
    let (mut before, mut class) = (part!("start"), part!("none"));
    for at in places {
        let unit = &units[at];
        match unit.kind {
            UnitKind::Name(_) => {
                names += 1;
                class = Part::of(unit.class.map_or("NAME", |class| class.as_str()));
                before = class;
            }
            UnitKind::Time(_) => {
                times += 1;
                before = part!("TIME");
            }
            UnitKind::Number => {
                numbers += 1;
                before = part!("NUM");
            }
            UnitKind::Mark => before = part!("mark"),
            UnitKind::Word => {
                let word = &*unit.lower;
                let five = unit.first(5);
                if word.len() > 2 {
                    let says = !unit.says.has(Says::ADPOSITION)
                        && !unit.says.has(Says::CONJUNCTION)
                        && !unit.says.has(Says::PRONOUN);
                    let place = says.then_some(at);
                    let form = Part::of(form_of(unit).map_or("noun", Form::as_str));
                    add(place, &[part!("w"), unit.stem()]);
                    add(place, &[part!("s"), unit.first(4), form]);
                    add(place, &[part!("b"), before, five]);
                    add(place, &[part!("c"), class, five]);
                }
                before = five;
            }
        }
    }
    let few = |number: usize| count(number.min(3));
    add(None, &[part!("all")]);
    add(None, &[part!("n"), few(names), few(times)]);
    add(None, &[part!("m"), few(names), few(numbers)]);
    add(None, &[part!("long"), few(sentence.len() / 15)]);
}

/// The form of the word's surest verb reading.
pub(super) fn form_of(unit: &Unit) -> Option<Form> {
    reading_of(unit).map(Form::of)
}

/// The word's surest verb reading, if it can be a verb.
pub(super) fn reading_of(unit: &Unit) -> Option<&crate::morphology::Analysis> {
    unit.verb().surest.map(|at| &unit.readings[at])
}
