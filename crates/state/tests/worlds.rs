//! Random worlds: what the engine answers is what trying out every choice of dates answers.

#![allow(clippy::unwrap_used)]

mod chance;
mod choices;

use chance::Dice;
use choices::{Event, next_choice};
use salname_model::{Certainty, Day, Filler, Kind, Modality, Relation, Role, Roles, Time};
use salname_packs::{PackFiles, StateRules};
use salname_state::{Evidence, Gathering, Query, World};

const RULES: &str = r#"
[relation.holds]
args = ["office", "person"]
one-per = ["office"]
fades = "16 days"
lapses = "28 days"
reaches-back = "4 days"

[[rule]]
when = { kind = "office", change = ["appointed"] }
begins = "holds"
with = { office = "office", person = "person" }

[[rule]]
when = { kind = "office", change = ["holds"] }
attests = "holds"
with = { office = "office", person = "person" }

[[rule]]
when = { kind = "office", change = ["left"] }
ends = "holds"
with = { office = "office", person = "person" }

[[rule]]
when = { kind = "repression" }
ends = "holds"
with = { person = "who" }
"#;
const FADES: i32 = 16;
const LAPSES: i32 = 28;
const REACHES_BACK: i32 = 4;
const DAYS: i32 = 72;
const PEOPLE: [&str; 3] = ["Ademus", "Barzanes", "Hythloday"];

/// A statement of the test's worlds, about one office.
#[derive(Debug, Clone)]
struct Said {
    change: &'static str,
    person: usize,
    from: i32,
    to: i32,
    weak: bool,
}

/// A few statements, uncertain by so few days that all choices can be tried.
fn some_world(seed: u64) -> Vec<Said> {
    let mut dice = Dice::of(seed);
    let mut choices = 1;
    (0..2 + dice.days(5))
        .map(|_| {
            let change = ["appointed", "appointed", "holds", "holds", "left", "killed"][dice.index(6)];
            let person = dice.index(3);
            let width = if choices < 12 { dice.days(4) } else { 0 };
            // An attestation also leaves open when it began, within its reach.
            choices *= (width + 1) * if change == "holds" { REACHES_BACK + width + 1 } else { 1 };
            let from = 8 + dice.days(26);
            Said { change, person, from, to: from + width, weak: dice.days(6) == 0 }
        })
        .collect()
}

fn day(number: i32) -> Day {
    let mut day = Day::new(1920, 1, 1).unwrap();
    for _ in 0..number {
        day = day.tomorrow().unwrap();
    }
    day
}

fn derived(rules: &StateRules, said: &[Said]) -> World {
    let mut gathering = Gathering::new(rules, str::to_lowercase);
    for (sentence, one) in (0..).zip(said) {
        let (from, to) = (day(one.from), day(one.to));
        let edtf = if from == to { from.to_string() } else { format!("[{from}..{to}]") };
        let filler = |role: Role, text: &str| (role, Filler::plain(text));
        let person = PEOPLE[one.person];
        let (kind, roles): (Kind, Roles) = if one.change == "killed" {
            (Kind::Repression, [filler(Role::Who, person)].into_iter().collect())
        } else {
            let roles = [
                filler(Role::Person, person),
                filler(Role::Office, "Chairman"),
                filler(Role::Change, one.change),
            ];
            (Kind::Office, roles.into_iter().collect())
        };
        gathering.tell(&Evidence {
            source: "a.txt",
            sentence,
            kind,
            date: Some(&Time::parse(&edtf).unwrap()),
            roles: &roles,
            quote: "",
            confidence: 1.0,
            modality: if one.weak { Modality::Reported } else { Modality::Asserted },
        });
    }
    gathering.derive()
}

// ---- the brute-force evaluator --------------------------------------------------------------------------------------

/// The sure and narrow first; what overlaps tells of one event.
fn together(said: &[Said], change: &str, person: usize) -> Vec<Event> {
    let mut alike: Vec<&Said> =
        said.iter().filter(|one| one.change == change && one.person == person).collect();
    alike.sort_by_key(|one| (one.weak, one.to - one.from, one.from));
    let mut events: Vec<Event> = Vec::new();
    for one in alike {
        events.sort_by_key(|event| event.from);
        match events.iter_mut().find(|event| event.from <= one.to && one.from <= event.to) {
            Some(event) if event.weak || !one.weak => {
                (event.from, event.to) = (event.from.max(one.from), event.to.min(one.to));
            }
            Some(_) => {}
            None => events.push(Event { from: one.from, to: one.to, weak: one.weak }),
        }
    }
    events
}

/// A beginning in one world: whose, when, and until when it is trusted.
#[derive(Debug, Clone, Copy)]
struct Beginning {
    person: usize,
    event: Event,
    last: i32,
}

/// All beginnings of all people, and the ends of each.
fn understood(said: &[Said]) -> (Vec<Beginning>, Vec<Vec<Event>>) {
    let (mut beginnings, mut ends) = (Vec::new(), Vec::new());
    for person in 0..PEOPLE.len() {
        let appointed = together(said, "appointed", person);
        let held = together(said, "holds", person);
        let first = appointed.iter().chain(&held).map(|event| event.from).min();
        let mut stops = together(said, "left", person);
        stops.extend(together(said, "killed", person));
        let untouched = stops.clone();
        for stop in &mut stops {
            // Nobody leaves an office before he is first known to hold it, if the date leaves the choice.
            if let Some(first) = first.filter(|first| stop.to >= *first) {
                stop.from = stop.from.max(first);
            }
        }
        let mut all: Vec<(Event, bool)> = appointed.iter().map(|event| (*event, true)).collect();
        all.extend(held.iter().map(|event| (*event, false)));
        all.sort_by_key(|(event, begins)| (event.from, event.to, !begins));
        for (index, (event, begins)) in all.iter().enumerate() {
            beginnings.push(Beginning { person, event: *event, last: event.to });
            if !begins {
                let before = all[..index].iter().filter(|(other, begins)| *begins || other.from < event.from);
                let known = before.map(|(other, _)| other.from).max().unwrap_or(i32::MIN);
                let over = untouched.iter().filter(|stop| !stop.weak && stop.to < event.from);
                let ended = over.map(|stop| stop.from + 1).max().unwrap_or(i32::MIN);
                let from = (event.from - REACHES_BACK).max(known).max(ended);
                beginnings.push(Beginning { person, event: Event { from, ..*event }, last: event.to });
            }
        }
        ends.push(stops);
    }
    (beginnings, ends)
}

/// For each person and day: in no world, in some, in all.
fn tried_out(said: &[Said]) -> Vec<Vec<Option<Certainty>>> {
    let (beginnings, ends) = understood(said);
    let stops: Vec<(usize, Event)> = ends
        .iter()
        .enumerate()
        .flat_map(|(person, stops)| stops.iter().map(move |stop| (person, *stop)))
        .collect();
    let events: Vec<Event> = beginnings
        .iter()
        .map(|beginning| beginning.event)
        .chain(stops.iter().map(|(_, stop)| *stop))
        .collect();
    let people = PEOPLE.len();
    let mut in_all = vec![vec![true; usize::try_from(DAYS).unwrap()]; people];
    let mut in_some = vec![vec![false; usize::try_from(DAYS).unwrap()]; people];
    let mut chosen: Vec<Option<i32>> = events.iter().map(|event| Some(event.from)).collect();
    loop {
        for person in 0..people {
            for day in 0..DAYS {
                let holds = |trust: i32, weak_too: bool| {
                    beginnings.iter().zip(&chosen).any(|(beginning, began)| {
                        let Some(began) = began.filter(|began| *began <= day && beginning.person == person)
                        else {
                            return false;
                        };
                        (weak_too || !beginning.event.weak)
                            && day <= beginning.last + trust
                            && !stops.iter().zip(&chosen[beginnings.len()..]).any(|((whose, _), ended)| {
                                *whose == person && ended.is_some_and(|ended| began <= ended && ended < day)
                            })
                            && !beginnings.iter().zip(&chosen).any(|(other, theirs)| {
                                other.person != person
                                    && theirs.is_some_and(|theirs| began < theirs && theirs < day)
                            })
                    })
                };
                let at = usize::try_from(day).unwrap();
                in_all[person][at] &= holds(FADES, false);
                in_some[person][at] |= holds(LAPSES, true);
            }
        }
        if !next_choice(&events, &mut chosen) {
            break;
        }
    }
    in_all
        .iter()
        .zip(&in_some)
        .map(|(all, some)| {
            all.iter()
                .zip(some)
                .map(|(all, some)| {
                    all.then_some(Certainty::Certain).or_else(|| some.then_some(Certainty::Possible))
                })
                .collect()
        })
        .collect()
}

fn rules() -> StateRules {
    rules_from(RULES)
}

/// The same where silence is trusted for ever: trust counts from the last day that a date allows.
fn rules_without_fading() -> StateRules {
    rules_from(&RULES.replace("\"16 days\"", "\"2 years\"").replace("\"28 days\"", "\"2 years\""))
}

fn rules_from(toml: &str) -> StateRules {
    let mut files = PackFiles::default();
    files.insert("state/test.toml", toml);
    StateRules::load(&files).unwrap()
}

/// What the engine says of each person on a day, without the doubt that rivals cast on each other.
fn answered(world: &World, person: usize, number: i32) -> Option<Certainty> {
    let query = Query::on(&Time::day(day(number))).of_relation(Some(Relation::Holds)).despite_rivals();
    world
        .ask(&query)
        .iter()
        .find(|answer| answer.args(world)[1].1 == PEOPLE[person])
        .map(|answer| answer.certainty)
}

#[test]
fn every_answer_is_what_trying_out_all_dates_gives() {
    let rules = rules();
    for seed in 1..=1_000 {
        let said = some_world(seed);
        let world = derived(&rules, &said);
        let expected = tried_out(&said);
        for (person, days) in expected.iter().enumerate() {
            for (number, expected) in (0..DAYS).zip(days) {
                let found = answered(&world, person, number);
                assert_eq!(found, *expected, "{} on day {number} of world {seed}: {said:#?}", PEOPLE[person]);
            }
        }
    }
}

#[test]
fn a_further_statement_takes_no_witness_away() {
    let rules = rules();
    for seed in 1..=300 {
        let said = some_world(seed);
        let (all, fewer) = (derived(&rules, &said), derived(&rules, &said[..said.len() - 1]));
        let witnesses = |world: &World, person: &str| {
            let mut found: Vec<u32> = world
                .ask(&Query::ever())
                .iter()
                .filter(|answer| answer.args(world)[1].1 == person)
                .flat_map(salname_state::Answer::witnesses)
                .collect();
            found.sort_unstable();
            found
        };
        for person in PEOPLE {
            let (before, after) = (witnesses(&fewer, person), witnesses(&all, person));
            assert!(before.iter().all(|witness| after.contains(witness)), "world {seed}: {said:#?}");
        }
    }
}

/// Days of the test's worlds on which somebody holds the office at all, and for sure.
fn days_of(world: &World, person: usize) -> (Vec<i32>, Vec<i32>) {
    let told = |number: &i32| answered(world, person, *number);
    let possible = (0..DAYS).filter(|number| told(number).is_some()).collect();
    let certain = (0..DAYS).filter(|number| told(number) == Some(Certainty::Certain)).collect();
    (possible, certain)
}

/// No two statements about one person whose dates meet: those of one kind tell of one event and narrow each other, and an
/// end is not put before the beginning that it may follow.
fn are_apart(said: &[Said]) -> bool {
    said.iter().enumerate().all(|(index, one)| {
        let mut others = said[index + 1..].iter().filter(|other| other.person == one.person);
        others.all(|other| one.to < other.from || other.to < one.from)
    })
}

#[test]
fn what_is_certain_is_possible_and_so_whatever_the_days_were() {
    let rules = rules_without_fading();
    let mut tried = 0;
    for seed in 1..=3_000 {
        let said = some_world(seed);
        let world = derived(&rules, &said);
        for answer in world.ask(&Query::ever()) {
            let possible = answer.possible();
            for certain in answer.certain() {
                let inside = possible.earliest <= certain.earliest && certain.latest <= possible.latest;
                assert!(inside, "world {seed}: {certain:?} is not within {possible:?}");
            }
        }
        // One choice of days among those that the dates allow: what was certain holds, what holds was possible.
        if !are_apart(&said) || said.iter().any(|one| one.weak || one.change == "holds") {
            continue;
        }
        let mut dice = Dice(seed.wrapping_mul(0xD134_2543_DE82_EF95) | 1);
        let mut exact = said.clone();
        for one in &mut exact {
            let width = u64::try_from(one.to - one.from + 1).unwrap();
            let day = one.from + dice.days(width);
            (one.from, one.to) = (day, day);
        }
        let chosen = derived(&rules, &exact);
        for person in 0..PEOPLE.len() {
            let ((possible, certain), (holds, surely)) = (days_of(&world, person), days_of(&chosen, person));
            assert!(certain.iter().all(|day| surely.contains(day)), "world {seed}: {said:#?}");
            assert!(holds.iter().all(|day| possible.contains(day)), "world {seed}: {said:#?}");
        }
        tried += 1;
    }
    assert!(tried > 100, "{tried} worlds");
}

#[test]
fn a_further_witness_takes_no_day_from_whom_it_speaks_for_and_gives_none_to_rivals() {
    let rules = rules();
    let mut tried = 0;
    for seed in 1..=1_000 {
        let said = some_world(seed);
        let (last, fewer) = said.split_last().unwrap();
        if !are_apart(&said) || last.change != "holds" {
            continue;
        }
        let (all, before) = (derived(&rules, &said), derived(&rules, fewer));
        for person in 0..PEOPLE.len() {
            let ((possible, certain), (was_possible, was_certain)) =
                (days_of(&all, person), days_of(&before, person));
            if person == last.person {
                assert!(was_possible.iter().all(|day| possible.contains(day)), "world {seed}: {said:#?}");
                assert!(was_certain.iter().all(|day| certain.contains(day)), "world {seed}: {said:#?}");
            } else {
                assert!(certain.iter().all(|day| was_certain.contains(day)), "world {seed}: {said:#?}");
            }
        }
        tried += 1;
    }
    assert!(tried > 50, "{tried} worlds");
}
