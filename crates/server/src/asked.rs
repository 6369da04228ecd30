//! What is asked for, as it stands in the address and the headers of a request.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use salname_model::{Kind, Time};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::{IntoParams, ToSchema};

use crate::kept::question;
use crate::problem::Problem;

/// The parameters of an address. What a question does not know is refused: a misspelt filter would otherwise give
/// everything.
#[derive(Debug, Clone)]
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parse(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

/// How much of a list is wanted, and in which form.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListAsked {
    /// At most so many lines; 50 if not given, or all where the form is "ndjson".
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
    /// Where an earlier answer's `next` said that the list goes on.
    cursor: Option<String>,
    /// "json" (one object with the lines) or "ndjson" (one line after another); the `Accept` header does as well.
    #[param(inline)]
    format: Option<Form>,
}

/// Parameters of a list that has no others.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NothingElse {}

/// The parameters of an address that gives a list: those of the question, and the stretch of the list.
#[derive(Debug, Clone)]
pub struct AskedList<T> {
    pub asked: T,
    pub caller: Caller,
    /// No more than so many lines; none for all.
    pub limit: Option<usize>,
    pub cursor: Option<String>,
}

impl<T> AskedList<T> {
    /// The stretch of the list that is asked for.
    pub fn stretch(&self) -> Result<Stretch, Problem> {
        Stretch::of(self.limit, self.cursor.as_deref())
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for AskedList<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        const OF_LISTS: [&str; 3] = ["limit=", "cursor=", "format="];
        let mut caller = Caller::from_request_parts(parts, state).await?;
        let pairs = parts.uri.query().unwrap_or_default().split('&');
        let (of_list, of_question): (Vec<&str>, Vec<&str>) =
            pairs.partition(|pair| OF_LISTS.iter().any(|name| pair.starts_with(name)));
        let list: ListAsked = parse(&of_list.join("&"))?;
        caller.form = list.format.unwrap_or(caller.form);
        let limit = match (caller.form, list.limit) {
            (Form::Json, Some(limit)) if limit > MOST => {
                return Err(Problem::misasked(format!(
                    "limit: is {MOST} at most; `next` leads on from there"
                )));
            }
            (_, Some(0)) => return Err(Problem::misasked("limit: is 1 at least")),
            (Form::Json, None) => Some(USUAL),
            (_, limit) => limit,
        };
        let cursor = list.cursor.filter(|cursor| !cursor.is_empty());
        Ok(Self { asked: parse(&of_question.join("&"))?, caller, limit, cursor })
    }
}

/// Bytes of an address after the question mark: who asks for more asks for too much at once.
const LONGEST: usize = 8 << 10;

fn parse<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    if query.len() > LONGEST {
        return Err(Problem::misasked(format!(
            "the question is longer than {LONGEST} bytes: ask for less at once"
        )));
    }
    let pairs = serde_html_form::Deserializer::from_bytes(query.as_bytes());
    serde_path_to_error::deserialize(pairs).map_err(|error| {
        let (at, inner) = (error.path().to_string(), error.inner());
        Problem::misasked(if at == "." { inner.to_string() } else { format!("{at}: {inner}") })
    })
}

/// In which form a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// One object with the lines in it.
    Json,
    /// One line after another.
    Ndjson,
}

/// What the headers of a request say.
#[derive(Debug, Clone)]
pub struct Caller {
    pub form: Form,
    /// The `If-None-Match` header.
    pub known: Option<String>,
    /// Path and parameters, by which answers are kept.
    pub question: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let text = |headers: &HeaderMap, name| {
            headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        let accept = text(&parts.headers, header::ACCEPT).unwrap_or_default();
        let form = if accept.contains("application/x-ndjson") { Form::Ndjson } else { Form::Json };
        Ok(Self {
            form,
            known: text(&parts.headers, header::IF_NONE_MATCH),
            question: question(parts.uri.path(), parts.uri.query().unwrap_or_default()),
        })
    }
}

/// A date of a parameter.
pub fn date(parameter: &str, value: Option<&str>) -> Result<Option<Time>, Problem> {
    value
        .filter(|edtf| !edtf.is_empty())
        .map(|edtf| edtf.parse().map_err(|error| Problem::misasked(format!("{parameter}: {error}"))))
        .transpose()
}

/// The kinds of a parameter.
pub fn kinds(parameter: &str, values: &[String]) -> Result<Vec<Kind>, Problem> {
    values
        .iter()
        .map(|word| {
            word.parse().map_err(|_| {
                let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
                Problem::misasked(format!(
                    "{parameter}: \"{word}\" is no kind of statement: it is one of {}",
                    known.join(", ")
                ))
            })
        })
        .collect()
}

/// Lists are given in pieces of so many lines, if nothing else is asked for, and of so many at most.
pub const USUAL: usize = 50;
pub const MOST: usize = 1000;

/// A stretch of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// So many lines are passed over.
    pub from: usize,
    /// No more than so many are given; none for all.
    pub limit: Option<usize>,
}

impl Stretch {
    /// From where a cursor leads on; from the start without one.
    fn of(limit: Option<usize>, cursor: Option<&str>) -> Result<Self, Problem> {
        let from = match cursor {
            Some(cursor) => cursor.strip_prefix('c').and_then(|from| from.parse().ok()).ok_or_else(|| {
                Problem::misasked("cursor: is no cursor: give what `next` of an earlier answer said")
            })?,
            None => 0,
        };
        Ok(Self { from, limit })
    }

    /// The cursor of what follows after so many lines of `total` were given.
    pub fn next(self, given: usize, total: usize) -> Option<String> {
        let end = self.from.saturating_add(given);
        (end < total).then(|| format!("c{end}"))
    }

    /// The part of a list.
    pub fn of_list<T>(self, list: &[T]) -> &[T] {
        let rest = list.get(self.from..).unwrap_or_default();
        &rest[..self.limit.unwrap_or(usize::MAX).min(rest.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Filters {
        #[serde(default)]
        kind: Vec<String>,
        limit: Option<usize>,
    }

    #[test]
    fn parameters_may_be_repeated_and_must_be_known() {
        let filters: Filters = parse("kind=message&kind=meeting&limit=3").unwrap();
        assert_eq!((filters.kind.len(), filters.limit), (2, Some(3)));
        let wrong = parse::<Filters>("kinds=message").unwrap_err();
        assert!(wrong.detail().contains("kinds"), "{}", wrong.detail());
        let wrong = parse::<Filters>("limit=many").unwrap_err();
        assert!(wrong.detail().starts_with("limit: "), "{}", wrong.detail());
    }

    #[test]
    fn a_list_is_walked_through_without_a_gap() {
        let list: Vec<usize> = (0..7).collect();
        let (mut cursor, mut seen) = (None::<String>, Vec::new());
        loop {
            let stretch = Stretch::of(Some(3), cursor.as_deref()).unwrap();
            let part = stretch.of_list(&list);
            seen.extend_from_slice(part);
            cursor = stretch.next(part.len(), list.len());
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, list);
        assert!(Stretch::of(None, Some("c-1")).is_err());
        assert_eq!(Stretch::of(None, Some("c99")).unwrap().of_list(&list), &[] as &[usize]);
    }

    #[test]
    fn a_date_that_is_none_is_refused_with_the_parameter() {
        let wrong = date("from", Some("1920-13")).unwrap_err();
        assert!(wrong.detail().starts_with("from: "), "{}", wrong.detail());
        assert_eq!(date("from", Some("")).unwrap(), None);
    }
}
