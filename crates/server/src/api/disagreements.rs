use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use salname_answers::{DisagreementLine, DisagreementQuestion};
use serde::Deserialize;
use utoipa::IntoParams;

use super::lines;
use crate::answer::{Content, Part};
use crate::asked::{AskedList, ListAsked};
use crate::problem::Problem;
use crate::shared::Shared;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DisagreementsAsked {
    /// Only of these kinds: two-dates, two-calendars, two-holders, two-powers, two-values, two-ranks,
    /// act-out-of-term, treaty-before-conference, impossible-order, impossible-dates, denied. May be given several times.
    #[serde(default)]
    kind: Vec<String>,
    /// Only about what has this name in it.
    about: Option<String>,
    /// Only within this source.
    within: Option<String>,
    /// Only between this source and others: an archive against a list of reference facts.
    against: Option<String>,
}

/// Statements that cannot all be so, the weightiest first
#[utoipa::path(get, path = "/disagreements", tag = "disagreements", params(DisagreementsAsked, ListAsked),
    responses((status = 200, description = "Disagreements, as of `salname disagreements --json`", content((lines::List<lines::Disagreement> = "application/json"), (lines::Disagreement = "application/x-ndjson"))),
        (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn disagreements(
    State(shared): State<Arc<Shared>>,
    list: AskedList<DisagreementsAsked>,
) -> Result<Response, Problem> {
    let stretch = list.stretch()?;
    let AskedList { asked, caller, .. } = list;
    let about = asked.about.filter(|about| !about.is_empty());
    let mut question = DisagreementQuestion { kinds: asked.kind, about, against: None };
    question.check()?;
    let source = asked.within.filter(|source| !source.is_empty());
    shared
        .answer_told(caller, source, move |_, desk, world| {
            if let Some(against) = asked.against.filter(|against| !against.is_empty()) {
                let called = desk.record.sources_called(&against)?;
                question.against = called.into_iter().next().map(|source| source.name);
            }
            let found = salname_answers::disagreements(&world.told, &question);
            Part::of(&found, stretch, |next| DisagreementLine::of(&world.told, next)).map(Content::Part)
        })
        .await
}
