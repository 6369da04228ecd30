//! The query language: words, "phrases", -not, OR, (brackets), filters, prefix*, fuzzy~.

mod error;
mod parse;
mod plan;

pub use error::QueryError;
pub use parse::{Atom, Clause, Filter, Query};
pub(crate) use plan::{Known, Plan, Wanted};
