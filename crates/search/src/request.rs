use salname_model::{SourceId, Span};
use salname_record::{StoredPassage, StoredStatement, StoredTime};

use crate::index::IndexError;
use crate::query::QueryError;

/// A question to the index.
///
/// ```
/// use salname_search::{SearchRequest, Sort};
///
/// let request = SearchRequest { limit: Some(20), facets: 10, ..SearchRequest::new("nota who:Çiçerin") };
/// assert_eq!(request.sort, Sort::Relevance);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// As a person types it: see [`Query`](crate::Query).
    pub query: String,
    /// What comes first.
    pub sort: Sort,
    /// Only words as written: no other spelling, script or inflection.
    pub literal: bool,
    /// No more than so many passages on a page; all, if none.
    pub limit: Option<usize>,
    /// Where the page before this one ended: its [`next`](SearchPage::next).
    pub cursor: Option<String>,
    /// So many values of each facet; none are counted, if zero.
    pub facets: usize,
    /// Passages without the statements that stand on them: for who has these already.
    pub bare: bool,
}

impl SearchRequest {
    /// All that fits a query, the best first, without facets.
    #[must_use]
    pub fn new(query: impl Into<String>) -> Self {
        Self { query: query.into(), ..Self::default() }
    }
}

/// What comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// What fits best.
    #[default]
    Relevance,
    /// What speaks of the earliest day; passages without a date come last.
    Date,
}

/// A part of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchPage {
    /// The passages, in the order that was asked for.
    pub hits: Vec<Hit>,
    /// The cursor of the next page; none if this is the last.
    pub next: Option<String>,
    /// How many passages there are on all pages.
    pub total: usize,
    /// True if no passage has all the words: these have some of them.
    pub relaxed: bool,
    /// What the passages of all pages have in common.
    pub facets: Facets,
    /// The query with the nearest words of the record in place of those that it does not have.
    pub suggestion: Option<String>,
}

/// A passage that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The source in which it stands.
    pub source: SourceId,
    /// The passage; restored text, and the original where that differs. Its alignment is left out.
    pub passage: StoredPassage,
    /// How well it fits: to be compared within one answer only.
    pub score: f32,
    /// The words that were asked for, in bytes of the passage's text.
    pub highlights: Vec<Span>,
    /// The part of the text with most of the words that were asked for, cut at blanks: bytes of the passage's text.
    pub snippet: Span,
    /// The calendar expressions in it.
    pub times: Vec<StoredTime>,
    /// The statements in it, each with the bytes of the passage's text that say it.
    pub statements: Vec<(Span, StoredStatement)>,
}

/// How many passages of an answer share a value, the commonest value first, then in the order of the values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By the source's name.
    pub source: Vec<FacetValue>,
    /// By the decades that they speak of, as EDTF: `192X`.
    pub decade: Vec<FacetValue>,
    /// By the kinds of the statements in them.
    pub kind: Vec<FacetValue>,
    /// By the entities that they name.
    pub entity: Vec<FacetValue>,
}

/// A value that passages share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// The value, as a filter of the query language takes it.
    pub value: String,
    /// Number of passages.
    pub count: u64,
}

/// Why a search has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The query is malformed.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The index or the record cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The cursor is of another question, or the record has changed since.
    #[error(
        "this page cannot be continued, for the record or the question is not the same any more: begin with the first"
    )]
    Cursor,
}
