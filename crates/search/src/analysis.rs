use std::collections::BTreeMap;

use salname_model::Span;
use salname_packs::Packs;
use salname_reader::morphology::{Analyser, WordClass};
use salname_reader::names::Key;
use salname_reader::words::{WordKind, lower, tokenize};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::aliases::{Aliases, Translations};

/// Turns text into what is searched for: each word as written, without its accents, without its endings, and by its
/// sound.
#[derive(Debug)]
pub struct Analysis {
    key: Key,
    aliases: Aliases,
    translations: Translations,
    languages: BTreeMap<String, Tongue>,
}

#[derive(Debug)]
struct Tongue {
    dotless: bool,
    analyser: Option<Analyser>,
}

/// A word of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Bytes of the text.
    pub span: Span,
    /// In small letters, otherwise as written.
    pub small: String,
    /// How its first letter was written.
    pub capital: Capital,
}

/// How the first letter of a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Capital {
    /// Small.
    None,
    /// Large, where every word's is: at the start of a sentence, or among large letters.
    Forced,
    /// Large, and so a name's.
    Free,
    /// It has no letter.
    Number,
}

/// Keys of fewer letters are shared by too many names to tell anything.
const SHORTEST_KEY: usize = 3;
/// What is written behind the stem of a verb, so that it is no other word's lemma.
const VERB: char = '+';

impl Analysis {
    /// Reads the packs' letters, endings and spellings.
    #[must_use]
    pub fn new(packs: &Packs) -> Self {
        let languages = packs.languages.iter().map(|language| {
            let tongue = Tongue { dotless: language.about.dotless_i, analyser: Analyser::of(language) };
            (language.id.clone(), tongue)
        });
        let key = Key::new(packs);
        Self {
            languages: languages.collect(),
            aliases: Aliases::new(packs, &key),
            translations: Translations::new(packs, &key),
            key,
        }
    }

    /// The words of a passage, in order.
    pub(crate) fn words(&self, text: &str, lang: Option<&str>) -> Vec<Word> {
        let dotless = lang.and_then(|lang| self.languages.get(lang)).is_some_and(|tongue| tongue.dotless);
        let mut start = true;
        let mut words = Vec::with_capacity(text.len() / 6);
        for word in tokenize(text) {
            let written = word.text(text);
            match word.kind {
                WordKind::Mark => start |= matches!(written, "." | "!" | "?" | ":" | "…" | "“" | "\"" | "«"),
                kind => {
                    let mut letters = written.chars();
                    let capital = match (kind, letters.next().is_some_and(char::is_uppercase)) {
                        (WordKind::Number, _) => Capital::Number,
                        (_, false) => Capital::None,
                        (_, true) if start || letters.any(char::is_uppercase) => Capital::Forced,
                        (_, true) => Capital::Free,
                    };
                    words.push(Word { span: word.span, small: lower(written, dotless), capital });
                    start = false;
                }
            }
        }
        words
    }

    /// What a word may be a form of, itself first. The stems of verbs are marked, for they are no words.
    pub(crate) fn lemmas(&self, small: &str, lang: Option<&str>) -> Vec<String> {
        let analyser =
            lang.and_then(|lang| self.languages.get(lang)).and_then(|tongue| tongue.analyser.as_ref());
        analyser.map_or_else(|| vec![small.to_owned()], |analyser| lemmas(analyser, small))
    }

    /// The words of a query, each with all that it may stand for, whatever language it is in. Endings that are set off
    /// by an apostrophe are left out, unless the query is literal.
    pub(crate) fn asked(&self, text: &str) -> Vec<Asked> {
        /// An ending has no more letters.
        const ENDING: usize = 5;
        let mut asked = Vec::new();
        let mut after = "";
        for word in tokenize(text) {
            let written = word.text(text);
            if word.kind != WordKind::Mark {
                let apart = matches!(after, "'" | "’" | "ʼ" | "`" | "-") && word.glued && !asked.is_empty();
                let small = written.chars().next().is_some_and(char::is_lowercase);
                let short = written.chars().count() <= if after == "-" { 3 } else { ENDING };
                asked.push(Asked { ending: apart && small && short, ..self.asked_word(written) });
            }
            after = if word.glued { written } else { "" };
        }
        asked
    }

    fn asked_word(&self, written: &str) -> Asked {
        let mut literals = vec![lower(written, false)];
        let dotless = lower(written, true);
        if !literals.contains(&dotless) {
            literals.push(dotless);
        }
        let folded = self.fold(&literals[0]);
        let mut own: Vec<String> = Vec::new();
        let mut sounds = Vec::new();
        for key in [self.key.of(written), self.key.western(written)] {
            add_sound(&mut sounds, key.clone());
            if !key.is_empty() && !own.contains(&key) {
                own.push(key);
            }
        }
        self.aliases.extend(&mut sounds);
        let mut stems: Vec<Stem> = Vec::new();
        for analyser in self.languages.values().filter_map(|tongue| tongue.analyser.as_ref()) {
            for lemma in lemmas(analyser, written) {
                let stem = Stem {
                    folded: self.fold(&lemma),
                    key: self.key.of(&lemma),
                    sounds: self.sounds_of(&lemma),
                };
                if stem.folded != folded && !stem.folded.is_empty() && !stems.contains(&stem) {
                    stems.push(stem);
                }
            }
        }
        Asked { literals, folded, sounds, own, stems, ending: false }
    }

    /// The sounds of a word and of its other names.
    pub(crate) fn sounds_of(&self, word: &str) -> Vec<String> {
        let mut sounds = Vec::new();
        add_sound(&mut sounds, self.key.of(word));
        self.aliases.extend(&mut sounds);
        sounds
    }

    /// The keys by which a name's words are found in a passage.
    pub(crate) fn sounds(&self, name: &str) -> Vec<String> {
        self.key.of(name).split(' ').filter(|key| !key.is_empty()).map(str::to_owned).collect()
    }

    /// The key of one word; none if it is too short to tell anything.
    pub(crate) fn sound(&self, word: &str) -> Option<String> {
        let mut sounds = Vec::new();
        add_sound(&mut sounds, self.key.of(word));
        sounds.pop()
    }

    /// What names of several words mean, by their keys.
    pub(crate) fn translations(&self) -> &Translations {
        &self.translations
    }

    /// A word in small letters, in plain Latin.
    pub(crate) fn fold(&self, lower: &str) -> String {
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

fn lemmas(analyser: &Analyser, word: &str) -> Vec<String> {
    /// What has fewer letters is more often a syllable than a stem.
    const SHORTEST: usize = 3;
    let mut lemmas: Vec<String> = Vec::new();
    for analysis in analyser.analyse(word) {
        if !lemmas.is_empty() && analysis.lemma.chars().count() < SHORTEST {
            continue;
        }
        let mut lemma = analysis.lemma;
        if analysis.class == WordClass::Verb {
            lemma.push(VERB);
        }
        if !lemmas.contains(&lemma) {
            lemmas.push(lemma);
        }
    }
    lemmas
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// As written in small letters; two of them where it depends on the language which letter is the small one.
    pub literals: Vec<String>,
    pub folded: String,
    /// As it may sound in the languages of the packs and in English, and as its other names do.
    pub sounds: Vec<String>,
    /// As it may sound itself, however short that is.
    pub own: Vec<String>,
    /// What may remain when endings are taken off.
    pub stems: Vec<Stem>,
    /// True if it is an ending of the word before it, set off by a mark.
    pub ending: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stem {
    pub folded: String,
    /// Its own sound, however short that is.
    pub key: String,
    /// Its own sound and those of its other names.
    pub sounds: Vec<String>,
}

fn add_sound(sounds: &mut Vec<String>, key: String) {
    if key.chars().count() >= SHORTEST_KEY && !key.contains(' ') && !sounds.contains(&key) {
        sounds.push(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn analysis() -> Analysis {
        Analysis::new(&Packs::embedded().unwrap())
    }

    #[test]
    fn letters_are_folded_and_endings_taken_off() {
        let analysis = analysis();
        let words = analysis.words("Müqaviləsində IRAQ İRAN Bakıda 1920", Some("az"));
        let small: Vec<&str> = words.iter().map(|word| word.small.as_str()).collect();
        assert_eq!(small, ["müqaviləsində", "ıraq", "iran", "bakıda", "1920"]);
        let capitals: Vec<Capital> = words.iter().map(|word| word.capital).collect();
        assert_eq!(
            capitals,
            [Capital::Forced, Capital::Forced, Capital::Forced, Capital::Free, Capital::Number]
        );
        assert_eq!(analysis.fold("müqaviləsində"), "muqavilesinde");
        assert_eq!(analysis.fold("нота"), "nota");
        assert!(analysis.lemmas("müqaviləsində", Some("az")).contains(&"müqavilə".to_owned()));
        assert_eq!(analysis.lemmas("word", None), ["word"]);
    }

    #[test]
    fn names_are_known_by_their_sound() {
        let analysis = analysis();
        let name = analysis.sound("nərimanov").unwrap();
        for asked in ["Nerimanov", "Нариманов", "narimanov"] {
            let asked = &analysis.asked(asked)[0];
            assert!(asked.own.contains(&name), "{asked:?} {name}");
        }
    }

    #[test]
    fn endings_that_are_set_off_are_told() {
        let analysis = analysis();
        let endings = |text: &str| analysis.asked(text).iter().map(|word| word.ending).collect::<Vec<_>>();
        assert_eq!(endings("Kemal'in"), [false, true]);
        assert_eq!(endings("MK-nın"), [false, true]);
        assert_eq!(endings("Şərur-Dərələyəz"), [false, false]);
        assert_eq!(endings("RK(b)P"), [false, false, false]);
    }
}
