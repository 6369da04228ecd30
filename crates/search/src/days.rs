//! Dates as terms of the index: first and last day. A question about days reads the dictionary, in which every date of
//! the record stands once, and asks for those that fit.

use salname_model::{Day, Time};

pub(crate) fn term(time: &Time) -> String {
    format!("{} {}", time.earliest(), time.latest())
}

/// True if the date of a term may be on a day from `from` to `to`.
pub(crate) fn overlaps(term: &str, from: Option<Day>, to: Option<Day>) -> bool {
    let bounds = term
        .split_once(' ')
        .and_then(|(earliest, latest)| Some((earliest.parse::<Day>().ok()?, latest.parse::<Day>().ok()?)));
    bounds.is_some_and(|(earliest, latest)| {
        from.is_none_or(|from| latest >= from) && to.is_none_or(|to| earliest <= to)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_overlaps_what_it_may_mean() {
        let term = term(&Time::parse("1920-05").unwrap());
        let day = |text: &str| Some(text.parse().unwrap());
        assert!(overlaps(&term, None, None));
        assert!(overlaps(&term, day("1920-05-31"), None) && overlaps(&term, None, day("1920-05-01")));
        assert!(!overlaps(&term, day("1920-06-01"), None) && !overlaps(&term, None, day("1920-04-30")));
        assert!(overlaps(&super::term(&Time::parse("../1918").unwrap()), None, day("1000-01-01")));
    }
}
