//! What a bare noun stands for: "the conference", "qurultay", "plenum" where the text has named it in full before.

use std::collections::VecDeque;

use salname_model::Filler;

use super::grammar::{Grammar, Says};
use super::offices::is_plural;
use super::phrases::Phrase;
use super::units::{Unit, UnitKind};

/// What was named longer ago than so many sentences is not meant.
const LONGEST_AGO: usize = 8;

/// Where several were named, the last is meant that was named within so many sentences.
const LATELY: usize = 2;

/// A form of a noun has no more letters than this behind its stem.
const LONGEST_ENDING: usize = 2;

/// What a text has named in full that a bare noun may stand for later.
#[derive(Debug, Clone, Default)]
pub(super) struct Antecedents {
    /// The latest last.
    named: VecDeque<Named>,
    /// Sentences read so far.
    sentences: usize,
}

#[derive(Debug, Clone)]
struct Named {
    noun: String,
    filler: Filler,
    sentence: usize,
}

impl Antecedents {
    /// Finds what the bare nouns of a sentence stand for, and keeps what it names in full.
    pub fn pass(
        &mut self,
        units: &[Unit],
        phrases: &mut [Phrase],
        grammar: &Grammar,
        filler: impl Fn(&Phrase) -> Filler,
    ) {
        self.sentences += 1;
        while self.named.front().is_some_and(|one| one.sentence + LONGEST_AGO < self.sentences) {
            self.named.pop_front();
        }
        for phrase in &mut *phrases {
            phrase.antecedent = bare(units, phrase, grammar).and_then(|noun| self.of(noun)).cloned();
        }
        for phrase in phrases.iter().filter(|phrase| phrase.mention.is_some() && phrase.text.contains(' ')) {
            if let Some(noun) = head(units, phrase, grammar) {
                let (noun, filler) = (noun.to_owned(), filler(phrase));
                self.named.push_back(Named { noun, filler, sentence: self.sentences });
            }
        }
    }

    /// What was named with a noun: the only one, or the last if that was lately.
    fn of(&self, noun: &str) -> Option<&Filler> {
        let mut named = self.named.iter().rev().filter(|one| one.noun == noun);
        let last = named.next()?;
        let lately = self.sentences - last.sentence <= LATELY;
        (lately || named.all(|one| one.filler.text == last.filler.text)).then_some(&last.filler)
    }
}

/// The noun with which a phrase names one thing, and which may stand for that later.
fn head<'g>(units: &[Unit], phrase: &Phrase, grammar: &'g Grammar) -> Option<&'g str> {
    let noun = |at: usize| grammar.anaphors.of(&units[at].lower).filter(|_| !is_plural(&units[at]));
    // "komissiya sədri" is no commission; where the noun comes first, "the government of the republic" is a government.
    if grammar.verb_last() { noun(phrase.units.end - 1) } else { phrase.units.clone().find_map(noun) }
}

/// The noun that a phrase is, with an article at most; what is counted or built on a name is another thing than
/// was named before.
fn bare<'g>(units: &[Unit], phrase: &Phrase, grammar: &'g Grammar) -> Option<&'g str> {
    let (last, before) = (phrase.units.end - 1, phrase.units.start..phrase.units.end - 1);
    if before.len() != usize::from(!grammar.articles.is_empty()) {
        return None;
    }
    let unit = &units[last];
    let noun = grammar.anaphors.of(&unit.lower)?;
    let ending = phrase.text.chars().rev().take_while(|letter| *letter != ' ').count();
    let longest = if unit.readings.is_empty() { 0 } else { LONGEST_ENDING };
    // "Naxçıvan Sovet | Respublikası": what is built on a name before it is another's.
    let owned = |unit: &Unit| {
        unit.kind == UnitKind::Number || unit.says.has(Says::NUMBER) || unit.is_word() && unit.capital
    };
    // A name of several words is one unit.
    let is_name = phrase.text.split(' ').count() > phrase.units.len();
    let stands_alone = !phrase.possessed
        && !is_name
        && !phrase.units.start.checked_sub(1).is_some_and(|at| owned(&units[at]))
        && before.clone().all(|at| grammar.articles.has(&units[at].lower))
        && ending <= noun.chars().count() + longest;
    stands_alone.then_some(noun)
}
