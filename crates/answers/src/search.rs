use salname_model::{Place, Span};
use salname_search::Hit;
use serde::Serialize;

/// A passage, as `search` gives it.
#[derive(Debug, Serialize)]
pub struct PassageLine<'a> {
    source: &'a Place,
    text: &'a str,
    score: f64,
    /// The words that were asked for, in bytes of the text.
    highlights: &'a [Span],
    /// As in the file, where that is not the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<&'a str>,
    lang: Option<&'a str>,
    /// There if no passage has all the words: this one has some of them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    partial: bool,
}

impl<'a> PassageLine<'a> {
    /// The line of a passage that was found. `partial`: no passage has all the words, and this one has some of them.
    #[must_use]
    pub fn of(hit: &'a Hit, partial: bool) -> Self {
        Self {
            source: &hit.passage.place,
            text: &hit.passage.text,
            score: (f64::from(hit.score) * 1000.0).round() / 1000.0,
            highlights: &hit.highlights,
            original: hit.passage.original.as_deref(),
            lang: hit.passage.lang.as_deref(),
            partial,
        }
    }
}

/// The part of a passage that is shown for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The part, in bytes of the passage's text.
    pub span: Span,
    /// The words in it that were asked for, in bytes of the passage's text.
    pub highlights: Vec<Span>,
}

/// The part of a passage around the first words that were asked for.
#[must_use]
pub fn snippet(hit: &Hit) -> Snippet {
    /// Bytes before the first word and in all; cut at words.
    const BEFORE: usize = 120;
    const LENGTH: usize = 400;
    let text = &hit.passage.text;
    let first = hit.highlights.first().map_or(0, |span| span.start);
    let mut start = text.floor_char_boundary(first.saturating_sub(BEFORE));
    if start > 0 {
        start = text[start..first].find(' ').map_or(start, |blank| start + blank + 1);
    }
    let mut end = text.ceil_char_boundary((start + LENGTH).min(text.len()));
    if end < text.len() {
        end = text[start..end].rfind(' ').map_or(end, |blank| start + blank);
    }
    let inside = |span: &&Span| span.start >= start && span.end <= end;
    Snippet {
        span: Span::new(start, end),
        highlights: hit.highlights.iter().filter(inside).copied().collect(),
    }
}
