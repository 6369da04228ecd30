//! Messages between two, with their answers and the days they took.

use std::io::Write;

use clap::Args;
use salname_model::{Day, Filler, Kind, Modality, Role, Time};
use salname_record::StoredStatement;
use serde::Serialize;

use crate::Outcome;
use crate::answers::{self, StatementLine};
use crate::arguments::{AnswerArguments, PackArguments, RecordArgument};
use crate::state::shortened;
use crate::world::Told;

#[derive(Debug, Args)]
pub struct ThreadArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    /// The two who write to each other.
    #[arg(long, value_name = "NAME", num_args = 2, required = true)]
    pub between: Vec<String>,
    /// From this date…
    #[arg(long, value_name = "DATE")]
    pub from: Option<Time>,
    /// …to this date.
    #[arg(long, value_name = "DATE")]
    pub to: Option<Time>,
    #[command(flatten)]
    pub answer: AnswerArguments,
}

/// A message with the one that it answers, as far as the order of days tells.
#[derive(Serialize)]
struct ThreadLine<'a> {
    #[serde(flatten)]
    message: StatementLine<'a>,
    answers: Option<&'a str>,
    days: Option<i32>,
}

/// A message of a thread, and whether the first of the two sent it.
struct Message<'a> {
    statement: &'a StoredStatement,
    forth: bool,
}

pub fn run(command: &ThreadArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let told = Told::load(&command.record, None, packs)?;
    let messages = between(&told, command);
    if messages.is_empty() {
        if !command.answer.json {
            eprintln!("salname: no message between the two found");
        }
        return Ok(Outcome::Nothing);
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let limit = command.answer.limit().unwrap_or(usize::MAX);
    for (index, message) in messages.iter().enumerate().take(limit) {
        let answered = answered(&messages[..index], message);
        let days = answered.and_then(|other| days_between(other.statement, message.statement));
        let statement = message.statement;
        if command.answer.json {
            let answers = answered.map(|other| other.statement.id.as_str());
            answers::write_line(
                &mut out,
                &ThreadLine { message: StatementLine::of(statement), answers, days },
            )?;
            continue;
        }
        let date = statement.date.as_ref().map_or("undated", Time::as_str);
        let form = statement.roles.single(Role::Form).unwrap_or("message");
        let names = |role| names(statement.roles.get(role));
        let after = match days {
            Some(0) => ", the same day".to_owned(),
            Some(1) => ", after a day".to_owned(),
            Some(days) => format!(", after {days} days"),
            None => String::new(),
        };
        writeln!(out, "{date}  {} → {}  {form}{after}", names(Role::From), names(Role::To))?;
        let at = answers::at(&statement.place, statement.citation.as_deref());
        writeln!(out, "      “{}”  {at}", shortened(&statement.quote))?;
    }
    out.flush()?;
    if !command.answer.json && messages.len() > limit {
        eprintln!("{limit} of {} shown: --limit N shows more.", messages.len());
    }
    Ok(Outcome::Done)
}

fn between<'a>(told: &'a Told, command: &ThreadArguments) -> Vec<Message<'a>> {
    let [a, b] = [&command.between[0], &command.between[1]].map(|name| told.spellings(name));
    let has = |statement: &StoredStatement, role, spellings: &[String]| {
        statement.roles.get(role).iter().any(|filler| {
            let texts = [Some(&filler.text), filler.entity.as_ref()];
            texts
                .into_iter()
                .flatten()
                .any(|text| spellings.iter().any(|name| salname_state::names(text, name)))
        })
    };
    let inside = |statement: &StoredStatement| match &statement.date {
        Some(date) => {
            command.from.as_ref().is_none_or(|from| from.earliest() <= date.latest())
                && command.to.as_ref().is_none_or(|to| date.earliest() <= to.latest())
        }
        None => command.from.is_none() && command.to.is_none(),
    };
    // Statements come in the order of their dates.
    let messages = told.statements().iter().filter(|statement| {
        statement.kind == Kind::Message
            && matches!(statement.modality, Modality::Asserted | Modality::Reported)
            && inside(statement)
    });
    messages
        .filter_map(|statement| {
            let forth = has(statement, Role::From, &a) && has(statement, Role::To, &b);
            let back = has(statement, Role::From, &b) && has(statement, Role::To, &a);
            (forth != back).then_some(Message { statement, forth })
        })
        .collect()
}

/// The earliest message of the other that was not answered before: what the answer took is counted from it.
fn answered<'m, 'a>(before: &'m [Message<'a>], message: &Message) -> Option<&'m Message<'a>> {
    let since = before.iter().rposition(|other| other.forth == message.forth).map_or(0, |last| last + 1);
    before[since..].iter().find(|other| other.forth != message.forth && other.statement.date.is_some())
}

fn days_between(first: &StoredStatement, second: &StoredStatement) -> Option<i32> {
    let day = |statement: &StoredStatement| -> Option<Day> {
        statement.date.as_ref().filter(|date| date.is_day()).map(Time::earliest)
    };
    let (first, second) = (Time::day(day(first)?), Time::day(day(second)?));
    Some(salname_state::bounds_of(&first).gap(salname_state::bounds_of(&second)))
}

fn names(fillers: &[Filler]) -> String {
    fillers
        .iter()
        .map(|filler| filler.entity.as_deref().unwrap_or(&filler.text))
        .collect::<Vec<_>>()
        .join(", ")
}
