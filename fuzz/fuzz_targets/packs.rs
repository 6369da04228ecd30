//! Any bytes in the place of a pack give packs or an error that names the file, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use salname_packs::{PackFiles, Packs};

const PLACES: [&str; 8] = [
    "lang/az/language.toml",
    "lang/az/times.toml",
    "lang/az/names.toml",
    "lang/az/morphology.toml",
    "lang/az/letters.model",
    "lang/az/letters.words",
    "font/fuzz.toml",
    "state/fuzz.toml",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((place, pack)) = bytes.split_first() else { return };
    let path = PLACES[usize::from(*place) % PLACES.len()];
    let mut files = PackFiles::embedded();
    files.insert(path, pack);
    if let Err(error) = Packs::load(&files) {
        assert!(error.to_string().contains("pack "));
    }
});
