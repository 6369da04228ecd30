//! Searches over many written forms of one word at once.

mod any_of;
mod row;
mod union;

pub(crate) use any_of::{AnyOf, Tier};
pub(crate) use row::InARow;
