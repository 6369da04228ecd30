use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{BibliographicEntry, Citation, Cited, Span, Statement, Time, UnknownWord};

/// Where something was read: a paragraph, the bytes of its restored text, and the bytes of the source's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor {
    /// Index of the paragraph in the document, from 0.
    pub paragraph: usize,
    /// Bytes of the paragraph's text.
    pub text: Span,
    /// Bytes of the source's text.
    pub source: Span,
}

/// The class of a named thing, as `gold/GUIDELINES.md` draws the lines between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Class {
    /// A person.
    Per,
    /// A state, province, district or town as a political or geographic place.
    Gpe,
    /// A sea, river, mountain, or a region that is no political unit.
    Loc,
    /// A party, government body, army, league, company, newspaper.
    Org,
    /// A named event or document.
    Evt,
}

impl Class {
    /// All five.
    pub const ALL: [Self; 5] = [Self::Per, Self::Gpe, Self::Loc, Self::Org, Self::Evt];

    /// The three capital letters used in lines and in the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Per => "PER",
            Self::Gpe => "GPE",
            Self::Loc => "LOC",
            Self::Org => "ORG",
            Self::Evt => "EVT",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Class {
    type Err = UnknownWord;

    fn from_str(name: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|class| class.as_str() == name)
            .ok_or_else(|| UnknownWord::new("class", name, Self::ALL.map(Self::as_str)))
    }
}

/// A calendar expression and what it means.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeMention {
    /// Where it stands.
    pub anchor: Anchor,
    /// The expression as written.
    pub text: String,
    /// Its value; none where the context does not resolve it, or the day does not exist.
    pub value: Option<Time>,
    /// Why there is no value, or how it was found; empty for plain dates. Several are kept apart by "; ":
    ///
    /// | note | says |
    /// |---|---|
    /// | `inherited-year`, `inherited-month` | what the expression leaves out is taken from the dates before it |
    /// | `relative:+3d@1920-05` | it counts from another time, as [`Relative`](crate::Relative) tells |
    /// | `relative:period` | it means the years spoken of before |
    /// | `other-calendar@1917-11-07` | it is the same day as that, in the other calendar (Julian and Gregorian) |
    /// | `solar-hijri` | it was converted from the Iranian calendar |
    /// | `no-such-day` | no calendar has this day or month: there is no value |
    /// | `unresolved` | the context does not say what is left out: there is no value |
    pub note: String,
}

/// A span that names something.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where it stands.
    pub anchor: Anchor,
    /// The name as written, inflected.
    pub text: String,
    /// What kind of thing it names.
    pub class: Class,
    /// The entity it names: one string for all spellings, inflections and short forms within the document.
    pub entity: String,
}

/// All that was read in one document, each list in the order of the text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Calendar expressions.
    pub times: Vec<TimeMention>,
    /// Names.
    pub mentions: Vec<Mention>,
    /// What the document says.
    pub statements: Vec<Statement>,
    /// The authorities that it gives.
    pub citations: Vec<Citation>,
    /// The entries of its bibliography and its notes.
    pub bibliography: Vec<BibliographicEntry>,
}

impl Reading {
    /// What the citation of a statement of this reading refers to.
    #[must_use]
    pub fn cited_by(&self, statement: &Statement) -> Vec<Cited> {
        let paragraph = statement.anchor.paragraph;
        let first = self.citations.partition_point(|one| one.anchor.paragraph < paragraph);
        let citation = self.citations[first..]
            .iter()
            .take_while(|one| one.anchor.paragraph == paragraph)
            .find(|one| statement.citation.as_ref() == Some(&one.text));
        let references = citation.map_or(&[][..], |citation| &citation.references);
        let with_work = |reference: &crate::Reference| {
            let entry = reference.entry.and_then(|entry| self.bibliography.get(entry));
            Cited {
                reference: crate::Reference { entry: None, ..reference.clone() },
                work: entry.map(|entry| entry.text.clone()),
            }
        };
        references.iter().map(with_work).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Modality, Reference, Roles};

    #[test]
    fn a_statement_shows_the_entry_that_its_citation_names() {
        let at = |paragraph, start, end| {
            let span = Span::new(start, end);
            Anchor { paragraph, text: span, source: span }
        };
        let reading = Reading {
            citations: vec![Citation {
                anchor: at(0, 20, 29),
                text: "[2, p. 5]".into(),
                references: vec![Reference {
                    number: Some("2".into()),
                    entry: Some(0),
                    ..Reference::default()
                }],
            }],
            bibliography: vec![BibliographicEntry {
                anchor: at(1, 0, 20),
                note: false,
                number: Some("2".into()),
                author: None,
                year: None,
                archive: None,
                text: "Papers of the consul".into(),
            }],
            ..Reading::default()
        };
        let mut statement = Statement {
            anchor: at(0, 0, 19),
            kind: Kind::Message,
            date: None,
            roles: Roles::default(),
            modality: Modality::Asserted,
            confidence: 1.0,
            quote: "The consul sent it.".into(),
            citation: Some("[2, p. 5]".into()),
        };
        let cited = reading.cited_by(&statement);
        assert_eq!(cited[0].work.as_deref(), Some("Papers of the consul"));
        assert_eq!((cited[0].reference.number.as_deref(), cited[0].reference.entry), (Some("2"), None));
        statement.citation = None;
        assert_eq!(reading.cited_by(&statement), []);
    }
}
