//! A linear-chain conditional random field over words: finds the likeliest labels of a sentence.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::label::{LABELS, OUTSIDE, may_follow};

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

    fn write_u32(&mut self, number: u32) {
        self.0 = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// A map from features.
pub(super) type FeatureMap<T> = HashMap<u64, T, BuildHasherDefault<Passed>>;

/// A trained model.
#[derive(Debug, Clone, Default)]
pub(super) struct Tagger {
    weights: HashMap<u32, Weights, BuildHasherDefault<Passed>>,
    /// From label to label.
    steps: [Weights; LABELS],
}

const MAGIC: &[u8; 8] = b"names\0\0\x01";

impl Tagger {
    /// A tagger with these weights.
    pub fn new(weights: &FeatureMap<Weights>, steps: [Weights; LABELS]) -> Self {
        Self {
            weights: weights.iter().map(|(feature, weights)| (short(*feature), *weights)).collect(),
            steps,
        }
    }

    /// Adds the weights of a feature to a word's scores.
    pub fn add(&self, feature: u64, scores: &mut Weights) {
        if let Some(weights) = self.weights.get(&short(feature)) {
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += weight;
            }
        }
    }

    /// The likeliest sequence of labels for words with these scores. `masked` words are outside all names.
    pub fn best(&self, scores: &[Weights], masked: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut from: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
        let mut path: Weights = [f32::NEG_INFINITY; LABELS];
        path[OUTSIDE] = 0.0;
        for (index, scores) in scores.iter().enumerate() {
            let mut next = [f32::NEG_INFINITY; LABELS];
            let mut back = [0u8; LABELS];
            for label in 0..if masked(index) { 1 } else { LABELS } {
                for (before, so_far) in path.iter().enumerate() {
                    let sum = so_far + self.steps[before][label];
                    if sum > next[label] && may_follow(before, label) {
                        next[label] = sum;
                        back[label] = u8::try_from(before).unwrap_or(0);
                    }
                }
                next[label] += scores[label];
            }
            path = next;
            from.push(back);
        }
        let mut label =
            (0..LABELS).fold(OUTSIDE, |best, label| if path[label] > path[best] { label } else { best });
        let mut labels = vec![OUTSIDE; scores.len()];
        for index in (0..scores.len()).rev() {
            labels[index] = label;
            label = usize::from(from[index][label]);
        }
        labels
    }

    /// Reads a model as [`Tagger::to_bytes`] writes it; none if it is no such model.
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
        if labels != LABELS || !scale.is_finite() {
            return None;
        }
        let mut tagger = Self::default();
        for row in &mut tagger.steps {
            for weight in row {
                *weight = f32::from_le_bytes(take(4)?.try_into().ok()?);
            }
        }
        for _ in 0..count {
            let feature = u32::from_le_bytes(take(4)?.try_into().ok()?);
            let present = u16::from_le_bytes(take(2)?.try_into().ok()?);
            let mut weights = [0.0; LABELS];
            for (label, weight) in weights.iter_mut().enumerate() {
                if present & (1 << label) != 0 {
                    *weight = f32::from(i8::from_le_bytes([*take(1)?.first()?])) * scale;
                }
            }
            tagger.weights.insert(feature, weights);
        }
        Some(tagger)
    }

    /// The model as bytes: weights in 8 bits each, zeros left out, in the order of the features.
    pub fn to_bytes(&self) -> Vec<u8> {
        let largest = self.weights.values().flatten().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let mut rows: Vec<(u32, [i8; LABELS])> = self
            .weights
            .iter()
            .map(|(feature, weights)| (*feature, weights.map(|weight| (weight / scale).round() as i8)))
            .filter(|(_, weights)| weights.iter().any(|weight| *weight != 0))
            .collect();
        rows.sort_unstable();
        let mut bytes = MAGIC.to_vec();
        bytes.push(LABELS as u8);
        bytes.extend(scale.to_le_bytes());
        bytes.extend((rows.len() as u32).to_le_bytes());
        bytes.extend(self.steps.iter().flatten().flat_map(|weight| weight.to_le_bytes()));
        for (feature, weights) in rows {
            let present =
                (0..LABELS).filter(|&label| weights[label] != 0).fold(0u16, |set, label| set | 1 << label);
            bytes.extend(feature.to_le_bytes());
            bytes.extend(present.to_le_bytes());
            bytes.extend(
                weights.iter().filter(|weight| **weight != 0).flat_map(|weight| weight.to_le_bytes()),
            );
        }
        bytes
    }
}

/// Half of the hash is enough to tell features apart, and half as large.
fn short(feature: u64) -> u32 {
    (feature >> 32) as u32
}
