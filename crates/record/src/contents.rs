//! Passages with what was read in them, for whoever indexes them.

use std::str::FromStr;

use rusqlite::Row;
use rustc_hash::FxHashMap;
use salname_model::{Class, Kind, SourceId, Span, Time};

use crate::{Record, RecordError, StoredStatement};

/// The passages of a source and what was read in them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contents {
    /// In the order of the source.
    pub passages: Vec<PassageContents>,
    /// The different names in all of them.
    pub names: Vec<Named>,
}

/// A passage and what was read in it.
#[derive(Debug, Clone, PartialEq)]
pub struct PassageContents {
    /// Its number in the source, from 0.
    pub number: usize,
    /// Restored text.
    pub text: String,
    /// The language pack that read it.
    pub lang: Option<String>,
    /// True if the restored form of some word is not certain.
    pub doubtful: bool,
    /// The kinds of the statements in it, in no order, each once.
    pub kinds: Vec<Kind>,
    /// The dates that it speaks of, those of its statements included.
    pub times: Vec<Time>,
    /// The names in it, in order: places in the [names](Contents::names) of the source.
    pub names: Vec<usize>,
}

/// A name in some passages of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As written.
    pub text: String,
    /// What kind of thing it names.
    pub class: Class,
    /// The entity that it names.
    pub entity: String,
}

/// The names of entities that were read already: whoever reads one source after another keeps them, for most come again.
#[derive(Debug, Default)]
pub struct EntityNames(FxHashMap<i64, String>);

/// A calendar expression in a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredTime {
    /// Bytes of the passage's text.
    pub span: Span,
    /// What it means; none where that could not be told.
    pub value: Option<Time>,
    /// How the value was found, where the words alone do not say it.
    pub note: String,
}

/// A calendar expression that counts from something else: "three days later".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelativeTime {
    /// The source, as [`Place`](salname_model::Place) calls it.
    pub file: String,
    /// Bytes of the source.
    pub span: Span,
    /// What it counts: see the note of a [`TimeMention`](salname_model::TimeMention).
    pub note: String,
    /// When that is: counted from a day that is told, or said by the text beside it ("three days later, on 20 May"); none
    /// where what it counts from has no day.
    pub value: Option<Time>,
}

impl Record {
    /// The calendar expressions that count from something else, in the order of sources and places.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn relative_times(&self) -> Result<Vec<RelativeTime>, RecordError> {
        let sql = "SELECT sources.name, times.source_start, times.source_end, times.note, times.value
                   FROM times
                   JOIN passages ON passages.id = times.passage
                   JOIN sources ON sources.id = passages.source
                   WHERE times.note LIKE '%relative:%'
                   ORDER BY sources.name, times.source_start, times.id";
        let rows = self.rows(sql, [], |row| {
            let span = Span::new(row.get(1)?, row.get(2)?);
            Ok((row.get::<_, String>(0)?, span, row.get::<_, String>(3)?, row.get::<_, Option<String>>(4)?))
        })?;
        let times = rows.into_iter().map(|(file, span, note, value)| {
            let value = value.map(|edtf| Time::parse(&edtf)).transpose();
            let value = value.map_err(|error| self.malformed(error.to_string()))?;
            Ok(RelativeTime { file, span, note, value })
        });
        times.collect()
    }

    /// The calendar expressions in a passage, in order.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn times_in(&self, source: &SourceId, number: usize) -> Result<Vec<StoredTime>, RecordError> {
        let sql = format!(
            "SELECT text_start, text_end, value, note FROM times WHERE passage = {PASSAGE}
             ORDER BY text_start, text_end, id"
        );
        let rows = self.rows(&sql, rusqlite::params![source.0, number], |row| {
            Ok((Span::new(row.get(0)?, row.get(1)?), row.get::<_, Option<String>>(2)?, row.get(3)?))
        })?;
        let times = rows.into_iter().map(|(span, value, note)| {
            let value = value.map(|edtf| Time::parse(&edtf)).transpose();
            let value = value.map_err(|error| self.malformed(error.to_string()))?;
            Ok(StoredTime { span, value, note })
        });
        times.collect()
    }

    /// The statements that stand on a passage, in order, each with the bytes of the passage's text that say it.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn statements_in(
        &self,
        source: &SourceId,
        number: usize,
    ) -> Result<Vec<(Span, StoredStatement)>, RecordError> {
        let sql = format!(
            "SELECT id, text_start, text_end FROM statements WHERE passage = {PASSAGE}
             ORDER BY text_start, text_end, id"
        );
        let rows = self.rows(&sql, rusqlite::params![source.0, number], |row| {
            Ok((row.get::<_, String>(0)?, Span::new(row.get(1)?, row.get(2)?)))
        })?;
        let mut statements = Vec::with_capacity(rows.len());
        for (id, span) in rows {
            statements.extend(self.statement(&id)?.map(|statement| (span, statement)));
        }
        Ok(statements)
    }

    /// Where all statements stand: of each the source, the passage's number, the bytes of the passage's text that say it,
    /// and its identifier; in the order of sources, passages and texts.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn standings(&self) -> Result<Vec<(SourceId, usize, Span, String)>, RecordError> {
        self.rows(
            "SELECT hash, number, text_start, text_end, statements.id
             FROM statements JOIN passages ON passages.id = passage JOIN sources ON sources.id = source
             ORDER BY hash, number, text_start, text_end, statements.id",
            [],
            |row| Ok((SourceId(row.get(0)?), row.get(1)?, Span::new(row.get(2)?, row.get(3)?), row.get(4)?)),
        )
    }

    /// The passages of a source with what was read in them.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn contents(&self, source: &SourceId, known: &mut EntityNames) -> Result<Contents, RecordError> {
        let sql = "SELECT passages.id, number, text, passages.lang, doubts IS NOT NULL
                   FROM passages JOIN sources ON sources.id = source WHERE hash = ?1 ORDER BY number";
        let mut rows: Vec<i64> = Vec::new();
        let mut passages = self.rows(sql, [&source.0], |row| {
            rows.push(row.get(0)?);
            Ok(PassageContents {
                number: row.get(1)?,
                text: row.get(2)?,
                lang: row.get(3)?,
                doubtful: row.get(4)?,
                kinds: Vec::new(),
                times: Vec::new(),
                names: Vec::new(),
            })
        })?;
        let mut under = |table: &str, columns: &str, add: &mut Add<'_>| {
            self.under(&rows, table, columns, &mut |at, row| add(&mut passages[at], row))
        };
        // Most dates of a source come again and again.
        let mut dates: FxHashMap<String, Time> = FxHashMap::default();
        let mut times_are_read =
            |contents: &mut PassageContents, row: &Row<'_>, column| -> rusqlite::Result<bool> {
                let Some(edtf) = row.get_ref(column)?.as_str_or_null()? else { return Ok(true) };
                let time = match dates.get(edtf) {
                    Some(time) => time.clone(),
                    None => {
                        let Ok(time) = Time::parse(edtf) else { return Ok(false) };
                        dates.insert(edtf.to_owned(), time.clone());
                        time
                    }
                };
                if !contents.times.contains(&time) {
                    contents.times.push(time);
                }
                Ok(true)
            };
        under("statements", "kind, date", &mut |contents, row| {
            let Ok(kind) = Kind::from_str(row.get_ref(1)?.as_str()?) else { return Ok(false) };
            if !contents.kinds.contains(&kind) {
                contents.kinds.push(kind);
            }
            times_are_read(contents, row, 2)
        })?;
        under("times", "value", &mut |contents, row| times_are_read(contents, row, 1))?;
        // So do most names: by entity and class, their texts and places.
        let mut places: FxHashMap<(i64, Class), FxHashMap<String, usize>> = FxHashMap::default();
        let mut different: Vec<(String, Class, i64)> = Vec::new();
        under("mentions", "class, entity, text", &mut |contents, row| {
            let Ok(class) = Class::from_str(row.get_ref(1)?.as_str()?) else { return Ok(false) };
            let (entity, text) = (row.get(2)?, row.get_ref(3)?.as_str()?);
            let of_entity = places.entry((entity, class)).or_default();
            let place = match of_entity.get(text) {
                Some(&place) => place,
                None => {
                    of_entity.insert(text.to_owned(), different.len());
                    different.push((text.to_owned(), class, entity));
                    different.len() - 1
                }
            };
            contents.names.push(place);
            Ok(true)
        })?;
        let mut query = self
            .connection
            .prepare_cached("SELECT name FROM entities WHERE id = ?1")
            .map_err(|error| self.failed(error))?;
        let names = different.into_iter().map(|(text, class, number)| {
            let entity = match known.0.get(&number) {
                Some(entity) => entity.clone(),
                None => {
                    let entity: String =
                        query.query_row([number], |row| row.get(0)).map_err(|error| self.failed(error))?;
                    known.0.insert(number, entity.clone());
                    entity
                }
            };
            Ok(Named { text, class, entity })
        });
        Ok(Contents { names: names.collect::<Result<_, RecordError>>()?, passages })
    }

    /// Goes over the rows that a table has under passages of a source, of which the rows are given. `add` has the place
    /// of the passage among these, and the columns from 1 on; it says no to what is no value.
    fn under(
        &self,
        passages: &[i64],
        table: &str,
        columns: &str,
        add: &mut dyn FnMut(usize, &Row<'_>) -> rusqlite::Result<bool>,
    ) -> Result<(), RecordError> {
        let (Some(&first), Some(&last)) = (passages.iter().min(), passages.iter().max()) else {
            return Ok(());
        };
        // A source is written in one go, so that its passages lie together; if not, the others' rows are skipped.
        let together = passages.iter().zip(first..).all(|(&row, expected)| row == expected);
        let places: FxHashMap<i64, usize> =
            if together { FxHashMap::default() } else { passages.iter().copied().zip(0..).collect() };
        let place = |row: i64| {
            if together { usize::try_from(row - first).ok() } else { places.get(&row).copied() }
        };
        let sql = format!(
            "SELECT passage, {columns} FROM {table} WHERE passage BETWEEN ?1 AND ?2 ORDER BY passage, id"
        );
        let mut query = self.connection.prepare_cached(&sql).map_err(|error| self.failed(error))?;
        let mut rows = query.query([first, last]).map_err(|error| self.failed(error))?;
        while let Some(row) = rows.next().map_err(|error| self.failed(error))? {
            let passage = row.get(0).map_err(|error| self.failed(error))?;
            if let Some(at) = place(passage)
                && !add(at, row).map_err(|error| self.failed(error))?
            {
                return Err(self.malformed(format!("a value in {table} that this version does not write")));
            }
        }
        Ok(())
    }
}

/// Adds what a row says to a passage; says no to what is no value.
type Add<'a> = dyn FnMut(&mut PassageContents, &Row<'_>) -> rusqlite::Result<bool> + 'a;

/// The row of the passage of a source's hash and a number.
const PASSAGE: &str = "(SELECT passages.id FROM passages JOIN sources ON sources.id = source
                         WHERE hash = ?1 AND number = ?2)";
