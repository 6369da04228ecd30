//! One event, two dates.

use salname_packs::state::Once;

use super::{Found, nearness, tellings::OnceTelling, text};
use crate::World;
use crate::day::Bounds;
use crate::names::Symbol;

/// Years before this one differ by 12 days between the Julian and the Gregorian calendar, later ones by 13.
const DAY_1900_03_01: i32 = -25_508;

/// How many of the following dates of an event each date is compared with.
const COMPARED: usize = 3;

pub(super) fn find(found: &mut Found) {
    let world = found.world;
    let mut tellings = world.tellings.once.clone();
    tellings.sort_by_key(|telling| {
        (telling.rule, telling.same, telling.bounds.width(), telling.bounds.earliest, telling.statement)
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
    if gap == 0 || gap > rule.within {
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

/// The same day of the month in a neighbouring year: a year is soon misremembered or misprinted.
fn only_the_year_differs(a: Bounds, b: Bounds) -> bool {
    let years = f64::from(a.gap(b)) / 365.25;
    a.is_day() && b.is_day() && years < 3.5 && (years - years.round()).abs() * 365.25 < 1.0
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
