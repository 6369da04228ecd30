//! Units: the words of a paragraph, with every name and every calendar expression as one.

use std::cell::OnceCell;
use std::ops::{Deref, Range};
use std::rc::Rc;

use rustc_hash::FxHashMap;
use salname_model::{Class, Mention, Span, TimeMention};

use crate::morphology::{Analyser, Analysis, Feature, Features};
use crate::words::{Letters, Word, WordKind};

use super::Tongue;
use super::cases::Case;
use super::forms::Verb;
use super::frames::{Begins, Frames};
use super::grammar::{Grammar, Says};
use super::scoring::{Hashed, Part, beginning, ending, part};

/// Marks that join an ending to a name.
const JOINTS: [char; 4] = ['-', '\'', '’', '‘'];

/// Endings that are set off are no longer than this, in letters.
const LONGEST_SET_OFF: usize = 5;

/// So many letters of a word stand for its stem, where nothing is known of its endings.
pub(super) const STEM: usize = 6;

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitKind {
    /// A word.
    Word,
    /// A number in digits.
    Number,
    /// A punctuation mark.
    Mark,
    /// A name: the index of the mention in the document.
    Name(usize),
    /// A calendar expression: its index in the document.
    Time(usize),
}

/// One unit of a paragraph: what is known of its form, and what it is where it stands.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub kind: UnitKind,
    /// Bytes of the paragraph's text, endings included.
    pub span: Span,
    /// What is known of its form; of a name, of its last word.
    known: Rc<Known>,
    /// Class of a name.
    pub class: Option<Class>,
    /// True if it begins with a capital letter.
    pub capital: bool,
    /// True inside quotation marks.
    pub quoted: bool,
    /// True inside round or square brackets.
    pub bracketed: bool,
}

impl Deref for Unit {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.known
    }
}

impl Unit {
    pub fn is_word(&self) -> bool {
        self.kind == UnitKind::Word
    }

    pub fn is_mark(&self, mark: &str) -> bool {
        self.kind == UnitKind::Mark && *self.lower == *mark
    }

    pub fn is_name(&self) -> bool {
        matches!(self.kind, UnitKind::Name(_))
    }

    /// Its first letters, which stand for its stem.
    pub fn stem(&self) -> Part<'_> {
        self.first(STEM)
    }

    /// So many of its first letters: 4, 5 or 6.
    pub fn first(&self, letters: usize) -> Part<'_> {
        let (end, hashed) = self.known.firsts[letters - FIRSTS[0]];
        Part::known(&self.lower[..end], hashed)
    }

    /// So many of its last letters: 2, 3 or 4.
    pub fn last(&self, letters: usize) -> Part<'_> {
        let (start, hashed) = self.known.lasts[letters - LASTS[0]];
        Part::known(&self.lower[start..], hashed)
    }

    /// What stands there: so many of a word's first letters, a mark, or what sort of thing else.
    pub fn token(&self, letters: usize) -> Part<'_> {
        match self.kind {
            UnitKind::Name(_) => Part::of(self.class.map_or("NAME", |class| class.as_str())),
            UnitKind::Time(_) => part!("TIME"),
            UnitKind::Number => part!("NUM"),
            UnitKind::Mark => Part::of(&self.lower),
            UnitKind::Word => self.first(letters),
        }
    }

    /// What its readings as a verb make of a clause.
    pub fn verb(&self) -> Verb {
        self.known.verb
    }

    /// What its case was found to be as a word, wherever the form stands.
    pub fn case_once(&self, find: impl FnOnce() -> (Case, bool, usize)) -> (Case, bool, usize) {
        *self.known.case.get_or_init(find)
    }

    /// The words of triggers that it can be, in order.
    pub fn begins(&self) -> &[Begins] {
        match self.kind {
            UnitKind::Word => &self.known.as_word,
            UnitKind::Name(_) => &self.known.as_name,
            UnitKind::Number | UnitKind::Mark | UnitKind::Time(_) => &[],
        }
    }

    /// True if some reading has a possessive ending, as a noun.
    pub fn may_be_possessed(&self) -> bool {
        self.readings.iter().any(|one| one.features.has(Feature::Psor3) && !is_verb(one))
    }

    /// True if some reading has that lemma, as a noun.
    pub fn is_noun(&self, lemma: &str) -> bool {
        // Without tables of forms a noun is written as it stands.
        let unread = self.readings.is_empty() && *self.lower == *lemma;
        unread || self.readings.iter().any(|reading| reading.lemma == lemma && !is_verb(reading))
    }
}

/// So many letters from the beginning and the end of words are parts of features.
const FIRSTS: [usize; 3] = [4, 5, 6];
const LASTS: [usize; 3] = [2, 3, 4];

/// The first letters of a word.
pub(super) fn stem(word: &str) -> &str {
    beginning(word, STEM)
}

pub(super) fn is_verb(reading: &Analysis) -> bool {
    reading.class == crate::morphology::WordClass::Verb
}

/// What is known of a word form wherever it stands.
#[derive(Debug)]
pub(super) struct Known {
    /// The form itself, in lower case.
    pub lower: Rc<str>,
    /// What it can be.
    pub readings: Box<[Analysis]>,
    /// What the grammar's lists say of it.
    pub says: Says,
    verb: Verb,
    /// Where its first letters end, and what they add to the hash of a feature.
    firsts: [(usize, Hashed); FIRSTS.len()],
    /// Where its last letters begin, and the same.
    lasts: [(usize, Hashed); LASTS.len()],
    /// Its case where it is no name, whether it is possessed, and the bytes of its stem; once that was asked for.
    case: OnceCell<(Case, bool, usize)>,
    /// The words of triggers that it can be as a word, and as the last word of a name.
    as_word: Box<[Begins]>,
    as_name: Box<[Begins]>,
}

/// What is known of word forms, kept for the time of one document.
pub(super) struct Readings<'a> {
    analyser: Option<&'a Analyser>,
    letters: &'a Letters,
    grammar: &'a Grammar,
    frames: &'a Frames,
    /// Of what cannot be read, as numbers and marks, and of words: by the form.
    known: [FxHashMap<Rc<str>, Rc<Known>>; 2],
    /// The same by the form as it is written: most words of a document stand there again and again.
    written: [FxHashMap<&'a str, Rc<Known>>; 2],
}

impl<'a> Readings<'a> {
    pub fn new(tongue: &'a Tongue) -> Self {
        let Tongue { analyser, letters, grammar, frames, .. } = tongue;
        Self {
            analyser: analyser.as_ref(),
            letters,
            grammar,
            frames,
            known: Default::default(),
            written: Default::default(),
        }
    }

    pub fn lower(&self, word: &str) -> String {
        self.letters.lower(word)
    }

    /// What is known of a form; `readable` ones are words.
    fn of(&mut self, lowered: &str, readable: bool) -> Rc<Known> {
        if let Some(known) = self.known[usize::from(readable)].get(lowered) {
            return Rc::clone(known);
        }
        let ours = |features: Features| !features.has(Feature::Psor1) && !features.has(Feature::Psor2);
        let analyser = self.analyser.filter(|_| readable);
        let readings = analyser.map_or_else(Vec::new, |analyser| analyser.analyse_lower(lowered, ours));
        let made = Rc::new(self.known(lowered, readings));
        self.known[usize::from(readable)].insert(Rc::clone(&made.lower), Rc::clone(&made));
        made
    }

    /// What is known of a form as it is written.
    fn of_written(&mut self, written: &'a str, readable: bool) -> Rc<Known> {
        if let Some(known) = self.written[usize::from(readable)].get(written) {
            return Rc::clone(known);
        }
        let known = self.of(&self.lower(written), readable);
        self.written[usize::from(readable)].insert(written, Rc::clone(&known));
        known
    }

    /// What is known of the last word of a name or of a calendar expression; of a name, with the ending that is set off
    /// from it.
    fn of_last_word(&mut self, written: &str, name: bool) -> Rc<Known> {
        let mut lowered = self.lower(last_word(written));
        let stem = if name { set_off(&mut lowered) } else { None };
        let known = self.of(&lowered, true);
        let Some(stem) = stem else { return known };
        let of_stem = known.readings.iter().filter(|one| one.stem == stem).cloned().collect();
        Rc::new(self.known(&lowered, of_stem))
    }

    /// What is known of a form that can only be one of these.
    fn known(&self, lowered: &str, readings: Vec<Analysis>) -> Known {
        let says = self.grammar.says(lowered);
        let (as_word, as_name) = self.frames.begins(lowered, &readings);
        Known {
            verb: Verb::of(lowered, &readings, says, self.grammar),
            says,
            lower: lowered.into(),
            firsts: FIRSTS.map(|letters| {
                let first = beginning(lowered, letters);
                (first.len(), Part::of(first).hashed())
            }),
            lasts: LASTS.map(|letters| {
                let last = ending(lowered, letters);
                (lowered.len() - last.len(), Part::of(last).hashed())
            }),
            case: OnceCell::new(),
            as_word,
            as_name,
            readings: readings.into(),
        }
    }
}

/// The names and calendar expressions of one paragraph, by their index in the document.
pub(super) struct Found<'a> {
    pub mentions: &'a [Mention],
    pub mention_range: Range<usize>,
    pub times: &'a [TimeMention],
    pub time_range: Range<usize>,
}

/// The units of a paragraph.
pub(super) fn units<'a>(
    text: &'a str,
    words: &[Word],
    found: &Found,
    readings: &mut Readings<'a>,
) -> Vec<Unit> {
    let mut fixed: Vec<(Span, UnitKind, Option<Class>)> = found
        .mention_range
        .clone()
        .map(|at| (found.mentions[at].anchor.text, UnitKind::Name(at), Some(found.mentions[at].class)))
        .chain(found.time_range.clone().map(|at| (found.times[at].anchor.text, UnitKind::Time(at), None)))
        .filter(|(span, ..)| !span.is_empty() && text.get(span.range()).is_some())
        .collect();
    fixed.sort_by_key(|(span, ..)| (span.start, std::cmp::Reverse(span.end)));
    let (mut units, mut next, mut at) = (Vec::with_capacity(words.len()), 0, 0);
    let mut depth = Depth::default();
    while at < words.len() {
        let word = &words[at];
        while next < fixed.len() && fixed[next].0.end <= word.span.start {
            next += 1;
        }
        let mut end = at + 1;
        let (kind, class) = match fixed.get(next) {
            Some(&(span, kind, class)) if span.start < word.span.end => {
                while end < words.len() && words[end].span.start < span.end {
                    end += 1;
                }
                (kind, class)
            }
            _ => (kind_of(word), None),
        };
        if kind != UnitKind::Mark {
            let limit =
                fixed.get(next + usize::from(class.is_some())).map_or(usize::MAX, |(span, ..)| span.start);
            end = with_ending(text, words, at, end, limit);
        }
        let span = Span::new(word.span.start, words[end - 1].span.end);
        let written = &text[span.range()];
        let known = match kind {
            UnitKind::Name(_) | UnitKind::Time(_) => readings.of_last_word(written, class.is_some()),
            UnitKind::Word => readings.of_written(written, true),
            UnitKind::Number | UnitKind::Mark => readings.of_written(written, false),
        };
        if kind == UnitKind::Mark {
            depth.pass(&known.lower);
        }
        units.push(Unit {
            kind,
            span,
            known,
            class,
            capital: written.starts_with(char::is_uppercase),
            quoted: depth.quoted,
            bracketed: depth.brackets > 0,
        });
        at = end;
    }
    units
}

fn kind_of(word: &Word) -> UnitKind {
    match word.kind {
        WordKind::Letters => UnitKind::Word,
        WordKind::Number => UnitKind::Number,
        WordKind::Mark => UnitKind::Mark,
    }
}

/// One past the last word of the unit that `words[at..end]` begins: what a hyphen or an apostrophe joins to it, and
/// the parts of a number ("7.989.105").
fn with_ending(text: &str, words: &[Word], at: usize, mut end: usize, limit: usize) -> usize {
    while let Some(joint) = words.get(end)
        && let Some(after) = words.get(end + 1)
        && joint.glued
        && after.glued
        && after.span.start < limit
    {
        let joint = joint.text(text);
        let last = words[end - 1].kind;
        let joined = match (last, after.kind) {
            (WordKind::Letters | WordKind::Number | WordKind::Mark, WordKind::Letters) => {
                matches!(joint, "-" | "'" | "’" | "‘") && (last != WordKind::Mark || at + 1 < end)
            }
            (WordKind::Number, WordKind::Number) => matches!(joint, "." | "," | ":" | "-" | "–" | "/"),
            _ => false,
        };
        if !joined {
            break;
        }
        end += 2;
    }
    end
}

/// The last word of a name, with what a hyphen or an apostrophe sets off taken for its ending.
fn last_word(name: &str) -> &str {
    name.rsplit([' ', '.', '"', '”', '»', '(', ')']).find(|part| !part.is_empty()).unwrap_or(name)
}

/// Takes the hyphen or apostrophe that sets an ending off out of a name's last word; gives the bytes before it.
fn set_off(word: &mut String) -> Option<usize> {
    let at = word.rfind(JOINTS)?;
    let ending: String = word[at..].trim_start_matches(JOINTS).to_owned();
    // A short tail in small letters is an ending, a long one the second half of a double name.
    if ending.is_empty() || ending.chars().count() > LONGEST_SET_OFF {
        return None;
    }
    word.truncate(at);
    word.push_str(&ending);
    Some(at)
}

#[derive(Default)]
struct Depth {
    quoted: bool,
    brackets: usize,
}

impl Depth {
    fn pass(&mut self, mark: &str) {
        match mark {
            "“" | "«" | "„" => self.quoted = true,
            "”" | "»" => self.quoted = false,
            "\"" => self.quoted = !self.quoted,
            "(" | "[" => self.brackets += 1,
            ")" | "]" => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
    }
}
