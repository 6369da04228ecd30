//! The dates of sentences before, as a sentence has them at hand, and what speaks for each.
//!
//! Most of what speaks for them is the same for all that a sentence tells, and is added up once.

use std::array;
use std::cell::OnceCell;
use std::ops::Range;

use super::dates::compared;
use super::running::{Fine, Running, Years};
use super::scoring::{Part, Sum, Weights, part};
use super::units::Unit;

/// What features count goes by these, and no further.
pub(super) const DIGITS: [Part<'static>; 4] = [Part::of("0"), Part::of("1"), Part::of("2"), Part::of("3")];

/// How many dates stand in the sentence itself: none, one, several.
const STANDING: usize = 3;

/// The dates that a sentence has at hand.
pub(super) struct AtHand<'a> {
    pub running: &'a Running,
    /// The years that were reached or are to come.
    pub years: Vec<Years>,
    /// Their names: the last one, the usual one.
    named: [(Part<'static>, Option<Years>); 9],
    units: &'a [Unit],
    sentence: &'a Range<usize>,
    /// What speaks for each of them, and for each day or month given before, by how many dates the sentence has.
    sums: [OnceCell<Sums>; STANDING],
}

/// Sums of weights: of the years, and of the finer dates.
struct Sums {
    years: Vec<f32>,
    fine: Vec<f32>,
}

impl<'a> AtHand<'a> {
    pub fn new(running: &'a Running, units: &'a [Unit], sentence: &'a Range<usize>) -> Self {
        let named = [
            (part!("last"), running.last),
            (part!("first"), running.first),
            (part!("usual"), running.usual),
            (part!("highest"), running.highest()),
            (part!("told"), running.told),
            (part!("next"), running.ahead.first().copied()),
            (part!("coming"), running.coming),
            (part!("around"), running.around),
            (part!("stale"), running.stale.filter(|_| running.last.is_none())),
        ];
        let mut years: Vec<Years> = Vec::with_capacity(named.len());
        for (_, value) in named {
            years.extend(value.filter(|value| !years.contains(value)));
        }
        Self { running, years, named, units, sentence, sums: array::from_fn(|_| OnceCell::new()) }
    }

    /// All names of a year.
    pub fn names(&self, years: Years) -> impl Iterator<Item = Part<'static>> {
        self.named.iter().filter(move |(_, value)| *value == Some(years)).map(|(name, _)| *name)
    }

    /// What speaks for the year at an index, whatever is told of it.
    pub fn years_of<'w>(&self, at: usize, stands: usize, weights: &'w Weights, named: bool) -> Sum<'w> {
        if named {
            let mut sum = Sum::new(weights, true);
            self.year(&mut sum, at, stands);
            return sum;
        }
        Sum::on(weights, self.sums(stands, weights).years[at])
    }

    /// What speaks for a date finer than a year, whatever is told of it; the latest has the index 0.
    pub fn fine_of<'w>(&self, rank: usize, stands: usize, weights: &'w Weights, named: bool) -> Sum<'w> {
        if named {
            let mut sum = Sum::new(weights, true);
            self.goes_on(&mut sum, rank, stands);
            return sum;
        }
        Sum::on(weights, self.sums(stands, weights).fine[rank])
    }

    fn sums(&self, stands: usize, weights: &Weights) -> &Sums {
        let total = |add: &dyn Fn(&mut Sum)| {
            let mut sum = Sum::new(weights, false);
            add(&mut sum);
            sum.total()
        };
        let years = 0..self.years.len();
        let fine = 0..self.running.fine.len();
        self.sums[stands].get_or_init(|| Sums {
            years: years.map(|at| total(&|sum| self.year(sum, at, stands))).collect(),
            fine: fine.map(|rank| total(&|sum| self.goes_on(sum, rank, stands))).collect(),
        })
    }

    /// How many sentences ago a date was given.
    pub fn since(&self, fine: &Fine) -> Part<'static> {
        DIGITS.get(self.running.sentence - fine.sentence).copied().unwrap_or(part!("long-ago"))
    }

    /// The features of a year that was reached or is to come.
    fn year(&self, sum: &mut Sum, at: usize, stands: usize) {
        let (running, stands) = (self.running, DIGITS[stands]);
        let years = self.years[at];
        let since = match running.since {
            0..=1 => part!("now"),
            2..=3 => part!("lately"),
            _ => part!("long-ago"),
        };
        let paragraphs = DIGITS[(running.paragraph - running.last_paragraph).min(2)];
        let away = DIGITS[running.away.min(2)];
        for name in self.names(years) {
            sum.of(part!("dr"), [name, stands]);
            sum.of(part!("dr"), [name, stands, part!("since"), since]);
            sum.of(part!("dp"), [name, stands, paragraphs, away]);
        }
        self.recalled(sum, years, stands);
        if let Some(first) = self.names(years).next() {
            sum.of(part!("dra"), [first, stands]);
        }
        let fine = running.fine.iter().rev().find(|fine| Years::of(&fine.value) == Some(years));
        sum.of(part!("drf"), [fine.map_or(part!("none"), |fine| self.since(fine)), stands]);
    }

    /// The features of a year that was reached before: how often and how lately, and where it stands to the others.
    fn recalled(&self, sum: &mut Sum, years: Years, stands: Part) {
        let Running { recent, ahead, .. } = self.running;
        let count = DIGITS[recent.iter().filter(|one| **one == years).count().min(3)];
        let age = recent.iter().rev().position(|one| *one == years);
        let age = age.map_or(part!("none"), |age| DIGITS.get(age).copied().unwrap_or(part!("old")));
        let among = |other: Option<Years>| compared(Some(years), other);
        let (last, told) = (among(self.running.last), among(self.running.told));
        let width = if years.is_one() { part!("year") } else { part!("years") };
        let told_since = DIGITS[self.running.told_since.min(3)];
        sum.of(part!("dc"), [count, age, stands]);
        sum.of(part!("dc1"), [last, told, stands]);
        sum.of(part!("dc2"), [told, told_since, last]);
        sum.of(part!("dc3"), [width, age]);
        let coming = DIGITS[ahead.iter().filter(|one| **one == years).count().min(3)];
        let place = ahead.iter().position(|one| *one == years);
        let place = place.map_or(part!("none"), |place| DIGITS.get(place).copied().unwrap_or(part!("late")));
        sum.of(part!("dc4"), [count, coming, stands]);
        sum.of(part!("dc5"), [age, place]);
        sum.of(part!("dc6"), [among(self.running.around), coming, age]);
    }

    /// The features of a day or month that a sentence before gave: whether this one goes on telling of it.
    fn goes_on(&self, sum: &mut Sum, rank: usize, stands: usize) {
        let running = self.running;
        let fine = &running.fine[running.fine.len() - 1 - rank];
        let (since, stands) = (self.since(fine), DIGITS[stands]);
        let paragraph = match running.paragraph - fine.paragraph {
            0 => part!("here"),
            1 => part!("before"),
            _ => part!("far"),
        };
        let rank = [part!("last"), part!("last-but-one"), part!("earlier")][rank.min(2)];
        let told = if fine.told { part!("told") } else { part!("said") };
        let width = match fine.value.as_str() {
            text if text.contains('/') => part!("range"),
            text => [part!("year"), part!("month"), part!("day")][text.matches('-').count().min(2)],
        };
        let years = Years::of(&fine.value);
        let same = |other: Option<Years>| if years == other { part!("same") } else { part!("other") };
        let opening = |place: usize| {
            let at = self.sentence.start + place;
            let unit = self.units.get(at).filter(|unit| unit.is_word() && self.sentence.contains(&at));
            unit.map_or(part!("none"), |unit| Part::of(&unit.lower))
        };
        let others = if running.fine.len() > 1 { part!("others") } else { part!("only") };
        sum.of(part!("df"), [stands, since]);
        sum.of(part!("df1"), [stands, since, paragraph, told]);
        sum.of(part!("df2"), [rank, told, stands]);
        sum.of(part!("df3"), [rank, since, width]);
        sum.of(part!("df6"), [same(running.last), same(running.told), since]);
        sum.of(part!("df7"), [opening(0), paragraph]);
        sum.of(part!("df8"), [opening(0), opening(1)]);
        sum.of(part!("df9"), [others, rank, told]);
        sum.of(part!("df10"), [width, stands, paragraph, rank]);
        sum.of(part!("df11"), [same(running.ahead.first().copied()), paragraph, since]);
    }
}
