use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use salname_answers::WellKnown;
use salname_builder::Engine;
use salname_packs::Packs;
use salname_record::{Correction, Interrupter, RecordError, Writer};
use salname_search::{Analysis, Freshness, Names, SearchIndex};
use tokio::sync::Semaphore;

use crate::desks::{Desk, Desks, Version};
use crate::jobs::Jobs;
use crate::kept::Kept;
use crate::problem::Problem;
use crate::uploads::Uploads;
use crate::worlds::Worlds;

/// How long a request waits for its turn, and how long its answer may take.
const TURN: Duration = Duration::from_secs(10);
const ANSWER: Duration = Duration::from_secs(10);

/// All that requests share.
pub struct Shared {
    pub directory: PathBuf,
    pub packs: Packs,
    pub names: Names,
    pub analysis: Analysis,
    pub known: WellKnown,
    pub worlds: Arc<Worlds>,
    pub uploads: Uploads,
    pub jobs: Jobs,
    /// Reports of restorations, by the hash of the source: what was asked for last comes last.
    pub reports: Mutex<Vec<(String, Arc<[u8]>)>>,
    /// One correction after another.
    writing: Mutex<()>,
    /// Names this program with these packs: another one may answer otherwise.
    pub edition: String,
    desks: Desks,
    /// Answers that were given.
    pub kept: Kept,
    index: Mutex<Option<(Version, Arc<SearchIndex>)>>,
    /// How many answers are looked for at once: no more than the machine has hands for.
    pub turns: Arc<Semaphore>,
    /// Told that the record was changed.
    changed: SyncSender<()>,
}

impl Shared {
    /// # Errors
    /// If the system gives no thread.
    pub fn start(directory: PathBuf, packs: Packs, engine: Engine) -> std::io::Result<Arc<Self>> {
        let hands = std::thread::available_parallelism().map_or(2, usize::from).max(2);
        let worlds = Arc::new(Worlds::default());
        // One change that waits stands for all that follow before it is looked at.
        let (changed, changes) = sync_channel(1);
        let (told, after) = (Arc::clone(&worlds), changed.clone());
        let after = move || {
            told.forget();
            let _ = after.try_send(());
        };
        let shared = Arc::new(Self {
            names: Names::new(&packs),
            analysis: Analysis::new(&packs),
            known: WellKnown::new(&packs),
            desks: Desks::new(&directory),
            uploads: Uploads::beside(&directory),
            edition: engine.fingerprint.clone(),
            jobs: Jobs::start(engine, &directory, after)?,
            reports: Mutex::default(),
            writing: Mutex::default(),
            worlds,
            kept: Kept::default(),
            index: Mutex::new(None),
            turns: Arc::new(Semaphore::new(hands * 2)),
            changed,
            packs,
            directory,
        });
        let weak = Arc::downgrade(&shared);
        std::thread::Builder::new().name("worlds".to_owned()).spawn(move || {
            loop {
                // Who asks is told what goes wrong.
                let Some(shared) = weak.upgrade() else { return };
                let _ = shared.prepare();
                drop(shared);
                if changes.recv().is_err() {
                    return;
                }
            }
        })?;
        Ok(shared)
    }

    /// Makes the world and opens the index of the record as it is now, before somebody asks.
    fn prepare(&self) -> Result<(), Problem> {
        let desk = self.desks.take()?;
        self.worlds.whole(&desk, &self.packs)?.prepare(&desk.record)?;
        self.index(&desk)?;
        self.desks.give_back(desk);
        Ok(())
    }

    /// A connection to the record.
    pub fn desk(&self) -> Result<Desk, Problem> {
        Ok(self.desks.take()?)
    }

    /// Keeps a connection for the next who needs one.
    pub fn give_back(&self, desk: Desk) {
        self.desks.give_back(desk);
    }

    /// Changes the record by what a person says. From then on everybody is answered accordingly.
    pub async fn write(
        self: &Arc<Self>,
        change: impl FnOnce(&mut Writer) -> Result<Correction, RecordError> + Send + 'static,
    ) -> Result<Correction, Problem> {
        let shared = Arc::clone(self);
        let written = tokio::task::spawn_blocking(move || {
            let _one = shared.writing.lock().unwrap_or_else(PoisonError::into_inner);
            let mut writer = Writer::open(&shared.directory)?.with_keys(Names::new(&shared.packs));
            let made = change(&mut writer)?;
            shared.worlds.forget();
            let _ = shared.changed.try_send(());
            Ok(made)
        });
        written.await.map_err(|_| Problem::fault())?
    }

    /// The search index of the record as it is now. While it is being written, as the last finished build left it.
    pub fn index(&self, desk: &Desk) -> Result<Arc<SearchIndex>, Problem> {
        let version = desk.version()?;
        let mut held = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, index)) = &*held
            && *of == version
        {
            return Ok(Arc::clone(index));
        }
        let index = Arc::new(SearchIndex::open(&desk.record, &self.analysis)?);
        // The next who asks looks again.
        if index.freshness() != Freshness::Behind {
            *held = Some((version, Arc::clone(&index)));
        }
        Ok(index)
    }

    /// Asks the record something, on a thread that may wait; gives up if it takes too long.
    pub async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        question: impl FnOnce(&Self, &Desk) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = tokio::time::timeout(TURN, Arc::clone(&self.turns).acquire_owned());
        let Ok(Ok(turn)) = turn.await else {
            return Err(Problem::busy("too many questions are being answered: try again in a moment"));
        };
        // Set while the question is being answered, and only then: the next who gets the desk is not to be interrupted.
        let running: Arc<Mutex<Option<Interrupter>>> = Arc::default();
        let (shared, told) = (Arc::clone(self), Arc::clone(&running));
        let task = tokio::task::spawn_blocking(move || {
            let desk = shared.desks.take()?;
            *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(desk.record.interrupter());
            let answer = question(&shared, &desk);
            told.lock().unwrap_or_else(PoisonError::into_inner).take();
            shared.desks.give_back(desk);
            drop(turn);
            answer
        });
        match tokio::time::timeout(ANSWER, task).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(Problem::fault()),
            Err(_) => {
                if let Some(interrupter) = running.lock().unwrap_or_else(PoisonError::into_inner).take() {
                    interrupter.interrupt();
                }
                Err(Problem::slow())
            }
        }
    }
}
