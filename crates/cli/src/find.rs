use std::io::Write as _;

use salname_record::{NameKeys as _, Record, StatementFilter, StoredStatement};
use salname_search::Names;

use crate::Outcome;
use crate::answers::{self, StatementLine};
use crate::arguments::{FindArguments, PackArguments};

pub fn run(command: &FindArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let record = Record::open(&command.record.path)?;
    let mut filter = StatementFilter {
        kinds: command.kind.clone(),
        from: command.from.as_ref().map(salname_model::Time::earliest),
        to: command.to.as_ref().map(salname_model::Time::latest),
        source: command.source.clone(),
        // One more than is shown, to know that there are more.
        limit: command.answer.limit().map(|limit| limit.saturating_add(1)),
        ..StatementFilter::default()
    };
    let mut found;
    if command.who.is_empty() && command.place.is_empty() {
        found = record.statements(&filter)?;
    } else {
        let names = Names::new(&packs.load()?);
        filter.who = command.who.iter().map(|name| names.keys(name)).collect();
        filter.places = command.place.iter().map(|name| names.keys(name)).collect();
        found = record.statements(&filter)?;
        if found.is_empty() {
            // Nobody is called so: perhaps the name was typed with an ending.
            filter.who = command.who.iter().map(|name| names.keys_of_stems(name)).collect();
            filter.places = command.place.iter().map(|name| names.keys_of_stems(name)).collect();
            found = record.statements(&filter)?;
        }
    }
    let more = command.answer.limit().is_some_and(|limit| {
        let more = found.len() > limit;
        found.truncate(limit);
        more
    });
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for statement in &found {
        if command.answer.json {
            answers::write_line(&mut out, &StatementLine::of(statement))?;
        } else {
            print(&mut out, statement)?;
        }
    }
    out.flush()?;
    if found.is_empty() {
        if !command.answer.json {
            eprintln!("salname: nothing found");
        }
        return Ok(Outcome::Nothing);
    }
    if more && !command.answer.json {
        eprintln!("There is more: --limit N shows N of them, --json all.");
    }
    Ok(Outcome::Done)
}

/// A statement for people: when and what, who and where, the sentence, and where it stands.
fn print(out: &mut impl std::io::Write, statement: &StoredStatement) -> std::io::Result<()> {
    let date = statement.date.as_ref().map_or("undated", salname_model::Time::as_str);
    let modality = match statement.modality {
        salname_model::Modality::Asserted => String::new(),
        other => format!(", {other}"),
    };
    writeln!(out, "{date}  {}{modality}", statement.kind)?;
    let roles: Vec<String> = statement
        .roles
        .iter()
        .map(|(role, fillers)| {
            let texts: Vec<&str> = fillers.iter().map(|filler| filler.text.as_str()).collect();
            format!("{role}: {}", texts.join(", "))
        })
        .collect();
    if !roles.is_empty() {
        writeln!(out, "    {}", roles.join(" · "))?;
    }
    writeln!(out, "    “{}”", statement.quote)?;
    writeln!(out, "    {}\n", answers::at(&statement.place, statement.citation.as_deref()))
}
