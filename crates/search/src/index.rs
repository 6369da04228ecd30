use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs::{File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use salname_model::Class;
use salname_record::{Contents, Record, RecordError};
use serde::{Deserialize, Serialize};
use tantivy::schema::Field;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};

use crate::analysis::{Analysis, Capital};
use crate::days;
use crate::fields::Fields;
use crate::lexicon::{Lexicon, Seen, Vocabulary};
use crate::shelf::Shelf;

/// Changes with every change of what is indexed or how: an index of another version is made anew.
const VERSION: u32 = 5;
const FOLDER: &str = "index";
const LOCK: &str = "index.lock";
/// How the names of the lexicon's files begin.
const WORDS: &str = "words-";
/// Memory for documents that are being indexed, in bytes.
const BUDGET: usize = 128 << 20;

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
///
/// An open index answers from what it was when it was opened, whatever is written meanwhile; threads can share it.
pub struct SearchIndex {
    index: Index,
    pub(crate) fields: Fields,
    /// The passages, as of one commit.
    pub(crate) searcher: Searcher,
    /// The words of that same commit.
    pub(crate) lexicon: Lexicon,
    /// The sources of the record, in order.
    pub(crate) shelf: Shelf,
    /// What it is of.
    state: Contains,
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
    /// The file of the lexicon, in the index's directory.
    words: String,
}

impl Contains {
    /// What an index of this record should contain.
    fn of(record: &Record) -> Result<Self, RecordError> {
        let sources = record.sources()?.into_iter().map(|source| (source.id.0, source.revision)).collect();
        Ok(Self { version: VERSION, sources, words: String::new() })
    }

    /// True if both are of the same state of a record.
    fn is_of(&self, other: &Self) -> bool {
        (self.version, &self.sources) == (other.version, &other.sources)
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
        let state = contains(&index).map_err(failed)?;
        let searcher = searcher(&index).map_err(failed)?;
        let shelf = Shelf::new(record.sources()?, &searcher).map_err(failed)?;
        Ok(Self {
            index,
            fields,
            searcher,
            lexicon,
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

    /// Indexes the sources that are new or were read anew, and drops those that are gone. Gives their number.
    fn update(&mut self, record: &Record, analysis: &Analysis) -> Result<usize, IndexError> {
        let mut wanted = Contains::of(record)?;
        let contains = self.contains()?;
        if contains.is_of(&wanted) {
            return Ok(0);
        }
        let failed = |source| IndexError::Index { path: self.path.clone(), source };
        // One thread: passages are numbered in the order of sources, whatever the machine.
        let mut writer: IndexWriter = self.index.writer_with_num_threads(1, BUDGET).map_err(failed)?;
        let whole = contains.version != VERSION;
        let mut vocabulary = Vocabulary::default();
        if whole {
            writer.delete_all_documents().map_err(failed)?;
        } else {
            vocabulary = Vocabulary::of(&self.lexicon);
        }
        let mut sounds = Sounds::default();
        let mut changed = 0;
        for (gone, _) in contains.sources.iter().filter(|(id, _)| !wanted.sources.contains_key(*id)) {
            writer.delete_term(Term::from_field_text(self.fields.source, gone));
            changed += 1;
        }
        for source in record.sources()? {
            if !whole && contains.sources.get(&source.id.0) == Some(&source.revision) {
                continue;
            }
            writer.delete_term(Term::from_field_text(self.fields.source, &source.id.0));
            for contents in record.contents(&source.id)? {
                let document =
                    document(&self.fields, &source.id.0, &contents, analysis, &mut vocabulary, &mut sounds);
                writer.add_document(document).map_err(failed)?;
            }
            changed += 1;
        }
        let words = vocabulary.lexicon(analysis);
        // The words are there before the commit that names them: whoever is killed in between leaves a file too many.
        wanted.words =
            if self.freshness == Freshness::InMemory { String::new() } else { self.keep_words(&words)? };
        let mut commit = writer.prepare_commit().map_err(failed)?;
        let payload = serde_json::to_string(&wanted).expect("a map of texts and numbers is JSON");
        commit.set_payload(&payload);
        commit.commit().map_err(failed)?;
        writer.wait_merging_threads().map_err(failed)?;
        self.drop_words(&[&contains.words, &wanted.words]);
        self.searcher = searcher(&self.index).map_err(failed)?;
        self.state = wanted;
        self.shelf = Shelf::new(record.sources()?, &self.searcher).map_err(failed)?;
        self.lexicon = Lexicon::read(words).unwrap_or_else(Lexicon::empty);
        Ok(changed)
    }

    /// Writes the file of the lexicon, and gives its name.
    fn keep_words(&self, words: &[u8]) -> Result<String, IndexError> {
        let name = format!("{WORDS}{:08x}-{}", crc32fast::hash(words), words.len());
        let path = self.path.join(&name);
        let mut file = File::create(&path).map_err(|source| io(&path, source))?;
        file.write_all(words).and_then(|()| file.sync_all()).map_err(|source| io(&path, source))?;
        Ok(name)
    }

    /// Removes the lexicons of other commits. What cannot be removed does no harm.
    fn drop_words(&self, but: &[&str]) {
        let files = std::fs::read_dir(&self.path).into_iter().flatten().flatten();
        for file in files {
            let name = file.file_name().to_string_lossy().into_owned();
            if name.starts_with(WORDS) && !but.contains(&name.as_str()) {
                let _ = std::fs::remove_file(file.path());
            }
        }
    }

    fn contains(&self) -> Result<Contains, IndexError> {
        contains(&self.index).map_err(|source| self.failed(source))
    }

    pub(crate) fn failed(&self, source: TantivyError) -> IndexError {
        IndexError::Index { path: self.path.clone(), source }
    }
}

/// The index as it stands at this moment.
fn searcher(index: &Index) -> tantivy::Result<Searcher> {
    let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok(reader.searcher())
}

fn contains(index: &Index) -> tantivy::Result<Contains> {
    let payload = index.load_metas()?.payload;
    Ok(payload.and_then(|payload| serde_json::from_str(&payload).ok()).unwrap_or_default())
}

/// The keys of names, remembered: most names of a record come again and again.
#[derive(Default)]
struct Sounds(HashMap<String, Arc<[String]>>);

impl Sounds {
    fn of(&mut self, name: &str, analysis: &Analysis) -> Arc<[String]> {
        if let Some(sounds) = self.0.get(name) {
            return Arc::clone(sounds);
        }
        let sounds: Arc<[String]> = analysis.sounds(name).into();
        self.0.insert(name.to_owned(), Arc::clone(&sounds));
        sounds
    }
}

/// A passage as the index has it. Its words are added to the vocabulary.
fn document(
    fields: &Fields,
    source: &str,
    contents: &Contents,
    analysis: &Analysis,
    vocabulary: &mut Vocabulary,
    sounds: &mut Sounds,
) -> TantivyDocument {
    let passage = &contents.passage;
    let lang = passage.lang.as_deref();
    let mut document = TantivyDocument::default();
    let mut terms: BTreeSet<(Field, String)> = BTreeSet::new();
    let mut named = HashSet::new();
    for name in &contents.names {
        named.extend(analysis.words(&name.text, lang).into_iter().map(|word| word.small));
        // Whoever is named by a short form is found by the full name, too.
        let of_entity = sounds.of(&name.entity, analysis);
        for key in of_entity.iter().chain(&*sounds.of(&name.text, analysis)) {
            if matches!(name.class, Class::Per | Class::Org | Class::Gpe) {
                terms.insert((fields.who, key.clone()));
            }
            if matches!(name.class, Class::Gpe | Class::Loc) {
                terms.insert((fields.place, key.clone()));
            }
        }
        // People only: the full names of states and bodies are made of words that say too much.
        if name.class == Class::Per {
            terms.extend(of_entity.iter().map(|key| (fields.person, key.clone())));
        }
        terms.insert((fields.class, name.class.as_str().to_owned()));
        terms.insert((fields.entity, name.entity.clone()));
    }
    terms.iter().for_each(|(field, term)| document.add_text(*field, term));
    let known = vocabulary.words(lang.unwrap_or_default());
    // The index cuts at blanks, of which no word has one.
    let mut text = String::with_capacity(passage.text.len());
    for word in analysis.words(&passage.text, lang) {
        text.push_str(&word.small);
        text.push(' ');
        if word.capital == Capital::Number {
            continue;
        }
        let common = word.capital == Capital::None;
        let name =
            word.capital == Capital::Free || word.capital == Capital::Forced && named.contains(&word.small);
        match known.get_mut(&word.small) {
            Some(seen) => *seen = Seen { name: seen.name || name, common: seen.common || common },
            None => {
                known.insert(word.small, Seen { name, common });
            }
        }
    }
    document.add_text(fields.word, text);
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

fn io(path: &Path, source: std::io::Error) -> IndexError {
    IndexError::Io { path: path.to_owned(), source }
}
