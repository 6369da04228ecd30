//! How fast each room is, in MB/s of source text on one core.
//!
//! The text is the example archive, repeated to a megabyte, and, where they stand beside the project, the seeds.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::BytesCount;
use salname_packs::Packs;
use salname_reader::Reader;
use salname_restore::Restorer;

fn main() {
    divan::main();
}

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::embedded().expect("the project's own packs load"));
static RESTORER: LazyLock<Restorer> =
    LazyLock::new(|| Restorer::new(&PACKS, &salname_restore::Options::default()));
static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&PACKS, &salname_reader::Options::default()));

/// The texts to measure on, by name.
static TEXTS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut archive = texts(&project.join("examples/archive"));
    archive.retain(|(name, _)| name.ends_with(".txt") || name.ends_with(".md"));
    let page: String = archive.into_iter().map(|(_, text)| text + "\n\n").collect();
    let mut all = vec![("example archive".to_owned(), page.repeat(1 + 1_000_000 / page.len().max(1)))];
    all.extend(texts(&project.join("../shared/seeds")));
    all
});

fn texts(directory: &Path) -> Vec<(String, String)> {
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        salname_ingest::read_file(&path, &name).ok().map(|source| (name, source.text))
    };
    paths.into_iter().filter_map(read).collect()
}

fn names() -> Vec<&'static str> {
    TEXTS.iter().map(|(name, _)| name.as_str()).collect()
}

fn text(name: &str) -> &'static str {
    TEXTS.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text)
}

#[divan::bench(args = names(), sample_count = 5, sample_size = 1)]
fn restore(bencher: Bencher<'_, '_>, name: &str) {
    let text = text(name);
    bencher.counter(BytesCount::new(text.len())).bench_local(|| RESTORER.restore(text));
}

#[divan::bench(args = names(), sample_count = 5, sample_size = 1)]
fn read(bencher: Bencher<'_, '_>, name: &str) {
    let restored = RESTORER.restore(text(name));
    let bytes: usize = restored.paragraphs.iter().map(|paragraph| paragraph.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| READER.read(&restored.paragraphs));
}

/// Calendar expressions alone, as part of reading.
#[divan::bench(args = names(), sample_count = 5, sample_size = 1)]
fn times(bencher: Bencher<'_, '_>, name: &str) {
    let finder = salname_reader::times::Finder::new(&PACKS);
    let restored = RESTORER.restore(text(name));
    let bytes: usize = restored.paragraphs.iter().map(|paragraph| paragraph.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| finder.find(&restored.paragraphs));
}
