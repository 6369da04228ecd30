//! Sums of learnt weights over features that are never put together as text, unless somebody wants to see them.

use std::hash::Hasher;

use salname_packs::StatementWeights;

/// What the names of the features begin with that spot kinds.
pub(super) const SPOTTING: &str = "spot:";

/// Weights by the hash of their feature's name: a table of twice as many places as weights or more, each weight in the
/// first free one from that of its hash on.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    places: Box<[Place]>,
    /// How far a mixed hash is shifted to give a place.
    shift: u32,
}

/// A weight with the lower half of its mixed hash; the upper half tells where it stands.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// Never 0, but where the place is free.
    half: u32,
    weight: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self::new(&StatementWeights::default())
    }
}

impl Weights {
    pub fn new(written: &StatementWeights) -> Self {
        // What spots kinds has a table of its own.
        let own = || written.iter().filter(|(feature, _)| !feature.starts_with(SPOTTING));
        let size = (own().count() * 2 + 1).next_power_of_two().max(4);
        let mut made =
            Self { places: vec![Place::default(); size].into(), shift: u64::BITS - size.trailing_zeros() };
        for (feature, weight) in own() {
            let (place, half) = made.find(Part::of(feature).hash);
            made.places[place] = Place { half, weight };
        }
        made
    }

    /// True if the feature of these parts was met in training.
    pub fn knows(&self, parts: &[&str]) -> bool {
        self.places[self.find(hash(parts)).0].half != 0
    }

    /// The weight of the feature with this hash; 0 if it was never seen.
    #[inline]
    fn of(&self, hash: u64) -> f32 {
        self.places[self.find(hash).0].weight
    }

    /// The place of a hash, or the free one where it would stand, and the half of it that stands there.
    #[inline]
    fn find(&self, hash: u64) -> (usize, u32) {
        let mixed = mixed(hash);
        let half = mixed as u32 | 1;
        let mut place = (mixed >> self.shift) as usize;
        while self.places[place].half != half && self.places[place].half != 0 {
            place = (place + 1) & (self.places.len() - 1);
        }
        (place, half)
    }
}

/// A hash of which all bits hang on all others: the lower ones of a number hang on its last digits alone.
#[inline]
fn mixed(hash: u64) -> u64 {
    let folded = (hash ^ hash >> 32).wrapping_mul(BASE);
    folded ^ folded >> 29
}

/// A part of a feature's name, and what it adds to the hash of one.
///
/// A hash is the bytes as the digits of a number, modulo 2⁶⁴. So that of two texts one after the other follows from
/// those of the two, and a part that many names share is gone over once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    text: &'a str,
    hash: u64,
    /// The base to the power of the text's length.
    power: u64,
}

impl PartialEq for Part<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash && self.text == other.text
    }
}

const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

impl<'a> Part<'a> {
    #[inline]
    pub const fn of(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let (mut hash, mut power, mut at) = (0_u64, 1_u64, 0);
        while at < bytes.len() {
            // A byte counts from 1, so that no two texts of different lengths are one number.
            hash = hash.wrapping_mul(BASE).wrapping_add(bytes[at] as u64 + 1);
            power = power.wrapping_mul(BASE);
            at += 1;
        }
        Self { text, hash, power }
    }

    /// The same part with what was found before to be the hash of its text.
    #[inline]
    pub const fn known(text: &'a str, Hashed { hash, power }: Hashed) -> Self {
        Self { text, hash, power }
    }

    #[inline]
    pub const fn hashed(self) -> Hashed {
        Hashed { hash: self.hash, power: self.power }
    }
}

impl<'a> From<&'a str> for Part<'a> {
    fn from(text: &'a str) -> Self {
        Self::of(text)
    }
}

/// What a part adds to a hash, without its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hashed {
    hash: u64,
    power: u64,
}

/// The hash of a name in the making.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    /// With a part right behind what stands there.
    #[inline]
    fn glued(self, part: Part) -> Self {
        Self(self.0.wrapping_mul(part.power).wrapping_add(part.hash))
    }

    /// With a part behind a colon.
    #[inline]
    fn then(self, part: Part) -> Self {
        Self(self.0.wrapping_mul(BASE).wrapping_add(b':' as u64 + 1)).glued(part)
    }
}

/// The hash of a name of these parts, with a colon between each two.
pub(super) fn hash(parts: &[&str]) -> u64 {
    let (first, rest) = parts.split_first().expect("a name has a part");
    rest.iter().fold(Hash(0).glued(Part::of(first)), |hash, part| hash.then(Part::of(part))).0
}

/// As [`hash`], of parts that are hashed already.
#[inline]
pub(super) fn hash_of(parts: &[Part]) -> u64 {
    let (first, rest) = parts.split_first().expect("a name has a part");
    rest.iter().fold(Hash(first.hash), |hash, part| hash.then(*part)).0
}

/// A name of these parts.
pub(super) fn joined(parts: &[Part]) -> String {
    parts.iter().map(|part| part.text).collect::<Vec<_>>().join(":")
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
    #[inline]
    pub fn add<'p, const N: usize>(&mut self, parts: [impl Into<Part<'p>>; N]) {
        let parts = parts.map(Into::into);
        self.put(Hash(0).glued(parts[0]), &parts[..1], &parts[1..], None);
    }

    /// Adds a feature whose name begins so.
    #[inline]
    pub fn of<const N: usize>(&mut self, begins: &'static str, parts: [Part; N]) {
        self.put(Hash(0).glued(Part::of(begins)), &[Part::of(begins)], &parts, None);
    }

    /// Adds a feature whose name begins so and ends with a part that stands right behind the one before.
    #[inline]
    pub fn glued<const N: usize>(&mut self, begins: &'static str, parts: [Part; N], last: Part) {
        self.put(Hash(0).glued(Part::of(begins)), &[Part::of(begins)], &parts, Some(last));
    }

    #[inline]
    fn put(&mut self, begun: Hash, first: &[Part], parts: &[Part], last: Option<Part>) {
        let mut hash = parts.iter().fold(begun, |hash, part| hash.then(*part));
        if let Some(last) = last {
            hash = hash.glued(last);
        }
        self.sum += self.weights.of(hash.0);
        if let Some(names) = &mut self.names {
            let texts: Vec<&str> = first.iter().chain(parts).map(|part| part.text).collect();
            names.push(texts.join(":") + last.map_or("", |last| last.text));
        }
    }

    pub fn probability(&self) -> f32 {
        1.0 / (1.0 + (-self.sum).exp())
    }
}

/// A hasher for keys that are hashes already.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        mixed(self.0)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_parts_is_that_of_the_name() {
        let name = |text: &str| hash(&[text]);
        assert_eq!(hash(&["f3", "actor", "dative"]), name("f3:actor:dative"));
        assert_eq!(hash(&["", "", "ə"]), name("::ə"));
        assert_ne!(name("ab"), name("ba"));
        assert_ne!(name("a"), name("\0a"));
        assert_eq!(Hash(0).glued(Part::of("a:-")).glued(Part::of("ilk")).0, name("a:-ilk"));
    }
}
