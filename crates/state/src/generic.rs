//! Names too general to tell one thing from another ("the peace treaty").

use salname_packs::state::{Pattern, fold, words};

/// True if a name has no word but general ones.
pub(crate) fn is_generic(general: &[Pattern], name: &str) -> bool {
    let folded = fold(name);
    words(&folded).all(|word| general.iter().any(|pattern| pattern.matches_word(word)))
}
