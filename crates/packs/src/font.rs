use crate::{PackError, PackFiles};

/// A legacy font or code page: what its signs stand for.
#[derive(Debug, Clone, Default)]
pub struct Font {}

impl Font {
    /// All fonts under `font/`.
    ///
    /// # Errors
    /// If a file is malformed.
    pub fn load_all(_files: &PackFiles) -> Result<Vec<Self>, PackError> {
        Ok(Vec::new())
    }
}
