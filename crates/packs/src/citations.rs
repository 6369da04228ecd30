use serde::Deserialize;

use crate::{PackError, PackFiles};

/// The words by which a language says where in a work or an archive something stands: `citations.toml`.
///
/// All are written without a stop; case does not matter.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CitationWords {
    /// Words before a page.
    pub page: Vec<String>,
    /// Words before a leaf of an archive file.
    pub leaf: Vec<String>,
    /// Words before or after a volume.
    pub volume: Vec<String>,
    /// Words before an issue of a periodical.
    pub issue: Vec<String>,
    /// Words before a numbered document.
    pub document: Vec<String>,
    /// Words before the number of a fonds.
    pub fonds: Vec<String>,
    /// Words before the number of an inventory.
    pub series: Vec<String>,
    /// Words before the number of a file.
    pub file: Vec<String>,
    /// Words that lead in a citation: "see", "compare".
    pub see: Vec<String>,
}

impl CitationWords {
    /// Reads the language's file; none if it has none.
    ///
    /// # Errors
    /// If the file is malformed.
    pub fn load(files: &PackFiles, language: &str) -> Result<Option<Self>, PackError> {
        files.toml(&format!("lang/{language}/citations.toml"))
    }
}
