//! The HTTP API: one handler a question. `openapi` describes them.

mod about;
mod chronicle;
mod corrections;
mod disagreements;
mod documents;
mod entities;
mod find;
mod lines;
mod search;
mod sources;
mod state;
mod terms;
mod threads;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use utoipa::OpenApi as _;

use crate::problem::Problem;
use crate::shared::Shared;
use crate::uploads;

/// Bytes of a correction, at most.
const SMALL: usize = 1 << 20;

/// Every address of the API, below `/api/v1`.
pub fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/about", get(about::about))
        .route("/sources", get(sources::sources))
        .route("/sources/{hash}", get(sources::source))
        .route("/sources/{hash}/passages", get(sources::passages))
        .route("/sources/{hash}/passages/{number}/alignment", get(sources::alignment))
        .route("/sources/{hash}/original", get(sources::original))
        .route("/sources/{hash}/report", get(sources::report))
        .route("/search", get(search::search))
        .route("/find", get(find::find))
        .route("/chronicle", get(chronicle::chronicle))
        .route("/timeline", get(chronicle::timeline))
        .route("/state", get(state::state))
        .route("/changes", get(state::changes))
        .route("/holders", get(terms::holders))
        .route("/treaties", get(terms::treaties))
        .route("/threads", get(threads::threads))
        .route("/disagreements", get(disagreements::disagreements))
        .route("/entities", get(entities::entities))
        .route("/entities/{id}", get(entities::entity))
        .route("/places", get(entities::places))
        .route("/corrections", get(corrections::corrections).post(corrections::correct))
        .route("/corrections/{id}/undo", post(corrections::undo))
        .route("/jobs/{id}/events", get(documents::events))
        .layer(DefaultBodyLimit::max(SMALL))
        .route("/documents", post(documents::add).layer(DefaultBodyLimit::max(uploads::ALL)))
        .route("/openapi.json", get(openapi))
        .fallback(nothing)
        .method_not_allowed_fallback(method)
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Salname",
        description = "What historical documents say, each answer with the sentence that it stands on.",
    ),
    servers((url = "/api/v1")),
    paths(
        about::about,
        sources::sources,
        sources::source,
        sources::passages,
        sources::alignment,
        sources::original,
        sources::report,
        search::search,
        find::find,
        chronicle::chronicle,
        chronicle::timeline,
        state::state,
        state::changes,
        terms::holders,
        terms::treaties,
        threads::threads,
        disagreements::disagreements,
        entities::entities,
        entities::entity,
        entities::places,
        corrections::corrections,
        corrections::correct,
        corrections::undo,
        documents::add,
        documents::events,
    ),
    components(schemas(Problem))
)]
struct Description;

async fn openapi() -> Response {
    match Description::openapi().to_json() {
        Ok(json) => ([(axum::http::header::CONTENT_TYPE, "application/json")], json).into_response(),
        Err(_) => Problem::fault().into_response(),
    }
}

async fn nothing() -> Problem {
    Problem::nothing("the API has no such address: /api/v1/openapi.json lists those there are")
}

async fn method() -> Problem {
    Problem::method()
}
