//! The statements of a record as the world that they tell of.

use anyhow::Context as _;
use salname_model::{Class, Place, Time};
use salname_packs::Packs;
use salname_reader::names::Key;
use salname_record::{Record, StatementFilter, StoredEntity, StoredStatement};
use salname_state::{Evidence, Gathering, StatementNumber, World};
use serde::Serialize;

use crate::arguments::{PackArguments, RecordArgument};

/// A world, and the statements that it was derived from by their numbers.
pub struct Told {
    pub world: World,
    statements: Vec<StoredStatement>,
}

/// A statement that speaks for or against something, as answers show it.
#[derive(Serialize)]
pub struct Witness<'a> {
    id: &'a str,
    quote: &'a str,
    source: &'a Place,
}

impl Told {
    /// The world of all sources of a record, or of one of them.
    pub fn load(
        record: &RecordArgument,
        source: Option<&str>,
        packs: &PackArguments,
    ) -> anyhow::Result<Self> {
        let packs = packs.load()?;
        let record = Record::open(&record.path)?;
        let filter = StatementFilter { source: source.map(str::to_owned), ..StatementFilter::default() };
        let statements = record.statements(&filter).context("the statements cannot be read")?;
        let entities = record.entities()?;
        Ok(Self { world: derive(&packs, &entities, &statements), statements })
    }

    /// The statement of a number.
    pub fn statement(&self, number: StatementNumber) -> &StoredStatement {
        &self.statements[number as usize]
    }

    /// Of several statements, the one whose date is nearest to a date; one without a date only if there is no other.
    pub fn nearest(&self, numbers: &[StatementNumber], date: &Time) -> Option<StatementNumber> {
        let asked = salname_state::bounds_of(date);
        numbers.iter().copied().min_by_key(|&number| {
            let told = self.statement(number).date.as_ref().map(salname_state::bounds_of);
            told.map_or((i32::MAX, 0), |told| (told.gap(asked), told.width()))
        })
    }

    /// Statements as answers show them.
    pub fn witnesses(&self, numbers: &[StatementNumber]) -> Vec<Witness<'_>> {
        numbers.iter().map(|&number| self.witness(number)).collect()
    }

    fn witness(&self, number: StatementNumber) -> Witness<'_> {
        let statement = self.statement(number);
        Witness { id: &statement.id, quote: &statement.quote, source: &statement.place }
    }
}

fn derive(packs: &Packs, entities: &[StoredEntity], statements: &[StoredStatement]) -> World {
    let key = Key::new(packs);
    let mut gathering = Gathering::new(&packs.rules, |name| key.of(name));
    for entry in packs.gazetteer.entries() {
        let spellings = entry.names.values().flatten();
        if entry.class == Class::Gpe && entry.kind == "state" {
            gathering.know_polity(spellings);
        } else {
            gathering.know(Some(entry.class), spellings);
        }
    }
    for entity in entities {
        let class = entity.class.as_deref().and_then(|class| class.parse().ok());
        gathering.know(class, [&entity.name]);
    }
    for statement in statements {
        gathering.tell(&Evidence {
            source: &statement.place.file,
            sentence: statement.place.start as u64,
            kind: statement.kind,
            date: statement.date.as_ref(),
            roles: &statement.roles,
            modality: statement.modality,
            confidence: statement.confidence,
        });
    }
    gathering.derive()
}
