//! From the numbers of an expression to its EDTF value.

use salname_packs::Slot;

use super::calendar::{Point, Unit, days_in_month};
use super::trie::Slots;

/// A value, before it is known to be an EDTF one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// EDTF.
    pub edtf: String,
    /// Where it begins, as finely as the expression says; decades and centuries have none.
    pub begins: Option<Point>,
    /// Where it ends, if it is a range.
    pub ends: Option<Point>,
}

/// Why an expression has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoValue {
    /// The day or month does not exist.
    NoSuchDay,
    /// It is no time after all.
    Nothing,
    /// A year, month or day is missing, and the context does not say it.
    Unresolved,
}

/// What the context knows of what an expression leaves out.
pub trait Context {
    /// The year of a month or season that is named without one. `month` is 1 to 12, a season's first month.
    fn year_of(&self, month: i32) -> Option<i32>;
    /// The month last spoken of.
    fn month(&self) -> Option<i32>;
    /// The year last spoken of.
    fn year(&self) -> Option<i32>;
    /// The first year of the century that short years and decades belong to.
    fn century(&self) -> Option<i32>;
}

/// The value of an expression of the calendar.
pub fn calendar(slots: &Slots, context: &impl Context) -> Result<Value, NoValue> {
    let get = |slot| slots.get(slot);
    if let Some(value) = period(slots, context)? {
        return Ok(value);
    }
    let month = get(Slot::Month).or_else(|| get(Slot::MonthNumber));
    let season = get(Slot::Season);
    let month = month.or_else(|| get(Slot::Day).and_then(|_| context.month()));
    if get(Slot::Day).is_some() && month.is_none() {
        return Err(NoValue::Unresolved);
    }
    let ends_in_month = get(Slot::Month2).or_else(|| get(Slot::Day2).and(month));
    let mut year = get(Slot::Year).or_else(|| short_year(slots, context));
    let mut year2 = match get(Slot::Year2) {
        Some(short) => Some(full_year(short, year.or_else(|| context.century())).ok_or(NoValue::Unresolved)?),
        None => None,
    };
    // A month of a business year ("September 1925/26"), which begins in October.
    if let (Some(_), Some(last), None, None) = (year, year2, get(Slot::Month2), get(Slot::Day2))
        && let Some(month) = month
    {
        year = if month < 10 { Some(last) } else { year };
        year2 = None;
    }
    // Likewise of the seasons of one ("summer 1925/26"), but that such a winter lies between the two.
    if let (Some(first), Some(last), Some(season), None, None) =
        (year, year2, season, get(Slot::Season2), month)
    {
        if season == WINTER {
            let point = |year: i32, month: i32| Point { year, month: Some(month), ..Point::default() };
            let (begins, ends) = (point(first, 12), point(last, 2));
            let edtf = format!("{}/{}", begins.edtf(), ends.edtf());
            return Ok(Value { edtf, begins: Some(begins), ends: Some(ends) });
        }
        year = Some(if season == WINTER - 1 { first } else { last });
        year2 = None;
    }
    let before_new_year = month.zip(ends_in_month).is_some_and(|(first, last)| last < first)
        || season.zip(get(Slot::Season2)).is_some_and(|(first, last)| last < first && last != 21);
    if year.is_none() {
        year = match (year2, get(Slot::Shift)) {
            (Some(last), _) if month.is_some() || season.is_some() => Some(last - i32::from(before_new_year)),
            (_, Some(shift)) => Some(context.year().ok_or(NoValue::Unresolved)? + shift),
            _ => month.or_else(|| season.map(first_month)).and_then(|month| context.year_of(month)),
        };
    }
    let year = year.ok_or(NoValue::Unresolved)?;
    if year2.is_none() && (ends_in_month.is_some() || get(Slot::Season2).is_some()) {
        year2 = Some(year + i32::from(before_new_year));
    }
    let begins = Point { year, month, day: get(Slot::Day), season: season.filter(|_| month.is_none()) };
    let ends = year2.map(|year| Point {
        year,
        month: ends_in_month,
        day: get(Slot::Day2),
        season: get(Slot::Season2).filter(|_| ends_in_month.is_none()),
    });
    if !begins.exists() || ends.is_some_and(|point| !point.exists()) {
        return Err(NoValue::NoSuchDay);
    }
    match ends {
        None => Ok(part_of(begins, slots)),
        Some(last) => {
            let about = |part: Option<i32>| if part.is_some() { "~" } else { "" };
            let (from, to) = (get(Slot::Part), get(Slot::Part2).or_else(|| get(Slot::Part)));
            let first = if begins.season.is_some() { season_bounds(begins).0 } else { begins.edtf() };
            let until = if last.season.is_some() { season_bounds(last).1 } else { last.edtf() };
            Ok(Value {
                edtf: format!("{first}{}/{until}{}", about(from), about(to)),
                begins: Some(begins),
                ends: Some(last),
            })
        }
    }
}

/// Half, quarter or "about" of one point.
fn part_of(point: Point, slots: &Slots) -> Value {
    let Point { year, month, .. } = point;
    let value = |edtf: String| Value { edtf, begins: Some(point), ends: None };
    if slots.get(Slot::Part).is_some() {
        return value(format!("{}~", point.edtf()));
    }
    if let Some(half) = slots.get(Slot::Half) {
        return value(match (month, half) {
            (Some(month), 1) => format!("{year:04}-{month:02}-01/{year:04}-{month:02}-15"),
            (Some(month), _) => {
                format!("{year:04}-{month:02}-16/{year:04}-{month:02}-{:02}", days_in_month(year, month))
            }
            (None, 1) => format!("{year:04}-01/{year:04}-06"),
            (None, _) => format!("{year:04}-07/{year:04}-12"),
        });
    }
    match (slots.get(Slot::Quarter), month) {
        (Some(quarter @ 1..=4), None) => {
            value(format!("{year:04}-{:02}/{year:04}-{:02}", quarter * 3 - 2, quarter * 3))
        }
        (Some(_), _) => value(format!("{}~", point.edtf())),
        (None, _) => value(point.edtf()),
    }
}

/// Decades and centuries, and parts and ranges of them; none if the expression speaks of neither.
fn period(slots: &Slots, context: &impl Context) -> Result<Option<Value>, NoValue> {
    let get = |slot| slots.get(slot);
    let century = get(Slot::Century).map(|number| (number - 1) * 100);
    let first_of_decade = |short: i32| match (short, century) {
        (1000.., _) => Ok(short),
        (_, Some(century)) => Ok(century + short),
        (_, None) => context.century().map(|century| century + short).ok_or(NoValue::Unresolved),
    };
    let (first, length) = if let Some(decade) = get(Slot::Decade) {
        (first_of_decade(decade)?, 10)
    } else if let (Some(century), Some(tenth)) = (century, get(Slot::Tenth)) {
        (century + 10 * if tenth < 0 { 9 } else { tenth - 1 }, 10)
    } else if let Some(century) = century {
        (century, 100)
    } else {
        return Ok(None);
    };
    let masked = |first: i32, length: i32| {
        if length == 10 { format!("{:03}X", first / 10) } else { format!("{:02}XX", first / 100) }
    };
    let last = match (get(Slot::Decade2), get(Slot::Century2)) {
        (Some(decade), _) => {
            let of = if decade < 100 { first / 100 * 100 + decade } else { decade };
            Some((of, 10))
        }
        (None, Some(century)) => Some(((century - 1) * 100, 100)),
        (None, None) => None,
    };
    let value = |edtf: String| Ok(Some(Value { edtf, begins: None, ends: None }));
    let about = |part: Option<i32>| if part.is_some() { "~" } else { "" };
    if let Some((last_first, last_length)) = last {
        let (part, part2) = (get(Slot::Part), get(Slot::Part2));
        if part.is_some() || part2.is_some() {
            let (from, to) = (masked(first, length), masked(last_first, last_length));
            return value(format!("{from}{}/{to}{}", about(part), about(part2.or(part))));
        }
        return value(format!("{first:04}/{:04}", last_first + last_length - 1));
    }
    if get(Slot::Part).is_some() {
        return value(format!("{}~", masked(first, length)));
    }
    // Centuries are counted from their year 1 where they are halved, as historians do: 1901/1950.
    let from = if length == 100 { first + 1 } else { first };
    let piece = |pieces: i32, number: i32| {
        let size = length / pieces;
        format!("{:04}/{:04}", from + size * (number - 1), from + size * number - 1)
    };
    match (get(Slot::Half), get(Slot::Quarter)) {
        (Some(half), _) => value(piece(2, half)),
        (None, Some(quarter)) if length == 100 => value(piece(4, quarter)),
        _ => value(masked(first, length)),
    }
}

fn short_year(slots: &Slots, context: &impl Context) -> Option<i32> {
    Some(context.century()? + slots.get(Slot::ShortYear)?)
}

/// "22" of "1920-22", in the century of the range's first year or the next; none if nothing tells the century.
fn full_year(short: i32, first: Option<i32>) -> Option<i32> {
    if short >= 100 {
        return Some(short);
    }
    let first = first?;
    let year = first / 100 * 100 + short;
    Some(if year < first { year + 100 } else { year })
}

/// The number that EDTF gives to winter, the last of the seasons.
const WINTER: i32 = 24;

/// First month of a season; winter begins in the December of the year before, so its year is that of its January.
pub fn first_month(season: i32) -> i32 {
    match season {
        21 => 3,
        22 => 6,
        23 => 9,
        _ => 1,
    }
}

/// First and last month of a season in a range of seasons, which EDTF has only at a level that few programs read.
///
/// A winter that others follow is that of the year's beginning, one that ends a range that of its end.
fn season_bounds(point: Point) -> (String, String) {
    let (first, last) = match point.season {
        Some(21) => (3, 5),
        Some(22) => (6, 8),
        Some(23) => (9, 11),
        _ => (1, 12),
    };
    let month = |month| Point { month: Some(month), season: None, ..point }.edtf();
    (month(first), month(last))
}

/// The value of a unit as coarse as it is named.
pub fn of_unit(point: Point, unit: Unit) -> Option<Value> {
    let point = point.at(unit)?;
    let edtf = match unit {
        Unit::Decade => format!("{:03}X", point.year / 10),
        Unit::Century => format!("{:02}XX", point.year / 100),
        Unit::Week => {
            let last = point.moved(6, Unit::Day)?;
            format!("{}/{}", point.edtf(), last.edtf())
        }
        _ => point.edtf(),
    };
    Some(Value { edtf, begins: Some(point), ends: None })
}
