use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use salname_answers::Told;
use salname_model::{SourceId, Span};
use salname_packs::Packs;
use salname_record::{Record, RecordError, SourceSummary, StoredEntity};
use salname_state::StatementNumber;

use crate::desks::{Desk, Version};

/// While documents are being added one by one, the world is not made anew for each of them: this many times as long as
/// making it took, it stays.
const REST: u32 = 4;
/// A world that is made in less is made anew at every change.
const SOON: Duration = Duration::from_millis(300);
/// Worlds of single sources that are kept.
const KEPT: usize = 4;

/// What was told, as of one generation of the record.
pub struct World {
    pub version: Version,
    pub told: Told,
    entities: OnceLock<Vec<StoredEntity>>,
    classes: OnceLock<HashMap<String, Option<String>>>,
    sources: OnceLock<Vec<SourceSummary>>,
    standing: OnceLock<Standing>,
}

/// The statements that stand on each passage, by its source and number, each with the bytes of the passage's text.
type Standing = HashMap<SourceId, HashMap<usize, Vec<(Span, StatementNumber)>>>;

impl World {
    fn of(desk: &Desk, packs: &Packs, source: Option<&str>) -> Result<Self, RecordError> {
        let version = desk.version()?;
        let told = Told::load(&desk.record, packs, source)?;
        Ok(Self {
            version,
            told,
            entities: OnceLock::new(),
            classes: OnceLock::new(),
            sources: OnceLock::new(),
            standing: OnceLock::new(),
        })
    }

    /// Looks for everything that is looked for once, so that nobody has to wait for it.
    pub fn prepare(&self, record: &Record) -> Result<(), RecordError> {
        self.classes(record)?;
        self.sources(record)?;
        self.standing_on(record, &SourceId(String::new()), 0)?;
        // Each is made when the first is asked for.
        let _ = (self.told.number(""), self.told.naming(""), self.told.disagreements());
        Ok(())
    }

    /// The sources, with how much was read in each.
    pub fn sources(&self, record: &Record) -> Result<&[SourceSummary], RecordError> {
        if self.sources.get().is_none() {
            let _ = self.sources.set(record.summaries()?);
        }
        Ok(self.sources.get().map(Vec::as_slice).unwrap_or_default())
    }

    /// The source of a hash.
    pub fn source(&self, record: &Record, hash: &str) -> Result<Option<&SourceSummary>, RecordError> {
        Ok(self.sources(record)?.iter().find(|summary| summary.source.id.0 == hash))
    }

    /// The statements that stand on a passage, in order.
    pub fn standing_on(
        &self,
        record: &Record,
        source: &SourceId,
        number: usize,
    ) -> Result<&[(Span, StatementNumber)], RecordError> {
        if self.standing.get().is_none() {
            let mut standing = Standing::new();
            for (source, passage, span, id) in record.standings()? {
                // What is told may be older than the record by a moment.
                if let Some(number) = self.told.number(&id) {
                    standing.entry(source).or_default().entry(passage).or_default().push((span, number));
                }
            }
            let _ = self.standing.set(standing);
        }
        let of_source = self.standing.get().and_then(|standing| standing.get(source));
        Ok(of_source.and_then(|passages| passages.get(&number)).map(Vec::as_slice).unwrap_or_default())
    }

    /// What the record names, the most mentioned first.
    pub fn entities(&self, record: &Record) -> Result<&[StoredEntity], RecordError> {
        if self.entities.get().is_none() {
            let mut all = record.entities()?;
            all.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.name.cmp(&b.name)));
            // Whoever was quicker found the same.
            let _ = self.entities.set(all);
        }
        Ok(self.entities.get().map(Vec::as_slice).unwrap_or_default())
    }

    /// The class of each entity, by its name.
    pub fn classes(&self, record: &Record) -> Result<&HashMap<String, Option<String>>, RecordError> {
        let all = self.entities(record)?;
        Ok(self
            .classes
            .get_or_init(|| all.iter().map(|entity| (entity.name.clone(), entity.class.clone())).collect()))
    }
}

/// The world of a record and of some of its sources, each made once a generation and shared by all who ask.
#[derive(Default)]
pub struct Worlds {
    whole: Mutex<Option<Held>>,
    sources: Mutex<Vec<(String, Arc<World>)>>,
}

struct Held {
    world: Arc<World>,
    made: Instant,
    took: Duration,
}

impl Worlds {
    /// The world of all sources. Whoever comes while it is being made waits for it.
    pub fn whole(&self, desk: &Desk, packs: &Packs) -> Result<Arc<World>, RecordError> {
        let mut held = self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        let now = desk.version()?;
        if let Some(held) = &*held {
            let rests = held.took > SOON && held.made.elapsed() < held.took * REST;
            if held.world.version == now || rests {
                return Ok(Arc::clone(&held.world));
            }
        }
        let began = Instant::now();
        let world = Arc::new(World::of(desk, packs, None)?);
        *held = Some(Held { world: Arc::clone(&world), made: Instant::now(), took: began.elapsed() });
        Ok(world)
    }

    /// The world of the source that a person calls so.
    pub fn of_source(&self, desk: &Desk, packs: &Packs, source: &str) -> Result<Arc<World>, RecordError> {
        let now = desk.version()?;
        let mut kept = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(_, world)| world.version == now);
        if let Some(at) = kept.iter().position(|(name, _)| name == source) {
            let found = kept.remove(at);
            let world = Arc::clone(&found.1);
            kept.push(found);
            return Ok(world);
        }
        let world = Arc::new(World::of(desk, packs, Some(source))?);
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push((source.to_owned(), Arc::clone(&world)));
        Ok(world)
    }

    /// Forgets what was told: the next who asks gets it as it is now.
    pub fn forget(&self) {
        self.whole.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.sources.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
