//! Dates: when a statement's clause puts what it says.

use std::collections::VecDeque;
use std::ops::Range;

use jiff::civil::Date;
use salname_model::{Kind, Time, TimeMention};

use crate::morphology::Feature;

use super::choice::{Choice, Question};
use super::clauses::side;
use super::forms::Form;
use super::frames::Match;
use super::scoring::{Part, Sum, Weights, part};
use super::units::{Unit, UnitKind};

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

/// The date that the text has reached.
#[derive(Debug, Clone, Default)]
pub(super) struct Running {
    /// The year that the last date fell in.
    last: Option<Time>,
    /// The year of the first date of the last sentence that has one: what comes after it may be an aside.
    first: Option<Time>,
    /// The year that was reached before the last heading.
    stale: Option<Time>,
    /// The years of the last dates, the latest last: the year that most of them fall in outlasts an aside.
    recent: VecDeque<Time>,
    /// Sentences since a date was given.
    since: usize,
    /// The paragraph that is read, and the one of the last date.
    paragraph: usize,
    last_paragraph: usize,
    /// The year of what the last sentences were most likely about: a date that only describes something is not it.
    told: Option<Time>,
    /// Sentences since that.
    told_since: usize,
    /// The years of the next dates, the nearest first.
    ahead: Vec<Time>,
    /// Paragraphs to the next date.
    away: usize,
    /// The years that most of the last dates, of the next, and of both fall in; found once for a sentence.
    usual: Option<Time>,
    coming: Option<Time>,
    around: Option<Time>,
    /// The last days, months and short spans, the latest last: what comes after may be of the same time.
    fine: VecDeque<Fine>,
    /// Sentences read.
    sentence: usize,
}

/// A date finer than a year, given in a sentence before.
#[derive(Debug, Clone)]
struct Fine {
    value: Time,
    /// Number of the sentence, and its paragraph.
    sentence: usize,
    paragraph: usize,
    /// True if it dated what that sentence says.
    told: bool,
}

/// So many of them are remembered.
const FINE: usize = 4;

/// Dates of clauses further off are not looked at.
const FURTHEST: usize = 6;

/// So many of the next dates are looked at, in no paragraph further off than this.
const AHEAD: usize = 9;
const FURTHEST_PARAGRAPH: usize = 3;

/// So many of the last dates are remembered.
const REMEMBERED: usize = 9;

impl Running {
    /// Reads on past a sentence.
    pub fn pass(&mut self, units: &[Unit], sentence: &Range<usize>, times: &[TimeMention]) {
        self.since += 1;
        self.sentence += 1;
        for value in sentence.clone().filter_map(|at| dating(units, at, times)).filter(|value| is_fine(value))
        {
            self.fine.retain(|fine| fine.value != *value);
            let (sentence, paragraph) = (self.sentence, self.paragraph);
            self.fine.push_back(Fine { value: value.clone(), sentence, paragraph, told: false });
        }
        while self.fine.len() > FINE {
            self.fine.pop_front();
        }
        let mut years = sentence.clone().filter_map(|at| dating(units, at, times)).filter_map(|value| {
            // A span of many years says nothing of what comes next.
            year_of(value)
        });
        let Some(first) = years.next() else { return };
        self.since = 0;
        self.last_paragraph = self.paragraph;
        self.recent.push_back(first.clone());
        for year in years {
            self.recent.push_back(year);
        }
        self.last = self.recent.back().cloned();
        while self.recent.len() > REMEMBERED {
            self.recent.pop_front();
        }
        self.first = Some(first);
    }

    /// Notes what the last sentence was about.
    pub fn tell(&mut self, date: Option<&Time>) {
        self.told_since += 1;
        for fine in &mut self.fine {
            fine.told |= fine.sentence == self.sentence && Some(&fine.value) == date;
        }
        if let Some(year) = date.and_then(year_of) {
            (self.told, self.told_since) = (Some(year), 0);
        }
    }

    /// Looks at the dates that follow byte `end` of a paragraph: what a sentence leaves open, the next ones often say.
    pub fn look_ahead(&mut self, times: &[TimeMention], paragraph: usize, end: usize) {
        let passed = |time: &TimeMention| {
            time.anchor.paragraph < paragraph
                || time.anchor.paragraph == paragraph && time.anchor.text.start < end
        };
        let next = times.partition_point(passed);
        let near = times[next..].iter().take(AHEAD);
        let near = near.take_while(|time| time.anchor.paragraph <= paragraph + FURTHEST_PARAGRAPH);
        self.paragraph = paragraph;
        self.away = times.get(next).map_or(usize::MAX, |time| time.anchor.paragraph - paragraph);
        self.ahead.clear();
        self.ahead.extend(near.filter_map(|time| time.value.as_ref().and_then(year_of)));
        self.usual = self.most_before().cloned();
        self.coming = self.most_after().cloned();
        self.around = self.most_around().cloned();
    }

    /// The year that most of the next dates fall in, of equals the nearest.
    fn most_after(&self) -> Option<&Time> {
        let count = |year: &Time| self.ahead.iter().filter(|other| *other == year).count();
        self.ahead
            .iter()
            .enumerate()
            .max_by_key(|(at, year)| (count(year), std::cmp::Reverse(*at)))
            .map(|(_, year)| year)
    }

    /// The year that most of the dates before and after fall in, of equals the latest said.
    fn most_around(&self) -> Option<&Time> {
        let all = || self.recent.iter().chain(&self.ahead);
        let count = |year: &Time| all().filter(|other| *other == year).count();
        self.recent
            .iter()
            .chain(self.ahead.iter().rev())
            .enumerate()
            .max_by_key(|(at, year)| (count(year), *at))
            .map(|(_, year)| year)
    }

    /// The year that most of the last dates fall in, of equals the latest said.
    fn most_before(&self) -> Option<&Time> {
        let count = |year: &Time| self.recent.iter().filter(|other| *other == year).count();
        self.recent.iter().enumerate().max_by_key(|(at, year)| (count(year), *at)).map(|(_, year)| year)
    }

    /// The highest of the last years: telling goes forward, asides go back.
    fn highest(&self) -> Option<&Time> {
        self.recent.iter().max_by_key(|year| year.latest())
    }

    /// A heading begins something else.
    pub fn forget(&mut self) {
        if let Some(last) = self.last.take() {
            self.stale = Some(last);
        }
        self.first = None;
        self.fine.clear();
    }
}

/// True if a value is finer than a year: a day, a month, a season, a span of days or months.
fn is_fine(value: &Time) -> bool {
    let text = value.as_str();
    !text.contains('X') && text.split('/').all(|part| part.trim_end_matches(['~', '?', '%']).len() > YEAR)
}

/// The value of a calendar expression that dates its clause: one in brackets does not, nor a bare year that describes
/// the noun after it ("1913-cü il sərhədləri").
fn dating<'t>(units: &[Unit], at: usize, times: &'t [TimeMention]) -> Option<&'t Time> {
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

/// What features count goes by these, and no further.
const DIGITS: [Part<'static>; 4] = [Part::of("0"), Part::of("1"), Part::of("2"), Part::of("3")];

/// Length of a bare year in EDTF.
const YEAR: usize = 4;

fn year_of(time: &Time) -> Option<Time> {
    let (first, last) = (time.earliest().year(), time.latest().year());
    if first == last {
        Time::parse(&format!("{first:04}")).ok()
    } else if last - first == 1 {
        Time::parse(&format!("{first:04}/{last:04}")).ok()
    } else {
        None
    }
}

/// The first day of [`year_of`] a time.
fn first_day(time: &Time) -> Option<Date> {
    let (first, last) = (time.earliest().year(), time.latest().year());
    (last - first <= 1).then(|| Date::new(first, 1, 1).ok())?
}

/// What a date is chosen for.
pub(super) struct Dating<'a> {
    pub units: &'a [Unit],
    pub sentence: &'a Range<usize>,
    pub clauses: &'a [Range<usize>],
    pub clause: usize,
    pub at: usize,
    pub times: &'a [TimeMention],
    pub running: &'a Running,
    pub kind: Kind,
    pub found: Option<&'a Match<'a>>,
    /// Units of its own stretch of the clause, where the clause says several things.
    pub stretch: Option<&'a Range<usize>>,
}

/// So many years that were reached or are to come are looked at.
const RUNNING: usize = 9;

/// A date at hand.
struct Offer<'t> {
    value: &'t Time,
    dated: Dated,
    sum: f32,
}

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
        match &self.running.last {
            Some(year) => (Some(year.clone()), Dated::Inherited, 0.3),
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
                    text: offer.value.as_str().to_owned(),
                    features: sum.names.unwrap_or_default(),
                    chosen: false,
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
            keep(Offer { value, dated, sum: sum.total() }, sum);
        }
        let stands = DIGITS[places.len().min(2)];
        let since = match self.running.since {
            0..=1 => part!("now"),
            2..=3 => part!("lately"),
            _ => part!("long-ago"),
        };
        let running: [(Part, Option<&'a Time>); RUNNING] = [
            (part!("last"), self.running.last.as_ref()),
            (part!("first"), self.running.first.as_ref()),
            (part!("usual"), self.running.usual.as_ref()),
            (part!("highest"), self.running.highest()),
            (part!("told"), self.running.told.as_ref()),
            (part!("next"), self.running.ahead.first()),
            (part!("coming"), self.running.coming.as_ref()),
            (part!("around"), self.running.around.as_ref()),
            (part!("stale"), self.running.stale.as_ref().filter(|_| self.running.last.is_none())),
        ];
        // A year that has several of these names goes by all of them: the first stands for it.
        let first_of = |at: usize| running.iter().position(|other| other.1 == running[at].1).unwrap_or(at);
        let first_of: [usize; RUNNING] = std::array::from_fn(first_of);
        for (at, (name, value)) in running.iter().enumerate() {
            let Some(value) = value.filter(|_| first_of[at] == at) else { continue };
            let names =
                || running.iter().zip(first_of).filter(|(_, first)| *first == at).map(|(one, _)| one.0);
            let mut sum = Sum::new(weights, named);
            let kind = Part::of(self.kind.as_str());
            let form = self.found.map_or(part!("none"), |found| Part::of(found.form.as_str()));
            for name in names() {
                sum.of(part!("dr"), [name, stands]);
                sum.of(part!("dr"), [name, stands, kind]);
                sum.of(part!("dr"), [name, stands, part!("form"), form]);
                sum.of(part!("dr"), [name, stands, part!("since"), since]);
            }
            let since = DIGITS[(self.running.paragraph - self.running.last_paragraph).min(2)];
            let away = DIGITS[self.running.away.min(2)];
            for name in names() {
                sum.of(part!("dp"), [name, stands, since, away]);
            }
            self.recalled(&mut sum, value, stands);
            sum.of(part!("dra"), [*name, stands]);
            let fine =
                self.running.fine.iter().rev().find(|fine| year_of(&fine.value).as_ref() == Some(value));
            let since = fine.map_or(part!("none"), |fine| {
                let since = self.running.sentence - fine.sentence;
                DIGITS.get(since).copied().unwrap_or(part!("long-ago"))
            });
            sum.of(part!("drf"), [since, stands]);
            keep(Offer { value, dated: Dated::Inherited, sum: sum.total() }, sum);
        }
        for (rank, fine) in self.running.fine.iter().rev().enumerate() {
            let mut sum = Sum::new(weights, named);
            self.goes_on(&mut sum, fine, rank, stands);
            keep(Offer { value: &fine.value, dated: Dated::Inherited, sum: sum.total() }, sum);
        }
        let best = (0..offers.len())
            .max_by(|&one, &two| offers[one].sum.total_cmp(&offers[two].sum).then(two.cmp(&one)));
        let Some(best) = best else { return (None, Dated::Not, 0.0) };
        let among: f32 = offers.iter().map(|offer| (offer.sum - offers[best].sum).exp()).sum();
        if let Some(choices) = choices {
            let made = choices.len() - offers.len();
            choices[made + best].chosen = true;
        }
        let best = offers.swap_remove(best);
        (Some(best.value.clone()), best.dated, 1.0 / among)
    }

    /// The features of a day or month that a sentence before gave: whether this one goes on telling of it.
    fn goes_on(&self, sum: &mut Sum, fine: &Fine, rank: usize, stands: Part) {
        let since = DIGITS.get(self.running.sentence - fine.sentence).copied().unwrap_or(part!("long-ago"));
        let paragraph = match self.running.paragraph - fine.paragraph {
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
        let year = year_of(&fine.value);
        let same = |other: Option<&Time>| if year.as_ref() == other { part!("same") } else { part!("other") };
        let form = self.found.map_or(part!("none"), |found| Part::of(found.form.as_str()));
        let kind = Part::of(self.kind.as_str());
        let opening = |place: usize| {
            let unit = self.units.get(self.sentence.start + place)?;
            (unit.is_word() && self.sentence.contains(&(self.sentence.start + place)))
                .then(|| Part::of(&unit.lower))
        };
        let (first, second) = (opening(0).unwrap_or(part!("none")), opening(1).unwrap_or(part!("none")));
        let others = if self.running.fine.len() > 1 { part!("others") } else { part!("only") };
        sum.of(part!("df"), [stands, since]);
        sum.of(part!("df1"), [stands, since, paragraph, told]);
        sum.of(part!("df2"), [rank, told, stands]);
        sum.of(part!("df3"), [rank, since, width]);
        sum.of(part!("df4"), [kind, stands, since]);
        sum.of(part!("df5"), [form, stands, since]);
        sum.of(part!("df6"), [same(self.running.last.as_ref()), same(self.running.told.as_ref()), since]);
        sum.of(part!("df7"), [first, paragraph]);
        sum.of(part!("df8"), [first, second]);
        sum.of(part!("df9"), [others, rank, told]);
        sum.of(part!("df10"), [width, stands, paragraph, rank]);
        let ahead = same(self.running.ahead.first());
        sum.of(part!("df11"), [ahead, paragraph, since]);
    }

    /// The features of a year that was reached before: how often and how lately, and where it stands to the others.
    fn recalled(&self, sum: &mut Sum, value: &Time, stands: Part) {
        let recent = &self.running.recent;
        let count = DIGITS[recent.iter().filter(|one| *one == value).count().min(3)];
        let age = recent.iter().rev().position(|one| one == value);
        let age = age.map_or(part!("none"), |age| DIGITS.get(age).copied().unwrap_or(part!("old")));
        let among = |other: Option<&Time>| {
            other.map_or(part!("none"), |other| match value.earliest().cmp(&other.earliest()) {
                std::cmp::Ordering::Less => part!("earlier"),
                std::cmp::Ordering::Equal => part!("same"),
                std::cmp::Ordering::Greater => part!("later"),
            })
        };
        let (last, told) = (among(self.running.last.as_ref()), among(self.running.told.as_ref()));
        let width = if value.as_str().len() == YEAR { part!("year") } else { part!("years") };
        let told_since = DIGITS[self.running.told_since.min(3)];
        sum.of(part!("dc"), [count, age, stands]);
        sum.of(part!("dc1"), [last, told, stands]);
        sum.of(part!("dc2"), [told, told_since, last]);
        sum.of(part!("dc3"), [width, age]);
        let ahead = DIGITS[self.running.ahead.iter().filter(|one| *one == value).count().min(3)];
        let place = self.running.ahead.iter().position(|one| one == value);
        let place = place.map_or(part!("none"), |place| DIGITS.get(place).copied().unwrap_or(part!("late")));
        sum.of(part!("dc4"), [count, ahead, stands]);
        sum.of(part!("dc5"), [age, place]);
        sum.of(part!("dc6"), [among(self.running.around.as_ref()), ahead, age]);
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
        let width = match value.as_str() {
            text if text.contains('/') => part!("range"),
            text if text.contains('X') => part!("decade"),
            text => [part!("year"), part!("month"), part!("day")][text.matches('-').count().min(2)],
        };
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
        let lower = units[at].lower.as_str();
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
        let year = first_day(value);
        let among = |other: Option<&Time>| match (year, other) {
            (Some(year), Some(other)) => match year.cmp(&other.earliest()) {
                std::cmp::Ordering::Less => part!("earlier"),
                std::cmp::Ordering::Equal => part!("same"),
                std::cmp::Ordering::Greater => part!("later"),
            },
            _ => part!("none"),
        };
        let around = among(self.running.around.as_ref());
        sum.of(part!("d13"), [around, manner, width]);
        sum.of(part!("d14"), [around, side, verb]);
        sum.of(
            part!("d15"),
            [among(self.running.usual.as_ref()), among(self.running.coming.as_ref()), manner],
        );
        if let Some(found) = self.found
            && found.form == Form::Noun
        {
            sum.of(part!("d12"), [side, gap, next]);
        }
    }
}
