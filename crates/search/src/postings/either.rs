//! Passages that fit one of several searches, each asked no further than it must be.

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, Term};

use super::{ask_on, at_its_first, explained};

/// What a passage is worth that fits several searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counts {
    /// As much as all of them together: they are several things.
    All,
    /// As much as the best: they are names of one thing.
    Best,
}

/// Passages that fit one of several searches.
///
/// Tantivy's own goes over all passages of its parts, a window at a time. Here the parts are asked for the passages that
/// the rest of the query has, so that words in a row are not looked for where the others do not stand.
#[derive(Debug)]
pub(crate) struct Either {
    pub any: Vec<Box<dyn Query>>,
    pub counts: Counts,
}

impl Clone for Either {
    fn clone(&self) -> Self {
        Self { any: self.any.iter().map(|part| part.box_clone()).collect(), counts: self.counts }
    }
}

impl Query for Either {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let any = self.any.iter().map(|part| part.weight(scoring)).collect::<tantivy::Result<_>>()?;
        Ok(Box::new(EitherWeight { any, counts: self.counts }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.any.iter().for_each(|part| part.query_terms(visitor));
    }
}

struct EitherWeight {
    any: Vec<Box<dyn Weight>>,
    counts: Counts,
}

impl Weight for EitherWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        at_its_first(self, reader, boost)
    }

    fn scorer_danger(
        &self,
        reader: &SegmentReader,
        target: DocId,
        boost: Score,
    ) -> tantivy::Result<(SeekDangerResult, Box<dyn Scorer>)> {
        let mut parts = Vec::with_capacity(self.any.len());
        for weight in &self.any {
            let (found, scorer) = weight.scorer_danger(reader, target, boost)?;
            let mut part = Part { scorer, next: target, there: false };
            part.note(target, found);
            if part.next < TERMINATED {
                parts.push(part);
            }
        }
        if parts.is_empty() {
            return Ok((SeekDangerResult::SeekLowerBound(TERMINATED), Box::new(EmptyScorer)));
        }
        let mut scorer = EitherScorer { parts, counts: self.counts, doc: 0 };
        Ok((scorer.told(target), Box::new(scorer)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "what the searches are worth that it fits")
    }
}

struct Part {
    scorer: Box<dyn Scorer>,
    /// It has no passage before this one that was not asked for yet.
    next: DocId,
    /// True if it has this one.
    there: bool,
}

impl Part {
    fn note(&mut self, target: DocId, found: SeekDangerResult) {
        (self.next, self.there) = match found {
            SeekDangerResult::Found => (target, true),
            SeekDangerResult::SeekLowerBound(next) => (next, false),
        };
    }

    fn seek(&mut self, target: DocId) {
        if self.next < target || self.next == target && !self.there {
            let found = self.scorer.seek_danger(target);
            self.note(target, found);
        }
    }
}

struct EitherScorer {
    parts: Vec<Part>,
    counts: Counts,
    doc: DocId,
}

impl EitherScorer {
    /// What the parts have told of a passage.
    fn told(&mut self, target: DocId) -> SeekDangerResult {
        let mut next = TERMINATED;
        let mut found = false;
        for part in &self.parts {
            found |= part.next == target && part.there;
            next = next.min(part.next);
        }
        if found {
            self.doc = target;
            return SeekDangerResult::Found;
        }
        SeekDangerResult::SeekLowerBound(next)
    }

    /// Goes on to the first passage from this one on.
    fn settle(&mut self, target: DocId) -> DocId {
        self.doc = ask_on(self, target);
        self.doc
    }
}

impl DocSet for EitherScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc { self.doc } else { self.settle(target) }
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED {
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        self.parts.iter_mut().for_each(|part| part.seek(target));
        self.told(target)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.parts.iter().fold(0, |sum, part| sum.saturating_add(part.scorer.size_hint()))
    }

    fn cost(&self) -> u64 {
        self.parts.iter().fold(0, |sum, part| sum.saturating_add(part.scorer.cost()))
    }
}

impl Scorer for EitherScorer {
    fn score(&mut self) -> Score {
        let doc = self.doc;
        let here = self.parts.iter_mut().filter(|part| part.there && part.next == doc);
        let scores = here.map(|part| part.scorer.score());
        match self.counts {
            Counts::All => scores.sum(),
            Counts::Best => scores.fold(0.0, Score::max),
        }
    }
}
