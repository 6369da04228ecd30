use salname_record::Record;
use salname_search::SearchIndex;

use crate::Outcome;
use crate::arguments::{CheckArguments, PackArguments};

/// Names everything that is wrong with a record; the search index can be made anew, and is told apart.
pub fn run(command: &CheckArguments, _packs: &PackArguments) -> anyhow::Result<Outcome> {
    let record = Record::open(&command.record.path)?;
    if command.digest {
        println!("{}", record.digest()?);
        return Ok(Outcome::Done);
    }
    let faults = record.check()?;
    for fault in &faults {
        println!("{fault}");
    }
    if !SearchIndex::is_whole(&record) {
        println!("index: is missing or damaged: `salname index` makes it anew");
    }
    let detached = record.detached()?.len();
    if detached > 0 {
        println!(
            "corrections: {detached} of what the record does not hold (any more): \
             `salname corrections -r {} list --detached` shows them",
            command.record.path.display()
        );
    }
    let counts = record.counts()?;
    if faults.is_empty() {
        println!("All is as it was written: documents {}, passages {}.", counts.sources, counts.passages);
        return Ok(Outcome::Done);
    }
    anyhow::bail!(
        "{}: {} found wrong: build again from the same files, or restore the record from a copy",
        command.record.path.display(),
        faults.len()
    )
}
