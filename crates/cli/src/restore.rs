use std::io::Write as _;

use salname_model::{Doubt, Source, Span};
use salname_restore::{AppliedTable, Options, Restored, Restorer};
use serde::Serialize;

use crate::Outcome;
use crate::arguments::{PackArguments, RestoreArguments};

pub fn run(command: &RestoreArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let restorer = Restorer::new(&packs.load()?, &Options { no_font_packs: packs.no_font_packs });
    let source = salname_ingest::read_file(&command.file, &command.file.to_string_lossy())?;
    let restored = restorer.restore(&source.text);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if command.report {
        let report = ReportLines::of(&source, &restored);
        if command.json {
            serde_json::to_writer(&mut out, &report).map_err(std::io::Error::from)?;
            writeln!(out)?;
        } else {
            report.print(&mut out)?;
        }
        out.flush()?;
        return Ok(Outcome::Done);
    }
    for paragraph in &restored.paragraphs {
        let text = match command.range {
            Some(range) => paragraph.text_in(source.alignment.derived_in(range)),
            None => &paragraph.text,
        };
        if !text.is_empty() {
            writeln!(out, "{text}")?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// Doubtful words that a person is shown; `--json` has them all.
const SHOWN: usize = 20;

/// What `restore --report` says.
#[derive(Serialize)]
struct ReportLines<'a> {
    stretches: Vec<Stretch<'a>>,
    tables: &'a [AppliedTable],
    doubtful: Vec<Doubtful<'a>>,
}

#[derive(Serialize)]
struct Stretch<'a> {
    /// Bytes of the file.
    source: Span,
    /// First and last line.
    lines: (usize, usize),
    lang: Option<&'a str>,
    damage: &'a str,
    table: Option<&'a str>,
    before: &'a str,
    after: &'a str,
}

#[derive(Serialize)]
struct Doubtful<'a> {
    source: Span,
    line: usize,
    word: &'a str,
    probability: f32,
    alternatives: &'a [String],
}

impl<'a> ReportLines<'a> {
    fn of(source: &'a Source, restored: &'a Restored) -> Self {
        let lines = Lines::of(&source.text);
        let stretches = restored.report.stretches.iter().map(|found| Stretch {
            source: source.span_of(found.span),
            lines: (lines.at(found.span.start), lines.at(found.span.end.saturating_sub(1))),
            lang: found.lang.as_deref(),
            damage: found.damage.as_str(),
            table: found.table.as_deref(),
            before: &found.before,
            after: &found.after,
        });
        let doubtful = restored.paragraphs.iter().flat_map(|paragraph| {
            paragraph.doubts.iter().map(move |Doubt { span, probability, alternatives }| {
                (paragraph, *span, *probability, alternatives)
            })
        });
        let doubtful = doubtful.map(|(paragraph, span, probability, alternatives)| {
            let from = paragraph.alignment.source_of(span);
            Doubtful {
                source: source.span_of(from),
                line: lines.at(from.start),
                word: paragraph.text.get(span.range()).unwrap_or_default(),
                probability,
                alternatives,
            }
        });
        Self { stretches: stretches.collect(), tables: &restored.report.tables, doubtful: doubtful.collect() }
    }

    fn print(&self, out: &mut impl std::io::Write) -> std::io::Result<()> {
        if self.stretches.is_empty() {
            return writeln!(out, "No letters are damaged.");
        }
        writeln!(out, "Damaged stretches: {}", self.stretches.len())?;
        for stretch in &self.stretches {
            let Stretch { lines: (first, last), damage, before, after, .. } = stretch;
            let (lang, table) = (stretch.lang.unwrap_or("?"), stretch.table.unwrap_or("no table"));
            writeln!(
                out,
                "  lines {first}-{last}: {damage}, {lang}, undone by {table}\n    {before}\n    {after}"
            )?;
        }
        writeln!(out, "Tables:")?;
        for table in self.tables {
            writeln!(out, "  {}: {} ({} words changed)", table.id, table.name, table.words)?;
            if let Some(pack) = &table.pack {
                writeln!(
                    out,
                    "  Found out from the text; to keep it, save this under packs/font/:\n\n{pack}"
                )?;
            }
        }
        writeln!(out, "Doubtful words: {}", self.doubtful.len())?;
        for Doubtful { line, word, probability, alternatives, .. } in self.doubtful.iter().take(SHOWN) {
            let others = alternatives.join(", ");
            writeln!(out, "  line {line}: {word} ({:.0}%), or {others}", probability * 100.0)?;
        }
        if self.doubtful.len() > SHOWN {
            writeln!(out, "  and {} more: --report --json lists them all", self.doubtful.len() - SHOWN)?;
        }
        Ok(())
    }
}

/// Where the lines of a text start, in bytes.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at + 1).collect())
    }

    /// The line, from 1, of a byte.
    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|&start| start <= byte) + 1
    }
}
