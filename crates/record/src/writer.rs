use std::fs::{File, OpenOptions, TryLockError};
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use crate::corrections::{self, Log, settle_entities, settle_source};
use crate::document::Document;
use crate::names::label;
use crate::rows::Rows;
use crate::schema::{self, Found};
use crate::{DATABASE, Identify, NameKeys, PlainKeys, Record, RecordError, chronology, fault, originals};

/// The file that the one writer of a record holds locked. The lock dies with its process.
const LOCK: &str = "record.lock";

/// A record open for writing: there is one writer at a time, and it writes one document a transaction, so that a
/// process that is killed leaves whole documents only.
pub struct Writer {
    record: Record,
    keys: Arc<dyn NameKeys + Send + Sync>,
    identify: Option<Arc<dyn Identify + Send + Sync>>,
    /// What people said, once it was asked for.
    log: Option<Arc<Log>>,
    _lock: File,
}

/// What became of a document that was [kept](Writer::keep).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is new.
    Added,
    /// Its file had other bytes before; the old ones are retired.
    Replaced,
    /// The same bytes were read anew by another engine.
    Reread,
}

impl Deref for Writer {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.record
    }
}

impl Writer {
    /// Opens the record in a directory for writing, and makes it if there is none.
    ///
    /// # Errors
    /// If the directory holds other things, the record is of a later version, somebody else is writing to it, or it
    /// may not be written to.
    pub fn open(directory: impl AsRef<Path>) -> Result<Self, RecordError> {
        let directory = directory.as_ref();
        let database = directory.join(DATABASE);
        refuse_other_things(directory)?;
        std::fs::create_dir_all(directory).map_err(|error| RecordError::io(directory, error))?;
        let lock = lock(directory)?;
        let failed = |error| RecordError::database(&database, error);
        let mut connection = Connection::open(&database).map_err(failed)?;
        connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(failed)?;
        let version = match schema::inspect(&connection, directory)? {
            Found::Current => None,
            Found::Older(version) => Some(version),
            Found::Fresh => Some(0),
        };
        connection.pragma_update(None, "journal_mode", "WAL").map_err(failed)?;
        // With a write-ahead log NORMAL keeps the database whole whatever happens; a power cut may undo the last
        // documents, and a further build reads them again.
        connection.pragma_update(None, "synchronous", "NORMAL").map_err(failed)?;
        if let Some(version) = version {
            fault::point();
            schema::migrate(&mut connection, version).map_err(failed)?;
            fault::point();
        }
        connection.pragma_update(None, "foreign_keys", true).map_err(failed)?;
        originals::sweep(directory)?;
        Ok(Self {
            record: Record::over(directory, connection),
            keys: Arc::new(PlainKeys),
            identify: None,
            log: None,
            _lock: lock,
        })
    }

    /// With another way to know names again.
    #[must_use]
    pub fn with_keys(mut self, keys: impl NameKeys + Send + Sync + 'static) -> Self {
        self.keys = Arc::new(keys);
        self
    }

    /// With a way to tell which names of different sources name one thing, for [`finish`](Self::finish).
    #[must_use]
    pub fn with_identities(mut self, identify: impl Identify + Send + Sync + 'static) -> Self {
        self.identify = Some(Arc::new(identify));
        self
    }

    /// Lets the database grow to so many pages of 4096 bytes and no further, as on a disk that is full.
    #[doc(hidden)]
    pub fn limit_size(&self, pages: u32) {
        // What cannot be limited is not limited: the test that asked for it will say so.
        let _ = self.record.connection.pragma_update(None, "max_page_count", pages);
    }

    /// Keeps a document: its original, then, in one transaction, all that was read in it. What the record had of the
    /// same file before is replaced.
    ///
    /// # Errors
    /// If the disk is full, or the record may not be written to. The record is then as it was.
    pub fn keep(&mut self, document: &Document<'_>) -> Result<Kept, RecordError> {
        let source = document.source;
        if blake3::hash(document.original).to_hex().as_str() != source.id.0 {
            return Err(RecordError::Changed { name: source.name.clone() });
        }
        originals::keep(self.record.directory(), &source.id, document.original)?;
        let (keys, log, directory) = (self.keys(), self.log()?, self.directory().to_owned());
        self.change(|transaction| {
            let kept = write(transaction, document, keys.as_ref())
                .map_err(|error| error.into_record_error(&directory.join(DATABASE)))?;
            settle_source(transaction, &directory, &log, keys.as_ref(), &source.id.0)?;
            Ok::<_, RecordError>(kept)
        })
    }

    /// Retires files that are no longer where they were. What no file holds any more is no longer answered from, but
    /// its original stays.
    ///
    /// # Errors
    /// If the record cannot be written to.
    pub fn retire<'a>(&mut self, paths: impl IntoIterator<Item = &'a str>) -> Result<(), RecordError> {
        self.change(|transaction| {
            next_generation(transaction)?;
            for path in paths {
                transaction.execute("DELETE FROM files WHERE path = ?1", [path])?;
            }
            retire_unheld(transaction)
        })
    }

    /// Notes that a file lies elsewhere now: nothing needs to be read again for that.
    ///
    /// # Errors
    /// If the record cannot be written to.
    pub fn relocate(&mut self, from: &str, to: &str) -> Result<(), RecordError> {
        self.change(|transaction| {
            transaction.execute("UPDATE OR REPLACE files SET path = ?2 WHERE path = ?1", [from, to])?;
            Ok::<_, rusqlite::Error>(())
        })
    }

    /// Ends a build: finds out which names name the same thing, drops entities that nothing names any more, and folds the write-ahead log
    /// into the database, so that the record is one plain file again. Where this was done already, nothing happens; so
    /// that a build that follows a killed one can do it for both.
    ///
    /// # Errors
    /// If the record cannot be written to.
    pub fn finish(&mut self) -> Result<(), RecordError> {
        if self.is_settled()? {
            return Ok(());
        }
        let (keys, log, identify) = (self.keys(), self.log()?, self.identify.clone());
        self.change(|transaction| {
            let revision = next_generation(transaction)?;
            if let Some(identify) = identify {
                label(transaction, identify.as_ref())?;
            }
            settle_entities(transaction, &log, keys.as_ref(), revision)?;
            corrections::settle(transaction)
        })?;
        fault::point();
        self.record
            .connection
            .execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);")
            .map_err(|error| self.record.failed(error))?;
        fault::point();
        Ok(())
    }

    /// True if nothing has changed since a build last came to its end, so that [`finish`](Self::finish) has nothing to do.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn is_settled(&self) -> Result<bool, RecordError> {
        is_settled(&self.record.connection).map_err(|error| self.record.failed(error))
    }

    /// How names are known again.
    pub(crate) fn keys(&self) -> Arc<dyn NameKeys + Send + Sync> {
        Arc::clone(&self.keys)
    }

    /// All corrections.
    pub(crate) fn log(&mut self) -> Result<Arc<Log>, RecordError> {
        if let Some(log) = &self.log {
            return Ok(Arc::clone(log));
        }
        let log = Log::load(&self.record.connection).map_err(|error| self.record.failed(error))?;
        Ok(Arc::clone(self.log.insert(Arc::new(log))))
    }

    /// To be called when corrections have come.
    pub(crate) fn forget_log(&mut self) {
        self.log = None;
    }

    /// Runs a change as one transaction: all of it is committed, or nothing.
    pub(crate) fn change<T, E: IntoRecordError>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, RecordError> {
        let database = self.record.directory().join(DATABASE);
        let failed = |error| RecordError::database(&database, error);
        fault::point();
        let transaction = self.record.connection.transaction().map_err(failed)?;
        let changed = change(&transaction).map_err(|error| error.into_record_error(&database))?;
        fault::point();
        transaction.commit().map_err(failed)?;
        fault::point();
        Ok(changed)
    }
}

/// An error inside a change of the database at some path.
pub(crate) trait IntoRecordError {
    fn into_record_error(self, database: &Path) -> RecordError;
}

impl IntoRecordError for RecordError {
    fn into_record_error(self, _: &Path) -> RecordError {
        self
    }
}

impl IntoRecordError for rusqlite::Error {
    fn into_record_error(self, database: &Path) -> RecordError {
        RecordError::database(database, self)
    }
}

/// A directory that is not empty and holds no record belongs to somebody else.
fn refuse_other_things(directory: &Path) -> Result<(), RecordError> {
    let refuse =
        |reason: &str| Err(RecordError::NotARecord { path: directory.to_owned(), reason: reason.to_owned() });
    if directory.is_file() {
        return refuse("it is a file: choose a directory for the record");
    }
    let Ok(mut entries) = std::fs::read_dir(directory) else { return Ok(()) };
    let ours = [DATABASE, LOCK, "sources", "index", "index.lock"];
    if !directory.join(DATABASE).exists()
        && entries.any(|entry| entry.is_ok_and(|entry| !ours.iter().any(|name| entry.file_name() == *name)))
    {
        return refuse(
            "it has no record.db but holds other files: choose an empty or a new directory for the record",
        );
    }
    Ok(())
}

fn lock(directory: &Path) -> Result<File, RecordError> {
    let path = directory.join(LOCK);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| RecordError::io(&path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(RecordError::Busy(directory.to_owned())),
        Err(TryLockError::Error(error)) => Err(RecordError::io(&path, error)),
    }
}

pub(crate) fn next_generation(transaction: &Transaction<'_>) -> rusqlite::Result<i64> {
    transaction.query_row(
        "UPDATE facts SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation' RETURNING CAST(value AS INTEGER)",
        [],
        |row| row.get(0),
    )
}

/// True if everything derived is derived from what there is now.
pub(crate) fn is_settled(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT 1 FROM facts WHERE key = 'generation'
             AND value IS (SELECT value FROM facts WHERE key = 'settled')",
        )?
        .exists([])
}

/// Sources that no file holds any more lose what was read in them; their originals and their names stay.
fn retire_unheld(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(
        "DELETE FROM passages WHERE source NOT IN (SELECT source FROM files);
         INSERT OR IGNORE INTO stale SELECT entity FROM names WHERE source NOT IN (SELECT source FROM files);
         DELETE FROM names WHERE source NOT IN (SELECT source FROM files);
         UPDATE sources SET retired = 1 WHERE id NOT IN (SELECT source FROM files);",
    )
}

/// Writes a document's rows; the caller commits.
fn write(
    transaction: &Transaction<'_>,
    document: &Document<'_>,
    keys: &dyn NameKeys,
) -> rusqlite::Result<Kept> {
    let source = document.source;
    let revision = next_generation(transaction)?;
    let before: Option<String> = transaction
        .query_row(
            "SELECT hash FROM files JOIN sources ON sources.id = files.source WHERE path = ?1",
            [document.path],
            |row| row.get(0),
        )
        .optional()?;
    let kept = match before {
        None => Kept::Added,
        Some(hash) if hash == source.id.0 => Kept::Reread,
        Some(_) => Kept::Replaced,
    };
    let id: i64 = transaction.query_row(
        "INSERT INTO sources (hash, name, format, encoding, bytes, lang, reader, revision, role)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (hash) DO UPDATE SET format = excluded.format, encoding = excluded.encoding,
             name = CASE retired WHEN 1 THEN excluded.name ELSE min(name, excluded.name) END,
             lang = excluded.lang, reader = excluded.reader, revision = excluded.revision, role = excluded.role,
             retired = 0
         RETURNING id",
        params![
            source.id.0,
            source.name,
            source.format.as_str(),
            source.encoding,
            document.original.len() as i64,
            document.language(),
            document.reader,
            revision,
            if chronology::is_reader(document.reader) { "chronology" } else { "document" }
        ],
        |row| row.get(0),
    )?;
    transaction.execute(
        "INSERT INTO files (path, source) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET source = excluded.source",
        params![document.path, id],
    )?;
    transaction.execute("INSERT OR IGNORE INTO stale SELECT entity FROM names WHERE source = ?1", [id])?;
    transaction.execute("DELETE FROM passages WHERE source = ?1", [id])?;
    transaction.execute("DELETE FROM names WHERE source = ?1", [id])?;
    if kept == Kept::Replaced {
        retire_unheld(transaction)?;
    }
    Rows::new(transaction, document, keys, id).write_all()?;
    Ok(kept)
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("directory", &self.record.directory()).finish_non_exhaustive()
    }
}
