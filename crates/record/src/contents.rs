//! Passages with what was read in them, for whoever indexes them.

use std::str::FromStr;

use salname_model::{Class, Kind, SourceId, Span, Time};

use crate::{Record, RecordError, StoredPassage, StoredStatement};

/// A passage and what was read in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Contents {
    /// The passage.
    pub passage: StoredPassage,
    /// The kinds of the statements in it, in no order, each once.
    pub kinds: Vec<Kind>,
    /// The dates that it speaks of, those of its statements included.
    pub times: Vec<Time>,
    /// The names in it, in order.
    pub names: Vec<Named>,
}

/// A name in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As written.
    pub text: String,
    /// What kind of thing it names.
    pub class: Class,
    /// The entity that it names.
    pub entity: String,
}

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

/// A calendar expression that counts from something of which no day is told: "three days later".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelativeTime {
    /// The source, as [`Place`](salname_model::Place) calls it.
    pub file: String,
    /// Bytes of the source.
    pub span: Span,
    /// What it counts: see the note of a [`TimeMention`](salname_model::TimeMention).
    pub note: String,
}

impl Record {
    /// The calendar expressions that have no value because they count from something without a day, in the order of
    /// sources and places.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn relative_times(&self) -> Result<Vec<RelativeTime>, RecordError> {
        let sql = "SELECT sources.name, times.source_start, times.source_end, times.note
                   FROM times
                   JOIN passages ON passages.id = times.passage
                   JOIN sources ON sources.id = passages.source
                   WHERE times.value IS NULL AND times.note LIKE '%relative:%'
                   ORDER BY sources.name, times.source_start, times.id";
        self.rows(sql, [], |row| {
            Ok(RelativeTime {
                file: row.get(0)?,
                span: Span::new(row.get(1)?, row.get(2)?),
                note: row.get(3)?,
            })
        })
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

    /// The passages of a source with what was read in them, in the order of the source.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn contents(&self, source: &SourceId) -> Result<Vec<Contents>, RecordError> {
        let mut contents: Vec<Contents> = self
            .passages(source)?
            .into_iter()
            .map(|passage| Contents { passage, kinds: Vec::new(), times: Vec::new(), names: Vec::new() })
            .collect();
        self.each(&mut contents, source, "statements", "kind, date", |contents, kind, date| {
            let kind = Kind::from_str(&kind?).ok()?;
            if !contents.kinds.contains(&kind) {
                contents.kinds.push(kind);
            }
            contents.add_time(date)
        })?;
        self.each(&mut contents, source, "times", "value, NULL", |contents, value, _| {
            contents.add_time(value)
        })?;
        let entity = "(SELECT name FROM entities WHERE entities.id = entity)";
        self.each(
            &mut contents,
            source,
            "mentions",
            &format!("class || text, {entity}"),
            |contents, name, entity| {
                let name = name?;
                let (class, text) = name.split_at_checked(CLASS)?;
                let class = Class::from_str(class).ok()?;
                contents.names.push(Named { text: text.to_owned(), class, entity: entity? });
                Some(())
            },
        )?;
        Ok(contents)
    }

    /// Adds what a table has under the passages of a source, row by row, as two columns; `add` gives none for what is
    /// no value.
    fn each(
        &self,
        contents: &mut [Contents],
        source: &SourceId,
        table: &str,
        columns: &str,
        mut add: impl FnMut(&mut Contents, Option<String>, Option<String>) -> Option<()>,
    ) -> Result<(), RecordError> {
        let sql = format!(
            "SELECT passages.number, below.* FROM sources
             JOIN passages ON passages.source = sources.id
             JOIN (SELECT passage, {columns} FROM {table}) AS below ON below.passage = passages.id
             WHERE sources.hash = ?1 ORDER BY passages.number"
        );
        let rows =
            self.rows(&sql, [&source.0], |row| Ok((row.get::<_, usize>(0)?, row.get(2)?, row.get(3)?)))?;
        for (number, first, second) in rows {
            if let Some(contents) = contents.get_mut(number) {
                add(contents, first, second).ok_or_else(|| {
                    self.malformed(format!("a value in {table} that this version does not write"))
                })?;
            }
        }
        Ok(())
    }
}

impl Contents {
    fn add_time(&mut self, edtf: Option<String>) -> Option<()> {
        if let Some(edtf) = edtf {
            let time = Time::parse(&edtf).ok()?;
            if !self.times.contains(&time) {
                self.times.push(time);
            }
        }
        Some(())
    }
}

/// The row of the passage of a source's hash and a number.
const PASSAGE: &str = "(SELECT passages.id FROM passages JOIN sources ON sources.id = source
                         WHERE hash = ?1 AND number = ?2)";
/// Letters of a class's name.
const CLASS: usize = 3;
