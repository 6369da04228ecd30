use std::cmp::Ordering;

use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight, intersect_scorers};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, Term};

use super::any_of::AnyOfWeight;
use super::{AnyOf, ask_on, at_its_first, explained};

/// Passages in which words follow one another, each in one of its forms.
#[derive(Debug, Clone)]
pub(crate) struct InARow {
    pub words: Vec<AnyOf>,
}

impl Query for InARow {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let words = self.words.iter().map(|word| word.look_up(scoring));
        Ok(Box::new(InARowWeight { words: words.collect::<tantivy::Result<_>>()? }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.words.iter().for_each(|word| word.query_terms(visitor));
    }
}

struct InARowWeight {
    words: Vec<AnyOfWeight>,
}

impl Weight for InARowWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        at_its_first(self, reader, boost)
    }

    fn scorer_danger(
        &self,
        reader: &SegmentReader,
        target: DocId,
        boost: Score,
    ) -> tantivy::Result<(SeekDangerResult, Box<dyn Scorer>)> {
        let none =
            || Ok((SeekDangerResult::SeekLowerBound(TERMINATED), Box::new(EmptyScorer) as Box<dyn Scorer>));
        if self.words.iter().any(|word| word.of(reader).is_empty()) {
            return none();
        }
        let all = self.words.iter().map(|word| word.scorer(reader, boost)).collect::<tantivy::Result<_>>()?;
        // The passages that have all the words.
        let all = intersect_scorers(all, reader.num_docs());
        if all.doc() == TERMINATED {
            return none();
        }
        let slots = self.words.iter().map(|word| Slot::open(word, reader));
        let words = slots.collect::<tantivy::Result<_>>()?;
        let first = all.doc();
        let mut scorer = InARowScorer { all, words, doc: 0 };
        let found = match first.cmp(&target) {
            Ordering::Less => scorer.seek_danger(target),
            Ordering::Equal => scorer.told(target),
            Ordering::Greater => SeekDangerResult::SeekLowerBound(first),
        };
        Ok((found, Box::new(scorer)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "words in a row")
    }
}

/// One word of the row.
struct Slot {
    lists: Vec<SegmentPostings>,
    /// The passage that each list stands at.
    docs: Vec<DocId>,
    /// Where its forms stand in the passage, less its place in the row; in order.
    places: Vec<u32>,
}

impl Slot {
    fn open(word: &AnyOfWeight, reader: &SegmentReader) -> tantivy::Result<Self> {
        let mut lists = Vec::with_capacity(word.of(reader).len());
        for (field, info, _) in word.of(reader) {
            let index = reader.inverted_index(*field)?;
            lists.push(index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?);
        }
        Ok(Self { docs: lists.iter().map(DocSet::doc).collect(), lists, places: Vec::new() })
    }

    /// Finds the places in a passage; passages come in order. `at` is the word's place in the row.
    fn look(&mut self, doc: DocId, at: u32) {
        self.places.clear();
        for (stands, list) in self.docs.iter_mut().zip(&mut self.lists) {
            if *stands < doc {
                *stands = list.seek(doc);
            }
            if *stands == doc {
                // Places are shifted so that all words of a row share one; the earliest stays above zero.
                list.append_positions_with_offset(SHIFT - at, &mut self.places);
            }
        }
        self.places.sort_unstable();
    }
}

/// No query has so many words.
const SHIFT: u32 = 1 << 12;

struct InARowScorer {
    /// Finds the passages that have all the words.
    all: Box<dyn Scorer>,
    words: Vec<Slot>,
    doc: DocId,
}

impl InARowScorer {
    /// Goes on to the first passage from this one on.
    fn settle(&mut self, target: DocId) -> DocId {
        self.doc = ask_on(self, target);
        self.doc
    }

    /// True if the words stand in a row in a passage that has them all.
    fn in_a_row(&mut self, doc: DocId) -> bool {
        for (at, word) in (0..).zip(&mut self.words) {
            word.look(doc, at);
            if word.places.is_empty() {
                return false;
            }
        }
        let Some((first, rest)) = self.words.split_first() else { return false };
        first.places.iter().any(|place| rest.iter().all(|word| word.places.binary_search(place).is_ok()))
    }

    /// What there is to say of a passage that has all the words.
    fn told(&mut self, doc: DocId) -> SeekDangerResult {
        if self.in_a_row(doc) {
            self.doc = doc;
            return SeekDangerResult::Found;
        }
        SeekDangerResult::SeekLowerBound(doc + 1)
    }
}

impl DocSet for InARowScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc { self.doc } else { self.settle(target) }
    }

    /// Looks for places only in the passage that is asked for.
    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        match self.all.seek_danger(target) {
            SeekDangerResult::Found => self.told(target),
            next @ SeekDangerResult::SeekLowerBound(_) => next,
        }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.all.size_hint()
    }

    fn cost(&self) -> u64 {
        // Looking up places costs more than looking up passages.
        self.all.cost().saturating_mul(8)
    }
}

impl Scorer for InARowScorer {
    fn score(&mut self) -> Score {
        self.all.score()
    }
}
