use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::time::Duration;

use salname_builder::Report;

/// Tells what a build did.
pub fn print(report: &Report, path: &Path, took: Duration) -> anyhow::Result<()> {
    let counts = &report.counts;
    let mut out = std::io::stdout().lock();
    write!(out, "Read {}", number(report.kept, "document", "documents"))?;
    if report.unchanged > 0 {
        write!(out, "; {} unchanged", report.unchanged)?;
    }
    if !report.retired.is_empty() {
        write!(out, "; retired, for they are gone: {}", report.retired.join(", "))?;
    }
    writeln!(out, ".\n\nThe record {} holds", path.display())?;
    let languages = if counts.languages.is_empty() {
        String::new()
    } else {
        format!(" ({})", counts.languages.join(", "))
    };
    writeln!(out, "  {:>8}  documents{languages}", counts.sources)?;
    writeln!(out, "  {:>8}  passages", counts.passages)?;
    writeln!(out, "  {:>8}  times", counts.times)?;
    writeln!(
        out,
        "  {:>8}  names of {} people, places, bodies and events",
        counts.mentions, counts.entities
    )?;
    let total: u64 = counts.statements.iter().map(|(_, count)| count).sum();
    writeln!(out, "  {total:>8}  statements")?;
    for (kind, count) in &counts.statements {
        writeln!(out, "            {count:>6}  {kind}")?;
    }
    if !report.failures.is_empty() {
        writeln!(out, "\nNot read: {}", number(report.failures.len(), "file", "files"))?;
        for failure in &report.failures {
            writeln!(out, "  {}: {}", failure.name, failure.reason)?;
        }
    }
    if !report.faulty.is_empty() {
        writeln!(out, "\nRead, but not sound: {}", number(report.faulty.len(), "file", "files"))?;
        for fault in &report.faulty {
            writeln!(out, "  {}: {}", fault.name, fault.reason)?;
        }
    }
    if counts.sources > 0 {
        let record = path.display();
        writeln!(
            out,
            "\nLook further:\n  salname find -r {record} --kind agreement\n  salname search -r {record} WORDS\n  \
             salname state -r {record} --on 1920-05-01\n  salname disagreements -r {record}"
        )?;
    }
    if std::io::stderr().is_terminal() && report.bytes > 0 {
        let seconds = took.as_secs_f64();
        let megabytes = report.bytes as f64 / 1e6;
        eprintln!("{megabytes:.1} MB in {seconds:.1} s, {:.2} MB/s", megabytes / seconds);
    }
    Ok(())
}

fn number(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
