//! Logistic regression with L2 regularisation over sparse features, by plain gradient steps: small, exact to repeat.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What to learn from.
pub struct Example {
    pub features: Vec<String>,
    pub right: bool,
}

/// The learnt weights.
pub struct Logistic {
    weights: BTreeMap<String, f32>,
}

const EPOCHS: usize = 20;
const FIRST_STEP: f32 = 0.03;
/// Strength of the pull towards zero.
const DECAY: f32 = 0.03;
/// Features seen less often are not learnt.
const RAREST: usize = 2;

impl Logistic {
    /// Learns from examples, in their order.
    pub fn train(examples: &[Example]) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for feature in examples.iter().flat_map(|example| &example.features) {
            *counts.entry(feature).or_default() += 1;
        }
        let names: Vec<&str> =
            counts.iter().filter(|(_, count)| **count >= RAREST).map(|(name, _)| *name).collect();
        let index: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
        let rows: Vec<(Vec<usize>, f32)> = examples
            .iter()
            .map(|example| {
                let features =
                    example.features.iter().filter_map(|feature| index.get(feature.as_str()).copied());
                (features.collect(), f32::from(u8::from(example.right)))
            })
            .collect();
        let mut weights = vec![0.0_f32; names.len()];
        // AdaGrad: features that come often take smaller steps.
        let mut squares = vec![1e-3_f32; names.len()];
        for epoch in 0..EPOCHS {
            // A fixed stride visits every example once, in another order each time.
            let stride = [7919, 104_729, 1_299_709, 15_485_863][epoch % 4];
            for turn in 0..rows.len() {
                let (features, right) = &rows[(turn * stride + epoch) % rows.len()];
                let sum: f32 = features.iter().map(|&at| weights[at]).sum();
                let error = 1.0 / (1.0 + (-sum).exp()) - right;
                for &at in features {
                    let gradient = error + DECAY * weights[at];
                    squares[at] += gradient * gradient;
                    weights[at] -= FIRST_STEP * gradient / squares[at].sqrt();
                }
            }
        }
        let weights = names.into_iter().map(str::to_owned).zip(weights).collect();
        Self { weights }
    }

    pub fn probability(&self, features: &[String]) -> f32 {
        let sum: f32 = features.iter().filter_map(|feature| self.weights.get(feature)).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// The file of weights, features in order.
    pub fn lines(&self, threshold: f32) -> String {
        let mut lines = String::new();
        for kind in salname_model::Kind::ALL {
            let _ = writeln!(lines, "threshold:{kind}\t{threshold:.2}");
        }
        for (feature, weight) in &self.weights {
            if weight.abs() >= 0.004 || feature.starts_with("t:") {
                let _ = writeln!(lines, "{feature}\t{weight:.3}");
            }
        }
        lines
    }
}
