//! Learns which candidates for statements are right, and writes `packs/statements/weights.tsv`.
//!
//!     cargo run --release -p salname-reader --example train_statements -- GOLD --docs DIR [--out FILE] [--test GOLD] [--facts FILE] [--causes WHICH]
//!
//! GOLD is a directory with `passages/*.json`; the documents that they are taken from stand in DIR and are restored and
//! read, so that the model learns from times and names as they are found. `--test` names a second directory to measure
//! on, `--facts` an inventory of facts of whole documents; nothing is learnt from either. `--causes` tells case by case
//! why gold statements of GOLD are missed (its argument begins a line of the table of causes), or, with `+` before it,
//! why false ones are found. The same input gives the same file.

mod agreement;
mod choices;
mod corpus;
mod facts;
mod gold;
mod logistic;
mod misses;
mod places;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use salname_model::Kind;
use salname_packs::{Packs, StatementWeights};
use salname_reader::statements::{Candidate, Finder};

use agreement::{best_pairs, similarity};
use corpus::{Corpus, Seen};
use gold::Passage;
use logistic::{Example, Logistic, Names, Pace};

/// The gold is parted into so many folds, by passage.
const FOLDS: usize = 8;

/// Quotations with less in common than this are of different sentences.
const NEAR: f64 = 0.3;

struct Arguments {
    train: PathBuf,
    docs: PathBuf,
    out: Option<PathBuf>,
    test: Option<PathBuf>,
    facts: Option<PathBuf>,
    causes: Option<String>,
}

impl Arguments {
    fn read() -> Option<Self> {
        let mut words = std::env::args().skip(1);
        let mut named: BTreeMap<String, String> = BTreeMap::new();
        let mut train = None;
        while let Some(word) = words.next() {
            match word.strip_prefix("--") {
                Some(name) => {
                    named.insert(name.to_owned(), words.next()?);
                }
                None => train = Some(PathBuf::from(word)),
            }
        }
        let mut path = |name: &str| named.remove(name).map(PathBuf::from);
        Some(Self {
            train: train?,
            docs: path("docs")?,
            out: path("out"),
            test: path("test"),
            facts: path("facts"),
            causes: named.remove("causes"),
        })
    }
}

fn main() {
    let Some(arguments) = Arguments::read() else {
        eprintln!(
            "usage: train_statements GOLD --docs DIR [--out FILE] [--test GOLD] [--facts FILE] [--causes WHICH]"
        );
        std::process::exit(2);
    };
    // The packs as they lie in the checkout, so that a frame can be tried without building anew.
    let packs = Packs::with_directory(Path::new("packs")).expect("the command runs in the checkout");
    let passages = gold::load(&arguments.train);
    let tests = arguments.test.as_deref().map(gold::load);
    let inventory = arguments.facts.as_deref().map(facts::load);
    let named = passages.iter().chain(tests.iter().flatten()).map(|passage| passage.doc.as_str());
    let corpus = Corpus::load(
        named.chain(inventory.iter().flatten().map(|fact| fact.doc.as_str())),
        &arguments.docs,
        &packs,
    );
    let learner = Learner { corpus: &corpus, packs: &packs, passages: &passages };
    let mut names = Names::default();
    let plain = corpus.seen(&passages, &learner.candidates(&[], true), &mut names);
    let taught: Vec<Taught> =
        passages.iter().zip(&plain).map(|(one, seen)| choices::examples(one, seen, &mut names)).collect();
    report_recall("by the marks", &passages, &plain);
    let every: Vec<usize> = (0..passages.len()).collect();
    let seen = learner.crossed(&taught, &mut names);
    report_recall("by what was learnt of other passages", &passages, &seen);
    let chosen = learner.choosing(&taught, &every, &names);

    let labelled: Vec<Vec<bool>> =
        passages.iter().zip(&seen).map(|(passage, seen)| labels(passage, seen)).collect();
    let crossed = cross_validate(&seen, &labelled);
    let threshold = best_threshold(&passages, &seen, &crossed);
    let examples: Vec<Example> =
        (0..seen.len()).flat_map(|at| examples(&seen[at].features, &labelled[at])).collect();
    let model = Logistic::train(examples.iter(), RANKING);
    println!(
        "{} candidates, {} right, {} weights",
        examples.len(),
        examples.iter().filter(|one| one.right).count(),
        model.len()
    );
    println!("cross-validated on {}:", arguments.train.display());
    report(&passages, &seen, &crossed, threshold);
    causes(&corpus, &passages, &seen, &crossed, threshold, arguments.causes.as_deref());
    reliability(&labelled, &crossed);
    if let Some(passages) = tests {
        let seen = corpus.seen(&passages, &learner.candidates(&chosen, false), &mut names);
        let probabilities: Vec<Vec<f32>> = seen
            .iter()
            .map(|seen| seen.features.iter().map(|one| model.probability(one)).collect())
            .collect();
        report_recall("on the second directory", &passages, &seen);
        println!("on the second directory:");
        report(&passages, &seen, &probabilities, threshold);
        causes(&corpus, &passages, &seen, &probabilities, threshold, None);
    }
    if let Some(inventory) = inventory {
        let mut all = chosen.clone();
        all.extend(model.weights(&names));
        let found = learner.candidates(&all, false);
        facts::report(&inventory, &arguments.docs, &found, |one| (one.statement.confidence, threshold));
    }
    if let Some(out) = arguments.out {
        let mut lines = String::new();
        for kind in Kind::ALL {
            let _ = writeln!(lines, "threshold:{kind}\t{threshold:.2}");
        }
        for (feature, weight) in chosen.into_iter().chain(model.weights(&names)) {
            let _ = writeln!(lines, "{feature}\t{weight:.3}");
        }
        std::fs::write(&out, lines).expect("the output file can be written");
    }
}

/// What a passage teaches of fillers, and of dates.
type Taught = (Vec<Example>, Vec<Example>);

/// How choosing and ranking are learnt: of ranking there is less to learn from, and it goes by smaller steps.
const CHOOSING: Pace = Pace { epochs: 20, first_step: 0.03, decay: 0.03, rarest: 2 };
const RANKING: Pace = Pace { epochs: 20, first_step: 0.01, decay: 0.03, rarest: 2 };

/// Learns how fillers and dates are chosen.
struct Learner<'a> {
    corpus: &'a Corpus,
    packs: &'a Packs,
    passages: &'a [Passage],
}

impl Learner<'_> {
    /// The candidates of every document, with fillers and dates chosen by these weights.
    fn candidates(&self, weights: &[(String, f32)], tells: bool) -> BTreeMap<String, Vec<Candidate>> {
        let weights = StatementWeights::of_lines(weights.iter().cloned());
        self.corpus.candidates(&Finder::new(self.packs).with_weights(&weights, tells))
    }

    /// Weights for choosing, learnt from some of the passages.
    fn choosing(&self, taught: &[Taught], from: &[usize], names: &Names) -> Vec<(String, f32)> {
        let fillers = Logistic::train(from.iter().flat_map(|&at| &taught[at].0), CHOOSING);
        let dates = Logistic::train(from.iter().flat_map(|&at| &taught[at].1), CHOOSING);
        let learnt = self.corpus.languages().map(|language| (format!("learnt:{language}"), 1.0));
        learnt.chain(fillers.weights(names)).chain(dates.weights(names)).collect()
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
fn labels(passage: &Passage, seen: &Seen) -> Vec<bool> {
    let mut right = vec![false; seen.candidates.len()];
    let pairs = best_pairs(passage.statements.len(), seen.candidates.len(), |gold, at| {
        let candidate = &seen.candidates[at];
        // A wrong inherited date is no fault of the frame: where the place agrees, the date may differ.
        let dated = similarity(&passage.statements[gold], &candidate.statement);
        let overlap = seen.overlap(at, gold);
        let like = if dated < agreement::ENOUGH && overlap > NEAR {
            agreement::likeness(&passage.statements[gold], &candidate.statement) - 0.3
        } else {
            dated
        };
        if like < agreement::ENOUGH - 0.3 || like <= 0.0 {
            return 0.0;
        }
        like + 2.0 * overlap
    });
    for (_, at) in pairs {
        right[at] = true;
    }
    right
}

/// Probabilities of the candidates by models that have not seen their passage.
fn cross_validate(seen: &[Seen], labelled: &[Vec<bool>]) -> Vec<Vec<f32>> {
    let mut crossed: Vec<Vec<f32>> = vec![Vec::new(); seen.len()];
    for fold in 0..FOLDS {
        let others = (0..seen.len()).filter(|at| at % FOLDS != fold);
        let examples: Vec<Example> =
            others.flat_map(|at| examples(&seen[at].features, &labelled[at])).collect();
        let model = Logistic::train(examples.iter(), RANKING);
        for at in (0..seen.len()).filter(|at| at % FOLDS == fold) {
            crossed[at] = seen[at].features.iter().map(|one| model.probability(one)).collect();
        }
    }
    crossed
}

/// Tells why gold statements are missed and false ones found.
fn causes(
    corpus: &Corpus,
    passages: &[Passage],
    seen: &[Seen],
    probabilities: &[Vec<f32>],
    threshold: f32,
    only: Option<&str>,
) {
    let kept: Vec<Vec<usize>> =
        seen.iter().zip(probabilities).map(|(seen, found)| seen.kept(found, |_| threshold)).collect();
    let pairs: Vec<Vec<(usize, usize)>> =
        (0..seen.len()).map(|at| pairs(&passages[at], &seen[at], &kept[at])).collect();
    misses::report(corpus, passages, seen, probabilities, &pairs, &kept, only);
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
    threshold: f32,
) -> (Count, BTreeMap<Kind, Count>) {
    let (mut all, mut kinds) = (Count::default(), BTreeMap::<Kind, Count>::new());
    for ((passage, seen), probabilities) in passages.iter().zip(seen).zip(probabilities) {
        let kept = seen.kept(probabilities, |_| threshold);
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

fn best_threshold(passages: &[Passage], seen: &[Seen], crossed: &[Vec<f32>]) -> f32 {
    let candidates = (10..=60).map(|percent| percent as f32 / 100.0);
    let f1 = |threshold: f32| count(passages, seen, crossed, threshold).0.f1();
    candidates
        .fold(
            (0.5, 0.0),
            |best, threshold| if f1(threshold) > best.1 { (threshold, f1(threshold)) } else { best },
        )
        .0
}

fn report(passages: &[Passage], seen: &[Seen], probabilities: &[Vec<f32>], threshold: f32) {
    let (all, kinds) = count(passages, seen, probabilities, threshold);
    println!("  threshold {threshold:.2}  {}", all.line());
    for (kind, count) in kinds {
        println!("    {kind:12} {}", count.line());
    }
}

/// How much of the gold the candidates cover, before any is dropped.
fn report_recall(what: &str, passages: &[Passage], seen: &[Seen]) {
    let everything: Vec<Vec<f32>> = seen.iter().map(|seen| vec![1.0; seen.candidates.len()]).collect();
    let (all, kinds) = count(passages, seen, &everything, 0.0);
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
