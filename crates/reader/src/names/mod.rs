//! Names: where they stand, what they name, and which name the same thing.
//!
//! Names are looked for in three ways: in the gazetteer, by their form (initials, titles, head nouns), and by a tagger
//! that weighs both with the words around. A language without a trained tagger goes by the first two.

mod archive;
mod atlas;
mod document;
mod evidence;
mod finder;
mod forms;
mod key;
mod label;
mod matcher;
mod memory;
mod nominative;
mod passage;
mod persons;
mod resolution;
mod rules;
mod tagger;
mod training;
mod vocabulary;

pub use archive::{Archive, ArchiveName};
pub use finder::Finder;
pub use key::{Key, key};
pub use matcher::Matcher;
pub use training::{Example, Trainer};
