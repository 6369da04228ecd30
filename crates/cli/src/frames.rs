//! `salname frames`: which frames fit a sentence, and why.

use std::io::Write as _;

use anyhow::Context as _;
use salname_model::Paragraph;
use salname_reader::{names, statements, times};

use crate::Outcome;
use crate::arguments::PackArguments;

/// What the command is told.
#[derive(Debug, clap::Args)]
pub struct FramesArguments {
    /// Tell of every frame that fits the sentence how its roles were filled.
    #[arg(long, value_name = "SENTENCE")]
    explain: String,
    /// The language of the sentence, by its pack.
    #[arg(long, default_value = "az", value_name = "ID")]
    lang: String,
}

pub fn run(command: &FramesArguments, arguments: &PackArguments) -> anyhow::Result<Outcome> {
    let packs = arguments.load()?;
    let language = packs
        .language(&command.lang)
        .with_context(|| format!("there is no language pack \"{}\"", command.lang))?;
    anyhow::ensure!(language.frames.is_some(), "the language pack \"{}\" has no frames", command.lang);
    let paragraphs = [Paragraph::sound(&command.explain, 0, &command.lang)];
    let times = times::Finder::new(&packs).find(&paragraphs);
    let mentions = names::Finder::new(&packs, arguments.no_gazetteer).find(&paragraphs, &times);
    let finder = statements::Finder::new(&packs);
    let candidates = finder.candidates(&paragraphs, &times, &mentions);
    let mut out = std::io::stdout().lock();
    for candidate in &candidates {
        let statement = &candidate.statement;
        let verdict = if finder.keeps(candidate) { "kept" } else { "dropped" };
        let date = statement.date.as_ref().map_or("no date", |time| time.as_str());
        let roles = serde_json::to_string(&statement.roles)?;
        writeln!(out, "{} ({verdict}, {:.2}): {}", statement.kind, statement.confidence, candidate.trigger)?;
        writeln!(out, "    {date}, {}, {roles}", statement.modality)?;
        for line in &candidate.explanation {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(if candidates.is_empty() { Outcome::Nothing } else { Outcome::Done })
}
