//! Names: where they stand, what they name, and which name the same thing.

mod key;

pub use key::{Key, key};
