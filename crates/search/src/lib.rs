//! Full-text search blind to spelling, script and inflection.

mod names;

pub use names::Names;
