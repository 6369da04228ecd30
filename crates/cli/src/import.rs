//! `salname import`: statements by other programs, and lists of reference facts.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use salname_builder::Identities;
use salname_record::{Imported, Record, Writer, is_chronology};
use salname_search::Names;

use crate::Outcome;
use crate::arguments::{PackArguments, RecordArgument};

#[derive(Debug, Args)]
pub struct ImportArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    /// The file of the record that lines without a "file" are of.
    #[arg(long, value_name = "FILE")]
    source: Option<String>,
    /// Where the statements come from; the name of the file, if not given.
    #[arg(long, value_name = "NAME")]
    origin: Option<String>,
    /// Take back everything that came from there, instead.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["source", "origin", "file"])]
    withdraw: Option<String>,
    /// Statements, one JSON object a line, as `salname find --json` and `salname read --jsonl` give them; or a
    /// chronology, whose first line is {"type":"chronology"}.
    #[arg(required_unless_present = "withdraw")]
    file: Option<PathBuf>,
}

pub fn run(command: &ImportArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    Record::open(&command.record.path)?;
    let packs = packs.load()?;
    let open = || -> anyhow::Result<Writer> {
        let writer = Writer::open(&command.record.path)?;
        Ok(writer.with_keys(Names::new(&packs)).with_identities(Identities::new(&packs)))
    };
    if let Some(origin) = &command.withdraw {
        let gone = open()?.withdraw(origin)?;
        println!("Taken back: {gone}.");
        return Ok(if gone == 0 { Outcome::Nothing } else { Outcome::Done });
    }
    let Some(file) = &command.file else { bail!("no file is given") };
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|&&byte| byte == b'\n')
            .count();
        anyhow::anyhow!("{}:{}: is no UTF-8 text", file.display(), line + 1)
    })?;
    let name = file
        .file_name()
        .map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned());
    let imported = if is_chronology(&text) {
        open()?.keep_chronology(&name, &text)?
    } else {
        open()?.import(command.origin.as_deref().unwrap_or(&name), &text, command.source.as_deref())?
    };
    tell(&imported, file)
}

fn tell(imported: &Imported, file: &std::path::Path) -> anyhow::Result<Outcome> {
    let Imported { admitted, known, passed_over, refused } = imported;
    println!("Admitted: {admitted}; known already: {known}; refused: {}.", refused.len());
    if *passed_over > 0 {
        println!("Passed over, for they are no statements: {passed_over} lines.");
    }
    for line in refused {
        eprintln!("{}:{}: {}", file.display(), line.line, line.reason);
    }
    if *admitted + *known == 0 && !refused.is_empty() {
        bail!("{}: no line could be admitted", file.display());
    }
    Ok(if *admitted + *known == 0 { Outcome::Nothing } else { Outcome::Done })
}
