//! Words that were seen in sound text: in the document itself, and elsewhere in its archive.

use std::collections::BTreeMap;

use super::Knowledge;
use super::speech::{Counts, Form, Speech, is_letter};

/// All words from elsewhere together count as many as this in each language, if they are more: about those of one long
/// document, so that a big archive does not outweigh what the language's own list says.
const ELSEWHERE: f32 = 100_000.0;

/// Words of sound text, by which damaged text elsewhere is read: which of the words that a damaged one may be are there at
/// all. Made by [`Restorer::hear`](crate::Restorer::hear); good for restorers with the same packs.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// How often each word was seen, by language.
    counts: BTreeMap<usize, Counts<Form>>,
    /// Words of each language together, repeated ones counted as often as they were seen.
    totals: BTreeMap<usize, f32>,
}

impl Vocabulary {
    /// Counts the words of sound text in a language, named as its pack is.
    pub(crate) fn hear(&mut self, knowledge: &Knowledge, lang: &str, text: &str) {
        let Some(index) = knowledge.speeches.iter().position(|speech| speech.id == lang) else { return };
        let counts = self.counts.entry(index).or_default();
        *self.totals.entry(index).or_default() += hear(counts, &knowledge.speeches[index], text);
    }

    /// All words with their counts, in bytes that are the same for the same words, in whichever order they were heard.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (language, counts) in &self.counts {
            let mut words: Vec<(&Form, f32)> = counts.iter().map(|(form, count)| (form, *count)).collect();
            words.sort_unstable_by(|a, b| a.0.cmp(b.0));
            for (form, count) in words {
                bytes.extend(language.to_le_bytes());
                bytes.extend(form.len().to_le_bytes());
                bytes.extend(form);
                bytes.extend(count.to_le_bytes());
            }
        }
        bytes
    }
}

/// How often words of one language were seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen<'v> {
    /// In the document itself: in its sound parts, and where damaged ones are certain.
    own: Counts<Form>,
    /// Elsewhere, and what each time counts.
    elsewhere: Option<(&'v Counts<Form>, f32)>,
}

impl<'v> Seen<'v> {
    /// Nothing yet, but for what was seen elsewhere.
    pub(crate) fn elsewhere(vocabulary: Option<&'v Vocabulary>, language: usize) -> Self {
        let elsewhere = vocabulary.and_then(|vocabulary| {
            let total = vocabulary.totals.get(&language)?;
            Some((vocabulary.counts.get(&language)?, (ELSEWHERE / total).min(1.0)))
        });
        Self { own: Counts::default(), elsewhere }
    }

    /// How often the word was seen.
    pub(crate) fn count(&self, form: &[u8]) -> f32 {
        let own = self.own.get(form).copied().unwrap_or(0.0);
        match self.elsewhere {
            Some((counts, weight)) => own + weight * counts.get(form).copied().unwrap_or(0.0),
            None => own,
        }
    }

    /// Counts the words of sound text.
    pub(crate) fn hear(&mut self, speech: &Speech, text: &str) {
        hear(&mut self.own, speech, text);
    }

    /// Counts a word.
    pub(crate) fn add(&mut self, form: &Form) {
        *self.own.entry(form.clone()).or_default() += 1.0;
    }
}

/// Counts the words of a text that are written in the language's letters; how many there are.
fn hear(counts: &mut Counts<Form>, speech: &Speech, text: &str) -> f32 {
    let mut heard = 0.0;
    for word in text.split(|character| !is_letter(character)).filter(|word| !word.is_empty()) {
        if word.chars().all(|letter| speech.writes(letter)) {
            let form: Form = word.chars().map(|letter| speech.symbol(letter)).collect();
            *counts.entry(form).or_default() += 1.0;
            heard += 1.0;
        }
    }
    heard
}
