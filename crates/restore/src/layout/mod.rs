//! Layout: printed lines to paragraphs.
//!
//! Lines that were wrapped are joined, words that a line end broke are made whole, page numbers and running heads are
//! left out, the numbers of notes are set where they stood, and the blanks and signs that only served the page are
//! dropped. What the author typed stays. Nothing here knows a language: what stands on a line end is decided by the
//! words of the document itself.

mod block;
mod furniture;
mod galley;
mod hyphen;
mod kind;
mod line;
mod markup;
mod measure;
mod shape;
mod words;

use salname_model::{Alignment, ParagraphKind, Span};

use self::block::{blocks_of, rows_of};
use self::galley::Galley;
use self::kind::Kinds;
pub(crate) use self::kind::Titles;
use self::line::lines_of;
use self::shape::Shape;
use self::words::Words;

/// A paragraph of one line, and what it was made of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Laid {
    /// The paragraph in one line.
    pub text: String,
    /// From `text` to the bytes of the text that was laid out.
    pub alignment: Alignment,
    /// The bytes it stands for: from its first line to its last.
    pub span: Span,
    /// What it is.
    pub kind: ParagraphKind,
}

/// Lays a text out, block by block: what the first block says of its words holds for all.
pub(crate) struct Compositor<'k> {
    /// True for a word that a language knows.
    knows: &'k dyn Fn(&str) -> bool,
    words: Option<Words<'k>>,
    kinds: Kinds<'k>,
}

impl<'k> Compositor<'k> {
    /// A compositor that knows what bibliographies and notes are called, and which words there are.
    pub(crate) fn new(titles: &'k Titles, knows: &'k dyn Fn(&str) -> bool) -> Self {
        Self { knows, words: None, kinds: Kinds::new(titles) }
    }

    /// Lays a block of text out and hands its paragraphs on in order, so that only one stretch of it is ever held.
    ///
    /// `damaged` is true for a span of the block in which letters were damaged.
    pub(crate) fn lay_out(&mut self, text: &str, damaged: &dyn Fn(Span) -> bool, mut take: impl FnMut(Laid)) {
        let words = self.words.get_or_insert_with(|| Words::of(text, self.knows));
        for stretch in Cuts::stretches(text) {
            let part = &text[stretch.range()];
            lay_out_stretch(part, stretch.start, words, damaged, &mut self.kinds, &mut take);
        }
    }
}

fn lay_out_stretch(
    stretch: &str,
    origin: usize,
    words: &Words<'_>,
    damaged: &dyn Fn(Span) -> bool,
    kinds: &mut Kinds<'_>,
    take: &mut impl FnMut(Laid),
) {
    let mut lines = lines_of(stretch);
    let shape = Shape::of(&lines);
    furniture::assign_roles(&mut lines, &shape);
    let rows = rows_of(&lines, &shape);
    let blocks = blocks_of(&rows, &shape);
    for block in &blocks {
        let set = &lines[block.first..=block.last];
        if set.len() == 1 && shape.markdown && markup::is_rule(set[0].text) {
            continue;
        }
        let span = Span::new(origin + set[0].start, origin + set[set.len() - 1].end());
        let galley = Galley::new(words, &shape, origin, damaged(span));
        let (text, alignment) = galley.set(set);
        if text.is_empty() {
            continue;
        }
        let kind = kinds.next(block, set, &text, &shape);
        take(Laid { text, alignment, span, kind });
    }
}

/// Cuts a text into parts of whole lines, each small enough to be held at once.
pub(crate) struct Cuts<'t> {
    text: &'t str,
    at: usize,
    /// A part ends at the first blank line after this many bytes that follows a stop…
    soft: usize,
    /// …or, failing that, at the first line end after this many; at any blank after twice as many.
    hard: usize,
}

impl<'t> Cuts<'t> {
    /// Stretches of which the lines are compared with one another.
    fn stretches(text: &'t str) -> Self {
        Self { text, at: 0, soft: 768 << 10, hard: 1 << 20 }
    }

    /// Blocks that are restored one after the other.
    pub(crate) fn blocks(text: &'t str) -> Self {
        Self { text, at: 0, soft: 3 << 19, hard: 2 << 20 }
    }
}

impl Iterator for Cuts<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let (start, soft, hard) = (self.at, self.soft, self.hard);
        let rest = &self.text.as_bytes()[start..];
        if rest.is_empty() {
            return None;
        }
        let mut end = rest.len();
        if rest.len() > hard {
            let stop = (soft..hard)
                .find(|&at| rest[at] == b'\n' && rest[at + 1] == b'\n' && ends_line(&rest[at - 16..at]));
            let first = |from: usize, to: usize, is_end: fn(&u8) -> bool| {
                let part = rest.get(from..to.min(rest.len()))?;
                part.iter().position(is_end).map(|at| from + at)
            };
            let cut = stop
                .or_else(|| first(hard, 2 * hard, |byte| *byte == b'\n'))
                .or_else(|| first(2 * hard, 3 * hard, u8::is_ascii_whitespace));
            end = match cut {
                Some(at) => at + 1,
                None => self.text.floor_char_boundary(start + rest.len().min(3 * hard)) - start,
            };
        }
        self.at = start + end;
        Some(Span::new(start, start + end))
    }
}

/// True if bytes end with a stop and blanks.
fn ends_line(bytes: &[u8]) -> bool {
    bytes.trim_ascii_end().last().is_some_and(|byte| matches!(byte, b'.' | b'!' | b'?'))
}
