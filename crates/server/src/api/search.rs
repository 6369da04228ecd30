use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use salname_answers::{PassageLine, SearchSummary};
use salname_search::{Freshness, Hit, SearchPage, SearchRequest, Sort};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::lines;
use crate::answer::{Content, Lines, Part};
use crate::asked::{AskedList, Form, ListAsked};
use crate::desks::Desk;
use crate::problem::Problem;
use crate::shared::Shared;
use crate::worlds::World;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchAsked {
    /// Words, "phrases", -not, OR, (brackets), begin*, nearly~, and filters: kind: who: place: entity: from: to:
    /// source: lang: class: doubtful:
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
    responses((status = 200, description = "Passages, as of `salname search --json`", content((lines::Hits = "application/json"), (lines::Hit = "application/x-ndjson"))),
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
        bare: true,
    };
    shared
        .answer_told(caller, None, move |shared, desk, world| match form {
            Form::Json => {
                let (page, lines, passing) = searched(shared, desk, world, &request)?;
                let part = Part::from(lines).passing(passing);
                part.summed_up(&SearchSummary::of(&page)).map(Content::Part)
            }
            Form::Ndjson => long(shared, desk, Arc::clone(world), request),
        })
        .await
}

/// A page of passages, its lines, and whether it may soon be another.
fn searched(
    shared: &Shared,
    desk: &Desk,
    world: &World,
    request: &SearchRequest,
) -> Result<(SearchPage, Lines, bool), Problem> {
    let index = shared.index(desk)?;
    let page = index.search(&desk.record, &shared.analysis, request)?;
    let line = |hit| line(hit, page.relaxed, desk, world);
    let lines: Vec<PassageLine> = page.hits.iter().map(line).collect::<Result<_, _>>()?;
    let lines = Lines::of(lines)?;
    Ok((page, lines, index.freshness() == Freshness::Behind))
}

fn line<'a>(hit: &'a Hit, partial: bool, desk: &Desk, world: &'a World) -> Result<PassageLine<'a>, Problem> {
    let standing = world.standing_on(&desk.record, &hit.source, hit.passage.number)?.iter();
    let statements = standing.map(|(span, number)| (*span, world.told.statement(*number)));
    Ok(PassageLine::with(hit, partial, statements))
}

/// All passages, or as many as were asked for, a page at a time. The first is looked for at once: a question that makes
/// no sense is refused.
fn long(
    shared: &Shared,
    desk: &Desk,
    world: Arc<World>,
    mut request: SearchRequest,
) -> Result<Content, Problem> {
    const PAGE: usize = 100;
    let mut left = request.limit.unwrap_or(usize::MAX);
    let mut next = move |shared: &Shared, desk: &Desk| {
        if left == 0 {
            return Ok(None);
        }
        request.limit = Some(PAGE.min(left));
        let (page, lines, _) = searched(shared, desk, &world, &request)?;
        left = if page.next.is_some() { left - page.hits.len() } else { 0 };
        request.cursor = page.next;
        Ok(Some(lines.into_bytes()).filter(|bytes| !bytes.is_empty()))
    };
    let mut first = Some(next(shared, desk)?);
    Ok(Content::Long(Box::new(move |shared| match first.take() {
        Some(first) => Ok(first),
        None => {
            let desk = shared.desk()?;
            let lines = next(shared, &desk);
            shared.give_back(desk);
            lines
        }
    })))
}
