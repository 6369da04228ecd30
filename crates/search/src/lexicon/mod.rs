//! The words of a record: each form with what it is found by.
//!
//! The index of passages knows words as they are written and nothing more. The lexicon knows, for each of them, its
//! plain letters, its lemma and its sound; a query is turned into the written words that it may mean before the passages
//! are asked. So a word is analysed once, however often it stands in the record, and the passages are indexed once
//! rather than once for each way of finding them.

mod file;
mod lemmas;
mod vocabulary;

pub(crate) use file::{Lexicon, Row, Way};
pub(crate) use vocabulary::{Seen, Vocabulary};
