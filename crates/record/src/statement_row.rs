//! One statement as the database holds it: read, written and removed whole.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use salname_model::{Cited, Filler, Kind, Modality, Span, Time};
use serde::{Deserialize, Serialize};

use crate::corrections::{Fillers, fillers};
use crate::{NameKeys, day, fault};

/// A statement with all that belongs to it. A filler's entity is here what its source calls it (a row of `names`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StatementRow {
    pub id: String,
    pub kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Time>,
    pub modality: Modality,
    pub confidence: f32,
    pub quote: String,
    pub original: String,
    pub text: Span,
    pub source: Span,
    pub line: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citation: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cited: Vec<Cited>,
    #[serde(with = "fillers")]
    pub roles: Fillers,
    /// Who made it, if not the reader: "person NAME", "import NAME".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
}

/// Where a statement belongs: rows of its passage and source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Home {
    pub passage: i64,
    pub source: i64,
}

impl StatementRow {
    /// Writes the statement; there must be none of its identifier.
    pub fn write(
        &self,
        connection: &Connection,
        home: Home,
        confirmed: bool,
        keys: &dyn NameKeys,
    ) -> rusqlite::Result<()> {
        fault::point();
        let (earliest, latest) = day::bounds(self.date.as_ref());
        connection
            .prepare_cached(
                "INSERT INTO statements (id, passage, kind, date, earliest, latest, modality, confidence, quote,
                     original, text_start, text_end, source_start, source_end, line, page, verdict, origin)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            )?
            .execute(params![
                self.id,
                home.passage,
                self.kind.as_str(),
                self.date.as_ref().map(Time::as_str),
                earliest,
                latest,
                self.modality.as_str(),
                f64::from(self.confidence),
                self.quote,
                self.original,
                self.text.start as i64,
                self.text.end as i64,
                self.source.start as i64,
                self.source.end as i64,
                self.line as i64,
                self.page,
                confirmed.then_some("confirmed"),
                self.origin,
            ])?;
        if let Some(citation) = &self.citation {
            connection
                .prepare_cached("INSERT INTO citations (statement, text, cited) VALUES (?1, ?2, ?3)")?
                .execute(params![self.id, citation, cited_json(&self.cited)])?;
        }
        self.write_roles(connection, home, keys)
    }

    fn write_roles(&self, connection: &Connection, home: Home, keys: &dyn NameKeys) -> rusqlite::Result<()> {
        let mut insert = connection.prepare_cached(
            "INSERT INTO fillers (statement, role, position, text, name, entity) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let mut key =
            connection.prepare_cached("INSERT OR IGNORE INTO filler_words (key, filler) VALUES (?1, ?2)")?;
        for (role, fillers) in &self.roles {
            for (position, filler) in fillers.iter().enumerate() {
                let name = match &filler.entity {
                    Some(name) => Some(NameRow::of(connection, home.source, name, keys)?),
                    None => None,
                };
                insert.execute(params![
                    self.id,
                    role.as_str(),
                    position as i64,
                    filler.text,
                    name.map(|name| name.id),
                    name.map(|name| name.entity),
                ])?;
                let row = connection.last_insert_rowid();
                for word in keys.keys(&filler.text).iter().flatten() {
                    key.execute(params![word, row])?;
                }
            }
        }
        Ok(())
    }

    /// The statement of that identifier as it stands, and where it belongs.
    pub fn read(connection: &Connection, id: &str) -> rusqlite::Result<Option<(Self, Home)>> {
        let found = connection
            .prepare_cached(
                "SELECT statements.id, statements.kind, date, modality, confidence, quote, statements.original,
                        text_start, text_end, statements.source_start, statements.source_end, statements.line,
                        statements.page, citations.text, origin, passages.id, passages.source, citations.cited
                 FROM statements JOIN passages ON passages.id = statements.passage
                 LEFT JOIN citations ON citations.statement = statements.id WHERE statements.id = ?1",
            )?
            .query_row([id], |row| Ok((Self::of(row)?, Home { passage: row.get(15)?, source: row.get(16)? })))
            .optional()?;
        let Some((mut statement, home)) = found else { return Ok(None) };
        let mut query = connection.prepare_cached(
            "SELECT role, text, names.name FROM fillers LEFT JOIN names ON names.id = fillers.name
             WHERE statement = ?1 ORDER BY role, position",
        )?;
        let mut rows = query.query([id])?;
        while let Some(row) = rows.next()? {
            let filler = Filler { text: row.get(1)?, entity: row.get(2)? };
            statement.roles.entry(crate::find::word(row, 0)?).or_default().push(filler);
        }
        Ok(Some((statement, home)))
    }

    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            kind: crate::find::word(row, 1)?,
            date: crate::find::date(row, 2)?,
            modality: crate::find::word(row, 3)?,
            confidence: row.get(4)?,
            quote: row.get(5)?,
            original: row.get(6)?,
            text: Span { start: row.get(7)?, end: row.get(8)? },
            source: Span { start: row.get(9)?, end: row.get(10)? },
            line: row.get(11)?,
            page: row.get(12)?,
            citation: row.get(13)?,
            cited: cited(row, 17)?,
            roles: Fillers::new(),
            origin: row.get(14)?,
        })
    }

    /// Removes the statement of that identifier with all that belongs to it.
    pub fn remove(connection: &Connection, id: &str) -> rusqlite::Result<()> {
        connection.prepare_cached("DELETE FROM statements WHERE id = ?1")?.execute([id])?;
        Ok(())
    }
}

/// What a source calls something, and the entity that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NameRow {
    pub id: i64,
    pub entity: i64,
}

impl NameRow {
    /// The row of a name in a source, made if there is none. A new one names, until names are compared, what is called
    /// the same elsewhere.
    pub fn of(
        connection: &Connection,
        source: i64,
        name: &str,
        keys: &dyn NameKeys,
    ) -> rusqlite::Result<Self> {
        let known = connection
            .prepare_cached("SELECT id, entity FROM names WHERE source = ?1 AND name = ?2")?
            .query_row(params![source, name], |row| Ok(Self { id: row.get(0)?, entity: row.get(1)? }))
            .optional()?;
        if let Some(known) = known {
            return Ok(known);
        }
        let entity = entity_called(connection, name)?;
        connection
            .prepare_cached("INSERT INTO names (source, name, label, entity) VALUES (?1, ?2, ?2, ?3)")?
            .execute(params![source, name, entity])?;
        let made = Self { id: connection.last_insert_rowid(), entity };
        made.spell(connection, name, keys)?;
        connection.prepare_cached("INSERT OR IGNORE INTO stale VALUES (?1)")?.execute([entity])?;
        Ok(made)
    }

    /// Makes the name known under the words of one of its spellings.
    pub fn spell(self, connection: &Connection, spelling: &str, keys: &dyn NameKeys) -> rusqlite::Result<()> {
        let mut name =
            connection.prepare_cached("INSERT OR IGNORE INTO name_words (key, name) VALUES (?1, ?2)")?;
        let mut entity =
            connection.prepare_cached("INSERT OR IGNORE INTO entity_words (key, entity) VALUES (?1, ?2)")?;
        let all: BTreeSet<String> = keys.keys(spelling).into_iter().flatten().collect();
        for key in &all {
            name.execute(params![key, self.id])?;
            entity.execute(params![key, self.entity])?;
        }
        Ok(())
    }
}

/// The row of the entity of that name, made if there is none.
pub(crate) fn entity_called(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    let known: Option<i64> = connection
        .prepare_cached("SELECT id FROM entities WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    connection.prepare_cached("INSERT INTO entities (name) VALUES (?1)")?.execute([name])?;
    Ok(connection.last_insert_rowid())
}

/// What a citation refers to, as its column holds it; nothing for one that was not parsed.
fn cited_json(cited: &[Cited]) -> Option<String> {
    (!cited.is_empty()).then(|| serde_json::to_string(cited).unwrap_or_default())
}

/// What a citation refers to, from its column.
pub(crate) fn cited(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<Cited>> {
    let Some(json) = row.get::<_, Option<String>>(column)? else { return Ok(Vec::new()) };
    serde_json::from_str(&json).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, error.into())
    })
}
