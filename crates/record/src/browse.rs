//! A source as one reads it: passage by passage, with all that was found in each.

use std::collections::BTreeMap;
use std::str::FromStr;

use rusqlite::types::Type;
use rusqlite::{Row, params};
use salname_model::{Class, Doubt, SourceId, Span};

use crate::record::{PASSAGES, passage, source_of};
use crate::{Record, RecordError, StoredPassage, StoredSource, StoredTime};

/// A source and how much was read in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSummary {
    /// The source.
    pub source: StoredSource,
    /// Its passages.
    pub passages: u64,
    /// Its statements.
    pub statements: u64,
    /// Passages by what had happened to their letters.
    pub damage: BTreeMap<String, u64>,
    /// True if no file has these bytes any more: nothing is read from it, and only the original is left.
    pub retired: bool,
}

/// A passage with what was found in it; spans are bytes of its restored text.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadPassage {
    /// The passage.
    pub passage: StoredPassage,
    /// Words whose restored form is not certain.
    pub doubts: Vec<Doubt>,
    /// Calendar expressions, in order.
    pub times: Vec<StoredTime>,
    /// Names, in order.
    pub mentions: Vec<ReadMention>,
    /// Where each statement's quotation stands, and the statement's identifier, in order.
    pub statements: Vec<(Span, String)>,
}

/// A name in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadMention {
    /// Where it stands.
    pub span: Span,
    /// What kind of thing it names.
    pub class: Class,
    /// The entity that it names.
    pub entity: String,
}

/// A way to say where in a source one wants to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A line of the file, from 1.
    Line(u64),
    /// A page, of a paged format.
    Page(u32),
    /// A byte of the source.
    Byte(u64),
}

impl Record {
    /// Every source with how much was read in it, in the order of their names, those that are retired last.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn summaries(&self) -> Result<Vec<SourceSummary>, RecordError> {
        let mut all = self.rows(
            "SELECT hash, name, format, encoding, bytes, lang, revision, role = 'chronology', retired,
                    (SELECT count(*) FROM passages WHERE source = sources.id),
                    (SELECT count(*) FROM statements JOIN passages ON passages.id = statements.passage
                     WHERE passages.source = sources.id)
             FROM sources ORDER BY retired, name, hash",
            [],
            |row| {
                let source = source_of(row)?;
                let (retired, passages, statements) = (row.get(8)?, row.get(9)?, row.get(10)?);
                Ok(SourceSummary { source, passages, statements, damage: BTreeMap::new(), retired })
            },
        )?;
        let damage = self.rows(
            "SELECT hash, damage, count(*) FROM passages JOIN sources ON sources.id = source GROUP BY source, damage",
            [],
            |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let mut by_source: BTreeMap<&str, &mut SourceSummary> = BTreeMap::new();
        let ids: Vec<String> = all.iter().map(|summary| summary.source.id.0.clone()).collect();
        for (id, summary) in ids.iter().zip(&mut all) {
            by_source.insert(id, summary);
        }
        for (hash, damage, count) in damage {
            if let Some(summary) = by_source.get_mut(hash.as_str()) {
                summary.damage.insert(damage, count);
            }
        }
        Ok(all)
    }

    /// Passages of a source from one number on, no more than so many, with what was found in them.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn read_passages(
        &self,
        source: &SourceId,
        from: usize,
        most: usize,
    ) -> Result<Vec<ReadPassage>, RecordError> {
        let sql = format!("{PASSAGES} WHERE hash = ?1 AND number >= ?2 AND number < ?3 ORDER BY number");
        let to = from.saturating_add(most);
        let numbers = params![source.0, from as i64, i64::try_from(to).unwrap_or(i64::MAX)];
        let passages = self.rows(&sql, numbers, passage)?;
        let mut read = Vec::with_capacity(passages.len());
        for passage in passages {
            let number = params![source.0, passage.number as i64];
            read.push(ReadPassage {
                doubts: if passage.doubtful { self.doubts(source, passage.number)? } else { Vec::new() },
                times: self.times_in(source, passage.number)?,
                mentions: self.rows(
                    &found(
                        "mentions",
                        "class, (SELECT name FROM entities WHERE id = entity)",
                        "text_start, text_end",
                    ),
                    number,
                    mention,
                )?,
                statements: self.rows(
                    &found("statements", "statements.id", "text_start, text_end, statements.id"),
                    number,
                    |row| Ok((span(row)?, row.get(2)?)),
                )?,
                passage,
            });
        }
        Ok(read)
    }

    /// The number of the passage at a spot: the last that begins there or before; none if the source has no passage
    /// that begins so early.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn passage_at(&self, source: &SourceId, spot: Spot) -> Result<Option<usize>, RecordError> {
        let (column, value) = match spot {
            // The first of a page, or of the next page that has any.
            Spot::Page(page) => {
                let first = self.rows(
                    "SELECT number FROM passages JOIN sources ON sources.id = source
                     WHERE hash = ?1 AND page >= ?2 ORDER BY number LIMIT 1",
                    params![source.0, page],
                    |row| row.get(0),
                )?;
                return Ok(first.first().copied());
            }
            Spot::Line(line) => ("line", line),
            Spot::Byte(byte) => ("source_start", byte),
        };
        let sql = format!(
            "SELECT number FROM passages JOIN sources ON sources.id = source
             WHERE hash = ?1 AND {column} <= ?2 ORDER BY number DESC LIMIT 1"
        );
        let value = i64::try_from(value).unwrap_or(i64::MAX);
        Ok(self.rows(&sql, params![source.0, value], |row| row.get(0))?.first().copied())
    }

    fn doubts(&self, source: &SourceId, number: usize) -> Result<Vec<Doubt>, RecordError> {
        let json = self.rows(
            "SELECT doubts FROM passages JOIN sources ON sources.id = source
             WHERE hash = ?1 AND number = ?2 AND doubts IS NOT NULL",
            params![source.0, number as i64],
            |row| row.get::<_, String>(0),
        )?;
        let Some(json) = json.first() else { return Ok(Vec::new()) };
        serde_json::from_str(json).map_err(|_| self.malformed("doubts that this version does not write"))
    }
}

/// A query for what stands in a passage, by the hash of its source and its number.
fn found(table: &str, columns: &str, order: &str) -> String {
    format!(
        "SELECT text_start, text_end, {columns} FROM {table}
         WHERE passage = (SELECT passages.id FROM passages JOIN sources ON sources.id = source
                          WHERE hash = ?1 AND number = ?2)
         ORDER BY {order}"
    )
}

fn span(row: &Row<'_>) -> rusqlite::Result<Span> {
    Ok(Span::new(row.get(0)?, row.get(1)?))
}

fn mention(row: &Row<'_>) -> rusqlite::Result<ReadMention> {
    let class = Class::from_str(&row.get::<_, String>(2)?)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(2, Type::Text, Box::new(error)))?;
    Ok(ReadMention { span: span(row)?, class, entity: row.get(3)? })
}

/// The stable name of an entity: 16 hexadecimal digits of a hash of its name, the same after every rebuild.
#[must_use]
pub fn entity_id(name: &str) -> String {
    blake3::hash(name.as_bytes()).to_hex()[..16].to_owned()
}

impl Record {
    /// How an entity is written, the commonest spelling first; by its name.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn spellings(&self, entity: &str) -> Result<Vec<(String, u64)>, RecordError> {
        const MOST: usize = 100;
        self.rows(
            &format!(
                "SELECT text, count(*) AS often FROM mentions
                 WHERE entity = (SELECT id FROM entities WHERE name = ?1)
                 GROUP BY text ORDER BY often DESC, text LIMIT {MOST}"
            ),
            [entity],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// The sources that mention an entity, and how often, the one that does most first; by the entity's name.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn sources_naming(&self, entity: &str) -> Result<Vec<(String, u64)>, RecordError> {
        self.rows(
            "SELECT sources.name, count(*) AS often FROM mentions
             JOIN passages ON passages.id = passage JOIN sources ON sources.id = source
             WHERE entity = (SELECT id FROM entities WHERE name = ?1)
             GROUP BY sources.id ORDER BY often DESC, sources.name",
            [entity],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }
}
