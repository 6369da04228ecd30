use std::collections::BTreeMap;

use salname_model::{Class, Filler, Kind, Modality, Role, SourceId, Span, Time};
use serde::{Deserialize, Serialize};

use super::fillers;
use crate::RecordError;

/// What fills the roles of a statement, by role. In JSON a filler is its text, or `{"text":…,"entity":…}` where the name
/// it goes by in its source is another; one filler may stand without a list.
pub type Fillers = BTreeMap<Role, Vec<Filler>>;

/// What a person said about the record: one line of `salname corrections export`.
///
/// Corrections are only ever added. Each is named by a hash of all that it says, so that two people's can be put together
/// in any order and as often as one likes. Which of two that contradict each other holds is decided by their time.
///
/// ```
/// use salname_record::{Action, Correction};
///
/// let line = r#"{"at":"2026-01-02T10:00:00Z","who":"Leyla","do":"reject","statement":{"id":"0123456789abcdef"}}"#;
/// let correction: Correction = serde_json::from_str(line).unwrap();
/// assert!(matches!(correction.action, Action::Reject { .. }));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// 16 hexadecimal digits of a hash over the rest; may be left out of what is yet to be made.
    #[serde(default)]
    pub id: String,
    /// When, as RFC 3339: "2026-01-02T10:00:00Z".
    pub at: String,
    /// Who.
    pub who: String,
    /// How many corrections its record held when it was made: orders those of one instant. Set when it is made.
    #[serde(default)]
    pub after: u64,
    /// Why, or whatever the person wants to be remembered.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What is to be done.
    #[serde(flatten)]
    pub action: Action,
}

/// What a correction does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
pub enum Action {
    /// The passage does not say this: the statement is no longer answered from.
    Reject {
        /// Which.
        statement: Target,
    },
    /// The passage says this.
    Confirm {
        /// Which.
        statement: Target,
    },
    /// The passage says it otherwise. What is not given stays as it was read.
    Set {
        /// Which.
        statement: Target,
        /// Its kind.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<Kind>,
        /// Its date as EDTF; empty for none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date: Option<String>,
        /// How the source stands to it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        modality: Option<Modality>,
        /// What fills these roles now; an empty list empties a role.
        #[serde(default, with = "fillers", skip_serializing_if = "BTreeMap::is_empty")]
        roles: Fillers,
    },
    /// The source says something that was not read.
    Add {
        /// What and where.
        statement: Telling,
    },
    /// These are one. The first one's name stands.
    Merge {
        /// Two or more.
        entities: Vec<EntityRef>,
    },
    /// Some of the mentions of an entity name something else.
    Split {
        /// Which entity.
        entity: EntityRef,
        /// Which of its mentions.
        marks: Vec<Mark>,
        /// What these mentions name: another entity, or a new one of that name.
        into: String,
    },
    /// An entity is to be called otherwise.
    Rename {
        /// Which.
        entity: EntityRef,
        /// Its name from now on.
        name: String,
    },
    /// The note stands at one of these.
    Note {
        /// A statement.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        statement: Option<Target>,
        /// An entity.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entity: Option<EntityRef>,
        /// A place in a source, or a whole source.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Mark>,
    },
    /// Of statements that cannot all be so, one is taken to be so; or it is left open, for the reason that the note
    /// tells.
    Decide {
        /// The kind of disagreement: "two-dates"…
        disagreement: String,
        /// What it is about.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        about: String,
        /// The statements.
        between: Vec<Target>,
        /// The identifier, within `between`, of the one that holds; none leaves it open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        holds: Option<String>,
    },
    /// An earlier correction no longer counts. This can itself be undone.
    Undo {
        /// Its identifier.
        correction: String,
    },
}

/// A statement as it was read: by its source and bytes, kind and roles, so that it is known again when a better reader
/// reads it a little differently. For a correction that is yet to be made its identifier is enough.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Its identifier.
    pub id: String,
    /// Its source's hash.
    #[serde(default)]
    pub source: String,
    /// What the source was called: for people.
    #[serde(default)]
    pub file: String,
    /// The bytes of the source.
    #[serde(default)]
    pub span: Span,
    /// Its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Its date as EDTF; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Its roles.
    #[serde(default, with = "fillers", skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: Fillers,
    /// The passage that says it, restored.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quote: String,
}

/// A statement that a person or another program makes about a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Telling {
    /// The source's hash; what it is called does for one that is yet to be made.
    pub source: String,
    /// What the source is called: for people.
    #[serde(default)]
    pub file: String,
    /// The bytes of the source that the quotation came from. May be left out where the quotation stands there once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// What it is about.
    pub kind: Kind,
    /// When, as EDTF; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Who and what.
    #[serde(default, with = "fillers")]
    pub roles: Fillers,
    /// How the source stands to it.
    #[serde(default = "asserted")]
    pub modality: Modality,
    /// The words that say it, restored.
    pub quote: String,
    /// The authority that the text gives for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citation: Option<String>,
    /// Probability that the passage says it, from 0 to 1.
    #[serde(default = "certain")]
    pub confidence: f32,
}

fn asserted() -> Modality {
    Modality::Asserted
}

fn certain() -> f32 {
    1.0
}

/// An entity: by its name, and by places where it is mentioned, which outlive the name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EntityRef {
    /// Its name.
    pub name: String,
    /// Its class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// Some of its mentions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// A place where something is mentioned; without a span, every place in the source; without a source, everywhere. With
/// a text, only where it is written so.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// A source's hash; empty for all sources. What a source is called does for a correction that is yet to be made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Bytes of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The name as written there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl Correction {
    /// A correction that is yet to be made.
    #[must_use]
    pub fn new(who: impl Into<String>, at: impl Into<String>, action: Action) -> Self {
        Self { id: String::new(), at: at.into(), who: who.into(), after: 0, note: String::new(), action }
    }

    /// The same with a note.
    #[must_use]
    pub fn with_note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    /// The identifier that its contents give it.
    #[must_use]
    pub fn content_id(&self) -> String {
        let bare = Self { id: String::new(), ..self.clone() };
        let line = serde_json::to_string(&bare).expect("texts, numbers and lists are JSON");
        blake3::hash(line.as_bytes()).to_hex()[..16].to_owned()
    }

    /// The statements that it speaks of.
    #[must_use]
    pub fn targets(&self) -> Vec<&Target> {
        match &self.action {
            Action::Reject { statement } | Action::Confirm { statement } | Action::Set { statement, .. } => {
                vec![statement]
            }
            Action::Note { statement, .. } => statement.iter().collect(),
            Action::Decide { between, .. } => between.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The hashes of the sources whose statements it touches, each once.
    pub(crate) fn sources(&self) -> Vec<&str> {
        let mut sources: Vec<&str> =
            self.targets().into_iter().map(|target| target.source.as_str()).collect();
        if let Action::Add { statement } = &self.action {
            sources.push(&statement.source);
        }
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    /// True if it speaks of which mentions name what.
    pub(crate) fn is_of_entities(&self) -> bool {
        matches!(self.action, Action::Merge { .. } | Action::Split { .. } | Action::Rename { .. })
            || matches!(&self.action, Action::Note { entity: Some(_), .. })
    }

    /// Fails if a field holds what cannot be.
    pub(crate) fn validate(&self) -> Result<(), RecordError> {
        let refuse = |why: String| Err(RecordError::Refused(why));
        if self.at.parse::<jiff::Timestamp>().is_err() {
            return refuse(format!("\"{}\" is no time: write it as 2026-01-02T10:00:00Z", self.at));
        }
        if self.who.trim().is_empty() {
            return refuse("a correction says who made it: give a name".into());
        }
        for target in self.targets() {
            if target.id.is_empty() {
                return refuse("a statement is told by its id, which `salname find --json` shows".into());
            }
        }
        match &self.action {
            Action::Set { kind, date, modality, roles, .. } => {
                if kind.is_none() && date.is_none() && modality.is_none() && roles.is_empty() {
                    return refuse("nothing is to be set: give a kind, a date, a modality or a role".into());
                }
                valid_date(date.as_deref().unwrap_or_default())?;
                roles.iter().try_for_each(|(role, fillers)| valid_role(*role, fillers))
            }
            Action::Add { statement } => statement.validate(),
            Action::Merge { entities } if entities.len() < 2 => refuse("merging takes two entities".into()),
            Action::Split { marks, .. } if marks.is_empty() => {
                refuse("which mentions name something else: give a source, a spelling or a place".into())
            }
            Action::Split { into: name, .. } | Action::Rename { name, .. } if name.trim().is_empty() => {
                refuse("an entity has a name".into())
            }
            Action::Note { .. } if self.note.trim().is_empty() => refuse("a note says something".into()),
            Action::Note { statement: None, entity: None, place: None } => {
                refuse("a note stands at a statement, an entity or a place".into())
            }
            Action::Decide { between, .. } if between.len() < 2 => {
                refuse("a disagreement is between two statements or more".into())
            }
            Action::Decide { holds: Some(id), between, .. }
                if between.iter().all(|target| target.id != *id) =>
            {
                refuse(format!("the statement that holds, {id}, is none of those at odds"))
            }
            Action::Decide { holds: None, .. } if self.note.trim().is_empty() => {
                refuse("a disagreement that is left open is left so for a reason: give a note".into())
            }
            _ => Ok(()),
        }
    }
}

impl Telling {
    /// Fails if a role is not one of the kind's, or a value cannot be.
    pub(crate) fn validate(&self) -> Result<(), RecordError> {
        valid_date(&self.date)?;
        if !(0.0..=1.0).contains(&self.confidence) {
            return Err(RecordError::Refused(format!(
                "a confidence lies between 0 and 1, not at {}",
                self.confidence
            )));
        }
        if self.roles.values().all(Vec::is_empty) {
            return Err(RecordError::Refused("it names nobody and nothing: give at least one role".into()));
        }
        for (role, fillers) in &self.roles {
            fits(self.kind, *role)?;
            valid_role(*role, fillers)?;
        }
        Ok(())
    }
}

/// Fails if statements of that kind have no such role.
pub(crate) fn fits(kind: Kind, role: Role) -> Result<(), RecordError> {
    if kind.roles().contains(&role) {
        return Ok(());
    }
    let known: Vec<&str> = kind.roles().iter().map(|role| role.as_str()).collect();
    Err(RecordError::Refused(format!(
        "{kind} statements have no role \"{role}\": they have {}",
        known.join(", ")
    )))
}

fn valid_role(role: Role, fillers: &[Filler]) -> Result<(), RecordError> {
    if role.is_single() && fillers.len() > 1 {
        return Err(RecordError::Refused(format!(
            "the role \"{role}\" holds one text, not {}",
            fillers.len()
        )));
    }
    if fillers.iter().any(|filler| filler.text.trim().is_empty()) {
        return Err(RecordError::Refused(format!("the role \"{role}\" is filled with nothing")));
    }
    Ok(())
}

fn valid_date(date: &str) -> Result<(), RecordError> {
    match parse_date(date) {
        Ok(_) => Ok(()),
        Err(error) => Err(RecordError::Refused(error.to_string())),
    }
}

/// A date as lines write it: none where it is empty.
pub(crate) fn parse_date(date: &str) -> Result<Option<Time>, salname_model::TimeError> {
    if date.is_empty() { Ok(None) } else { Time::parse(date).map(Some) }
}

impl Mark {
    /// All of a source.
    #[must_use]
    pub fn source(id: &SourceId) -> Self {
        Self { source: id.0.clone(), ..Self::default() }
    }
}
