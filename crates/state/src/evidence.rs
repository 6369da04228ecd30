use salname_model::{Kind, Modality, Roles, Time};

/// What the event calculus needs to know of one statement.
///
/// It is told to a [`Gathering`](crate::Gathering) one by one and nothing of it is kept but its number: whoever asks
/// keeps the statements and finds quotation and place again by that number.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// The source that says it; statements of one source are told with the same name.
    pub source: &'a str,
    /// Where the sentence that says it begins in the source (bytes): statements of one sentence have the same number, and
    /// are not held against each other.
    pub sentence: u64,
    /// What it is about.
    pub kind: Kind,
    /// When, where the text says or implies it.
    pub date: Option<&'a Time>,
    /// Who and what.
    pub roles: &'a Roles,
    /// The sentence itself; empty if it is not at hand. An office that is told by half is completed from it.
    pub quote: &'a str,
    /// How the source stands to it.
    pub modality: Modality,
    /// Probability that the passage says it, from 0 to 1.
    pub confidence: f32,
}

impl<'a> Evidence<'a> {
    /// An asserted, surely read statement without a date.
    #[must_use]
    pub fn new(source: &'a str, kind: Kind, roles: &'a Roles) -> Self {
        Self {
            source,
            sentence: 0,
            kind,
            date: None,
            roles,
            quote: "",
            modality: Modality::Asserted,
            confidence: 1.0,
        }
    }
}

/// The number of a statement: its place, from 0, in the order in which statements were told.
pub type StatementNumber = u32;
