//! Full-text search blind to spelling, script and inflection.
//!
//! [`Analysis`] turns words into what they are found by: as written, without accents, by their lemma, and by their sound.
//! [`SearchIndex`] keeps the passages of a record, and beside them a lexicon of its words; it is derived from the record,
//! brought up to date when it is opened and made anew when it is missing or broken. [`Query`] is what a person asks,
//! [`SearchRequest`] how, and [`SearchPage`] the answer.

mod aliases;
mod analysis;
mod collect;
mod cut;
mod days;
mod expand;
mod facets;
mod fields;
mod index;
mod lexicon;
mod names;
mod passages;
mod postings;
pub mod query;
mod request;
mod search;
mod shelf;
mod slips;
mod update;

pub use analysis::Analysis;
pub use index::{Freshness, IndexError, SearchIndex};
pub use names::Names;
pub use query::{Query, QueryError};
pub use request::{FacetValue, Facets, Hit, SearchError, SearchPage, SearchRequest, Sort};
