//! What a document's own words say about a hyphen or a blank: does it stand inside a word, or between two?

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use rustc_hash::FxHasher;

type Counts = HashMap<Box<str>, u32, BuildHasherDefault<FxHasher>>;

/// Words are learned from this many bytes of a text at most.
const ENOUGH: usize = 16 << 20;

/// Runs of letters longer than this, in bytes, are no words.
const LONGEST: usize = 120;

/// Counts of a document's words, and of what could be words if a hyphen or a blank were not there.
///
/// All is folded: without case, and without the dot of i, so that the languages that tell i from ı need no rule.
pub(crate) struct Words<'k> {
    /// True for a word that a language knows.
    knows: &'k dyn Fn(&str) -> bool,
    /// Words that stand free of hyphens.
    counts: Counts,
    /// Compounds as written: "milli-azadlıq".
    compounds: Counts,
    /// Compounds by their first word and three letters of the second: "milli-aza".
    stems: Counts,
    /// First words of compounds, with their hyphen.
    firsts: Counts,
    /// For the beginnings asked about: how many different words start so.
    beginnings: Counts,
    /// For the endings asked about: how many different words end so.
    endings: Counts,
    /// Log odds that a hyphen at a line end breaks a word, before the word is known: how often lines end in one.
    line_end_odds: f32,
    /// Words are found that an older line end had broken, so that more must be reckoned with.
    broken_inside: bool,
    /// Memory for a word made of two.
    whole: RefCell<String>,
}

/// What speaks for and against a word that was broken in two.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Evidence {
    /// How often the two parts are written as one.
    pub joined: u32,
    /// How often they are written with a hyphen inside a line.
    pub compound: u32,
    /// How often compounds of the first word with a relative of the second are written.
    pub kin: u32,
    /// How many compounds have the first word for their first.
    pub first_of: u32,
    /// How often the first part is a word.
    pub first: u32,
    /// How often the second part is a word.
    pub second: u32,
    /// How many words start with the first part and two or three letters of the second.
    pub crossing: [u32; 2],
    /// How many words end like the second part.
    pub ending: u32,
    /// How many words start like the second part.
    pub beginning: u32,
    /// Hyphens were left inside words elsewhere in the document.
    pub broken_inside: bool,
}

impl Evidence {
    /// True if the second part is an ending: it stands alone once or twice, and at the end of words all the time.
    pub fn is_ending(&self) -> bool {
        self.ending >= 3 && self.ending > 4 * self.second
    }
}

impl<'k> Words<'k> {
    /// Learns the words of a text. `knows` is true for a word that a language knows, in lower case or not.
    pub fn of(text: &str, knows: &'k dyn Fn(&str) -> bool) -> Self {
        let mut end = text.len().min(ENOUGH);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = &text[..end];
        let mut words = Self {
            knows,
            counts: Counts::default(),
            compounds: Counts::default(),
            stems: Counts::default(),
            firsts: Counts::default(),
            beginnings: Counts::default(),
            endings: Counts::default(),
            line_end_odds: 0.0,
            broken_inside: false,
            whole: RefCell::default(),
        };
        words.ask(text);
        words.count(text);
        words.count_parts();
        words.broken_inside = words.count_broken() >= 3;
        words
    }

    /// Log odds that a hyphen at a line end breaks a word, before the word is known.
    pub fn line_end_odds(&self) -> f32 {
        self.line_end_odds
    }

    /// Finds what will be asked, so that only that is kept.
    fn ask(&mut self, text: &str) {
        let (mut lines, mut hyphens) = (0usize, 0usize);
        for line in text.lines().map(str::trim_end) {
            lines += usize::from(!line.is_empty());
            hyphens += usize::from(line.ends_with(['-', '\u{ad}', '¬']));
        }
        // Printers who break words do so at every tenth line or so; elsewhere hyphens meet a line end by chance.
        self.line_end_odds = match hyphens * 100 / lines.max(1) {
            5.. if hyphens >= 3 => 1.5,
            2.. => 0.0,
            _ => -1.5,
        };
        for (at, _) in text.match_indices('-') {
            let first = last_word(&text[..at]);
            if first.is_empty() {
                continue;
            }
            let rest = &text[at + 1..];
            let direct = first_word(rest);
            if !direct.is_empty() {
                self.ask_pair(first, direct);
            } else if ends_line(rest) {
                // The word may go on behind a page number and a running head.
                for line in rest.lines().map(str::trim_start).filter(|line| !line.is_empty()).take(4) {
                    self.ask_pair(first, first_word(line));
                }
            }
        }
    }

    fn ask_pair(&mut self, first: &str, second: &str) {
        if second.is_empty() || first.len() + second.len() > LONGEST {
            return;
        }
        let (first, second) = (folded(first), folded(second));
        for letters in [2, 3] {
            self.beginnings.entry(crossing(&first, &second, letters)).or_default();
        }
        self.beginnings.entry(stem(&second).into()).or_default();
        self.endings.entry(second.into()).or_default();
    }

    fn count(&mut self, text: &str) {
        let mut word = String::new();
        let mut previous = String::new();
        let mut hyphen_before = false;
        let bytes = text.as_bytes();
        for (start, end) in WordSpans::of(text) {
            if end - start > LONGEST {
                continue;
            }
            word.clear();
            word.extend(text[start..end].chars().map(fold));
            let hyphen_after = bytes.get(end) == Some(&b'-');
            let at_hyphen = start > 0 && bytes[start - 1] == b'-';
            let compound = hyphen_before && at_hyphen;
            if compound {
                add(&mut self.firsts, &previous);
                previous.push_str(&word);
                add(&mut self.compounds, &previous);
                previous.truncate(previous.len() - word.len());
                previous.push_str(stem_of(&word, 3));
                add(&mut self.stems, &previous);
            } else if !(hyphen_after || at_hyphen || hyphen_before && only_blanks(text, start)) {
                add(&mut self.counts, &word);
            }
            hyphen_before = hyphen_after;
            if hyphen_after {
                previous.clear();
                previous.push_str(&word);
                previous.push('-');
            }
        }
    }

    /// Counts how many different words begin and end as was asked.
    fn count_parts(&mut self) {
        let (beginnings, endings) = (&mut self.beginnings, &mut self.endings);
        for word in self.counts.keys() {
            for (at, _) in word.char_indices().skip(1) {
                if let Some(count) = beginnings.get_mut(&word[..at]) {
                    *count += 1;
                }
                if let Some(count) = endings.get_mut(&word[at..]) {
                    *count += 1;
                }
            }
            if let Some(count) = beginnings.get_mut(&word[..]) {
                *count += 1;
            }
        }
    }

    /// How many words of the document an older line end had broken, to be seen from their being written whole as well.
    fn count_broken(&self) -> usize {
        let broken = |compound: &str| {
            compound
                .split_once('-')
                .is_some_and(|(first, second)| super::hyphen::is_dead(self, first, second))
        };
        self.compounds.keys().filter(|compound| broken(compound)).take(3).count()
    }

    /// True if there is any sign that the two parts could be one word.
    pub fn meet(&self, first: &str, second: &str) -> bool {
        if (self.knows)(&format!("{first}{second}")) {
            return true;
        }
        let (first, second) = (folded(first), folded(second));
        let some = |counts: &Counts, key: &str| counts.get(key).is_some_and(|&count| count > 0);
        some(&self.beginnings, &crossing(&first, &second, 2))
            || some(&self.counts, &format!("{first}{second}"))
            || self.broken_inside && some(&self.endings, &second)
    }

    /// True if a blank stands inside a word: the document writes it without far more often than it writes either part.
    pub fn is_split(&self, first: &str, second: &str) -> bool {
        let count = |word: &str| self.counts.get(word).copied().unwrap_or(0);
        // Asked for every blank of a damaged text.
        let mut whole = self.whole.borrow_mut();
        whole.clear();
        whole.extend(first.chars().map(fold));
        let middle = whole.len();
        whole.extend(second.chars().map(fold));
        let joined = count(&whole);
        joined >= 3 && count(&whole[..middle]).max(count(&whole[middle..])) * 3 <= joined
    }

    /// What the words of the document and its languages say of two parts.
    pub fn evidence(&self, first: &str, second: &str) -> Evidence {
        let known_joined = (self.knows)(&format!("{first}{second}"));
        // A list of words holds endings and halves of words too: it is heard on both parts or on none, and on none
        // where the document has words that go across the break.
        let long = second.chars().nth(3).is_some();
        let known_parts = long && !known_joined && (self.knows)(first) && (self.knows)(second);
        let get = |counts: &Counts, key: &str| counts.get(key).copied().unwrap_or(0);
        // Both parts in one, to ask for what they have in common without putting it together anew.
        let mut both = folded(first);
        let middle = both.len();
        both.extend(second.chars().map(fold));
        let (first, second) = both.split_at(middle);
        let crossing =
            [2, 3].map(|letters| get(&self.beginnings, &both[..middle + stem_of(second, letters).len()]));
        let known_parts = u32::from(known_parts && crossing[1] == 0);
        let evidence = Evidence {
            joined: get(&self.counts, &both) + u32::from(known_joined),
            first: get(&self.counts, first) + known_parts,
            second: get(&self.counts, second) + known_parts,
            crossing,
            ending: get(&self.endings, second),
            beginning: get(&self.beginnings, stem(second)),
            broken_inside: self.broken_inside,
            ..Evidence::default()
        };
        let kin = middle + 1 + stem_of(second, 3).len();
        both.insert(middle, '-');
        Evidence {
            compound: get(&self.compounds, &both),
            kin: get(&self.stems, &both[..kin]),
            first_of: get(&self.firsts, &both[..=middle]),
            ..evidence
        }
    }
}

/// True if only a few blanks stand before the end of the line.
fn ends_line(text: &str) -> bool {
    text.bytes().take(16).find(|&byte| !matches!(byte, b' ' | b'\t' | b'\r')) == Some(b'\n')
}

/// True if only blanks stand between the last hyphen before `start` and `start`.
fn only_blanks(text: &str, start: usize) -> bool {
    text[..start].trim_end().ends_with('-')
}

fn add(counts: &mut Counts, word: &str) {
    match counts.get_mut(word) {
        Some(count) => *count += 1,
        None => {
            counts.insert(word.into(), 1);
        }
    }
}

fn crossing(first: &str, second: &str, letters: usize) -> Box<str> {
    format!("{first}{}", stem_of(second, letters)).into()
}

/// The first letters of a word that its relatives share: all but the last three, and at least four.
fn stem(word: &str) -> &str {
    let letters = word.chars().count();
    stem_of(word, letters.saturating_sub(3).max(4))
}

fn stem_of(word: &str, letters: usize) -> &str {
    let end = word.char_indices().nth(letters).map_or(word.len(), |(at, _)| at);
    &word[..end]
}

fn folded(word: &str) -> String {
    word.chars().map(fold).collect()
}

/// The letters of the scripts that come first in Unicode (from Latin to Georgian and beyond), folded; NUL for no letter.
static LETTERS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let folded = |c: char| if is_any_letter(c) { fold_any(c) } else { '\0' };
    (0..0x2000).map(|code| char::from_u32(code).map_or('\0', folded)).collect()
});

/// A letter without its case; i, ı, I and İ are one.
#[inline]
pub(crate) fn fold(c: char) -> char {
    match LETTERS.get(c as usize) {
        Some('\0') => c,
        Some(&folded) => folded,
        None => fold_any(c),
    }
}

fn fold_any(c: char) -> char {
    match c {
        'I' | 'İ' | 'ı' => 'i',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// True for what words are made of: letters, and the marks that stand on them.
#[inline]
pub(crate) fn is_letter(c: char) -> bool {
    LETTERS.get(c as usize).map_or_else(|| is_any_letter(c), |&folded| folded != '\0')
}

fn is_any_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')
}

/// The word at the end of a text; empty if it does not end in a letter.
pub(crate) fn last_word(text: &str) -> &str {
    &text[text.trim_end_matches(is_letter).len()..]
}

/// The word at the start of a text; empty if it does not start with a letter.
pub(crate) fn first_word(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches(is_letter).len()]
}

/// The spans of a text's words, in order.
struct WordSpans<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> WordSpans<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, at: 0 }
    }
}

impl Iterator for WordSpans<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let rest = &self.text[self.at..];
        let start = self.at + rest.find(is_letter)?;
        let rest = &self.text[start..];
        let end = start + rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
        self.at = end;
        Some((start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_what_the_document_writes_elsewhere() {
        let words = Words::of(
            "Danışıqlar başlandı. Danışıq-\nlar milli-azadlıq hərəkatı, milli-mənəvi dəyər və azadlıq haqqında idi.",
            &|_| false,
        );
        let broken = words.evidence("Danışıq", "lar");
        assert_eq!((broken.joined, broken.compound, broken.second), (1, 0, 0));
        let compound = words.evidence("milli", "azadlıq");
        assert_eq!((compound.joined, compound.compound, compound.second, compound.first_of), (0, 1, 1, 2));
    }

    #[test]
    fn case_and_the_dot_of_i_do_not_matter() {
        assert_eq!(Words::of("İSTİQLAL bəyannaməsi", &|_| false).evidence("istiqlal", "").first, 1);
        assert_eq!(Words::of("QIZIL ordu", &|_| false).evidence("qızıl", "").first, 1);
    }

    #[test]
    fn a_word_that_a_scan_split_is_known_by_its_whole_form() {
        let words = Words::of("verdi verdi verdi verdi bu gün bu gün bugün", &|_| false);
        assert!(words.is_split("verd", "i"));
        assert!(!words.is_split("bu", "gün"));
    }
}
