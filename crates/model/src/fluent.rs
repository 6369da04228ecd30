use crate::Day;
use crate::statement::closed_list;

closed_list! {
    /// The relations that can hold for a while.
    Relation, "relation", {
        /// A polity exists.
        Exists = "exists",
        /// A person holds an office.
        Holds = "holds",
        /// An actor controls a place.
        Controls = "controls",
        /// An actor claims a place.
        Claims = "claims",
        /// A place is part of a polity.
        PartOf = "part-of",
        /// A place has a status: autonomous, disputed, occupied, mandate.
        Status = "status",
        /// A member belongs to a bloc, federation or league.
        Member = "member",
        /// An agreement binds its parties.
        InForce = "in-force",
        /// Two are at war.
        AtWar = "at-war",
        /// One recognises the other.
        Recognises = "recognises",
        /// Two have diplomatic relations.
        Relations = "relations",
        /// A body stands under another.
        Subordinate = "subordinate",
        /// A person is detained or exiled.
        Detained = "detained",
        /// A message awaits its answer.
        AwaitingAnswer = "awaiting-answer",
    }
}

closed_list! {
    /// Whether a fluent holds on a day, given uncertain dates.
    Certainty, "certainty", {
        /// It holds whatever the dates turn out to be.
        Certain = "certain",
        /// It holds for some of the days that the dates allow.
        Possible = "possible",
    }
}

/// Something that holds for a while, between two moments that may each be known only roughly.
///
/// `S` is what witnesses it: the rooms that derive fluents use their own reference to a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fluent<S> {
    /// What holds.
    pub relation: Relation,
    /// Its arguments, by name, in the order that the rules give ("office", "person").
    pub args: Vec<(String, String)>,
    /// First and last day on which it may have begun; none if no source says.
    pub since: Option<(Day, Day)>,
    /// First and last day on which it may have ended; none if no source says.
    pub until: Option<(Day, Day)>,
    /// The last day on which a source attests it.
    pub last_attested: Option<Day>,
    /// Statements that say so.
    pub witnesses: Vec<S>,
    /// Statements that speak against it.
    pub opponents: Vec<S>,
}
