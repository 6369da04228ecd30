//! One event, two stretches of days that have one end in common: "from the 5th to the 16th", "from the 6th to the 16th".

use rustc_hash::FxHashMap;

use super::likeness::{capitalised, sorted};
use super::{Found, ONE_ACCOUNT, text};
use crate::day::{self, Bounds};
use crate::gather::name_of;
use crate::names::{Names, Symbol};
use crate::{Evidence, StatementNumber};

/// What lasted from one day to another.
#[derive(Debug)]
pub(crate) struct Stretch {
    statement: StatementNumber,
    bounds: Bounds,
    /// The stems of the names in its sentence.
    names: Box<[u32]>,
    about: Option<Symbol>,
}

/// The other ends lie not farther apart than this.
const NEAR: i32 = 5;
/// A stretch of more days than this is a period, of which many things are told.
const LONGEST: i32 = 100;
/// What is told of so many stretches that end on one day is no event.
const MOST_OF_ONE_END: usize = 64;
/// A name in one of so few stretches, and in more than a few, is anywhere.
const ANYWHERE: usize = 3;
const FEW: usize = 8;

impl Stretch {
    pub fn new(names: &mut Names, evidence: &Evidence, statement: StatementNumber) -> Option<Self> {
        let date = evidence.date?;
        let bounds = Bounds::from(date);
        let (from, to) = date.as_str().split_once('/')?;
        let is_day = |text: &str| text.len() == "0000-00-00".len() && !day::is_about(date);
        if !is_day(from) || !is_day(to) || bounds.is_day() || bounds.width() > LONGEST {
            return None;
        }
        let fillers = evidence.roles.iter().flat_map(|(_, fillers)| fillers);
        let about = fillers.filter(|filler| filler.entity.is_some()).map(name_of).next();
        let about = about.map(|about| names.symbol(about));
        Some(Self { statement, bounds, names: sorted(capitalised(evidence.quote)), about })
    }
}

pub(super) fn find(found: &mut Found) {
    let world = found.world;
    let all = &world.tellings.stretches;
    let mut with_name: FxHashMap<u32, usize> = FxHashMap::default();
    let mut of_end: FxHashMap<(bool, i32), Vec<&Stretch>> = FxHashMap::default();
    for one in all {
        of_end.entry((true, one.bounds.earliest)).or_default().push(one);
        of_end.entry((false, one.bounds.latest)).or_default().push(one);
        for name in &one.names {
            *with_name.entry(*name).or_default() += 1;
        }
    }
    let is_anywhere = |name: u32| with_name[&name] > FEW.max(all.len() / ANYWHERE);
    let mut ends: Vec<_> = of_end.into_iter().filter(|(_, all)| all.len() <= MOST_OF_ONE_END).collect();
    ends.sort_by_key(|(end, _)| *end);
    for (_, alike) in ends {
        for (at, a) in alike.iter().enumerate() {
            for b in &alike[at + 1..] {
                let named = |name: &&u32| b.names.binary_search(name).is_ok() && !is_anywhere(**name);
                if differ_by_a_slip(a.bounds, b.bounds)
                    && a.names.iter().any(|name| named(&name))
                    && !world.tellings.are_near(a.statement, b.statement, ONE_ACCOUNT)
                {
                    let about = a.about.or(b.about).map_or("", |about| text(world, about)).to_owned();
                    let weight = world.rules.weight("two-dates") * LIKELY;
                    found.add_by_words("two-dates", weight, about, a.statement, b.statement);
                }
            }
        }
    }
}

/// Two stretches with one end and one name in common are so likely of one event.
const LIKELY: f64 = 0.5;

/// True if one end is one day, and the other was miscounted or misprinted.
fn differ_by_a_slip(a: Bounds, b: Bounds) -> bool {
    let ends = [(a.earliest, b.earliest), (a.latest, b.latest)];
    let slipped = |(a, b): (i32, i32)| (1..=NEAR).contains(&(a - b).abs());
    match ends.map(|(a, b)| a == b) {
        [true, false] => slipped(ends[1]),
        [false, true] => slipped(ends[0]),
        _ => false,
    }
}
