//! What there is to know of an entity: how it is written, what it did, with whom, and where.

use std::collections::{BTreeMap, HashMap, HashSet};

use salname_model::{Kind, Relation, Time};
use salname_packs::{Entry, Packs};
use salname_reader::names::Key;
use salname_record::{Record, RecordError, StoredEntity, entity_id};
use salname_state::{Query, StatementNumber};
use serde::Serialize;

use crate::{DisagreementLine, StateLine, Told};

/// Neighbours, places and disagreements that are listed.
const SHOWN: usize = 60;

/// Well-known names by their keys, with what the gazetteer says of them.
#[derive(Debug)]
pub struct WellKnown {
    key: Key,
    entries: HashMap<String, usize>,
}

impl WellKnown {
    /// Those of the gazetteer.
    #[must_use]
    pub fn new(packs: &Packs) -> Self {
        let key = Key::new(packs);
        let mut entries = HashMap::new();
        for (index, entry) in packs.gazetteer.entries().iter().enumerate() {
            // Of several of one name the first; a whole name before one that is shared.
            for name in entry.names.values().flatten() {
                entries.entry(key.of(name)).or_insert(index);
            }
        }
        for (index, entry) in packs.gazetteer.entries().iter().enumerate() {
            for name in entry.short.values().flatten() {
                entries.entry(key.of(name)).or_insert(index);
            }
        }
        Self { key, entries }
    }

    /// What is called so.
    #[must_use]
    pub fn called<'p>(&self, packs: &'p Packs, name: &str) -> Option<&'p Entry> {
        packs.gazetteer.entries().get(*self.entries.get(&self.key.of(name))?)
    }
}

/// An entity, as a line.
#[derive(Debug, Serialize)]
pub struct EntityLine<'a> {
    id: String,
    name: &'a str,
    class: Option<&'a str>,
    mentions: u64,
    statements: usize,
}

impl<'a> EntityLine<'a> {
    /// The line of an entity.
    #[must_use]
    pub fn of(told: &Told, entity: &'a StoredEntity) -> Self {
        Self {
            id: entity_id(&entity.name),
            name: &entity.name,
            class: entity.class.as_deref(),
            mentions: entity.mentions,
            statements: told.naming(&entity.name).len(),
        }
    }
}

/// All that is known of an entity.
#[derive(Debug, Serialize)]
pub struct EntityAnswer<'a> {
    id: String,
    name: &'a str,
    class: Option<&'a str>,
    mentions: u64,
    spellings: Vec<Counted<'a>>,
    /// From when until when it was, as EDTF, if it is well known.
    lifetime: Option<String>,
    coordinates: Option<Coordinates>,
    /// The offices that it held, if it is a person.
    offices: Vec<StateLine<'a>>,
    /// Their number, by kind.
    statements: BTreeMap<Kind, usize>,
    neighbours: Vec<Neighbour<'a>>,
    places: Vec<PlaceOfEntity<'a>>,
    sources: Vec<InSource<'a>>,
    disagreements: Vec<DisagreementLine<'a>>,
}

#[derive(Debug, Serialize)]
struct Counted<'a> {
    text: &'a str,
    count: u64,
}

#[derive(Debug, Serialize)]
struct InSource<'a> {
    file: &'a str,
    count: u64,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Coordinates {
    lat: f64,
    lon: f64,
}

impl Coordinates {
    fn of(entry: &Entry) -> Option<Self> {
        entry.at.map(|[lat, lon]| Self { lat, lon })
    }
}

#[derive(Debug, Serialize)]
struct Named<'a> {
    id: String,
    name: &'a str,
    class: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Neighbour<'a> {
    entity: Named<'a>,
    count: usize,
}

#[derive(Debug, Serialize)]
struct PlaceOfEntity<'a> {
    entity: Named<'a>,
    #[serde(flatten)]
    at: Coordinates,
    count: usize,
}

/// What an entity is written like and where, as the record counts it.
#[derive(Debug)]
pub struct EntityFacts {
    entity: StoredEntity,
    spellings: Vec<(String, u64)>,
    sources: Vec<(String, u64)>,
}

impl EntityFacts {
    /// Asks the record.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn load(record: &Record, entity: &StoredEntity) -> Result<Self, RecordError> {
        Ok(Self {
            spellings: record.spellings(&entity.name)?,
            sources: record.sources_naming(&entity.name)?,
            entity: entity.clone(),
        })
    }
}

impl<'a> EntityAnswer<'a> {
    /// All that is known of an entity. `classes` gives the class of every entity by its name.
    #[must_use]
    pub fn of(
        told: &'a Told,
        facts: &'a EntityFacts,
        packs: &Packs,
        known: &WellKnown,
        classes: &'a HashMap<String, Option<String>>,
    ) -> Self {
        let name = &facts.entity.name;
        let numbers = told.naming(name);
        let mut kinds = BTreeMap::new();
        let mut beside: HashMap<&str, usize> = HashMap::new();
        for &number in numbers {
            let statement = told.statement(number);
            *kinds.entry(statement.kind).or_default() += 1;
            let others: HashSet<&str> = statement
                .roles
                .iter()
                .flat_map(|(_, fillers)| fillers)
                .filter_map(|filler| filler.entity.as_deref())
                .filter(|other| other != name)
                .collect();
            for other in others {
                *beside.entry(other).or_default() += 1;
            }
        }
        let mut beside: Vec<(&str, usize)> = beside.into_iter().collect();
        beside.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let named = |name: &'a str| Named {
            id: entity_id(name),
            name,
            class: classes.get(name).and_then(Option::as_deref),
        };
        let places = beside.iter().filter_map(|(name, count)| {
            let at = Coordinates::of(known.called(packs, name)?)?;
            Some(PlaceOfEntity { entity: named(name), at, count: *count })
        });
        let entry = known.called(packs, name);
        Self {
            id: entity_id(name),
            name,
            class: facts.entity.class.as_deref(),
            mentions: facts.entity.mentions,
            spellings: facts.spellings.iter().map(|(text, count)| Counted { text, count: *count }).collect(),
            lifetime: entry.and_then(lifetime),
            coordinates: entry.and_then(Coordinates::of),
            offices: offices(told, name),
            statements: kinds,
            places: places.take(SHOWN).collect(),
            neighbours: beside
                .iter()
                .take(SHOWN)
                .map(|(name, count)| Neighbour { entity: named(name), count: *count })
                .collect(),
            sources: facts.sources.iter().map(|(file, count)| InSource { file, count: *count }).collect(),
            disagreements: disagreements(told, numbers),
        }
    }
}

/// "1918-05-28/1920-04-28"; open where an end is not given.
fn lifetime(entry: &Entry) -> Option<String> {
    let edtf = |time: &Option<Time>| time.as_ref().map_or("..", Time::as_str).to_owned();
    (entry.from.is_some() || entry.until.is_some())
        .then(|| format!("{}/{}", edtf(&entry.from), edtf(&entry.until)))
}

fn offices<'a>(told: &'a Told, name: &str) -> Vec<StateLine<'a>> {
    let query = Query::ever().of_relation(Some(Relation::Holds)).about([name.to_owned()]);
    let mut answers = told.world.ask(&query);
    answers.retain(|answer| {
        let args = answer.args(&told.world);
        args.iter().any(|(arg, text)| *arg == "person" && salname_state::names(text, name))
    });
    answers.sort_by_key(|answer| {
        let first = answer.first_attested().and_then(|date| Time::parse(date).ok());
        first.map(|date| (date.earliest(), date.latest()))
    });
    answers.iter().map(|answer| StateLine::of(told, answer)).collect()
}

fn disagreements<'a>(told: &'a Told, numbers: &[StatementNumber]) -> Vec<DisagreementLine<'a>> {
    told.disagreements()
        .iter()
        .filter(|next| next.between.iter().any(|number| numbers.binary_search(number).is_ok()))
        .take(SHOWN)
        .map(|next| DisagreementLine::of(told, next))
        .collect()
}

/// A place that the record names and the gazetteer knows, as a line.
#[derive(Debug, Serialize)]
pub struct PlaceLine<'a> {
    entity: String,
    name: &'a str,
    /// What else it is called.
    names: Vec<&'a str>,
    #[serde(flatten)]
    at: Coordinates,
    mentions: u64,
}

impl<'a> PlaceLine<'a> {
    /// The line of an entity that is a place with known coordinates.
    #[must_use]
    pub fn of(entity: &'a StoredEntity, packs: &'a Packs, known: &WellKnown) -> Option<Self> {
        if !matches!(entity.class.as_deref(), Some("GPE" | "LOC")) {
            return None;
        }
        let entry = known.called(packs, &entity.name)?;
        let mut names: Vec<&str> =
            entry.names.values().chain(entry.short.values()).flatten().map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        Some(Self {
            entity: entity_id(&entity.name),
            name: &entity.name,
            names,
            at: Coordinates::of(entry)?,
            mentions: entity.mentions,
        })
    }
}
