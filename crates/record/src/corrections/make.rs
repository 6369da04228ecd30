//! Corrections are made here: completed, checked, kept, and put into effect in one transaction.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, params};
use salname_model::{Filler, Span};

use super::apply::{names, parse};
use super::correction::{Action, Correction, EntityRef, Mark, Target, Telling, fits};
use super::entities::settle_entities;
use super::log::Log;
use super::{apply, settle_source};
use crate::passages::SourceText;
use crate::statement_row::StatementRow;
use crate::writer::{is_settled, next_generation};
use crate::{Record, RecordError, Writer, quotation};

/// What became of a file of corrections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// So many were new.
    pub added: usize,
    /// So many were known already.
    pub known: usize,
    /// Where two people say different things of one: one sentence each.
    pub conflicts: Vec<String>,
    /// Identifiers of those that speak of something that this record does not hold.
    pub detached: Vec<String>,
}

impl Writer {
    /// Makes a correction: what it speaks of is looked up, and it takes effect at once. Gives it as it was kept.
    ///
    /// A statement may be told by its identifier alone, a source by its name, an entity by its name; a quotation without
    /// a span is looked for. Fields that are not given are filled in, so that the correction outlives this reading.
    ///
    /// # Errors
    /// If what it speaks of is not there, it contradicts itself, or the record cannot be written to. Nothing is changed
    /// then.
    pub fn correct(&mut self, correction: &Correction) -> Result<Correction, RecordError> {
        correction.validate()?;
        let log = self.log()?;
        let mut complete = self.completed(correction, &log)?;
        complete.after = log.len();
        complete.id = complete.content_id();
        self.put_into_effect(std::slice::from_ref(&complete))?;
        Ok(complete)
    }

    /// Undoes a correction, which may be an undoing itself. It is told by its identifier, the beginning of it, or its
    /// number in this record.
    ///
    /// # Errors
    /// If there is no such correction, it is undone already, or the record cannot be written to.
    pub fn undo(&mut self, correction: &str, who: &str, at: &str) -> Result<Correction, RecordError> {
        self.correct(&Correction::new(who, at, Action::Undo { correction: correction.to_owned() }))
    }

    /// Takes in corrections that were exported from another record, or from this one: as often as one likes, in any
    /// order. Those of sources that this record does not hold are kept and wait.
    ///
    /// # Errors
    /// If one of them is not as it was exported, or the record cannot be written to. Nothing is changed then.
    pub fn import_corrections(&mut self, corrections: &[Correction]) -> Result<Merged, RecordError> {
        let before = self.log()?;
        let known: BTreeSet<&str> = before.all().map(|(_, one)| one.id.as_str()).collect();
        let mut merged = Merged::default();
        let mut new: Vec<Correction> = Vec::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for correction in corrections {
            correction.validate()?;
            if correction.id != correction.content_id() {
                return Err(RecordError::Refused(format!(
                    "the correction \"{}\" of {} is not as it was exported: export it anew, or make it with \
                     `salname correct`",
                    correction.id, correction.who
                )));
            }
            if known.contains(correction.id.as_str()) || !seen.insert(&correction.id) {
                merged.known += 1;
            } else {
                new.push(correction.clone());
            }
        }
        merged.added = new.len();
        if !new.is_empty() {
            self.put_into_effect(&new)?;
        }
        let added: BTreeSet<&str> = new.iter().map(|one| one.id.as_str()).collect();
        let all = self.corrections()?;
        for logged in &all {
            let id = logged.correction.id.as_str();
            if added.contains(id) && logged.detached {
                merged.detached.push(id.to_owned());
            }
        }
        merged.conflicts = super::log::conflicts(&all, &added);
        Ok(merged)
    }

    fn put_into_effect(&mut self, corrections: &[Correction]) -> Result<(), RecordError> {
        let (directory, keys, before) = (self.directory().to_owned(), self.keys(), self.log()?);
        self.forget_log();
        self.change(|transaction| {
            let failed = |error| RecordError::database(&directory.join(crate::DATABASE), error);
            let settled = is_settled(transaction).map_err(failed)?;
            for correction in corrections {
                let line = apply::to_json(correction).map_err(failed)?;
                transaction
                    .prepare_cached("INSERT INTO corrections (id, line) VALUES (?1, ?2)")
                    .and_then(|mut insert| insert.execute([&correction.id, &line]))
                    .map_err(failed)?;
            }
            let revision = next_generation(transaction).map_err(failed)?;
            let log = Log::load(transaction).map_err(failed)?;
            // Whatever came into force or went out of it, by way of undoing too.
            let changed: Vec<&Correction> = [&*before, &log]
                .into_iter()
                .flat_map(Log::in_force)
                .filter(|one| before.is_in_force(&one.id) != log.is_in_force(&one.id))
                .collect();
            let sources: BTreeSet<&str> = changed.iter().flat_map(|one| one.sources()).collect();
            for source in sources {
                settle_source(transaction, &directory, &log, keys.as_ref(), source)?;
                transaction
                    .execute("UPDATE sources SET revision = ?2 WHERE hash = ?1", params![source, revision])
                    .map_err(failed)?;
            }
            settle_entities(transaction, &log, keys.as_ref(), revision).map_err(failed)?;
            if settled {
                settle(transaction).map_err(failed)?;
            }
            Ok::<_, RecordError>(())
        })
    }

    /// The correction with everything that it speaks of told in full.
    fn completed(&self, correction: &Correction, log: &Log) -> Result<Correction, RecordError> {
        let mut correction = correction.clone();
        match &mut correction.action {
            Action::Reject { statement } | Action::Confirm { statement } => {
                self.complete_target(statement)?;
            }
            Action::Set { statement, kind, roles, .. } => {
                self.complete_target(statement)?;
                let now = self.statement(&statement.id)?.map_or(statement.kind, |now| Some(now.kind));
                if let Some(kind) = kind.or(now) {
                    roles.keys().try_for_each(|role| fits(kind, *role))?;
                }
                self.name_fillers(roles.values_mut().flatten())?;
            }
            Action::Add { statement } => {
                *statement = self.complete_telling(statement)?;
            }
            Action::Merge { entities } => {
                entities.iter_mut().try_for_each(|entity| self.complete_entity(entity))?;
                let distinct: BTreeSet<&str> = entities.iter().map(|entity| entity.name.as_str()).collect();
                if distinct.len() < entities.len() {
                    return Err(RecordError::Refused(format!(
                        "\"{}\" is one already: merge two different entities",
                        entities[0].name
                    )));
                }
            }
            Action::Split { entity, marks, into } => {
                self.complete_entity(entity)?;
                if entity.name == *into {
                    return Err(RecordError::Refused(format!(
                        "what is split from \"{into}\" needs another name"
                    )));
                }
                for mark in marks {
                    self.complete_mark(mark, Some(&entity.name))?;
                }
            }
            Action::Rename { entity, name } => {
                self.complete_entity(entity)?;
                if self.entity_id(name)?.is_some() {
                    return Err(RecordError::Refused(format!(
                        "something else is called \"{name}\": merge the two, or choose another name"
                    )));
                }
            }
            Action::Note { statement, entity, place } => {
                statement.iter_mut().try_for_each(|statement| self.complete_target(statement))?;
                entity.iter_mut().try_for_each(|entity| self.complete_entity(entity))?;
                place.iter_mut().try_for_each(|place| self.complete_mark(place, None))?;
            }
            Action::Decide { between, .. } => {
                between.iter_mut().try_for_each(|statement| self.complete_target(statement))?;
            }
            Action::Undo { correction } => {
                let undone = log.called(correction)?;
                if let Some(by) = log.undone_by(&undone.id) {
                    return Err(RecordError::Refused(format!(
                        "the correction {} is undone already, by {by}; undo that to bring it back",
                        undone.id
                    )));
                }
                correction.clone_from(&undone.id);
            }
        }
        Ok(correction)
    }

    fn complete_target(&self, target: &mut Target) -> Result<(), RecordError> {
        let read = as_read(&self.connection, &target.id).map_err(|error| self.failed(error))?;
        let Some((read, source, file)) = read else {
            return Err(RecordError::Refused(format!(
                "there is no statement {}: `salname find --json` shows the ids of those there are",
                target.id
            )));
        };
        *target = Target {
            id: read.id,
            source,
            file,
            span: read.source,
            kind: Some(read.kind),
            date: read.date.map(String::from).unwrap_or_default(),
            roles: read.roles,
            quote: read.quote,
        };
        Ok(())
    }

    /// Finds the source, and the quotation in it.
    pub(crate) fn complete_telling(&self, telling: &Telling) -> Result<Telling, RecordError> {
        let source = self.source_of(&telling.source, &telling.file)?;
        let text = SourceText::load(&self.connection, self.directory(), &source.id.0)?;
        let mut complete = quotation::Quotations::new(&text).complete(telling)?;
        complete.source = source.id.0;
        complete.file = source.name;
        let mut fillers = complete.roles.iter_mut().filter(|(role, _)| names(**role));
        fillers.try_for_each(|(_, fillers)| self.name_fillers(fillers.iter_mut()))?;
        Ok(complete)
    }

    /// The one source that a hash or a name means.
    pub(crate) fn source_of(&self, hash: &str, file: &str) -> Result<crate::StoredSource, RecordError> {
        let asked = if hash.is_empty() { file } else { hash };
        let mut found = self.sources_called(asked)?;
        match (found.pop(), found.pop()) {
            (Some(one), None) => Ok(one),
            (Some(one), Some(other)) => Err(RecordError::Refused(format!(
                "\"{asked}\" may be {} or {}: give more of its path",
                other.name, one.name
            ))),
            _ => Err(RecordError::NoSuchSource { asked: asked.to_owned(), known: "none".into() }),
        }
    }

    /// Gives a filler that is called as an entity is that entity's name.
    fn name_fillers<'f>(&self, fillers: impl Iterator<Item = &'f mut Filler>) -> Result<(), RecordError> {
        for filler in fillers.filter(|filler| filler.entity.is_none()) {
            if self.entity_id(&filler.text)?.is_some() {
                filler.entity = Some(filler.text.clone());
            }
        }
        Ok(())
    }

    fn entity_id(&self, name: &str) -> Result<Option<i64>, RecordError> {
        self.connection
            .prepare_cached("SELECT id FROM entities WHERE name = ?1")
            .and_then(|mut query| query.query_row([name], |row| row.get(0)).optional())
            .map_err(|error| self.failed(error))
    }

    fn complete_entity(&self, entity: &mut EntityRef) -> Result<(), RecordError> {
        /// Marks of so many sources: enough to know it again if one of them is read differently.
        const MARKS: usize = 3;
        let Some(id) = self.entity_id(&entity.name)? else {
            return Err(RecordError::Refused(format!(
                "nothing is called \"{}\": give a name as `salname find` prints it",
                entity.name
            )));
        };
        let class: Option<String> = self
            .connection
            .query_row("SELECT class FROM entities WHERE id = ?1", [id], |row| row.get(0))
            .map_err(|error| self.failed(error))?;
        entity.class = class.and_then(|class| class.parse().ok());
        entity.marks = self.rows(
            "SELECT hash, source_start, source_end, text FROM (
                 SELECT hash, mentions.source_start, mentions.source_end, mentions.text,
                     row_number() OVER (PARTITION BY hash ORDER BY mentions.source_start) AS place
                 FROM mentions JOIN passages ON passages.id = passage JOIN sources ON sources.id = source
                 WHERE entity = ?1)
             ORDER BY place, hash LIMIT ?2",
            params![id, MARKS],
            |row| {
                let span = Span { start: row.get(1)?, end: row.get(2)? };
                Ok(Mark { source: row.get(0)?, span: Some(span), text: row.get(3)? })
            },
        )?;
        Ok(())
    }

    /// Finds the source of a mark, and sees to it that it marks something.
    fn complete_mark(&self, mark: &mut Mark, entity: Option<&str>) -> Result<(), RecordError> {
        if !mark.source.is_empty() {
            mark.source = self.source_of(&mark.source, "")?.id.0;
        }
        let Some(entity) = entity else { return Ok(()) };
        let (start, end) = mark.span.map_or((0, i64::MAX), |span| (span.start as i64, span.end as i64));
        let found = self.rows(
            "SELECT 1 FROM mentions JOIN passages ON passages.id = passage JOIN sources ON sources.id = source
             JOIN entities ON entities.id = entity
             WHERE entities.name = ?1 AND (hash = ?2 OR ?2 = '') AND (mentions.text = ?3 OR ?3 = '')
                 AND mentions.source_start < ?5 AND mentions.source_end > ?4 LIMIT 1",
            params![entity, mark.source, mark.text, start, end],
            |_| Ok(()),
        )?;
        if found.is_empty() {
            return Err(RecordError::Refused(format!("\"{entity}\" is not mentioned there")));
        }
        Ok(())
    }
}

/// A statement as it was read, with the hash and the name of its source.
fn as_read(connection: &Connection, id: &str) -> rusqlite::Result<Option<(StatementRow, String, String)>> {
    let touched: Option<(i64, String)> = connection
        .prepare_cached("SELECT passage, statement FROM readings WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let found = match touched {
        Some((passage, reading)) => Some((parse(&reading)?, passage)),
        None => StatementRow::read(connection, id)?.map(|(statement, home)| (statement, home.passage)),
    };
    let Some((statement, passage)) = found else { return Ok(None) };
    let (hash, name) = connection
        .prepare_cached(
            "SELECT hash, name FROM passages JOIN sources ON sources.id = source WHERE passages.id = ?1",
        )?
        .query_row([passage], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Some((statement, hash, name)))
}

/// Notes that everything derived is derived from what there is now.
pub(crate) fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT OR REPLACE INTO facts SELECT 'settled', value FROM facts WHERE key = 'generation'",
        [],
    )?;
    Ok(())
}

impl Record {
    /// The corrections as lines of JSON, in the order in which they count: what
    /// [`import_corrections`](Writer::import_corrections) takes in.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn export_corrections(&self) -> Result<Vec<Correction>, RecordError> {
        Ok(self.corrections()?.into_iter().map(|logged| logged.correction).collect())
    }
}
