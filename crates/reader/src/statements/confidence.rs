//! Confidence: the probability that a candidate is what the passage says.
//!
//! A logistic model over what is seen of the candidate: its frame, its verb's form, the roles that were filled and how,
//! where its date came from, and the words around. Its weights are learnt by `examples/train_statements.rs`.

use salname_packs::StatementWeights;

/// A logistic model.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    weights: StatementWeights,
}

impl Model {
    pub fn new(weights: &StatementWeights) -> Self {
        Self { weights: weights.clone() }
    }

    /// The probability that a candidate with these features is right.
    pub fn probability(&self, features: &[String]) -> f32 {
        let sum: f32 = features.iter().map(|feature| self.weights.of(feature)).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// Candidates of a kind below this are dropped.
    pub fn threshold(&self, kind: salname_model::Kind) -> f32 {
        self.weights.threshold(kind)
    }
}
