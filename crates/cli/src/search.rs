use std::io::{IsTerminal as _, Write as _};

use anyhow::Context as _;
use salname_answers::{PassageLine, at, write_line};
use salname_record::Record;
use salname_search::{Analysis, Freshness, Hit, Query, SearchIndex, SearchOptions};

use crate::Outcome;
use crate::arguments::{PackArguments, SearchArguments};

pub fn run(command: &SearchArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let query = Query::parse(&command.query.join(" "))?;
    let record = Record::open(&command.record.path)?;
    let analysis = Analysis::new(&packs.load()?);
    let index = SearchIndex::open(&record, &analysis).context("the record cannot be searched")?;
    if index.freshness() == Freshness::Behind {
        eprintln!("salname: the index is being written: this is what the last finished build knew");
    }
    let options =
        SearchOptions { limit: command.answer.limit(), literal: command.literal, ..SearchOptions::default() };
    let found = index.search(&record, &analysis, &query, &options)?;
    if found.hits.is_empty() {
        if !command.answer.json {
            eprintln!("salname: nothing found");
            let near = index.suggest(&record, &analysis, &query)?;
            if !near.is_empty() {
                eprintln!("Did you mean: {}?", near.join(", "));
            }
        }
        return Ok(Outcome::Nothing);
    }
    let stdout = std::io::stdout();
    let bold = stdout.is_terminal();
    let mut out = std::io::BufWriter::new(stdout.lock());
    if found.relaxed && !command.answer.json {
        eprintln!("No passage has all the words; these have some of them.");
    }
    for hit in &found.hits {
        if command.answer.json {
            write_line(&mut out, &PassageLine::of(hit, found.relaxed))?;
        } else {
            writeln!(out, "{}", at(&hit.passage.place, None))?;
            writeln!(out, "    {}\n", snippet(hit, bold))?;
        }
    }
    out.flush()?;
    if !command.answer.json && found.total > found.hits.len() {
        eprintln!("{} of {} passages: --limit N shows more.", found.hits.len(), found.total);
    }
    Ok(Outcome::Done)
}

/// The part of a passage around the first words that were asked for, these in bold where that can be shown.
fn snippet(hit: &Hit, bold: bool) -> String {
    let text = &hit.passage.text;
    let shown = salname_answers::snippet(hit);
    let mut out = String::new();
    out.push_str(if shown.span.start > 0 { "… " } else { "" });
    let mut at = shown.span.start;
    for span in shown.highlights.iter().filter(|_| bold) {
        out.push_str(&text[at..span.start]);
        out.push_str("\u{1b}[1m");
        out.push_str(&text[span.range()]);
        out.push_str("\u{1b}[0m");
        at = span.end;
    }
    out.push_str(&text[at..shown.span.end]);
    out.push_str(if shown.span.end < text.len() { " …" } else { "" });
    out
}
