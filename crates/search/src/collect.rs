//! Goes over the passages that fit, once: counts them, keeps the first ones after a cursor, and counts facets.

use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::facets::{Columns, Counter, Counts};
use crate::fields::{DAY, PLACE};
use crate::request::Sort;

/// Where a passage stands in the order of an answer; lesser keys come first. Equal only for the same passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// By score or by date.
    pub first: u64,
    /// By source and number.
    pub place: u64,
}

/// A passage that fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fit {
    pub key: Key,
    pub score: Score,
    pub address: DocAddress,
}

impl Eq for Fit {}

impl PartialOrd for Fit {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fit {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

/// What to gather.
pub(crate) struct Gather {
    pub sort: Sort,
    /// No more than so many passages.
    pub limit: usize,
    /// Only passages after this one.
    pub after: Option<Key>,
    /// The columns, if facets are counted.
    pub facets: Option<Arc<Columns>>,
    /// By the source's number in the index, its rank among the sources of the record.
    pub ranks: Arc<[u32]>,
}

/// What was gathered.
#[derive(Default)]
pub(crate) struct Gathered {
    /// In order.
    pub fits: Vec<Fit>,
    pub total: usize,
    pub counts: Counts,
}

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = GatherSegment;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<GatherSegment> {
        let columns = reader.fast_fields();
        Ok(GatherSegment {
            segment,
            limit: self.limit,
            after: self.after,
            days: (self.sort == Sort::Date).then(|| columns.u64(DAY)).transpose()?,
            places: columns.u64(PLACE)?,
            ranks: Arc::clone(&self.ranks),
            counter: self.facets.as_ref().map(|columns| Counter::new(reader, columns)).transpose()?,
            first: BinaryHeap::new(),
            total: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Gathered>) -> tantivy::Result<Gathered> {
        let mut all = Gathered::default();
        for segment in segments {
            all.fits.extend(segment.fits);
            all.total += segment.total;
            all.counts.merge(segment.counts);
        }
        all.fits.sort_unstable();
        all.fits.truncate(self.limit);
        Ok(all)
    }
}

pub(crate) struct GatherSegment {
    segment: SegmentOrdinal,
    limit: usize,
    after: Option<Key>,
    /// There if sorted by date.
    days: Option<Column<u64>>,
    places: Column<u64>,
    ranks: Arc<[u32]>,
    counter: Option<Counter>,
    /// The last of them on top.
    first: BinaryHeap<Fit>,
    total: usize,
}

impl SegmentCollector for GatherSegment {
    type Fruit = Gathered;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if let Some(counter) = &mut self.counter {
            counter.count(doc);
        }
        let first = match &self.days {
            Some(days) => days.first(doc).unwrap_or(u64::MAX),
            None => u64::from(descending(score)),
        };
        if self.limit == 0 || self.after.is_some_and(|after| first < after.first) {
            return;
        }
        let full = self.first.len() == self.limit;
        // Most passages come after the last that is kept, and need no second look.
        if full && self.first.peek().is_some_and(|last| first > last.key.first) {
            return;
        }
        let place_in = self.places.first(doc).unwrap_or(u64::MAX);
        let rank = self.ranks.get((place_in >> 32) as usize).copied().unwrap_or(u32::MAX);
        let key = Key { first, place: u64::from(rank) << 32 | place_in & 0xffff_ffff };
        if self.after.is_some_and(|after| key <= after) {
            return;
        }
        let fit = Fit { key, score, address: DocAddress::new(self.segment, doc) };
        if !full {
            self.first.push(fit);
        } else if let Some(mut last) = self.first.peek_mut()
            && fit < *last
        {
            *last = fit;
        }
    }

    fn harvest(self) -> Gathered {
        Gathered {
            fits: self.first.into_vec(),
            total: self.total,
            counts: self.counter.map(Counter::finish).unwrap_or_default(),
        }
    }
}

/// A score, which is never negative, as a number that is the less the higher the score.
fn descending(score: Score) -> u32 {
    u32::MAX - score.max(0.0).to_bits()
}
