use serde::Deserialize;

use crate::{PackError, PackFiles};

/// Endings and stems of a language.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Morphology {}

impl Morphology {
    /// Reads the language's file; none if it has none.
    ///
    /// # Errors
    /// If the file is malformed.
    pub fn load(files: &PackFiles, language: &str) -> Result<Option<Self>, PackError> {
        files.toml(&format!("lang/{language}/morphology.toml"))
    }
}
