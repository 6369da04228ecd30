//! The letters in which a language's words are looked up.

use rustc_hash::FxHashMap;
use salname_packs::{Language, Packs};

use super::lower;

/// Small letters of the language whose words a text is written in: its own, or, where a language is another one but for its
/// script (`like` in `names.toml`), the other's, by the table of letters in `language.toml`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Letters {
    dotless: bool,
    latin: FxHashMap<char, String>,
}

impl Letters {
    /// The letters of a language of the packs.
    pub fn of(packs: &Packs, written: &Language) -> Self {
        let read_in = packs.words_of(written);
        let other = read_in.id != written.id;
        let letters = written.about.latin.iter().filter(|_| other);
        Self {
            dotless: read_in.about.dotless_i,
            latin: letters.filter_map(|(from, to)| Some((from.chars().next()?, to.clone()))).collect(),
        }
    }

    /// A word form in small letters of the language that reads it.
    pub fn lower(&self, form: &str) -> String {
        if self.latin.is_empty() {
            return lower(form, self.dotless);
        }
        in_latin(form, &self.latin)
    }
}

/// A text in small letters, each that the table has as the table writes it. The dot of no language is told apart: the
/// capitals are those of another script.
pub(crate) fn in_latin(text: &str, table: &FxHashMap<char, String>) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in lower(text, false).chars() {
        match table.get(&letter) {
            Some(latin) => out.push_str(latin),
            None => out.push(letter),
        }
    }
    out
}
