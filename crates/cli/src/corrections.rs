//! `salname corrections`: the log of what people said, and its exchange.

use std::io::{BufRead as _, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use salname_answers::write_line;
use salname_record::{Action, Correction, Fillers, Logged, Record, Target, Writer};
use salname_search::Names;

use crate::Outcome;
use crate::arguments::{PackArguments, RecordArgument};

#[derive(Debug, Args)]
pub struct CorrectionsArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show them in the order in which they count.
    List {
        /// Only those that speak of something that the record does not hold (any more).
        #[arg(long)]
        detached: bool,
        /// One JSON object a line, with how each stands.
        #[arg(long)]
        json: bool,
    },
    /// Write them as lines of JSON, to be kept in git or taken in elsewhere.
    Export {
        /// The file to write; standard output, if not given.
        file: Option<PathBuf>,
    },
    /// Take in corrections that were exported: as often as you like, in any order.
    Import {
        /// The file to read; "-" for standard input.
        file: PathBuf,
    },
}

pub fn run(command: &CorrectionsArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    match &command.what {
        What::List { detached, json } => list(&Record::open(&command.record.path)?, *detached, *json),
        What::Export { file } => export(&Record::open(&command.record.path)?, file.as_deref()),
        What::Import { file } => import(&command.record.path, file, packs),
    }
}

fn list(record: &Record, detached: bool, json: bool) -> anyhow::Result<Outcome> {
    let mut all = record.corrections()?;
    all.retain(|logged| !detached || logged.detached);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for logged in &all {
        if json {
            write_line(&mut out, &salname_answers::CorrectionLine::of(logged))?;
        } else {
            writeln!(out, "{:>4}  {}", logged.number, shown(logged))?;
        }
    }
    out.flush()?;
    Ok(if all.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

fn shown(logged: &Logged) -> String {
    let mut line = told(&logged.correction);
    if let Some(undone_by) = &logged.undone_by {
        line.push_str(&format!("\n      undone by {undone_by}"));
    }
    if logged.detached {
        line.push_str("\n      detached: the record does not hold what this speaks of");
    }
    line
}

fn export(record: &Record, file: Option<&Path>) -> anyhow::Result<Outcome> {
    let mut lines = Vec::new();
    for correction in record.export_corrections()? {
        write_line(&mut lines, &correction)?;
    }
    match file {
        None => std::io::stdout().lock().write_all(&lines)?,
        Some(file) => {
            // Under a passing name first, so that a file that is there stays whole whatever happens.
            let folder =
                file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let passing = folder.join(format!(".unfinished-{}", std::process::id()));
            let written = std::fs::write(&passing, &lines).and_then(|()| std::fs::rename(&passing, file));
            if let Err(error) = written {
                // What cannot be removed either is told by the same error.
                let _ = std::fs::remove_file(&passing);
                return Err(error).with_context(|| file.display().to_string());
            }
        }
    }
    Ok(Outcome::Done)
}

fn import(record: &Path, file: &Path, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let mut text = Vec::new();
    if file.as_os_str() == "-" {
        std::io::stdin().lock().read_to_end(&mut text)?;
    } else {
        text = std::fs::read(file).with_context(|| file.display().to_string())?;
    }
    let mut corrections: Vec<Correction> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.with_context(|| format!("{}:{}: is no UTF-8 text", file.display(), number + 1))?;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(&line) {
            Ok(correction) => corrections.push(correction),
            Err(error) => {
                bail!("{}:{}: is no correction ({error}): nothing was taken in", file.display(), number + 1)
            }
        }
    }
    Record::open(record)?;
    let names = Names::new(&packs.load()?);
    let merged = Writer::open(record)?
        .with_keys(names)
        .import_corrections(&corrections)
        .with_context(|| file.display().to_string())?;
    println!("Taken in: {}; known already: {}.", merged.added, merged.known);
    for conflict in &merged.conflicts {
        println!("At odds: {conflict}");
    }
    if !merged.detached.is_empty() {
        println!(
            "Detached: {}, of sources or statements that this record does not hold: \
             `salname corrections -r {} list --detached`",
            merged.detached.len(),
            record.display()
        );
    }
    Ok(Outcome::Done)
}

/// A correction for people: identifier, when, who, and what.
pub fn told(correction: &Correction) -> String {
    let what = match &correction.action {
        Action::Reject { statement } => format!("rejects {}", of(statement)),
        Action::Confirm { statement } => format!("confirms {}", of(statement)),
        Action::Set { statement, kind, date, modality, roles } => {
            let mut parts = Vec::new();
            parts.extend(kind.map(|kind| format!("kind: {kind}")));
            parts.extend(
                date.as_ref()
                    .map(|date| format!("date: {}", if date.is_empty() { "none" } else { date.as_str() })),
            );
            parts.extend(modality.map(|modality| format!("modality: {modality}")));
            parts.extend(fillers(roles));
            format!("sets {} in {}", parts.join(" · "), of(statement))
        }
        Action::Add { statement } => {
            let mut parts = vec![statement.kind.to_string()];
            parts.extend((!statement.date.is_empty()).then(|| statement.date.clone()));
            parts.extend(fillers(&statement.roles));
            let at = statement.span.map(|span| format!(":{}", span.start)).unwrap_or_default();
            format!("adds {}\n      “{}”  {}{at}", parts.join(" · "), statement.quote, statement.file)
        }
        Action::Merge { entities } => {
            let names: Vec<String> = entities.iter().map(|entity| format!("\"{}\"", entity.name)).collect();
            format!("merges {}", names.join(" and "))
        }
        Action::Split { entity, marks, into } => {
            let places = if marks.len() == 1 { "place" } else { "places" };
            format!("splits \"{into}\" from \"{}\" ({} {places})", entity.name, marks.len())
        }
        Action::Rename { entity, name } => format!("calls \"{}\" \"{name}\"", entity.name),
        Action::Note { statement, entity, place } => {
            let statement = statement.as_ref().map(of);
            let entity = entity.as_ref().map(|entity| format!("\"{}\"", entity.name));
            let place = place.as_ref().map(|place| format!("source {:.12}", place.source));
            let at: Vec<String> = [statement, entity, place].into_iter().flatten().collect();
            format!("notes at {}", at.join(", "))
        }
        Action::Decide { disagreement, between, holds, .. } => {
            let all: Vec<String> = between.iter().map(of).collect();
            let says =
                holds.as_ref().map_or("leaves open".to_owned(), |holds| format!("holds with {holds}:"));
            format!("{says} {disagreement} between{}", all.join(" and"))
        }
        Action::Undo { correction } => format!("undoes {correction}"),
    };
    let note = match correction.note.as_str() {
        "" => String::new(),
        note => format!("\n      note: {note}"),
    };
    format!("{}  {}  {}  {what}{note}", correction.id, correction.at, correction.who)
}

fn of(target: &Target) -> String {
    let kind = target.kind.map(|kind| kind.to_string()).unwrap_or_default();
    format!("{kind} {}\n      “{}”  {}:{}", target.id, target.quote, target.file, target.span.start)
}

fn fillers(roles: &Fillers) -> impl Iterator<Item = String> + '_ {
    roles.iter().map(|(role, fillers)| {
        let texts: Vec<&str> = fillers.iter().map(|filler| filler.text.as_str()).collect();
        format!("{role}: {}", if texts.is_empty() { "nobody".to_owned() } else { texts.join(", ") })
    })
}
