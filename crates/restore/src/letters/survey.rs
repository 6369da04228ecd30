//! A first look at a text, line by line: which language a line is in, and whether its letters look sound.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use salname_model::{Damage, Span};
use salname_packs::LetterModel;

use super::Knowledge;
use super::heard::Seen;
use super::speech::{NO_LETTER, OTHER_LETTER, OTHER_SIGN, Place, Speech, is_letter, is_private, place_of};
use super::table::Table;
use super::word;

/// Of a line no more than this is read to tell its language, in bytes.
const TASTE: usize = 240;
/// And no more than this to tell that a language is not worth reading on by, in bytes.
const SIP: usize = 64;
/// Bytes, or signs, that are read before it is asked again whether it is worth reading on.
const PIECE: usize = 24;
/// Mean improbability of a letter (nats) above which a line is no text of the language.
const FOREIGN: f32 = 3.6;
/// Letters below which a line is too short to tell anything by its mean.
const SHORT: u32 = 12;

/// Lines by which the tables of a text are chosen.
const SAMPLE: usize = 240;
/// Difference of mean improbability (nats a letter) below which two tables read a line alike.
const TIE: f32 = 0.12;
/// What a table for another language than the text's own is held back by (nats a letter).
const ABROAD: f32 = 0.4;
/// What a table must make a line better by (nats).
const GAIN: f32 = 4.0;
/// What a language must be better by (nats) than that of the line before.
const CHANGE: f32 = 6.0;
/// Words by which a table is judged, and the share of them (one in as many) that its language must list.
const TRIED: usize = 200;
const LISTED: usize = 7;
/// Longest word by which a table is judged, in signs.
const LONGEST: usize = 40;
/// Signs that stand beside letters in sound text.
const PUNCTUATION: &str = "«»“”„‟‘’‚‹›–—…№°§·•†‡%‰©®™¹²³\u{a0}\u{ad}´`¨ˮ′″։՝՛՜՞՚֊";

/// Marks that stand inside sound words.
const INNER_MARKS: &str = "’‘ʼ´`·–—…\u{ad}\u{200b}\u{200c}\u{200d}\u{301}՛՜՞՚֊";

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
    /// Of the letters of `text`, as they stand.
    pub(crate) fn of(text: &str, speech: &Speech) -> Self {
        Self::by(text, speech, |letter| speech.symbol(letter))
    }

    /// Of the letters of `text`, each as the table reads it first.
    pub(crate) fn under(text: &str, table: &Table, speech: &Speech) -> Self {
        Self::by(text, speech, |sign| table.symbol(sign, speech))
    }

    /// Of the letters of `text`, each with the symbol that `symbol` gives it.
    pub(crate) fn by(text: &str, speech: &Speech, symbol: impl Fn(char) -> u8) -> Self {
        let mut walk = Walk::default();
        walk.read(speech, text.chars().map(|sign| step(symbol(sign))));
        walk.fit()
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

/// How well the letters read so far follow one another, and what comes before the next.
#[derive(Debug, Clone, Copy, Default)]
struct Walk {
    /// The last two symbols, as the first two of a triple are counted.
    pair: usize,
    last: usize,
    /// Improbability of all letters together, in sixteenths of a nat.
    steps: u32,
    letters: u32,
    strange: u32,
}

impl Walk {
    /// Reads on.
    #[inline]
    fn read(&mut self, speech: &Speech, symbols: impl Iterator<Item = u8>) {
        let triples = speech.triples();
        let count = speech.symbol_count();
        let Self { mut pair, mut last, mut steps, mut letters, mut strange } = *self;
        for symbol in symbols {
            let letter = symbol != LetterModel::BOUNDARY;
            letters += u32::from(letter);
            strange += u32::from(symbol == LetterModel::OTHER);
            let symbol = usize::from(symbol);
            steps += u32::from(triples[pair * count + symbol]);
            // Nothing goes before the start of a word.
            pair = if letter { last * count + symbol } else { 0 };
            last = symbol;
        }
        *self = Self { pair, last, steps, letters, strange };
    }

    /// Reads on, characters by their places in the language's tables.
    fn read_places(&mut self, speech: &Speech, places: &[Place]) {
        let steps = speech.steps();
        self.read(speech, places.iter().map(|&place| steps[usize::from(place)]));
    }

    /// Reads on, piece by piece, as long as `goes_on` allows; false if it did not.
    fn read_while(
        &mut self,
        text: &str,
        speech: &Speech,
        symbol: impl Fn(char) -> u8,
        goes_on: impl Fn(&Self) -> bool,
    ) -> bool {
        let mut rest = text;
        while !rest.is_empty() {
            let (piece, later) = rest.split_at(rest.floor_char_boundary(PIECE));
            self.read(speech, piece.chars().map(|sign| step(symbol(sign))));
            if !goes_on(self) {
                return false;
            }
            rest = later;
        }
        true
    }

    fn fit(self) -> Fit {
        // Sums of single lines are far below what an f32 holds exactly.
        #[expect(clippy::cast_precision_loss)]
        let sum = self.steps as f32 / 16.0;
        Fit { sum, letters: self.letters, strange: self.strange }
    }
}

/// A symbol as triples are made of it: what is no letter is a boundary.
#[inline]
fn step(symbol: u8) -> u8 {
    if symbol == NO_LETTER { LetterModel::BOUNDARY } else { symbol }
}

/// The lines of a block of the text; `last` is the language of the line before.
pub(crate) fn lines(knowledge: &Knowledge, text: &str, block: Span, last: &mut Option<usize>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut places = Vec::new();
    let may_be_signs = &*MAY_BE_SIGNS;
    let mut at = block.start;
    for line in text[block.range()].split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        at += line.len();
        places.clear();
        places.extend(line.chars().map(place_of));
        let taste = &line[..line.floor_char_boundary(TASTE)];
        let Some((speech, whole)) = likeliest(knowledge, taste, &places, *last) else {
            lines.push(Line { span, speech: *last, odd: false, fit: Fit::default() });
            continue;
        };
        let good = whole.is_good();
        let may_have_sign = || places.iter().any(|&place| may_be_signs[usize::from(place)]);
        let odd = whole.strange > 0
            || (whole.letters >= SHORT && !good)
            || (may_have_sign() && has_sign(knowledge, line));
        if good || last.is_none() {
            *last = Some(speech);
        }
        lines.push(Line { span, speech: *last, odd, fit: whole });
    }
    lines
}

/// The language in which the letters of a line follow one another best as far as they are tasted, and how all of them do
/// in it; that of the line before, if it is close. `places` are those of the whole line.
fn likeliest(
    knowledge: &Knowledge,
    taste: &str,
    places: &[Place],
    last: Option<usize>,
) -> Option<(usize, Fit)> {
    let mut letters = ['\0'; 16];
    let mut count = 0;
    for letter in taste.chars().filter(|&letter| is_letter(letter) || is_private(letter)).take(letters.len())
    {
        letters[count] = letter;
        count += 1;
    }
    let letters = &letters[..count];
    if letters.is_empty() {
        return None;
    }
    let mut best: Option<(f32, usize, Walk)> = None;
    let sip = taste[..taste.floor_char_boundary(SIP)].chars().count();
    let tasted = sip + taste[taste.floor_char_boundary(SIP)..].chars().count();
    let (sip, rest) = (&places[..sip], &places[sip..tasted]);
    let of_last = last.map(|last| {
        let mut walk = Walk::default();
        walk.read_places(&knowledge.speeches[last], sip);
        walk
    });
    for (index, speech) in knowledge.speeches.iter().enumerate() {
        // A language of another script cannot be it; the last is never passed over, so that there is one.
        let foreign = letters.iter().filter(|&&letter| !speech.writes(letter)).count() * 2 > letters.len();
        if foreign && (index + 1 < knowledge.speeches.len() || best.is_some()) {
            continue;
        }
        let mut walk = match of_last.filter(|_| last == Some(index)) {
            Some(of_last) => of_last,
            None => {
                let mut walk = Walk::default();
                // What begins worse than the language of the line before is not worth reading on.
                let most = of_last.filter(|_| best.is_some()).map_or(u32::MAX, |of_last| of_last.steps);
                let worse = sip.chunks(PIECE).any(|piece| {
                    walk.read_places(speech, piece);
                    walk.steps >= most
                });
                if worse {
                    continue;
                }
                walk
            }
        };
        walk.read_places(speech, rest);
        let sum = walk.fit().sum + if last == Some(index) { 0.0 } else { CHANGE };
        if best.is_none_or(|(least, ..)| sum < least) {
            best = Some((sum, index, walk));
        }
    }
    let (_, index, mut walk) = best?;
    walk.read_places(&knowledge.speeches[index], &places[tasted..]);
    Some((index, walk.fit()))
}

/// Of each place whether [`has_sign`] may be true for its characters.
static MAY_BE_SIGNS: LazyLock<Box<[bool]>> = LazyLock::new(|| {
    let may_be = |character: char| {
        let place = place_of(character);
        let mark = !is_letter(character) && !character.is_ascii() && !character.is_whitespace();
        place >= OTHER_LETTER || (mark && !is_inner_mark(character))
    };
    (0..=u32::from(OTHER_SIGN)).map(|code| char::from_u32(code).is_some_and(may_be)).collect()
});

/// True for signs that stand beside letters in sound text.
pub(crate) fn is_punctuation(character: char) -> bool {
    PUNCTUATION.contains(character)
}

/// True for a mark that stands inside sound words, or between them without a blank.
pub(crate) fn is_inner_mark(character: char) -> bool {
    INNER_MARKS.contains(character)
}

/// True if a sign that a font may use for a letter stands at a letter, where no punctuation would.
fn has_sign(knowledge: &Knowledge, line: &str) -> bool {
    if line.is_ascii() {
        return false;
    }
    let mut before = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let letter = is_letter(character);
        if is_private(character) {
            return true;
        }
        let mark = !letter && !character.is_ascii() && !character.is_whitespace();
        if mark && !is_inner_mark(character) {
            let after = characters.peek().is_some_and(|&next| is_letter(next));
            let known =
                || !is_punctuation(character) && !character.is_numeric() && knowledge.is_sign(character);
            if (before && after) || ((before || after) && known()) {
                return true;
            }
        }
        before = letter;
    }
    false
}

/// The tables that make odd lines readable, of those that are known.
pub(crate) fn fitting<'a>(
    knowledge: &'a Knowledge,
    text: &str,
    lines: &[Line],
    home: Option<usize>,
) -> Vec<&'a Table> {
    let odd: Vec<&Line> = lines.iter().filter(|line| line.odd && line.fit.letters > 0).collect();
    // A long text is judged by lines taken evenly from all of it.
    let step = odd.len() / SAMPLE + 1;
    let mut wins: Vec<Vec<&str>> = vec![Vec::new(); knowledge.tables.len()];
    for line in odd.iter().step_by(step) {
        let text = &text[line.span.range()];
        let text = &text[..text.floor_char_boundary(2 * TASTE)];
        if let Some(table) = best_table(knowledge, text, line.speech, home) {
            wins[table].push(text);
        }
    }
    let enough = |won: &[&str]| !won.is_empty() && won.len() * 200 >= odd.len() / step;
    let fitting: Vec<(&Table, Vec<&str>)> = (knowledge.tables.iter().zip(wins))
        .filter(|(table, won)| enough(won) && is_believed(knowledge, table, won))
        .collect();
    let needed = |&(index, (table, won)): &(usize, &(&'a Table, Vec<&str>))| {
        !fitting.iter().enumerate().any(|(at, (other, others))| {
            at != index
                && reads_all(knowledge, other, table, won)
                && (at < index || !reads_all(knowledge, table, other, others))
        })
    };
    fitting.iter().enumerate().filter(needed).map(|(_, (table, _))| *table).collect()
}

/// True if the table reads the lines that another was chosen for no worse than that one: their few signs did not tell the two
/// apart, and it need not be thought of. Where letters are lost the lines' signs do not say all.
fn reads_all(knowledge: &Knowledge, table: &Table, other: &Table, lines: &[&str]) -> bool {
    let speech = &knowledge.speeches[table.speech];
    table.speech == other.speech
        && table.damage == Damage::CodepageFont
        && other.damage == Damage::CodepageFont
        && lines.iter().all(|line| {
            let (own, others) = (Fit::under(line, table, speech), Fit::under(line, other, speech));
            own.strange <= others.strange && own.mean() < others.mean() + TIE
        })
}

/// True if a table makes words of its language: of a text in another language it may make letters that follow one
/// another well, but hardly words.
fn is_believed(knowledge: &Knowledge, table: &Table, lines: &[&str]) -> bool {
    let speech = &knowledge.speeches[table.speech];
    let in_word =
        |character: char| is_letter(character) || (!character.is_ascii() && table.is_sign(character));
    let (mut tried, mut listed) = (BTreeSet::new(), 0);
    let (mut sum, mut letters) = (0.0, 0);
    for word in lines.iter().flat_map(|line| line.split(|character| !in_word(character))) {
        let signs: Vec<char> = word.chars().take(LONGEST).collect();
        let changed = signs.iter().any(|&sign| table.first_reading(sign) != sign);
        if signs.len() < 3 || !changed || tried.len() >= TRIED || !tried.insert(signs.clone()) {
            continue;
        }
        let word = word::read(&signs, table, speech, &Seen::default());
        let forms = word.readings.first().map_or(&[][..], |reading| &reading.forms);
        listed += usize::from(forms.iter().all(|form| speech.knows(form)));
        sum -= word.probability;
        letters += signs.len();
    }
    #[expect(clippy::cast_precision_loss)]
    let mean = sum / letters.max(1) as f32;
    match tried.len() {
        0 => true,
        few @ 1..10 => mean < 2.6 || listed * 4 > few,
        many => listed * LISTED >= many,
    }
}

/// The language of most sound lines, of this block and, the less the longer ago, of those before; `heard` has the
/// letters of each language so far.
pub(crate) fn home(lines: &[Line], heard: &mut BTreeMap<usize, u32>) -> Option<usize> {
    heard.values_mut().for_each(|letters| *letters /= 2);
    for line in lines.iter().filter(|line| !line.odd) {
        if let Some(speech) = line.speech {
            let letters = heard.entry(speech).or_default();
            *letters = letters.saturating_add(line.fit.letters);
        }
    }
    heard.iter().max_by_key(|(_, letters)| **letters).map(|(speech, _)| *speech)
}

/// The table under which a line reads best, if it reads much better than as it stands.
fn best_table(
    knowledge: &Knowledge,
    text: &str,
    speech: Option<usize>,
    home: Option<usize>,
) -> Option<usize> {
    let as_is = speech.map(|index| Fit::of(text, &knowledge.speeches[index]));
    #[expect(clippy::cast_precision_loss)]
    let signs = text.chars().count().max(1) as f32;
    let mut best: Option<(usize, f32, Fit)> = None;
    for (index, table) in knowledge.tables.iter().enumerate() {
        let speech = &knowledge.speeches[table.speech];
        let abroad = if home.is_some_and(|home| home != table.speech) { ABROAD } else { 0.0 };
        let mut walk = Walk::default();
        // No line has more letters than signs: what is too improbable even so need not be read to its end.
        let least = best.map_or(f32::INFINITY, |(_, least, _)| least);
        let goes_on = |walk: &Walk| walk.fit().sum / signs + abroad + TIE < least;
        if !walk.read_while(text, speech, |sign| table.symbol(sign, speech), goes_on) {
            continue;
        }
        let fit = walk.fit();
        let mean = fit.mean() + abroad;
        // Where two tables read a line nearly alike, the pack that comes first is taken.
        if best.is_none_or(|(_, least, _)| mean + TIE < least) {
            best = Some((index, mean, fit));
        }
    }
    let (index, _, fit) = best?;
    // A table that leaves most of the strange letters strange explains nothing.
    let explained = as_is.is_none_or(|as_is| fit.sum + GAIN < as_is.sum && fit.strange * 2 <= as_is.strange);
    (explained && fit.mean() < FOREIGN + 0.6).then_some(index)
}
