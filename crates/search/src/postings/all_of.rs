//! Passages that have several words.

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight, intersect_scorers};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::any_of::AnyOfWeight;
use super::union::{Union, WINDOW, next};
use super::{AnyOf, explained};

/// Passages that have all of some words, each in one of its forms.
///
/// Where one of them is rare, the others are looked up in its passages; where all are common, they are laid over one another
/// a window at a time.
#[derive(Debug, Clone)]
pub(crate) struct AllOf {
    pub words: Vec<AnyOf>,
}

impl Query for AllOf {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let words = self.words.iter().map(|word| word.look_up(scoring));
        Ok(Box::new(AllOfWeight { words: words.collect::<tantivy::Result<_>>()? }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.words.iter().for_each(|word| word.query_terms(visitor));
    }
}

struct AllOfWeight {
    words: Vec<AnyOfWeight>,
}

impl AllOfWeight {
    /// True if it is sooner done to read all lists than to look the passages of the rarest word up in the others.
    fn is_dense(&self, reader: &SegmentReader) -> bool {
        // In nanoseconds, roughly, as in `Union`.
        const LOOK: u64 = 40;
        const READ: u64 = 2;
        const WINDOW_ITSELF: u64 = 500;
        let passages = self.words.iter().map(|word| word.passages(reader));
        let (all, rarest) = passages.fold((0, u64::MAX), |(all, rarest), of| (all + of, rarest.min(of)));
        let words = self.words.len() as u64;
        let windows = u64::from(reader.max_doc().div_ceil(WINDOW));
        all * READ + windows * words * WINDOW_ITSELF < rarest * (words - 1) * LOOK
    }
}

impl Weight for AllOfWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        if self.words.iter().any(|word| word.of(reader).is_empty()) {
            return Ok(Box::new(EmptyScorer));
        }
        if !self.is_dense(reader) {
            let words = self.words.iter().map(|word| word.scorer(reader, boost));
            return Ok(intersect_scorers(words.collect::<tantivy::Result<_>>()?, reader.num_docs()));
        }
        let words = self.words.iter().map(|word| word.union(reader, boost));
        let mut scorer = Overlaid {
            words: words.collect::<tantivy::Result<_>>()?,
            there: vec![0; WINDOW as usize / u64::BITS as usize].into(),
            start: 0,
            end: 0,
            doc: 0,
        };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "all of the words")
    }
}

/// Windows of several words laid over one another.
struct Overlaid {
    words: Vec<Union>,
    /// The places of the window that all of them have, as bits.
    there: Box<[u64]>,
    /// The first passage of the window, and the first after it.
    start: DocId,
    end: DocId,
    doc: DocId,
}

impl Overlaid {
    /// Goes on to the first passage from this one on.
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            if target < self.end {
                if let Some(place) = next(&self.there, target - self.start) {
                    self.doc = self.start + place;
                    return self.doc;
                }
                target = self.end;
            }
            // The lists of all stand behind the window.
            let start = self.words.iter_mut().fold(target, |start, word| word.first(start).max(start));
            if start >= TERMINATED {
                self.doc = TERMINATED;
                return TERMINATED;
            }
            (self.start, self.end) = (start, start + WINDOW);
            self.there.fill(u64::MAX);
            for word in &mut self.words {
                word.first(start);
                word.open(start);
                for (there, word) in self.there.iter_mut().zip(word.window()) {
                    *there &= word;
                }
            }
            target = start;
        }
    }
}

impl DocSet for Overlaid {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc { self.doc } else { self.settle(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.words.iter().map(DocSet::size_hint).min().unwrap_or(0)
    }

    fn cost(&self) -> u64 {
        self.words.iter().map(DocSet::cost).sum()
    }
}

impl Scorer for Overlaid {
    fn score(&mut self) -> Score {
        self.words.iter().map(|word| word.worth(self.doc)).sum()
    }
}
