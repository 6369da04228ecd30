//! Passages that have one of several words, found a window at a time.

use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

use super::any_of::{Tier, Worth};

/// Passages of a window.
const WINDOW: usize = 1 << 14;
const BITS: usize = u64::BITS as usize;

/// The passages of several lists, in order, with the best tier and the number of occurrences in all of them. What lies
/// between the passages that are asked for is skipped.
pub(super) struct Union {
    /// Each stands behind the window.
    lists: Vec<(SegmentPostings, Tier)>,
    /// By the place in the window.
    marks: Box<[Mark]>,
    /// The places that have a mark, as bits.
    there: Box<[u64]>,
    /// The first passage of the window.
    start: DocId,
    doc: DocId,
    /// No more passages than this.
    passages: u32,
    worth: Worth,
}

impl Union {
    pub fn new(lists: Vec<(SegmentPostings, Tier)>, worth: Worth) -> Self {
        let mut made = Self {
            passages: lists.iter().map(|(list, _)| list.size_hint()).sum(),
            lists,
            marks: vec![Mark::default(); WINDOW].into(),
            there: vec![0; WINDOW / BITS].into(),
            start: 0,
            doc: 0,
            worth,
        };
        made.fill();
        made.settle(0);
        made
    }

    /// Moves the window to the first passage of the lists.
    fn fill(&mut self) {
        self.lists.retain(|(list, _)| list.doc() != TERMINATED);
        self.start = self.lists.iter().map(|(list, _)| list.doc()).min().unwrap_or(TERMINATED);
        self.marks.fill(Mark::default());
        self.there.fill(0);
        for (list, tier) in &mut self.lists {
            let mut doc = list.doc();
            while let Some(mark) = self.marks.get_mut((doc - self.start) as usize) {
                mark.add(*tier, list.term_freq());
                let place = (doc - self.start) as usize;
                self.there[place / BITS] |= 1 << (place % BITS);
                doc = list.advance();
            }
        }
    }

    /// Goes on to the first passage of the window from a place in it, or of the next window.
    fn settle(&mut self, mut place: usize) -> DocId {
        while self.start != TERMINATED {
            let mut at = place / BITS;
            let mut bits = self.there.get(at).map_or(0, |bits| bits & (u64::MAX << (place % BITS)));
            while bits == 0 && at + 1 < self.there.len() {
                at += 1;
                bits = self.there[at];
            }
            if bits != 0 {
                self.doc = self.start + (at * BITS) as DocId + bits.trailing_zeros();
                return self.doc;
            }
            self.fill();
            place = 0;
        }
        self.doc = TERMINATED;
        TERMINATED
    }

    fn mark(&self) -> Mark {
        self.doc
            .checked_sub(self.start)
            .and_then(|place| self.marks.get(place as usize))
            .copied()
            .unwrap_or_default()
    }
}

impl DocSet for Union {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle((self.doc - self.start) as usize + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        let place = (target - self.start) as usize;
        if place < WINDOW {
            return self.settle(place);
        }
        for (list, _) in &mut self.lists {
            if list.doc() < target {
                list.seek(target);
            }
        }
        self.fill();
        self.settle(0)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.passages
    }
}

impl Scorer for Union {
    fn score(&mut self) -> Score {
        let mark = self.mark();
        self.worth.of(self.doc, mark.tier(), mark.times())
    }
}

/// How often forms stand in a passage, and the best of their tiers, in two bytes: tiers are counted from the worst, so
/// that nothing is zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Mark(u16);

impl Mark {
    fn add(&mut self, tier: Tier, times: u32) {
        let best = (self.0 >> 8).max(WORST - tier as u16);
        let times = (u32::from(self.0 & 0xff) + times).min(0xff) as u16;
        self.0 = best << 8 | times;
    }

    fn tier(self) -> Score {
        const TIERS: [Tier; 5] = [Tier::Near, Tier::Spelled, Tier::Inflected, Tier::Plain, Tier::Written];
        TIERS[usize::from((self.0 >> 8).clamp(1, WORST)) - 1].base()
    }

    fn times(self) -> u32 {
        u32::from(self.0 & 0xff)
    }
}

const WORST: u16 = Tier::Near as u16 + 1;
