//! From what is said about one fluent to the terms for which it holds.
//!
//! A fluent holds on a day if something began it on that day or before and nothing ended it between: from the day of
//! its beginning to the day of its end, both included. Every event happens on some day within its bounds; the fluent
//! is *certain* on the days on which it holds whatever those days are, *possible* on the days on which it holds for
//! some choice of them.

use salname_packs::state::RelationRule;

use crate::StatementNumber;
use crate::clip::{Clip, Clips};
use crate::day::{Bounds, DayNumber};
use crate::gather::{Event, EventKind, FluentNumber};
use crate::names::Symbol;

/// What supports a fluent: one event, told by one statement or by several that agree.
#[derive(Debug, Clone)]
pub(crate) struct Support {
    /// Days on which it began, or on which it is attested.
    pub bounds: Bounds,
    /// The first day for which this makes the fluent possible.
    pub possible_from: DayNumber,
    /// The last day of which the statements speak.
    pub through: DayNumber,
    pub begins: bool,
    pub weak: bool,
    /// The narrowest date told for it.
    pub date: Symbol,
    pub statements: Vec<StatementNumber>,
}

/// Gathers the events of one fluent and one kind: those whose days overlap tell of one event.
pub(crate) fn supports(events: &[Event], relation: &RelationRule) -> Vec<Support> {
    let mut found = Vec::new();
    for (kind, begins) in [(EventKind::Begins, true), (EventKind::Attests, false)] {
        let mut dated: Vec<(&Event, Bounds)> = events
            .iter()
            .filter(|event| event.what == kind)
            .filter_map(|event| Some((event, event.bounds?)))
            .collect();
        dated.sort_by_key(|(event, bounds)| (event.weak, bounds.width(), bounds.earliest, event.statement));
        let mut clusters: Vec<Support> = Vec::new();
        for (event, bounds) in dated {
            let at = clusters.partition_point(|cluster| cluster.bounds.latest < bounds.earliest);
            match clusters.get_mut(at).filter(|cluster| cluster.bounds.overlaps(bounds)) {
                Some(cluster) => cluster.agree(event, bounds),
                None => clusters.insert(at, Support::new(event, bounds, begins)),
            }
        }
        found.append(&mut clusters);
    }
    found.sort_by_key(|support| (support.bounds, !support.begins));
    reach_back(&mut found, relation.reaches_back);
    found
}

impl Support {
    fn new(event: &Event, bounds: Bounds, begins: bool) -> Self {
        Self {
            bounds,
            possible_from: bounds.earliest,
            through: event.through.max(bounds.latest),
            begins,
            weak: event.weak,
            date: event.date,
            statements: vec![event.statement],
        }
    }

    /// Takes in a statement that tells the same; a sure one is not narrowed by a doubtful one.
    fn agree(&mut self, event: &Event, bounds: Bounds) {
        if self.weak || !event.weak {
            let of_one_day = self.through == self.bounds.latest;
            self.bounds =
                Bounds::new(self.bounds.earliest.max(bounds.earliest), self.bounds.latest.min(bounds.latest));
            if of_one_day {
                self.through = self.bounds.latest;
            }
            self.possible_from = self.bounds.earliest;
            if event.through > event.bounds.map_or(event.through, |bounds| bounds.latest) {
                self.through = self.through.max(event.through);
            }
        }
        self.statements.push(event.statement);
    }

    /// As what ends the fluents that cannot hold beside it.
    pub fn clips(&self, owner: FluentNumber) -> impl Iterator<Item = Clip> + use<> {
        let clip = Clip {
            bounds: self.bounds,
            weak: self.weak,
            owner,
            date: self.date,
            at_latest: !self.begins,
            statement: self.statements[0],
        };
        let reach = Bounds::new(self.possible_from, self.bounds.latest);
        std::iter::once(clip)
            .chain((self.possible_from < self.bounds.earliest).then_some(Clip { bounds: reach, ..clip }))
    }
}

/// What is attested began some time before, but not before other evidence that it held.
fn reach_back(supports: &mut [Support], days: i32) {
    for index in 0..supports.len() {
        let (before, here) = supports.split_at_mut(index);
        let support = &mut here[0];
        if support.begins {
            continue;
        }
        let bound = before.last().map_or(DayNumber::MIN, |last| {
            let alike = last.bounds.earliest == support.bounds.earliest && !last.begins;
            if alike { last.possible_from } else { last.bounds.earliest }
        });
        support.possible_from = support.bounds.earliest.saturating_sub(days).max(bound);
    }
}

/// What is attested after an end that is told began anew after that end. Returns what is attested like this though
/// nobody says that it began anew, each with the end.
pub(crate) fn restart_after_ends<'c>(
    supports: &mut [Support],
    ends: &[&'c Clips],
) -> Vec<(&'c Clip, Bounds, StatementNumber)> {
    let mut restarted = Vec::new();
    for index in 0..supports.len() {
        let (before, here) = supports.split_at_mut(index);
        let support = &mut here[0];
        let ends = ends.iter().filter_map(|ends| ends.before(support.bounds.earliest));
        let Some(end) = ends.max_by_key(|end| end.bounds.earliest).filter(|_| !support.begins) else {
            continue;
        };
        support.possible_from = support.possible_from.max(end.bounds.earliest + 1);
        let began_anew = before.iter().any(|other| other.bounds.latest >= end.bounds.earliest);
        if !began_anew && !support.weak {
            restarted.push((end, support.bounds, support.statements[0]));
        }
    }
    restarted
}

/// Days for which one support makes its fluent certain and possible.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch<'c> {
    pub possible: (DayNumber, DayNumber),
    pub certain: Option<(DayNumber, DayNumber)>,
    /// What ends it at the latest, if anything does before it lapses.
    pub ended_by: Option<&'c Clip>,
}

/// For how long a support makes its fluent certain and possible, given all that may end it.
pub(crate) fn stretch<'c>(
    support: &Support,
    relation: &RelationRule,
    clips: &[&'c Clips],
    me: FluentNumber,
    first: DayNumber,
) -> Stretch<'c> {
    let Bounds { earliest, latest } = support.bounds;
    let after = |days: Option<i32>| days.map_or(DayNumber::MAX, |days| support.through.saturating_add(days));
    let ended_by = clips
        .iter()
        .filter_map(|clips| clips.ended_by(latest, first, me))
        .min_by_key(|clip| (clip.bounds.latest, clip.statement));
    let lapses = after(relation.lapses);
    let ended_by = ended_by.filter(|clip| clip.bounds.latest <= lapses);
    let possible = (support.possible_from, ended_by.map_or(lapses, |clip| clip.bounds.latest));
    let sure_until = clips
        .iter()
        .filter_map(|clips| clips.sure_until(earliest, me))
        .min()
        .unwrap_or(DayNumber::MAX)
        .min(after(relation.fades))
        .min(possible.1);
    let certain = (!support.weak && latest <= sure_until).then_some((latest, sure_until));
    Stretch { possible, certain, ended_by }
}
