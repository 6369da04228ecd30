//! A paragraph as words, numbers and signs.

use super::lexicon::{Lexicon, UNKNOWN, WordId};
use crate::words::{heads_number, is_common_letter, misread};

/// A piece of text.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// First byte in the paragraph's text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// True if no blank stands before it.
    pub glued: bool,
    /// True for a number that is the end of a longer figure ("25,5", "2018:194", "1,828").
    pub in_figure: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A run of digits, or of what looks like them ("192O"); figures of more than nine digits have the value 0.
    Number {
        /// Its value.
        value: u32,
        /// How many digits.
        digits: u8,
    },
    /// A run of letters.
    Word {
        /// The word, if the pack knows it.
        id: WordId,
        /// Its value as a Roman number; 0 if it is none.
        roman: u8,
    },
    /// Any other sign; dashes, apostrophes and quotation marks are made one each.
    Sign(char),
}

/// Cuts a text into tokens, from left to right.
#[derive(Debug)]
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
    lexicon: &'a Lexicon,
    buffer: String,
    previous: [Option<Token>; 2],
}

impl<'a> Tokens<'a> {
    /// The tokens of a text.
    pub fn new(text: &'a str, lexicon: &'a Lexicon) -> Self {
        Self { text, at: 0, lexicon, buffer: String::new(), previous: [None; 2] }
    }

    fn run(&self, start: usize, inside: impl Fn(char) -> bool) -> usize {
        self.text[start..].find(|c| !inside(c)).map_or(self.text.len(), |length| start + length)
    }

    /// The end of the word that starts at `start`. Where no ending is set off by an apostrophe, an apostrophe between
    /// letters is a letter ("п'ять").
    fn word_end(&self, start: usize) -> usize {
        let mut end = self.run(start, is_letter);
        while self.lexicon.apostrophes_in_words() {
            let mut after = self.text[end..].chars();
            let joined = after.next().is_some_and(|sign| plain_sign(sign) == '\'')
                && after.next().is_some_and(is_letter);
            if !joined {
                break;
            }
            let apostrophe = self.text[end..].chars().next().map_or(0, char::len_utf8);
            end = self.run(end + apostrophe, is_letter);
        }
        end
    }

    /// The end and value of a number at `start` of which some digits look like letters.
    fn misread(&mut self, start: usize, first: char, glued: bool) -> Option<(usize, Kind)> {
        let goes_on = glued && self.previous[1].is_some_and(|last| !matches!(last.kind, Kind::Sign(_)));
        if goes_on || !(first.is_ascii_digit() || heads_number(first)) {
            return None;
        }
        let number = misread(&self.text[start..])?;
        let word = &self.text[start..start + number.len];
        // Where the letter alone is a word of the language, it is that.
        if !first.is_ascii_digit() && self.lexicon.id(word, &mut self.buffer) != UNKNOWN {
            return None;
        }
        Some((start + number.len, Kind::Number { value: number.value, digits: number.digits }))
    }

    /// True if a number that starts at `start` goes on from another number by a sign within the figure.
    fn in_figure(&self, start: usize) -> bool {
        let [Some(number), Some(sign)] = self.previous else { return false };
        matches!(number.kind, Kind::Number { .. })
            && matches!(sign.kind, Kind::Sign(',' | ':' | '.'))
            && sign.glued
            && sign.end == start
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let blanks = self.run(self.at, char::is_whitespace);
        let first = self.text[blanks..].chars().next()?;
        let glued = blanks == self.at && self.at > 0;
        let start = blanks;
        let (end, kind) = if let Some(number) = self.misread(start, first, glued) {
            number
        } else if first.is_ascii_digit() {
            let end = self.run(start, |c| c.is_ascii_digit());
            let value = if end - start > 9 { 0 } else { self.text[start..end].parse().unwrap_or(0) };
            (end, Kind::Number { value, digits: u8::try_from(end - start).unwrap_or(u8::MAX) })
        } else if is_letter(first) {
            let end = self.word_end(start);
            let word = &self.text[start..end];
            let id = self.lexicon.id(word, &mut self.buffer);
            (end, Kind::Word { id, roman: roman(word) })
        } else {
            (start + first.len_utf8(), Kind::Sign(plain_sign(first)))
        };
        let in_figure = matches!(kind, Kind::Number { .. }) && self.in_figure(start);
        let token = Token { start, end, kind, glued, in_figure };
        self.at = end;
        self.previous = [self.previous[1], Some(token)];
        Some(token)
    }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (!c.is_ascii()
            && (is_common_letter(c) || c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}')))
}

pub fn plain_sign(sign: char) -> char {
    match sign {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '’' | '‘' | 'ʼ' | '`' | '´' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        sign => sign,
    }
}

/// The value of a Roman number, in Latin letters or the Cyrillic ones that look alike; 0 if the word is none.
///
/// Only the numbers up to 39 are read: centuries, months and kings need no more, and "LI" or "MC" is an abbreviation.
fn roman(word: &str) -> u8 {
    if word.len() > 10 {
        return 0;
    }
    let (mut total, mut last) = (0u8, 0u8);
    for letter in word.chars().rev() {
        let value = match letter {
            'I' | 'І' => 1,
            'V' => 5,
            'X' | 'Х' => 10,
            _ => return 0,
        };
        total = if value < last { total.saturating_sub(value) } else { total.saturating_add(value) };
        last = last.max(value);
    }
    if total < 40 { total } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numbers() {
        for (word, value) in [("XX", 20), ("XIX", 19), ("IV", 4), ("ХІХ", 19), ("AXC", 0), ("xx", 0)] {
            assert_eq!(roman(word), value, "{word}");
        }
    }
}
