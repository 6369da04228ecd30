use std::io::{IsTerminal as _, Write as _};

use anyhow::Context as _;
use salname_model::{Place, Span};
use salname_record::Record;
use salname_search::{Analysis, Freshness, Hit, Query, SearchIndex, SearchOptions};
use serde::Serialize;

use crate::Outcome;
use crate::answers;
use crate::arguments::{PackArguments, SearchArguments};

/// A passage, as `search` gives it.
#[derive(Serialize)]
struct PassageLine<'a> {
    source: &'a Place,
    text: &'a str,
    score: f64,
    /// The words that were asked for, in bytes of the text.
    highlights: &'a [Span],
    /// As in the file, where that is not the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<&'a str>,
    lang: Option<&'a str>,
    /// There if no passage has all the words: this one has some of them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    partial: bool,
}

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
            answers::write_line(&mut out, &line(hit, found.relaxed))?;
        } else {
            writeln!(out, "{}", answers::at(&hit.passage.place, None))?;
            writeln!(out, "    {}\n", snippet(hit, bold))?;
        }
    }
    out.flush()?;
    if !command.answer.json && found.total > found.hits.len() {
        eprintln!("{} of {} passages: --limit N shows more.", found.hits.len(), found.total);
    }
    Ok(Outcome::Done)
}

fn line(hit: &Hit, partial: bool) -> PassageLine<'_> {
    PassageLine {
        source: &hit.passage.place,
        text: &hit.passage.text,
        score: (f64::from(hit.score) * 1000.0).round() / 1000.0,
        highlights: &hit.highlights,
        original: hit.passage.original.as_deref(),
        lang: hit.passage.lang.as_deref(),
        partial,
    }
}

/// The part of a passage around the first words that were asked for, these in bold where that can be shown.
fn snippet(hit: &Hit, bold: bool) -> String {
    /// Bytes before the first word and in all; cut at words.
    const BEFORE: usize = 120;
    const LENGTH: usize = 400;
    let text = &hit.passage.text;
    let first = hit.highlights.first().map_or(0, |span| span.start);
    let mut start = text.floor_char_boundary(first.saturating_sub(BEFORE));
    if start > 0 {
        start = text[start..first].find(' ').map_or(start, |blank| start + blank + 1);
    }
    let mut end = text.ceil_char_boundary((start + LENGTH).min(text.len()));
    if end < text.len() {
        end = text[start..end].rfind(' ').map_or(end, |blank| start + blank);
    }
    let mut out = String::new();
    out.push_str(if start > 0 { "… " } else { "" });
    let mut at = start;
    for span in hit.highlights.iter().filter(|span| bold && span.start >= start && span.end <= end) {
        out.push_str(&text[at..span.start]);
        out.push_str("\u{1b}[1m");
        out.push_str(&text[span.range()]);
        out.push_str("\u{1b}[0m");
        at = span.end;
    }
    out.push_str(&text[at..end]);
    out.push_str(if end < text.len() { " …" } else { "" });
    out
}
