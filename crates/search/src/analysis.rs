use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use salname_model::Span;
use salname_packs::Packs;
use salname_reader::morphology::Analyser;
use salname_reader::names::Key;
use salname_reader::words::{WordKind, lower, tokenize};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::aliases::Aliases;

/// Turns text into what is searched for: each word as written, without its accents, without its endings, and, for
/// names, by its sound.
#[derive(Debug)]
pub struct Analysis {
    key: Key,
    aliases: Aliases,
    languages: BTreeMap<String, Tongue>,
}

#[derive(Debug)]
struct Tongue {
    dotless: bool,
    analyser: Option<Analyser>,
}

/// A word of a passage.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// Bytes of the text.
    pub span: Span,
    pub forms: Arc<Forms>,
}

/// What a word is found by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Forms {
    /// In small letters, otherwise as written.
    pub literal: String,
    /// In plain small Latin letters.
    pub folded: String,
    /// What may remain when endings are taken off, folded; without the word itself.
    pub stems: Vec<String>,
    /// The sounds of the word and of its stems; empty unless it may be a name.
    pub sounds: Vec<String>,
}

/// Remembers the forms of the words of one language: most words of a text are not new.
#[derive(Debug, Default)]
pub(crate) struct Memory(HashMap<String, Arc<Forms>>);

/// Keys of fewer letters are shared by too many names to tell anything.
const SHORTEST_KEY: usize = 3;

impl Analysis {
    /// Reads the packs' letters, endings and spellings.
    #[must_use]
    pub fn new(packs: &Packs) -> Self {
        let languages = packs.languages.iter().map(|language| {
            let tongue = Tongue { dotless: language.about.dotless_i, analyser: Analyser::of(language) };
            (language.id.clone(), tongue)
        });
        let key = Key::new(packs);
        Self { languages: languages.collect(), aliases: Aliases::new(packs, &key), key }
    }

    /// The words of a passage, in order. `memory` belongs to the language.
    pub(crate) fn words(&self, text: &str, lang: Option<&str>, memory: &mut Memory) -> Vec<Word> {
        let tongue = lang.and_then(|lang| self.languages.get(lang));
        let words = tokenize(text).into_iter().filter(|word| word.kind != WordKind::Mark);
        words
            .map(|word| {
                let written = word.text(text);
                let forms = match memory.0.get(written) {
                    Some(forms) => Arc::clone(forms),
                    None => {
                        let forms = Arc::new(self.forms(written, tongue));
                        memory.0.insert(written.to_owned(), Arc::clone(&forms));
                        forms
                    }
                };
                Word { span: word.span, forms }
            })
            .collect()
    }

    fn forms(&self, written: &str, tongue: Option<&Tongue>) -> Forms {
        let literal = lower(written, tongue.is_some_and(|tongue| tongue.dotless));
        let folded = self.fold(&literal);
        let lemmas = match tongue.and_then(|tongue| tongue.analyser.as_ref()) {
            Some(analyser) => analyser.lemmas(written),
            None => Vec::new(),
        };
        let mut stems = Vec::new();
        for stem in lemmas.iter().map(|lemma| self.fold(lemma)) {
            if stem != folded && !stem.is_empty() && !stems.contains(&stem) {
                stems.push(stem);
            }
        }
        let mut sounds = Vec::new();
        if written.chars().next().is_some_and(char::is_uppercase) {
            for form in std::iter::once(&literal).chain(&lemmas) {
                add_sound(&mut sounds, self.key.of(form));
            }
        }
        Forms { literal, folded, stems, sounds }
    }

    /// The words of a query, each with all that it may stand for, whatever language it is in.
    pub(crate) fn asked(&self, text: &str) -> Vec<Asked> {
        let words = tokenize(text).into_iter().filter(|word| word.kind != WordKind::Mark);
        words.map(|word| self.asked_word(word.text(text))).collect()
    }

    fn asked_word(&self, written: &str) -> Asked {
        let mut literals = vec![lower(written, false)];
        let dotless = lower(written, true);
        if !literals.contains(&dotless) {
            literals.push(dotless);
        }
        let folded = self.fold(&literals[0]);
        let mut sounds = Vec::new();
        for key in [self.key.of(written), self.key.western(written)] {
            add_sound(&mut sounds, key);
        }
        self.aliases.extend(&mut sounds);
        let mut stems = Vec::new();
        for analyser in self.languages.values().filter_map(|tongue| tongue.analyser.as_ref()) {
            for lemma in analyser.lemmas(written) {
                let stem = Stem { folded: self.fold(&lemma), sound: self.key.of(&lemma) };
                if stem.folded != folded && !stem.folded.is_empty() && !stems.contains(&stem) {
                    stems.push(stem);
                }
            }
        }
        Asked { literals, folded, sounds, stems }
    }

    /// The keys by which a name's words are found in a passage.
    pub(crate) fn sounds(&self, name: &str) -> Vec<String> {
        self.key.of(name).split(' ').filter(|key| !key.is_empty()).map(str::to_owned).collect()
    }

    /// A word in small letters, in plain Latin.
    fn fold(&self, lower: &str) -> String {
        let latin = self.key.latin(lower);
        let mut out = String::with_capacity(latin.len());
        for letter in latin.nfd().filter(|&letter| !is_combining_mark(letter)) {
            match letter {
                // Letters that Unicode does not take apart, and what keyboards without them have instead.
                'ə' => out.push('e'),
                'ı' => out.push('i'),
                'ø' => out.push('o'),
                'ł' => out.push('l'),
                'đ' | 'ð' => out.push('d'),
                'ß' => out.push_str("ss"),
                'æ' => out.push_str("ae"),
                'œ' => out.push_str("oe"),
                'þ' => out.push_str("th"),
                _ => out.push(letter),
            }
        }
        out
    }
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// As written in small letters; two of them where it depends on the language which letter is the small one.
    pub literals: Vec<String>,
    pub folded: String,
    /// As it may sound in the languages of the packs and in English.
    pub sounds: Vec<String>,
    /// What may remain when endings are taken off.
    pub stems: Vec<Stem>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stem {
    pub folded: String,
    pub sound: String,
}

fn add_sound(sounds: &mut Vec<String>, key: String) {
    if key.chars().count() >= SHORTEST_KEY && !key.contains(' ') && !sounds.contains(&key) {
        sounds.push(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str, lang: &str) -> Forms {
        let analysis = Analysis::new(&Packs::embedded().unwrap());
        let words = analysis.words(text, Some(lang), &mut Memory::default());
        Forms::clone(&words[0].forms)
    }

    #[test]
    fn letters_are_folded_and_endings_taken_off() {
        let word = forms("müqaviləsində", "az");
        assert_eq!((word.literal.as_str(), word.folded.as_str()), ("müqaviləsində", "muqavilesinde"));
        assert!(word.stems.contains(&"muqavile".to_owned()), "{:?}", word.stems);
        assert!(word.sounds.is_empty(), "no name begins with a small letter");
        assert_eq!(forms("İRAN", "az").literal, "iran");
        assert_eq!(forms("нота", "ru").folded, "nota");
    }

    #[test]
    fn names_are_known_by_their_sound() {
        let analysis = Analysis::new(&Packs::embedded().unwrap());
        let name = forms("Nərimanovun", "az");
        for asked in ["Nerimanov", "Нариманов", "narimanov"] {
            let asked = &analysis.asked(asked)[0];
            assert!(asked.sounds.iter().any(|sound| name.sounds.contains(sound)), "{asked:?} {name:?}");
        }
    }
}
