use salname_model::Class;
use serde::Deserialize;

use crate::{PackError, PackFiles};

/// `names.toml`: how a language builds names and tells them from other words.
///
/// All words are written in lower case.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Names {
    /// Words after which a stop ends no sentence.
    pub abbreviations: Vec<String>,
    /// Titles before a person's name that belong to it ("lord").
    pub titles_before: Vec<String>,
    /// Titles after a person's name that belong to it ("paşa").
    pub titles_after: Vec<String>,
    /// Callings and offices that stand before a person's name and do not belong to it ("general").
    pub callings: Vec<String>,
    /// Words within persons' names ("fon", "ül").
    pub particles: Vec<String>,
    /// What surnames end in.
    pub surname_endings: Vec<String>,
    /// Given names, which tell a person's name from others.
    pub given_names: Vec<String>,
    /// Nouns that head names of several words.
    pub head: Vec<Head>,
    /// Nouns that follow a state's name and leave it a state's name ("hökuməti").
    pub organs: Vec<String>,
    /// Small words that may stand inside names of several words.
    pub inner: Vec<String>,
    /// Ordinals and other openers that may begin a name ("birinci").
    pub openers: Vec<String>,
    /// Endings of nationality words, which are no names even with a capital ("ingilis").
    pub nationalities: Vec<String>,
    /// Words that are no names even with a capital: months, days, pronouns.
    pub never: Vec<String>,
    /// Words that name nothing when they stand alone with a capital, but may be part of a name ("Batı Cephesi").
    pub common: Vec<String>,
    /// True if adjectives and peoples are written with a capital (English): a capital alone says little.
    pub capital_adjectives: bool,
    /// Words before which a place stands ("in", "из"): an unknown name after another word is taken for a person.
    pub place_cues: Vec<String>,
    /// Common nouns that follow a place's name ("köyü"): an unknown name before one is a place.
    pub place_nouns: Vec<String>,
    /// Common nouns that stand before a place's name, if need be with a small word between ("село", "village" with "of").
    pub place_nouns_before: Vec<String>,
    /// Endings after an apostrophe that places take ("Novhanı'da").
    pub place_endings: Vec<String>,
    /// The language that this one is but for its script: words are read through the table of Latin letters in
    /// `language.toml`, by that language's names and morphology.
    pub like: Option<String>,
}

/// Nouns that head names of several words, all of one class.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The class of the names they head.
    pub class: Class,
    /// Where the rest of the name stands.
    #[serde(default)]
    pub side: Side,
    /// The nouns, in the form that they have at a name's head ("komissarlığı").
    pub words: Vec<String>,
}

/// On which side of its head noun the rest of a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The head is last: "Bakı quberniyası", "Red Army".
    #[default]
    Before,
    /// The head is first: "League of Nations", "Совет народных комиссаров".
    After,
    /// Either.
    Both,
}

impl Names {
    /// Reads the language's file; none if it has none.
    ///
    /// # Errors
    /// If the file is malformed.
    pub fn load(files: &PackFiles, language: &str) -> Result<Option<Self>, PackError> {
        files.toml(&format!("lang/{language}/names.toml"))
    }
}
