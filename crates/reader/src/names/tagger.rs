//! A linear-chain conditional random field over words: finds the likeliest labels of a sentence.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::evidence::{Hints, PLACES, Place, Seen, TypeFeatures};
use super::label::{LABELS, OUTSIDE, may_follow};
use super::passage::Passage;

/// The weights of one feature, a number for each label.
pub(super) type Weights = [f32; LABELS];

/// Features are hashes already: they need no further hashing.
#[derive(Default, Clone, Copy)]
pub(super) struct Passed(u64);

impl Hasher for Passed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// A map from features.
pub(super) type FeatureMap<T> = HashMap<u64, T, BuildHasherDefault<Passed>>;

/// Weights side by side as processors add them: [`Weights`] and a place that stays empty.
pub(super) type Row = [f32; LANES];

const LANES: usize = 12;

/// Sums of the features of places that are remembered: most words stand in few kinds of places.
const REMEMBERED: usize = 1 << 10;

/// A trained model.
#[derive(Debug, Clone)]
pub(super) struct Tagger {
    rows: Vec<Row>,
    /// From feature to row, by open addressing: the first place is told by the feature's own bits, which are a hash.
    places: Vec<(u32, u32)>,
    /// From label to label; what may not follow has no chance.
    steps: [Row; LABELS],
}

/// Sums of the weights that word forms have at each of the [`PLACES`], as they become known, and room for a sentence's.
#[derive(Debug)]
pub(super) struct TypeScores {
    known: Vec<u32>,
    sums: Vec<[Row; PLACES.len()]>,
    features: TypeFeatures,
    /// Sums of the weights of places, each where its number leads to: the last such place.
    places: Box<[(Option<Place>, Row)]>,
    sentence: Vec<Row>,
}

impl TypeScores {
    const UNKNOWN: u32 = u32::MAX;

    /// For so many forms, none yet known.
    pub fn new(types: usize) -> Self {
        Self {
            known: vec![Self::UNKNOWN; types],
            sums: Vec::new(),
            features: TypeFeatures::default(),
            places: vec![(None, [0.0; LANES]); if types == 0 { 0 } else { REMEMBERED }].into(),
            sentence: Vec::new(),
        }
    }
}

const MAGIC: &[u8; 8] = b"names\0\0\x01";

/// The place of a feature that is none.
const VACANT: u32 = u32::MAX;

impl Tagger {
    fn row(&self, feature: u64) -> Option<&Row> {
        let feature = short(feature);
        let mut at = feature as usize & (self.places.len() - 1);
        loop {
            let (known, row) = *self.places.get(at)?;
            if row == VACANT {
                return None;
            }
            if known == feature {
                return self.rows.get(row as usize);
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    /// Adds the weights of a feature to a word's scores.
    fn add(&self, feature: u64, scores: &mut Row) {
        if let Some(weights) = self.row(feature) {
            add(scores, weights);
        }
    }

    /// The scores of the words of a sentence, one after another.
    pub fn scores<'s>(
        &self,
        passage: &Passage<'_>,
        sentence: &Range<usize>,
        hints: &Hints,
        seen: &[Seen],
        scores: &'s mut TypeScores,
    ) -> &'s [Row] {
        scores.sentence.clear();
        for index in 0..sentence.len() {
            let mut sum: Row = [0.0; LANES];
            for (slot, place) in PLACES.into_iter().enumerate() {
                let Some(other) = index.checked_add_signed(place).filter(|other| *other < sentence.len())
                else {
                    continue;
                };
                let kind = passage.kinds[sentence.start + other] as usize;
                if scores.known[kind] == TypeScores::UNKNOWN {
                    scores.features.describe(&passage.types[kind], seen[kind]);
                    scores.known[kind] = u32::try_from(scores.sums.len()).unwrap_or_default();
                    let mut sums = [[0.0; LANES]; PLACES.len()];
                    for (sum, place) in sums.iter_mut().zip(PLACES) {
                        scores.features.at(place).for_each(|feature| self.add(feature, sum));
                    }
                    scores.sums.push(sums);
                }
                add(&mut sum, &scores.sums[scores.known[kind] as usize][slot]);
            }
            let place = hints.place(passage, sentence, index);
            let remembered = &mut scores.places[place.number() % REMEMBERED];
            if remembered.0 != Some(place) {
                let mut sum = [0.0; LANES];
                place.features().into_iter().for_each(|feature| self.add(feature, &mut sum));
                *remembered = (Some(place), sum);
            }
            add(&mut sum, &remembered.1);
            scores.sentence.push(sum);
        }
        &scores.sentence
    }

    /// The likeliest sequence of labels for words with these scores. `masked` words are outside all names.
    pub fn best(&self, scores: &[Row], masked: impl Fn(usize) -> bool) -> Vec<usize> {
        // The best sum of a path to each label, before each word and after the last.
        let mut paths: Vec<Row> = Vec::with_capacity(scores.len() + 1);
        let mut path: Row = [f32::NEG_INFINITY; LANES];
        path[OUTSIDE] = 0.0;
        paths.push(path);
        for (index, scores) in scores.iter().enumerate() {
            let mut next = [f32::NEG_INFINITY; LANES];
            for (before, steps) in self.steps.iter().enumerate() {
                let so_far = path[before];
                for lane in 0..LANES {
                    let sum = so_far + steps[lane];
                    next[lane] = if sum > next[lane] { sum } else { next[lane] };
                }
            }
            add(&mut next, scores);
            if masked(index) {
                next[OUTSIDE + 1..].fill(f32::NEG_INFINITY);
            }
            path = next;
            paths.push(path);
        }
        // The first of equals, as everywhere below.
        let first_best = |sum: &dyn Fn(usize) -> f32| {
            (0..LABELS).fold(OUTSIDE, |best, label| if sum(label) > sum(best) { label } else { best })
        };
        let mut labels = vec![OUTSIDE; scores.len()];
        let mut after = None;
        for (label, path) in labels.iter_mut().zip(&paths[1..]).rev() {
            *label = match after {
                None => first_best(&|label| path[label]),
                Some(after) => first_best(&|before: usize| path[before] + self.steps[before][after]),
            };
            after = Some(*label);
        }
        labels
    }

    /// Reads a model as [`to_bytes`] writes it; none if it is no such model.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut take = |count: usize| {
            let (head, tail) = rest.split_at_checked(count)?;
            rest = tail;
            Some(head)
        };
        let labels = usize::from(*take(1)?.first()?);
        let scale = f32::from_le_bytes(take(4)?.try_into().ok()?);
        let count = u32::from_le_bytes(take(4)?.try_into().ok()?);
        // No feature takes less than six bytes.
        if labels != LABELS || !scale.is_finite() || count as usize > bytes.len() / 6 {
            return None;
        }
        let mut steps = [[f32::NEG_INFINITY; LANES]; LABELS];
        for (before, row) in steps.iter_mut().enumerate() {
            for (label, weight) in row.iter_mut().take(LABELS).enumerate() {
                let written = f32::from_le_bytes(take(4)?.try_into().ok()?);
                if may_follow(before, label) {
                    *weight = written;
                }
            }
        }
        let places = vec![(0, VACANT); (count as usize * 3).next_power_of_two().max(1)];
        let mut tagger = Self { rows: Vec::with_capacity(count as usize), places, steps };
        for _ in 0..count {
            let feature = u32::from_le_bytes(take(4)?.try_into().ok()?);
            let present = u16::from_le_bytes(take(2)?.try_into().ok()?);
            let mut weights = [0.0; LANES];
            for (label, weight) in weights.iter_mut().take(LABELS).enumerate() {
                if present & (1 << label) != 0 {
                    *weight = f32::from(i8::from_le_bytes([*take(1)?.first()?])) * scale;
                }
            }
            tagger.insert(feature, weights);
        }
        Some(tagger)
    }

    fn insert(&mut self, feature: u32, weights: Row) {
        let last = self.places.len() - 1;
        let mut at = feature as usize & last;
        while self.places[at].1 != VACANT {
            at = (at + 1) & last;
        }
        self.places[at] = (feature, u32::try_from(self.rows.len()).unwrap_or_default());
        self.rows.push(weights);
    }
}

#[inline]
fn add(sums: &mut Row, weights: &Row) {
    // By index over a fixed length: what a compiler makes vector instructions of, with or without inlining elsewhere.
    for lane in 0..LANES {
        sums[lane] += weights[lane];
    }
}

/// A model as bytes: weights in 8 bits each, zeros left out, in the order of the features.
pub(super) fn to_bytes(weights: &FeatureMap<Weights>, steps: &[Weights; LABELS]) -> Vec<u8> {
    let weights: BTreeMap<u32, Weights> =
        weights.iter().map(|(feature, weights)| (short(*feature), *weights)).collect();
    let largest = weights.values().flatten().fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
    let rows: Vec<(u32, [i8; LABELS])> = weights
        .iter()
        .map(|(feature, weights)| (*feature, weights.map(|weight| (weight / scale).round() as i8)))
        .filter(|(_, weights)| weights.iter().any(|weight| *weight != 0))
        .collect();
    let mut bytes = MAGIC.to_vec();
    bytes.push(LABELS as u8);
    bytes.extend(scale.to_le_bytes());
    bytes.extend((rows.len() as u32).to_le_bytes());
    bytes.extend(steps.iter().flatten().flat_map(|weight| weight.to_le_bytes()));
    for (feature, weights) in rows {
        let present =
            (0..LABELS).filter(|&label| weights[label] != 0).fold(0u16, |set, label| set | 1 << label);
        bytes.extend(feature.to_le_bytes());
        bytes.extend(present.to_le_bytes());
        bytes.extend(weights.iter().filter(|weight| **weight != 0).flat_map(|weight| weight.to_le_bytes()));
    }
    bytes
}

/// Half of the hash is enough to tell features apart, and half as large.
fn short(feature: u64) -> u32 {
    (feature >> 32) as u32
}
