//! One hash for all that a record holds.

use rusqlite::types::ValueRef;

use crate::{Record, RecordError};

/// What is hashed: every row of every table, in an order that depends on nothing but what the rows say, with references
/// followed to what they mean. Left out are the numbers of rows, and the generations in which they were written: these
/// tell how the record came about, not what it holds.
const TABLES: [(&str, &str); 15] = [
    ("sources", "SELECT hash, name, format, encoding, bytes, lang, reader, role, retired FROM sources"),
    ("files", "SELECT path, hash FROM files JOIN sources ON sources.id = source"),
    (
        "passages",
        "SELECT hash, number, text, original, source_start, source_end, line, page, kind, passages.lang, damage,
                doubts, alignment
         FROM passages JOIN sources ON sources.id = source",
    ),
    (
        "times",
        "SELECT hash, number, text_start, text_end, times.source_start, times.source_end, times.text, value, earliest,
                latest, note
         FROM times JOIN passages ON passages.id = passage JOIN sources ON sources.id = source",
    ),
    (
        "names",
        "SELECT hash, names.name, label, entities.name FROM names JOIN sources ON sources.id = source
         JOIN entities ON entities.id = entity",
    ),
    (
        "name_words",
        "SELECT hash, names.name, key FROM name_words JOIN names ON names.id = name_words.name
         JOIN sources ON sources.id = source",
    ),
    (
        "mentions",
        "SELECT hash, number, text_start, text_end, mentions.source_start, mentions.source_end, mentions.text,
                mentions.class, names.name, entities.name
         FROM mentions JOIN passages ON passages.id = passage JOIN sources ON sources.id = passages.source
         JOIN names ON names.id = mentions.name JOIN entities ON entities.id = mentions.entity",
    ),
    ("entities", "SELECT name, class FROM entities"),
    ("entity_words", "SELECT name, key FROM entity_words JOIN entities ON entities.id = entity"),
    (
        "statements",
        "SELECT statements.id, hash, number, statements.kind, date, earliest, latest, modality, confidence, quote,
                statements.original, text_start, text_end, statements.source_start, statements.source_end,
                statements.line, statements.page, verdict, origin, citations.text, citations.cited, readings.statement
         FROM statements JOIN passages ON passages.id = statements.passage JOIN sources ON sources.id = source
         LEFT JOIN citations ON citations.statement = statements.id
         LEFT JOIN readings ON readings.id = statements.id",
    ),
    (
        "fillers",
        "SELECT statement, role, position, text, names.name, entities.name FROM fillers
         LEFT JOIN names ON names.id = fillers.name LEFT JOIN entities ON entities.id = fillers.entity",
    ),
    (
        "filler_words",
        "SELECT statement, role, position, key FROM filler_words JOIN fillers ON fillers.id = filler",
    ),
    ("rejected", "SELECT id, statement FROM readings WHERE rejected = 1"),
    ("imported", "SELECT id, source, origin, statement FROM imported"),
    ("corrections", "SELECT corrections.id, line, position, statement FROM corrections
                     LEFT JOIN attached ON attached.correction = corrections.id"),
];

impl Record {
    /// A hash of all that the record holds: two records that give the same hold the same, however they were built.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn digest(&self) -> Result<String, RecordError> {
        let mut hash = blake3::Hasher::new();
        for (table, sql) in TABLES {
            hash.update(table.as_bytes());
            let columns =
                self.connection.prepare_cached(sql).map_err(|error| self.failed(error))?.column_count();
            let order: Vec<String> = (1..=columns).map(|column| column.to_string()).collect();
            let sorted = format!("{sql} ORDER BY {}", order.join(", "));
            self.rows(&sorted, [], |row| {
                for column in 0..columns {
                    // The type and the length stand before each value, so that no two rows give the same bytes.
                    let value = row.get_ref(column)?;
                    let (kind, bytes): (u8, Vec<u8>) = match value {
                        ValueRef::Null => (0, Vec::new()),
                        ValueRef::Integer(number) => (1, number.to_le_bytes().to_vec()),
                        ValueRef::Real(number) => (2, number.to_le_bytes().to_vec()),
                        ValueRef::Text(text) => (3, text.to_vec()),
                        ValueRef::Blob(blob) => (4, blob.to_vec()),
                    };
                    hash.update(&[kind]);
                    hash.update(&(bytes.len() as u64).to_le_bytes());
                    hash.update(&bytes);
                }
                Ok(())
            })?;
        }
        Ok(hash.finalize().to_hex().to_string())
    }
}
