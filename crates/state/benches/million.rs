//! A million generated statements: how long the world takes to derive, and how long one question about a day takes.
//!
//! `cargo bench -p salname-state` prints the times, and at the end the most memory that was used.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use divan::Bencher;
use divan::counter::ItemsCount;
use salname_model::{Filler, Kind, Modality, Role, Roles, Time};
use salname_packs::{Packs, StateRules};
use salname_state::{Evidence, Gathering, Query, World};

const STATEMENTS: u32 = 1_000_000;
const SOURCES: u64 = 2_000;

fn main() {
    divan::main();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find(|line| line.starts_with("VmHWM")) {
        println!("most memory used: {}", peak.trim_start_matches("VmHWM:").trim());
    }
}

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn one<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.roll(words.len() as u64)).unwrap_or(0)]
    }

    fn name(&mut self, what: &str, count: u64) -> String {
        format!("{what} {}", self.roll(count))
    }

    fn date(&mut self) -> String {
        let (year, month, day) = (1898 + self.roll(48), 1 + self.roll(12), 1 + self.roll(28));
        match self.roll(10) {
            0 => format!("{year}"),
            1 | 2 => format!("{year}-{month:02}"),
            _ => format!("{year}-{month:02}-{day:02}"),
        }
    }
}

fn roles<const N: usize>(fillers: [(Role, String); N]) -> Roles {
    fillers.into_iter().map(|(role, text)| (role, Filler::plain(text))).collect()
}

fn statement(dice: &mut Dice) -> (Kind, Roles) {
    let change = |words: &[&str], dice: &mut Dice| (Role::Change, dice.one(words).to_owned());
    match dice.roll(10) {
        0..=3 => {
            let changes = change(&["appointed", "holds", "holds", "left"], dice);
            let office =
                (Role::Office, format!("{} of {}", dice.name("Bureau", 4_000), dice.name("Land", 300)));
            (Kind::Office, roles([(Role::Person, dice.name("Person", 30_000)), office, changes]))
        }
        4 | 5 => {
            let changes = change(&["takes", "holds", "leaves"], dice);
            (
                Kind::Control,
                roles([
                    (Role::Actor, dice.name("Land", 300)),
                    (Role::Place, dice.name("Town", 5_000)),
                    changes,
                ]),
            )
        }
        6 => {
            let changes = change(&["created", "dissolved"], dice);
            (Kind::Polity, roles([(Role::Subject, dice.name("Body", 40_000)), changes]))
        }
        7 => {
            let parties = [(Role::Parties, dice.name("Land", 300)), (Role::Parties, dice.name("Land", 300))];
            let [a, b] = parties;
            (Kind::Agreement, roles([a, b, (Role::Name, dice.name("Accord", 60_000))]))
        }
        8 => {
            let form = (Role::Form, dice.one(&["note", "telegram", "speech"]).to_owned());
            (
                Kind::Message,
                roles([
                    (Role::From, dice.name("Person", 30_000)),
                    (Role::To, dice.name("Person", 30_000)),
                    form,
                ]),
            )
        }
        _ => (
            Kind::Quantity,
            roles([
                (Role::What, dice.name("soldiers of Land", 300)),
                (Role::Value, dice.roll(100_000).to_string()),
                (Role::Unit, "people".to_owned()),
            ]),
        ),
    }
}

fn rules() -> &'static StateRules {
    static RULES: OnceLock<StateRules> = OnceLock::new();
    RULES.get_or_init(|| Packs::embedded().expect("the embedded packs are sound").rules)
}

/// The world of the million: telling and deriving together.
fn derived() -> World {
    let mut dice = Dice(42);
    let mut gathering = Gathering::new(rules(), str::to_lowercase);
    for number in 0..STATEMENTS {
        let (kind, roles) = statement(&mut dice);
        let date = Time::parse(&dice.date()).expect("the dates are well-formed");
        gathering.tell(&Evidence {
            source: &dice.name("source", SOURCES),
            sentence: u64::from(number),
            kind,
            date: Some(&date),
            roles: &roles,
            quote: "",
            confidence: 1.0,
            modality: if dice.roll(10) == 0 { Modality::Reported } else { Modality::Asserted },
        });
    }
    gathering.derive()
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(derived)
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn derive(bencher: Bencher) {
    bencher.counter(ItemsCount::new(STATEMENTS)).bench(|| divan::black_box(world().fluents()));
}

/// Another day and another name each time, the same in every run.
fn question() -> (Time, String) {
    static ASKED: AtomicU64 = AtomicU64::new(1);
    let mut dice = Dice(ASKED.fetch_add(0x9E37_79B9, Ordering::Relaxed));
    dice.roll(2);
    let date = format!("{}-{:02}-15", 1898 + dice.roll(48), 1 + dice.roll(12));
    (Time::parse(&date).expect("the dates are well-formed"), dice.name("Person", 30_000))
}

#[divan::bench(sample_count = 300, sample_size = 1)]
fn state_on_a_day(bencher: Bencher) {
    world();
    bencher.with_inputs(question).bench_values(|(date, _)| world().ask(&Query::on(&date)).len());
}

#[divan::bench(sample_count = 100, sample_size = 1)]
fn offices_of_a_person_on_a_day(bencher: Bencher) {
    world();
    bencher
        .with_inputs(question)
        .bench_values(|(date, name)| world().ask(&Query::on(&date).about([name])).len());
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn disagreements() -> usize {
    world().disagreements().len()
}
