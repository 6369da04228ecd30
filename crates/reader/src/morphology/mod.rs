//! Light morphology: from an inflected word to its lemma candidates.
//!
//! The analyser knows no language: it takes endings off by the tables of a language's `morphology.toml`, which say
//! what can stand where and how it harmonises with the stem. It has no lexicon, so a word has several candidates;
//! who asks compares them with words it knows.
//!
//! ```
//! use salname_packs::Packs;
//! use salname_reader::morphology::{Analyser, Feature};
//!
//! let packs = Packs::embedded().unwrap();
//! let analyser = Analyser::of(packs.language("az").unwrap()).unwrap();
//! let found = analyser.analyse("komissarlığının");
//! assert!(found.iter().any(|one| one.lemma == "komissarlıq" && one.features.has(Feature::CaseGen)));
//! assert!(found.iter().any(|one| one.lemma == "komissarlığı"), "the form with its possessive is a candidate too");
//! ```

mod analyser;
mod features;
mod template;

pub use analyser::{Analyser, Analysis, WordClass};
pub use features::{Feature, Features};
