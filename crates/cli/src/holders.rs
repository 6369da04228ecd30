//! Who held an office, and which agreements bound whom: the terms of one relation, in the order of time.

use std::io::Write;

use clap::Args;
use salname_model::{Relation, Time};
use salname_state::{Answer, Query};

use crate::Outcome;
use crate::answers;
use crate::arguments::{AnswerArguments, PackArguments, RecordArgument};
use crate::state::{StateLine, phrase, sentence, term};
use crate::world::Told;

#[derive(Debug, Args)]
pub struct HoldersArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    /// The office, or words of it.
    pub office: String,
    /// The world of this source alone.
    #[arg(long, value_name = "FILE")]
    pub according_to: Option<String>,
    #[command(flatten)]
    pub answer: AnswerArguments,
}

#[derive(Debug, Args)]
pub struct TreatiesArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    /// One party, or two: agreements that bind both.
    #[arg(long, value_name = "NAME", num_args = 1..=2)]
    pub between: Vec<String>,
    /// In force on this day, or on some day of this month or year.
    #[arg(long, value_name = "DATE")]
    pub on: Option<Time>,
    /// The world of this source alone.
    #[arg(long, value_name = "FILE")]
    pub according_to: Option<String>,
    #[command(flatten)]
    pub answer: AnswerArguments,
}

/// `holders OFFICE`
pub fn holders(command: &HoldersArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let told = Told::load(&command.record, command.according_to.as_deref(), packs)?;
    let query = Query::ever().of_relation(Some(Relation::Holds)).about(told.spellings(&command.office));
    list(&told, &query, &command.answer, |answer| argument_has(&told, answer, "office", &command.office))
}

/// `treaties --between A B`
pub fn treaties(command: &TreatiesArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let told = Told::load(&command.record, command.according_to.as_deref(), packs)?;
    let query = command.on.as_ref().map_or_else(Query::ever, Query::on);
    let query = query.of_relation(Some(Relation::InForce));
    list(&told, &query, &command.answer, |answer| {
        command.between.iter().all(|name| argument_has(&told, answer, "parties", name))
    })
}

fn argument_has(told: &Told, answer: &Answer, arg: &str, name: &str) -> bool {
    let args = answer.args(&told.world);
    let text = args.iter().find(|(known, _)| *known == arg).map_or("", |(_, text)| *text);
    told.spellings(name).iter().any(|spelling| salname_state::names(text, spelling))
}

fn list<'w>(
    told: &'w Told,
    query: &Query,
    how: &AnswerArguments,
    meant: impl Fn(&Answer<'w>) -> bool,
) -> anyhow::Result<Outcome> {
    let mut answers: Vec<Answer> = told.world.ask(query);
    answers.retain(meant);
    answers.sort_by_key(|answer| {
        let first = answer.first_attested().and_then(|date| Time::parse(date).ok());
        first.map(|date| (date.earliest(), date.latest()))
    });
    if answers.is_empty() {
        if !how.json {
            eprintln!("salname: nothing found");
        }
        return Ok(Outcome::Nothing);
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let limit = how.limit().unwrap_or(usize::MAX);
    for answer in answers.iter().take(limit) {
        if how.json {
            answers::write_line(&mut out, &StateLine::of(told, answer))?;
        } else {
            writeln!(out, "{}", phrase(answer.relation(), &answer.args(&told.world)))?;
            writeln!(out, "      {}", term(answer))?;
            let witnesses = answer.witnesses();
            if let Some(&first) = witnesses.first() {
                sentence(&mut out, told, first, "", witnesses.len() - 1)?;
            }
        }
    }
    out.flush()?;
    if !how.json && answers.len() > limit {
        eprintln!("{limit} of {} shown: --limit N shows more.", answers.len());
    }
    Ok(Outcome::Done)
}
