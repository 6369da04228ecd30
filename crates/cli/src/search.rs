use std::io::{IsTerminal as _, Write};

use anyhow::Context as _;
use salname_answers::{PassageLine, SearchSummary, at, write_line};
use salname_record::Record;
use salname_search::query::{Atom, Filter};
use salname_search::{Analysis, FacetValue, Freshness, Hit, Query, SearchIndex, SearchPage, SearchRequest};

use crate::Outcome;
use crate::arguments::{PackArguments, SearchArguments};

pub fn run(command: &SearchArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let record = Record::open(&command.record.path)?;
    let analysis = Analysis::new(&packs.load()?);
    let index = SearchIndex::open(&record, &analysis).context("the record cannot be searched")?;
    if index.freshness() == Freshness::Behind {
        eprintln!("salname: the index is being written: this is what the last finished build knew");
    }
    let query = command.query.join(" ");
    let page = index.search(
        &record,
        &analysis,
        &SearchRequest {
            query: query.clone(),
            sort: command.sort.into(),
            literal: command.literal,
            limit: command.answer.limit(),
            cursor: command.cursor.clone(),
            facets: command.facets.unwrap_or_default(),
            bare: false,
        },
    )?;
    let json = command.answer.json;
    if !json {
        tell(&page);
        if page.hits.is_empty() {
            advise(&query);
        }
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let bold = std::io::stdout().is_terminal();
    for hit in &page.hits {
        if json {
            write_line(&mut out, &PassageLine::of(hit, page.relaxed))?;
        } else {
            writeln!(out, "{}\n    {}\n", at(&hit.passage.place, None), snippet(hit, bold))?;
        }
    }
    if command.facets.is_some() {
        match json {
            true => write_line(&mut out, &SearchSummary::of(&page))?,
            false => write_facets(&mut out, &page)?,
        }
    }
    out.flush()?;
    if let (false, Some(next)) = (json, &page.next) {
        eprintln!(
            "{} of {} passages: --limit N shows more, --cursor {next} the next ones.",
            page.hits.len(),
            page.total
        );
    }
    Ok(if page.hits.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

/// Tells, for people, how the passages stand to what was asked.
fn tell(page: &SearchPage) {
    if page.hits.is_empty() {
        eprintln!("salname: nothing found");
    } else if page.relaxed {
        eprintln!("No passage has all the words; these have some of them.");
    }
    if let Some(suggestion) = &page.suggestion {
        eprintln!("The record does not have all of these words; nearest to them is: {suggestion}");
    }
}

/// Tells what may have kept a query from finding anything.
fn advise(query: &str) {
    let Ok(query) = Query::parse(query) else { return };
    let has = |is: fn(&Atom) -> bool| query.clauses.iter().flat_map(|clause| &clause.any).any(is);
    if has(|atom| matches!(atom, Atom::Phrase(_))) {
        eprintln!(
            "Words in quotation marks must follow one another; without the marks they may stand apart."
        );
    }
    if has(|atom| matches!(atom, Atom::Filter(Filter::Entity(_)))) {
        eprintln!("entity: wants the name as the record has it; who: and place: take it in any spelling.");
    }
}

fn write_facets(out: &mut impl Write, page: &SearchPage) -> std::io::Result<()> {
    let facets = &page.facets;
    let mut list = |name: &str, values: &[FacetValue]| {
        let values: Vec<String> =
            values.iter().map(|value| format!("{} ({})", value.value, value.count)).collect();
        if values.is_empty() { Ok(()) } else { writeln!(out, "{name}: {}", values.join(", ")) }
    };
    list("sources", &facets.source)?;
    list("decades", &facets.decade)?;
    list("kinds of statements", &facets.kind)?;
    list("names", &facets.entity)
}

/// The part of a passage with most of the words that were asked for, these in bold where that can be shown.
fn snippet(hit: &Hit, bold: bool) -> String {
    let (text, shown) = (&hit.passage.text, hit.snippet);
    let mut out = String::new();
    out.push_str(if shown.start > 0 { "… " } else { "" });
    let mut at = shown.start;
    let inside = |span: &&salname_model::Span| bold && span.start >= shown.start && span.end <= shown.end;
    for span in hit.highlights.iter().filter(inside) {
        out.push_str(&text[at..span.start]);
        out.push_str("\u{1b}[1m");
        out.push_str(&text[span.range()]);
        out.push_str("\u{1b}[0m");
        at = span.end;
    }
    out.push_str(&text[at..shown.end]);
    out.push_str(if shown.end < text.len() { " …" } else { "" });
    out
}
