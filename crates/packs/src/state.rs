use crate::{PackError, PackFiles};

/// Which statements begin and end which fluents.
#[derive(Debug, Clone, Default)]
pub struct StateRules {}

impl StateRules {
    /// All files under `state/`.
    ///
    /// # Errors
    /// If a file is malformed.
    pub fn load(_files: &PackFiles) -> Result<Self, PackError> {
        Ok(Self::default())
    }
}
