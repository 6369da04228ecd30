//! All correspondence: who wrote to whom, as threads and as a graph.

use std::collections::{BTreeMap, HashMap};

use salname_model::{Certainty, Kind, Modality, Role, Time};
use salname_record::{StoredStatement, entity_id};
use serde::Serialize;

use crate::thread::{answered, days_between};
use crate::{Message, ThreadLine, Told};

/// The messages between two.
#[derive(Debug)]
pub struct Thread<'t> {
    /// The two, in the order of their names.
    pub between: [&'t str; 2],
    /// In the order of their dates.
    pub messages: Vec<Message<'t>>,
}

/// A thread, as a line.
#[derive(Debug, Serialize)]
pub struct WholeThreadLine<'a> {
    between: [&'a str; 2],
    messages: Vec<ThreadLine<'a>>,
}

impl<'a> WholeThreadLine<'a> {
    /// The line of a thread.
    #[must_use]
    pub fn of(thread: &Thread<'a>) -> Self {
        Self { between: thread.between, messages: thread.messages.iter().map(ThreadLine::of).collect() }
    }
}

/// Who wrote to whom how often.
#[derive(Debug, Default, Serialize)]
pub struct MessageGraph<'t> {
    nodes: Vec<Node<'t>>,
    edges: Vec<Edge>,
}

#[derive(Debug, Serialize)]
struct Node<'t> {
    id: String,
    name: &'t str,
    /// Sent and received.
    messages: usize,
}

#[derive(Debug, Serialize)]
struct Edge {
    from: String,
    to: String,
    count: usize,
}

/// All threads, the longest first, and the graph of who wrote to whom.
#[must_use]
pub fn threads<'t>(
    told: &'t Told,
    from: Option<&Time>,
    to: Option<&Time>,
) -> (Vec<Thread<'t>>, MessageGraph<'t>) {
    let (from, to) = (from.map(Time::earliest), to.map(Time::latest));
    let inside = |statement: &&StoredStatement| match &statement.date {
        Some(date) => {
            from.is_none_or(|from| from <= date.latest()) && to.is_none_or(|to| date.earliest() <= to)
        }
        None => from.is_none() && to.is_none(),
    };
    let messages = told.statements().iter().filter(inside).filter(|statement| {
        statement.kind == Kind::Message
            && matches!(statement.modality, Modality::Asserted | Modality::Reported)
    });
    let mut threads: BTreeMap<[&str; 2], Vec<Message>> = BTreeMap::new();
    let (mut nodes, mut edges): (HashMap<&str, usize>, BTreeMap<[&str; 2], usize>) = Default::default();
    for statement in messages {
        let (Some(sender), Some(receiver)) = (party(statement, Role::From), party(statement, Role::To))
        else {
            continue;
        };
        if sender == receiver {
            continue;
        }
        *nodes.entry(sender).or_default() += 1;
        *nodes.entry(receiver).or_default() += 1;
        *edges.entry([sender, receiver]).or_default() += 1;
        let forth = sender < receiver;
        let thread = threads.entry([sender.min(receiver), sender.max(receiver)]).or_default();
        let answers = answered(thread, forth);
        let days = answers.and_then(|other| days_between(other, statement));
        thread.push(Message { statement, forth, certainty: Certainty::Certain, answers, days });
    }
    let mut threads: Vec<Thread> =
        threads.into_iter().map(|(between, messages)| Thread { between, messages }).collect();
    // Stable: of equal length, by name.
    threads.sort_by_key(|thread| std::cmp::Reverse(thread.messages.len()));
    let mut nodes: Vec<Node> =
        nodes.into_iter().map(|(name, messages)| Node { id: entity_id(name), name, messages }).collect();
    nodes.sort_by(|a, b| b.messages.cmp(&a.messages).then(a.name.cmp(b.name)));
    let edges =
        edges.into_iter().map(|([from, to], count)| Edge { from: entity_id(from), to: entity_id(to), count });
    let edges = edges.collect();
    (threads, MessageGraph { nodes, edges })
}

/// The first who sent or received a message, by the entity's name if it is known.
fn party(statement: &StoredStatement, role: Role) -> Option<&str> {
    let filler = statement.roles.get(role).first()?;
    Some(filler.entity.as_deref().unwrap_or(&filler.text))
}
