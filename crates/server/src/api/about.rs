use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use salname_model::Day;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Content;
use crate::asked::Caller;
use crate::problem::Problem;
use crate::shared::Shared;

/// What the record holds.
#[derive(Serialize, ToSchema)]
pub struct About {
    name: &'static str,
    version: &'static str,
    /// The record's directory.
    record: String,
    /// Grows with every change of the record.
    generation: u64,
    sources: u64,
    passages: u64,
    statements: u64,
    entities: u64,
    /// The first day that a statement speaks of.
    from: Option<String>,
    /// The last one.
    to: Option<String>,
    languages: Vec<String>,
}

/// What the record holds
#[utoipa::path(get, path = "/about", tag = "record", responses((status = 200, body = About), (status = 304)))]
pub async fn about(State(shared): State<Arc<Shared>>, caller: Caller) -> Result<Response, Problem> {
    shared
        .answer_told(caller, None, |shared, desk, world| {
            let counts = desk.record.counts()?;
            let dates = || world.told.statements().iter().filter_map(|statement| statement.date.as_ref());
            let bounded = |day: &Day| *day != Day::MIN && *day != Day::MAX;
            let first = dates().map(salname_model::Time::earliest).filter(bounded).min();
            let last = dates().map(salname_model::Time::latest).filter(bounded).max();
            Content::object(&About {
                name: "salname",
                version: env!("CARGO_PKG_VERSION"),
                record: shared.directory.display().to_string(),
                generation: world.version.generation,
                sources: counts.sources,
                passages: counts.passages,
                statements: counts.statements.iter().map(|(_, count)| count).sum(),
                entities: counts.entities,
                from: first.map(|day| day.to_string()),
                to: last.map(|day| day.to_string()),
                languages: counts.languages,
            })
        })
        .await
}
