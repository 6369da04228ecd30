use std::cmp::Reverse;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use salname_model::{SourceId, Span};
use salname_record::{Record, StoredPassage};
use tantivy::{Searcher, Term};

use crate::analysis::Analysis;
use crate::collect::{Fit, Gather, Key};
use crate::index::{IndexError, SearchIndex};
use crate::query::{Known, Plan, Query, Wanted};
use crate::request::{Hit, SearchError, SearchPage, SearchRequest};
use crate::shelf::Shelf;

impl SearchIndex {
    /// Asks the index for a page of passages.
    ///
    /// Pages that follow one another by their cursors neither repeat nor miss a passage. When the index has changed
    /// between two pages, the cursor is refused rather than a wrong page given.
    ///
    /// # Errors
    /// If the query is malformed or names a source that there is none of, the cursor is not of this question and this
    /// state of the record, or the index or the record cannot be read.
    pub fn search(
        &self,
        record: &Record,
        analysis: &Analysis,
        request: &SearchRequest,
    ) -> Result<SearchPage, SearchError> {
        let query = Query::parse(&request.query)?;
        let searcher = &self.searcher;
        let known = Known::new(analysis);
        let mut plan = self.plan(record, &known, request.literal);
        let shelf = &self.shelf;
        let question = fingerprint(searcher, shelf, request);
        let after = request.cursor.as_deref().map(|cursor| read_cursor(cursor, question)).transpose()?;
        let limit = request.limit.unwrap_or(usize::MAX).min(searcher.num_docs() as usize);
        let run = |plan: &Plan<'_>, without: usize| {
            let (search, wanted) = plan.search(&query, without)?;
            let facets = (request.facets > 0).then(|| Arc::clone(&self.columns));
            // One more than asked for tells whether there is a next page.
            let limit = limit.saturating_add(1);
            let gather = Gather { sort: request.sort, limit, after, facets, ranks: Arc::clone(&shelf.ranks) };
            let gathered = searcher.search(&search, &gather).map_err(|source| self.failed(source))?;
            Ok::<_, IndexError>((gathered, wanted))
        };
        let (mut gathered, mut wanted) = run(&plan, 0)?;
        let mut without = 0;
        // Where no passage has all the words, those that have most of them are given; and those of a name that no passage
        // has are words like others.
        while gathered.total == 0 && !request.literal {
            if without + 1 < wanted.clauses {
                without += 1;
            } else if wanted.translated {
                plan.translate = false;
                without = 0;
            } else {
                break;
            }
            (gathered, wanted) = run(&plan, without)?;
        }
        if request.facets > 0 {
            self.columns.note(gathered.total, searcher).map_err(|source| self.failed(source))?;
        }
        let suggestion = suggestion(&request.query, &wanted);
        let more = gathered.fits.len() > limit;
        gathered.fits.truncate(limit);
        let last = gathered.fits.last().map(|fit| fit.key);
        let mut hits = Vec::with_capacity(gathered.fits.len());
        for fit in &gathered.fits {
            let Some((source, number)) = shelf.passage(fit.key) else { continue };
            // A passage that is gone since the index was made is no answer.
            let Some(passage) = record.passage_to_show(source, number).map_err(IndexError::from)? else {
                continue;
            };
            let statements = match request.bare {
                true => Vec::new(),
                false => record.statements_in(source, number).map_err(IndexError::from)?,
            };
            let found = hit(record, source, passage, fit, &wanted, analysis)?;
            hits.push(Hit { statements, ..found });
        }
        Ok(SearchPage {
            hits,
            next: last.filter(|_| more).map(|key| write_cursor(key, question)),
            total: gathered.total,
            relaxed: without > 0 && gathered.total > 0,
            facets: gathered.counts.facets(shelf, &self.lexicon, request.facets),
            suggestion,
        })
    }

    /// The written words that a question is after, each with the number of passages that have it, the commonest first:
    /// what an answer costs.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn forms(
        &self,
        record: &Record,
        analysis: &Analysis,
        request: &SearchRequest,
    ) -> Result<Vec<(String, u64)>, SearchError> {
        let query = Query::parse(&request.query)?;
        let known = Known::new(analysis);
        let (_, wanted) = self.plan(record, &known, request.literal).search(&query, 0)?;
        let mut forms = Vec::new();
        for word in wanted.words() {
            let term = Term::from_field_text(self.fields.word, word);
            let passages = self.searcher.doc_freq(&term).map_err(|source| self.failed(source))?;
            forms.push((word.to_owned(), passages));
        }
        forms.retain(|(_, passages)| *passages > 0);
        forms.sort_unstable_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
        Ok(forms)
    }

    fn plan<'a>(&'a self, record: &'a Record, known: &'a Known<'a>, literal: bool) -> Plan<'a> {
        let Self { fields, searcher, lexicon, dates, .. } = self;
        Plan { known, fields, lexicon, searcher, record, dates, literal, near: true, translate: true }
    }
}

fn hit(
    record: &Record,
    source: &SourceId,
    passage: StoredPassage,
    fit: &Fit,
    wanted: &Wanted,
    analysis: &Analysis,
) -> Result<Hit, IndexError> {
    let highlights = analysis.marked(&passage.text, passage.lang.as_deref(), |small| wanted.is(small));
    Ok(Hit {
        snippet: snippet(&passage.text, &highlights),
        times: record.times_in(source, passage.number)?,
        statements: Vec::new(),
        source: source.clone(),
        score: fit.score,
        passage,
        highlights,
    })
}

/// The query with the nearest words of the record in place of those that it does not have; none if it has all.
fn suggestion(query: &str, wanted: &Wanted) -> Option<String> {
    let replace = |query: String, (word, near): &(String, String)| query.replacen(word.as_str(), near, 1);
    (!wanted.near.is_empty()).then(|| wanted.near.iter().fold(query.to_owned(), replace))
}

/// The stretch of text with most of the words that were asked for, cut at blanks.
fn snippet(text: &str, highlights: &[Span]) -> Span {
    /// Bytes in all, and before the first of the words.
    const LENGTH: usize = 400;
    const BEFORE: usize = 120;
    if text.len() <= LENGTH {
        return Span::new(0, text.len());
    }
    let within = |first: &Span| {
        highlights
            .iter()
            .filter(|span| span.start >= first.start && span.end <= first.start + LENGTH - BEFORE)
            .count()
    };
    // Of equals the first.
    let best = highlights.iter().rev().max_by_key(|first| within(first));
    let first = best.map_or(0, |span| span.start);
    let mut start = text.floor_char_boundary(first.saturating_sub(BEFORE));
    if start > 0 {
        start = text[start..first].find(' ').map_or(first, |blank| start + blank + 1);
    }
    let mut end = text.ceil_char_boundary((start + LENGTH).min(text.len()));
    if end < text.len() {
        end = text[start..end].rfind(' ').filter(|&blank| blank > 0).map_or(end, |blank| start + blank);
    }
    Span::new(start, end)
}

/// What a cursor belongs to: a state of the index and of the record's sources, and a question.
fn fingerprint(searcher: &Searcher, shelf: &Shelf, request: &SearchRequest) -> u64 {
    let mut hasher = DefaultHasher::new();
    for segment in searcher.segment_readers() {
        (segment.segment_id().uuid_string(), segment.num_docs()).hash(&mut hasher);
    }
    (&shelf.ids, &request.query, request.sort, request.literal).hash(&mut hasher);
    hasher.finish()
}

fn write_cursor(key: Key, question: u64) -> String {
    format!("{question:016x}{:016x}{:016x}", key.first, key.place)
}

fn read_cursor(cursor: &str, question: u64) -> Result<Key, SearchError> {
    let part = |at: usize| cursor.get(at..at + 16).and_then(|part| u64::from_str_radix(part, 16).ok());
    match (cursor.len(), part(0), part(16), part(32)) {
        (48, Some(of), Some(first), Some(place)) if of == question => Ok(Key { first, place }),
        _ => Err(SearchError::Cursor),
    }
}
