use std::collections::BTreeMap;
use std::sync::Arc;

use salname_model::SourceId;
use salname_record::StoredSource;

use crate::collect::Key;

/// The sources of the record as they stand in order: by name.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    pub ids: Vec<SourceId>,
    /// By rank.
    pub names: Vec<String>,
    /// By the source's number in the index, its rank; `u32::MAX` for what the record holds no more.
    pub ranks: Arc<[u32]>,
}

impl Shelf {
    /// `numbers` are those of the sources in the index, by their hashes.
    pub fn new(sources: Vec<StoredSource>, numbers: &BTreeMap<String, u32>) -> Self {
        let length = numbers.values().max().map_or(0, |last| *last as usize + 1);
        let mut ranks = vec![u32::MAX; length];
        for (rank, source) in (0..).zip(&sources) {
            if let Some(number) = numbers.get(&source.id.0) {
                ranks[*number as usize] = rank;
            }
        }
        let (ids, names) = sources.into_iter().map(|source| (source.id, source.name)).unzip();
        Self { ids, names, ranks: ranks.into() }
    }

    /// Source and number of the passage of that key.
    pub fn passage(&self, key: Key) -> Option<(&SourceId, usize)> {
        let rank = usize::try_from(key.place >> 32).ok()?;
        Some((self.ids.get(rank)?, usize::try_from(key.place & 0xffff_ffff).ok()?))
    }
}
