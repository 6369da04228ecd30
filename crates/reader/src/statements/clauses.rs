//! Clauses: where one ends and the next begins.

use std::cmp::Ordering;
use std::ops::Range;

use super::forms::{closes_surely, may_close};
use super::grammar::{Grammar, Says};
use super::scoring::{Part, part};
use super::units::{Unit, UnitKind};

/// A clause that runs on longer than this is a list or a table, and is cut: no work grows with its square.
const LONGEST_CLAUSE: usize = 120;

/// The clauses of a sentence, as ranges of its units, in order; they tile it.
///
/// Where the verb stands last, it closes its clause: a converb always does, a finite verb where a comma, a conjunction
/// or the end follows. Where it stands in the middle, a semicolon parts two clauses, and a comma before a conjunction, a
/// pronoun or what looks like a verb.
pub(super) fn clauses(units: &[Unit], sentence: Range<usize>, grammar: &Grammar) -> Vec<Range<usize>> {
    let (mut clauses, mut start) = (Vec::new(), sentence.start);
    for at in sentence.clone() {
        let inner = at + 1 < sentence.end;
        if inner && (ends_at(units, at, sentence.end, grammar) || at - start >= LONGEST_CLAUSE) {
            clauses.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < sentence.end {
        clauses.push(start..sentence.end);
    }
    clauses
}

fn ends_at(units: &[Unit], at: usize, end: usize, grammar: &Grammar) -> bool {
    let unit = &units[at];
    match unit.kind {
        UnitKind::Mark => {
            matches!(&*unit.lower, ";" | ":" | "…")
                || unit.is_mark(",") && at > 0 && closes(units, at - 1, grammar)
        }
        UnitKind::Word if unit.says.has(Says::OPENER) => true,
        UnitKind::Word if grammar.verb_last() => {
            let next = &units[at + 1];
            let stops = next.kind == UnitKind::Mark || next.says.has(Says::CONJUNCTION);
            // The comma itself closes, so that it stays with the clause that it ends.
            !next.is_mark(",") && (closes_surely(unit) || stops && at + 2 < end && may_close(unit))
        }
        _ => false,
    }
}

fn closes(units: &[Unit], at: usize, grammar: &Grammar) -> bool {
    if grammar.verb_last() {
        closes_surely(&units[at]) || may_close(&units[at])
    } else {
        // Past the comma and an adverb: "…, having crossed", "…, he", "…, а затем".
        units.get(at + 2).is_some_and(|next| {
            next.is_word()
                && (next.says.has(Says::CONJUNCTION)
                    || next.says.has(Says::OPENER)
                    || next.says.has(Says::PRONOUN)
                    || next.says.has(Says::LIKE_VERB))
        })
    }
}

/// On which side of a trigger's clause something stands, `before` the trigger or after it where the clause is the same: a
/// part of features.
pub(super) fn side(clause: usize, of: usize, before: bool) -> Part<'static> {
    match (clause.cmp(&of), clause.abs_diff(of)) {
        (Ordering::Equal, _) if before => part!("before"),
        (Ordering::Equal, _) => part!("after"),
        (Ordering::Less, 1) => part!("earlier"),
        (Ordering::Less, _) => part!("much-earlier"),
        (_, 1) => part!("later"),
        _ => part!("much-later"),
    }
}
