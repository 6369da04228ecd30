//! The words of a language: what tells a stem that bears an ending from a word that ends so by itself.

use rustc_hash::FxHashMap;
use salname_packs::Language;

use crate::words::Letters;

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

    /// The forms of some texts, in the lower case of their language.
    pub fn of_texts<'t>(texts: impl Iterator<Item = &'t str>, letters: &Letters) -> Self {
        let mut written: FxHashMap<&str, u32> = FxHashMap::default();
        for word in texts.flat_map(|text| text.split(|sign: char| !sign.is_alphabetic() && sign != '-')) {
            *written.entry(word).or_default() += 1;
        }
        let mut met = Self::default();
        for (word, count) in written.into_iter().filter(|(word, _)| !word.is_empty()) {
            *met.0.entry(letters.lower(word)).or_default() += count;
        }
        met
    }
}
