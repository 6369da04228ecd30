//! Verification of a whole record.

use std::collections::BTreeMap;

use salname_model::{SourceId, Span};

use crate::{Record, RecordError, StoredPassage, originals};

impl Record {
    /// Everything that is wrong with the record, one line each; none if it is as it was written: pages of the database,
    /// references between its rows, the bytes of the originals, the places of passages, and quotations.
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
        self.check_originals(&mut faults)?;
        for source in self.sources()? {
            self.check_places(&source.id, &source.name, source.bytes, &source.format, &mut faults)?;
        }
        Ok(faults)
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
