//! Worlds with known truth: polities, offices, agreements, a war and a place held by one power at a time, told of with
//! uncertain dates; and what trying out every choice of dates makes of them.

use super::chance::Dice;
use super::choices::{Event, next_choice};
use salname_model::{Certainty, Day, Filler, Kind, Modality, Relation, Role, Roles, Time};
use salname_packs::{PackFiles, StateRules};
use salname_state::{Query, World};

const FADES: i32 = 16;
const LAPSES: i32 = 28;
const REACHES_BACK: i32 = 4;
/// Days of a world; the sets of days below have one bit for each.
const DAYS: i32 = 72;

const POLITIES: [&str; 3] = ["Macaria", "Nolandia", "Utopia"];
/// Each office is of one polity.
const OFFICES: [(&str, usize); 2] = [("Foreign Minister of Nolandia", 1), ("Foreign Minister of Utopia", 2)];
const PEOPLE: [&str; 3] = ["Ademus", "Barzanes", "Hythloday"];
const AGREEMENTS: [(&str, [usize; 2]); 3] =
    [("Treaty of Achora", [0, 2]), ("Treaty of Amaurote", [1, 2]), (PEACE, [1, 2])];
/// Ends the war between its parties.
const PEACE: &str = "Peace of Anyder";
const WAR: [usize; 2] = [1, 2];
const PLACE: &str = "Abraxa";

/// The rules of the packs, with spans so short that a world is over after [`DAYS`].
pub fn rules() -> StateRules {
    let relations = include_str!("../../../../packs/state/relations.toml");
    let spans = [("fades", FADES), ("lapses", LAPSES), ("reaches-back", REACHES_BACK)];
    let short: Vec<String> = relations
        .lines()
        .map(|line| {
            let span = spans.iter().find(|(name, _)| line.starts_with(&format!("{name} = ")));
            span.map_or_else(|| line.to_owned(), |(name, days)| format!("{name} = \"{days} days\""))
        })
        .collect();
    let mut files = PackFiles::default();
    files.insert("state/relations.toml", short.join("\n"));
    files.insert("state/rules.toml", include_str!("../../../../packs/state/rules.toml"));
    StateRules::load(&files).unwrap()
}

/// What a statement tells, of things by their places in the lists above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Created(usize),
    /// A change of regime: the polity was there.
    Changed(usize),
    Dissolved(usize),
    Appointed(usize, usize),
    Holds(usize, usize),
    Left(usize, usize),
    Killed(usize),
    Signed(usize),
    Denounced(usize),
    Attack,
    Takes(usize),
    Keeps(usize),
    Leaves(usize),
}

#[derive(Debug, Clone, Copy)]
pub struct Said {
    pub what: What,
    pub from: i32,
    pub to: i32,
    pub modality: Modality,
}

/// Some statements, uncertain by so few days that all choices can be tried.
pub fn some_world(seed: u64) -> Vec<Said> {
    let mut dice = Dice::of(seed);
    let mut said = Vec::new();
    for _ in 0..4 + dice.index(12) {
        let (polity, office, person) = (dice.index(3), dice.index(2), dice.index(3));
        let what = match dice.index(16) {
            0 => What::Created(polity),
            1 => What::Changed(polity),
            2 | 3 => What::Dissolved(polity),
            4 | 5 => What::Appointed(office, person),
            6 => What::Holds(office, person),
            7 => What::Left(office, person),
            8 => What::Killed(person),
            9 | 10 => What::Signed(dice.index(AGREEMENTS.len())),
            11 => What::Denounced(dice.index(AGREEMENTS.len())),
            12 => What::Attack,
            13 => What::Takes(polity),
            14 => What::Keeps(polity),
            _ => What::Leaves(polity),
        };
        let from = 8 + dice.days(26);
        let width = [0, 0, 1, 2, 3, 5][dice.index(6)];
        let modality = match dice.index(12) {
            0 | 1 => Modality::Reported,
            2 if what.begins() => Modality::Denied,
            _ => Modality::Asserted,
        };
        let mut one = Said { what, from, to: from + width, modality };
        said.push(one);
        // More doubt than can be tried out is no doubt, or is not said.
        let count = |said: &[Said]| groups(said).iter().map(Group::choices).max().unwrap_or(1);
        if count(&said) > MOST_CHOICES {
            one.to = one.from;
            *said.last_mut().unwrap() = one;
            if count(&said) > MOST_CHOICES {
                said.pop();
            }
        }
    }
    said
}

/// So many choices of days of the statements about one office or place are tried out.
const MOST_CHOICES: u64 = 2_000;

impl What {
    /// Whether it tells that something began or held: that can be denied.
    fn begins(self) -> bool {
        !matches!(
            self,
            Self::Dissolved(_) | Self::Left(..) | Self::Killed(_) | Self::Denounced(_) | Self::Leaves(_)
        )
    }
}

impl Said {
    pub fn kind(&self) -> Kind {
        match self.what {
            What::Created(_) | What::Changed(_) | What::Dissolved(_) => Kind::Polity,
            What::Appointed(..) | What::Holds(..) | What::Left(..) => Kind::Office,
            What::Killed(_) => Kind::Repression,
            What::Signed(_) => Kind::Agreement,
            What::Denounced(_) => Kind::Decision,
            What::Attack => Kind::Attack,
            What::Takes(_) | What::Keeps(_) | What::Leaves(_) => Kind::Control,
        }
    }

    pub fn roles(&self) -> Roles {
        let polity = |change, polity: usize| vec![(Role::Change, change), (Role::Subject, POLITIES[polity])];
        let office = |change, office: usize, person: usize| {
            vec![(Role::Change, change), (Role::Office, OFFICES[office].0), (Role::Person, PEOPLE[person])]
        };
        let control = |change, polity: usize| {
            vec![(Role::Change, change), (Role::Actor, POLITIES[polity]), (Role::Place, PLACE)]
        };
        let about;
        let roles = match self.what {
            What::Created(one) => polity("created", one),
            What::Changed(one) => polity("regime", one),
            What::Dissolved(one) => polity("dissolved", one),
            What::Appointed(one, person) => office("appointed", one, person),
            What::Holds(one, person) => office("holds", one, person),
            What::Left(one, person) => office("left", one, person),
            What::Killed(person) => vec![(Role::Form, "killing"), (Role::Who, PEOPLE[person])],
            What::Signed(one) => {
                let (name, [a, b]) = AGREEMENTS[one];
                vec![(Role::Name, name), (Role::Parties, POLITIES[a]), (Role::Parties, POLITIES[b])]
            }
            What::Denounced(one) => {
                about = format!("denounces the {}", AGREEMENTS[one].0);
                vec![(Role::About, about.as_str())]
            }
            What::Attack => vec![(Role::Actor, POLITIES[WAR[0]]), (Role::Target, POLITIES[WAR[1]])],
            What::Takes(one) => control("takes", one),
            What::Keeps(one) => control("holds", one),
            What::Leaves(one) => control("leaves", one),
        };
        let mut all = Roles::default();
        for (role, text) in roles {
            all.add(role, Filler::plain(text));
        }
        all
    }

    pub fn date(&self) -> Time {
        let (from, to) = (day(self.from), day(self.to));
        let edtf = if from == to { from.to_string() } else { format!("[{from}..{to}]") };
        Time::parse(&edtf).unwrap()
    }
}

/// A day of the worlds by its number.
fn day(number: i32) -> Day {
    let mut day = Day::new(1920, 1, 1).unwrap();
    for _ in 0..number {
        day = day.tomorrow().unwrap();
    }
    day
}

// ---- the brute-force evaluator --------------------------------------------------------------------------------------

/// A relation with its arguments, and how sure it is that it holds on each day.
type Held = (Relation, Vec<&'static str>, Vec<Option<Certainty>>);

/// Something that holds, with what is told of it.
struct Fluent {
    args: Vec<&'static str>,
    begun: Vec<Event>,
    attested: Vec<Event>,
    stops: Vec<Event>,
    denied: Vec<Event>,
}

/// What excludes each other, or one alone.
struct Group {
    relation: Relation,
    reach: i32,
    fluents: Vec<Fluent>,
}

/// A beginning in one world: whose, when, and until when it is trusted.
#[derive(Clone, Copy)]
struct Beginning {
    fluent: usize,
    event: Event,
    last: i32,
}

/// Compares every answer about a world on every day with what trying out all dates gives; returns how many are certain
/// and how many possible. `name` is told where they differ.
pub fn compare(world: &World, said: &[Said], name: &str) -> [usize; 2] {
    let (mut certain, mut possible) = (0, 0);
    let expected = tried_out(said);
    for number in 0..DAYS {
        let answers = world.ask(&Query::on(&Time::day(day(number))).despite_rivals());
        let mut left = answers.len();
        for (relation, args, expected) in &expected {
            let found = answers.iter().find(|answer| {
                let is_told = |(arg, (_, found)): (&&str, (&str, &str))| *arg == found;
                answer.relation() == *relation && args.iter().zip(answer.args(world)).all(is_told)
            });
            let found = found.map(|answer| answer.certainty);
            let expected = expected[usize::try_from(number).unwrap()];
            assert_eq!(found, expected, "{relation} {args:?} on day {number} of {name}: {said:#?}");
            left -= usize::from(found.is_some());
            certain += usize::from(found == Some(Certainty::Certain));
            possible += usize::from(found == Some(Certainty::Possible));
        }
        assert_eq!(left, 0, "more is told to hold on day {number} of {name}: {said:#?}");
    }
    [certain, possible]
}

/// For each that may hold and each day: in no world, in some, in all.
fn tried_out(said: &[Said]) -> Vec<Held> {
    groups(said).iter().flat_map(Group::tried_out).collect()
}

/// What is told in so many words.
fn told(said: &[Said], what: What) -> Vec<Event> {
    together(said.iter().filter(|one| one.what == what && one.modality != Modality::Denied))
}

/// The sure and narrow first; what overlaps tells of one event.
fn together<'s>(said: impl Iterator<Item = &'s Said>) -> Vec<Event> {
    let mut alike: Vec<(&Said, bool)> = said.map(|one| (one, one.modality == Modality::Reported)).collect();
    alike.sort_by_key(|(one, weak)| (*weak, one.to - one.from, one.from));
    let mut events: Vec<Event> = Vec::new();
    for (one, weak) in alike {
        events.sort_by_key(|event| event.from);
        match events.iter_mut().find(|event| event.from <= one.to && one.from <= event.to) {
            Some(event) if event.weak || !weak => {
                (event.from, event.to) = (event.from.max(one.from), event.to.min(one.to));
            }
            Some(_) => {}
            None => events.push(Event { from: one.from, to: one.to, weak }),
        }
    }
    events
}

fn groups(said: &[Said]) -> Vec<Group> {
    let fluent = |args: Vec<&'static str>, begun: Option<What>, attested: Option<What>, stops: &[What]| {
        let event = |one: &Said| Event { from: one.from, to: one.to, weak: true };
        let denied = said.iter().filter(|one| one.modality == Modality::Denied);
        let denied = denied.filter(|one| [begun, attested].contains(&Some(one.what)));
        Fluent {
            args,
            begun: begun.map(|what| told(said, what)).unwrap_or_default(),
            attested: attested.map(|what| told(said, what)).unwrap_or_default(),
            stops: stops.iter().flat_map(|what| told(said, *what)).collect(),
            denied: denied.map(event).collect(),
        }
    };
    let mut groups = Vec::new();
    let mut alone = |relation, reach, fluent| groups.push(Group { relation, reach, fluents: vec![fluent] });
    for (number, name) in POLITIES.into_iter().enumerate() {
        let (begun, attested) = (What::Created(number), What::Changed(number));
        let of = fluent(vec![name], Some(begun), Some(attested), &[What::Dissolved(number)]);
        alone(Relation::Exists, REACHES_BACK, of);
    }
    for (number, (name, [a, b])) in AGREEMENTS.into_iter().enumerate() {
        let stops = [What::Denounced(number), What::Dissolved(a), What::Dissolved(b)];
        alone(Relation::InForce, 0, fluent(vec![name], Some(What::Signed(number)), None, &stops));
    }
    let peace = AGREEMENTS.iter().position(|(name, _)| *name == PEACE).unwrap();
    let stops = [What::Signed(peace), What::Dissolved(WAR[0]), What::Dissolved(WAR[1])];
    alone(
        Relation::AtWar,
        0,
        fluent(WAR.map(|one| POLITIES[one]).to_vec(), None, Some(What::Attack), &stops),
    );
    for (office, (title, polity)) in OFFICES.into_iter().enumerate() {
        let fluents = PEOPLE.into_iter().enumerate().map(|(person, name)| {
            let stops = [What::Left(office, person), What::Killed(person), What::Dissolved(polity)];
            let (begun, attested) = (What::Appointed(office, person), What::Holds(office, person));
            fluent(vec![title, name], Some(begun), Some(attested), &stops)
        });
        groups.push(Group { relation: Relation::Holds, reach: REACHES_BACK, fluents: fluents.collect() });
    }
    let fluents = POLITIES.into_iter().enumerate().map(|(actor, name)| {
        let stops = [What::Leaves(actor), What::Dissolved(actor)];
        fluent(vec![name, PLACE], Some(What::Takes(actor)), Some(What::Keeps(actor)), &stops)
    });
    groups.push(Group { relation: Relation::Controls, reach: REACHES_BACK, fluents: fluents.collect() });
    groups
}

impl Group {
    /// All beginnings, and the ends of each fluent.
    fn understood(&self) -> (Vec<Beginning>, Vec<(usize, Event)>) {
        let (mut beginnings, mut ends) = (Vec::new(), Vec::new());
        for (number, fluent) in self.fluents.iter().enumerate() {
            let mut all: Vec<(Event, bool)> = fluent.begun.iter().map(|event| (*event, true)).collect();
            all.extend(fluent.attested.iter().map(|event| (*event, false)));
            all.sort_by_key(|(event, begins)| (event.from, event.to, !begins));
            let Some(first) = all.first().map(|(event, _)| event.from) else { continue };
            for (index, (event, begins)) in all.iter().enumerate() {
                beginnings.push(Beginning { fluent: number, event: *event, last: event.to });
                if !begins {
                    let before =
                        all[..index].iter().filter(|(other, begins)| *begins || other.from < event.from);
                    let known = before.map(|(other, _)| other.from).max().unwrap_or(i32::MIN);
                    let over = fluent.stops.iter().filter(|stop| !stop.weak && stop.to < event.from);
                    let ended = over.map(|stop| stop.from + 1).max().unwrap_or(i32::MIN);
                    let from = (event.from - self.reach).max(known).max(ended);
                    if from < event.from {
                        let event = Event { from, ..*event };
                        beginnings.push(Beginning { fluent: number, event, last: event.to });
                    }
                }
            }
            for stop in &fluent.stops {
                // Nothing ends before it is first known to hold, if the date leaves the choice.
                let from = if stop.to >= first { stop.from.max(first) } else { stop.from };
                ends.push((number, Event { from, ..*stop }));
            }
            ends.extend(fluent.denied.iter().map(|event| (number, *event)));
        }
        (beginnings, ends)
    }

    /// How many choices of days there are.
    fn choices(&self) -> u64 {
        let (beginnings, ends) = self.understood();
        let events = beginnings.iter().map(|one| one.event).chain(ends.iter().map(|(_, event)| *event));
        let days = events.map(|event| u64::from(event.to.abs_diff(event.from)) + 1 + u64::from(event.weak));
        days.fold(1, u64::saturating_mul)
    }

    fn tried_out(&self) -> Vec<Held> {
        let (beginnings, ends) = self.understood();
        let events: Vec<Event> =
            beginnings.iter().map(|one| one.event).chain(ends.iter().map(|(_, event)| *event)).collect();
        let mut chosen: Vec<Option<i32>> = events.iter().map(|event| Some(event.from)).collect();
        let (mut in_all, mut in_some) = (vec![u128::MAX; self.fluents.len()], vec![0; self.fluents.len()]);
        loop {
            let (began, ended) = chosen.split_at(beginnings.len());
            let (mut surely, mut perhaps) = (vec![0; self.fluents.len()], vec![0; self.fluents.len()]);
            for (one, began_on) in beginnings.iter().zip(began) {
                let Some(began_on) = *began_on else { continue };
                let own = ends.iter().zip(ended).filter(|((whose, _), _)| *whose == one.fluent);
                let own = own.filter_map(|(_, day)| day.filter(|day| *day >= began_on));
                let others = beginnings.iter().zip(began).filter(|(other, _)| other.fluent != one.fluent);
                let others = others.filter_map(|(_, day)| day.filter(|day| *day > began_on));
                let over = own.chain(others).min().unwrap_or(DAYS);
                if !one.event.weak {
                    surely[one.fluent] |= days(began_on, over.min(one.last + FADES));
                }
                perhaps[one.fluent] |= days(began_on, over.min(one.last + LAPSES));
            }
            for fluent in 0..self.fluents.len() {
                in_all[fluent] &= surely[fluent];
                in_some[fluent] |= perhaps[fluent];
            }
            if !next_choice(&events, &mut chosen) {
                break;
            }
        }
        let certainty = |fluent: usize, day: i32| match days(day, day) {
            day if in_all[fluent] & day != 0 => Some(Certainty::Certain),
            day if in_some[fluent] & day != 0 => Some(Certainty::Possible),
            _ => None,
        };
        let held = |(number, fluent): (usize, &Fluent)| {
            let days = (0..DAYS).map(|day| certainty(number, day)).collect();
            (self.relation, fluent.args.clone(), days)
        };
        self.fluents.iter().enumerate().map(held).collect()
    }
}

/// The set of the days from one to another.
fn days(from: i32, to: i32) -> u128 {
    (from..=to.min(DAYS - 1)).fold(0, |days, day| days | 1 << day)
}
