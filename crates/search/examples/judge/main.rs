//! Measures search by the judged queries of `docs/quality/search/queries.jsonl`, over a record of the seeds, and in the
//! same run by the same passages three others:
//!
//!     salname build ../shared/seeds -r RECORD
//!     cargo run --release -p salname-search --example judge -- RECORD [--misses] [--pool] [--read] [--postgres CONNECTION]
//!
//! Recall is the part of the relevant passages that is found at all. Precision at 10 is the part of the first ten
//! passages that is relevant, or of the first as many as there are relevant ones, if these are fewer than ten; places
//! that stay empty count as wrong. "As shown" is the part of what stands on the first page, ten passages or fewer,
//! however few are relevant.
//!
//! `--read` leaves out the queries that were judged by a pattern. `--pool` prints, for reading, the passages that any of them shows on its first page and that are not held for
//! relevant, those that Salname finds anywhere and those that are held for relevant and that it does not find.

mod peers;

use std::collections::{BTreeMap, BTreeSet};

use salname_packs::Packs;
use salname_record::Record;
use salname_search::{Analysis, SearchIndex, SearchRequest};
use serde::Deserialize;

type AnyError = Box<dyn std::error::Error>;

#[derive(Deserialize)]
struct Judged {
    id: String,
    query: String,
    need: String,
    /// True if it was judged by reading alone.
    #[serde(default)]
    read: bool,
    /// By file, first and last line of each relevant passage.
    relevant: BTreeMap<String, Vec<[usize; 2]>>,
}

/// A passage of the record, by its number in the list of all.
struct Passage {
    file: String,
    line: usize,
    text: String,
}

#[derive(Default)]
struct Figures {
    queries: f64,
    recall: f64,
    precision: f64,
    shown: f64,
}

impl Figures {
    fn add(&mut self, found: &[usize], relevant: &BTreeSet<usize>) {
        let right = |found: &[usize]| found.iter().filter(|at| relevant.contains(at)).count() as f64;
        let page = &found[..found.len().min(10)];
        let places = relevant.len().min(10);
        self.queries += 1.0;
        self.recall += right(found) / relevant.len() as f64;
        self.precision += right(&page[..page.len().min(places)]) / places as f64;
        self.shown += if page.is_empty() { 0.0 } else { right(page) / page.len() as f64 };
    }

    fn print(&self, name: &str) {
        let [recall, precision, shown] =
            [self.recall, self.precision, self.shown].map(|sum| sum / self.queries.max(1.0));
        println!("{name:40} {recall:.3}   {precision:.3}         {shown:.3}");
    }
}

fn main() -> Result<(), AnyError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.first().ok_or("which record? give its directory")?;
    let misses = arguments.iter().any(|argument| argument == "--misses");
    let postgres =
        arguments.iter().position(|argument| argument == "--postgres").and_then(|at| arguments.get(at + 1));
    let record = Record::open(path)?;
    let mut passages = Vec::new();
    for source in record.sources()? {
        for passage in record.passages(&source.id)? {
            let (file, line) = (passage.place.file, passage.place.line);
            passages.push(Passage { file, line, text: passage.text });
        }
    }
    let judged =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/quality/search/queries.jsonl");
    let judged = std::fs::read_to_string(judged)?;
    let mut judged: Vec<Judged> = judged.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    if arguments.iter().any(|argument| argument == "--read") {
        judged.retain(|judged| judged.read);
    }

    let analysis = Analysis::new(&Packs::embedded()?);
    let index = SearchIndex::open(&record, &analysis)?;
    let places: BTreeMap<(&str, usize, &str), usize> = (0..)
        .zip(&passages)
        .map(|(at, passage)| ((passage.file.as_str(), passage.line, passage.text.as_str()), at))
        .collect();
    let ours = |query: &str| -> Result<Vec<usize>, AnyError> {
        let page = index.search(&record, &analysis, &SearchRequest::new(query))?;
        let at = |hit: &salname_search::Hit| {
            places
                .get(&(hit.passage.place.file.as_str(), hit.passage.place.line, hit.passage.text.as_str()))
                .copied()
        };
        Ok(page.hits.iter().filter_map(at).collect())
    };
    let texts: Vec<&str> = passages.iter().map(|passage| passage.text.as_str()).collect();
    let fts = peers::Fts5::new(&texts)?;
    let turkish = peers::Turkish::new(&texts)?;
    let postgres = postgres.map(|connection| peers::Postgres::new(connection, &texts)).transpose()?;

    let mut figures: [Figures; 4] = Default::default();
    let mut pools: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for judged in &judged {
        let mut relevant = BTreeSet::new();
        for (at, passage) in passages.iter().enumerate() {
            let ranges = judged.relevant.get(&passage.file).into_iter().flatten();
            if ranges.clone().any(|[first, last]| (*first..=*last).contains(&passage.line)) {
                relevant.insert(at);
            }
        }
        if relevant.is_empty() {
            println!("{}: none of its passages is in this record", judged.id);
            continue;
        }
        let found = ours(&judged.query)?;
        if misses {
            print_misses(judged, &found, &relevant, &passages);
        }
        let mut all = vec![found, fts.find(&judged.query)?, turkish.find(&judged.query)?];
        if let Some(postgres) = &postgres {
            all.push(postgres.find(&judged.query)?);
        }
        for (figures, found) in figures.iter_mut().zip(&all) {
            figures.add(found, &relevant);
        }
        let pool = pools.entry(judged.need.as_str()).or_default();
        pool.extend(all.iter().flat_map(|found| found.iter().take(10)).chain(&all[0]).copied());
        pool.retain(|at| !relevant.contains(at));
        pool.extend(relevant.iter().filter(|at| !all[0].contains(at)));
    }
    if arguments.iter().any(|argument| argument == "--pool") {
        for (need, pool) in &pools {
            println!("{need}");
            for passage in pool.iter().map(|&at| &passages[at]) {
                println!("  {}:{} {}", passage.file, passage.line, passage.text.replace('\n', " "));
            }
        }
    }
    println!("{} queries, {} passages\n", figures[0].queries, passages.len());
    println!("{:40} recall  precision@10  as shown", "");
    figures[0].print("salname");
    figures[1].print("SQLite FTS5, unicode61");
    figures[2].print("tantivy, Turkish stemmer, ASCII folding");
    match postgres {
        Some(_) => figures[3].print("PostgreSQL, turkish and pg_trgm"),
        None => println!("PostgreSQL was not asked: give --postgres CONNECTION"),
    }
    Ok(())
}

/// Prints what was not found, and what was wrongly among the first ten.
fn print_misses(judged: &Judged, found: &[usize], relevant: &BTreeSet<usize>, passages: &[Passage]) {
    let at = |at: &usize| format!("{}:{}", &passages[*at].file[..3], passages[*at].line);
    let missed: Vec<String> = relevant.iter().filter(|place| !found.contains(place)).map(at).collect();
    let wrong: Vec<String> = found.iter().filter(|place| !relevant.contains(place)).map(at).collect();
    let among = |places: usize| found.iter().take(places).filter(|place| !relevant.contains(place)).count();
    let (page, first) = (among(10), among(relevant.len().min(10)));
    if !missed.is_empty() || !wrong.is_empty() {
        println!(
            "{} {:?}: of {} missed {} {missed:?}; wrong {} (first page {page}, first places {first}) {:?}",
            judged.id,
            judged.query,
            relevant.len(),
            missed.len(),
            wrong.len(),
            &wrong[..wrong.len().min(12)]
        );
    }
}
