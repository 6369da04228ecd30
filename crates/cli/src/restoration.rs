//! The report on a restoration, for a person.

use std::collections::BTreeMap;
use std::io::{self, Write};

use salname_answers::restoration::{Doubtful, RestorationReport, Stretch};
use salname_packs::{PackFiles, Packs};
use salname_restore::AppliedTable;

/// Doubtful words that a person is shown; `--json` has them all.
const WORDS: usize = 500;
/// Lines that are named of a doubtful word that stands in several places.
const LINES: usize = 6;

pub fn print(
    report: &RestorationReport,
    packs: &Packs,
    files: &PackFiles,
    out: &mut impl Write,
) -> io::Result<()> {
    if report.stretches.is_empty() {
        return writeln!(out, "No letters are damaged: the text is laid out anew, and left as it is.");
    }
    writeln!(out, "DAMAGED STRETCHES: {}", report.stretches.len())?;
    for stretch in &report.stretches {
        print_stretch(stretch, packs, out)?;
    }
    if !report.tables.is_empty() {
        writeln!(out, "\nTABLES: {}", report.tables.len())?;
    }
    for table in &report.tables {
        print_table(table, files, out)?;
    }
    print_doubtful(&report.doubtful, out)
}

fn print_stretch(stretch: &Stretch, packs: &Packs, out: &mut impl Write) -> io::Result<()> {
    let lines = match stretch.lines {
        (first, last) if first == last => format!("line {first}"),
        (first, last) => format!("lines {first}-{last}"),
    };
    let lang = stretch.lang.as_deref().unwrap_or("language unknown");
    let lang = packs.language(lang).map_or(lang, |known| known.about.name.as_str());
    writeln!(out, "\n  {lines}, {lang}: {}", befallen(stretch.damage))?;
    if let Some(table) = &stretch.table {
        write!(out, "    read by the table {table}")?;
        match stretch.doubtful {
            0 => writeln!(out)?,
            1 => writeln!(out, ", one word doubtful")?,
            words => writeln!(out, ", {words} words doubtful")?,
        }
    }
    writeln!(out, "    was  {}\n    now  {}", stretch.before, stretch.after)
}

/// What had happened, in words.
fn befallen(damage: &str) -> &str {
    match damage {
        "mojibake" => "UTF-8 that was read as a code page",
        "codepage-font" => "a font or code page that shows other signs for its letters",
        "glyph-dropped" => "other signs for letters, and letters lost",
        "letters-collapsed" => "other signs for letters, and one sign for several letters",
        other => other,
    }
}

fn print_table(table: &AppliedTable, files: &PackFiles, out: &mut impl Write) -> io::Result<()> {
    let AppliedTable { id, name, words, .. } = table;
    writeln!(out, "\n  {id}: {name}, {words} words changed")?;
    if !table.examples.is_empty() {
        let examples: Vec<String> =
            table.examples.iter().map(|(before, after)| format!("{before} → {after}")).collect();
        writeln!(out, "    such as {}", examples.join(", "))?;
    }
    let path = format!("font/{id}.toml");
    let known = files.text(&path).ok().flatten();
    if let Some(pack) = &table.pack {
        writeln!(
            out,
            "    Found out from the text. To keep it, look it over, save it as DIR/{path} and say --packs DIR:"
        )?;
        indented(pack, out)
    } else if let Some(pack) = known {
        writeln!(out, "    The pack {path}:")?;
        indented(pack, out)
    } else {
        Ok(())
    }
}

fn indented(pack: &str, out: &mut impl Write) -> io::Result<()> {
    writeln!(out)?;
    for line in pack.lines() {
        if line.is_empty() { writeln!(out)? } else { writeln!(out, "    {line}")? }
    }
    Ok(())
}

fn print_doubtful(doubtful: &[Doubtful], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\nDOUBTFUL WORDS: {}", doubtful.len())?;
    // The same word in several places is one line of the report.
    let mut forms: BTreeMap<(&str, &[String]), Vec<&Doubtful>> = BTreeMap::new();
    for word in doubtful {
        forms.entry((&word.word, &word.alternatives)).or_default().push(word);
    }
    let mut forms: Vec<_> = forms.into_iter().collect();
    forms.sort_by_key(|(_, places)| places[0].source.start);
    if !forms.is_empty() {
        writeln!(out)?;
    }
    for ((word, alternatives), places) in forms.iter().take(WORDS) {
        let least = places.iter().map(|place| place.probability).fold(1.0, f32::min) * 100.0;
        let others = if alternatives.is_empty() {
            "no other reading is near".to_owned()
        } else {
            format!("or {}", alternatives.join(", "))
        };
        let mut lines: Vec<String> = places.iter().take(LINES).map(|place| place.line.to_string()).collect();
        lines.dedup();
        if places.len() > LINES {
            lines.push(format!("and {} more", places.len() - LINES));
        }
        let at = if lines.len() == 1 { "line" } else { "lines" };
        writeln!(out, "  {word} ({least:.0}%), {others}: {at} {}", lines.join(", "))?;
    }
    if forms.len() > WORDS {
        writeln!(out, "  and {} more: --report --json lists them all", forms.len() - WORDS)?;
    }
    Ok(())
}
