use std::collections::HashMap;
use std::sync::Arc;

use salname_model::Day;
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet as _, Score, Searcher, SegmentReader, TERMINATED, Term};

use crate::days;
use crate::fields::Is;

/// The dates of an index, by segment: first and last day of each, and where its passages are listed. Each stands in an
/// index once, however often it is spoken of, so that all of them can be held.
#[derive(Debug, Default)]
pub(crate) struct KnownDates(HashMap<SegmentId, Vec<(Day, Day, TermInfo)>>);

impl KnownDates {
    /// Reads the dates of an index, of which `field` is the field of terms.
    pub fn read(searcher: &Searcher, field: Field) -> tantivy::Result<Self> {
        let mut known = HashMap::new();
        for segment in searcher.segment_readers() {
            let mut of_segment = Vec::new();
            Is::Date.each(&*segment.inverted_index(field)?, |date, info| {
                of_segment
                    .extend(days::read(date).map(|(earliest, latest)| (earliest, latest, info.clone())));
            })?;
            known.insert(segment.segment_id(), of_segment);
        }
        Ok(Self(known))
    }
}

/// Passages that may speak of a day from `from` to `to`.
#[derive(Debug, Clone)]
pub(crate) struct OfDays {
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub field: Field,
    pub known: Arc<KnownDates>,
}

impl Query for OfDays {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }

    fn query_terms<'a>(&'a self, _: &mut dyn FnMut(&'a Term, bool)) {}
}

impl Weight for OfDays {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = reader.inverted_index(self.field)?;
        let mut passages = BitSet::with_max_value(reader.max_doc());
        for (earliest, latest, info) in self.known.0.get(&reader.segment_id()).into_iter().flatten() {
            if days::overlap((*earliest, *latest), self.from, self.to) {
                let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                let mut passage = postings.doc();
                while passage != TERMINATED {
                    passages.insert(passage);
                    passage = postings.advance();
                }
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(passages), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("the passage may speak of one of the days", 1.0))
    }
}
