//! A document's words, a piece at a time, and its word forms, each described once.
//!
//! Names are looked for in several passes over a document. The words of a short one are held; a long one is cut anew in
//! each pass, and what lasts is what is known of each *form*, so that reading it takes no more memory than its
//! vocabulary and what is found in it.

use std::ops::Range;

use rustc_hash::FxHashMap;
use salname_model::{Paragraph, TimeMention};

use super::atlas::Atlas;
use super::evidence::Seen;
use super::passage::Passage;
use super::vocabulary::{Roles, Vocabulary, WordType};
use crate::words::{Word, WordKind, Words};

/// A sentence of more words is looked at in pieces, so that no text makes the work grow faster than it does itself.
const LONGEST_SENTENCE: usize = 300;

/// Words of a paragraph that are held at a time.
const PIECE: usize = 4096;

/// Documents of no more words are held as a whole.
const HELD: usize = 1 << 17;

/// So many words before the end of a piece say too little of where a sentence ends: brackets may close beyond it.
const UNSURE: usize = 64;

/// The word forms of a document that one language reads.
#[derive(Debug, Default)]
pub(super) struct Forms {
    by_text: FxHashMap<Box<str>, u32>,
    pub types: Vec<WordType>,
    pub seen: Vec<Seen>,
}

impl Forms {
    fn number(&mut self, text: &str, word: &Word, vocabulary: &Vocabulary, atlas: &Atlas) -> u32 {
        let form = word.text(text);
        if let Some(&known) = self.by_text.get(form) {
            return known;
        }
        let number = u32::try_from(self.types.len()).unwrap_or(u32::MAX);
        self.types.push(vocabulary.describe(text, word, |lemma| atlas.word(lemma)));
        self.seen.push(Seen::default());
        self.by_text.insert(form.into(), number);
        number
    }

    /// Spreads what was seen of single forms to those of the same letters blind to case, and from lemmas to forms.
    fn settle(&mut self) {
        let mut by_lower: FxHashMap<&str, Seen> = FxHashMap::default();
        for (word, seen) in self.types.iter().zip(&self.seen).filter(|(_, seen)| **seen != Seen::default()) {
            let known = by_lower.entry(word.lower.as_str()).or_default();
            known.small |= seen.small;
            known.capital |= seen.capital;
        }
        let of = |word: &WordType| {
            let whole = by_lower.get(word.lower.as_str()).copied().unwrap_or_default();
            word.lemmas.iter().skip(1).filter_map(|lemma| by_lower.get(lemma)).fold(whole, |sum, other| {
                Seen { small: sum.small, capital: sum.capital || (other.capital && !other.small) }
            })
        };
        self.seen = self
            .types
            .iter()
            .map(|word| if word.kind == WordKind::Letters { of(word) } else { Seen::default() })
            .collect();
    }
}

/// Whole sentences of one paragraph: all of it, unless it is very long.
#[derive(Debug, Default)]
pub(super) struct Lines<'a> {
    /// Index of the paragraph.
    pub paragraph: usize,
    /// Its text.
    pub text: &'a str,
    /// Index of the vocabulary that reads it.
    pub vocabulary: usize,
    pub words: Vec<Word>,
    /// The form of each word, as an index into [`Forms::types`].
    pub kinds: Vec<u32>,
    /// For each word, whether it lies in a calendar expression.
    pub masked: Vec<bool>,
    pub sentences: Vec<Range<usize>>,
}

impl Lines<'_> {
    pub fn passage<'a>(&'a self, forms: &'a [Forms]) -> Passage<'a> {
        Passage {
            text: self.text,
            words: &self.words,
            kinds: &self.kinds,
            types: &forms[self.vocabulary].types,
            masked: &self.masked,
        }
    }
}

/// A document ready to be searched for names.
#[derive(Debug)]
pub(super) struct Document<'a> {
    paragraphs: &'a [Paragraph],
    times: &'a [TimeMention],
    vocabularies: &'a [Vocabulary],
    /// By vocabulary.
    pub forms: Vec<Forms>,
    /// All pieces of a short document; none of a long one.
    held: Option<Vec<Lines<'a>>>,
}

impl<'a> Document<'a> {
    /// Goes through a document once and describes its forms. `times` are its calendar expressions, in order.
    pub fn new(
        paragraphs: &'a [Paragraph],
        times: &'a [TimeMention],
        vocabularies: &'a [Vocabulary],
        atlas: &Atlas,
    ) -> Self {
        let forms = vocabularies.iter().map(|_| Forms::default()).collect();
        let mut document = Self { paragraphs, times, vocabularies, forms, held: None };
        let mut pieces = document.cut();
        let (mut held, mut words) = (Vec::new(), 0);
        while pieces.advance() {
            let lines = &mut pieces.lines;
            let forms = &mut document.forms[lines.vocabulary];
            let vocabulary = &vocabularies[lines.vocabulary];
            let numbers = lines.words.iter().map(|word| forms.number(lines.text, word, vocabulary, atlas));
            lines.kinds.extend(numbers);
            document.look_around(&pieces.lines);
            words += pieces.lines.words.len();
            if words <= HELD {
                held.push(std::mem::take(&mut pieces.lines));
            } else {
                held = Vec::new();
            }
        }
        document.held = (words <= HELD).then_some(held);
        document.forms.iter_mut().for_each(Forms::settle);
        document
    }

    /// The document's words from its beginning, numbered.
    pub fn pieces(&self) -> Pieces<'_, 'a> {
        match &self.held {
            Some(held) => Pieces::Held(held.iter()),
            None => Pieces::Cut(self.cut()),
        }
    }

    fn cut(&self) -> Cut<'a> {
        Cut {
            paragraphs: self.paragraphs,
            times: self.times,
            vocabularies: self.vocabularies,
            next: 0,
            at: 0,
            lines: Lines::default(),
        }
    }

    /// A paragraph's text.
    pub fn text(&self, paragraph: usize) -> &'a str {
        &self.paragraphs[paragraph].text
    }

    /// Notes which forms stand with small letters, and which with a capital inside sentences.
    fn look_around(&mut self, lines: &Lines<'_>) {
        let Forms { types, seen, .. } = &mut self.forms[lines.vocabulary];
        let passage = Passage {
            text: lines.text,
            words: &lines.words,
            kinds: &lines.kinds,
            types,
            masked: &lines.masked,
        };
        for sentence in lines.sentences.iter().filter(|sentence| !passage.shouts(sentence)) {
            for index in sentence.clone().filter(|&index| passage.is_letters(index)) {
                let word = passage.at(index);
                let known = &mut seen[lines.kinds[index] as usize];
                if !word.shape.is_capital() {
                    known.small = true;
                } else if index > sentence.start && passage.is_letters(index - 1) {
                    known.capital |= !word.roles.has(Roles::NEVER);
                }
            }
        }
    }
}

/// Goes through a document piece by piece.
#[derive(Debug)]
pub(super) enum Pieces<'d, 'a> {
    Held(std::slice::Iter<'d, Lines<'a>>),
    Cut(Cut<'a>),
}

impl<'a> Pieces<'_, 'a> {
    /// The next piece, its words numbered as the document knows them.
    pub fn next(&mut self, forms: &[Forms]) -> Option<&Lines<'a>> {
        match self {
            Self::Held(held) => held.next(),
            Self::Cut(cut) => cut.next(forms),
        }
    }
}

/// Cuts a document into pieces; one piece is held at a time.
#[derive(Debug)]
pub(super) struct Cut<'a> {
    paragraphs: &'a [Paragraph],
    /// Calendar expressions not yet passed.
    times: &'a [TimeMention],
    vocabularies: &'a [Vocabulary],
    /// The paragraph to go on with, and the byte of it.
    next: usize,
    at: usize,
    lines: Lines<'a>,
}

impl<'a> Cut<'a> {
    fn next(&mut self, forms: &[Forms]) -> Option<&Lines<'a>> {
        if !self.advance() {
            return None;
        }
        let lines = &mut self.lines;
        let by_text = &forms[lines.vocabulary].by_text;
        let number = |word: &Word| by_text.get(word.text(lines.text)).copied();
        // Every form was numbered when the document was made.
        lines.kinds.extend(lines.words.iter().map(|word| number(word).unwrap_or_default()));
        Some(lines)
    }

    /// Cuts the next piece into words and sentences.
    fn advance(&mut self) -> bool {
        let Self { lines, .. } = self;
        lines.words.clear();
        lines.kinds.clear();
        lines.sentences.clear();
        while lines.words.is_empty() {
            let Some(paragraph) = self.paragraphs.get(self.next) else { return false };
            lines.paragraph = self.next;
            lines.text = &paragraph.text;
            lines.vocabulary = reads(self.vocabularies, paragraph.lang.as_deref());
            lines.words.extend(Words::from(lines.text, self.at).take(PIECE));
            let sentences = self.vocabularies[lines.vocabulary].sentences.split(lines.text, &lines.words);
            let finished = lines.words.len() < PIECE;
            let whole = sentences.iter().filter(|sentence| sentence.end + UNSURE <= PIECE).count();
            let taken = if finished || whole == 0 { sentences.len() } else { whole };
            in_pieces(&sentences[..taken], &mut lines.sentences);
            let words = sentences[..taken].last().map_or(0, |sentence| sentence.end);
            self.at = lines.words.get(words).map_or_else(
                || lines.words.last().map_or(lines.text.len(), |word| word.span.end),
                |next| next.span.start,
            );
            lines.words.truncate(words);
            if finished {
                self.next += 1;
                self.at = 0;
            }
        }
        self.mask();
        true
    }

    /// For each word, whether it lies in a calendar expression.
    fn mask(&mut self) {
        let Self { lines, times, .. } = self;
        let here = lines.paragraph;
        lines.masked.clear();
        lines.masked.extend(lines.words.iter().map(|word| {
            let before =
                |time: &TimeMention| (time.anchor.paragraph, time.anchor.text.end) <= (here, word.span.start);
            let passed = times.iter().take_while(|time| before(time)).count();
            *times = &times[passed..];
            times
                .first()
                .is_some_and(|time| time.anchor.paragraph == here && time.anchor.text.overlaps(word.span))
        }));
    }
}

/// The vocabulary that reads a language: the first one where none does.
fn reads(vocabularies: &[Vocabulary], lang: Option<&str>) -> usize {
    lang.and_then(|id| vocabularies.iter().position(|one| one.id == id)).unwrap_or(0)
}

fn in_pieces(sentences: &[Range<usize>], pieces: &mut Vec<Range<usize>>) {
    for sentence in sentences {
        let starts = sentence.clone().step_by(LONGEST_SENTENCE);
        pieces.extend(starts.map(|start| start..sentence.end.min(start + LONGEST_SENTENCE)));
    }
}
