//! Citations and what they refer to: the authorities that a text itself gives.

use serde::{Deserialize, Serialize};

use crate::Anchor;

/// A citation as it stands in a text, parsed.
///
/// One pair of brackets, or one footnote mark, may refer to several works: each is a [`Reference`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Where it stands, brackets included.
    pub anchor: Anchor,
    /// As written: "[14, s.152]".
    pub text: String,
    /// What it refers to, in the order of the text; never empty.
    pub references: Vec<Reference>,
}

/// One work, archive unit or note that a citation refers to, and the place in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Its number in the document's bibliography or notes, with the letter that may follow it ("27a").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The author, or the first words of the title, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The year of publication, with the letter that may follow it ("1995b").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<String>,
    /// The archive unit, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive: Option<ArchiveUnit>,
    /// Where in the work: pages, leaves, volume.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locators: Vec<Locator>,
    /// Index of the entry of the document's [`Bibliography`](BibliographicEntry) that it names; none where the document
    /// has no such entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<usize>,
}

/// What a citation refers to, with the words of the entry that it names: a reference that is understood far from its
/// document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// The reference; its `entry` is none.
    #[serde(flatten)]
    pub reference: Reference,
    /// The entry of the document's bibliography, or the note, without its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<String>,
}

/// A unit of an archive's holdings, as archives of the Soviet and Russian school number them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveUnit {
    /// The archive, as written: usually an abbreviation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
    /// Fonds (*fond*, ф., f.).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fonds: Option<String>,
    /// Inventory or series within the fonds (*opis*, оп., siy.).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// File within the series (*delo*, д., iş).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// A place within a work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locator {
    /// What is counted.
    pub unit: LocatorUnit,
    /// Number or range as written, blanks left out: "47-58", "IV".
    pub value: String,
}

/// What a [`Locator`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LocatorUnit {
    /// Pages; also numbers without a word.
    Page,
    /// Leaves of an archive file.
    Leaf,
    /// Volumes.
    Volume,
    /// Issues of a periodical.
    Issue,
    /// Numbered documents of an edition.
    Document,
}

/// An entry of a document's bibliography, or one of its notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BibliographicEntry {
    /// Where it stands: a whole paragraph.
    pub anchor: Anchor,
    /// True for an entry of a list of notes, false for one of a bibliography.
    pub note: bool,
    /// The number by which the text cites it; none in lists ordered by name.
    pub number: Option<String>,
    /// What stands before the year or the title: the author, as written.
    pub author: Option<String>,
    /// The year of publication.
    pub year: Option<String>,
    /// The archive unit, where it is one.
    pub archive: Option<ArchiveUnit>,
    /// The entry without its number.
    pub text: String,
}
