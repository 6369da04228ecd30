//! Words: where they stand, and where sentences end.
//!
//! ```
//! use salname_reader::words::{WordKind, tokenize};
//!
//! let text = "1920-ci ildə V.İ.Lenin";
//! let words = tokenize(text);
//! let texts: Vec<&str> = words.iter().map(|word| word.text(text)).collect();
//! assert_eq!(texts, ["1920", "-", "ci", "ildə", "V", ".", "İ", ".", "Lenin"]);
//! assert_eq!(words[0].kind, WordKind::Number);
//! assert!(words[1].glued, "no blank stands before the hyphen");
//! ```

mod letters;
mod look_alikes;
mod sentences;

use std::sync::LazyLock;

use salname_model::Span;

pub(crate) use letters::{Letters, in_latin};
pub(crate) use look_alikes::{heads_number, in_digits, in_one_script, misprints, misread};
pub use sentences::{Sentences, is_initial};

/// What a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordKind {
    /// Letters of any script, with their combining marks.
    Letters,
    /// Digits, or what looks like them and can be nothing else ("l0", "2O0").
    Number,
    /// One punctuation mark or symbol.
    Mark,
}

/// A run of letters, a run of digits, or one mark. Blanks belong to no word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Word {
    /// Bytes of the text it was found in.
    pub span: Span,
    /// What it is made of.
    pub kind: WordKind,
    /// True if the word before it stands close by, with no blank between.
    pub glued: bool,
}

impl Word {
    /// The word as written; `text` is the text it was found in.
    #[must_use]
    pub fn text<'a>(&self, text: &'a str) -> &'a str {
        &text[self.span.range()]
    }

    /// True if it is that mark.
    #[must_use]
    pub fn is_mark(&self, text: &str, mark: &str) -> bool {
        self.kind == WordKind::Mark && self.text(text) == mark
    }
}

/// Splits a text into words, in order. Every byte that is no blank belongs to one word.
#[must_use]
pub fn tokenize(text: &str) -> Vec<Word> {
    let mut all = Vec::with_capacity(text.len() / 5);
    all.extend(words(text));
    all
}

/// Like [`tokenize`], for who needs not all of the words at once.
#[must_use]
pub fn words(text: &str) -> Words<'_> {
    Words::from(text, 0)
}

/// The words of a text one after another.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    /// Where the word before ended.
    past: Option<usize>,
}

impl<'a> Words<'a> {
    /// The words from a byte of the text on, at which no word may be under way.
    pub(crate) fn from(text: &'a str, at: usize) -> Self {
        Self { text, at, past: None }
    }

    /// The end of the number that some letters of a word make together with digits: where letters and digits meet.
    fn number_at(&self, start: usize, end: usize, kind: WordKind) -> Option<(usize, WordKind)> {
        let next = self.text[end..].chars().next()?;
        let may = match kind {
            WordKind::Letters => next.is_ascii_digit() && self.text[start..].starts_with(heads_number),
            WordKind::Number => kind_of(next) == Some(WordKind::Letters),
            WordKind::Mark => false,
        };
        let number = if may { misread(&self.text[start..]).filter(|number| number.sure) } else { None }?;
        Some((start + number.len, WordKind::Number))
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let mut letters = self.text[self.at..].chars();
        let (start, kind) = loop {
            let start = self.text.len() - letters.as_str().len();
            if let Some(kind) = kind_of(letters.next()?) {
                break (start, kind);
            }
        };
        let mut end = self.text.len() - letters.as_str().len();
        if kind != WordKind::Mark {
            while letters.next().is_some_and(|letter| continues(kind, letter)) {
                end = self.text.len() - letters.as_str().len();
            }
        }
        let glued = self.past == Some(start);
        let goes_on = glued && self.text[..start].ends_with(char::is_alphanumeric);
        let (end, kind) = self.number_at(start, end, kind).filter(|_| !goes_on).unwrap_or((end, kind));
        self.at = end;
        self.past = Some(end);
        Some(Word { span: Span::new(start, end), kind, glued })
    }
}

/// What kind of word starts with this letter; none for blanks and signs that do not print.
fn kind_of(letter: char) -> Option<WordKind> {
    match letter {
        'a'..='z' | 'A'..='Z' => Some(WordKind::Letters),
        '0'..='9' => Some(WordKind::Number),
        ' ' => None,
        '!'..='~' => Some(WordKind::Mark),
        _ if is_common_letter(letter) => Some(WordKind::Letters),
        _ if letter.is_whitespace() || letter.is_control() || is_invisible(letter) => None,
        _ if letter.is_alphabetic() => Some(WordKind::Letters),
        _ if letter.is_numeric() => Some(WordKind::Number),
        _ => Some(WordKind::Mark),
    }
}

fn continues(kind: WordKind, letter: char) -> bool {
    match kind {
        WordKind::Letters => match letter {
            'a'..='z' | 'A'..='Z' => true,
            '\0'..='\u{7f}' => false,
            _ => is_common_letter(letter) || letter.is_alphabetic() || is_combining(letter),
        },
        WordKind::Number => letter.is_numeric(),
        WordKind::Mark => false,
    }
}

/// True for the letters that need no look at the tables of Unicode: Latin ones beyond ASCII and Cyrillic ones.
pub(crate) fn is_common_letter(letter: char) -> bool {
    matches!(letter, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2af}' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}')
}

fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}')
}

/// Byte order marks, joiners and directional marks print nothing.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{202a}'..='\u{202e}')
}

/// Lower-case form of a letter or text; `dotless` languages have I for ı and İ for i.
#[must_use]
pub fn lower(text: &str, dotless: bool) -> String {
    let mut out = String::with_capacity(text.len());
    lower_into(&mut out, text, dotless);
    out
}

/// Adds the [`lower`]-case form of a text to what stands in `out`.
pub fn lower_into(out: &mut String, text: &str, dotless: bool) {
    for letter in text.chars() {
        match letter {
            'I' if dotless => out.push('ı'),
            'İ' => out.push('i'),
            'A'..='Z' => out.push(letter.to_ascii_lowercase()),
            // Letters that are small, and need no look at the tables of Unicode.
            'a'..='z' | 'ß'..='ÿ' | 'ğ' | 'ı' | 'ş' | 'ə' | 'а'..='џ' => out.push(letter),
            // The dot that lower-casing İ elsewhere leaves behind is no letter of its own.
            '\u{307}' => {}
            _ => push_lower(letter, out),
        }
    }
}

/// Adds the lower-case form of a letter, as Unicode has it.
pub(crate) fn push_lower(letter: char, out: &mut String) {
    /// By letter: its lower-case form; none where that has more letters than one.
    static LOWER: LazyLock<[Option<char>; 0x600]> = LazyLock::new(|| {
        std::array::from_fn(|code| {
            let mut small = char::from_u32(u32::try_from(code).ok()?)?.to_lowercase();
            small.next().filter(|_| small.len() == 0)
        })
    });
    match LOWER.get(letter as usize) {
        Some(Some(small)) => out.push(*small),
        _ => out.extend(letter.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<&str> {
        tokenize(text).iter().map(|word| word.text(text)).collect()
    }

    #[test]
    fn brackets_hyphens_and_apostrophes_are_words_of_their_own() {
        assert_eq!(texts("RK(b)P MK-nın"), ["RK", "(", "b", ")", "P", "MK", "-", "nın"]);
        assert_eq!(texts("Ankara’da"), ["Ankara", "’", "da"]);
        assert_eq!(texts("“Yeni dünya”"), ["“", "Yeni", "dünya", "”"]);
    }

    #[test]
    fn the_short_way_to_a_letter_agrees_with_unicode() {
        for letter in ('\0'..='\u{fff}').filter(|letter| is_common_letter(*letter)) {
            assert!(letter.is_alphabetic(), "{letter:?}");
        }
    }

    #[test]
    fn the_short_way_to_small_letters_agrees_with_unicode() {
        for letter in ('\0'..='\u{fff}').filter(|letter| !matches!(letter, 'İ' | '\u{307}')) {
            let text = letter.to_string();
            assert_eq!(lower(&text, false), text.to_lowercase(), "{letter:?}");
        }
    }

    #[test]
    fn the_table_of_small_letters_agrees_with_unicode() {
        for letter in '\0'..'\u{700}' {
            let mut small = String::new();
            push_lower(letter, &mut small);
            assert_eq!(small, letter.to_lowercase().to_string());
        }
    }

    #[test]
    fn lower_case_knows_the_dotless_i() {
        assert_eq!(lower("IRAQ İRAN", true), "ıraq iran");
        assert_eq!(lower("IRAQ İRAN", false), "iraq iran");
    }

    proptest! {
        #[test]
        fn words_cover_all_that_is_no_blank(text in "\\PC{0,60}") {
            let words = tokenize(&text);
            let covered: usize = words.iter().map(|word| word.span.len()).sum();
            let printed: usize = text.chars().filter(|letter| kind_of(*letter).is_some() || is_combining(*letter)).map(char::len_utf8).sum();
            prop_assert!(covered <= printed);
            for pair in words.windows(2) {
                prop_assert!(pair[0].span.end <= pair[1].span.start);
                prop_assert_eq!(pair[1].glued, pair[0].span.end == pair[1].span.start);
            }
            for word in &words {
                prop_assert!(!word.text(&text).is_empty());
            }
        }
    }
}
