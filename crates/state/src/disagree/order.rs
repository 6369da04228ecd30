//! Orders of events that cannot be: acts of those who were no more or not yet, ends before beginnings, a treaty before
//! the conference that made it.

use rustc_hash::FxHashMap;
use salname_model::{Kind, Relation};
use salname_packs::state::{fold, words};

use super::tellings::{Act, OnceTelling};
use super::{Found, nearness, text};
use crate::day::Bounds;
use crate::names::Symbol;
use crate::timeline::Support;
use crate::{StatementNumber, World, generic};

/// An act so many days outside a term is no act of the same body, but of another of the name.
const FAR: i32 = 5 * 365;
/// A founding is often the last of several acts: what comes shortly before it is not at odds with it.
const SHORTLY: i32 = 31;
/// A treaty may precede its conference by so many days and still be meant.
const SAME_YEAR: i32 = 300;
/// Days of a month, or a little more than that.
const MONTH: i32 = 31;
/// Not more than so many acts of one body are told.
const MOST_ACTS: usize = 3;

pub(super) fn find(found: &mut Found) {
    acts_out_of_term(found);
    ends_before_beginnings(found);
    treaties_before_conferences(found);
}

/// When somebody began and ended, with the statements that say so.
#[derive(Default)]
struct Life {
    began: Option<(Bounds, StatementNumber)>,
    ended: Option<(Bounds, StatementNumber)>,
}

fn lives(world: &World) -> FxHashMap<Symbol, Life> {
    let mut lives: FxHashMap<Symbol, Life> = FxHashMap::default();
    for term in world.all_terms() {
        let key = &world.keys[term.fluent as usize];
        if key.relation != Relation::Exists {
            continue;
        }
        let life = lives.entry(key.args[0]).or_default();
        let supports = world.supports_of(term);
        // Where somebody tells of an earlier beginning, though in doubt, an act after that is no surprise.
        for support in supports.iter().filter(|support| support.begins) {
            if life.began.is_none_or(|(bounds, _)| support.bounds < bounds) {
                life.began = Some((support.bounds, support.statements[0]));
            }
        }
        // Only the last term's end is the end.
        life.ended = term.until.map(|until| (until.bounds, until.statement));
    }
    let mut ends: Vec<_> = world.ends_of_one.iter().chain(&world.named_ends_of_one).collect();
    ends.sort_unstable();
    for &&(symbol, bounds, statement) in &ends {
        lives.entry(symbol).or_default().ended = Some((bounds, statement));
    }
    lives
}

fn acts_out_of_term(found: &mut Found) {
    let world = found.world;
    let lives = lives(world);
    let mut acts: Vec<Act> =
        world.tellings.acts.iter().filter(|act| lives.contains_key(&act.who)).copied().collect();
    acts.sort_by_key(|act| (act.who, act.bounds, act.statement));
    for of_one in acts.chunk_by(|a, b| a.who == b.who) {
        let Some(life) = lives.get(&of_one[0].who) else { continue };
        if is_any_states(world, of_one[0].who) {
            continue;
        }
        let early = life.began.into_iter().flat_map(|(began, statement)| {
            let before = move |act: &&Act| act.bounds.latest < began.earliest - SHORTLY;
            // Who did much before was there: what tells of the beginning is misread, or looks back.
            let was_there = of_one.iter().filter(before).nth(MOST_ACTS).is_some();
            of_one
                .iter()
                .filter(before)
                .filter(move |_| !was_there)
                .map(move |act| (act, began, statement))
                .take(MOST_ACTS)
        });
        let late = life.ended.into_iter().flat_map(|(ended, statement)| {
            let after = move |act: &&Act| act.bounds.earliest > ended.latest;
            of_one.iter().filter(after).map(move |act| (act, ended, statement)).take(MOST_ACTS)
        });
        for (act, bound, statement) in early.chain(late).collect::<Vec<_>>() {
            let gap = act.bounds.gap(bound);
            let sure =
                |number| world.tellings.confidence(number) >= f64::from(world.rules.reading.certain_from);
            if gap <= FAR && sure(act.statement) && sure(statement) && world.tellings.is_of_itself(statement)
            {
                let weight = world.rules.weight("act-out-of-term") * nearness(gap, FAR);
                found.add(
                    "act-out-of-term",
                    weight,
                    text(world, act.who).to_owned(),
                    statement,
                    act.statement,
                );
            }
        }
    }
}

/// True for what every state has: "the planning commission" is another's in another sentence.
fn is_any_states(world: &World, body: Symbol) -> bool {
    let created = world.rules.once.iter().filter(|rule| rule.when.kind == Kind::Polity);
    created.into_iter().any(|rule| generic::is_generic(&rule.generic, text(world, body)))
}

/// A polity that ended, as far as anybody says, before it began.
fn ends_before_beginnings(found: &mut Found) {
    let world = found.world;
    let mut began: FxHashMap<u32, &Support> = FxHashMap::default();
    for term in world.all_terms() {
        let supports = world.supports_of(term);
        if let Some(first) = supports.iter().filter(|support| support.begins).min_by_key(|next| next.bounds) {
            began.entry(term.fluent).or_insert(first);
        }
    }
    let early =
        world.early_ends.iter().flat_map(|(fluent, clips)| clips.iter().map(move |clip| (fluent, clip)));
    for (fluent, clip) in early {
        let Some(first) = began.get(fluent) else { continue };
        let gap = clip.bounds.gap(first.bounds);
        if gap <= FAR && !first.weak {
            let weight = world.rules.weight("impossible-order") * nearness(gap, FAR);
            let about = text(world, world.keys[*fluent as usize].args[0]).to_owned();
            found.add("impossible-order", weight, about, clip.statement, first.statements[0]);
        }
    }
}

/// "The treaty of X" signed before "the conference of X" met.
fn treaties_before_conferences(found: &mut Found) {
    let world = found.world;
    let mut meetings: FxHashMap<String, Vec<&OnceTelling>> = FxHashMap::default();
    for meeting in tellings_of(world, Kind::Meeting) {
        meetings.entry(proper_words(world, meeting)).or_default().push(meeting);
    }
    for treaty in tellings_of(world, Kind::Agreement) {
        let name = proper_words(world, treaty);
        let Some(meetings) = meetings.get(&name).filter(|_| !name.is_empty()) else { continue };
        let first = meetings.iter().min_by_key(|meeting| (meeting.bounds, meeting.statement));
        // "In 1921" says too little of which came first.
        let exact = |telling: &OnceTelling| telling.bounds.width() <= MONTH;
        let first = first.filter(|meeting| exact(meeting) && exact(treaty));
        let Some(first) = first.filter(|meeting| meeting.bounds.earliest > treaty.bounds.latest) else {
            continue;
        };
        let gap = first.bounds.gap(treaty.bounds);
        if gap <= SAME_YEAR {
            let weight = world.rules.weight("treaty-before-conference") * nearness(gap, SAME_YEAR);
            let about = text(world, treaty.same[0]).to_owned();
            found.add("treaty-before-conference", weight, about, treaty.statement, first.statement);
        }
    }
}

fn tellings_of(world: &World, kind: Kind) -> impl Iterator<Item = &OnceTelling> {
    world
        .tellings
        .once
        .iter()
        .filter(move |telling| world.rules.once[telling.rule as usize].when.kind == kind)
}

/// The words of a name that are not general, each by its stem.
fn proper_words(world: &World, telling: &OnceTelling) -> String {
    let rule = &world.rules.once[telling.rule as usize];
    let folded = fold(text(world, telling.same[0]));
    let proper = words(&folded).filter(|word| !rule.generic.iter().any(|pattern| pattern.matches_word(word)));
    proper.map(|word| word.chars().take(super::STEM).collect::<String>()).collect::<Vec<_>>().join(" ")
}
