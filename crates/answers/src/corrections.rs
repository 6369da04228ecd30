use salname_record::{Correction, Logged};
use serde::Serialize;

/// A correction and how it stands, as a line.
#[derive(Debug, Serialize)]
pub struct CorrectionLine<'a> {
    /// Its number in this record, from 1.
    number: u64,
    #[serde(flatten)]
    correction: &'a Correction,
    /// There if another correction undid it: which.
    #[serde(skip_serializing_if = "Option::is_none")]
    undone_by: Option<&'a str>,
    /// The statements that it was found to speak of; null for one that was not found.
    #[serde(skip_serializing_if = "<[Option<String>]>::is_empty")]
    statements: &'a [Option<String>],
    /// There if it speaks of something that the record does not hold.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    detached: bool,
}

impl<'a> CorrectionLine<'a> {
    /// The line of a correction.
    #[must_use]
    pub fn of(logged: &'a Logged) -> Self {
        Self {
            number: logged.number,
            correction: &logged.correction,
            undone_by: logged.undone_by.as_deref(),
            statements: &logged.statements,
            detached: logged.detached,
        }
    }
}
