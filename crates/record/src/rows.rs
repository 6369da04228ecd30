use std::collections::BTreeSet;

use rusqlite::{OptionalExtension as _, Transaction, params};
use salname_model::{Anchor, Statement, Time};

use crate::document::Document;
use crate::{NameKeys, alignment_blob, day, statement_id};

/// Writes all that stands under a source.
pub(crate) struct Rows<'a> {
    transaction: &'a Transaction<'a>,
    document: &'a Document<'a>,
    keys: &'a dyn NameKeys,
    /// Row of each paragraph.
    passages: Vec<i64>,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(
        transaction: &'a Transaction<'a>,
        document: &'a Document<'a>,
        keys: &'a dyn NameKeys,
    ) -> Self {
        Self { transaction, document, keys, passages: Vec::new() }
    }

    /// Writes passages, times, mentions and statements under the row of their source.
    pub(crate) fn write_all(&mut self, source: i64) -> rusqlite::Result<()> {
        self.write_passages(source)?;
        self.write_times()?;
        self.write_mentions()?;
        self.write_statements()
    }

    fn write_passages(&mut self, source: i64) -> rusqlite::Result<()> {
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO passages (source, number, text, original, source_start, source_end, line, page, kind, lang,
                                   damage, doubts, alignment)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?;
        for (number, paragraph) in self.document.paragraphs.iter().enumerate() {
            let place = self.document.source.place(self.document.source_span(paragraph.span));
            let written = self.document.as_written(paragraph.span);
            let doubts = (!paragraph.doubts.is_empty())
                .then(|| serde_json::to_string(&paragraph.doubts))
                .transpose()
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
            let alignment = paragraph.alignment.through(&self.document.source.alignment);
            insert.execute(params![
                source,
                number as i64,
                paragraph.text,
                (written != paragraph.text).then_some(written),
                place.start as i64,
                place.end as i64,
                place.line as i64,
                place.page,
                paragraph.kind.as_str(),
                paragraph.lang,
                paragraph.damage.as_str(),
                doubts,
                alignment_blob::pack(&alignment),
            ])?;
            self.passages.push(self.transaction.last_insert_rowid());
        }
        Ok(())
    }

    fn write_times(&self) -> rusqlite::Result<()> {
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO times (passage, text_start, text_end, source_start, source_end, text, value, earliest,
                                latest, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for time in &self.document.reading.times {
            let Some([passage, text_start, text_end, source_start, source_end]) = self.anchor(&time.anchor)
            else {
                continue;
            };
            let (earliest, latest) = day::bounds(time.value.as_ref());
            let value = time.value.as_ref().map(Time::as_str);
            insert.execute(params![
                passage,
                text_start,
                text_end,
                source_start,
                source_end,
                time.text,
                value,
                earliest,
                latest,
                time.note
            ])?;
        }
        Ok(())
    }

    fn write_mentions(&self) -> rusqlite::Result<()> {
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO mentions (passage, text_start, text_end, source_start, source_end, text, class, entity)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        let mut spellings = BTreeSet::new();
        for mention in &self.document.reading.mentions {
            let Some([passage, text_start, text_end, source_start, source_end]) =
                self.anchor(&mention.anchor)
            else {
                continue;
            };
            let entity = self.entity(&mention.entity)?;
            if spellings.insert((entity, mention.text.as_str())) {
                self.key_entity(entity, &mention.text)?;
            }
            insert.execute(params![
                passage,
                text_start,
                text_end,
                source_start,
                source_end,
                mention.text,
                mention.class.as_str(),
                entity
            ])?;
        }
        Ok(())
    }

    fn write_statements(&self) -> rusqlite::Result<()> {
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO statements (id, passage, kind, date, earliest, latest, modality, confidence, quote, original,
                                     text_start, text_end, source_start, source_end, line, page)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?;
        let mut cite =
            self.transaction.prepare_cached("INSERT INTO citations (statement, text) VALUES (?1, ?2)")?;
        let mut written = BTreeSet::new();
        for statement in &self.document.reading.statements {
            let Some([passage, text_start, text_end, _, _]) = self.anchor(&statement.anchor) else {
                continue;
            };
            let span = self.document.source_span(statement.anchor.source);
            let id = statement_id(&self.document.source.id, span, statement);
            if !written.insert(id.clone()) {
                // Read twice: the same words cannot say the same thing of the same ones two times.
                continue;
            }
            let place = self.document.source.place(span);
            let (earliest, latest) = day::bounds(statement.date.as_ref());
            insert.execute(params![
                id,
                passage,
                statement.kind.as_str(),
                statement.date.as_ref().map(Time::as_str),
                earliest,
                latest,
                statement.modality.as_str(),
                f64::from(statement.confidence),
                statement.quote,
                self.document.as_written(statement.anchor.source),
                text_start,
                text_end,
                place.start as i64,
                place.end as i64,
                place.line as i64,
                place.page
            ])?;
            if let Some(citation) = &statement.citation {
                cite.execute(params![id, citation])?;
            }
            self.write_roles(&id, statement)?;
        }
        Ok(())
    }

    fn write_roles(&self, id: &str, statement: &Statement) -> rusqlite::Result<()> {
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO fillers (statement, role, position, text, entity) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        let mut key = self
            .transaction
            .prepare_cached("INSERT OR IGNORE INTO filler_words (key, filler) VALUES (?1, ?2)")?;
        for (role, fillers) in statement.roles.iter() {
            for (position, filler) in fillers.iter().enumerate() {
                let entity = filler.entity.as_deref().map(|name| self.entity(name)).transpose()?;
                insert.execute(params![id, role.as_str(), position as i64, filler.text, entity])?;
                let row = self.transaction.last_insert_rowid();
                for word in self.keys.keys(&filler.text).iter().flatten() {
                    key.execute(params![word, row])?;
                }
            }
        }
        Ok(())
    }

    /// The row of the entity of that name, made if there is none.
    fn entity(&self, name: &str) -> rusqlite::Result<i64> {
        let known: Option<i64> = self
            .transaction
            .prepare_cached("SELECT id FROM entities WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        if let Some(id) = known {
            return Ok(id);
        }
        self.transaction.prepare_cached("INSERT INTO entities (name) VALUES (?1)")?.execute([name])?;
        let id = self.transaction.last_insert_rowid();
        self.key_entity(id, name)?;
        Ok(id)
    }

    /// Makes an entity known under the words of one of its spellings.
    fn key_entity(&self, entity: i64, spelling: &str) -> rusqlite::Result<()> {
        let mut insert = self
            .transaction
            .prepare_cached("INSERT OR IGNORE INTO entity_words (key, entity) VALUES (?1, ?2)")?;
        for key in self.keys.keys(spelling).iter().flatten() {
            insert.execute(params![key, entity])?;
        }
        Ok(())
    }

    /// Passage row, text span and source span of an anchor; none if it points to no paragraph.
    fn anchor(&self, anchor: &Anchor) -> Option<[i64; 5]> {
        let passage = *self.passages.get(anchor.paragraph)?;
        let source = self.document.source_span(anchor.source);
        Some([
            passage,
            anchor.text.start as i64,
            anchor.text.end as i64,
            source.start as i64,
            source.end as i64,
        ])
    }
}
