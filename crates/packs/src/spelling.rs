use serde::Deserialize;

use crate::{PackError, PackFiles};

/// `spelling/*.toml`: which spellings of names sound alike.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spelling {
    /// Rewritings that hold in every reading: `(as written, as the key has it)`.
    pub rules: Vec<(String, String)>,
    /// Rewritings of the first reading.
    #[serde(default)]
    pub native: Vec<(String, String)>,
    /// Rewritings of the second reading.
    #[serde(default)]
    pub western: Vec<(String, String)>,
}

impl Spelling {
    /// All files under `spelling/`, one after the other.
    ///
    /// # Errors
    /// If a file is malformed.
    pub fn load(files: &PackFiles) -> Result<Self, PackError> {
        let mut all = Self::default();
        let paths: Vec<&str> = files.under("spelling/").filter(|path| path.ends_with(".toml")).collect();
        for path in paths {
            if let Some(read) = files.toml::<Self>(path)? {
                all.rules.extend(read.rules);
                all.native.extend(read.native);
                all.western.extend(read.western);
            }
        }
        Ok(all)
    }
}
