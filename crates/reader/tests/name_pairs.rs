//! How well names are matched across spellings and scripts, on a table of pairs (`names/pairs.tsv`).

use salname_packs::Packs;
use salname_reader::names::Matcher;

const PAIRS: &str = include_str!("names/pairs.tsv");

/// The bar that matching is held to.
const F1: f64 = 0.97;

#[test]
fn names_are_matched_across_spellings() {
    let matcher = Matcher::new(&Packs::embedded().unwrap());
    let pairs: Vec<(&str, &str, bool)> = PAIRS
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            (fields[0], fields[1], fields[2] == "same")
        })
        .collect();
    assert!(pairs.len() >= 300, "the table has {} pairs", pairs.len());
    let (mut hits, mut said, mut wrong) = (0, 0, Vec::new());
    for &(a, b, same) in &pairs {
        let found = matcher.same(a, b);
        assert_eq!(found, matcher.same(b, a), "{a} and {b}: the order must not matter");
        said += usize::from(found);
        hits += usize::from(found && same);
        if found != same {
            wrong.push(format!("{a} — {b}: found {found}"));
        }
    }
    let same = pairs.iter().filter(|pair| pair.2).count();
    let f1 = 2.0 * hits as f64 / (said + same) as f64;
    println!("{} pairs, {same} the same: F1 {f1:.3}\n{}", pairs.len(), wrong.join("\n"));
    assert!(f1 >= F1, "F1 {f1:.3}\n{}", wrong.join("\n"));
}
