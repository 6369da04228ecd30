//! The words of a language: what tells a stem that bears an ending from a word that ends so by itself.

use rustc_hash::FxHashMap;
use salname_packs::Language;

/// Word forms in lower case, with how often they were met.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexicon(FxHashMap<String, u32>);

impl Lexicon {
    /// Those of a language's pack; none if it has none.
    pub fn of(language: &Language) -> Self {
        let lines = language.letters.iter().flat_map(|letters| letters.words.lines());
        let words = lines.filter_map(|line| {
            let (word, count) = line.split_once('\t')?;
            Some((word.to_owned(), count.parse().ok()?))
        });
        Self(words.collect())
    }

    /// How often a word form was met.
    pub fn count(&self, word: &str) -> u32 {
        self.0.get(word).copied().unwrap_or_default()
    }
}
