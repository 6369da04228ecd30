use std::sync::Arc;

use salname_model::SourceId;
use salname_record::StoredSource;
use tantivy::Searcher;

use crate::collect::Key;

/// The sources of the record as they stand in order: by name.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    pub ids: Vec<SourceId>,
    /// By rank.
    pub names: Vec<String>,
    /// By segment and the source's ordinal in it, its rank; `u32::MAX` for what the record holds no more.
    pub ranks: Arc<Vec<Vec<u32>>>,
}

impl Shelf {
    pub fn new(sources: Vec<StoredSource>, searcher: &Searcher) -> tantivy::Result<Self> {
        let mut ranks = Vec::new();
        for segment in searcher.segment_readers() {
            let Some(column) = segment.fast_fields().str("source")? else {
                ranks.push(Vec::new());
                continue;
            };
            let mut of_segment = vec![u32::MAX; column.num_terms()];
            for (rank, source) in (0..).zip(&sources) {
                let ordinal = column.dictionary().term_ord(source.id.0.as_bytes())?;
                if let Some(place) = ordinal.and_then(|at| of_segment.get_mut(usize::try_from(at).ok()?)) {
                    *place = rank;
                }
            }
            ranks.push(of_segment);
        }
        let (ids, names) = sources.into_iter().map(|source| (source.id, source.name)).unzip();
        Ok(Self { ids, names, ranks: Arc::new(ranks) })
    }

    /// Source and number of the passage of that key.
    pub fn passage(&self, key: Key) -> Option<(&SourceId, usize)> {
        let rank = usize::try_from(key.place >> 32).ok()?;
        Some((self.ids.get(rank)?, usize::try_from(key.place & 0xffff_ffff).ok()?))
    }
}
