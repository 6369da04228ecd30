//! The lines of `--json` answers: a contract with other programs. Fields may be added, none renamed.

use std::collections::BTreeMap;
use std::io::Write;

use salname_model::{Day, Filler, Kind, Modality, Place, Role, Time};
use salname_record::StoredStatement;
use serde::Serialize;

/// A statement, as `find` gives it.
#[derive(Serialize)]
pub struct StatementLine<'a> {
    id: &'a str,
    kind: Kind,
    /// Empty where the text gives none.
    date: &'a str,
    /// Null where there is no date, or it is open towards the past.
    earliest: Option<String>,
    /// Null where there is no date, or it is open towards the future.
    latest: Option<String>,
    roles: BTreeMap<Role, &'a [Filler]>,
    modality: Modality,
    confidence: f64,
    quote: &'a str,
    original: &'a str,
    citation: Option<&'a str>,
    source: &'a Place,
}

impl<'a> StatementLine<'a> {
    pub fn of(statement: &'a StoredStatement) -> Self {
        let date = statement.date.as_ref();
        let bounded = |day: Day| (day != Day::MIN && day != Day::MAX).then(|| day.to_string());
        Self {
            id: &statement.id,
            kind: statement.kind,
            date: date.map_or("", Time::as_str),
            earliest: date.and_then(|date| bounded(date.earliest())),
            latest: date.and_then(|date| bounded(date.latest())),
            roles: statement.roles.iter().collect(),
            modality: statement.modality,
            // To three places: a probability is never known better, and 0.93 stays 0.93.
            confidence: (f64::from(statement.confidence) * 1000.0).round() / 1000.0,
            quote: &statement.quote,
            original: &statement.original,
            citation: statement.citation.as_deref(),
            source: &statement.place,
        }
    }
}

/// Writes one answer as a line of JSON.
pub fn write_line(out: &mut impl Write, line: &impl Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// Where something stands, for people: `file:line`, the page, and the authority that the text gives.
pub fn at(place: &Place, citation: Option<&str>) -> String {
    let mut at = format!("{}:{}", place.file, place.line);
    if let Some(page) = place.page {
        at.push_str(&format!(", page {page}"));
    }
    if let Some(citation) = citation {
        at.push_str(&format!("  after {citation}"));
    }
    at
}
