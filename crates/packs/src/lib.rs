//! Packs: what Salname knows of languages, fonts, names and rules, as files that a historian can read and extend.
//!
//! A pack is a folder or file under `packs/`:
//!
//! | path | what it says | type |
//! |---|---|---|
//! | `lang/ID/*` | one language: letters, layout, morphology, times, names, frames, citations, what was learnt | [`Language`] |
//! | `font/*.toml` | one legacy font or code page: what its signs stand for | [`Font`] |
//! | `gazetteer/*.toml` | well-known names of a region and period | [`Gazetteer`] |
//! | `spelling/*.toml` | which spellings of a name sound alike | [`Spelling`] |
//! | `state/*.toml` | which statements begin and end which fluents | [`StateRules`] |
//!
//! The packs of the project are embedded in the program. A directory laid out alike can be laid over them: its files
//! replace those of the same path and stand beside the others.
//!
//! ```
//! let packs = salname_packs::Packs::embedded().unwrap();
//! assert!(packs.languages.iter().any(|language| language.id == "az"));
//! ```

mod citations;
mod files;
mod font;
mod frames;
mod gazetteer;
mod language;
mod layout;
mod learnt;
mod letter_model;
mod letters;
mod morphology;
mod names;
mod spelling;
pub mod state;
mod times;
mod trees;
mod weights;

use std::path::Path;

pub use citations::CitationWords;
pub use files::{PackError, PackFiles};
pub use font::Font;
pub use frames::{Frame, Frames, Grammar, KindFrames, Numbers, Order, RoleMarks};
pub use gazetteer::{Entry, Gazetteer};
pub use language::{About, Language};
pub use layout::Layout;
pub use learnt::Learnt;
pub use letter_model::{LetterModel, NgramCounts, Node};
pub use letters::Letters;
pub use morphology::{Ending, Morphology, Paradigm, Sound};
pub use names::{Head, Names, Side};
pub use spelling::Spelling;
pub use state::StateRules;
pub use times::{Endings, Era, Form, Means, Openings, Papers, Pattern, Slot, Step, Times};
pub use trees::{StatementTrees, TreeNode};
pub use weights::StatementWeights;

/// All packs, loaded and checked.
#[derive(Debug, Clone, Default)]
pub struct Packs {
    /// Languages, in the order of their identifiers.
    pub languages: Vec<Language>,
    /// Legacy fonts and code pages, in the order of their file names.
    pub fonts: Vec<Font>,
    /// Well-known names.
    pub gazetteer: Gazetteer,
    /// Which spellings of names sound alike.
    pub spelling: Spelling,
    /// Rules of state.
    pub rules: StateRules,
}

impl Packs {
    /// The packs that are built into the program.
    ///
    /// # Errors
    /// If one of them is malformed, which the project's tests rule out.
    pub fn embedded() -> Result<Self, PackError> {
        Self::load(&PackFiles::embedded())
    }

    /// The packs of the program with a directory of more laid over them.
    ///
    /// # Errors
    /// If the directory cannot be read, or a pack is malformed: the error names the file and the line.
    pub fn with_directory(directory: &Path) -> Result<Self, PackError> {
        Self::load(&PackFiles::embedded().overlaid(directory)?)
    }

    /// Reads and checks a set of pack files.
    ///
    /// # Errors
    /// If a pack is malformed.
    pub fn load(files: &PackFiles) -> Result<Self, PackError> {
        Ok(Self {
            languages: Language::load_all(files)?,
            fonts: Font::load_all(files)?,
            gazetteer: Gazetteer::load(files)?,
            spelling: Spelling::load(files)?,
            rules: StateRules::load(files)?,
        })
    }

    /// The language of that identifier.
    #[must_use]
    pub fn language(&self, id: &str) -> Option<&Language> {
        self.languages.iter().find(|language| language.id == id)
    }

    /// The language whose words a language has: itself, or the one that it is but for its script (`like` in
    /// `names.toml`). That one's morphology, names and frames read it.
    #[must_use]
    pub fn words_of<'a>(&'a self, language: &'a Language) -> &'a Language {
        let like = language.names.as_ref().and_then(|names| names.like.as_deref());
        like.and_then(|id| self.language(id)).unwrap_or(language)
    }
}
