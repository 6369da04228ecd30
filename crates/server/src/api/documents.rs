use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, State};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event as Sent, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde::Serialize;
use utoipa::ToSchema;

use crate::jobs::Event;
use crate::problem::Problem;
use crate::shared::Shared;

/// Files, as a form sends them.
#[derive(ToSchema)]
#[allow(dead_code)] // it only describes
struct Documents {
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<u8>,
}

/// The reading of documents that were sent.
#[derive(Serialize, ToSchema)]
struct Accepted {
    /// Its name: `/jobs/{job}/events` tells how far it is.
    job: String,
}

/// Adds documents: they are kept beside the record and read into it
#[utoipa::path(post, path = "/documents", tag = "documents",
    request_body(content = Documents, content_type = "multipart/form-data"),
    params(("X-Salname" = String, Header, description = "1: says that a page of ours or a program asks", example = "1")),
    responses((status = 202, body = Accepted), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"), (status = 415, body = Problem, content_type = "application/problem+json"), (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn add(
    State(shared): State<Arc<Shared>>,
    sent: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let sent =
        sent.map_err(|_| Problem::unsupported("send files as multipart/form-data, in fields named `file`"))?;
    let _turn = shared.uploads.turn().await?;
    let files = shared.uploads.receive(sent).await?;
    let job = shared.jobs.add(files)?;
    let body = serde_json::to_vec(&Accepted { job: job.to_string() }).map_err(|_| Problem::fault())?;
    Ok((StatusCode::ACCEPTED, [(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// How far the reading of documents is, as it happens
#[utoipa::path(get, path = "/jobs/{id}/events", tag = "documents", params(("id" = String, Path, description = "the job")),
    responses((status = 200, description = "server-sent events: `progress`, then `done` or `failed`", content_type = "text/event-stream"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn events(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Result<Response, Problem> {
    let told = id.parse().ok().and_then(|number| shared.jobs.follow(number));
    let told = told.ok_or_else(|| Problem::nothing("there is no such job, or it was done long ago"))?;
    // First how it stands, then every change; what follows on each other faster than it can be sent is told once.
    let events = stream::unfold((told, true, false), |(mut told, first, ended)| async move {
        if ended || (!first && told.changed().await.is_err()) {
            return None;
        }
        let event = told.borrow_and_update().clone();
        let ended = !matches!(event, Event::Progress(_));
        Some((Ok::<_, Infallible>(sent(&event)), (told, false, ended)))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

fn sent(event: &Event) -> Sent {
    let (name, data) = match event {
        Event::Progress(progress) => ("progress", serde_json::to_string(progress)),
        Event::Done(done) => ("done", serde_json::to_string(done)),
        Event::Failed(failed) => ("failed", serde_json::to_string(failed)),
    };
    Sent::default().event(name).data(data.unwrap_or_default())
}
