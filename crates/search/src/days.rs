//! Dates in the index: as terms of first and last day, as numbers to sort by, and as decades. A question about days goes
//! over the dates of the record, of which each stands in the dictionary once, and asks for those that fit.

use salname_model::{Day, Time};

pub(crate) fn term(time: &Time) -> String {
    format!("{} {}", time.earliest(), time.latest())
}

/// The first of some dates as a number that sorts as days do; a date without a beginning counts by its end.
pub(crate) fn first(times: &[Time]) -> Option<u64> {
    times
        .iter()
        .map(|time| number(if time.earliest() == Day::MIN { time.latest() } else { time.earliest() }))
        .min()
}

/// 28 April 1920 is 119200428: years are counted from -10000.
fn number(day: Day) -> u64 {
    let [month, day_of_month] = [day.month(), day.day()].map(|part| u64::try_from(part).unwrap_or(0));
    shifted(day) * 10_000 + month * 100 + day_of_month
}

/// The decades that some dates touch, each once, in order: 192 for the years from 1920. Of a date that spans many, only
/// its ends tell something.
pub(crate) fn decades(times: &[Time]) -> Vec<u64> {
    const MANY: u64 = 10;
    let mut decades = Vec::new();
    for time in times {
        let known = |day: Day| {
            (day != Day::MIN && day != Day::MAX && day.year() >= 0).then(|| day.year().unsigned_abs() / 10)
        };
        match (known(time.earliest()), known(time.latest())) {
            (Some(first), Some(last)) if u64::from(last - first) <= MANY => {
                decades.extend((first..=last).map(u64::from));
            }
            (first, last) => decades.extend(first.into_iter().chain(last).map(u64::from)),
        }
    }
    decades.sort_unstable();
    decades.dedup();
    decades
}

/// A year without a sign.
fn shifted(day: Day) -> u64 {
    u64::try_from(i32::from(day.year()) + 10_000).unwrap_or(0)
}

/// The first and the last day of a [`term`].
pub(crate) fn read(term: &str) -> Option<(Day, Day)> {
    let (earliest, latest) = term.split_once(' ')?;
    Some((earliest.parse().ok()?, latest.parse().ok()?))
}

/// True if a date of this first and last day may be on a day from `from` to `to`.
pub(crate) fn overlap((earliest, latest): (Day, Day), from: Option<Day>, to: Option<Day>) -> bool {
    from.is_none_or(|from| latest >= from) && to.is_none_or(|to| earliest <= to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_in_order_and_decades_counted_once() {
        let times = |texts: &[&str]| texts.iter().map(|text| Time::parse(text).unwrap()).collect::<Vec<_>>();
        assert_eq!(first(&times(&["1920-04-28", "1919"])), Some(119_190_101));
        assert!(first(&times(&["-0044-03-15"])) < first(&times(&["0014"])));
        assert_eq!(first(&[]), None);
        assert_eq!(decades(&times(&["1920-04-28", "1918/1921", "../1946"])), [191, 192, 194]);
        assert_eq!(decades(&times(&["0500/1946"])), [50, 194]);
    }

    #[test]
    fn a_date_overlaps_what_it_may_mean() {
        let bounds = |edtf: &str| read(&term(&Time::parse(edtf).unwrap())).unwrap();
        let overlaps = |edtf: &str, from, to| overlap(bounds(edtf), from, to);
        let term = "1920-05";
        let day = |text: &str| Some(text.parse().unwrap());
        assert!(overlaps(term, None, None));
        assert!(overlaps(term, day("1920-05-31"), None) && overlaps(term, None, day("1920-05-01")));
        assert!(!overlaps(term, day("1920-06-01"), None) && !overlaps(term, None, day("1920-04-30")));
        assert!(overlaps("../1918", None, day("1000-01-01")));
    }
}
