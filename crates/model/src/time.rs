use std::fmt;

use edtf_core::{Bound, BoundDate, Edtf};
use serde::{Deserialize, Serialize};

/// A calendar day (proleptic Gregorian; a Julian date that a source gives is kept as the source gives it).
pub type Day = jiff::civil::Date;

/// A calendar expression's value: an EDTF (ISO 8601-2) string with its earliest and latest day.
///
/// ```
/// use salname_model::Time;
///
/// let war = Time::parse("1914/1918").unwrap();
/// assert_eq!(war.earliest().to_string(), "1914-01-01");
/// assert_eq!(war.latest().to_string(), "1918-12-31");
/// assert!(Time::parse("1920-02-31").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Time {
    edtf: String,
    earliest: Day,
    latest: Day,
}

/// A text that is no EDTF value, or names no day that the calendar can compute with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeError {
    text: String,
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "\"{}\" is not a date: write it as EDTF, for example 1920-04-28, 1920-04, 1920, 1918/1920 or 192X",
            self.text
        )
    }
}

impl std::error::Error for TimeError {}

impl Time {
    /// Reads an EDTF value of any level.
    ///
    /// # Errors
    /// If the text is no EDTF value, or has no computable bounds.
    pub fn parse(edtf: &str) -> Result<Self, TimeError> {
        let error = || TimeError { text: edtf.to_owned() };
        let bounds = Edtf::parse(edtf).map_err(|_| error())?.bounds();
        let earliest = day(bounds.earliest, Day::MIN).ok_or_else(error)?;
        let latest = day(bounds.latest, Day::MAX).ok_or_else(error)?;
        if earliest > latest {
            return Err(error());
        }
        Ok(Self { edtf: edtf.to_owned(), earliest, latest })
    }

    /// One day.
    #[must_use]
    pub fn day(day: Day) -> Self {
        Self { edtf: day.to_string(), earliest: day, latest: day }
    }

    /// The value as EDTF.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.edtf
    }

    /// First day that the value can mean; [`Day::MIN`] where it is open towards the past.
    #[must_use]
    pub fn earliest(&self) -> Day {
        self.earliest
    }

    /// Last day that the value can mean; [`Day::MAX`] where it is open towards the future.
    #[must_use]
    pub fn latest(&self) -> Day {
        self.latest
    }

    /// True if the value means one day.
    #[must_use]
    pub fn is_day(&self) -> bool {
        self.earliest == self.latest
    }

    /// True if every day of `other` lies within this value.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.earliest <= other.earliest && other.latest <= self.latest
    }

    /// True if some day lies within both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.earliest <= other.latest && other.earliest <= self.latest
    }
}

fn day(bound: Bound, open: Day) -> Option<Day> {
    match bound {
        Bound::Date(BoundDate { year, month, day }) => {
            Day::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        }
        // "1918/" and "/1918" leave an end unsaid: for asking about days that is as good as open.
        Bound::NegativeInfinity | Bound::PositiveInfinity | Bound::Unknown => Some(open),
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.edtf)
    }
}

impl std::str::FromStr for Time {
    type Err = TimeError;

    fn from_str(edtf: &str) -> Result<Self, TimeError> {
        Self::parse(edtf)
    }
}

impl TryFrom<String> for Time {
    type Error = TimeError;

    fn try_from(edtf: String) -> Result<Self, TimeError> {
        Self::parse(&edtf)
    }
}

impl From<Time> for String {
    fn from(time: Time) -> Self {
        time.edtf
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_of_the_forms_that_sources_need() {
        for (edtf, earliest, latest) in [
            ("1920-04-28", "1920-04-28", "1920-04-28"),
            ("1920-02", "1920-02-01", "1920-02-29"),
            ("192X", "1920-01-01", "1929-12-31"),
            ("19XX", "1900-01-01", "1999-12-31"),
            ("1920~", "1920-01-01", "1920-12-31"),
            ("1920-07-06/1920-07-16", "1920-07-06", "1920-07-16"),
            ("../1932", "-009999-01-01", "1932-12-31"),
            ("1918/..", "1918-01-01", "9999-12-31"),
            ("1920-21", "1920-03-01", "1920-05-31"),
        ] {
            let time = Time::parse(edtf).unwrap();
            assert_eq!(time.earliest(), earliest.parse().unwrap(), "{edtf}");
            assert_eq!(time.latest(), latest.parse().unwrap(), "{edtf}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for edtf in ["1920-02-31", "1920-13", "28 April", ""] {
            assert!(Time::parse(edtf).is_err(), "{edtf}");
        }
    }
}
