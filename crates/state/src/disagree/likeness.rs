//! How alike two sentences are: by the stems of their words, of which the rare ones weigh more (inverse document
//! frequency, Spärck Jones 1972).

use rustc_hash::FxHashMap;
use salname_packs::state::{fold, words};

use super::STEM;

/// Shorter words say little.
const SHORTEST: usize = 4;
/// A sentence is found by so many of its rarest words…
const RAREST: usize = 8;
/// …that are not in more than so many others.
const MOST_SHARED: usize = 128;

/// The stems of the words that begin with a capital letter.
pub fn capitalised(text: &str) -> impl Iterator<Item = u32> {
    let words = text.split(|sign: char| !sign.is_alphanumeric());
    words.filter(|word| word.starts_with(char::is_uppercase)).flat_map(stems)
}

/// The stems of the longer words of a text, without those that stand beside a number: they are of a date, mostly.
pub fn stems(text: &str) -> Vec<u32> {
    let folded = fold(text);
    let all: Vec<&str> = words(&folded).collect();
    let numeric =
        |at: usize| all.get(at).is_some_and(|word| word.starts_with(|sign: char| sign.is_numeric()));
    let counts =
        |at: usize| all[at].chars().count() >= SHORTEST && !(at.saturating_sub(1)..=at + 1).any(numeric);
    (0..all.len()).filter(|at| counts(*at)).map(|at| stem(all[at], STEM)).collect()
}

/// A number for the first letters of a word, the same in every run (FNV-1a).
pub fn stem(word: &str, letters: usize) -> u32 {
    let stem = word.char_indices().nth(letters).map_or(word, |(end, _)| &word[..end]);
    stem.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Each stem once, in order.
pub fn sorted(stems: impl IntoIterator<Item = u32>) -> Box<[u32]> {
    let mut all: Vec<u32> = stems.into_iter().collect();
    all.sort_unstable();
    all.dedup();
    all.into()
}

/// How much each stem tells.
pub struct Weights {
    of_stem: FxHashMap<u32, (f64, usize)>,
}

impl Weights {
    /// The weights of the stems of some sentences.
    pub fn new<'s>(sentences: impl Iterator<Item = &'s [u32]>) -> Self {
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        let mut all = 0_usize;
        for stems in sentences {
            all += 1;
            for stem in stems {
                *counts.entry(*stem).or_default() += 1;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of sentences are far below 2^52")]
        let weight = |count: usize| (all as f64 / count as f64).ln();
        Self { of_stem: counts.into_iter().map(|(stem, count)| (stem, (weight(count), count))).collect() }
    }

    /// The weight of a stem: the logarithm of how many sentences there are for one that has it.
    pub fn of(&self, stem: u32) -> f64 {
        self.of_stem.get(&stem).map_or(0.0, |(weight, _)| *weight)
    }

    /// The rarest stems that others have too.
    pub fn rarest(&self, stems: &[u32]) -> Vec<u32> {
        let count = |stem: &u32| self.of_stem.get(stem).map_or(0, |(_, count)| *count);
        let mut shared: Vec<u32> =
            stems.iter().copied().filter(|stem| (2..=MOST_SHARED).contains(&count(stem))).collect();
        shared.sort_unstable_by_key(|stem| (count(stem), *stem));
        shared.truncate(RAREST);
        shared
    }

    /// How alike two sets of stems are, from 0 to 1, and the weight of what they share; without some of the stems.
    pub fn alike(&self, a: &[u32], b: &[u32], without: &[u32]) -> (f64, f64) {
        let sum = |stems: &mut dyn Iterator<Item = &u32>| -> f64 {
            stems.filter(|stem| without.binary_search(stem).is_err()).map(|stem| self.of(*stem)).sum()
        };
        let shared = sum(&mut a.iter().filter(|stem| b.binary_search(stem).is_ok()));
        let norm = (sum(&mut a.iter()) * sum(&mut b.iter())).sqrt();
        (if norm > 0.0 { shared / norm } else { 0.0 }, shared)
    }
}
