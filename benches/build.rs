//! How fast `salname build` is as its users run it, in MB/s of files: from nothing on one core, and again with nothing
//! changed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// The directories to build: the example archive and, where they stand beside the project, the seeds.
fn archives() -> Vec<String> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    ["examples/archive", "../shared/seeds"]
        .into_iter()
        .filter(|directory| project.join(directory).is_dir())
        .map(str::to_owned)
        .collect()
}

fn path(archive: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(archive)
}

fn size(archive: &str) -> u64 {
    let Ok(entries) = std::fs::read_dir(path(archive)) else { return 0 };
    entries.filter_map(|entry| Some(entry.ok()?.metadata().ok()?.len())).sum()
}

fn build(archive: &str, record: &Path) {
    let ended = Command::new(env!("CARGO_BIN_EXE_salname"))
        .arg("build")
        .arg(path(archive))
        .arg("--record")
        .arg(record)
        .args(["--threads", "1"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the command starts");
    assert!(ended.success(), "building {archive} failed: {ended}");
}

#[divan::bench(args = archives(), sample_count = 3, sample_size = 1)]
fn from_nothing(bencher: Bencher<'_, '_>, archive: &str) {
    bencher
        .counter(BytesCount::new(size(archive)))
        .with_inputs(|| tempfile::tempdir().expect("a directory for the record"))
        .bench_local_values(|place| {
            build(archive, &place.path().join("record"));
            place
        });
}

#[divan::bench(args = archives(), sample_count = 3, sample_size = 1)]
fn again_with_nothing_changed(bencher: Bencher<'_, '_>, archive: &str) {
    let place = tempfile::tempdir().expect("a directory for the record");
    let record = place.path().join("record");
    build(archive, &record);
    bencher.counter(BytesCount::new(size(archive))).bench_local(|| build(archive, &record));
}
