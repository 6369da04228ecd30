use serde::{Deserialize, Serialize};

use crate::{Alignment, Span};

/// What had happened to a paragraph's letters before it was restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Damage {
    /// Letters are sound; at most the layout was undone.
    LayoutOnly,
    /// UTF-8 that was read as another encoding.
    Mojibake,
    /// A font lay over a code page: letters stand for other letters, one for one.
    CodepageFont,
    /// A font lost some letters altogether.
    GlyphDropped,
    /// Several letters fell together into one.
    LettersCollapsed,
}

impl Damage {
    /// The name used in lines, reports and the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LayoutOnly => "layout-only",
            Self::Mojibake => "mojibake",
            Self::CodepageFont => "codepage-font",
            Self::GlyphDropped => "glyph-dropped",
            Self::LettersCollapsed => "letters-collapsed",
        }
    }
}

/// What a paragraph is in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ParagraphKind {
    /// Running text.
    #[default]
    Body,
    /// A heading of any level.
    Heading,
    /// A footnote or endnote.
    Note,
    /// An entry of a bibliography.
    Reference,
}

impl ParagraphKind {
    /// The name used in the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Heading => "heading",
            Self::Note => "note",
            Self::Reference => "reference",
        }
    }
}

/// A word of which the restored form is not certain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    /// The word, in bytes of the paragraph's text.
    pub span: Span,
    /// Probability of the form chosen, from 0 to 1.
    pub probability: f32,
    /// Other readings, the likeliest first.
    pub alternatives: Vec<String>,
}

/// A paragraph of restored text, aligned with the text it was restored from.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    /// Readable text, one line.
    pub text: String,
    /// From `text` to the bytes of the source's text.
    pub alignment: Alignment,
    /// The bytes of the source's text that the paragraph stands for. Paragraphs follow one another and never overlap.
    pub span: Span,
    /// What the paragraph is.
    pub kind: ParagraphKind,
    /// The language pack that reads it, by the pack's own identifier; none where no pack fits.
    pub lang: Option<String>,
    /// What had happened to its letters (the gravest, where several kinds met).
    pub damage: Damage,
    /// Words of which the restored form is not certain.
    pub doubts: Vec<Doubt>,
}

impl Paragraph {
    /// The part of the text that was made of the bytes of `source`. The parts of ranges that tile the source's text
    /// tile the paragraph's.
    #[must_use]
    pub fn text_in(&self, source: Span) -> &str {
        let span = self.alignment.derived_in(source);
        // A range may end inside a letter: the letter belongs to the range in which it starts.
        let inside = |at: usize| self.text.ceil_char_boundary(at);
        &self.text[inside(span.start)..inside(span.end)]
    }

    /// A sound paragraph that starts at `start` of its source's text. For tests, examples and text without a file.
    #[must_use]
    pub fn sound(text: &str, start: usize, lang: &str) -> Self {
        let mut made = Alignment::builder();
        made.copy(start, text.len());
        Self {
            text: text.to_owned(),
            alignment: made.finish(),
            span: Span::new(start, start + text.len()),
            kind: ParagraphKind::Body,
            lang: Some(lang.to_owned()),
            damage: Damage::LayoutOnly,
            doubts: Vec::new(),
        }
    }
}
