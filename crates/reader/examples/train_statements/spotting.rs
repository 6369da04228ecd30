//! Of which kinds sentences speak: what spotting learns from.

use salname_model::Kind;
use salname_reader::statements::Told;

use crate::agreement::Gold;
use crate::logistic::{Example, Logistic, Names, Pace};
use crate::places::Place;

/// A sentence, and whether the gold finds each kind in it.
pub struct Sentence {
    features: Vec<u32>,
    speaks: Vec<bool>,
}

impl Sentence {
    pub fn new(told: &Told, gold: &[Gold], places: &[Option<Place>], names: &mut Names) -> Self {
        let stands = |place: Place| {
            let shared =
                told.text.end.min(place.text.end).saturating_sub(told.text.start.max(place.text.start));
            let least = told.text.len().min(place.text.len());
            place.paragraph == told.paragraph && shared * 2 > least
        };
        let mut speaks = vec![false; Kind::ALL.len()];
        for (one, place) in gold.iter().zip(places) {
            speaks[one.kind as usize] |= place.is_some_and(stands);
        }
        Self { features: names.of(&told.features), speaks }
    }
}

const PACE: Pace = Pace { epochs: 12, first_step: 0.03, decay: 0.02, rarest: 6 };

/// Weights nearer to zero than this change little, and are not kept.
const LEAST: f32 = 0.30;

/// The weights of each kind.
pub fn learn(sentences: &[&Sentence], names: &Names) -> Vec<(String, f32)> {
    let mut weights = Vec::new();
    for &kind in Kind::ALL {
        let examples: Vec<Example> = sentences
            .iter()
            .map(|one| Example { features: one.features.clone(), right: one.speaks[kind as usize] })
            .collect();
        let learnt = Logistic::train(examples.iter(), PACE).weights(names, LEAST);
        weights.extend(learnt.into_iter().map(|(feature, weight)| (format!("sp:{feature}:{kind}"), weight)));
    }
    // What is learnt of a word stands on one line.
    weights.sort_by(|one, two| one.0.cmp(&two.0));
    weights
}
