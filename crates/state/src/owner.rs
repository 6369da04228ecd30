//! Names of those who only own what a text tells of.

use salname_model::{Filler, Relation};
use salname_packs::state::{Pattern, StateRules, fold, words};

use crate::disagree::akin;

/// Words that may end the name of a polity.
pub(crate) fn called(rules: &StateRules) -> &[Pattern] {
    rules.relation(Relation::Exists).map_or(&[], |rule| &rule.called)
}

/// Words that may end the name of a place.
pub(crate) fn called_places(rules: &StateRules) -> &[Pattern] {
    rules.relation(Relation::Controls).map_or(&[], |rule| &rule.called)
}

/// True if what is named only owns what the text tells of: "the army of Utopia", "the republics' federation".
pub(crate) fn is_owner(called: &[Pattern], filler: &Filler, all: &[Filler]) -> bool {
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
