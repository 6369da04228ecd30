//! Days as numbers, so that spans are sums and comparisons are cheap.

use salname_model::{Day, Time};

/// A day, counted from 1970-01-01.
pub(crate) type DayNumber = i32;

/// First and last day on which something may have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bounds {
    /// First day.
    pub earliest: DayNumber,
    /// Last day.
    pub latest: DayNumber,
}

impl Bounds {
    pub(crate) fn new(earliest: DayNumber, latest: DayNumber) -> Self {
        Self { earliest, latest }
    }

    /// Days from the first to the last.
    #[must_use]
    pub fn width(self) -> i32 {
        self.latest.saturating_sub(self.earliest)
    }

    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.earliest <= other.latest && other.earliest <= self.latest
    }

    pub(crate) fn within(self, other: Self) -> bool {
        other.earliest <= self.earliest && self.latest <= other.latest
    }

    pub(crate) fn is_day(self) -> bool {
        self.earliest == self.latest
    }

    /// Days between the two where they are nearest; 0 if they touch or overlap.
    #[must_use]
    pub fn gap(self, other: Self) -> i32 {
        other.earliest.saturating_sub(self.latest).max(self.earliest.saturating_sub(other.latest)).max(0)
    }
}

impl From<&Time> for Bounds {
    fn from(time: &Time) -> Self {
        Self::new(number(time.earliest()), number(time.latest()))
    }
}

/// True if a date is told as near the truth only: "about 28 April".
pub(crate) fn is_about(time: &Time) -> bool {
    time.as_str().contains(['~', '%'])
}

/// The days that a date may mean: one that is near the truth only may be out by half of what it spans, or some days.
pub(crate) fn about(time: &Time, bounds: Bounds) -> Bounds {
    if !is_about(time) {
        return bounds;
    }
    let out = (bounds.width() / 2).max(SOME_DAYS);
    Bounds::new(bounds.earliest.saturating_sub(out), bounds.latest.saturating_add(out))
}

/// "About" a day is not farther from it than this.
const SOME_DAYS: i32 = 5;

/// The number of a day (H. Hinnant's `days_from_civil`).
pub(crate) fn number(day: Day) -> DayNumber {
    let (month, date) = (i32::from(day.month()), i32::from(day.day()));
    let year = i32::from(day.year()) - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + date - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of the first of some days; zeros outside the calendar of EDTF.
pub(crate) fn civil(bounds: Bounds) -> (i16, i8, i8) {
    day(bounds.earliest).map_or((0, 0, 0), |day| (day.year(), day.month(), day.day()))
}

/// The day of a number (H. Hinnant's `civil_from_days`); none outside the calendar of EDTF.
fn day(number: DayNumber) -> Option<Day> {
    let days = i64::from(number) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let date = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Day::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(date).ok()?).ok()
}

/// True if both days have a date.
pub(crate) fn is_in_calendar(bounds: Bounds) -> bool {
    day(bounds.earliest).is_some() && day(bounds.latest).is_some()
}

/// The days as an EDTF date: one day, or some day from one to another.
pub(crate) fn edtf(bounds: Bounds) -> String {
    match (day(bounds.earliest), day(bounds.latest)) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("[{first}..{last}]"),
        _ => String::new(),
    }
}

/// What a statement's date means for an event that happens on one day, and for something that lasts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct When {
    /// The days of the event, or of the beginning of a stretch of days.
    pub bounds: Bounds,
    /// The last day of the stretch of which the text speaks, as far as it is sure.
    pub through: DayNumber,
    /// The date is "since": what lasts began then.
    pub open_end: bool,
    /// The date is "until": what lasts ended then.
    pub open_start: bool,
}

impl When {
    /// Understands an EDTF date: "1918/1920" is for an event some day in those years, for what lasts all of them.
    pub(crate) fn new(time: &Time) -> Option<Self> {
        let whole = Bounds::from(time);
        let half = |text: &str| Time::parse(text).ok().map(|time| Bounds::from(&time));
        let Some((from, to)) = time.as_str().split_once('/') else {
            return Some(Self { bounds: whole, through: whole.latest, open_end: false, open_start: false });
        };
        match (half(from), half(to)) {
            (Some(from), Some(to)) => Some(Self {
                bounds: Bounds::new(from.earliest, to.latest),
                through: from.latest.max(to.earliest),
                open_end: false,
                open_start: false,
            }),
            (Some(from), None) => {
                Some(Self { bounds: from, through: from.latest, open_end: true, open_start: false })
            }
            (None, Some(to)) => {
                Some(Self { bounds: to, through: to.latest, open_end: false, open_start: true })
            }
            (None, None) => None,
        }
    }

    /// The days on which a stretch of days began, as far as the date tells: the first half of "1918/1920".
    pub(crate) fn beginning(time: &Time, bounds: Bounds) -> Bounds {
        time.as_str()
            .split_once('/')
            .and_then(|(from, _)| Time::parse(from).ok())
            .map_or(bounds, |from| Bounds::from(&from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_the_epoch() {
        for (text, expected) in
            [("1970-01-01", 0), ("1970-03-01", 59), ("1920-02-29", -18_204), ("2000-03-01", 11_017)]
        {
            assert_eq!(number(text.parse().unwrap()), expected, "{text}");
        }
        let (mut day, mut count) = (Day::new(1898, 1, 1).unwrap(), number("1898-01-01".parse().unwrap()));
        for _ in 0..2_000 {
            assert_eq!((number(day), super::day(count)), (count, Some(day)));
            day = day.tomorrow().unwrap();
            count += 1;
        }
    }

    #[test]
    fn a_range_is_a_stretch_for_what_lasts_and_doubt_for_what_happens() {
        let when = When::new(&Time::parse("1918/1920").unwrap()).unwrap();
        assert_eq!(when.bounds, Bounds::from(&Time::parse("1918/1920").unwrap()));
        assert_eq!(when.through, number("1920-01-01".parse().unwrap()));
        let since = When::new(&Time::parse("1918-05-28/..").unwrap()).unwrap();
        assert!(since.open_end && since.bounds.is_day());
    }
}
