//! Damaged text to readable text, aligned to its source letter by letter.

mod layout;
mod letters;
mod mojibake;
mod report;

use std::iter::Peekable;
use std::slice::Iter;

use salname_model::{Damage, Doubt, Paragraph, Span};
use salname_packs::Packs;

use self::letters::Stretch;
pub use self::report::{AppliedTable, Finding, Report};

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
    titles: layout::Titles,
}

/// A restored text.
#[derive(Debug, Clone)]
pub struct Restored {
    /// Its paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
    /// What had happened to its letters.
    pub report: Report,
}

impl Restorer {
    /// A restorer that knows the packs' languages and fonts.
    #[must_use]
    pub fn new(packs: &Packs, options: &Options) -> Self {
        Self { knowledge: letters::Knowledge::new(packs, options), titles: layout::Titles::new(packs) }
    }

    /// Restores a whole text.
    #[must_use]
    pub fn restore(&self, text: &str) -> Restored {
        let decoded = match mojibake::repair(&self.knowledge, text) {
            Some(repaired) => repaired.beneath(letters::decode(&self.knowledge, &repaired.text)),
            None => letters::decode(&self.knowledge, text),
        };
        let mut paragraphs = Vec::new();
        let mut stretches = decoded.stretches.iter().peekable();
        let mut doubts = decoded.doubts.iter().peekable();
        let context = layout::Context {
            titles: &self.titles,
            knows: &|word| self.knowledge.knows(word),
            damaged: &|span| is_damaged(&decoded.stretches, span),
        };
        layout::lay_out(&decoded.text, &context, |laid| {
            while stretches.next_if(|stretch| stretch.span.end <= laid.span.start).is_some() {}
            let (lang, damage) = befallen(stretches.clone(), laid.span);
            while doubts.next_if(|doubt| doubt.span.start < laid.span.start).is_some() {}
            let doubts = doubts_of(&mut doubts, &laid);
            paragraphs.push(Paragraph {
                alignment: laid.alignment.through(&decoded.alignment),
                span: decoded.alignment.source_of(laid.span),
                text: laid.text,
                kind: laid.kind,
                lang,
                damage,
                doubts,
            });
        });
        let report = Report::of(&decoded, text);
        Restored { paragraphs, report }
    }
}

/// True if a stretch that meets the span had damaged letters. Mojibake does not count: it leaves blanks alone.
fn is_damaged(stretches: &[Stretch], span: Span) -> bool {
    let first = stretches.partition_point(|stretch| stretch.span.end <= span.start);
    let met = stretches[first..].iter().take_while(|stretch| stretch.span.start < span.end);
    met.into_iter().any(|stretch| stretch.damage > Damage::Mojibake)
}

/// The language of the stretch that holds most of a paragraph, and the gravest damage that met it.
fn befallen<'a>(stretches: impl Iterator<Item = &'a Stretch>, span: Span) -> (Option<String>, Damage) {
    let (mut lang, mut most, mut damage) = (None, 0, Damage::LayoutOnly);
    for stretch in stretches.take_while(|stretch| stretch.span.start < span.end) {
        let shared = stretch.span.end.min(span.end) - stretch.span.start.max(span.start);
        damage = damage.max(stretch.damage);
        if shared > most {
            (lang, most) = (stretch.lang.clone(), shared);
        }
    }
    (lang, damage)
}

/// The doubts about words of a paragraph, in bytes of the paragraph's text.
fn doubts_of(doubts: &mut Peekable<Iter<'_, Doubt>>, laid: &layout::Laid) -> Vec<Doubt> {
    let mut inside = Vec::new();
    while let Some(doubt) = doubts.next_if(|doubt| doubt.span.start < laid.span.end) {
        let span = laid.alignment.derived_in(doubt.span);
        if !span.is_empty() {
            inside.push(Doubt { span, ..doubt.clone() });
        }
    }
    inside
}
