//! `salname frames`: which frames fit a sentence, and why.

use std::io::Write as _;

use anyhow::Context as _;
use salname_model::Paragraph;
use salname_packs::Packs;
use salname_reader::{names, statements, times};
use salname_restore::{Options, Restorer};

use crate::Outcome;
use crate::arguments::PackArguments;

/// What the command is told.
#[derive(Debug, clap::Args)]
pub struct FramesArguments {
    /// Tell of every frame that fits the sentence how its roles were filled.
    #[arg(long, value_name = "SENTENCE")]
    explain: String,
    /// The language of the sentence, by its pack; found out if not given.
    #[arg(long, value_name = "ID")]
    lang: Option<String>,
}

pub fn run(command: &FramesArguments, arguments: &PackArguments) -> anyhow::Result<Outcome> {
    let packs = arguments.load()?;
    let paragraphs = paragraphs(command, &packs, arguments)?;
    let times = times::Finder::new(&packs).find(&paragraphs);
    let mentions = names::Finder::new(&packs, arguments.no_gazetteer).find(&paragraphs, &times);
    let finder = statements::Finder::new(&packs).explaining();
    let candidates = finder.candidates(&paragraphs, &times, &mentions);
    let mut out = std::io::stdout().lock();
    for candidate in &candidates {
        let statement = &candidate.statement;
        let verdict = match (candidate.likely, candidate.passed_over) {
            (true, _) => "kept",
            (false, true) => "passed over",
            (false, false) => "dropped",
        };
        let date = statement.date.as_ref().map_or("no date", |time| time.as_str());
        let roles = serde_json::to_string(&statement.roles)?;
        writeln!(out, "{} ({verdict}, {:.2}): {}", statement.kind, statement.confidence, candidate.trigger)?;
        writeln!(out, "    {date}, {}, {roles}", statement.modality)?;
        for line in &candidate.explanation {
            writeln!(out, "    {line}")?;
        }
    }
    if candidates.is_empty() {
        let read_as = paragraphs.iter().find_map(|one| one.lang.as_deref()).unwrap_or_default();
        writeln!(
            out,
            "No frame fits: the sentence, read as \"{read_as}\", has no trigger of those in its frames. \
             --lang ID reads it in another language."
        )?;
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}

/// The sentence as a text to be read, in the language that was told or else in the one that its letters and words show.
fn paragraphs(
    command: &FramesArguments,
    packs: &Packs,
    arguments: &PackArguments,
) -> anyhow::Result<Vec<Paragraph>> {
    let with_frames = || {
        let ids = packs
            .languages
            .iter()
            .filter(|one| packs.words_of(one).frames.is_some())
            .map(|one| one.id.as_str());
        ids.collect::<Vec<_>>().join(", ")
    };
    let Some(id) = &command.lang else {
        let options = Options { no_font_packs: arguments.no_font_packs };
        let restored = Restorer::new(packs, &options).restore(&command.explain);
        let framed = |id: &str| packs.language(id).is_some_and(|one| packs.words_of(one).frames.is_some());
        anyhow::ensure!(
            restored.paragraphs.iter().any(|one| one.lang.as_deref().is_some_and(framed)),
            "the sentence is in no language that has frames; tell its language with --lang: {}",
            with_frames()
        );
        return Ok(restored.paragraphs);
    };
    let language = packs.language(id).with_context(|| {
        format!("there is no language pack \"{id}\"; those with frames are {}", with_frames())
    })?;
    anyhow::ensure!(
        packs.words_of(language).frames.is_some(),
        "the language pack \"{id}\" has no frames; those with frames are {}",
        with_frames()
    );
    Ok(vec![Paragraph::sound(&command.explain, 0, id)])
}
