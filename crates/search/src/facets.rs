//! Facets: by source, decade, kind and entity, counted over columns of ordinals, and looked up by their text only for
//! the values that are shown.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Searcher, SegmentOrdinal, SegmentReader};

use crate::request::FacetValue;

/// The facets whose values are texts: the names of their fields.
pub(crate) const TEXTS: [&str; 3] = ["source", "kind", "entity"];
const DECADE: &str = "decade";

/// Counts the facets of the passages of one segment.
pub(crate) struct Counter {
    texts: [Option<Column<u64>>; 3],
    decades: Column<u64>,
    counts: Counts,
}

/// How many passages of a segment have each value.
#[derive(Default)]
pub(crate) struct Counts {
    /// By the ordinals of the values.
    texts: [FxHashMap<u32, u32>; 3],
    decades: BTreeMap<u64, u64>,
}

impl Counter {
    pub fn new(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let counts = Counts::default();
        let mut texts = [const { None }; 3];
        for (at, name) in TEXTS.into_iter().enumerate() {
            if let Some(column) = columns.str(name)? {
                texts[at] = Some(column.ords().clone());
            }
        }
        Ok(Self { texts, decades: columns.u64(DECADE)?, counts })
    }

    pub fn count(&mut self, doc: DocId) {
        for (column, counts) in self.texts.iter().zip(&mut self.counts.texts) {
            for ordinal in column.iter().flat_map(|column| column.values_for_doc(doc)) {
                *counts.entry(ordinal as u32).or_default() += 1;
            }
        }
        for decade in self.decades.values_for_doc(doc) {
            *self.counts.decades.entry(decade).or_default() += 1;
        }
    }

    pub fn finish(self) -> Counts {
        self.counts
    }
}

/// The commonest decades.
pub(crate) fn decades(segments: &[(SegmentOrdinal, Counts)], most: usize) -> Vec<FacetValue> {
    let mut all: BTreeMap<u64, u64> = BTreeMap::new();
    for (decade, count) in segments.iter().flat_map(|(_, counts)| &counts.decades) {
        *all.entry(*decade).or_default() += count;
    }
    commonest(all.into_iter().map(|(decade, count)| (count, format!("{decade}X"))).collect(), most)
}

/// The sources that have most of the passages. `ranks` is by segment and ordinal, `names` by rank.
pub(crate) fn sources(
    segments: &[(SegmentOrdinal, Counts)],
    ranks: &[Vec<u32>],
    names: &[String],
    most: usize,
) -> Vec<FacetValue> {
    let mut all: BTreeMap<&str, u64> = BTreeMap::new();
    for (segment, counts) in segments {
        for (ordinal, count) in &counts.texts[0] {
            let rank = ranks.get(*segment as usize).and_then(|ranks| ranks.get(*ordinal as usize));
            if let Some(name) = rank.and_then(|rank| names.get(*rank as usize)) {
                *all.entry(name).or_default() += u64::from(*count);
            }
        }
    }
    commonest(all.into_iter().map(|(name, count)| (count, name.to_owned())).collect(), most)
}

/// The commonest values of the facet of that place in [`TEXTS`].
///
/// Of each segment only the commonest values are looked up. A value that is among these in no segment cannot have more
/// passages than the sum of the counts at which the lists were cut; while that leaves a doubt, longer lists are taken
/// (Fagin's threshold algorithm).
pub(crate) fn texts(
    searcher: &Searcher,
    segments: &[(SegmentOrdinal, Counts)],
    facet: usize,
    most: usize,
) -> tantivy::Result<Vec<FacetValue>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (segment, counts) in segments {
        let counts = &counts.texts[facet];
        let column = searcher.segment_reader(*segment).fast_fields().str(TEXTS[facet])?;
        let Some(column) = column else { continue };
        let mut ordinals: Vec<(Reverse<u32>, u32)> =
            counts.iter().map(|(ordinal, count)| (Reverse(*count), *ordinal)).collect();
        ordinals.sort_unstable();
        parts.push((column, counts, ordinals));
    }
    let mut taken = most + 1;
    loop {
        let mut values = BTreeSet::new();
        let mut missed = 0;
        for (column, _, ordinals) in &parts {
            for &(_, ordinal) in ordinals.iter().take(taken) {
                let mut value = String::new();
                column.ord_to_str(u64::from(ordinal), &mut value)?;
                values.insert(value);
            }
            missed += ordinals.get(taken).map_or(0, |(count, _)| u64::from(count.0));
        }
        let mut found = Vec::with_capacity(values.len());
        for value in values {
            let mut count = 0;
            for (column, counts, _) in &parts {
                if let Some(ordinal) = column.dictionary().term_ord(value.as_bytes())? {
                    count += counts.get(&(ordinal as u32)).map_or(0, |&count| u64::from(count));
                }
            }
            found.push((count, value));
        }
        let found = commonest(found, most);
        // With one segment the list is already in the right order, ties included: ordinals sort as texts do.
        let certain =
            parts.len() < 2 || found.len() == most && found.last().is_some_and(|last| last.count > missed);
        if certain || missed == 0 {
            return Ok(found);
        }
        taken = taken.saturating_mul(4);
    }
}

/// The values of one segment: their column, how many passages have each ordinal, and the ordinals, the commonest first.
type Part<'a> = (StrColumn, &'a FxHashMap<u32, u32>, Vec<(Reverse<u32>, u32)>);

fn commonest(mut values: Vec<(u64, String)>, most: usize) -> Vec<FacetValue> {
    values.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    values.truncate(most);
    values.into_iter().map(|(count, value)| FacetValue { value, count }).collect()
}
