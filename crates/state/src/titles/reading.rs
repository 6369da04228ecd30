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
    /// The text says nothing else.
    pub plain: bool,
}

/// Reads the texts of offices.
#[derive(Debug)]
pub(super) struct Reading {
    rule: RelationRule,
    /// The relation whose first arguments are polities.
    pub among: Relation,
    polities: FxHashSet<Symbol>,
    finder: Finder,
    /// The titles that the packs know.
    titles: Finder,
    /// The number of each title.
    numbers: FxHashMap<String, u32>,
}

/// Words between a polity and its office: "of the *government of the* RSFSR".
const BETWEEN: usize = 2;

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
            titles: known_titles(gathering),
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
        let told = all.len();
        if let Some((_, range)) = &found {
            let after = &all[range.end..];
            match (0..=BETWEEN.min(after.len())).find(|&skipped| self.is_title(&after[skipped..])) {
                // What stands before them is of the sentence, not of the office.
                Some(skipped) => drop(all.drain(..range.end + skipped)),
                None => drop(all.drain(range.clone())),
            }
        } else if let Some(at) = self.title_after_sentence(text, &all) {
            all.drain(..at);
        }
        let plain = told == all.len() + found.as_ref().map_or(0, |(_, range)| range.len());
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
            plain,
        }
    }

    /// True if the words are a title of the packs, in any inflection.
    fn is_title(&self, words: &[&str]) -> bool {
        self.titles.beginning_at(words, 0).is_some_and(|(_, length)| length == words.len())
    }

    /// Where a title of the packs begins that ends the text, if only words without a capital letter stand before it:
    /// those are no name of whose office it is.
    fn title_after_sentence(&self, text: &str, all: &[&str]) -> Option<usize> {
        let named = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        let named: Vec<bool> = named.map(|word| !word.starts_with(char::is_lowercase)).collect();
        let lower = named.iter().take_while(|named| !**named).count();
        (1..=lower.min(all.len())).find(|&at| self.is_title(&all[at..]))
    }
}

/// The titles of the packs, to be found in any inflection.
fn known_titles(gathering: &Gathering) -> Finder {
    let mut titles = Finder::default();
    for name in gathering.rules.titles.iter().flatten() {
        titles.add(0, &fold(name));
    }
    titles
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
