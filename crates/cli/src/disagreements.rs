use std::io::Write;

use clap::Args;
use salname_answers::{DisagreementLine, DisagreementQuestion, Told, at, disagreement_id, write_line};
use salname_record::Record;
use salname_state::Disagreement;

use crate::Outcome;
use crate::arguments::{AnswerArguments, PackArguments, RecordArgument, told};
use crate::state::shortened;

#[derive(Debug, Args)]
pub struct DisagreementsArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    /// Only of this kind: two-dates, two-calendars, two-holders, two-powers, two-values, two-ranks,
    /// act-out-of-term, treaty-before-conference, impossible-order, impossible-dates or denied. May be given several times.
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only about what has this name in it.
    #[arg(long, value_name = "NAME")]
    pub about: Option<String>,
    /// Only within this source.
    #[arg(long, value_name = "FILE")]
    pub within: Option<String>,
    /// Only between this source and the others: a published chronology, say.
    #[arg(long, value_name = "FILE", conflicts_with = "within")]
    pub against: Option<String>,
    #[command(flatten)]
    pub answer: AnswerArguments,
}

pub fn run(command: &DisagreementsArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let against = match &command.against {
        Some(asked) => {
            let found = Record::open(&command.record.path)?.sources_called(asked)?;
            found.into_iter().next().map(|source| source.name)
        }
        None => None,
    };
    let question =
        DisagreementQuestion { kinds: command.kind.clone(), about: command.about.clone(), against };
    question.check()?;
    let told = told(&command.record, command.within.as_deref(), packs)?;
    let found = salname_answers::disagreements(&told, &question);
    if found.is_empty() {
        if !command.answer.json {
            eprintln!("salname: nothing found");
        }
        return Ok(Outcome::Nothing);
    }
    let limit = command.answer.limit().unwrap_or(usize::MAX);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for disagreement in found.iter().take(limit) {
        if command.answer.json {
            write_line(&mut out, &DisagreementLine::of(&told, disagreement))?;
        } else {
            print(&mut out, &told, disagreement)?;
        }
    }
    out.flush()?;
    if !command.answer.json && found.len() > limit {
        eprintln!("{limit} of {} shown, the weightiest first: --limit N shows more.", found.len());
    }
    Ok(Outcome::Done)
}

/// What is at odds, and both sentences.
fn print(out: &mut impl Write, told: &Told, disagreement: &Disagreement) -> std::io::Result<()> {
    let kind = disagreement.kind.replace('-', " ");
    let id = disagreement_id(told, disagreement);
    writeln!(out, "{kind}: {}  ({:.2}, {id})", disagreement.about, disagreement.weight)?;
    for &number in &disagreement.between {
        let statement = told.statement(number);
        let date = statement.date.as_ref().map_or("undated", salname_model::Time::as_str);
        let at = at(&statement.place, statement.citation.as_deref());
        writeln!(out, "    {date}  “{}”  {at}", shortened(&statement.quote))?;
    }
    if let Some(decision) = told.decision(disagreement) {
        match &decision.holds {
            Some(id) => writeln!(out, "    decided by {}: {id} holds. {}", decision.who, decision.note)?,
            None => writeln!(out, "    left open by {}: {}", decision.who, decision.note)?,
        }
    }
    writeln!(out)
}
