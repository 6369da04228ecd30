//! One letter, two dates: what the same two wrote to each other within some days, as two sources tell of it.
//!
//! A source often says only that a letter was sent, and what it said in the sentences that follow: both count.

use rustc_hash::FxHashMap;

use super::dates::{Slip, slip};
use super::likeness::{Weights, sorted, stems};
use super::retold::Retelling;
use super::{Found, text};
use crate::names::Symbol;
use crate::{Evidence, StatementNumber, World};

/// What somebody said or wanted, as it is compared.
#[derive(Debug)]
pub(crate) struct Said {
    statement: StatementNumber,
    words: Box<[u32]>,
}

/// A letter's contents are told within so many bytes of it.
const AFTER: u64 = 400;
/// Letters so many days apart may be one.
const NEAR: i32 = 10;
/// So alike the contents must be, and so much weigh what they share, and those of it that are no names.
const ALIKE: f64 = 0.3;
const SHARED: f64 = 20.0;
const BEYOND_NAMES: f64 = 6.0;
/// Dates that differ by no slip of the pen are so likely of one letter.
const OTHERWISE: f64 = 0.7;
/// Who wrote to each other more often than so is not looked for in every letter.
const MOST_LETTERS: usize = 128;

impl Said {
    pub fn new(evidence: &Evidence, statement: StatementNumber) -> Option<Self> {
        let words = sorted(stems(evidence.quote));
        (!words.is_empty()).then_some(Self { statement, words })
    }
}

pub(super) fn find(found: &mut Found) {
    let world = found.world;
    let pairs = letters_of_one_kind(world);
    if pairs.is_empty() {
        return;
    }
    let passages = Passages::new(world);
    let weights = Weights::new(world.tellings.retold.iter().map(|one| &*one.words));
    for Pair { a, b, likely } in pairs {
        let (words, others) = (passages.of(a), passages.of(b));
        let names = sorted(a.names.iter().chain(&*b.names).copied());
        let (alike, shared) = weights.alike(&words, &others, &[]);
        let beyond = weights.alike(&words, &others, &names).1;
        if alike > ALIKE && shared > SHARED && beyond > BEYOND_NAMES {
            let weight = world.rules.weight("two-dates") * likely * (0.4 + 0.6 * alike) * a.certainty(b);
            let about: Vec<&str> = a.about.iter().map(|symbol| text(world, *symbol)).collect();
            found.add_by_words("two-dates", weight, about.join(" · "), a.statement, b.statement);
        }
    }
}

/// Two letters of one to the same other that two sources tell of, and how likely their days are one day.
struct Pair<'w> {
    a: &'w Retelling,
    b: &'w Retelling,
    likely: f64,
}

fn letters_of_one_kind(world: &World) -> Vec<Pair<'_>> {
    let mut between: FxHashMap<(Symbol, Symbol), Vec<&Retelling>> = FxHashMap::default();
    for one in world.tellings.retold.iter().filter(|one| one.is_done_often(world)) {
        for from in &one.acting {
            for to in one.facing.iter().filter(|to| *to != from) {
                between.entry((*from, *to)).or_default().push(one);
            }
        }
    }
    let mut between: Vec<_> = between.into_iter().filter(|(_, all)| all.len() <= MOST_LETTERS).collect();
    between.sort_by_key(|(pair, _)| *pair);
    let mut pairs = Vec::new();
    for (_, letters) in between {
        for (at, &a) in letters.iter().enumerate() {
            for &b in &letters[at + 1..] {
                let knows = |one: &Retelling, other: &Retelling| knows_both(world, &letters, one, other);
                let likely = likely_one(a, b)
                    .filter(|_| source(world, a) != source(world, b) && !knows(a, b) && !knows(b, a));
                pairs.extend(likely.map(|likely| Pair { a, b, likely }));
            }
        }
    }
    pairs
}

fn source(world: &World, one: &Retelling) -> u32 {
    world.tellings.source(one.statement)
}

/// True if the source of the one tells of a letter of the other's day too.
fn knows_both(world: &World, letters: &[&Retelling], one: &Retelling, other: &Retelling) -> bool {
    letters.iter().any(|known| known.day == other.day && source(world, known) == source(world, one))
}

/// How likely letters of two days are one.
fn likely_one(a: &Retelling, b: &Retelling) -> Option<f64> {
    match slip(a.day, b.day)? {
        Slip::Pen(likely) => Some(likely),
        Slip::Other if a.day.gap(b.day) <= NEAR => Some(OTHERWISE),
        Slip::Other | Slip::Calendar => None,
    }
}

/// What stands at each place of the sources.
struct Passages<'w> {
    world: &'w World,
    /// Source, place and words; sorted.
    words: Vec<((u32, u64), &'w [u32])>,
}

impl<'w> Passages<'w> {
    fn new(world: &'w World) -> Self {
        let tellings = &world.tellings;
        let told = tellings.retold.iter().map(|one| (one.statement, &*one.words));
        let said = tellings.said.iter().map(|one| (one.statement, &*one.words));
        let mut words: Vec<_> =
            told.chain(said).map(|(statement, words)| (tellings.sentence(statement), words)).collect();
        words.sort_unstable();
        Self { world, words }
    }

    /// The words of a letter and of what is told right after it.
    fn of(&self, letter: &Retelling) -> Box<[u32]> {
        let (source, start) = self.world.tellings.sentence(letter.statement);
        let first = self.words.partition_point(|(place, _)| *place < (source, start));
        let near = self.words[first..].iter().take_while(|(place, _)| *place <= (source, start + AFTER));
        sorted(near.flat_map(|(_, words)| words.iter()).chain(&*letter.words).copied())
    }
}
