//! A million made-up statements: how long the world takes to derive, how long a question about a day takes, and how
//! long a further document.
//!
//! `cargo bench -p salname-state`, or with fewer: `cargo bench -p salname-state -- 100000`.

mod archive;

use std::hint::black_box;
use std::time::{Duration, Instant};

use archive::Dice;
use salname_model::{Certainty, Relation, Time};
use salname_packs::Packs;
use salname_state::{Gathering, Query, World};

/// A document of the archive has so many statements.
const OF_ONE_DOCUMENT: u64 = 500;

fn main() {
    let statements = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let rules = Packs::embedded().expect("the embedded packs are sound").rules;
    let mut gathering = Gathering::new(&rules, str::to_lowercase);
    let mut telling = Duration::ZERO;
    archive::tell_archive(42, statements, statements, |told| {
        let start = Instant::now();
        gathering.tell(&told.evidence());
        telling += start.elapsed();
    });
    let start = Instant::now();
    let mut growing = gathering.grow();
    println!(
        "{statements} statements: told in {:.1} s, derived in {:.1} s",
        telling.as_secs_f64(),
        start.elapsed().as_secs_f64()
    );
    let world = growing.world();
    println!("{} fluents; most memory so far {}", world.fluents(), most_memory());

    let start = Instant::now();
    let _ = world.ask(&Query::ever().about(["Nobody".to_owned()]));
    println!("names made ready to be found in {:.2} s", start.elapsed().as_secs_f64());
    questions(world, statements);

    // Further documents of the same archive, each taken in by itself.
    let mut times = Vec::new();
    let mut waiting = Vec::new();
    archive::tell_archive(43, statements, 40 * OF_ONE_DOCUMENT, |told| waiting.push(told));
    let mut documents = waiting.chunks(usize::try_from(OF_ONE_DOCUMENT).unwrap_or(1)).take(40);
    for document in documents.by_ref() {
        let start = Instant::now();
        for told in document {
            growing.tell(&told.evidence());
        }
        growing.update();
        times.push(start.elapsed());
    }
    report(&format!("a further document of {OF_ONE_DOCUMENT} statements"), times, "");

    let start = Instant::now();
    let found = growing.world().disagreements().len();
    println!("{found} disagreements found in {:.1} s", start.elapsed().as_secs_f64());
    println!("most memory used: {}", most_memory());
}

fn questions(world: &World, statements: u64) {
    let mut dice = Dice::of(7);
    let mut name = |what: &str, rarity: u64| format!("{what} {}", dice.roll((statements / rarity).max(20)));
    ask("everything that held that day", world, |day| Query::on(&day));
    ask("its first 100", world, |day| Query::on(&day).limit(Some(100)));
    ask("offices only", world, |day| Query::on(&day).of_relation(Some(Relation::Holds)));
    ask("about a person", world, |day| Query::on(&day).about([name("Person", 25)]));
    ask("about a land", world, |day| Query::on(&day).about([name("Land", 2_500)]));
}

/// Asks on five hundred days.
fn ask(what: &str, world: &World, mut query: impl FnMut(Time) -> Query) {
    let mut dice = Dice::of(1);
    let mut found = Vec::new();
    let mut times = Vec::new();
    for _ in 0..500 {
        let day = format!("{}-{:02}-{:02}", 1900 + dice.roll(45), 1 + dice.roll(12), 1 + dice.roll(28));
        let query = query(Time::parse(&day).expect("the day is well-formed"));
        let start = Instant::now();
        // Every answer is looked at, as whoever lists them does.
        let held = world
            .answers(&query)
            .inspect(|answer| assert!(black_box(answer.certainty) <= Certainty::Possible))
            .count();
        times.push(start.elapsed());
        found.push(held);
    }
    found.sort_unstable();
    report(what, times, &format!("  ({} answers in the median)", found[found.len() / 2]));
}

fn report(what: &str, mut times: Vec<Duration>, more: &str) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!("{what}: p50 {:.3} ms, p99 {:.3} ms{more}", at(50), at(99));
}

fn most_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or_else(|| "unknown".to_owned(), |peak| peak.trim().to_owned())
}
