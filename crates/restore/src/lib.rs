//! Damaged text to readable text, aligned to its source letter by letter.

use salname_model::{Alignment, Damage, Paragraph, ParagraphKind, Span};
use salname_packs::Packs;

/// How to restore.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Leave the font packs aside and find every table out from the text.
    pub no_font_packs: bool,
}

/// Restores texts; made once, used for many.
#[derive(Debug)]
pub struct Restorer {}

/// A restored text.
#[derive(Debug, Clone)]
pub struct Restored {
    /// Its paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
}

impl Restorer {
    /// A restorer that knows the packs' languages and fonts.
    #[must_use]
    pub fn new(_packs: &Packs, _options: &Options) -> Self {
        Self {}
    }

    /// Restores a whole text.
    #[must_use]
    pub fn restore(&self, text: &str) -> Restored {
        let mut paragraphs = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let (start, trimmed) = (at + (line.len() - line.trim_start().len()), line.trim());
            at += line.len();
            if trimmed.is_empty() {
                continue;
            }
            let mut made = Alignment::builder();
            made.copy(start, trimmed.len());
            paragraphs.push(Paragraph {
                text: trimmed.to_owned(),
                alignment: made.finish(),
                span: Span::new(start, start + trimmed.len()),
                kind: ParagraphKind::Body,
                lang: Some("az".into()),
                damage: Damage::LayoutOnly,
                doubts: Vec::new(),
            });
        }
        Restored { paragraphs }
    }
}
