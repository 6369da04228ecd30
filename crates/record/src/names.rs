/// Makes names known again in other spellings, scripts and inflections.
///
/// The record knows no language: whoever writes it gives this, and whoever asks gives keys made the same way.
pub trait NameKeys {
    /// For each word of a name that tells anything, in order, the keys of its possible readings (at least one).
    fn keys(&self, name: &str) -> Vec<Vec<String>>;
}

/// Words in lower case, and nothing more: for tests and records without language packs.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainKeys;

impl NameKeys for PlainKeys {
    fn keys(&self, name: &str) -> Vec<Vec<String>> {
        name.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| vec![word.to_lowercase()])
            .collect()
    }
}
