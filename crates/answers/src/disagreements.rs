use salname_state::{DISAGREEMENTS, Disagreement};
use serde::Serialize;

use crate::{AnswerError, Told, Witness};

/// Which disagreements are asked for. The default is all of them.
#[derive(Debug, Clone, Default)]
pub struct DisagreementQuestion {
    /// Of one of these kinds ([`DISAGREEMENTS`]); of any, if empty.
    pub kinds: Vec<String>,
    /// Only about what has this name in it.
    pub about: Option<String>,
    /// Only between this source, by its name, and others: an archive against a chronology.
    pub against: Option<String>,
}

impl DisagreementQuestion {
    /// Checks that there are such kinds of disagreement.
    ///
    /// # Errors
    /// If there is no such kind; the error lists those there are.
    pub fn check(&self) -> Result<(), AnswerError> {
        match self.kinds.iter().find(|kind| !DISAGREEMENTS.contains(&kind.as_str())) {
            Some(kind) => Err(AnswerError::Misasked(format!(
                "\"{kind}\" is no kind of disagreement: it is one of {}",
                DISAGREEMENTS.join(", ")
            ))),
            None => Ok(()),
        }
    }
}

/// Statements that cannot all be so, the weightiest first.
#[must_use]
pub fn disagreements<'t>(told: &'t Told, question: &DisagreementQuestion) -> Vec<&'t Disagreement> {
    let mut found: Vec<&Disagreement> = told.disagreements().iter().collect();
    found.retain(|next| question.kinds.is_empty() || question.kinds.iter().any(|kind| kind == next.kind));
    if let Some(name) = &question.about {
        found.retain(|next| salname_state::names(&next.about, name));
    }
    if let Some(source) = &question.against {
        found.retain(|next| {
            let here =
                |&number: &salname_state::StatementNumber| told.statement(number).place.file == *source;
            next.between.iter().any(here) && !next.between.iter().all(here)
        });
    }
    found
}

/// What a disagreement is known by as long as the record holds its statements: 16 hexadecimal digits, made of its kind
/// and its statements' identifiers in order (FNV-1a).
#[must_use]
pub fn id(told: &Told, disagreement: &Disagreement) -> String {
    let mut parts: Vec<&str> =
        disagreement.between.iter().map(|&number| told.statement(number).id.as_str()).collect();
    parts.sort_unstable();
    parts.insert(0, disagreement.kind);
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// Statements that cannot all be so, as a line.
#[derive(Debug, Serialize)]
pub struct DisagreementLine<'a> {
    id: String,
    kind: &'static str,
    weight: f64,
    about: &'a str,
    between: Vec<Witness<'a>>,
    /// What a person decided about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided: Option<DecisionLine<'a>>,
}

/// What a person decided.
#[derive(Debug, Serialize)]
struct DecisionLine<'a> {
    /// The statement that holds; null if the matter was left open.
    holds: Option<&'a str>,
    note: &'a str,
    who: &'a str,
    at: &'a str,
    correction: &'a str,
}

impl<'a> DisagreementLine<'a> {
    /// The line of a disagreement.
    #[must_use]
    pub fn of(told: &'a Told, disagreement: &'a Disagreement) -> Self {
        let Disagreement { kind, weight, about, between } = disagreement;
        let decided = told.decision(disagreement).map(|decision| DecisionLine {
            holds: decision.holds.as_deref(),
            note: &decision.note,
            who: &decision.who,
            at: &decision.at,
            correction: &decision.correction,
        });
        Self {
            id: id(told, disagreement),
            kind,
            weight: *weight,
            about,
            between: told.witnesses(between),
            decided,
        }
    }
}
