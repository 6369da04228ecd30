use crate::{PackError, PackFiles};

/// Well-known names of a region and period.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {}

impl Gazetteer {
    /// All files under `gazetteer/`.
    ///
    /// # Errors
    /// If a file is malformed.
    pub fn load(_files: &PackFiles) -> Result<Self, PackError> {
        Ok(Self::default())
    }
}
