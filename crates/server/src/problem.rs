use std::borrow::Cow;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use salname_answers::AnswerError;
use salname_record::RecordError;
use salname_search::{IndexError, SearchError};
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request was not answered, as RFC 9457 lays it down: what is wrong and what to do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Which kind of problem: one of few, for programs.
    #[serde(rename = "type")]
    kind: Cow<'static, str>,
    /// The kind in words.
    title: &'static str,
    /// The status code of the answer.
    status: u16,
    /// What is wrong this time, and what to do.
    detail: String,
    /// The path that was asked for.
    #[serde(skip_serializing_if = "String::is_empty")]
    instance: String,
    /// Seconds after which to try again, sent as `Retry-After`.
    #[serde(skip)]
    retry: Option<u64>,
}

impl Problem {
    fn new(status: StatusCode, name: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: Cow::Owned(format!("/api/v1/problems#{name}")),
            title,
            status: status.as_u16(),
            detail: detail.into(),
            instance: String::new(),
            retry: None,
        }
    }

    /// The request makes no sense.
    pub fn misasked(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "misasked", "The question cannot be understood", detail)
    }

    /// There is nothing of that name.
    pub fn nothing(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "nothing-there", "There is no such thing", detail)
    }

    /// The address knows other methods only.
    pub fn method() -> Self {
        let detail = "this address is not for that method: /api/v1/openapi.json tells which are";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method", "The method is not allowed here", detail)
    }

    /// Whoever asks may not.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "This is not allowed", detail)
    }

    /// The token is missing or wrong.
    pub fn token() -> Self {
        let detail = "give the token that `salname serve` was started with: open /?token=TOKEN once, or send \
                      `Authorization: Bearer TOKEN`";
        Self::new(StatusCode::UNAUTHORIZED, "token", "The token is missing or wrong", detail)
    }

    /// More is sent than is taken.
    pub fn too_large(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "This is more than is taken at once", detail)
    }

    /// What is sent is of a kind that is not taken.
    pub fn unsupported(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media-type",
            "This kind of content is not taken",
            detail,
        )
    }

    /// What is to be done cannot be done with what the record holds.
    pub fn refused(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", "The record refuses this", detail)
    }

    /// What is asked for does not go together with what the record holds.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", "The record says otherwise", detail)
    }

    /// Too many requests from one place.
    pub fn too_many() -> Self {
        let detail = "too many requests came from this address within a second: wait a moment";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many", "Too many requests", detail).after(1)
    }

    /// The server has its hands full.
    pub fn busy(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "The server has its hands full", detail).after(2)
    }

    /// The answer took too long and was given up.
    pub fn slow() -> Self {
        let detail =
            "finding the answer took too long and was given up: ask for less, by name, kind, date or source";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "slow", "The question is too costly", detail).after(5)
    }

    /// The record is not there, or not whole.
    pub fn record(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "record", "The record cannot be read", detail).after(5)
    }

    /// A fault of the program.
    pub fn fault() -> Self {
        let detail =
            "the program failed on this request: please report it, with the address that was asked for";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "fault", "A fault of the program", detail)
    }

    /// What the HTTP library turned away before anybody looked at it.
    pub fn turned_away(status: StatusCode) -> Self {
        match status {
            StatusCode::METHOD_NOT_ALLOWED => Self::method(),
            StatusCode::PAYLOAD_TOO_LARGE => Self::too_large("what was sent is larger than is taken here"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Self::unsupported("/api/v1/openapi.json tells what is taken here")
            }
            StatusCode::NOT_FOUND => Self::nothing("/api/v1/openapi.json lists the addresses there are"),
            status if status.is_client_error() => Self::misasked("the address or what was sent is malformed"),
            _ => Self::fault(),
        }
    }

    fn after(self, seconds: u64) -> Self {
        Self { retry: Some(seconds), ..self }
    }

    /// The same, told about a path.
    pub fn at(self, path: &str) -> Self {
        Self { instance: path.to_owned(), ..self }
    }

    /// What is wrong this time.
    #[cfg(test)]
    pub fn detail(&self) -> &str {
        &self.detail
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (status, [(header::CONTENT_TYPE, kind)], body).into_response();
        if let Some(seconds) = self.retry {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        // So that the path can be told by whoever knows it.
        response.extensions_mut().insert(self);
        response
    }
}

impl From<RecordError> for Problem {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::NoSuchSource { .. } => Self::nothing(error.to_string()),
            RecordError::Refused(_) => Self::refused(error.to_string()),
            RecordError::Busy(_) => Self::busy(error.to_string()),
            _ => Self::record(error.to_string()),
        }
    }
}

impl From<IndexError> for Problem {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::Record(error) => error.into(),
            IndexError::NoSuchLanguage { .. } => Self::nothing(error.to_string()),
            other => Self::record(other.to_string()),
        }
    }
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Query(error) => Self::misasked(format!("q: {error}")),
            SearchError::Index(error) => error.into(),
            SearchError::Cursor => Self::conflict(error.to_string()),
        }
    }
}

impl From<AnswerError> for Problem {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Record(error) => error.into(),
            AnswerError::Index(error) => error.into(),
            AnswerError::Query(_) | AnswerError::Misasked(_) => Self::misasked(error.to_string()),
        }
    }
}
