//! Two who held at once what one holds at a time, and what is said to hold and not to hold.

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::Relation;
use salname_packs::state::{fold, words};

use super::retold::ONE_NARRATIVE;
use super::{Found, akin, nearness, text};
use crate::gather::FluentNumber;
use crate::timeline::Support;
use crate::world::Term;
use crate::{StatementNumber, World};

/// Two attestations farther apart than this many days are no unbroken term, if nobody says so.
const UNBROKEN: i32 = 2 * 365;
/// What is denied so many days from when it is told is perhaps another matter.
const SAME_MATTER: i32 = 60;
/// The treaties that end one war are made within so many days.
const ONE_SETTLEMENT: i32 = 2 * 365;
/// …and the place has not been told of more often.
const MOST_TOLD_OF_A_GIFT: usize = 4;
/// Not more than so many disagreements are told about one office or place.
const MOST_PER_GROUP: usize = 12;

pub(super) fn find(found: &mut Found) {
    let world = found.world;
    for members in world.groups.all().iter().filter(|members| members.len() > 1) {
        let terms: Vec<&Term> = members.iter().flat_map(|&number| world.terms_of(number)).collect();
        if terms.len() < 2 {
            continue;
        }
        let kind = match world.keys[members[0] as usize].relation {
            Relation::Holds => "two-holders",
            Relation::Subordinate => continue,
            _ => "two-powers",
        };
        let relation = world.keys[members[0] as usize].relation;
        let group = Group::new(world, &terms);
        group.compare(found, kind);
        if relation == Relation::PartOf {
            group.given_to_two(found, kind);
        }
    }
    after_the_end(found);
    denied(found);
}

/// One support of one of the rivals.
#[derive(Clone, Copy)]
struct Held<'w> {
    term: &'w Term,
    support: &'w Support,
}

struct Group<'w> {
    /// What is sure, in the order of days.
    held: Vec<Held<'w>>,
    /// What each statement is sure of.
    of_statement: FxHashMap<StatementNumber, Vec<Held<'w>>>,
}

impl<'w> Group<'w> {
    fn new(world: &'w World, terms: &[&'w Term]) -> Self {
        let mut held: Vec<Held> = terms
            .iter()
            .flat_map(|&term| world.supports_of(term).iter().map(move |support| Held { term, support }))
            .filter(|held| !held.support.weak)
            // The west of a place went to one, the east to another.
            .filter(|held| world.tellings.is_of_itself(held.support.statements[0]))
            .collect();
        held.sort_by_key(|held| (held.support.bounds, held.term.fluent));
        let mut of_statement: FxHashMap<StatementNumber, Vec<Held>> = FxHashMap::default();
        for one in &held {
            of_statement.entry(one.support.statements[0]).or_default().push(*one);
        }
        Self { held, of_statement }
    }

    /// True if none of those whom the two statements name together is another's like: a commander and his troops.
    fn are_rivals(&self, world: &World, a: &Held, b: &Held) -> bool {
        let [with_a, with_b] = [a, b].map(|held| &self.of_statement[&held.support.statements[0]]);
        with_a.iter().all(|a| with_b.iter().all(|b| a.term.fluent != b.term.fluent && rivals(world, a, b)))
    }

    fn compare(&self, found: &mut Found, kind: &'static str) {
        let mut pairs: FxHashSet<(FluentNumber, FluentNumber)> = FxHashSet::default();
        let mut last: FxHashMap<FluentNumber, usize> = FxHashMap::default();
        for (index, now) in self.held.iter().enumerate() {
            if pairs.len() >= MOST_PER_GROUP {
                return;
            }
            let on_one_day = self.held[..index]
                .iter()
                .rev()
                .take(3)
                .find(|other| same_day(other, now) && !is_one_event(found.world, other, now));
            let between = last
                .insert(now.term.fluent, index)
                .and_then(|before| self.interrupts(found.world, before, now));
            for (other, factor) in on_one_day.map(|other| (other, 1.0)).into_iter().chain(between) {
                let pair = (now.term.fluent.min(other.term.fluent), now.term.fluent.max(other.term.fluent));
                if now.term.fluent != other.term.fluent
                    && !pairs.contains(&pair)
                    && self.are_rivals(found.world, now, other)
                {
                    pairs.insert(pair);
                    let weight = found.world.rules.weight(kind) * factor * sureness(now) * sureness(other);
                    let about = about(found.world, now.term);
                    found.add(kind, weight, about, now.support.statements[0], other.support.statements[0]);
                }
            }
        }
    }

    /// A place that one settlement gave to one, and as another tells to another, though nobody says that it changed hands.
    /// What went from hand to hand before everybody's eyes is told of more often.
    fn given_to_two(&self, found: &mut Found, kind: &'static str) {
        let world = found.world;
        let Some(first) = self.held.first().filter(|_| self.held.len() <= MOST_TOLD_OF_A_GIFT) else {
            return;
        };
        let mut others = self.held.iter().filter(|other| other.term.fluent != first.term.fluent);
        let Some(second) = others.next() else { return };
        if others.any(|other| other.term.fluent != second.term.fluent) {
            return;
        }
        let sure = |held: &Held| {
            let surest = f64::from(world.rules.reading.certain_from);
            held.support.begins
                && held.support.statements.iter().any(|told| world.tellings.confidence(*told) >= surest)
        };
        let gap = second.support.bounds.gap(first.support.bounds);
        let place = world.keys[first.term.fluent as usize].args[0];
        let seldom = world.tellings.times_told_of(place) <= MOST_TOLD_OF_A_GIFT;
        let given_away = first.term.until.is_some_and(|until| !until.succession);
        if seldom
            && sure(first)
            && sure(second)
            && (1..=ONE_SETTLEMENT).contains(&gap)
            && !given_away
            && rivals(world, first, second)
        {
            let weight = world.rules.weight(kind) * nearness(gap, ONE_SETTLEMENT);
            let about = about(world, first.term);
            found.add(kind, weight, about, first.support.statements[0], second.support.statements[0]);
        }
    }

    /// What another holds between two attestations of one who, as far as anybody says, never let go.
    fn interrupts(&self, world: &World, before: usize, now: &Held) -> Option<(&Held<'w>, f64)> {
        let first = &self.held[before];
        let gap = now.support.bounds.earliest.saturating_sub(first.support.bounds.latest);
        let let_go = first.term.until.is_some_and(|until| {
            !until.succession
                && until.bounds.earliest <= now.support.bounds.latest
                && first.term.fluent == now.term.fluent
        });
        if now.support.begins || gap > UNBROKEN || let_go {
            return None;
        }
        let told = first.support.statements[0];
        // An account that goes from one to the other and back tells how it went.
        let one_narrative = |other: &Held| {
            [now, other]
                .iter()
                .all(|held| world.tellings.are_near(told, held.support.statements[0], ONE_NARRATIVE))
        };
        let other = self.held[before + 1..].iter().find(|other| {
            other.term.fluent != now.term.fluent
                && other.support.bounds.earliest > first.support.bounds.latest
        })?;
        (other.support.bounds.latest < now.support.bounds.earliest && !one_narrative(other))
            .then(|| (other, nearness(gap, UNBROKEN)))
    }
}

/// True if one source tells of one event twice: who takes a place under another's name, or with another, is no rival.
fn is_one_event(world: &World, a: &Held, b: &Held) -> bool {
    let source = |held: &Held| world.tellings.source(held.support.statements[0]);
    world.keys[a.term.fluent as usize].relation == Relation::Controls
        && a.support.begins
        && b.support.begins
        && source(a) == source(b)
}

/// Both on one and the same day, and not one following the other.
fn same_day(a: &Held, b: &Held) -> bool {
    let (x, y) = (a.support, b.support);
    x.bounds == y.bounds && x.bounds.is_day() && x.begins == y.begins
}

/// One day is worth more than some day of a month.
fn sureness(held: &Held) -> f64 {
    if held.support.bounds.width() <= 31 { 1.0 } else { 0.7 }
}

/// False for two forms of one name, and for those who stand on one side.
fn rivals(world: &World, a: &Held, b: &Held) -> bool {
    let differing = |a: &Term, b: &Term| {
        let (a, b) = (&world.keys[a.fluent as usize], &world.keys[b.fluent as usize]);
        a.args.iter().zip(&b.args).find(|(a, b)| a != b).map(|(a, b)| (text(world, *a), text(world, *b)))
    };
    differing(a.term, b.term).is_some_and(|(a, b)| !akin(a, b) && !on_one_side(world, a, b))
}

fn on_one_side(world: &World, a: &str, b: &str) -> bool {
    world.rules.sides.iter().any(|side| {
        let stands = |name: &str| {
            let folded = fold(name);
            side.iter().any(|known| {
                let known = fold(known);
                words(&known).all(|part| words(&folded).any(|word| word.starts_with(part)))
            })
        };
        stands(a) && stands(b)
    })
}

/// The office or place of a term: the argument that its group shares.
fn about(world: &World, term: &Term) -> String {
    let key = &world.keys[term.fluent as usize];
    let Some(rule) = world.rules.relation(key.relation) else { return String::new() };
    let shared = rule.args.iter().zip(&key.args).filter(|(arg, _)| rule.one_per.contains(arg));
    shared.map(|(_, symbol)| text(world, *symbol)).collect::<Vec<_>>().join(" · ")
}

/// Somebody is said to hold an office after he is said to have left it, and not to have been appointed again.
///
/// That the state was gone is no such end: its last minister is called so for years, and another state may bear its name.
fn after_the_end(found: &mut Found) {
    let world = found.world;
    let restarted = world.restarted.iter().flat_map(|(fluent, all)| all.iter().map(move |one| (fluent, one)));
    for (fluent, (end, bounds, statement)) in restarted {
        let key = &world.keys[*fluent as usize];
        let gap = end.bounds.gap(*bounds);
        if key.relation == Relation::Holds
            && world.tellings.is_of_an_office(end.statement)
            && gap < UNBROKEN
            && world.tellings.is_of_itself(end.statement)
        {
            let weight = world.rules.weight("act-out-of-term") * nearness(gap, UNBROKEN);
            let about = world.args(key).iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" · ");
            found.add("act-out-of-term", weight, about, end.statement, *statement);
        }
    }
}

/// One says that it was so, another that it was not.
fn denied(found: &mut Found) {
    let world = found.world;
    for term in world.all_terms() {
        let Some(denials) = world.denials.get(&term.fluent) else { continue };
        let supports = world.supports_of(term);
        let about = world.args(&world.keys[term.fluent as usize]);
        let about = about.iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" · ");
        for denial in denials.iter().take(MOST_PER_GROUP) {
            let Some(when) = denial.1 else { continue };
            let nearest =
                supports.iter().filter(|support| !support.weak).min_by_key(|next| next.bounds.gap(when));
            let Some(support) = nearest.filter(|support| support.bounds.gap(when) <= SAME_MATTER) else {
                continue;
            };
            let weight = world.rules.weight("denied") * nearness(support.bounds.gap(when), SAME_MATTER);
            found.add("denied", weight, about.clone(), support.statements[0], denial.0);
        }
    }
}
