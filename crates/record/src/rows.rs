use std::collections::BTreeSet;

use rusqlite::{Transaction, params};
use salname_model::{Anchor, Time};

use crate::document::Document;
use crate::statement_row::{Home, NameRow, StatementRow};
use crate::{NameKeys, alignment_blob, day, fault, statement_id};

/// Writes all that stands under a source.
pub(crate) struct Rows<'a> {
    transaction: &'a Transaction<'a>,
    document: &'a Document<'a>,
    keys: &'a dyn NameKeys,
    /// Row of the source.
    source: i64,
    /// Row of each paragraph.
    passages: Vec<i64>,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(
        transaction: &'a Transaction<'a>,
        document: &'a Document<'a>,
        keys: &'a dyn NameKeys,
        source: i64,
    ) -> Self {
        Self { transaction, document, keys, source, passages: Vec::new() }
    }

    /// Writes passages, times, mentions and statements under the row of their source.
    pub(crate) fn write_all(&mut self) -> rusqlite::Result<()> {
        self.write_passages()?;
        self.write_times()?;
        self.write_mentions()?;
        self.write_statements()
    }

    fn write_passages(&mut self) -> rusqlite::Result<()> {
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO passages (source, number, text, original, source_start, source_end, line, page, kind, lang,
                                   damage, doubts, alignment)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?;
        for (number, paragraph) in self.document.paragraphs.iter().enumerate() {
            fault::point();
            let place = self.document.source.place(self.document.source_span(paragraph.span));
            let written = self.document.as_written(paragraph.span);
            let doubts = (!paragraph.doubts.is_empty())
                .then(|| serde_json::to_string(&paragraph.doubts))
                .transpose()
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
            let alignment = paragraph.alignment.through(&self.document.source.alignment);
            insert.execute(params![
                self.source,
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
            "INSERT INTO mentions (passage, text_start, text_end, source_start, source_end, text, class, name,
                                   entity)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        let mut spellings = BTreeSet::new();
        for mention in &self.document.reading.mentions {
            fault::point();
            let Some([passage, text_start, text_end, source_start, source_end]) =
                self.anchor(&mention.anchor)
            else {
                continue;
            };
            let name = NameRow::of(self.transaction, self.source, &mention.entity, self.keys)?;
            if spellings.insert((name.id, mention.text.as_str())) {
                name.spell(self.transaction, &mention.text, self.keys)?;
            }
            insert.execute(params![
                passage,
                text_start,
                text_end,
                source_start,
                source_end,
                mention.text,
                mention.class.as_str(),
                name.id,
                name.entity
            ])?;
        }
        Ok(())
    }

    fn write_statements(&self) -> rusqlite::Result<()> {
        let mut written = BTreeSet::new();
        for statement in &self.document.reading.statements {
            let Some([passage, ..]) = self.anchor(&statement.anchor) else {
                continue;
            };
            let span = self.document.source_span(statement.anchor.source);
            let id = statement_id(&self.document.source.id, span, statement);
            if !written.insert(id.clone()) {
                // Read twice: the same words cannot say the same thing of the same ones two times.
                continue;
            }
            let place = self.document.source.place(span);
            let row = StatementRow {
                id,
                kind: statement.kind,
                date: statement.date.clone(),
                modality: statement.modality,
                confidence: statement.confidence,
                quote: statement.quote.clone(),
                original: self.document.as_written(statement.anchor.source).to_owned(),
                text: statement.anchor.text,
                source: span,
                line: place.line as u64,
                page: place.page,
                citation: statement.citation.clone(),
                cited: self.document.reading.cited_by(statement),
                roles: statement.roles.iter().map(|(role, fillers)| (role, fillers.to_vec())).collect(),
                origin: None,
            };
            row.write(self.transaction, Home { passage, source: self.source }, false, self.keys)?;
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
