//! Logistic regression with L2 regularisation over sparse features, by plain gradient steps: small, exact to repeat.

use std::collections::HashMap;

/// Features by number, so that they are compared as text only once.
#[derive(Default)]
pub struct Names {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    fn number(&mut self, feature: &str) -> u32 {
        if let Some(&number) = self.numbers.get(feature) {
            return number;
        }
        let number = u32::try_from(self.names.len()).expect("there are fewer features than numbers");
        self.numbers.insert(feature.to_owned(), number);
        self.names.push(feature.to_owned());
        number
    }

    /// The numbers of some features, in their order.
    pub fn of(&mut self, features: &[String]) -> Vec<u32> {
        features.iter().map(|feature| self.number(feature)).collect()
    }
}

/// What to learn from.
#[derive(Clone)]
pub struct Example {
    pub features: Vec<u32>,
    pub right: bool,
}

/// The learnt weights, by the numbers of their features.
pub struct Logistic {
    weights: Vec<f32>,
    known: Vec<bool>,
}

/// How long and how carefully to learn.
#[derive(Clone, Copy)]
pub struct Pace {
    pub epochs: usize,
    pub first_step: f32,
    /// Strength of the pull towards zero.
    pub decay: f32,
    /// Features seen less often are not learnt.
    pub rarest: usize,
}

impl Logistic {
    /// Learns which examples are right, each by itself, from examples in their order.
    pub fn train<'a>(examples: impl Iterator<Item = &'a Example>, pace: Pace) -> Self {
        let examples: Vec<&Example> = examples.collect();
        let mut descent = Descent::new(&examples.iter().copied(), pace);
        let rows: Vec<(Vec<usize>, f32)> = examples
            .iter()
            .map(|example| (descent.known(example), f32::from(u8::from(example.right))))
            .collect();
        for at in visits(rows.len(), pace.epochs) {
            let (features, right) = &rows[at];
            let error = 1.0 / (1.0 + (-descent.sum(features)).exp()) - right;
            descent.step(features, error);
        }
        descent.learnt
    }

    /// Learns which of several examples is the right one, from such sets in their order: how likely each is, is told
    /// beside the others. Where several of a set are right, any of them will do; a set without one teaches nothing.
    pub fn train_among<'a>(sets: impl Iterator<Item = &'a Vec<Example>>, pace: Pace) -> Self {
        let sets: Vec<&Vec<Example>> = sets.filter(|set| set.iter().any(|one| one.right)).collect();
        let mut descent = Descent::new(&sets.iter().copied().flatten(), pace);
        let rows: Vec<Vec<(Vec<usize>, bool)>> =
            sets.iter().map(|set| set.iter().map(|one| (descent.known(one), one.right)).collect()).collect();
        for at in visits(rows.len(), pace.epochs) {
            let row = &rows[at];
            let sums: Vec<f32> = row.iter().map(|(features, _)| descent.sum(features)).collect();
            let highest = sums.iter().copied().fold(f32::MIN, f32::max);
            let shares: Vec<f32> = sums.iter().map(|sum| (sum - highest).exp()).collect();
            let all: f32 = shares.iter().sum();
            let right: f32 =
                row.iter().zip(&shares).filter(|((_, right), _)| *right).map(|(_, share)| share).sum();
            for ((features, is_right), share) in row.iter().zip(&shares) {
                let wanted = if *is_right { share / right.max(f32::MIN_POSITIVE) } else { 0.0 };
                descent.step(features, share / all - wanted);
            }
        }
        descent.learnt
    }

    /// The sum of the weights of some features.
    pub fn sum(&self, features: &[u32]) -> f32 {
        features.iter().filter_map(|at| self.weights.get(*at as usize)).sum()
    }

    pub fn len(&self) -> usize {
        self.known.iter().filter(|known| **known).count()
    }

    /// The weights that are not nearer to 0 than `least`, features in order.
    pub fn weights(&self, names: &Names, least: f32) -> Vec<(String, f32)> {
        let mut lines: Vec<(String, f32)> = (0..self.weights.len())
            .filter(|&at| self.known[at])
            .map(|at| (names.names[at].clone(), self.weights[at]))
            .filter(|(feature, weight)| weight.abs() >= least || feature.starts_with("t:"))
            .collect();
        lines.sort_by(|one, two| one.0.cmp(&two.0));
        lines
    }
}

/// Gradient descent by `AdaGrad` (Duchi, Hazan and Singer 2011): features that come often take smaller steps.
struct Descent {
    learnt: Logistic,
    squares: Vec<f32>,
    pace: Pace,
}

impl Descent {
    /// All weights at 0; features that the examples show often enough are learnt.
    fn new<'a>(examples: &(impl Iterator<Item = &'a Example> + Clone), pace: Pace) -> Self {
        let features = || examples.clone().flat_map(|one| &one.features);
        let size = features().max().map_or(0, |last| *last as usize + 1);
        let mut counts = vec![0_usize; size];
        features().for_each(|feature| counts[*feature as usize] += 1);
        let known = counts.iter().map(|count| *count >= pace.rarest).collect();
        Self { learnt: Logistic { weights: vec![0.0; size], known }, squares: vec![1e-3; size], pace }
    }

    /// The features of an example that are learnt.
    fn known(&self, example: &Example) -> Vec<usize> {
        example.features.iter().map(|at| *at as usize).filter(|at| self.learnt.known[*at]).collect()
    }

    fn sum(&self, features: &[usize]) -> f32 {
        features.iter().map(|&at| self.learnt.weights[at]).sum()
    }

    /// Moves the weights of some features against what was told too much of them, and a little towards 0.
    fn step(&mut self, features: &[usize], error: f32) {
        for &at in features {
            let weight = &mut self.learnt.weights[at];
            let gradient = error + self.pace.decay * *weight;
            self.squares[at] += gradient * gradient;
            *weight -= self.pace.first_step * gradient / self.squares[at].sqrt();
        }
    }
}

/// Every one of so many examples once in each epoch, each time in another order: by a fixed stride.
fn visits(count: usize, epochs: usize) -> impl Iterator<Item = usize> {
    const STRIDES: [usize; 4] = [7919, 104_729, 1_299_709, 15_485_863];
    (0..epochs).flat_map(move |epoch| {
        (0..count).map(move |turn| (turn * STRIDES[epoch % STRIDES.len()] + epoch) % count)
    })
}
