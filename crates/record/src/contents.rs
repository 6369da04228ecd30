//! Passages with what was read in them, for whoever indexes them.

use std::str::FromStr;

use salname_model::{Class, Kind, SourceId, Time};

use crate::{Record, RecordError, StoredPassage};

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

impl Record {
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

/// Letters of a class's name.
const CLASS: usize = 3;
