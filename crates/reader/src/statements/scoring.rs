//! Sums of learnt weights over features that are never put together as text, unless somebody wants to see them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use salname_packs::StatementWeights;

/// What the names of the features begin with that spot kinds.
pub(super) const SPOTTING: &str = "spot:";

/// Weights by the hash of their feature's name.
#[derive(Debug, Clone, Default)]
pub(super) struct Weights {
    by_hash: HashMap<u64, f32, BuildHasherDefault<AsItIs>>,
}

impl Weights {
    pub fn new(written: &StatementWeights) -> Self {
        // What spots kinds has a table of its own.
        let own = written.iter().filter(|(feature, _)| !feature.starts_with(SPOTTING));
        Self { by_hash: own.map(|(feature, weight)| (hash(&[feature]), weight)).collect() }
    }

    /// True if the feature of these parts was met in training.
    pub fn knows(&self, parts: &[&str]) -> bool {
        self.by_hash.contains_key(&hash(parts))
    }

    /// The weight of the feature with this hash; 0 if it was never seen.
    pub fn of(&self, hash: u64) -> f32 {
        self.by_hash.get(&hash).copied().unwrap_or_default()
    }
}

/// Adds up the weights of features, and keeps their names where they are wanted for learning.
#[derive(Debug)]
pub(super) struct Sum<'w> {
    weights: &'w Weights,
    pub sum: f32,
    pub names: Option<Vec<String>>,
}

impl<'w> Sum<'w> {
    pub fn new(weights: &'w Weights, named: bool) -> Self {
        Self { weights, sum: 0.0, names: named.then(Vec::new) }
    }

    /// Adds a feature; its name is its parts with a colon between each two.
    pub fn add<const N: usize>(&mut self, parts: [&str; N]) {
        self.sum += self.weights.of(hash(&parts));
        if let Some(names) = &mut self.names {
            names.push(parts.join(":"));
        }
    }

    pub fn probability(&self) -> f32 {
        1.0 / (1.0 + (-self.sum).exp())
    }
}

/// FNV-1a of the parts as they would stand with a colon between each two.
pub(super) fn hash(parts: &[&str]) -> u64 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    let mut hash = START;
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            hash = step(hash, b':');
        }
        hash = part.bytes().fold(hash, step);
    }
    hash
}

/// A hasher for keys that are hashes already.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
