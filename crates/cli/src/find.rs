use std::io::Write as _;

use salname_answers::{FoundStatements, StatementLine, at, write_line};
use salname_record::{Record, StoredStatement};
use salname_search::Names;

use crate::Outcome;
use crate::arguments::{FindArguments, PackArguments};
use crate::said::Said;

pub fn run(command: &FindArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let record = Record::open(&command.record.path)?;
    let question = command.about.question(command.answer.limit());
    let found = if command.rejected {
        FoundStatements { statements: record.rejected()?, more: false }
    } else {
        salname_answers::find(&record, &question, || packs.load().map(|packs| Names::new(&packs)))?
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for statement in &found.statements {
        if command.answer.json {
            write_line(&mut out, &StatementLine::of(statement))?;
        } else {
            print(&mut out, statement, command.ids)?;
        }
    }
    out.flush()?;
    if found.statements.is_empty() {
        if !command.answer.json {
            eprintln!("salname: nothing found");
        }
        return Ok(Outcome::Nothing);
    }
    if found.more && !command.answer.json {
        eprintln!("There is more: --limit N shows N of them, --json all.");
    }
    Ok(Outcome::Done)
}

/// A statement of the record for people.
fn print(out: &mut impl std::io::Write, statement: &StoredStatement, ids: bool) -> std::io::Result<()> {
    let said = match statement.verdict {
        Some(verdict) => format!(", {}", verdict.as_str()),
        None if statement.is_corrected() => ", corrected".to_owned(),
        None => String::new(),
    };
    let id = if ids { format!("  {}", statement.id) } else { String::new() };
    let said = Said {
        date: statement.date.as_ref(),
        kind: statement.kind,
        modality: statement.modality,
        note: &format!("{said}{id}"),
        roles: &statement.roles,
        quote: &statement.quote,
        at: &at(&statement.place, statement.citation.as_deref()),
    };
    writeln!(out, "{said}\n")
}
