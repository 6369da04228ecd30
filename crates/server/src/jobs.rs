//! Builds that were asked for: one after another, each with its progress for whoever follows it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use salname_builder::{BuildError, Engine, Failure, Found, Read, Report, Request, Watch, build};
use salname_record::RecordError;
use serde::Serialize;
use tokio::sync::watch;

use crate::problem::Problem;

/// Jobs that wait, and jobs that are remembered when they are done.
const WAITING: usize = 1000;
const REMEMBERED: usize = 1000;
/// How long a job waits for another build of the same record to end.
const PATIENCE: Duration = Duration::from_secs(600);

/// Something that happened to a job.
#[derive(Debug, Clone)]
pub enum Event {
    Progress(Progress),
    Done(Done),
    Failed(Failed),
}

/// How far a build is.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Progress {
    /// The file that was last done with.
    pub file: String,
    pub done: usize,
    pub total: usize,
    pub bytes: u64,
    pub bytes_total: u64,
}

/// What a build did.
#[derive(Debug, Clone, Serialize)]
pub struct Done {
    pub sources: Vec<Named>,
    pub failed: Vec<Unread>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Named {
    pub file: String,
}

/// A file that could not be read, and why.
#[derive(Debug, Clone, Serialize)]
pub struct Unread {
    pub file: String,
    pub reason: String,
}

/// Why a build did nothing.
#[derive(Debug, Clone, Serialize)]
pub struct Failed {
    pub title: &'static str,
    pub detail: String,
}

/// All jobs of a server.
pub struct Jobs {
    engine: Arc<Engine>,
    queue: SyncSender<Job>,
    events: Mutex<Told>,
    /// Set when the server ends: a build stops at the next document, and the next one goes on from there.
    ended: Arc<AtomicBool>,
}

#[derive(Default)]
struct Told {
    last: u64,
    events: BTreeMap<u64, watch::Receiver<Event>>,
}

struct Job {
    files: Vec<PathBuf>,
    tell: watch::Sender<Event>,
}

impl Jobs {
    /// Starts the one thread that works at them. `after` is called whenever a build has changed the record.
    pub fn start(engine: Engine, record: &Path, after: impl Fn() + Send + 'static) -> io::Result<Self> {
        let (queue, jobs) = sync_channel::<Job>(WAITING);
        let (engine, ended) = (Arc::new(engine), Arc::new(AtomicBool::new(false)));
        let worker =
            Worker { engine: Arc::clone(&engine), record: record.to_owned(), ended: Arc::clone(&ended) };
        std::thread::Builder::new().name("builds".to_owned()).spawn(move || {
            for Job { files, tell } in jobs {
                let outcome = worker.work(&files, &tell);
                after();
                tell.send_replace(outcome);
            }
        })?;
        Ok(Self { engine, queue, events: Mutex::default(), ended })
    }

    /// What reads documents.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Puts a build of these files at the end of the queue. Gives its number.
    pub fn add(&self, files: Vec<PathBuf>) -> Result<u64, Problem> {
        let (tell, hear) = watch::channel(Event::Progress(Progress::default()));
        let mut told = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        self.queue.try_send(Job { files, tell }).map_err(|_| {
            Problem::busy(
                "too many documents wait to be read: these are kept beside the record; send them again later",
            )
        })?;
        told.last += 1;
        let number = told.last;
        told.events.insert(number, hear);
        while told.events.len() > WAITING + REMEMBERED {
            told.events.pop_first();
        }
        Ok(number)
    }

    /// What happens to a job.
    pub fn follow(&self, number: u64) -> Option<watch::Receiver<Event>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).events.get(&number).cloned()
    }

    /// Breaks off what is being built.
    pub fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}

struct Worker {
    engine: Arc<Engine>,
    record: PathBuf,
    ended: Arc<AtomicBool>,
}

impl Worker {
    fn work(&self, files: &[PathBuf], tell: &watch::Sender<Event>) -> Event {
        let began = Instant::now();
        loop {
            let mut telling =
                Telling { tell, ended: &self.ended, progress: Progress::default(), sources: Vec::new() };
            let request = Request { paths: files, record: &self.record, threads: None };
            match build(&request, &self.engine, &mut telling) {
                Ok(report) => return Event::Done(telling.done(report)),
                // Somebody else is building: theirs ends some time.
                Err(BuildError::Record(RecordError::Busy(_)))
                    if began.elapsed() < PATIENCE && !self.ended.load(Ordering::Relaxed) =>
                {
                    std::thread::sleep(Duration::from_millis(500));
                }
                Err(error) => {
                    let title = "The documents were not read";
                    return Event::Failed(Failed { title, detail: error.to_string() });
                }
            }
        }
    }
}

/// Tells those who follow a job.
struct Telling<'a> {
    tell: &'a watch::Sender<Event>,
    ended: &'a AtomicBool,
    progress: Progress,
    sources: Vec<Named>,
}

impl Telling<'_> {
    fn done(self, report: Report) -> Done {
        let unread = |Failure { name, reason }| Unread { file: name, reason };
        Done { sources: self.sources, failed: report.failures.into_iter().map(unread).collect() }
    }
}

impl Watch for Telling<'_> {
    fn found(&mut self, files: &[Found]) {
        self.progress.total = files.len();
        self.progress.bytes_total = files.iter().map(|file| file.bytes).sum();
        self.sources = files.iter().map(|file| Named { file: file.name.clone() }).collect();
        self.tell.send_replace(Event::Progress(self.progress.clone()));
    }

    fn passed(&mut self, read: &Read) {
        let (name, bytes) = match read {
            Read::Unchanged { bytes } => (None, *bytes),
            Read::Failed(failure) => {
                self.sources.retain(|source| source.file != failure.name);
                (Some(&failure.name), 0)
            }
            Read::Document(read) => (Some(&read.source.name), read.original.len() as u64),
        };
        if let Some(name) = name {
            self.progress.file.clone_from(name);
        }
        self.progress.done += 1;
        self.progress.bytes += bytes;
        self.tell.send_replace(Event::Progress(self.progress.clone()));
    }

    fn stops(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }
}
