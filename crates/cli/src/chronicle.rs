//! What happened when: dated statements in the order of the days.

use std::io::Write as _;

use clap::Args;
use salname_answers::{StatementLine, at, write_line};
use salname_model::{Modality, Time};
use salname_record::{Record, StoredStatement};
use salname_search::Names;

use crate::Outcome;
use crate::arguments::{AnswerArguments, PackArguments, RecordArgument, StatementArguments};
use crate::state::shortened;

#[derive(Debug, Args)]
pub struct ChronicleArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    #[command(flatten)]
    pub about: StatementArguments,
    #[command(flatten)]
    pub answer: AnswerArguments,
}

pub fn run(command: &ChronicleArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let record = Record::open(&command.record.path)?;
    let question = command.about.question(command.answer.limit());
    let names = || packs.load().map(|packs| Names::new(&packs));
    let found = salname_answers::chronicle(&record, &question, names)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if command.answer.json {
        for statement in &found.statements {
            write_line(&mut out, &StatementLine::of(statement))?;
        }
    } else {
        print(&mut out, &found.statements)?;
    }
    out.flush()?;
    if found.statements.is_empty() {
        if !command.answer.json {
            eprintln!("salname: nothing with a date found");
        }
        return Ok(Outcome::Nothing);
    }
    if found.more && !command.answer.json {
        eprintln!("There is more: --limit N shows N of them, --json all.");
    }
    Ok(Outcome::Done)
}

/// Each date once, and under it every sentence that has it once, with all that it says.
fn print(out: &mut impl std::io::Write, statements: &[StoredStatement]) -> std::io::Result<()> {
    let date = |statement: &StoredStatement| statement.date.as_ref().map_or("", Time::as_str).to_owned();
    for of_day in statements.chunk_by(|a, b| a.date == b.date) {
        writeln!(out, "{}", date(&of_day[0]))?;
        let mut told: Vec<Vec<&StoredStatement>> = Vec::new();
        for statement in of_day {
            let same = |known: &&mut Vec<&StoredStatement>| {
                known[0].place == statement.place && known[0].quote == statement.quote
            };
            match told.iter_mut().find(same) {
                Some(known) => known.push(statement),
                None => told.push(vec![statement]),
            }
        }
        for sentence in told {
            let what: Vec<String> = sentence.iter().map(|statement| kind(statement)).collect();
            writeln!(out, "    {}: “{}”", what.join(", "), shortened(&sentence[0].quote))?;
            writeln!(out, "        {}", at(&sentence[0].place, sentence[0].citation.as_deref()))?;
        }
    }
    Ok(())
}

fn kind(statement: &StoredStatement) -> String {
    match statement.modality {
        Modality::Asserted => statement.kind.to_string(),
        other => format!("{} ({other})", statement.kind),
    }
}
