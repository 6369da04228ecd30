use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::Span;
use salname_packs::Packs;
use salname_reader::morphology::{Analyser, WordClass};
use salname_reader::names::Key;
use salname_reader::words::{WordKind, lower, lower_into, tokenize, words};
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
    /// The words of the gazetteer's names that were asked for: the same come again and again.
    names: Mutex<FxHashMap<String, Arc<[Asked]>>>,
}

#[derive(Debug)]
struct Tongue {
    dotless: bool,
    analyser: Option<Analyser>,
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
            names: Mutex::default(),
        }
    }

    /// Goes over the words of a passage, in order: each with the bytes of the text where it stands, and how its first
    /// letter is written.
    pub(crate) fn each_word(&self, text: &str, mut then: impl FnMut(Span, Capital)) {
        let mut start = true;
        for word in words(text) {
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
                    then(word.span, capital);
                    start = false;
                }
            }
        }
    }

    /// True if the language has I for ı and İ for i.
    pub(crate) fn is_dotless(&self, lang: Option<&str>) -> bool {
        lang.and_then(|lang| self.languages.get(lang)).is_some_and(|tongue| tongue.dotless)
    }

    /// Where the words of a passage stand that are wanted, in small letters as they are written.
    pub(crate) fn marked(&self, text: &str, lang: Option<&str>, wanted: impl Fn(&str) -> bool) -> Vec<Span> {
        let dotless = self.is_dotless(lang);
        let mut small = String::new();
        let mut marked = Vec::new();
        self.each_word(text, |span, _| {
            small.clear();
            lower_into(&mut small, &text[span.range()], dotless);
            if wanted(&small) {
                marked.push(span);
            }
        });
        marked
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

    /// The words of a name that the gazetteer knows, as a query would have them.
    pub(crate) fn asked_name(&self, name: &str) -> Arc<[Asked]> {
        // Whoever panicked while holding it has not harmed it.
        let known = |names: MutexGuard<'_, FxHashMap<String, Arc<[Asked]>>>| names.get(name).cloned();
        if let Some(asked) = known(self.names.lock().unwrap_or_else(PoisonError::into_inner)) {
            return asked;
        }
        let asked: Arc<[Asked]> = self.asked(name).into();
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.insert(name.to_owned(), Arc::clone(&asked));
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
        // Related languages take a word apart alike.
        let mut seen: FxHashSet<String> = FxHashSet::default();
        for analyser in self.languages.values().filter_map(|tongue| tongue.analyser.as_ref()) {
            for lemma in lemmas(analyser, written) {
                if seen.contains(&lemma) {
                    continue;
                }
                let key = self.key.of(&lemma);
                let mut sounds = Vec::new();
                add_sound(&mut sounds, key.clone());
                self.aliases.extend(&mut sounds);
                let stem = Stem { folded: self.fold(&lemma), key, sounds };
                seen.insert(lemma);
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
        let text = "Müqaviləsində IRAQ İRAN Bakıda 1920";
        let mut words = Vec::new();
        analysis.each_word(text, |span, capital| words.push((lower(&text[span.range()], true), capital)));
        let (small, capitals): (Vec<String>, Vec<Capital>) = words.into_iter().unzip();
        assert_eq!(small, ["müqaviləsində", "ıraq", "iran", "bakıda", "1920"]);
        assert_eq!(
            capitals,
            [Capital::Forced, Capital::Forced, Capital::Forced, Capital::Free, Capital::Number]
        );
        assert_eq!(analysis.marked(text, Some("az"), |small| small == "ıraq"), [Span::new(17, 21)]);
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
