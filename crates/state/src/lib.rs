//! The state of the world on a day: event calculus over statements, and what of them disagrees.
//!
//! Statements are told to a [`Gathering`], which knows the rules of a pack: which statements begin, attest, end or
//! deny which fluents. From what it gathered it derives a [`World`], which answers what held on a day, and whether for
//! sure, given that dates are uncertain.

mod beginnings;
mod canon;
mod clip;
mod day;
mod derivation;
mod disagree;
mod ends;
mod events;
mod evidence;
mod gather;
mod generic;
mod groups;
mod growing;
mod index;
mod lookup;
mod marks;
mod named_ends;
mod names;
mod naming;
mod network;
mod offices;
mod orders;
mod owner;
mod query;
mod timeline;
mod titles;
mod world;

pub use day::Bounds;
pub use disagree::{DISAGREEMENTS, Disagreement};
pub use evidence::{Evidence, StatementNumber};
pub use gather::Gathering;
pub use growing::Growing;
pub use lookup::names;
pub use network::{Event, Network, Solution};
pub use query::{Answer, Answers, Query, Undated, bounds_of};
pub use world::World;
