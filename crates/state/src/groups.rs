//! Fluents that exclude each other, and the terms that follow for them.

use rustc_hash::FxHashMap;
use salname_model::Relation;
use salname_packs::state::RelationRule;

use crate::canon::Canon;
use crate::clip::{Clip, Clips, NOBODY};
use crate::ends::{self, Ends};
use crate::events::Events;
use crate::gather::{Event, EventKind, FluentNumber, Gathering, full_mask};
use crate::names::Symbol;
use crate::timeline::{self, Support};
use crate::titles::Titles;
use crate::world::{Fluent, Term, Until, World};

/// No group.
const ALONE: u32 = u32::MAX;

/// Fluents of which only one holds at a time.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    numbers: FxHashMap<(Relation, [Symbol; 3]), u32>,
    of_fluent: Vec<u32>,
    /// Sorted.
    members: Vec<Vec<FluentNumber>>,
}

impl Groups {
    /// Further fluents are in no group.
    pub fn fit(&mut self, fluents: usize) {
        self.of_fluent.resize(fluents, ALONE);
    }

    pub fn of(&self, fluent: FluentNumber) -> Option<u32> {
        Some(self.of_fluent[fluent as usize]).filter(|group| *group != ALONE)
    }

    pub fn members(&self, group: u32) -> &[FluentNumber] {
        &self.members[group as usize]
    }

    /// All groups.
    pub fn all(&self) -> &[Vec<FluentNumber>] {
        &self.members
    }

    /// Puts a fluent into the group of a place; returns the group it was in if that is another, and the one it is in.
    pub fn put(
        &mut self,
        fluent: FluentNumber,
        place: Option<(Relation, [Symbol; 3])>,
    ) -> (Option<u32>, Option<u32>) {
        let was = self.of(fluent);
        let is = place.map(|place| {
            let next = u32::try_from(self.members.len()).expect("fewer than 2^32 groups fit in memory");
            *self.numbers.entry(place).or_insert_with(|| {
                self.members.push(Vec::new());
                next
            })
        });
        if was == is {
            return (None, is);
        }
        if let Some(was) = was {
            self.members[was as usize].retain(|known| *known != fluent);
        }
        if let Some(is) = is {
            let members = &mut self.members[is as usize];
            members.insert(members.partition_point(|known| *known < fluent), fluent);
        }
        self.of_fluent[fluent as usize] = is.unwrap_or(ALONE);
        (was, is)
    }
}

/// What the terms of one relation are derived from.
#[derive(Clone, Copy)]
pub(crate) struct Derived<'d> {
    pub gathering: &'d Gathering<'d>,
    pub relation: Relation,
    pub rule: &'d RelationRule,
    pub events: &'d Events,
    pub canon: &'d Canon,
    pub titles: Option<&'d Titles>,
    pub ends: &'d Ends,
}

/// A fluent with all that is told of it.
struct Told<'e> {
    number: FluentNumber,
    events: Vec<Event>,
    supports: Vec<Support>,
    ends: Vec<&'e Clips>,
    /// Ends that are told of this very office and holder.
    own_ends: Option<Clips>,
}

impl<'d> Derived<'d> {
    /// Derives fluents that exclude each other, or one that is alone.
    pub fn derive(&self, world: &mut World, numbers: &[FluentNumber], exclusive: bool) {
        let mut told: Vec<Told> = numbers.iter().map(|&number| self.told(number)).collect();
        let mut fluents: Vec<Fluent> = Vec::with_capacity(told.len());
        let mut supports: Vec<Vec<Support>> =
            told.iter_mut().map(|one| std::mem::take(&mut one.supports)).collect();
        let ends: Vec<Vec<&Clips>> =
            told.iter().map(|one| one.ends.iter().copied().chain(&one.own_ends).collect()).collect();
        for ((one, ends), of_one) in told.iter().zip(&ends).zip(&mut supports) {
            let mut fluent = Fluent { number: one.number, ..Fluent::default() };
            let restarted = timeline::restart_after_ends(of_one, ends);
            fluent.restarted =
                restarted.into_iter().map(|(end, bounds, statement)| (*end, bounds, statement)).collect();
            if let (1, Some(first)) =
                (self.rule.args.len(), of_one.iter().map(|next| next.bounds.earliest).min())
            {
                fluent.early_ends = ends.iter().filter_map(|clips| clips.before(first)).copied().collect();
            }
            fluents.push(fluent);
        }
        let successions = exclusive.then(|| {
            let clips = numbers.iter().zip(&supports);
            let clips = clips.flat_map(|(number, of_one)| of_one.iter().flat_map(|one| one.clips(*number)));
            Clips::new(clips.collect(), true)
        });
        for (((one, fluent), supports), mut ends) in told.iter().zip(&mut fluents).zip(supports).zip(ends) {
            ends.extend(&successions);
            let denials = denials(&one.events);
            ends.extend(denials.as_ref());
            let mut terms = Terms { rule: self.rule, clips: &ends, fluent: &mut *fluent };
            terms.add(supports);
            note_undated(&one.events, fluent);
        }
        if exclusive && fluents.len() > 1 {
            mark_contested(&mut fluents);
        }
        for fluent in fluents {
            world.replace(self.relation, fluent);
        }
    }

    fn told(&self, number: FluentNumber) -> Told<'d> {
        let table = &self.gathering.names.table;
        let told_as = self.canon.told_as(number);
        let mut events: Vec<Event> = Vec::new();
        for &other in &told_as {
            events.extend(self.events.of(other).map(|event| Event { fluent: number, ..*event }));
        }
        if told_as.len() > 1 {
            events.sort_by_key(|event| event.statement);
        }
        let key = &self.gathering.keys[number as usize];
        let polity = self.titles.map_or(0, |titles| titles.polity_of(self.gathering, number));
        let [a, b, c] = &key.args;
        let full = self.titles.map(|_| full_mask(self.rule));
        let ends = self.ends.of(
            self.relation,
            [table.given(a), table.given(b), table.given(c), table.given(&polity)],
            full,
        );
        let own_ends = self.titles.and_then(|titles| {
            let mut stops: Vec<_> =
                told_as.iter().flat_map(|&other| titles.stops_of(other)).copied().collect();
            stops.sort_unstable_by_key(ends::order);
            (!stops.is_empty()).then(|| Clips::new(ends::agreeing(&stops), false))
        });
        let supports = timeline::supports(&events, self.rule);
        Told { number, events, supports, ends, own_ends }
    }
}

/// Statements that a fluent did not hold make it less than certain from then on.
fn denials(events: &[Event]) -> Option<Clips> {
    let denials: Vec<Clip> = events
        .iter()
        .filter(|event| event.what == EventKind::Denies)
        .filter_map(|event| {
            Some(Clip {
                bounds: event.bounds?,
                weak: true,
                owner: NOBODY,
                date: event.date,
                at_latest: false,
                statement: event.statement,
            })
        })
        .collect();
    (!denials.is_empty()).then(|| Clips::new(denials, false))
}

fn note_undated(events: &[Event], fluent: &mut Fluent) {
    for event in events {
        if event.what == EventKind::Denies {
            fluent.denials.push((event.statement, event.bounds));
        } else if event.bounds.is_none() {
            fluent.undated.push(event.statement);
        }
    }
}

/// Marks the terms that are certain on days on which another of the group is; on the day of handing over both hold.
fn mark_contested(fluents: &mut [Fluent]) {
    let mut sure: Vec<(i32, i32, usize, usize)> = Vec::new();
    for (fluent, one) in fluents.iter().enumerate() {
        for (term, held) in one.terms.iter().enumerate() {
            sure.extend(held.certain().map(|(from, to)| (from, to, fluent, term)));
        }
    }
    sure.sort_unstable();
    let mut contested: Vec<(usize, usize)> = Vec::new();
    // The two longest reaching of different fluents so far.
    let mut reach: [(i32, usize); 2] = [(i32::MIN, usize::MAX); 2];
    for (at, &(from, to, fluent, term)) in sure.iter().enumerate() {
        let before = if reach[0].1 == fluent { reach[1].0 } else { reach[0].0 };
        let next = sure[at + 1..].iter().find(|next| next.2 != fluent);
        let last = sure[..at].iter().rev().take_while(|last| last.0 == from).any(|last| last.2 != fluent);
        if before > from || last || next.is_some_and(|next| next.0 < to || next.0 == from) {
            contested.push((fluent, term));
        }
        if reach[0].1 == fluent {
            reach[0].0 = reach[0].0.max(to);
        } else if to > reach[0].0 {
            reach = [(to, fluent), reach[0]];
        } else if reach[1].1 == fluent || to > reach[1].0 {
            reach[1] = (to.max(if reach[1].1 == fluent { reach[1].0 } else { i32::MIN }), fluent);
        }
    }
    for (fluent, term) in contested {
        fluents[fluent].terms[term].contested = true;
    }
}

/// Writes the terms of one fluent.
struct Terms<'d> {
    rule: &'d RelationRule,
    clips: &'d [&'d Clips],
    fluent: &'d mut Fluent,
}

impl Terms<'_> {
    fn add(&mut self, mut supports: Vec<Support>) {
        let Some(first) = supports.iter().map(|support| support.bounds.earliest).min() else { return };
        supports.sort_by_key(|support| (support.possible_from, support.bounds, !support.begins));
        let mut term: Option<(Term, Vec<(i32, i32)>)> = None;
        for support in supports {
            let number = self.fluent.number;
            let stretch = timeline::stretch(&support, self.rule, self.clips, number, first);
            if term.as_ref().is_some_and(|(term, _)| term.possible.1 < stretch.possible.0) {
                self.finish(term.take());
            }
            let at = u32::try_from(self.fluent.supports.len()).expect("fewer than 2^32 fit in memory");
            let (term, certain) =
                term.get_or_insert_with(|| (Term::new(number, stretch.possible, at), Vec::new()));
            if stretch.possible.1 >= term.possible.1 || term.supports.is_empty() {
                term.possible.1 = stretch.possible.1;
                term.until = stretch.ended_by.map(|clip| Until {
                    bounds: clip.bounds,
                    date: clip.date,
                    at_latest: clip.at_latest,
                    succession: clip.owner != NOBODY,
                    statement: clip.statement,
                });
            }
            certain.extend(stretch.certain);
            self.fluent.supports.push(support);
            term.supports.end = at + 1;
        }
        self.finish(term);
    }

    fn finish(&mut self, term: Option<(Term, Vec<(i32, i32)>)>) {
        if let Some((mut term, mut certain)) = term {
            certain.sort_unstable();
            certain.dedup_by(|next, joined| {
                let touches = next.0 <= joined.1.saturating_add(1);
                if touches {
                    joined.1 = joined.1.max(next.1);
                }
                touches
            });
            term.set_certain(&certain);
            self.fluent.terms.push(term);
        }
    }
}
