//! What a pattern of a pack writes, the reader reads: random days, ranges, nights, seasons, parts, decades and centuries,
//! and what is open towards one side, in every pattern of every language.
//!
//! The writer knows of a pattern what its pack says; the value that is expected is worked out here, from the guidelines'
//! words, and not by the reader's own code.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use salname_model::{Day, Paragraph};
use salname_packs::{Endings, Form, Language, Means, Packs, Pattern, Slot, Step, Times};
use salname_reader::times::Finder;

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::embedded().expect("the project's own packs load"));
static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(&PACKS));

/// Dates tried in each language, as many of each kind of expression.
const DATES: usize = 10_000;

/// What an expression is about, so that each kind is tried as often as every other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Plain,
    Range,
    Season,
    Part,
    Decade,
    Century,
    /// A year, or its century, is to be known before.
    Inherited,
}

/// The same numbers at every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % end.max(1)
    }

    fn within(&mut self, range: std::ops::Range<i32>) -> i32 {
        range.start + i32::try_from(self.below(range.len())).expect("a short range")
    }

    fn pick<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        among.get(self.below(among.len()))
    }
}

type Drawn = BTreeMap<Slot, i32>;

/// A language's words by their lists, and the endings of its numbers.
struct Words<'a> {
    lists: Vec<Vec<&'a Form>>,
    times: &'a Times,
}

impl<'a> Words<'a> {
    fn of(times: &'a Times) -> Self {
        let mut lists = vec![Vec::new(); times.lists.len()];
        times.forms.iter().for_each(|form| lists[usize::from(form.list)].push(form));
        Self { lists, times }
    }

    fn one(&self, list: u16, fits: impl Fn(&Form) -> bool, chance: &mut Chance) -> Option<String> {
        let fitting: Vec<&&Form> = self.lists[usize::from(list)].iter().filter(|form| fits(form)).collect();
        chance.pick(&fitting).map(|form| form.words.join(" "))
    }
}

/// One way to write a pattern.
struct Way<'a> {
    words: &'a Words<'a>,
    pattern: &'a Pattern,
    sequence: &'a [Step],
    slots: BTreeSet<Slot>,
    kind: Kind,
}

impl<'a> Way<'a> {
    fn new(words: &'a Words<'a>, pattern: &'a Pattern, sequence: &'a [Step]) -> Self {
        let filled = sequence.iter().filter_map(|step| match step {
            Step::Fill { slot, .. } => Some(*slot),
            _ => None,
        });
        let slots = filled.chain(pattern.set.iter().map(|(slot, _)| *slot)).collect();
        Self { words, pattern, sequence, kind: Self::kind_of(&slots), slots }
    }

    fn kind_of(slots: &BTreeSet<Slot>) -> Kind {
        let has = |wanted: &[Slot]| wanted.iter().any(|slot| slots.contains(slot));
        if has(&[Slot::Shift, Slot::ShortYear]) || !has(&[Slot::Year, Slot::Year2, Slot::Century]) {
            Kind::Inherited
        } else if has(&[Slot::Decade, Slot::Tenth]) {
            Kind::Decade
        } else if has(&[Slot::Century]) {
            Kind::Century
        } else if has(&[Slot::Part, Slot::Half, Slot::Quarter]) {
            Kind::Part
        } else if has(&[Slot::Season]) {
            Kind::Season
        } else if has(&[Slot::Year2, Slot::Month2, Slot::Day2]) {
            Kind::Range
        } else {
            Kind::Plain
        }
    }

    /// A date, range or period that the pattern can say; and the year that is told before it.
    fn draw(&self, chance: &mut Chance) -> (Drawn, i32) {
        let has = |slot| self.slots.contains(&slot);
        // "1920-ci illər" is a decade: the years that begin one are left out.
        let year = chance.within(18..20) * 100 + chance.within(1..9) * 10 + chance.within(1..10);
        let mut drawn = Drawn::new();
        let month = chance.within(1..13);
        let day = chance.within(1..27);
        let later_month = if chance.below(4) == 0 { chance.within(1..13) } else { chance.within(month..13) };
        let season = chance.within(21..25);
        let decade = chance.within(18..20) * 100 + chance.within(1..9) * 10;
        let century = chance.within(15..20);
        let told = if has(Slot::Decade) || has(Slot::Decade2) { decade + 3 } else { year };
        for &slot in &self.slots {
            let value = match slot {
                Slot::Year => year,
                Slot::Year2 if has(Slot::Month2) && has(Slot::Year) && later_month >= month => year + 1,
                Slot::Year2 => year + chance.within(1..9 - year % 10 + 1).max(1),
                Slot::ShortYear => year % 100,
                Slot::Month | Slot::MonthNumber => month,
                Slot::Month2 => later_month,
                Slot::Day => day,
                Slot::Day2 => day + chance.within(1..3),
                Slot::Season => season,
                Slot::Season2 => {
                    if season == 24 {
                        21
                    } else {
                        chance.within(season + 1..25)
                    }
                }
                Slot::Century => {
                    if has(Slot::Decade) {
                        decade / 100 + 1
                    } else {
                        century
                    }
                }
                Slot::Century2 => century + 1,
                Slot::Decade => decade,
                Slot::Decade2 => (decade + 10).min(decade / 100 * 100 + 90),
                Slot::Part | Slot::Part2 => chance.within(1..4),
                Slot::Half => chance.within(1..3),
                Slot::Quarter => chance.within(1..5),
                Slot::Tenth => [1, 2, 3, -1][chance.below(4)],
                Slot::Shift => chance.within(-1..2),
                _ => continue,
            };
            drawn.insert(slot, value);
        }
        drawn.extend(self.pattern.set.iter().copied());
        (drawn, told)
    }

    /// True for the step before an apostrophe: "1920's", but no "twenties's".
    fn before_apostrophe(&self, at: usize) -> bool {
        matches!(self.sequence.get(at + 1), Some(Step::Sign { sign: '\'', .. }))
    }

    /// Writes what was drawn; the text, and the part of it that is the expression. `ends` are the endings that the last
    /// word is to have.
    fn write(&self, drawn: &Drawn, ends: Endings, chance: &mut Chance) -> Option<(String, String)> {
        let (mut text, mut start, mut end) = (String::new(), 0, None);
        for (at, step) in self.sequence.iter().enumerate() {
            let last = at + 1 == self.sequence.len();
            let asked = |endings: Endings| if last { Endings(endings.0 & ends.0) } else { endings };
            let (piece, glued) = match *step {
                Step::Begin => {
                    start = text.len() + 1;
                    continue;
                }
                Step::End => {
                    end = Some(text.len());
                    continue;
                }
                Step::Sign { sign, glued } => (sign.to_string(), glued),
                Step::Words { list, endings, glued } => {
                    (self.words.one(list, |form| asked(endings).meets(form.endings), chance)?, glued)
                }
                Step::Fill { slot, list, endings, glued } => {
                    let list = list.filter(|_| !self.before_apostrophe(at));
                    (self.filled(slot, *drawn.get(&slot)?, list, asked(endings), chance)?, glued)
                }
            };
            if !glued && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&piece);
        }
        let start = start.min(text.len());
        let expression = text[start..end.unwrap_or(text.len())].trim().to_owned();
        Some((text, expression))
    }

    fn filled(
        &self,
        slot: Slot,
        value: i32,
        list: Option<u16>,
        endings: Endings,
        chance: &mut Chance,
    ) -> Option<String> {
        // Decades stand in lists by their last two figures, and in digits by two or four.
        let short = if matches!(slot, Slot::Decade | Slot::Decade2) { value % 100 } else { value };
        let fits = |form: &Form| form.value == short && endings.meets(form.endings);
        let listed = list.and_then(|list| self.words.one(list, fits, chance));
        let month = matches!(slot, Slot::Month | Slot::Month2) && self.words.times.capital_months;
        let listed = listed.map(|word| if month { with_capital(&word) } else { word });
        // A number that is composed of words is no single word of the list.
        if !slot.takes_digits() || (listed.is_some() && chance.below(3) == 0) {
            return listed;
        }
        let has = |slot| self.slots.contains(&slot);
        let number = match slot {
            // Two figures stand where the first year or what was told before has the others.
            Slot::Year2 if (has(Slot::Year) || self.kind == Kind::Inherited) && chance.below(2) == 0 => {
                format!("{:02}", value % 100)
            }
            // "1920-1930" is a range of years before it is one of decades; so is "1920 years" without an ending.
            Slot::Decade | Slot::Decade2
                if has(Slot::Century) || has(Slot::Decade2) || endings.meets(Endings::BARE) =>
            {
                short.to_string()
            }
            // "1984-I-23" nobody writes.
            Slot::Century | Slot::Century2 | Slot::MonthNumber
                if chance.below(2) == 0
                    && !self.sequence.contains(&Step::Sign { sign: '-', glued: true }) =>
            {
                roman(value)
            }
            _ => value.to_string(),
        };
        let mut suffixes: Vec<String> = Vec::new();
        if endings.meets(Endings::BARE) {
            suffixes.push(String::new());
        }
        // "Any ending" stands for none here: which of them the number can take is the pack's own affair.
        if endings != Endings::ANY {
            let mark = self.words.times.marks.chars().next().map_or(String::new(), String::from);
            let hanging = self.words.times.number_endings.iter().filter(|(_, names)| endings.meets(*names));
            // "XXth": a Roman number takes an ending only after a mark.
            let hangs = !mark.is_empty() || number.ends_with(|sign: char| sign.is_ascii_digit());
            suffixes.extend(hanging.filter(|_| hangs).map(|(ending, _)| format!("{mark}{ending}")));
        }
        chance.pick(&suffixes).map(|suffix| format!("{number}{suffix}"))
    }
}

fn with_capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn roman(mut number: i32) -> String {
    let mut text = String::new();
    for (value, sign) in [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")] {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}

/// The value that the guidelines give to what was drawn, after `told` was the year; none where it says nothing.
fn expected(drawn: &Drawn, told: i32) -> Option<String> {
    let get = |slot| drawn.get(&slot).copied();
    let about = |part: Option<i32>| if part.is_some() { "~" } else { "" };
    let (part, part2) = (get(Slot::Part), get(Slot::Part2));
    if let Some(value) = expected_period(drawn) {
        return Some(value);
    }
    let month = get(Slot::Month).or(get(Slot::MonthNumber));
    let (day, season) = (get(Slot::Day), get(Slot::Season));
    let month2 = get(Slot::Month2).or(month.filter(|_| get(Slot::Day2).is_some()));
    let crosses = month.zip(month2).is_some_and(|(first, last)| last < first)
        || season.zip(get(Slot::Season2)).is_some_and(|(first, last)| last == 21 && first == 23);
    let ends = month2.is_some() || get(Slot::Season2).is_some();
    let (mut year, mut year2) = match (get(Slot::Year), get(Slot::Year2)) {
        (Some(first), last) => (first, last),
        (None, Some(last)) => (last - i32::from(crosses), Some(last)),
        (None, None) => (told + get(Slot::Shift).unwrap_or(0), None),
    };
    if year2.is_none() && ends {
        year2 = Some(year + i32::from(crosses));
    } else if let (Some(last), Some(24), false) = (year2, season, ends) {
        return Some(format!("{year:04}-12/{last:04}-02"));
    } else if let (Some(last), Some(season), false) = (year2, season, ends) {
        year = if season == 23 { year } else { last };
        year2 = None;
    } else if let (Some(last), Some(month), false) = (year2, month, ends) {
        // A month of a business year, which begins in October.
        year = if month < 10 { last } else { year };
        year2 = None;
    }
    let point = |year: i32, month: Option<i32>, day: Option<i32>| match (month, day) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}"),
    };
    if let (Some(first), Some(last)) = (season, get(Slot::Season2)) {
        // Winter as the first of two is that of the year's beginning, as the last that of its end.
        let (from, to) =
            (if first == 24 { 1 } else { first * 3 - 60 }, if last == 24 { 12 } else { last * 3 - 58 });
        return Some(format!("{year:04}-{from:02}/{:04}-{to:02}", year2?));
    }
    if let Some(last) = year2 {
        let (from, to) = (point(year, month, day), point(last, month2, get(Slot::Day2)));
        return Some(format!("{from}{}/{to}{}", about(part), about(part2.or(part))));
    }
    let whole = season.map_or_else(|| point(year, month, day), |season| format!("{year:04}-{season}"));
    let of_month =
        |from: i32, to: i32| format!("{}/{}", point(year, month, Some(from)), point(year, month, Some(to)));
    let of_year = |from: i32, to: i32| format!("{year:04}-{from:02}/{year:04}-{to:02}");
    let last_day = month.map(|month| {
        let exists = |day: &i8| {
            let (year, month) = (i16::try_from(year).ok(), i8::try_from(month).ok());
            year.zip(month).is_some_and(|(year, month)| Day::new(year, month, *day).is_ok())
        };
        i32::from((28..32).rfind(exists).unwrap_or(28))
    });
    Some(match (part, get(Slot::Half), get(Slot::Quarter), last_day) {
        (Some(_), ..) => format!("{whole}~"),
        (_, Some(1), _, Some(_)) => of_month(1, 15),
        (_, Some(_), _, Some(last)) => of_month(16, last),
        (_, Some(1), _, None) => of_year(1, 6),
        (_, Some(_), _, None) => of_year(7, 12),
        (_, _, Some(quarter), None) => of_year(quarter * 3 - 2, quarter * 3),
        (_, _, Some(_), Some(_)) => format!("{whole}~"),
        _ => whole,
    })
}

/// The value of a decade or century, or of a part or range of them.
fn expected_period(drawn: &Drawn) -> Option<String> {
    let get = |slot| drawn.get(&slot).copied();
    let about = |part: Option<i32>| if part.is_some() { "~" } else { "" };
    let (part, part2) = (get(Slot::Part), get(Slot::Part2));
    let of_century = get(Slot::Century).map(|century| (century - 1) * 100);
    let tenth = get(Slot::Tenth).map(|tenth| if tenth < 0 { 9 } else { tenth - 1 });
    let decade = get(Slot::Decade).or(of_century.zip(tenth).map(|(first, tenth)| first + tenth * 10));
    let (first, years) = decade.map(|first| (first, 10)).or(of_century.map(|first| (first, 100)))?;
    let masked =
        |first: i32| if years == 10 { format!("{}X", first / 10) } else { format!("{}XX", first / 100) };
    let last = get(Slot::Decade2).or(get(Slot::Century2).map(|century| (century - 1) * 100));
    if let Some(last) = last {
        return Some(if part.is_some() || part2.is_some() {
            format!("{}{}/{}{}", masked(first), about(part), masked(last), about(part2.or(part)))
        } else {
            format!("{first}/{}", last + years - 1)
        });
    }
    let from = if years == 100 { first + 1 } else { first };
    let piece = |pieces: i32, number: i32| {
        let size = years / pieces;
        format!("{}/{}", from + size * (number - 1), from + size * number - 1)
    };
    Some(match (part, get(Slot::Half), get(Slot::Quarter)) {
        (Some(_), ..) => format!("{}~", masked(first)),
        (_, Some(half), _) => piece(2, half),
        (_, _, Some(quarter)) => piece(4, quarter),
        _ => masked(first),
    })
}

/// The patterns of a language that say a time of the calendar, all their ways together, by kind.
fn ways<'a>(words: &'a Words<'a>) -> BTreeMap<Kind, Vec<Vec<Way<'a>>>> {
    let mut all: BTreeMap<Kind, Vec<Vec<Way<'_>>>> = BTreeMap::new();
    let calendar = |pattern: &&Pattern| pattern.means == Means::Calendar && pattern.value.is_none();
    for pattern in words.times.patterns.iter().filter(calendar) {
        let mut by_kind: BTreeMap<Kind, Vec<Way<'_>>> = BTreeMap::new();
        for sequence in &pattern.sequences {
            let way = Way::new(words, pattern, sequence);
            by_kind.entry(way.kind).or_default().push(way);
        }
        for (kind, ways) in by_kind {
            all.entry(kind).or_default().push(ways);
        }
    }
    all
}

/// The languages that have a calendar.
fn calendars() -> impl Iterator<Item = (&'static Language, Words<'static>)> {
    PACKS.languages.iter().filter_map(|language| Some((language, Words::of(language.times.as_ref()?))))
}

/// The values of the expressions in a text that are written so; an article or preposition may stand inside or outside.
fn values(language: &Language, text: &str, expression: &str) -> Vec<String> {
    FINDER
        .find(&[Paragraph::sound(text, 0, &language.id)])
        .into_iter()
        .filter(|time| time.text.contains(expression) || expression.ends_with(&time.text))
        .map(|time| time.value.map_or(String::new(), String::from))
        .collect()
}

/// What went wrong, the first time for each pattern.
#[derive(Default)]
struct Wrong(BTreeMap<String, String>);

impl Wrong {
    fn check(
        &mut self,
        language: &Language,
        way: &Way<'_>,
        told: (&str, &str),
        before: &str,
        wanted: &str,
        exact: bool,
    ) {
        let (text, expression) = told;
        let whole = format!("{before}{text}");
        let found = values(language, &whole, expression);
        let plain = |value: &String| value.replace("/..", "").replace("../", "");
        let right = |value: &String| value == wanted || (!exact && plain(value) == wanted);
        if !found.iter().any(right) {
            let key = format!("{} {:?} {}", language.id, way.kind, way.pattern.written);
            self.0.entry(key).or_insert_with(|| {
                let all: Vec<_> = FINDER
                    .find(&[Paragraph::sound(&whole, 0, &language.id)])
                    .into_iter()
                    .map(|time| (time.text, time.value.map_or(String::new(), String::from)))
                    .collect();
                format!("{whole:?}: {expression:?} means {wanted}, found {all:?}")
            });
        }
    }

    fn none(self) {
        let mut told = String::new();
        for (key, wrong) in &self.0 {
            writeln!(told, "{key}\n    {wrong}").expect("a String takes all");
        }
        assert!(told.is_empty(), "{} patterns are not read as they are written:\n{told}", self.0.len());
    }
}

/// Writes and reads one drawn time.
fn try_one(language: &Language, way: &Way<'_>, chance: &mut Chance, wrong: &mut Wrong) {
    let (drawn, told) = way.draw(chance);
    let Some((text, expression)) = way.write(&drawn, Endings::ANY, chance) else { return };
    // A day alone is of the month that was said before: the examples of the packs show how it is read.
    let months = [Slot::Month, Slot::Month2, Slot::MonthNumber];
    if way.slots.contains(&Slot::Day) && months.iter().all(|slot| !way.slots.contains(slot)) {
        return;
    }
    let Some(wanted) = expected(&drawn, told) else { return };
    let before = if way.kind == Kind::Inherited { format!("({told}). ") } else { String::new() };
    wrong.check(language, way, (&text, &expression), &before, &wanted, false);
}

#[test]
fn what_a_pattern_writes_it_reads() {
    let mut wrong = Wrong::default();
    for (language, words) in calendars() {
        let kinds = ways(&words);
        for patterns in kinds.values() {
            let mut chance = Chance(1946);
            for _ in 0..DATES / kinds.len() {
                let Some(way) = chance.pick(patterns).and_then(|ways| chance.pick(ways)) else { continue };
                try_one(language, way, &mut chance, &mut wrong);
            }
        }
    }
    wrong.none();
}

/// As above, ten thousand times for every single pattern: `cargo test --release -p salname-reader -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn what_every_single_pattern_writes_it_reads() {
    let mut wrong = Wrong::default();
    for (language, words) in calendars() {
        for ways in ways(&words).values().flatten() {
            let mut chance = Chance(1898);
            for _ in 0..DATES {
                let Some(way) = chance.pick(ways) else { continue };
                try_one(language, way, &mut chance, &mut wrong);
            }
        }
    }
    wrong.none();
}

/// What opens an expression towards one side: words before it, endings it has, words after it, and whether it is "since".
fn openings(times: &Times) -> Vec<(String, Endings, String, bool)> {
    let open = &times.openings;
    let any = |endings: Endings| if endings == Endings::default() { Endings::ANY } else { endings };
    let before = |words: &[String], since: bool| {
        let all = words.iter().map(|word| (format!("{word} "), Endings::ANY, String::new(), since));
        all.collect::<Vec<_>>()
    };
    let after = |words: &[String], endings: Endings, since: bool| {
        let all = words.iter().map(|word| (String::new(), endings, format!(" {word}"), since));
        all.collect::<Vec<_>>()
    };
    [
        before(&open.since_before, true),
        after(&open.since_after, any(open.since_endings), true),
        before(&open.until_before, false),
        after(&open.until_after, Endings::ANY, false),
    ]
    .concat()
}

#[test]
fn what_is_open_is_read_as_open() {
    let mut wrong = Wrong::default();
    for (language, words) in calendars() {
        let openings = openings(words.times);
        // Where a preposition of its own must stand before, or a small word after, there is no room for another.
        let plain = |way: &&Way<'_>| {
            let room = |step: &Step| !matches!(step, Step::Begin | Step::End | Step::Words { .. });
            matches!(way.sequence.first(), Some(Step::Fill { .. }))
                && way.sequence.last().is_some_and(room)
                && !way.sequence.iter().any(|step| matches!(step, Step::Begin | Step::End))
        };
        let all = ways(&words);
        let ways: Vec<&Way<'_>> =
            all.get(&Kind::Plain).into_iter().flatten().flatten().filter(plain).collect();
        let mut chance = Chance(1918);
        for _ in 0..DATES {
            let Some((way, (before, ends, after, since))) = chance.pick(&ways).zip(chance.pick(&openings))
            else {
                continue;
            };
            let (drawn, told) = way.draw(&mut chance);
            let Some((text, expression)) = way.write(&drawn, *ends, &mut chance) else { continue };
            let Some(wanted) = expected(&drawn, told) else { continue };
            let wanted = if *since { format!("{wanted}/..") } else { format!("../{wanted}") };
            let whole = format!("{before}{text}{after}");
            wrong.check(language, way, (&whole, &expression), "", &wanted, true);
        }
    }
    wrong.none();
}
