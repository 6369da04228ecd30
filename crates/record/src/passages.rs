//! The passages of a source as a text in which quotations and places are found.

use std::path::Path;

use rusqlite::{Connection, params};
use salname_model::{Alignment, SourceId, Span};

use crate::{DATABASE, RecordError, alignment_blob, originals};

/// A source's text, passage by passage.
#[derive(Debug)]
pub(crate) struct SourceText {
    pub passages: Vec<PassageText>,
    encoding: String,
    /// The file's bytes, where places are byte ranges of the file.
    bytes: Option<Vec<u8>>,
}

#[derive(Debug)]
pub(crate) struct PassageText {
    pub row: i64,
    pub text: String,
    /// As in the source; none where it is the same.
    original: Option<String>,
    pub span: Span,
    line: u64,
    page: Option<u32>,
    alignment: Alignment,
}

/// A place in a source, as a statement shows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub passage: i64,
    /// Bytes of the passage's text.
    pub text: Span,
    /// What stands there, restored.
    pub quote: String,
    /// What stands there in the source.
    pub original: String,
    pub line: u64,
    pub page: Option<u32>,
}

impl SourceText {
    pub fn load(connection: &Connection, directory: &Path, source: &str) -> Result<Self, RecordError> {
        let failed = |error| RecordError::database(&directory.join(DATABASE), error);
        let (format, encoding): (String, String) = connection
            .query_row("SELECT format, encoding FROM sources WHERE hash = ?1", [source], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .map_err(failed)?;
        let mut query = connection
            .prepare_cached(
                "SELECT passages.id, text, original, source_start, source_end, line, page, alignment
                 FROM passages JOIN sources ON sources.id = source WHERE hash = ?1 ORDER BY number",
            )
            .map_err(failed)?;
        let passages = query
            .query_map(params![source], |row| {
                let blob: Vec<u8> = row.get(7)?;
                Ok(PassageText {
                    row: row.get(0)?,
                    text: row.get(1)?,
                    original: row.get(2)?,
                    span: Span { start: row.get(3)?, end: row.get(4)? },
                    line: row.get(5)?,
                    page: row.get(6)?,
                    alignment: alignment_blob::unpack(&blob).unwrap_or_default(),
                })
            })
            .map_err(failed)?
            .collect::<rusqlite::Result<_>>()
            .map_err(failed)?;
        let bytes = matches!(format.as_str(), "text" | "markdown").then(|| {
            let path = originals::path(directory, &SourceId(source.to_owned()));
            std::fs::read(&path).map_err(|error| RecordError::io(&path, error))
        });
        Ok(Self { passages, encoding, bytes: bytes.transpose()? })
    }

    /// What stands at some bytes of the source, in the passage that has most of them; none if no passage has any.
    pub fn place(&self, span: Span) -> Option<Found> {
        let shared = |passage: &PassageText| {
            passage.span.end.min(span.end).saturating_sub(passage.span.start.max(span.start))
        };
        // Of two with as many bytes the first: max_by_key gives the last.
        let passage = self.passages.iter().rev().max_by_key(|passage| shared(passage))?;
        if shared(passage) == 0 {
            return None;
        }
        let text = passage.alignment.derived_in(span);
        let (start, end) =
            (passage.text.ceil_char_boundary(text.start), passage.text.ceil_char_boundary(text.end));
        let quote = passage.text.get(start..end).filter(|quote| !quote.is_empty())?;
        let original = passage.original.as_deref().unwrap_or(&passage.text);
        let within = self.offsets(passage, original, span);
        let newlines = original[..within.start].matches('\n').count() as u64;
        Some(Found {
            passage: passage.row,
            text: Span::new(start, end),
            quote: quote.to_owned(),
            original: original[within.range()].to_owned(),
            line: passage.line + newlines,
            page: passage.page,
        })
    }

    /// The bytes of the source that a stretch of a passage's text came from.
    pub fn source_of(&self, passage: &PassageText, text: Span) -> Span {
        passage.alignment.source_of(text)
    }

    /// The part of a passage's original text that stands at some bytes of the source.
    ///
    /// Where the file is UTF-8 or the text was extracted, text and source have the same bytes, save for carriage
    /// returns, which the text leaves out; in other encodings of Europe a letter is one byte, in UTF-16 two or four.
    fn offsets(&self, passage: &PassageText, original: &str, span: Span) -> Span {
        let (mut start, mut end) = (None, None);
        let mut at = passage.span.start;
        for (offset, letter) in original.char_indices() {
            if let Some(bytes) = &self.bytes
                && letter == '\n'
                && bytes.get(at) == Some(&b'\r')
            {
                at += 1;
            }
            if at >= span.start {
                start.get_or_insert(offset);
            }
            if at >= span.end {
                end.get_or_insert(offset);
                break;
            }
            at += match (&self.bytes, self.encoding.as_str()) {
                (None, _) | (Some(_), "UTF-8") => letter.len_utf8(),
                (Some(_), encoding) if encoding.starts_with("UTF-16") => 2 * letter.len_utf16(),
                _ => 1,
            };
        }
        let end = end.unwrap_or(original.len());
        Span::new(start.unwrap_or(end).min(end), end)
    }
}
