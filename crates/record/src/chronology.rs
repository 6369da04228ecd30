//! Lists of reference facts: sources that hold nothing but statements, against which an archive can be checked.
//!
//! A chronology is a file of JSON lines. The first is `{"type":"chronology","title":"…"}`, every other one a fact:
//! `kind`, `date` and `roles` as in the lines of `find --json`, and `quote` for the words of the published list, where
//! there are any. It is kept byte for byte like any source; each fact is a passage of it.

use salname_model::{
    Alignment, Anchor, Damage, Filler, Format, Paragraph, ParagraphKind, Reading, Roles, Source, SourceId,
    Span, Statement,
};

use crate::corrections::{Telling, names, parse_date};
use crate::import::{Line, RefusedLine, numbered};
use crate::{Document, Imported, RecordError, Writer};

/// What sources that are chronologies are read by.
const READER: &str = "chronology";

/// True if a file of statements is a chronology: its first line says so.
#[must_use]
pub fn is_chronology(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    numbered(text)
        .next()
        .and_then(|(_, line)| Line::parse(line).ok())
        .is_some_and(|line| line.heads_chronology())
}

impl Writer {
    /// Keeps a chronology under a name; one that was kept under the same name before is replaced.
    ///
    /// # Errors
    /// If it has no fact that can be admitted, or the record cannot be written to. Nothing is changed then.
    pub fn keep_chronology(&mut self, name: &str, text: &str) -> Result<Imported, RecordError> {
        let source = source(name, text);
        let path = format!("chronology:{name}");
        let known = self.files()?.iter().any(|file| file.path == path && file.id == source.id);
        let mut imported = Imported::default();
        let (mut paragraphs, mut reading) = (Vec::new(), Reading::default());
        for (number, line) in numbered(text) {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            match fact(line, name) {
                Ok(None) => {}
                Ok(Some(telling)) => {
                    let (paragraph, statement) =
                        passage(&telling, Span::new(start, start + line.len()), paragraphs.len());
                    paragraphs.push(paragraph);
                    reading.statements.push(statement);
                }
                Err(reason) => imported.refused.push(RefusedLine { line: number, reason }),
            }
        }
        if reading.statements.is_empty() {
            let first = imported.refused.first();
            let reason = first
                .map_or("it has no lines".to_owned(), |line| format!("line {} {}", line.line, line.reason));
            return Err(RecordError::Refused(format!("{name}: has no fact that can be admitted: {reason}")));
        }
        let facts = reading.statements.len();
        *(if known { &mut imported.known } else { &mut imported.admitted }) = facts;
        if !known {
            self.keep(&Document {
                source: &source,
                original: text.as_bytes(),
                paragraphs: &paragraphs,
                reading: &reading,
                path: &path,
                reader: READER,
            })?;
            self.finish()?;
        }
        Ok(imported)
    }
}

/// True if that is what chronologies are read by.
pub(crate) fn is_reader(reader: &str) -> bool {
    reader == READER
}

fn source(name: &str, text: &str) -> Source {
    Source {
        id: SourceId(blake3::hash(text.as_bytes()).to_hex().to_string()),
        name: name.to_owned(),
        format: Format::Text,
        encoding: "UTF-8".to_owned(),
        text: text.to_owned(),
        alignment: Alignment::identity(text.len()),
        pages: Vec::new(),
        lines: std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect(),
    }
}

/// The fact on a line; none for the title.
fn fact(line: &str, name: &str) -> Result<Option<Telling>, String> {
    let line = Line::parse(line.trim_start_matches('\u{feff}'))?;
    if line.heads_chronology() {
        return Ok(None);
    }
    let says = line.says_how_sure();
    let telling = line.telling(Some(name))?;
    // A published list vouches for what it says.
    Ok(Some(if says { telling } else { Telling { confidence: 1.0, ..telling } }))
}

/// A fact as a passage of its own: the words of the list or, where there are none, what the fact says.
fn passage(telling: &Telling, line: Span, number: usize) -> (Paragraph, Statement) {
    let text = if telling.quote.trim().is_empty() { told(telling) } else { telling.quote.trim().to_owned() };
    let mut alignment = Alignment::builder();
    alignment.rewrite(text.len(), line);
    let roles: Roles = telling
        .roles
        .iter()
        .flat_map(|(role, fillers)| fillers.iter().map(move |filler| (*role, filler.clone())))
        .map(|(role, filler)| {
            let entity = filler.entity.or_else(|| names(role).then(|| filler.text.clone()));
            (role, Filler { text: filler.text, entity })
        })
        .collect();
    let statement = Statement {
        anchor: Anchor { paragraph: number, text: Span::new(0, text.len()), source: line },
        kind: telling.kind,
        date: parse_date(&telling.date).ok().flatten(),
        roles,
        modality: telling.modality,
        confidence: telling.confidence,
        quote: text.clone(),
        citation: telling.citation.clone(),
    };
    let paragraph = Paragraph {
        text,
        alignment: alignment.finish(),
        span: line,
        kind: ParagraphKind::Body,
        lang: None,
        damage: Damage::LayoutOnly,
        doubts: Vec::new(),
    };
    (paragraph, statement)
}

fn told(telling: &Telling) -> String {
    let mut parts = vec![telling.kind.to_string()];
    for (role, fillers) in &telling.roles {
        let texts: Vec<&str> = fillers.iter().map(|filler| filler.text.as_str()).collect();
        parts.push(format!("{role}: {}", texts.join(", ")));
    }
    let date = if telling.date.is_empty() { "undated" } else { &telling.date };
    format!("{date}  {}", parts.join(" · "))
}
