use serde::Deserialize;

use crate::{PackError, PackFiles};

/// What restoring needs to know of a language: its letters and words.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Letters {}

impl Letters {
    /// Reads the language's file; none if it has none.
    ///
    /// # Errors
    /// If the file is malformed.
    pub fn load(files: &PackFiles, language: &str) -> Result<Option<Self>, PackError> {
        files.toml(&format!("lang/{language}/letters.toml"))
    }
}
