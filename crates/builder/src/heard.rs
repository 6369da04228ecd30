//! The words of an archive's sound documents, by which its damaged ones are read.

use std::collections::BTreeSet;

use salname_record::{Record, StoredFile};
use salname_restore::Vocabulary;

use crate::{BuildError, Engine, Found};

/// Stands in the fingerprint of a reader that was given words of other documents, before what they were.
const MARK: &str = "-heard-";

/// Words of sound documents, and the fingerprint of a reader that was given them.
pub(crate) struct Heard {
    pub(crate) words: Vocabulary,
    pub(crate) reader: String,
}

impl Heard {
    /// The words of the record's sound passages, but for those of documents that ask for words themselves: these are read
    /// by the words of others, and what is read so must not depend on the order in which they are.
    pub(crate) fn of(record: &Record, engine: &Engine) -> Result<Self, BuildError> {
        let mut words = Vocabulary::default();
        let mut heard = Ok(());
        record.sound_passages(MARK, |lang, text| {
            if heard.is_ok() {
                heard = engine.hear(&mut words, lang, text);
            }
        })?;
        heard?;
        let hash = blake3::hash(&words.to_bytes()).to_hex();
        Ok(Self { reader: format!("{}{MARK}{}", engine.fingerprint, &hash[..16]), words })
    }

    /// The record's documents that were read by other words than these, by this engine, apart from those that are
    /// `waiting` anyway. They are read from their originals.
    pub(crate) fn outdated(
        &self,
        record: &Record,
        engine: &Engine,
        waiting: &[Waiting],
    ) -> Result<Vec<Found>, BuildError> {
        let mut seen: BTreeSet<String> = waiting.iter().map(|file| file.found.path.clone()).collect();
        let mut outdated = Vec::new();
        for file in record.files()? {
            let known = is_by(&file, engine) && file.reader != self.reader;
            if known && !seen.contains(&file.path) && seen.insert(file.id.0.clone()) {
                let original = record.original_path(&file.id);
                let bytes = original.metadata().map_or(0, |about| about.len());
                outdated.push(Found { file: original, path: file.path, name: file.name, bytes });
            }
        }
        Ok(outdated)
    }
}

/// A file that is read when the words of all sound documents are known.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) found: Found,
    /// What the record's reading of these very bytes was made by.
    pub(crate) reader: Option<String>,
}

/// True if a file was read by the engine with words of other documents.
pub(crate) fn is_by(file: &StoredFile, engine: &Engine) -> bool {
    file.reader.strip_prefix(&engine.fingerprint).is_some_and(|rest| rest.starts_with(MARK))
}
