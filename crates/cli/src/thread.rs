//! Messages between two, with their answers and the days they took.

use std::io::Write;

use clap::Args;
use salname_answers::{ThreadLine, ThreadQuestion, at, write_line};
use salname_model::{Certainty, Filler, Modality, Role, Time};

use crate::Outcome;
use crate::arguments::{AnswerArguments, PackArguments, RecordArgument, told};
use crate::state::shortened;

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

pub fn run(command: &ThreadArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let told = told(&command.record, None, packs)?;
    // The two that clap makes sure of.
    let [a, b] = [0, 1].map(|place| command.between.get(place).map_or("", String::as_str));
    let question = ThreadQuestion { between: [a, b], from: command.from.as_ref(), to: command.to.as_ref() };
    let messages = salname_answers::thread(&told, &question);
    if messages.is_empty() {
        if !command.answer.json {
            eprintln!("salname: no message between the two found");
        }
        return Ok(Outcome::Nothing);
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let limit = command.answer.limit().unwrap_or(usize::MAX);
    for message in messages.iter().take(limit) {
        if command.answer.json {
            write_line(&mut out, &ThreadLine::of(message))?;
            continue;
        }
        let statement = message.statement;
        let date = statement.date.as_ref().map_or("undated", Time::as_str);
        let form = statement.roles.single(Role::Form).unwrap_or("message");
        let names = |role| names(statement.roles.get(role));
        let after = match message.days {
            Some(0) => ", the same day".to_owned(),
            Some(1) => ", after a day".to_owned(),
            Some(days) => format!(", after {days} days"),
            None => String::new(),
        };
        // What the text leaves open is one of the two that were asked for.
        let [sender, receiver] = if message.forth { [a, b] } else { [b, a] };
        let perhaps = if message.certainty == Certainty::Certain { "" } else { "; possible" };
        let planned = if statement.modality == Modality::Planned { "; told as planned" } else { "" };
        let from = names(Role::From).unwrap_or_else(|| format!("({sender}?)"));
        let to = names(Role::To).unwrap_or_else(|| format!("({receiver}?)"));
        writeln!(out, "{date}  {from} → {to}  {form}{after}{perhaps}{planned}")?;
        let at = at(&statement.place, statement.citation.as_deref());
        writeln!(out, "      “{}”  {at}", shortened(&statement.quote))?;
    }
    out.flush()?;
    if !command.answer.json && messages.len() > limit {
        eprintln!("{limit} of {} shown: --limit N shows more.", messages.len());
    }
    Ok(Outcome::Done)
}

/// None if nobody is told.
fn names(fillers: &[Filler]) -> Option<String> {
    let names: Vec<&str> =
        fillers.iter().map(|filler| filler.entity.as_deref().unwrap_or(&filler.text)).collect();
    (!names.is_empty()).then(|| names.join(", "))
}
