//! What a document has once named with evidence, it names wherever the word stands again.

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::Class;

use super::document::{Document, Forms};
use super::finder::Found;
use super::passage::Passage;
use super::vocabulary::{Roles, Shape, WordType};
use crate::words::WordKind;

/// So many lemma candidates of a name are remembered.
const MOST_LEMMAS: usize = 8;

/// Surnames and one-word names that a document has shown, with their classes.
#[derive(Debug, Default)]
pub(super) struct Memory<'a> {
    /// By lemma: how often it ended or was a name of each class.
    seen: FxHashMap<&'a str, [u32; Class::ALL.len()]>,
    /// First and last words of persons' names of two words, in lower case.
    pairs: FxHashSet<(&'a str, &'a str)>,
    /// Surnames that stand in the document behind something else of the name.
    surnames: FxHashSet<&'a str>,
}

impl<'a> Memory<'a> {
    /// Remembers the names found, but for those whose only evidence is a capital.
    pub fn of(document: &'a Document<'_>, found: &[Found]) -> Self {
        let mut memory = Self::default();
        for name in found.iter().filter(|name| !name.weak) {
            if name.words.len() > 1 && name.class != Class::Per {
                continue; // the last word of "Qafqaz Bürosu" names nothing by itself
            }
            let Some(last) = surname(&document.forms[name.vocabulary], name) else { continue };
            if let [first, second] = &name.words[..]
                && name.class == Class::Per
            {
                let lower = |kind: u32| document.forms[name.vocabulary].types[kind as usize].lower.as_str();
                memory.pairs.insert((lower(first.kind), lower(second.kind)));
            }
            if name.class == Class::Per && name.words.len() > 1 {
                memory.surnames.insert(&last.lower);
            }
            for lemma in last.lemmas.iter().take(MOST_LEMMAS) {
                memory.seen.entry(lemma).or_default()[name.class as usize] += 1;
            }
        }
        memory
    }

    /// The class that a word has mostly been named with; none if it has not been named, or is often another word.
    fn class_of(&self, word: &WordType) -> Option<Class> {
        if word.shape != Shape::Capital || word.roles.has(Roles::NEVER) || word.lower.chars().nth(3).is_none()
        {
            return None;
        }
        let counts = word
            .lemmas
            .iter()
            .filter_map(|lemma| self.seen.get(lemma))
            .max_by_key(|counts| counts.iter().sum::<u32>())?;
        let best = (0..counts.len()).max_by_key(|&class| (counts[class], std::cmp::Reverse(class)))?;
        Some(Class::ALL[best])
    }

    /// Gives weak names the class that the document shows elsewhere, and adds names that stood there unmarked.
    pub fn apply(&self, document: &Document<'_>, found: &mut Vec<Found>) {
        for name in found.iter_mut().filter(|name| name.weak) {
            let last = &document.forms[name.vocabulary].types[name.last().kind as usize];
            if let Some(class) = self.class_of(last) {
                name.class = class;
            }
        }
        self.part(document, found);
        let persons: Vec<Vec<bool>> = document
            .forms
            .iter()
            .map(|forms| forms.types.iter().map(|word| self.class_of(word) == Some(Class::Per)).collect())
            .collect();
        if !persons.iter().flatten().any(|person| *person) {
            return;
        }
        let mut added = Vec::new();
        let mut names = found.iter().peekable();
        let mut pieces = document.pieces();
        while let Some(lines) = pieces.next(&document.forms) {
            let passage = lines.passage(&document.forms);
            let persons = &persons[lines.vocabulary];
            for sentence in &lines.sentences {
                let mut shouts = None;
                for index in sentence.clone().filter(|&index| persons[lines.kinds[index] as usize]) {
                    let here = (lines.paragraph, lines.words[index].span.start);
                    while names.next_if(|name| (name.paragraph, name.span().end) <= here).is_some() {}
                    let taken = names.peek().is_some_and(|name| {
                        name.paragraph == lines.paragraph && name.span().overlaps(lines.words[index].span)
                    });
                    if taken
                        || lines.masked[index]
                        || *shouts.get_or_insert_with(|| passage.shouts(sentence))
                        || beside_capital(&passage, sentence, index)
                    {
                        continue;
                    }
                    // A sentence's first word has its capital anyway, and was not taken for part of the name.
                    let first = index > sentence.start
                        && index - 1 == sentence.start
                        && self.pairs.contains(&(&passage.at(index - 1).lower, &passage.at(index).lower));
                    let words = index - usize::from(first)..index + 1;
                    added.push(Found::new(lines, words, Class::Per, Vec::new(), true));
                }
            }
        }
        found.extend(added);
        found.sort_by_key(|name| (name.paragraph, name.span().start));
    }
}

impl Memory<'_> {
    /// Parts a person from the body that is named right behind: "Tahirbəyov | Xarici İşlər Nazirliyinə yazdı", where the
    /// document has the surname with more of the name. What is called after somebody has the surname right before its
    /// noun.
    fn part(&self, document: &Document<'_>, found: &mut Vec<Found>) {
        let mut rest = Vec::new();
        for name in found.iter_mut().filter(|name| matches!(name.class, Class::Org | Class::Evt)) {
            let word = |at: usize| &document.forms[name.vocabulary].types[name.words[at].kind as usize];
            let person = name.words.len() > 2
                && self.surnames.contains(word(0).lower.as_str())
                && self.class_of(word(0)) == Some(Class::Per)
                && (word(1).kind == WordKind::Number || word(1).shape.is_capital());
            if person {
                let mut body = name.clone();
                body.words = name.words[1..].into();
                body.known.clear();
                rest.push(body);
                name.words = name.words[..1].into();
                name.known.clear();
                name.class = Class::Per;
            }
        }
        if !rest.is_empty() {
            found.extend(rest);
            found.sort_by_key(|name| (name.paragraph, name.span().start));
        }
    }
}

/// The word by which a person is named in short: the last that is no title.
fn surname<'a>(forms: &'a Forms, name: &Found) -> Option<&'a WordType> {
    let types = name.words.iter().rev().map(|word| &forms.types[word.kind as usize]);
    let last = types.into_iter().find(|word| {
        word.kind == WordKind::Letters && !word.roles.has(Roles::TITLE_AFTER) && word.shape.is_capital()
    })?;
    // "Nəsib bəy": a given name alone is no surname.
    let given = last.roles.has(Roles::GIVEN) && !last.roles.has(Roles::SURNAME);
    (!given).then_some(last)
}

fn beside_capital(passage: &Passage<'_>, sentence: &std::ops::Range<usize>, index: usize) -> bool {
    (index > sentence.start && passage.joins(index - 1))
        || (index + 1 < sentence.end && passage.joins(index + 1))
}
