//! From what is said about fluents to the terms for which they hold, relation by relation.

use std::ops::Range;

use rustc_hash::FxHashMap;
use salname_model::Relation;
use salname_packs::state::{RelationRule, StateRules};

use crate::clip::{Clip, Clips, NOBODY};
use crate::day::Bounds;
use crate::gather::{Event, EventKind, FluentNumber, Gathering, PatternKey, Stop};
use crate::names::{Finder, Symbol};
use crate::timeline::{self, Support};
use crate::titles::Titles;
use crate::world::{Term, Until, World};
use crate::{canon, generic};

/// Bit of the derived argument in a pattern.
const DERIVED: u8 = 1 << 3;

pub(crate) fn derive(mut gathering: Gathering) -> World {
    canon::gather_incomplete(&mut gathering);
    let titles = canon::gather_titles(&mut gathering);
    let derived = Derivation::new(&gathering, titles);
    let order = in_order(gathering.rules);
    let mut stops = std::mem::take(&mut gathering.stops);
    stops.extend(derived.named_stops(&gathering));
    let mut stops_of: FxHashMap<Relation, Vec<Stop>> = FxHashMap::default();
    for stop in stops {
        stops_of.entry(stop.pattern.relation).or_default().push(stop);
    }
    let mut world = World::new(gathering.rules);
    world.ends_of_one = stops_of
        .values()
        .flatten()
        .filter(|stop| stop.pattern.mask.count_ones() == 1 && stop.pattern.relation != Relation::Exists)
        .map(|stop| (stop.pattern.args.into_iter().max().unwrap_or(0), stop.bounds, stop.statement))
        .collect();
    world.ends_of_one.sort_unstable();
    world.ends_of_one.dedup();
    for relation in order {
        let Some(rule) = gathering.rules.relation(relation) else { continue };
        let ends = Ends::new(stops_of.remove(&relation).unwrap_or_default());
        let terms = derived.terms_of(&gathering, relation, rule, &ends, &mut world);
        for consequence in gathering.rules.consequences.iter().filter(|next| next.of == relation) {
            let dependents = stops_of.entry(consequence.ends).or_default();
            dependents.extend(derived.consequences(&gathering, consequence, &world, terms.clone()));
        }
    }
    world.finish(gathering)
}

/// Relations in an order in which causes come before what they cause.
fn in_order(rules: &StateRules) -> Vec<Relation> {
    let mut order: Vec<Relation> = Vec::new();
    for consequence in &rules.consequences {
        if !order.contains(&consequence.of) {
            order.push(consequence.of);
        }
    }
    order.extend(Relation::ALL.iter().filter(|relation| !order.contains(relation)).collect::<Vec<_>>());
    order
}

/// The ends that are told for a relation, by what they end.
struct Ends {
    by_pattern: FxHashMap<PatternKey, Clips>,
    /// The sets of arguments that occur.
    masks: Vec<u8>,
}

impl Ends {
    fn new(mut stops: Vec<Stop>) -> Self {
        stops.sort_by_key(|stop| {
            (stop.pattern, stop.weak, stop.bounds.width(), stop.bounds.earliest, stop.statement)
        });
        let mut by_pattern = FxHashMap::default();
        let mut masks = Vec::new();
        for alike in stops.chunk_by(|a, b| a.pattern == b.pattern) {
            let pattern = alike[0].pattern;
            if !masks.contains(&pattern.mask) {
                masks.push(pattern.mask);
            }
            by_pattern.insert(pattern, Clips::new(agreeing(alike), false));
        }
        Self { by_pattern, masks }
    }

    /// All lists of ends that concern a fluent.
    fn of<'s>(&'s self, relation: Relation, args: [&[Symbol]; 4]) -> Vec<&'s Clips> {
        let mut found = Vec::new();
        for &mask in &self.masks {
            let mut choices = vec![[0; 4]];
            for bit in (0..4).filter(|bit| mask & (1 << bit) != 0) {
                choices = choices
                    .iter()
                    .flat_map(|&chosen| {
                        args[bit].iter().map(move |&symbol| {
                            let mut chosen = chosen;
                            chosen[bit] = symbol;
                            chosen
                        })
                    })
                    .collect();
            }
            let patterns = choices.into_iter().map(|args| PatternKey { relation, mask, args });
            found.extend(patterns.filter_map(|pattern| self.by_pattern.get(&pattern)));
        }
        found
    }
}

/// Stops of one pattern, sorted by how narrow they are: those whose days overlap tell of one end.
fn agreeing(stops: &[Stop]) -> Vec<Clip> {
    let mut clips: Vec<Clip> = Vec::new();
    for stop in stops {
        let at = clips.partition_point(|clip| clip.bounds.latest < stop.bounds.earliest);
        match clips.get_mut(at).filter(|clip| clip.bounds.overlaps(stop.bounds)) {
            Some(clip) if clip.weak || !stop.weak => {
                clip.bounds = Bounds::new(
                    clip.bounds.earliest.max(stop.bounds.earliest),
                    clip.bounds.latest.min(stop.bounds.latest),
                );
            }
            Some(_) => {}
            None => clips.insert(
                at,
                Clip {
                    bounds: stop.bounds,
                    weak: stop.weak,
                    owner: NOBODY,
                    date: stop.date,
                    at_latest: false,
                    statement: stop.statement,
                },
            ),
        }
    }
    clips
}

/// What is needed of the whole while relations are derived one by one.
struct Derivation {
    /// Events sorted by fluent.
    events: Vec<Event>,
    /// The events of each fluent.
    ranges: Vec<Range<usize>>,
    /// The derived argument of each fluent, 0 where there is none.
    derived: Vec<Symbol>,
    /// Which offices are the same, for relations whose exclusive argument has a name inside it.
    titles: FxHashMap<Relation, Titles>,
    /// The fluents of each relation, in the order in which they were met.
    of_relation: FxHashMap<Relation, Vec<FluentNumber>>,
}

impl Derivation {
    fn new(gathering: &Gathering, titles: FxHashMap<Relation, Titles>) -> Self {
        let mut events = gathering.events.clone();
        events.sort_by_key(|event| (event.fluent, event.statement));
        let mut ranges = vec![0..0; gathering.keys.len()];
        let mut start = 0;
        for alike in events.chunk_by(|a, b| a.fluent == b.fluent) {
            ranges[alike[0].fluent as usize] = start..start + alike.len();
            start += alike.len();
        }
        let mut of_relation: FxHashMap<Relation, Vec<FluentNumber>> = FxHashMap::default();
        for (number, key) in (0..).zip(&gathering.keys) {
            of_relation.entry(key.relation).or_default().push(number);
        }
        let mut derivation =
            Self { events, ranges, derived: vec![0; gathering.keys.len()], titles, of_relation };
        for relation in gathering.rules.relations.keys() {
            derivation.find_derived(*relation);
        }
        derivation
    }

    fn find_derived(&mut self, relation: Relation) {
        let Some(titles) = self.titles.get(&relation) else { return };
        for number in self.of_relation.get(&relation).into_iter().flatten() {
            self.derived[*number as usize] = titles.polity_of(*number);
        }
    }

    /// Finds the known names of an argument inside texts.
    fn finder(&self, gathering: &Gathering, relation: Relation, slot: usize, rule: &RelationRule) -> Finder {
        let known = self.of_relation.get(&relation).into_iter().flatten();
        let mut symbols: Vec<Symbol> = known
            .map(|number| gathering.keys[*number as usize].args[slot])
            .filter(|&symbol| symbol != 0)
            .collect();
        symbols.sort_unstable();
        symbols.dedup();
        symbols.retain(|&symbol| !generic::is_generic(&rule.generic, gathering.names.table.text(symbol)));
        Finder::new(symbols, &gathering.names.table)
    }

    fn named_stops(&self, gathering: &Gathering) -> Vec<Stop> {
        let mut finders: FxHashMap<(Relation, usize), Finder> = FxHashMap::default();
        let mut stops = Vec::new();
        for stop in &gathering.named_stops {
            let Some(rule) = gathering.rules.relation(stop.relation) else { continue };
            let finder = finders
                .entry((stop.relation, stop.arg))
                .or_insert_with(|| self.finder(gathering, stop.relation, stop.arg, rule));
            if let Some(symbol) = finder.find(gathering.names.table.text(stop.text)) {
                let mut args = [0; 4];
                args[stop.arg] = symbol;
                stops.push(Stop {
                    pattern: PatternKey { relation: stop.relation, mask: 1 << stop.arg, args },
                    weak: stop.weak,
                    bounds: stop.bounds,
                    date: stop.date,
                    statement: stop.statement,
                });
            }
        }
        stops
    }

    fn supports(&self, gathering: &Gathering, number: FluentNumber, relation: Relation) -> Vec<Support> {
        match gathering.rules.relation(relation) {
            Some(rule) => timeline::supports(self.events_of(number), rule),
            None => Vec::new(),
        }
    }

    fn events_of(&self, number: FluentNumber) -> &[Event] {
        &self.events[self.ranges[number as usize].clone()]
    }

    /// Derives the terms of a relation into the world; returns which they are.
    fn terms_of(
        &self,
        gathering: &Gathering,
        relation: Relation,
        rule: &RelationRule,
        ends: &Ends,
        world: &mut World,
    ) -> Range<usize> {
        let start = world.terms.len();
        let empty = Vec::new();
        let numbers = self.of_relation.get(&relation).unwrap_or(&empty);
        let table = &gathering.names.table;
        let told: Vec<Told> = numbers
            .iter()
            .map(|number| {
                let [a, b, c] = &gathering.keys[*number as usize].args;
                let derived = &self.derived[*number as usize];
                let ends = ends.of(relation, [a, b, c, derived].map(|symbol| table.given(symbol)));
                let mut supports = self.supports(gathering, *number, relation);
                let restarted = timeline::restart_after_ends(&mut supports, &ends);
                world.restarted.extend(
                    restarted.into_iter().map(|(end, bounds, statement)| (*number, *end, bounds, statement)),
                );
                Told { number: *number, supports, ends }
            })
            .collect();
        let groups = Groups::new(gathering, rule, self.titles.get(&relation), &told);
        for Told { number, supports, mut ends } in told {
            if let (1, Some(first)) =
                (rule.args.len(), supports.iter().map(|next| next.bounds.earliest).min())
            {
                let early = ends.iter().filter_map(|clips| clips.before(first)).map(|clip| (number, *clip));
                world.early_ends.extend(early);
            }
            let group = groups.of_fluent.get(&number).copied();
            ends.extend(group.map(|group| &groups.clips[group as usize]));
            let denials = self.denials(number);
            ends.extend(denials.as_ref());
            Terms { number, group, rule, clips: &ends, world }.add(supports);
            self.note_undated(number, world);
        }
        start..world.terms.len()
    }

    /// Statements that a fluent did not hold make it less than certain from then on.
    fn denials(&self, number: FluentNumber) -> Option<Clips> {
        let denials: Vec<Clip> = self
            .events_of(number)
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

    fn note_undated(&self, number: FluentNumber, world: &mut World) {
        for event in self.events_of(number) {
            if event.what == EventKind::Denies {
                world.denials.entry(number).or_default().push((event.statement, event.bounds));
            } else if event.bounds.is_none() {
                world.undated.entry(number).or_default().push(event.statement);
            }
        }
    }

    /// The stops that follow from the ends of the terms of another relation.
    fn consequences(
        &self,
        gathering: &Gathering,
        consequence: &salname_packs::state::Consequence,
        world: &World,
        terms: Range<usize>,
    ) -> Vec<Stop> {
        let (Some(cause), Some(ended)) =
            (gathering.rules.relation(consequence.of), gathering.rules.relation(consequence.ends))
        else {
            return Vec::new();
        };
        let mut stops = Vec::new();
        for term in &world.terms[terms] {
            let Some(until) = &term.until else { continue };
            let key = &gathering.keys[term.fluent as usize];
            let mut pattern = PatternKey { relation: consequence.ends, mask: 0, args: [0; 4] };
            for (to, from) in &consequence.with {
                let position =
                    |rule: &RelationRule, arg: &str| rule.args.iter().position(|known| known == arg);
                let slot = position(ended, to).unwrap_or(3);
                pattern.mask |= if slot == 3 { DERIVED } else { 1 << slot };
                pattern.args[slot] =
                    position(cause, from).map_or(self.derived[term.fluent as usize], |slot| key.args[slot]);
            }
            let (bounds, date, statement) = (until.bounds, until.date, until.statement);
            stops.push(Stop { pattern, weak: false, bounds, date, statement });
        }
        stops
    }
}

/// A fluent with all that is told of it.
struct Told<'e> {
    number: FluentNumber,
    supports: Vec<Support>,
    ends: Vec<&'e Clips>,
}

/// Fluents of which only one holds at a time, and what their beginnings end.
struct Groups {
    of_fluent: FxHashMap<FluentNumber, u32>,
    clips: Vec<Clips>,
}

impl Groups {
    fn new(gathering: &Gathering, rule: &RelationRule, titles: Option<&Titles>, told: &[Told]) -> Self {
        let mut groups = Self { of_fluent: FxHashMap::default(), clips: Vec::new() };
        if rule.one_per.is_empty() {
            return groups;
        }
        let slots: Vec<usize> =
            rule.one_per.iter().filter_map(|arg| rule.args.iter().position(|known| known == arg)).collect();
        let mut number_of: FxHashMap<[Symbol; 3], u32> = FxHashMap::default();
        let mut members: Vec<Vec<Clip>> = Vec::new();
        let mut shared: FxHashMap<Symbol, bool> = FxHashMap::default();
        for Told { number, supports, .. } in told {
            let key = &gathering.keys[*number as usize];
            let mut place = [0; 3];
            if let Some(titles) = titles {
                let Some(office) = titles.office_of(*number) else { continue };
                place = office;
            } else {
                let alone = slots.iter().all(|&slot| {
                    !*shared.entry(key.args[slot]).or_insert_with(|| {
                        let text = gathering.names.table.text(key.args[slot]);
                        rule.shared.iter().any(|pattern| pattern.matches(text))
                            || !rule.generic.is_empty() && generic::is_generic(&rule.generic, text)
                    })
                });
                if !alone {
                    continue;
                }
                for &slot in &slots {
                    place[slot] = key.args[slot];
                }
            }
            let next = u32::try_from(members.len()).expect("fewer than 2^32 groups fit in memory");
            let group = *number_of.entry(place).or_insert_with(|| {
                members.push(Vec::new());
                next
            });
            groups.of_fluent.insert(*number, group);
            members[group as usize].extend(supports.iter().flat_map(|support| support.clips(*number)));
        }
        groups.clips = members.into_iter().map(|clips| Clips::new(clips, true)).collect();
        groups
    }
}

/// Writes the terms of one fluent.
struct Terms<'d> {
    number: FluentNumber,
    group: Option<u32>,
    rule: &'d RelationRule,
    clips: &'d [&'d Clips],
    world: &'d mut World,
}

impl Terms<'_> {
    fn add(&mut self, mut supports: Vec<Support>) {
        let Some(first) = supports.iter().map(|support| support.bounds.earliest).min() else { return };
        supports.sort_by_key(|support| (support.possible_from, support.bounds, !support.begins));
        let mut term: Option<Term> = None;
        for support in supports {
            let stretch = timeline::stretch(&support, self.rule, self.clips, self.number, first);
            if term.as_ref().is_some_and(|term| term.possible.1 < stretch.possible.0) {
                self.finish(term.take());
            }
            let world = &mut *self.world;
            let at = world.supports.len();
            let term = term.get_or_insert_with(|| Term {
                fluent: self.number,
                group: self.group,
                possible: stretch.possible,
                certain: Vec::new(),
                supports: at..at,
                until: None,
            });
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
            term.certain.extend(stretch.certain);
            world.supports.push(support);
            term.supports.end = world.supports.len();
        }
        self.finish(term);
    }

    fn finish(&mut self, term: Option<Term>) {
        if let Some(mut term) = term {
            term.certain.sort_unstable();
            term.certain.dedup_by(|next, joined| {
                let touches = next.0 <= joined.1.saturating_add(1);
                if touches {
                    joined.1 = joined.1.max(next.1);
                }
                touches
            });
            self.world.terms.push(term);
        }
    }
}
