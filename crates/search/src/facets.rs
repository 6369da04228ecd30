//! Facets: by source, decade, kind and entity, counted by number, and looked up by their text only for the values that
//! are shown.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use salname_model::Kind;
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use crate::fields::{DECADE, KINDS, NAMES};
use crate::lexicon::Lexicon;
use crate::request::{FacetValue, Facets};
use crate::shelf::Shelf;

/// Counts the facets of the passages of one segment.
pub(crate) struct Counter {
    names: Column<u64>,
    kinds: Column<u64>,
    decades: Column<u64>,
    counts: Counts,
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
    pub fn new(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        Ok(Self {
            names: columns.u64(NAMES)?,
            kinds: columns.u64(KINDS)?,
            decades: columns.u64(DECADE)?,
            counts: Counts::default(),
        })
    }

    /// Counts a passage of a source of that number.
    pub fn count(&mut self, doc: DocId, source: u64) {
        let Self { names, kinds, decades, counts } = self;
        counts.sources.add(source);
        decades.values_for_doc(doc).for_each(|decade| counts.decades.add(decade));
        names.values_for_doc(doc).for_each(|name| counts.names.add(name));
        let mut kinds = kinds.first(doc).unwrap_or(0);
        while kinds != 0 {
            if let Some(count) = counts.kinds.get_mut(kinds.trailing_zeros() as usize) {
                *count += 1;
            }
            kinds &= kinds - 1;
        }
    }

    pub fn finish(self) -> Counts {
        self.counts
    }
}

impl Counts {
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

    fn add(&mut self, number: u64) {
        let Ok(number) = u32::try_from(number) else { return };
        if self.all.is_empty() && self.few.len() < Self::FEW {
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
        other.few.into_iter().for_each(|number| self.add(number.into()));
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
                    halves[(round + number) % 2].add(number as u64 * 1000);
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
