use std::collections::HashMap;

use salname_model::Kind;

use crate::{PackError, PackFiles};

/// `statements/weights.tsv`: what was learnt of which candidates for statements are right.
///
/// Lines of a feature, a tab and its weight; `threshold:KIND` is the probability below which candidates of a kind are
/// dropped. The file is written by the reader's `train_statements` and read by no one else.
#[derive(Debug, Clone, Default)]
pub struct StatementWeights {
    weights: HashMap<String, f32>,
}

/// Without a threshold of its own, a kind's candidates have to be likelier right than wrong.
const EVEN: f32 = 0.5;

impl StatementWeights {
    /// Reads the file; without one, every candidate is as likely right as wrong.
    ///
    /// # Errors
    /// If a line is no feature with its weight.
    pub fn load(files: &PackFiles) -> Result<Self, PackError> {
        const PATH: &str = "statements/weights.tsv";
        let mut weights = HashMap::new();
        for (number, line) in files.text(PATH)?.unwrap_or_default().lines().enumerate() {
            let read =
                line.split_once('\t').and_then(|(feature, weight)| Some((feature, weight.parse().ok()?)));
            let Some((feature, weight)) = read else {
                return Err(PackError::new(PATH, format!("line {}: no feature, tab and weight", number + 1)));
            };
            weights.insert(feature.to_owned(), weight);
        }
        Ok(Self { weights })
    }

    /// All features with their weights, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f32)> + '_ {
        self.weights.iter().map(|(feature, weight)| (feature.as_str(), *weight))
    }

    /// The weight of a feature; 0 if it was never seen.
    #[must_use]
    pub fn of(&self, feature: &str) -> f32 {
        self.weights.get(feature).copied().unwrap_or_default()
    }

    /// Weights from anywhere else, for trying before they are written.
    #[must_use]
    pub fn of_lines(lines: impl IntoIterator<Item = (String, f32)>) -> Self {
        Self { weights: lines.into_iter().collect() }
    }

    /// True if the feature was met in training.
    #[must_use]
    pub fn knows(&self, feature: &str) -> bool {
        self.weights.contains_key(feature)
    }

    /// The probability below which candidates of a kind are dropped.
    #[must_use]
    pub fn threshold(&self, kind: Kind) -> f32 {
        self.weights.get(&format!("threshold:{kind}")).copied().unwrap_or(EVEN)
    }
}
