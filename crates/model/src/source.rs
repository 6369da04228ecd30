use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Alignment, Span};

/// What names a source: the BLAKE3 hash of its bytes, in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceId(pub String);

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a source's file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text in any of the encodings that ingest detects.
    Text,
    /// Markdown, in the same encodings.
    Markdown,
    /// HTML.
    Html,
    /// Office Open XML text.
    Docx,
    /// PDF with a text layer.
    Pdf,
}

impl Format {
    /// True where places are byte ranges of the file itself; false where they are offsets in extracted text.
    #[must_use]
    pub fn is_plain(self) -> bool {
        matches!(self, Self::Text | Self::Markdown)
    }

    /// The name used in the record and in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }
}

impl FromStr for Format {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        [Self::Text, Self::Markdown, Self::Html, Self::Docx, Self::Pdf]
            .into_iter()
            .find(|format| format.as_str() == name)
            .ok_or(())
    }
}

/// Where a page of a paged source starts in the source's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The page's number, counted from 1.
    pub number: u32,
    /// Byte offset of its first letter in [`Source::text`].
    pub start: usize,
}

/// One document as ingested: immutable, named by the hash of its bytes.
///
/// `text` is what the later rooms read. For plain formats a place in it is a byte range of the file, found through
/// `alignment` (the identity for UTF-8 without a byte-order mark or carriage returns). For other formats it is a page and a byte offset in
/// the text that was extracted.
#[derive(Debug, Clone)]
pub struct Source {
    /// Hash of the file's bytes.
    pub id: SourceId,
    /// The file's path as the archive knows it, with `/` between its parts.
    pub name: String,
    /// How the file is laid out.
    pub format: Format,
    /// The label of the encoding that was found ("UTF-8", "windows-1251"…); empty for formats that say it themselves.
    pub encoding: String,
    /// The text, decoded.
    pub text: String,
    /// From `text` to the file's bytes (plain formats) or to itself (others).
    pub alignment: Alignment,
    /// Where pages start, in order; empty for formats without pages.
    pub pages: Vec<Page>,
    /// Byte offsets in the file (plain formats) or in `text` at which lines start, in order; the first is 0.
    pub lines: Vec<usize>,
}

/// A place in a source, as every answer shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The source's file name.
    pub file: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Line, counted from 1.
    pub line: usize,
    /// Page, counted from 1, for paged formats.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub page: Option<u32>,
}

impl Source {
    /// The span of the source (file bytes for plain formats) that a span of [`Source::text`] came from.
    #[must_use]
    pub fn span_of(&self, text: Span) -> Span {
        self.alignment.source_of(text)
    }

    /// The line, counted from 1, in which a source offset lies.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|&start| start <= offset).max(1)
    }

    /// The page in which a source offset lies, where the format has pages.
    #[must_use]
    pub fn page_of(&self, offset: usize) -> Option<u32> {
        let index = self.pages.partition_point(|page| page.start <= offset);
        self.pages.get(index.saturating_sub(1)).map(|page| page.number)
    }

    /// Where a source span lies, in the form that answers use.
    #[must_use]
    pub fn place(&self, source: Span) -> Place {
        Place {
            file: self.name.clone(),
            start: source.start,
            end: source.end,
            line: self.line_of(source.start),
            page: self.page_of(source.start),
        }
    }
}
