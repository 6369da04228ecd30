//! Calendar expressions of one language: `lang/ID/times.toml`.
//!
//! The file names the language's calendar words with their endings, and says in patterns how expressions are built of
//! them. [`Times::load`] checks all of it, so that a reader of texts never meets a broken pattern.

mod derived;
mod forms;
mod phrase;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{PackError, PackFiles};

pub use forms::Form;
pub use phrase::Step;

/// What a word list or a number in a pattern may tell of a calendar expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Slot {
    /// A year of three or four digits.
    Year,
    /// The year that ends a range: four digits, or the last two ("1920-22").
    Year2,
    /// A year by its last two digits ("the summer of 40").
    ShortYear,
    /// A month by name.
    Month,
    /// The month that ends a range.
    Month2,
    /// A month by number, Arabic or Roman.
    MonthNumber,
    /// A month of the Iranian solar calendar by name.
    SolarMonth,
    /// A day of the month.
    Day,
    /// The day that ends a range.
    Day2,
    /// A season, by its EDTF number (21 spring to 24 winter).
    Season,
    /// The season that ends a range.
    Season2,
    /// A century by number, Arabic or Roman.
    Century,
    /// The century that ends a range.
    Century2,
    /// A decade by its first year, of two digits or four.
    Decade,
    /// The decade that ends a range.
    Decade2,
    /// Which decade of a century: 1 to 10, -1 the last.
    Tenth,
    /// Which half: 1 or 2.
    Half,
    /// Which quarter: 1 to 4.
    Quarter,
    /// Beginning, middle or end, and all that makes a value approximate.
    Part,
    /// Beginning, middle or end of what ends a range.
    Part2,
    /// How many units; 0 where the text does not say how many ("some days").
    Count,
    /// Day 1, week 2, month 3, year 4, decade 5, century 6.
    Unit,
    /// Which unit, counted from the one last spoken of: 0 the same, 1 the next, -1 the one before.
    Shift,
    /// 1 later, -1 earlier.
    Direction,
}

impl Slot {
    /// Number of slots.
    pub const COUNT: usize = 24;

    const NAMES: [(&'static str, Self); Self::COUNT] = [
        ("year", Self::Year),
        ("year2", Self::Year2),
        ("shortyear", Self::ShortYear),
        ("month", Self::Month),
        ("month2", Self::Month2),
        ("monthnumber", Self::MonthNumber),
        ("solarmonth", Self::SolarMonth),
        ("day", Self::Day),
        ("day2", Self::Day2),
        ("season", Self::Season),
        ("season2", Self::Season2),
        ("century", Self::Century),
        ("century2", Self::Century2),
        ("decade", Self::Decade),
        ("decade2", Self::Decade2),
        ("tenth", Self::Tenth),
        ("half", Self::Half),
        ("quarter", Self::Quarter),
        ("part", Self::Part),
        ("part2", Self::Part2),
        ("count", Self::Count),
        ("unit", Self::Unit),
        ("shift", Self::Shift),
        ("direction", Self::Direction),
    ];

    /// The slot of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, slot)| *slot)
    }

    /// The name that patterns use.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// The list of words that may fill it: `month2` is filled by the words of `month`.
    #[must_use]
    pub fn list(self) -> &'static str {
        match self {
            Self::ShortYear => "year",
            slot => slot.name().trim_end_matches('2'),
        }
    }

    /// True if digits can fill it.
    #[must_use]
    pub fn takes_digits(self) -> bool {
        matches!(
            self,
            Self::Year
                | Self::Year2
                | Self::ShortYear
                | Self::MonthNumber
                | Self::Day
                | Self::Day2
                | Self::Century
                | Self::Century2
                | Self::Decade
                | Self::Decade2
                | Self::Count
        )
    }
}

/// A set of named endings ("gen", "loc"), one bit each; [`Endings::BARE`] is the word or number without an ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Endings(pub u64);

impl Endings {
    /// No ending at all.
    pub const BARE: Self = Self(1);
    /// Any ending or none.
    pub const ANY: Self = Self(u64::MAX);

    /// The endings of this set that are not in the other.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// True if the two sets share an ending.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// One way in which the language says a calendar time.
#[derive(Debug, Clone, Default)]
pub struct Pattern {
    /// As the pack writes it, for messages.
    pub written: String,
    /// All sequences that the pattern stands for, its options and alternatives written out.
    pub sequences: Vec<Vec<Step>>,
    /// Slots that the pattern fills by itself.
    pub set: Vec<(Slot, i32)>,
    /// What to make of the slots.
    pub means: Means,
    /// A value that the pattern has whatever the context ("1914/1918").
    pub value: Option<String>,
    /// An expression and its value, as documentation and test; with a comma where a year is to be known first.
    pub example: Option<String>,
}

/// What to make of a pattern's slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// A point or range of the calendar; what is missing is taken from the context.
    #[default]
    Calendar,
    /// `count` units later or earlier than the event last told of.
    Offset,
    /// The unit that is `shift` units from the one last spoken of.
    Shifted,
    /// The range or decade last spoken of ("in these years").
    SamePeriod,
    /// The `count` units that follow what was last spoken of.
    Following,
    /// A day whose month was said before in the same sentence ("on July 12 Germany, on the 14th France").
    DayInList,
    /// A day in two calendars, of which the second is read by itself ("October 25 (November 7), 1917").
    Dual,
    /// A year and day of the Iranian solar calendar.
    SolarHijri,
    /// The day on which a quoted speaker speaks ("today"); outside quotation marks it is the author's, and no time.
    SpeakersDay,
    /// A day that is `shift` days from the writer's own, which the head of the piece names ("yesterday").
    FromDateline,
    /// Looks like a time and is none ("24 hours"): nothing is found there.
    Nothing,
}

/// Words and endings around an expression that open it towards the past or the future.
#[derive(Debug, Clone, Default)]
pub struct Openings {
    /// Words before it ("since").
    pub since_before: Vec<String>,
    /// Words after it, where it stands in one of [`Openings::since_endings`].
    pub since_after: Vec<String>,
    /// Endings of an expression that [`Openings::since_after`] may follow.
    pub since_endings: Endings,
    /// Words before it ("until").
    pub until_before: Vec<String>,
    /// Words after it.
    pub until_after: Vec<String>,
    /// Endings that mean "until" by themselves.
    pub until_endings: Endings,
}

/// Words beside a date that tells only which paper is meant ("the treaty of May 5, 1920").
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Papers {
    /// Words before it.
    pub before: Vec<String>,
    /// Words after it.
    pub after: Vec<String>,
}

/// A calendar whose months are ours, or nearly, and whose years are counted from elsewhere.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Era {
    /// What notes call it.
    pub name: String,
    /// Its first and last year that are read so, beside a day and a month.
    pub years: (i32, i32),
    /// So many years of ours are before its first.
    pub add: i32,
    /// Up to this year of its own it began with March.
    pub from_march_until: i32,
}

/// The thousands that are left out of a year: "334" is 1334.
const THOUSAND: i32 = 1000;

impl Era {
    /// The year of ours in which a month of a year of this era lies, if that is one that is read so.
    #[must_use]
    pub fn year_of_ours(&self, year: i32, month: i32) -> Option<i32> {
        let year = if year < THOUSAND { year + THOUSAND } else { year };
        let late = year <= self.from_march_until && month < 3;
        (self.years.0..=self.years.1).contains(&year).then_some(year + self.add + i32::from(late))
    }
}

/// How a language says calendar time, checked and spelled out.
#[derive(Debug, Clone, Default)]
pub struct Times {
    /// All forms of all words, in a fixed order.
    pub forms: Vec<Form>,
    /// Names of the word lists; [`Form::list`] and [`Step::Words`] count into it.
    pub lists: Vec<String>,
    /// What may hang on a number: the written ending and the names it goes by.
    pub number_endings: Vec<(String, Endings)>,
    /// Signs that may stand between a number or name and its ending.
    pub marks: String,
    /// Words and signs that join the members of a list ("1911, 1912 and 1913").
    pub and: Vec<String>,
    /// True if a year without an ending that stands before a noun tells only which: "the frontiers of 1913".
    pub attributive: bool,
    /// True if months are written with a capital letter: a lone word without one is none ("to march").
    pub capital_months: bool,
    /// What opens an expression.
    pub openings: Openings,
    /// What makes an expression the date of a paper.
    pub papers: Papers,
    /// Calendars that count their years from elsewhere.
    pub eras: Vec<Era>,
    /// Patterns, in the order of the file: the earlier wins among equally long ones.
    pub patterns: Vec<Pattern>,
}

impl Times {
    /// Reads the language's file; none if it has none.
    ///
    /// # Errors
    /// If the file is malformed: the error names the pattern or word.
    pub fn load(files: &PackFiles, language: &str) -> Result<Option<Self>, PackError> {
        let path = format!("lang/{language}/times.toml");
        let Some(mut written) = files.toml::<Written>(&path)? else { return Ok(None) };
        if let Some(parent) = written.derived_from.take() {
            written = derived::derive(files, language, &parent, written)?;
        }
        written.checked().map(Some).map_err(|reason| PackError::new(path, reason))
    }

    /// The list of that name, as [`Form::list`] counts.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<u16> {
        self.lists.iter().position(|list| list == name).and_then(|index| u16::try_from(index).ok())
    }
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// The language that this one is but for its script: all that its file says is said here too, in this script.
    #[serde(default)]
    derived_from: Option<String>,
    #[serde(default)]
    harmony: BTreeMap<String, String>,
    #[serde(default)]
    endings: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    #[serde(default)]
    words: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    #[serde(default)]
    marks: String,
    #[serde(default)]
    and: Vec<String>,
    #[serde(default)]
    attributive: bool,
    #[serde(default)]
    capital_months: bool,
    #[serde(default)]
    openings: WrittenOpenings,
    #[serde(default)]
    papers: Papers,
    #[serde(default)]
    era: Vec<Era>,
    #[serde(default)]
    phrases: BTreeMap<String, String>,
    #[serde(default)]
    pattern: Vec<WrittenPattern>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenOpenings {
    since_before: Vec<String>,
    since_after: Vec<String>,
    since_endings: Vec<String>,
    until_before: Vec<String>,
    until_after: Vec<String>,
    until_endings: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPattern {
    pattern: String,
    #[serde(default)]
    set: BTreeMap<String, i32>,
    #[serde(default)]
    means: Means,
    value: Option<String>,
    example: Option<String>,
}

impl Written {
    fn checked(self) -> Result<Times, String> {
        let names = forms::EndingNames::of(&self.endings)?;
        let paradigms = forms::Paradigms::spelled_out(&self.endings, &self.harmony, &names)?;
        let mut times = Times {
            number_endings: paradigms.of_numbers(),
            marks: self.marks,
            and: self.and,
            attributive: self.attributive,
            capital_months: self.capital_months,
            papers: self.papers,
            eras: self.era,
            openings: Openings {
                since_before: self.openings.since_before,
                since_after: self.openings.since_after,
                since_endings: names.set(&self.openings.since_endings)?,
                until_before: self.openings.until_before,
                until_after: self.openings.until_after,
                until_endings: names.set(&self.openings.until_endings)?,
            },
            ..Times::default()
        };
        for (list, words) in &self.words {
            if self.values.contains_key(list) {
                return Err(format!("the list \"{list}\" stands under both [words] and [values]"));
            }
            let index = push_list(&mut times.lists, list)?;
            for word in words {
                paradigms.spell(word, index, 0, &mut times.forms)?;
            }
        }
        for (list, values) in &self.values {
            let index = push_list(&mut times.lists, list)?;
            for (value, words) in values {
                let value =
                    value.parse().map_err(|_| format!("[values.{list}]: \"{value}\" is no number"))?;
                for word in words {
                    paradigms.spell(word, index, value, &mut times.forms)?;
                }
            }
        }
        let grammar = phrase::Grammar { lists: &times.lists, phrases: &self.phrases, endings: &names };
        times.patterns = self
            .pattern
            .iter()
            .map(|written| {
                let inside = |reason: String| format!("pattern \"{}\": {reason}", written.pattern);
                let slot = |(name, value): (&String, &i32)| {
                    Slot::named(name)
                        .map(|slot| (slot, *value))
                        .ok_or_else(|| inside(format!("no slot is called \"{name}\"")))
                };
                Ok(Pattern {
                    sequences: grammar.sequences(&written.pattern).map_err(inside)?,
                    written: written.pattern.clone(),
                    set: written.set.iter().map(slot).collect::<Result<_, String>>()?,
                    means: written.means,
                    value: written.value.clone(),
                    example: written.example.clone(),
                })
            })
            .collect::<Result<_, String>>()?;
        Ok(times)
    }
}

fn push_list(lists: &mut Vec<String>, name: &str) -> Result<u16, String> {
    lists.push(name.to_owned());
    u16::try_from(lists.len() - 1).map_err(|_| "too many word lists".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Times, PackError> {
        let mut files = PackFiles::default();
        files.insert("lang/xx/times.toml", text);
        Times::load(&files, "xx").map(Option::unwrap)
    }

    #[test]
    fn a_pack_is_a_list_of_words_and_patterns() {
        let times = load(
            r#"
            marks = "-"
            [harmony]
            A = "ae"
            [endings.noun]
            loc = ["dA"]
            [values.month]
            3 = ["mart~noun"]
            [[pattern]]
            pattern = "{year} {month:loc}?"
            "#,
        )
        .unwrap();
        let forms: Vec<_> = times.forms.iter().map(|form| form.words.join(" ")).collect();
        assert_eq!(forms, ["mart", "martda", "martde"]);
        assert_eq!(times.patterns[0].sequences.len(), 2);
    }

    #[test]
    fn a_broken_pack_is_told_where_it_is_broken() {
        for (text, told) in [
            ("[[pattern]]\npattern = '{yeer}'", "yeer"),
            ("[[pattern]]\npattern = '{month}'", "month"),
            ("[[pattern]]\npattern = '{day:gen}'", "gen"),
            ("[[pattern]]\npattern = '({day}'", "("),
            ("[[pattern]]\npattern = 'il'", "il"),
            ("[words]\nil = ['il~noun']", "noun"),
            ("[values.month]\nx = ['il']", "month"),
        ] {
            let error = load(text).unwrap_err().to_string();
            assert!(error.contains("lang/xx/times.toml") && error.contains(told), "{error}");
        }
    }
}
