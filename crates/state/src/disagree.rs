//! Statements that cannot all be so.
//!
//! Everything is compared inside small groups that share a key (one event, one office, one quantity), never all with
//! all, so that the work grows with the number of statements and not with its square.

mod amounts;
mod dates;
mod figures;
mod letters;
mod likeness;
mod order;
mod ranks;
mod retold;
mod stretches;
mod tellings;
mod terms;

use rustc_hash::{FxHashMap, FxHashSet};
use salname_packs::state::{fold, words};

pub(crate) use tellings::Tellings;

use crate::day::Bounds;
use crate::names::Symbol;
use crate::{StatementNumber, World};

/// Statements that cannot all be so.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// What is at odds: "two-dates", "two-holders"…
    pub kind: &'static str,
    /// From 0 to 1: how likely it is a real disagreement, and how much it matters.
    pub weight: f64,
    /// The event, office, place or quantity that it is about.
    pub about: String,
    /// The statements, each by its number.
    pub between: Vec<StatementNumber>,
}

/// The kinds of disagreement that are looked for.
pub const DISAGREEMENTS: [&str; 11] = [
    "two-dates",
    "two-calendars",
    "two-holders",
    "two-powers",
    "two-values",
    "two-ranks",
    "act-out-of-term",
    "treaty-before-conference",
    "impossible-order",
    "impossible-dates",
    "denied",
];

/// What is said within one source is more often read wrongly than at odds.
const WITHIN_ONE_SOURCE: f64 = 0.85;

/// What was perhaps read wrongly is rather that than at odds.
const DOUBTFULLY_READ: f64 = 0.3;

/// All disagreements, the weightiest first.
pub(crate) fn all(world: &World) -> Vec<Disagreement> {
    let mut found = Found { world, seen: FxHashSet::default(), all: Vec::new() };
    dates::find(&mut found);
    retold::find(&mut found);
    letters::find(&mut found);
    stretches::find(&mut found);
    ranks::find(&mut found);
    terms::find(&mut found);
    order::find(&mut found);
    figures::find(&mut found);
    amounts::find(&mut found);
    contradictions(&mut found);
    let mut all = found.all;
    all.retain(|one| one.weight >= world.rules.told_from);
    all.sort_by(|a, b| {
        b.weight.total_cmp(&a.weight).then_with(|| a.between.cmp(&b.between)).then(a.kind.cmp(b.kind))
    });
    once_for_two_sentences(world, &mut all);
    once_for_one_date(world, &mut all);
    all
}

/// Statements whose dates, and the days that they tell to lie between them, cannot all be so.
fn contradictions(found: &mut Found) {
    let world = found.world;
    for statements in world.tellings.contradictions.iter().filter(|statements| statements.len() > 1) {
        let read = statements.iter().map(|number| world.tellings.confidence(*number)).fold(1.0, f64::min);
        let weight = world.rules.weight("impossible-dates") * read;
        found.all.push(Disagreement {
            kind: "impossible-dates",
            weight: (weight * 1000.0).round() / 1000.0,
            about: String::new(),
            between: statements.clone(),
        });
    }
}

/// What was found so far.
struct Found<'w> {
    world: &'w World,
    seen: FxHashSet<(&'static str, StatementNumber, StatementNumber)>,
    all: Vec<Disagreement>,
}

impl Found<'_> {
    /// Adds a disagreement between two statements, unless it is known or one sentence says both.
    fn add(
        &mut self,
        kind: &'static str,
        weight: f64,
        about: String,
        a: StatementNumber,
        b: StatementNumber,
    ) {
        let read = self.read(a, b);
        let trust = &self.world.rules.reading;
        let (heard, certain) = (f64::from(trust.heard_from), f64::from(trust.certain_from));
        let sure = if certain > heard { ((read - heard) / (certain - heard)).min(1.0) } else { 1.0 };
        self.add_read(kind, weight * read * sure.max(DOUBTFULLY_READ), about, a, b);
    }

    /// The same where only the words and dates of the sentences were compared: who does what may be misread.
    fn add_by_words(
        &mut self,
        kind: &'static str,
        weight: f64,
        about: String,
        a: StatementNumber,
        b: StatementNumber,
    ) {
        let read = self.read(a, b);
        self.add_read(kind, weight * (1.0 + read) / 2.0, about, a, b);
    }

    fn add_read(
        &mut self,
        kind: &'static str,
        weight: f64,
        about: String,
        a: StatementNumber,
        b: StatementNumber,
    ) {
        let tellings = &self.world.tellings;
        let (a, b) = (a.min(b), a.max(b));
        if a == b || tellings.sentence(a) == tellings.sentence(b) || !self.seen.insert((kind, a, b)) {
            return;
        }
        let factor = if tellings.source(a) == tellings.source(b) { WITHIN_ONE_SOURCE } else { 1.0 };
        // To three places: more would pretend to know.
        let weight = (weight * factor * 1000.0).round() / 1000.0;
        self.all.push(Disagreement { kind, weight, about, between: vec![a, b] });
    }

    /// Probability that the worse read of the two was read rightly.
    fn read(&self, a: StatementNumber, b: StatementNumber) -> f64 {
        self.world.tellings.confidence(a).min(self.world.tellings.confidence(b))
    }
}

/// Two dates are told once for two sentences, however many statements they make: by the heaviest.
fn once_for_two_sentences(world: &World, all: &mut Vec<Disagreement>) {
    let mut known: FxHashSet<(&str, [(u32, u64); 2])> = FxHashSet::default();
    all.retain(|one| {
        let Some([a, b]) = two_dates(one) else { return true };
        let mut places = [stretch(world, a), stretch(world, b)];
        places.sort_unstable();
        let is_known = NEAR.iter().any(|x| {
            NEAR.iter().any(|y| known.contains(&(one.kind, [moved(places[0], *x), moved(places[1], *y)])))
        });
        known.insert((one.kind, places));
        !is_known
    });
}

/// What a sentence dates otherwise than several others, which have one date, is told once: by the heaviest.
fn once_for_one_date(world: &World, all: &mut Vec<Disagreement>) {
    let asked: FxHashSet<StatementNumber> = all.iter().filter_map(two_dates).flatten().collect();
    let retold = world.tellings.retold.iter().map(|one| (one.statement, one.day));
    let once = world.tellings.once.iter().map(|one| (one.statement, one.bounds));
    let days: FxHashMap<StatementNumber, Bounds> =
        retold.chain(once).filter(|(statement, _)| asked.contains(statement)).collect();
    let mut known: FxHashSet<((u32, u64), Bounds)> = FxHashSet::default();
    all.retain(|one| {
        let Some([a, b]) = two_dates(one) else { return true };
        let told = [(a, b), (b, a)]
            .into_iter()
            .filter_map(|(here, there)| Some((stretch(world, here), *days.get(&there)?)));
        let told: Vec<_> = told.collect();
        let is_known = |(place, day)| NEAR.iter().any(|by| known.contains(&(moved(place, *by), day)));
        let is_new = !told.iter().copied().any(is_known);
        known.extend(told);
        is_new
    });
}

/// The two statements, if two dates are told.
fn two_dates(one: &Disagreement) -> Option<[StatementNumber; 2]> {
    let between = <[StatementNumber; 2]>::try_from(one.between.as_slice()).ok();
    between.filter(|_| one.kind.starts_with("two-dates"))
}

/// A source, and about where in it a statement stands.
fn stretch(world: &World, statement: StatementNumber) -> (u32, u64) {
    let (source, start) = world.tellings.sentence(statement);
    (source, start / ONE_SENTENCE)
}

/// The stretches beside one another.
const NEAR: [u64; 3] = [0, 1, u64::MAX];

fn moved(place: (u32, u64), by: u64) -> (u32, u64) {
    (place.0, place.1.wrapping_add(by))
}

/// What one source tells nearer together than so many bytes is one account, which tells of several things in like words.
const ONE_ACCOUNT: u64 = 1_500;

/// Statements that begin within so many bytes of a source are of one sentence, or of two that belong together.
const ONE_SENTENCE: u64 = 300;

/// True if two names are most probably two forms of one: each word of the shorter is a word of the longer, or an
/// initial of one ("N. Nərimanov", "Nərimanov", "Nəriman Nərimanov").
pub(crate) fn akin(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    let (a, b): (Vec<&str>, Vec<&str>) = (words(&a).collect(), words(&b).collect());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty()
        && short.iter().all(|word| {
            long.iter().any(|other| {
                let stem = |word: &str| word.chars().take(STEM).collect::<String>();
                let initial = |one: &str, whole: &str| one.chars().count() == 1 && whole.starts_with(one);
                stem(word) == stem(other) || initial(word, other) || initial(other, word)
            })
        })
}

/// Letters of a word that inflection leaves alone, for most words.
const STEM: usize = 6;

/// A name made of general words is no name; a symbol's text if it is one.
fn text(world: &World, symbol: Symbol) -> &str {
    world.names.text(symbol)
}

/// How much less a disagreement weighs the farther its dates lie apart: 1 at the same day, 0.5 at the limit.
fn nearness(gap: i32, limit: i32) -> f64 {
    1.0 - 0.5 * f64::from(gap.min(limit)) / f64::from(limit.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name_are_akin() {
        assert!(akin("N.Nərimanov", "Nəriman Nərimanov"));
        assert!(akin("Nərimanovun", "Nərimanov"));
        assert!(!akin("N.Nərimanov", "M.D.Hüseynov"));
        assert!(!akin("", "Hüseynov"));
    }
}
