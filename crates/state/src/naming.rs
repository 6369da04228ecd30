//! Which fluents a name is an argument of, for those who tell more of it.

use rustc_hash::FxHashMap;

use crate::gather::{FluentNumber, Gathering, PatternKey};
use crate::names::Symbol;

/// Names and the fluents that have them as arguments, or as parts of arguments.
#[derive(Debug)]
pub(crate) struct Naming {
    /// Sorted.
    first: Vec<(Symbol, FluentNumber)>,
    later: FxHashMap<Symbol, Vec<FluentNumber>>,
}

impl Naming {
    /// `polity` gives the derived argument of a fluent, 0 where it has none.
    pub fn new(gathering: &Gathering, polity: impl Fn(FluentNumber) -> Symbol) -> Self {
        let mut first = Vec::with_capacity(gathering.keys.len() * 2);
        for (number, key) in (0..).zip(&gathering.keys) {
            let given = key.args.iter().flat_map(|symbol| gathering.names.table.given(symbol));
            first.extend(given.map(|symbol| (*symbol, number)));
            let polity = polity(number);
            if polity != 0 {
                first.push((polity, number));
            }
        }
        first.sort_unstable();
        Self { first, later: FxHashMap::default() }
    }

    /// Takes in further fluents.
    pub fn add(
        &mut self,
        gathering: &Gathering,
        new: impl Iterator<Item = FluentNumber>,
        polity: impl Fn(FluentNumber) -> Symbol,
    ) {
        for number in new {
            let key = &gathering.keys[number as usize];
            for symbol in key.args.iter().flat_map(|symbol| gathering.names.table.given(symbol)) {
                self.note(*symbol, number);
            }
            self.note(polity(number), number);
        }
    }

    /// A fluent has a name as a further argument.
    pub fn note(&mut self, symbol: Symbol, number: FluentNumber) {
        if symbol != 0 {
            self.later.entry(symbol).or_default().push(number);
        }
    }

    /// The fluents that a pattern matches, in order.
    pub fn matching(
        &self,
        gathering: &Gathering,
        pattern: &PatternKey,
        polity: impl Fn(FluentNumber) -> Symbol,
    ) -> Vec<FluentNumber> {
        let given = (0..4usize).filter(|bit| pattern.mask & (1 << bit) != 0);
        let rarest = given.clone().min_by_key(|bit| self.count(pattern.args[*bit]));
        let Some(rarest) = rarest else { return Vec::new() };
        let table = &gathering.names.table;
        let mut found: Vec<FluentNumber> = self.with(pattern.args[rarest]).collect();
        found.sort_unstable();
        found.dedup();
        found.retain(|&number| {
            let key = &gathering.keys[number as usize];
            key.relation == pattern.relation
                && given.clone().all(|bit| match key.args.get(bit) {
                    Some(symbol) => table.given(symbol).contains(&pattern.args[bit]),
                    None => polity(number) == pattern.args[bit],
                })
        });
        found
    }

    fn with(&self, symbol: Symbol) -> impl Iterator<Item = FluentNumber> {
        let start = self.first.partition_point(|(known, _)| *known < symbol);
        let first = self.first[start..].iter().take_while(move |(known, _)| *known == symbol);
        first.map(|(_, number)| *number).chain(self.later.get(&symbol).into_iter().flatten().copied())
    }

    fn count(&self, symbol: Symbol) -> usize {
        let start = self.first.partition_point(|(known, _)| *known < symbol);
        let end = self.first.partition_point(|(known, _)| *known <= symbol);
        end - start + self.later.get(&symbol).map_or(0, Vec::len)
    }
}
