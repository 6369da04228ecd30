//! Whose an office is that is told without its polity.

use rustc_hash::FxHashMap;

use super::{Known, Titles};
use crate::gather::FluentNumber;
use crate::names::Symbol;

/// Sources that mean the same by an unqualified title, since they name one of the same holders.
pub(super) struct Scopes {
    pub of_fluent: FxHashMap<FluentNumber, u32>,
}

impl Scopes {
    /// For the fluents of one title.
    pub fn new(
        known: Known,
        numbers: &[FluentNumber],
        titles: &Titles,
        holder: &impl Fn(FluentNumber) -> Symbol,
    ) -> Self {
        let mut nodes: FxHashMap<(bool, u32), u32> = FxHashMap::default();
        let mut sets = Sets::default();
        let mut node = |key: (bool, u32), sets: &mut Sets| *nodes.entry(key).or_insert_with(|| sets.add());
        let mut of_holder: FxHashMap<FluentNumber, u32> = FxHashMap::default();
        for &number in numbers {
            let told = known.events.of(number).map(|event| event.statement);
            let ended = titles.stops_of(number).iter().map(|stop| stop.statement);
            for statement in told.chain(ended) {
                let person = node((true, holder(number)), &mut sets);
                let source = node((false, known.gathering.tellings.source(statement)), &mut sets);
                sets.join(person, source);
                of_holder.insert(number, person);
            }
        }
        Self { of_fluent: of_holder.into_iter().map(|(number, node)| (number, sets.root(node))).collect() }
    }
}

/// Disjoint sets; the root of each is its smallest member.
#[derive(Default)]
struct Sets {
    parent: Vec<u32>,
}

impl Sets {
    fn add(&mut self) -> u32 {
        let next = u32::try_from(self.parent.len()).expect("fewer than 2^32 sets fit in memory");
        self.parent.push(next);
        next
    }

    fn root(&mut self, mut node: u32) -> u32 {
        while self.parent[node as usize] != node {
            let above = self.parent[self.parent[node as usize] as usize];
            self.parent[node as usize] = above;
            node = above;
        }
        node
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }
}
