//! The dictionary form of names, chosen among lemma candidates by how the document itself writes them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::document::Document;
use super::finder::Found;
use super::vocabulary::WordType;
use crate::morphology::Feature;

/// How often the document's names support each lemma candidate.
#[derive(Debug, Default)]
pub(super) struct Nominatives<'a> {
    /// By candidate: in how many different forms it is found.
    support: FxHashMap<&'a str, usize>,
    /// Forms that stand at the end of names as they are.
    whole: FxHashSet<&'a str>,
}

impl<'a> Nominatives<'a> {
    /// Counts the candidates of the last words of all names.
    pub fn of(document: &'a Document<'_>, found: &[Found]) -> Self {
        let mut counted: FxHashSet<(usize, u32)> = FxHashSet::default();
        let mut all = Self::default();
        for name in found {
            let last = name.last().kind;
            if !counted.insert((name.vocabulary, last)) {
                continue;
            }
            let word = &document.forms[name.vocabulary].types[last as usize];
            all.whole.insert(&word.lower);
            for lemma in word.lemmas.iter() {
                *all.support.entry(lemma).or_default() += 1;
            }
        }
        all
    }

    /// The dictionary form of a name's last word, in small letters.
    ///
    /// `compound` tells that a head noun ends a name of several words, whose possessive belongs to the name; `joined` that
    /// a particle joins it to the name: words of another language, which end as they do.
    pub fn choose<'w>(&self, word: &'w WordType, compound: bool, joined: bool) -> &'w str {
        if compound && let Some(lemma) = possessed(word) {
            return lemma;
        }
        // "Efendi" is no "Efen"; but "Sultanov" is a surname, and no "Sultan".
        let surname = word.surname();
        let title = word.title();
        if let Some(title) = title.filter(|_| surname.is_none()) {
            return title;
        }
        let stripped = || {
            let lemmas = word.lemmas.iter().skip(1).filter(move |lemma| Some(*lemma) != title);
            lemmas.filter(|lemma| lemma.chars().nth(2).is_some())
        };
        let longest = |lemmas: Vec<&'w str>| lemmas.into_iter().max_by_key(|lemma| lemma.chars().count());
        // "Leninin" beside "Lenin" in the same document.
        if let Some(lemma) = longest(stripped().filter(|lemma| self.whole.contains(lemma)).collect()) {
            return lemma;
        }
        let support = |lemma: &str| self.support.get(lemma).copied().unwrap_or(0);
        let most = stripped().map(support).max().unwrap_or(0);
        if most > support(&word.lower).max(1) {
            return longest(stripped().filter(|lemma| support(lemma) == most).collect())
                .unwrap_or(&word.lower);
        }
        if let Some(surname) = surname.filter(|_| !compound) {
            return surname;
        }
        if most > 1 {
            return &word.lower;
        }
        likely_stem(word, joined)
    }
}

/// The form with its possessive, if taking off a case alone leaves one.
fn possessed(word: &WordType) -> Option<&str> {
    let readings = || word.lemmas.with_endings();
    let case = |feature: Feature| {
        matches!(
            feature,
            Feature::CaseGen
                | Feature::CaseDat
                | Feature::CaseAcc
                | Feature::CaseLoc
                | Feature::CaseAbl
                | Feature::CaseIns
        )
    };
    let with_both = |stem: &str| {
        readings().any(|(lemma, says)| {
            says.has(Feature::Psor3) && says.iter().any(case) && lemma.len() < stem.len() + 2
        })
    };
    // "rayon-u-nu": no "rayonun" ends so.
    let head_with_both = word.head_says.has(Feature::Psor3) && word.head_says.iter().any(case);
    if !head_with_both
        && readings()
            .any(|(_, says)| says.has(Feature::Psor3) && says.iter().all(|feature| feature == Feature::Psor3))
        && !word.lower.ends_with('n')
    {
        return Some(&word.lower);
    }
    readings()
        // "qurultay-ı-ndakı" as well.
        .filter(|(_, says)| {
            says.iter().next().is_some() && says.iter().all(|one| case(one) || one == Feature::Relative)
        })
        .map(|(lemma, _)| lemma)
        .filter(|lemma| word.lower.starts_with(lemma) && with_both(lemma))
        // A letter between possessive and case belongs to neither: the case is what leaves the shorter.
        .min_by_key(|lemma| lemma.len())
}

/// The stem after a long case ending, which is seldom part of a name; otherwise the word as it stands.
/// Of a joined word, which may end like a case by itself ("Devle"), only what cases alone look like is taken.
fn likely_stem(word: &WordType, joined: bool) -> &str {
    const SURE: [Feature; 3] = [Feature::CaseGen, Feature::CaseLoc, Feature::CaseAbl];
    word.lemmas
        .with_endings()
        .skip(1)
        .filter(|(lemma, says)| {
            let taken = word.lower.strip_prefix(lemma).unwrap_or_default();
            lemma.chars().nth(2).is_some()
                && taken.chars().nth(1).is_some()
                && !says.has(Feature::Psor1)
                && !says.has(Feature::Psor2)
                && (!joined || SURE.iter().any(|case| says.has(*case)))
        })
        .map(|(lemma, _)| lemma)
        .max_by_key(|lemma| lemma.len())
        .map_or(&word.lower, |lemma| lemma)
}
