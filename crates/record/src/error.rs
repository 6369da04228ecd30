use std::path::{Path, PathBuf};

/// Why a record cannot be opened, read or written: always the path, what is wrong, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// There is nothing of that name.
    #[error("{}: there is no record here: make one with `salname build DIR -r {}`", .0.display(), .0.display())]
    Missing(PathBuf),
    /// A file or a directory of other things.
    #[error("{}: is no record: {reason}", path.display())]
    NotARecord {
        /// The directory.
        path: PathBuf,
        /// What it is instead, and what to do.
        reason: String,
    },
    /// Written by a later version of the program.
    #[error(
        "{}: is a record of version {found}, and this program reads records up to version {known}: \
         use a newer salname, or build a new record from the same files",
        path.display()
    )]
    Newer {
        /// The directory.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The latest version known here.
        known: i64,
    },
    /// Another process is writing to it.
    #[error("{}: another build is writing to this record: wait until it ends, then try again", .0.display())]
    Busy(PathBuf),
    /// No room left.
    #[error(
        "{}: the disk is full: make room and run the same command again; what was committed before is kept",
        .0.display()
    )]
    Full(PathBuf),
    /// May be read, not written.
    #[error("{}: may not be written to: change its permissions, or choose another directory for the record", .0.display())]
    ReadOnly(PathBuf),
    /// The file system failed.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// SQLite failed.
    #[error("{}: {source}: `salname check` tells what is damaged; building again from the files makes it anew", path.display())]
    Database {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A stored value is none that this version writes.
    #[error("{}: holds {what}: `salname check` tells what is damaged; building again from the files makes it anew", path.display())]
    Malformed {
        /// The database.
        path: PathBuf,
        /// The value and where it stands.
        what: String,
    },
    /// A file's bytes are not those that were read.
    #[error("{name}: changed while it was being read: build again")]
    Changed {
        /// The file.
        name: String,
    },
    /// A correction or a statement from elsewhere that cannot be admitted.
    #[error("{0}")]
    Refused(String),
    /// No source of that name.
    #[error("no source is called \"{asked}\": the record holds {known}")]
    NoSuchSource {
        /// The name asked for.
        asked: String,
        /// The names there are.
        known: String,
    },
}

impl RecordError {
    /// The error that an operation of the file system at `path` amounts to.
    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind::{
            NotADirectory, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
        };
        let path = path.to_owned();
        match source.kind() {
            StorageFull | QuotaExceeded => Self::Full(path),
            PermissionDenied | ReadOnlyFilesystem => Self::ReadOnly(path),
            NotADirectory => {
                Self::NotARecord { path, reason: "a part of the path is a file, not a directory".into() }
            }
            _ => Self::Io { path, source },
        }
    }

    /// The error that an operation of SQLite on the database at `path` amounts to.
    pub(crate) fn database(path: &Path, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked, DiskFull, NotADatabase, ReadOnly};
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(DiskFull) => Self::Full(path),
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy(path),
            Some(ReadOnly) => Self::ReadOnly(path),
            Some(NotADatabase) => Self::NotARecord {
                path,
                reason: "record.db is no SQLite database: choose another directory".into(),
            },
            _ => Self::Database { path, source },
        }
    }
}
