use serde::Deserialize;

use crate::{PackError, PackFiles};

/// How a language says calendar time.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Times {}

impl Times {
    /// Reads the language's file; none if it has none.
    ///
    /// # Errors
    /// If the file is malformed.
    pub fn load(files: &PackFiles, language: &str) -> Result<Option<Self>, PackError> {
        files.toml(&format!("lang/{language}/times.toml"))
    }
}
