use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use salname_ingest::Ingested;
use salname_model::{Paragraph, Source};
use salname_packs::{PackFiles, Packs};
use salname_reader::Reader;
use salname_restore::{Restored, Restorer, Vocabulary};

use crate::BuildError;
use crate::heard::Heard;

/// What documents are read with, and without.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// Find out from the text alone what happened to its letters.
    pub no_font_packs: bool,
    /// Find names by their form and context alone.
    pub no_gazetteer: bool,
}

/// All that turns a file into a reading. Packs are loaded when the first document needs them: where nothing has
/// changed, they are not.
pub struct Engine {
    /// Two engines of one fingerprint read the same in the same bytes.
    pub fingerprint: String,
    files: PackFiles,
    how: Reading,
    rooms: OnceLock<Result<Rooms, String>>,
}

struct Rooms {
    packs: Packs,
    restorer: Restorer,
    reader: Reader,
}

impl Engine {
    /// An engine with these packs.
    #[must_use]
    pub fn new(files: PackFiles, how: Reading) -> Self {
        let mut fingerprint = edition(&files);
        for (given, name) in [(how.no_font_packs, "-no-fonts"), (how.no_gazetteer, "-no-gazetteer")] {
            if given {
                fingerprint.push_str(name);
            }
        }
        Self { fingerprint, files, how, rooms: OnceLock::new() }
    }

    /// The packs.
    ///
    /// # Errors
    /// If they are malformed.
    pub fn packs(&self) -> Result<&Packs, BuildError> {
        self.rooms().map(|rooms| &rooms.packs).map_err(BuildError::Packs)
    }

    /// Fails if the packs were found to be unusable.
    ///
    /// # Errors
    /// If so.
    pub fn check(&self) -> Result<(), BuildError> {
        match self.rooms.get() {
            Some(Err(reason)) => Err(BuildError::Packs(reason.clone())),
            _ => Ok(()),
        }
    }

    /// Ingests, restores and reads one file; none if it asks for words of sound text elsewhere and none were given.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(crate) fn read(
        &self,
        bytes: &[u8],
        name: &str,
        heard: Option<&Heard>,
    ) -> Result<Option<(Ingested, Vec<Paragraph>, salname_model::Reading)>, String> {
        let rooms = self.rooms()?;
        // A fault in one of the rooms costs one document, not the build.
        catch_unwind(AssertUnwindSafe(|| {
            let ingested = salname_ingest::ingest_bytes(bytes, name).map_err(|reason| reason.to_string())?;
            let words = heard.map(|heard| &heard.words);
            let restored = rooms.restorer.restore_by(&ingested.source.text, words);
            if restored.asks_for_words && heard.is_none() {
                return Ok(None);
            }
            let reading = rooms.reader.read(&restored.paragraphs);
            Ok(Some((ingested, restored.paragraphs, reading)))
        }))
        .unwrap_or_else(|_| Err(FAULT.into()))
    }

    /// Ingests and restores one file, for whoever wants to know how that was decided.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn restore(&self, bytes: &[u8], name: &str) -> Result<(Source, Restored), String> {
        let rooms = self.rooms()?;
        catch_unwind(AssertUnwindSafe(|| {
            let ingested = salname_ingest::ingest_bytes(bytes, name).map_err(|reason| reason.to_string())?;
            let restored = rooms.restorer.restore(&ingested.source.text);
            Ok((ingested.source, restored))
        }))
        .unwrap_or_else(|_| Err(FAULT.into()))
    }

    /// Adds the words of a sound text to a vocabulary.
    ///
    /// # Errors
    /// If the packs are malformed.
    pub(crate) fn hear(&self, vocabulary: &mut Vocabulary, lang: &str, text: &str) -> Result<(), BuildError> {
        self.rooms().map_err(BuildError::Packs)?.restorer.hear(vocabulary, lang, text);
        Ok(())
    }

    fn rooms(&self) -> Result<&Rooms, String> {
        self.rooms
            .get_or_init(|| {
                let packs =
                    Packs::load(&self.files).map_err(|error| format!("the packs cannot be used: {error}"))?;
                let restoring = salname_restore::Options { no_font_packs: self.how.no_font_packs };
                let reading = salname_reader::Options { no_gazetteer: self.how.no_gazetteer };
                Ok(Rooms {
                    restorer: Restorer::new(&packs, &restoring),
                    reader: Reader::new(&packs, &reading),
                    packs,
                })
            })
            .as_ref()
            .map_err(Clone::clone)
    }
}

/// Names this program with these packs: another one may read and answer otherwise.
#[must_use]
pub fn edition(files: &PackFiles) -> String {
    format!("{}-{}", env!("SALNAME_ENGINE"), files.fingerprint())
}

const FAULT: &str = "made the program fail: please report it, with the file if you may";

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}
