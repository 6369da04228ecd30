//! What people said about the record: an append-only log, and what it makes of the statements and entities as read.

mod apply;
mod attach;
mod correction;
mod entities;
pub(crate) mod fillers;
mod log;
mod make;

pub use correction::{Action, Correction, EntityRef, Fillers, Mark, Target, Telling};
pub use log::{Decision, Logged};
pub use make::Merged;

pub(crate) use apply::{names, parse, settle_source, to_json};
pub(crate) use correction::parse_date;
pub(crate) use entities::settle_entities;
pub(crate) use log::Log;
pub(crate) use make::settle;
