use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use salname_packs::Packs;

/// Reads damaged, multilingual historical documents and keeps what they say as a record.
#[derive(Debug, Parser)]
#[command(name = "salname", version)]
pub struct Arguments {
    #[command(flatten)]
    pub packs: PackArguments,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print a file's restored text.
    Restore(RestoreArguments),
    /// Print a file's paragraphs, times, mentions and statements.
    Read(ReadArguments),
}

#[derive(Debug, Args)]
pub struct PackArguments {
    /// A directory of packs to lay over the built-in ones.
    #[arg(long, value_name = "DIR", global = true)]
    packs: Option<PathBuf>,
    /// Leave the font packs aside: find out from the text alone what happened to it.
    #[arg(long, global = true)]
    pub no_font_packs: bool,
    /// Leave the gazetteer aside: find names by their form and context alone.
    #[arg(long, global = true)]
    pub no_gazetteer: bool,
}

impl PackArguments {
    pub fn load(&self) -> anyhow::Result<Packs> {
        match &self.packs {
            Some(directory) => Packs::with_directory(directory),
            None => Packs::embedded(),
        }
        .context("the packs cannot be used")
    }
}

#[derive(Debug, Args)]
pub struct RestoreArguments {
    /// Print only what was made of these bytes of the file, START:END.
    #[arg(long, value_name = "START:END", value_parser = byte_range)]
    pub range: Option<salname_model::Span>,
    /// The file.
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct ReadArguments {
    /// One JSON object a line.
    #[arg(long, required = true)]
    pub jsonl: bool,
    /// The file.
    pub file: PathBuf,
}

fn byte_range(text: &str) -> Result<salname_model::Span, String> {
    let parsed = text.split_once(':').and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    match parsed {
        Some((start, end)) if start <= end => Ok(salname_model::Span::new(start, end)),
        _ => Err("write two byte offsets, START:END, the first not after the second".into()),
    }
}
