//! How fast each room is, in MB/s of source text on one core.
//!
//! The text is the example archive, repeated to a megabyte, and, where they stand beside the project, the seeds.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::BytesCount;
use mimalloc::MiMalloc;
use salname_packs::Packs;
use salname_reader::Reader;
use salname_restore::Restorer;

/// As the command has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

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

/// Words, morphology and names, given the calendar expressions.
#[divan::bench(name = "names", args = names(), sample_count = 5, sample_size = 1)]
fn names_alone(bencher: Bencher<'_, '_>, name: &str) {
    let (times, finder) = finders();
    let restored = RESTORER.restore(text(name));
    let bytes: usize = restored.paragraphs.iter().map(|paragraph| paragraph.text.len()).sum();
    let found = times.find(&restored.paragraphs);
    bencher.counter(BytesCount::new(bytes)).bench_local(|| finder.find(&restored.paragraphs, &found));
}

/// Words, morphology, times and names together: the bar is 5 MB/s.
#[divan::bench(args = names(), sample_count = 5, sample_size = 1)]
fn times_and_names(bencher: Bencher<'_, '_>, name: &str) {
    let (times, finder) = finders();
    let restored = RESTORER.restore(text(name));
    let bytes: usize = restored.paragraphs.iter().map(|paragraph| paragraph.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let found = times.find(&restored.paragraphs);
        finder.find(&restored.paragraphs, &found)
    });
}

/// Ten megabytes in one paragraph of what no scribe wrote: as fast a megabyte as any other text.
#[divan::bench(
    args = ["one paragraph", "capitals only", "numbers only", "scripts mixed inside words"],
    sample_count = 2,
    sample_size = 1
)]
fn hostile(bencher: Bencher<'_, '_>, kind: &str) {
    let (times, finder) = finders();
    let piece = match kind {
        "capitals only" => "AZƏRBAYCAN RESPUBLİKASI XALQ KOMİSSARLARI SOVETİ BAKI ŞƏHƏRİNDƏ ",
        "numbers only" => "1920 28 4 12.05 1918-1920 7, 14 ",
        "scripts mixed inside words" => "Баkı qəзасıнда Nəриманоv вә Oрconikidze ",
        _ => "1920-ci ilin aprelində T.Q.Mirzəbəyov Bakıya gəldi və Qafqaz Bürosuna yazdı. ",
    };
    let paragraphs = [salname_model::Paragraph::sound(&piece.repeat(10_000_000 / piece.len()), 0, "az")];
    bencher.counter(BytesCount::new(paragraphs[0].text.len())).bench_local(|| {
        let found = times.find(&paragraphs);
        finder.find(&paragraphs, &found)
    });
}

fn finders() -> (salname_reader::times::Finder, salname_reader::names::Finder) {
    (salname_reader::times::Finder::new(&PACKS), salname_reader::names::Finder::new(&PACKS, false))
}
