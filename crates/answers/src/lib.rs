//! Asks a record a question and gives the lines of the answer.
//!
//! A question has a function ([`find()`], [`state::on`], [`thread()`]…), and what that gives has a line: one JSON object, the
//! contract with other programs. Whoever asks, by command or over HTTP, gets the same lines by the same code.
//!
//! ```
//! use salname_answers::{AnswerError, StatementLine, StatementQuestion, find, write_line};
//! use salname_model::{Paragraph, Reading};
//! use salname_packs::Packs;
//! use salname_record::{Document, Record, Writer, plain_text};
//! use salname_search::Names;
//!
//! # let directory = tempfile::tempdir().unwrap();
//! # let directory = &directory.path().join("record");
//! # let text = "On 28 April 1920 the government changed.";
//! # let source = plain_text("notes.txt", text);
//! # Writer::open(directory).unwrap().keep(&Document {
//! #     source: &source,
//! #     original: text.as_bytes(),
//! #     paragraphs: &[Paragraph::sound(text, 0, "en")],
//! #     reading: &Reading::default(),
//! #     path: "/archive/notes.txt",
//! #     reader: "1",
//! # }).unwrap();
//! let record = Record::open(directory).unwrap();
//! let packs = Packs::embedded().unwrap();
//! let question = StatementQuestion { who: vec!["Çiçerin".into()], ..StatementQuestion::default() };
//! let found = find(&record, &question, || Ok::<_, AnswerError>(Names::new(&packs))).unwrap();
//! for statement in &found.statements {
//!     write_line(&mut std::io::stdout(), &StatementLine::of(statement)).unwrap();
//! }
//! ```

mod corrections;
mod disagreements;
mod entities;
mod error;
mod find;
mod offices;
mod place;
pub mod restoration;
mod search;
pub mod state;
pub mod terms;
mod thread;
mod threads;
mod told;

use std::io::Write;

pub use corrections::CorrectionLine;
pub use disagreements::{DisagreementLine, DisagreementQuestion, disagreements, id as disagreement_id};
pub use entities::{EntityAnswer, EntityFacts, EntityLine, PlaceLine, WellKnown};
pub use error::AnswerError;
pub use find::{FoundStatements, MarkLine, StatementLine, StatementQuestion, chronicle, find, find_told};
pub use place::at;
pub use search::{PassageLine, SearchSummary};
pub use state::{ChangeLine, DayOfChanges, StateLine};
pub use thread::{Message, ThreadLine, ThreadQuestion, thread};
pub use threads::{MessageGraph, Thread, WholeThreadLine, threads};
pub use told::{Told, Witness};

/// Writes one answer as a line of JSON.
///
/// # Errors
/// If it cannot be written.
pub fn write_line(out: &mut impl Write, line: &impl serde::Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
