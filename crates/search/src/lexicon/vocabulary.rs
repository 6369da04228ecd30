use std::collections::{BTreeMap, HashMap};

use super::file::{Lexicon, Parts, Row, Way};
use super::lemmas::{self, Form};
use crate::analysis::Analysis;

/// The words of a record, gathered while its passages are indexed.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// By language.
    languages: BTreeMap<String, Words>,
}

/// The words of one language, in small letters as written, and how each was seen.
pub(crate) type Words = HashMap<String, Seen>;

/// How a word was seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// As a name: with a capital inside a sentence.
    pub name: bool,
    /// With a small letter.
    pub common: bool,
}

/// No record is in more languages: see the marks of [`Lexicon`].
const MOST_LANGUAGES: usize = 63;

impl Vocabulary {
    /// The words that a lexicon knows.
    pub fn of(lexicon: &Lexicon) -> Self {
        let mut vocabulary = Self::default();
        for row in 0..lexicon.len() as Row {
            let (name, common) = lexicon.seen(row);
            let words = vocabulary.words(lexicon.language(row));
            words.insert(lexicon.word(row).to_owned(), Seen { name, common });
        }
        vocabulary
    }

    /// The words of a language; of no language, if its name is empty.
    pub fn words(&mut self, language: &str) -> &mut Words {
        self.languages.entry(language.to_owned()).or_default()
    }

    /// Makes the lexicon of these words, as the bytes of its file. The order in which the words came does not matter.
    pub fn lexicon(self, analysis: &Analysis) -> Vec<u8> {
        let languages: Vec<String> = self.languages.keys().take(MOST_LANGUAGES).cloned().collect();
        let mut forms: Vec<(String, u8, bool, bool)> = Vec::new();
        for (language, words) in (0..).zip(self.languages.into_values().take(MOST_LANGUAGES)) {
            forms.extend(words.into_iter().map(|(word, seen)| (word, language, seen.name, seen.common)));
        }
        forms.sort_unstable();
        let mut keys = Vec::with_capacity(forms.len() * 4);
        for (number, language) in (0..).zip(&languages) {
            let rows: Vec<Row> =
                (0..).zip(&forms).filter(|(_, form)| form.1 == number).map(|(row, _)| row).collect();
            let of = |row: &Row| &forms[*row as usize];
            let seen: Vec<Form<'_>> = rows
                .iter()
                .map(|row| Form { word: &of(row).0, name: of(row).2, common: of(row).3 })
                .collect();
            let chosen = lemmas::choose(&seen, |word| analysis.lemmas(word, Some(language)));
            for (row, lemmas) in rows.iter().zip(chosen) {
                let word = &of(row).0;
                keys.push((Parts::key(Way::Plain, &analysis.fold(word)), *row));
                add_sound(&mut keys, analysis, word, *row);
                for lemma in lemmas {
                    if lemma != *word {
                        add_sound(&mut keys, analysis, &lemma, *row);
                    }
                    keys.push((Parts::key(Way::Lemma, &analysis.fold(&lemma)), *row));
                }
            }
        }
        Parts { languages, forms, keys }.write()
    }
}

fn add_sound(keys: &mut Vec<(String, Row)>, analysis: &Analysis, word: &str, row: Row) {
    if let Some(sound) = analysis.sound(word) {
        keys.push((Parts::key(Way::Sound, &sound), row));
    }
}
