//! Searches over many written forms of one word at once, and over many dates.

mod all_of;
mod any_of;
mod dates;
mod either;
mod row;
mod union;

pub(crate) use all_of::AllOf;
pub(crate) use any_of::{AnyOf, Tier};
pub(crate) use dates::{KnownDates, OfDays};
pub(crate) use either::{Counts, Either};
pub(crate) use row::InARow;
