//! Dates: when a statement's clause puts what it says.

use std::ops::Range;

use salname_model::{Time, TimeMention};

use crate::morphology::Feature;

use super::units::{Unit, UnitKind};

/// How a statement came by its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dated {
    /// The clause gives it.
    Clause,
    /// Another clause of the sentence gives it.
    Sentence,
    /// An earlier sentence gave it.
    Inherited,
    /// There is none.
    Not,
}

impl Dated {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clause => "clause",
            Self::Sentence => "sentence",
            Self::Inherited => "inherited",
            Self::Not => "none",
        }
    }
}

/// The date that the text has reached.
#[derive(Debug, Clone, Default)]
pub(super) struct Running {
    /// The year that the last date fell in.
    year: Option<Time>,
}

impl Running {
    /// Reads on past a sentence.
    pub fn pass(&mut self, units: &[Unit], sentence: &Range<usize>, times: &[TimeMention]) {
        for at in sentence.clone() {
            if let Some(value) = dating(units, at, times) {
                // A span of many years says nothing of what comes next.
                if let Some(year) = year_of(&value) {
                    self.year = Some(year);
                }
            }
        }
    }

    /// A heading begins something else.
    pub fn forget(&mut self) {
        self.year = None;
    }
}

/// The value of a calendar expression that dates its clause: one in brackets does not, nor a bare year that describes
/// the noun after it ("1913-cü il sərhədləri").
fn dating(units: &[Unit], at: usize, times: &[TimeMention]) -> Option<Time> {
    let unit = &units[at];
    let UnitKind::Time(time) = unit.kind else { return None };
    let value = times[time].value.clone().filter(|_| !unit.bracketed)?;
    let describes = value.as_str().len() == YEAR
        && units.get(at + 1).is_some_and(|next| next.is_word() || next.is_name())
        && unit.readings.iter().all(|one| one.features.is_empty() || one.features.has(Feature::Relative))
        && !unit.readings.is_empty();
    (!describes).then_some(value)
}

/// Length of a bare year in EDTF.
const YEAR: usize = 4;

fn year_of(time: &Time) -> Option<Time> {
    let (first, last) = (time.earliest().year(), time.latest().year());
    if first == last {
        Time::parse(&format!("{first:04}")).ok()
    } else if last - first == 1 {
        Time::parse(&format!("{first:04}/{last:04}")).ok()
    } else {
        None
    }
}

/// When the trigger at `at` puts what it says.
pub(super) fn date(
    units: &[Unit],
    sentence: &Range<usize>,
    clause: &Range<usize>,
    at: usize,
    times: &[TimeMention],
    running: &Running,
) -> (Option<Time>, Dated) {
    let value = |place: usize| dating(units, place, times);
    // In its clause, the nearest before it, then the nearest after it.
    let within = (clause.start..at).rev().chain(at..clause.end).find_map(value);
    if let Some(time) = within {
        return (Some(time), Dated::Clause);
    }
    let around = (sentence.start..clause.start).rev().chain(clause.end..sentence.end).find_map(value);
    if let Some(time) = around {
        return (Some(time), Dated::Sentence);
    }
    match &running.year {
        Some(year) => (Some(year.clone()), Dated::Inherited),
        None => (None, Dated::Not),
    }
}
