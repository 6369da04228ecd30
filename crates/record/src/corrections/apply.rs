//! What corrections make of the statements of a source.
//!
//! The rows of `statements` are always as corrected, so that every question sees the same; what was read stands in
//! `readings` for those that were touched. Settling a source puts all of it back as it was read and applies anew what
//! counts: the result depends on the reading and the log, not on the way there.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, params};
use salname_model::{Role, Span};

use super::attach::attach;
use super::correction::{Action, Correction, Fillers, Telling, parse_date};
use super::entities::refit_fillers;
use super::log::Log;
use crate::passages::SourceText;
use crate::statement_row::{Home, StatementRow};
use crate::{NameKeys, RecordError, document};

/// Brings the statements of a source in line with the log and with what was imported.
pub(crate) fn settle_source(
    connection: &Connection,
    directory: &std::path::Path,
    log: &Log,
    keys: &dyn NameKeys,
    source: &str,
) -> Result<(), RecordError> {
    let failed = |error| RecordError::database(&directory.join(crate::DATABASE), error);
    let row: Option<i64> = connection
        .prepare_cached("SELECT id FROM sources WHERE hash = ?1 AND retired = 0")
        .map_err(failed)?
        .query_row([source], |row| row.get(0))
        .optional()
        .map_err(failed)?;
    let Some(row) = row else { return Ok(()) };
    let mut settling = Settling { connection, keys, source, row };
    settling.put_back().map_err(failed)?;
    settling.tell(directory, log)?;
    settling.apply(log).map_err(failed)?;
    settling.forget_unused_names().map_err(failed)?;
    refit_fillers(connection, row).map_err(failed)
}

struct Settling<'a> {
    connection: &'a Connection,
    keys: &'a dyn NameKeys,
    source: &'a str,
    row: i64,
}

impl Settling<'_> {
    /// Everything as it was read.
    fn put_back(&mut self) -> rusqlite::Result<()> {
        const HERE: &str = "passage IN (SELECT id FROM passages WHERE source = ?1)";
        self.connection.prepare_cached(&format!("DELETE FROM attached WHERE {HERE}"))?.execute([self.row])?;
        let readings: Vec<(i64, String)> = self
            .connection
            .prepare_cached(&format!("SELECT passage, statement FROM readings WHERE {HERE}"))?
            .query_map([self.row], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (passage, statement) in readings {
            let reading = parse(&statement)?;
            StatementRow::remove(self.connection, &reading.id)?;
            let home = Home { passage, source: self.row };
            reading.write(self.connection, home, false, self.keys)?;
        }
        self.connection.prepare_cached(&format!("DELETE FROM readings WHERE {HERE}"))?.execute([self.row])?;
        self.connection
            .prepare_cached(&format!("DELETE FROM statements WHERE origin IS NOT NULL AND {HERE}"))?
            .execute([self.row])?;
        self.connection
            .prepare_cached(&format!(
                "UPDATE statements SET verdict = NULL WHERE verdict IS NOT NULL AND {HERE}"
            ))?
            .execute([self.row])?;
        Ok(())
    }

    /// Adds what persons and other programs say that the source says.
    fn tell(&mut self, directory: &std::path::Path, log: &Log) -> Result<(), RecordError> {
        let failed = |error| RecordError::database(&directory.join(crate::DATABASE), error);
        let mut tellings: Vec<(Option<&str>, String, Telling)> = Vec::new();
        for (origin, telling) in self.imported().map_err(failed)? {
            tellings.push((None, origin, telling));
        }
        for correction in log.of_source(self.source) {
            if let Action::Add { statement } = &correction.action {
                let origin = format!("person {}", correction.who);
                tellings.push((Some(&correction.id), origin, statement.clone()));
            }
        }
        if tellings.is_empty() {
            return Ok(());
        }
        let text = SourceText::load(self.connection, directory, self.source)?;
        for (correction, origin, telling) in tellings {
            let Some(home) = self.write(&text, origin, &telling).map_err(failed)? else { continue };
            if let Some(correction) = correction {
                let id = telling.id();
                self.attach(correction, 0, Some((&id, home))).map_err(failed)?;
            }
        }
        Ok(())
    }

    fn imported(&self) -> rusqlite::Result<Vec<(String, Telling)>> {
        let rows: Vec<(String, String)> = self
            .connection
            .prepare_cached("SELECT origin, statement FROM imported WHERE source = ?1 ORDER BY id")?
            .query_map([self.source], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        rows.into_iter().map(|(origin, line)| Ok((format!("import {origin}"), from_json(&line)?))).collect()
    }

    /// Writes a statement from elsewhere, unless it was read just so; none if its bytes belong to no passage now.
    fn write(&self, text: &SourceText, origin: String, telling: &Telling) -> rusqlite::Result<Option<Home>> {
        let id = telling.id();
        if let Some((_, home)) = StatementRow::read(self.connection, &id)? {
            return Ok(Some(home));
        }
        let Some(place) = telling.span.and_then(|span| text.place(span)) else { return Ok(None) };
        let home = Home { passage: place.passage, source: self.row };
        let mut roles = telling.roles.clone();
        self.name(home.passage, Some(place.text), &mut roles)?;
        let statement = StatementRow {
            id,
            kind: telling.kind,
            date: parse_date(&telling.date).ok().flatten(),
            modality: telling.modality,
            confidence: telling.confidence,
            quote: place.quote,
            original: place.original,
            text: place.text,
            source: telling.span.unwrap_or_default(),
            line: place.line,
            page: place.page,
            citation: telling.citation.clone(),
            cited: Vec::new(),
            roles,
            origin: Some(origin),
        };
        statement.write(self.connection, home, false, self.keys)?;
        Ok(Some(home))
    }

    /// Gives fillers that name nothing yet the name of the mention in the same words.
    fn name(&self, passage: i64, within: Option<Span>, roles: &mut Fillers) -> rusqlite::Result<()> {
        let mut query = self.connection.prepare_cached(
            "SELECT names.name FROM mentions JOIN names ON names.id = mentions.name
             WHERE passage = ?1 AND text_start >= ?2 AND text_end <= ?3 AND (text = ?4 OR names.name = ?4)
             ORDER BY text_start LIMIT 1",
        )?;
        let within = within.unwrap_or(Span::new(0, i64::MAX as usize));
        for (_, fillers) in roles.iter_mut().filter(|(role, _)| names(**role)) {
            for filler in fillers.iter_mut().filter(|filler| filler.entity.is_none()) {
                filler.entity = query
                    .query_row(params![passage, within.start as i64, within.end as i64, filler.text], |row| {
                        row.get(0)
                    })
                    .optional()?;
            }
        }
        Ok(())
    }

    /// Finds what corrections speak of, and does as they say.
    fn apply(&mut self, log: &Log) -> rusqlite::Result<()> {
        let here = |correction: &&Correction| !correction.targets().is_empty();
        let corrections: Vec<&Correction> = log.of_source(self.source).filter(here).collect();
        let targets = || {
            let all = corrections.iter().flat_map(|correction| correction.targets());
            all.filter(|target| target.source == self.source)
        };
        let now = attach(self.connection, self.row, targets())?;
        let mut said: BTreeMap<&str, Vec<&Correction>> = BTreeMap::new();
        for correction in corrections {
            for (position, target) in correction.targets().into_iter().enumerate() {
                if target.source != self.source {
                    continue;
                }
                let Some(statement) = now.get(&target.id) else { continue };
                let Some((_, home)) = StatementRow::read(self.connection, statement)? else { continue };
                self.attach(&correction.id, position, Some((statement, home)))?;
                said.entry(statement).or_default().push(correction);
            }
        }
        for (statement, corrections) in said {
            self.correct(statement, &corrections)?;
        }
        Ok(())
    }

    fn correct(&self, id: &str, corrections: &[&Correction]) -> rusqlite::Result<()> {
        let Some((read, home)) = StatementRow::read(self.connection, id)? else { return Ok(()) };
        let mut now = read.clone();
        // What a person says last, holds; a statement that a person put right is not confirmed by that alone.
        let (mut rejected, mut confirmed) = (false, false);
        for correction in corrections {
            match &correction.action {
                Action::Reject { .. } => (rejected, confirmed) = (true, false),
                Action::Confirm { .. } => (rejected, confirmed) = (false, true),
                Action::Set { kind, date, modality, roles, .. } => {
                    now.kind = kind.unwrap_or(now.kind);
                    now.modality = modality.unwrap_or(now.modality);
                    if let Some(date) = date {
                        now.date = parse_date(date).ok().flatten();
                    }
                    now.roles.extend(roles.clone());
                    // Somebody looked at it: nothing is left to probability.
                    now.confidence = 1.0;
                }
                _ => {}
            }
        }
        now.roles.retain(|role, fillers| now.kind.roles().contains(role) && !fillers.is_empty());
        self.name(home.passage, None, &mut now.roles)?;
        if confirmed {
            now.confidence = 1.0;
        }
        if !rejected && !confirmed && now == read {
            return Ok(());
        }
        self.connection
            .prepare_cached(
                "INSERT INTO readings (id, passage, rejected, statement) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![id, home.passage, rejected, to_json(&read)?])?;
        StatementRow::remove(self.connection, id)?;
        if rejected {
            return Ok(());
        }
        now.write(self.connection, home, confirmed, self.keys)
    }

    fn attach(&self, correction: &str, position: usize, found: Option<(&str, Home)>) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO attached (correction, position, statement, passage) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                correction,
                position as i64,
                found.map(|(id, _)| id),
                found.map(|(_, home)| home.passage)
            ])?;
        Ok(())
    }

    /// Names that only a correction gave, and that are no longer given.
    fn forget_unused_names(&self) -> rusqlite::Result<()> {
        const UNUSED: &str =
            "source = ?1 AND NOT EXISTS (SELECT 1 FROM mentions WHERE mentions.name = names.id)
                              AND NOT EXISTS (SELECT 1 FROM fillers WHERE fillers.name = names.id)";
        self.connection
            .prepare_cached(&format!("INSERT OR IGNORE INTO stale SELECT entity FROM names WHERE {UNUSED}"))?
            .execute([self.row])?;
        self.connection.prepare_cached(&format!("DELETE FROM names WHERE {UNUSED}"))?.execute([self.row])?;
        Ok(())
    }
}

/// True if what fills the role may be a name.
pub(crate) fn names(role: Role) -> bool {
    !matches!(role, Role::Form | Role::Change | Role::Unit | Role::Value | Role::About | Role::What)
}

impl Telling {
    /// The identifier of the statement.
    #[must_use]
    pub fn id(&self) -> String {
        let roles = self.roles.iter().map(|(role, fillers)| (*role, fillers.as_slice()));
        document::identifier(&self.source, self.span.unwrap_or_default(), self.kind, roles)
    }
}

pub(crate) fn parse(reading: &str) -> rusqlite::Result<StatementRow> {
    from_json(reading)
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

pub(crate) fn to_json(value: &impl serde::Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}
