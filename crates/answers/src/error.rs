use salname_record::RecordError;
use salname_search::{IndexError, QueryError};

/// Why a question cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The record cannot be read, or has no such source.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The search index cannot be asked.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The words to search for cannot be understood.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The question makes no sense: what is wrong with it, and what would be right.
    #[error("{0}")]
    Misasked(String),
}
