//! Lists of who holds which office: "N. Surname – chairman and commissar of trade; M. Surname – commissar of war".

use std::ops::Range;

use salname_model::Class;

use super::grammar::{Grammar, Says};
use super::offices::{Apposition, is_title};
use super::phrases::Phrase;
use super::units::{Unit, UnitKind};

/// An office is no longer than this, in units.
const LONGEST_OFFICE: usize = 16;

/// One line that looks so may be anything; two are a list.
const FEWEST: usize = 2;

/// The offices of a sentence's list, each with the phrase of its bearer; none if the sentence has no list.
///
/// The name stands first or the office does, in all lines alike; a dash or a colon parts them, and a semicolon or a comma
/// parts the lines.
pub(super) fn listed(
    units: &[Unit],
    sentence: &Range<usize>,
    phrases: &[Phrase],
    grammar: &Grammar,
) -> Vec<Apposition> {
    let person = |phrase: &Phrase| units[phrase.units.start].class == Some(Class::Per);
    let people: Vec<usize> = (0..phrases.len()).filter(|&at| person(&phrases[at])).collect();
    if people.len() < FEWEST {
        return Vec::new();
    }
    let name_first = people.iter().filter_map(|&person| {
        let name = &phrases[person].units;
        let opens = name.start == sentence.start || parts_lines(&units[name.start - 1]);
        let office = name.end + 1..line_end(units, name.end + 1, sentence.end, &people, phrases);
        (opens && name.end < sentence.end && sets_off(&units[name.end])).then_some((person, office))
    });
    let office_first = people.iter().filter_map(|&person| {
        let name = &phrases[person].units;
        let closes = name.end >= sentence.end || parts_lines(&units[name.end]);
        let dash = name.start.checked_sub(1).filter(|&at| at > sentence.start && sets_off(&units[at]))?;
        let first = (sentence.start..dash).rev().take_while(|&at| !parts_lines(&units[at])).last()?;
        closes.then_some((person, first..dash))
    });
    let all = |lines: &mut dyn Iterator<Item = (usize, Range<usize>)>| -> Vec<(usize, Vec<Range<usize>>)> {
        let offices = lines.map(|(person, office)| (person, offices(units, office, grammar)));
        offices.filter(|(_, offices)| !offices.is_empty()).collect()
    };
    let mut lines = all(&mut name_first.into_iter());
    if lines.len() < FEWEST {
        lines = all(&mut office_first.into_iter());
    }
    if lines.len() < FEWEST {
        return Vec::new();
    }
    let each = |(person, offices): (usize, Vec<Range<usize>>)| {
        offices.into_iter().map(move |title| Apposition { title, person, listed: true })
    };
    lines.into_iter().flat_map(each).collect()
}

/// A dash or a colon.
fn sets_off(unit: &Unit) -> bool {
    unit.kind == UnitKind::Mark && matches!(&*unit.lower, "-" | "–" | "—" | ":")
}

/// What stands between two lines of a list, or before its first; a number counts them.
fn parts_lines(unit: &Unit) -> bool {
    match unit.kind {
        UnitKind::Mark => matches!(&*unit.lower, ";" | ":" | "," | "." | ")" | "•" | "*"),
        UnitKind::Word => unit.says.has(Says::CONJUNCTION),
        _ => false,
    }
}

/// Where a line that begins at `from` ends: at a semicolon or a full stop, or at the comma before the next name.
fn line_end(units: &[Unit], from: usize, to: usize, people: &[usize], phrases: &[Phrase]) -> usize {
    let next_name = |at: usize| people.iter().any(|&person| phrases[person].units.start == at + 1);
    (from..to)
        .find(|&at| {
            units[at].kind == UnitKind::Mark
                && (matches!(&*units[at].lower, ";" | ".") || units[at].is_mark(",") && next_name(at))
        })
        .unwrap_or(to)
}

/// The offices that a line names: several where a conjunction joins whole titles ("chairman and commissar of trade"), none
/// where it says something else.
fn offices(units: &[Unit], line: Range<usize>, grammar: &Grammar) -> Vec<Range<usize>> {
    let plain = |unit: &Unit| {
        matches!(unit.kind, UnitKind::Word | UnitKind::Name(_) | UnitKind::Number)
            && unit.class != Some(Class::Per)
            || unit.kind == UnitKind::Mark && matches!(&*unit.lower, "," | "-" | "(" | ")" | "\"" | "“" | "”")
    };
    if line.is_empty() || line.len() > LONGEST_OFFICE || !units[line.clone()].iter().all(plain) {
        return Vec::new();
    }
    let whole = |part: &Range<usize>| {
        let part = &units[part.clone()];
        match part.last() {
            Some(last) if grammar.verb_last() => is_title(last, grammar),
            _ => part.iter().any(|unit| unit.class != Some(Class::Per) && unit.says.has(Says::TITLE)),
        }
    };
    let (mut found, mut start) = (Vec::new(), line.start);
    for at in line.clone().filter(|&at| grammar.joins(&units[at])) {
        if whole(&(start..at)) && whole(&(at + 1..line.end)) {
            found.push(start..at);
            start = at + 1;
        }
    }
    found.push(start..line.end);
    found.retain(|part| !part.is_empty());
    if found.iter().all(whole) { found } else { Vec::new() }
}
