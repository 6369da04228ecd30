use std::collections::BTreeSet;

use serde::Deserialize;

use crate::{CitationWords, Frames, Layout, Learnt, Letters, Morphology, Names, PackError, PackFiles, Times};

/// One language: the folder `lang/ID/`.
///
/// Only `language.toml` must be there. Every other file adds an ability: without `times.toml` no calendar expression
/// of the language is read, without `frames.toml` no statement.
#[derive(Debug, Clone)]
pub struct Language {
    /// The folder's name: a BCP 47 tag such as `az` or `az-Cyrl`.
    pub id: String,
    /// What `language.toml` says.
    pub about: About,
    /// `letters.*`: what restoring needs to know of the language's letters and words.
    pub letters: Option<Letters>,
    /// `layout.toml`: what the parts of a document are called.
    pub layout: Option<Layout>,
    /// `morphology.toml`: endings and stems.
    pub morphology: Option<Morphology>,
    /// `times.toml`: calendar expressions.
    pub times: Option<Times>,
    /// `names.toml`: how names are built and told from other words.
    pub names: Option<Names>,
    /// `names.model`: a trained tagger of names, as the reader's training writes it.
    pub tagger: Option<Vec<u8>>,
    /// `frames.toml`: how statements are said.
    pub frames: Option<Frames>,
    /// `statements/*`: what was learnt of what its sentences say.
    pub learnt: Learnt,
    /// `citations.toml`: how citations say where something stands.
    pub citations: Option<CitationWords>,
}

/// `language.toml`: what the language is called and written with.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Its name in English.
    pub name: String,
    /// Its name in itself.
    pub endonym: String,
    /// Lower-case letters of its alphabet, in order.
    pub alphabet: String,
    /// True if capital I is the capital of dotless ı, and İ that of i.
    #[serde(default)]
    pub dotless_i: bool,
    /// False if the language has no capitals, or writes none in running text.
    #[serde(default = "yes")]
    pub capitals: bool,
    /// Latin transliteration of its letters, where they are not Latin: pairs of letter and Latin.
    #[serde(default)]
    pub latin: Vec<(String, String)>,
}

fn yes() -> bool {
    true
}

impl Language {
    /// All languages for which there is a `lang/ID/language.toml`.
    ///
    /// # Errors
    /// If a file of a language is malformed.
    pub fn load_all(files: &PackFiles) -> Result<Vec<Self>, PackError> {
        let ids: BTreeSet<&str> = files
            .under("lang/")
            .filter_map(|path| path.strip_prefix("lang/")?.strip_suffix("/language.toml"))
            .collect();
        ids.into_iter().map(|id| Self::load(files, id)).collect()
    }

    fn load(files: &PackFiles, id: &str) -> Result<Self, PackError> {
        let path = format!("lang/{id}/language.toml");
        let about = files.toml(&path)?.ok_or_else(|| PackError::new(&path, "is missing"))?;
        Ok(Self {
            id: id.to_owned(),
            about,
            letters: Letters::load(files, id)?,
            layout: Layout::load(files, id)?,
            morphology: Morphology::load(files, id)?,
            times: Times::load(files, id)?,
            names: Names::load(files, id)?,
            tagger: files.bytes(&format!("lang/{id}/names.model")).map(<[u8]>::to_vec),
            frames: Frames::load(files, id)?,
            learnt: Learnt::load(files, id)?,
            citations: CitationWords::load(files, id)?,
        })
    }
}
