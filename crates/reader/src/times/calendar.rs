//! Calendar arithmetic: points of the calendar, their EDTF form, and moving them by days, months and years.

use jiff::civil::Date;

/// A unit of the calendar, by the number that packs give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Day,
    Week,
    Month,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The unit of that number.
    pub fn numbered(number: i32) -> Option<Self> {
        Some(match number {
            1 => Self::Day,
            2 => Self::Week,
            3 => Self::Month,
            4 => Self::Year,
            5 => Self::Decade,
            6 => Self::Century,
            _ => return None,
        })
    }

    /// The letter for it in notes ("relative:+3d").
    pub fn letter(self) -> char {
        match self {
            Self::Day => 'd',
            Self::Week => 'w',
            Self::Month => 'm',
            Self::Year => 'y',
            Self::Decade => 'D',
            Self::Century => 'C',
        }
    }
}

/// A year, or a month, day or season of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Point {
    /// Always known.
    pub year: i32,
    /// 1 to 12.
    pub month: Option<i32>,
    /// 1 to 31; only with a month.
    pub day: Option<i32>,
    /// 21 to 24; only without a month.
    pub season: Option<i32>,
}

impl Point {
    /// True unless the point is a month or day that no calendar has.
    pub fn exists(self) -> bool {
        match (self.month, self.day) {
            (None, _) => true,
            (Some(month), None) => (1..=12).contains(&month),
            (Some(_), Some(_)) => self.date().is_some(),
        }
    }

    /// The date, if the point is a day that exists.
    pub fn date(self) -> Option<Date> {
        let (year, month, day) = (self.year, self.month?, self.day?);
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    }

    /// The point as EDTF.
    pub fn edtf(self) -> String {
        match (self.month, self.day, self.season) {
            (Some(month), Some(day), _) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None, _) => format!("{:04}-{month:02}", self.year),
            (None, _, Some(season)) => format!("{:04}-{season}", self.year),
            (None, _, None) => format!("{:04}", self.year),
        }
    }

    /// A point that many units later (earlier, if negative); none if this point is not known as finely as the unit.
    ///
    /// The result is as fine as the unit: a month after a day is a month.
    pub fn moved(self, by: i32, unit: Unit) -> Option<Self> {
        let year = |years: i32| Some(Self { year: self.year.checked_add(years)?, ..Self::default() });
        match unit {
            Unit::Day => self.moved_days(i64::from(by)),
            Unit::Week => self.moved_days(i64::from(by) * 7),
            Unit::Month => {
                let months = self.year.checked_mul(12)?.checked_add(self.month? - 1)?.checked_add(by)?;
                Some(Self {
                    year: months.div_euclid(12),
                    month: Some(months.rem_euclid(12) + 1),
                    ..Self::default()
                })
            }
            Unit::Year => year(by),
            Unit::Decade => year(by.checked_mul(10)?),
            Unit::Century => year(by.checked_mul(100)?),
        }
    }

    fn moved_days(self, days: i64) -> Option<Self> {
        let date = self.date()?.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
        Some(Self::of(date))
    }

    /// The point that a date is.
    pub fn of(date: Date) -> Self {
        Self {
            year: i32::from(date.year()),
            month: Some(i32::from(date.month())),
            day: Some(i32::from(date.day())),
            season: None,
        }
    }

    /// What the point is as coarse as a unit.
    pub fn at(self, unit: Unit) -> Option<Self> {
        let Self { year, month, day, .. } = self;
        Some(match unit {
            Unit::Day | Unit::Week => Self { year, month: Some(month?), day: Some(day?), season: None },
            Unit::Month => Self { year, month: Some(month?), ..Self::default() },
            Unit::Year | Unit::Decade | Unit::Century => Self { year, ..Self::default() },
        })
    }
}

/// Last day of a month.
pub fn days_in_month(year: i32, month: i32) -> i32 {
    let first = Point { year, month: Some(month), day: Some(1), season: None };
    first.date().map_or(31, |date| i32::from(date.days_in_month()))
}

/// The Gregorian day of a day of the Iranian solar calendar, by its 33-year cycle (right for the years 1178 to 1633).
pub fn from_solar_hijri(year: i32, month: i32, day: i32) -> Option<Point> {
    let leap = |year: i32| (25 * year + 11).rem_euclid(33) < 8;
    let longest = if month <= 6 {
        31
    } else if month < 12 || leap(year) {
        30
    } else {
        29
    };
    if !(1178..=1633).contains(&year) || !(1..=12).contains(&month) || !(1..=longest).contains(&day) {
        return None;
    }
    // The first of Farvardin 1325 is March 21, 1946.
    let new_year = Date::new(1946, 3, 21).ok()?;
    let years = |from: i32, to: i32| (from..to).map(|year| 365 + i64::from(leap(year))).sum::<i64>();
    let whole = if year >= 1325 { years(1325, year) } else { -years(year, 1325) };
    let within = if month <= 7 { 31 * (month - 1) } else { 186 + 30 * (month - 7) } + day - 1;
    let days = jiff::Span::new().try_days(whole + i64::from(within)).ok()?;
    Some(Point::of(new_year.checked_add(days).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: i32, day: i32) -> Point {
        Point { year, month: Some(month), day: Some(day), season: None }
    }

    #[test]
    fn points_move_as_finely_as_they_are_known() {
        assert_eq!(day(1920, 2, 28).moved(3, Unit::Day), Some(day(1920, 3, 2)));
        assert_eq!(day(1920, 12, 30).moved(1, Unit::Week), Some(day(1921, 1, 6)));
        assert_eq!(day(1920, 12, 30).moved(2, Unit::Month).map(Point::edtf), Some("1921-02".into()));
        let year = Point { year: 1920, ..Point::default() };
        assert_eq!(year.moved(3, Unit::Day), None);
        assert_eq!(year.moved(-2, Unit::Year).map(Point::edtf), Some("1918".into()));
    }

    #[test]
    fn the_iranian_calendar() {
        assert_eq!(from_solar_hijri(1299, 12, 3), Some(day(1921, 2, 22)));
        assert_eq!(from_solar_hijri(1324, 9, 21), Some(day(1945, 12, 12)));
        assert_eq!(from_solar_hijri(1325, 1, 4), Some(day(1946, 3, 24)));
        assert_eq!(from_solar_hijri(1357, 11, 22), Some(day(1979, 2, 11)));
        assert_eq!(from_solar_hijri(1325, 12, 31), None);
    }
}
