//! What a language pack's grammar says, made ready for looking up.

use rustc_hash::{FxHashMap, FxHashSet};
use salname_packs::{Grammar as Written, Numbers, Order};

use super::units::Unit;

/// A set of stems, asked whether a word begins with one of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Stems {
    stems: FxHashSet<String>,
    /// Bytes of the longest.
    longest: usize,
}

impl Stems {
    fn new(stems: &[String]) -> Self {
        let stems: FxHashSet<String> = stems.iter().filter(|stem| !stem.is_empty()).cloned().collect();
        Self { longest: stems.iter().map(String::len).max().unwrap_or_default(), stems }
    }

    /// The longest stem that the word begins with.
    pub fn of<'a>(&'a self, word: &str) -> Option<&'a str> {
        let ends = (1..=self.longest.min(word.len())).rev().filter(|end| word.is_char_boundary(*end));
        ends.into_iter().find_map(|end| self.stems.get(&word[..end]).map(String::as_str))
    }
}

/// A set of whole words.
#[derive(Debug, Clone, Default)]
pub(super) struct Words(FxHashSet<String>);

impl Words {
    fn new(words: &[String]) -> Self {
        Self(words.iter().cloned().collect())
    }

    pub fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What the lists of a grammar say of a word, found once for each word of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Says(u64);

impl Says {
    // Words that stand in a list.
    pub const COPULA: Self = Self(1);
    pub const NO_VERB: Self = Self(1 << 1);
    pub const ADPOSITION: Self = Self(1 << 2);
    pub const CONJUNCTION: Self = Self(1 << 3);
    pub const OPENER: Self = Self(1 << 4);
    pub const CONTRAST: Self = Self(1 << 5);
    pub const PRONOUN: Self = Self(1 << 6);
    pub const NEGATION: Self = Self(1 << 7);
    pub const NECESSITY: Self = Self(1 << 8);
    pub const NOUN_LINK: Self = Self(1 << 9);
    pub const NUMBER: Self = Self(1 << 10);
    pub const COMPARISON: Self = Self(1 << 11);
    pub const NO_MEASURE: Self = Self(1 << 12);
    // Words that begin as one in a list does.
    pub const ACTOR: Self = Self(1 << 13);
    pub const PLACE: Self = Self(1 << 14);
    pub const SAYING: Self = Self(1 << 15);
    pub const DEMANDING: Self = Self(1 << 16);
    pub const TITLE: Self = Self(1 << 17);
    pub const RANK: Self = Self(1 << 18);
    pub const MEASURE: Self = Self(1 << 19);
    pub const FORMER: Self = Self(1 << 22);
    pub const NO_AMOUNT_AFTER: Self = Self(1 << 25);
    pub const CHARGE: Self = Self(1 << 26);
    pub const TOPIC: Self = Self(1 << 27);
    // Words with such an ending.
    pub const LIKE_VERB: Self = Self(1 << 20);
    pub const LIKE_ADJECTIVE: Self = Self(1 << 21);
    pub const OBLIQUE: Self = Self(1 << 23);
    // Words that an expression of a source or a denial begins with.
    pub const EXPRESSION: Self = Self(1 << 24);
    pub const DETERMINER: Self = Self(1 << 28);
    pub const POST: Self = Self(1 << 29);
    // Begins as one in a list.
    pub const COUNTED: Self = Self(1 << 30);
    // A noun for a body, which may stand for one that was named.
    pub const BODY: Self = Self(1 << 31);
    // A word in a list: so many parts make up what stands before it.
    pub const COMPOSED: Self = Self(1 << 32);
    // Words in lists: a number only behind another, and one that says of what share something is.
    pub const NUMBER_BEHIND: Self = Self(1 << 33);
    pub const SHARE: Self = Self(1 << 34);

    pub fn has(self, one: Self) -> bool {
        self.0 & one.0 != 0
    }

    fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Expressions of one word or several.
#[derive(Debug, Clone, Default)]
pub(super) struct Expressions(FxHashMap<String, Vec<Vec<String>>>);

impl Expressions {
    fn new(written: &[String]) -> Self {
        let mut made: FxHashMap<String, Vec<Vec<String>>> = FxHashMap::default();
        for expression in written {
            let mut words = expression.split_whitespace().map(str::to_owned);
            if let Some(first) = words.next() {
                made.entry(first).or_default().push(words.collect());
            }
        }
        Self(made)
    }

    /// The end of the longest expression that begins with the first of these units.
    pub fn at(&self, units: &[Unit]) -> Option<usize> {
        let stands = |rest: &&Vec<String>| {
            units.len() > rest.len() && rest.iter().zip(&units[1..]).all(|(word, unit)| *unit.lower == **word)
        };
        let first = units.first().filter(|unit| unit.is_word())?;
        self.0.get(&*first.lower)?.iter().filter(stands).map(|rest| rest.len() + 1).max()
    }
}

/// The verb that helps a passive stands so near before it, in units.
const HELP: usize = 2;

/// Before its ending a verb or an adjective has at least so many letters.
const SHORTEST_STEM: usize = 3;

/// A language's grammar.
#[derive(Debug, Clone, Default)]
pub(super) struct Grammar {
    pub order: Order,
    pub passives: Vec<String>,
    passive_helpers: Words,
    pub middles: Words,
    pub not_units: Words,
    pub actors: Words,
    pub places: Words,
    pub titles: Words,
    pub measures: Words,
    /// Nouns that end as if they bore an ending.
    pub nouns: Words,
    /// True if units of measure are listed apart from what is counted.
    pub knows_counted: bool,
    pub multipliers: Stems,
    pub light_verbs: Words,
    pub comma_after_subject: bool,
    /// Words by which a source is told, beside anyone and beside those alone who can say something; words that deny.
    pub sources: Expressions,
    pub sayers: Expressions,
    pub denials: Expressions,
    /// Nouns that stand for what was named with them before, and the articles that they may have.
    pub anaphors: Stems,
    pub articles: Words,
    adjective_endings: Vec<String>,
    verb_endings: Vec<String>,
    oblique_endings: Vec<String>,
    /// What the lists say of words as they stand, and of words that begin so.
    words: FxHashMap<String, Says>,
    stems: FxHashMap<String, Says>,
    /// Bytes of the longest stem.
    longest: usize,
}

impl Grammar {
    pub fn new(written: &Written) -> Self {
        let Numbers {
            words,
            words_behind,
            multipliers,
            units,
            counted,
            comparisons,
            not_units,
            not_after,
            composed,
            shares,
            light_verbs,
        } = &written.numbers;
        let topics = if written.topics.is_empty() { &written.adpositions } else { &written.topics };
        let whole = [
            (&written.copulas, Says::COPULA),
            (&written.not_verbs, Says::NO_VERB),
            (&written.adpositions, Says::ADPOSITION),
            (topics, Says::TOPIC),
            (&written.conjunctions, Says::CONJUNCTION),
            (&written.openers, Says::OPENER),
            (&written.contrasts, Says::CONTRAST),
            (&written.pronouns, Says::PRONOUN),
            (&written.negations, Says::NEGATION),
            (&written.necessity, Says::NECESSITY),
            (&written.noun_links, Says::NOUN_LINK),
            (&written.determiners, Says::DETERMINER),
            (&written.posts, Says::POST),
            (words, Says::NUMBER),
            (comparisons, Says::COMPARISON),
            (not_units, Says::NO_MEASURE),
            (not_after, Says::NO_AMOUNT_AFTER),
            (composed, Says::COMPOSED),
            (words_behind, Says::NUMBER_BEHIND),
            (shares, Says::SHARE),
        ];
        let begun = [
            (&written.actors, Says::ACTOR),
            (&written.places, Says::PLACE),
            (&written.saying, Says::SAYING),
            (&written.demanding, Says::DEMANDING),
            (&written.former, Says::FORMER),
            (&written.titles, Says::TITLE),
            (&written.ranks, Says::RANK),
            (&written.charges, Says::CHARGE),
            (&written.anaphors, Says::BODY),
            (units, Says::MEASURE),
            (counted, Says::COUNTED),
        ];
        let stems = table(&begun);
        Self {
            order: written.order,
            passives: written.passives.clone(),
            passive_helpers: Words::new(&written.passive_helpers),
            middles: Words::new(&written.middles),
            not_units: Words::new(not_units),
            actors: Words::new(&written.actors),
            places: Words::new(&written.places),
            titles: Words::new(&written.titles),
            measures: Words(units.iter().chain(counted).cloned().collect()),
            nouns: Words::new(&written.nouns),
            knows_counted: !counted.is_empty(),
            multipliers: Stems::new(multipliers),
            light_verbs: Words::new(light_verbs),
            comma_after_subject: written.comma_after_subject,
            sources: Expressions::new(&written.sources),
            sayers: Expressions::new(&written.sayers),
            denials: Expressions::new(&written.denials),
            anaphors: Stems::new(&written.anaphors),
            articles: Words::new(&written.articles),
            oblique_endings: written.oblique_endings.clone(),
            adjective_endings: written.adjective_endings.clone(),
            verb_endings: written.verb_endings.clone(),
            words: table(&whole),
            longest: stems.keys().map(String::len).max().unwrap_or_default(),
            stems,
        }
    }

    /// What the lists of whole words say of a lower-case word.
    pub fn listed(&self, word: &str) -> Says {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// What all lists say of a lower-case word.
    pub fn says(&self, word: &str) -> Says {
        let mut says = self.listed(word);
        for end in (1..=self.longest.min(word.len())).filter(|end| word.is_char_boundary(*end)) {
            if let Some(begun) = self.stems.get(&word[..end]) {
                says.add(*begun);
            }
        }
        if self.looks_like_verb(word, says) {
            says.add(Says::LIKE_VERB);
        }
        if ends_with(&self.adjective_endings, word) {
            says.add(Says::LIKE_ADJECTIVE);
        }
        if [&self.sources, &self.sayers, &self.denials].iter().any(|list| list.0.contains_key(word)) {
            says.add(Says::EXPRESSION);
        }
        let listed = [&self.actors, &self.places, &self.titles].iter().any(|list| list.has(word));
        if !listed && ends_with(&self.oblique_endings, word) {
            says.add(Says::OBLIQUE);
        }
        says
    }

    pub fn verb_last(&self) -> bool {
        self.order == Order::VerbLast
    }

    /// True if the words joins equals: a comma or a conjunction.
    pub fn joins(&self, unit: &Unit) -> bool {
        unit.is_mark(",") || unit.is_word() && unit.says.has(Says::CONJUNCTION)
    }

    /// True if the word looks like a verb by its ending alone, or is one of those that the endings name whole.
    fn looks_like_verb(&self, word: &str, says: Says) -> bool {
        !says.has(Says::NO_VERB)
            && self.verb_endings.iter().any(|ending| {
                word.strip_suffix(ending.as_str())
                    .is_some_and(|stem| stem.is_empty() || stem.chars().count() >= SHORTEST_STEM)
            })
    }

    /// True for a noun or an adjective that the lists have in full.
    pub fn lists_noun(&self, lemma: &str) -> bool {
        [&self.actors, &self.places, &self.titles, &self.measures, &self.nouns]
            .iter()
            .any(|list| list.has(lemma))
    }

    /// True if the language's adjectives are known by their endings.
    pub fn knows_adjectives(&self) -> bool {
        !self.adjective_endings.is_empty()
    }

    /// True if a passive that ends these units is made as the language makes it: with a verb that helps, if it needs one.
    pub fn is_helped(&self, before: &[Unit]) -> bool {
        self.passive_helpers.is_empty()
            || before.iter().rev().take(HELP).any(|unit| self.passive_helpers.has(&unit.lower))
    }

    /// True if a verb stem is passive by itself.
    pub fn is_passive(&self, lemma: &str) -> bool {
        !self.middles.has(lemma) && self.passives.iter().any(|ending| lemma.ends_with(ending.as_str()))
    }
}

/// What several lists say of the words in them.
fn table(lists: &[(&Vec<String>, Says)]) -> FxHashMap<String, Says> {
    let mut made: FxHashMap<String, Says> = FxHashMap::default();
    for (words, says) in lists {
        for word in words.iter().filter(|word| !word.is_empty()) {
            made.entry(word.clone()).or_default().add(*says);
        }
    }
    made
}

/// True if a word of some length has one of these endings.
fn ends_with(endings: &[String], word: &str) -> bool {
    let of = |ending: &String| word.strip_suffix(ending.as_str());
    endings.iter().filter_map(of).any(|stem| stem.chars().count() >= SHORTEST_STEM)
}
