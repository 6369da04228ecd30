//! The statements of a record as the world that they tell of.

use anyhow::Context as _;
use salname_model::{Class, Place};
use salname_packs::Packs;
use salname_reader::names::Key;
use salname_record::{Record, StatementFilter, StoredStatement};
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
        Ok(Self { world: derive(&packs, &statements), statements })
    }

    /// The statement of a number.
    pub fn statement(&self, number: StatementNumber) -> &StoredStatement {
        &self.statements[number as usize]
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

fn derive(packs: &Packs, statements: &[StoredStatement]) -> World {
    let key = Key::new(packs);
    let mut gathering = Gathering::new(&packs.rules, |name| key.of(name));
    for entry in packs.gazetteer.entries() {
        let spellings = entry.names.values().flatten();
        if entry.class == Class::Gpe && entry.kind == "state" {
            gathering.know_polity(spellings);
        } else {
            gathering.know(spellings);
        }
    }
    for statement in statements {
        gathering.tell(&Evidence {
            source: &statement.place.file,
            sentence: statement.place.start as u64,
            kind: statement.kind,
            date: statement.date.as_ref(),
            roles: &statement.roles,
            modality: statement.modality,
        });
    }
    gathering.derive()
}
