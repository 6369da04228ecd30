//! What the text of an office says: which office, and whose.

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::Relation;
use salname_packs::state::{RelationRule, fold, words};

use crate::gather::Gathering;
use crate::generic;
use crate::names::{Finder, NameTable, Symbol};

/// What an office's text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Title {
    /// What is left without the polity.
    pub title: u32,
    pub polity: Symbol,
    /// It has no words but general ones, and names no polity.
    pub unqualified: bool,
    /// One holds it at a time.
    pub exclusive: bool,
}

/// Reads the texts of offices.
#[derive(Debug)]
pub(super) struct Reading {
    rule: RelationRule,
    /// The relation whose first arguments are polities.
    pub among: Relation,
    polities: FxHashSet<Symbol>,
    finder: Finder,
    /// The number of each title.
    numbers: FxHashMap<String, u32>,
}

impl Reading {
    pub fn new(gathering: &Gathering, rule: &RelationRule) -> Self {
        let mut finder = Finder::default();
        for (symbol, spelling) in &gathering.polities {
            finder.add(*symbol, spelling);
        }
        Self {
            rule: rule.clone(),
            among: rule.derived.first().map_or(Relation::Exists, |derived| derived.among.0),
            polities: FxHashSet::default(),
            finder,
            numbers: same_titles(gathering, rule),
        }
    }

    /// Makes a polity known that is told of; true if it was not.
    pub fn know_polity(&mut self, polity: Symbol, table: &NameTable) -> bool {
        let new = self.polities.insert(polity);
        if new {
            self.finder.add(polity, &fold(table.text(polity)));
        }
        new
    }

    pub fn read(&mut self, text: &str) -> Title {
        let folded = fold(text);
        let mut all: Vec<&str> = words(&folded).collect();
        let found = self.finder.find_in(&all);
        if let Some((_, range)) = &found {
            all.drain(range.clone());
        }
        let title = title_of(&self.rule, &all);
        let vague =
            !title.contains(' ') && self.rule.vague.iter().any(|pattern| pattern.matches_word(&title));
        let shared = self.rule.shared.iter().any(|pattern| pattern.matches(text));
        let next = u32::try_from(self.numbers.len()).expect("fewer than 2^32 titles fit in memory");
        Title {
            exclusive: !vague && !shared && !title.is_empty(),
            unqualified: found.is_none() && generic::is_generic(&self.rule.generic, &title),
            polity: found.map_or(0, |(symbol, _)| symbol),
            title: *self.numbers.entry(title).or_insert(next),
        }
    }
}

/// The words of a title that count.
fn title_of(rule: &RelationRule, words: &[&str]) -> String {
    let counts = |word: &&&str| !rule.connecting.iter().any(|pattern| pattern.matches_word(word));
    words.iter().filter(counts).copied().collect::<Vec<_>>().join(" ")
}

/// The titles of the packs: all names of one office have one number.
fn same_titles(gathering: &Gathering, rule: &RelationRule) -> FxHashMap<String, u32> {
    let mut numbers = FxHashMap::default();
    for names in &gathering.rules.titles {
        let next = u32::try_from(numbers.len()).expect("fewer than 2^32 titles fit in memory");
        for name in names {
            let folded = fold(name);
            numbers.entry(title_of(rule, &words(&folded).collect::<Vec<_>>())).or_insert(next);
        }
    }
    numbers
}
