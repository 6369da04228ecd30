//! A document that lost letters is read by the words of the archive's sound documents, whichever comes first.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

use std::path::PathBuf;
use std::sync::Arc;

use salname_builder::{Engine, Reading, Report, Request, Unwatched, build};
use salname_packs::PackFiles;
use salname_record::Record;

/// A place that no list of words has, and that a font without ç shows as another word.
const SOUND: &str = "Heyət səhər Torçul kəndinə gəldi. Torçul kəndində iclas oldu, Torçul sakinləri danışdı. \
    Axşam onlar Torçul kəndindən getdilər.\n";
const LOST: &str = "Hᴅmin gün Torul kᴅndindᴅ iclas oldu vᴅ sᴅdr ĸᴅhᴅrᴅ getdi.\n";

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn build(&self, record: &str, files: &[PathBuf], threads: usize) -> Report {
        let engine = Arc::new(Engine::new(PackFiles::embedded(), Reading::default()));
        let record = self.0.path().join(record);
        build(&Request { paths: files, record: &record, threads: Some(threads) }, &engine, &mut Unwatched)
            .unwrap()
    }

    fn record(&self, name: &str) -> Record {
        Record::open(self.0.path().join(name)).unwrap()
    }
}

fn text_of(record: &Record, name: &str) -> String {
    let found = record.sources().unwrap().into_iter().find(|source| source.name == name).unwrap();
    let passages = record.passages(&found.id).unwrap();
    passages.into_iter().map(|passage| passage.text).collect()
}

#[test]
fn a_lost_letter_comes_back_by_a_word_of_another_document() {
    let desk = Desk::new();
    let (lost, sound) = (desk.write("lost.txt", LOST), desk.write("sound.txt", SOUND));
    desk.build("alone", std::slice::from_ref(&lost), 1);
    assert!(!text_of(&desk.record("alone"), "lost.txt").contains("Torçul"));

    assert_eq!(desk.build("both", &[lost.clone(), sound.clone()], 2).kept, 2);
    let both = desk.record("both");
    assert!(text_of(&both, "lost.txt").contains("Torçul"), "{}", text_of(&both, "lost.txt"));
    assert_eq!(both.check().unwrap(), Vec::<String>::new());
    assert_eq!(desk.build("both", &[lost.clone(), sound.clone()], 1).unchanged, 2);

    // The sound document comes later, and alone: the other is read again, from its original.
    std::fs::remove_file(&lost).unwrap();
    std::fs::write(&lost, LOST).unwrap();
    assert_eq!(desk.build("alone", std::slice::from_ref(&sound), 1).kept, 2);
    assert_eq!(desk.record("alone").digest().unwrap(), both.digest().unwrap());

    // It says other words: what was read by the old ones is read again, and one after the other comes to the same.
    desk.write("sound.txt", "Heyət kəndə gəldi və iclas oldu.\n");
    assert_eq!(desk.build("both", &[lost.clone(), sound.clone()], 1).kept, 2);
    assert_eq!(desk.build("alone", std::slice::from_ref(&sound), 1).kept, 2);
    desk.build("new", &[sound, lost], 2);
    let same = |name: &str| text_of(&desk.record(name), "lost.txt");
    assert_eq!((same("both"), same("alone")), (same("new"), same("new")));
    assert!(!same("new").contains("Torçul"));
}
