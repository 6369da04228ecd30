use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use salname_answers::{StatementLine, StatementQuestion};
use salname_state::StatementNumber;
use serde::Deserialize;
use utoipa::IntoParams;

use super::lines;
use crate::answer::{Content, Part};
use crate::asked::{AskedList, Form, ListAsked, Stretch, date, kinds};
use crate::desks::Desk;
use crate::problem::Problem;
use crate::shared::Shared;
use crate::worlds::World;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FindAsked {
    /// Of one of these kinds. May be given several times.
    #[serde(default)]
    pub(super) kind: Vec<String>,
    /// With each of these in it, in any spelling, script and inflection.
    #[serde(default)]
    pub(super) who: Vec<String>,
    /// About each of these places.
    #[serde(default)]
    pub(super) place: Vec<String>,
    /// On this date or later (EDTF).
    pub(super) from: Option<String>,
    /// On this date or earlier (EDTF).
    pub(super) to: Option<String>,
    /// In the source that is called so.
    pub(super) source: Option<String>,
    /// With this confidence or more, from 0 to 1.
    #[param(minimum = 0, maximum = 1)]
    pub(super) certainty: Option<f32>,
}

/// A question, and how sure its answers are to be.
pub struct Filter {
    pub question: StatementQuestion,
    certainty: f32,
}

impl FindAsked {
    pub fn filter(self) -> Result<Filter, Problem> {
        let certainty = self.certainty.unwrap_or(0.0);
        if !(0.0..=1.0).contains(&certainty) {
            return Err(Problem::misasked("certainty: is from 0 to 1"));
        }
        let named = |names: Vec<String>| names.into_iter().filter(|name| !name.is_empty()).collect();
        let question = StatementQuestion {
            kinds: kinds("kind", &self.kind)?,
            from: date("from", self.from.as_deref())?,
            to: date("to", self.to.as_deref())?,
            who: named(self.who),
            places: named(self.place),
            source: self.source.filter(|source| !source.is_empty()),
            limit: None,
        };
        Ok(Filter { question, certainty })
    }
}

/// The statements that a filter lets through, in order.
pub fn found(
    shared: &Shared,
    desk: &Desk,
    world: &World,
    filter: &Filter,
) -> Result<Vec<StatementNumber>, Problem> {
    let mut numbers = salname_answers::find_told(&world.told, &desk.record, &filter.question, &shared.names)?;
    numbers.retain(|number| world.told.statement(*number).confidence >= filter.certainty);
    Ok(numbers)
}

/// Statements: what sources say, who, when and where
#[utoipa::path(get, path = "/find", tag = "statements", params(FindAsked, ListAsked),
    responses((status = 200, description = "Statements, as of `salname find --json`", content((lines::List<lines::Statement> = "application/json"), (lines::Statement = "application/x-ndjson"))),
        (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn find(
    State(shared): State<Arc<Shared>>,
    list: AskedList<FindAsked>,
) -> Result<Response, Problem> {
    let stretch = list.stretch()?;
    let AskedList { asked, caller, .. } = list;
    let filter = asked.filter()?;
    let form = caller.form;
    shared
        .answer_told(caller, None, move |shared, desk, world| {
            statements(found(shared, desk, world, &filter)?, world, stretch, form)
        })
        .await
}

/// A list of statements in the form that is asked for.
pub fn statements(
    mut numbers: Vec<StatementNumber>,
    world: &Arc<World>,
    stretch: Stretch,
    form: Form,
) -> Result<Content, Problem> {
    match form {
        Form::Json => {
            let line = |number: &StatementNumber| StatementLine::of(world.told.statement(*number));
            Part::of(&numbers, stretch, line).map(Content::Part)
        }
        Form::Ndjson => {
            numbers = stretch.of_list(&numbers).to_vec();
            Ok(Content::long(Arc::clone(world), numbers, |world, number, out| {
                salname_answers::write_line(out, &StatementLine::of(world.told.statement(*number)))
            }))
        }
    }
}
