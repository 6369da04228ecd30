//! Learns which candidates for statements are right, each language by itself, and writes `packs/lang/ID/statements/`.
//!
//!     cargo run --release -p salname-reader --example train_statements -- GOLD... --docs DIR [--out DIR] [--test GOLD] [--facts FILE] [--causes WHICH] [--disputes DIR] [--rarest N]
//!
//! GOLD is a directory with `passages/*.json`, or a file of passages that the project annotated or wrote itself
//! (`docs/quality/annotated/*.jsonl`); the documents that they are taken from stand in the directory of `--docs`
//! and are restored and read, so that the model learns from times and names as they are found. `--out` is the directory
//! of packs that `lang/ID/statements/weights.tsv` and `trees.tsv` are written to. `--test` names more gold to measure on, `--facts` an inventory of
//! facts of whole documents; nothing is learnt from either. `--causes` tells case by case why gold statements of GOLD are
//! missed (its argument begins a line of the table of causes), or, with `+` before it, why false ones are found. The
//! same input gives the same files. `--disputes` writes, for each language, what GOLD and models that have not seen its
//! passage say differently, for whoever revises the annotation. What was met fewer than `--rarest` times, 5 if not given,
//! teaches nothing, and weights nearer to 0 than a fiftieth of that are not written: more makes smaller files.
//!
//! `--convert ANNOTATIONS --docs DIR --out FILE` turns annotated passages with quotations (`*.json` in a directory, as the
//! gold has them) into lines that hold no sentence of the documents.

mod agreement;
mod annotated;
mod boosting;
mod choices;
mod corpus;
mod disputes;
mod facts;
mod gold;
mod logistic;
mod misses;
mod places;
mod spotting;
mod told;
mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use salname_model::Kind;
use salname_packs::{Learnt, Order, Packs, StatementTrees, StatementWeights};
use salname_reader::statements::{Candidate, Finder, believed, measure_names, measures};

use agreement::{best_pairs, similarity};
use boosting::{Boosted, Growth, Row};
use corpus::{Corpus, Seen, Thresholds};
use facts::Fact;
use gold::Passage;
use logistic::{Example, Logistic, Names, Pace};
use spotting::Sentence;
use told::Told;
use whole::Whole;

/// The gold is parted into so many folds, by passage.
const FOLDS: usize = 8;

/// Quotations with less in common than this are of different sentences.
const NEAR: f64 = 0.3;

struct Arguments {
    train: Vec<PathBuf>,
    docs: PathBuf,
    out: Option<PathBuf>,
    test: Option<PathBuf>,
    facts: Option<PathBuf>,
    causes: Option<String>,
    roles: Option<String>,
    disputes: Option<PathBuf>,
    rarest: u16,
    convert: Option<PathBuf>,
}

impl Arguments {
    fn read() -> Option<Self> {
        let mut words = std::env::args().skip(1);
        let mut named: BTreeMap<String, String> = BTreeMap::new();
        let mut train = Vec::new();
        while let Some(word) = words.next() {
            match word.strip_prefix("--") {
                Some(name) => {
                    named.insert(name.to_owned(), words.next()?);
                }
                None => train.push(PathBuf::from(word)),
            }
        }
        let mut path = |name: &str| named.remove(name).map(PathBuf::from);
        Some(Self {
            train,
            docs: path("docs")?,
            out: path("out"),
            test: path("test"),
            facts: path("facts"),
            convert: path("convert"),
            disputes: path("disputes"),
            causes: named.remove("causes"),
            roles: named.remove("roles"),
            rarest: match named.remove("rarest") {
                Some(times) => times.parse().ok()?,
                None => RAREST,
            },
        })
    }
}

fn main() {
    let Some(arguments) = Arguments::read() else {
        eprintln!(
            "usage: train_statements GOLD... --docs DIR [--out DIR] [--test GOLD] [--facts FILE] [--causes WHICH] [--disputes DIR] [--rarest N]"
        );
        std::process::exit(2);
    };
    // The packs as they lie in the checkout, so that a frame can be tried without building anew.
    let packs = Packs::with_directory(Path::new("packs")).expect("the command runs in the checkout");
    if let (Some(directory), Some(out)) = (&arguments.convert, &arguments.out) {
        return annotated::convert(directory, &arguments.docs, &packs, out);
    }
    if let Some(path) = arguments.train.iter().chain([&arguments.docs]).find(|path| !path.exists()) {
        eprintln!(
            "{} is missing: the gold and its documents stand beside this project, in ../shared",
            path.display()
        );
        std::process::exit(2);
    }
    let parts: Vec<Vec<Passage>> = arguments.train.iter().map(|path| gold::load(path)).collect();
    let tests: Vec<Passage> = arguments.test.as_deref().map(gold::load).unwrap_or_default();
    let inventory: Vec<Fact> = arguments.facts.as_deref().map(facts::load).unwrap_or_default();
    let named = parts.iter().flatten().chain(&tests);
    let named = named.map(|passage| (passage.doc.as_str(), passage.text.as_deref()));
    let named = named.chain(inventory.iter().map(|fact| (fact.doc.as_str(), None)));
    let corpora = Corpus::load(named, &arguments.docs, &packs).by_language();
    for (language, corpus) in &corpora {
        let mut passages: Vec<Passage> = Vec::new();
        let parts = arguments.train.iter().zip(&parts).map(|(path, part)| {
            let first = passages.len();
            passages.extend(part.iter().filter(|one| corpus.has(&one.doc)).cloned());
            (path.as_path(), first..passages.len())
        });
        let parts: Vec<Part> = parts.filter(|(_, part)| !part.is_empty()).collect();
        if passages.is_empty() {
            continue;
        }
        println!("{language}:");
        let sparing = Sparing { rarest: arguments.rarest };
        let learner = Learner { language, corpus, packs: &packs, passages: &passages, sparing };
        let made = learner.learn(&parts, &arguments);
        measure(&learner, &made.learnt, &tests, &inventory, &arguments.docs);
        if let Some(out) = &arguments.out {
            made.write(&out.join("lang").join(language).join("statements"));
        }
    }
}

/// Gold statements of a passage, each with the candidate that agrees with it.
type Pairs = Vec<(usize, usize)>;

/// A file of passages, and which of all passages are its own.
type Part<'a> = (&'a Path, Range<usize>);

/// Prints how passages and facts are read that nothing was learnt from, as the command will read them.
fn measure(learner: &Learner, learnt: &Learnt, tests: &[Passage], inventory: &[Fact], docs: &Path) {
    let Learner { language, corpus, packs, .. } = *learner;
    let tests: Vec<Passage> = tests.iter().filter(|one| corpus.has(&one.doc)).cloned().collect();
    let inventory: Vec<Fact> = inventory.iter().filter(|one| corpus.has(&one.doc)).cloned().collect();
    if tests.is_empty() && inventory.is_empty() {
        return;
    }
    let thresholds = learnt.weights.thresholds();
    let found = corpus.candidates(&Finder::new(packs).with_learnt(language, learnt, false));
    let seen = corpus.seen(&tests, &found, &mut Names::default());
    let confidence = |one: &Candidate| one.statement.confidence;
    let probabilities: Vec<Vec<f32>> =
        seen.iter().map(|seen| seen.candidates.iter().map(confidence).collect()).collect();
    report_recall("on the second directory", &tests, &seen);
    println!("on the second directory:");
    report(&tests, &seen, &probabilities, &thresholds, true);
    misses::report(&Told::new(corpus, &tests, &seen, &probabilities, &thresholds), None);
    facts::report(&inventory, docs, &found, |one| {
        one.statement.confidence >= thresholds[one.statement.kind as usize]
    });
}

/// Prints how the passages of each file are read.
fn report_parts(
    parts: &[Part],
    passages: &[Passage],
    seen: &[Seen],
    probabilities: &[Vec<f32>],
    thresholds: &Thresholds,
) {
    for (path, part) in parts {
        println!("  of {}:", path.display());
        let part = || part.clone();
        report(&passages[part()], &seen[part()], &probabilities[part()], thresholds, false);
    }
}

/// What a passage teaches of fillers, dates and modalities, and of the kinds that its sentences speak of.
struct Taught {
    chosen: choices::Examples,
    sentences: Vec<Sentence>,
}

/// How choosing and ranking are learnt: of ranking there is less to learn from, and it goes by smaller steps.
const RANKING: Pace = Pace { epochs: 10, first_step: 0.01, decay: 0.03, rarest: 2 };

/// What was met fewer times teaches nothing of how to choose, if nothing else is asked for.
const RAREST: u16 = 5;

/// How much is left out so that files are small.
#[derive(Clone, Copy)]
struct Sparing {
    rarest: u16,
}

impl Sparing {
    fn choosing(self) -> Pace {
        Pace { epochs: 20, first_step: 0.03, decay: 0.1, rarest: self.rarest.into() }
    }

    /// Weights nearer to 0 than this speak for nothing, and are not written.
    fn least_choosing(self) -> f32 {
        f32::from(self.rarest) / 50.0
    }

    /// What ranks is judged by all of its weights together, and can spare fewer.
    fn least_ranking(self) -> f32 {
        self.least_choosing() * 0.4
    }
}

/// Of what is told, this much has to be right where passages are judged by models that have not seen them: a reader
/// would rather miss one than correct two.
const PRECISION: f64 = 0.73;

/// Of a kind of which less than this would be told, more may be wrong: so much has to be right.
const RARELY: [(f64, f64); 3] = [(0.45, 0.61), (0.35, 0.56), (0.15, 0.42)];

/// How the trees grow.
const GROWTH: Growth = Growth { trees: 120, depth: 3, step: 0.06, fewest: 15, pull: 4.0 };

/// What was learnt, its trees as they are written.
struct Made {
    learnt: Learnt,
    trees: String,
}

impl Made {
    fn write(&self, out: &Path) {
        let write = |name: &str, text: &str| {
            std::fs::write(out.join(name), text).expect("the output file can be written");
        };
        std::fs::create_dir_all(out).expect("the output directory can be made");
        write("weights.tsv", self.learnt.weights.text());
        write("trees.tsv", &self.trees);
    }
}

/// Learns what passages in one language teach.
struct Learner<'a> {
    language: &'a str,
    corpus: &'a Corpus,
    packs: &'a Packs,
    passages: &'a [Passage],
    sparing: Sparing,
}

impl Learner<'_> {
    /// Learns of the passages, and prints how well what is learnt of some of them reads the others.
    fn learn(&self, parts: &[Part], arguments: &Arguments) -> Made {
        let Self { corpus, packs, passages, language, .. } = *self;
        let mut names = Names::default();
        let sentences = corpus.sentences(passages, &self.finder(&[], true), &mut names);
        // What is spotted takes part in learning how to choose.
        let all: Vec<&Sentence> = sentences.iter().flatten().collect();
        let plain = corpus.seen(passages, &self.candidates(&spotting::learn(&all, &names), true), &mut names);
        let mut sentences = sentences.into_iter();
        let frames = packs.language(language).and_then(|one| one.frames.as_ref());
        let noun_first = frames.is_some_and(|frames| frames.grammar.order == Order::VerbMedial);
        let taught: Vec<Taught> = passages
            .iter()
            .zip(&plain)
            .map(|(one, seen)| {
                let chosen = choices::examples(one, seen, noun_first, &mut names);
                Taught { chosen, sentences: sentences.next().unwrap_or_default() }
            })
            .collect();
        report_recall("by the marks", passages, &plain);
        println!("by the marks alone:");
        let marks = Finder::new(packs).with_learnt(language, &Learnt::default(), false);
        let bare = corpus.seen(passages, &corpus.candidates(&marks), &mut names);
        let likely = |one: &Candidate| f32::from(u8::from(one.likely));
        let told: Vec<Vec<f32>> =
            bare.iter().map(|seen| seen.candidates.iter().map(likely).collect()).collect();
        report_parts(parts, passages, &bare, &told, &[0.5; Kind::ALL.len()]);
        let every: Vec<usize> = (0..passages.len()).collect();
        let seen = self.crossed(&taught, &mut names);
        report_recall("by what was learnt of other passages", passages, &seen);
        let chosen = self.choosing(&taught, &every, &names);

        let judged = Judged::new(passages, &seen);
        let sums = judged.cross_sums(&seen);
        let alone: Vec<Vec<f32>> =
            sums.iter().map(|sums| sums.iter().map(|sum| logistic(*sum)).collect()).collect();
        let rows = judged.rows(&seen, &sums);
        let crossed: Vec<Vec<f32>> = alone
            .iter()
            .zip(cross_trees(&rows))
            .map(|(weights, trees)| weights.iter().zip(trees).map(|(one, two)| believed(*one, two)).collect())
            .collect();
        let thresholds = best_thresholds(passages, &seen, &crossed);
        let every: Vec<&Row> = rows.iter().flatten().collect();
        let examples: Vec<Example> =
            (0..seen.len()).flat_map(|at| examples(&seen[at].features, &judged.near[at])).collect();
        let model = Logistic::train(examples.iter(), RANKING);
        let trees = Boosted::grow(&every, GROWTH).lines(&measure_names());
        println!(
            "{} candidates, {} right, {} weights",
            examples.len(),
            every.iter().filter(|row| row.right).count(),
            model.len()
        );
        println!("cross-validated, by weights alone:");
        report(passages, &seen, &alone, &best_thresholds(passages, &seen, &alone), false);
        println!("cross-validated:");
        for percent in (20..=60).step_by(4) {
            let threshold = percent as f32 / 100.0;
            let all = count(passages, &seen, &crossed, &[threshold; Kind::ALL.len()]).0;
            println!("    {threshold:.2}: {}", all.line());
        }
        report(passages, &seen, &crossed, &thresholds, true);
        wholly(passages, &seen, &crossed, &thresholds, arguments.roles.as_deref());
        report_parts(parts, passages, &seen, &crossed, &thresholds);
        let told = Told::new(corpus, passages, &seen, &crossed, &thresholds);
        misses::report(&told, arguments.causes.as_deref());
        if let Some(out) = &arguments.disputes {
            std::fs::create_dir_all(out).expect("the output directory can be made");
            std::fs::write(out.join(format!("{language}.jsonl")), disputes::lines(&told))
                .expect("the output file can be written");
        }
        reliability(&judged.right, &crossed);
        let weights = chosen.into_iter().chain(model.weights(&names, self.sparing.least_ranking()));
        let named = Kind::ALL.iter().map(|kind| (format!("threshold:{kind}"), thresholds[*kind as usize]));
        let weights = named.chain(weights);
        let learnt = Learnt {
            weights: StatementWeights::of_lines(weights),
            trees: StatementTrees::parse(&trees).expect("trees are written as they are read"),
        };
        Made { learnt, trees }
    }

    /// The candidates of every document, with fillers and dates chosen by these weights.
    fn candidates(&self, weights: &[(String, f32)], tells: bool) -> BTreeMap<String, Vec<Candidate>> {
        self.corpus.candidates(&self.finder(weights, tells))
    }

    fn finder(&self, weights: &[(String, f32)], tells: bool) -> Finder {
        let weights = StatementWeights::of_lines(weights.iter().cloned());
        let learnt = Learnt { weights, trees: StatementTrees::default() };
        Finder::new(self.packs).with_learnt(self.language, &learnt, tells)
    }

    /// Weights for choosing, learnt from some of the passages.
    fn choosing(&self, taught: &[Taught], from: &[usize], names: &Names) -> Vec<(String, f32)> {
        let chosen = || from.iter().map(|&at| &taught[at].chosen);
        let pace = self.sparing.choosing();
        let fillers = Logistic::train(chosen().flat_map(|one| &one.fillers), pace);
        let dates = Logistic::train_among(chosen().flat_map(|one| &one.dates), pace);
        let modalities = Logistic::train(chosen().flat_map(|one| &one.modalities), pace);
        // What was learnt is said in so many words: no single weight is sure to be written.
        let reaching: BTreeSet<&str> = chosen().flat_map(|one| one.reaching.iter().copied()).collect();
        let learnt =
            ["fillers", "worth", "modality", "change"].into_iter().map(|what| format!("learnt:{what}"));
        let learnt = learnt.chain(reaching.into_iter().map(|role| format!("learnt:extent:{role}")));
        let learnt: Vec<(String, f32)> = learnt.map(|what| (what, 1.0)).collect();
        let sentences: Vec<&Sentence> = from.iter().flat_map(|&at| &taught[at].sentences).collect();
        let spots = spotting::learn(&sentences, names);
        let extents = Logistic::train(chosen().flat_map(|one| &one.extents), pace);
        let changes = Logistic::train(chosen().flat_map(|one| &one.changes), pace);
        let worth = Logistic::train(chosen().flat_map(|one| &one.worth), pace);
        let heads = Logistic::train_among(chosen().flat_map(|one| &one.heads), pace);
        let weights = [fillers, dates, modalities, extents, changes, worth, heads]
            .map(|model| model.weights(names, self.sparing.least_choosing()));
        learnt.into_iter().chain(weights.into_iter().flatten()).chain(spots).collect()
    }

    /// What is seen in each passage by what was learnt of the others.
    fn crossed(&self, taught: &[Taught], names: &mut Names) -> Vec<Seen> {
        let mut crossed: Vec<Option<Seen>> = self.passages.iter().map(|_| None).collect();
        for fold in 0..FOLDS {
            let others: Vec<usize> = (0..self.passages.len()).filter(|at| at % FOLDS != fold).collect();
            let found = self.candidates(&self.choosing(taught, &others, names), false);
            for (at, seen) in self.corpus.seen(self.passages, &found, names).into_iter().enumerate() {
                if at % FOLDS == fold {
                    crossed[at] = Some(seen);
                }
            }
        }
        crossed.into_iter().flatten().collect()
    }
}

/// Which candidates are right: each gold statement makes one so, the most like it that stands where its quotation does.
///
/// Unless they are to be `exact`, a wrong date is forgiven.
fn labels(passage: &Passage, seen: &Seen, exact: bool) -> Vec<bool> {
    let mut right = vec![false; seen.candidates.len()];
    let pairs = best_pairs(passage.statements.len(), seen.candidates.len(), |gold, at| {
        let candidate = &seen.candidates[at];
        // A wrong inherited date is no fault of the frame: where the place agrees, the date may differ.
        let dated = similarity(&passage.statements[gold], &candidate.statement);
        let overlap = seen.overlap(at, gold);
        let like = if dated < agreement::ENOUGH && overlap > NEAR && !exact {
            agreement::likeness(&passage.statements[gold], &candidate.statement) - 0.3
        } else {
            dated
        };
        if like < agreement::ENOUGH - 0.3 || like <= 0.0 || exact && like < agreement::ENOUGH {
            return 0.0;
        }
        like + 2.0 * overlap
    });
    for (_, at) in pairs {
        right[at] = true;
    }
    right
}

/// Which candidates of each passage are right.
struct Judged {
    /// Whatever became of their dates.
    near: Vec<Vec<bool>>,
    /// As the score counts.
    right: Vec<Vec<bool>>,
}

impl Judged {
    fn new(passages: &[Passage], seen: &[Seen]) -> Self {
        let both = || passages.iter().zip(seen);
        Self {
            near: both().map(|(passage, seen)| labels(passage, seen, false)).collect(),
            right: both().map(|(passage, seen)| labels(passage, seen, true)).collect(),
        }
    }

    /// Sums of weights of the candidates by models that have not seen their passage.
    fn cross_sums(&self, seen: &[Seen]) -> Vec<Vec<f32>> {
        let mut crossed: Vec<Vec<f32>> = vec![Vec::new(); seen.len()];
        for fold in 0..FOLDS {
            let others = (0..seen.len()).filter(|at| at % FOLDS != fold);
            let examples: Vec<Example> =
                others.flat_map(|at| examples(&seen[at].features, &self.near[at])).collect();
            let model = Logistic::train(examples.iter(), RANKING);
            for at in (0..seen.len()).filter(|at| at % FOLDS == fold) {
                crossed[at] = seen[at].features.iter().map(|one| model.sum(one)).collect();
            }
        }
        crossed
    }

    /// What the trees learn from: the candidates of each sentence beside each other.
    fn rows(&self, seen: &[Seen], sums: &[Vec<f32>]) -> Vec<Vec<Row>> {
        let of = |at: usize| {
            let (candidates, mut rows, mut first) = (&seen[at].candidates, Vec::new(), 0);
            let sentence = |one: &Candidate| (one.statement.anchor.paragraph, one.sentence);
            for part in candidates.chunk_by(|one, two| sentence(one) == sentence(two)) {
                let end = first + part.len();
                let measured =
                    measures(part, &sums[at][first..end]).into_iter().zip(&self.right[at][first..end]);
                rows.extend(measured.map(|(measures, right)| Row { measures, right: *right }));
                first = end;
            }
            rows
        };
        (0..seen.len()).map(of).collect()
    }
}

/// Probabilities of the candidates by trees that have not seen their passage.
fn cross_trees(rows: &[Vec<Row>]) -> Vec<Vec<f32>> {
    let mut crossed: Vec<Vec<f32>> = vec![Vec::new(); rows.len()];
    for fold in 0..FOLDS {
        let others: Vec<&Row> =
            (0..rows.len()).filter(|at| at % FOLDS != fold).flat_map(|at| &rows[at]).collect();
        let trees = Boosted::grow(&others, GROWTH);
        for at in (0..rows.len()).filter(|at| at % FOLDS == fold) {
            crossed[at] = rows[at].iter().map(|row| trees.probability(&row.measures)).collect();
        }
    }
    crossed
}

fn logistic(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

fn examples(features: &[Vec<u32>], labels: &[bool]) -> Vec<Example> {
    let made = features.iter().zip(labels);
    made.map(|(features, right)| Example { features: features.clone(), right: *right }).collect()
}

#[derive(Default, Clone, Copy)]
struct Count {
    gold: usize,
    found: usize,
    hit: usize,
}

impl Count {
    fn line(self) -> String {
        let ratio = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let (precision, recall) = (ratio(self.hit, self.found), ratio(self.hit, self.gold));
        let f1 = self.f1();
        format!("P {precision:.3} R {recall:.3} F1 {f1:.3} gold {} found {}", self.gold, self.found)
    }

    fn f1(self) -> f64 {
        if self.gold + self.found == 0 {
            0.0
        } else {
            2.0 * self.hit as f64 / (self.gold + self.found) as f64
        }
    }
}

/// Gold statements and the kept candidates that agree with them.
fn pairs(passage: &Passage, seen: &Seen, kept: &[usize]) -> Vec<(usize, usize)> {
    let pairs = best_pairs(passage.statements.len(), kept.len(), |gold, at| {
        let like = similarity(&passage.statements[gold], &seen.candidates[kept[at]].statement);
        if like < agreement::ENOUGH { 0.0 } else { like }
    });
    pairs.into_iter().map(|(gold, at)| (gold, kept[at])).collect()
}

fn count(
    passages: &[Passage],
    seen: &[Seen],
    probabilities: &[Vec<f32>],
    thresholds: &Thresholds,
) -> (Count, BTreeMap<Kind, Count>) {
    let (mut all, mut kinds) = (Count::default(), BTreeMap::<Kind, Count>::new());
    for ((passage, seen), probabilities) in passages.iter().zip(seen).zip(probabilities) {
        let kept = seen.kept(probabilities, thresholds);
        for gold in &passage.statements {
            all.gold += 1;
            kinds.entry(gold.kind).or_default().gold += 1;
        }
        for &at in &kept {
            all.found += 1;
            kinds.entry(seen.candidates[at].statement.kind).or_default().found += 1;
        }
        for (gold, _) in pairs(passage, seen, &kept) {
            all.hit += 1;
            kinds.entry(passage.statements[gold].kind).or_default().hit += 1;
        }
    }
    (all, kinds)
}

/// The threshold with the best F1, of those above which enough is right; of a kind of which too little would be told
/// above it, the one with its own best F1 of those above which no more is wrong than may be.
fn best_thresholds(passages: &[Passage], seen: &[Seen], crossed: &[Vec<f32>]) -> Thresholds {
    let steps = (10..=80).step_by(2).map(|percent| percent as f32 / 100.0);
    let counts: Vec<(f32, Count, BTreeMap<Kind, Count>)> = steps
        .map(|step| {
            let (all, kinds) = count(passages, seen, crossed, &[step; Kind::ALL.len()]);
            (step, all, kinds)
        })
        .collect();
    let enough = counts.iter().filter(|(_, all, _)| all.hit as f64 >= PRECISION * all.found as f64);
    let best = enough.max_by(|(_, one, _), (_, two, _)| one.f1().total_cmp(&two.f1()));
    let Some((common, _, kinds)) = best else { return [0.5; Kind::ALL.len()] };
    let mut thresholds = [*common; Kind::ALL.len()];
    for (kind, told) in kinds {
        let rarely = RARELY.iter().rev().find(|(recall, _)| (told.hit as f64) < recall * told.gold as f64);
        let Some((_, least)) = rarely else { continue };
        let lower = counts.iter().filter(|(step, ..)| step <= common);
        let own = lower.filter_map(|(step, _, kinds)| Some((*step, *kinds.get(kind)?)));
        let own = own.filter(|(_, own)| own.hit as f64 >= least * own.found as f64);
        let own = own.map(|(step, own)| (step, own.f1()));
        let best = own.max_by(|one, two| one.1.total_cmp(&two.1));
        thresholds[*kind as usize] = best.map_or(*common, |(step, _)| step);
    }
    thresholds
}

fn report(
    passages: &[Passage],
    seen: &[Seen],
    probabilities: &[Vec<f32>],
    thresholds: &Thresholds,
    whole: bool,
) {
    let (all, kinds) = count(passages, seen, probabilities, thresholds);
    println!("  {}", all.line());
    wholly(passages, seen, probabilities, thresholds, None).report(whole);
    for (kind, count) in kinds.into_iter().filter(|_| whole) {
        println!("    {kind:12} {} above {:.2}", count.line(), thresholds[kind as usize]);
    }
}

/// How many of the told statements are right in all they say.
fn wholly(
    passages: &[Passage],
    seen: &[Seen],
    probabilities: &[Vec<f32>],
    thresholds: &Thresholds,
    show: Option<&str>,
) -> Whole {
    let mut whole = Whole::showing(show);
    for ((passage, seen), probabilities) in passages.iter().zip(seen).zip(probabilities) {
        let kept = seen.kept(probabilities, thresholds);
        let pairs = pairs(passage, seen, &kept);
        whole.add(passage, seen, &kept, &pairs);
    }
    whole
}

/// How much of the gold the candidates cover, before any is dropped.
fn report_recall(what: &str, passages: &[Passage], seen: &[Seen]) {
    let everything: Vec<Vec<f32>> = seen.iter().map(|seen| vec![1.0; seen.candidates.len()]).collect();
    let (all, kinds) = count(passages, seen, &everything, &[0.0; Kind::ALL.len()]);
    println!("candidates {what}: {}", all.line());
    let kinds: Vec<String> = kinds
        .iter()
        .map(|(kind, count)| format!("{kind} {:.2}", count.hit as f64 / count.gold.max(1) as f64))
        .collect();
    println!("    {}", kinds.join("  "));
}

/// Of the candidates given some probability, how many are right.
fn reliability(labelled: &[Vec<bool>], crossed: &[Vec<f32>]) {
    println!("reliability (cross-validated):");
    let pairs: Vec<(f32, bool)> = labelled
        .iter()
        .flatten()
        .copied()
        .zip(crossed.iter().flatten().copied())
        .map(|(right, p)| (p, right))
        .collect();
    for tenth in 0..10 {
        let (low, high) = (tenth as f32 / 10.0, (tenth + 1) as f32 / 10.0);
        let within: Vec<&(f32, bool)> =
            pairs.iter().filter(|(p, _)| *p >= low && (*p < high || tenth == 9)).collect();
        let right = within.iter().filter(|(_, right)| *right).count();
        if !within.is_empty() {
            println!(
                "    {low:.1}-{high:.1}: {:5} candidates, {:.2} right",
                within.len(),
                right as f64 / within.len() as f64
            );
        }
    }
}
