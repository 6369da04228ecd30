use salname_record::Record;
use salname_search::{Analysis, SearchIndex};

use crate::Outcome;
use crate::arguments::{IndexArguments, PackArguments};

pub fn run(command: &IndexArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let record = Record::open(&command.record.path)?;
    SearchIndex::rebuild(&record, &Analysis::new(&packs.load()?))?;
    println!("The search index of {} is made anew.", command.record.path.display());
    Ok(Outcome::Done)
}
