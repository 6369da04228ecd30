//! Damaged text to readable text, aligned to its source letter by letter.

mod layout;
mod letters;
mod mojibake;
mod report;

use std::iter::Peekable;
use std::slice::Iter;

use salname_model::{Damage, Doubt, Paragraph, Span};
use salname_packs::Packs;

pub use self::letters::Vocabulary;
use self::letters::{Decoded, Stretch};
use self::report::ReportBuilder;
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
    /// Some of its letters could only be told by the words they are in: words of sound text elsewhere may tell them better.
    /// Which words were given makes no difference to this.
    pub asks_for_words: bool,
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
        self.restore_by(text, None)
    }

    /// Restores a whole text by the words of sound text elsewhere, where its own do not tell.
    #[must_use]
    pub fn restore_by(&self, text: &str, elsewhere: Option<&Vocabulary>) -> Restored {
        let mut paragraphs = Vec::new();
        let (report, asks_for_words) = self.run(text, elsewhere, |paragraph| paragraphs.push(paragraph));
        Restored { paragraphs, report, asks_for_words }
    }

    /// Adds the words of a sound text to a vocabulary; `lang` is the identifier of its language's pack.
    pub fn hear(&self, vocabulary: &mut Vocabulary, lang: &str, text: &str) {
        vocabulary.hear(&self.knowledge, lang, text);
    }

    /// Restores a text and hands its paragraphs on, in order: of a long text no more than some megabytes are held.
    pub fn restore_each(&self, text: &str, take: impl FnMut(Paragraph)) -> Report {
        self.run(text, None, take).0
    }

    fn run(
        &self,
        text: &str,
        elsewhere: Option<&Vocabulary>,
        mut take: impl FnMut(Paragraph),
    ) -> (Report, bool) {
        let knows = |word: &str| self.knowledge.knows(word);
        let mut compositor = layout::Compositor::new(&self.titles, &knows);
        let mut decoder = letters::Decoder::new(&self.knowledge, elsewhere);
        let mut report = ReportBuilder::new(text);
        for block in layout::Cuts::blocks(text) {
            let decoded = match mojibake::repair(&self.knowledge, text, block) {
                Some(repaired) => {
                    let whole = Span::new(0, repaired.text.len());
                    repaired.beneath(decoder.decode(&repaired.text, whole))
                }
                None => decoder.decode(text, block),
            };
            report.add(&decoded);
            hand_on(&mut compositor, &decoded, &mut take);
            decoder.recycle(decoded);
        }
        let asks_for_words = decoder.asks_for_words();
        (report.finish(decoder.applied()), asks_for_words)
    }
}

/// Lays a decoded block out.
fn hand_on(compositor: &mut layout::Compositor<'_>, decoded: &Decoded<'_>, take: &mut impl FnMut(Paragraph)) {
    let mut stretches = decoded.stretches.iter().peekable();
    let mut doubts = decoded.doubts.iter().peekable();
    let (mut sources, mut spans) = (decoded.alignment.onward(), decoded.alignment.onward());
    compositor.lay_out(&decoded.text, &|span| is_damaged(&decoded.stretches, span), |laid| {
        while stretches.next_if(|stretch| stretch.span.end <= laid.span.start).is_some() {}
        let (lang, damage) = befallen(stretches.clone(), laid.span);
        while doubts.next_if(|doubt| doubt.span.start < laid.span.start).is_some() {}
        let doubts = doubts_of(&mut doubts, &laid);
        take(Paragraph {
            alignment: sources.beneath(&laid.alignment),
            span: spans.source_of(laid.span),
            text: laid.text,
            kind: laid.kind,
            lang,
            damage,
            doubts,
        });
    });
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
