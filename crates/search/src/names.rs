use salname_packs::Packs;
use salname_reader::morphology::Analyser;
use salname_reader::names::Key;
use salname_record::NameKeys;

use crate::aliases::Aliases;

/// Knows names again in any spelling, script and inflection that the packs' languages have.
#[derive(Debug)]
pub struct Names {
    key: Key,
    aliases: Aliases,
    analysers: Vec<Analyser>,
}

impl Names {
    /// Reads the packs' spellings and endings.
    #[must_use]
    pub fn new(packs: &Packs) -> Self {
        let key = Key::new(packs);
        Self {
            aliases: Aliases::new(packs, &key),
            key,
            analysers: packs.languages.iter().filter_map(Analyser::of).collect(),
        }
    }

    /// Like [`keys`](NameKeys::keys), for a name that may have been typed with an ending: the keys of each word and of
    /// what remains of it when an ending of any language is taken off.
    #[must_use]
    pub fn keys_of_stems(&self, name: &str) -> Vec<Vec<String>> {
        self.words(name, |word, keys| {
            self.add(word, keys);
            for lemma in self.analysers.iter().flat_map(|analyser| analyser.lemmas(word)) {
                self.add(&lemma, keys);
            }
        })
    }

    fn words(&self, name: &str, add: impl Fn(&str, &mut Vec<String>)) -> Vec<Vec<String>> {
        let parts = name.split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter));
        let words = parts.filter(|word| !word.is_empty()).map(|word| {
            let mut keys = Vec::new();
            add(word, &mut keys);
            self.aliases.extend(&mut keys);
            keys
        });
        words.filter(|keys| !keys.is_empty()).collect()
    }

    /// Adds the keys of a word, read as in its own language and as in English.
    fn add(&self, word: &str, keys: &mut Vec<String>) {
        for key in [self.key.of(word), self.key.western(word)] {
            if !key.is_empty() && !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
}

impl NameKeys for Names {
    fn keys(&self, name: &str) -> Vec<Vec<String>> {
        self.words(name, |word, keys| self.add(word, keys))
    }
}

/// Signs that belong to the letter before them.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(asked: &[Vec<String>], kept: &[Vec<String>]) -> bool {
        asked.iter().all(|keys| keys.iter().any(|key| kept.iter().flatten().any(|other| other == key)))
    }

    #[test]
    fn a_name_is_known_again_in_other_spellings_and_with_endings() {
        let names = Names::new(&Packs::embedded().unwrap());
        let kept = names.keys("Q.Orconikidze");
        for asked in ["Orjonikidze", "Орджоникидзе", "ordzhonikidze", "ORCONIKIDZE"] {
            assert!(shared(&names.keys(asked), &kept), "{asked}");
        }
        assert!(shared(&names.keys_of_stems("Orconikidzenin"), &kept));
        for (asked, kept) in [("Moscow", "Moskva"), ("Curzon", "Kerzon"), ("Turkey", "Türkiyə")] {
            assert!(shared(&names.keys(asked), &names.keys(kept)), "the gazetteer knows {asked} as {kept}");
        }
        assert!(!shared(&names.keys_of_stems("Çiçerin"), &kept));
    }
}
