//! What stands inside a citation, parsed into references.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use salname_model::{ArchiveUnit, Locator, LocatorUnit, Reference};
use salname_packs::Packs;

use super::lexer::{Sign, Sort, signs};

/// An author or a title before a year is no longer than this, in signs.
const LONGEST_AUTHOR: usize = 12;
/// The years in which cited works may have been published.
const YEARS: std::ops::RangeInclusive<u32> = 1500..=2100;

/// The words of all packs that say where something stands.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    locators: HashMap<String, LocatorUnit>,
    archive: HashMap<String, Vec<Level>>,
    see: HashSet<String>,
}

/// A level of an archive's numbering. One word may name two of them in two languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Fonds,
    Series,
    File,
}

impl Vocabulary {
    pub fn new(packs: &Packs) -> Self {
        let mut all = Self::default();
        for words in packs.languages.iter().filter_map(|language| language.citations.as_ref()) {
            let units = [
                (&words.page, LocatorUnit::Page),
                (&words.leaf, LocatorUnit::Leaf),
                (&words.volume, LocatorUnit::Volume),
                (&words.issue, LocatorUnit::Issue),
                (&words.document, LocatorUnit::Document),
            ];
            for (list, unit) in units {
                for word in list {
                    all.locators.entry(word.to_lowercase()).or_insert(unit);
                }
            }
            for (list, level) in
                [(&words.fonds, Level::Fonds), (&words.series, Level::Series), (&words.file, Level::File)]
            {
                for word in list {
                    let levels = all.archive.entry(word.to_lowercase()).or_default();
                    if !levels.contains(&level) {
                        levels.push(level);
                    }
                }
            }
            all.see.extend(words.see.iter().map(|word| word.to_lowercase()));
        }
        all
    }

    /// The references of a citation's inside; empty if it is none.
    pub fn references(&self, text: &str, inside: Range<usize>) -> Vec<Reference> {
        let all = signs(text, inside);
        let mut found: Vec<Reference> = Vec::new();
        for part in all.split(|sign| sign.is(';')) {
            let one = Part { text, signs: self.without_lead(text, part), words: self };
            match one.archive().or_else(|| one.authored()) {
                Some(reference) => found.push(reference),
                // "(12; s.329)": the place stands apart from its work.
                None if one.says_place(0) => match found.last_mut() {
                    Some(last) => last.locators.extend(one.locators(0)),
                    None => return found,
                },
                None => found.extend(one.numbered()),
            }
        }
        found
    }

    /// The archive unit of a text, where it names one, and what follows its numbers.
    pub fn archive(&self, text: &str) -> Option<Reference> {
        let all = signs(text, 0..text.len());
        Part { text, signs: &all, words: self }.archive()
    }

    fn without_lead<'s>(&self, text: &str, mut part: &'s [Sign]) -> &'s [Sign] {
        while let Some((first, rest)) = part.split_first() {
            let leads = match first.sort {
                Sort::Word => self.see.contains(&first.text(text).to_lowercase()),
                Sort::Mark(mark) => matches!(mark, ',' | '.' | ':' | '№'),
                Sort::Number => false,
            };
            if !leads {
                break;
            }
            part = rest;
        }
        part
    }

    fn locator(&self, word: &str) -> Option<LocatorUnit> {
        self.locators.get(&word.to_lowercase()).copied()
    }
}

/// The signs of one reference.
struct Part<'t> {
    text: &'t str,
    signs: &'t [Sign],
    words: &'t Vocabulary,
}

impl Part<'_> {
    /// "ARDA, f. 28, siy. 1, iş 72, v. 50".
    fn archive(&self) -> Option<Reference> {
        let is_level =
            |at: usize, level: Level| self.level(at).is_some_and(|(levels, _)| levels.contains(&level));
        let fonds = (0..self.signs.len()).find(|&at| is_level(at, Level::Fonds))?;
        let mut unit = ArchiveUnit { repository: self.words_before(fonds), ..ArchiveUnit::default() };
        let mut at = fonds;
        // Each level is one deeper than the last, which tells apart words that name two of them.
        let mut deepest = None;
        while let Some((levels, value)) = self.level(at) {
            let Some(&level) = levels.iter().filter(|level| Some(**level) > deepest).min() else { break };
            let (number, end) = self.value(value)?;
            let place = match level {
                Level::Fonds => &mut unit.fonds,
                Level::Series => &mut unit.series,
                Level::File => &mut unit.file,
            };
            *place = Some(number);
            deepest = Some(level);
            at = self.past_marks(end);
        }
        let numbered = unit.series.is_some() || unit.file.is_some();
        (numbered || unit.repository.is_some()).then(|| Reference {
            archive: Some(unit),
            locators: self.locators(at),
            ..Reference::default()
        })
    }

    /// The levels that the word at `at` may name, and where its number stands.
    fn level(&self, at: usize) -> Option<(&[Level], usize)> {
        let sign = self.signs.get(at).filter(|sign| sign.sort == Sort::Word)?;
        let levels = self.words.archive.get(&sign.text(self.text).to_lowercase())?;
        let value = self.past_marks(at + 1);
        (self.signs.get(value)?.sort == Sort::Number).then_some((levels, value))
    }

    /// "Nəsibli, 2018:194-195", "Hovannisian 1971, p. 12", "Hovannisian 1971".
    fn authored(&self) -> Option<Reference> {
        let first = self.signs.first().filter(|sign| sign.sort == Sort::Word)?;
        if !first.text(self.text).starts_with(char::is_uppercase) {
            return None;
        }
        let year = self.signs.iter().take(LONGEST_AUTHOR).position(|sign| sign.sort == Sort::Number)?;
        let is_name = |sign: &Sign| {
            sign.sort == Sort::Word
                || matches!(sign.sort, Sort::Mark('.' | ',' | '-' | '’' | '\'' | '&' | '"' | '“' | '”'))
        };
        let written = self.signs[year].text(self.text);
        let digits = written.trim_end_matches(char::is_alphabetic);
        let after = self.signs.get(year + 1);
        let parts = after.is_none_or(|sign| {
            sign.is(':') || sign.is(',') || sign.is('.') || self.words.locator(sign.text(self.text)).is_some()
        });
        if !self.signs[..year].iter().all(is_name)
            || self.words.locator(self.signs[year - 1].text(self.text)).is_some_and(|_| year > 1)
            || digits.len() != 4
            || !digits.parse().is_ok_and(|year| YEARS.contains(&year))
            || !parts
        {
            return None;
        }
        Some(Reference {
            author: self.words_before(year),
            year: Some(written.to_owned()),
            locators: self.locators(year + 1),
            ..Reference::default()
        })
    }

    /// "14, s.152", "6", "3, 5, 7", "14, 152": one reference, or several numbers after one another.
    fn numbered(&self) -> Vec<Reference> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(sign) = self.signs.get(at).filter(|sign| sign.sort == Sort::Number) {
            let number = Some(sign.text(self.text).to_owned());
            let next = self.past_marks(at + 1);
            let word = self.signs.get(next).is_some_and(|sign| sign.sort == Sort::Word);
            if word && !self.says_place(next) {
                return Vec::new(); // "14 May" is no citation
            }
            let mark = |is: fn(&Sign) -> bool| self.signs.get(at + 1).is_some_and(is);
            if word || mark(|mark| mark.is(':')) || mark(Sign::is_dash) {
                found.push(Reference { number, locators: self.locators(at + 1), ..Reference::default() });
                return found;
            }
            found.push(Reference { number, ..Reference::default() });
            at = next;
        }
        if at < self.signs.len() {
            return Vec::new();
        }
        found
    }

    /// True if a word for a place stands at `at`, or a Roman number before one: "s. 47", "II cild".
    fn says_place(&self, at: usize) -> bool {
        let word = |at: usize| {
            self.signs.get(at).is_some_and(|sign| {
                sign.sort == Sort::Word && self.words.locator(sign.text(self.text)).is_some()
            })
        };
        word(at) || self.roman(at).is_some_and(|(_, end)| word(end))
    }

    /// All places from `at` on: "I cild, s. 47-58, 60".
    fn locators(&self, mut at: usize) -> Vec<Locator> {
        let mut found: Vec<Locator> = Vec::new();
        let mut unit = LocatorUnit::Page;
        while at < self.signs.len() {
            let sign = &self.signs[at];
            match sign.sort {
                Sort::Mark(_) => at += 1,
                Sort::Word => match self.words.locator(sign.text(self.text)) {
                    Some(said) => {
                        unit = said;
                        at += 1;
                        if let Some((value, end)) = self.roman(self.past_marks(at)) {
                            found.push(Locator { unit, value });
                            at = end;
                        }
                    }
                    None => match self.roman(at) {
                        // "II cild": the number stands before its word.
                        Some((value, end)) => {
                            let said =
                                self.signs.get(end).and_then(|next| self.words.locator(next.text(self.text)));
                            if let Some(unit) = said {
                                found.push(Locator { unit, value });
                            }
                            at = end + usize::from(said.is_some());
                        }
                        None => at += 1,
                    },
                },
                Sort::Number => match self.value(at) {
                    Some((value, end)) => {
                        found.push(Locator { unit, value });
                        at = end;
                    }
                    None => at += 1,
                },
            }
        }
        found
    }

    /// The number or range at `at` without blanks, and where it ends.
    fn value(&self, at: usize) -> Option<(String, usize)> {
        let sign = self.signs.get(at).filter(|sign| sign.sort == Sort::Number)?;
        let mut value = sign.text(self.text).to_owned();
        let mut end = at + 1;
        if let [dash, last, ..] = &self.signs[end..]
            && dash.is_dash()
            && last.sort == Sort::Number
        {
            value.push('-');
            value.push_str(last.text(self.text));
            end += 2;
        }
        Some((value, end))
    }

    fn roman(&self, at: usize) -> Option<(String, usize)> {
        let sign = self.signs.get(at).filter(|sign| sign.sort == Sort::Word)?;
        let written = sign.text(self.text);
        written.chars().all(|letter| "IVXLC".contains(letter)).then(|| (written.to_owned(), at + 1))
    }

    fn past_marks(&self, mut at: usize) -> usize {
        while self.signs.get(at).is_some_and(|sign| matches!(sign.sort, Sort::Mark(',' | '.' | ':' | '№')))
        {
            at += 1;
        }
        at
    }

    /// The text before a sign, without the marks at its end.
    fn words_before(&self, at: usize) -> Option<String> {
        let start = self.signs.first()?.range.start;
        let before =
            self.text[start..self.signs[at].range.start].trim_end_matches([',', ':', '.', ';', '(', ' ']);
        // An initial keeps its stop: "Süslü İ.".
        (!before.is_empty()).then(|| before.to_owned())
    }
}
