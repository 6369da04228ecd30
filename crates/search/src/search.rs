use salname_model::{SourceId, Span};
use salname_record::{Record, StoredPassage};
use tantivy::TantivyDocument;
use tantivy::collector::{Count, TopDocs};
use tantivy::schema::Value as _;

use crate::analysis::{Analysis, Memory};
use crate::index::{IndexError, SearchIndex};
use crate::query::{Plan, Query, Wanted};

/// How to search.
#[derive(Debug, Clone, Default)]
pub struct SearchOptions {
    /// No more than so many passages.
    pub limit: Option<usize>,
    /// So many of the best are passed over.
    pub offset: usize,
    /// Only words as written: no other spelling, script or inflection.
    pub literal: bool,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The passages, the best first.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
    /// True if no passage has all the words: these have some of them.
    pub relaxed: bool,
}

/// A passage that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The passage.
    pub passage: StoredPassage,
    /// How well it fits: to be compared within one answer only.
    pub score: f32,
    /// The words that were asked for, in bytes of the passage's text.
    pub highlights: Vec<Span>,
}

impl SearchIndex {
    /// Asks the index.
    ///
    /// # Errors
    /// If the index or the record cannot be read, or the query names a source that there is none of.
    pub fn search(
        &self,
        record: &Record,
        analysis: &Analysis,
        query: &Query,
        options: &SearchOptions,
    ) -> Result<Found, IndexError> {
        let searcher = self.searcher()?;
        let (fields, literal) = (&self.fields, options.literal);
        let plan = Plan { analysis, fields, searcher: &searcher, record, literal };
        let limit = options.limit.unwrap_or(usize::MAX).min(searcher.num_docs() as usize).max(1);
        let run = |all: bool| {
            let (search, wanted) = plan.search(query, all)?;
            let best = TopDocs::with_limit(limit).and_offset(options.offset).order_by_score();
            let (best, total) =
                searcher.search(&search, &(best, Count)).map_err(|source| self.failed(source))?;
            Ok::<_, IndexError>((best, total, wanted))
        };
        let (mut best, mut total, mut wanted) = run(true)?;
        let relaxed = total == 0 && query.clauses.len() > 1 && !literal;
        if relaxed {
            (best, total, wanted) = run(false)?;
        }
        let mut hits = Vec::with_capacity(best.len());
        for (score, address) in best {
            let document: TantivyDocument = searcher.doc(address).map_err(|source| self.failed(source))?;
            let source = document.get_first(fields.source).and_then(|value| value.as_str());
            let number = document.get_first(fields.number).and_then(|value| value.as_u64());
            let (Some(source), Some(number)) = (source, number) else { continue };
            // A passage that is gone since the index was made is no answer.
            let number = usize::try_from(number).unwrap_or(usize::MAX);
            let Some(passage) = record.passage(&SourceId(source.to_owned()), number)? else { continue };
            let highlights = highlights(&passage, &wanted, analysis);
            hits.push(Hit { passage, score, highlights });
        }
        hits.sort_by(|a, b| {
            let place = |hit: &Hit| (hit.passage.place.file.clone(), hit.passage.number);
            b.score.total_cmp(&a.score).then_with(|| place(a).cmp(&place(b)))
        });
        Ok(Found { hits, total, relaxed: relaxed && total > 0 })
    }
}

fn highlights(passage: &StoredPassage, wanted: &Wanted, analysis: &Analysis) -> Vec<Span> {
    let words = analysis.words(&passage.text, passage.lang.as_deref(), &mut Memory::default());
    words.into_iter().filter(|word| wanted.is(&word.forms)).map(|word| word.span).collect()
}
