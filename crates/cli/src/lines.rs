//! The lines of `read --jsonl`: a contract with other programs. Fields may be added, none renamed.

use salname_model::{ArchiveUnit, Class, Doubt, Kind, Modality, Reference, Roles, Span, Time};
use serde::Serialize;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Line<'a> {
    Paragraph {
        source: Span,
        text: &'a str,
        lang: Option<&'a str>,
        damage: &'a str,
        #[serde(skip_serializing_if = "<[Doubt]>::is_empty")]
        doubtful: &'a [Doubt],
    },
    Time {
        source: Span,
        text: &'a str,
        value: &'a str,
        #[serde(skip_serializing_if = "str::is_empty")]
        note: &'a str,
    },
    Mention {
        source: Span,
        text: &'a str,
        class: Class,
        entity: &'a str,
    },
    Statement {
        source: Span,
        kind: Kind,
        date: &'a str,
        roles: &'a Roles,
        modality: Modality,
        quote: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        citation: Option<&'a str>,
        confidence: f32,
    },
    /// A citation, parsed. `entry` in its references is the `entry` of a line below.
    Citation {
        source: Span,
        text: &'a str,
        references: &'a [Reference],
    },
    /// An entry of the bibliography, or a note.
    Entry {
        source: Span,
        entry: usize,
        note: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        number: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        author: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        year: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        archive: Option<&'a ArchiveUnit>,
        text: &'a str,
    },
}

/// A date as lines write it: empty where there is none.
pub fn date(time: Option<&Time>) -> &str {
    time.map_or("", Time::as_str)
}
