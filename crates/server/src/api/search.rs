use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use salname_answers::{PassageLine, SearchSummary};
use salname_search::{SearchRequest, Sort};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::answer::{Content, Lines, Part};
use crate::asked::{AskedList, Form, ListAsked};
use crate::problem::Problem;
use crate::shared::Shared;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchAsked {
    /// Words, "phrases", -not, OR, begin*, nearly~, and filters: kind: who: place: from: to: source: lang: class:
    /// doubtful:
    #[param(example = "nota who:Çiçerin")]
    q: String,
    /// What comes first.
    #[param(inline)]
    sort: Option<Order>,
    /// 1: only words as written, in no other spelling, script or inflection.
    #[param(inline)]
    literal: Option<Switch>,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Order {
    Relevance,
    Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
enum Switch {
    #[serde(rename = "0")]
    Off,
    #[serde(rename = "1")]
    On,
}

/// Values of each facet that are counted.
const FACETS: usize = 12;

/// Passages by their words
#[utoipa::path(get, path = "/search", tag = "search", params(SearchAsked, ListAsked),
    responses((status = 200, description = "Passages, one a line, as of `salname search --json`"),
        (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json"), (status = 409, body = Problem, content_type = "application/problem+json")))]
pub async fn search(
    State(shared): State<Arc<Shared>>,
    list: AskedList<SearchAsked>,
) -> Result<Response, Problem> {
    let AskedList { asked, caller, limit, cursor } = list;
    let form = caller.form;
    let request = SearchRequest {
        query: asked.q,
        sort: match asked.sort {
            Some(Order::Date) => Sort::Date,
            _ => Sort::Relevance,
        },
        literal: asked.literal == Some(Switch::On),
        limit,
        cursor,
        facets: if form == Form::Json { FACETS } else { 0 },
    };
    shared
        .answer(caller, move |shared, desk| {
            let page = shared.index(desk)?.search(&desk.record, &shared.analysis, &request)?;
            let lines = Lines::of(page.hits.iter().map(|hit| PassageLine::of(hit, page.relaxed)))?;
            Part::from(lines).summed_up(&SearchSummary::of(&page)).map(Content::Part)
        })
        .await
}
