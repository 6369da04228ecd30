//! What a document's dates leave out, taken from the dates before them.
//!
//! A historian writes the year once and then goes on by days and months. The tracker follows the line of the telling:
//! it keeps the date last told, lets dates in brackets and glances at far years pass without following them, and
//! counts what is told relative to an event from the date of that event.

use std::collections::BTreeMap;

use salname_model::{Relative, Time};
use salname_packs::{Means, Slot};

use super::calendar::{Point, Unit, from_solar_hijri};
use super::scan::{Found, Open};
use super::trie::Slots;
use super::value::{Context, NoValue, Value, calendar, first_month, of_unit};

/// A jump this many years away from the line of the telling is a glance aside until a second date confirms it.
const FAR: i32 = 12;

/// Dates of one day, four in five of them with one and the same year, after which the day needs no year.
const OFTEN: usize = 3;

/// Documents that tell of this year or later may count by the eras of the time.
const MODERN: i32 = 1800;

/// Months that a telling goes forward at a step, more often than not.
const NEAR: i32 = 2;

/// A telling comes back to where it was within so many paragraphs.
const LATELY: usize = 2;

/// So many months back are a new year, and so many on an old one.
const ROUND: i32 = 8;
const BACK: i32 = 10;

/// Months that no letter looks ahead without a word of the year.
const LONG: i32 = 7;

/// What a document has told so far.
#[derive(Debug, Default)]
pub struct Discourse {
    /// The year, month and day that the telling has come to.
    line: Option<Point>,
    /// Where the line was, if the last date went back to an earlier year.
    before_flashback: Option<Point>,
    /// Expressions that the line has followed.
    followed: usize,
    /// Where the line was before it last went far, and the paragraph in which it did.
    left: Option<(usize, Point)>,
    /// A bare year just read, and the byte where it ends.
    year_before: Option<(i32, usize, usize)>,
    /// A far year that was named once.
    aside: Option<(usize, i32)>,
    /// What was last spoken of, on the line or beside it, with the paragraph and sentence where it was.
    last: Option<(usize, usize, Point)>,
    /// The year of each day that the document dates often and nearly always alike: its readers know which April 28 is meant.
    known_days: BTreeMap<(i32, i32), i32>,
    /// Paragraph and sentence of the expression at hand.
    place: (usize, usize),
    /// True if the expression at hand stands in brackets.
    in_bracket: bool,
    /// The day that the piece at hand is headed by.
    dateline: Option<Point>,
    /// Last range of years or decade.
    period: Option<String>,
    /// True if the document tells of years from which on it may count by other eras beside ours.
    modern: bool,
    /// First year of the century in which most of the document's years lie.
    century: Option<i32>,
    /// The year to begin with, before any is told.
    first_year: Option<i32>,
}

/// What became of an expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// Its value.
    pub value: Option<Time>,
    /// As in [`salname_model::TimeMention::note`].
    pub note: String,
}

impl Discourse {
    /// A tracker for a document whose expressions are known.
    ///
    /// `head` is the year that the document is headed by, if no expression says it ("Teheran, 1946").
    pub fn of<'a>(found: impl Iterator<Item = &'a Found<'a>> + Clone, head: Option<i32>) -> Self {
        let mut line = None;
        let mut centuries = BTreeMap::<i32, usize>::new();
        let mut days = BTreeMap::<(i32, i32), BTreeMap<i32, usize>>::new();
        let mut first_year = None;
        let is_modern = |found: &Found| found.slots.get(Slot::Year).is_some_and(|year| year >= MODERN);
        let years = || found.clone().filter(|found| found.slots.get(Slot::Year).is_some());
        // Years that are all of another era are told in modern times as well.
        let modern = head.is_some()
            || found.clone().any(is_modern)
            || years().next().is_some() && years().all(|found| found.of_era.is_some());
        for found in found {
            let slots = &found.slots;
            let Some(year) = slots.get(Slot::Year) else { continue };
            let year = found.of_era.filter(|_| modern).map_or(year, |(_, year)| year);
            if first_year.is_none() && found.of_paper {
                let telling = head.filter(|head| (year..=year + FAR).contains(head));
                line = telling.map(|year| Point { year, ..Point::default() });
            }
            *centuries.entry(year / 100 * 100).or_default() += 1;
            first_year = first_year.or(Some(year));
            if let (Some(month), Some(day)) = (slots.get(Slot::Month), slots.get(Slot::Day)) {
                *days.entry((month, day)).or_default().entry(year).or_default() += 1;
            }
        }
        let century = centuries.iter().max_by_key(|(century, count)| (**count, -**century)).map(|(c, _)| *c);
        let known_days = days.into_iter().filter_map(|(day, years)| {
            let all: usize = years.values().sum();
            let (year, count) = years.into_iter().max_by_key(|(_, count)| *count)?;
            (count >= OFTEN && count * 5 >= all * 4).then_some((day, year))
        });
        Self { line, century, first_year, modern, known_days: known_days.collect(), ..Self::default() }
    }

    /// Tells the tracker that another piece begins: the day that headed the one before is not its own.
    pub fn new_piece(&mut self) {
        self.dateline = None;
    }

    /// Tells the tracker that a heading names a time: what follows it is told of that time.
    pub fn heading(&mut self, first: &Resolved) {
        let Some(time) = &first.value else { return };
        let (from, to) = (i32::from(time.earliest().year()), i32::from(time.latest().year()));
        if (1..3000).contains(&from) && self.line.is_none_or(|line| line.year < from || line.year > to) {
            self.line = Some(Point { year: from, ..Point::default() });
            self.aside = None;
        }
    }

    /// The value of the next expression, in the order of the text. `next` is the expression after it.
    pub fn resolve(
        &mut self,
        paragraph: usize,
        found: &Found<'_>,
        next: Option<&Found<'_>>,
    ) -> Option<Resolved> {
        self.place = (paragraph, found.sentence);
        self.in_bracket = found.depth > 0;
        let slots = &found.slots;
        if let Some(value) = &found.pattern.value {
            self.period = Some(value.clone());
            return Some(Resolved { value: Time::parse(value).ok(), note: String::new() });
        }
        let made = match found.pattern.means {
            Means::Calendar => self.calendar(found, next),
            Means::Dual => {
                let mut first = found.clone();
                first.slots.clear(Slot::Month2);
                first.slots.clear(Slot::Day2);
                let made = self.calendar(&first, next);
                // "12 (24) August 1898": the second day has no expression of its own.
                match (made, slots.get(Slot::Day2), slots.get(Slot::Month2)) {
                    (Ok((value, note)), Some(day), None) => {
                        let twin = value.begins.map(|begins| Point { day: Some(day), ..begins });
                        let twin = twin.filter(|twin| twin.exists());
                        let link = twin.map_or(String::new(), |twin| other_calendar(&twin.edtf()));
                        Ok((value, joined(&note, &link)))
                    }
                    (made, ..) => made,
                }
            }
            Means::DayInList => {
                let told = self.last_here()?;
                let day = Point { day: slots.get(Slot::Day), ..told };
                told.day?;
                if day.exists() {
                    Ok((Value { edtf: day.edtf(), begins: Some(day), ends: None }, "inherited-month".into()))
                } else {
                    return None;
                }
            }
            Means::SolarHijri => self.solar_hijri(found),
            Means::Offset => self.offset(found, next),
            Means::Shifted => self.shifted(found, next),
            Means::SamePeriod => Err((NoValue::Unresolved, "relative".into())),
            Means::Following => self.following(found),
            // Who is quoted has a yesterday of his own: that of the day that he is said to have written on.
            Means::FromDateline if found.quoted && self.last_here().is_some() => {
                self.shifted_from(found, next, self.last_here())
            }
            Means::FromDateline => self.since_dateline(found, next),
            Means::SpeakersDay if found.quoted => self.shifted(found, next),
            Means::SpeakersDay if self.dateline.is_some() => self.since_dateline(found, next),
            Means::SpeakersDay | Means::Nothing => return None,
        };
        let made = match found.pattern.means {
            Means::SamePeriod => {
                return Some(Resolved {
                    value: self.period.as_deref().and_then(|period| Time::parse(period).ok()),
                    note: "relative:period".into(),
                });
            }
            _ => made,
        };
        Some(match made {
            Ok((value, note)) => {
                let time = self.opened(found, &value.edtf);
                self.follow(found, &value);
                Resolved { value: time, note }
            }
            Err((NoValue::Nothing, _)) => return None,
            Err((NoValue::NoSuchDay, _)) => Resolved { value: None, note: "no-such-day".into() },
            Err((NoValue::Unresolved, note)) => Resolved { value: None, note },
        })
    }

    fn calendar(
        &self,
        found: &Found<'_>,
        next: Option<&Found<'_>>,
    ) -> Result<(Value, String), (NoValue, String)> {
        let mut slots = self.as_gregorian(found);
        let says_when = |slots: &Slots| {
            [Slot::Year, Slot::Year2, Slot::Century, Slot::Decade, Slot::Shift]
                .iter()
                .any(|slot| slots.get(*slot).is_some())
        };
        if !says_when(&slots)
            && let Some(year) =
                next.and_then(|next| year_from_end(found, next).or_else(|| self.year_ahead(found, next)))
        {
            slots.set(Slot::Year, year);
        } else if !says_when(&slots)
            && let Some(year) = self.year_of_papers(found)
        {
            slots.set(Slot::Year, year);
        } else if !says_when(&slots)
            && let Some(year) = self.known_year(&slots)
        {
            slots.set(Slot::Year, year);
        }
        // "1924-cü il 3, 5 və 8 may": the year is that of all three.
        if !says_when(&slots)
            && let Some((year, paragraph, end)) = self.year_before
            && paragraph == self.place.0
            && found.span.start <= end + 1
        {
            slots.set(Slot::Year, year);
        }
        let value = calendar(&slots, self).map_err(|reason| (reason, "unresolved".to_owned()))?;
        let of_era = found.of_era.filter(|(_, year)| slots.get(Slot::Year) == Some(*year));
        let note = match self.in_other_calendar(found, &value) {
            Some(told) => other_calendar(&told.edtf()),
            None if let Some((era, _)) = of_era => era.to_owned(),
            None if says_when(&found.slots) => String::new(),
            None => "inherited-year".to_owned(),
        };
        Ok((value, note))
    }

    /// The year of a paper that is named after an older one of the same sentence: after "the accord of March 16, 1921", "the
    /// treaty of October 13".
    fn year_of_papers(&self, found: &Found<'_>) -> Option<i32> {
        let older = self
            .last_here()
            .filter(|older| found.of_paper && self.line.is_some_and(|line| older.year < line.year))?;
        (found.slots.get(Slot::Month)? >= older.month?).then_some(older.year)
    }

    /// The year of a well-known day, where the telling is not just coming to the same day of another year.
    fn known_year(&self, slots: &Slots) -> Option<i32> {
        let (month, day) = (slots.get(Slot::Month)?, slots.get(Slot::Day)?);
        let told = self.line?.month?;
        let near = (told..=told + NEAR).contains(&month);
        self.known_days.get(&(month, day)).copied().filter(|_| !near)
    }

    /// The year that the same sentence says a little later, where the telling would otherwise go back in time: after
    /// August 1920, "on June 30 the one, on July 7, 1921 the other".
    fn year_ahead(&self, found: &Found<'_>, next: &Found<'_>) -> Option<i32> {
        let (month, next_month) = (found.slots.get(Slot::Month)?, next.slots.get(Slot::Month)?);
        let year = next.slots.get(Slot::Year).filter(|_| found.sentence == next.sentence)?;
        let line = self.line?;
        (line.month? > month && next_month >= month && year == line.year + 1).then_some(year)
    }

    /// For the second of two days that are one day in two calendars ("noyabrın 7-də (25 oktyabr)"), the first.
    ///
    /// The Julian calendar was 11 days behind in the 18th century, 12 in the 19th, 13 in the 20th.
    fn in_other_calendar(&self, found: &Found<'_>, value: &Value) -> Option<Point> {
        let told = self.last_here().filter(|_| found.depth > 0)?;
        let days = told.date()?.until(value.begins?.date()?).ok()?.get_days().abs();
        (11..=13).contains(&days).then_some(told)
    }

    /// The year of another era beside a month of ours, as we count it: an Iranian one ("April 4, 1325") where that year is
    /// the one the text is telling of, one of the language's own eras in a document of modern times.
    fn as_gregorian(&self, found: &Found<'_>) -> Slots {
        let mut slots = found.slots;
        if let (Some(year @ 1200..1500), Some(month), Some(line)) =
            (slots.get(Slot::Year), slots.get(Slot::Month), self.line)
        {
            let after_new_year =
                month > 3 || (month == 3 && slots.get(Slot::Day).is_some_and(|day| day > 20));
            let gregorian = year + if after_new_year { 621 } else { 622 };
            if (line.year - gregorian).abs() <= 1 {
                slots.set(Slot::Year, gregorian);
                return slots;
            }
        }
        if let Some((_, year)) = found.of_era.filter(|_| self.modern) {
            slots.set(Slot::Year, year);
        }
        slots
    }

    fn solar_hijri(&self, found: &Found<'_>) -> Result<(Value, String), (NoValue, String)> {
        let slots = &found.slots;
        let year = slots.get(Slot::Year).or_else(|| self.line.map(|line| line.year - 621));
        let parts = (year, slots.get(Slot::SolarMonth), slots.get(Slot::Day));
        let (Some(year), Some(month), Some(day)) = parts else {
            return Err((NoValue::Unresolved, "solar-hijri".into()));
        };
        let point = from_solar_hijri(year, month, day).ok_or((NoValue::NoSuchDay, String::new()))?;
        Ok((Value { edtf: point.edtf(), begins: Some(point), ends: None }, "solar-hijri".into()))
    }

    /// "Three days later"; a date that follows at once says itself which day that was.
    fn offset(
        &self,
        found: &Found<'_>,
        next: Option<&Found<'_>>,
    ) -> Result<(Value, String), (NoValue, String)> {
        let slots = &found.slots;
        let count = slots.get(Slot::Count).unwrap_or(1);
        let by = count * slots.get(Slot::Direction).unwrap_or(1);
        let unit = slots.get(Slot::Unit).and_then(Unit::numbered).unwrap_or(Unit::Day);
        let from = self.last_here().or(self.line).or_else(|| self.last());
        let note = Relative {
            count: (count != 0).then_some(by),
            unit: unit.letter(),
            earlier: slots.get(Slot::Direction) == Some(-1),
            from: from.and_then(|from| Time::parse(&from.edtf()).ok()),
        }
        .to_string();
        let unresolved = || (NoValue::Unresolved, note.clone());
        if let Some(value) = self.beside(found, next) {
            return Ok((value, note));
        }
        let from = from.ok_or_else(unresolved)?;
        if count == 0 {
            // "Some days later" is in the same month, as far as anyone can say.
            let unit = if matches!(unit, Unit::Day | Unit::Week) { Unit::Month } else { Unit::Year };
            let point = from.at(unit).ok_or_else(unresolved)?;
            return Ok((Value { edtf: format!("{}~", point.edtf()), begins: Some(point), ends: None }, note));
        }
        let point = from.moved(by, unit).ok_or_else(unresolved)?;
        Ok((Value { edtf: point.edtf(), begins: Some(point), ends: None }, note))
    }

    /// The date that follows an expression at once: "a month later, on June 24".
    fn beside(&self, found: &Found<'_>, next: Option<&Found<'_>>) -> Option<Value> {
        let next = next.filter(|next| found.before_next && next.pattern.means == Means::Calendar)?;
        // "Two days later the pact of 1925": no day is a year.
        let days = found.slots.get(Slot::Unit).and_then(Unit::numbered).is_none_or(|unit| unit != Unit::Year);
        let bare = next.slots.get(Slot::Month).is_none() && next.slots.get(Slot::Day).is_none();
        if days && bare && next.slots.get(Slot::Season).is_none() {
            return None;
        }
        self.calendar(next, None).ok().map(|(value, _)| value)
    }

    /// The one day that follows an expression at once: "yesterday, April 13" was that day.
    fn named_beside(&self, found: &Found<'_>, next: Option<&Found<'_>>) -> Option<Value> {
        let is_day =
            |value: &Value| value.ends.is_none() && value.begins.is_some_and(|begins| begins.day.is_some());
        self.beside(found, next).filter(is_day)
    }

    /// "Yesterday": counted from the day that the piece is headed by, else from one that was just spoken of;
    /// where there is neither, it is said of no day ("yesterday's friends").
    fn since_dateline(
        &self,
        found: &Found<'_>,
        next: Option<&Found<'_>>,
    ) -> Result<(Value, String), (NoValue, String)> {
        let near = self.last.filter(|(paragraph, ..)| paragraph + 1 >= self.place.0).map(|(.., point)| point);
        let from = self.dateline.or(near);
        if from.is_none() && self.named_beside(found, next).is_none() {
            return Err((NoValue::Nothing, String::new()));
        }
        self.shifted_from(found, next, from)
    }

    /// "The same day", "the next year", "that day of 1914".
    fn shifted(
        &self,
        found: &Found<'_>,
        next: Option<&Found<'_>>,
    ) -> Result<(Value, String), (NoValue, String)> {
        self.shifted_from(found, next, self.last())
    }

    fn shifted_from(
        &self,
        found: &Found<'_>,
        next: Option<&Found<'_>>,
        from: Option<Point>,
    ) -> Result<(Value, String), (NoValue, String)> {
        let shift = found.slots.get(Slot::Shift).unwrap_or(0);
        let unit = found.slots.get(Slot::Unit).and_then(Unit::numbered).unwrap_or(Unit::Day);
        let note = counted(shift, unit, from);
        if unit == Unit::Day
            && let Some(value) = self.named_beside(found, next)
        {
            return Ok((value, note));
        }
        let unresolved = || (NoValue::Unresolved, note.clone());
        let from = from.and_then(|last| last.at(unit)).ok_or_else(unresolved)?;
        let from = Point { year: found.slots.get(Slot::Year).unwrap_or(from.year), ..from };
        if !from.exists() {
            return Err((NoValue::NoSuchDay, String::new()));
        }
        let to = if shift == 0 { from } else { from.moved(shift, unit).ok_or_else(unresolved)? };
        let value = of_unit(to, unit).ok_or_else(unresolved)?;
        let value = match found.slots.get(Slot::Part) {
            Some(_) => Value { edtf: format!("{}~", value.edtf), ..value },
            None => value,
        };
        Ok((value, note))
    }

    /// "In the next five years": the units that follow.
    fn following(&self, found: &Found<'_>) -> Result<(Value, String), (NoValue, String)> {
        let count = found.slots.get(Slot::Count).unwrap_or(1).max(1);
        let unit = found.slots.get(Slot::Unit).and_then(Unit::numbered).unwrap_or(Unit::Year);
        let note = counted(count, unit, self.last());
        let unresolved = || (NoValue::Unresolved, note.clone());
        let from = self.last().ok_or_else(unresolved)?;
        let first = from.moved(1, unit).ok_or_else(unresolved)?;
        let last = from.moved(count, unit).ok_or_else(unresolved)?;
        let edtf = format!("{}/{}", first.edtf(), last.edtf());
        Ok((Value { edtf, begins: Some(first), ends: Some(last) }, note))
    }

    /// The value, open towards where the text says so.
    fn opened(&self, found: &Found<'_>, edtf: &str) -> Option<Time> {
        let open = match found.open {
            Open::No => None,
            // The two ends of a span bound each other.
            _ if found.spans => None,
            _ if edtf.contains('/') => None,
            Open::Since => Some(format!("{edtf}/..")),
            Open::Until => Some(format!("../{edtf}")),
        };
        open.and_then(|open| Time::parse(&open).ok())
            .or_else(|| Time::parse(edtf).ok())
            .or_else(|| Time::parse(&edtf.replace('~', "")).ok())
    }

    /// Goes on with the telling.
    fn follow(&mut self, found: &Found<'_>, value: &Value) {
        let Some(begins) = value.begins else {
            // "These years" are those of a decade or a range, never of a century.
            if !value.edtf.contains("XX") {
                self.period = Some(value.edtf.clone());
            }
            return;
        };
        if value.ends.is_some_and(|ends| ends.year != begins.year) && begins.month.is_none() {
            self.period = Some(value.edtf.clone());
            // What lasts longer than a telling, such as a life, begins none.
            let short = value.ends.is_some_and(|ends| ends.year - begins.year <= FAR);
            if self.line.is_none() && short {
                self.line = Some(Point { year: begins.year, ..Point::default() });
            }
            return;
        }
        if let Some(first) = found.list_from.filter(|first| *first < begins.year) {
            self.period = Some(format!("{first:04}/{:04}", begins.year));
        }
        let told = value.ends.filter(|ends| ends.month.is_some()).unwrap_or(begins);
        let (paragraph, sentence) = self.place;
        self.year_before = (told.month.is_none() && told.season.is_none() && value.ends.is_none())
            .then_some((told.year, paragraph, found.span.end));
        self.last = Some((paragraph, sentence, begins));
        if found.dateline && begins.day.is_some() {
            self.dateline = Some(begins);
        }
        // What a paper that is older than the telling is dated by is no part of it.
        let other = |line: Point| told.year < line.year || self.dateline.is_some() && told.year > line.year;
        if found.of_paper && self.line.is_some_and(other) {
            return;
        }
        if found.depth > 0 && self.line.is_some() {
            return;
        }
        // What a month without a year goes back to is no part of the telling: in February 1925 "on 9 December".
        let back = |line: Point| {
            let onward = line.month.zip(told.month).is_some_and(|(line, told)| told >= line + LONG);
            told.year == line.year - 1 && onward && found.slots.get(Slot::Year).is_none()
        };
        let goes_back = found.pattern.means == Means::Calendar && self.line.is_some_and(back);
        if goes_back {
            return;
        }
        if self.is_glance(found, told) {
            self.aside = Some((paragraph, told.year));
        } else {
            self.aside = None;
            // A flashback is one date long, or it is the telling.
            self.before_flashback = self.line.filter(|line| told.year < line.year);
            if let Some(line) = self.line.filter(|line| (line.year - told.year).abs() > FAR) {
                self.left = Some((paragraph, line));
            }
            self.line = Some(told);
            self.followed += 1;
        }
    }

    /// True if an expression looks aside from the line of the telling: far away from it, or back to a bare year in the
    /// middle of a paragraph. A second date of the same time makes it the line after all.
    fn is_glance(&self, found: &Found<'_>, told: Point) -> bool {
        let Some(line) = self.line else { return false };
        // "That day of 1914" is remembered on that day.
        if found.pattern.means == Means::Shifted && found.slots.get(Slot::Year).is_some() {
            return true;
        }
        // "Until 1934": what it ends at is not what is being told.
        if found.open == Open::Until && told.year != line.year {
            return true;
        }
        let confirmed = self.aside.is_some_and(|(_, aside)| {
            // A second far date of the same time is the telling; so is one that goes on from it, where both lie ahead.
            let onward = aside > line.year && told.year > line.year;
            (aside - told.year).abs() <= if onward { FAR } else { 1 }
        });
        if (line.year - told.year).abs() > FAR {
            // A year that was only named first, "the treaty of 1856", and a telling that comes back to where it was.
            let own = found.slots.get(Slot::Year).is_some();
            let begins = self.followed <= 1 && line.month.is_none() && told.month.is_some() && own;
            let lately = |at: usize| self.place.0 <= at + LATELY;
            let back = self.left.is_some_and(|(at, left)| lately(at) && (left.year - told.year).abs() <= 1);
            return !(confirmed || begins || back);
        }
        if told.month.is_some() || told.season.is_some() {
            return false;
        }
        // "The frontiers of 1913": a year that only tells which.
        found.attributive || (!found.opens && !confirmed && (told.year < line.year || found.since_ending))
    }

    /// What was last spoken of in this sentence.
    fn last_here(&self) -> Option<Point> {
        self.last
            .filter(|(paragraph, sentence, _)| (*paragraph, *sentence) == self.place)
            .map(|(.., point)| point)
    }

    fn last(&self) -> Option<Point> {
        self.last.map(|(.., point)| point)
    }
}

/// The note of a time that is so many units from another.
fn counted(count: i32, unit: Unit, from: Option<Point>) -> String {
    let from = from.and_then(|from| Time::parse(&from.edtf()).ok());
    Relative { count: Some(count), unit: unit.letter(), earlier: count < 0, from }.to_string()
}

/// The note that a day is that of another expression in the other calendar.
pub fn other_calendar(value: &str) -> String {
    format!("{OTHER_CALENDAR}{value}")
}

/// How such a note begins.
pub const OTHER_CALENDAR: &str = "other-calendar@";

/// Two notes in one.
pub fn joined(first: &str, second: &str) -> String {
    let both = [first, second].map(|note| Some(note).filter(|note| !note.is_empty()));
    both.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// The year that the end of a span gives to its beginning: "from May 5 to June 10, 1920".
fn year_from_end(found: &Found<'_>, next: &Found<'_>) -> Option<i32> {
    let spans = found.open == Open::Since && next.open == Open::Until && found.sentence == next.sentence;
    let (first, last) = (found.slots.get(Slot::Month)?, next.slots.get(Slot::Month)?);
    let year = next.slots.get(Slot::Year).filter(|_| spans)?;
    Some(if first <= last { year } else { year - 1 })
}

impl Context for Discourse {
    fn year_of(&self, month: i32) -> Option<i32> {
        let Some(line) = self.line else { return self.first_year };
        // After a flashback the telling goes on where it was, if that is forward and the flashback's own line is not.
        if let Some(before) = self.before_flashback
            && !self.in_bracket
            && line.month.or_else(|| line.season.map(first_month)).is_some_and(|told| month < told)
            && before.month.is_some_and(|told| (told..=told + NEAR).contains(&month))
        {
            return Some(before.year);
        }
        // Who writes in January of a November without a year means the last one.
        if let Some(written) = self.dateline.filter(|written| written.year == line.year)
            && written.month.is_some_and(|told| month >= told + LONG)
        {
            return Some(line.year - 1);
        }
        // The telling goes forward: after December comes the January of the next year.
        match line.month {
            Some(told) if told - month >= ROUND => Some(line.year + 1),
            Some(told) if month - told >= BACK => Some(line.year - 1),
            _ => Some(line.year),
        }
    }

    fn month(&self) -> Option<i32> {
        self.last()?.month
    }

    fn year(&self) -> Option<i32> {
        self.last().map(|last| last.year).or(self.first_year)
    }

    fn century(&self) -> Option<i32> {
        self.line.map(|line| line.year / 100 * 100).or(self.century)
    }
}
