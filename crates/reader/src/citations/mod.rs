//! Citations: the authorities that a text gives for what it says, parsed and linked to its bibliography.
//!
//! Four forms are known, in any language whose `citations.toml` has the words: numbers that refer to a list
//! (`[14, s.152]`, `(12, s.328)`), author and year (`(Nəsibli, 2018:194)`), footnote marks (`[143]`, `¹⁴³`), and archive
//! units (`(ARDA, f. 28, siy. 1, iş 72, v. 50)`). Brackets that hold something else are no citations.
//!
//! ```
//! use salname_model::Paragraph;
//! use salname_packs::Packs;
//! use salname_reader::citations::Finder;
//!
//! let finder = Finder::new(&Packs::embedded().unwrap());
//! let (found, _) = finder.find(&[Paragraph::sound("Nota göndərildi [14, s.152].", 0, "az")]);
//! assert_eq!(found[0].text, "[14, s.152]");
//! assert_eq!(found[0].references[0].number.as_deref(), Some("14"));
//! assert_eq!(found[0].references[0].locators[0].value, "152");
//! ```

mod bibliography;
mod lexer;
mod reference;

use std::ops::Range;

use salname_model::{
    Anchor, BibliographicEntry, Citation, Paragraph, ParagraphKind, Reference, Span, Statement,
};
use salname_packs::Packs;

use crate::names::Key;
use bibliography::Bibliography;
use reference::Vocabulary;

/// Brackets that hold more bytes than this are no citation.
const LONGEST: usize = 240;
/// A document cites by author and year if it does so with pages this often.
const HABIT: usize = 3;

/// Finds citations; made once, used for many documents.
#[derive(Debug)]
pub struct Finder {
    words: Vocabulary,
    key: Key,
}

/// A citation that may be one, before the document's habits are known.
struct Guess {
    paragraph: usize,
    range: Range<usize>,
    square: bool,
    references: Vec<Reference>,
}

impl Finder {
    /// A finder that knows the words of the packs' languages.
    #[must_use]
    pub fn new(packs: &Packs) -> Self {
        Self { words: Vocabulary::new(packs), key: Key::new(packs) }
    }

    /// The citations of a document in the order of its text, and the entries that they may name.
    #[must_use]
    pub fn find(&self, paragraphs: &[Paragraph]) -> (Vec<Citation>, Vec<BibliographicEntry>) {
        let bibliography = Bibliography::of(paragraphs, &self.words, &self.key);
        let mut guesses = Vec::new();
        for (index, paragraph) in paragraphs.iter().enumerate() {
            if paragraph.kind != ParagraphKind::Reference {
                self.guess(index, &paragraph.text, &mut guesses);
            }
        }
        let authored = guesses.iter().flat_map(|guess| &guess.references);
        let habit = authored.filter(|one| one.year.is_some() && !one.locators.is_empty()).count() >= HABIT;
        let mut found = Vec::new();
        for mut guess in guesses {
            for reference in &mut guess.references {
                reference.entry = bibliography.named_by(reference, guess.paragraph, &self.key);
            }
            if !guess.is_citation(&bibliography, habit) {
                continue;
            }
            let (paragraph, span) = (&paragraphs[guess.paragraph], Span::from(guess.range.clone()));
            found.push(Citation {
                anchor: Anchor {
                    paragraph: guess.paragraph,
                    text: span,
                    source: paragraph.alignment.source_of(span),
                },
                text: paragraph.text[guess.range].to_owned(),
                references: pages_or_works(guess.references, &bibliography),
            });
        }
        (found, bibliography.entries)
    }

    fn guess(&self, paragraph: usize, text: &str, guesses: &mut Vec<Guess>) {
        let mut at = 0;
        while let Some((start, letter)) = next_opening(text, at) {
            at = start + letter.len_utf8();
            if is_superscript(letter) {
                let end = start
                    + text[start..].find(|letter| !is_superscript(letter)).unwrap_or(text.len() - start);
                at = end;
                if is_after_word(&text[..start]) {
                    let number = Some(text[start..end].chars().filter_map(plain_digit).collect());
                    let references = vec![Reference { number, ..Reference::default() }];
                    guesses.push(Guess { paragraph, range: start..end, square: true, references });
                }
                continue;
            }
            let square = letter == '[';
            let close = if square { ']' } else { ')' };
            let limit = text.floor_char_boundary(start + LONGEST);
            let Some(end) = text[at..limit.max(at)].find(close).map(|end| at + end) else { continue };
            if text[at..end].contains(letter) {
                continue;
            }
            let references = self.words.references(text, at..end);
            if !references.is_empty() {
                guesses.push(Guess { paragraph, range: start..end + 1, square, references });
            }
            at = end + 1;
        }
    }
}

impl Guess {
    /// Square brackets with a number are a citation; round ones hold too much else to be taken at their word.
    fn is_citation(&self, bibliography: &Bibliography, habit: bool) -> bool {
        let Some(first) = self.references.first() else { return false };
        if first.archive.is_some() {
            return true;
        }
        if let Some(number) = &first.number {
            let short = number.len() <= 4 && number.parse::<u32>().map_or(true, |number| number < 1000);
            return short
                && if self.square {
                    true
                } else {
                    !first.locators.is_empty() || bibliography.has_number(number)
                };
        }
        self.square || habit || first.entry.is_some() || !first.locators.is_empty()
    }
}

/// "[3, 5, 7]" are three works, "[14, 152]" is a page of one: the second number is a work's only if all are in the
/// document's list or, where there is none, if they are three and more or small and rising.
fn pages_or_works(mut references: Vec<Reference>, bibliography: &Bibliography) -> Vec<Reference> {
    let [first, second] = references.as_mut_slice() else { return references };
    let bare = |one: &Reference| one.locators.is_empty() && one.number.is_some();
    if !bare(first) || !bare(second) {
        return references;
    }
    let known = bibliography.entries.iter().any(|entry| !entry.note && entry.number.is_some());
    let number = |one: &Reference| one.number.as_deref().and_then(|number| number.parse::<u32>().ok());
    let works = if known {
        second.number.as_deref().is_some_and(|number| bibliography.has_number(number))
    } else {
        matches!((number(first), number(second)), (Some(one), Some(two)) if one < two && two < one + 10)
    };
    if !works && let Some(value) = second.number.take() {
        first.locators.push(salname_model::Locator { unit: salname_model::LocatorUnit::Page, value });
        references.truncate(1);
    }
    references
}

/// Gives each statement the citation that follows it in its sentence or right after the sentence's stop; where none
/// does, the last one inside its quotation. Both lists are in the order of the text.
pub fn attach(paragraphs: &[Paragraph], citations: &[Citation], statements: &mut [Statement]) {
    for statement in statements {
        let (paragraph, quote) = (statement.anchor.paragraph, statement.anchor.text);
        let place = |citation: &Citation| (citation.anchor.paragraph, citation.anchor.text.end);
        let next = citations.partition_point(|citation| place(citation) < (paragraph, quote.end));
        let follows = citations.get(next).filter(|citation| {
            citation.anchor.paragraph == paragraph
                && (citation.anchor.text.start < quote.end
                    || !begins_anew(&paragraphs[paragraph].text, quote.end..citation.anchor.text.start))
        });
        let inside = || {
            citations[..next].last().filter(|citation| {
                citation.anchor.paragraph == paragraph && citation.anchor.text.start >= quote.start
            })
        };
        statement.citation = follows.or_else(inside).map(|citation| citation.text.clone());
    }
}

/// True if another sentence begins in a range of the text: a stop, a blank, a capital letter. The stop may be the last
/// letter before the range.
fn begins_anew(text: &str, between: Range<usize>) -> bool {
    let mut stopped = text[..between.start].ends_with(['.', '!', '?', '…']);
    let mut before = '\0';
    for letter in text[between].chars() {
        if stopped && letter.is_uppercase() {
            return true;
        }
        stopped = match letter {
            // The stop of an initial or of a number ends no sentence.
            '.' => !before.is_uppercase() && !before.is_ascii_digit(),
            '!' | '?' | '…' => true,
            _ => stopped && !letter.is_alphanumeric(),
        };
        before = letter;
    }
    false
}

fn next_opening(text: &str, from: usize) -> Option<(usize, char)> {
    let is_opening = |letter: char| matches!(letter, '[' | '(') || is_superscript(letter);
    let at = from + text[from..].find(is_opening)?;
    text[at..].chars().next().map(|letter| (at, letter))
}

fn is_superscript(letter: char) -> bool {
    plain_digit(letter).is_some()
}

fn plain_digit(letter: char) -> Option<char> {
    Some(match letter {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁰' => '0',
        '⁴'..='⁹' => char::from_digit(u32::from(letter) - u32::from('⁴') + 4, 10)?,
        _ => return None,
    })
}

/// True after a word of some length or a mark: "km²" and "10³" are no footnotes.
fn is_after_word(before: &str) -> bool {
    let letters = before.chars().rev().take_while(|letter| letter.is_alphabetic()).count();
    let last = before.chars().next_back();
    letters > 2
        || last.is_some_and(|last| matches!(last, '.' | ',' | '”' | '"' | '»' | ')' | ';' | ':' | '!' | '?'))
}
