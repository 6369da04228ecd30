use std::io::Write;

use salname_answers::restoration::RestorationReport;
use salname_packs::Packs;
use salname_restore::{Options, Restorer};

use crate::Outcome;
use crate::arguments::{PackArguments, RestoreArguments};
use crate::restoration;

pub fn run(command: &RestoreArguments, arguments: &PackArguments) -> anyhow::Result<Outcome> {
    let files = arguments.files()?;
    let packs = Packs::load(&files)?;
    let restorer = Restorer::new(&packs, &Options { no_font_packs: arguments.no_font_packs });
    let source = salname_ingest::read_file(&command.file, &command.file.to_string_lossy())?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if command.report {
        let report = RestorationReport::made_by(&restorer, &source);
        if command.json {
            serde_json::to_writer(&mut out, &report).map_err(std::io::Error::from)?;
            writeln!(out)?;
        } else {
            restoration::print(&report, &packs, &files, &mut out)?;
        }
        out.flush()?;
        return Ok(Outcome::Done);
    }
    let range = command.range.map(|range| source.alignment.derived_in(range));
    // Paragraphs go out as they come: of a long file no more than some megabytes are held.
    let mut written = Ok(());
    restorer.restore_each(&source.text, |paragraph| {
        let text = range.map_or(paragraph.text.as_str(), |range| paragraph.text_in(range));
        if written.is_ok() && !text.is_empty() {
            written = writeln!(out, "{text}");
        }
    });
    written.and_then(|()| out.flush())?;
    Ok(Outcome::Done)
}
