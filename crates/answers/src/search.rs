use salname_model::{Place, Span, Time};
use salname_record::StoredStatement;
use salname_search::{FacetValue, Hit, SearchPage};
use serde::Serialize;

use crate::StatementLine;

/// A passage, as `search` gives it. Places in it are bytes of its text.
#[derive(Debug, Serialize)]
pub struct PassageLine<'a> {
    source: &'a Place,
    /// Hash of the source, and the passage's number in it, from 0.
    hash: &'a str,
    number: usize,
    text: &'a str,
    score: f64,
    /// The words that were asked for.
    highlights: &'a [Span],
    /// The part to show where there is little room.
    snippet: Span,
    /// As in the file, where that is not the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<&'a str>,
    lang: Option<&'a str>,
    times: Vec<TimeInPassage<'a>>,
    statements: Vec<StatementInPassage<'a>>,
    /// There if no passage has all the words: this one has some of them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    partial: bool,
}

#[derive(Debug, Serialize)]
struct TimeInPassage<'a> {
    text: Span,
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
}

#[derive(Debug, Serialize)]
struct StatementInPassage<'a> {
    text: Span,
    #[serde(flatten)]
    line: StatementLine<'a>,
}

impl<'a> PassageLine<'a> {
    /// The line of a passage that was found. `partial`: no passage has all the words, and this one has some of them.
    #[must_use]
    pub fn of(hit: &'a Hit, partial: bool) -> Self {
        Self::with(hit, partial, hit.statements.iter().map(|(text, statement)| (*text, statement)))
    }

    /// The same with the statements that stand on it, where the hit was found without them.
    pub fn with(
        hit: &'a Hit,
        partial: bool,
        statements: impl Iterator<Item = (Span, &'a StoredStatement)>,
    ) -> Self {
        let times = hit.times.iter().map(|time| TimeInPassage {
            text: time.span,
            value: time.value.as_ref().map(Time::as_str),
            note: &time.note,
        });
        let statements = statements
            .map(|(text, statement)| StatementInPassage { text, line: StatementLine::of(statement) });
        Self {
            source: &hit.passage.place,
            hash: &hit.source.0,
            number: hit.passage.number,
            text: &hit.passage.text,
            score: (f64::from(hit.score) * 1000.0).round() / 1000.0,
            highlights: &hit.highlights,
            snippet: hit.snippet,
            original: hit.passage.original.as_deref(),
            lang: hit.passage.lang.as_deref(),
            times: times.collect(),
            statements: statements.collect(),
            partial,
        }
    }
}

/// What the passages on all pages of an answer have in common, and how to go on.
#[derive(Debug, Serialize)]
pub struct SearchSummary<'a> {
    total: usize,
    next: Option<&'a str>,
    suggestion: Option<&'a str>,
    facets: FacetLists<'a>,
}

#[derive(Debug, Serialize)]
struct FacetLists<'a> {
    source: Vec<FacetEntry<'a>>,
    decade: Vec<FacetEntry<'a>>,
    kind: Vec<FacetEntry<'a>>,
    entity: Vec<FacetEntry<'a>>,
}

#[derive(Debug, Serialize)]
struct FacetEntry<'a> {
    value: &'a str,
    count: u64,
}

impl<'a> SearchSummary<'a> {
    /// The summary of an answer.
    #[must_use]
    pub fn of(page: &'a SearchPage) -> Self {
        let list = |values: &'a [FacetValue]| {
            values.iter().map(|value| FacetEntry { value: &value.value, count: value.count }).collect()
        };
        Self {
            total: page.total,
            next: page.next.as_deref(),
            suggestion: page.suggestion.as_deref(),
            facets: FacetLists {
                source: list(&page.facets.source),
                decade: list(&page.facets.decade),
                kind: list(&page.facets.kind),
                entity: list(&page.facets.entity),
            },
        }
    }
}
