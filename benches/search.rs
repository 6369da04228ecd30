//! How fast search is over a million passages, beside tantivy alone over the same passages in the same run:
//!
//!     cargo bench -p salname-search --bench search -- [--passages N] [--record RECORD]
//!
//! The passages are made up after the words of a record (the seeds', say), or of the example archive where none is
//! given: words come as often as they do there, new forms are made of the beginning of one word and the ending of
//! another, and names, dates and statements stand where chance puts them. The same numbers always make the same
//! passages. Indexing is told by the time of the processor, so that a busy machine does not matter; of three askings of
//! a query the fastest counts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use salname_model::{
    Anchor, Class, Kind, Mention, Modality, Paragraph, Reading, Span, Statement, Time, TimeMention,
};
use salname_packs::Packs;
use salname_record::{Document, Record, Writer, plain_text};
use salname_search::{Analysis, SearchIndex, SearchRequest};
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::{AggContextParams, AggregationCollector};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, STRING, Schema, TEXT};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

type AnyError = Box<dyn std::error::Error>;

/// Numbers that look like chance and are the same every time (Vigna's splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// What passages are made after.
struct Model {
    /// Every word as often as it stands in the archive, as written there.
    words: Vec<String>,
    /// How many words a passage has.
    lengths: Vec<usize>,
}

impl Model {
    fn new(texts: &[String]) -> Self {
        let mut words = Vec::new();
        let mut lengths = Vec::new();
        for text in texts {
            let before = words.len();
            let parts = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
            words.extend(parts.map(str::to_owned));
            if words.len() - before >= 5 {
                lengths.push(words.len() - before);
            }
        }
        Self { words, lengths }
    }

    fn word(&self, chance: &mut Chance) -> String {
        /// One word in so many is a new form.
        const NEW: usize = 40;
        let word = &self.words[chance.below(self.words.len())];
        if chance.below(NEW) > 0 {
            return word.clone();
        }
        let other = &self.words[chance.below(self.words.len())];
        let cut = |word: &str, from_end: usize| {
            let letters = word.chars().count();
            word.char_indices().nth(letters.saturating_sub(from_end)).map_or(0, |(at, _)| at)
        };
        let ending = 1 + chance.below(5);
        format!("{}{}", word, &other[cut(other, ending)..].to_lowercase())
    }

    fn passage(&self, chance: &mut Chance) -> String {
        let length = self.lengths[chance.below(self.lengths.len())];
        let mut text = String::new();
        for at in 0..length {
            if at > 0 {
                text.push_str(if chance.below(12) == 0 { ". " } else { " " });
            }
            text.push_str(&self.word(chance));
        }
        text.push('.');
        text
    }
}

/// A passage with what stands in it.
struct Made {
    text: String,
    names: Vec<(Span, String)>,
    time: Option<Time>,
    kind: Option<Kind>,
}

fn make(model: &Model, chance: &mut Chance) -> Made {
    let text = model.passage(chance);
    let mut names = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        let span = Span::new(at, at + word.trim_end_matches('.').len());
        at += word.len() + 1;
        let name = &text[span.range()];
        if span.start > 0 && name.len() > 3 && name.starts_with(char::is_uppercase) && names.len() < 4 {
            names.push((span, name.to_owned()));
        }
    }
    let time = (chance.below(2) == 0).then(|| {
        let (year, month, day) = (1898 + chance.below(49), 1 + chance.below(12), 1 + chance.below(28));
        Time::parse(&format!("{year}-{month:02}-{day:02}")).expect("every month has 28 days")
    });
    let kind = (chance.below(5) < 2).then(|| Kind::ALL[chance.below(Kind::ALL.len())]);
    Made { text, names, time, kind }
}

fn keep(writer: &mut Writer, number: usize, passages: &[Made]) -> Result<(), AnyError> {
    let mut text = String::new();
    let mut reading = Reading::default();
    let mut paragraphs = Vec::new();
    for (paragraph, made) in passages.iter().enumerate() {
        let start = text.len();
        let anchor = |span: Span| Anchor {
            paragraph,
            text: span,
            source: Span::new(start + span.start, start + span.end),
        };
        let whole = anchor(Span::new(0, made.text.len()));
        for (span, name) in &made.names {
            let class = [Class::Per, Class::Org, Class::Gpe][name.len() % 3];
            reading.mentions.push(Mention {
                anchor: anchor(*span),
                text: name.clone(),
                class,
                entity: name.clone(),
            });
        }
        if let Some(time) = &made.time {
            let note = String::new();
            reading.times.push(TimeMention {
                anchor: whole,
                text: String::new(),
                value: Some(time.clone()),
                note,
            });
        }
        if let Some(kind) = made.kind {
            reading.statements.push(Statement {
                anchor: whole,
                kind,
                date: made.time.clone(),
                roles: Default::default(),
                modality: Modality::Asserted,
                confidence: 1.0,
                quote: String::new(),
                citation: None,
            });
        }
        paragraphs.push(Paragraph::sound(&made.text, start, "az"));
        write!(text, "{}\n\n", made.text)?;
    }
    let name = format!("volume-{number:04}.txt");
    writer.keep(&Document {
        source: &plain_text(&name, &text),
        original: text.as_bytes(),
        paragraphs: &paragraphs,
        reading: &reading,
        path: &format!("/made/{name}"),
        reader: "1",
    })?;
    Ok(())
}

/// Tantivy as it comes, with the same columns to count by.
struct Plain {
    text: Field,
    searcher: Searcher,
}

struct PlainWriter {
    text: Field,
    columns: [Field; 4],
    index: Index,
    writer: IndexWriter,
}

impl PlainWriter {
    fn new(path: &Path) -> Result<Self, AnyError> {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TEXT);
        let columns =
            ["source", "kind", "entity", "decade"].map(|name| schema.add_text_field(name, STRING | FAST));
        std::fs::create_dir_all(path)?;
        let index = Index::create_in_dir(path, schema.build())?;
        let writer = index.writer_with_num_threads(1, 128 << 20)?;
        Ok(Self { text, columns, index, writer })
    }

    fn add(&mut self, source: usize, made: &Made) -> Result<(), AnyError> {
        let [source_field, kind, entity, decade] = self.columns;
        let mut document = TantivyDocument::default();
        document.add_text(self.text, &made.text);
        document.add_text(source_field, format!("volume-{source:04}.txt"));
        if let Some(is) = made.kind {
            document.add_text(kind, is.as_str());
        }
        for name in made.names.iter().map(|(_, name)| name).collect::<BTreeSet<_>>() {
            document.add_text(entity, name);
        }
        if let Some(time) = &made.time {
            document.add_text(decade, &time.as_str()[..3]);
        }
        self.writer.add_document(document)?;
        Ok(())
    }

    fn finish(mut self) -> Result<Plain, AnyError> {
        self.writer.commit()?;
        self.writer.wait_merging_threads()?;
        Ok(Plain { text: self.text, searcher: self.index.reader()?.searcher() })
    }
}

impl Plain {
    fn find(&self, query: &str, facets: Option<&Aggregations>) -> Result<usize, AnyError> {
        let terms = query.split(' ').map(|word| {
            let term = Term::from_field_text(self.text, &word.to_lowercase());
            let search: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            (Occur::Must, search)
        });
        let search = BooleanQuery::new(terms.collect());
        let best = TopDocs::with_limit(10).order_by_score();
        let Some(facets) = facets else { return Ok(self.searcher.search(&search, &(best, Count))?.1) };
        let facets = AggregationCollector::from_aggs(facets.clone(), AggContextParams::default());
        Ok(self.searcher.search(&search, &(best, Count, facets))?.1)
    }
}

fn main() -> Result<(), AnyError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1))
    };
    let passages: usize = value("--passages").map_or(Ok(1_000_000), |number| number.parse())?;
    let model = Model::new(&texts(value("--record").map(Path::new))?);
    let place = tempfile::tempdir()?;
    let path = place.path().join("record");

    // ---- the record, and tantivy's index of the same passages
    const IN_ONE: usize = 2000;
    let mut chance = Chance(1920);
    let mut writer = Writer::open(&path)?;
    let mut plain = PlainWriter::new(&place.path().join("plain"))?;
    let mut plain_time = Duration::ZERO;
    let mut bytes = 0;
    let mut queries: Vec<String> = Vec::new();
    for source in 0..passages.div_ceil(IN_ONE) {
        let count = IN_ONE.min(passages - source * IN_ONE);
        let made: Vec<Made> = (0..count).map(|_| make(&model, &mut chance)).collect();
        bytes += made.iter().map(|made| made.text.len()).sum::<usize>();
        queries.extend(query(&made[chance.below(count)].text, &mut chance));
        queries.extend(query(&made[chance.below(count)].text, &mut chance));
        keep(&mut writer, source, &made)?;
        let began = processor();
        made.iter().try_for_each(|made| plain.add(source, made))?;
        plain_time += processor() - began;
    }
    writer.finish()?;
    drop(writer);
    let began = processor();
    let plain = plain.finish()?;
    plain_time += processor() - began;

    // ---- indexing
    let record = Record::open(&path)?;
    let analysis = Analysis::new(&Packs::embedded()?);
    let began = processor();
    let index = SearchIndex::rebuild(&record, &analysis)?;
    let index_time = processor() - began;
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    println!("{passages} passages, {:.0} MB of text", megabytes(bytes));
    let speed = |time: Duration| megabytes(bytes) / time.as_secs_f64();
    println!(
        "indexing            salname {:6.1} MB/s   tantivy alone {:6.1} MB/s",
        speed(index_time),
        speed(plain_time)
    );
    let part = |folder: &Path| size(folder).map(|size| size as f64 / bytes as f64);
    println!(
        "size, parts of text salname {:6.2}        tantivy alone {:6.2}",
        part(&path.join("index"))?,
        part(&place.path().join("plain"))?
    );

    // ---- asking
    let facets: Aggregations = serde_json::from_value(serde_json::Value::Object(
        ["source", "kind", "entity", "decade"]
            .into_iter()
            .map(|name| (name.to_owned(), serde_json::json!({"terms": {"field": name, "size": 10}})))
            .collect(),
    ))?;
    let request =
        |query: &str, facets| SearchRequest { limit: Some(10), facets, ..SearchRequest::new(query) };
    let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    let mut found = [0usize; 2];
    for query in &queries {
        let mut least = BTreeMap::new();
        for round in 0..3 {
            let mut time = |name, ask: &mut dyn FnMut() -> Result<usize, AnyError>| {
                let began = Instant::now();
                let total = ask()?;
                let took = began.elapsed();
                let least = least.entry(name).or_insert(took);
                *least = took.min(*least);
                Ok::<_, AnyError>(total)
            };
            let total = time("a salname, facets", &mut || {
                Ok(index.search(&record, &analysis, &request(query, 10))?.total)
            })?;
            let alone = time("b tantivy alone, facets", &mut || plain.find(query, Some(&facets)))?;
            time("c salname", &mut || Ok(index.search(&record, &analysis, &request(query, 0))?.total))?;
            time("d tantivy alone", &mut || plain.find(query, None))?;
            let literal = SearchRequest { literal: true, ..request(query, 10) };
            time("e salname --literal, facets", &mut || {
                Ok(index.search(&record, &analysis, &literal)?.total)
            })?;
            if round == 0 {
                found = [found[0] + total, found[1] + alone];
            }
        }
        for (name, took) in least {
            times.entry(name).or_default().push(took);
        }
    }
    let number = queries.len().max(1);
    println!(
        "{number} queries of two words; found on average {} and, by tantivy alone, {}",
        found[0] / number,
        found[1] / number
    );
    for (name, mut times) in times {
        times.sort_unstable();
        let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
        println!(
            "{:28} p50 {:6.2} ms   p90 {:6.2} ms   p99 {:6.2} ms",
            &name[2..],
            at(0.5),
            at(0.9),
            at(0.99)
        );
    }
    Ok(())
}

/// Two different words of a passage, each of some letters.
fn query(text: &str, chance: &mut Chance) -> Option<String> {
    let words: Vec<&str> = text.split([' ', '.']).filter(|word| word.chars().count() > 3).collect();
    let first = words.get(chance.below(words.len()))?;
    let second = words.get(chance.below(words.len()))?;
    (first != second && !first.contains("OR")).then(|| format!("{first} {second}"))
}

/// The passages of a record, or else the lines of the example archive.
fn texts(record: Option<&Path>) -> Result<Vec<String>, AnyError> {
    let mut texts = Vec::new();
    if let Some(record) = record {
        let record = Record::open(record)?;
        for source in record.sources()? {
            texts.extend(record.passages(&source.id)?.into_iter().map(|passage| passage.text));
        }
        return Ok(texts);
    }
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/archive");
    let mut files: Vec<_> =
        std::fs::read_dir(archive)?.map(|file| file.map(|file| file.path())).collect::<Result<_, _>>()?;
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "txt")) {
        let text = String::from_utf8_lossy(&std::fs::read(file)?).into_owned();
        texts.extend(text.split("\n\n").map(str::to_owned));
    }
    Ok(texts)
}

/// Time that this process has had of the processor, in hundredths of a second; where that cannot be told, time that
/// went by.
fn processor() -> Duration {
    let told = std::fs::read_to_string("/proc/self/stat").ok().and_then(|stat| {
        let after = stat.rsplit_once(") ")?.1.to_owned();
        let mut fields = after.split(' ').skip(11).map(|field| field.parse::<u64>().ok());
        Some(fields.next()?? + fields.next()??)
    });
    static BEGAN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    told.map_or_else(|| BEGAN.get_or_init(Instant::now).elapsed(), |ticks| Duration::from_millis(ticks * 10))
}

fn size(folder: &Path) -> std::io::Result<u64> {
    std::fs::read_dir(folder)?.map(|file| file?.metadata().map(|about| about.len())).sum()
}
