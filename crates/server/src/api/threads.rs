use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use salname_answers::{MessageGraph, ThreadLine, ThreadQuestion, WholeThreadLine};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::lines;
use crate::answer::{Content, Part};
use crate::asked::{AskedList, Form, ListAsked, date};
use crate::problem::Problem;
use crate::shared::Shared;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ThreadsAsked {
    /// The two who write to each other: given twice; without them, all threads and the graph of who wrote to whom.
    #[serde(default)]
    between: Vec<String>,
    /// From this date on (EDTF).
    from: Option<String>,
    /// To this date (EDTF).
    to: Option<String>,
}

/// Messages between two, or all threads, with answers and the days they took
#[utoipa::path(get, path = "/threads", tag = "statements", params(ThreadsAsked, ListAsked),
    responses((status = 200, description = "Messages, as of `salname thread --json`, or whole threads", content((lines::Threads = "application/json"), (lines::ThreadOrMessage = "application/x-ndjson"))), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn threads(
    State(shared): State<Arc<Shared>>,
    list: AskedList<ThreadsAsked>,
) -> Result<Response, Problem> {
    let stretch = list.stretch()?;
    let AskedList { asked, caller, .. } = list;
    let (from, to) = (date("from", asked.from.as_deref())?, date("to", asked.to.as_deref())?);
    let form = caller.form;
    let between = match asked.between.as_slice() {
        [] => None,
        [a, b] => Some([a.clone(), b.clone()]),
        _ => return Err(Problem::misasked("between: name two, or nobody: ?between=A&between=B")),
    };
    shared
        .answer_told(caller, None, move |_, _, world| {
            if let Some([a, b]) = &between {
                let question = ThreadQuestion { between: [a, b], from: from.as_ref(), to: to.as_ref() };
                let messages = salname_answers::thread(&world.told, &question);
                return Part::of(&messages, stretch, ThreadLine::of).map(Content::Part);
            }
            let (threads, graph) = salname_answers::threads(&world.told, from.as_ref(), to.as_ref());
            let part = Part::of(&threads, stretch, WholeThreadLine::of)?;
            match form {
                Form::Json => part.summed_up(&Graph { graph: &graph }).map(Content::Part),
                Form::Ndjson => Ok(Content::Part(part)),
            }
        })
        .await
}

/// Who wrote to whom.
#[derive(Serialize)]
struct Graph<'a> {
    graph: &'a MessageGraph<'a>,
}
