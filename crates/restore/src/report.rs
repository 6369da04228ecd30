use salname_model::{Damage, Span};
use serde::Serialize;

use crate::letters::Decoded;

/// Sound text shorter than this (bytes) does not end a damaged stretch.
const INTERRUPTION: usize = 200;
/// Length of an example, in characters.
const EXAMPLE: usize = 60;

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
    /// How it began before.
    pub before: String,
    /// How it begins now.
    pub after: String,
}

/// A table that was applied to a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AppliedTable {
    /// The font pack's file name without its ending; "learned-1" and so on for tables found out from the text.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Words that it changed.
    pub words: usize,
    /// A table found out from the text, as a font pack that can be kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
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
            match self.stretches.last_mut() {
                Some(last) if last.table == stretch.font && span.start < last.span.end + INTERRUPTION => {
                    last.span.end = span.end;
                    last.damage = last.damage.max(stretch.damage);
                }
                _ => self.stretches.push(Finding {
                    span,
                    lang: stretch.lang.clone(),
                    damage: stretch.damage,
                    table: stretch.font.clone(),
                    before: beginning(self.source.get(span.range()).unwrap_or_default()),
                    after: beginning(decoded.text.get(stretch.span.range()).unwrap_or_default()),
                }),
            }
        }
    }

    pub(crate) fn finish(self, tables: Vec<AppliedTable>) -> Report {
        Report { stretches: self.stretches, tables }
    }
}

fn beginning(text: &str) -> String {
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(EXAMPLE) {
        line.truncate(end);
        line.push('…');
    }
    line
}
