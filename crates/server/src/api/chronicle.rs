use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use salname_answers::MarkLine;
use salname_model::{Day, Kind, Time};
use salname_state::{StatementNumber, bounds_of};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::find::{FindAsked, found, statements};
use super::lines;
use crate::answer::Content;
use crate::asked::{Asked, AskedList, Caller, ListAsked};
use crate::problem::Problem;
use crate::shared::Shared;
use crate::worlds::World;

/// Statements with a date, in the order of their days
#[utoipa::path(get, path = "/chronicle", tag = "statements", params(FindAsked, ListAsked),
    responses((status = 200, description = "Statements, as of `salname find --json`", content((lines::List<lines::Statement> = "application/json"), (lines::Statement = "application/x-ndjson"))),
        (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn chronicle(
    State(shared): State<Arc<Shared>>,
    list: AskedList<FindAsked>,
) -> Result<Response, Problem> {
    let stretch = list.stretch()?;
    let AskedList { asked, caller, .. } = list;
    let filter = asked.filter()?;
    let form = caller.form;
    shared
        .answer_told(caller, None, move |shared, desk, world| {
            statements(dated(found(shared, desk, world, &filter)?, world), world, stretch, form)
        })
        .await
}

fn dated(mut numbers: Vec<StatementNumber>, world: &World) -> Vec<StatementNumber> {
    numbers.retain(|number| world.told.statement(*number).date.is_some());
    numbers
}

/// Statements up to which they are given one by one, too.
const ITEMS: usize = 2500;
/// Bins, if nothing else is asked for, and at most.
const USUAL_BINS: usize = 200;
const MOST_BINS: usize = 2000;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TimelineAsked {
    /// Of one of these kinds. May be given several times.
    #[serde(default)]
    kind: Vec<String>,
    /// With each of these in it.
    #[serde(default)]
    who: Vec<String>,
    /// About each of these places.
    #[serde(default)]
    place: Vec<String>,
    /// From this date on (EDTF).
    from: Option<String>,
    /// To this date (EDTF).
    to: Option<String>,
    /// In the source that is called so.
    source: Option<String>,
    /// With this confidence or more, from 0 to 1.
    #[param(minimum = 0, maximum = 1)]
    certainty: Option<f32>,
    /// Into so many stretches of equal length (1 to 2000).
    #[param(minimum = 1, maximum = 2000)]
    bins: Option<usize>,
}

/// How thick statements lie in time.
#[derive(Serialize, ToSchema)]
struct Timeline<'a> {
    bins: Vec<Bin>,
    /// Statements with a date.
    total: usize,
    /// The statements as marks, where there are not too many.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<lines::Mark>>)]
    items: Option<Vec<MarkLine<'a>>>,
}

/// A stretch of time, and the statements whose first possible day lies in it.
#[derive(Serialize, ToSchema)]
struct Bin {
    from: String,
    to: String,
    total: usize,
    #[schema(value_type = BTreeMap<String, usize>)]
    kinds: BTreeMap<Kind, usize>,
}

/// How thick statements lie in time
#[utoipa::path(get, path = "/timeline", tag = "statements", params(TimelineAsked),
    responses((status = 200, body = Timeline), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn timeline(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Asked(asked): Asked<TimelineAsked>,
) -> Result<Response, Problem> {
    let bins = asked.bins.unwrap_or(USUAL_BINS);
    if bins == 0 || bins > MOST_BINS {
        return Err(Problem::misasked(format!("bins: is from 1 to {MOST_BINS}")));
    }
    let TimelineAsked { kind, who, place, from, to, source, certainty, .. } = asked;
    let filter = FindAsked { kind, who, place, from, to, source, certainty }.filter()?;
    shared
        .answer_told(caller, None, move |shared, desk, world| {
            let numbers = dated(found(shared, desk, world, &filter)?, world);
            let first = filter.question.from.as_ref().map(Time::earliest);
            let last = filter.question.to.as_ref().map(Time::latest);
            let few = numbers.len() <= ITEMS;
            let line = |number: &StatementNumber| MarkLine::of(world.told.statement(*number));
            Content::object(&Timeline {
                bins: density(&numbers, world, first, last, bins),
                total: numbers.len(),
                items: few.then(|| numbers.iter().map(line).collect()),
            })
        })
        .await
}

fn density(
    numbers: &[StatementNumber],
    world: &World,
    first: Option<Day>,
    last: Option<Day>,
    count: usize,
) -> Vec<Bin> {
    let bounded = |day: &Day| *day != Day::MIN && *day != Day::MAX;
    let number = |day: Day| bounds_of(&Time::day(day)).earliest;
    let days: Vec<(i32, Kind)> = numbers
        .iter()
        .map(|number| world.told.statement(*number))
        .filter_map(|statement| {
            let date = statement.date.as_ref()?;
            let day = [date.earliest(), date.latest()].into_iter().find(bounded)?;
            Some((day, statement.kind))
        })
        .map(|(day, kind)| (number(day), kind))
        .collect();
    let known = |day: Option<Day>| day.filter(bounded).map(number);
    let first = known(first).or_else(|| days.iter().map(|(day, _)| *day).min());
    let last = known(last).or_else(|| days.iter().map(|(day, _)| *day).max());
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let length = i64::from(last.max(first)) - i64::from(first) + 1;
    let count = (count as i64).min(length);
    let start = |bin: i64| first + i32::try_from(bin * length / count).unwrap_or(i32::MAX);
    let mut bins: Vec<Bin> = (0..count)
        .map(|bin| Bin {
            from: written(start(bin)),
            to: written(start(bin + 1) - 1),
            total: 0,
            kinds: BTreeMap::new(),
        })
        .collect();
    for (day, kind) in days {
        // What began before the stretch and reaches into it is counted where the stretch begins.
        let since = i64::from(day.clamp(first, last)) - i64::from(first);
        // The last bin that starts at that day or before.
        let bin = usize::try_from(((since + 1) * count - 1) / length).unwrap_or(0);
        if let Some(bin) = bins.get_mut(bin) {
            bin.total += 1;
            *bin.kinds.entry(kind).or_default() += 1;
        }
    }
    bins
}

/// A day, counted from 1970-01-01, as EDTF; ".." for one that lies beyond any calendar.
fn written(day: i32) -> String {
    let since = jiff::Span::new().try_days(day);
    let date = since.and_then(|since| jiff::civil::date(1970, 1, 1).checked_add(since));
    date.map_or_else(|_| "..".to_owned(), |date| date.to_string())
}
