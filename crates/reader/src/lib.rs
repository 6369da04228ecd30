//! Restored text to times, mentions and statements.
//!
//! Reading goes by passes over a document's paragraphs, each knowing only what the ones before it found: calendar
//! expressions, names, statements; and, by themselves, the citations that statements rest on.

pub mod citations;
pub mod morphology;
pub mod names;
pub mod statements;
pub mod times;
pub mod words;

mod work;

use salname_model::{Paragraph, Reading};
use salname_packs::Packs;

/// How to read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Leave the gazetteer aside: names are found by their form and context alone.
    pub no_gazetteer: bool,
}

/// Reads documents; made once, used for many.
#[derive(Debug)]
pub struct Reader {
    times: times::Finder,
    names: names::Finder,
    statements: statements::Finder,
    citations: citations::Finder,
}

impl Reader {
    /// A reader that knows the packs' languages, names and frames.
    #[must_use]
    pub fn new(packs: &Packs, options: &Options) -> Self {
        Self {
            times: times::Finder::new(packs),
            names: names::Finder::new(packs, options.no_gazetteer),
            statements: statements::Finder::new(packs),
            citations: citations::Finder::new(packs),
        }
    }

    /// Reads one document.
    #[must_use]
    pub fn read(&self, paragraphs: &[Paragraph]) -> Reading {
        let times = self.times.find(paragraphs);
        let mentions = self.names.find(paragraphs, &times);
        let mut statements = self.statements.find(paragraphs, &times, &mentions);
        let (citations, bibliography) = self.citations.find(paragraphs);
        citations::attach(paragraphs, &citations, &mut statements);
        Reading { times, mentions, statements, citations, bibliography }
    }
}
