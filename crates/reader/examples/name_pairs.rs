//! How well names are matched across spellings and scripts, beside Beider-Morse and Jaro-Winkler, on one table of pairs.
//!
//! ```text
//! cargo run --release -p salname-reader --example name_pairs
//! ```
//!
//! Beider-Morse is rphonetic's, with the rules that it embeds; two names are alike by the share of phonetic spellings that
//! the words of the shorter have in common with words of the longer. Each is also given the names in Latin letters by the packs' transliteration, since neither knows
//! the tables. Both answer by a number, and are taken at the threshold that is best for them on this very table; ours
//! answers yes or no.

use std::collections::BTreeSet;

use rphonetic::{BeiderMorseBuilder, ConfigFiles, Encoder};
use salname_packs::Packs;
use salname_reader::names::{Key, Matcher};

const PAIRS: &str = include_str!("../tests/names/pairs.tsv");

/// Thresholds tried, from 1 down to 0 in steps of one hundredth.
const STEPS: u32 = 100;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let packs = Packs::embedded()?;
    let (matcher, key) = (Matcher::new(&packs), Key::new(&packs));
    let rules = ConfigFiles::default();
    let beider_morse = BeiderMorseBuilder::new(&rules).build();
    let pairs: Vec<(&str, &str, bool)> = PAIRS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut fields = line.split('\t');
            Some((fields.next()?, fields.next()?, fields.next()? == "same"))
        })
        .collect();
    let spellings = |name: &str| -> BTreeSet<String> {
        let encoded = beider_morse.encode(name);
        encoded
            .split(|sign: char| !sign.is_alphanumeric())
            .filter(|one| !one.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let shared = |a: &str, b: &str| {
        let words =
            |name: &str| name.split([' ', '.', '-']).map(spellings).filter(|one| !one.is_empty()).collect();
        let (a, b): (Vec<BTreeSet<String>>, Vec<BTreeSet<String>>) = (words(a), words(b));
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let alike = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
            a.intersection(b).count() as f64 / a.union(b).count().max(1) as f64
        };
        let best = |word: &BTreeSet<String>| long.iter().map(|other| alike(word, other)).fold(0.0, f64::max);
        short.iter().map(best).sum::<f64>() / short.len().max(1) as f64
    };
    let jaro_winkler = |a: &str, b: &str| strsim::jaro_winkler(&a.to_lowercase(), &b.to_lowercase());
    let same = pairs.iter().filter(|pair| pair.2).count();
    println!("{} pairs, {same} of them the same", pairs.len());
    println!("{:44}{:>10}{:>11}{:>8}{:>8}", "", "threshold", "precision", "recall", "F1");
    type Measure<'a> = Box<dyn Fn(&str, &str) -> f64 + 'a>;
    let measures: [(&str, Measure<'_>); 5] = [
        ("salname", Box::new(|a, b| f64::from(u8::from(matcher.same(a, b))))),
        ("Beider-Morse", Box::new(shared)),
        ("Beider-Morse, after our transliteration", Box::new(|a, b| shared(&key.latin(a), &key.latin(b)))),
        ("Jaro-Winkler", Box::new(jaro_winkler)),
        (
            "Jaro-Winkler, after our transliteration",
            Box::new(|a, b| jaro_winkler(&key.latin(a), &key.latin(b))),
        ),
    ];
    for (name, measure) in measures {
        let scored: Vec<(f64, bool)> = pairs.iter().map(|(a, b, same)| (measure(a, b), *same)).collect();
        let at = |threshold: f64| {
            let said = scored.iter().filter(|(score, _)| *score >= threshold);
            let (all, right) =
                said.fold((0, 0), |(all, right), (_, same)| (all + 1, right + usize::from(*same)));
            let (precision, recall) = (right as f64 / f64::from(all.max(1)), right as f64 / same as f64);
            (
                2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE),
                threshold,
                precision,
                recall,
            )
        };
        let tried = (1..=STEPS).rev().map(|step| at(f64::from(step) / f64::from(STEPS)));
        let (f1, threshold, precision, recall) =
            tried.fold((0.0, 1.0, 0.0, 0.0), |best, one| if one.0 > best.0 { one } else { best });
        println!("{name:44}{threshold:>10.2}{precision:>11.3}{recall:>8.3}{f1:>8.3}");
    }
    Ok(())
}
