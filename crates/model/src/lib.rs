//! The nouns of Salname: what a source is made of, what it names, when, and what it says.
//!
//! Everything the other rooms exchange is defined here, and nothing here reads or writes a file.
//!
//! ```
//! use salname_model::{Kind, Time};
//!
//! let spring = Time::parse("1920-04-28").unwrap();
//! assert_eq!(spring.earliest().to_string(), "1920-04-28");
//! assert!(Time::parse("1920").unwrap().contains(&spring));
//! assert_eq!("message".parse::<Kind>(), Ok(Kind::Message));
//! ```

mod alignment;
mod citation;
mod fluent;
mod reading;
mod relative;
mod source;
mod span;
mod statement;
mod text;
mod time;

pub use alignment::{Alignment, AlignmentBuilder, Onward};
pub use citation::{ArchiveUnit, BibliographicEntry, Citation, Cited, Locator, LocatorUnit, Reference};
pub use fluent::{Certainty, Fluent, Relation};
pub use reading::{Anchor, Class, Mention, Reading, TimeMention};
pub use relative::{NotRelative, Relative};
pub use source::{Format, Page, Place, Source, SourceId};
pub use span::Span;
pub use statement::{Filler, Kind, Modality, Role, Roles, Statement, UnknownWord};
pub use text::{Damage, Doubt, Paragraph, ParagraphKind};
pub use time::{Day, Time, TimeError};
