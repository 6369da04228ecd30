//! What began and what ended between two dates: `state --from D --to D`.

use std::io::Write;

use salname_model::{Relation, Time};
use salname_state::{Answer, Query};
use serde::Serialize;

use crate::Outcome;
use crate::answers;
use crate::state::{StateArguments, StateLine, phrase, sentence};
use crate::world::Told;

/// Something that began or ended.
struct Change<'w> {
    date: Time,
    what: &'static str,
    answer: Answer<'w>,
}

#[derive(Serialize)]
struct ChangeLine<'a> {
    change: &'static str,
    date: &'a str,
    #[serde(flatten)]
    fluent: StateLine<'a>,
}

pub fn print(
    command: &StateArguments,
    told: &Told,
    from: &Time,
    to: &Time,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    anyhow::ensure!(from.earliest() <= to.latest(), "--from {from} lies after --to {to}");
    let changes = between(command, told, from, to);
    if changes.is_empty() {
        if !command.answer.json {
            eprintln!("salname: no source tells of anything that began or ended from {from} to {to}");
        }
        return Ok(Outcome::Nothing);
    }
    let limit = command.answer.limit().unwrap_or(usize::MAX);
    for change in changes.iter().take(limit) {
        if command.answer.json {
            let fluent = StateLine::of(told, &change.answer);
            answers::write_line(
                out,
                &ChangeLine { change: change.what, date: change.date.as_str(), fluent },
            )?;
        } else {
            let answer = &change.answer;
            let words = phrase(answer.relation(), &answer.args(&told.world));
            writeln!(out, "{}  {}: {}  ({})", change.date, change.what, words, name(answer.relation()))?;
            let witness = match change.what {
                "ends" => answer.ended_by(),
                _ => answer.witnesses().first().copied(),
            };
            if let Some(number) = witness {
                sentence(out, told, number, "", 0)?;
            }
        }
    }
    if !command.answer.json && changes.len() > limit {
        out.flush()?;
        eprintln!(
            "{limit} of {} shown: --about NAME or --relation R asks for less, --limit N for more.",
            changes.len()
        );
    }
    Ok(Outcome::Done)
}

fn between<'w>(command: &StateArguments, told: &'w Told, from: &Time, to: &Time) -> Vec<Change<'w>> {
    let query = Query::between(from, to).of_relation(command.relation);
    let query = query.about(command.about.iter().flat_map(|name| told.spellings(name)));
    let inside = |date: &str| {
        let time = Time::parse(date.trim_start_matches("../").trim_end_matches("/..")).ok()?;
        (from.earliest() <= time.latest() && time.earliest() <= to.latest()).then_some(time)
    };
    let mut changes = Vec::new();
    for answer in told.world.ask(&query) {
        if let Some(date) = answer.since().and_then(inside) {
            changes.push(Change { date, what: "begins", answer: answer.clone() });
        }
        if let Some(date) = answer.until().as_deref().and_then(inside) {
            changes.push(Change { date, what: "ends", answer });
        }
    }
    changes.sort_by_key(|change| (change.date.earliest(), change.date.latest(), change.what == "begins"));
    changes
}

fn name(relation: Relation) -> &'static str {
    relation.as_str()
}
