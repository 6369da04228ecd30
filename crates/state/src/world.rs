//! The world that the sources tell of: every fluent with the terms for which it holds.

use std::ops::Range;

use rustc_hash::FxHashMap;
use salname_model::{Certainty, Relation, Time};
use salname_packs::state::{StateRules, fold, words};

use crate::clip::Clip;
use crate::day::{Bounds, DayNumber};
use crate::disagree::{Disagreement, Tellings};
use crate::gather::{FluentKey, FluentNumber, Gathering};
use crate::index::Index;
use crate::names::{NameTable, Symbol};
use crate::timeline::Support;
use crate::{StatementNumber, day};

/// Every fluent that the statements told, with the terms for which it holds.
#[derive(Debug)]
pub struct World {
    pub(crate) rules: StateRules,
    pub(crate) names: NameTable,
    pub(crate) keys: Vec<FluentKey>,
    /// Sorted by relation once finished; the terms of one fluent stand together, in order.
    pub(crate) terms: Vec<Term>,
    pub(crate) supports: Vec<Support>,
    pub(crate) undated: FxHashMap<FluentNumber, Vec<StatementNumber>>,
    pub(crate) denials: FxHashMap<FluentNumber, Vec<StatementNumber>>,
    pub(crate) tellings: Tellings,
    /// Ends that are told of all that has one argument: a death, the end of a treaty.
    pub(crate) ends_of_one: Vec<(Symbol, Bounds, StatementNumber)>,
    /// Ends that come before anything else is known of what they end.
    pub(crate) early_ends: Vec<(FluentNumber, Clip)>,
    /// Attestations after an end, though nobody tells of a new beginning.
    pub(crate) restarted: Vec<(FluentNumber, Clip, Bounds, StatementNumber)>,
    index: FxHashMap<Relation, Index>,
}

/// A stretch of days for which a fluent holds, as far as anybody says.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    pub fluent: FluentNumber,
    /// Fluents of one group exclude each other.
    pub group: Option<u32>,
    /// First and last day on which it is possible.
    pub possible: (DayNumber, DayNumber),
    /// Stretches in which it is certain, in order.
    pub certain: Vec<(DayNumber, DayNumber)>,
    /// What supports it, in [`World::supports`].
    pub supports: Range<usize>,
    pub until: Option<Until>,
}

/// What ended a term.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Until {
    pub bounds: Bounds,
    pub date: Symbol,
    /// The date is only the last possible one.
    pub at_latest: bool,
    /// It ended because another took its place.
    pub succession: bool,
    pub statement: StatementNumber,
}

/// A question about the state of the world.
#[derive(Debug, Clone, Default)]
pub struct Query {
    days: Option<Bounds>,
    relation: Option<Relation>,
    about: Vec<String>,
    despite_rivals: bool,
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
    pub(crate) term: &'w Term,
    /// Whether it holds for sure.
    pub certainty: Certainty,
    /// Statements of rivals that cannot hold on the same day.
    rivals: Vec<StatementNumber>,
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
    pub(crate) fn new(rules: &StateRules) -> Self {
        Self {
            rules: rules.clone(),
            names: NameTable::default(),
            keys: Vec::new(),
            terms: Vec::new(),
            supports: Vec::new(),
            undated: FxHashMap::default(),
            denials: FxHashMap::default(),
            tellings: Tellings::default(),
            ends_of_one: Vec::new(),
            early_ends: Vec::new(),
            restarted: Vec::new(),
            index: FxHashMap::default(),
        }
    }

    pub(crate) fn finish(mut self, gathering: Gathering) -> Self {
        self.names = gathering.names.table;
        self.keys = gathering.keys;
        self.tellings = gathering.tellings;
        for &relation in Relation::ALL {
            let terms = (0u32..)
                .zip(&self.terms)
                .filter(|(_, term)| self.keys[term.fluent as usize].relation == relation)
                .map(|(number, term)| (term.possible, number));
            self.index.insert(relation, Index::new(terms.collect()));
        }
        self
    }

    /// Statements that cannot all be so, the weightiest first.
    #[must_use]
    pub fn disagreements(&self) -> Vec<Disagreement> {
        crate::disagree::all(self)
    }

    /// How many fluents are known.
    #[must_use]
    pub fn fluents(&self) -> usize {
        self.keys.len()
    }

    /// What holds, in the order of the relations, then of beginnings.
    #[must_use]
    pub fn ask(&self, query: &Query) -> Vec<Answer<'_>> {
        let asked = Asked::new(self, &query.about);
        let days = query.days.unwrap_or(Bounds::new(DayNumber::MIN, DayNumber::MAX));
        let mut answers = Vec::new();
        for &relation in
            Relation::ALL.iter().filter(|known| query.relation.is_none_or(|asked| asked == **known))
        {
            let Some(index) = self.index.get(&relation) else { continue };
            let start = answers.len();
            let mut found: Vec<u32> = index.overlapping(days).collect();
            found.sort_unstable();
            for number in found {
                let term = &self.terms[number as usize];
                if asked.is_meant(self, term) {
                    answers.push(self.answer(term, days));
                }
            }
            if days.is_day() && !query.despite_rivals {
                face_rivals(&mut answers[start..], days);
            }
        }
        answers
    }

    /// Fluents of which no dated statement tells, with the statements that tell of them.
    pub fn undated(&self, query: &Query) -> Vec<Undated<'_>> {
        let asked = Asked::new(self, &query.about);
        let mut dated = vec![false; self.keys.len()];
        for term in &self.terms {
            dated[term.fluent as usize] = true;
        }
        let mut numbers: Vec<FluentNumber> =
            self.undated.keys().copied().filter(|number| !dated[*number as usize]).collect();
        numbers.sort_unstable_by_key(|number| (self.keys[*number as usize].relation, *number));
        numbers
            .into_iter()
            .filter(|number| {
                let key = &self.keys[*number as usize];
                query.relation.is_none_or(|relation| relation == key.relation)
                    && asked.is_key_meant(self, key)
            })
            .map(|number| {
                let key = &self.keys[number as usize];
                let args = self.args(key);
                Undated { relation: key.relation, args, witnesses: &self.undated[&number] }
            })
            .collect()
    }

    fn answer<'w>(&'w self, term: &'w Term, days: Bounds) -> Answer<'w> {
        let holds = term.certain.iter().any(|(from, to)| *from <= days.latest && days.earliest <= *to);
        // "In 1920" is certain for the question "at some day of 1920".
        let happened = || {
            self.supports[term.supports.clone()]
                .iter()
                .any(|support| !support.weak && support.bounds.within(days))
        };
        let certainty = if holds || happened() { Certainty::Certain } else { Certainty::Possible };
        Answer { world: self, term, certainty, rivals: Vec::new() }
    }

    pub(crate) fn args(&self, key: &FluentKey) -> Vec<(&str, &str)> {
        let Some(rule) = self.rules.relation(key.relation) else { return Vec::new() };
        rule.args
            .iter()
            .zip(&key.args)
            .filter(|(_, symbol)| **symbol != 0)
            .map(|(arg, symbol)| (arg.as_str(), self.names.text(*symbol)))
            .collect()
    }

    /// The statements that support a term, those of the earliest days first.
    pub(crate) fn witnesses_of(&self, term: &Term) -> Vec<StatementNumber> {
        let mut supports: Vec<&Support> = self.supports[term.supports.clone()].iter().collect();
        supports.sort_by_key(|support| (support.bounds, !support.begins));
        let undated = self.undated.get(&term.fluent).into_iter().flatten();
        let mut found: Vec<StatementNumber> = Vec::new();
        for number in supports.iter().flat_map(|support| &support.statements).chain(undated) {
            found.push(*number);
        }
        let mut seen = rustc_hash::FxHashSet::default();
        found.retain(|number| seen.insert(*number));
        found
    }
}

/// Two that exclude each other and are both certain on a day are both no more than possible, and each other's
/// opponents; on the day on which one follows the other, both hold.
fn face_rivals(answers: &mut [Answer<'_>], day: Bounds) {
    let mut by_group: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (index, answer) in answers.iter().enumerate() {
        if let Some(group) = answer.term.group {
            by_group.entry(group).or_default().push(index);
        }
    }
    let mut groups: Vec<Vec<usize>> = by_group.into_values().filter(|group| group.len() > 1).collect();
    groups.sort_unstable();
    for group in groups {
        let stretch = |index: usize| {
            let on = |stretch: &&(DayNumber, DayNumber)| stretch.0 <= day.latest && day.earliest <= stretch.1;
            answers[index].term.certain.iter().find(on).copied()
        };
        let certain: Vec<(usize, (DayNumber, DayNumber))> =
            group.iter().filter_map(|&index| Some((index, stretch(index)?))).take(MOST_RIVALS).collect();
        let mut rivals: Vec<(usize, usize)> = Vec::new();
        for (position, &(index, mine)) in certain.iter().enumerate() {
            for &(other, theirs) in &certain[position + 1..] {
                let (from, to) = (mine.0.max(theirs.0), mine.1.min(theirs.1));
                if to > from || mine.0 == theirs.0 {
                    rivals.extend([(index, other), (other, index)]);
                }
            }
        }
        for (index, other) in rivals {
            let against = answers[other].world.witnesses_of(answers[other].term);
            answers[index].rivals.extend(against);
            answers[index].certainty = Certainty::Possible;
        }
    }
}

/// More rivals for one office on one day are a misreading; they need not all be listed against each other.
const MOST_RIVALS: usize = 16;

/// Which names are asked about.
struct Asked(Option<Vec<bool>>);

impl Asked {
    fn new(world: &World, names: &[String]) -> Self {
        if names.is_empty() {
            return Self(None);
        }
        let wanted: Vec<Vec<String>> =
            names.iter().map(|name| words_of(name)).filter(|words| !words.is_empty()).collect();
        let count = u32::try_from(world.names.len()).expect("fewer than 2^32 names fit in memory");
        Self(Some((0..count).map(|symbol| is_wanted(world.names.text(symbol), &wanted)).collect()))
    }

    fn is_meant(&self, world: &World, term: &Term) -> bool {
        self.is_key_meant(world, &world.keys[term.fluent as usize])
    }

    fn is_key_meant(&self, world: &World, key: &FluentKey) -> bool {
        let Some(wanted) = &self.0 else { return true };
        key.args.iter().any(|symbol| {
            wanted[*symbol as usize] || world.names.members(symbol).iter().any(|one| wanted[*one as usize])
        })
    }
}

fn words_of(name: &str) -> Vec<String> {
    words(&fold(name)).map(str::to_owned).collect()
}

/// True if a text has all the words of a name in it, in any inflection.
#[must_use]
pub fn names(text: &str, name: &str) -> bool {
    is_wanted(text, &[words_of(name)])
}

/// True if some name's words all begin words of the text.
fn is_wanted(text: &str, wanted: &[Vec<String>]) -> bool {
    let folded = fold(text);
    wanted
        .iter()
        .any(|name| name.iter().all(|part| words(&folded).any(|word| word.starts_with(part.as_str()))))
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

    /// The date of the latest statement that tells of it.
    #[must_use]
    pub fn last_attested(&self) -> Option<&'w str> {
        let last = self.supports().iter().max_by_key(|support| (support.through, support.bounds.earliest))?;
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
        let denials = self.world.denials.get(&self.term.fluent).into_iter().flatten().copied();
        let mut found: Vec<StatementNumber> = denials.chain(self.rivals.iter().copied()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn key(&self) -> &'w FluentKey {
        &self.world.keys[self.term.fluent as usize]
    }

    fn supports(&self) -> &'w [Support] {
        &self.world.supports[self.term.supports.clone()]
    }
}

/// The days of a date, for those who compare answers with dates of their own.
#[must_use]
pub fn bounds_of(date: &Time) -> Bounds {
    Bounds::new(day::number(date.earliest()), day::number(date.latest()))
}
