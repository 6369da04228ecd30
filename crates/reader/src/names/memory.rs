//! What a document has once named with evidence, it names wherever the word stands again.

use std::collections::HashMap;
use std::ops::Range;

use salname_model::Class;

use super::document::Document;
use super::finder::Found;
use super::passage::Passage;
use super::vocabulary::{Roles, Shape};

/// Surnames and one-word names that a document has shown, with their classes.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// By lemma: how often it ended or was a name of each class.
    seen: HashMap<String, [u32; Class::ALL.len()]>,
}

impl Memory {
    /// Remembers the names found, but for those whose only evidence is a capital.
    pub fn of(document: &Document<'_>, found: &[Found]) -> Self {
        let mut memory = Self::default();
        for name in found.iter().filter(|name| !name.weak) {
            if name.words.len() > 1 && name.class != Class::Per {
                continue; // the last word of "Qafqaz Bürosu" names nothing by itself
            }
            let passage = document.lines[name.paragraph].passage(&document.forms);
            let Some(last) = surname(&passage, &name.words) else { continue };
            for lemma in passage.at(last).lemmas.iter().take(8) {
                memory.seen.entry(lemma.clone()).or_default()[name.class as usize] += 1;
            }
        }
        memory
    }

    /// The class that a word has mostly been named with; none if it has not been named, or is often another word.
    pub fn class_of(&self, passage: &Passage<'_>, index: usize) -> Option<Class> {
        let word = passage.at(index);
        if word.shape != Shape::Capital || word.roles.has(Roles::NEVER) || word.lower.chars().count() < 4 {
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
            let passage = document.lines[name.paragraph].passage(&document.forms);
            if let Some(class) = self.class_of(&passage, name.words.end - 1) {
                name.class = class;
            }
        }
        let mut added = Vec::new();
        let mut names = found.iter().peekable();
        for (paragraph, lines) in document.lines.iter().enumerate() {
            let passage = lines.passage(&document.forms);
            let mut taken = vec![false; lines.words.len()];
            while let Some(name) = names.next_if(|name| name.paragraph <= paragraph) {
                taken[name.words.clone()].fill(true);
            }
            for sentence in lines.sentences.iter().filter(|sentence| !passage.shouts(sentence)) {
                for index in sentence.clone().filter(|&index| !taken[index] && !lines.masked[index]) {
                    if self.class_of(&passage, index) == Some(Class::Per)
                        && !beside_capital(&passage, sentence, index)
                    {
                        let known = Vec::new();
                        let words = index..index + 1;
                        added.push(Found { paragraph, words, class: Class::Per, known, weak: true });
                    }
                }
            }
        }
        found.extend(added);
        found.sort_by_key(|name| (name.paragraph, name.words.start));
    }
}

/// The word by which a person is named in short: the last that is no title.
fn surname(passage: &Passage<'_>, words: &Range<usize>) -> Option<usize> {
    let last = words.clone().rev().find(|&index| {
        passage.is_letters(index) && !passage.has(index, Roles::TITLE_AFTER) && passage.is_capital(index)
    })?;
    // "Nəsib bəy": a given name alone is no surname.
    let given = passage.has(last, Roles::GIVEN) && !passage.has(last, Roles::SURNAME);
    (!given).then_some(last)
}

fn beside_capital(passage: &Passage<'_>, sentence: &Range<usize>, index: usize) -> bool {
    (index > sentence.start && passage.joins(index - 1))
        || (index + 1 < sentence.end && passage.joins(index + 1))
}
