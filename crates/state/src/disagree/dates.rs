//! One event, two dates.

use salname_packs::state::Once;

use super::{Found, nearness, tellings::OnceTelling, text};
use crate::World;
use crate::day::{self, Bounds};
use crate::names::Symbol;

/// Years before this one differ by 12 days between the Julian and the Gregorian calendar, later ones by 13.
const DAY_1900_03_01: i32 = -25_508;

/// How many of the following dates of an event each date is compared with.
const COMPARED: usize = 3;

pub(super) fn find(found: &mut Found) {
    let world = found.world;
    let mut tellings = world.tellings.once.clone();
    // Of those that give one date the one that was read most surely.
    let sureness = |telling: &OnceTelling| -world.tellings.confidence(telling.statement);
    tellings.sort_by(|a, b| {
        let key = |one: &OnceTelling| (one.rule, one.same, one.bounds.width(), one.bounds.earliest);
        let surer = sureness(a).total_cmp(&sureness(b));
        key(a).cmp(&key(b)).then(surer).then(a.statement.cmp(&b.statement))
    });
    for alike in tellings.chunk_by(|a, b| (a.rule, a.same) == (b.rule, b.same)) {
        let rule = &world.rules.once[alike[0].rule as usize];
        let told = distinct(world, alike);
        for (index, a) in told.iter().enumerate() {
            for b in told[index + 1..].iter().filter(|b| agree(world, a, b)).take(COMPARED) {
                compare(found, rule, a, b);
            }
        }
    }
}

/// One telling for each date of each event: a wider date that holds a narrower one says nothing else.
fn distinct(world: &World, alike: &[OnceTelling]) -> Vec<OnceTelling> {
    let mut told: Vec<OnceTelling> = Vec::new();
    for telling in alike {
        let from = told.partition_point(|known| known.bounds.latest < telling.bounds.earliest);
        let covered = told[from..]
            .iter()
            .take_while(|known| known.bounds.earliest <= telling.bounds.latest)
            .take(COMPARED)
            .any(|known| agree(world, known, telling));
        if !covered {
            told.insert(from, *telling);
        }
    }
    told.sort_by_key(|telling| (telling.bounds, telling.statement));
    told
}

fn compare(found: &mut Found, rule: &Once, a: &OnceTelling, b: &OnceTelling) {
    let mut gap = a.bounds.gap(b.bounds);
    if gap > rule.within && only_the_year_differs(a.bounds, b.bounds) {
        gap = SLIP_OF_THE_YEAR;
    }
    if gap == 0 || gap > rule.within || !is_comparable(found.world, a, b) {
        return;
    }
    // A congress that is told on one day and some days later may have lasted so long.
    let lasted = gap <= FEW_DAYS || !matches!(slip(a.bounds, b.bounds), Some(Slip::Calendar | Slip::Pen(_)));
    if rule.lasts && lasted {
        return;
    }
    let about = about(found.world, a);
    if between_calendars(a.bounds, b.bounds) {
        let weight = found.world.rules.weight("two-calendars");
        found.add("two-calendars", weight, about, a.statement, b.statement);
    } else {
        let weight = rule.weight * nearness(gap, rule.within) * precision(a.bounds).min(precision(b.bounds));
        found.add("two-dates", weight, about, a.statement, b.statement);
    }
}

/// A year is often loosely said: it is compared with another year only, and only of another source.
fn is_comparable(world: &World, a: &OnceTelling, b: &OnceTelling) -> bool {
    let exact = |telling: &OnceTelling| telling.bounds.width() <= MONTH;
    let apart = world.tellings.source(a.statement) != world.tellings.source(b.statement);
    exact(a) && exact(b) || !exact(a) && !exact(b) && apart
}

/// Days of a month, or a little more than that.
const MONTH: i32 = 31;

/// How two dates of one event differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Slip {
    /// As the two calendars do.
    Calendar,
    /// As dates that were miscounted, misread or misprinted, by how likely it is.
    Pen(f64),
    /// In any other way.
    Other,
}

/// How two days differ; none if they are one, or too far apart to be of one event.
pub(super) fn slip(a: Bounds, b: Bounds) -> Option<Slip> {
    let gap = a.gap(b);
    let [(year, month, date), (other_year, other_month, other_date)] = [a, b].map(day::civil);
    match gap {
        0 => None,
        _ if between_calendars(a, b) => Some(Slip::Calendar),
        _ if !a.is_day() || !b.is_day() => Some(Slip::Other),
        1..=FEW_DAYS => Some(Slip::Pen(1.0)),
        10 | 20 if month == other_month => Some(Slip::Pen(0.75)),
        _ if only_the_year_differs(a, b) => Some(Slip::Pen(0.9)),
        _ if year == other_year && date == other_date && (month - other_month).abs() == 1 => {
            Some(Slip::Pen(0.85))
        }
        _ if gap <= NEAR => Some(Slip::Other),
        _ => None,
    }
}

/// A day or two are soon miscounted.
const FEW_DAYS: i32 = 3;

/// Dates farther apart are of two events, unless only the year differs.
const NEAR: i32 = 45;

/// The same day of the month in a neighbouring year: a year is soon misremembered or misprinted.
fn only_the_year_differs(a: Bounds, b: Bounds) -> bool {
    let [(year, month, date), (other_year, other_month, other_date)] = [a, b].map(day::civil);
    let years = (year - other_year).abs();
    a.is_day() && b.is_day() && (month, date) == (other_month, other_date) && (1..=3).contains(&years)
}

/// A slip of the year weighs like a difference of so many days.
const SLIP_OF_THE_YEAR: i32 = 20;

/// Two days as far apart as the two calendars.
fn between_calendars(a: Bounds, b: Bounds) -> bool {
    let days = if a.earliest < DAY_1900_03_01 { 12 } else { 13 };
    a.is_day() && b.is_day() && a.gap(b) == days
}

/// A date of a year is more often a loose way to speak than a date of a day.
fn precision(bounds: Bounds) -> f64 {
    match bounds.width() {
        0 => 1.0,
        1..=31 => 0.9,
        _ => 0.7,
    }
}

/// True if nothing that must agree contradicts: one list holds the other.
fn agree(world: &World, a: &OnceTelling, b: &OnceTelling) -> bool {
    a.agreeing.iter().zip(&b.agreeing).all(|(a, b)| {
        if *a == 0 || *b == 0 {
            return true;
        }
        let (a, b) = (world.names.members(a), world.names.members(b));
        let within = |a: &[Symbol], b: &[Symbol]| a.iter().all(|one| b.contains(one));
        within(a, b) || within(b, a)
    })
}

fn about(world: &World, telling: &OnceTelling) -> String {
    let texts: Vec<&str> =
        telling.same.iter().filter(|symbol| **symbol != 0).map(|symbol| text(world, *symbol)).collect();
    texts.join(" · ")
}
