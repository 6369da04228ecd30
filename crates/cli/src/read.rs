use std::io::Write as _;

use salname_answers::at;
use salname_model::{Anchor, Paragraph, Reading, Source};
use salname_reader::{Options, Reader};
use salname_restore::Restorer;

use crate::Outcome;
use crate::arguments::{PackArguments, ReadArguments};
use crate::lines::{Line, date};
use crate::said::Said;

pub fn run(command: &ReadArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let loaded = packs.load()?;
    let restorer = Restorer::new(&loaded, &salname_restore::Options { no_font_packs: packs.no_font_packs });
    let reader = Reader::new(&loaded, &Options { no_gazetteer: packs.no_gazetteer });
    let source = salname_ingest::read_file(&command.file, &command.file.to_string_lossy())?;
    let restored = restorer.restore(&source.text);
    let reading = reader.read(&restored.paragraphs);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if !command.jsonl {
        print(&mut out, &source, &reading)?;
        out.flush()?;
        return Ok(if reading.statements.is_empty() { Outcome::Nothing } else { Outcome::Done });
    }
    for line in in_order(&source, &restored.paragraphs, &reading) {
        serde_json::to_writer(&mut out, &line).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// What the file says, for people.
fn print(out: &mut impl std::io::Write, source: &Source, reading: &Reading) -> std::io::Result<()> {
    for statement in &reading.statements {
        let place = source.place(source.span_of(statement.anchor.source));
        let said = Said {
            date: statement.date.as_ref(),
            kind: statement.kind,
            modality: statement.modality,
            note: "",
            roles: &statement.roles,
            quote: &statement.quote,
            at: &at(&place, statement.citation.as_deref()),
        };
        writeln!(out, "{said}\n")?;
    }
    out.flush()?;
    let (said, times, names) = (reading.statements.len(), reading.times.len(), reading.mentions.len());
    eprintln!("salname: statements: {said}, times: {times}, names: {names}; --jsonl prints all of them.");
    Ok(())
}

/// Every paragraph, followed by the times, mentions, statements and citations that stand in it.
fn in_order<'a>(source: &'a Source, paragraphs: &'a [Paragraph], reading: &'a Reading) -> Vec<Line<'a>> {
    let span = |anchor: &Anchor| source.span_of(anchor.source);
    let mut lines = Vec::new();
    let (mut times, mut mentions, mut statements) = (
        reading.times.iter().peekable(),
        reading.mentions.iter().peekable(),
        reading.statements.iter().peekable(),
    );
    let mut citations = reading.citations.iter().peekable();
    let mut entries = reading.bibliography.iter().enumerate().peekable();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        lines.push(Line::Paragraph {
            source: source.span_of(paragraph.span),
            text: &paragraph.text,
            lang: paragraph.lang.as_deref(),
            damage: paragraph.damage.as_str(),
            doubtful: &paragraph.doubts,
        });
        while let Some(time) = times.next_if(|time| time.anchor.paragraph <= index) {
            let (text, value) = (time.text.as_str(), date(time.value.as_ref()));
            lines.push(Line::Time { source: span(&time.anchor), text, value, note: &time.note });
        }
        while let Some(mention) = mentions.next_if(|mention| mention.anchor.paragraph <= index) {
            lines.push(Line::Mention {
                source: span(&mention.anchor),
                text: &mention.text,
                class: mention.class,
                entity: &mention.entity,
            });
        }
        while let Some(statement) = statements.next_if(|statement| statement.anchor.paragraph <= index) {
            lines.push(Line::Statement {
                source: span(&statement.anchor),
                kind: statement.kind,
                date: date(statement.date.as_ref()),
                roles: &statement.roles,
                modality: statement.modality,
                quote: &statement.quote,
                citation: statement.citation.as_deref(),
                confidence: statement.confidence,
            });
        }
        while let Some(citation) = citations.next_if(|citation| citation.anchor.paragraph <= index) {
            lines.push(Line::Citation {
                source: span(&citation.anchor),
                text: &citation.text,
                references: &citation.references,
            });
        }
        while let Some((number, entry)) = entries.next_if(|(_, entry)| entry.anchor.paragraph <= index) {
            lines.push(Line::Entry {
                source: span(&entry.anchor),
                entry: number,
                note: entry.note,
                number: entry.number.as_deref(),
                author: entry.author.as_deref(),
                year: entry.year.as_deref(),
                archive: entry.archive.as_ref(),
                text: &entry.text,
            });
        }
    }
    lines
}
