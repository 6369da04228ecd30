use std::io::Write as _;

use salname_restore::{Options, Restorer};

use crate::Outcome;
use crate::arguments::{PackArguments, RestoreArguments};

pub fn run(command: &RestoreArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let restorer = Restorer::new(&packs.load()?, &Options { no_font_packs: packs.no_font_packs });
    let source = salname_ingest::read_file(&command.file, &command.file.to_string_lossy())?;
    let restored = restorer.restore(&source.text);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
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
