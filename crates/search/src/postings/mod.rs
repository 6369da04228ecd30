//! Searches over many written forms of one word at once, and over many dates.

mod any_of;
mod dates;
mod row;
mod union;

pub(crate) use any_of::{AnyOf, Tier};
pub(crate) use dates::{KnownDates, OfDays};
pub(crate) use row::InARow;
