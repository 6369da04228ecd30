use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::time::Duration;

use salname_ingest::Warning;
use salname_model::Source;
use salname_record::Record;

use super::files::Failure;

/// What a build did, told at its end.
#[derive(Default)]
pub struct Summary {
    pub kept: usize,
    pub bytes: usize,
    pub unchanged: usize,
    /// Names of the files that are no longer there.
    pub retired: Vec<String>,
    pub failures: Vec<Failure>,
    /// Documents that were read although something was wrong in them.
    pub faulty: Vec<Failure>,
}

impl Summary {
    /// Notes what was wrong in a document that was read all the same.
    pub fn warn(&mut self, source: &Source, warnings: &[Warning]) {
        let Some(first) = warnings.first() else { return };
        let more = match warnings.len() {
            1 => String::new(),
            all => format!(", and {} more", number(all - 1, "place", "places")),
        };
        self.faulty.push(Failure {
            name: format!("{}:{}", source.name, source.line_of(first.at.start)),
            reason: format!("{}{more}", first.message),
        });
    }

    pub fn print(&mut self, record: &Record, path: &Path, took: Duration) -> anyhow::Result<()> {
        let counts = record.counts()?;
        for list in [&mut self.failures, &mut self.faulty] {
            list.sort_by(|a, b| a.name.cmp(&b.name));
        }
        let mut out = std::io::stdout().lock();
        write!(out, "Read {}", number(self.kept, "document", "documents"))?;
        if self.unchanged > 0 {
            write!(out, "; {} unchanged", self.unchanged)?;
        }
        if !self.retired.is_empty() {
            write!(out, "; retired, for they are gone: {}", self.retired.join(", "))?;
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
        if !self.failures.is_empty() {
            writeln!(out, "\nNot read: {}", number(self.failures.len(), "file", "files"))?;
            for failure in &self.failures {
                writeln!(out, "  {}: {}", failure.name, failure.reason)?;
            }
        }
        if !self.faulty.is_empty() {
            writeln!(out, "\nRead, but not sound: {}", number(self.faulty.len(), "file", "files"))?;
            for fault in &self.faulty {
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
        if std::io::stderr().is_terminal() && self.bytes > 0 {
            let seconds = took.as_secs_f64();
            let megabytes = self.bytes as f64 / 1e6;
            eprintln!("{megabytes:.1} MB in {seconds:.1} s, {:.2} MB/s", megabytes / seconds);
        }
        Ok(())
    }
}

fn number(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
