use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::{BooleanQuery, EmptyScorer, EnableScoring, Explanation, Occur, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::AnyOf;

/// Passages in which words follow one another, each in one of its forms.
#[derive(Debug, Clone)]
pub(crate) struct InARow {
    pub words: Vec<AnyOf>,
}

impl Query for InARow {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let all = self.words.iter().map(|word| (Occur::Must, Box::new(word.clone()) as Box<dyn Query>));
        let all = BooleanQuery::new(all.collect()).weight(scoring)?;
        Ok(Box::new(InARowWeight { all, words: self.words.clone() }))
    }
}

struct InARowWeight {
    /// Finds the passages that have all the words.
    all: Box<dyn Weight>,
    words: Vec<AnyOf>,
}

impl Weight for InARowWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let all = self.all.scorer(reader, boost)?;
        if all.doc() == TERMINATED {
            return Ok(Box::new(EmptyScorer));
        }
        let mut words = Vec::with_capacity(self.words.len());
        for word in &self.words {
            let mut lists = Vec::new();
            for (term, _) in &word.terms {
                let index = reader.inverted_index(term.field())?;
                lists.extend(index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?);
            }
            words.push(Slot { lists, places: Vec::new() });
        }
        let mut scorer = InARowScorer { all, words };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.seek(doc) != doc {
            return Err(tantivy::TantivyError::InvalidArgument(format!("passage {doc} does not match")));
        }
        Ok(Explanation::new("words in a row", scorer.score()))
    }
}

/// One word of the row.
struct Slot {
    lists: Vec<SegmentPostings>,
    /// Where its forms stand in the passage, less its place in the row; in order.
    places: Vec<u32>,
}

impl Slot {
    /// Finds the places in a passage; passages come in order. `at` is the word's place in the row.
    fn look(&mut self, doc: DocId, at: u32) {
        self.places.clear();
        for list in &mut self.lists {
            if list.doc() < doc {
                list.seek(doc);
            }
            if list.doc() == doc {
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
    all: Box<dyn Scorer>,
    words: Vec<Slot>,
}

impl InARowScorer {
    /// Goes on to the next passage in which the words stand in a row, from this one.
    fn settle(&mut self) -> DocId {
        while self.all.doc() != TERMINATED && !self.in_a_row() {
            self.all.advance();
        }
        self.all.doc()
    }

    fn in_a_row(&mut self) -> bool {
        let doc = self.all.doc();
        for (at, word) in (0..).zip(&mut self.words) {
            word.look(doc, at);
        }
        let Some((first, rest)) = self.words.split_first() else { return false };
        first.places.iter().any(|place| rest.iter().all(|word| word.places.binary_search(place).is_ok()))
    }
}

impl DocSet for InARowScorer {
    fn advance(&mut self) -> DocId {
        self.all.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.all.doc() < target {
            self.all.seek(target);
            self.settle();
        }
        self.all.doc()
    }

    fn doc(&self) -> DocId {
        self.all.doc()
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
