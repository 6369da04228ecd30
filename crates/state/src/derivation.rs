//! From what is said about fluents to the terms for which they hold.
//!
//! The work is done by groups of fluents that exclude each other, relation by relation: causes come before what they
//! cause. What is told later touches only the groups that it speaks of; they are derived anew, by the same steps.

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::Relation;
use salname_packs::state::{Consequence, RelationRule, StateRules};

use crate::canon::{Canon, Incomplete};
use crate::clip::{Clip, Clips};
use crate::ends::{Cause, Ends};
use crate::events::Events;
use crate::gather::{FluentKey, FluentNumber, Gathering, NamedStop, PatternKey, Stop, full_mask};
use crate::generic;
use crate::groups::Derived;
use crate::marks::Marks;
use crate::named_ends::NamedEnds;
use crate::names::Symbol;
use crate::naming::Naming;
use crate::titles::{Known, Titles};
use crate::world::{Until, World};

/// Bit of the derived argument in a pattern.
pub(crate) const DERIVED: u8 = 1 << 3;

/// All that is needed to derive, and to derive anew when more is told.
#[derive(Debug)]
pub(crate) struct Derivation {
    events: Events,
    canon: Canon,
    incomplete: Incomplete,
    titles: FxHashMap<Relation, Titles>,
    ends: Ends,
    named: NamedEnds,
    /// Which fluents a name is an argument of; only where more may be told.
    naming: Option<Naming>,
    /// Fluents that are known so far.
    fluents: usize,
    /// Relations in an order in which causes come before what they cause.
    order: Vec<Relation>,
    /// Whether a name lifts the exclusivity of its relation, or is too general for it.
    shared: FxHashMap<(Relation, Symbol), bool>,
}

impl Derivation {
    pub fn new(gathering: &Gathering) -> Self {
        let rules = gathering.rules;
        let titles = rules
            .relations
            .iter()
            .filter_map(|(&relation, rule)| Some((relation, Titles::new(gathering, relation, rule)?)));
        Self {
            events: Events::default(),
            canon: Canon::default(),
            incomplete: Incomplete::default(),
            titles: titles.collect(),
            ends: Ends::default(),
            named: NamedEnds::default(),
            naming: None,
            fluents: 0,
            order: in_order(rules),
            shared: FxHashMap::default(),
        }
    }

    /// Makes ready for more: names are found again from now on.
    pub fn expect_more(&mut self, gathering: &Gathering) {
        let polity = |number| polity_of(&self.titles, gathering, number);
        self.naming = Some(Naming::new(gathering, polity));
        for titles in self.titles.values_mut() {
            titles.expect_more(gathering);
        }
        self.named.expect_more(&gathering.names.table);
    }

    /// Takes what was told since the last time into the world.
    pub fn take_in(&mut self, gathering: &mut Gathering, world: &mut World) {
        gathering.solve_orders();
        let events = std::mem::take(&mut gathering.events);
        let stops = std::mem::take(&mut gathering.stops);
        let named = std::mem::take(&mut gathering.named_stops);
        let gathering = &*gathering;
        let fluents = gathering.keys.len();
        let new = u32::try_from(self.fluents).expect("fewer than 2^32 fluents fit in memory")
            ..u32::try_from(fluents).expect("fewer than 2^32 fluents fit in memory");
        self.canon.grow(fluents);
        let mut touched = Marks::new(fluents);
        for event in &events {
            touched.mark(event.fluent);
        }
        self.events.add(events, fluents);
        self.add_stops(gathering, stops, world, &mut touched);

        // Which fluents are told as others, and which office each is of.
        let mut changed = Marks::new(fluents);
        self.incomplete.take_in(gathering, new.clone(), &mut self.canon, &mut changed);
        let known = Known { gathering, events: &self.events };
        for titles in self.titles.values_mut() {
            titles.take_in(known, new.clone(), &touched, &mut self.canon, &mut changed);
        }
        for &number in touched.list() {
            changed.mark(self.canon.of(number));
        }
        if let Some(naming) = &mut self.naming {
            naming.add(gathering, new.clone(), |number| polity_of(&self.titles, gathering, number));
            for &number in changed.list() {
                naming.note(polity_of(&self.titles, gathering, number), number);
            }
        }
        self.name_stops(gathering, named, new.clone(), world);
        self.fluents = fluents;
        world.fit(fluents);
        self.derive(gathering, world, changed);
        world.index_anew();
    }

    fn add_stops(&mut self, gathering: &Gathering, stops: Vec<Stop>, world: &mut World, touched: &mut Marks) {
        let mut others = Vec::with_capacity(stops.len());
        for stop in stops {
            note_end_of_one(&stop, world);
            let PatternKey { relation, mask, args: [a, b, c, _] } = stop.pattern;
            let key = FluentKey { relation, args: [a, b, c], own: 0 };
            let whole = gathering.rules.relation(relation).is_some_and(|rule| mask == full_mask(rule));
            match (self.titles.get_mut(&relation), gathering.numbers.get(&key)) {
                (Some(titles), Some(&number)) if whole => {
                    titles.add_stop(number, stop);
                    touched.mark(number);
                }
                (None, Some(&number)) if whole => {
                    touched.mark(number);
                    others.push(stop);
                }
                _ => others.push(stop),
            }
        }
        self.ends.add(others);
    }

    /// Ends that are told of something whose name stands in a text.
    fn name_stops(
        &mut self,
        gathering: &Gathering,
        named: Vec<NamedStop>,
        new: std::ops::Range<FluentNumber>,
        world: &mut World,
    ) {
        let table = &gathering.names.table;
        self.named.know(gathering, new.map(|number| &gathering.keys[number as usize]));
        self.named.add(named, table);
        for (number, stop) in self.named.find_anew(table) {
            self.ends.follow(Cause::Named(number), stop.into_iter().collect());
        }
        world.named_ends_of_one.clear();
        world.named_ends_of_one.extend(self.named.found().map(end_of_one));
    }

    /// Derives the marked fluents, and all that depend on them.
    fn derive(&mut self, gathering: &Gathering, world: &mut World, mut changed: Marks) {
        let all = world.is_empty();
        let mut of_relation: FxHashMap<Relation, Vec<FluentNumber>> = FxHashMap::default();
        for &number in changed.list() {
            of_relation.entry(gathering.keys[number as usize].relation).or_default().push(number);
        }
        for relation in std::mem::take(&mut self.order) {
            let rule = gathering.rules.relation(relation);
            let Some(rule) = rule.inspect(|_| self.order.push(relation)) else { continue };
            let mut numbers = of_relation.remove(&relation).unwrap_or_default();
            let patterns = self.ends.settle(relation);
            if let Some(naming) = self.naming.as_ref().filter(|_| !all) {
                let polity = |number| polity_of(&self.titles, gathering, number);
                for pattern in &patterns {
                    for number in naming.matching(gathering, pattern, polity) {
                        if changed.mark(number) {
                            numbers.push(number);
                        }
                    }
                }
            }
            let derived = self.derive_relation(gathering, world, (relation, rule), numbers);
            for (number, consequence) in gathering.rules.consequences.iter().enumerate() {
                if consequence.of == relation {
                    self.follow(gathering, world, (number, consequence), &derived);
                }
            }
        }
    }

    /// Derives fluents of one relation and all that exclude them; returns which these are.
    fn derive_relation(
        &mut self,
        gathering: &Gathering,
        world: &mut World,
        (relation, rule): (Relation, &RelationRule),
        mut numbers: Vec<FluentNumber>,
    ) -> Vec<FluentNumber> {
        numbers.sort_unstable();
        let mut alone: Vec<FluentNumber> = Vec::new();
        let mut groups: Vec<u32> = Vec::new();
        let mut seen = Marks::new(0);
        for &number in &numbers {
            let place = self.place(gathering, relation, rule, number);
            let (was, is) = world.groups.put(number, place.map(|place| (relation, place)));
            if is.is_none() {
                alone.push(number);
            }
            groups.extend(was.into_iter().chain(is).filter(|group| seen.mark(*group)));
        }
        let mut done = Vec::with_capacity(numbers.len());
        let known = Derived {
            gathering,
            rule,
            relation,
            events: &self.events,
            canon: &self.canon,
            titles: self.titles.get(&relation),
            ends: &self.ends,
        };
        for number in alone {
            known.derive(world, &[number], false);
            done.push(number);
        }
        for group in groups {
            let members = world.groups.members(group).to_vec();
            known.derive(world, &members, true);
            done.extend(members);
        }
        done
    }

    /// What is the same for all fluents of which only one holds at a time; none if it excludes nobody.
    fn place(
        &mut self,
        gathering: &Gathering,
        relation: Relation,
        rule: &RelationRule,
        number: FluentNumber,
    ) -> Option<[Symbol; 3]> {
        if rule.one_per.is_empty() {
            return None;
        }
        if let Some(titles) = self.titles.get(&relation) {
            return titles.office_of(number);
        }
        let args = gathering.keys[number as usize].args;
        let mut place = [0; 3];
        for (slot, arg) in rule.args.iter().enumerate() {
            if !rule.one_per.contains(arg) {
                continue;
            }
            let symbol = args[slot];
            let shared = *self.shared.entry((relation, symbol)).or_insert_with(|| {
                let text = gathering.names.table.text(symbol);
                rule.shared.iter().any(|pattern| pattern.matches(text))
                    || !rule.generic.is_empty() && generic::is_generic(&rule.generic, text)
            });
            if shared {
                return None;
            }
            place[slot] = symbol;
        }
        Some(place)
    }

    /// The ends that are told of a fluent.
    fn ends_of(&self, gathering: &Gathering, number: FluentNumber) -> impl Iterator<Item = &Clip> {
        let FluentKey { relation, args: [a, b, c], .. } = &gathering.keys[number as usize];
        let polity = polity_of(&self.titles, gathering, number);
        let table = &gathering.names.table;
        let args = [table.given(a), table.given(b), table.given(c), table.given(&polity)];
        self.ends.of(*relation, args, None).into_iter().flat_map(Clips::all)
    }

    /// The ends that follow from the ends of fluents: from every end that is told, also where nobody tells when the
    /// fluent began, and from that of each term. What ended perhaps ends perhaps what depends on it.
    fn follow(
        &mut self,
        gathering: &Gathering,
        world: &World,
        (consequence_number, consequence): (usize, &Consequence),
        numbers: &[FluentNumber],
    ) {
        let rules = gathering.rules;
        let (Some(cause), Some(ended)) = (rules.relation(consequence.of), rules.relation(consequence.ends))
        else {
            return;
        };
        let position = |rule: &RelationRule, arg: &str| rule.args.iter().position(|known| known == arg);
        let mut seen: FxHashSet<FluentNumber> = FxHashSet::default();
        for &number in numbers.iter().filter(|number| seen.insert(**number)) {
            let key = &gathering.keys[number as usize];
            let mut pattern = PatternKey { relation: consequence.ends, mask: 0, args: [0; 4] };
            for (to, from) in &consequence.with {
                let slot = position(ended, to).unwrap_or(3);
                pattern.mask |= if slot == 3 { DERIVED } else { 1 << slot };
                pattern.args[slot] = position(cause, from)
                    .map_or_else(|| polity_of(&self.titles, gathering, number), |slot| key.args[slot]);
            }
            let told = self.ends_of(gathering, number);
            let mut stops: Vec<Stop> = told
                .map(|&Clip { bounds, weak, date, statement, .. }| Stop {
                    pattern,
                    weak,
                    bounds,
                    date,
                    statement,
                })
                .collect();
            let untils = world.terms_of(number).iter().filter_map(|term| term.until);
            stops.extend(untils.map(|Until { bounds, date, statement, .. }| Stop {
                pattern,
                weak: false,
                bounds,
                date,
                statement,
            }));
            self.ends.follow(Cause::Fluent(number, consequence_number), stops);
        }
    }
}

fn polity_of(titles: &FxHashMap<Relation, Titles>, gathering: &Gathering, number: FluentNumber) -> Symbol {
    let titles = titles.get(&gathering.keys[number as usize].relation);
    titles.map_or(0, |titles| titles.polity_of(gathering, number))
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

/// Ends of all that has one argument are what a death is, or the end of a treaty.
fn note_end_of_one(stop: &Stop, world: &mut World) {
    if stop.pattern.mask.count_ones() == 1 && stop.pattern.relation != Relation::Exists {
        world.ends_of_one.push(end_of_one(stop));
    }
}

fn end_of_one(stop: &Stop) -> (Symbol, crate::day::Bounds, crate::StatementNumber) {
    (stop.pattern.args.into_iter().max().unwrap_or(0), stop.bounds, stop.statement)
}
