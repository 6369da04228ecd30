use salname_ingest::Warning;
use salname_model::Source;
use salname_record::Counts;

use crate::Failure;

/// What a build did.
#[derive(Debug, Default)]
pub struct Report {
    /// Documents that were read.
    pub kept: usize,
    /// Their bytes.
    pub bytes: usize,
    /// Documents that the record held already.
    pub unchanged: usize,
    /// Names of the files that are no longer there.
    pub retired: Vec<String>,
    /// Files that were not read, by name.
    pub failures: Vec<Failure>,
    /// Documents that were read although something was wrong in them: where, and what.
    pub faulty: Vec<Failure>,
    /// What the record holds now.
    pub counts: Counts,
}

impl Report {
    /// Notes what was wrong in a document that was read all the same.
    pub(crate) fn warn(&mut self, source: &Source, warnings: &[Warning]) {
        let Some(first) = warnings.first() else { return };
        let more = match warnings.len() {
            1 => String::new(),
            2 => ", and 1 place more".to_owned(),
            all => format!(", and {} places more", all - 1),
        };
        self.faulty.push(Failure {
            name: format!("{}:{}", source.name, source.line_of(first.at.start)),
            reason: format!("{}{more}", first.message),
        });
    }
}
