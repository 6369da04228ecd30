//! One person at one time, head of a body for one source and deputy of its head for another.

use rustc_hash::FxHashMap;
use salname_model::Role;
use salname_packs::state::{StateRules, fold, words};

use super::{Found, text};
use crate::day::Bounds;
use crate::gather::{is_name, name_of};
use crate::names::{Names, Symbol};
use crate::{Evidence, StatementNumber};

/// What somebody is said to be.
#[derive(Debug)]
pub(crate) struct Rank {
    person: Symbol,
    bounds: Bounds,
    statement: StatementNumber,
    /// The words of the office, without the one for a deputy.
    words: Vec<String>,
    deputy: bool,
}

/// An office of fewer words does not say of what.
const FEWEST_WORDS: usize = 2;
/// One of the two is told of so many days at most, and the other of a year.
const MONTH: i32 = 31;
const YEAR: i32 = 366;
/// Letters at the end of a word that inflection may change, and the fewest that it leaves.
const ENDING: usize = 2;
const ROOT: usize = 4;
/// Of whom more is told was in office for long, and rose.
const MOST_TOLD: usize = 256;

impl Rank {
    pub fn of_all(
        rules: &StateRules,
        names: &mut Names,
        evidence: &Evidence,
        bounds: Bounds,
        statement: StatementNumber,
    ) -> Vec<Self> {
        let folded = fold(evidence.roles.single(Role::Office).unwrap_or_default());
        let is_deputy = |word: &str| rules.deputies.iter().any(|pattern| pattern.matches_word(word));
        let all: Vec<&str> = words(&folded).collect();
        let deputy = all.iter().any(|word| is_deputy(word));
        let words: Vec<String> =
            all.iter().filter(|word| !is_deputy(word)).map(|word| (*word).to_owned()).collect();
        if words.len() < FEWEST_WORDS || bounds.width() > YEAR {
            return Vec::new();
        }
        let people = evidence.roles.get(Role::Person).iter().filter(|filler| is_name(filler));
        let people = people.map(|filler| names.symbol(name_of(filler)));
        people.map(|person| Self { person, bounds, statement, words: words.clone(), deputy }).collect()
    }
}

pub(super) fn find(found: &mut Found) {
    let world = found.world;
    let mut of_person: FxHashMap<Symbol, (Vec<&Rank>, Vec<&Rank>)> = FxHashMap::default();
    for rank in &world.tellings.ranks {
        let (heads, deputies) = of_person.entry(rank.person).or_default();
        if rank.deputy { deputies.push(rank) } else { heads.push(rank) }
    }
    let mut all: Vec<_> = of_person
        .into_values()
        .filter(|(heads, deputies)| !heads.is_empty() && !deputies.is_empty())
        .collect();
    all.sort_by_key(|(heads, _)| heads[0].person);
    for (heads, deputies) in all.iter().filter(|(heads, deputies)| heads.len() + deputies.len() <= MOST_TOLD)
    {
        for head in heads {
            let source = |rank: &Rank| world.tellings.source(rank.statement);
            // Who calls him deputy too at that time knows of both.
            let alike: Vec<&&Rank> = deputies.iter().filter(|deputy| at_odds(head, deputy)).collect();
            if alike.iter().any(|deputy| source(deputy) == source(head)) {
                continue;
            }
            for deputy in alike {
                let about = format!("{} · {}", text(world, head.person), office(head, deputy));
                let weight = world.rules.weight("two-ranks");
                found.add("two-ranks", weight, about, head.statement, deputy.statement);
            }
        }
    }
}

/// The fuller wording of the office.
fn office(a: &Rank, b: &Rank) -> String {
    let fuller = if a.words.len() >= b.words.len() { a } else { b };
    fuller.words.join(" ")
}

/// True if one is called head and deputy head of one body at one time.
fn at_odds(head: &Rank, deputy: &Rank) -> bool {
    let (a, b) = (head.bounds, deputy.bounds);
    let (short, long) = if head.words.len() <= deputy.words.len() { (head, deputy) } else { (deputy, head) };
    a.overlaps(b)
        && a.width().min(b.width()) <= MONTH
        && short.words.iter().all(|word| long.words.iter().any(|other| is_form_of(word, other)))
}

/// True if two words are forms of one.
fn is_form_of(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let shorter = a.chars().count().min(b.chars().count());
    common >= ROOT.max(shorter.saturating_sub(ENDING)).min(shorter)
}
