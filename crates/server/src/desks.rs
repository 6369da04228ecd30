use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use salname_record::{Record, RecordError};

/// Open connections to one record, kept for the next who asks.
pub struct Desks {
    directory: PathBuf,
    free: Mutex<Vec<Desk>>,
}

/// A connection to the record.
pub struct Desk {
    pub record: Record,
    /// Which file it reads: a record that was moved away and made anew is another one.
    file: FileIdentity,
}

/// What tells one state of the record from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    pub generation: u64,
    file: FileIdentity,
}

impl Desk {
    /// The state that the record is in now.
    pub fn version(&self) -> Result<Version, RecordError> {
        Ok(Version { generation: self.record.generation()?, file: self.file })
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{:x}-{:x}", self.generation, self.file.0, self.file.1)
    }
}

impl Desks {
    pub fn new(directory: &Path) -> Self {
        Self { directory: directory.to_owned(), free: Mutex::new(Vec::new()) }
    }

    /// A connection to the record as it lies there now.
    ///
    /// # Errors
    /// If the record is gone or cannot be read.
    pub fn take(&self) -> Result<Desk, RecordError> {
        let now = FileIdentity::of(&self.directory.join("record.db"));
        loop {
            let kept = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
            match kept {
                Some(desk) if now.as_ref() == Some(&desk.file) => return Ok(desk),
                Some(_) => {}
                None => break,
            }
        }
        let record = Record::open(&self.directory)?;
        let file = now.ok_or_else(|| RecordError::Missing(self.directory.clone()))?;
        Ok(Desk { record, file })
    }

    pub fn give_back(&self, desk: Desk) {
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(desk);
    }
}

/// What tells one file from another of the same path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FileIdentity(u64, u64);

impl FileIdentity {
    /// None if there is no such file.
    #[cfg(unix)]
    fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        path.metadata().ok().map(|about| Self(about.dev(), about.ino()))
    }

    /// None if there is no such file.
    #[cfg(not(unix))]
    fn of(path: &Path) -> Option<Self> {
        let created = path.metadata().ok()?.created().ok()?;
        let since = created.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Some(Self(since.as_secs(), u64::from(since.subsec_nanos())))
    }
}
