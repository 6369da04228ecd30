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

/// What layout is told by other rooms.
pub(crate) struct Context<'k> {
    /// What bibliographies and notes are called.
    pub titles: &'k Titles,
    /// True for a word that a language knows.
    pub knows: &'k dyn Fn(&str) -> bool,
    /// True for a span of the text in which letters were damaged.
    pub damaged: &'k dyn Fn(Span) -> bool,
}

/// Lays a text out and hands its paragraphs on in order, so that only one stretch of it is ever held.
pub(crate) fn lay_out(text: &str, context: &Context<'_>, mut take: impl FnMut(Laid)) {
    let words = Words::of(text, context.knows);
    let mut kinds = Kinds::new(context.titles);
    for stretch in Stretches::of(text) {
        lay_out_stretch(&text[stretch.range()], stretch.start, &words, context, &mut kinds, &mut take);
    }
}

fn lay_out_stretch(
    stretch: &str,
    origin: usize,
    words: &Words<'_>,
    context: &Context<'_>,
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
        let galley = Galley::new(words, &shape, origin, (context.damaged)(span));
        let (text, alignment) = galley.set(set);
        if text.is_empty() {
            continue;
        }
        let kind = kinds.next(block, set, &text, &shape);
        take(Laid { text, alignment, span, kind });
    }
}

/// Cuts a text into stretches of lines, each small enough to be laid out at once.
struct Stretches<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Stretches<'t> {
    /// A stretch ends at the first blank line after this many bytes…
    const SOFT: usize = 768 << 10;
    /// …that follows a stop, or, failing that, at the first line end after this many.
    const HARD: usize = 1 << 20;

    fn of(text: &'t str) -> Self {
        Self { text, at: 0 }
    }
}

impl Iterator for Stretches<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        if rest.is_empty() {
            return None;
        }
        let mut end = rest.len();
        if rest.len() > Self::HARD {
            let stop = (Self::SOFT..Self::HARD)
                .find(|&at| rest[at] == b'\n' && rest[at + 1] == b'\n' && ends_line(&rest[at - 16..at]));
            end = stop.map_or_else(
                || {
                    rest[Self::HARD..]
                        .iter()
                        .position(|&byte| byte == b'\n')
                        .map_or(rest.len(), |at| Self::HARD + at + 1)
                },
                |at| at + 1,
            );
        }
        self.at = start + end;
        Some(Span::new(start, start + end))
    }
}

/// True if bytes end with a stop and blanks.
fn ends_line(bytes: &[u8]) -> bool {
    bytes.trim_ascii_end().last().is_some_and(|byte| matches!(byte, b'.' | b'!' | b'?'))
}
