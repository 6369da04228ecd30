//! What held on a day, and what began and ended between two dates.

use salname_model::{Certainty, Relation, Time};
use salname_state::{Answer, Query};
use serde::Serialize;
use serde::ser::SerializeMap;

use crate::{AnswerError, Told, Witness};

/// What held on a day, or on some day of a month or a year: with any of the names in it, if there are any, and of one
/// relation, if one is given. In the order of the relations.
#[must_use]
pub fn on<'t>(told: &'t Told, date: &Time, about: &[String], relation: Option<Relation>) -> Vec<Answer<'t>> {
    told.world.ask(&narrowed(Query::on(date), told, about, relation))
}

fn narrowed(query: Query, told: &Told, about: &[String], relation: Option<Relation>) -> Query {
    query.of_relation(relation).about(about.iter().flat_map(|name| told.spellings(name)))
}

/// Something that began or ended.
#[derive(Debug, Clone)]
pub struct Change<'t> {
    /// When.
    pub date: Time,
    /// "begins" or "ends".
    pub what: &'static str,
    /// What.
    pub answer: Answer<'t>,
}

/// What began and what ended from one date to another, in the order of the days.
///
/// # Errors
/// If the first date lies after the second.
pub fn changes<'t>(
    told: &'t Told,
    from: &Time,
    to: &Time,
    about: &[String],
    relation: Option<Relation>,
) -> Result<Vec<Change<'t>>, AnswerError> {
    if from.earliest() > to.latest() {
        return Err(AnswerError::Misasked(format!("--from {from} lies after --to {to}")));
    }
    let inside = |date: &str| {
        let time = Time::parse(date.trim_start_matches("../").trim_end_matches("/..")).ok()?;
        (from.earliest() <= time.latest() && time.earliest() <= to.latest()).then_some(time)
    };
    let mut changes = Vec::new();
    for answer in told.world.ask(&narrowed(Query::between(from, to), told, about, relation)) {
        if let Some(date) = answer.since().and_then(inside) {
            changes.push(Change { date, what: "begins", answer: answer.clone() });
        }
        if let Some(date) = answer.until().as_deref().and_then(inside) {
            changes.push(Change { date, what: "ends", answer });
        }
    }
    changes.sort_by_key(|change| (change.date.earliest(), change.date.latest(), change.what == "begins"));
    Ok(changes)
}

/// A fluent and what speaks for and against it, as a line.
#[derive(Debug, Serialize)]
pub struct StateLine<'a> {
    relation: Relation,
    args: Fields<'a>,
    since: Option<&'a str>,
    until: Option<String>,
    certainty: Certainty,
    last_attested: Option<&'a str>,
    witnesses: Vec<Witness<'a>>,
    opponents: Vec<Witness<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ended_by: Vec<Witness<'a>>,
    /// How many there are for it and against it; there if the line was shortened.
    #[serde(skip_serializing_if = "Option::is_none")]
    witness_count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    opponent_count: Option<usize>,
}

/// Arguments in the order of the rules.
#[derive(Debug)]
struct Fields<'a>(Vec<(&'a str, &'a str)>);

impl Serialize for Fields<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, text) in &self.0 {
            map.serialize_entry(name, text)?;
        }
        map.end()
    }
}

impl<'a> StateLine<'a> {
    /// The line of a fluent.
    #[must_use]
    pub fn of(told: &'a Told, answer: &Answer<'a>) -> Self {
        Self::shortened(told, answer, None)
    }

    /// The line of a fluent with no more than so many sentences for it, and as many against it.
    #[must_use]
    pub fn shortened(told: &'a Told, answer: &Answer<'a>, most: Option<usize>) -> Self {
        let (mut witnesses, mut opponents) = (answer.witnesses(), answer.opponents());
        let [witness_count, opponent_count] =
            [&witnesses, &opponents].map(|numbers| most.map(|_| numbers.len()));
        witnesses.truncate(most.unwrap_or(usize::MAX));
        opponents.truncate(most.unwrap_or(usize::MAX));
        Self {
            relation: answer.relation(),
            args: Fields(answer.args(&told.world)),
            since: answer.since(),
            until: answer.until(),
            certainty: answer.certainty,
            last_attested: answer.last_attested(),
            witnesses: told.witnesses(&witnesses),
            opponents: told.witnesses(&opponents),
            ended_by: told.witnesses(answer.ended_by().as_slice()),
            witness_count,
            opponent_count,
        }
    }
}

/// A beginning or an end, as a line.
#[derive(Debug, Serialize)]
pub struct ChangeLine<'a> {
    change: &'static str,
    date: &'a str,
    #[serde(flatten)]
    fluent: StateLine<'a>,
}

impl<'a> ChangeLine<'a> {
    /// The line of a change.
    #[must_use]
    pub fn of(told: &'a Told, change: &'a Change<'a>) -> Self {
        Self { change: change.what, date: change.date.as_str(), fluent: StateLine::of(told, &change.answer) }
    }
}

/// What began and what ended on a day, or in the time that its date gives.
#[derive(Debug, Serialize)]
pub struct DayOfChanges<'a> {
    day: &'a str,
    began: Vec<StateLine<'a>>,
    ended: Vec<StateLine<'a>>,
}

impl<'a> DayOfChanges<'a> {
    /// The days of changes, which are in the order of their days; with no more than so many sentences for and against
    /// each.
    #[must_use]
    pub fn all(told: &'a Told, changes: &'a [Change<'a>], most: Option<usize>) -> Vec<Self> {
        let days = changes.chunk_by(|a, b| a.date == b.date);
        let of = |day: &'a [Change<'a>]| {
            let lines = |what: &str| {
                let changes = day.iter().filter(|change| change.what == what);
                changes.map(|change| StateLine::shortened(told, &change.answer, most)).collect()
            };
            Self { day: day[0].date.as_str(), began: lines("begins"), ended: lines("ends") }
        };
        days.map(of).collect()
    }
}
