//! Confidence: the probability that a candidate is what the passage says.
//!
//! A logistic model over what is seen of the candidate: its frame, its verb's form, the roles that were filled and how,
//! where its date came from, and the words around. Its weights are learnt by `examples/train_statements.rs`.

use salname_packs::StatementWeights;

use super::scoring::Weights;

/// What a candidate of a frame that training never met is worth, by how many of its roles are filled.
const UNSEEN_EMPTY: f32 = 0.1;
const UNSEEN_ONE: f32 = 0.35;
const UNSEEN_MORE: f32 = 0.6;

/// A logistic model.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    pub weights: StatementWeights,
    /// The same, for what is looked up often.
    pub hashed: Weights,
    /// True where what is chosen shall be told with its features, for learning.
    pub tells: bool,
}

impl Model {
    pub fn new(weights: &StatementWeights) -> Self {
        Self { weights: weights.clone(), hashed: Weights::new(weights), tells: false }
    }

    /// True if fillers and dates are chosen by weights that were learnt from this language.
    pub fn learnt_from(&self, language: &str) -> bool {
        self.weights.knows(&format!("learnt:{language}"))
    }

    /// The probability that a candidate with these features is right.
    ///
    /// A frame that was never seen in training is judged by what it fills alone.
    pub fn probability(&self, features: &[String]) -> f32 {
        let seen = features.iter().any(|feature| feature.starts_with("t:") && self.weights.knows(feature));
        if !seen {
            let filled = |count: &str| {
                features
                    .iter()
                    .filter(|one| one.starts_with("r:") && !one.contains(":about:") && one.ends_with(count))
                    .count()
            };
            let all = features.iter().filter(|one| one.starts_with("r:") && !one.contains(":about:")).count();
            return match all - filled(":0") {
                0 => UNSEEN_EMPTY,
                1 => UNSEEN_ONE,
                _ => UNSEEN_MORE,
            };
        }
        let sum: f32 = features.iter().map(|feature| self.weights.of(feature)).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// Candidates of a kind below this are dropped.
    pub fn threshold(&self, kind: salname_model::Kind) -> f32 {
        self.weights.threshold(kind)
    }
}
