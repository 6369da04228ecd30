//! The originals: files under `sources/`, each named by the hash of its bytes and written once.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use salname_model::SourceId;

use crate::{RecordError, fault};

const FOLDER: &str = "sources";
/// Files that a killed build left half-written start with this.
const UNFINISHED: &str = ".unfinished-";

/// Where the original of that hash lies.
pub(crate) fn path(record: &Path, id: &SourceId) -> PathBuf {
    record.join(FOLDER).join(&id.0)
}

/// Keeps a file's bytes. When this returns, they are on the disk under their name, or not at all.
pub(crate) fn keep(record: &Path, id: &SourceId, bytes: &[u8]) -> Result<(), RecordError> {
    let folder = record.join(FOLDER);
    let target = path(record, id);
    if std::fs::metadata(&target).is_ok_and(|known| known.len() == bytes.len() as u64) {
        return Ok(());
    }
    let failed = |error| RecordError::io(&target, error);
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&folder).map_err(failed)?;
    let (first, second) = bytes.split_at(bytes.len() / 2);
    file.write_all(first).map_err(failed)?;
    fault::point();
    file.write_all(second).map_err(failed)?;
    file.as_file().sync_data().map_err(failed)?;
    fault::point();
    file.persist(&target).map_err(|error| failed(error.error))?;
    fault::point();
    Ok(())
}

/// Removes what a killed build left half-written.
pub(crate) fn sweep(record: &Path) -> Result<(), RecordError> {
    let folder = record.join(FOLDER);
    let Ok(entries) = std::fs::read_dir(&folder) else { return Ok(()) };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            std::fs::remove_file(entry.path()).map_err(|error| RecordError::io(&entry.path(), error))?;
        }
    }
    Ok(())
}
