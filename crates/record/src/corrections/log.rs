use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::Connection;

use super::correction::{Action, Correction};
use crate::{Record, RecordError};

/// A correction and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    /// Its number in this record, from 1: short to type, but not the same in another record.
    pub number: u64,
    /// What was said.
    pub correction: Correction,
    /// The identifier of the correction that undid it.
    pub undone_by: Option<String>,
    /// The statements that it was found to speak of, in its own order; none for one that was not found.
    pub statements: Vec<Option<String>>,
    /// True if it counts but speaks of something that the record does not hold (any more): it waits until that returns.
    pub detached: bool,
}

/// What a person decided about statements that cannot all be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The kind of disagreement.
    pub disagreement: String,
    /// The statements, by identifier, in order.
    pub between: Vec<String>,
    /// The one that holds; none if it was left open.
    pub holds: Option<String>,
    /// The reason.
    pub note: String,
    /// Who decided.
    pub who: String,
    /// When.
    pub at: String,
    /// The correction that says so.
    pub correction: String,
}

/// All corrections, in the order in which they count: by time, then by what their makers knew, then by identifier.
/// The order does not depend on how the log was put together.
#[derive(Debug, Default)]
pub(crate) struct Log {
    all: Vec<(u64, Correction)>,
    /// By the correction undone, those that undo it.
    undone_by: HashMap<String, Vec<String>>,
    in_force: BTreeSet<String>,
    by_source: HashMap<String, Vec<usize>>,
}

impl Log {
    pub fn load(connection: &Connection) -> rusqlite::Result<Self> {
        let mut query = connection.prepare_cached("SELECT number, line FROM corrections")?;
        let mut rows = query.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let line: String = row.get(1)?;
            let correction: Correction = serde_json::from_str(&line).map_err(|error| {
                rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, Box::new(error))
            })?;
            all.push((row.get(0)?, correction));
        }
        Ok(Self::of(all))
    }

    pub fn of(mut all: Vec<(u64, Correction)>) -> Self {
        // A time that is none was refused when the correction came; should there be one, it comes first.
        all.sort_by_cached_key(|(_, correction)| {
            (correction.at.parse::<jiff::Timestamp>().ok(), correction.after, correction.id.clone())
        });
        let mut log = Self::default();
        for (_, correction) in &all {
            if let Action::Undo { correction: undone } = &correction.action {
                log.undone_by.entry(undone.clone()).or_default().push(correction.id.clone());
            }
        }
        let mut known = BTreeMap::new();
        for (_, correction) in &all {
            if counts(&correction.id, &log.undone_by, &mut known) {
                log.in_force.insert(correction.id.clone());
            }
        }
        for (index, (_, correction)) in all.iter().enumerate() {
            if log.in_force.contains(&correction.id) {
                for source in correction.sources() {
                    log.by_source.entry(source.to_owned()).or_default().push(index);
                }
            }
        }
        log.all = all;
        log
    }

    /// All, in the order in which they count.
    pub fn all(&self) -> impl Iterator<Item = (u64, &Correction)> {
        self.all.iter().map(|(number, correction)| (*number, correction))
    }

    pub fn len(&self) -> u64 {
        self.all.len() as u64
    }

    /// Those in force, in the order in which they count.
    pub fn in_force(&self) -> impl Iterator<Item = &Correction> {
        self.all.iter().map(|(_, correction)| correction).filter(|one| self.in_force.contains(&one.id))
    }

    /// Those in force that touch statements of a source, in the order in which they count.
    pub fn of_source(&self, source: &str) -> impl Iterator<Item = &Correction> {
        self.by_source.get(source).into_iter().flatten().map(|&index| &self.all[index].1)
    }

    pub fn is_in_force(&self, id: &str) -> bool {
        self.in_force.contains(id)
    }

    /// The correction in force that undoes this one.
    pub fn undone_by(&self, id: &str) -> Option<&str> {
        let undoing = self.undone_by.get(id)?;
        undoing.iter().map(String::as_str).find(|undo| self.in_force.contains(*undo))
    }

    /// The correction that a person means: by its identifier, the beginning of it, or its number.
    pub fn called(&self, asked: &str) -> Result<&Correction, RecordError> {
        let number: Option<u64> = asked.parse().ok();
        let exact = self.all().find(|(_, one)| one.id == asked);
        let numbered = || self.all().find(|(given, _)| Some(*given) == number);
        if let Some((_, one)) = exact.or_else(numbered) {
            return Ok(one);
        }
        const SHORTEST: usize = 4;
        let mut begins = self.all().filter(|(_, one)| asked.len() >= SHORTEST && one.id.starts_with(asked));
        match (begins.next(), begins.next()) {
            (Some((_, one)), None) => Ok(one),
            (Some(_), Some(_)) => Err(RecordError::Refused(format!(
                "several corrections begin with \"{asked}\": give more of the identifier"
            ))),
            _ => Err(RecordError::Refused(format!(
                "there is no correction \"{asked}\": `salname corrections list` shows them"
            ))),
        }
    }
}

/// True if nothing that counts undoes the correction. An undo names what it undoes by a hash, so that there is no circle;
/// should somebody have found one, it is cut at its entry.
fn counts(id: &str, undone_by: &HashMap<String, Vec<String>>, known: &mut BTreeMap<String, bool>) -> bool {
    if let Some(&counts) = known.get(id) {
        return counts;
    }
    known.insert(id.to_owned(), true);
    let undoing = undone_by.get(id).map_or(&[][..], Vec::as_slice);
    let undone = undoing.iter().any(|undo| counts(undo, undone_by, known));
    known.insert(id.to_owned(), !undone);
    !undone
}

impl Record {
    /// Everything that people said, in the order in which it counts, and how it stands.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn corrections(&self) -> Result<Vec<Logged>, RecordError> {
        let log = Log::load(&self.connection).map_err(|error| self.failed(error))?;
        let mut attached: HashMap<String, Vec<(usize, Option<String>)>> = HashMap::new();
        for (correction, position, statement) in
            self.rows("SELECT correction, position, statement FROM attached", [], |row| {
                Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))
            })?
        {
            attached.entry(correction).or_default().push((position, statement));
        }
        let stands = |number: u64, correction: &Correction| {
            let found = attached.get(&correction.id).map_or(&[][..], Vec::as_slice);
            let places = correction.places();
            let mut statements = vec![None; correction.targets().len()];
            if matches!(correction.action, Action::Add { .. }) {
                statements.push(None);
            }
            for (position, statement) in found {
                if let Some(place) = statements.get_mut(*position) {
                    place.clone_from(statement);
                }
            }
            Logged {
                number,
                undone_by: log.undone_by(&correction.id).map(str::to_owned),
                detached: log.is_in_force(&correction.id) && found.len() < places,
                statements,
                correction: correction.clone(),
            }
        };
        Ok(log.all().map(|(number, correction)| stands(number, correction)).collect())
    }

    /// The corrections that count, but speak of something that the record does not hold.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn detached(&self) -> Result<Vec<Logged>, RecordError> {
        Ok(self.corrections()?.into_iter().filter(|logged| logged.detached).collect())
    }

    /// What was decided about disagreements, the last word on each.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>, RecordError> {
        let mut decisions: BTreeMap<(String, Vec<String>), Decision> = BTreeMap::new();
        for logged in self.corrections()? {
            let correction = logged.correction;
            let Action::Decide { disagreement, between, holds, .. } = &correction.action else { continue };
            if logged.undone_by.is_some() || logged.detached {
                continue;
            }
            let now: Vec<String> = logged.statements.iter().flatten().cloned().collect();
            let holds = holds.as_ref().and_then(|holds| {
                let at = between.iter().position(|target| target.id == *holds)?;
                logged.statements.get(at)?.clone()
            });
            let mut key = now.clone();
            key.sort_unstable();
            decisions.insert(
                (disagreement.clone(), key.clone()),
                Decision {
                    disagreement: disagreement.clone(),
                    between: key,
                    holds,
                    note: correction.note.clone(),
                    who: correction.who.clone(),
                    at: correction.at.clone(),
                    correction: correction.id.clone(),
                },
            );
        }
        Ok(decisions.into_values().collect())
    }
}

impl Correction {
    /// How many things must be found for it to be attached.
    fn places(&self) -> usize {
        match &self.action {
            Action::Undo { .. } | Action::Note { statement: None, entity: None, .. } => 0,
            Action::Decide { between, .. } => between.len(),
            _ => 1,
        }
    }
}

/// One sentence for each two corrections in force that say different things of one, of which at least one was added
/// now and the other by somebody else.
pub(super) fn conflicts(all: &[Logged], added: &BTreeSet<&str>) -> Vec<String> {
    let mut said: BTreeMap<String, Vec<(&Correction, String)>> = BTreeMap::new();
    for logged in all.iter().filter(|logged| logged.undone_by.is_none()) {
        for (of, what) in sayings(logged) {
            said.entry(of).or_default().push((&logged.correction, what));
        }
    }
    let mut conflicts = Vec::new();
    for (of, sayings) in said {
        let Some(((last, holds), before)) = sayings.split_last() else { continue };
        for (other, what) in before {
            let is_new = added.contains(last.id.as_str()) || added.contains(other.id.as_str());
            if is_new && what != holds && other.who != last.who {
                conflicts.push(format!(
                    "{of}: {} ({}, {}) {what}, {} ({}, {}) {holds}: the later holds",
                    other.who, other.id, other.at, last.who, last.id, last.at
                ));
            }
        }
    }
    conflicts
}

/// What a correction says, as pairs of what it speaks of and what it says of that.
fn sayings(logged: &Logged) -> Vec<(String, String)> {
    let correction = &logged.correction;
    let statement = |target: &super::Target| {
        let now = logged.statements.first().cloned().flatten().unwrap_or_else(|| target.id.clone());
        format!("statement {now} in {}", target.file)
    };
    match &correction.action {
        Action::Reject { statement: target } => vec![(statement(target), "rejects it".into())],
        Action::Confirm { statement: target } => vec![(statement(target), "confirms it".into())],
        Action::Set { statement: target, kind, date, modality, roles } => {
            let of = statement(target);
            let mut all = Vec::new();
            if let Some(kind) = kind {
                all.push((format!("kind of {of}"), format!("makes it {kind}")));
            }
            if let Some(date) = date {
                let date = if date.is_empty() { "none" } else { date };
                all.push((format!("date of {of}"), format!("makes it {date}")));
            }
            if let Some(modality) = modality {
                all.push((format!("modality of {of}"), format!("makes it {modality}")));
            }
            for (role, fillers) in roles {
                let texts: Vec<&str> = fillers.iter().map(|filler| filler.text.as_str()).collect();
                all.push((format!("{role} of {of}"), format!("makes it \"{}\"", texts.join("\", \""))));
            }
            all
        }
        Action::Rename { entity, name } => {
            vec![(format!("name of \"{}\"", entity.name), format!("makes it \"{name}\""))]
        }
        Action::Decide { disagreement, holds, .. } => {
            let mut between: Vec<&str> = logged.statements.iter().flatten().map(String::as_str).collect();
            between.sort_unstable();
            let says = holds.as_ref().map_or("leaves it open".into(), |holds| format!("holds with {holds}"));
            vec![(format!("{disagreement} between {}", between.join(" and ")), says)]
        }
        _ => Vec::new(),
    }
}
