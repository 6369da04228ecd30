//! How fast search is over a million passages, beside tantivy alone over the same passages in the same run:
//!
//!     cargo bench -p salname-search --bench search -- [--passages N] [--record RECORD] [--keep DIRECTORY] [--again] \
//!         [--processor] [--slowest N]
//!
//! The passages are made up after the words of a record (the seeds', say), or of the example archive where none is
//! given. Indexing is told by the time of the processor, so that a busy machine does not matter; of three askings of a
//! query the fastest counts. `--processor` tells the answers by the time of the processor, too. What was made is kept in
//! DIRECTORY for the next run, which then only asks; with `--again` it indexes, too. `--slowest` shows so many of the slowest
//! questions with the forms that each is after and the passages that these stand in.

#![allow(unreachable_pub)] // modules of a program

mod archive;
mod plain;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use archive::{Chance, Made, Model};
use plain::{Plain, PlainWriter};
use salname_packs::Packs;
use salname_record::{Record, Writer};
use salname_search::{Analysis, SearchIndex, SearchRequest};

type AnyError = Box<dyn std::error::Error>;

/// What is kept of the making of an archive.
#[derive(serde::Serialize, serde::Deserialize)]
struct About {
    passages: usize,
    /// Bytes of all passages.
    bytes: usize,
    queries: Vec<String>,
}

fn main() -> Result<(), AnyError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1))
    };
    let passages: usize = value("--passages").map_or(Ok(1_000_000), |number| number.parse())?;
    let slowest: usize = value("--slowest").map_or(Ok(8), |number| number.parse())?;
    let clock = if arguments.iter().any(|argument| argument == "--processor") { of_thread } else { of_wall };
    let place = tempfile::tempdir()?;
    let place = value("--keep").map_or(place.path(), Path::new);
    let kept = std::fs::read(place.join("about.json")).ok();
    let again = kept.is_none() || arguments.iter().any(|argument| argument == "--again");
    let about = match kept {
        Some(kept) => serde_json::from_slice(&kept)?,
        None => make(passages, value("--record").map(Path::new), place)?,
    };
    println!("{} passages, {:.0} MB of text", about.passages, about.bytes as f64 / 1e6);
    let record = Record::open(place.join("record"))?;
    let analysis = Analysis::new(&Packs::embedded()?);
    if again {
        let began = processor();
        SearchIndex::rebuild(&record, &analysis)?;
        println!("indexing            salname {:6.1} MB/s", speed(about.bytes, processor() - began));
    }
    let part =
        |folder: &str, but: &str| size(&place.join(folder), but).map(|size| size as f64 / about.bytes as f64);
    println!(
        "size, parts of text salname {:6.2}        tantivy alone {:6.2}, and its copy of the text {:.2}",
        part("record/index", "?")?,
        part("plain", "store")?,
        part("plain", "?")? - part("plain", "store")?
    );
    let began = Instant::now();
    let index = SearchIndex::open(&record, &analysis)?;
    println!("opening the index took {:.0} ms", began.elapsed().as_secs_f64() * 1e3);
    let asked = Asked { about: &about, record: &record, analysis: &analysis, index: &index };
    asked.ask(&Plain::open(&place.join("plain"))?, clock, slowest)
}

/// Makes a record, and tantivy's index of the same passages.
fn make(passages: usize, after: Option<&Path>, place: &Path) -> Result<About, AnyError> {
    const IN_ONE: usize = 2000;
    const QUERIES: usize = 1000;
    let model = Model::new(&archive::texts(after)?);
    let mut writer = Writer::open(place.join("record"))?;
    let mut about = About { passages, bytes: 0, queries: Vec::new() };
    let sources = passages.div_ceil(IN_ONE);
    let next = |chance: &mut Chance, source: usize| {
        let count = IN_ONE.min(passages - source * IN_ONE);
        let made: Vec<Made> = (0..count).map(|_| archive::make(&model, chance)).collect();
        let asked = (0..QUERIES.div_ceil(sources))
            .filter_map(|_| archive::query(&made[chance.below(count)].text, chance))
            .collect::<Vec<_>>();
        (made, asked)
    };
    let mut making = Duration::ZERO;
    let mut chance = Chance(1920);
    for source in 0..sources {
        let began = processor();
        let (made, asked) = next(&mut chance, source);
        making += processor() - began;
        about.bytes += made.iter().map(|made| made.text.len()).sum::<usize>();
        about.queries.extend(asked);
        archive::keep(&mut writer, source, &made)?;
    }
    writer.finish()?;
    // Tantivy indexes in a thread of its own: what it needs is all that is needed, less the making.
    let began = processor();
    let mut plain = PlainWriter::new(&place.join("plain"))?;
    let mut chance = Chance(1920);
    for source in 0..sources {
        let (made, _) = next(&mut chance, source);
        made.iter().try_for_each(|made| plain.add(source, made))?;
    }
    plain.finish()?;
    let plain_time = (processor() - began).saturating_sub(making);
    println!("indexing      tantivy alone {:6.1} MB/s", speed(about.bytes, plain_time));
    std::fs::write(place.join("about.json"), serde_json::to_vec(&about)?)?;
    Ok(about)
}

/// Reads a clock.
type Clock = fn() -> Duration;

struct Asked<'a> {
    about: &'a About,
    record: &'a Record,
    analysis: &'a Analysis,
    index: &'a SearchIndex,
}

impl Asked<'_> {
    fn ask(&self, plain: &Plain, clock: Clock, shown: usize) -> Result<(), AnyError> {
        let Self { about, record, analysis, index } = *self;
        let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
        let mut slowest: Vec<(Duration, &str)> = Vec::new();
        let mut found = [0usize; 2];
        for query in &about.queries {
            let mut least = BTreeMap::new();
            for round in 0..3 {
                let mut time = |name, ask: &mut dyn FnMut() -> Result<usize, AnyError>| {
                    let began = clock();
                    let total = ask()?;
                    let took = clock() - began;
                    let least = least.entry(name).or_insert(took);
                    *least = took.min(*least);
                    Ok::<_, AnyError>(total)
                };
                let ours = |facets| Ok(index.search(record, analysis, &request(query, facets))?.total);
                let total = time("a salname, facets", &mut || ours(10))?;
                let alone = time("b tantivy alone, facets", &mut || plain.find(query, true, true))?;
                time("c tantivy alone, facets, none shown", &mut || plain.find(query, true, false))?;
                time("d salname", &mut || ours(0))?;
                time("e tantivy alone", &mut || plain.find(query, false, true))?;
                time("f tantivy alone, none shown", &mut || plain.find(query, false, false))?;
                let literal = SearchRequest { literal: true, ..request(query, 10) };
                let literally = &mut || Ok(index.search(record, analysis, &literal)?.total);
                time("g salname --literal, facets", literally)?;
                if round == 0 {
                    found = [found[0] + total, found[1] + alone];
                }
            }
            slowest.extend(least.values().next().map(|took| (*took, query.as_str())));
            for (name, took) in least {
                times.entry(name).or_default().push(took);
            }
        }
        let number = about.queries.len().max(1);
        println!(
            "{number} queries of two words; found on average {} and, by tantivy alone in {} segments, {}",
            found[0] / number,
            plain.segments(),
            found[1] / number
        );
        for (name, mut times) in times {
            times.sort_unstable();
            let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
            println!(
                "{:36} p50 {:6.2} ms   p90 {:6.2} ms   p99 {:6.2} ms",
                &name[2..],
                at(0.5),
                at(0.9),
                at(0.99)
            );
        }
        slowest.sort_unstable_by(|a, b| b.cmp(a));
        println!("slowest:");
        slowest.into_iter().take(shown).try_for_each(|(took, query)| self.tell(took, query))
    }

    /// Tells what a slow question is after.
    fn tell(&self, took: Duration, query: &str) -> Result<(), AnyError> {
        /// Forms that are named.
        const NAMED: usize = 6;
        let Self { record, analysis, index, .. } = *self;
        let request = request(query, 0);
        let total = index.search(record, analysis, &request)?.total;
        let forms = index.forms(record, analysis, &request)?;
        let named: Vec<String> =
            forms.iter().take(NAMED).map(|(form, passages)| format!("{form} {passages}")).collect();
        println!(
            "  {:6.1} ms  {query}: {total} passages; {} forms that stand in {}: {}",
            took.as_secs_f64() * 1e3,
            forms.len(),
            forms.iter().map(|(_, passages)| passages).sum::<u64>(),
            named.join(", ")
        );
        Ok(())
    }
}

fn request(query: &str, facets: usize) -> SearchRequest {
    SearchRequest { limit: Some(10), facets, ..SearchRequest::new(query) }
}

/// Time that went by.
fn of_wall() -> Duration {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    BEGAN.get_or_init(Instant::now).elapsed()
}

/// Time that this thread has had of the processor; where that cannot be told, time that went by.
#[cfg(not(target_os = "linux"))]
fn of_thread() -> Duration {
    of_wall()
}

#[cfg(target_os = "linux")]
fn of_thread() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// MB per second.
fn speed(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}

/// Time that this process has had of the processor, in hundredths of a second; where that cannot be told, time that
/// went by.
fn processor() -> Duration {
    let told = std::fs::read_to_string("/proc/self/stat").ok().and_then(|stat| {
        let after = stat.rsplit_once(") ")?.1.to_owned();
        let mut fields = after.split(' ').skip(11).map(|field| field.parse::<u64>().ok());
        Some(fields.next()?? + fields.next()??)
    });
    told.map_or_else(of_wall, |ticks| Duration::from_millis(ticks * 10))
}

/// Bytes of the files of a folder, but for those that end so.
fn size(folder: &Path, but: &str) -> std::io::Result<u64> {
    let mut size = 0;
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        if !file.file_name().to_string_lossy().ends_with(but) {
            size += file.metadata()?.len();
        }
    }
    Ok(size)
}
