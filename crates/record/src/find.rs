use std::collections::HashMap;
use std::fmt::Write as _;
use std::str::FromStr;

use rusqlite::types::{Type, Value};
use rusqlite::{Row, params_from_iter};
use salname_model::{Cited, Day, Filler, Kind, Modality, Place, Role, Roles, Time};

use crate::record::place;
use crate::statement_row::{StatementRow, cited};
use crate::{Record, RecordError, corrections, day};

/// Which statements to give. The default is all of them.
#[derive(Debug, Clone, Default)]
pub struct StatementFilter {
    /// Of one of these kinds; of any, if empty.
    pub kinds: Vec<Kind>,
    /// Each of these acts or is acted upon in it. A name is given as its [keys](crate::NameKeys).
    pub who: Vec<Vec<Vec<String>>>,
    /// Each of these is a place in it. A name is given as its [keys](crate::NameKeys).
    pub places: Vec<Vec<Vec<String>>>,
    /// It may have been on this day or later.
    pub from: Option<Day>,
    /// It may have been on this day or earlier.
    pub to: Option<Day>,
    /// It stands in the source that a person calls so: see [`Record::sources_called`].
    pub source: Option<String>,
    /// No more than so many.
    pub limit: Option<usize>,
}

/// What a person said of a statement as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The passage says it.
    Confirmed,
    /// The passage does not say it: nothing is answered from it.
    Rejected,
}

impl Verdict {
    /// The word used in lines and in the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
        }
    }
}

/// Who made a statement, if not the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A person, by a correction.
    Person(String),
    /// Another program, or a list of reference facts.
    Import(String),
}

impl Origin {
    fn parse(origin: &str) -> Option<Self> {
        match origin.split_once(' ')? {
            ("person", name) => Some(Self::Person(name.to_owned())),
            ("import", name) => Some(Self::Import(name.to_owned())),
            _ => None,
        }
    }
}

/// What of a statement a person may change, as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct AsRead {
    /// What it is about.
    pub kind: Kind,
    /// When.
    pub date: Option<Time>,
    /// Who and what; an entity is called here as its source calls it.
    pub roles: Roles,
    /// How the source stands to it.
    pub modality: Modality,
    /// Probability that the passage says it.
    pub confidence: f32,
}

/// A statement as the record holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredStatement {
    /// Its stable name: see [`statement_id`](crate::statement_id).
    pub id: String,
    /// Where its quotation stands.
    pub place: Place,
    /// What it is about.
    pub kind: Kind,
    /// When.
    pub date: Option<Time>,
    /// Who and what.
    pub roles: Roles,
    /// How the source stands to it.
    pub modality: Modality,
    /// Probability that the passage says it.
    pub confidence: f32,
    /// The passage that says it, restored.
    pub quote: String,
    /// The same passage as the file has it.
    pub original: String,
    /// The authority that the text gives for it.
    pub citation: Option<String>,
    /// What the citation refers to, where it could be parsed.
    pub cited: Vec<Cited>,
    /// What a person said of it.
    pub verdict: Option<Verdict>,
    /// Who made it, if not the reader.
    pub origin: Option<Origin>,
    /// As it was read, where a person said otherwise.
    pub as_read: Option<Box<AsRead>>,
}

impl StoredStatement {
    /// True if a person changed what it says. One that was only confirmed or rejected says what was read.
    #[must_use]
    pub fn is_corrected(&self) -> bool {
        let texts = |roles: &Roles| -> Vec<(Role, String)> {
            let each = |(role, fillers): (Role, &[Filler])| {
                fillers.iter().map(|filler| (role, filler.text.clone())).collect::<Vec<_>>()
            };
            roles.iter().flat_map(each).collect()
        };
        self.as_read.as_deref().is_some_and(|read| {
            read.kind != self.kind
                || read.date != self.date
                || read.modality != self.modality
                || texts(&read.roles) != texts(&self.roles)
        })
    }
}

/// Roles in which a name is a place; in all others it is somebody. Those who gain or lose a territory may be either.
const PLACE_ROLES: [Role; 1] = [Role::Place];
const TERRITORY_ROLES: [Role; 2] = [Role::From, Role::To];

impl Record {
    /// The statements that a filter lets through: dated ones first, by their earliest and latest day, then in the order
    /// of sources and places. The order depends on nothing but what the record holds.
    ///
    /// # Errors
    /// If the filter names a source that there is none of, or the database cannot be read.
    pub fn statements(&self, filter: &StatementFilter) -> Result<Vec<StoredStatement>, RecordError> {
        let (conditions, parameters) = self.conditions(filter)?;
        let sql = format!("{STATEMENTS} WHERE {conditions}");
        let mut found = self.rows(&sql, params_from_iter(parameters.iter()), statement)?;
        self.fill_roles(&mut found)?;
        Ok(found)
    }

    /// The [names](crate::statement_id) of these statements, in the same order: for who has the statements already.
    ///
    /// # Errors
    /// As [`statements`](Self::statements).
    pub fn statement_ids(&self, filter: &StatementFilter) -> Result<Vec<String>, RecordError> {
        let (conditions, parameters) = self.conditions(filter)?;
        let sql = format!(
            "SELECT statements.id FROM statements JOIN passages ON passages.id = statements.passage
             JOIN sources ON sources.id = passages.source WHERE {conditions}"
        );
        self.rows(&sql, params_from_iter(parameters.iter()), |row| row.get(0))
    }

    /// The statement of that [name](crate::statement_id), even if a person rejected it.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn statement(&self, id: &str) -> Result<Option<StoredStatement>, RecordError> {
        let mut found = self.rows(&format!("{STATEMENTS} WHERE statements.id = ?1"), [id], statement)?;
        self.fill_roles(&mut found)?;
        if found.is_empty() {
            found = self.rows(&format!("{REJECTED} AND readings.id = ?1"), [id], rejected)?;
        }
        Ok(found.pop())
    }

    /// The statements that people rejected, in the order of sources and places. Nothing else is answered from them.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn rejected(&self) -> Result<Vec<StoredStatement>, RecordError> {
        let mut found = self.rows(REJECTED, [], rejected)?;
        found.sort_by(|a, b| {
            let key = |one: &StoredStatement| (one.place.file.clone(), one.place.start, one.id.clone());
            key(a).cmp(&key(b))
        });
        Ok(found)
    }

    /// A filter as a condition with order and limit, and the values of its parameters.
    fn conditions(&self, filter: &StatementFilter) -> Result<(String, Vec<Value>), RecordError> {
        let mut conditions = "1".to_owned();
        let mut parameters = Vec::new();
        let write = "writing to a string does not fail";
        if !filter.kinds.is_empty() {
            write!(conditions, " AND statements.kind IN ({})", marks(filter.kinds.len())).expect(write);
            parameters.extend(filter.kinds.iter().map(|kind| Value::from(kind.as_str().to_owned())));
        }
        if let Some(from) = filter.from {
            conditions.push_str(" AND statements.latest >= ?");
            parameters.push(day::number(from).into());
        }
        if let Some(to) = filter.to {
            conditions.push_str(" AND statements.earliest <= ?");
            parameters.push(day::number(to).into());
        }
        if let Some(asked) = &filter.source {
            let sources = self.sources_called(asked)?;
            write!(conditions, " AND sources.hash IN ({})", marks(sources.len())).expect(write);
            parameters.extend(sources.into_iter().map(|source| Value::from(source.id.0)));
        }
        for keys in &filter.who {
            let roles = format!("role NOT IN ({})", quoted(&PLACE_ROLES));
            named(&mut conditions, &mut parameters, keys, &roles);
        }
        for keys in &filter.places {
            let roles = format!(
                "(role IN ({}) OR role IN ({})
                  AND (SELECT kind FROM statements AS its WHERE its.id = fillers.statement) = '{}')",
                quoted(&PLACE_ROLES),
                quoted(&TERRITORY_ROLES),
                Kind::Territory
            );
            named(&mut conditions, &mut parameters, keys, &roles);
        }
        let limit = filter.limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
        write!(
            conditions,
            " ORDER BY statements.earliest IS NULL, statements.earliest, statements.latest, sources.name,
                       statements.source_start, statements.source_end, statements.id
              LIMIT {limit}"
        )
        .expect(write);
        Ok((conditions, parameters))
    }

    /// Reads what fills the roles of statements.
    fn fill_roles(&self, statements: &mut [StoredStatement]) -> Result<(), RecordError> {
        // A few statements are asked for one by one, many are read in one sweep over the table.
        const FEW: usize = 500;
        const COLUMNS: &str = "SELECT statement, role, fillers.text, entities.name FROM fillers
                               LEFT JOIN entities ON entities.id = fillers.entity";
        if statements.len() <= FEW {
            for statement in statements {
                let sql = format!("{COLUMNS} WHERE statement = ?1 ORDER BY role, position");
                for (_, role, filler) in self.rows(&sql, [&statement.id], filler)? {
                    statement.roles.add(role, filler);
                }
            }
            return Ok(());
        }
        let index: HashMap<String, usize> =
            statements.iter().enumerate().map(|(at, statement)| (statement.id.clone(), at)).collect();
        let sql = format!("{COLUMNS} ORDER BY statement, role, position");
        for (id, role, filler) in self.rows(&sql, [], filler)? {
            if let Some(&at) = index.get(&id) {
                statements[at].roles.add(role, filler);
            }
        }
        Ok(())
    }
}

/// Adds the condition that some role is filled by what is called so: a filler whose own words have a key of each
/// word, or whose entity is called by such words in one or another of its spellings.
///
/// The keys lead to the fillers and these to the statements, so that a name costs as much as there is of it.
fn named(conditions: &mut String, parameters: &mut Vec<Value>, words: &[Vec<String>], roles: &str) {
    let Some((first, others)) = words.split_first() else {
        // A name without a word ("?") names nothing.
        conditions.push_str(" AND 0");
        return;
    };
    let mut called = |table: &str, column: &str, whose: &str| {
        let mut is_key_of = |keys: &[String]| {
            parameters.extend(keys.iter().map(|key| Value::from(key.clone())));
            format!("key IN ({})", marks(keys.len()))
        };
        let mut sql = format!(
            "SELECT statement FROM {table} CROSS JOIN fillers ON {whose} = {table}.{column} WHERE {} AND {roles}",
            is_key_of(first)
        );
        for keys in others {
            let is_key = is_key_of(keys);
            write!(
                sql,
                " AND EXISTS (SELECT 1 FROM {table} AS other WHERE other.{column} = {whose} AND {is_key})"
            )
            .expect("writing to a string does not fail");
        }
        sql
    };
    let own = called("filler_words", "filler", "fillers.id");
    let entity = called("entity_words", "entity", "fillers.entity");
    write!(conditions, " AND statements.id IN ({own} UNION {entity})")
        .expect("writing to a string does not fail");
}

/// Every statement, with all but its roles.
const STATEMENTS: &str =
    "SELECT statements.id, sources.name, statements.source_start, statements.source_end, statements.line,
            statements.page, statements.kind, statements.date, modality, confidence, quote, statements.original,
            citations.text, verdict, origin, readings.statement, citations.cited
     FROM statements
     JOIN passages ON passages.id = statements.passage
     JOIN sources ON sources.id = passages.source
     LEFT JOIN citations ON citations.statement = statements.id
     LEFT JOIN readings ON readings.id = statements.id";

const REJECTED: &str = "SELECT sources.name, readings.statement FROM readings
     JOIN passages ON passages.id = readings.passage JOIN sources ON sources.id = source WHERE rejected = 1";

fn statement(row: &Row<'_>) -> rusqlite::Result<StoredStatement> {
    let reading =
        row.get::<_, Option<String>>(15)?.map(|reading| corrections::parse(&reading)).transpose()?;
    Ok(StoredStatement {
        id: row.get(0)?,
        place: place(row, 1)?,
        kind: word(row, 6)?,
        date: date(row, 7)?,
        roles: Roles::default(),
        modality: word(row, 8)?,
        confidence: row.get(9)?,
        quote: row.get(10)?,
        original: row.get(11)?,
        citation: row.get(12)?,
        cited: cited(row, 16)?,
        verdict: row.get::<_, Option<String>>(13)?.map(|_| Verdict::Confirmed),
        origin: row.get::<_, Option<String>>(14)?.and_then(|origin| Origin::parse(&origin)),
        as_read: reading.map(|reading| Box::new(reading.into())),
    })
}

fn rejected(row: &Row<'_>) -> rusqlite::Result<StoredStatement> {
    let reading = corrections::parse(&row.get::<_, String>(1)?)?;
    let place = Place {
        file: row.get(0)?,
        start: reading.source.start,
        end: reading.source.end,
        line: usize::try_from(reading.line).unwrap_or(usize::MAX),
        page: reading.page,
    };
    let as_read = AsRead::from(reading.clone());
    Ok(StoredStatement {
        id: reading.id,
        place,
        kind: reading.kind,
        date: reading.date,
        roles: as_read.roles.clone(),
        modality: reading.modality,
        confidence: reading.confidence,
        quote: reading.quote,
        original: reading.original,
        citation: reading.citation,
        cited: reading.cited,
        verdict: Some(Verdict::Rejected),
        origin: reading.origin.and_then(|origin| Origin::parse(&origin)),
        as_read: Some(Box::new(as_read)),
    })
}

impl From<StatementRow> for AsRead {
    fn from(reading: StatementRow) -> Self {
        let each = |(role, fillers): (Role, Vec<Filler>)| fillers.into_iter().map(move |one| (role, one));
        Self {
            kind: reading.kind,
            date: reading.date,
            roles: reading.roles.into_iter().flat_map(each).collect(),
            modality: reading.modality,
            confidence: reading.confidence,
        }
    }
}

/// A date, where there is one.
pub(crate) fn date(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Time>> {
    let edtf: Option<String> = row.get(column)?;
    edtf.map(|edtf| Time::parse(&edtf).map_err(|error| malformed(column, error))).transpose()
}

fn filler(row: &Row<'_>) -> rusqlite::Result<(String, Role, Filler)> {
    Ok((row.get(0)?, word(row, 1)?, Filler { text: row.get(2)?, entity: row.get(3)? }))
}

/// A word of a closed list.
pub(crate) fn word<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<T> {
    row.get::<_, String>(column)?.parse().map_err(|error| malformed(column, error))
}

fn malformed(column: usize, error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}

fn marks(count: usize) -> String {
    vec!["?"; count].join(",")
}

fn quoted(roles: &[Role]) -> String {
    roles.iter().map(|role| format!("'{role}'")).collect::<Vec<_>>().join(",")
}
