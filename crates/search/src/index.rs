use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use salname_record::{Record, RecordError, StoredSource};
use serde::{Deserialize, Serialize};
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, TantivyError};

use crate::analysis::Analysis;
use crate::cut;
use crate::facets::Columns;
use crate::fields::Fields;
use crate::lexicon::Lexicon;
use crate::postings::KnownDates;
use crate::shelf::Shelf;

/// Changes with every change of what is indexed or how: an index of another version is made anew.
pub(crate) const VERSION: u32 = 7;
const FOLDER: &str = "index";
const LOCK: &str = "index.lock";

/// Why an index cannot be made or asked.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The record cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The index cannot be read or written.
    #[error("{}: {source}: `salname index` makes the index anew", path.display())]
    Index {
        /// The index's directory.
        path: PathBuf,
        /// What tantivy says.
        source: TantivyError,
    },
    /// The index's directory cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// No passage is in that language.
    #[error("no passage is in the language \"{asked}\": the record has {known}")]
    NoSuchLanguage {
        /// The tag asked for.
        asked: String,
        /// The tags there are.
        known: String,
    },
}

/// The full-text index of a record: derived from it, and made anew whenever that is simpler than mending it.
///
/// An open index answers from what it was when it was opened, whatever is written meanwhile; threads can share it.
pub struct SearchIndex {
    pub(crate) index: Index,
    pub(crate) fields: Fields,
    /// The passages, as of one commit.
    pub(crate) searcher: Searcher,
    /// The words of that same commit.
    pub(crate) lexicon: Lexicon,
    /// The dates in these passages, once somebody has asked for a day.
    pub(crate) dates: OnceLock<Arc<KnownDates>>,
    /// What facets are counted by.
    pub(crate) columns: Arc<Columns>,
    /// The sources of the record, in order.
    pub(crate) shelf: Shelf,
    /// What it is of.
    pub(crate) state: Contains,
    pub(crate) path: PathBuf,
    pub(crate) freshness: Freshness,
}

/// How an index stands to its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// It was up to date.
    Current,
    /// So many sources were indexed, again or for the first time, or removed.
    Updated(usize),
    /// Somebody is writing: it is as the last finished build left it.
    Behind,
    /// It cannot be written where it should lie, and lives in memory only.
    InMemory,
}

/// What an index says of itself: kept with every commit.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Contains {
    pub version: u32,
    /// Revision of each source, by its hash.
    pub sources: BTreeMap<String, u64>,
    /// The number by which the index knows each source.
    #[serde(default)]
    pub numbers: BTreeMap<String, u32>,
    /// The file of the lexicon, in the index's directory.
    pub words: String,
}

impl Contains {
    /// What an index of this record should contain.
    pub fn of(record: &Record) -> Result<Self, RecordError> {
        Ok(Self::of_sources(&record.sources()?))
    }

    /// What an index of these sources should contain.
    pub fn of_sources(sources: &[StoredSource]) -> Self {
        let sources = sources.iter().map(|source| (source.id.0.clone(), source.revision)).collect();
        Self { version: VERSION, sources, ..Self::default() }
    }

    /// True if both are of the same state of a record.
    pub fn is_of(&self, other: &Self) -> bool {
        (self.version, &self.sources) == (other.version, &other.sources)
    }

    /// Numbers the sources: those that have a number keep it.
    pub fn number(&mut self, mut known: BTreeMap<String, u32>) {
        known.retain(|id, _| self.sources.contains_key(id));
        let mut next = known.values().max().map_or(0, |last| last + 1);
        for id in self.sources.keys() {
            known.entry(id.clone()).or_insert_with(|| {
                next += 1;
                next - 1
            });
        }
        self.numbers = known;
    }
}

impl SearchIndex {
    /// Opens the index of a record and brings it up to date; makes it if it is missing or broken.
    ///
    /// # Errors
    /// If the record cannot be read, or there is no room for the index.
    pub fn open(record: &Record, analysis: &Analysis) -> Result<Self, IndexError> {
        let path = record.directory().join(FOLDER);
        let lock = match lock(record, File::try_lock) {
            Ok(lock) => lock,
            Err(TryLockError::WouldBlock) => {
                // Somebody else is at it: what is there is whole, if not the newest; if nothing is, it soon will be.
                match Self::as_it_is(&path, record) {
                    Ok(index) => return Ok(Self { freshness: Freshness::Behind, ..index }),
                    Err(_) => lock(record, |file| file.lock().map_err(TryLockError::Error))
                        .map_err(|error| io(&path, error.into()))?,
                }
            }
            // A record that may only be read is searched all the same.
            Err(TryLockError::Error(_)) => match Self::as_it_is(&path, record) {
                Ok(index) if index.is_current(record)? => return Ok(index),
                _ => return Self::in_memory(&path, record, analysis),
            },
        };
        let opened = match Self::open_or_make(&path, record, analysis) {
            // Whatever is wrong with a derived thing, making it anew is the remedy; unless there is no room for it.
            Err(IndexError::Index { .. }) => {
                remove(&path)?;
                Self::open_or_make(&path, record, analysis)
            }
            opened => opened,
        };
        drop(lock);
        opened
    }

    /// Makes the index of a record anew.
    ///
    /// # Errors
    /// If the record cannot be read, or there is no room for the index.
    pub fn rebuild(record: &Record, analysis: &Analysis) -> Result<Self, IndexError> {
        let path = record.directory().join(FOLDER);
        let lock = lock(record, |file| file.lock().map_err(TryLockError::Error))
            .map_err(|error| io(&path, error.into()))?;
        remove(&path)?;
        let made = Self::open_or_make(&path, record, analysis);
        drop(lock);
        made
    }

    /// True if the index of a record is there, whole, and of what the record holds now.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn is_up_to_date(record: &Record) -> Result<bool, IndexError> {
        match Self::as_it_is(&record.directory().join(FOLDER), record) {
            Ok(index) => index.is_current(record),
            Err(_) => Ok(false),
        }
    }

    /// How the index stood to its record when it was opened.
    #[must_use]
    pub fn freshness(&self) -> Freshness {
        self.freshness
    }

    fn open_or_make(path: &Path, record: &Record, analysis: &Analysis) -> Result<Self, IndexError> {
        let mut made = if path.join("meta.json").is_file() {
            Self::as_it_is(path, record)?
        } else {
            let fields = Fields::new();
            std::fs::create_dir_all(path).map_err(|source| io(path, source))?;
            let index = Index::create_in_dir(path, fields.schema.clone());
            let index = index.map_err(|source| IndexError::Index { path: path.to_owned(), source })?;
            Self::over(index, fields, path, Lexicon::empty(), record)?
        };
        let changed = made.update(record, analysis)?;
        if changed > 0 {
            made.freshness = Freshness::Updated(changed);
        }
        Ok(made)
    }

    /// Opens what lies there. A file that is missing or was cut short is found now rather than in the middle of an
    /// answer.
    fn as_it_is(path: &Path, record: &Record) -> Result<Self, IndexError> {
        /// Somebody may be writing: what is read must be of one commit.
        const ATTEMPTS: usize = 5;
        let failed = |source| IndexError::Index { path: path.to_owned(), source };
        let fields = Fields::new();
        let index = Index::open_in_dir(path).map_err(failed)?;
        if index.schema() != fields.schema {
            return Err(failed(TantivyError::SchemaError("it was made by another version".to_owned())));
        }
        for _ in 0..ATTEMPTS {
            let contains = contains(&index).map_err(failed)?;
            let words = std::fs::read(path.join(&contains.words)).ok().and_then(Lexicon::read);
            let lexicon = match (words, contains.words.is_empty()) {
                (Some(lexicon), false) => Some(lexicon),
                (_, true) => Some(Lexicon::empty()),
                (None, false) => None,
            };
            let opened = Self::over(
                index.clone(),
                fields.clone(),
                path,
                lexicon.clone().unwrap_or_else(Lexicon::empty),
                record,
            )?;
            if opened.contains()? != contains {
                continue;
            }
            return match lexicon {
                Some(_) => Ok(opened),
                None => Err(failed(TantivyError::InternalError(format!("{} is damaged", contains.words)))),
            };
        }
        Err(failed(TantivyError::InternalError("it changes faster than it can be read".to_owned())))
    }

    fn over(
        index: Index,
        fields: Fields,
        path: &Path,
        lexicon: Lexicon,
        record: &Record,
    ) -> Result<Self, IndexError> {
        let failed = |source| IndexError::Index { path: path.to_owned(), source };
        cut::teach(&index);
        let state = contains(&index).map_err(failed)?;
        let searcher = searcher(&index).map_err(failed)?;
        let shelf = Shelf::new(record.sources()?, &state.numbers);
        Ok(Self {
            index,
            fields,
            searcher,
            lexicon,
            dates: OnceLock::new(),
            columns: Arc::default(),
            shelf,
            state,
            path: path.to_owned(),
            freshness: Freshness::Current,
        })
    }

    fn in_memory(path: &Path, record: &Record, analysis: &Analysis) -> Result<Self, IndexError> {
        let fields = Fields::new();
        let index = Index::create_in_ram(fields.schema.clone());
        let mut made = Self::over(index, fields, path, Lexicon::empty(), record)?;
        made.freshness = Freshness::InMemory;
        made.update(record, analysis)?;
        Ok(made)
    }

    /// True if the index of a record can be opened, and all its bytes are as they were written.
    #[must_use]
    pub fn is_whole(record: &Record) -> bool {
        Self::as_it_is(&record.directory().join(FOLDER), record)
            .is_ok_and(|opened| opened.index.validate_checksum().is_ok_and(|damaged| damaged.is_empty()))
    }

    /// True if the index is of what the record holds now. Whoever keeps an index open asks from time to time, and opens
    /// it again if not.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn is_current(&self, record: &Record) -> Result<bool, IndexError> {
        Ok(self.state.is_of(&Contains::of(record)?))
    }

    pub(crate) fn contains(&self) -> Result<Contains, IndexError> {
        contains(&self.index).map_err(|source| self.failed(source))
    }

    pub(crate) fn failed(&self, source: TantivyError) -> IndexError {
        IndexError::Index { path: self.path.clone(), source }
    }
}

/// The index as it stands at this moment.
pub(crate) fn searcher(index: &Index) -> tantivy::Result<Searcher> {
    let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok(reader.searcher())
}

fn contains(index: &Index) -> tantivy::Result<Contains> {
    let payload = index.load_metas()?.payload;
    Ok(payload.and_then(|payload| serde_json::from_str(&payload).ok()).unwrap_or_default())
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchIndex")
            .field("path", &self.path)
            .field("freshness", &self.freshness)
            .finish_non_exhaustive()
    }
}

fn remove(path: &Path) -> Result<(), IndexError> {
    match std::fs::remove_dir_all(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(IndexError::Io { path: path.to_owned(), source })
        }
        _ => Ok(()),
    }
}

/// Locks the record's index for a change; whoever dies lets go of it.
fn lock(record: &Record, take: impl Fn(&File) -> Result<(), TryLockError>) -> Result<File, TryLockError> {
    let path = record.directory().join(LOCK);
    let file =
        File::options().create(true).truncate(false).write(true).open(path).map_err(TryLockError::Error)?;
    take(&file)?;
    Ok(file)
}

pub(crate) fn io(path: &Path, source: std::io::Error) -> IndexError {
    IndexError::Io { path: path.to_owned(), source }
}
