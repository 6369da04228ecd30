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
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rank {
    person: Symbol,
    office: Symbol,
    bounds: Bounds,
    statement: StatementNumber,
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
        names: &mut Names,
        evidence: &Evidence,
        bounds: Bounds,
        statement: StatementNumber,
    ) -> impl Iterator<Item = Self> {
        let office = evidence.roles.single(Role::Office).filter(|_| bounds.width() <= YEAR);
        let office = office.map(|office| names.symbol(office));
        let people = evidence.roles.get(Role::Person).iter().filter(|filler| is_name(filler));
        people.filter_map(move |person| {
            Some(Self { person: names.symbol(name_of(person)), office: office?, bounds, statement })
        })
    }
}

/// What an office's text says.
#[derive(Debug)]
struct Title {
    /// Its words, without the one for a deputy.
    words: Vec<String>,
    deputy: bool,
}

impl Title {
    fn new(rules: &StateRules, text: &str) -> Self {
        let folded = fold(text);
        let is_deputy = |word: &&str| rules.deputies.iter().any(|pattern| pattern.matches_word(word));
        let (deputies, others): (Vec<&str>, Vec<&str>) = words(&folded).partition(is_deputy);
        Self { words: others.into_iter().map(str::to_owned).collect(), deputy: !deputies.is_empty() }
    }

    /// True if one of the two has no words but those of the other.
    fn is_of_one_office(&self, other: &Self) -> bool {
        let (short, long) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        short.words.len() >= FEWEST_WORDS
            && short.words.iter().all(|word| long.words.iter().any(|other| is_form_of(word, other)))
    }
}

pub(super) fn find(found: &mut Found) {
    let world = found.world;
    let mut titles: FxHashMap<Symbol, Title> = FxHashMap::default();
    for rank in &world.tellings.ranks {
        titles.entry(rank.office).or_insert_with(|| Title::new(&world.rules, text(world, rank.office)));
    }
    let mut ranks: Vec<Rank> = world.tellings.ranks.clone();
    ranks.sort_by_key(|rank| (rank.person, rank.statement));
    for of_one in ranks.chunk_by(|a, b| a.person == b.person).filter(|of_one| of_one.len() <= MOST_TOLD) {
        let (deputies, heads): (Vec<Rank>, Vec<Rank>) =
            of_one.iter().partition(|rank| titles[&rank.office].deputy);
        for head in &heads {
            compare(found, &titles, head, &deputies);
        }
    }
}

fn compare(found: &mut Found, titles: &FxHashMap<Symbol, Title>, head: &Rank, deputies: &[Rank]) {
    let world = found.world;
    let source = |rank: &Rank| world.tellings.source(rank.statement);
    let at_odds = |deputy: &&Rank| {
        are_at_once(head, deputy) && titles[&head.office].is_of_one_office(&titles[&deputy.office])
    };
    let at_odds: Vec<&Rank> = deputies.iter().filter(at_odds).collect();
    // Who calls him deputy too at that time knows of both.
    if at_odds.iter().any(|deputy| source(deputy) == source(head)) {
        return;
    }
    for deputy in at_odds {
        let [office, other] = [head.office, deputy.office].map(|office| text(world, office));
        let fuller = if office.chars().count() >= other.chars().count() { office } else { other };
        let about = format!("{} · {fuller}", text(world, head.person));
        let weight = world.rules.weight("two-ranks");
        found.add("two-ranks", weight, about, head.statement, deputy.statement);
    }
}

/// True if both are told of one time.
fn are_at_once(a: &Rank, b: &Rank) -> bool {
    a.bounds.overlaps(b.bounds) && a.bounds.width().min(b.bounds.width()) <= MONTH
}

/// True if two words are forms of one.
fn is_form_of(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let shorter = a.chars().count().min(b.chars().count());
    common >= ROOT.max(shorter.saturating_sub(ENDING)).min(shorter)
}
