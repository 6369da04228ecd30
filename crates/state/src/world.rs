//! The world that the sources tell of: every fluent with the terms for which it holds.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use salname_model::Relation;
use salname_packs::state::StateRules;

use crate::StatementNumber;
use crate::clip::Clip;
use crate::day::{Bounds, DayNumber};
use crate::disagree::{Disagreement, Tellings};
use crate::gather::{FluentKey, FluentNumber, Gathering};
use crate::index::Index;
use crate::lookup::Lookup;
use crate::names::{NameTable, Symbol};
use crate::timeline::Support;

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
    pub(crate) denials: FxHashMap<FluentNumber, Vec<(StatementNumber, Option<Bounds>)>>,
    pub(crate) tellings: Tellings,
    /// Ends that are told of all that has one argument: a death, the end of a treaty.
    pub(crate) ends_of_one: Vec<(Symbol, Bounds, StatementNumber)>,
    /// Ends that come before anything else is known of what they end.
    pub(crate) early_ends: Vec<(FluentNumber, Clip)>,
    /// Attestations after an end, though nobody tells of a new beginning.
    pub(crate) restarted: Vec<(FluentNumber, Clip, Bounds, StatementNumber)>,
    index: FxHashMap<Relation, Index>,
    /// The terms of the fluents that exclude each other.
    groups: FxHashMap<(Relation, u32), Vec<u32>>,
    /// The first term of each fluent, and one past its last.
    of_fluent: Vec<(u32, u32)>,
    lookup: OnceLock<Lookup>,
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
            groups: FxHashMap::default(),
            of_fluent: Vec::new(),
            lookup: OnceLock::new(),
        }
    }

    pub(crate) fn finish(mut self, gathering: Gathering) -> Self {
        self.names = gathering.names.table;
        self.keys = gathering.keys;
        self.tellings = gathering.tellings;
        self.of_fluent = vec![(0, 0); self.keys.len()];
        let mut stretches: FxHashMap<Relation, Vec<_>> = FxHashMap::default();
        for (number, term) in (0u32..).zip(&self.terms) {
            let relation = self.keys[term.fluent as usize].relation;
            stretches.entry(relation).or_default().push((term.possible, number));
            if let Some(group) = term.group {
                self.groups.entry((relation, group)).or_default().push(number);
            }
            let (first, end) = &mut self.of_fluent[term.fluent as usize];
            if *end == 0 {
                *first = number;
            }
            *end = number + 1;
        }
        self.index = stretches.into_iter().map(|(relation, terms)| (relation, Index::new(terms))).collect();
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

    /// The numbers of a relation's terms that are possible on some of these days.
    pub(crate) fn overlapping(&self, relation: Relation, days: Bounds) -> impl Iterator<Item = u32> + '_ {
        self.index.get(&relation).into_iter().flat_map(move |index| index.overlapping(days))
    }

    pub(crate) fn terms_of_fluent(&self, fluent: FluentNumber) -> Range<u32> {
        let (first, end) = self.of_fluent[fluent as usize];
        first..end
    }

    pub(crate) fn relation_of(&self, term: u32) -> Relation {
        self.keys[self.terms[term as usize].fluent as usize].relation
    }

    /// The terms of those that a term excludes, its own among them; none if it excludes nobody.
    pub(crate) fn of_group(&self, term: &Term) -> &[u32] {
        let group = term.group.map(|group| (self.keys[term.fluent as usize].relation, group));
        group.and_then(|group| self.groups.get(&group)).map_or(&[], Vec::as_slice)
    }

    /// Where names are found; made when first asked for.
    pub(crate) fn lookup(&self) -> &Lookup {
        self.lookup.get_or_init(|| Lookup::new(&self.names, &self.keys))
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

impl Term {
    /// The stretch of days in which it is certain, if one of them is among these.
    pub fn certain_on(&self, days: Bounds) -> Option<(DayNumber, DayNumber)> {
        self.certain.iter().find(|(from, to)| *from <= days.latest && days.earliest <= *to).copied()
    }
}
