use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use salname_answers::{StateLine, terms};
use serde::Deserialize;
use utoipa::IntoParams;

use super::lines;
use crate::answer::{Content, Part};
use crate::asked::{AskedList, ListAsked, date};
use crate::problem::Problem;
use crate::shared::Shared;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HoldersAsked {
    /// The office, or words of it.
    office: String,
    /// The world of this source alone.
    according_to: Option<String>,
}

/// Who held an office, one after another
#[utoipa::path(get, path = "/holders", tag = "state", params(HoldersAsked, ListAsked),
    responses((status = 200, description = "Fluents, as of `salname holders --json`", content((lines::List<lines::Fluent> = "application/json"), (lines::Fluent = "application/x-ndjson"))),
        (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn holders(
    State(shared): State<Arc<Shared>>,
    list: AskedList<HoldersAsked>,
) -> Result<Response, Problem> {
    let stretch = list.stretch()?;
    let AskedList { asked, caller, .. } = list;
    let source = asked.according_to.filter(|source| !source.is_empty());
    shared
        .answer_told(caller, source, move |_, _, world| {
            let answers = terms::holders(&world.told, &asked.office);
            Part::of(&answers, stretch, |answer| StateLine::of(&world.told, answer)).map(Content::Part)
        })
        .await
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TreatiesAsked {
    /// A party. May be given several times: agreements that bind all of them.
    #[serde(default)]
    between: Vec<String>,
    /// In force on this day, or on some day of this month or year (EDTF).
    on: Option<String>,
    /// The world of this source alone.
    according_to: Option<String>,
}

/// Agreements and whom they bound
#[utoipa::path(get, path = "/treaties", tag = "state", params(TreatiesAsked, ListAsked),
    responses((status = 200, description = "Fluents, as of `salname treaties --json`", content((lines::List<lines::Fluent> = "application/json"), (lines::Fluent = "application/x-ndjson"))),
        (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn treaties(
    State(shared): State<Arc<Shared>>,
    list: AskedList<TreatiesAsked>,
) -> Result<Response, Problem> {
    let stretch = list.stretch()?;
    let AskedList { asked, caller, .. } = list;
    let on = date("on", asked.on.as_deref())?;
    let source = asked.according_to.filter(|source| !source.is_empty());
    shared
        .answer_told(caller, source, move |_, _, world| {
            let answers = terms::treaties(&world.told, &asked.between, on.as_ref());
            Part::of(&answers, stretch, |answer| StateLine::of(&world.told, answer)).map(Content::Part)
        })
        .await
}
