use std::borrow::Borrow;
use std::collections::BTreeMap;

use salname_model::{Cited, Day, Filler, Kind, Modality, Place, Role, Time};
use salname_record::{NameKeys as _, Origin, Record, RecordError, StatementFilter, StoredStatement, Verdict};
use salname_search::Names;
use salname_state::StatementNumber;
use serde::Serialize;

use crate::{AnswerError, Told};

/// Which statements are asked for. The default is all of them.
#[derive(Debug, Clone, Default)]
pub struct StatementQuestion {
    /// Of one of these kinds; of any, if empty.
    pub kinds: Vec<Kind>,
    /// With each of these in it, in any spelling.
    pub who: Vec<String>,
    /// About each of these places, in any spelling.
    pub places: Vec<String>,
    /// On this date or later.
    pub from: Option<Time>,
    /// On this date or earlier.
    pub to: Option<Time>,
    /// In the source that a person calls so.
    pub source: Option<String>,
    /// No more than so many.
    pub limit: Option<usize>,
}

/// The statements that were found.
#[derive(Debug, Clone, Default)]
pub struct FoundStatements {
    /// In the order of their dates, undated ones last.
    pub statements: Vec<StoredStatement>,
    /// True if the limit cut the list short.
    pub more: bool,
}

/// Finds statements. `names` is called only if the question has names in it: getting to know all spellings takes time.
///
/// # Errors
/// If the record cannot be read, the question names a source that there is none of, or `names` fails.
pub fn find<N: Borrow<Names>, E: From<AnswerError>>(
    record: &Record,
    question: &StatementQuestion,
    names: impl FnOnce() -> Result<N, E>,
) -> Result<FoundStatements, E> {
    // One more than is given, to know that there are more.
    let limit = question.limit.map(|limit| limit.saturating_add(1));
    let mut statements = asked(question, limit, names, |filter| record.statements(filter))?;
    let more = question.limit.is_some_and(|limit| statements.len() > limit);
    statements.truncate(question.limit.unwrap_or(usize::MAX));
    Ok(FoundStatements { statements, more })
}

/// Asks the record with a filter made of the question; where nobody is called as the question says, perhaps the name was
/// typed with an ending.
fn asked<T, N: Borrow<Names>, E: From<AnswerError>>(
    question: &StatementQuestion,
    limit: Option<usize>,
    names: impl FnOnce() -> Result<N, E>,
    ask: impl Fn(&StatementFilter) -> Result<Vec<T>, RecordError>,
) -> Result<Vec<T>, E> {
    let mut filter = StatementFilter {
        kinds: question.kinds.clone(),
        from: question.from.as_ref().map(Time::earliest),
        to: question.to.as_ref().map(Time::latest),
        source: question.source.clone(),
        limit,
        ..StatementFilter::default()
    };
    let ask = |filter: &StatementFilter| ask(filter).map_err(AnswerError::from);
    if question.who.is_empty() && question.places.is_empty() {
        return Ok(ask(&filter)?);
    }
    let names = names()?;
    let names = names.borrow();
    filter.who = question.who.iter().map(|name| names.keys(name)).collect();
    filter.places = question.places.iter().map(|name| names.keys(name)).collect();
    let found = ask(&filter)?;
    if !found.is_empty() {
        return Ok(found);
    }
    filter.who = question.who.iter().map(|name| names.keys_of_stems(name)).collect();
    filter.places = question.places.iter().map(|name| names.keys_of_stems(name)).collect();
    Ok(ask(&filter)?)
}

/// Finds statements among those that were told, in the same order; gives all their numbers, whatever the limit. For who
/// asks often: the record is read only where the question has names in it.
///
/// # Errors
/// If the record cannot be read, or the question names a source that there is none of.
pub fn find_told(
    told: &Told,
    record: &Record,
    question: &StatementQuestion,
    names: &Names,
) -> Result<Vec<StatementNumber>, AnswerError> {
    let sources = match &question.source {
        Some(source) => {
            Some(record.sources_called(source)?.into_iter().map(|source| source.name).collect::<Vec<_>>())
        }
        None => None,
    };
    let (from, to) = (question.from.as_ref().map(Time::earliest), question.to.as_ref().map(Time::latest));
    let fits = |statement: &StoredStatement| {
        let date = statement.date.as_ref();
        (question.kinds.is_empty() || question.kinds.contains(&statement.kind))
            && from.is_none_or(|from| date.is_some_and(|date| date.latest() >= from))
            && to.is_none_or(|to| date.is_some_and(|date| date.earliest() <= to))
            && sources.as_ref().is_none_or(|sources| sources.contains(&statement.place.file))
    };
    if question.who.is_empty() && question.places.is_empty() {
        let all = told.statements().iter().zip(0..);
        return Ok(all.filter(|(statement, _)| fits(statement)).map(|(_, number)| number).collect());
    }
    let found = asked(question, None, || Ok::<_, AnswerError>(names), |filter| record.statement_ids(filter))?;
    // What is told may be older than the record by a moment: what it does not know yet is left out.
    Ok(found.iter().filter_map(|id| told.number(id)).collect())
}

/// What happened when, in the order of the days: as [`find`], without statements that have no date, or none with a
/// beginning and an end.
///
/// # Errors
/// As [`find`].
pub fn chronicle<N: Borrow<Names>, E: From<AnswerError>>(
    record: &Record,
    question: &StatementQuestion,
    names: impl FnOnce() -> Result<N, E>,
) -> Result<FoundStatements, E> {
    let everything = StatementQuestion { limit: None, ..question.clone() };
    let mut found = find(record, &everything, names)?;
    found.statements.retain(|statement| {
        let date = statement.date.as_ref();
        date.is_some_and(|date| date.earliest() != Day::MIN && date.latest() != Day::MAX)
    });
    found.more = question.limit.is_some_and(|limit| found.statements.len() > limit);
    found.statements.truncate(question.limit.unwrap_or(usize::MAX));
    Ok(found)
}

/// A statement, as `find` gives it.
#[derive(Debug, Serialize)]
pub struct StatementLine<'a> {
    id: &'a str,
    kind: Kind,
    /// Empty where the text gives none.
    date: &'a str,
    /// Null where there is no date, or it is open towards the past.
    earliest: Option<String>,
    /// Null where there is no date, or it is open towards the future.
    latest: Option<String>,
    roles: BTreeMap<Role, &'a [Filler]>,
    modality: Modality,
    confidence: f64,
    quote: &'a str,
    original: &'a str,
    citation: Option<&'a str>,
    /// What the citation refers to: number, author, year, archive unit, places, and the entry of the bibliography.
    #[serde(skip_serializing_if = "<[Cited]>::is_empty")]
    cited: &'a [Cited],
    source: &'a Place,
    /// There if a person changed what it says.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    corrected: bool,
    /// What a person changed, as it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    as_read: Option<AsReadLine<'a>>,
    /// "confirmed" or "rejected", where a person said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<&'static str>,
    /// Who made it, if not the reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<OriginLine<'a>>,
}

/// A statement as a mark in time, where there are too many for all that they say.
#[derive(Debug, Serialize)]
pub struct MarkLine<'a> {
    id: &'a str,
    kind: Kind,
    date: &'a str,
    earliest: Option<String>,
    latest: Option<String>,
    /// Where the quotation is long, only its beginning.
    quote: &'a str,
    source: &'a Place,
}

impl<'a> MarkLine<'a> {
    /// The mark of a statement.
    #[must_use]
    pub fn of(statement: &'a StoredStatement) -> Self {
        /// Bytes of a quotation.
        const BEGINNING: usize = 200;
        let date = statement.date.as_ref();
        Self {
            id: &statement.id,
            kind: statement.kind,
            date: date.map_or("", Time::as_str),
            earliest: date.and_then(|date| bounded(date.earliest())),
            latest: date.and_then(|date| bounded(date.latest())),
            quote: &statement.quote[..statement.quote.floor_char_boundary(BEGINNING)],
            source: &statement.place,
        }
    }
}

/// None for a day that stands for an open beginning or end.
fn bounded(day: Day) -> Option<String> {
    (day != Day::MIN && day != Day::MAX).then(|| day.to_string())
}

/// A statement as it was read.
#[derive(Debug, Serialize)]
struct AsReadLine<'a> {
    kind: Kind,
    date: &'a str,
    roles: BTreeMap<Role, &'a [Filler]>,
    modality: Modality,
}

/// A person, or another program or list, by name.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum OriginLine<'a> {
    Person(&'a str),
    Import(&'a str),
}

impl<'a> StatementLine<'a> {
    /// The line of a statement.
    #[must_use]
    pub fn of(statement: &'a StoredStatement) -> Self {
        let date = statement.date.as_ref();
        Self {
            id: &statement.id,
            kind: statement.kind,
            date: date.map_or("", Time::as_str),
            earliest: date.and_then(|date| bounded(date.earliest())),
            latest: date.and_then(|date| bounded(date.latest())),
            roles: statement.roles.iter().collect(),
            modality: statement.modality,
            // To three places: a probability is never known better, and 0.93 stays 0.93.
            confidence: (f64::from(statement.confidence) * 1000.0).round() / 1000.0,
            quote: &statement.quote,
            original: &statement.original,
            citation: statement.citation.as_deref(),
            cited: &statement.cited,
            source: &statement.place,
            corrected: statement.is_corrected(),
            as_read: statement.as_read.as_deref().filter(|_| statement.is_corrected()).map(|read| {
                AsReadLine {
                    kind: read.kind,
                    date: read.date.as_ref().map_or("", Time::as_str),
                    roles: read.roles.iter().collect(),
                    modality: read.modality,
                }
            }),
            verdict: statement.verdict.map(Verdict::as_str),
            origin: statement.origin.as_ref().map(|origin| match origin {
                Origin::Person(name) => OriginLine::Person(name),
                Origin::Import(name) => OriginLine::Import(name),
            }),
        }
    }
}
