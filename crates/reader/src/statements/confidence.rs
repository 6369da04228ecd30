//! Confidence: the probability that a candidate is what the passage says.
//!
//! A logistic model over what is seen of the candidate: its frame, its verb's form, the roles that were filled and how,
//! where its date came from, and the words around. Its weights are learnt by `examples/train_statements.rs`.

use salname_model::Kind;
use salname_packs::{StatementTrees, StatementWeights};

use super::judging::Trees;
use super::scoring::{Weights, hash};
use super::spotting::Spotter;

/// What a candidate in a language that nothing was learnt from is worth, by how many of its roles are filled.
const UNSEEN_EMPTY: f32 = 0.1;
const UNSEEN_ONE: f32 = 0.4;
const UNSEEN_MORE: f32 = 0.6;

/// In such a language a candidate below this is dropped: one filled role is enough, whatever its kind.
const UNSEEN_THRESHOLD: f32 = 0.3;

/// A logistic model.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    /// Weights of what is seen of candidates, fillers and dates.
    pub weights: Weights,
    /// Below these, by kind, candidates are dropped.
    thresholds: [f32; Kind::ALL.len()],
    /// What spots kinds where no trigger stands.
    pub spotter: Spotter,
    /// What judges the candidates of a sentence beside each other.
    pub trees: Trees,
    /// True where what is chosen shall be told with its features, for learning.
    pub tells: bool,
}

impl Model {
    pub fn new(weights: &StatementWeights, trees: &StatementTrees) -> Self {
        Self {
            weights: Weights::new(weights),
            thresholds: std::array::from_fn(|at| weights.threshold(Kind::ALL[at])),
            spotter: Spotter::new(weights),
            trees: Trees::new(trees),
            tells: false,
        }
    }

    /// True if fillers and dates are chosen by weights that were learnt from this language.
    pub fn learnt_from(&self, language: &str) -> bool {
        self.weights.knows(&["learnt", language])
    }

    /// The sum of what speaks for a candidate with these features.
    pub fn sum(&self, features: &[String]) -> f32 {
        features.iter().map(|feature| self.weights.of(hash(&[feature]))).sum()
    }

    /// The probability that a candidate is right in a language that nothing was learnt from: by what it fills alone.
    pub fn of_marks(&self, features: &[String]) -> f32 {
        let roles = |one: &&String| one.starts_with("r:") && !one.contains(":about:");
        let filled = features.iter().filter(roles).filter(|one| !one.ends_with(":0")).count();
        match filled {
            0 => UNSEEN_EMPTY,
            1 => UNSEEN_ONE,
            _ => UNSEEN_MORE,
        }
    }

    /// Candidates of a kind below this are dropped; thresholds learnt by kind hold for the languages `learnt` from.
    pub fn threshold(&self, kind: Kind, learnt: bool) -> f32 {
        if learnt { self.thresholds[kind as usize] } else { UNSEEN_THRESHOLD }
    }
}

/// The probability that a sum of weights stands for.
pub(super) fn logistic(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}
