//! `salname build`: files in, a record out.

mod progress;
mod summary;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use salname_builder::{Engine, Found, Read, Reading, Request, Watch, build};

use crate::Outcome;
use crate::arguments::{BuildArguments, PackArguments};
use progress::Progress;

pub fn run(command: &BuildArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let began = Instant::now();
    let mut desk = Desk { progress: None, stop: stop_on_interrupt()? };
    let record = &command.record.path;
    let engine = Arc::new(engine(packs)?);
    let threads = command.threads.map(usize::from);
    let report = build(&Request { paths: &command.paths, record, threads }, &engine, &mut desk)?;
    summary::print(&report, record, began.elapsed())?;
    if report.counts.sources == 0 {
        anyhow::bail!("{}: holds nothing, for no file could be read", record.display());
    }
    Ok(Outcome::Done)
}

/// What reads documents, as the options say.
pub fn engine(packs: &PackArguments) -> anyhow::Result<Engine> {
    let how = Reading { no_font_packs: packs.no_font_packs, no_gazetteer: packs.no_gazetteer };
    Ok(Engine::new(packs.files()?, how))
}

/// Whoever sits before the terminal.
struct Desk {
    progress: Option<Progress>,
    stop: Arc<Stop>,
}

impl Watch for Desk {
    fn found(&mut self, files: &[Found]) {
        self.progress = Some(Progress::new(files));
    }

    fn passed(&mut self, read: &Read) {
        if let Some(progress) = &self.progress {
            progress.passed(read);
        }
    }

    fn finishing(&mut self) {
        self.progress = None;
        self.stop.at_once.store(true, Ordering::Relaxed);
    }

    fn stops(&self) -> bool {
        self.stop.asked.load(Ordering::Relaxed)
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
