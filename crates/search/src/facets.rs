//! Facets: by source, decade, kind and entity, counted by number, and looked up by their text only for the values that
//! are shown.
//!
//! The numbers of each passage stand in the columns of the index. Once as many passages have been counted as the index
//! has, the columns are held in memory, where they are sooner read: whoever asks once does not wait for that.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use salname_model::Kind;
use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

use crate::fields::{DECADE, KINDS, NAMES, PLACE};
use crate::lexicon::Lexicon;
use crate::request::{FacetValue, Facets};
use crate::shelf::Shelf;

/// The columns of an index, once they are worth holding.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    /// Passages that were counted so far.
    counted: AtomicUsize,
    /// By segment.
    held: OnceLock<HashMap<SegmentId, Arc<Held>>>,
}

impl Columns {
    /// So many more passages have been counted.
    pub fn note(&self, counted: usize, searcher: &Searcher) -> tantivy::Result<()> {
        let counted = self.counted.fetch_add(counted, Ordering::Relaxed) + counted;
        if self.held.get().is_some() || counted < searcher.num_docs() as usize {
            return Ok(());
        }
        let mut held = HashMap::new();
        for segment in searcher.segment_readers() {
            held.insert(segment.segment_id(), Arc::new(Held::read(segment)?));
        }
        // Whoever was quicker read the same.
        let _ = self.held.set(held);
        Ok(())
    }

    fn of(&self, segment: &SegmentReader) -> Option<Arc<Held>> {
        self.held.get()?.get(&segment.segment_id()).cloned()
    }
}

/// The columns of a segment in memory, by passage.
#[derive(Debug)]
struct Held {
    sources: Vec<u32>,
    kinds: Vec<u16>,
    decades: Many,
    names: Many,
}

/// Some numbers for each passage.
#[derive(Debug, Default)]
struct Many {
    /// Where those of each passage end.
    ends: Vec<u32>,
    numbers: Vec<u32>,
}

impl Many {
    fn read(column: &Column<u64>, passages: u32) -> Self {
        let mut many = Self::default();
        for doc in 0..passages {
            many.numbers.extend(column.values_for_doc(doc).filter_map(|number| u32::try_from(number).ok()));
            many.ends.push(many.numbers.len() as u32);
        }
        many
    }

    #[inline]
    fn of(&self, doc: DocId) -> &[u32] {
        let doc = doc as usize;
        let start = doc.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.numbers[start as usize..self.ends[doc] as usize]
    }
}

impl Held {
    fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let (places, kinds) = (columns.u64(PLACE)?, columns.u64(KINDS)?);
        let passages = segment.max_doc();
        Ok(Self {
            sources: (0..passages).map(|doc| (places.first(doc).unwrap_or(u64::MAX) >> 32) as u32).collect(),
            kinds: (0..passages).map(|doc| kinds.first(doc).unwrap_or(0) as u16).collect(),
            decades: Many::read(&columns.u64(DECADE)?, passages),
            names: Many::read(&columns.u64(NAMES)?, passages),
        })
    }
}

/// Counts the facets of the passages of one segment.
pub(crate) struct Counter {
    from: From,
    counts: Counts,
}

/// Where the numbers of a passage are read.
enum From {
    Index(Box<InIndex>),
    Memory(Arc<Held>),
}

struct InIndex {
    places: Column<u64>,
    names: Column<u64>,
    kinds: Column<u64>,
    decades: Column<u64>,
}

/// How many passages have each value, by its number.
#[derive(Default)]
pub(crate) struct Counts {
    sources: Tally,
    decades: Tally,
    kinds: [u64; Kind::ALL.len()],
    names: Tally,
}

impl Counter {
    pub fn new(reader: &SegmentReader, columns: &Columns) -> tantivy::Result<Self> {
        let from = match columns.of(reader) {
            Some(held) => From::Memory(held),
            None => {
                let columns = reader.fast_fields();
                From::Index(Box::new(InIndex {
                    places: columns.u64(PLACE)?,
                    names: columns.u64(NAMES)?,
                    kinds: columns.u64(KINDS)?,
                    decades: columns.u64(DECADE)?,
                }))
            }
        };
        Ok(Self { from, counts: Counts::default() })
    }

    /// Counts a passage.
    pub fn count(&mut self, doc: DocId) {
        let counts = &mut self.counts;
        match &self.from {
            From::Memory(held) => {
                let Some(source) = held.sources.get(doc as usize) else { return };
                counts.sources.add(*source);
                held.decades.of(doc).iter().for_each(|decade| counts.decades.add(*decade));
                held.names.of(doc).iter().for_each(|name| counts.names.add(*name));
                counts.add_kinds(u64::from(held.kinds[doc as usize]));
            }
            From::Index(columns) => {
                let InIndex { places, names, kinds, decades } = &**columns;
                if let Some(place) = places.first(doc) {
                    counts.sources.add((place >> 32) as u32);
                }
                let numbers = |column: &Column<u64>, tally: &mut Tally| {
                    let numbers = column.values_for_doc(doc).filter_map(|number| u32::try_from(number).ok());
                    numbers.for_each(|number| tally.add(number));
                };
                numbers(decades, &mut counts.decades);
                numbers(names, &mut counts.names);
                counts.add_kinds(kinds.first(doc).unwrap_or(0));
            }
        }
    }

    pub fn finish(self) -> Counts {
        self.counts
    }
}

impl Counts {
    /// Counts kinds, which are told by bits.
    fn add_kinds(&mut self, mut kinds: u64) {
        while kinds != 0 {
            if let Some(count) = self.kinds.get_mut(kinds.trailing_zeros() as usize) {
                *count += 1;
            }
            kinds &= kinds - 1;
        }
    }

    pub fn merge(&mut self, other: Self) {
        self.sources.merge(other.sources);
        self.decades.merge(other.decades);
        self.names.merge(other.names);
        self.kinds.iter_mut().zip(other.kinds).for_each(|(count, more)| *count += more);
    }

    /// The commonest values of each facet.
    pub fn facets(self, shelf: &Shelf, lexicon: &Lexicon, most: usize) -> Facets {
        let mut sources: BTreeMap<&str, u64> = BTreeMap::new();
        for (number, count) in self.sources.counted() {
            let rank = shelf.ranks.get(number as usize).and_then(|rank| usize::try_from(*rank).ok());
            if let Some(name) = rank.and_then(|rank| shelf.names.get(rank)) {
                *sources.entry(name).or_default() += count;
            }
        }
        let kinds = Kind::ALL.iter().zip(self.kinds).filter(|(_, count)| *count > 0);
        let names = commonest(self.names.counted(), most, |number| lexicon.rank(*number));
        let decades = commonest(self.decades.counted(), most, |decade| *decade);
        Facets {
            source: told(commonest(sources, most, |name| *name), str::to_owned),
            decade: told(decades, |decade| format!("{decade}X")),
            kind: told(commonest(kinds, most, |kind| kind.as_str()), |kind| kind.as_str().to_owned()),
            entity: told(names, |number| lexicon.name(number).to_owned()),
        }
    }
}

fn told<T>(values: Vec<(T, u64)>, text: impl Fn(T) -> String) -> Vec<FacetValue> {
    values.into_iter().map(|(value, count)| FacetValue { value: text(value), count }).collect()
}

/// The values with the highest counts, the highest first; of equals those that come first.
fn commonest<T, K: Ord>(
    values: impl IntoIterator<Item = (T, u64)>,
    most: usize,
    order: impl Fn(&T) -> K,
) -> Vec<(T, u64)> {
    let mut values: Vec<(T, u64)> = values.into_iter().collect();
    let compare = |a: &(T, u64), b: &(T, u64)| {
        Reverse(a.1).cmp(&Reverse(b.1)).then_with(|| order(&a.0).cmp(&order(&b.0)))
    };
    if values.len() > most {
        values.select_nth_unstable_by(most, compare);
        values.truncate(most);
    }
    values.sort_unstable_by(compare);
    values
}

/// Counts numbers: few of them in a list, many in a place for each.
#[derive(Default)]
struct Tally {
    few: Vec<u32>,
    /// By number; empty while there are few.
    all: Vec<u64>,
}

impl Tally {
    /// So many numbers are soon sorted.
    const FEW: usize = 1 << 14;

    #[inline]
    fn add(&mut self, number: u32) {
        if let Some(count) = self.all.get_mut(number as usize) {
            *count += 1;
        } else if self.all.is_empty() && self.few.len() < Self::FEW {
            self.few.push(number);
        } else {
            self.spread();
            self.bump(number, 1);
        }
    }

    fn spread(&mut self) {
        for number in std::mem::take(&mut self.few) {
            self.bump(number, 1);
        }
    }

    fn bump(&mut self, number: u32, count: u64) {
        let place = number as usize;
        if self.all.len() <= place {
            self.all.resize(place + 1, 0);
        }
        self.all[place] += count;
    }

    fn merge(&mut self, other: Self) {
        other.few.into_iter().for_each(|number| self.add(number));
        if !other.all.is_empty() {
            self.spread();
            for (number, count) in (0..).zip(other.all).filter(|(_, count)| *count > 0) {
                self.bump(number, count);
            }
        }
    }

    /// Each number that was counted with how often it was.
    fn counted(mut self) -> Vec<(u32, u64)> {
        self.few.sort_unstable();
        let few = self.few.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u64));
        few.chain((0..).zip(self.all).filter(|(_, count)| *count > 0)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_are_counted_alike() {
        for rounds in [1, 100, 3000] {
            let mut halves = [Tally::default(), Tally::default()];
            for round in 0..rounds {
                for number in 0..8 {
                    halves[(round + number) % 2].add(number as u32 * 1000);
                    halves[0].add(7);
                }
            }
            let [mut one, other] = halves;
            one.merge(other);
            let mut expected: Vec<(u32, u64)> = (0..8).map(|number| (number * 1000, rounds as u64)).collect();
            expected.insert(1, (7, 8 * rounds as u64));
            assert_eq!(one.counted(), expected);
        }
    }

    #[test]
    fn of_equals_the_first_are_shown() {
        let values = [("c", 1), ("a", 1), ("b", 2), ("d", 1)];
        assert_eq!(commonest(values, 3, |value| *value), [("b", 2), ("a", 1), ("c", 1)]);
        assert_eq!(commonest(values, 9, |value| *value).len(), 4);
    }
}
