//! Ends of what is named inside a text ("denounces the treaty of Kars"), found when the names are known.

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::Relation;
use salname_packs::state::fold;

use crate::beginnings::Beginnings;
use crate::gather::{FluentKey, Gathering, NamedStop, PatternKey, Stop};
use crate::generic;
use crate::names::{Finder, NameTable, Symbol};

/// Ends whose argument is a known name inside a text; more names and more ends can be added later.
#[derive(Debug, Default)]
pub(crate) struct NamedEnds {
    stops: Vec<NamedStop>,
    /// What each was found to end.
    found: Vec<Option<Stop>>,
    /// The names that may be meant, of each argument that is looked for.
    names: FxHashMap<(Relation, usize), Names>,
    /// To be looked for again.
    doubtful: Vec<u32>,
    texts: Option<Beginnings>,
}

#[derive(Debug, Default)]
struct Names {
    known: FxHashSet<Symbol>,
    finder: Finder,
}

impl NamedEnds {
    /// Makes ready for more names.
    pub fn expect_more(&mut self, table: &NameTable) {
        let mut texts = Beginnings::default();
        for (number, stop) in (0..).zip(&self.stops) {
            texts.add(number, table.text(stop.text));
        }
        self.texts = Some(texts);
    }

    /// Makes the arguments of fluents known as names that a text may have in it.
    pub fn know<'a>(&mut self, gathering: &Gathering, keys: impl Iterator<Item = &'a FluentKey>) {
        let asked: Vec<(Relation, usize)> = gathering.named_arguments();
        let table = &gathering.names.table;
        let mut news: Vec<(Relation, usize, Symbol)> = Vec::new();
        for key in keys {
            for &(relation, slot) in asked.iter().filter(|(relation, _)| *relation == key.relation) {
                let names = self.names.entry((relation, slot)).or_default();
                let symbol = key.args[slot];
                if symbol != 0 && names.known.insert(symbol) {
                    news.push((relation, slot, symbol));
                }
            }
        }
        for (relation, slot, symbol) in news {
            let general = gathering
                .rules
                .relation(relation)
                .is_none_or(|rule| generic::is_generic(&rule.generic, table.text(symbol)));
            if !general {
                let folded = fold(table.text(symbol));
                self.doubtful.extend(self.texts.iter().flat_map(|texts| texts.may_name(&folded)));
                if let Some(names) = self.names.get_mut(&(relation, slot)) {
                    names.finder.add(symbol, &folded);
                }
            }
        }
    }

    /// Takes in further ends.
    pub fn add(&mut self, stops: Vec<NamedStop>, table: &NameTable) {
        for stop in stops {
            let number = u32::try_from(self.stops.len()).expect("fewer than 2^32 ends fit in memory");
            if let Some(texts) = &mut self.texts {
                texts.add(number, table.text(stop.text));
            }
            self.stops.push(stop);
            self.found.push(None);
            self.doubtful.push(number);
        }
    }

    /// Looks for the names that may have become known; returns the ends that are news, by their numbers.
    pub fn find_anew(&mut self, table: &NameTable) -> Vec<(u32, Option<Stop>)> {
        let mut doubtful = std::mem::take(&mut self.doubtful);
        doubtful.sort_unstable();
        doubtful.dedup();
        let mut news = Vec::new();
        for number in doubtful {
            let NamedStop { relation, arg, text, weak, bounds, date, statement } =
                self.stops[number as usize];
            let names = self.names.get(&(relation, arg));
            let symbol = names.and_then(|names| names.finder.find(table.text(text)));
            let stop = symbol.map(|symbol| {
                let mut args = [0; 4];
                args[arg] = symbol;
                Stop { pattern: PatternKey { relation, mask: 1 << arg, args }, weak, bounds, date, statement }
            });
            if self.found[number as usize].map(|stop| stop.pattern) != stop.map(|stop| stop.pattern) {
                self.found[number as usize] = stop;
                news.push((number, stop));
            }
        }
        news
    }

    /// The ends whose names were found.
    pub fn found(&self) -> impl Iterator<Item = &Stop> {
        self.found.iter().flatten()
    }
}
