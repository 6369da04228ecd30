//! What statements say about fluents, found by fluent; more can be added later.

use rustc_hash::FxHashMap;

use crate::gather::{Event, FluentNumber};

/// Events by fluent: those of the first telling in one sorted list, later ones beside it.
#[derive(Debug, Default)]
pub(crate) struct Events {
    /// Sorted by fluent and statement.
    first: Vec<Event>,
    /// Where the events of each fluent begin and end in it.
    ranges: Vec<(u32, u32)>,
    later: FxHashMap<FluentNumber, Vec<Event>>,
}

impl Events {
    /// Takes in events of fluents whose numbers are below `fluents`.
    pub fn add(&mut self, mut events: Vec<Event>, fluents: usize) {
        if !self.first.is_empty() {
            for event in events {
                self.later.entry(event.fluent).or_default().push(event);
            }
            return;
        }
        events.sort_unstable_by_key(|event| (event.fluent, event.statement, event.what));
        events.shrink_to_fit();
        self.ranges = vec![(0, 0); fluents];
        let mut start = 0;
        for alike in events.chunk_by(|a, b| a.fluent == b.fluent) {
            let end = start + u32::try_from(alike.len()).expect("fewer than 2^32 events fit in memory");
            self.ranges[alike[0].fluent as usize] = (start, end);
            start = end;
        }
        self.first = events;
    }

    /// What is said of a fluent, in the order in which it was told.
    pub fn of(&self, fluent: FluentNumber) -> impl Iterator<Item = &Event> {
        let (start, end) = self.ranges.get(fluent as usize).copied().unwrap_or_default();
        let first = &self.first[start as usize..end as usize];
        first.iter().chain(self.later.get(&fluent).into_iter().flatten())
    }
}
