//! A first look at a text, line by line: which language a line is in, and whether its letters look sound.

use salname_model::Span;
use salname_packs::LetterModel;

use super::Knowledge;
use super::speech::{NO_LETTER, Speech};
use super::table::Table;

/// Of a line no more than this is read to tell its language, in bytes.
const TASTE: usize = 240;
/// Mean improbability of a letter (nats) above which a line is no text of the language.
const FOREIGN: f32 = 3.6;
/// Letters below which a line is too short to tell anything by its mean.
const SHORT: u32 = 12;

/// A line at first sight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    /// With its line break.
    pub(crate) span: Span,
    /// The likeliest language, as an index; none where nothing tells.
    pub(crate) speech: Option<usize>,
    /// Something is wrong with its letters.
    pub(crate) odd: bool,
    /// How its letters follow one another in that language.
    pub(crate) fit: Fit,
}

/// How well letters follow one another as a language has it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Fit {
    /// Improbability of all letters together, in nats.
    pub(crate) sum: f32,
    /// Number of letters.
    pub(crate) letters: u32,
    /// Letters outside the alphabet.
    pub(crate) strange: u32,
}

impl Fit {
    /// Of the letters of `text`, each read as `reading` says.
    pub(crate) fn of(text: &str, speech: &Speech, reading: impl Fn(char) -> char) -> Self {
        let triples = speech.triples();
        let count = speech.symbol_count();
        let (mut first, mut second) = (0_usize, 0_usize);
        let (mut steps, mut letters, mut strange) = (0_u32, 0_u32, 0_u32);
        for character in text.chars() {
            let symbol = match speech.symbol(reading(character)) {
                NO_LETTER => LetterModel::BOUNDARY,
                symbol => {
                    letters += 1;
                    strange += u32::from(symbol == LetterModel::OTHER);
                    symbol
                }
            };
            let symbol = usize::from(symbol);
            if symbol != 0 || second != 0 {
                steps += u32::from(triples[(first * count + second) * count + symbol]);
            }
            (first, second) = if symbol == 0 { (0, 0) } else { (second, symbol) };
        }
        // Sums of single lines are far below what an f32 holds exactly.
        #[expect(clippy::cast_precision_loss)]
        let sum = steps as f32 / 16.0;
        Self { sum, letters, strange }
    }

    /// Mean improbability of a letter.
    pub(crate) fn mean(self) -> f32 {
        #[expect(clippy::cast_precision_loss)]
        let letters = self.letters.max(1) as f32;
        self.sum / letters
    }

    /// True if this is a text of the language.
    pub(crate) fn is_good(self) -> bool {
        self.mean() < FOREIGN
    }
}

/// The lines of a text.
pub(crate) fn lines(knowledge: &Knowledge, text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = 0;
    let mut last = None;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        at += line.len();
        let taste = &line[..line.floor_char_boundary(TASTE)];
        let best = knowledge
            .speeches
            .iter()
            .enumerate()
            .map(|(index, speech)| (index, Fit::of(taste, speech, |letter| letter)))
            .min_by(|(_, a), (_, b)| a.sum.total_cmp(&b.sum));
        let Some((speech, fit)) = best.filter(|(_, fit)| fit.letters > 0) else {
            lines.push(Line { span, speech: last, odd: false, fit: Fit::default() });
            continue;
        };
        let whole = if taste.len() < line.len() {
            Fit::of(line, &knowledge.speeches[speech], |letter| letter)
        } else {
            fit
        };
        let signs =
            line.chars().any(|sign| !sign.is_alphanumeric() && !sign.is_ascii() && knowledge.is_sign(sign));
        let odd = whole.strange > 0 || signs || (whole.letters >= SHORT && !whole.is_good());
        last = Some(speech);
        lines.push(Line { span, speech: last, odd, fit: whole });
    }
    lines
}

/// The tables that make odd lines readable, of those that are known.
pub(crate) fn fitting<'a>(knowledge: &'a Knowledge, text: &str, lines: &[Line]) -> Vec<&'a Table> {
    let odd: Vec<&Line> = lines.iter().filter(|line| line.odd && line.fit.letters > 0).collect();
    // A long text is judged by lines taken evenly from all of it.
    let step = odd.len() / 400 + 1;
    let mut wins = vec![0_usize; knowledge.tables.len()];
    for line in odd.iter().step_by(step) {
        let text = &text[line.span.range()];
        let text = &text[..text.floor_char_boundary(4 * TASTE)];
        let as_is = line
            .speech
            .map_or(f32::MAX, |index| Fit::of(text, &knowledge.speeches[index], |letter| letter).sum);
        let best = knowledge
            .tables
            .iter()
            .enumerate()
            .map(|(index, table)| {
                let speech = &knowledge.speeches[table.speech];
                (index, Fit::of(text, speech, |sign| table.first_reading(sign)))
            })
            .min_by(|(_, a), (_, b)| a.sum.total_cmp(&b.sum));
        if let Some((index, fit)) = best
            && fit.sum + 4.0 < as_is
            && fit.mean() < FOREIGN + 0.6
        {
            wins[index] += 1;
        }
    }
    let enough = |won: usize| won > 0 && won * 200 >= odd.len() / step;
    knowledge.tables.iter().zip(wins).filter(|(_, won)| enough(*won)).map(|(table, _)| table).collect()
}
