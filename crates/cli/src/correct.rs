//! `salname correct`: what a person says about the record.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail, ensure};
use clap::{Args, Subcommand};
use salname_model::{Filler, Kind, Modality, Role, Span, Time};
use salname_record::{
    Action, Correction, EntityRef, Fillers, Mark, NameKeys as _, Record, Target, Telling, Writer,
};
use salname_search::Names;

use crate::Outcome;
use crate::arguments::{PackArguments, RecordArgument, byte_range};

#[derive(Debug, Args)]
pub struct CorrectArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    /// Who says so; your name on this machine, if not given.
    #[arg(long, value_name = "NAME", global = true)]
    by: Option<String>,
    /// When (2026-01-02T10:00:00Z); now, if not given.
    #[arg(long, value_name = "TIME", global = true)]
    at: Option<String>,
    /// Why, or what is to be remembered.
    #[arg(long, value_name = "TEXT", global = true)]
    note: Option<String>,
    /// Print the correction as a line of JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The passage does not say this: answer from it no more.
    Reject {
        /// The statement, as `salname find --ids` shows it.
        id: String,
    },
    /// The passage says this.
    Confirm {
        /// The statement.
        id: String,
    },
    /// The passage says it otherwise. What is not given stays as it was read.
    Set {
        /// The statement.
        id: String,
        #[command(flatten)]
        saying: Saying,
        /// What it is about.
        #[arg(long, value_name = "KIND")]
        kind: Option<Kind>,
    },
    /// The source says something that was not read.
    Add {
        /// In which file.
        #[arg(long, value_name = "FILE")]
        source: String,
        /// The words that say it.
        #[arg(long, value_name = "TEXT")]
        quote: String,
        /// At which bytes of the file, where the words stand there more than once.
        #[arg(long, value_name = "START:END", value_parser = byte_range)]
        bytes: Option<Span>,
        /// What it is about.
        #[arg(long, value_name = "KIND")]
        kind: Kind,
        #[command(flatten)]
        saying: Saying,
        /// The authority that the text gives for it.
        #[arg(long, value_name = "TEXT")]
        citation: Option<String>,
    },
    /// These names name one thing. The first name stands.
    Merge {
        /// Two names or more.
        #[arg(required = true, num_args = 2.., value_name = "NAME")]
        names: Vec<String>,
    },
    /// Some mentions under a name name something else.
    Split {
        /// The name.
        name: String,
        /// What they name: another entity, or a new one.
        #[arg(long, value_name = "NAME")]
        into: String,
        /// All mentions in this file. May be given several times.
        #[arg(long = "in", value_name = "FILE")]
        sources: Vec<String>,
        /// Only the mention at these bytes of the file.
        #[arg(long, value_name = "START:END", value_parser = byte_range)]
        bytes: Option<Span>,
        /// Only mentions written just so.
        #[arg(long, value_name = "TEXT")]
        spelled: Option<String>,
    },
    /// Call an entity otherwise.
    Rename {
        /// Its name.
        name: String,
        /// Its name from now on.
        to: String,
    },
    /// Keep a note (give it with --note) at a statement, an entity or a source.
    Note {
        /// A statement.
        #[arg(long, value_name = "ID")]
        statement: Option<String>,
        /// An entity.
        #[arg(long, value_name = "NAME")]
        entity: Option<String>,
        /// A file.
        #[arg(long, value_name = "FILE")]
        source: Option<String>,
        /// Bytes of the file.
        #[arg(long, value_name = "START:END", value_parser = byte_range, requires = "source")]
        bytes: Option<Span>,
    },
    /// Decide which of statements that cannot all be so holds; without --holds, leave it open, with a --note.
    Decide {
        /// The statements at odds.
        #[arg(required = true, num_args = 2.., value_name = "ID")]
        between: Vec<String>,
        /// The kind of disagreement, as `salname disagreements` shows it: two-dates, two-holders…
        #[arg(long, value_name = "KIND")]
        kind: String,
        /// The one that holds.
        #[arg(long, value_name = "ID")]
        holds: Option<String>,
    },
    /// Undo a correction; an undoing, too.
    Undo {
        /// Its number or identifier, as `salname corrections list` shows them.
        correction: String,
    },
}

/// What a statement says.
#[derive(Debug, Args)]
struct Saying {
    /// When (EDTF: 1920, 1920-04, 1920-04-28); "none" for no date.
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// How the source stands to it: asserted, reported, planned or denied.
    #[arg(long, value_name = "MODALITY")]
    modality: Option<Modality>,
    /// What fills a role: from=Chicherin. Several times for several; from= empties it.
    #[arg(long = "role", value_name = "ROLE=TEXT", value_parser = role)]
    roles: Vec<(Role, String)>,
}

pub fn run(command: &CorrectArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    Record::open(&command.record.path)?;
    let names = Names::new(&packs.load()?);
    let action = command.what.action(&Record::open(&command.record.path)?, &names)?;
    let who = match &command.by {
        Some(name) => name.clone(),
        None => user().context("nobody knows who you are: give your name with --by")?,
    };
    let at = command.at.clone().unwrap_or_else(now);
    let correction = Correction::new(who, at, action).with_note(command.note.clone().unwrap_or_default());
    let mut writer = Writer::open(&command.record.path)?.with_keys(names);
    let made = writer.correct(&correction)?;
    if command.json {
        salname_answers::write_line(&mut std::io::stdout(), &made)?;
    } else {
        println!("{}", crate::corrections::told(&made));
        println!(
            "Kept as {}: `salname correct -r {} undo {}` undoes it.",
            made.id,
            command.record.path.display(),
            made.id
        );
    }
    Ok(Outcome::Done)
}

/// The time of day, to the millisecond.
fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Millisecond).unwrap_or(now).to_string()
}

fn user() -> Option<String> {
    ["USER", "USERNAME", "LOGNAME"]
        .into_iter()
        .filter_map(|variable| std::env::var(variable).ok())
        .find(|name| !name.trim().is_empty())
}

fn role(given: &str) -> Result<(Role, String), String> {
    let (role, text) = given.split_once('=').ok_or("write ROLE=TEXT, for example from=Chicherin")?;
    let role = role.parse().map_err(|error: salname_model::UnknownWord| error.to_string())?;
    Ok((role, text.trim().to_owned()))
}

impl What {
    fn action(&self, record: &Record, names: &Names) -> anyhow::Result<Action> {
        Ok(match self {
            Self::Reject { id } => Action::Reject { statement: target(id) },
            Self::Confirm { id } => Action::Confirm { statement: target(id) },
            Self::Set { id, saying, kind } => Action::Set {
                statement: target(id),
                kind: *kind,
                date: saying.date.as_deref().map(date),
                modality: saying.modality,
                roles: saying.fillers(),
            },
            Self::Add { source, quote, bytes, kind, saying, citation } => {
                let mut roles = saying.fillers();
                roles.retain(|_, fillers| !fillers.is_empty());
                Action::Add {
                    statement: Telling {
                        source: source.clone(),
                        file: String::new(),
                        span: *bytes,
                        kind: *kind,
                        date: saying.date.as_deref().map(date).unwrap_or_default(),
                        roles,
                        modality: saying.modality.unwrap_or(Modality::Asserted),
                        quote: quote.clone(),
                        citation: citation.clone(),
                        confidence: 1.0,
                    },
                }
            }
            Self::Merge { names: given } => Action::Merge {
                entities: given
                    .iter()
                    .map(|name| entity(record, names, name))
                    .collect::<anyhow::Result<_>>()?,
            },
            Self::Split { name, into, sources, bytes, spelled } => {
                ensure!(
                    bytes.is_none() || sources.len() == 1,
                    "--bytes takes the file that they are of: give one with --in"
                );
                ensure!(
                    spelled.is_some() || !sources.is_empty(),
                    "which mentions name something else: say so with --in, --bytes or --spelled"
                );
                let text = spelled.clone().unwrap_or_default();
                let mark =
                    |source: &str| Mark { source: source.to_owned(), span: *bytes, text: text.clone() };
                let mut marks: Vec<Mark> = sources.iter().map(|source| mark(source)).collect();
                if marks.is_empty() {
                    marks.push(mark(""));
                }
                Action::Split { entity: entity(record, names, name)?, marks, into: into.clone() }
            }
            Self::Rename { name, to } => {
                Action::Rename { entity: entity(record, names, name)?, name: to.clone() }
            }
            Self::Note { statement, entity: named, source, bytes } => Action::Note {
                statement: statement.as_deref().map(target),
                entity: named.as_deref().map(|name| entity(record, names, name)).transpose()?,
                place: source.as_ref().map(|source| Mark {
                    source: source.clone(),
                    span: *bytes,
                    text: String::new(),
                }),
            },
            Self::Decide { between, kind, holds } => {
                let known = salname_state::DISAGREEMENTS;
                ensure!(
                    known.contains(&kind.as_str()),
                    "\"{kind}\" is no kind of disagreement: it is one of {}",
                    known.join(", ")
                );
                Action::Decide {
                    disagreement: kind.clone(),
                    about: String::new(),
                    between: between.iter().map(|id| target(id)).collect(),
                    holds: holds.clone(),
                }
            }
            Self::Undo { correction } => Action::Undo { correction: correction.clone() },
        })
    }
}

impl Saying {
    fn fillers(&self) -> Fillers {
        let mut fillers: Fillers = BTreeMap::new();
        for (role, text) in &self.roles {
            let all = fillers.entry(*role).or_default();
            if !text.is_empty() {
                all.push(Filler::plain(text));
            }
        }
        fillers
    }
}

/// A date as corrections write it.
fn date(given: &str) -> String {
    if given == "none" {
        String::new()
    } else {
        Time::parse(given).map_or_else(|_| given.to_owned(), String::from)
    }
}

fn target(id: &str) -> Target {
    Target { id: id.to_owned(), ..Target::default() }
}

/// The entity that a person means by a name: called just so, or the only one that the words fit.
fn entity(record: &Record, names: &Names, asked: &str) -> anyhow::Result<EntityRef> {
    let called = |name: String| EntityRef { name, ..EntityRef::default() };
    let mut found: Vec<String> =
        record.entities_named(asked, &names.keys(asked))?.into_iter().map(|entity| entity.name).collect();
    match found.len() {
        1 => Ok(called(found.remove(0))),
        0 => bail!("nothing is called \"{asked}\""),
        _ if found[0] == asked => Ok(called(found.remove(0))),
        many => {
            const SHOWN: usize = 8;
            let shown: Vec<String> = found.iter().take(SHOWN).map(|name| format!("\"{name}\"")).collect();
            let more = if many > SHOWN { ", …" } else { "" };
            bail!("\"{asked}\" may be {}{more}: write one of them in full", shown.join(", "))
        }
    }
}
