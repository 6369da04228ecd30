//! Which fluents have a name in them.

use std::ops::Range;

use salname_packs::state::{fold, words};

use crate::gather::{FluentKey, FluentNumber};
use crate::names::{NameTable, Symbol};
use crate::world::World;

/// Words of names, and the fluents that have the names in them.
#[derive(Debug)]
pub(crate) struct Lookup {
    /// Folded words and the names that they stand in; sorted.
    words: Vec<(Box<str>, Symbol)>,
    /// Names and the fluents that they stand in; sorted.
    fluents: Vec<(Symbol, FluentNumber)>,
}

impl Lookup {
    /// For a range of fluents.
    pub fn new(names: &NameTable, keys: &[FluentKey], range: Range<FluentNumber>) -> Self {
        let mut fluents: Vec<(Symbol, FluentNumber)> = Vec::new();
        let keys = &keys[range.start as usize..range.end as usize];
        for (number, key) in range.zip(keys) {
            for symbol in key.args.iter().filter(|symbol| **symbol != 0) {
                fluents.push((*symbol, number));
                fluents.extend(names.members(symbol).iter().map(|member| (*member, number)));
            }
        }
        fluents.sort_unstable();
        fluents.dedup();
        let mut parts: Vec<(Box<str>, Symbol)> = Vec::new();
        for of_one in fluents.chunk_by(|a, b| a.0 == b.0) {
            let folded = fold(names.text(of_one[0].0));
            parts.extend(words(&folded).map(|word| (word.into(), of_one[0].0)));
        }
        parts.sort_unstable();
        parts.dedup();
        Self { words: parts, fluents }
    }

    /// The fluents that have any of the names in them, in any inflection; sorted.
    pub fn fluents(&self, world: &World, names: &[String]) -> Vec<FluentNumber> {
        let mut found: Vec<FluentNumber> = Vec::new();
        for name in names {
            let folded = fold(name);
            let mut parts: Vec<&str> = words(&folded).collect();
            // The rarest word first: the others are looked for in the names that have it.
            parts.sort_by_key(|part| self.range_of(part).len());
            let Some((first, rest)) = parts.split_first() else { continue };
            let mut symbols: Vec<Symbol> = self.beginning_with(first).collect();
            symbols.sort_unstable();
            symbols.dedup();
            symbols.retain(|symbol| rest.is_empty() || is_named(world.names.text(*symbol), rest));
            found.extend(symbols.into_iter().flat_map(|symbol| self.of_name(symbol)));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Which of the words begin so.
    fn range_of(&self, part: &str) -> Range<usize> {
        let start = self.words.partition_point(|(word, _)| &**word < part);
        let length = self.words[start..].partition_point(|(word, _)| word.starts_with(part));
        start..start + length
    }

    fn beginning_with<'a>(&'a self, part: &str) -> impl Iterator<Item = Symbol> + use<'a> {
        self.words[self.range_of(part)].iter().map(|(_, symbol)| *symbol)
    }

    fn of_name(&self, symbol: Symbol) -> impl Iterator<Item = FluentNumber> + '_ {
        let start = self.fluents.partition_point(|(known, _)| *known < symbol);
        self.fluents[start..].iter().take_while(move |(known, _)| *known == symbol).map(|(_, fluent)| *fluent)
    }
}

/// True if a text has all the words of a name in it, in any inflection: each begins a word of the text.
#[must_use]
pub fn names(text: &str, name: &str) -> bool {
    let folded = fold(name);
    let parts: Vec<&str> = words(&folded).collect();
    !parts.is_empty() && is_named(text, &parts)
}

fn is_named(text: &str, parts: &[&str]) -> bool {
    let folded = fold(text);
    parts.iter().all(|part| words(&folded).any(|word| word.starts_with(part)))
}
