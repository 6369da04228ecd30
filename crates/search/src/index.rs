use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use salname_model::Class;
use salname_record::{Contents, Record, RecordError};
use serde::{Deserialize, Serialize};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};

use crate::analysis::{Analysis, Memory};
use crate::days;
use crate::fields::Fields;

/// Changes with every change of what is indexed or how: an index of another version is made anew.
const VERSION: u32 = 3;
const FOLDER: &str = "index";
const LOCK: &str = "index.lock";
/// Memory for documents that are being indexed, in bytes.
const BUDGET: usize = 64 << 20;

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
}

/// The full-text index of a record: derived from it, and made anew whenever that is simpler than mending it.
pub struct SearchIndex {
    pub(crate) index: Index,
    pub(crate) fields: Fields,
    path: PathBuf,
    freshness: Freshness,
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
struct Contains {
    version: u32,
    /// Revision of each source, by its hash.
    sources: BTreeMap<String, u64>,
}

impl Contains {
    /// What an index of this record should contain.
    fn of(record: &Record) -> Result<Self, RecordError> {
        let sources = record.sources()?.into_iter().map(|source| (source.id.0, source.revision)).collect();
        Ok(Self { version: VERSION, sources })
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
                match Self::as_it_is(&path) {
                    Ok(index) => return Ok(Self { freshness: Freshness::Behind, ..index }),
                    Err(_) => {
                        lock(record, |file| file.lock().map_err(TryLockError::Error)).map_err(io(&path))?
                    }
                }
            }
            // A record that may only be read is searched all the same.
            Err(TryLockError::Error(_)) => match Self::as_it_is(&path) {
                Ok(index) if index.is_current(record)? => return Ok(index),
                _ => return Self::in_memory(path, record, analysis),
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
        let lock = lock(record, |file| file.lock().map_err(TryLockError::Error)).map_err(io(&path))?;
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
        match Self::as_it_is(&record.directory().join(FOLDER)) {
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
            Self::as_it_is(path)?
        } else {
            let fields = Fields::new();
            std::fs::create_dir_all(path)
                .map_err(|source| IndexError::Io { path: path.to_owned(), source })?;
            let index = Index::create_in_dir(path, fields.schema.clone())
                .map_err(|source| IndexError::Index { path: path.to_owned(), source })?;
            Self { index, fields, path: path.to_owned(), freshness: Freshness::Current }
        };
        let changed = made.update(record, analysis)?;
        if changed > 0 {
            made.freshness = Freshness::Updated(changed);
        }
        Ok(made)
    }

    /// Opens what lies there. A file that is missing or was cut short is found now rather than in the middle of an
    /// answer.
    fn as_it_is(path: &Path) -> Result<Self, IndexError> {
        let fields = Fields::new();
        let failed = |source| IndexError::Index { path: path.to_owned(), source };
        let index = Index::open_in_dir(path).map_err(failed)?;
        if index.schema() != fields.schema {
            return Err(failed(TantivyError::SchemaError("it was made by another version".to_owned())));
        }
        let opened = Self { index, fields, path: path.to_owned(), freshness: Freshness::Current };
        opened.searcher()?;
        Ok(opened)
    }

    fn in_memory(path: PathBuf, record: &Record, analysis: &Analysis) -> Result<Self, IndexError> {
        let fields = Fields::new();
        let index = Index::create_in_ram(fields.schema.clone());
        let made = Self { index, fields, path, freshness: Freshness::InMemory };
        made.update(record, analysis)?;
        Ok(made)
    }

    /// The index as it stands at this moment.
    pub(crate) fn searcher(&self) -> Result<Searcher, IndexError> {
        let reader = self.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        reader.map(|reader| reader.searcher()).map_err(|source| self.failed(source))
    }

    /// True if the index of a record can be opened, and all its bytes are as they were written.
    #[must_use]
    pub fn is_whole(record: &Record) -> bool {
        Self::as_it_is(&record.directory().join(FOLDER))
            .is_ok_and(|opened| opened.index.validate_checksum().is_ok_and(|damaged| damaged.is_empty()))
    }

    fn is_current(&self, record: &Record) -> Result<bool, IndexError> {
        Ok(self.contains()? == Contains::of(record)?)
    }

    /// Indexes the sources that are new or were read anew, and drops those that are gone. Gives their number.
    fn update(&self, record: &Record, analysis: &Analysis) -> Result<usize, IndexError> {
        let wanted = Contains::of(record)?;
        let contains = self.contains()?;
        if contains == wanted {
            return Ok(0);
        }
        let failed = |source| self.failed(source);
        // One thread: passages are numbered in the order of sources, whatever the machine.
        let mut writer: IndexWriter = self.index.writer_with_num_threads(1, BUDGET).map_err(failed)?;
        let whole = contains.version != VERSION;
        if whole {
            writer.delete_all_documents().map_err(failed)?;
        }
        let mut changed = 0;
        for (gone, _) in contains.sources.iter().filter(|(id, _)| !wanted.sources.contains_key(*id)) {
            writer.delete_term(Term::from_field_text(self.fields.source, gone));
            changed += 1;
        }
        let mut memory: BTreeMap<Option<String>, Memory> = BTreeMap::new();
        for source in record.sources()? {
            if !whole && contains.sources.get(&source.id.0) == Some(&source.revision) {
                continue;
            }
            writer.delete_term(Term::from_field_text(self.fields.source, &source.id.0));
            for contents in record.contents(&source.id)? {
                let memory = memory.entry(contents.passage.lang.clone()).or_default();
                writer
                    .add_document(self.document(&source.id.0, &contents, analysis, memory))
                    .map_err(failed)?;
            }
            changed += 1;
        }
        let mut commit = writer.prepare_commit().map_err(failed)?;
        let payload = serde_json::to_string(&wanted).expect("a map of texts and numbers is JSON");
        commit.set_payload(&payload);
        commit.commit().map_err(failed)?;
        writer.wait_merging_threads().map_err(failed)?;
        Ok(changed)
    }

    fn contains(&self) -> Result<Contains, IndexError> {
        let meta = self.index.load_metas().map_err(|source| self.failed(source))?;
        Ok(meta.payload.and_then(|payload| serde_json::from_str(&payload).ok()).unwrap_or_default())
    }

    fn document(
        &self,
        source: &str,
        contents: &Contents,
        analysis: &Analysis,
        memory: &mut Memory,
    ) -> TantivyDocument {
        let (fields, passage) = (&self.fields, &contents.passage);
        let [mut literal, mut folded, mut stem, mut sound] = [const { Vec::new() }; 4];
        let words = analysis.words(&passage.text, passage.lang.as_deref(), memory);
        for (position, word) in words.iter().enumerate() {
            literal.push(token(position, &word.forms.literal));
            folded.push(token(position, &word.forms.folded));
            stem.extend(word.forms.stems.iter().map(|stem| token(position, stem)));
            sound.extend(word.forms.sounds.iter().map(|sound| token(position, sound)));
        }
        let mut document = TantivyDocument::default();
        let mut entities = BTreeSet::new();
        for name in &contents.names {
            // Whoever is named by a short form is found by the full name, too.
            let sounds = analysis.sounds(&name.entity);
            for key in sounds.into_iter().chain(analysis.sounds(&name.text)) {
                if matches!(name.class, Class::Per | Class::Org | Class::Gpe) {
                    document.add_text(fields.who, &key);
                }
                if matches!(name.class, Class::Gpe | Class::Loc) {
                    document.add_text(fields.place, &key);
                }
                // People only: the full names of states and bodies are made of words that say too much.
                if name.class == Class::Per && sound.iter().all(|known| known.text != key) {
                    sound.push(token(words.len(), &key));
                }
            }
            document.add_text(fields.class, name.class.as_str());
            if entities.insert(name.entity.as_str()) {
                document.add_text(fields.entity, &name.entity);
            }
        }
        for (field, tokens) in
            [(fields.literal, literal), (fields.folded, folded), (fields.stem, stem), (fields.sound, sound)]
        {
            document.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
        }
        for kind in &contents.kinds {
            document.add_text(fields.kind, kind.as_str());
        }
        for time in &contents.times {
            document.add_text(fields.days, days::term(time));
        }
        if let Some(day) = days::first(&contents.times) {
            document.add_u64(fields.day, day);
        }
        for decade in days::decades(&contents.times) {
            document.add_u64(fields.decade, decade);
        }
        if let Some(lang) = &passage.lang {
            document.add_text(fields.lang, lang);
        }
        document.add_text(fields.doubtful, if passage.doubtful { "yes" } else { "no" });
        document.add_text(fields.source, source);
        document.add_u64(fields.number, passage.number as u64);
        document
    }

    pub(crate) fn failed(&self, source: TantivyError) -> IndexError {
        IndexError::Index { path: self.path.clone(), source }
    }
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchIndex")
            .field("path", &self.path)
            .field("freshness", &self.freshness)
            .finish_non_exhaustive()
    }
}

fn token(position: usize, text: &str) -> Token {
    Token { offset_from: 0, offset_to: 0, position, text: text.to_owned(), position_length: 1 }
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

fn io(path: &Path) -> impl Fn(TryLockError) -> IndexError + '_ {
    |error| IndexError::Io { path: path.to_owned(), source: error.into() }
}
