//! Confidence: the probability that a candidate is what the passage says.
//!
//! A logistic model over what is seen of the candidate: its frame, its verb's form, the roles that were filled and how,
//! where its date came from, and the words around. Its weights are learnt by `examples/train_statements.rs`.

use salname_model::{Kind, Role, Roles};
use salname_packs::Learnt;

use super::candidates::Candidate;
use super::judging::Trees;
use super::scoring::Weights;
use super::spotting::Spotter;

/// What a candidate in a language that nothing was learnt from is worth, by how many of its roles are filled.
const UNSEEN_EMPTY: f32 = 0.1;
const UNSEEN_ONE: f32 = 0.4;
const UNSEEN_MORE: f32 = 0.6;

/// In such a language a candidate below this is dropped: one filled role is enough, whatever its kind.
const UNSEEN_THRESHOLD: f32 = 0.3;

/// What was learnt of one language.
#[derive(Debug, Clone)]
pub(super) struct Model {
    /// Weights of what is seen of candidates, fillers and dates.
    pub weights: Weights,
    /// True if fillers and dates are chosen by weights that were learnt.
    pub learnt: bool,
    /// Below these, by kind, candidates are dropped.
    thresholds: [f32; Kind::ALL.len()],
    /// What spots kinds where no trigger stands.
    pub spotter: Spotter,
    /// What judges the candidates of a sentence beside each other.
    pub trees: Trees,
    /// True where candidates shall be told with the names of their features, for learning.
    pub named: bool,
    /// True where what is chosen shall be told with its features as well.
    pub tells: bool,
    /// True where triggers shall be read on that are hardly worth it, for explaining.
    pub spares: bool,
}

impl Model {
    pub fn new(Learnt { weights, trees }: &Learnt) -> Self {
        let made = Weights::new(weights);
        let learnt = made.knows(&["learnt", "fillers"]);
        Self {
            weights: made,
            learnt,
            thresholds: if learnt { weights.thresholds() } else { [UNSEEN_THRESHOLD; Kind::ALL.len()] },
            spotter: Spotter::new(weights),
            trees: Trees::new(trees),
            named: false,
            tells: false,
            spares: false,
        }
    }

    /// The probability that a candidate is right in a language that nothing was learnt from: by what it fills alone.
    pub fn of_marks(&self, kind: Kind, roles: &Roles) -> f32 {
        let counted = |role: &&Role| !matches!(role, Role::Change | Role::Form | Role::About);
        let filled = kind.roles().iter().filter(counted).filter(|role| !roles.get(**role).is_empty());
        match filled.count() {
            0 => UNSEEN_EMPTY,
            1 => UNSEEN_ONE,
            _ => UNSEEN_MORE,
        }
    }

    /// True if the candidate is likely enough to be told.
    pub fn keeps(&self, one: &Candidate) -> bool {
        !one.passed_over && one.statement.confidence >= self.thresholds[one.statement.kind as usize]
    }
}

/// The probability that a sum of weights stands for.
pub(super) fn logistic(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}
