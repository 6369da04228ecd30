use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use salname_answers::Told;
use salname_packs::Packs;
use salname_record::{Record, RecordError, StoredEntity};

/// While documents are being added one by one, the world is not made anew for each of them: this many times as long as
/// making it took, it stays.
const REST: u32 = 4;
/// A world that is made in less is made anew at every change.
const SOON: Duration = Duration::from_millis(300);
/// Worlds of single sources that are kept.
const KEPT: usize = 4;

/// What was told, as of one generation of the record.
pub struct World {
    pub generation: u64,
    pub told: Told,
    entities: OnceLock<Vec<StoredEntity>>,
    classes: OnceLock<HashMap<String, Option<String>>>,
}

impl World {
    fn of(record: &Record, packs: &Packs, source: Option<&str>) -> Result<Self, RecordError> {
        let generation = record.generation()?;
        let told = Told::load(record, packs, source)?;
        Ok(Self { generation, told, entities: OnceLock::new(), classes: OnceLock::new() })
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
    pub fn whole(&self, record: &Record, packs: &Packs) -> Result<Arc<World>, RecordError> {
        let mut held = self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        let generation = record.generation()?;
        if let Some(held) = &*held {
            let rests = held.took > SOON && held.made.elapsed() < held.took * REST;
            if held.world.generation == generation || rests {
                return Ok(Arc::clone(&held.world));
            }
        }
        let began = Instant::now();
        let world = Arc::new(World::of(record, packs, None)?);
        *held = Some(Held { world: Arc::clone(&world), made: Instant::now(), took: began.elapsed() });
        Ok(world)
    }

    /// The world of the source that a person calls so.
    pub fn of_source(&self, record: &Record, packs: &Packs, source: &str) -> Result<Arc<World>, RecordError> {
        let generation = record.generation()?;
        let mut kept = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(_, world)| world.generation == generation);
        if let Some(at) = kept.iter().position(|(name, _)| name == source) {
            let found = kept.remove(at);
            let world = Arc::clone(&found.1);
            kept.push(found);
            return Ok(world);
        }
        let world = Arc::new(World::of(record, packs, Some(source))?);
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
