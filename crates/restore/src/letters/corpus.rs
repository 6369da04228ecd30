//! The words of lines in an unknown font: what there is to decipher.

use std::collections::BTreeMap;

use super::speech::{is_letter, is_private};
use super::survey::{Line, is_inner_mark};

/// Text that is read to learn a table, in bytes.
const ENOUGH: usize = 200_000;
/// Longest word, in signs.
const LONGEST: usize = 60;
/// Signs of ASCII that stand between words in any text; a font that shows them for letters is none we know of.
const SEPARATORS: &str = ".,;:!?()'\"-/";

/// The distinct words of a text with how often they occur, and the signs that they are made of.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    /// The signs, the commonest first.
    pub(super) signs: Vec<char>,
    /// How often each sign occurs.
    pub(super) counts: Vec<f64>,
    /// The distinct words.
    pub(super) words: Vec<Entry>,
    /// The words that each sign occurs in.
    pub(super) uses: Vec<Vec<u32>>,
}

/// A distinct word.
#[derive(Debug)]
pub(super) struct Entry {
    /// Indices of its signs.
    pub(super) signs: Box<[u16]>,
    /// How often it occurs inside sentences.
    pub(super) inside: f32,
    /// How often it opens a sentence.
    pub(super) opening: f32,
}

impl Entry {
    /// How often it occurs.
    pub(super) fn count(&self) -> f32 {
        self.inside + self.opening
    }
}

/// How often a word occurs: inside sentences, and at their beginning.
type Tally = BTreeMap<Vec<char>, (u32, u32)>;

impl Corpus {
    /// The words of the lines that `wanted` accepts. Of a long text lines are taken evenly from all of it.
    pub(super) fn of(text: &str, lines: &[&Line], signs: &Signs, wanted: impl Fn(&[char]) -> bool) -> Self {
        let size: usize = lines.iter().map(|line| line.span.len()).sum();
        let mut tally = Tally::new();
        for line in lines.iter().step_by(size / ENOUGH + 1) {
            let end = line.span.start + text[line.span.range()].floor_char_boundary(ENOUGH);
            let mut opening = opens_sentence(&text[..line.span.start]);
            let mut word: Vec<char> = Vec::new();
            for sign in text[line.span.start..end].chars().chain(['\n']) {
                if signs.contains(sign) {
                    word.push(sign);
                    continue;
                }
                if !word.is_empty() {
                    if word.len() < LONGEST && wanted(&word) {
                        let counts = tally.entry(std::mem::take(&mut word)).or_default();
                        *(if opening { &mut counts.1 } else { &mut counts.0 }) += 1;
                    }
                    word.clear();
                    opening = false;
                }
                if matches!(sign, '.' | '!' | '?') {
                    opening = true;
                } else if sign.is_alphanumeric() {
                    opening = false;
                }
            }
        }
        Self::from(tally)
    }

    fn from(tally: Tally) -> Self {
        let mut counted: BTreeMap<char, u32> = BTreeMap::new();
        for (word, (inside, opening)) in &tally {
            for &sign in word {
                *counted.entry(sign).or_default() += inside + opening;
            }
        }
        let mut counted: Vec<(char, u32)> = counted.into_iter().collect();
        counted.sort_by_key(|&(sign, count)| (std::cmp::Reverse(count), sign));
        counted.truncate(usize::from(u16::MAX));
        let number: BTreeMap<char, u16> = counted.iter().map(|(sign, _)| *sign).zip(0..).collect();
        let mut made = Self {
            signs: counted.iter().map(|(sign, _)| *sign).collect(),
            counts: counted.iter().map(|(_, count)| f64::from(*count)).collect(),
            words: Vec::new(),
            uses: vec![Vec::new(); counted.len()],
        };
        for (word, (inside, opening)) in tally {
            let signs: Option<Box<[u16]>> = word.iter().map(|sign| number.get(sign).copied()).collect();
            let (Some(signs), Ok(index)) = (signs, u32::try_from(made.words.len())) else { continue };
            for (place, sign) in signs.iter().enumerate() {
                if !signs[..place].contains(sign) {
                    made.uses[usize::from(*sign)].push(index);
                }
            }
            // Counts are of at most ENOUGH bytes.
            #[expect(clippy::cast_precision_loss)]
            let (inside, opening) = (inside as f32, opening as f32);
            made.words.push(Entry { signs, inside, opening });
        }
        made
    }

    /// Number of words, repeated ones counted as often as they occur.
    pub(super) fn len(&self) -> f32 {
        self.words.iter().map(Entry::count).sum()
    }

    /// The word as it is shown.
    pub(super) fn shown(&self, word: &Entry) -> Vec<char> {
        word.signs.iter().map(|&sign| self.signs[usize::from(sign)]).collect()
    }
}

/// True if what comes after `before` begins a sentence.
fn opens_sentence(before: &str) -> bool {
    let blank = before.ends_with("\n\n") || before.ends_with("\n\r\n");
    blank || before.trim_end().chars().next_back().is_none_or(|last| matches!(last, '.' | '!' | '?' | ':'))
}

/// Which characters of a text may stand for letters: its letters, and what stands among letters as letters do.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// Those that are no letters, sorted.
    marks: Vec<char>,
    /// ASCII letters are signs. In a text of other letters they are words of another language.
    ascii: bool,
}

/// The share of ASCII letters (one in as many) below which they are words of another language.
const ASCII_SHARE: usize = 2;

impl Signs {
    /// Finds out which marks of the lines stand for letters.
    pub(super) fn of(text: &str, lines: &[&Line]) -> Self {
        // Of each mark: how often it occurs, beside a letter, and between two.
        let mut seen: BTreeMap<char, (u32, u32, u32)> = BTreeMap::new();
        let size: usize = lines.iter().map(|line| line.span.len()).sum();
        let (mut ascii, mut letters) = (0_usize, 0_usize);
        let is_letter = |sign: char| is_letter(sign) || is_private(sign);
        let beside = |sign: Option<char>| {
            sign.is_some_and(|sign| is_letter(sign) || (!sign.is_ascii() && is_candidate(sign)))
        };
        for line in lines.iter().step_by(size / ENOUGH + 1) {
            let line = &text[line.span.range()];
            let mut before = None;
            let mut signs = line[..line.floor_char_boundary(ENOUGH)].chars().peekable();
            while let Some(sign) = signs.next() {
                letters += usize::from(is_letter(sign));
                ascii += usize::from(sign.is_ascii_alphabetic());
                if is_candidate(sign) {
                    let (left, right) = (beside(before), beside(signs.peek().copied()));
                    let counts = seen.entry(sign).or_default();
                    counts.0 += 1;
                    counts.1 += u32::from(left || right);
                    counts.2 += u32::from(left && right);
                }
                before = Some(sign);
            }
        }
        let stands_for_letter = |sign: char, (all, beside, between): (u32, u32, u32)| {
            if is_private(sign) {
                true
            } else if is_inner_mark(sign) {
                all as usize * 200 >= letters && beside * 5 >= all * 3
            } else if sign.is_ascii() {
                all >= 5 && between * 2 > all
            } else if is_quote(sign) {
                all >= 4 && between * 4 > all
            } else {
                beside * 5 >= all * 3
            }
        };
        let marks = seen.into_iter().filter(|&(sign, counts)| stands_for_letter(sign, counts));
        Self { marks: marks.map(|(sign, _)| sign).collect(), ascii: ascii * ASCII_SHARE > letters }
    }

    /// True if the character may stand for a letter.
    pub(super) fn contains(&self, character: char) -> bool {
        if character.is_ascii_alphabetic() {
            return self.ascii;
        }
        is_letter(character) || (!self.marks.is_empty() && self.marks.binary_search(&character).is_ok())
    }
}

/// True for marks that stand before or after sound words.
fn is_quote(sign: char) -> bool {
    "«»“”„‟‚‹›–—…№\u{a0}".contains(sign)
}

/// True for what is no letter and might stand for one.
fn is_candidate(sign: char) -> bool {
    if sign.is_ascii() {
        return sign.is_ascii_punctuation() && !SEPARATORS.contains(sign);
    }
    // Superscript digits and fractions are at letters' places of many code pages.
    let numeric = sign.is_numeric() && sign as u32 >= 0x100;
    let mark = !is_inner_mark(sign) || sign == '´';
    !sign.is_alphabetic() && !numeric && !sign.is_whitespace() && mark
}
