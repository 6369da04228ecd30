use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use salname_ingest::Ingested;
use salname_model::{Paragraph, Reading};
use salname_packs::{PackFiles, Packs};
use salname_reader::Reader;
use salname_restore::Restorer;

use crate::arguments::PackArguments;

/// All that turns a file into a reading. Packs are loaded when the first document needs them: where nothing has
/// changed, they are not.
pub struct Engine {
    /// Two engines of one fingerprint read the same in the same bytes.
    pub fingerprint: String,
    files: PackFiles,
    no_font_packs: bool,
    no_gazetteer: bool,
    rooms: OnceLock<Result<Rooms, String>>,
}

struct Rooms {
    packs: Packs,
    restorer: Restorer,
    reader: Reader,
}

impl Engine {
    pub fn new(packs: &PackArguments) -> anyhow::Result<Self> {
        let files = packs.files()?;
        let mut fingerprint = format!("{}-{}", env!("SALNAME_ENGINE"), files.fingerprint());
        for (given, name) in [(packs.no_font_packs, "-no-fonts"), (packs.no_gazetteer, "-no-gazetteer")] {
            if given {
                fingerprint.push_str(name);
            }
        }
        Ok(Self {
            fingerprint,
            files,
            no_font_packs: packs.no_font_packs,
            no_gazetteer: packs.no_gazetteer,
            rooms: OnceLock::new(),
        })
    }

    /// The packs.
    pub fn packs(&self) -> anyhow::Result<&Packs> {
        self.rooms().map(|rooms| &rooms.packs).map_err(anyhow::Error::msg)
    }

    /// Fails if the packs were found to be unusable.
    pub fn check(&self) -> anyhow::Result<()> {
        match self.rooms.get() {
            Some(Err(reason)) => Err(anyhow::Error::msg(reason.clone())),
            _ => Ok(()),
        }
    }

    /// Ingests, restores and reads one file; the error says what is wrong with it.
    pub fn read(&self, bytes: &[u8], name: &str) -> Result<(Ingested, Vec<Paragraph>, Reading), String> {
        let rooms = self.rooms()?;
        // A fault in one of the rooms costs one document, not the build.
        catch_unwind(AssertUnwindSafe(|| {
            let ingested = salname_ingest::ingest_bytes(bytes, name).map_err(|reason| reason.to_string())?;
            let paragraphs = rooms.restorer.restore(&ingested.source.text).paragraphs;
            let reading = rooms.reader.read(&paragraphs);
            Ok((ingested, paragraphs, reading))
        }))
        .unwrap_or_else(|_| Err("made the program fail: please report it, with the file if you may".into()))
    }

    fn rooms(&self) -> Result<&Rooms, String> {
        self.rooms
            .get_or_init(|| {
                let packs =
                    Packs::load(&self.files).map_err(|error| format!("the packs cannot be used: {error}"))?;
                let restoring = salname_restore::Options { no_font_packs: self.no_font_packs };
                let reading = salname_reader::Options { no_gazetteer: self.no_gazetteer };
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
