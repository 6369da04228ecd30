//! Passages that have one of several words: found a window at a time where many are wanted, looked up one by one where few
//! are.

use std::io;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::query::Scorer;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, TERMINATED};

use super::any_of::{Tier, Worth};

/// Passages of a window.
pub(super) const WINDOW: u32 = 1 << 14;
const BITS: usize = u64::BITS as usize;

/// The passages of several lists, in order, with the best tier and the number of occurrences in all of them. What lies
/// between the passages that are asked for is skipped.
pub(super) struct Union {
    /// The long lists.
    lists: Vec<List>,
    /// The short ones as one.
    few: Few,
    /// By the place in the window.
    marks: Box<[Mark]>,
    /// The places that have a mark, as bits.
    there: Box<[u64]>,
    /// The first passage of the window, and the first after it. Lists stand behind the window, or, where there is none, at
    /// the passage or behind it.
    start: DocId,
    end: DocId,
    doc: DocId,
    /// That of the passage, where there is no window.
    mark: Mark,
    pace: Pace,
    /// No more passages than this.
    passages: u32,
    worth: Worth,
}

/// Lists are gathered, and then made one docset.
pub(super) struct Lists {
    long: Vec<List>,
    few: Vec<(DocId, Mark)>,
    /// Reads one short list of a field after another.
    reader: Option<(Field, BlockSegmentPostings)>,
    passages: u32,
    /// Passages of the longest of the short lists.
    short: u64,
}

impl Lists {
    /// `all` is the number of passages of all lists together.
    pub fn new(all: u64) -> Self {
        /// So many passages are soon read: a block of a list has more.
        const FEW: u64 = 127;
        /// A list with a lesser part of all passages is not worth a look of its own.
        const PART: u64 = 512;
        Self { long: Vec::new(), few: Vec::new(), reader: None, passages: 0, short: FEW.max(all / PART) }
    }

    /// Adds the list of a term of a field, of which `index` is the index.
    pub fn add(
        &mut self,
        field: Field,
        index: &InvertedIndexReader,
        info: &TermInfo,
        tier: Tier,
    ) -> io::Result<()> {
        let open = || index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs);
        self.passages = self.passages.saturating_add(info.doc_freq);
        if u64::from(info.doc_freq) > self.short {
            self.long.push(List { block: open()?, at: 0, tier });
            return Ok(());
        }
        match &mut self.reader {
            Some((of, reader)) if *of == field => index.reset_block_postings_from_terminfo(info, reader)?,
            reader => *reader = Some((field, open()?)),
        }
        if let Some((_, list)) = &mut self.reader {
            while !list.docs().is_empty() {
                let docs = (0..).zip(list.docs());
                self.few.extend(docs.map(|(at, doc)| (*doc, Mark::default().and(tier, list.freq(at)))));
                list.advance();
            }
        }
        Ok(())
    }

    /// `all` is the number of passages of the segment.
    pub fn union(mut self, worth: Worth, all: u32) -> Union {
        self.few.sort_unstable_by_key(|(doc, _)| *doc);
        self.few.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = kept.1.with(next.1);
            }
            same
        });
        let long = self.long.iter().map(|list| u64::from(list.block.doc_freq())).sum();
        let mut made = Union {
            pace: Pace::new(self.long.len(), long, all),
            lists: self.long,
            few: Few { all: self.few, at: 0 },
            marks: Box::default(),
            there: Box::default(),
            start: 0,
            end: 0,
            doc: 0,
            mark: Mark::default(),
            passages: self.passages,
            worth,
        };
        made.look_up(0);
        made
    }
}

/// A long list.
struct List {
    block: BlockSegmentPostings,
    /// The place in the block.
    at: usize,
    tier: Tier,
}

impl List {
    #[inline]
    fn doc(&self) -> DocId {
        self.block.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        let doc = self.doc();
        if doc >= target {
            return doc;
        }
        // Often it is the next.
        self.at += 1;
        if self.block.docs().get(self.at).is_none_or(|&doc| doc < target) {
            self.at = self.block.seek(target);
        }
        self.doc()
    }

    /// Adds the passages before `end` to a window.
    fn fill(&mut self, start: DocId, end: DocId, marks: &mut [Mark], there: &mut [u64]) {
        loop {
            let docs = self.block.docs();
            while let Some(&doc) = docs.get(self.at) {
                if doc >= end {
                    return;
                }
                let times = self.block.freq(self.at);
                note((doc - start) as usize, marks, there, |mark| mark.and(self.tier, times));
                self.at += 1;
            }
            if docs.is_empty() {
                return;
            }
            self.block.advance();
            self.at = 0;
        }
    }
}

/// The first place from this one on of which the bit is set.
#[inline]
pub(super) fn next(bits: &[u64], place: u32) -> Option<u32> {
    let mut at = place as usize / BITS;
    let mut rest = bits.get(at)? & (u64::MAX << (place as usize % BITS));
    while rest == 0 {
        at += 1;
        rest = *bits.get(at)?;
    }
    Some((at * BITS) as u32 + rest.trailing_zeros())
}

/// Changes the mark of a place; what is left there from another window does not count.
#[inline]
fn note(place: usize, marks: &mut [Mark], there: &mut [u64], change: impl Fn(Mark) -> Mark) {
    let (bits, bit) = (&mut there[place / BITS], 1 << (place % BITS));
    let mark = &mut marks[place];
    *mark = change(if *bits & bit == 0 { Mark::default() } else { *mark });
    *bits |= bit;
}

/// Passages with their marks, in order.
struct Few {
    all: Vec<(DocId, Mark)>,
    at: usize,
}

impl Few {
    #[inline]
    fn doc(&self) -> DocId {
        self.all.get(self.at).map_or(TERMINATED, |(doc, _)| *doc)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            self.at += 1;
            let mut step = 1;
            while self.all.get(self.at + step).is_some_and(|(doc, _)| *doc < target) {
                self.at += step;
                step *= 2;
            }
            let rest = &self.all[self.at.min(self.all.len())..];
            self.at += rest[..step.min(rest.len())].partition_point(|(doc, _)| *doc < target);
        }
        self.doc()
    }
}

/// Tells by the steps from one passage that is asked for to the next whether to look them up or to fill a window.
struct Pace {
    /// What a step was of late, in passages.
    step: u32,
    /// Steps from which on passages are looked up.
    wide: u32,
}

impl Pace {
    fn new(lists: usize, passages: u64, all: u32) -> Self {
        // In nanoseconds, roughly: what it takes to look one passage up in a list, to read one of a list, and to go over a
        // window and over a list in it.
        const LOOK: u64 = 25;
        const READ: u64 = 2;
        const WINDOW_ITSELF: u64 = 400;
        const LIST: u64 = 20;
        let lists = lists as u64;
        let window = u64::from(WINDOW);
        let fill = passages * window / u64::from(all.max(WINDOW)) * READ + lists * LIST + WINDOW_ITSELF;
        let wide = window * (lists + 1) * LOOK / fill;
        Self { step: WINDOW, wide: wide.try_into().unwrap_or(u32::MAX) }
    }

    #[inline]
    fn note(&mut self, step: u32) {
        let step = step.min(WINDOW);
        self.step = self.step - self.step / 8 + step / 8;
    }

    #[inline]
    fn is_wide(&self) -> bool {
        self.step > self.wide
    }
}

impl Union {
    /// Goes on to the first passage from this one on, without a window.
    fn look_up(&mut self, target: DocId) -> DocId {
        (self.start, self.end) = (0, 0);
        let mut doc = self.few.seek(target);
        for list in &mut self.lists {
            doc = doc.min(list.seek(target));
        }
        self.doc = doc;
        self.mark = Mark::default();
        if doc < TERMINATED {
            if let Some((_, mark)) = self.few.all.get(self.few.at).filter(|(few, _)| *few == doc) {
                self.mark = *mark;
            }
            for list in self.lists.iter().filter(|list| list.doc() == doc) {
                self.mark = self.mark.and(list.tier, list.block.freq(list.at));
            }
        }
        doc
    }

    /// The first passage from this one on; the lists go there.
    pub fn first(&mut self, target: DocId) -> DocId {
        let few = self.few.seek(target);
        self.lists.iter_mut().map(|list| list.seek(target)).fold(few, DocId::min)
    }

    /// Moves the window to this passage, before which no list stands.
    pub fn open(&mut self, start: DocId) {
        if self.marks.is_empty() {
            self.marks = vec![Mark::default(); WINDOW as usize].into();
            self.there = vec![0; WINDOW as usize / BITS].into();
        }
        (self.start, self.end) = (start, start + WINDOW);
        self.there.fill(0);
        for list in &mut self.lists {
            list.fill(start, self.end, &mut self.marks, &mut self.there);
        }
        while let Some(&(doc, mark)) = self.few.all.get(self.few.at).filter(|(doc, _)| *doc < self.end) {
            note((doc - start) as usize, &mut self.marks, &mut self.there, |known| known.with(mark));
            self.few.at += 1;
        }
    }

    /// The passages of the window, as bits.
    pub fn window(&self) -> &[u64] {
        &self.there
    }

    /// What a passage of the window is worth.
    #[inline]
    pub fn worth(&self, doc: DocId) -> Score {
        let mark = self.marks[(doc - self.start) as usize];
        self.worth.of(doc, mark.tier(), mark.times())
    }

    /// Moves the window to the first passage from this one on, and goes on to it.
    fn fill(&mut self, target: DocId) -> DocId {
        self.doc = self.first(target);
        if self.doc == TERMINATED {
            (self.start, self.end) = (0, 0);
        } else {
            self.open(self.doc);
        }
        self.doc
    }

    /// Goes on to the first passage from this one on, which is in the window or behind it.
    #[inline]
    fn settle(&mut self, target: DocId) -> DocId {
        if target < self.end
            && let Some(place) = next(&self.there, target - self.start)
        {
            self.doc = self.start + place;
            return self.doc;
        }
        self.fill(target.max(self.end))
    }
}

impl DocSet for Union {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        self.pace.note(target - self.doc);
        if target >= self.end && self.pace.is_wide() {
            return self.look_up(target);
        }
        self.settle(target)
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
        if self.doc < self.end {
            return self.worth(self.doc);
        }
        self.worth.of(self.doc, self.mark.tier(), self.mark.times())
    }
}

/// How often forms stand in a passage, and the best of their tiers, in two bytes: tiers are counted from the worst, so
/// that nothing is zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Mark(u16);

impl Mark {
    #[inline]
    fn and(self, tier: Tier, times: u32) -> Self {
        self.with(Self((WORST - tier as u16) << 8 | times.min(0xff) as u16))
    }

    #[inline]
    fn with(self, other: Self) -> Self {
        let best = (self.0 >> 8).max(other.0 >> 8);
        Self(best << 8 | (self.0 & 0xff).saturating_add(other.0 & 0xff).min(0xff))
    }

    #[inline]
    fn tier(self) -> Score {
        const TIERS: [Tier; 6] =
            [Tier::Near, Tier::Spelled, Tier::Named, Tier::Inflected, Tier::Plain, Tier::Written];
        TIERS[usize::from((self.0 >> 8).clamp(1, WORST)) - 1].base()
    }

    #[inline]
    fn times(self) -> u32 {
        u32::from(self.0 & 0xff)
    }
}

const WORST: u16 = Tier::Near as u16 + 1;
