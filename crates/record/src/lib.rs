//! The record: what sources say, kept in a directory so that every answer leads back to bytes.
//!
//! A record is a directory with `record.db` (SQLite: the truth), `sources/` (the original files, named by the hash of
//! their bytes) and `index/` (full-text search: derived, made by another room). [`Writer`] makes and extends it, one
//! document a transaction; [`Record`] answers from it, and any number of records can be open while one is written.
//!
//! ```
//! use salname_model::{Paragraph, Reading};
//! use salname_record::{Document, Record, StatementFilter, Writer, plain_text};
//!
//! # let directory = tempfile::tempdir().unwrap();
//! # let directory = &directory.path().join("record");
//! let text = "On 28 April 1920 the government changed.";
//! let source = plain_text("notes.txt", text);
//! let mut writer = Writer::open(directory).unwrap();
//! writer
//!     .keep(&Document {
//!         source: &source,
//!         original: text.as_bytes(),
//!         paragraphs: &[Paragraph::sound(text, 0, "en")],
//!         reading: &Reading::default(),
//!         path: "/archive/notes.txt",
//!         reader: "1",
//!     })
//!     .unwrap();
//! drop(writer);
//!
//! let record = Record::open(directory).unwrap();
//! assert_eq!(record.sources().unwrap()[0].name, "notes.txt");
//! assert!(record.statements(&StatementFilter::default()).unwrap().is_empty());
//! ```

mod alignment_blob;
mod browse;
mod check;
mod chronology;
mod contents;
mod corrections;
mod day;
mod digest;
mod document;
mod error;
mod fault;
mod find;
mod import;
mod interrupt;
mod names;
mod originals;
mod passages;
mod quotation;
mod record;
mod rows;
mod schema;
mod statement_row;
mod writer;

pub use browse::{ReadMention, ReadPassage, SourceSummary, Spot, entity_id};
pub use chronology::is_chronology;
pub use contents::{Contents, EntityNames, Named, PassageContents, RelativeTime, StoredTime};
pub use corrections::{
    Action, Correction, Decision, EntityRef, Fillers, Logged, Mark, Merged, Target, Telling,
};
pub use document::{Document, plain_text, statement_id};
pub use error::RecordError;
pub use find::{AsRead, Origin, StatementFilter, StoredStatement, Verdict};
pub use import::{Imported, RefusedLine};
pub use interrupt::Interrupter;
pub use names::{Identify, NameKeys, PlainKeys, SourceName};
pub use record::{Counts, Record, StoredEntity, StoredFile, StoredPassage, StoredSource};
pub use writer::{Kept, Writer};

/// The database's file name in a record.
const DATABASE: &str = "record.db";
