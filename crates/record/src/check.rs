//! Verification of a whole record.

use std::collections::BTreeMap;

use salname_model::{SourceId, Span};

use crate::{Correction, Record, RecordError, StoredPassage, originals};

impl Record {
    /// Everything that is wrong with the record, one line each; none if it is as it was written: pages of the database,
    /// references between its rows, corrections, the bytes of the originals, the places of passages and of what was read in
    /// them, and quotations.
    ///
    /// # Errors
    /// If the database cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>, RecordError> {
        let mut faults: Vec<String> = self
            .rows("PRAGMA integrity_check(100)", [], |row| row.get::<_, String>(0))?
            .into_iter()
            .filter(|line| line != "ok")
            .map(|line| format!("record.db: {line}"))
            .collect();
        faults.extend(self.rows("PRAGMA foreign_key_check", [], |row| {
            let (table, row, parent): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!("record.db: row {} of {table} belongs to none of {parent}", row.unwrap_or_default()))
        })?);
        self.check_corrections(&mut faults)?;
        self.check_originals(&mut faults)?;
        for source in self.sources()? {
            self.check_places(&source.id, &source.name, source.bytes, &source.format, &mut faults)?;
        }
        Ok(faults)
    }

    /// Every correction must be one, and be as its identifier says.
    fn check_corrections(&self, faults: &mut Vec<String>) -> Result<(), RecordError> {
        let lines = self.rows("SELECT number, id, line FROM corrections ORDER BY number", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })?;
        for (number, id, line) in lines {
            match serde_json::from_str::<Correction>(&line) {
                Ok(correction) if correction.id == id && correction.content_id() == id => {}
                Ok(_) => faults.push(format!("correction {number}: does not say what was said as {id}")),
                Err(error) => faults.push(format!("correction {number}: cannot be read ({error})")),
            }
        }
        faults.extend(self.rows(
            "SELECT correction, statement FROM attached WHERE statement IS NOT NULL
                 AND statement NOT IN (SELECT id FROM statements UNION SELECT id FROM readings)
             ORDER BY correction, position",
            [],
            |row| {
                let (correction, statement): (String, String) = (row.get(0)?, row.get(1)?);
                Ok(format!("correction {correction}: speaks of statement {statement}, which is not there"))
            },
        )?);
        Ok(())
    }

    fn check_originals(&self, faults: &mut Vec<String>) -> Result<(), RecordError> {
        let known = self.rows("SELECT hash, name FROM sources ORDER BY name, hash", [], |row| {
            Ok((SourceId(row.get(0)?), row.get::<_, String>(1)?))
        })?;
        for (id, name) in known {
            let path = originals::path(self.directory(), &id);
            match std::fs::read(&path) {
                Ok(bytes) if blake3::hash(&bytes).to_hex().as_str() == id.0 => {}
                Ok(_) => faults.push(format!("{}: is not as {name} was read", path.display())),
                Err(error) => faults.push(format!("{}: the original of {name}: {error}", path.display())),
            }
        }
        Ok(())
    }

    /// Places must lie inside the file, passages must not overlap, and every quotation must stand in its passage.
    fn check_places(
        &self,
        id: &SourceId,
        name: &str,
        bytes: u64,
        format: &str,
        faults: &mut Vec<String>,
    ) -> Result<(), RecordError> {
        let passages = self.passages(id)?;
        let mut end = 0;
        for passage in &passages {
            let place = &passage.place;
            let in_file = !matches!(format, "text" | "markdown") || place.end as u64 <= bytes;
            if place.start < end || place.end < place.start || !in_file {
                faults.push(format!(
                    "{name}: passage {} stands at {}:{}, where it cannot",
                    passage.number, place.start, place.end
                ));
            }
            end = end.max(place.end);
            if passage.alignment.len() != passage.text.len() {
                faults.push(format!("{name}: passage {} is not aligned to its end", passage.number));
            }
        }
        let by_number: BTreeMap<usize, &StoredPassage> =
            passages.iter().map(|passage| (passage.number, passage)).collect();
        for table in ["times", "mentions"] {
            let spans = self.rows(
                &format!(
                    "SELECT passages.number, text_start, text_end FROM {table} JOIN passages ON passages.id = passage
                     JOIN sources ON sources.id = passages.source WHERE hash = ?1 ORDER BY number, text_start"
                ),
                [&id.0],
                |row| Ok((row.get::<_, usize>(0)?, Span { start: row.get(1)?, end: row.get(2)? })),
            )?;
            for (number, span) in spans {
                let text = by_number.get(&number).map_or("", |passage| passage.text.as_str());
                if text.get(span.start..span.end).is_none() {
                    faults.push(format!(
                        "{name}: one of the {table} of passage {number} stands at {}:{} of it, where it cannot",
                        span.start, span.end
                    ));
                }
            }
        }
        let statements = self.rows(
            "SELECT statements.id, passages.number, statements.quote, statements.text_start, statements.text_end
             FROM statements JOIN passages ON passages.id = statements.passage
             JOIN sources ON sources.id = passages.source WHERE sources.hash = ?1 ORDER BY statements.id",
            [&id.0],
            |row| {
                let text = Span { start: row.get(3)?, end: row.get(4)? };
                Ok((row.get::<_, String>(0)?, row.get::<_, usize>(1)?, row.get::<_, String>(2)?, text))
            },
        )?;
        for (statement, number, quote, span) in statements {
            let text = by_number.get(&number).map_or("", |passage| passage.text.as_str());
            if text.get(span.start..span.end).is_none() || !text.contains(&quote) {
                faults.push(format!(
                    "{name}: statement {statement} quotes what does not stand in passage {number}"
                ));
            }
        }
        Ok(())
    }
}
