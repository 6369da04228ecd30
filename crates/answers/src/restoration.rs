//! What had happened to a source's letters, and how it was decided.

use salname_model::{Doubt, Source, Span};
use salname_restore::{AppliedTable, Restored};
use serde::Serialize;

/// What `restore --report` says.
#[derive(Debug, Serialize)]
pub struct RestorationReport<'a> {
    /// Stretches whose letters were damaged.
    pub stretches: Vec<Stretch<'a>>,
    /// The tables by which that was undone.
    pub tables: &'a [AppliedTable],
    /// Words of which the restored form is not certain.
    pub doubtful: Vec<Doubtful<'a>>,
}

/// A stretch whose letters were damaged.
#[derive(Debug, Serialize)]
pub struct Stretch<'a> {
    /// Bytes of the file.
    pub source: Span,
    /// First and last line.
    pub lines: (usize, usize),
    /// The language that it is in.
    pub lang: Option<&'a str>,
    /// What had happened.
    pub damage: &'a str,
    /// The table by which it was undone.
    pub table: Option<&'a str>,
    /// Some of it, as it was.
    pub before: &'a str,
    /// The same, restored.
    pub after: &'a str,
}

/// A word of which the restored form is not certain.
#[derive(Debug, Serialize)]
pub struct Doubtful<'a> {
    /// Bytes of the file.
    pub source: Span,
    /// Its line, from 1.
    pub line: usize,
    /// As restored.
    pub word: &'a str,
    /// Probability of that form.
    pub probability: f32,
    /// Other readings, the likeliest first.
    pub alternatives: &'a [String],
}

impl<'a> RestorationReport<'a> {
    /// The report of a source's restoration.
    #[must_use]
    pub fn of(source: &'a Source, restored: &'a Restored) -> Self {
        let lines = Lines::of(&source.text);
        let stretches = restored.report.stretches.iter().map(|found| Stretch {
            source: source.span_of(found.span),
            lines: (lines.at(found.span.start), lines.at(found.span.end.saturating_sub(1))),
            lang: found.lang.as_deref(),
            damage: found.damage.as_str(),
            table: found.table.as_deref(),
            before: &found.before,
            after: &found.after,
        });
        let doubtful = restored.paragraphs.iter().flat_map(|paragraph| {
            paragraph.doubts.iter().map(move |Doubt { span, probability, alternatives }| {
                (paragraph, *span, *probability, alternatives)
            })
        });
        let doubtful = doubtful.map(|(paragraph, span, probability, alternatives)| {
            let from = paragraph.alignment.source_of(span);
            Doubtful {
                source: source.span_of(from),
                line: lines.at(from.start),
                word: paragraph.text.get(span.range()).unwrap_or_default(),
                probability,
                alternatives,
            }
        });
        Self { stretches: stretches.collect(), tables: &restored.report.tables, doubtful: doubtful.collect() }
    }
}

/// Where the lines of a text start, in bytes.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at + 1).collect())
    }

    /// The line, from 1, of a byte.
    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|&start| start <= byte) + 1
    }
}
