//! Damaged text to readable text, aligned to its source letter by letter.

mod letters;

use salname_model::{Paragraph, ParagraphKind, Span};
use salname_packs::Packs;

/// How to restore.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Leave the font packs aside and find every table out from the text.
    pub no_font_packs: bool,
}

/// Restores texts; made once, used for many.
#[derive(Debug)]
pub struct Restorer {
    knowledge: letters::Knowledge,
}

/// A restored text.
#[derive(Debug, Clone)]
pub struct Restored {
    /// Its paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
}

impl Restorer {
    /// A restorer that knows the packs' languages and fonts.
    #[must_use]
    pub fn new(packs: &Packs, options: &Options) -> Self {
        Self { knowledge: letters::Knowledge::new(packs, options) }
    }

    /// Restores a whole text.
    #[must_use]
    pub fn restore(&self, text: &str) -> Restored {
        let decoded = letters::decode(&self.knowledge, text);
        let mut stretches = decoded.stretches.iter().peekable();
        let mut paragraphs = Vec::new();
        let mut at = 0;
        for line in decoded.text.split_inclusive('\n') {
            let (start, trimmed) = (at + (line.len() - line.trim_start().len()), line.trim());
            at += line.len();
            if trimmed.is_empty() {
                continue;
            }
            let span = Span::new(start, start + trimmed.len());
            while stretches.next_if(|stretch| stretch.span.end <= start).is_some() {}
            let Some(stretch) = stretches.peek() else { continue };
            paragraphs.push(Paragraph {
                text: trimmed.to_owned(),
                alignment: decoded.alignment.slice(span),
                span: decoded.alignment.source_of(span),
                kind: ParagraphKind::Body,
                lang: stretch.lang.clone(),
                damage: stretch.damage,
                doubts: Vec::new(),
            });
        }
        Restored { paragraphs }
    }
}
