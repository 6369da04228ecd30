use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use salname_answers::{StatementQuestion, Told};
use salname_model::{Kind, Time};
use salname_packs::{PackFiles, Packs};
use salname_record::Record;

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
    /// Read files into a record: new and changed ones only, as often as you like.
    Build(BuildArguments),
    /// Find statements: what sources say, who, when and where.
    Find(FindArguments),
    /// What happened when: dated statements in the order of the days.
    Chronicle(crate::chronicle::ChronicleArguments),
    /// Tell which frames fit a sentence, and why each role was or was not filled.
    Frames(crate::frames::FramesArguments),
    /// What held on a day: offices, powers, treaties, claims, as far as the sources tell.
    State(crate::state::StateArguments),
    /// Who held an office, one after another.
    Holders(crate::holders::HoldersArguments),
    /// Agreements and whom they bound.
    Treaties(crate::holders::TreatiesArguments),
    /// Messages between two, with their answers and the days they took.
    Thread(crate::thread::ThreadArguments),
    /// Statements that cannot all be so, the weightiest first.
    Disagreements(crate::disagreements::DisagreementsArguments),
    /// Find passages by their words, in any spelling, script and inflection.
    Search(SearchArguments),
    /// Correct what was read: reject, confirm or change statements, add some, merge, split and rename entities.
    Correct(crate::correct::CorrectArguments),
    /// The log of corrections: list, export, import.
    Corrections(crate::corrections::CorrectionsArguments),
    /// Take in statements of other programs whose quotations stand in their sources, or a list of reference facts.
    Import(crate::import::ImportArguments),
    /// Open a record in a browser, and to programs over HTTP.
    Serve(crate::serve::ServeArguments),
    /// Make the search index of a record anew.
    Index(IndexArguments),
    /// Verify a record: that all in it hangs together and nothing is damaged.
    Check(CheckArguments),
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
        Packs::load(&self.files()?).context("the packs cannot be used")
    }

    pub fn files(&self) -> anyhow::Result<PackFiles> {
        let files = PackFiles::embedded();
        match &self.packs {
            Some(directory) => files.overlaid(directory).context("the packs cannot be used"),
            None => Ok(files),
        }
    }
}

#[derive(Debug, Args)]
pub struct RestoreArguments {
    /// Print only what was made of these bytes of the file, START:END.
    #[arg(long, value_name = "START:END", value_parser = byte_range)]
    pub range: Option<salname_model::Span>,
    /// Print what had happened to the letters and how it was decided, instead of the text.
    #[arg(long, conflicts_with = "range")]
    pub report: bool,
    /// Print the report as one JSON object.
    #[arg(long, requires = "report")]
    pub json: bool,
    /// The file.
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct ReadArguments {
    /// Print everything, one JSON object a line; otherwise the statements, for people.
    #[arg(long)]
    pub jsonl: bool,
    /// The file.
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct BuildArguments {
    /// Files, and directories with files at any depth.
    #[arg(required = true, value_name = "DIR|FILE")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub record: RecordArgument,
    /// How many documents are read at once; as many as there are processors, if not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// Which record.
#[derive(Debug, Args)]
pub struct RecordArgument {
    /// The record's directory.
    #[arg(short = 'r', long = "record", value_name = "RECORD")]
    pub path: PathBuf,
}

/// How answers are given.
#[derive(Debug, Args)]
pub struct AnswerArguments {
    /// One JSON object a line.
    #[arg(long)]
    pub json: bool,
    /// At most so many answers: 20 if not given, all with --json.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

impl AnswerArguments {
    /// The number of answers to give at most; none for all.
    pub fn limit(&self) -> Option<usize> {
        const FOR_PEOPLE: usize = 20;
        self.limit.or((!self.json).then_some(FOR_PEOPLE))
    }
}

/// The world of all sources of a record, or of one of them.
pub fn told(record: &RecordArgument, source: Option<&str>, packs: &PackArguments) -> anyhow::Result<Told> {
    let packs = packs.load()?;
    let record = Record::open(&record.path)?;
    Told::load(&record, &packs, source).context("the statements cannot be read")
}

/// Which statements are asked for.
#[derive(Debug, Args)]
pub struct StatementArguments {
    /// Of this kind: agreement, message, meeting, decision, office, control, attack, territory, polity, recognition,
    /// repression or quantity. May be given several times.
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<Kind>,
    /// With this person, body or power in it, in any spelling. Given several times: with all of them.
    #[arg(long, value_name = "NAME")]
    pub who: Vec<String>,
    /// About this place, in any spelling.
    #[arg(long, value_name = "NAME")]
    pub place: Vec<String>,
    /// On this date or later (EDTF: 1920, 1920-04, 1920-04-28).
    #[arg(long, value_name = "DATE")]
    pub from: Option<Time>,
    /// On this date or earlier.
    #[arg(long, value_name = "DATE")]
    pub to: Option<Time>,
    /// In this file.
    #[arg(long, value_name = "FILE")]
    pub source: Option<String>,
}

impl StatementArguments {
    /// The question, with so many answers at most.
    pub fn question(&self, limit: Option<usize>) -> StatementQuestion {
        StatementQuestion {
            kinds: self.kind.clone(),
            who: self.who.clone(),
            places: self.place.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            source: self.source.clone(),
            limit,
        }
    }
}

#[derive(Debug, Args)]
pub struct FindArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    #[command(flatten)]
    pub about: StatementArguments,
    /// Show each statement's id, by which it can be corrected.
    #[arg(long)]
    pub ids: bool,
    /// Statements that a person rejected, instead of those that hold.
    #[arg(long, conflicts_with_all = ["kind", "who", "place", "from", "to", "source"])]
    pub rejected: bool,
    #[command(flatten)]
    pub answer: AnswerArguments,
}

#[derive(Debug, Args)]
pub struct SearchArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    /// Only words as written: no other spelling, script or inflection.
    #[arg(long)]
    pub literal: bool,
    /// What comes first: what fits best, or what speaks of the earliest day.
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub sort: Order,
    /// Count the passages by source, decade, kind of statement and name, and show the N commonest of each; with --json
    /// on a last line of its own.
    #[arg(long, value_name = "N")]
    pub facets: Option<usize>,
    /// Go on after an earlier page: what it gave as the next.
    #[arg(long, value_name = "CURSOR")]
    pub cursor: Option<String>,
    #[command(flatten)]
    pub answer: AnswerArguments,
    /// Words, "phrases", -not, OR, begin*, nearly~, and filters: kind: who: place: from: to: source: lang: class:
    /// doubtful:
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
}

/// What comes first in an answer of `search`.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Order {
    Relevance,
    Date,
}

impl From<Order> for salname_search::Sort {
    fn from(order: Order) -> Self {
        match order {
            Order::Relevance => Self::Relevance,
            Order::Date => Self::Date,
        }
    }
}

#[derive(Debug, Args)]
pub struct IndexArguments {
    #[command(flatten)]
    pub record: RecordArgument,
}

#[derive(Debug, Args)]
pub struct CheckArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    /// Print only one hash over all that the record holds: two records with the same hold the same.
    #[arg(long)]
    pub digest: bool,
}

pub fn byte_range(text: &str) -> Result<salname_model::Span, String> {
    let parsed = text.split_once(':').and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    match parsed {
        Some((start, end)) if start <= end => Ok(salname_model::Span::new(start, end)),
        _ => Err("write two byte offsets, START:END, the first not after the second".into()),
    }
}
