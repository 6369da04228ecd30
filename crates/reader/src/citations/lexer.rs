//! The signs of a citation: numbers, words, marks.

use std::ops::Range;

/// What a sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Digits, with one letter that may follow them closely ("27a").
    Number,
    /// Letters.
    Word,
    /// One mark.
    Mark(char),
}

/// A sign and the bytes of the text it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sign {
    pub sort: Sort,
    pub range: Range<usize>,
}

impl Sign {
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range.clone()]
    }

    pub fn is(&self, mark: char) -> bool {
        self.sort == Sort::Mark(mark)
    }

    pub fn is_dash(&self) -> bool {
        matches!(self.sort, Sort::Mark('-' | '–' | '—'))
    }
}

/// The signs of `text[range]`, blanks left out.
pub(super) fn signs(text: &str, range: Range<usize>) -> Vec<Sign> {
    let mut found = Vec::new();
    let mut letters =
        text[range.clone()].char_indices().map(|(at, letter)| (range.start + at, letter)).peekable();
    while let Some((start, letter)) = letters.next() {
        if letter.is_whitespace() {
            continue;
        }
        let mut end = start + letter.len_utf8();
        let mut take_while = |end: &mut usize, fits: fn(char) -> bool| {
            while let Some((at, letter)) = letters.next_if(|(_, letter)| fits(*letter)) {
                *end = at + letter.len_utf8();
            }
        };
        let sort = if letter.is_ascii_digit() {
            take_while(&mut end, |letter| letter.is_ascii_digit());
            // A single letter closely after it belongs to the number: "27a", "1995b".
            let mut ahead = text[end..range.end].chars();
            if let (Some(suffix), None | Some(false)) =
                (ahead.next().filter(|suffix| suffix.is_lowercase()), ahead.next().map(char::is_alphanumeric))
            {
                end += suffix.len_utf8();
                letters.next();
            }
            Sort::Number
        } else if letter.is_alphabetic() {
            take_while(&mut end, |letter| letter.is_alphabetic() || matches!(letter, '\u{300}'..='\u{36f}'));
            Sort::Word
        } else {
            Sort::Mark(letter)
        };
        found.push(Sign { sort, range: start..end });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_one_letter() {
        let text = "27a, s.47-58b1";
        let texts: Vec<&str> = signs(text, 0..text.len()).iter().map(|sign| sign.text(text)).collect();
        assert_eq!(texts, ["27a", ",", "s", ".", "47", "-", "58", "b", "1"]);
    }
}
