//! The two damaged documents of the example archive come back as they were before the damage.

use std::fs;
use std::path::Path;

use salname_packs::Packs;
use salname_restore::{Options, Restorer};

#[test]
fn damaged_examples_are_restored_letter_by_letter() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let read =
        |path: &str| fs::read_to_string(examples.join(path)).expect("the examples are part of the project");
    let packs = Packs::embedded().expect("the project's own packs load");
    let restorer = Restorer::new(&packs, &Options::default());
    for name in ["neft-idaresi.txt", "notalar.txt"] {
        let restored = restorer.restore(&read(&format!("archive/{name}")));
        let restored: Vec<_> = restored.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
        let sound = read(&format!("undamaged/{name}"));
        let sound: Vec<_> = sound.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(restored, sound, "{name}");
    }
}
