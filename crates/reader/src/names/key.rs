use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;
use salname_packs::Packs;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::words::in_latin;

/// Makes keys that are the same for spellings of one name in different languages and scripts.
///
/// ```
/// use salname_packs::Packs;
/// use salname_reader::names::Key;
///
/// let key = Key::new(&Packs::embedded().unwrap());
/// assert_eq!(key.of("Orconikidze"), key.of("Орджоникидзе"));
/// assert_eq!(key.of("Orconikidze"), key.of("Ordzhonikidze"));
/// assert_ne!(key.of("Nərimanov"), key.of("Quliyev"));
/// ```
#[derive(Debug, Clone)]
pub struct Key {
    latin: FxHashMap<char, String>,
    native: Rewriter,
    western: Rewriter,
}

/// The key of one name; make a [`Key`] to ask for many.
#[must_use]
pub fn key(packs: &Packs, name: &str) -> String {
    Key::new(packs).of(name)
}

impl Key {
    /// Reads the spelling rules and transliteration tables of the packs.
    #[must_use]
    pub fn new(packs: &Packs) -> Self {
        let mut latin = FxHashMap::default();
        for (letter, written) in packs.languages.iter().flat_map(|language| &language.about.latin) {
            let mut letters = letter.chars();
            if let (Some(letter), None) = (letters.next(), letters.next()) {
                latin.entry(letter).or_insert_with(|| written.clone());
            }
        }
        let spelling = &packs.spelling;
        Self {
            latin,
            native: Rewriter::new(spelling.rules.iter().chain(&spelling.native)),
            western: Rewriter::new(spelling.western.iter().chain(&spelling.rules)),
        }
    }

    /// The key of a name: its words' keys, with blanks between. Marks and digits that stand alone are left out.
    #[must_use]
    pub fn of(&self, name: &str) -> String {
        self.written(name, &self.native)
    }

    /// The key of a name read as in English and its neighbours, where c is k and x is ks.
    #[must_use]
    pub fn western(&self, name: &str) -> String {
        self.written(name, &self.western)
    }

    /// The name in small Latin letters, with the letters of its own language kept as they are.
    #[must_use]
    pub fn latin(&self, name: &str) -> String {
        in_latin(name, &self.latin)
    }

    fn written(&self, name: &str, rewriter: &Rewriter) -> String {
        let latin = self.latin(name);
        let mut out = String::with_capacity(latin.len());
        for word in latin.split(|letter: char| !letter.is_alphanumeric() && !is_combining_mark(letter)) {
            // A curly apostrophe stands for a soft sign or sets off an ending: either way it parts the word.
            let word = rewriter.rewrite(word);
            if !word.is_empty() {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(&word);
            }
        }
        out
    }
}

#[derive(Debug, Clone)]
struct Rewriter {
    /// Finds the longest rule that fits; none if there is no rule.
    finder: Option<AhoCorasick>,
    replacements: Vec<String>,
}

impl Rewriter {
    /// Of two rules for the same letters, the first counts.
    fn new<'a>(rules: impl Iterator<Item = &'a (String, String)>) -> Self {
        let (patterns, replacements): (Vec<String>, Vec<String>) =
            rules.filter(|(from, _)| !from.is_empty()).cloned().unzip();
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns).ok();
        Self { finder, replacements }
    }

    fn rewrite(&self, word: &str) -> String {
        if word.is_empty() {
            return String::new();
        }
        let framed = format!("^{word}$");
        let rewritten = match &self.finder {
            Some(finder) => finder.replace_all(&framed, &self.replacements),
            None => framed,
        };
        let mut out = String::with_capacity(rewritten.len());
        let mut last = None;
        for letter in rewritten.nfd().filter(|letter| letter.is_alphanumeric()) {
            if last != Some(letter) {
                out.push(letter);
            }
            last = Some(letter);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_for_the_spellings_of_one_name() {
        let key = Key::new(&Packs::embedded().unwrap());
        for spellings in [
            &["Orconikidze", "Орджоникидзе", "Ordzhonikidze", "Orjonikidze", "Орҹоникидзе"][..],
            &["Çiçerin", "Чичерин", "Chicherin", "Tchitcherin"],
            &["Rəsulzadə", "Расулзаде", "Resulzade", "Rasulzadeh", "Рәсулзадә"],
            &["Hüseynov", "Гусейнов", "Huseynov", "Guseinov"],
            &["Quliyev", "Кулиев", "Guliyev", "Kuliev", "Гулијев"],
            &["Xoyski", "Хойский", "Khoyski", "Khoisky", "Hoyski"],
            &["Nərimanov", "Нариманов", "Narimanov", "Nerimanov"],
            &["Cavadov", "Джавадов", "Javadov", "Dzhavadov"],
        ] {
            for spelling in spellings {
                assert_eq!(key.of(spelling), key.of(spellings[0]), "{spelling} and {}", spellings[0]);
            }
        }
    }

    #[test]
    fn different_names_keep_different_keys() {
        let key = Key::new(&Packs::embedded().unwrap());
        for (a, b) in [("Stalin", "Lenin"), ("Həsənov", "Qasımov"), ("Bakı", "Batum"), ("Gəncə", "Qazax")]
        {
            assert_ne!(key.of(a), key.of(b), "{a} and {b}");
        }
    }
}
