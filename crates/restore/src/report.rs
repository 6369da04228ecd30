use salname_model::{Damage, Span};
use serde::Serialize;

use crate::letters::Decoded;

/// Sound text shorter than this (bytes) does not end a damaged stretch.
const INTERRUPTION: usize = 200;
/// Length of an example, in characters.
const EXAMPLE: usize = 60;

/// Examples that are kept of each table.
const EXAMPLES: usize = 5;

/// What was found to have happened to a text, and what was done about it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// The damaged stretches, in order.
    pub stretches: Vec<Finding>,
    /// The tables that were applied.
    pub tables: Vec<AppliedTable>,
}

/// A damaged stretch.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// Bytes of the source's text.
    pub span: Span,
    /// The language it is in.
    pub lang: Option<String>,
    /// What had happened to most of it.
    pub damage: Damage,
    /// Identifier of the table that undid it.
    pub table: Option<String>,
    /// Words of it of which the restored form is not certain.
    pub doubtful: usize,
    /// A line of it, where it first changed, as it was.
    pub before: String,
    /// The same line, as it is now.
    pub after: String,
}

/// A table that was applied to a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AppliedTable {
    /// The font pack's file name without its ending; "learned-1" and so on for tables found out from the text.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What it undoes.
    pub damage: Damage,
    /// Words that it changed.
    pub words: usize,
    /// Some of them, as they stood and as they read now.
    pub examples: Vec<(String, String)>,
    /// A table found out from the text, as a font pack that can be kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
}

impl AppliedTable {
    /// Keeps a word that it changed as an example, if it is a telling one.
    pub(crate) fn add_example(&mut self, example: impl FnOnce() -> (String, String)) {
        if self.examples.len() < EXAMPLES {
            let example = example();
            if example.0.chars().nth(3).is_some() && !self.examples.contains(&example) {
                self.examples.push(example);
            }
        }
    }

    /// Adds what the table did to a further block of the text.
    pub(crate) fn add(&mut self, other: Self) {
        self.words += other.words;
        for example in other.examples {
            self.add_example(|| example);
        }
    }
}

/// Gathers a report block by block.
pub(crate) struct ReportBuilder<'t> {
    source: &'t str,
    stretches: Vec<Finding>,
}

impl<'t> ReportBuilder<'t> {
    pub(crate) fn new(source: &'t str) -> Self {
        Self { source, stretches: Vec::new() }
    }

    pub(crate) fn add(&mut self, decoded: &Decoded<'_>) {
        for stretch in decoded.stretches.iter().filter(|stretch| stretch.damage != Damage::LayoutOnly) {
            let span = decoded.alignment.source_of(stretch.span);
            let first = decoded.doubts.partition_point(|doubt| doubt.span.start < stretch.span.start);
            let last = decoded.doubts.partition_point(|doubt| doubt.span.start < stretch.span.end);
            let doubtful = last - first;
            match self.stretches.last_mut() {
                Some(last) if last.table == stretch.font && span.start < last.span.end + INTERRUPTION => {
                    last.span.end = span.end;
                    last.damage = last.damage.max(stretch.damage);
                    last.doubtful += doubtful;
                }
                _ => {
                    let shown = Span::new(first_change(decoded, stretch.span), stretch.span.end);
                    let before = decoded.alignment.source_of(shown);
                    self.stretches.push(Finding {
                        span,
                        lang: stretch.lang.clone(),
                        damage: stretch.damage,
                        table: stretch.font.clone(),
                        doubtful,
                        before: beginning(self.source.get(before.range()).unwrap_or_default()),
                        after: beginning(decoded.text.get(shown.range()).unwrap_or_default()),
                    });
                }
            }
        }
    }

    pub(crate) fn finish(self, tables: Vec<AppliedTable>) -> Report {
        Report { stretches: self.stretches, tables }
    }
}

/// Where to begin an example of what was restored in a span of the decoded text: at its start, or some words before the
/// first change.
fn first_change(decoded: &Decoded<'_>, span: Span) -> usize {
    let Some(changed) = decoded.alignment.first_change(span) else { return span.start };
    let near = decoded.text.floor_char_boundary(changed.saturating_sub(EXAMPLE / 2));
    if near <= span.start {
        return span.start;
    }
    decoded.text[near..changed].find(char::is_whitespace).map_or(changed, |blank| near + blank)
}

/// The first words of a text, in one line.
fn beginning(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace().take(EXAMPLE + 1) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().take(EXAMPLE + 1));
    }
    if let Some((end, _)) = line.char_indices().nth(EXAMPLE) {
        line.truncate(end);
        line.push('…');
    }
    line
}
