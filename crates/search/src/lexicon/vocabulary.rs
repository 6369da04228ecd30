use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::file::{Lexicon, Parts, Row, Way};
use super::lemmas::{self, Form};
use crate::analysis::Analysis;

/// The words of a record, gathered while its passages are indexed.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// By language.
    languages: BTreeMap<String, Words>,
    /// The numbers of the names of things.
    names: FxHashMap<String, u32>,
}

/// The words of one language, in small letters as written, and how each was seen.
pub(crate) type Words = FxHashMap<String, Seen>;

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
        for number in 0..lexicon.names() as u32 {
            vocabulary.names.insert(lexicon.name(number).to_owned(), number);
        }
        vocabulary
    }

    /// The number of the name of a thing; it stays the same for as long as the index does.
    pub fn name(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.names.get(name) {
            return number;
        }
        let next = self.names.len() as u32;
        self.names.insert(name.to_owned(), next);
        next
    }

    /// The words of a language; of no language, if its name is empty.
    pub fn words(&mut self, language: &str) -> &mut Words {
        if !self.languages.contains_key(language) {
            self.languages.insert(language.to_owned(), Words::default());
        }
        self.languages.get_mut(language).expect("it was put there if it was missing")
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
        let mut heard_as = HeardAs::default();
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
                let heard = heard_as.of(word, analysis);
                keys.push((Parts::key(Way::Plain, &heard.folded), *row));
                keys.extend(heard.sound.iter().map(|sound| (Parts::key(Way::Sound, sound), *row)));
                for lemma in lemmas {
                    let heard = heard_as.of(&lemma, analysis);
                    if lemma != *word {
                        keys.extend(heard.sound.iter().map(|sound| (Parts::key(Way::Sound, sound), *row)));
                    }
                    keys.push((Parts::key(Way::Lemma, &heard.folded), *row));
                }
            }
        }
        let mut names = vec![String::new(); self.names.len()];
        for (name, number) in self.names {
            names[number as usize] = name;
        }
        Parts { languages, forms, keys, names }.write()
    }
}

/// A word in plain letters, and its sound.
struct Heard {
    folded: String,
    sound: Option<String>,
}

/// What was found out of words: most lemmas come again and again.
#[derive(Default)]
struct HeardAs(FxHashMap<String, Heard>);

impl HeardAs {
    /// No more words are remembered at a time.
    const MOST: usize = 1 << 17;

    fn of(&mut self, word: &str, analysis: &Analysis) -> &Heard {
        if self.0.len() >= Self::MOST && !self.0.contains_key(word) {
            self.0.clear();
        }
        self.0
            .entry(word.to_owned())
            .or_insert_with(|| Heard { folded: analysis.fold(word), sound: analysis.sound(word) })
    }
}
