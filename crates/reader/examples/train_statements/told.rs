//! What is told of each passage, and what of the gold it agrees with.

use crate::Pairs;
use crate::corpus::{Corpus, Seen, Thresholds};
use crate::gold::Passage;

/// What is told of passages by candidates that are so likely; all lists by passage.
pub struct Told<'a> {
    pub corpus: &'a Corpus,
    pub passages: &'a [Passage],
    pub seen: &'a [Seen],
    pub probabilities: &'a [Vec<f32>],
    /// The candidates that are told.
    pub kept: Vec<Vec<usize>>,
    /// The gold statements that some of them agree with.
    pub pairs: Vec<Pairs>,
}

impl<'a> Told<'a> {
    pub fn new(
        corpus: &'a Corpus,
        passages: &'a [Passage],
        seen: &'a [Seen],
        probabilities: &'a [Vec<f32>],
        thresholds: &Thresholds,
    ) -> Self {
        let kept: Vec<Vec<usize>> =
            seen.iter().zip(probabilities).map(|(seen, found)| seen.kept(found, thresholds)).collect();
        let pairs = (0..seen.len()).map(|at| crate::pairs(&passages[at], &seen[at], &kept[at])).collect();
        Self { corpus, passages, seen, probabilities, kept, pairs }
    }
}
