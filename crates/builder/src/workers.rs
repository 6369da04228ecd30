use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use salname_ingest::{Ingested, Warning};
use salname_model::{Paragraph, Reading, Source, SourceId};
use salname_record::Record;

use crate::heard::{self, Heard, Waiting};
use crate::{BuildError, Engine, Failure, Found};

/// Stack of a worker, in bytes: generous, because nested formats are read by recursion.
const STACK: usize = 16 << 20;

/// Threads that read files, and what they have read.
pub struct Workers {
    ready: Receiver<Passed>,
}

/// A file that a worker is done with for now.
pub(crate) enum Passed {
    Read(Read),
    Waits(Waiting),
}

/// What became of one file.
#[derive(Debug)]
pub enum Read {
    /// The record holds what this engine reads in these bytes.
    Unchanged {
        /// Its size in bytes.
        bytes: u64,
    },
    /// It could not be read.
    Failed(Failure),
    /// It was read.
    Document(Box<ReadDocument>),
}

/// A document that was read.
#[derive(Debug)]
pub struct ReadDocument {
    /// What the record knows its file by.
    pub path: String,
    /// The file as ingested.
    pub source: Source,
    /// What was wrong with it without making it unreadable.
    pub warnings: Vec<Warning>,
    /// The file's bytes.
    pub original: Vec<u8>,
    /// The restored text.
    pub paragraphs: Vec<Paragraph>,
    /// What was read in it.
    pub reading: Reading,
    /// Fingerprint of what read it.
    pub reader: String,
}

/// What need not be read.
struct Known {
    by_path: HashMap<String, SourceId>,
    /// The same of those that were read by the words of others, with what read them.
    by_words: HashMap<String, (SourceId, String)>,
    chronologies: HashSet<SourceId>,
}

impl Known {
    fn of(record: &Record, engine: &Engine) -> Result<Self, BuildError> {
        let (by_words, others): (Vec<_>, Vec<_>) =
            record.files()?.into_iter().partition(|file| heard::is_by(file, engine));
        let by_path = others
            .into_iter()
            .filter(|file| file.reader == engine.fingerprint)
            .map(|file| (file.path, file.id))
            .collect();
        let by_words = by_words.into_iter().map(|file| (file.path, (file.id, file.reader))).collect();
        // What was kept as a list of reference facts is no paper to be read, should it lie among them.
        let chronologies = record.sources()?.into_iter().filter(|source| source.chronology);
        Ok(Self { by_path, by_words, chronologies: chronologies.map(|source| source.id).collect() })
    }

    fn holds(&self, path: &str, hash: &str) -> bool {
        self.by_path.get(path).is_some_and(|id| id.0 == hash)
            || self.chronologies.iter().any(|chronology| chronology.0 == hash)
    }
}

/// How many threads can run at once here.
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

impl Workers {
    /// Starts reading. The biggest files come first, so that no thread is left with one of them at the end. Without the
    /// words of sound documents, files that ask for them are told to wait; with them, all files are read, known or not.
    ///
    /// The threads are not joined: who stops early need not wait for documents that nobody will keep.
    pub(crate) fn start(
        mut files: Vec<Found>,
        record: &Record,
        engine: Arc<Engine>,
        threads: usize,
        heard: Option<Heard>,
    ) -> Result<Self, BuildError> {
        let known = if heard.is_some() { None } else { Some(Known::of(record, &engine)?) };
        files.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.path.cmp(&b.path)));
        // No more documents wait for the writer than threads could read meanwhile: memory stays bounded.
        let (sender, ready) = sync_channel(threads);
        let work = Arc::new((files, known, engine, heard, AtomicUsize::new(0)));
        let spawned = Arc::new(Mutex::new(sender));
        for _ in 0..threads.min(work.0.len()) {
            let (work, sender) = (Arc::clone(&work), spawned.lock().expect("nobody panics with it").clone());
            std::thread::Builder::new().stack_size(STACK).spawn(move || {
                let (files, known, engine, heard, next) = &*work;
                while let Some(found) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if sender.send(read(found, known.as_ref(), engine, heard.as_ref())).is_err() {
                        break;
                    }
                }
            })?;
        }
        Ok(Self { ready })
    }

    /// The next file that is done, if there is one before the time is over.
    pub(crate) fn next(&self, wait: Duration) -> Option<Passed> {
        self.ready.recv_timeout(wait).ok()
    }
}

fn read(found: &Found, known: Option<&Known>, engine: &Engine, heard: Option<&Heard>) -> Passed {
    let fail = |reason: String| Passed::Read(Read::Failed(Failure { name: found.name.clone(), reason }));
    let original = match salname_ingest::bytes_of(&found.file) {
        Ok(bytes) => bytes,
        Err(reason) => return fail(reason.to_string()),
    };
    let hash = blake3::hash(&original).to_hex();
    if let Some(known) = known {
        if known.holds(&found.path, hash.as_str()) {
            return Passed::Read(Read::Unchanged { bytes: found.bytes });
        }
        if let Some((_, reader)) = known.by_words.get(&found.path).filter(|(id, _)| id.0 == hash.as_str()) {
            return Passed::Waits(Waiting { found: found.clone(), reader: Some(reader.clone()) });
        }
    }
    match engine.read(&original, &found.name, heard) {
        Ok(Some((Ingested { source, warnings }, paragraphs, reading))) => {
            Passed::Read(Read::Document(Box::new(ReadDocument {
                path: found.path.clone(),
                source,
                warnings,
                original,
                paragraphs,
                reading,
                reader: heard.map_or_else(|| engine.fingerprint.clone(), |heard| heard.reader.clone()),
            })))
        }
        Ok(None) => Passed::Waits(Waiting { found: found.clone(), reader: None }),
        Err(reason) => fail(reason),
    }
}
