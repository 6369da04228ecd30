//! Who held an office, and which agreements bound whom: the terms of one relation, in the order of time.

use std::io::Write;

use clap::Args;
use salname_answers::{StateLine, Told, terms, write_line};
use salname_model::Time;
use salname_state::Answer;

use crate::Outcome;
use crate::arguments::{AnswerArguments, PackArguments, RecordArgument, told};
use crate::state::{phrase, sentence, term};

#[derive(Debug, Args)]
pub struct HoldersArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    /// The office, or words of it.
    pub office: String,
    /// The world of this source alone.
    #[arg(long, value_name = "FILE")]
    pub according_to: Option<String>,
    /// So many sentences for each, those of the earliest days first.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub sentences: usize,
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
    /// So many sentences for each, those of the earliest days first.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub sentences: usize,
    #[command(flatten)]
    pub answer: AnswerArguments,
}

/// `holders OFFICE`
pub fn holders(command: &HoldersArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let told = told(&command.record, command.according_to.as_deref(), packs)?;
    list(&told, &terms::holders(&told, &command.office), command.sentences, &command.answer)
}

/// `treaties --between A B`
pub fn treaties(command: &TreatiesArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let told = told(&command.record, command.according_to.as_deref(), packs)?;
    let treaties = terms::treaties(&told, &command.between, command.on.as_ref());
    list(&told, &treaties, command.sentences, &command.answer)
}

fn list(told: &Told, answers: &[Answer], sentences: usize, how: &AnswerArguments) -> anyhow::Result<Outcome> {
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
            write_line(&mut out, &StateLine::of(told, answer))?;
        } else {
            writeln!(out, "{}", phrase(answer.relation(), &answer.args(&told.world)))?;
            writeln!(out, "      {}", term(answer))?;
            let witnesses = answer.witnesses();
            for (shown, &witness) in (1..).zip(witnesses.iter().take(sentences)) {
                let more = if shown == sentences { witnesses.len() - shown } else { 0 };
                sentence(&mut out, told, witness, "", more)?;
            }
        }
    }
    out.flush()?;
    if !how.json && answers.len() > limit {
        eprintln!("{limit} of {} shown: --limit N shows more.", answers.len());
    }
    Ok(Outcome::Done)
}
