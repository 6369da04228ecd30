//! Dates: when a statement's clause puts what it says.

use std::ops::Range;

use salname_model::{Kind, Time, TimeMention};

use crate::morphology::Feature;
use crate::times::OTHER_CALENDAR;

use super::at_hand::{AtHand, DIGITS};
use super::choice::{Choice, Question};
use super::clauses::side;
use super::forms::Form;
use super::frames::Match;
use super::running::Years;
use super::scoring::{Part, Sum, Weights, part};
use super::units::{STEM, Unit, UnitKind};

/// How a statement came by its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dated {
    /// The clause gives it.
    Clause,
    /// Another clause of the sentence gives it.
    Sentence,
    /// An earlier sentence gave it.
    Inherited,
    /// There is none.
    Not,
}

impl Dated {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clause => "clause",
            Self::Sentence => "sentence",
            Self::Inherited => "inherited",
            Self::Not => "none",
        }
    }
}

/// Dates of clauses further off are not looked at.
const FURTHEST: usize = 6;

/// The value of a calendar expression that dates its clause: one in brackets does not, nor a bare year that describes
/// the noun after it ("1913-cü il sərhədləri").
pub(super) fn dating<'t>(units: &[Unit], at: usize, times: &'t [TimeMention]) -> Option<&'t Time> {
    let value = value_of(units, at, times).filter(|_| !units[at].bracketed)?;
    (!describes(units, at, value)).then_some(value)
}

fn value_of<'t>(units: &[Unit], at: usize, times: &'t [TimeMention]) -> Option<&'t Time> {
    let UnitKind::Time(time) = units[at].kind else { return None };
    times[time].value.as_ref()
}

/// True for a bare year that describes the noun after it.
fn describes(units: &[Unit], at: usize, value: &Time) -> bool {
    let unit = &units[at];
    value.as_str().len() == YEAR
        && units.get(at + 1).is_some_and(|next| next.is_word() || next.is_name())
        && unit.readings.iter().all(|one| one.features.is_empty() || one.features.has(Feature::Relative))
        && !unit.readings.is_empty()
}

/// Length of a bare year in EDTF.
const YEAR: usize = 4;

/// What a date is chosen for.
pub(super) struct Dating<'a> {
    pub units: &'a [Unit],
    pub sentence: &'a Range<usize>,
    pub clauses: &'a [Range<usize>],
    pub clause: usize,
    pub at: usize,
    pub times: &'a [TimeMention],
    pub at_hand: &'a AtHand<'a>,
    pub kind: Kind,
    pub found: Option<&'a Match<'a>>,
    /// Units of its own stretch of the clause, where the clause says several things.
    pub stretch: Option<&'a Range<usize>>,
}

/// A date that may be the statement's.
struct Offer<'t> {
    value: Value<'t>,
    dated: Dated,
    sum: f32,
}

/// A date as it was given, or in the other calendar, from the one to the other of two, or the year that the text has
/// reached.
enum Value<'t> {
    Given(&'t Time),
    OtherCalendar(Time),
    Span(&'t Time, &'t Time),
    Reached(Years),
}

impl Value<'_> {
    fn time(&self) -> Option<Time> {
        match self {
            Self::Given(time) => Some((*time).clone()),
            Self::OtherCalendar(time) => Some(time.clone()),
            Self::Span(from, to) => span(from, to),
            Self::Reached(years) => years.time(),
        }
    }
}

/// From one time to another; none if that is no span.
pub(super) fn span(from: &Time, to: &Time) -> Option<Time> {
    let (first, last) = (from.as_str().trim_end_matches("/.."), to.as_str().trim_start_matches("../"));
    let plain = |text: &str| !text.contains(['/', 'X']);
    let forward = from.earliest() < to.earliest() && from.latest() < to.latest();
    if !(plain(first) && plain(last) && forward) {
        return None;
    }
    Time::parse(&format!("{first}/{last}")).ok()
}

/// No more units stand between the two dates of a span.
const WIDEST_SPAN: usize = 2;

impl<'a> Dating<'a> {
    /// When the trigger puts what it says, by the nearest date, and how sure that is.
    pub fn nearest(&self) -> (Option<Time>, Dated, f32) {
        if let Some(own) = self.own() {
            return own;
        }
        let clause = &self.clauses[self.clause];
        let value = |place: usize| dating(self.units, place, self.times);
        // In its clause, the nearest before it, then the nearest after it.
        let within = (clause.start..self.at).rev().chain(self.at..clause.end).find_map(value);
        if let Some(time) = within {
            return (Some(time.clone()), Dated::Clause, 1.0);
        }
        let around =
            (self.sentence.start..clause.start).rev().chain(clause.end..self.sentence.end).find_map(value);
        if let Some(time) = around {
            return (Some(time.clone()), Dated::Sentence, 0.5);
        }
        match self.at_hand.running.last.and_then(Years::time) {
            Some(year) => (Some(year), Dated::Inherited, 0.3),
            None => (None, Dated::Not, 0.0),
        }
    }

    /// The date of its own stretch.
    fn own(&self) -> Option<(Option<Time>, Dated, f32)> {
        let mut own = self.stretch?.clone();
        let value = own.find_map(|at| value_of(self.units, at, self.times))?;
        Some((Some(value.clone()), Dated::Clause, 1.0))
    }

    /// When the trigger puts what it says, by what was learnt of where dates stand, and how sure that is.
    pub fn choose(
        &self,
        weights: &Weights,
        mut choices: Option<&mut Vec<Choice>>,
    ) -> (Option<Time>, Dated, f32) {
        if let Some(own) = self.own() {
            return own;
        }
        let named = choices.is_some();
        let mut offers: Vec<Offer<'a>> = Vec::new();
        let mut keep = |offer: Offer<'a>, sum: Sum| {
            if let Some(choices) = &mut choices {
                choices.push(Choice {
                    question: Question::Date,
                    text: offer.value.time().map_or(String::new(), String::from),
                    features: sum.names.unwrap_or_default(),
                });
            }
            offers.push(offer);
        };
        let first = self.clauses[self.clause.saturating_sub(FURTHEST)].start;
        let last = self.clauses[(self.clause + FURTHEST).min(self.clauses.len() - 1)].end;
        let places: Vec<(usize, &'a Time)> =
            (first..last).filter_map(|at| Some((at, value_of(self.units, at, self.times)?))).collect();
        for (rank, &(at, value)) in places.iter().enumerate() {
            let mut sum = Sum::new(weights, named);
            self.stands(&mut sum, &places, rank, at, value);
            let within = self.clauses[self.clause].contains(&at);
            let dated = if within { Dated::Clause } else { Dated::Sentence };
            keep(Offer { value: Value::Given(value), dated, sum: sum.total() }, sum);
            if let Some(other) = self.in_other_calendar(at) {
                let mut sum = Sum::new(weights, named);
                self.stands(&mut sum, &places, rank, at, value);
                sum.of(part!("dj"), [width(value)]);
                keep(Offer { value: Value::OtherCalendar(other), dated, sum: sum.total() }, sum);
            }
        }
        for (rank, pair) in places.windows(2).enumerate() {
            let [(at, from), (to, until)] = *pair else { continue };
            if to - at > WIDEST_SPAN + 1 || span(from, until).is_none() {
                continue;
            }
            let mut sum = Sum::new(weights, named);
            self.stands(&mut sum, &places, rank + 1, to, until);
            self.spans(&mut sum, at, to);
            let within = self.clauses[self.clause].contains(&to);
            let dated = if within { Dated::Clause } else { Dated::Sentence };
            keep(Offer { value: Value::Span(from, until), dated, sum: sum.total() }, sum);
        }
        let kind = Part::of(self.kind.as_str());
        let form = self.found.map_or(part!("none"), |found| Part::of(found.form.as_str()));
        let stands = places.len().min(2);
        for (at, years) in self.at_hand.years.iter().enumerate() {
            let mut sum = self.at_hand.years_of(at, stands, weights, named);
            for name in self.at_hand.names(*years) {
                sum.of(part!("dr"), [name, DIGITS[stands], kind]);
                sum.of(part!("dr"), [name, DIGITS[stands], part!("form"), form]);
            }
            let value = Value::Reached(*years);
            keep(Offer { value, dated: Dated::Inherited, sum: sum.total() }, sum);
        }
        for (rank, fine) in self.at_hand.running.fine.iter().rev().enumerate() {
            let mut sum = self.at_hand.fine_of(rank, stands, weights, named);
            let since = self.at_hand.since(fine);
            sum.of(part!("df4"), [kind, DIGITS[stands], since]);
            sum.of(part!("df5"), [form, DIGITS[stands], since]);
            let value = Value::Given(&fine.value);
            keep(Offer { value, dated: Dated::Inherited, sum: sum.total() }, sum);
        }
        if let Some(value) = &self.at_hand.running.fine_ahead {
            let running = self.at_hand.running;
            let years = Years::of(value);
            let same = |other: Option<Years>| if years == other { part!("same") } else { part!("other") };
            let stands = DIGITS[stands];
            let mut sum = Sum::new(weights, named);
            let fine = if running.fine.is_empty() { part!("none") } else { part!("some") };
            let width = width(value);
            sum.of(part!("dn"), [stands, fine]);
            sum.of(part!("dn1"), [stands, fine, width, same(running.last)]);
            sum.of(part!("dn2"), [kind, stands, form]);
            sum.of(part!("dn3"), [same(running.last), same(running.around), stands]);
            keep(Offer { value: Value::Given(value), dated: Dated::Inherited, sum: sum.total() }, sum);
        }
        let best = (0..offers.len())
            .max_by(|&one, &two| offers[one].sum.total_cmp(&offers[two].sum).then(two.cmp(&one)));
        let Some(best) = best else { return (None, Dated::Not, 0.0) };
        let among: f32 = offers.iter().map(|offer| (offer.sum - offers[best].sum).exp()).sum();
        let best = offers.swap_remove(best);
        (best.value.time(), best.dated, 1.0 / among)
    }

    /// The same day in the other calendar, where the text tells both: "12 (25) April 1909".
    fn in_other_calendar(&self, at: usize) -> Option<Time> {
        let UnitKind::Time(time) = self.units[at].kind else { return None };
        let notes = self.times[time].note.split("; ");
        notes.filter_map(|note| note.strip_prefix(OTHER_CALENDAR)).find_map(|day| Time::parse(day).ok())
    }

    /// The features of two dates that may be the ends of one span: how they and what stands around them are written.
    fn spans(&self, sum: &mut Sum, at: usize, to: usize) {
        let around = |place: Option<usize>| {
            let unit = place.and_then(|place| self.units.get(place));
            unit.map_or(part!("none"), |unit| unit.token(STEM))
        };
        let (from, until) = (self.units[at].last(3), self.units[to].last(3));
        let between = if to == at + 1 { part!("none") } else { around(Some(at + 1)) };
        let (before, after) = (around(at.checked_sub(1)), around(Some(to + 1)));
        sum.of(part!("ds"), [from, until]);
        sum.of(part!("ds1"), [before, between]);
        sum.of(part!("ds2"), [until, after]);
        sum.of(part!("ds3"), [between, DIGITS[(to - at).min(3)]]);
        sum.of(part!("ds4"), [from, between, after]);
    }

    /// The features of a date that stands in the sentence.
    fn stands(&self, sum: &mut Sum, places: &[(usize, &Time)], rank: usize, at: usize, value: &Time) {
        let kind = Part::of(self.kind.as_str());
        let units = self.units;
        let clause = self.clauses.iter().position(|clause| clause.contains(&at)).unwrap_or(self.clause);
        let before = at < self.at;
        let side = side(clause, self.clause, before);
        // How many dates stand between it and the trigger.
        let between =
            places
                .iter()
                .filter(|(other, _)| {
                    if before { *other > at && *other < self.at } else { *other < at && *other > self.at }
                })
                .count();
        let between = DIGITS[between.min(2)];
        let form = self.found.map_or(part!("none"), |found| Part::of(found.form.as_str()));
        let width = width(value);
        let manner = match (units[at].bracketed, describes(units, at, value)) {
            (true, _) => part!("bracketed"),
            (_, true) => part!("describes"),
            _ => part!("plain"),
        };
        let gap = match if before { self.at - at } else { at - self.at } {
            0..=2 => part!("beside"),
            3..=6 => part!("near"),
            7..=15 => part!("off"),
            _ => part!("far"),
        };
        let all = DIGITS[places.len().min(3)];
        let order = if rank == 0 {
            part!("first")
        } else if rank + 1 == places.len() {
            part!("last")
        } else {
            part!("middle")
        };
        let lower = &*units[at].lower;
        let ending = lower.char_indices().rev().nth(2).map_or(lower, |(start, _)| &lower[start..]);
        let next = units.get(at + 1).map_or(part!("end"), |unit| match unit.kind {
            UnitKind::Mark => part!("mark"),
            UnitKind::Name(_) => part!("name"),
            UnitKind::Time(_) => part!("time"),
            UnitKind::Number => part!("number"),
            UnitKind::Word => part!("word"),
        });
        // A verb between the date and the trigger ends what the date holds for.
        let (low, high) = if before { (at, self.at) } else { (self.at, at) };
        let verb = units[low + 1..high.max(low + 1)].iter().any(super::forms::closes_alone);
        let verb = if verb { part!("verb") } else { part!("none") };
        sum.of(part!("d"), [side]);
        sum.of(part!("d1"), [side, between]);
        sum.of(part!("d2"), [side, between, form]);
        sum.of(part!("d3"), [kind, side]);
        sum.of(part!("d4"), [width, side, manner]);
        sum.of(part!("d5"), [manner, kind]);
        sum.of(part!("d6"), [manner, Part::of(ending)]);
        sum.of(part!("d7"), [side, gap]);
        sum.of(part!("d8"), [all, order, side]);
        sum.of(part!("d9"), [manner, next, side]);
        sum.of(part!("d10"), [side, verb, form]);
        sum.of(part!("d11"), [manner, width, verb]);
        // A year that the text around does not speak of is likely one of an aside.
        let running = self.at_hand.running;
        let around = compared(Years::of(value), running.around);
        sum.of(part!("d13"), [around, manner, width]);
        sum.of(part!("d14"), [around, side, verb]);
        let (usual, coming) =
            (compared(Years::of(value), running.usual), compared(Years::of(value), running.coming));
        sum.of(part!("d15"), [usual, coming, manner]);
        if let Some(found) = self.found
            && found.form == Form::Noun
        {
            sum.of(part!("d12"), [side, gap, next]);
        }
    }
}

/// How fine a date is.
fn width(value: &Time) -> Part<'static> {
    match value.as_str() {
        text if text.contains('/') => part!("range"),
        text if text.contains('X') => part!("decade"),
        text => [part!("year"), part!("month"), part!("day")][text.matches('-').count().min(2)],
    }
}

/// How a year stands to another.
pub(super) fn compared(year: Option<Years>, other: Option<Years>) -> Part<'static> {
    match (year, other) {
        (Some(year), Some(other)) => match year.first() - other.first() {
            ..=-9 => part!("long-before"),
            -8..=-2 => part!("earlier"),
            -1 => part!("year-before"),
            0 => part!("same"),
            1 => part!("year-after"),
            2..=8 => part!("later"),
            9.. => part!("long-after"),
        },
        _ => part!("none"),
    }
}
