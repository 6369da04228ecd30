//! Names of those who only own what a text tells of.

use salname_model::{Filler, Relation};
use salname_packs::state::{Pattern, StateRules, fold, words};

use crate::disagree::akin;

/// Tells what is named from what only belongs to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Owners<'r> {
    /// Words that may end a name.
    called: &'r [Pattern],
    /// Words right after a name that make it something at it.
    beside: &'r [Pattern],
}

impl<'r> Owners<'r> {
    /// Among polities.
    pub fn of_polities(rules: &'r StateRules) -> Self {
        Self::of(rules, Relation::Exists)
    }

    /// Among places.
    pub fn of_places(rules: &'r StateRules) -> Self {
        Self::of(rules, Relation::Controls)
    }

    fn of(rules: &'r StateRules, relation: Relation) -> Self {
        let rule = rules.relation(relation);
        Self { called: rule.map_or(&[], |rule| &rule.called), beside: rule.map_or(&[], |rule| &rule.beside) }
    }

    /// True if what is named only owns what the sentence tells of: "the army of Utopia", "the committee at the senate".
    pub fn has(self, filler: &Filler, all: &[Filler], quote: &str) -> bool {
        is_owner(self.called, filler, all) || self.is_beside(&filler.text, quote)
    }

    fn is_beside(self, name: &str, quote: &str) -> bool {
        let behind = quote.split_once(name).map(|(_, behind)| behind);
        let next = behind.and_then(|behind| behind.split_whitespace().next());
        next.is_some_and(|word| self.beside.iter().any(|pattern| pattern.matches(word)))
    }
}

fn is_owner(called: &[Pattern], filler: &Filler, all: &[Filler]) -> bool {
    let text = fold(&filler.text);
    let within = |longer: &Filler| {
        let longer = fold(&longer.text);
        longer.len() > text.len() && words_of(&longer, &text)
    };
    if all.iter().any(within) {
        return true;
    }
    let Some(entity) = filler.entity.as_deref().filter(|entity| !entity.is_empty()) else { return false };
    let mut words = filler.text.split_whitespace();
    let (first, last) = (words.next(), words.next_back());
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let (true, Some(last)) = (first.is_some_and(capital), last.filter(|last| !capital(last))) else {
        return false;
    };
    !akin(last, entity) && !called.iter().any(|pattern| pattern.matches_word(&fold(last)))
}

/// True if a folded text has all the words of another one after the other.
fn words_of(longer: &str, text: &str) -> bool {
    let (longer, text): (Vec<&str>, Vec<&str>) = (words(longer).collect(), words(text).collect());
    !text.is_empty() && longer.windows(text.len()).any(|part| part == text)
}
