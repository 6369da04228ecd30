//! One quantity, two figures.

use std::collections::BTreeMap;

use salname_packs::state::{fold, words};

use super::{Found, ONE_ACCOUNT, text};
use crate::day::Bounds;
use crate::names::NameTable;

/// Figures that differ by less than this part are one figure, rounded.
const ROUNDED: f64 = 0.02;
/// A quantity must be described by at least so many words to be the same quantity elsewhere.
const FEWEST_WORDS: usize = 2;

pub(super) fn find(found: &mut Found) {
    let world = found.world;
    let mut figures: Vec<_> = world.tellings.figures.clone();
    figures.retain(|figure| is_specific(&world.names, figure.what));
    figures.sort_by(|a, b| {
        (a.what, a.unit, a.bounds)
            .cmp(&(b.what, b.unit, b.bounds))
            .then(a.value.total_cmp(&b.value))
            .then(a.statement.cmp(&b.statement))
    });
    for alike in figures.chunk_by(|a, b| (a.what, a.unit) == (b.what, b.unit)) {
        for pair in alike.windows(2) {
            let [a, b] = pair else { continue };
            if world.tellings.are_near(a.statement, b.statement, ONE_ACCOUNT) {
                continue;
            }
            let period = match (a.bounds, b.bounds) {
                (Some(a), Some(b)) if a == b => 1.0,
                // What is counted in spring may be more by the end of the year.
                (Some(a), Some(b)) if one_within_the_other(a, b) => 0.6,
                (None, None) => 0.5,
                _ => continue,
            };
            let ratio =
                a.value.abs().min(b.value.abs()) / a.value.abs().max(b.value.abs()).max(f64::MIN_POSITIVE);
            if ratio < 1.0 - ROUNDED {
                // Two figures of one size are rather of one quantity than a hundred and a million.
                let weight = world.rules.weight("two-values") * period * (0.4 + 0.6 * ratio);
                found.add("two-values", weight, text(world, a.what).to_owned(), a.statement, b.statement);
            }
        }
    }
}

fn one_within_the_other(a: Bounds, b: Bounds) -> bool {
    (a.within(b) || b.within(a)) && a.width().max(b.width()) <= 366
}

fn is_specific(names: &NameTable, what: u32) -> bool {
    words(&fold(names.text(what))).count() >= FEWEST_WORDS
}

/// The number that a figure says, if it says one: "20 min", "12 000", "3,5 milyon".
pub(super) fn number(text: &str, multipliers: &BTreeMap<String, f64>) -> Option<f64> {
    let folded = fold(text);
    let mut factor = 1.0;
    let mut digits = String::new();
    for part in folded.split_whitespace() {
        let word = part.trim_matches(|letter: char| !letter.is_alphanumeric());
        if let Some(by) = multipliers.get(word) {
            factor *= by;
        } else if part.starts_with(|letter: char| letter.is_ascii_digit()) {
            // A second figure is the other end of a range, except for groups of three digits.
            let group = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
            if !digits.is_empty() && !group {
                return None;
            }
            digits.push_str(word);
        } else {
            return None;
        }
    }
    plain_number(&digits).map(|number| number * factor).filter(|number| number.is_finite())
}

/// "12.000" and "12,000" are thousands, "3,5" and "3.5" have a fraction.
fn plain_number(digits: &str) -> Option<f64> {
    let separators = digits.chars().filter(|letter| !letter.is_ascii_digit()).count();
    let last = digits.rsplit(['.', ',']).next().unwrap_or(digits);
    if separators == 1 && last.len() != 3 {
        return digits.replace(',', ".").parse().ok();
    }
    if digits.chars().any(|letter| !letter.is_ascii_digit() && letter != '.' && letter != ',') {
        return None;
    }
    digits.replace(['.', ','], "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let multipliers = BTreeMap::from([("min".to_owned(), 1e3), ("milyon".to_owned(), 1e6)]);
        for (text, expected) in [
            ("12", Some(12.0)),
            ("12 000", Some(12_000.0)),
            ("12.000", Some(12_000.0)),
            ("20 min", Some(20_000.0)),
            ("3,5 milyon", Some(3_500_000.0)),
            ("63:26", None),
            ("100 mindən 150 minə", None),
            ("çox", None),
            ("", None),
        ] {
            assert_eq!(number(text, &multipliers), expected, "{text}");
        }
    }
}
