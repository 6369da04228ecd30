//! File formats to text with provenance.

use std::path::{Path, PathBuf};

use salname_model::{Alignment, Format, Source, SourceId};

/// Why a file could not be ingested.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", path.display())]
pub struct IngestError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it and what to do.
    pub reason: String,
}

/// Reads one file; `name` is what the archive calls it.
///
/// # Errors
/// If the file cannot be read as text.
pub fn read_file(path: &Path, name: &str) -> Result<Source, IngestError> {
    let fail = |reason: String| IngestError { path: path.to_owned(), reason };
    let bytes = std::fs::read(path).map_err(|error| fail(format!("cannot be read ({error})")))?;
    let id = SourceId(blake3::hash(&bytes).to_hex().to_string());
    let text = String::from_utf8(bytes).map_err(|_| fail("is not UTF-8".into()))?;
    let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    Ok(Source {
        id,
        name: name.to_owned(),
        format: Format::Text,
        encoding: "UTF-8".into(),
        alignment: Alignment::identity(text.len()),
        text,
        pages: Vec::new(),
        lines,
    })
}
