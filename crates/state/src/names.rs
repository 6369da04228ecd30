//! The names and texts that fill arguments, each known by a number.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use salname_packs::state::{fold, words};

/// A name or text, known by what is the same in all its spellings; 0 is the empty one.
pub(crate) type Symbol = u32;

/// All names that were told, with the spelling in which each was first met.
pub(crate) struct Names<'k> {
    key: Box<dyn Fn(&str) -> String + 'k>,
    of_text: FxHashMap<Box<str>, Symbol>,
    of_key: FxHashMap<Box<str>, Symbol>,
    /// Names that no statement has named yet: they are shown as the first one will spell them.
    unmet: FxHashSet<Symbol>,
    pub table: NameTable,
}

/// What is left of the names when all was told.
#[derive(Debug, Default)]
pub(crate) struct NameTable {
    shown: Vec<Box<str>>,
    /// The members of those that are several names together.
    members: FxHashMap<Symbol, Box<[Symbol]>>,
}

impl std::fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Names").field("table", &self.table).finish_non_exhaustive()
    }
}

impl<'k> Names<'k> {
    /// `key` maps all spellings of a name to one.
    pub fn new(key: impl Fn(&str) -> String + 'k) -> Self {
        let mut names = Self {
            key: Box::new(key),
            of_text: FxHashMap::default(),
            of_key: FxHashMap::default(),
            unmet: FxHashSet::default(),
            table: NameTable::default(),
        };
        names.intern(String::new(), "");
        names
    }

    /// The symbol of a name in any spelling.
    pub fn symbol(&mut self, text: &str) -> Symbol {
        if let Some(&known) = self.of_text.get(text) {
            return known;
        }
        let key = (self.key)(text);
        // A name of which nothing is left (signs only) is itself.
        let key = if key.is_empty() { fold(text) } else { key };
        let symbol = self.intern(key, text);
        if self.unmet.remove(&symbol) {
            self.table.shown[symbol as usize] = text.into();
        }
        self.of_text.insert(text.into(), symbol);
        symbol
    }

    /// Makes names known as one, however they are written; a name that is known as another stays that.
    pub fn one(&mut self, spellings: impl IntoIterator<Item: AsRef<str>>) -> Symbol {
        let mut one = None;
        for spelling in spellings {
            let key = (self.key)(spelling.as_ref());
            if key.is_empty() {
                continue;
            }
            let symbol = *one.get_or_insert_with(|| {
                let symbol = self.intern(key.clone(), spelling.as_ref());
                self.unmet.insert(symbol);
                symbol
            });
            self.of_key.entry(key.into_boxed_str()).or_insert(symbol);
        }
        one.unwrap_or(0)
    }

    /// The symbol of several names together, in whatever order they were given.
    pub fn together(&mut self, mut symbols: Vec<Symbol>) -> Symbol {
        symbols.sort_unstable();
        symbols.dedup();
        let key: String =
            symbols.iter().flat_map(|symbol| ['\u{1}'.to_string(), symbol.to_string()]).collect();
        let shown = symbols.iter().map(|&symbol| self.table.text(symbol)).collect::<Vec<_>>().join(", ");
        let together = self.intern(key, &shown);
        self.table.members.entry(together).or_insert_with(|| symbols.into_boxed_slice());
        together
    }

    /// The symbol of a name that was met before.
    pub fn known(&self, text: &str) -> Option<Symbol> {
        self.of_text.get(text).or_else(|| self.of_key.get((self.key)(text).as_str())).copied()
    }

    fn intern(&mut self, key: String, shown: &str) -> Symbol {
        let next = u32::try_from(self.table.shown.len()).expect("fewer than 2^32 names fit in memory");
        *self.of_key.entry(key.into_boxed_str()).or_insert_with(|| {
            self.table.shown.push(shown.into());
            next
        })
    }
}

impl NameTable {
    /// The spelling in which a name was first met.
    pub fn text(&self, symbol: Symbol) -> &str {
        &self.shown[symbol as usize]
    }

    /// The names of which a symbol consists: itself, or several.
    pub fn members<'a>(&'a self, symbol: &'a Symbol) -> &'a [Symbol] {
        self.members.get(symbol).map_or(std::slice::from_ref(symbol), AsRef::as_ref)
    }

    /// The names of which a symbol consists; none if it is the empty one.
    pub fn given<'a>(&'a self, symbol: &'a Symbol) -> &'a [Symbol] {
        if *symbol == 0 { &[] } else { self.members(symbol) }
    }
}

/// Finds known names inside longer texts ("foreign minister of Georgia").
#[derive(Debug, Default)]
pub(crate) struct Finder {
    /// By first word: the remaining words and the name.
    names: FxHashMap<String, Vec<(Vec<String>, Symbol)>>,
}

/// Letters that an ending may add to the last word of a name.
const ENDING: usize = 5;
/// Shorter words are only found as they are: an ending would make other words of them.
pub(crate) const SHORTEST_STEM: usize = 4;

impl Finder {
    /// Makes a further spelling, already folded, known.
    pub fn add(&mut self, symbol: Symbol, folded: &str) {
        let mut parts = words(folded).map(str::to_owned);
        if let Some(first) = parts.next() {
            self.names.entry(first).or_default().push((parts.collect(), symbol));
        }
    }

    /// The longest known name in the text.
    pub fn find(&self, text: &str) -> Option<Symbol> {
        let folded = fold(text);
        self.find_in(&words(&folded).collect::<Vec<_>>()).map(|(symbol, _)| symbol)
    }

    /// The longest known name among the words of a text, and which words it is.
    pub fn find_in(&self, all: &[&str]) -> Option<(Symbol, Range<usize>)> {
        let mut best: Option<(Symbol, Range<usize>)> = None;
        for at in 0..all.len() {
            if let Some((symbol, length)) = self.beginning_at(all, at)
                && best.as_ref().is_none_or(|(_, longest)| length > longest.len())
            {
                best = Some((symbol, at..at + length));
            }
        }
        best
    }

    /// The longest known name that begins at a word, and how many words it has.
    pub fn beginning_at(&self, all: &[&str], at: usize) -> Option<(Symbol, usize)> {
        let word = all.get(at)?;
        let mut best: Option<(Symbol, usize)> = None;
        for (stem, candidates) in self.stems(word) {
            let mut of_stem = false;
            for (rest, symbol) in candidates {
                let fits = all.get(at + 1..at + 1 + rest.len()).is_some_and(|following| {
                    rest.iter().zip(following).enumerate().all(|(index, (part, word))| {
                        if index + 1 == rest.len() { inflected(part, word) } else { part == word }
                    }) && (rest.is_empty() || stem == *word)
                });
                // Of two names of one spelling always the same, whichever was made known first.
                let better = |(known, longest): (Symbol, usize)| {
                    rest.len() + 1 > longest || rest.len() + 1 == longest && of_stem && *symbol < known
                };
                if fits && best.is_none_or(better) {
                    of_stem = true;
                    best = Some((*symbol, rest.len() + 1));
                }
            }
        }
        best
    }

    /// The names whose first word is the word or a stem of it, the longest stem first.
    fn stems<'a>(&'a self, word: &'a str) -> impl Iterator<Item = (&'a str, &'a [(Vec<String>, Symbol)])> {
        let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).skip(1).collect();
        let letters = ends.len();
        ends.into_iter().enumerate().rev().filter_map(move |(index, end)| {
            let length = index + 1;
            let stem = &word[..end];
            let may = length == letters || (length >= SHORTEST_STEM && letters - length <= ENDING);
            Some((stem, self.names.get(stem).filter(|_| may)?.as_slice()))
        })
    }
}

fn inflected(part: &str, word: &str) -> bool {
    word.strip_prefix(part).is_some_and(|ending| {
        ending.is_empty() || (part.chars().count() >= SHORTEST_STEM && ending.chars().count() <= ENDING)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one_symbol() {
        let mut names = Names::new(fold);
        assert_eq!(names.symbol("İran"), names.symbol("IRAN"));
        assert_ne!(names.symbol("İran"), names.symbol("İraq"));
        let both = ["İran", "Türkiyə"].map(|name| names.symbol(name));
        assert_eq!(names.together(both.to_vec()), names.together(vec![both[1], both[0]]));
    }

    #[test]
    fn the_longest_known_name_is_found_in_a_text() {
        let mut names = Names::new(fold);
        let known = ["Gürcüstan", "Azərbaycan", "Azərbaycan SSR"].map(|name| names.symbol(name));
        let mut finder = Finder::default();
        known.iter().for_each(|name| finder.add(*name, &fold(names.table.text(*name))));
        assert_eq!(finder.find("Gürcüstanın xarici işlər naziri"), Some(known[0]));
        assert_eq!(finder.find("Azərbaycan SSR-in xalq komissarı"), Some(known[2]));
        assert_eq!(finder.find("Azərbaycanda konsul"), Some(known[1]));
        assert_eq!(finder.find("hərbi nazir"), None);
    }
}
