//! Offices told by less than their name: "minister" for "Georgia's minister of foreign affairs", or nothing at all.

use std::ops::Range;

use salname_model::{Filler, Role, Roles};
use salname_packs::state::{Pattern, StateRules, fold};

use crate::names::{Finder, Symbol};

/// Finds the offices that the packs know in the sentence that tells of one.
#[derive(Debug, Default)]
pub(crate) struct Offices {
    titles: Finder,
    polities: Finder,
    vague: Vec<Pattern>,
}

/// A word of a sentence: folded, and where it stands (bytes).
type Word = (String, Range<usize>);

impl Offices {
    /// Knows the titles of the rules.
    pub fn new(rules: &StateRules) -> Self {
        let mut offices = Self::default();
        for title in rules.titles.iter().flatten() {
            offices.titles.add(0, &fold(title));
        }
        offices.vague = rules.relations.values().flat_map(|rule| rule.vague.iter().cloned()).collect();
        offices
    }

    /// Makes a spelling of a polity, already folded, known.
    pub fn know_polity(&mut self, polity: Symbol, folded: &str) {
        self.polities.add(polity, folded);
    }

    /// The roles with the office in full, where they have less and the sentence has a known title nearest to the
    /// person.
    pub fn complete(&self, roles: &Roles, quote: &str) -> Option<Roles> {
        let told = roles.single(Role::Office);
        if told.is_some_and(|office| !self.is_vague(office)) {
            return None;
        }
        let words = words_of(quote);
        let folded: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
        let person = roles.get(Role::Person).first().and_then(|person| position(&folded, &person.text))?;
        let head = told.map(fold);
        let title = (0..words.len())
            .filter_map(|at| self.titles.beginning_at(&folded, at).map(|(_, length)| at..at + length))
            .filter(|title| head.as_ref().is_none_or(|head| folded[title.end - 1].starts_with(head.as_str())))
            .min_by_key(|title| (distance(title, person), std::cmp::Reverse(title.len())))?;
        let polity = (0..title.start).find(|&at| {
            self.polities.beginning_at(&folded, at).is_some_and(|(_, length)| at + length == title.start)
        });
        let start = words[polity.unwrap_or(title.start)].1.start;
        let office = quote[start..words[title.end - 1].1.end].to_owned();
        let others = roles.iter().filter(|(role, _)| *role != Role::Office);
        let others =
            others.flat_map(|(role, fillers)| fillers.iter().map(move |filler| (role, filler.clone())));
        Some(others.chain([(Role::Office, Filler::plain(office))]).collect())
    }

    fn is_vague(&self, office: &str) -> bool {
        let folded = fold(office);
        self.vague.iter().any(|pattern| pattern.matches_word(folded.trim()))
    }
}

fn words_of(quote: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut start = None;
    for (at, letter) in quote.char_indices().chain([(quote.len(), ' ')]) {
        match (letter.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push((fold(&quote[from..at]), from..at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Where a name stands among the words: its longest word, in any inflection.
fn position(words: &[&str], name: &str) -> Option<usize> {
    let folded = fold(name);
    let longest = salname_packs::state::words(&folded).max_by_key(|word| word.len())?;
    words.iter().position(|word| word.starts_with(longest))
}

fn distance(title: &Range<usize>, person: usize) -> usize {
    if person < title.start { title.start - person } else { person.saturating_sub(title.end) + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use salname_packs::Packs;

    fn completed(office: Option<&str>, person: &str, quote: &str) -> Option<String> {
        let mut offices = Offices::new(&Packs::embedded().unwrap().rules);
        offices.know_polity(1, "utopiya");
        let office = office.map(|office| (Role::Office, Filler::plain(office)));
        let roles: Roles = office.into_iter().chain([(Role::Person, Filler::plain(person))]).collect();
        Some(offices.complete(&roles, quote)?.single(Role::Office)?.to_owned())
    }

    #[test]
    fn an_office_is_completed_from_its_sentence() {
        let quote = "Mayın 2-də Hitlodey Utopiyanın xarici işlər naziri təyin edildi.";
        assert_eq!(completed(None, "Hitlodey", quote).as_deref(), Some("Utopiyanın xarici işlər naziri"));
        assert_eq!(
            completed(Some("naziri"), "Hitlodey", quote).as_deref(),
            Some("Utopiyanın xarici işlər naziri")
        );
    }

    #[test]
    fn the_title_nearest_to_the_person_is_meant() {
        let quote = "Maliyyə naziri Ademus və xarici işlər naziri Hitlodey gəldilər.";
        assert_eq!(completed(Some("naziri"), "Hitlodey", quote).as_deref(), Some("xarici işlər naziri"));
        assert_eq!(completed(Some("naziri"), "Ademus", quote).as_deref(), Some("Maliyyə naziri"));
    }

    #[test]
    fn an_office_that_says_enough_is_left_alone() {
        assert_eq!(
            completed(Some("baş hakim"), "Hitlodey", "Hitlodey baş hakim idi, xarici işlər naziri yox."),
            None
        );
        assert_eq!(completed(None, "Hitlodey", "Hitlodey şəhərə gəldi."), None);
    }
}
