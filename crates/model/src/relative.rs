use std::fmt;
use std::str::FromStr;

use crate::Time;

/// How far, and from what, a calendar expression tells its time: "three days later".
///
/// It is the part of a [`TimeMention`](crate::TimeMention)'s note that begins with `relative:`. Who solves dates that
/// depend on one another finds in it what an expression says, also where the text gives no day to count from.
///
/// ```
/// use salname_model::Relative;
///
/// let told: Relative = "relative:+3d@1920-05".parse().unwrap();
/// assert_eq!(told.days(), Some((3, 3)));
/// assert_eq!(told.from.as_ref().map(|from| from.as_str()), Some("1920-05"));
/// assert_eq!(told.to_string(), "relative:+3d@1920-05");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Relative {
    /// How many units later, or earlier if negative; none where the text says "some".
    pub count: Option<i32>,
    /// The unit: day `d`, week `w`, month `m`, year `y`, decade `D`, century `C`.
    pub unit: char,
    /// True if it counts backwards; tells the direction where there is no count.
    pub earlier: bool,
    /// The time that is counted from, as finely as the text tells it; none where it is the event told before, of which the
    /// text says no time.
    pub from: Option<Time>,
}

const PREFIX: &str = "relative:";

impl Relative {
    /// The fewest and the most days between the two times; negative if this one is earlier. None for "some".
    #[must_use]
    pub fn days(&self) -> Option<(i64, i64)> {
        let (least, most) = match self.unit {
            'd' => (1, 1),
            'w' => (7, 7),
            'm' => (28, 31),
            'y' => (365, 366),
            'D' => (3652, 3653),
            'C' => (36_524, 36_525),
            _ => return None,
        };
        let count = i64::from(self.count?);
        Some(if count < 0 { (count * most, count * least) } else { (count * least, count * most) })
    }

    /// The relative time that a note tells of, among other things.
    #[must_use]
    pub fn in_note(note: &str) -> Option<Self> {
        note.split("; ").find_map(|part| part.parse().ok())
    }
}

impl fmt::Display for Relative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count {
            Some(count) => write!(f, "{PREFIX}{count:+}{}", self.unit)?,
            None => write!(f, "{PREFIX}{}?{}", if self.earlier { '-' } else { '+' }, self.unit)?,
        }
        self.from.as_ref().map_or(Ok(()), |from| write!(f, "@{from}"))
    }
}

/// A text that is no note of a relative time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRelative;

impl fmt::Display for NotRelative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a relative time is written as relative:+3d, relative:-1m@1920-05 or relative:+?d")
    }
}

impl std::error::Error for NotRelative {}

impl FromStr for Relative {
    type Err = NotRelative;

    fn from_str(note: &str) -> Result<Self, NotRelative> {
        let rest = note.strip_prefix(PREFIX).ok_or(NotRelative)?;
        let (offset, from) = rest.split_once('@').map_or((rest, None), |(offset, from)| (offset, Some(from)));
        let unit = offset.chars().next_back().filter(|unit| "dwmyDC".contains(*unit)).ok_or(NotRelative)?;
        let count = &offset[..offset.len() - 1];
        let earlier = count.starts_with('-');
        let count = match count {
            "+?" | "-?" => None,
            _ => Some(count.parse().map_err(|_| NotRelative)?),
        };
        let from = from.map(Time::parse).transpose().map_err(|_| NotRelative)?;
        Ok(Self { count, unit, earlier, from })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_read_as_they_are_written() {
        for note in [
            "relative:+3d",
            "relative:-2w@1920-05-01",
            "relative:+?d@1920",
            "relative:-?y",
            "relative:+0y@1920",
        ] {
            assert_eq!(note.parse::<Relative>().map(|told| told.to_string()).as_deref(), Ok(note));
        }
        for note in [
            "relative:period",
            "relative",
            "inherited-year",
            "relative:+3",
            "relative:+3d@someday",
            "relative:d",
        ] {
            assert_eq!(note.parse::<Relative>(), Err(NotRelative), "{note}");
        }
        assert_eq!(
            Relative::in_note("inherited-year; relative:-1m").and_then(|told| told.days()),
            Some((-31, -28))
        );
    }
}
