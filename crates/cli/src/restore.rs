use std::io::Write as _;

use salname_answers::restoration::{Doubtful, RestorationReport, Stretch};
use salname_restore::{Options, Restorer};

use crate::Outcome;
use crate::arguments::{PackArguments, RestoreArguments};

pub fn run(command: &RestoreArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let restorer = Restorer::new(&packs.load()?, &Options { no_font_packs: packs.no_font_packs });
    let source = salname_ingest::read_file(&command.file, &command.file.to_string_lossy())?;
    let restored = restorer.restore(&source.text);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if command.report {
        let report = RestorationReport::of(&source, &restored);
        if command.json {
            serde_json::to_writer(&mut out, &report).map_err(std::io::Error::from)?;
            writeln!(out)?;
        } else {
            print(&report, &mut out)?;
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

fn print(report: &RestorationReport, out: &mut impl std::io::Write) -> std::io::Result<()> {
    if report.stretches.is_empty() {
        return writeln!(out, "No letters are damaged.");
    }
    writeln!(out, "Damaged stretches: {}", report.stretches.len())?;
    for stretch in &report.stretches {
        let Stretch { lines: (first, last), damage, before, after, .. } = stretch;
        let (lang, table) = (stretch.lang.unwrap_or("?"), stretch.table.unwrap_or("no table"));
        writeln!(
            out,
            "  lines {first}-{last}: {damage}, {lang}, undone by {table}\n    {before}\n    {after}"
        )?;
    }
    writeln!(out, "Tables:")?;
    for table in report.tables {
        writeln!(out, "  {}: {} ({} words changed)", table.id, table.name, table.words)?;
        if let Some(pack) = &table.pack {
            writeln!(out, "  Found out from the text; to keep it, save this under packs/font/:\n\n{pack}")?;
        }
    }
    writeln!(out, "Doubtful words: {}", report.doubtful.len())?;
    for Doubtful { line, word, probability, alternatives, .. } in report.doubtful.iter().take(SHOWN) {
        let others = alternatives.join(", ");
        writeln!(out, "  line {line}: {word} ({:.0}%), or {others}", probability * 100.0)?;
    }
    if report.doubtful.len() > SHOWN {
        writeln!(out, "  and {} more: --report --json lists them all", report.doubtful.len() - SHOWN)?;
    }
    Ok(())
}
