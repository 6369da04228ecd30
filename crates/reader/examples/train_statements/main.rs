//! Learns which candidates for statements are right, and writes `packs/statements/weights.tsv`.
//!
//!     cargo run --release -p salname-reader --example train_statements -- GOLD [--docs DIR] [--out FILE] [--test GOLD] [--facts FILE]
//!
//! GOLD is a directory with `passages/*.json`. With `--docs`, the documents themselves are restored and read, so that
//! the model learns from times and names as they are found; without, the gold's own are used. `--test` names a second
//! directory to measure on, `--facts` an inventory of facts of whole documents; nothing is learnt from either. The same input gives the same file.

mod agreement;
mod facts;
mod gold;
mod logistic;

use std::collections::BTreeMap;
use std::path::PathBuf;

use salname_model::Kind;
use salname_packs::Packs;
use salname_reader::statements::Finder;

use agreement::{best_pairs, similarity};
use gold::{Passage, Seen};
use logistic::{Example, Logistic};

/// The gold is parted into so many folds, by passage.
const FOLDS: usize = 8;

/// Quotations further apart than this are of different sentences.
const NEAR: f64 = 0.7;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut train, mut docs, mut out, mut test, mut facts) = (None, None, None, None, None);
    while let Some(argument) = arguments.next() {
        let slot = match argument.as_str() {
            "--docs" => &mut docs,
            "--out" => &mut out,
            "--test" => &mut test,
            "--facts" => &mut facts,
            _ => {
                train = Some(PathBuf::from(argument));
                continue;
            }
        };
        *slot = arguments.next().map(PathBuf::from);
    }
    let Some(train) = train else {
        eprintln!("usage: train_statements GOLD [--docs DIR] [--out FILE] [--test GOLD] [--facts FILE]");
        std::process::exit(2);
    };
    // The packs as they lie in the checkout, so that a frame can be tried without building anew.
    let packs =
        Packs::with_directory(std::path::Path::new("packs")).expect("the command runs in the checkout");
    let finder = Finder::new(&packs);
    let passages = gold::load(&train);
    let seen = gold::read(&passages, docs.as_deref(), &packs, &finder);
    report_recall(&passages, &seen);

    let labelled: Vec<Vec<bool>> =
        passages.iter().zip(&seen).map(|(passage, seen)| labels(passage, seen)).collect();
    let crossed = cross_validate(&seen, &labelled);
    let threshold = best_threshold(&passages, &seen, &crossed);
    let examples: Vec<Example> = (0..seen.len()).flat_map(|at| examples(&seen[at], &labelled[at])).collect();
    let model = Logistic::train(&examples);
    println!(
        "{} candidates, {} right, {} weights",
        examples.len(),
        examples.iter().filter(|one| one.right).count(),
        model.len()
    );
    println!("cross-validated on {}:", train.display());
    report(&passages, &seen, &crossed, threshold);
    reliability(&labelled, &crossed);
    if let Some(test) = test {
        let passages = gold::load(&test);
        let seen = gold::read(&passages, docs.as_deref(), &packs, &finder);
        let probabilities: Vec<Vec<f32>> = seen
            .iter()
            .map(|seen| seen.candidates.iter().map(|one| model.probability(&one.features)).collect())
            .collect();
        report_recall(&passages, &seen);
        println!("on {}:", test.display());
        report(&passages, &seen, &probabilities, threshold);
    }
    if let (Some(docs), Some(facts)) = (&docs, &facts) {
        facts::report(facts, docs, &packs, &finder, &model, threshold);
    }
    if std::env::var("WHY").is_ok() {
        why(&passages, &seen);
    }
    if let Some(out) = out {
        std::fs::write(&out, model.lines(threshold)).expect("the output file can be written");
    }
}

fn examples(seen: &Seen, labels: &[bool]) -> Vec<Example> {
    let made = seen.candidates.iter().zip(labels);
    made.map(|(one, right)| Example { features: one.features.clone(), right: *right }).collect()
}

/// Which candidates are right: each gold statement makes one so, the most like it that stands where its quotation does.
fn labels(passage: &Passage, seen: &Seen) -> Vec<bool> {
    let mut right = vec![false; seen.candidates.len()];
    let pairs = best_pairs(passage.statements.len(), seen.candidates.len(), |gold, at| {
        let candidate = &seen.candidates[at];
        // A wrong inherited date is no fault of the frame: where the place agrees, the date may differ.
        let dated = similarity(&passage.statements[gold], &candidate.statement);
        let like = if dated < agreement::ENOUGH && seen.overlap(at, passage.statements[gold].place) > NEAR {
            agreement::likeness(&passage.statements[gold], &candidate.statement) - 0.3
        } else {
            dated
        };
        if like < agreement::ENOUGH - 0.3 || like <= 0.0 {
            return 0.0;
        }
        let overlap = seen.overlap(at, passage.statements[gold].place);
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
        let examples: Vec<Example> = others.flat_map(|at| examples(&seen[at], &labelled[at])).collect();
        let model = Logistic::train(&examples);
        for at in (0..seen.len()).filter(|at| at % FOLDS == fold) {
            crossed[at] = seen[at].candidates.iter().map(|one| model.probability(&one.features)).collect();
        }
    }
    crossed
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

fn count(
    passages: &[Passage],
    seen: &[Seen],
    probabilities: &[Vec<f32>],
    threshold: f32,
) -> (Count, BTreeMap<Kind, Count>) {
    let (mut all, mut kinds) = (Count::default(), BTreeMap::<Kind, Count>::new());
    for ((passage, seen), probabilities) in passages.iter().zip(seen).zip(probabilities) {
        let kept = seen.kept(probabilities, threshold);
        for gold in &passage.statements {
            all.gold += 1;
            kinds.entry(gold.kind).or_default().gold += 1;
        }
        for statement in &kept {
            all.found += 1;
            kinds.entry(statement.kind).or_default().found += 1;
        }
        let pairs = best_pairs(passage.statements.len(), kept.len(), |gold, at| {
            let like = similarity(&passage.statements[gold], kept[at]);
            if like < agreement::ENOUGH { 0.0 } else { like }
        });
        for (gold, _) in pairs {
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
fn report_recall(passages: &[Passage], seen: &[Seen]) {
    let everything: Vec<Vec<f32>> = seen.iter().map(|seen| vec![1.0; seen.candidates.len()]).collect();
    let (all, kinds) = count(passages, seen, &everything, 0.0);
    println!("candidates: {}", all.line());
    for (kind, count) in kinds {
        println!("    {kind:12} {}", count.line());
    }
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

/// Tells of each gold statement that no candidate is like, why.
fn why(passages: &[Passage], seen: &[Seen]) {
    for (passage, seen) in passages.iter().zip(seen) {
        for gold in &passage.statements {
            if seen.candidates.iter().any(|one| similarity(gold, &one.statement) >= agreement::ENOUGH) {
                continue;
            }
            let place = gold.place;
            let quote = place.map_or("", |(start, end)| &passage.restored[start..end]);
            let near: Vec<usize> = (0..seen.candidates.len())
                .filter(|at| {
                    seen.overlap(*at, place) >= 0.4 && seen.candidates[*at].statement.kind == gold.kind
                })
                .collect();
            println!("{} {} {} {:?} | {}", passage.id, gold.kind, gold.date, gold.names, quote);
            for at in near {
                let one = &seen.candidates[at].statement;
                let date = one.date.as_ref().map_or("", |time| time.as_str());
                println!(
                    "      near {} {} {}",
                    seen.candidates[at].trigger,
                    date,
                    serde_json::to_string(&one.roles).unwrap_or_default()
                );
            }
        }
    }
}
