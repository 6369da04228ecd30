use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use salname_answers::CorrectionLine;
use salname_record::{Correction, Writer};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::lines;
use crate::answer::{Content, Part};
use crate::asked::{AskedList, ListAsked, NothingElse};
use crate::problem::Problem;
use crate::shared::Shared;

/// The log of corrections
#[utoipa::path(get, path = "/corrections", tag = "corrections", params(ListAsked),
    responses((status = 200, description = "Corrections, as of `salname corrections list --json`", content((lines::List<lines::CorrectionInLog> = "application/json"), (lines::CorrectionInLog = "application/x-ndjson"))),
        (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn corrections(
    State(shared): State<Arc<Shared>>,
    list: AskedList<NothingElse>,
) -> Result<Response, Problem> {
    let (stretch, caller) = (list.stretch()?, list.caller);
    shared
        .answer(caller, move |_, desk| {
            Part::of(&desk.record.corrections()?, stretch, CorrectionLine::of).map(Content::Part)
        })
        .await
}

/// A correction that is to be made: a line of `salname corrections export`, in which `id`, `after` and `at` may be left
/// out, and what it speaks of may be given by identifier or name alone.
#[derive(ToSchema)]
#[schema(example = json!({"who": "Leyla", "do": "reject", "statement": {"id": "0123456789abcdef"}, "note": "a heading"}))]
#[allow(dead_code)] // it only describes
struct NewCorrection {
    /// Who makes it.
    who: String,
    /// When, as RFC 3339; now, if not given.
    at: Option<String>,
    /// Why.
    note: Option<String>,
    /// What is to be done: reject, confirm, set, add, merge, split, rename, note, decide or undo.
    r#do: String,
    /// The statement that is rejected, confirmed, changed, added or noted.
    #[schema(value_type = Option<Object>)]
    statement: Option<Value>,
}

/// Makes a correction
#[utoipa::path(post, path = "/corrections", tag = "corrections", request_body = NewCorrection,
    params(("X-Salname" = String, Header, description = "1: says that a page of ours or a program asks", example = "1")),
    responses((status = 201, description = "The correction as it was kept"), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 413, body = Problem, content_type = "application/problem+json"), (status = 415, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"), (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn correct(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let mut value = json(&headers, body)?;
    let object = value.as_object_mut().ok_or_else(|| Problem::misasked("a correction is a JSON object"))?;
    object.entry("at").or_insert_with(|| now().into());
    let correction: Correction = serde_json::from_value(value)
        .map_err(|error| Problem::misasked(format!("this is no correction: {error}")))?;
    kept(&shared, move |writer| writer.correct(&correction)).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Undoing {
    /// Who undoes it.
    who: String,
    /// When, as RFC 3339; now, if not given.
    at: Option<String>,
}

/// Undoes a correction
#[utoipa::path(post, path = "/corrections/{id}/undo", tag = "corrections", request_body = Undoing,
    params(("id" = String, Path, description = "its identifier"),
        ("X-Salname" = String, Header, description = "1: says that a page of ours or a program asks", example = "1")),
    responses((status = 201, description = "The undoing as it was kept"), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"), (status = 413, body = Problem, content_type = "application/problem+json"), (status = 415, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"), (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn undo(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let Undoing { who, at } = serde_json::from_value(json(&headers, body)?)
        .map_err(|error| Problem::misasked(format!("say who undoes it: {{\"who\":\"…\"}} ({error})")))?;
    let at = at.unwrap_or_else(now);
    kept(&shared, move |writer| writer.undo(&id, &who, &at)).await
}

/// Keeps a correction; from then on, everybody is answered accordingly.
async fn kept(
    shared: &Arc<Shared>,
    make: impl FnOnce(&mut Writer) -> Result<Correction, salname_record::RecordError> + Send + 'static,
) -> Result<Response, Problem> {
    let made = shared.write(make).await?;
    let body = serde_json::to_vec(&made).map_err(|_| Problem::fault())?;
    Ok((StatusCode::CREATED, [(header::CONTENT_TYPE, "application/json")], body).into_response())
}

fn json(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Value, Problem> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large("a correction is no longer than a mebibyte"),
        _ => Problem::misasked("what was sent broke off"),
    })?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().map(str::trim) != Some("application/json") {
        return Err(Problem::unsupported("send JSON, and say so: `Content-Type: application/json`"));
    }
    serde_json::from_slice(&body).map_err(|error| Problem::misasked(format!("this is no JSON: {error}")))
}

fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Millisecond).unwrap_or(now).to_string()
}
