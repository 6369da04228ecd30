//! What a language pack's grammar says, made ready for looking up.

use std::collections::BTreeSet;

use salname_packs::{Grammar as Written, Numbers, Order};

use super::units::Unit;

/// A set of stems, asked whether a word begins with one of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Stems(BTreeSet<String>);

impl Stems {
    fn new(stems: &[String]) -> Self {
        Self(stems.iter().filter(|stem| !stem.is_empty()).cloned().collect())
    }

    /// The longest stem that the word begins with.
    pub fn of<'a>(&'a self, word: &str) -> Option<&'a str> {
        let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]).filter(|at| *at > 0);
        ends.collect::<Vec<_>>()
            .into_iter()
            .rev()
            .find_map(|end| self.0.get(&word[..end]).map(String::as_str))
    }

    pub fn has(&self, word: &str) -> bool {
        self.of(word).is_some()
    }
}

/// A set of whole words.
#[derive(Debug, Clone, Default)]
pub(super) struct Words(BTreeSet<String>);

impl Words {
    fn new(words: &[String]) -> Self {
        Self(words.iter().cloned().collect())
    }

    pub fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

/// Before its ending a verb or an adjective has at least so many letters.
const SHORTEST_STEM: usize = 3;

/// A language's grammar.
#[derive(Debug, Clone, Default)]
pub(super) struct Grammar {
    pub order: Order,
    pub passives: Vec<String>,
    pub middles: Words,
    pub copulas: Words,
    pub not_verbs: Words,
    pub adpositions: Words,
    pub conjunctions: Words,
    pub openers: Words,
    pub contrasts: Words,
    pub pronouns: Words,
    pub actors: Stems,
    pub places: Stems,
    pub negations: Words,
    pub necessity: Words,
    pub saying: Stems,
    pub demanding: Stems,
    pub titles: Stems,
    pub ranks: Stems,
    pub noun_links: Words,
    adjective_endings: Vec<String>,
    pub comma_after_subject: bool,
    verb_endings: Vec<String>,
    pub number_words: Words,
    pub multipliers: Stems,
    pub comparisons: Words,
    pub units: Stems,
    pub not_units: Words,
}

impl Grammar {
    pub fn new(written: &Written) -> Self {
        let Numbers { words, multipliers, units, comparisons, not_units } = &written.numbers;
        Self {
            order: written.order,
            passives: written.passives.clone(),
            middles: Words::new(&written.middles),
            copulas: Words::new(&written.copulas),
            not_verbs: Words::new(&written.not_verbs),
            adpositions: Words::new(&written.adpositions),
            conjunctions: Words::new(&written.conjunctions),
            openers: Words::new(&written.openers),
            contrasts: Words::new(&written.contrasts),
            pronouns: Words::new(&written.pronouns),
            actors: Stems::new(&written.actors),
            places: Stems::new(&written.places),
            negations: Words::new(&written.negations),
            necessity: Words::new(&written.necessity),
            saying: Stems::new(&written.saying),
            demanding: Stems::new(&written.demanding),
            titles: Stems::new(&written.titles),
            ranks: Stems::new(&written.ranks),
            noun_links: Words::new(&written.noun_links),
            adjective_endings: written.adjective_endings.clone(),
            comma_after_subject: written.comma_after_subject,
            verb_endings: written.verb_endings.clone(),
            number_words: Words::new(words),
            multipliers: Stems::new(multipliers),
            comparisons: Words::new(comparisons),
            units: Stems::new(units),
            not_units: Words::new(not_units),
        }
    }

    pub fn verb_last(&self) -> bool {
        self.order == Order::VerbLast
    }

    /// True if the words joins equals: a comma or a conjunction.
    pub fn joins(&self, unit: &Unit) -> bool {
        unit.is_mark(",") || unit.is_word() && self.conjunctions.has(&unit.lower)
    }

    /// True if the word looks like a verb by its ending alone, or is one of those that the endings name whole.
    pub fn looks_like_verb(&self, word: &str) -> bool {
        !self.not_verbs.has(word)
            && self.verb_endings.iter().any(|ending| {
                word.strip_suffix(ending.as_str())
                    .is_some_and(|stem| stem.is_empty() || stem.chars().count() >= SHORTEST_STEM)
            })
    }

    /// True if the language's adjectives are known by their endings.
    pub fn knows_adjectives(&self) -> bool {
        !self.adjective_endings.is_empty()
    }

    /// True if the word looks like an adjective by its ending alone.
    pub fn looks_like_adjective(&self, word: &str) -> bool {
        self.adjective_endings.iter().any(|ending| {
            word.strip_suffix(ending.as_str()).is_some_and(|stem| stem.chars().count() >= SHORTEST_STEM)
        })
    }

    /// True if a verb stem is passive by itself.
    pub fn is_passive(&self, lemma: &str) -> bool {
        !self.middles.has(lemma) && self.passives.iter().any(|ending| lemma.ends_with(ending.as_str()))
    }
}
