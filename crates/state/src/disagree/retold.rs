//! Events without a name that are told twice, recognised by the words of their sentences, and dated differently.
//!
//! Two sentences are alike by the cosine of their words' weights (rare words weigh more: inverse document frequency,
//! Spärck Jones 1972), whatever kind each was read as: what one book calls a decision is a letter in another. Only
//! sentences that share a rare word are compared, and only where their dates differ as a slip of the pen makes them
//! differ. A narrative that goes from one letter to the next is not held against itself, and a source that tells of
//! both days knows of two events. Names alone make no event: who and where are the same in many.

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::{Kind, Modality, Role};
use salname_packs::state::{StateRules, fold, words};

use super::Found;
use super::dates::{Slip, slip};
use super::likeness::{Weights, capitalised, sorted, stems};
use crate::day::Bounds;
use crate::gather::name_of;
use crate::names::{Names, Symbol};
use crate::{Evidence, StatementNumber, World};

/// A sentence as it is compared.
#[derive(Debug)]
pub(crate) struct Retelling {
    /// Which of the rules.
    rule: u16,
    pub day: Bounds,
    /// The day is perhaps of something else that the sentence speaks of.
    pub doubtful: bool,
    pub statement: StatementNumber,
    /// The stems of its words, and those of the names of who acts, as hashes; sorted.
    pub words: Box<[u32]>,
    actors: Box<[u32]>,
    /// The stems of all names that the sentence has.
    pub names: Box<[u32]>,
    /// Who acts, and to whom, where they are named; sorted.
    pub acting: Box<[Symbol]>,
    pub facing: Box<[Symbol]>,
    /// The stems of the names of each role that must not contradict.
    roles: Box<[Box<[u32]>]>,
    /// Who and what it is about.
    pub about: Box<[Symbol]>,
}

/// Longer sentences are several.
const MOST_WORDS: usize = 48;
/// Sentences of one source nearer than this many bytes are one narrative.
pub(super) const ONE_NARRATIVE: u64 = 20_000;
/// How alike two sentences are whose roles contradict, as they may be where a role was misread.
const CONTRADICTING: f64 = 0.6;
/// So alike two sentences of different sources must be to tell of one event, and so much the words weigh that they share
/// beside the names of who acts.
const ALIKE: f64 = 0.29;
const SHARED: f64 = 8.0;
/// The same for two sentences of one source.
const ALIKE_IN_ONE: f64 = 0.36;
/// The same for dates that differ by no slip of the pen.
const ALIKE_OTHERWISE: f64 = 0.55;
const SHARED_OTHERWISE: f64 = 22.0;
/// …and so much those of them that are no names: who and where are the same in many an event.
const BEYOND_NAMES: f64 = 5.0;
/// The same for two sentences of different sources on what one and the same did within a few days.
const ALIKE_OF_ONE: f64 = 0.2;
/// The same where all who act in the one act in the other, and so much weighs the rarest word that they share.
const ALIKE_OF_SAME: f64 = 0.16;
const SHARED_OF_SAME: f64 = 10.0;
const BEYOND_NAMES_OF_SAME: f64 = 2.0;
const RARE: f64 = 4.5;
/// A date that may be of something else weighs so much less.
const DOUBTFUL: f64 = 0.5;
/// Names of who acts count less than what is done.
const NAMES_COUNT: f64 = 0.75;
/// A source that tells something so alike of the other's day knows of both.
const KNOWN_THERE: f64 = 0.3;

impl Retelling {
    pub fn new(
        rules: &StateRules,
        names: &mut Names,
        evidence: &Evidence,
        day: Bounds,
        statement: StatementNumber,
    ) -> Option<Self> {
        let texts = |role| evidence.roles.get(role).iter().map(|filler| filler.text.as_str());
        let (rule, retold) = (0..)
            .zip(&rules.retold)
            .find(|(_, rule)| rule.when.kind == evidence.kind && rule.when.matches(texts))?;
        let counts = match evidence.modality {
            Modality::Asserted | Modality::Reported => true,
            Modality::Planned => retold.planned,
            Modality::Denied => false,
        };
        if !counts {
            return None;
        }
        let of_role = |role| -> Box<[u32]> {
            let fillers = evidence.roles.get(role).iter();
            sorted(fillers.flat_map(|filler| [stems(&filler.text), stems(name_of(filler))]).flatten())
        };
        let who: Vec<Box<[u32]>> = retold.who.iter().map(|role| of_role(*role)).collect();
        let actors = sorted(who.iter().flatten().copied());
        let what = retold.what.iter().map(|role| of_role(*role));
        let fillers = retold.who.iter().chain(&retold.what).flat_map(|role| evidence.roles.get(*role));
        let about = fillers.take(3).map(|filler| names.symbol(name_of(filler))).collect();
        let mut words = stems(evidence.quote);
        words.truncate(MOST_WORDS);
        let named = || {
            let fillers = evidence.roles.iter().flat_map(|(_, fillers)| fillers);
            fillers.filter(|filler| filler.entity.is_some())
        };
        let in_roles = named().flat_map(|filler| [stems(&filler.text), stems(name_of(filler))]).flatten();
        let all_names = sorted(in_roles.chain(capitalised(evidence.quote)));
        let mut named_as = |role: Option<&Role>| {
            let fillers = role.into_iter().flat_map(|role| evidence.roles.get(*role));
            let fillers = fillers.filter(|filler| filler.entity.is_some());
            sorted(fillers.map(|filler| names.symbol(name_of(filler))))
        };
        let (acting, facing) = (named_as(retold.who.first()), named_as(retold.who.get(1)));
        let roles = who.iter().cloned().chain(what).collect();
        let words = sorted(words);
        let doubtful = is_followed(rules, evidence.quote);
        Some(Self {
            rule,
            day,
            doubtful,
            statement,
            words,
            actors,
            names: all_names,
            acting,
            facing,
            roles,
            about,
        })
    }

    /// True if it is compared with its like only: what is told in passing of a person is told beside many an event.
    fn is_alone(&self, world: &World) -> bool {
        world.rules.retold[self.rule as usize].when.kind == Kind::Office
    }

    /// What is left of the weight of dates of which one is doubtful.
    pub fn certainty(&self, other: &Self) -> f64 {
        if self.doubtful || other.doubtful { DOUBTFUL } else { 1.0 }
    }

    /// True if the same do it often, in like words.
    pub fn is_done_often(&self, world: &World) -> bool {
        world.rules.retold[self.rule as usize].often
    }

    /// True if one and the same is named as who acts.
    fn acts_as(&self, other: &Self) -> bool {
        self.acting.iter().any(|symbol| other.acting.binary_search(symbol).is_ok())
    }

    /// True if all who act in one of the two act in the other.
    fn is_done_by_some_of(&self, other: &Self) -> bool {
        let (few, many) = if self.acting.len() <= other.acting.len() { (self, other) } else { (other, self) };
        !few.acting.is_empty() && few.acting.iter().all(|symbol| many.acting.binary_search(symbol).is_ok())
    }

    /// False if a role of the one names nobody of whom the other speaks.
    fn agrees(&self, other: &Self) -> bool {
        self.roles.iter().zip(&other.roles).all(|(mine, theirs)| {
            let meet = |a: &[u32], b: &[u32]| a.iter().any(|stem| b.binary_search(stem).is_ok());
            mine.is_empty()
                || theirs.is_empty()
                || meet(mine, theirs)
                || meet(mine, &other.words)
                || meet(theirs, &self.words)
        })
    }
}

/// True if a number stands before a word that says that something came before: "on May 3, the opening after".
fn is_followed(rules: &StateRules, quote: &str) -> bool {
    let folded = fold(quote);
    let mut from_number = words(&folded).skip_while(|word| !word.starts_with(|sign: char| sign.is_numeric()));
    from_number.any(|word| rules.following.iter().any(|pattern| pattern.matches_word(word)))
}

pub(super) fn find(found: &mut Found) {
    let world = found.world;
    let all = &world.tellings.retold;
    let weights = Weights::new(all.iter().map(|one| &*one.words));
    let mut compared: FxHashSet<(u32, u32)> = FxHashSet::default();
    let mut sharing: FxHashMap<(bool, u32), Vec<u32>> = FxHashMap::default();
    let mut of_day: FxHashMap<(u32, Bounds), Vec<u32>> = FxHashMap::default();
    for (number, one) in (0..).zip(all) {
        of_day.entry((world.tellings.source(one.statement), one.day)).or_default().push(number);
        for stem in weights.rarest(&one.words) {
            sharing.entry((one.is_alone(world), stem)).or_default().push(number);
        }
    }
    let mut blocks: Vec<_> = sharing.into_iter().filter(|(_, block)| block.len() > 1).collect();
    blocks.sort_unstable();
    let often = done_often(world);
    let comparison = Comparison { world, weights, of_day, often };
    for (_, block) in blocks {
        for (at, &first) in block.iter().enumerate() {
            for &second in &block[at + 1..] {
                let (a, b) = (&all[first as usize], &all[second as usize]);
                let Some(slip) = slip(a.day, b.day) else { continue };
                if compared.insert((first, second)) && !one_narrative(world, a, b) {
                    comparison.compare(found, slip, a, b);
                }
            }
        }
    }
}

/// What each sentence tells of what is done often.
fn done_often(world: &World) -> FxHashMap<(u32, u64), Vec<u32>> {
    let mut of_sentence: FxHashMap<(u32, u64), Vec<u32>> = FxHashMap::default();
    for (number, one) in (0..).zip(&world.tellings.retold) {
        if one.is_done_often(world) {
            of_sentence.entry(world.tellings.sentence(one.statement)).or_default().push(number);
        }
    }
    of_sentence
}

fn one_narrative(world: &World, a: &Retelling, b: &Retelling) -> bool {
    world.tellings.are_near(a.statement, b.statement, ONE_NARRATIVE)
}

/// How alike two sentences are.
struct Likeness {
    /// In all words, from 0 to 1, and the weight of what they share.
    whole: f64,
    of_all: f64,
    /// The same without the names of who acts; less if their roles contradict.
    content: f64,
    shared: f64,
    /// The weight of what they share beside all names.
    beyond: f64,
    /// The better of the two.
    alike: f64,
}

/// What retellings are compared by.
struct Comparison<'w> {
    world: &'w World,
    weights: Weights,
    /// What each source tells of each day.
    of_day: FxHashMap<(u32, Bounds), Vec<u32>>,
    /// What each sentence tells of what is done often.
    often: FxHashMap<(u32, u64), Vec<u32>>,
}

impl Comparison<'_> {
    fn compare(&self, found: &mut Found, slip: Slip, a: &Retelling, b: &Retelling) {
        if self.of_others(a, b) {
            return;
        }
        let likeness = self.likeness(a, b);
        let apart = self.source(a) != self.source(b);
        let both = a.is_done_often(self.world) && a.rule == b.rule;
        let Likeness { alike, content, shared, beyond, .. } = likeness;
        let enough = match slip {
            Slip::Other => content > ALIKE_OTHERWISE && shared > SHARED_OTHERWISE,
            Slip::Calendar => alike > ALIKE && shared > SHARED,
            Slip::Pen(likely) if apart => {
                let of_one = !both && likely >= 1.0 && a.acts_as(b) && !a.is_alone(self.world);
                alike * likely > ALIKE && shared > SHARED || of_one && alike > ALIKE_OF_ONE
            }
            // Who writes often to somebody writes often in like words.
            Slip::Pen(likely) => !both && alike * likely > ALIKE_IN_ONE && shared > SHARED,
        };
        let enough = enough && beyond > BEYOND_NAMES;
        let same = || apart && matches!(slip, Slip::Pen(_)) && self.is_of_the_same(&likeness, a, b);
        if !enough && !same() || apart && (self.is_known_there(a, b) || self.is_known_there(b, a)) {
            return;
        }
        let rules = &self.world.rules;
        let (kind, weight) = match slip {
            Slip::Calendar => ("two-calendars", rules.weight("two-calendars")),
            Slip::Pen(likely) => ("two-dates", rules.weight("two-dates") * likely * (0.4 + 0.6 * alike)),
            Slip::Other => ("two-dates", rules.weight("two-dates") * 0.5 * alike),
        };
        let names = &self.world.names;
        let about: Vec<&str> = a.about.iter().map(|symbol| names.text(*symbol)).collect();
        let weight = weight * a.certainty(b);
        found.add_by_words(kind, weight, about.join(" · "), a.statement, b.statement);
    }

    fn source(&self, one: &Retelling) -> u32 {
        self.world.tellings.source(one.statement)
    }

    fn likeness(&self, a: &Retelling, b: &Retelling) -> Likeness {
        let factor = if a.rule != b.rule || a.agrees(b) { 1.0 } else { CONTRADICTING };
        let (whole, of_all) = self.weights.alike(&a.words, &b.words, &[]);
        let actors = sorted(a.actors.iter().chain(&b.actors).copied());
        let (content, shared) = self.weights.alike(&a.words, &b.words, &actors);
        let names = sorted(a.names.iter().chain(&b.names).copied());
        let beyond = self.weights.alike(&a.words, &b.words, &names).1;
        let alike = content.max(NAMES_COUNT * whole) * factor;
        Likeness { whole, of_all, content: content * factor, shared, beyond, alike }
    }

    /// True if the same did the same by both, or some of them for one who knows of no more, in few words of which one
    /// is rare.
    fn is_of_the_same(&self, likeness: &Likeness, a: &Retelling, b: &Retelling) -> bool {
        let rare = || {
            let shared = a.words.iter().filter(|stem| b.words.binary_search(stem).is_ok());
            shared.map(|stem| self.weights.of(*stem)).fold(0.0, f64::max)
        };
        a.rule == b.rule
            && !a.is_done_often(self.world)
            && !a.is_alone(self.world)
            && a.is_done_by_some_of(b)
            && likeness.whole > ALIKE_OF_SAME
            && likeness.of_all > SHARED_OF_SAME
            && likeness.beyond > BEYOND_NAMES_OF_SAME
            && rare() > RARE
    }

    /// True if both sentences tell of what is done often, a letter perhaps, and others do it.
    fn of_others(&self, a: &Retelling, b: &Retelling) -> bool {
        let told = |one: &Retelling| {
            let told = self.often.get(&self.world.tellings.sentence(one.statement)).into_iter().flatten();
            told.map(|&number| &self.world.tellings.retold[number as usize])
                .filter(|one| !one.acting.is_empty())
        };
        told(a).next().is_some()
            && told(b).next().is_some()
            && !told(a).any(|one| told(b).any(|other| one.acts_as(other)))
    }

    /// True if the source of the one tells something like the other of the other's day too.
    fn is_known_there(&self, one: &Retelling, other: &Retelling) -> bool {
        let there = (self.world.tellings.source(one.statement), other.day);
        let told = self.of_day.get(&there).into_iter().flatten();
        told.map(|&number| &self.world.tellings.retold[number as usize])
            .any(|known| self.weights.alike(&known.words, &other.words, &[]).0 > KNOWN_THERE)
    }
}
