//! Questions about the state of the world, and their answers.

use salname_model::{Certainty, Relation, Time};

use crate::day::{Bounds, DayNumber};
use crate::gather::FluentKey;
use crate::timeline::Support;
use crate::world::{Term, World, place_of};
use crate::{StatementNumber, day};

/// A question about the state of the world.
#[derive(Debug, Clone, Default)]
pub struct Query {
    days: Option<Bounds>,
    relation: Option<Relation>,
    about: Vec<String>,
    despite_rivals: bool,
    limit: Option<usize>,
}

impl Query {
    /// What held on a day; for a month or a year, what held on some day of it.
    #[must_use]
    pub fn on(date: &Time) -> Self {
        Self { days: Some(Bounds::from(date)), ..Self::default() }
    }

    /// What held on some day from one date to another.
    #[must_use]
    pub fn between(from: &Time, to: &Time) -> Self {
        let days = Bounds::new(Bounds::from(from).earliest, Bounds::from(to).latest);
        Self { days: Some(days), ..Self::default() }
    }

    /// All that ever held, also where nobody says when.
    #[must_use]
    pub fn ever() -> Self {
        Self::default()
    }

    /// Only fluents of one relation.
    #[must_use]
    pub fn of_relation(mut self, relation: Option<Relation>) -> Self {
        self.relation = relation;
        self
    }

    /// As if rivals for one office or place did not make each other doubtful.
    #[must_use]
    pub fn despite_rivals(mut self) -> Self {
        self.despite_rivals = true;
        self
    }

    /// No more than so many answers.
    #[must_use]
    pub fn limit(mut self, limit: Option<usize>) -> Self {
        self.limit = limit;
        self
    }

    /// Only fluents with an argument that has all the words of the name, in any inflection, or one of the same key.
    #[must_use]
    pub fn about(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.about.extend(names);
        self
    }
}

/// A fluent that holds when asked.
#[derive(Debug, Clone)]
pub struct Answer<'w> {
    world: &'w World,
    term: &'w Term,
    /// Whether it holds for sure.
    pub certainty: Certainty,
    /// The days asked about.
    days: Bounds,
    despite_rivals: bool,
}

/// A fluent of which nobody says when it held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undated<'w> {
    /// What relation held.
    pub relation: Relation,
    /// Its arguments, by name.
    pub args: Vec<(&'w str, &'w str)>,
    /// The numbers of the statements that tell of it.
    pub witnesses: &'w [StatementNumber],
}

impl World {
    /// What holds, in the order of the relations, then of the fluents as they were told.
    #[must_use]
    pub fn ask(&self, query: &Query) -> Vec<Answer<'_>> {
        self.answers(query).collect()
    }

    /// The same, one by one: which terms hold is found relation by relation, how sure they are when they are asked for.
    /// Skipping an answer costs nothing, so that long answers can be given in pages.
    #[must_use]
    pub fn answers(&self, query: &Query) -> Answers<'_> {
        let mut relations: Vec<(Relation, Vec<u64>)> = Vec::new();
        let days = query.days.unwrap_or(Bounds::new(DayNumber::MIN, DayNumber::MAX));
        if !query.about.is_empty() {
            for fluent in self.named(&query.about) {
                let relation = self.keys[fluent as usize].relation;
                if !query.asks_for(relation) {
                    continue;
                }
                let held = self.numbers_of(fluent).filter(|&number| {
                    let (from, to) = self.terms[place_of(number) as usize].possible;
                    from <= days.latest && days.earliest <= to
                });
                match relations.iter_mut().find(|(known, _)| *known == relation) {
                    Some((_, numbers)) => numbers.extend(held),
                    None => relations.push((relation, held.collect())),
                }
            }
            for (_, numbers) in &mut relations {
                numbers.sort_unstable();
            }
        } else {
            let asked = Relation::ALL.iter().copied().filter(|&relation| query.asks_for(relation));
            relations.extend(asked.map(|relation| (relation, Vec::new())));
        }
        relations.sort_by_key(|(relation, _)| std::cmp::Reverse(*relation));
        Answers {
            world: self,
            days,
            in_all: query.about.is_empty(),
            despite_rivals: query.despite_rivals,
            relations,
            now: Vec::new().into_iter(),
            left: query.limit.unwrap_or(usize::MAX),
        }
    }

    /// Fluents of which no dated statement tells, with the statements that tell of them.
    #[must_use]
    pub fn undated(&self, query: &Query) -> Vec<Undated<'_>> {
        let named = (!query.about.is_empty()).then(|| self.named(&query.about));
        let mut numbers: Vec<_> = self
            .undated
            .keys()
            .copied()
            .filter(|number| self.terms_of(*number).is_empty())
            .filter(|number| query.asks_for(self.keys[*number as usize].relation))
            .filter(|number| named.as_ref().is_none_or(|named| named.binary_search(number).is_ok()))
            .collect();
        numbers.sort_unstable_by_key(|number| (self.keys[*number as usize].relation, *number));
        numbers.truncate(query.limit.unwrap_or(usize::MAX));
        let tell = |number| {
            let key: &FluentKey = &self.keys[number as usize];
            Undated { relation: key.relation, args: self.args(key), witnesses: &self.undated[&number] }
        };
        numbers.into_iter().map(tell).collect()
    }

    /// True if an office is one of many such, and not what was asked for: "deputy minister" is not "minister".
    #[must_use]
    pub fn is_another_office(&self, office: &str, asked: &str) -> bool {
        let Some(rule) = self.rules.relation(Relation::Holds) else { return false };
        rule.shared.iter().any(|pattern| pattern.matches(office) && !pattern.matches(asked))
    }

    fn answer(&self, number: u64, days: Bounds, despite_rivals: bool) -> Answer<'_> {
        let term = &self.terms[place_of(number) as usize];
        // "In 1920" is certain for the question "at some day of 1920".
        let happened =
            || self.supports_of(term).iter().any(|support| !support.weak && support.bounds.within(days));
        let certain = term.certain_on(days).is_some() || happened();
        let contested = days.is_day() && term.contested && !despite_rivals;
        let certain = certain && !(contested && self.is_rivalled(term, days));
        Answer {
            world: self,
            term,
            certainty: if certain { Certainty::Certain } else { Certainty::Possible },
            days,
            despite_rivals,
        }
    }

    /// True if another is certain on the same day, though only one can hold.
    fn is_rivalled(&self, term: &Term, day: Bounds) -> bool {
        let mine = term.certain_on(day);
        self.rivals_of(term).any(|other| {
            mine.zip(other.certain_on(day)).is_some_and(|(mine, theirs)| !follow_each_other(mine, theirs))
        })
    }

    /// Those that are told to hold on the same day, though only one can: one of two is certain, and the days of which
    /// the sources speak meet. Whoever opposes is opposed.
    fn opponents_of(&self, term: &Term, day: Bounds) -> impl Iterator<Item = &Term> {
        let mine = self.spoken_of(term, day);
        let certain = term.certain_on(day).is_some();
        self.rivals_of(term).filter(move |other| {
            (certain || other.certain_on(day).is_some())
                && mine
                    .zip(self.spoken_of(other, day))
                    .is_some_and(|(mine, theirs)| !follow_each_other(mine, theirs))
        })
    }

    /// The days for which a term is told to hold, if the day is one of them: before it is first attested it is only
    /// thought of.
    fn spoken_of(&self, term: &Term, day: Bounds) -> Option<(DayNumber, DayNumber)> {
        let first = self.supports_of(term).iter().map(|support| support.bounds.earliest).min()?;
        let (from, to) = (first.max(term.possible.0), term.possible.1);
        (from <= day.latest && day.earliest <= to).then_some((from, to))
    }
}

/// On the day on which one follows the other, both hold.
fn follow_each_other(a: (DayNumber, DayNumber), b: (DayNumber, DayNumber)) -> bool {
    let (from, to) = (a.0.max(b.0), a.1.min(b.1));
    to <= from && a.0 != b.0
}

/// What holds when asked, found as it is looked at.
#[derive(Debug, Clone)]
pub struct Answers<'w> {
    world: &'w World,
    days: Bounds,
    /// The relations are searched when their turn comes.
    in_all: bool,
    despite_rivals: bool,
    /// What is to come, the last first, with the terms where they are known.
    relations: Vec<(Relation, Vec<u64>)>,
    now: std::vec::IntoIter<u64>,
    left: usize,
}

impl Answers<'_> {
    /// The number of the term `skipped` further on.
    fn number(&mut self, mut skipped: usize) -> Option<u64> {
        if skipped >= self.left {
            self.left = 0;
            return None;
        }
        self.left -= skipped + 1;
        while skipped >= self.now.len() {
            skipped -= self.now.len();
            let (relation, numbers) = self.relations.pop()?;
            let numbers = if self.in_all { self.world.overlapping(relation, self.days) } else { numbers };
            self.now = numbers.into_iter();
        }
        self.now.nth(skipped)
    }
}

impl<'w> Iterator for Answers<'w> {
    type Item = Answer<'w>;

    fn next(&mut self) -> Option<Answer<'w>> {
        self.nth(0)
    }

    fn nth(&mut self, skipped: usize) -> Option<Answer<'w>> {
        let number = self.number(skipped)?;
        Some(self.world.answer(number, self.days, self.despite_rivals))
    }
}

/// More rivals for one office on one day are a misreading; they need not all be listed against each other.
const MOST_RIVALS: usize = 16;

impl Query {
    fn asks_for(&self, relation: Relation) -> bool {
        self.relation.is_none_or(|asked| asked == relation)
    }
}

impl<'w> Answer<'w> {
    /// What relation holds.
    #[must_use]
    pub fn relation(&self) -> Relation {
        self.key().relation
    }

    /// Its arguments, by name, in the order of the rules.
    #[must_use]
    pub fn args(&self, world: &'w World) -> Vec<(&'w str, &'w str)> {
        world.args(self.key())
    }

    /// The first and last day on which it may hold.
    #[must_use]
    pub fn possible(&self) -> Bounds {
        Bounds::new(self.term.possible.0, self.term.possible.1)
    }

    /// The stretches of days in which it holds for sure, unless others that exclude it are as sure; in order.
    pub fn certain(&self) -> impl Iterator<Item = Bounds> + use<'w> {
        self.term.certain().map(|(from, to)| Bounds::new(from, to))
    }

    /// The date on which it began, as told; none if the sources only tell that it held.
    #[must_use]
    pub fn since(&self) -> Option<&'w str> {
        let supports = self.supports();
        let first = supports.iter().map(|support| support.bounds.latest).min()?;
        supports
            .iter()
            .filter(|support| support.begins && support.bounds.earliest <= first)
            .min_by_key(|support| support.bounds)
            .map(|support| self.world.names.text(support.date))
    }

    /// The date on which it ended; "../DATE" where the date is only the last possible one.
    #[must_use]
    pub fn until(&self) -> Option<String> {
        let until = self.term.until?;
        let date = self.world.names.text(until.date);
        Some(if until.at_latest && !date.contains('/') { format!("../{date}") } else { date.to_owned() })
    }

    /// The statement that tells of the end.
    #[must_use]
    pub fn ended_by(&self) -> Option<StatementNumber> {
        self.term.until.map(|until| until.statement)
    }

    /// The date of the earliest statement that tells of it.
    #[must_use]
    pub fn first_attested(&self) -> Option<&'w str> {
        let first = self.supports().iter().min_by_key(|support| support.bounds)?;
        let date = self.world.names.text(first.date);
        Some(date.split('/').find(|part| !part.starts_with("..")).unwrap_or(date))
    }

    /// The date of the latest statement that tells of it, of those before the end of the days asked about; none if it
    /// was only attested later.
    #[must_use]
    pub fn last_attested(&self) -> Option<&'w str> {
        let told = self.supports().iter().filter(|support| support.bounds.earliest <= self.days.latest);
        let last = told.max_by_key(|support| (support.through, support.bounds.earliest))?;
        let date = self.world.names.text(last.date);
        Some(date.rsplit('/').find(|part| !part.starts_with("..")).unwrap_or(date))
    }

    /// The numbers of the statements that tell of it.
    #[must_use]
    pub fn witnesses(&self) -> Vec<StatementNumber> {
        self.world.witnesses_of(self.term)
    }

    /// The numbers of the statements that speak against it.
    #[must_use]
    pub fn opponents(&self) -> Vec<StatementNumber> {
        let denials =
            self.world.denials.get(&self.term.fluent).into_iter().flatten().map(|(number, _)| *number);
        let day = (self.days.is_day() && !self.despite_rivals).then_some(self.days);
        let rivals = day.into_iter().flat_map(|day| self.world.opponents_of(self.term, day));
        let rivals = rivals.take(MOST_RIVALS).flat_map(|rival| self.world.witnesses_of(rival));
        let mut found: Vec<StatementNumber> = denials.chain(rivals).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn key(&self) -> &'w FluentKey {
        &self.world.keys[self.term.fluent as usize]
    }

    fn supports(&self) -> &'w [Support] {
        self.world.supports_of(self.term)
    }
}

/// The days of a date, for those who compare answers with dates of their own.
#[must_use]
pub fn bounds_of(date: &Time) -> Bounds {
    Bounds::new(day::number(date.earliest()), day::number(date.latest()))
}
