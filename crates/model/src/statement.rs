use std::collections::BTreeMap;
use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::{Anchor, Time};

/// A word that is none of those a closed list knows; says which list, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord {
    list: &'static str,
    word: String,
    known: String,
}

impl UnknownWord {
    pub(crate) fn new(list: &'static str, word: &str, known: impl IntoIterator<Item = &'static str>) -> Self {
        Self { list, word: word.to_owned(), known: known.into_iter().collect::<Vec<_>>().join(", ") }
    }
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" is no {}: it is one of {}", self.word, self.list, self.known)
    }
}

impl std::error::Error for UnknownWord {}

/// A closed list of words: an enum with its names, parsing, display and serialisation.
macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident, $list:literal, { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// All of them, in the order in which they are documented.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word used in lines, packs and the record.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.as_str()) }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;
            fn from_str(word: &str) -> Result<Self, $crate::UnknownWord> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word)
                    .ok_or_else(|| $crate::UnknownWord::new($list, word, Self::ALL.iter().map(|known| known.as_str())))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                word.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use closed_list;

closed_list! {
    /// What a statement is about; the twelve kinds of `gold/GUIDELINES.md`.
    Kind, "kind of statement", {
        /// A treaty, pact, protocol, armistice or secret accord signed or agreed.
        Agreement = "agreement",
        /// A note, telegram, letter, appeal, ultimatum, report, order or speech.
        Message = "message",
        /// A conference, congress, session, talks, visit or reception.
        Meeting = "meeting",
        /// A body or ruler adopts a law, decree, resolution or plan.
        Decision = "decision",
        /// Somebody is appointed to, leaves or holds an office.
        Office = "office",
        /// Armed force or power over a place.
        Control = "control",
        /// War declared, an offensive, a battle, a raid, an uprising.
        Attack = "attack",
        /// The legal or political status of a place.
        Territory = "territory",
        /// A state, party or organisation is created, dissolved, joined, left, renamed.
        Polity = "polity",
        /// Recognition and diplomatic relations.
        Recognition = "recognition",
        /// Arrest, execution, exile, deportation, assassination, confiscation.
        Repression = "repression",
        /// A number that measures something.
        Quantity = "quantity",
    }
}

closed_list! {
    /// How a source stands to what it says.
    Modality, "modality", {
        /// The author states it.
        Asserted = "asserted",
        /// Somebody in the text says so.
        Reported = "reported",
        /// Decided, demanded or proposed, not done.
        Planned = "planned",
        /// Said not to be so.
        Denied = "denied",
    }
}

closed_list! {
    /// What part something plays in a statement.
    Role, "role", {
        /// Agreement: those bound.
        Parties = "parties",
        /// Agreement, meeting: its name.
        Name = "name",
        /// Agreement, meeting, control, territory: where, or what place.
        Place = "place",
        /// Message: who sends. Territory: who loses.
        From = "from",
        /// Message: who is addressed. Territory: who gains or claims.
        To = "to",
        /// Message, repression: of what form.
        Form = "form",
        /// Meeting: who takes part.
        Participants = "participants",
        /// Decision, recognition, repression: who does it.
        By = "by",
        /// Decision: what it is about.
        About = "about",
        /// Office: who.
        Person = "person",
        /// Office: which.
        Office = "office",
        /// Control, attack: who acts.
        Actor = "actor",
        /// Attack: against whom.
        Target = "target",
        /// Polity: what comes to be or ends.
        Subject = "subject",
        /// Recognition: who is recognised.
        Of = "of",
        /// Repression: who suffers it.
        Who = "who",
        /// Quantity: what is measured.
        What = "what",
        /// Quantity: the number, as written.
        Value = "value",
        /// Quantity: the unit.
        Unit = "unit",
        /// Office, control, territory, polity, recognition: what becomes of it.
        Change = "change",
    }
}

impl Role {
    /// True for roles that hold one plain text rather than a list of names.
    #[must_use]
    pub fn is_single(self) -> bool {
        matches!(
            self,
            Self::Form
                | Self::Change
                | Self::Unit
                | Self::Value
                | Self::About
                | Self::Name
                | Self::Office
                | Self::What
        )
    }
}

impl Kind {
    /// The roles that a statement of this kind may have.
    #[must_use]
    pub fn roles(self) -> &'static [Role] {
        use Role::{
            About, Actor, By, Change, Form, From, Name, Of, Office, Participants, Parties, Person, Place,
            Subject, Target, To, Unit, Value, What, Who,
        };
        match self {
            Self::Agreement => &[Parties, Name, Place],
            Self::Message => &[From, To, Form, About],
            Self::Meeting => &[Participants, Name, Place],
            Self::Decision => &[By, About],
            Self::Office => &[Person, Office, Change],
            Self::Control => &[Actor, Place, Change],
            Self::Attack => &[Actor, Target, Place],
            Self::Territory => &[Place, To, From, Change],
            Self::Polity => &[Subject, Place, Change],
            Self::Recognition => &[By, Of, Change],
            Self::Repression => &[Who, By, Form, Place],
            Self::Quantity => &[What, Value, Unit],
        }
    }
}

/// Who or what fills a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Filler {
    /// In the nominative where that is easy, otherwise as the text has it.
    pub text: String,
    /// The entity it names, where it is a name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub entity: Option<String>,
}

impl Filler {
    /// A filler that names no entity.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), entity: None }
    }

    /// A filler that names an entity.
    #[must_use]
    pub fn named(text: impl Into<String>, entity: impl Into<String>) -> Self {
        Self { text: text.into(), entity: Some(entity.into()) }
    }
}

/// The roles of a statement and what fills them, in a fixed order.
///
/// Serialises in the short form of `read --jsonl`: lists of texts, and plain texts for [single](Role::is_single) roles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roles(BTreeMap<Role, Vec<Filler>>);

impl Roles {
    /// What fills a role; empty if nothing does.
    #[must_use]
    pub fn get(&self, role: Role) -> &[Filler] {
        self.0.get(&role).map_or(&[], Vec::as_slice)
    }

    /// The text of a role that holds one.
    #[must_use]
    pub fn single(&self, role: Role) -> Option<&str> {
        self.get(role).first().map(|filler| filler.text.as_str())
    }

    /// Adds a filler unless the role already has one of the same text.
    pub fn add(&mut self, role: Role, filler: Filler) {
        let fillers = self.0.entry(role).or_default();
        if !fillers.iter().any(|known| known.text == filler.text) {
            fillers.push(filler);
        }
    }

    /// Keeps the fillers of which `keep` is true, as it leaves them; of those that then have one text, the first of a role.
    pub fn retain(&mut self, mut keep: impl FnMut(Role, &mut Filler) -> bool) {
        self.0.retain(|role, fillers| {
            fillers.retain_mut(|filler| keep(*role, filler));
            for at in (1..fillers.len()).rev() {
                if fillers[..at].iter().any(|known| known.text == fillers[at].text) {
                    fillers.remove(at);
                }
            }
            !fillers.is_empty()
        });
    }

    /// The roles that are filled, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Role, &[Filler])> + '_ {
        self.0.iter().map(|(role, fillers)| (*role, fillers.as_slice()))
    }

    /// True if nothing is filled.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Role, Filler)> for Roles {
    fn from_iter<I: IntoIterator<Item = (Role, Filler)>>(fillers: I) -> Self {
        let mut roles = Self::default();
        for (role, filler) in fillers {
            roles.add(role, filler);
        }
        roles
    }
}

impl Serialize for Roles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (role, fillers) in self.iter() {
            if role.is_single() {
                map.serialize_entry(&role, &fillers[0].text)?;
            } else {
                let texts: Vec<&str> = fillers.iter().map(|filler| filler.text.as_str()).collect();
                map.serialize_entry(&role, &texts)?;
            }
        }
        map.end()
    }
}

/// What one passage says: never what happened, always what a source says.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Where the quotation stands.
    pub anchor: Anchor,
    /// What it is about.
    pub kind: Kind,
    /// When, where the text says or implies it.
    pub date: Option<Time>,
    /// Who and what.
    pub roles: Roles,
    /// How the source stands to it.
    pub modality: Modality,
    /// Probability that the statement is what the passage says, from 0 to 1.
    pub confidence: f32,
    /// The smallest passage that says it, restored.
    pub quote: String,
    /// The authority that the text gives for it ("[14, s.152]").
    pub citation: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_serialise_as_the_lines_have_them() {
        let roles: Roles = [
            (Role::From, Filler::plain("Q.Orconikidze")),
            (Role::To, Filler::plain("Q.Çiçerin")),
            (Role::Form, Filler::plain("telegram")),
        ]
        .into_iter()
        .collect();
        assert_eq!(
            serde_json::to_string(&roles).unwrap(),
            r#"{"from":["Q.Orconikidze"],"to":["Q.Çiçerin"],"form":"telegram"}"#
        );
    }

    #[test]
    fn an_unknown_kind_is_told_the_known_ones() {
        let error = "treaty".parse::<Kind>().unwrap_err().to_string();
        assert!(error.contains("treaty") && error.contains("agreement"), "{error}");
    }
}
