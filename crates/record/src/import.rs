//! Statements that other programs make, and lists of reference facts: admitted one by one.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, params};
use salname_model::{Kind, Modality, Span};
use serde::Deserialize;

use crate::corrections::{Fillers, Telling, fillers, settle, settle_entities, settle_source, to_json};
use crate::passages::SourceText;
use crate::quotation::Quotations;
use crate::writer::{is_settled, next_generation};
use crate::{DATABASE, RecordError, Writer};

/// What became of a file of statements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// So many were admitted that were not known.
    pub admitted: usize,
    /// So many were known already, from the same file or another.
    pub known: usize,
    /// So many lines are of things that are read, not told: paragraphs, times, names.
    pub passed_over: usize,
    /// The others, one by one.
    pub refused: Vec<RefusedLine>,
}

/// A line that was not admitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedLine {
    /// Its number, from 1.
    pub line: usize,
    /// Why.
    pub reason: String,
}

/// A statement as the lines of `read` and `find` have it.
#[derive(Debug, Deserialize)]
pub(crate) struct Line {
    #[serde(default, rename = "type")]
    line_type: String,
    source: Option<Where>,
    #[serde(default)]
    file: String,
    kind: Option<Kind>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default, with = "fillers")]
    roles: Fillers,
    modality: Option<Modality>,
    #[serde(default)]
    quote: String,
    #[serde(default)]
    citation: Option<String>,
    confidence: Option<f32>,
}

/// Where a statement stands: bytes of the file that the import is told of, a file, or both.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Where {
    Bytes(Span),
    File(String),
    Place { file: String, start: Option<usize>, end: Option<usize> },
}

/// How far a program is trusted that does not say how far it trusts itself.
const UNSAID: f32 = 0.5;

impl Line {
    pub fn parse(line: &str) -> Result<Self, String> {
        serde_json::from_str(line).map_err(|error| {
            // The place in a line of one's own is told by its column alone.
            let told = error.to_string();
            let message = told.split(" at line ").next().unwrap_or(&told);
            format!("is no statement ({message}, column {})", error.column())
        })
    }

    /// True for the first line of a list of reference facts.
    pub fn heads_chronology(&self) -> bool {
        self.line_type == "chronology"
    }

    /// True if the line says how sure it is.
    pub fn says_how_sure(&self) -> bool {
        self.confidence.is_some()
    }

    /// True for what a reader finds that is no statement.
    fn is_passed_over(&self) -> bool {
        matches!(self.line_type.as_str(), "paragraph" | "time" | "mention")
    }

    /// The statement that the line makes; `source` is the file that it is of, if it names none.
    pub fn telling(self, source: Option<&str>) -> Result<Telling, String> {
        let (named, span) = match self.source {
            None => (self.file, None),
            Some(Where::Bytes(span)) => (self.file, Some(span)),
            Some(Where::File(file)) => (file, None),
            Some(Where::Place { file, start: Some(start), end: Some(end) }) => {
                (file, Some(Span::new(start, end)))
            }
            Some(Where::Place { file, .. }) => (file, None),
        };
        let source = match (named.is_empty(), source) {
            (false, _) => named,
            (true, Some(source)) => source.to_owned(),
            (true, None) => return Err("does not say of which source it is".into()),
        };
        let telling = Telling {
            source,
            file: String::new(),
            span,
            kind: self.kind.ok_or("has no kind")?,
            date: self.date.unwrap_or_default(),
            roles: self.roles,
            modality: self.modality.unwrap_or(Modality::Asserted),
            quote: self.quote,
            citation: self.citation.filter(|citation| !citation.is_empty()),
            confidence: self.confidence.unwrap_or(UNSAID),
        };
        telling.validate().map_err(|error| error.to_string())?;
        Ok(telling)
    }
}

impl Writer {
    /// Takes in statements of another program, one JSON object a line as `read --jsonl` and `find --json` give them.
    /// Admitted is what stands in its source: the quotation, whatever its blanks and hyphens, at the bytes given if any
    /// are; with roles that the kind has and a date that is EDTF. `origin` says where they come from; `source` is the
    /// file that lines without one are of.
    ///
    /// What is admitted stays when its source is read anew, and taking in the same once more changes nothing.
    ///
    /// # Errors
    /// If the record cannot be written to. Nothing is changed then.
    pub fn import(
        &mut self,
        origin: &str,
        text: &str,
        source: Option<&str>,
    ) -> Result<Imported, RecordError> {
        let mut imported = Imported::default();
        // By source, so that each is loaded once.
        let mut by_source: BTreeMap<String, Vec<(usize, Telling)>> = BTreeMap::new();
        let mut called: BTreeMap<String, Result<String, String>> = BTreeMap::new();
        for (number, line) in numbered(text) {
            let parsed = Line::parse(line);
            if parsed.as_ref().is_ok_and(Line::is_passed_over) {
                imported.passed_over += 1;
                continue;
            }
            let placed = parsed.and_then(|line| line.telling(source)).and_then(|telling| {
                let hash = called.entry(telling.source.clone()).or_insert_with_key(|asked| {
                    self.source_of(asked, "").map(|found| found.id.0).map_err(|error| error.to_string())
                });
                Ok((hash.clone()?, telling))
            });
            match placed {
                Ok((hash, telling)) => by_source.entry(hash).or_default().push((number, telling)),
                Err(reason) => imported.refused.push(RefusedLine { line: number, reason }),
            }
        }
        let mut admitted: Vec<Telling> = Vec::new();
        for (hash, tellings) in by_source {
            let text = SourceText::load(&self.connection, self.directory(), &hash)?;
            let quotations = Quotations::new(&text);
            for (line, telling) in tellings {
                match quotations.complete(&telling) {
                    Ok(complete) => admitted.push(Telling { source: hash.clone(), ..complete }),
                    Err(error) => imported.refused.push(RefusedLine { line, reason: error.to_string() }),
                }
            }
        }
        imported.refused.sort_by_key(|refused| refused.line);
        self.admit(origin, &admitted, &mut imported)?;
        Ok(imported)
    }

    fn admit(
        &mut self,
        origin: &str,
        tellings: &[Telling],
        imported: &mut Imported,
    ) -> Result<(), RecordError> {
        let (directory, keys, log) = (self.directory().to_owned(), self.keys(), self.log()?);
        self.change(|transaction| {
            let failed = |error| RecordError::database(&directory.join(DATABASE), error);
            let settled = is_settled(transaction).map_err(failed)?;
            let mut touched = std::collections::BTreeSet::new();
            for telling in tellings {
                let (id, line) = (telling.id(), to_json(telling).map_err(failed)?);
                let known: Option<String> = transaction
                    .prepare_cached("SELECT statement FROM imported WHERE id = ?1")
                    .and_then(|mut query| query.query_row([&id], |row| row.get(0)).optional())
                    .map_err(failed)?;
                if known.as_ref() == Some(&line) {
                    imported.known += 1;
                    continue;
                }
                imported.admitted += 1;
                transaction
                    .prepare_cached("INSERT OR REPLACE INTO imported (id, source, origin, statement) VALUES (?1, ?2, ?3, ?4)")
                    .and_then(|mut insert| insert.execute(params![id, telling.source, origin, line]))
                    .map_err(failed)?;
                touched.insert(telling.source.as_str());
            }
            if touched.is_empty() {
                return Ok::<_, RecordError>(());
            }
            let revision = next_generation(transaction).map_err(failed)?;
            for source in touched {
                settle_source(transaction, &directory, &log, keys.as_ref(), source)?;
                transaction
                    .execute("UPDATE sources SET revision = ?2 WHERE hash = ?1", params![source, revision])
                    .map_err(failed)?;
            }
            settle_entities(transaction, &log, keys.as_ref(), revision).map_err(failed)?;
            if settled { settle(transaction).map_err(failed) } else { Ok(()) }
        })
    }

    /// Takes back all statements that came from there. Gives their number.
    ///
    /// # Errors
    /// If the record cannot be written to.
    pub fn withdraw(&mut self, origin: &str) -> Result<usize, RecordError> {
        let (directory, keys, log) = (self.directory().to_owned(), self.keys(), self.log()?);
        self.change(|transaction| {
            let failed = |error| RecordError::database(&directory.join(DATABASE), error);
            let settled = is_settled(transaction).map_err(failed)?;
            let sources: Vec<String> = transaction
                .prepare("SELECT DISTINCT source FROM imported WHERE origin = ?1 ORDER BY source")
                .and_then(|mut query| query.query_map([origin], |row| row.get(0))?.collect())
                .map_err(failed)?;
            let gone =
                transaction.execute("DELETE FROM imported WHERE origin = ?1", [origin]).map_err(failed)?;
            let revision = next_generation(transaction).map_err(failed)?;
            for source in sources {
                settle_source(transaction, &directory, &log, keys.as_ref(), &source)?;
                transaction
                    .execute("UPDATE sources SET revision = ?2 WHERE hash = ?1", params![source, revision])
                    .map_err(failed)?;
            }
            settle_entities(transaction, &log, keys.as_ref(), revision).map_err(failed)?;
            if settled {
                settle(transaction).map_err(failed)?;
            }
            Ok::<_, RecordError>(gone)
        })
    }
}

/// The lines of a text that hold something, with their numbers from 1.
pub(crate) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim().is_empty())
}
