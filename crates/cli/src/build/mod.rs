//! `salname build`: files in, a record out.
//!
//! Documents are restored and read by several threads, the biggest first; one writer keeps each as it comes, in one
//! transaction. What the record holds does not depend on the order in which they come.

mod engine;
mod files;
mod identities;
mod progress;
mod summary;
mod workers;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use salname_record::{Document, Writer};
use salname_search::{Analysis, Names, SearchIndex};

use crate::Outcome;
use crate::arguments::{BuildArguments, PackArguments};
use engine::Engine;
use files::Files;
pub use identities::Identities;
use progress::Progress;
use summary::Summary;
use workers::{Read, Workers};

pub fn run(command: &BuildArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let began = Instant::now();
    let stop = stop_on_interrupt()?;
    let mut files = Files::gather(&command.paths, &command.record.path)?;
    let engine = Arc::new(Engine::new(packs)?);
    let mut writer = Writer::open(&command.record.path)?;
    let retired = settle(&mut writer, &mut files)?;
    let mut summary = Summary { retired, ..Summary::default() };

    let threads = command.threads.map_or_else(workers::processors, usize::from);
    let total = files.list.len();
    let progress = Progress::new(&files.list);
    let reading = Workers::start(files.list, &writer, Arc::clone(&engine), threads)?;
    for _ in 0..total {
        let Some(read) = next(&reading, &stop) else {
            drop(progress);
            anyhow::bail!(
                "stopped: {} of {total} documents are in {}; the same command goes on from here",
                summary.kept + summary.unchanged,
                command.record.path.display()
            );
        };
        progress.passed(&read);
        match read {
            Read::Unchanged { .. } => summary.unchanged += 1,
            Read::Failed(failure) => {
                // Broken packs are no fault of the file: say so once, rather than file by file.
                engine.check()?;
                summary.failures.push(failure);
            }
            Read::Document(read) => {
                if summary.kept == 0 {
                    writer = writer.with_keys(Names::new(engine.packs()?));
                }
                writer.keep(&Document {
                    source: &read.source,
                    original: &read.original,
                    paragraphs: &read.paragraphs,
                    reading: &read.reading,
                    path: &read.path,
                    reader: &engine.fingerprint,
                })?;
                summary.kept += 1;
                summary.warn(&read.source, &read.warnings);
                summary.bytes += read.original.len();
            }
        }
    }
    drop(progress);
    // What was committed is whole; from here on, whoever wants to stop need not be kept waiting.
    stop.at_once.store(true, Ordering::Relaxed);
    if !writer.is_settled()? {
        let packs = engine.packs()?;
        writer = writer.with_keys(Names::new(packs)).with_identities(Identities::new(packs));
    }
    writer.finish()?;
    index(&writer, &engine)?;
    summary.print(&writer, &command.record.path, began.elapsed())?;
    if writer.sources()?.is_empty() {
        anyhow::bail!("{}: holds nothing, for no file could be read", command.record.path.display());
    }
    Ok(Outcome::Done)
}

/// Brings the search index up to date. Where nothing has changed, this takes no packs.
fn index(writer: &Writer, engine: &Engine) -> anyhow::Result<()> {
    if SearchIndex::is_up_to_date(writer)? {
        return Ok(());
    }
    let analysis = Analysis::new(engine.packs()?);
    SearchIndex::open(writer, &analysis)
        .context("the record is whole, but its search index could not be made")?;
    Ok(())
}

/// Compares what there is with what the record knows: files that moved are followed, files that vanished retired.
/// Gives the names of those retired.
fn settle(writer: &mut Writer, files: &mut Files) -> anyhow::Result<Vec<String>> {
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

/// The next document that is ready, in the order in which they get ready; none if the user asked to stop.
fn next(reading: &Workers, stop: &Stop) -> Option<Read> {
    const LOOK_UP: Duration = Duration::from_millis(50);
    loop {
        if stop.asked.load(Ordering::Relaxed) {
            return None;
        }
        if let Some(read) = reading.next(LOOK_UP) {
            return Some(read);
        }
    }
}

/// A request to stop.
#[derive(Default)]
struct Stop {
    asked: AtomicBool,
    /// True while nothing is under way that should be brought to its end.
    at_once: AtomicBool,
}

/// Turns Ctrl-C and a request to terminate into a flag, so that a document that is being written is written whole. Who
/// asks twice is obeyed at once: the record stands that, too.
fn stop_on_interrupt() -> anyhow::Result<Arc<Stop>> {
    let stop = Arc::new(Stop::default());
    let told = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        let again = told.asked.swap(true, Ordering::Relaxed);
        if again || told.at_once.load(Ordering::Relaxed) {
            eprintln!("salname: stopped; all that was read is kept, and the same command goes on from here");
            std::process::exit(2);
        }
    })?;
    Ok(stop)
}
