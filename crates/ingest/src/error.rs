use std::io;
use std::path::PathBuf;

/// A file that could not be ingested, and why.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", path.display())]
pub struct IngestError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it and what to do.
    pub reason: Reason,
}

/// Why a file could not be ingested. Written out, it says what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Nothing exists at the path.
    #[error("does not exist: check the path")]
    NotFound,
    /// The system does not let it be read; the text says how.
    #[error("cannot be read ({0}): check the disk and the file's permissions")]
    Unreadable(String),
    /// Something else than a file stands at the path; the text says what.
    #[error("is {0}, not a file: name a file instead")]
    NotAFile(&'static str),
    /// The file has no bytes.
    #[error("is empty (0 bytes): fetch it again, or leave it out")]
    Empty,
    /// The file can be read, but there is no text in it; the text says what to do.
    #[error("{0}")]
    NoText(String),
    /// The file asks for a password.
    #[error("is encrypted: open it with its password, save it without one, and try again")]
    Encrypted,
    /// The file ends before its end, or parts of it are shorter than it says.
    #[error("is cut short ({0}): fetch it again")]
    Truncated(String),
    /// The file says it has a format that it does not keep to.
    #[error("is damaged ({0}): open it in its own program, save it again, and try again")]
    Malformed(String),
    /// The file is of a kind that is not read.
    #[error("is {0}, which is not read: save it as text, HTML, DOCX or PDF, or leave it out")]
    Unsupported(String),
    /// The file has more bytes than are read; the limit in mebibytes.
    #[error("is larger than {0} MiB: divide it into parts")]
    TooLarge(u64),
    /// Unpacked, the file would be too large to be a document.
    #[error(
        "unpacks to far more than a document holds ({0}), as files do that are made to harm: leave it out"
    )]
    Expansion(String),
}

impl Reason {
    /// A stable name for lists and counts.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Unreadable(_) => "unreadable",
            Self::NotAFile(_) => "not-a-file",
            Self::Empty => "empty",
            Self::NoText(_) => "no-text",
            Self::Encrypted => "encrypted",
            Self::Truncated(_) => "truncated",
            Self::Malformed(_) => "malformed",
            Self::Unsupported(_) => "unsupported",
            Self::TooLarge(_) => "too-large",
            Self::Expansion(_) => "expansion",
        }
    }

    pub(crate) fn of_io(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound,
            _ => Self::Unreadable(error.to_string()),
        }
    }
}
