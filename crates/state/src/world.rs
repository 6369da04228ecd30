//! The world that the sources tell of: every fluent with the terms for which it holds.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use salname_model::Relation;
use salname_packs::state::StateRules;

use crate::StatementNumber;
use crate::clip::Clip;
use crate::day::{Bounds, DayNumber};
use crate::disagree::{Disagreement, Tellings};
use crate::gather::{FluentKey, FluentNumber};
use crate::groups::Groups;
use crate::index::{Index, Stretch};
use crate::lookup::Lookup;
use crate::names::{NameTable, Symbol};
use crate::timeline::Support;

/// Every fluent that the statements told, with the terms for which it holds.
#[derive(Debug)]
pub struct World {
    pub(crate) rules: StateRules,
    pub(crate) names: NameTable,
    pub(crate) keys: Vec<FluentKey>,
    pub(crate) tellings: Tellings,
    pub(crate) groups: Groups,
    /// The terms of one fluent stand together, in order; terms that no fluent has any more hold on no day.
    pub(crate) terms: Vec<Term>,
    pub(crate) supports: Vec<Support>,
    /// The first term of each fluent, and one past its last.
    of_fluent: Vec<(u32, u32)>,
    pub(crate) undated: FxHashMap<FluentNumber, Vec<StatementNumber>>,
    pub(crate) denials: FxHashMap<FluentNumber, Vec<(StatementNumber, Option<Bounds>)>>,
    /// Ends that are told of all that has one argument: a death, the end of a treaty.
    pub(crate) ends_of_one: Vec<(Symbol, Bounds, StatementNumber)>,
    /// The same, where the argument stands inside a text.
    pub(crate) named_ends_of_one: Vec<(Symbol, Bounds, StatementNumber)>,
    /// Ends that come before anything else is known of what they end.
    pub(crate) early_ends: BTreeMap<FluentNumber, Vec<Clip>>,
    /// Attestations after an end, though nobody tells of a new beginning.
    pub(crate) restarted: BTreeMap<FluentNumber, Vec<(Clip, Bounds, StatementNumber)>>,
    index: FxHashMap<Relation, Index>,
    /// Terms that are not in the index yet.
    unindexed: FxHashMap<Relation, Vec<Stretch>>,
    /// Where names are found, for one range of fluents after another; made when first asked for.
    lookups: Vec<(Range<FluentNumber>, OnceLock<Lookup>)>,
}

/// A stretch of days for which a fluent holds, as far as anybody says.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    pub fluent: FluentNumber,
    /// First and last day on which it is possible.
    pub possible: (DayNumber, DayNumber),
    /// The first stretch in which it is certain; none if it ends before it begins.
    first_certain: (DayNumber, DayNumber),
    /// Further such stretches, in order.
    more_certain: Box<[(DayNumber, DayNumber)]>,
    /// Another that excludes it may be certain on a day on which it is.
    pub contested: bool,
    /// What supports it, in [`World::supports`].
    pub supports: Range<u32>,
    pub until: Option<Until>,
}

/// All that was derived of one fluent.
#[derive(Debug, Default)]
pub(crate) struct Fluent {
    pub number: FluentNumber,
    pub terms: Vec<Term>,
    /// What supports the terms: their ranges count from the first of these.
    pub supports: Vec<Support>,
    pub undated: Vec<StatementNumber>,
    pub denials: Vec<(StatementNumber, Option<Bounds>)>,
    pub early_ends: Vec<Clip>,
    pub restarted: Vec<(Clip, Bounds, StatementNumber)>,
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

impl World {
    pub(crate) fn new(rules: &StateRules) -> Self {
        Self {
            rules: rules.clone(),
            names: NameTable::default(),
            keys: Vec::new(),
            tellings: Tellings::default(),
            groups: Groups::default(),
            terms: Vec::new(),
            supports: Vec::new(),
            of_fluent: Vec::new(),
            undated: FxHashMap::default(),
            denials: FxHashMap::default(),
            ends_of_one: Vec::new(),
            named_ends_of_one: Vec::new(),
            early_ends: BTreeMap::new(),
            restarted: BTreeMap::new(),
            index: FxHashMap::default(),
            unindexed: FxHashMap::default(),
            lookups: Vec::new(),
        }
    }

    /// True before anything was derived.
    pub(crate) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Makes room for further fluents.
    pub(crate) fn fit(&mut self, fluents: usize) {
        self.groups.fit(fluents);
        let number = |count| u32::try_from(count).expect("fewer than 2^32 fluents fit in memory");
        let mut start = number(self.of_fluent.len());
        let end = number(fluents);
        if start < end {
            // Ranges of like size are one, so that there are never many.
            while let Some((last, _)) =
                self.lookups.last().filter(|(last, _)| last.len() <= (end - start) as usize * 2)
            {
                start = last.start;
                self.lookups.pop();
            }
            self.lookups.push((start..end, OnceLock::new()));
        }
        self.of_fluent.resize(fluents, (0, 0));
    }

    /// Puts what was derived of a fluent in the place of what was known of it.
    pub(crate) fn replace(&mut self, relation: Relation, fluent: Fluent) {
        let number = fluent.number;
        for term in self.terms_range(number) {
            self.terms[term as usize].withdraw();
        }
        let count = |length: usize| u32::try_from(length).expect("fewer than 2^32 terms fit in memory");
        let (first, base) = (count(self.terms.len()), count(self.supports.len()));
        self.supports.extend(fluent.supports);
        let unindexed = self.unindexed.entry(relation).or_default();
        for (place, mut term) in (first..).zip(fluent.terms) {
            term.supports = term.supports.start + base..term.supports.end + base;
            let (from, to) = term.possible;
            unindexed.push(Stretch { from, to, number: u64::from(number) << 32 | u64::from(place) });
            self.terms.push(term);
        }
        self.of_fluent[number as usize] = (first, count(self.terms.len()));
        keep(&mut self.undated, number, fluent.undated);
        keep(&mut self.denials, number, fluent.denials);
        keep_in_order(&mut self.early_ends, number, fluent.early_ends);
        keep_in_order(&mut self.restarted, number, fluent.restarted);
    }

    /// Makes new terms found.
    pub(crate) fn index_anew(&mut self) {
        for (relation, stretches) in std::mem::take(&mut self.unindexed) {
            let lives = |number: u64| self.terms[place_of(number) as usize].holds_ever();
            self.index.entry(relation).or_default().add(stretches, lives);
        }
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

    /// The numbers of a relation's terms that are possible on some of these days, in the order in which their fluents
    /// were first told.
    pub(crate) fn overlapping(&self, relation: Relation, days: Bounds) -> Vec<u64> {
        let mut found: Vec<u64> = Vec::new();
        if let Some(index) = self.index.get(&relation) {
            index.overlapping(days, |number| found.push(number));
        }
        found.retain(|&number| self.terms[place_of(number) as usize].holds_ever());
        found.sort_unstable();
        found
    }

    fn terms_range(&self, fluent: FluentNumber) -> Range<u32> {
        let (first, end) = self.of_fluent[fluent as usize];
        first..end
    }

    /// The terms of a fluent as the index numbers them.
    pub(crate) fn numbers_of(&self, fluent: FluentNumber) -> impl Iterator<Item = u64> + use<> {
        self.terms_range(fluent).map(move |place| u64::from(fluent) << 32 | u64::from(place))
    }

    /// The terms of a fluent, in order.
    pub(crate) fn terms_of(&self, fluent: FluentNumber) -> &[Term] {
        let Range { start, end } = self.terms_range(fluent);
        &self.terms[start as usize..end as usize]
    }

    /// The terms that count, in the order in which their fluents were first told.
    pub(crate) fn all_terms(&self) -> impl Iterator<Item = &Term> {
        (0..).zip(&self.of_fluent).flat_map(|(number, _)| self.terms_of(number))
    }

    /// The terms of those that exclude a term; none if nobody does.
    pub(crate) fn rivals_of(&self, term: &Term) -> impl Iterator<Item = &Term> {
        let group = self.groups.of(term.fluent);
        let members = group.map_or(&[][..], |group| self.groups.members(group));
        let fluent = term.fluent;
        members.iter().filter(move |other| **other != fluent).flat_map(|other| self.terms_of(*other))
    }

    /// The fluents that have any of the names in them, in any inflection; sorted.
    pub(crate) fn named(&self, names: &[String]) -> Vec<FluentNumber> {
        let mut found: Vec<FluentNumber> = Vec::new();
        for (range, lookup) in &self.lookups {
            let lookup = lookup.get_or_init(|| Lookup::new(&self.names, &self.keys, range.clone()));
            found.extend(lookup.fluents(self, names));
        }
        found
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

    pub(crate) fn supports_of(&self, term: &Term) -> &[Support] {
        &self.supports[term.supports.start as usize..term.supports.end as usize]
    }

    /// The statements that support a term, those of the earliest days first.
    pub(crate) fn witnesses_of(&self, term: &Term) -> Vec<StatementNumber> {
        let mut supports: Vec<&Support> = self.supports_of(term).iter().collect();
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

/// The place of a term among all of them, from the number that the index knows it by.
pub(crate) fn place_of(number: u64) -> u32 {
    u32::try_from(number & u64::from(u32::MAX)).expect("the lower half of the number is meant")
}

fn keep<T>(known: &mut FxHashMap<FluentNumber, Vec<T>>, number: FluentNumber, told: Vec<T>) {
    if told.is_empty() {
        known.remove(&number)
    } else {
        known.insert(number, told)
    };
}

fn keep_in_order<T>(known: &mut BTreeMap<FluentNumber, Vec<T>>, number: FluentNumber, told: Vec<T>) {
    if told.is_empty() {
        known.remove(&number)
    } else {
        known.insert(number, told)
    };
}

/// A stretch that holds no day.
const NEVER: (DayNumber, DayNumber) = (1, 0);

impl Term {
    pub fn new(fluent: FluentNumber, possible: (DayNumber, DayNumber), support: u32) -> Self {
        Self {
            fluent,
            possible,
            first_certain: NEVER,
            more_certain: Box::default(),
            contested: false,
            supports: support..support,
            until: None,
        }
    }

    /// Sets the stretches in which it is certain, in order.
    pub fn set_certain(&mut self, certain: &[(DayNumber, DayNumber)]) {
        if let Some((first, more)) = certain.split_first() {
            self.first_certain = *first;
            self.more_certain = more.into();
        }
    }

    /// The stretches of days in which it is certain, in order.
    pub fn certain(&self) -> impl Iterator<Item = (DayNumber, DayNumber)> + '_ {
        let first = (self.first_certain.0 <= self.first_certain.1).then_some(self.first_certain);
        first.into_iter().chain(self.more_certain.iter().copied())
    }

    /// The stretch of days in which it is certain, if one of them is among these.
    pub fn certain_on(&self, days: Bounds) -> Option<(DayNumber, DayNumber)> {
        self.certain().find(|(from, to)| *from <= days.latest && days.earliest <= *to)
    }

    /// False if it was replaced by another.
    pub fn holds_ever(&self) -> bool {
        self.possible.0 <= self.possible.1
    }

    fn withdraw(&mut self) {
        self.possible = NEVER;
        self.first_certain = NEVER;
        self.more_certain = Box::default();
    }
}
