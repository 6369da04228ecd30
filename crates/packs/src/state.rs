//! Rules of state: which statements begin and end which fluents, read from `state/*.toml`.

mod check;
mod raw;

use std::collections::BTreeMap;
use std::fmt;

use salname_model::{Class, Kind, Modality, Relation, Role};

use crate::{PackError, PackFiles};

/// Which statements begin and end which fluents, and which disagreements are worth telling.
///
/// The files under `state/` are read together: a relation is defined in one of them, rules may stand in any.
#[derive(Debug, Clone, Default)]
pub struct StateRules {
    /// How each relation behaves.
    pub relations: BTreeMap<Relation, RelationRule>,
    /// What statements do to fluents, in the order of the files and of the rules in them.
    pub rules: Vec<Rule>,
    /// What the end of a fluent does to others, ordered so that causes come before what they cause.
    pub consequences: Vec<Consequence>,
    /// Events that happen once, so that two dates for one of them disagree.
    pub once: Vec<Once>,
    /// Acts that presuppose that somebody exists, or lives.
    pub acts: Vec<Act>,
    /// Which statements are recognised as telling of one event by their words.
    pub retold: Vec<Retold>,
    /// Names of one office in several languages and wordings, without the polity whose office it is.
    pub titles: Vec<Vec<String>>,
    /// Words that follow what came before what is told ("the opening *after*"): a date that stands before them is of
    /// the one or the other.
    pub following: Vec<Pattern>,
    /// Words for the deputy of whoever holds an office.
    pub deputies: Vec<Pattern>,
    /// Names of those who stand on one side, as an army and the state it serves: no rivals for a place.
    pub sides: Vec<Vec<String>>,
    /// Number words that multiply the figure before them ("thousand" is 1000).
    pub multipliers: BTreeMap<String, f64>,
    /// How far statements are trusted that were perhaps read wrongly.
    pub reading: ReadingTrust,
    /// Disagreements that weigh less are not told.
    pub told_from: f64,
    /// How a sentence speaks of the quantity of the one before it.
    pub same_quantity: SameQuantity,
    /// What the units of quantities are units of.
    pub units: Units,
    /// Weight from 0 to 1 of each kind of disagreement; a kind that is not named weighs 0.5.
    pub weights: BTreeMap<String, f64>,
}

/// How far statements are trusted that were perhaps read wrongly: by the probability that they were read rightly.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ReadingTrust {
    /// Below this a statement is left aside.
    pub heard_from: f32,
    /// Below this a statement makes a fluent possible, never certain.
    pub certain_from: f32,
}

/// How a sentence speaks of the quantity of the one before it: "the same figure".
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SameQuantity {
    /// Phrases of which it has one.
    pub says: Vec<Phrase>,
    /// The most bytes of the source between the two.
    pub within: u64,
}

/// How the fluents of a relation behave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RelationRule {
    /// Names of the arguments, in the order in which answers show them.
    pub args: Vec<String>,
    /// For one choice of these arguments only one fluent holds at a time; empty if many may.
    pub one_per: Vec<String>,
    /// Words of a `one_per` argument that lift the exclusivity ("member", "delegate").
    pub shared: Vec<Pattern>,
    /// Arguments that a text may leave out, as long as it gives one.
    pub optional: Vec<String>,
    /// Words that alone say nothing ("minister"): with nothing beside them they lift the exclusivity.
    pub vague: Vec<Pattern>,
    /// Small words that do not count ("of").
    pub connecting: Vec<Pattern>,
    /// Arguments that must be names: a known thing, or a word with a capital letter.
    pub named: Vec<String>,
    /// What a named argument may be, where it is known what it is.
    pub classes: BTreeMap<String, Vec<Class>>,
    /// The arguments may be exchanged.
    pub symmetric: bool,
    /// Every event is a fluent of its own, also where all arguments are the same.
    pub each: bool,
    /// Days after its last evidence for which a fluent without an end is still certain; none: for ever.
    pub fades: Option<i32>,
    /// Days after its last evidence after which a fluent without an end is no longer told; none: never.
    pub lapses: Option<i32>,
    /// Days before its first attestation for which a fluent without a beginning is possible.
    pub reaches_back: i32,
    /// Words of which a name consists that is too general to tell one thing from another ("peace treaty").
    pub generic: Vec<Pattern>,
    /// Words for what it is that may end a name of it: "the state of Utopia" is Utopia, its army is not.
    pub called: Vec<Pattern>,
    /// Words right after a name that make it something at it.
    pub beside: Vec<Pattern>,
    /// An argument that holds several names and may be given with some of them missing.
    pub may_miss: Option<String>,
    /// Further arguments, found as a known name inside another argument's text.
    pub derived: Vec<Derived>,
}

/// An argument that is found inside another: the polity in "foreign minister of Georgia".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// The argument that is found.
    pub arg: String,
    /// The argument in whose text it stands.
    pub named_in: String,
    /// The relation and argument whose known values are looked for.
    pub among: (Relation, String),
}

/// One rule: which statements do what to which fluents.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// File and line, for messages.
    pub place: String,
    /// Which statements.
    pub when: When,
    /// Phrases of which the sentence must say one; empty if it may say anything.
    pub says: Vec<Phrase>,
    /// Phrases of which the sentence may say none.
    pub says_not: Vec<Phrase>,
    /// What they do.
    pub action: Action,
    /// To fluents of this relation.
    pub relation: Relation,
    /// With these arguments; an `Ends` rule may leave arguments open and then ends whatever they are.
    pub with: Vec<(String, Value)>,
    /// Modalities that count.
    pub modality: Vec<Modality>,
    /// Modalities that make the fluent possible, never certain.
    pub weak: Vec<Modality>,
}

/// Which statements a rule is about.
#[derive(Debug, Clone, PartialEq)]
pub struct When {
    /// Their kind.
    pub kind: Kind,
    /// Roles of which some filler must match one of the patterns.
    pub has: Vec<(Role, Vec<Pattern>)>,
    /// Roles of which no filler may match any of the patterns.
    pub lacks: Vec<(Role, Vec<Pattern>)>,
}

/// What a statement does to a fluent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// It tells that the fluent began.
    Begins,
    /// It tells that the fluent held, not since when.
    Attests,
    /// It tells that the fluent ended.
    Ends,
    /// It tells that the fluent did not hold.
    Denies,
}

/// Where a fluent's argument comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Each filler of a role makes a fluent of its own.
    Each(Role),
    /// The first of two or more fillers.
    First(Role),
    /// The last of two or more fillers.
    Last(Role),
    /// All fillers together.
    All(Role),
    /// A known value of the argument that stands inside the role's text.
    NamedIn(Role),
    /// A fixed text.
    Fixed(String),
}

/// What the end of one fluent does to others: when a polity ends, so do its offices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// File and line, for messages.
    pub place: String,
    /// The relation whose end it is.
    pub of: Relation,
    /// The relation that ends with it.
    pub ends: Relation,
    /// Which argument of `ends` equals which of `of`.
    pub with: Vec<(String, String)>,
}

/// What the units of quantities are units of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Units {
    /// Units that say a part of a whole.
    pub parts: Vec<Pattern>,
    /// Units that say nothing of what is counted.
    pub counts: Vec<Pattern>,
    /// Units of money, the names of each together.
    pub currencies: Vec<Vec<Pattern>>,
}

/// An act that presupposes that who does it exists, or lives.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// File and line, for messages.
    pub place: String,
    /// Which statements tell of it.
    pub when: When,
    /// The role of who acts.
    pub who: Role,
}

/// Statements that are recognised by their words as telling of one event, in two sources or two places of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Retold {
    /// File and line, for messages.
    pub place: String,
    /// Which statements.
    pub when: When,
    /// Roles that must not contradict, and whose names alone make nothing alike: the two write to each other often.
    pub who: Vec<Role>,
    /// Roles that must not contradict, and whose names count.
    pub what: Vec<Role>,
    /// The same do it often, in like words: two tellings of one source are two events.
    pub often: bool,
    /// What is planned counts too.
    pub planned: bool,
}

/// An event that happens once.
#[derive(Debug, Clone, PartialEq)]
pub struct Once {
    /// File and line, for messages.
    pub place: String,
    /// Which statements tell of it.
    pub when: When,
    /// Phrases of which the sentence must have one; none asks for nothing.
    pub says: Vec<Phrase>,
    /// What rules of several kinds tell of one event by; empty if the event is this rule's only.
    pub event: String,
    /// Roles that must be the same for it to be the same event.
    pub same: Vec<Role>,
    /// Roles that may be missing or shorter in one of the statements, but must not contradict.
    pub agreeing: Vec<Role>,
    /// Words that are too general to name one event.
    pub generic: Vec<Pattern>,
    /// Dates farther apart than this many days are two events.
    pub within: i32,
    /// It lasts for a while, so that only dates that differ as a slip of the pen are at odds.
    pub lasts: bool,
    /// Weight of such a disagreement from 0 to 1.
    pub weight: f64,
}

/// Words that follow one another: "de facto".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase(Vec<Pattern>);

impl Phrase {
    /// Reads the words of a phrase, each as a [`Pattern`]; hyphens part words as spaces do.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let words = text.split([' ', '-']).filter(|word| !word.is_empty());
        Self(words.map(Pattern::new).collect())
    }

    /// True if the words of a text, already [folded](fold), have the phrase among them.
    #[must_use]
    pub fn is_among(&self, words: &[&str]) -> bool {
        !self.0.is_empty()
            && words
                .windows(self.0.len())
                .any(|said| said.iter().zip(&self.0).all(|(word, pattern)| pattern.matches_word(word)))
    }
}

impl SameQuantity {
    /// True if a sentence speaks of the quantity of the one before it.
    #[must_use]
    pub fn is_said_by(&self, sentence: &str) -> bool {
        let folded = fold(sentence);
        let words: Vec<&str> = words(&folded).collect();
        self.says.iter().any(|phrase| phrase.is_among(&words))
    }
}

impl Units {
    /// Which currency a word names, if it names one.
    #[must_use]
    pub fn currency(&self, word: &str) -> Option<usize> {
        self.currencies.iter().position(|names| names.iter().any(|name| name.matches(word)))
    }
}

impl Once {
    /// True if a sentence says what the rule asks for.
    #[must_use]
    pub fn is_said_by(&self, sentence: &str) -> bool {
        if self.says.is_empty() {
            return true;
        }
        let folded = fold(sentence);
        let words: Vec<&str> = words(&folded).collect();
        self.says.iter().any(|phrase| phrase.is_among(&words))
    }
}

impl Rule {
    /// True if a sentence says what the rule asks for, and nothing that it excludes.
    #[must_use]
    pub fn is_said_by(&self, sentence: &str) -> bool {
        if self.says.is_empty() && self.says_not.is_empty() {
            return true;
        }
        let folded = fold(sentence);
        let words: Vec<&str> = words(&folded).collect();
        let said = |phrases: &[Phrase]| phrases.iter().any(|phrase| phrase.is_among(&words));
        (self.says.is_empty() || said(&self.says)) && !said(&self.says_not)
    }
}

/// A word to look for, in folded letters: whole, by its beginning ("peace*"), end or middle ("*peace*").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    core: String,
    open_start: bool,
    open_end: bool,
}

impl Pattern {
    /// Reads a pattern; folding makes it blind to case and to the dots of i.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let core = fold(text.trim_matches('*'));
        Self { core, open_start: text.starts_with('*'), open_end: text.ends_with('*') }
    }

    /// True if the word, already [folded](fold), is meant.
    #[must_use]
    pub fn matches_word(&self, word: &str) -> bool {
        match (self.open_start, self.open_end) {
            (false, false) => word == self.core,
            (false, true) => word.starts_with(&self.core),
            (true, false) => word.ends_with(&self.core),
            (true, true) => word.contains(&self.core),
        }
    }

    /// True if some word of a text is meant, or the text as a whole.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.matches_folded(&fold(text))
    }

    fn matches_folded(&self, folded: &str) -> bool {
        self.matches_word(folded) || words(folded).any(|word| self.matches_word(word))
    }
}

/// Lower case, blind to the difference between dotted and dotless i.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter(|&letter| letter != '\u{307}')
        .map(|letter| if letter == 'ı' { 'i' } else { letter })
        .collect()
}

/// The words of a folded text: runs of letters and digits.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

impl StateRules {
    /// All files under `state/`, read together and checked.
    ///
    /// # Errors
    /// If a file is malformed or the rules contradict each other: the error names the file and the line.
    pub fn load(files: &PackFiles) -> Result<Self, PackError> {
        let mut rules = Self::default();
        for path in files.under("state/").filter(|path| path.ends_with(".toml")) {
            if let Some(text) = files.text(path)? {
                raw::read(path, text, &mut rules)?;
            }
        }
        check::check(&mut rules)?;
        Ok(rules)
    }

    /// How a relation behaves, if the packs define it.
    #[must_use]
    pub fn relation(&self, relation: Relation) -> Option<&RelationRule> {
        self.relations.get(&relation)
    }

    /// The weight of a kind of disagreement.
    #[must_use]
    pub fn weight(&self, kind: &str) -> f64 {
        self.weights.get(kind).copied().unwrap_or(0.5)
    }
}

impl When {
    /// True if a statement of the kind with these fillers is meant.
    pub fn matches<'a, I>(&self, fillers: impl Fn(Role) -> I) -> bool
    where
        I: IntoIterator<Item = &'a str>,
    {
        let some = |role: Role, patterns: &[Pattern]| {
            fillers(role).into_iter().any(|text| {
                let folded = fold(text);
                patterns.iter().any(|pattern| pattern.matches_folded(&folded))
            })
        };
        self.has.iter().all(|(role, patterns)| some(*role, patterns))
            && !self.lacks.iter().any(|(role, patterns)| some(*role, patterns))
    }
}

impl Value {
    /// The role that the value comes from, if it comes from one.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        match self {
            Self::Each(role)
            | Self::First(role)
            | Self::Last(role)
            | Self::All(role)
            | Self::NamedIn(role) => Some(*role),
            Self::Fixed(_) => None,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Begins => "begins",
            Self::Attests => "attests",
            Self::Ends => "ends",
            Self::Denies => "denies",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The errors of a pack of one file.
    fn refused(toml: &str) -> String {
        let mut files = PackFiles::default();
        files.insert("state/test.toml", toml);
        StateRules::load(&files).expect_err("the rules are wrong").to_string()
    }

    const HOLDS: &str = "[relation.holds]\nargs = [\"office\", \"person\"]\n";

    #[test]
    fn the_embedded_rules_define_every_relation() {
        let rules = StateRules::load(&PackFiles::embedded()).unwrap();
        for relation in Relation::ALL {
            assert!(rules.relations.contains_key(relation), "{relation}");
        }
    }

    #[test]
    fn a_rule_that_cannot_be_meant_is_refused_with_its_line() {
        for (toml, expected) in [
            ("[relation.possesses]\nargs = [\"a\"]", "possesses"),
            ("[relation.holds]\nargs = []", "no args"),
            ("[[rule]]\nwhen = { kind = \"office\" }\nbegins = \"holds\"\nwith = {}", "not defined"),
            (
                &format!(
                    "{HOLDS}[[rule]]\nwhen = {{ kind = \"crowning\" }}\nbegins = \"holds\"\nwith = {{}}"
                ),
                "crowning",
            ),
            (
                &format!(
                    "{HOLDS}[[rule]]\nwhen = {{ kind = \"office\" }}\nbegins = \"holds\"\nwith = {{ office = \"office\" }}"
                ),
                "leaves \"person\" open",
            ),
            (
                &format!(
                    "{HOLDS}[[rule]]\nwhen = {{ kind = \"office\" }}\nends = \"holds\"\nwith = {{ person = \"target\" }}"
                ),
                "\"target\"",
            ),
            (
                &format!(
                    "{HOLDS}[[rule]]\nwhen = {{ kind = \"office\" }}\nends = \"holds\"\nbegins = \"holds\"\nwith = {{ person = \"person\" }}"
                ),
                "one of begins",
            ),
        ] {
            let error = refused(toml);
            assert!(error.contains(expected) && error.contains("state/test.toml"), "{error}");
        }
    }

    #[test]
    fn rules_that_contradict_each_other_are_refused() {
        let rule = |action: &str| {
            format!(
                "[[rule]]\nwhen = {{ kind = \"office\", change = [\"left\"] }}\n{action} = \"holds\"\nwith = {{ office = \"office\", person = \"person\" }}\n"
            )
        };
        let error = refused(&format!("{HOLDS}{}{}", rule("begins"), rule("ends")));
        assert!(error.contains("contradicts") && error.contains(":3"), "{error}");
    }

    #[test]
    fn consequences_that_loop_are_refused() {
        let error = refused(
            "[relation.holds]\nargs = [\"a\"]\n[relation.exists]\nargs = [\"a\"]\n\
             [[consequence]]\nof = \"holds\"\nends = \"exists\"\nwith = { a = \"a\" }\n\
             [[consequence]]\nof = \"exists\"\nends = \"holds\"\nwith = { a = \"a\" }\n",
        );
        assert!(error.contains("loop") && error.contains("holds") && error.contains("exists"), "{error}");
    }

    #[test]
    fn patterns_find_words_by_their_parts() {
        assert!(Pattern::new("sülh*").matches("Brest sülhü"));
        assert!(Pattern::new("*bank").matches("Dövlət Merkezbank"));
        assert!(!Pattern::new("ban").matches("Bank"));
        assert!(Pattern::new("İRAN").matches("iran"));
    }
}
