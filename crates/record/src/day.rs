//! Days as integers that read as dates and sort as days: 28 April 1920 is 19200428.

use salname_model::{Day, Time};

/// The integer of a day.
pub(crate) fn number(day: Day) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// The day of an integer.
pub(crate) fn of(number: i64) -> Option<Day> {
    let (year, rest) = (number.div_euclid(10_000), number.rem_euclid(10_000));
    Day::new(i16::try_from(year).ok()?, i8::try_from(rest / 100).ok()?, i8::try_from(rest % 100).ok()?).ok()
}

/// First and last day of a time.
pub(crate) fn bounds(time: Option<&Time>) -> (Option<i64>, Option<i64>) {
    (time.map(|time| number(time.earliest())), time.map(|time| number(time.latest())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_as_days_do() {
        let days: Vec<Day> = ["-000001-12-31", "0000-01-01", "1920-04-28", "1920-12-01", "1921-01-01"]
            .map(|day| day.parse().unwrap())
            .into();
        let numbers: Vec<i64> = days.iter().copied().map(number).collect();
        assert!(numbers.is_sorted(), "{numbers:?}");
        assert_eq!(number(days[2]), 19_200_428);
        assert!(days.iter().all(|&day| of(number(day)) == Some(day)));
    }
}
