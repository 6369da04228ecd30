use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use salname_answers::{ChangeLine, DayOfChanges, StateLine, state as told_state};
use salname_model::Relation;
use serde::Deserialize;
use utoipa::IntoParams;

use super::lines;
use crate::answer::{Content, Part};
use crate::asked::{AskedList, Form, ListAsked, date};
use crate::problem::Problem;
use crate::shared::Shared;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StateAsked {
    /// The day, month or year (EDTF).
    #[param(example = "1920-05-15")]
    on: String,
    /// Only what has one of these names in it.
    #[serde(default)]
    about: Vec<String>,
    /// Only this relation.
    relation: Option<String>,
    /// The world of this source alone.
    according_to: Option<String>,
    /// No more than so many sentences for each, and as many against it; all, if not given. How many there are is told.
    witnesses: Option<usize>,
}

fn relation(word: Option<&str>) -> Result<Option<Relation>, Problem> {
    word.filter(|word| !word.is_empty())
        .map(|word| {
            word.parse().map_err(|_| {
                let known: Vec<&str> = Relation::ALL.iter().map(|relation| relation.as_str()).collect();
                Problem::misasked(format!("relation: \"{word}\" is none: it is one of {}", known.join(", ")))
            })
        })
        .transpose()
}

/// What held on a day
#[utoipa::path(get, path = "/state", tag = "state", params(StateAsked, ListAsked),
    responses((status = 200, description = "Fluents, as of `salname state --on DATE --json`", content((lines::List<lines::Fluent> = "application/json"), (lines::Fluent = "application/x-ndjson"))),
        (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn state(
    State(shared): State<Arc<Shared>>,
    list: AskedList<StateAsked>,
) -> Result<Response, Problem> {
    let stretch = list.stretch()?;
    let AskedList { asked, caller, .. } = list;
    let on = date("on", Some(&asked.on))?.ok_or_else(|| Problem::misasked("on: say which day"))?;
    let relation = relation(asked.relation.as_deref())?;
    let source = asked.according_to.filter(|source| !source.is_empty());
    shared
        .answer_told(caller, source, move |_, _, world| {
            let answers = told_state::on(&world.told, &on, &asked.about, relation);
            let line = |answer| StateLine::shortened(&world.told, answer, asked.witnesses);
            Part::of(&answers, stretch, line).map(Content::Part)
        })
        .await
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChangesAsked {
    /// From this date on (EDTF).
    #[param(example = "1920-04-01")]
    from: String,
    /// To this date (EDTF).
    #[param(example = "1920-05-15")]
    to: String,
    /// Only what has one of these names in it.
    #[serde(default)]
    about: Vec<String>,
    /// Only this relation.
    relation: Option<String>,
    /// The world of this source alone.
    according_to: Option<String>,
    /// No more than so many sentences for each, and as many against it; all, if not given. How many there are is told.
    witnesses: Option<usize>,
}

/// What began and what ended between two dates
#[utoipa::path(get, path = "/changes", tag = "state", params(ChangesAsked, ListAsked),
    responses((status = 200, description = "Days with what `began` and `ended`; line by line: beginnings and ends, as of `salname state --from D --to D --json`", content((lines::List<lines::ChangesOfDay> = "application/json"), (lines::Change = "application/x-ndjson"))),
        (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn changes(
    State(shared): State<Arc<Shared>>,
    list: AskedList<ChangesAsked>,
) -> Result<Response, Problem> {
    let stretch = list.stretch()?;
    let AskedList { asked, caller, .. } = list;
    let form = caller.form;
    let from = date("from", Some(&asked.from))?.ok_or_else(|| Problem::misasked("from: say which day"))?;
    let to = date("to", Some(&asked.to))?.ok_or_else(|| Problem::misasked("to: say which day"))?;
    if from.earliest() > to.latest() {
        return Err(Problem::misasked(format!("from: {from} lies after {to}")));
    }
    let relation = relation(asked.relation.as_deref())?;
    let source = asked.according_to.filter(|source| !source.is_empty());
    shared
        .answer_told(caller, source, move |_, _, world| {
            let changes = told_state::changes(&world.told, &from, &to, &asked.about, relation)?;
            match form {
                Form::Ndjson => Part::of(&changes, stretch, |change| ChangeLine::of(&world.told, change)),
                Form::Json => {
                    let days = DayOfChanges::all(&world.told, &changes, asked.witnesses);
                    Part::of(&days, stretch, |day| day)
                }
            }
            .map(Content::Part)
        })
        .await
}
