use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{PackError, PackFiles};

/// `morphology.toml`: the endings of a language and how they attach to stems.
///
/// An ending is written as a template. A capital letter is an *archiphoneme*, one of the `sounds`, whose letter follows
/// the vowel before it; a letter in round brackets stands only where it keeps two vowels or two consonants apart:
/// `(n)In` is *-nın* after a vowel and *-ın* after a consonant. `ой>ая` takes *-ой* off and puts *-ая* in its place.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Morphology {
    /// All vowels, lower case.
    pub vowels: String,
    /// The back ones among the vowels; all others are front. Empty where vowels do not harmonise.
    #[serde(default)]
    pub back: String,
    /// The rounded ones among the vowels.
    #[serde(default)]
    pub round: String,
    /// Archiphonemes of endings by their capital letter.
    #[serde(default)]
    pub sounds: BTreeMap<char, Sound>,
    /// Last letters of a stem that change before an ending: `(as written, as in the lemma)`.
    #[serde(default)]
    pub alternations: Vec<(String, String)>,
    /// True if every word of a name is inflected ("Красной Армии"), false if only its last ("Qızıl Orduya").
    #[serde(default)]
    pub every_word_inflects: bool,
    /// What endings can follow one another, from the stem outwards.
    #[serde(default)]
    pub paradigm: Vec<Paradigm>,
    /// The endings.
    #[serde(default)]
    pub ending: Vec<Ending>,
}

/// The letters that an archiphoneme can be.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sound {
    /// After a back unrounded, back rounded, front unrounded, front rounded vowel.
    pub after: [char; 4],
    /// Further letters that it can be after any vowel (d/t).
    #[serde(default)]
    pub or: String,
}

/// A chain of slots; each is filled by at most one ending.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paradigm {
    /// `noun` or `verb`.
    pub name: String,
    /// Slots from the stem outwards.
    pub slots: Vec<String>,
    /// Slots of which one must be filled, so that a bare stem is not taken for the word class.
    #[serde(default)]
    pub needs: Vec<String>,
}

/// One ending, or several that say the same.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    /// The slot it fills.
    pub slot: String,
    /// What it says, as Universal Dependencies write it: `Case=Gen`, several joined by `|`.
    pub says: String,
    /// Its templates.
    pub forms: Vec<String>,
    /// The slot that must be filled just before it; any if absent.
    #[serde(default)]
    pub after: Option<String>,
}

impl Morphology {
    /// Reads the language's file; none if it has none.
    ///
    /// # Errors
    /// If the file is malformed, or an ending fills a slot that no paradigm has.
    pub fn load(files: &PackFiles, language: &str) -> Result<Option<Self>, PackError> {
        let path = format!("lang/{language}/morphology.toml");
        let Some(read) = files.toml::<Self>(&path)? else { return Ok(None) };
        let known = |slot: &String| read.paradigm.iter().any(|paradigm| paradigm.slots.contains(slot));
        for ending in &read.ending {
            for slot in std::iter::once(&ending.slot).chain(&ending.after) {
                if !known(slot) {
                    return Err(PackError::new(&path, format!("no paradigm has the slot \"{slot}\"")));
                }
            }
        }
        Ok(Some(read))
    }
}
