//! Fingerprints the code that restores and reads, so that a record knows when its documents should be read again.

use std::path::{Path, PathBuf};

/// The rooms that decide what is read in a document.
const ROOMS: [&str; 5] = ["model", "packs", "ingest", "restore", "reader"];

fn main() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a crate stands in a directory");
    let mut fingerprint = Fnv(0xcbf2_9ce4_8422_2325);
    for room in ROOMS {
        let folder = crates.join(room).join("src");
        println!("cargo::rerun-if-changed={}", folder.display());
        for file in files(&folder) {
            let inside = file.strip_prefix(crates).expect("the file was found there");
            fingerprint.add(inside.to_string_lossy().as_bytes());
            fingerprint.add(&std::fs::read(&file).expect("the sources can be read"));
        }
    }
    println!("cargo::rustc-env=SALNAME_ENGINE={:016x}", fingerprint.0);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the room stands beside this one");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// FNV-1a: nobody attacks this hash, and it needs no dependency at build time.
struct Fnv(u64);

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
