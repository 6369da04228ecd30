use std::sync::Arc;

use crate::{LetterModel, PackError, PackFiles};

/// What restoring needs to know of a language: how its letters follow one another, and which words it has. By the words the
/// reader tells stems from their endings as well.
///
/// Both files are learned from sound text by one command (see `crates/restore/README.md`); the list of words may
/// be extended by hand.
#[derive(Debug, Clone)]
pub struct Letters {
    /// `letters.model`: how probable each letter is after the letters before it.
    pub model: Arc<LetterModel>,
    /// `letters.words`: word forms in lower case with how often they were seen, one `word<TAB>count` a line.
    pub words: Arc<str>,
}

impl Letters {
    /// Reads the language's files; none if it has no `letters.model`.
    ///
    /// # Errors
    /// If a file is malformed: the message says where.
    pub fn load(files: &PackFiles, language: &str) -> Result<Option<Self>, PackError> {
        let path = format!("lang/{language}/letters.model");
        let Some(bytes) = files.bytes(&path) else { return Ok(None) };
        let model = LetterModel::read(bytes).map_err(|reason| PackError::new(&path, reason))?;
        let path = format!("lang/{language}/letters.words");
        let words = files.text(&path)?.unwrap_or_default();
        for (line, text) in words.lines().enumerate() {
            if text
                .split_once('\t')
                .is_none_or(|(word, count)| word.is_empty() || count.parse::<u32>().is_err())
            {
                let reason =
                    format!("line {}: write a word, a tab and a whole number, not {text:?}", line + 1);
                return Err(PackError::new(path, reason));
            }
        }
        Ok(Some(Self { model: Arc::new(model), words: words.into() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_of_words_is_named() {
        let mut files = PackFiles::default();
        files.insert("lang/xx/letters.model", LetterModel::learn("ab", 2, &[("ab", 1.0)], 0.0).write());
        files.insert("lang/xx/letters.words", "ab\t3\nba three\n");
        let error = Letters::load(&files, "xx").unwrap_err().to_string();
        assert!(error.contains("letters.words") && error.contains("line 2"), "{error}");
    }

    #[test]
    fn a_language_without_a_model_has_no_letters() {
        assert!(Letters::load(&PackFiles::default(), "xx").unwrap().is_none());
    }
}
