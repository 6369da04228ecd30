//! Which texts may have a name in them: found by the first letters of their words.

use rustc_hash::FxHashMap;
use salname_packs::state::{fold, words};

/// Letters of a word by which it is found; no known name is found by a shorter part of a longer word.
const LETTERS: usize = crate::names::SHORTEST_STEM;

/// Numbers of texts by the first letters of the words in them.
#[derive(Debug, Default)]
pub(crate) struct Beginnings {
    texts: FxHashMap<Box<str>, Vec<u32>>,
}

impl Beginnings {
    pub fn add(&mut self, number: u32, text: &str) {
        let folded = fold(text);
        let mut found: Vec<&str> = words(&folded).map(beginning).collect();
        found.sort_unstable();
        found.dedup();
        for word in found {
            match self.texts.get_mut(word) {
                Some(numbers) => numbers.push(number),
                None => drop(self.texts.insert(word.into(), vec![number])),
            }
        }
    }

    /// The texts that may have a name in them, by its folded form: all that have, and some that have not.
    pub fn may_name(&self, folded: &str) -> &[u32] {
        let texts = words(folded).map(|word| self.texts.get(beginning(word)).map_or(&[][..], Vec::as_slice));
        texts.min_by_key(|texts| texts.len()).unwrap_or_default()
    }
}

fn beginning(word: &str) -> &str {
    word.char_indices().nth(LETTERS).map_or(word, |(end, _)| &word[..end])
}
