//! Gapping: one verb that says several things, each with its own participants and date.
//!
//! "On the 12th Germany, on the 14th France joined the pact": the verb stands once, and every stretch between two
//! boundaries is a statement of its own, that shares what stands beside the verb. Boundaries are marks between two dates,
//! and marks before a participant that a contrast sets against the one before it.

use std::ops::Range;

use super::cases::Case;
use super::grammar::{Grammar, Says};
use super::phrases::Phrase;
use super::units::{Unit, UnitKind};

/// More stretches than this are a table, and are left as they are.
const MOST: usize = 16;

/// The stretches of a clause before its trigger that are statements of their own; none if it says one thing.
pub(super) fn stretches(
    units: &[Unit],
    clause: &Range<usize>,
    trigger: usize,
    phrases: &[Phrase],
    grammar: &Grammar,
) -> Vec<Range<usize>> {
    let before = clause.start..trigger.min(clause.end);
    let mut cuts: Vec<usize> = dates(units, &before)
        .windows(2)
        .filter_map(|pair| between(units, pair[0], pair[1], grammar))
        .chain(contrasts(units, &before, phrases))
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    if cuts.is_empty() || cuts.len() >= MOST {
        return Vec::new();
    }
    let mut stretches = Vec::with_capacity(cuts.len() + 1);
    let mut start = before.start;
    for cut in cuts {
        stretches.push(start..cut);
        start = cut;
    }
    stretches.push(start..before.end);
    let says = |stretch: &Range<usize>| {
        stretch.clone().any(|at| matches!(units[at].kind, UnitKind::Time(_) | UnitKind::Name(_)))
            || phrases.iter().any(|phrase| stretch.contains(&phrase.units.start))
    };
    if stretches.iter().all(says) { stretches } else { Vec::new() }
}

/// The calendar expressions of a stretch that are no asides.
fn dates(units: &[Unit], range: &Range<usize>) -> Vec<usize> {
    range.clone().filter(|&at| matches!(units[at].kind, UnitKind::Time(_)) && !units[at].bracketed).collect()
}

/// Where the statement of the later date begins: after the mark right before it, else after the first mark that follows
/// the earlier one.
fn between(units: &[Unit], earlier: usize, later: usize, grammar: &Grammar) -> Option<usize> {
    let ends = |at: usize| {
        units[at].is_mark(",")
            || units[at].is_mark(";")
            || units[at].is_word() && grammar.joins(&units[at]) && units[at].lower.chars().count() < 4
    };
    if later <= earlier + 1 {
        return None;
    }
    if ends(later - 1) {
        return Some(later);
    }
    // "Germany on the 12th, France on the 14th".
    let mark = (earlier + 1..later).find(|&at| units[at].is_mark(",") || units[at].is_mark(";"))?;
    (mark == earlier + 1).then_some(mark + 1)
}

/// Where a participant begins that is set against the one before.
fn contrasts<'a>(
    units: &'a [Unit],
    range: &'a Range<usize>,
    phrases: &'a [Phrase],
) -> impl Iterator<Item = usize> + 'a {
    range.clone().filter(|&at| units[at].is_word() && units[at].says.has(Says::CONTRAST)).filter_map(
        move |at| {
            let set = phrases.iter().rfind(|phrase| {
                phrase.units.end <= at && at - phrase.units.end <= 1 && phrase.case == Case::Nominative
            })?;
            let first = set.units.start;
            let mark = first.checked_sub(1).filter(|&mark| mark > range.start)?;
            let joined = units[mark].is_mark(",") || units[mark].is_mark(";");
            joined.then_some(first)
        },
    )
}
