//! A document's words, each form described once.

use std::collections::HashMap;
use std::ops::Range;

use salname_model::{Paragraph, Span, TimeMention};

use super::atlas::Atlas;
use super::evidence::Seen;
use super::passage::Passage;
use super::vocabulary::{Roles, Vocabulary, WordType};
use crate::words::{Word, WordKind, tokenize};

/// A sentence of more words is looked at in pieces, so that no text makes the work grow faster than it does itself.
const LONGEST_SENTENCE: usize = 300;

/// The word forms of a document that one language reads.
#[derive(Debug, Default)]
pub(super) struct Forms {
    by_text: HashMap<String, u32>,
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
        self.by_text.insert(form.to_owned(), number);
        number
    }
}

/// A paragraph's words.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    pub text: &'a str,
    /// Index of the vocabulary that reads it.
    pub vocabulary: usize,
    pub words: Vec<Word>,
    pub kinds: Vec<u32>,
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
    pub lines: Vec<Lines<'a>>,
    /// By vocabulary.
    pub forms: Vec<Forms>,
}

impl<'a> Document<'a> {
    /// `reads` tells which vocabulary reads a language.
    pub fn new(
        paragraphs: &'a [Paragraph],
        times: &[TimeMention],
        vocabularies: &[Vocabulary],
        reads: impl Fn(Option<&str>) -> usize,
        atlas: &Atlas,
    ) -> Self {
        let mut document =
            Self { lines: Vec::new(), forms: vocabularies.iter().map(|_| Forms::default()).collect() };
        let mut times = times.iter().peekable();
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let mut spans = Vec::new();
            while let Some(time) = times.next_if(|time| time.anchor.paragraph <= index) {
                if time.anchor.paragraph == index {
                    spans.push(time.anchor.text);
                }
            }
            let vocabulary = reads(paragraph.lang.as_deref());
            let words = tokenize(&paragraph.text);
            let forms = &mut document.forms[vocabulary];
            let kinds = words
                .iter()
                .map(|word| forms.number(&paragraph.text, word, &vocabularies[vocabulary], atlas))
                .collect();
            let sentences = in_pieces(vocabularies[vocabulary].sentences.split(&paragraph.text, &words));
            let masked = mask(&words, &spans);
            document.lines.push(Lines { text: &paragraph.text, vocabulary, words, kinds, masked, sentences });
        }
        document.look_around(vocabularies);
        document
    }

    /// Notes which forms, blind to case, stand with small letters, and which with a capital inside sentences.
    fn look_around(&mut self, vocabularies: &[Vocabulary]) {
        for (number, _) in vocabularies.iter().enumerate() {
            let mut seen: HashMap<&str, Seen> = HashMap::new();
            let types = &self.forms[number].types;
            for lines in self.lines.iter().filter(|lines| lines.vocabulary == number) {
                let passage = lines.passage(&self.forms);
                for sentence in &lines.sentences {
                    if passage.shouts(sentence) {
                        continue;
                    }
                    for index in sentence.clone().filter(|&index| passage.is_letters(index)) {
                        let word = passage.at(index);
                        let known = seen.entry(word.lower.as_str()).or_default();
                        if !word.shape.is_capital() {
                            known.small = true;
                        } else if index > sentence.start && passage.is_letters(index - 1) {
                            known.capital |= !passage.has(index, Roles::NEVER);
                        }
                    }
                }
            }
            let of = |word: &WordType| {
                let whole = seen.get(word.lower.as_str()).copied().unwrap_or_default();
                word.lemmas.iter().skip(1).filter_map(|lemma| seen.get(lemma.as_str())).fold(
                    whole,
                    |sum, other| Seen {
                        small: sum.small,
                        capital: sum.capital || (other.capital && !other.small),
                    },
                )
            };
            let all: Vec<Seen> = types
                .iter()
                .map(|word| if word.kind == WordKind::Letters { of(word) } else { Seen::default() })
                .collect();
            self.forms[number].seen = all;
        }
    }
}

fn in_pieces(sentences: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let pieces = |sentence: Range<usize>| {
        sentence
            .clone()
            .step_by(LONGEST_SENTENCE)
            .map(move |start| start..sentence.end.min(start + LONGEST_SENTENCE))
    };
    sentences.into_iter().flat_map(pieces).collect()
}

/// For each word, whether it lies in one of the spans, which are in order.
fn mask(words: &[Word], spans: &[Span]) -> Vec<bool> {
    let mut spans = spans.iter().peekable();
    words
        .iter()
        .map(|word| {
            while spans.next_if(|span| span.end <= word.span.start).is_some() {}
            spans.peek().is_some_and(|span| span.overlaps(word.span))
        })
        .collect()
}
