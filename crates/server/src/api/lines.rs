//! The lines that answers are made of, described for programs. What makes them stands in `salname-answers`; whether they are
//! as described is tried by `docs/quality/api.sh`.
#![allow(dead_code, clippy::large_enum_variant)] // they only describe

use std::collections::BTreeMap;

use utoipa::ToSchema;

/// A part of a list.
#[derive(ToSchema)]
pub struct List<T: ToSchema> {
    lines: Vec<T>,
    /// True if the list goes on.
    more: bool,
    /// The `cursor` of what follows.
    next: Option<String>,
    /// How many lines the whole list has.
    total: Option<usize>,
}

/// Where something stands: half-open byte range of the file as it was ingested.
#[derive(ToSchema)]
pub struct Place {
    #[schema(example = "notalar.txt")]
    file: String,
    start: usize,
    end: usize,
    /// From 1.
    line: usize,
    /// From 1, of paged formats.
    page: Option<u32>,
}

/// Bytes of a text: from, to (exclusive).
#[derive(ToSchema)]
#[schema(example = json!([17, 41]))]
pub struct Bytes([usize; 2]);

/// Who or what fills a role.
#[derive(ToSchema)]
pub struct Filler {
    /// As the text calls it, in the nominative where that is easy.
    text: String,
    /// The name of the entity.
    entity: Option<String>,
}

/// What a statement is about.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum Kind {
    Agreement,
    Message,
    Meeting,
    Decision,
    Office,
    Control,
    Attack,
    Territory,
    Polity,
    Recognition,
    Repression,
    Quantity,
}

/// How a source stands to what it says.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum Modality {
    Asserted,
    Reported,
    Planned,
    Denied,
}

/// A statement: what one passage says.
#[derive(ToSchema)]
pub struct Statement {
    /// The same after every rebuild.
    id: String,
    kind: Kind,
    /// EDTF; empty where the text gives none.
    date: String,
    /// First possible day; null if open.
    earliest: Option<String>,
    /// Last possible day; null if open.
    latest: Option<String>,
    /// By the role's name: `from`, `to`, `place` and so on.
    roles: BTreeMap<String, Vec<Filler>>,
    modality: Modality,
    /// Probability that the passage says it.
    #[schema(minimum = 0, maximum = 1)]
    confidence: f64,
    /// What says it, restored.
    quote: String,
    /// The same as the file has it.
    original: String,
    /// The authority that the text gives, as written.
    citation: Option<String>,
    /// The same, understood: number, author, year, archive unit, the work.
    cited: Option<Vec<BTreeMap<String, serde_json::Value>>>,
    source: Place,
    /// True if a person changed what it says.
    corrected: Option<bool>,
    as_read: Option<AsRead>,
    /// "confirmed" or "rejected", by a person.
    verdict: Option<String>,
    /// Who made it, if not the reader: `person` or `import`, with the name.
    origin: Option<BTreeMap<String, String>>,
}

/// What a person changed, as it was read.
#[derive(ToSchema)]
pub struct AsRead {
    kind: Kind,
    date: String,
    roles: BTreeMap<String, Vec<Filler>>,
    modality: Modality,
}

/// A statement that stands on a passage.
#[derive(ToSchema)]
pub struct StatementInPassage {
    #[serde(flatten)]
    statement: Statement,
    /// Bytes of the passage's text.
    text: Bytes,
}

/// A statement as a mark in time.
#[derive(ToSchema)]
pub struct Mark {
    id: String,
    kind: Kind,
    date: String,
    earliest: Option<String>,
    latest: Option<String>,
    /// Of a long quotation only the beginning.
    quote: String,
    source: Place,
}

/// A passage that was found.
#[derive(ToSchema)]
pub struct Hit {
    source: Place,
    /// The source's hash.
    hash: String,
    /// The passage's number in its source, from 0.
    number: usize,
    text: String,
    score: f64,
    /// The words that were asked for.
    highlights: Vec<Bytes>,
    /// The part to show where there is little room.
    snippet: Bytes,
    /// As in the file, where that is not the same.
    original: Option<String>,
    lang: Option<String>,
    times: Vec<TimeInPassage>,
    statements: Vec<StatementInPassage>,
    /// True if no passage has all the words: this one has some of them.
    partial: Option<bool>,
}

/// A calendar expression.
#[derive(ToSchema)]
pub struct TimeInPassage {
    text: Bytes,
    /// EDTF.
    value: Option<String>,
    note: Option<String>,
}

/// A page of passages that were found, and what those of all pages have in common.
#[derive(ToSchema)]
pub struct Hits {
    lines: Vec<Hit>,
    more: bool,
    next: Option<String>,
    total: usize,
    /// The question with the nearest words of the record in place of those that it does not have.
    suggestion: Option<String>,
    /// The commonest values by `source`, `decade`, `kind` and `entity`.
    facets: BTreeMap<String, Vec<Facet>>,
}

#[derive(ToSchema)]
pub struct Facet {
    value: String,
    count: u64,
}

/// What holds for a while.
#[derive(ToSchema)]
#[schema(rename_all = "kebab-case")]
pub enum Relation {
    Exists,
    Holds,
    Controls,
    Claims,
    PartOf,
    Status,
    Member,
    InForce,
    AtWar,
    Recognises,
    Relations,
    Subordinate,
    Detained,
    AwaitingAnswer,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum Certainty {
    Certain,
    Possible,
}

/// A statement that speaks for or against something.
#[derive(ToSchema)]
pub struct Witness {
    /// The statement.
    id: String,
    quote: String,
    source: Place,
}

/// Something that holds for a while, and what speaks for and against it.
#[derive(ToSchema)]
pub struct Fluent {
    relation: Relation,
    /// By name: `office` and `person`, `place` and `actor`, and so on.
    args: BTreeMap<String, String>,
    /// When it began, as told; null if the sources only tell that it held.
    since: Option<String>,
    /// When it ended; "../DATE" where that is only the last possible date.
    until: Option<String>,
    certainty: Certainty,
    last_attested: Option<String>,
    witnesses: Vec<Witness>,
    opponents: Vec<Witness>,
    ended_by: Option<Vec<Witness>>,
    /// How many there are, where no more than some were asked for.
    witness_count: Option<usize>,
    opponent_count: Option<usize>,
}

/// A beginning or an end.
#[derive(ToSchema)]
pub struct Change {
    /// "begins" or "ends".
    change: String,
    date: String,
    #[serde(flatten)]
    fluent: Fluent,
}

/// What began and what ended on a day, or in the time that its date gives.
#[derive(ToSchema)]
pub struct ChangesOfDay {
    day: String,
    began: Vec<Fluent>,
    ended: Vec<Fluent>,
}

/// Statements that cannot all be so.
#[derive(ToSchema)]
pub struct Disagreement {
    /// The same as long as the record holds its statements.
    id: String,
    #[schema(example = "two-dates")]
    kind: String,
    #[schema(minimum = 0, maximum = 1)]
    weight: f64,
    about: String,
    between: Vec<Witness>,
    decided: Option<Decision>,
}

/// What a person decided.
#[derive(ToSchema)]
pub struct Decision {
    /// The statement that holds; null if the matter was left open.
    holds: Option<String>,
    note: String,
    who: String,
    at: String,
    /// The correction's identifier.
    correction: String,
}

/// A message, and the one that it answers.
#[derive(ToSchema)]
pub struct Message {
    #[serde(flatten)]
    statement: Statement,
    /// Which message it answers.
    answers: Option<String>,
    /// Days that the answer took.
    days: Option<i32>,
}

/// The messages between two.
#[derive(ToSchema)]
pub struct Thread {
    #[schema(min_items = 2, max_items = 2)]
    between: Vec<String>,
    messages: Vec<Message>,
}

/// Threads and who wrote to whom; between two who were named, their messages.
#[derive(ToSchema)]
pub struct Threads {
    lines: Vec<ThreadOrMessage>,
    more: bool,
    next: Option<String>,
    total: Option<usize>,
    graph: Option<Graph>,
}

#[derive(ToSchema)]
#[serde(untagged)]
pub enum ThreadOrMessage {
    Message(Message),
    Thread(Thread),
}

/// Who wrote to whom how often.
#[derive(ToSchema)]
pub struct Graph {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

#[derive(ToSchema)]
pub struct Node {
    id: String,
    name: String,
    /// Sent and received.
    messages: usize,
}

#[derive(ToSchema)]
pub struct Edge {
    from: String,
    to: String,
    count: usize,
}

/// Something that the record names.
#[derive(ToSchema)]
pub struct Entity {
    id: String,
    name: String,
    /// PER, GPE, LOC, ORG or EVT.
    class: Option<String>,
    mentions: u64,
    statements: usize,
}

/// A place with coordinates.
#[derive(ToSchema)]
pub struct PointOfPlace {
    entity: String,
    name: String,
    /// What else it is called.
    names: Vec<String>,
    lat: f64,
    lon: f64,
    mentions: u64,
}

/// All that is known of an entity.
#[derive(ToSchema)]
pub struct EntityInFull {
    id: String,
    name: String,
    class: Option<String>,
    mentions: u64,
    spellings: Vec<Spelling>,
    /// From when until when it was, as EDTF, if it is well known.
    lifetime: Option<String>,
    coordinates: Option<Coordinates>,
    /// The offices that it held.
    offices: Vec<Fluent>,
    /// Their number, by kind.
    statements: BTreeMap<String, usize>,
    neighbours: Vec<Neighbour>,
    places: Vec<PlaceOfEntity>,
    sources: Vec<InSource>,
    disagreements: Vec<Disagreement>,
}

#[derive(ToSchema)]
pub struct Spelling {
    text: String,
    count: u64,
}

#[derive(ToSchema)]
pub struct Coordinates {
    lat: f64,
    lon: f64,
}

#[derive(ToSchema)]
pub struct Named {
    id: String,
    name: String,
    class: Option<String>,
}

#[derive(ToSchema)]
pub struct Neighbour {
    entity: Named,
    /// Statements in which both are.
    count: usize,
}

#[derive(ToSchema)]
pub struct PlaceOfEntity {
    entity: Named,
    lat: f64,
    lon: f64,
    count: usize,
}

#[derive(ToSchema)]
pub struct InSource {
    file: String,
    count: u64,
}

/// A passage with what was found in it. Spans are bytes of `text`, if nothing else is said.
#[derive(ToSchema)]
pub struct Passage {
    number: usize,
    text: String,
    /// As in the source, where that is not the same.
    original: Option<String>,
    lang: Option<String>,
    damage: String,
    kind: String,
    line: usize,
    page: Option<u32>,
    /// Bytes of the source.
    source: Bytes,
    doubts: Vec<Doubt>,
    times: Vec<TimeInPassage>,
    mentions: Vec<Mention>,
    statements: Vec<StatementInPassage>,
}

/// A word whose restored form is not certain.
#[derive(ToSchema)]
pub struct Doubt {
    span: Bytes,
    probability: f64,
    alternatives: Vec<String>,
}

/// A name.
#[derive(ToSchema)]
pub struct Mention {
    text: Bytes,
    class: String,
    entity: Named,
}

/// What a person said about the record, and how it stands: a line of `salname corrections export` and these.
#[derive(ToSchema)]
pub struct CorrectionInLog {
    id: String,
    /// Its number in this record, from 1.
    number: u64,
    /// RFC 3339.
    at: String,
    who: String,
    /// What it does: reject, confirm, set, add, merge, split, rename, note, decide or undo.
    r#do: String,
    note: Option<String>,
    undone_by: Option<String>,
    /// The statements that it speaks of; null for one that was not found.
    statements: Option<Vec<Option<String>>>,
    /// True if it speaks of something that the record does not hold.
    detached: Option<bool>,
}

#[cfg(test)]
mod tests {
    use utoipa::PartialSchema;
    use utoipa::openapi::schema::Schema;
    use utoipa::openapi::{RefOr, schema};

    use super::*;

    fn words<T: PartialSchema>() -> Vec<String> {
        let RefOr::T(Schema::Object(schema::Object { enum_values: Some(words), .. })) = T::schema() else {
            return Vec::new();
        };
        let mut words: Vec<String> =
            words.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect();
        words.sort();
        words
    }

    #[test]
    fn the_words_that_are_described_are_those_that_are_used() {
        let sorted = |mut words: Vec<String>| {
            words.sort();
            words
        };
        let kinds = salname_model::Kind::ALL.iter().map(ToString::to_string).collect();
        assert_eq!(words::<Kind>(), sorted(kinds));
        let relations = salname_model::Relation::ALL.iter().map(|one| one.as_str().to_owned()).collect();
        assert_eq!(words::<Relation>(), sorted(relations));
    }
}
