//! Dates that are told relative to others, solved together: a simple temporal network (Dechter, Meiri, Pearl 1991).
//!
//! "Three days later" and "a week after the congress" bound the days between two events; dates bound the days of one.
//! Solving tightens what is known of every event's day, or names the statements that cannot all be so.
//!
//! ```
//! use salname_state::Network;
//!
//! let mut network = Network::default();
//! let (congress, treaty) = (network.event(), network.event());
//! network.on(congress, -18_000, -17_990, 1);
//! network.after(treaty, congress, 7, 7, 2); // "a week after the congress", says statement 2
//! network.on(treaty, -17_985, -17_900, 3);
//! assert_eq!(network.solve(), Ok(vec![(-17_992, -17_990), (-17_985, -17_983)]));
//!
//! network.on(treaty, -17_970, -17_970, 4);
//! assert_eq!(network.solve(), Err(vec![1, 2, 4]));
//! ```

use std::collections::VecDeque;

use crate::StatementNumber;

/// Events and what is said of the days between them.
#[derive(Debug, Default, Clone)]
pub struct Network {
    /// Bounds between pairs of events; event 0 is the origin of the calendar.
    edges: Vec<Edge>,
    events: usize,
}

/// An event of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Event(usize);

/// `to` lies at most `days` after `from`, as a statement says.
#[derive(Debug, Clone, Copy)]
struct Edge {
    from: usize,
    to: usize,
    days: i64,
    said_by: StatementNumber,
}

/// First and last possible day of each event, counted from 1970-01-01, in the order in which the events were added;
/// [`i64::MIN`] and [`i64::MAX`] where nothing bounds it.
pub type Solution = Vec<(i64, i64)>;

const ORIGIN: usize = 0;

impl Event {
    /// Its place in a solution.
    pub(crate) fn place(self) -> usize {
        self.0 - 1
    }
}

impl Network {
    /// Adds an event of which nothing is known yet.
    pub fn event(&mut self) -> Event {
        self.events += 1;
        Event(self.events)
    }

    /// A statement dates an event: it happened from the day `earliest` to the day `latest`, counted from 1970-01-01.
    pub fn on(&mut self, event: Event, earliest: i64, latest: i64, said_by: StatementNumber) {
        self.after(event, Event(ORIGIN), earliest, latest, said_by);
    }

    /// A statement says that `event` happened at least `least` and at most `most` days after `other`.
    pub fn after(&mut self, event: Event, other: Event, least: i64, most: i64, said_by: StatementNumber) {
        self.edges.push(Edge { from: other.0, to: event.0, days: most, said_by });
        self.edges.push(Edge { from: event.0, to: other.0, days: -least, said_by });
    }

    /// The tightest bounds of every event.
    ///
    /// # Errors
    /// If not all statements can be so: the numbers of statements of which at least one must be wrong, in order.
    pub fn solve(&self) -> Result<Solution, Vec<StatementNumber>> {
        let latest = self.shortest(|edge| (edge.from, edge.to))?;
        let earliest = self.shortest(|edge| (edge.to, edge.from))?;
        Ok(latest
            .into_iter()
            .zip(earliest)
            .skip(1)
            .map(|(latest, earliest)| (earliest.map_or(i64::MIN, |days| -days), latest.unwrap_or(i64::MAX)))
            .collect())
    }

    /// The length of the shortest path from the origin to every event; none where there is no path. Every event is
    /// also started from, so that contradictions are found that no date touches.
    fn shortest(
        &self,
        direction: impl Fn(&Edge) -> (usize, usize),
    ) -> Result<Vec<Option<i64>>, Vec<StatementNumber>> {
        let count = self.events + 1;
        let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (number, edge) in self.edges.iter().enumerate() {
            leaving[direction(edge).0].push(number);
        }
        self.relax(&leaving, &direction, vec![Some(0); count])?;
        let mut from_origin = vec![None; count];
        from_origin[ORIGIN] = Some(0);
        self.relax(&leaving, &direction, from_origin)
    }

    /// Bellman and Ford's relaxation with a queue.
    fn relax(
        &self,
        leaving: &[Vec<usize>],
        direction: &impl Fn(&Edge) -> (usize, usize),
        mut length: Vec<Option<i64>>,
    ) -> Result<Vec<Option<i64>>, Vec<StatementNumber>> {
        let count = length.len();
        let mut by: Vec<Option<usize>> = vec![None; count];
        let mut steps = vec![0; count];
        let mut queue: VecDeque<usize> = (0..count).filter(|event| length[*event].is_some()).collect();
        let mut queued: Vec<bool> = length.iter().map(Option::is_some).collect();
        while let Some(event) = queue.pop_front() {
            queued[event] = false;
            let Some(so_far) = length[event] else { continue };
            for &number in &leaving[event] {
                let (_, next) = direction(&self.edges[number]);
                let longer = so_far.saturating_add(self.edges[number].days);
                if length[next].is_none_or(|known| longer < known) {
                    length[next] = Some(longer);
                    by[next] = Some(number);
                    steps[next] = steps[event] + 1;
                    if steps[next] > count {
                        return Err(self.circle(next, &by, direction));
                    }
                    if !queued[next] {
                        queued[next] = true;
                        queue.push_back(next);
                    }
                }
            }
        }
        Ok(length)
    }

    /// The statements on the circle of bounds that cannot be closed.
    fn circle(
        &self,
        start: usize,
        by: &[Option<usize>],
        direction: &impl Fn(&Edge) -> (usize, usize),
    ) -> Vec<StatementNumber> {
        let before = |event: usize| by[event].map(|number| direction(&self.edges[number]).0);
        // After as many steps back as there are events one stands on the circle.
        let on_it = (0..by.len()).try_fold(start, |event, _| before(event)).unwrap_or(start);
        let mut said = Vec::new();
        let mut event = on_it;
        while let Some(number) = by[event] {
            said.push(self.edges[number].said_by);
            event = direction(&self.edges[number]).0;
            if event == on_it {
                break;
            }
        }
        said.sort_unstable();
        said.dedup();
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Floyd and Warshall's all pairs, to compare with; none if there is a contradiction.
    fn all_pairs(network: &Network) -> Option<Solution> {
        let count = network.events + 1;
        let far = i64::MAX / 4;
        let mut length = vec![vec![far; count]; count];
        for (event, row) in length.iter_mut().enumerate() {
            row[event] = 0;
        }
        for edge in &network.edges {
            let known = &mut length[edge.from][edge.to];
            *known = (*known).min(edge.days);
        }
        for through in 0..count {
            for from in 0..count {
                for to in 0..count {
                    let around = length[from][through] + length[through][to];
                    length[from][to] = length[from][to].min(around);
                }
            }
        }
        if (0..count).any(|event| length[event][event] < 0) {
            return None;
        }
        let open = |days: i64, bound| if days >= far / 2 { bound } else { days };
        Some(
            (1..count)
                .map(|event| {
                    let earliest = open(length[event][ORIGIN], i64::MAX);
                    (
                        if earliest == i64::MAX { i64::MIN } else { -earliest },
                        open(length[ORIGIN][event], i64::MAX),
                    )
                })
                .collect(),
        )
    }

    #[test]
    fn random_networks_are_solved_as_all_pairs_solve_them() {
        let mut dice = 42u64;
        let mut roll = |sides: u64| {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            i64::try_from(dice % sides).unwrap()
        };
        let mut contradictions = 0;
        for _ in 0..500 {
            let mut network = Network::default();
            let events: Vec<Event> = (0..6).map(|_| network.event()).collect();
            for statement in 0..7 {
                let (a, b) = (usize::try_from(roll(6)).unwrap(), usize::try_from(roll(6)).unwrap());
                let least = roll(12) - 3;
                if a == b {
                    network.on(events[a], least * 5, least * 5 + roll(9), statement);
                } else {
                    network.after(events[a], events[b], least, least + roll(5), statement);
                }
            }
            match (network.solve(), all_pairs(&network)) {
                (Ok(found), Some(expected)) => assert_eq!(found, expected),
                (Err(said), None) => {
                    contradictions += 1;
                    let mut alone = network.clone();
                    alone.edges.retain(|edge| said.contains(&edge.said_by));
                    assert!(
                        alone.solve().is_err(),
                        "the named statements contradict each other by themselves"
                    );
                }
                (found, expected) => panic!("{found:?} and {expected:?}"),
            }
        }
        assert!(contradictions > 50);
    }
}
