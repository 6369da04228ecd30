use std::io::Write;

use clap::Args;
use salname_state::Disagreement;
use serde::Serialize;

use crate::Outcome;
use crate::answers;
use crate::arguments::{AnswerArguments, PackArguments, RecordArgument};
use crate::state::shortened;
use crate::world::{Told, Witness};

#[derive(Debug, Args)]
pub struct DisagreementsArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    /// Only of this kind: two-dates, two-calendars, two-holders, two-powers, two-values, act-out-of-term,
    /// treaty-before-conference, impossible-order or denied. May be given several times.
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only about what has this name in it.
    #[arg(long, value_name = "NAME")]
    pub about: Option<String>,
    /// Only within this source.
    #[arg(long, value_name = "FILE")]
    pub within: Option<String>,
    #[command(flatten)]
    pub answer: AnswerArguments,
}

#[derive(Serialize)]
struct DisagreementLine<'a> {
    kind: &'static str,
    weight: f64,
    about: &'a str,
    between: Vec<Witness<'a>>,
}

pub fn run(command: &DisagreementsArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    for kind in &command.kind {
        let known = salname_state::DISAGREEMENTS;
        anyhow::ensure!(
            known.contains(&kind.as_str()),
            "\"{kind}\" is no kind of disagreement: it is one of {}",
            known.join(", ")
        );
    }
    let told = Told::load(&command.record, command.within.as_deref(), packs)?;
    let mut found = told.world.disagreements();
    found.retain(|next| command.kind.is_empty() || command.kind.iter().any(|kind| kind == next.kind));
    if let Some(name) = &command.about {
        found.retain(|next| salname_state::names(&next.about, name));
    }
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
            let Disagreement { kind, weight, about, between } = disagreement;
            let between = told.witnesses(between);
            answers::write_line(&mut out, &DisagreementLine { kind, weight: *weight, about, between })?;
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
    writeln!(out, "{kind}: {}  ({:.2})", disagreement.about, disagreement.weight)?;
    for &number in &disagreement.between {
        let statement = told.statement(number);
        let date = statement.date.as_ref().map_or("undated", salname_model::Time::as_str);
        let at = answers::at(&statement.place, statement.citation.as_deref());
        writeln!(out, "    {date}  “{}”  {at}", shortened(&statement.quote))?;
    }
    writeln!(out)
}
