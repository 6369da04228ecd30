//! What had happened to a source's letters, and how it was decided.

use salname_model::{Paragraph, Source, Span};
use salname_restore::{AppliedTable, Report, Restored, Restorer};
use serde::Serialize;

/// What `restore --report` says.
#[derive(Debug, Serialize)]
pub struct RestorationReport {
    /// Stretches whose letters were damaged.
    pub stretches: Vec<Stretch>,
    /// The tables by which that was undone.
    pub tables: Vec<AppliedTable>,
    /// Words of which the restored form is not certain.
    pub doubtful: Vec<Doubtful>,
}

/// A stretch whose letters were damaged.
#[derive(Debug, Serialize)]
pub struct Stretch {
    /// Bytes of the file.
    pub source: Span,
    /// First and last line.
    pub lines: (usize, usize),
    /// The language that it is in.
    pub lang: Option<String>,
    /// What had happened.
    pub damage: &'static str,
    /// The table by which it was undone.
    pub table: Option<String>,
    /// Number of its words of which the restored form is not certain.
    pub doubtful: usize,
    /// Some of it, as it was.
    pub before: String,
    /// The same, restored.
    pub after: String,
}

/// A word of which the restored form is not certain.
#[derive(Debug, Serialize)]
pub struct Doubtful {
    /// Bytes of the file.
    pub source: Span,
    /// Its line, from 1.
    pub line: usize,
    /// As restored.
    pub word: String,
    /// Probability of that form.
    pub probability: f32,
    /// Other readings, the likeliest first.
    pub alternatives: Vec<String>,
}

impl RestorationReport {
    /// Restores a source for the report alone: its paragraphs are not held.
    #[must_use]
    pub fn made_by(restorer: &Restorer, source: &Source) -> Self {
        let mut doubtful = Vec::new();
        let report = restorer.restore_each(&source.text, |paragraph| add(&mut doubtful, source, &paragraph));
        Self::put_together(source, report, doubtful)
    }

    /// The report of a source's restoration.
    #[must_use]
    pub fn of(source: &Source, restored: &Restored) -> Self {
        let mut doubtful = Vec::new();
        restored.paragraphs.iter().for_each(|paragraph| add(&mut doubtful, source, paragraph));
        Self::put_together(source, restored.report.clone(), doubtful)
    }

    fn put_together(source: &Source, report: Report, doubtful: Vec<Doubtful>) -> Self {
        let stretches = report.stretches.into_iter().map(|found| {
            let span = source.span_of(found.span);
            Stretch {
                source: span,
                lines: (source.line_of(span.start), source.line_of(span.end.saturating_sub(1))),
                lang: found.lang,
                damage: found.damage.as_str(),
                table: found.table,
                doubtful: found.doubtful,
                before: found.before,
                after: found.after,
            }
        });
        Self { stretches: stretches.collect(), tables: report.tables, doubtful }
    }
}

/// Adds the doubtful words of a paragraph.
fn add(doubtful: &mut Vec<Doubtful>, source: &Source, paragraph: &Paragraph) {
    doubtful.extend(paragraph.doubts.iter().map(|doubt| {
        let span = source.span_of(paragraph.alignment.source_of(doubt.span));
        Doubtful {
            source: span,
            line: source.line_of(span.start),
            word: paragraph.text.get(doubt.span.range()).unwrap_or_default().to_owned(),
            probability: doubt.probability,
            alternatives: doubt.alternatives.clone(),
        }
    }));
}
