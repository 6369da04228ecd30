use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Row};
use salname_model::{Alignment, Kind, Place, SourceId, Span};

use crate::schema::{self, Found};
use crate::{DATABASE, RecordError, alignment_blob, originals};

/// A record open for questions.
#[derive(Debug)]
pub struct Record {
    directory: PathBuf,
    pub(crate) connection: Connection,
}

/// A source that the record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSource {
    /// Hash of its bytes.
    pub id: SourceId,
    /// What answers call it.
    pub name: String,
    /// How its file is laid out: the name of a [`salname_model::Format`].
    pub format: String,
    /// The encoding that was found.
    pub encoding: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The language that most of its letters are in.
    pub lang: Option<String>,
    /// True for a list of reference facts, which is no paper of the archive.
    pub chronology: bool,
    /// The generation of the record in which it was last read: grows with every change of the record.
    pub revision: u64,
}

/// A file in which a source was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Where it lies, as an absolute path.
    pub path: String,
    /// Hash of its bytes.
    pub id: SourceId,
    /// What answers call it.
    pub name: String,
    /// Fingerprint of the engine and packs that read it.
    pub reader: String,
}

/// Something that mentions name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntity {
    /// Its name: one string for all spellings.
    pub name: String,
    /// The class that most of its mentions have; none if only statements name it.
    pub class: Option<String>,
    /// How often it is mentioned.
    pub mentions: u64,
}

/// How much a record holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Sources.
    pub sources: u64,
    /// The languages that sources are in, by the number of their sources.
    pub languages: Vec<String>,
    /// Paragraphs.
    pub passages: u64,
    /// Calendar expressions.
    pub times: u64,
    /// Names, repeated ones too.
    pub mentions: u64,
    /// Different things that are named.
    pub entities: u64,
    /// Statements of each kind that there is, in the order of the kinds.
    pub statements: Vec<(Kind, u64)>,
}

/// A paragraph as the record holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredPassage {
    /// Its number in the source, from 0.
    pub number: usize,
    /// Restored text.
    pub text: String,
    /// As in the source; none where it is the same.
    pub original: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// What it is: body, heading, note, reference.
    pub kind: String,
    /// The language pack that read it.
    pub lang: Option<String>,
    /// What had happened to its letters.
    pub damage: String,
    /// True if the restored form of some word is not certain.
    pub doubtful: bool,
    /// From `text` to the bytes of the source.
    pub alignment: Alignment,
}

impl Record {
    /// Opens a record to ask it. Nothing is written, not even if the record is older than this program.
    ///
    /// # Errors
    /// If there is no record, or it is of a version that this program does not read.
    pub fn open(directory: impl AsRef<Path>) -> Result<Self, RecordError> {
        let directory = directory.as_ref();
        let database = directory.join(DATABASE);
        if !database.is_file() {
            return Err(
                if directory.is_dir() && std::fs::read_dir(directory).is_ok_and(|mut d| d.next().is_some()) {
                    RecordError::NotARecord {
                        path: directory.to_owned(),
                        reason: "it has no record.db: give the directory that `salname build -r` made".into(),
                    }
                } else if directory.is_file() {
                    RecordError::NotARecord {
                        path: directory.to_owned(),
                        reason: "it is a file: give the directory that `salname build -r` made".into(),
                    }
                } else {
                    RecordError::Missing(directory.to_owned())
                },
            );
        }
        let record = Self { directory: directory.to_owned(), connection: connect(&database)? };
        match schema::inspect(&record.connection, directory)? {
            Found::Current => Ok(record),
            Found::Fresh => Err(RecordError::Missing(directory.to_owned())),
            Found::Older(version) => Err(RecordError::NotARecord {
                path: directory.to_owned(),
                reason: format!(
                    "of version {version}, which this program must first bring up to date: run `salname build` on it"
                ),
            }),
        }
    }

    pub(crate) fn over(directory: &Path, connection: Connection) -> Self {
        Self { directory: directory.to_owned(), connection }
    }

    /// The record's directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Grows with every change: what was derived from a record of the same generation is still true of it.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn generation(&self) -> Result<u64, RecordError> {
        self.connection
            .query_row("SELECT value FROM facts WHERE key = 'generation'", [], |row| row.get::<_, String>(0))
            .map_err(|error| self.failed(error))?
            .parse()
            .map_err(|_| self.malformed("a generation that is no number"))
    }

    /// The sources, in the order of their names.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn sources(&self) -> Result<Vec<StoredSource>, RecordError> {
        self.rows(
            "SELECT hash, name, format, encoding, bytes, lang, revision, role = 'chronology' FROM sources
             WHERE retired = 0
             ORDER BY name, hash",
            [],
            source_of,
        )
    }

    /// Hands on the language and the text of each sound passage, in no order: of documents, but for those in whose
    /// reader's fingerprint `but` stands.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn sound_passages(&self, but: &str, mut take: impl FnMut(&str, &str)) -> Result<(), RecordError> {
        self.rows(
            "SELECT passages.lang, text FROM passages JOIN sources ON sources.id = source
             WHERE damage = 'layout-only' AND passages.lang IS NOT NULL AND role = 'document' AND instr(reader, ?1) = 0",
            [but],
            |row| {
                take(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
                Ok(())
            },
        )?;
        Ok(())
    }

    /// Where a source's original lies.
    #[must_use]
    pub fn original_path(&self, id: &SourceId) -> PathBuf {
        originals::path(&self.directory, id)
    }

    /// The files that sources were found in, in the order of their paths.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn files(&self) -> Result<Vec<StoredFile>, RecordError> {
        self.rows(
            "SELECT path, hash, name, reader FROM files JOIN sources ON sources.id = files.source ORDER BY path",
            [],
            |row| {
                Ok(StoredFile {
                    path: row.get(0)?,
                    id: SourceId(row.get(1)?),
                    name: row.get(2)?,
                    reader: row.get(3)?,
                })
            },
        )
    }

    /// The entities, in the order of their names.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn entities(&self) -> Result<Vec<StoredEntity>, RecordError> {
        self.rows(
            "SELECT name, class, (SELECT count(*) FROM mentions WHERE entity = entities.id) FROM entities
             ORDER BY name",
            [],
            |row| Ok(StoredEntity { name: row.get(0)?, class: row.get(1)?, mentions: row.get(2)? }),
        )
    }

    /// The entities that a person may mean by a name: the one that is called just so comes first, then those of whose
    /// spellings the keys of every word are, the most mentioned first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn entities_named(&self, name: &str, keys: &[Vec<String>]) -> Result<Vec<StoredEntity>, RecordError> {
        let mut parameters = vec![name.to_owned()];
        let mut conditions = vec!["entities.name = ?".to_owned()];
        if !keys.is_empty() {
            let words = keys.iter().map(|word| {
                parameters.extend(word.iter().cloned());
                let marks = vec!["?"; word.len()].join(",");
                format!("EXISTS (SELECT 1 FROM entity_words WHERE entity = entities.id AND key IN ({marks}))")
            });
            conditions.push(words.collect::<Vec<_>>().join(" AND "));
        }
        let mut found = self.rows(
            &format!(
                "SELECT name, class, (SELECT count(*) FROM mentions WHERE entity = entities.id) AS mentioned
                 FROM entities WHERE {} ORDER BY mentioned DESC, name",
                conditions.join(" OR ")
            ),
            rusqlite::params_from_iter(parameters),
            |row| Ok(StoredEntity { name: row.get(0)?, class: row.get(1)?, mentions: row.get(2)? }),
        )?;
        found.sort_by_key(|entity| entity.name != name);
        Ok(found)
    }

    /// How much the record holds.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn counts(&self) -> Result<Counts, RecordError> {
        let count = |sql: &str| {
            self.connection.query_row(sql, [], |row| row.get(0)).map_err(|error| self.failed(error))
        };
        let by_kind: BTreeMap<String, u64> = self
            .rows("SELECT kind, count(*) FROM statements GROUP BY kind", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
            .into_iter()
            .collect();
        Ok(Counts {
            sources: count("SELECT count(*) FROM sources WHERE retired = 0")?,
            languages: self.rows(
                "SELECT lang FROM sources WHERE retired = 0 AND lang IS NOT NULL
                 GROUP BY lang ORDER BY count(*) DESC, lang",
                [],
                |row| row.get(0),
            )?,
            passages: count("SELECT count(*) FROM passages")?,
            times: count("SELECT count(*) FROM times")?,
            mentions: count("SELECT count(*) FROM mentions")?,
            entities: count("SELECT count(*) FROM entities")?,
            statements: Kind::ALL
                .iter()
                .filter_map(|&kind| Some((kind, *by_kind.get(kind.as_str())?)))
                .collect(),
        })
    }

    /// The passages of a source, in its order.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn passages(&self, source: &SourceId) -> Result<Vec<StoredPassage>, RecordError> {
        self.rows(&format!("{PASSAGES} WHERE hash = ?1 ORDER BY number"), [&source.0], passage)
    }

    /// The passage of that number, from 0, if the source has so many.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn passage(&self, source: &SourceId, number: usize) -> Result<Option<StoredPassage>, RecordError> {
        let sql = format!("{PASSAGES} WHERE hash = ?1 AND number = ?2");
        let mut found = self.rows(&sql, rusqlite::params![source.0, number], passage)?;
        Ok(found.pop())
    }

    /// The same with an empty alignment, for who only shows it.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn passage_to_show(
        &self,
        source: &SourceId,
        number: usize,
    ) -> Result<Option<StoredPassage>, RecordError> {
        let columns = PASSAGES.replacen("alignment", "NULL", 1);
        let sql = format!("{columns} WHERE hash = ?1 AND number = ?2");
        let mut found = self.rows(&sql, rusqlite::params![source.0, number], passage)?;
        Ok(found.pop())
    }

    /// The bytes of a source's file.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn original(&self, source: &SourceId) -> Result<Vec<u8>, RecordError> {
        let path = originals::path(&self.directory, source);
        std::fs::read(&path).map_err(|error| RecordError::io(&path, error))
    }

    /// The source that a person means by a name: its whole name, the end of its path, its name without extension, the
    /// first words of that, or the start of its hash.
    ///
    /// # Errors
    /// If there is none; the error lists those there are.
    pub fn sources_called(&self, asked: &str) -> Result<Vec<StoredSource>, RecordError> {
        let all = self.sources()?;
        let file = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        let stem =
            |path: &str| file(path).rsplit_once('.').map_or_else(|| file(path), |(stem, _)| stem.to_owned());
        // "002" is "002-letters.txt" and "002 (copy).txt", but not "0021.txt".
        let begins = |source: &StoredSource| {
            let rest = file(&source.name).strip_prefix(asked).map(str::to_owned);
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)) && !asked.is_empty()
        };
        let tests: [&dyn Fn(&StoredSource) -> bool; 6] = [
            &|source| source.name == asked,
            &|source| source.name.ends_with(&format!("/{asked}")),
            &|source| file(&source.name) == file(asked),
            &|source| stem(&source.name) == stem(asked),
            &begins,
            &|source| asked.len() >= 6 && (source.id.0.starts_with(asked) || source.name.starts_with(asked)),
        ];
        for test in tests {
            let found: Vec<StoredSource> = all.iter().filter(|source| test(source)).cloned().collect();
            if !found.is_empty() {
                return Ok(found);
            }
        }
        const SHOWN: usize = 10;
        let mut known: Vec<&str> = all.iter().take(SHOWN).map(|source| source.name.as_str()).collect();
        if all.len() > SHOWN {
            known.push("…");
        }
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        Err(RecordError::NoSuchSource { asked: asked.to_owned(), known })
    }

    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, RecordError> {
        let mut query = self.connection.prepare_cached(sql).map_err(|error| self.failed(error))?;
        let rows = query.query_map(parameters, row).map_err(|error| self.failed(error))?;
        rows.collect::<rusqlite::Result<_>>().map_err(|error| self.failed(error))
    }

    pub(crate) fn failed(&self, error: rusqlite::Error) -> RecordError {
        RecordError::database(&self.directory.join(DATABASE), error)
    }

    pub(crate) fn malformed(&self, what: impl Into<String>) -> RecordError {
        RecordError::Malformed { path: self.directory.join(DATABASE), what: what.into() }
    }
}

pub(crate) const PASSAGES: &str =
    "SELECT passages.number, text, original, sources.name, source_start, source_end, line, page,
                               kind, passages.lang, damage, doubts IS NOT NULL, alignment
                        FROM passages JOIN sources ON sources.id = source";

pub(crate) fn passage(row: &Row<'_>) -> rusqlite::Result<StoredPassage> {
    let alignment = match row.get_ref(12)?.as_blob_or_null()? {
        None => Alignment::default(),
        Some(blob) => alignment_blob::unpack(blob).ok_or_else(|| {
            rusqlite::Error::FromSqlConversionFailure(
                12,
                rusqlite::types::Type::Blob,
                "an alignment that cannot be unpacked".into(),
            )
        })?,
    };
    Ok(StoredPassage {
        number: row.get(0)?,
        text: row.get(1)?,
        original: row.get(2)?,
        place: place(row, 3)?,
        kind: row.get(8)?,
        lang: row.get(9)?,
        damage: row.get(10)?,
        doubtful: row.get(11)?,
        alignment,
    })
}

/// A place from five columns: file, start, end, line, page.
pub(crate) fn place(row: &Row<'_>, first: usize) -> rusqlite::Result<Place> {
    let span = Span::new(row.get(first + 1)?, row.get(first + 2)?);
    Ok(Place {
        file: row.get(first)?,
        start: span.start,
        end: span.end,
        line: row.get(first + 3)?,
        page: row.get(first + 4)?,
    })
}

/// Connects for reading only. A write-ahead log needs a place to keep its shared memory; in a directory that may not be
/// written to there can be no writer either, so the file may be read as it lies.
/// KiB of the database that a connection keeps.
const KEPT_PAGES: i64 = 16 << 10;

fn connect(database: &Path) -> Result<Connection, RecordError> {
    let failed = |error| RecordError::database(database, error);
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(database, flags).map_err(failed)?;
    connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(failed)?;
    // A query is planned once, whatever is asked for; else SQLite would plan it anew for every passage that is shown.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(PLANS);
    // A log with something in it must be read along, and cannot be without writing.
    let log = database.with_extension("db-wal");
    let readable = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    let connection = match readable {
        Err(error)
            if matches!(
                error.sqlite_error_code(),
                Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::ReadOnly)
            ) && log.metadata().map_or(true, |log| log.len() == 0) =>
        {
            let uri = format!("file:{}?immutable=1", uri_path(database));
            Connection::open_with_flags(uri, flags).map_err(failed)
        }
        _ => Ok(connection),
    }?;
    connection.pragma_update(None, "cache_size", -KEPT_PAGES).map_err(failed)?;
    Ok(connection)
}

/// So many queries are kept planned.
const PLANS: usize = 64;

/// A path as the path part of a `file:` URI.
fn uri_path(path: &Path) -> String {
    use std::fmt::Write as _;
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut uri = String::new();
    for byte in absolute.to_string_lossy().replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~:".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            write!(uri, "%{byte:02X}").expect("writing to a string does not fail");
        }
    }
    uri
}

/// A source from the columns hash, name, format, encoding, bytes, language, revision and whether it is a chronology.
pub(crate) fn source_of(row: &Row<'_>) -> rusqlite::Result<StoredSource> {
    Ok(StoredSource {
        id: SourceId(row.get(0)?),
        name: row.get(1)?,
        format: row.get(2)?,
        encoding: row.get(3)?,
        bytes: row.get(4)?,
        lang: row.get(5)?,
        revision: row.get(6)?,
        chronology: row.get(7)?,
    })
}
