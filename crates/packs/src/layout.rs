use serde::Deserialize;

use crate::{PackError, PackFiles};

/// What a language calls the parts of a document that are not its text: `layout.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Layout {
    /// Titles of a list of what was read and cited.
    pub bibliography: Vec<String>,
    /// Titles of a list of notes.
    pub notes: Vec<String>,
}

impl Layout {
    /// Reads the language's file; none if it has none.
    ///
    /// # Errors
    /// If the file is malformed.
    pub fn load(files: &PackFiles, language: &str) -> Result<Option<Self>, PackError> {
        files.toml(&format!("lang/{language}/layout.toml"))
    }
}
