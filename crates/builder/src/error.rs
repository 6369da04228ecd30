use std::path::PathBuf;

use salname_record::RecordError;
use salname_search::IndexError;

/// Why nothing, or not all, was built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The files cannot be listed: which, and why.
    #[error("{0}")]
    Files(String),
    /// The packs cannot be used: why.
    #[error("{0}")]
    Packs(String),
    /// The record cannot be read or written.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The record is whole, its index is not.
    #[error("the record is whole, but its search index could not be made: {0}")]
    Index(IndexError),
    /// The system gives no threads.
    #[error("the documents cannot be read: {0}")]
    Threads(#[from] std::io::Error),
    /// Somebody stopped it.
    #[error("stopped: {done} of {total} documents are in {}; the same command goes on from here", record.display())]
    Stopped {
        /// Documents that are done.
        done: usize,
        /// Documents there are.
        total: usize,
        /// The record's directory.
        record: PathBuf,
    },
}
