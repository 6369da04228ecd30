/// Makes names known again in other spellings, scripts and inflections.
///
/// The record knows no language: whoever writes it gives this, and whoever asks gives keys made the same way.
pub trait NameKeys {
    /// One key for each word of a name that tells anything, in order.
    fn keys(&self, name: &str) -> Vec<String>;
}

/// Words in lower case, and nothing more: for tests and records without language packs.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainKeys;

impl NameKeys for PlainKeys {
    fn keys(&self, name: &str) -> Vec<String> {
        name.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    }
}
