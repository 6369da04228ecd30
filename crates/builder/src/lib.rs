//! Files in, a record out.
//!
//! Documents are restored and read by several threads, the biggest first; one writer keeps each as it comes, in one
//! transaction. Documents of which some letters can only be told by the words they are in are read last, by the words of
//! the archive's sound documents; when these words change, they are read again. What the record holds does not depend on the
//! order in which documents come.
//!
//! ```
//! use std::sync::Arc;
//!
//! use salname_builder::{Engine, Reading, Request, Unwatched, build};
//! use salname_packs::PackFiles;
//!
//! # let desk = tempfile::tempdir().unwrap();
//! # std::fs::write(desk.path().join("note.txt"), "On 28 April 1920 the government changed.").unwrap();
//! # let (paths, record) = (vec![desk.path().join("note.txt")], desk.path().join("record"));
//! let engine = Arc::new(Engine::new(PackFiles::embedded(), Reading::default()));
//! let report = build(&Request { paths: &paths, record: &record, threads: None }, &engine, &mut Unwatched).unwrap();
//! assert_eq!((report.kept, report.counts.sources), (1, 1));
//! ```

mod engine;
mod error;
mod files;
mod heard;
mod identities;
mod report;
mod workers;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use salname_record::{Document, Writer};
use salname_search::{Analysis, Names, SearchIndex};

pub use engine::{Engine, Reading};
pub use error::BuildError;
pub use files::{Failure, Found};
pub use identities::Identities;
pub use report::Report;
pub use workers::{Read, ReadDocument};

use files::Files;
use heard::{Heard, Waiting};
use workers::{Passed, Workers};

/// What is to be built.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Files, and directories with files at any depth.
    pub paths: &'a [PathBuf],
    /// The record's directory.
    pub record: &'a Path,
    /// How many documents are read at once; as many as there are processors, if none.
    pub threads: Option<usize>,
}

/// Whoever looks on while a record is built.
pub trait Watch {
    /// These files are going to be looked at.
    fn found(&mut self, files: &[Found]) {
        let _ = files;
    }

    /// One of them is done with.
    fn passed(&mut self, read: &Read) {
        let _ = read;
    }

    /// All of them are; the record is being brought to its end.
    fn finishing(&mut self) {}

    /// True if the build is to stop. Asked a few times a second.
    fn stops(&self) -> bool {
        false
    }
}

/// Nobody looks on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}

/// Reads files into a record: new and changed ones only.
///
/// # Errors
/// If there is nothing to read, the record cannot be written to, the packs are malformed, or the build was stopped. What
/// was kept until then is whole, and the same build goes on from there.
pub fn build(request: &Request, engine: &Arc<Engine>, watch: &mut impl Watch) -> Result<Report, BuildError> {
    let mut files = Files::gather(request.paths, request.record)?;
    let mut writer = Writer::open(request.record)?;
    let mut report = Report { retired: settle(&mut writer, &mut files)?, ..Report::default() };
    let threads = request.threads.unwrap_or_else(workers::processors);
    let total = files.list.len();
    watch.found(&files.list);
    let reading = Workers::start(files.list, &writer, Arc::clone(engine), threads, None)?;
    let stopped = |report: &Report| BuildError::Stopped {
        done: report.kept + report.unchanged,
        total,
        record: request.record.to_owned(),
    };
    let mut waiting = Vec::new();
    for _ in 0..total {
        match next(&reading, watch).ok_or_else(|| stopped(&report))? {
            Passed::Waits(file) => waiting.push(file),
            Passed::Read(read) => {
                watch.passed(&read);
                writer = keep(writer, read, engine, &mut report)?;
            }
        }
    }
    drop(reading);
    if let Some((files, heard)) = by_words(&writer, engine, waiting, watch, &mut report)? {
        let (asked, listed) = (files.outdated.len() + files.listed.len(), paths_of(&files.listed));
        let files = files.listed.into_iter().chain(files.outdated).collect();
        let reading = Workers::start(files, &writer, Arc::clone(engine), threads, Some(heard))?;
        for _ in 0..asked {
            let Passed::Read(read) = next(&reading, watch).ok_or_else(|| stopped(&report))? else { continue };
            if !matches!(&read, Read::Document(read) if !listed.contains(&read.path)) {
                watch.passed(&read);
            }
            writer = keep(writer, read, engine, &mut report)?;
        }
    }
    // What was committed is whole; from here on, whoever wants to stop need not be kept waiting.
    watch.finishing();
    if !writer.is_settled()? {
        let packs = engine.packs()?;
        writer = writer.with_keys(Names::new(packs)).with_identities(Identities::new(packs));
    }
    writer.finish()?;
    index(&writer, engine)?;
    report.counts = writer.counts()?;
    for list in [&mut report.failures, &mut report.faulty] {
        list.sort_by(|a, b| a.name.cmp(&b.name));
    }
    Ok(report)
}

/// Keeps what was read of a file, and notes what became of it.
fn keep(mut writer: Writer, read: Read, engine: &Engine, report: &mut Report) -> Result<Writer, BuildError> {
    match read {
        Read::Unchanged { .. } => report.unchanged += 1,
        Read::Failed(failure) => {
            // Broken packs are no fault of the file: say so once, rather than file by file.
            engine.check()?;
            report.failures.push(failure);
        }
        Read::Document(read) => {
            if report.kept == 0 {
                writer = writer.with_keys(Names::new(engine.packs()?));
            }
            writer.keep(&Document {
                source: &read.source,
                original: &read.original,
                paragraphs: &read.paragraphs,
                reading: &read.reading,
                path: &read.path,
                reader: &read.reader,
            })?;
            report.kept += 1;
            report.warn(&read.source, &read.warnings);
            report.bytes += read.original.len();
        }
    }
    Ok(writer)
}

/// Files to be read by the words of sound documents.
struct ByWords {
    /// Those that were asked for.
    listed: Vec<Found>,
    /// Others that the record holds, and that were read by other words.
    outdated: Vec<Found>,
}

fn paths_of(files: &[Found]) -> BTreeSet<String> {
    files.iter().map(|file| file.path.clone()).collect()
}

/// Which files are to be read by the words of the archive's sound documents, now that these are all in; none if there are
/// no such files, or the words are what they were.
fn by_words(
    writer: &Writer,
    engine: &Engine,
    waiting: Vec<Waiting>,
    watch: &mut impl Watch,
    report: &mut Report,
) -> Result<Option<(ByWords, Heard)>, BuildError> {
    let mut unchanged = |file: Waiting| {
        report.unchanged += 1;
        watch.passed(&Read::Unchanged { bytes: file.found.bytes });
    };
    let known = waiting.iter().all(|file| file.reader.is_some());
    if known && (writer.is_settled()? || !writer.files()?.iter().any(|file| heard::is_by(file, engine))) {
        waiting.into_iter().for_each(unchanged);
        return Ok(None);
    }
    let heard = Heard::of(writer, engine)?;
    let outdated = heard.outdated(writer, engine, &waiting)?;
    let mut listed = Vec::new();
    for file in waiting {
        match &file.reader {
            Some(reader) if *reader == heard.reader => unchanged(file),
            _ => listed.push(file.found),
        }
    }
    if listed.is_empty() && outdated.is_empty() {
        return Ok(None);
    }
    Ok(Some((ByWords { listed, outdated }, heard)))
}

/// Brings the search index up to date. Where nothing has changed, this takes no packs.
fn index(writer: &Writer, engine: &Engine) -> Result<(), BuildError> {
    if SearchIndex::is_up_to_date(writer).map_err(BuildError::Index)? {
        return Ok(());
    }
    SearchIndex::open(writer, &Analysis::new(engine.packs()?)).map_err(BuildError::Index)?;
    Ok(())
}

/// Compares what there is with what the record knows: files that moved are followed, files that vanished retired.
/// Gives the names of those retired.
fn settle(writer: &mut Writer, files: &mut Files) -> Result<Vec<String>, BuildError> {
    let known = writer.files()?;
    let plan = files.settle(&known);
    for (from, to) in &plan.moved {
        writer.relocate(from, to)?;
    }
    if !plan.vanished.is_empty() {
        writer.retire(plan.vanished.iter().map(|file| file.path.as_str()))?;
    }
    Ok(plan.vanished.into_iter().map(|file| file.name).collect())
}

/// The next document that is ready, in the order in which they get ready; none if the build is to stop.
fn next(reading: &Workers, watch: &impl Watch) -> Option<Passed> {
    const LOOK_UP: Duration = Duration::from_millis(50);
    loop {
        if watch.stops() {
            return None;
        }
        if let Some(read) = reading.next(LOOK_UP) {
            return Some(read);
        }
    }
}
