//! Sums of learnt weights over features that are never put together as text, unless somebody wants to see them.

use std::hash::Hasher;

use salname_packs::StatementWeights;

/// What the names of the features begin with that spot kinds.
pub(super) const SPOTTING: &str = "sp:";

/// Weights by the hash of their feature's name, in a table of buckets: a weight stands in the bucket of its hash, or in
/// the first one after it that has room.
///
/// Looking weights up is waiting for memory: a bucket is a line of the cache, and nothing is guessed before it is there.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    buckets: Box<[Bucket]>,
}

/// Weights in a bucket; so many are in use on average, and few buckets are ever full.
const ROOM: usize = 7;
const IN_USE: usize = 4;

/// Some weights, each with the lower half of its mixed hash; the upper half tells the bucket.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Bucket {
    /// 0 where there is room.
    halves: [u32; ROOM],
    /// True if a weight found no room here and stands further on.
    spills: bool,
    /// One for each half, and in the last place that of a feature that is not here: 0.
    weights: [f32; ROOM + 1],
}

impl Bucket {
    /// The place of a weight: the last place if there is none, and one past it if that stands further on.
    ///
    /// Without a branch: whether a feature was seen is anybody's guess.
    #[inline]
    fn place(&self, half: u32) -> usize {
        let mut found = 1_u32 << (ROOM + usize::from(self.spills));
        for place in 0..ROOM {
            found |= u32::from(self.halves[place] == half) << place;
        }
        found.trailing_zeros() as usize
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self::new(&StatementWeights::default())
    }
}

impl Weights {
    pub fn new(written: &StatementWeights) -> Self {
        // What spots kinds has a table of its own.
        let mut own: Vec<(u64, f32)> = Vec::with_capacity(written.len());
        written.groups(|begins, features| {
            if begins.starts_with(SPOTTING) {
                return;
            }
            let begun = Hash(Part::of(begins).hash);
            own.extend(features.map(|(rest, weight)| {
                let rest = Part::of(rest);
                let whole = if begins.is_empty() { Hash(rest.hash) } else { begun.then(rest) };
                (whole.0, weight)
            }));
        });
        let mut made = Self { buckets: vec![Bucket::default(); own.len() / IN_USE + 1].into() };
        own.into_iter().for_each(|(hash, weight)| made.add(hash, weight));
        made
    }

    fn add(&mut self, hash: u64, weight: f32) {
        let (mut at, half) = self.begin(hash);
        loop {
            let Bucket { halves, spills, weights } = &mut self.buckets[at];
            if let Some(place) = halves.iter().position(|other| *other == half || *other == 0) {
                (halves[place], weights[place]) = (half, weight);
                return;
            }
            *spills = true;
            at = self.after(at);
        }
    }

    /// True if the feature of these parts was met in training.
    pub fn knows(&self, parts: &[&str]) -> bool {
        self.find(hash(parts)).1 < ROOM
    }

    /// The weight of the feature with this hash; 0 if it was never seen.
    #[inline]
    fn of(&self, hash: u64) -> f32 {
        let (bucket, place) = self.find(hash);
        bucket.weights[place]
    }

    /// The bucket and the place of a feature; the last place if it was never seen.
    #[inline]
    fn find(&self, hash: u64) -> (&Bucket, usize) {
        let (mut at, half) = self.begin(hash);
        loop {
            let bucket = &self.buckets[at];
            let place = bucket.place(half);
            if place <= ROOM {
                return (bucket, place);
            }
            at = self.after(at);
        }
    }

    /// The bucket of a hash, and the half of it that stands there.
    #[inline]
    fn begin(&self, hash: u64) -> (usize, u32) {
        let mixed = mixed(hash);
        let at = ((mixed >> 32) * self.buckets.len() as u64) >> 32;
        (at as usize, mixed as u32 | 1)
    }

    /// The bucket after one.
    #[inline]
    fn after(&self, at: usize) -> usize {
        if at + 1 < self.buckets.len() { at + 1 } else { 0 }
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
const BASE_2: u64 = BASE.wrapping_mul(BASE);
const BASE_3: u64 = BASE_2.wrapping_mul(BASE);
const BASE_4: u64 = BASE_3.wrapping_mul(BASE);

/// A byte counts from 1, so that no two texts of different lengths are one number.
#[inline]
const fn digit(byte: u8) -> u64 {
    byte as u64 + 1
}

impl<'a> Part<'a> {
    #[inline]
    pub const fn of(text: &'a str) -> Self {
        let (mut hash, mut power, mut rest) = (0_u64, 1_u64, text.as_bytes());
        // Four at a time: a multiplication waits for one before it, not for four.
        while let [one, two, three, four, more @ ..] = rest {
            let high = digit(*one).wrapping_mul(BASE_3).wrapping_add(digit(*two).wrapping_mul(BASE_2));
            let low = digit(*three).wrapping_mul(BASE).wrapping_add(digit(*four));
            hash = hash.wrapping_mul(BASE_4).wrapping_add(high.wrapping_add(low));
            power = power.wrapping_mul(BASE_4);
            rest = more;
        }
        while let [one, more @ ..] = rest {
            hash = hash.wrapping_mul(BASE).wrapping_add(digit(*one));
            power = power.wrapping_mul(BASE);
            rest = more;
        }
        Self { text, hash, power }
    }

    pub const fn text(self) -> &'a str {
        self.text
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
        Self(self.0.wrapping_mul(BASE).wrapping_add(digit(b':'))).glued(part)
    }
}

/// A number as a part of a feature's name: no feature counts further than 11.
pub(super) fn count(number: usize) -> Part<'static> {
    const NUMBERS: [Part<'static>; 12] = [
        Part::of("0"),
        Part::of("1"),
        Part::of("2"),
        Part::of("3"),
        Part::of("4"),
        Part::of("5"),
        Part::of("6"),
        Part::of("7"),
        Part::of("8"),
        Part::of("9"),
        Part::of("10"),
        Part::of("11"),
    ];
    NUMBERS[number.min(11)]
}

/// The first letters of a word: they stand for its stem.
pub(super) fn beginning(word: &str, letters: usize) -> &str {
    word.char_indices().nth(letters).map_or(word, |(end, _)| &word[..end])
}

/// The last letters of a word.
pub(super) fn ending(word: &str, letters: usize) -> &str {
    word.char_indices().rev().nth(letters - 1).map_or(word, |(start, _)| &word[start..])
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
    sum: f32,
    /// Hashes of features whose weights are still to be added: looked up together, none waits for the memory of another.
    waiting: [u64; WAITING],
    count: usize,
    pub names: Option<Vec<String>>,
}

/// So many features are looked up together.
const WAITING: usize = 32;

impl<'w> Sum<'w> {
    pub fn new(weights: &'w Weights, named: bool) -> Self {
        Self { weights, sum: 0.0, waiting: [0; WAITING], count: 0, names: named.then(Vec::new) }
    }

    /// Goes on with what was added up before.
    pub fn on(weights: &'w Weights, sum: f32) -> Self {
        Self { sum, ..Self::new(weights, false) }
    }

    /// Adds a feature whose name is `begins` and the parts, with a colon between each two.
    #[inline]
    pub fn of<const N: usize>(&mut self, begins: Part, parts: [Part; N]) {
        self.add(parts.iter().fold(Hash(begins.hash), |hash, part| hash.then(*part)));
        if self.names.is_some() {
            self.name(begins, &parts, "");
        }
    }

    /// Adds a feature as [`Self::of`], with a part between `begins` and the others.
    #[inline]
    pub fn behind<const N: usize>(&mut self, begins: Part, next: Part, parts: [Part; N]) {
        let begun = Hash(begins.hash).then(next);
        self.add(parts.iter().fold(begun, |hash, part| hash.then(*part)));
        if self.names.is_some() {
            let all: Vec<Part> = std::iter::once(next).chain(parts).collect();
            self.name(begins, &all, "");
        }
    }

    /// Adds a feature as [`Self::of`], with a last part that stands right behind the one before.
    #[inline]
    pub fn glued<const N: usize>(&mut self, begins: Part, parts: [Part; N], last: Part) {
        self.add(parts.iter().fold(Hash(begins.hash), |hash, part| hash.then(*part)).glued(last));
        if self.names.is_some() {
            self.name(begins, &parts, last.text);
        }
    }

    #[inline]
    fn add(&mut self, hash: Hash) {
        if self.count == WAITING {
            self.look_up();
        }
        self.waiting[self.count] = hash.0;
        self.count += 1;
    }

    #[cold]
    fn name(&mut self, begins: Part, parts: &[Part], last: &str) {
        let texts: Vec<&str> =
            std::iter::once(begins.text).chain(parts.iter().map(|part| part.text)).collect();
        self.names.get_or_insert_default().push(texts.join(":") + last);
    }

    #[inline(never)]
    fn look_up(&mut self) {
        for hash in &self.waiting[..self.count] {
            self.sum += self.weights.of(*hash);
        }
        self.count = 0;
    }

    /// The sum of the weights.
    pub fn total(&mut self) -> f32 {
        self.look_up();
        self.sum
    }

    pub fn probability(&mut self) -> f32 {
        1.0 / (1.0 + (-self.total()).exp())
    }
}

/// A part of a feature's name whose text is known beforehand, and hashed while compiling.
macro_rules! part {
    ($text:literal) => {
        const { $crate::statements::scoring::Part::of($text) }
    };
}
pub(super) use part;

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
