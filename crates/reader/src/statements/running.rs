//! The date that a text has reached: what a sentence without a date of its own may go on telling of.

use std::collections::VecDeque;
use std::ops::Range;

use salname_model::{Time, TimeMention};

use super::dates::{dating, span};
use super::units::Unit;

/// A year, or two that follow one another ("1921/1922").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Years {
    first: i16,
    last: i16,
}

impl Years {
    /// The years that a time falls in; none where they are more than two.
    pub fn of(time: &Time) -> Option<Self> {
        let (first, last) = (time.earliest().year(), time.latest().year());
        (last - first <= 1).then_some(Self { first, last })
    }

    /// The first of them.
    pub fn first(self) -> i16 {
        self.first
    }

    /// True if it is one year.
    pub fn is_one(self) -> bool {
        self.first == self.last
    }

    /// As a time; none of years that EDTF writes in another way.
    pub fn time(self) -> Option<Time> {
        let Self { first, last } = self;
        let text = if self.is_one() { format!("{first:04}") } else { format!("{first:04}/{last:04}") };
        Time::parse(&text).ok()
    }
}

/// The date that the text has reached.
#[derive(Debug, Clone, Default)]
pub(super) struct Running {
    /// The year that the last date fell in.
    pub last: Option<Years>,
    /// The year of the first date of the last sentence that has one: what comes after it may be an aside.
    pub first: Option<Years>,
    /// The year that was reached before the last heading.
    pub stale: Option<Years>,
    /// The years of the last dates, the latest last: the year that most of them fall in outlasts an aside.
    pub recent: VecDeque<Years>,
    /// Sentences since a date was given.
    pub since: usize,
    /// The paragraph that is read, and the one of the last date.
    pub paragraph: usize,
    pub last_paragraph: usize,
    /// The year of what the last sentences were most likely about: a date that only describes something is not it.
    pub told: Option<Years>,
    /// Sentences since that.
    pub told_since: usize,
    /// The years of the next dates, the nearest first.
    pub ahead: Vec<Years>,
    /// The first day, month or short span that follows in the paragraph.
    pub fine_ahead: Option<Time>,
    /// Paragraphs to the next date.
    pub away: usize,
    /// The years that most of the last dates, of the next, and of both fall in; found once for a sentence.
    pub usual: Option<Years>,
    pub coming: Option<Years>,
    pub around: Option<Years>,
    /// The last days, months and short spans, the latest last: what comes after may be of the same time.
    pub fine: VecDeque<Fine>,
    /// Sentences read.
    pub sentence: usize,
}

/// A date finer than a year, given in a sentence before.
#[derive(Debug, Clone)]
pub(super) struct Fine {
    pub value: Time,
    /// Number of the sentence, and its paragraph.
    pub sentence: usize,
    pub paragraph: usize,
    /// True if it dated what that sentence says.
    pub told: bool,
}

/// So many of them are remembered.
const FINE: usize = 4;

/// So many of the next dates are looked at, in no paragraph further off than this.
const AHEAD: usize = 9;
const FURTHEST_PARAGRAPH: usize = 3;

/// So many of the last dates are remembered.
const REMEMBERED: usize = 9;

/// Length of a bare year in EDTF.
const YEAR: usize = 4;

impl Running {
    /// Reads on past a sentence.
    pub fn pass(&mut self, units: &[Unit], sentence: &Range<usize>, times: &[TimeMention]) {
        self.since += 1;
        self.sentence += 1;
        let dates: Vec<&Time> = sentence.clone().filter_map(|at| dating(units, at, times)).collect();
        for value in dates.iter().filter(|value| is_fine(value)) {
            self.fine.retain(|fine| fine.value != **value);
            let (sentence, paragraph) = (self.sentence, self.paragraph);
            self.fine.push_back(Fine { value: (*value).clone(), sentence, paragraph, told: false });
        }
        self.spanned(units, sentence, times);
        while self.fine.len() > FINE {
            self.fine.pop_front();
        }
        // A span of many years says nothing of what comes next.
        let mut years = dates.into_iter().filter_map(Years::of);
        let Some(first) = years.next() else { return };
        self.since = 0;
        self.last_paragraph = self.paragraph;
        self.first = Some(first);
        self.recent.push_back(first);
        self.recent.extend(years);
        self.last = self.recent.back().copied();
        while self.recent.len() > REMEMBERED {
            self.recent.pop_front();
        }
    }

    /// Notes when the last sentence's statements were, in their order.
    pub fn tell<'d>(&mut self, dates: impl Iterator<Item = &'d Time> + Clone) {
        self.told_since += 1;
        dates.clone().for_each(|date| self.join(date));
        let last = dates.last();
        for fine in &mut self.fine {
            fine.told |= fine.sentence == self.sentence && Some(&fine.value) == last;
        }
        if let Some(years) = last.and_then(Years::of) {
            (self.told, self.told_since) = (Some(years), 0);
        }
    }

    /// Puts the span between two dates that stand side by side, "iyunun 3-dən iyulun 9-dək", in the place of its ends.
    fn spanned(&mut self, units: &[Unit], sentence: &Range<usize>, times: &[TimeMention]) {
        let mut last = None;
        for at in sentence.clone() {
            let Some(value) = dating(units, at, times) else { continue };
            if let Some((before, from)) = last.replace((at, value))
                && (before + 1 == at || before + 2 == at && units[before + 1].is_mark("-"))
                && let Some(span) = span(from, value).filter(is_fine)
            {
                self.join(&span);
            }
        }
    }

    /// Puts a span that something of the last sentence is dated by in the place of its ends.
    fn join(&mut self, date: &Time) {
        let Some((first, last)) = date.as_str().split_once('/') else { return };
        let own =
            |fine: &Fine, end: &str| fine.sentence == self.sentence && fine.value.as_str().contains(end);
        let ends = [first, last].map(|end| self.fine.iter().position(|fine| own(fine, end)));
        let [Some(first), Some(last)] = ends else { return };
        if first < last {
            self.fine[last].value = date.clone();
            self.fine.remove(first);
        }
    }

    /// Looks at the dates that follow byte `end` of a paragraph: what a sentence leaves open, the next ones often say.
    pub fn look_ahead(&mut self, times: &[TimeMention], paragraph: usize, end: usize) {
        let passed = |time: &TimeMention| {
            time.anchor.paragraph < paragraph
                || time.anchor.paragraph == paragraph && time.anchor.text.start < end
        };
        let next = times.partition_point(passed);
        let near = times[next..].iter().take(AHEAD);
        let near = near.take_while(|time| time.anchor.paragraph <= paragraph + FURTHEST_PARAGRAPH);
        self.paragraph = paragraph;
        self.away = times.get(next).map_or(usize::MAX, |time| time.anchor.paragraph - paragraph);
        let here = times[next..].iter().take_while(|time| time.anchor.paragraph == paragraph);
        let here = here.take(AHEAD).filter_map(|time| time.value.as_ref());
        self.fine_ahead = here.into_iter().find(|value| is_fine(value)).cloned();
        self.ahead.clear();
        self.ahead.extend(near.filter_map(|time| time.value.as_ref().and_then(Years::of)));
        self.usual = self.most_before();
        self.coming = self.most_after();
        self.around = self.most_around();
    }

    /// The year that most of the next dates fall in, of equals the nearest.
    fn most_after(&self) -> Option<Years> {
        most(self.ahead.iter().rev())
    }

    /// The year that most of the dates before and after fall in, of equals the latest said.
    fn most_around(&self) -> Option<Years> {
        most(self.recent.iter().chain(self.ahead.iter().rev()))
    }

    /// The year that most of the last dates fall in, of equals the latest said.
    fn most_before(&self) -> Option<Years> {
        most(self.recent.iter())
    }

    /// The highest of the last years: telling goes forward, asides go back.
    pub fn highest(&self) -> Option<Years> {
        self.recent.iter().copied().max_by_key(|years| years.last)
    }

    /// A heading begins something else.
    pub fn forget(&mut self) {
        if let Some(last) = self.last.take() {
            self.stale = Some(last);
        }
        self.first = None;
        self.fine.clear();
    }
}

/// The one that comes most often, of equals the last.
fn most<'y>(all: impl Iterator<Item = &'y Years> + Clone) -> Option<Years> {
    let others = all.clone();
    let count = |years: &Years| others.clone().filter(|other| *other == years).count();
    all.max_by_key(|years| count(years)).copied()
}

/// True if a value is finer than a year: a day, a month, a season, a span of days or months.
fn is_fine(value: &Time) -> bool {
    let text = value.as_str();
    !text.contains('X') && text.split('/').all(|part| part.trim_end_matches(['~', '?', '%']).len() > YEAR)
}
