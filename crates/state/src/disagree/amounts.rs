//! One quantity, two figures, where no text says in so many words of what: recognised by the words of the sentences.
//!
//! Two figures are of one quantity if they have one unit, are of one time, lie within one order of size, and the words
//! about them are the same, the rare ones above all. A sum of money in two currencies is at odds with itself too.

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::Role;
use salname_packs::state::{StateRules, Units, fold, words};

use super::likeness::{Weights, sorted, stem, stems};
use super::{Found, ONE_ACCOUNT, figures, text};
use crate::day::{self, Bounds};
use crate::names::{Names, Symbol};
use crate::{Evidence, StatementNumber, World};

/// A figure with the words about it.
#[derive(Debug)]
pub(crate) struct Amount {
    statement: StatementNumber,
    value: Option<(f64, Bounds)>,
    unit: Unit,
    what: Option<Symbol>,
    /// The unit as it was told; 0 for none.
    told_unit: Symbol,
    /// The sentence says that it is the quantity of the one before.
    same: bool,
    words: Box<[u32]>,
}

/// What a figure is counted in; units are known by how they begin, since they are inflected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Unit {
    /// Nothing, or what says nothing of the thing.
    Any,
    /// Parts of a whole.
    Part(u32),
    /// Which of the currencies.
    Money(u32),
    /// Anything else.
    Other(u32),
}

/// Letters of a unit that are the same in all its forms.
const UNIT: usize = 3;
/// A currency stands not farther behind its figure than so many words: "800 million *gold* marks".
const BEHIND: usize = 3;
/// What was said so many bytes before may be what is counted.
const BEFORE: u64 = 250;
/// Figures of one quantity are not farther apart than this, as a part of the greater…
const NEAREST: f64 = 0.98;
const FARTHEST: f64 = 0.5;
/// …those that are of one stretch of days and nothing else…
const FARTHEST_OF_STRETCH: f64 = 0.8;
/// …and a sum in two currencies is one sum.
const FARTHEST_OF_MONEY: f64 = 0.9;
/// Words that weigh less are in every sentence with a figure.
const TELLING: f64 = 3.0;
const TELLING_OF_STRETCH: f64 = 2.4;
/// So much of the lighter sentence must be in the other…
const CONTAINED: f64 = 0.45;
const CONTAINED_PART: f64 = 0.9;
const CONTAINED_OF_STRETCH: f64 = 0.15;
/// …and weigh so much.
const SHARED: f64 = 7.0;
/// The same for a sum in two currencies, by all their words.
const ALIKE_MONEY: f64 = 0.3;
const SHARED_MONEY: f64 = 8.0;
/// A sum is spoken of for so many days after it was named.
const ONE_SUM: i32 = 3 * 366;
/// A year and a financial year lie within so many days.
const ONE_PERIOD: i32 = 2 * 366;
const YEAR: i32 = 300;
/// A word of more figures than this tells little.
const MOST_IN_BLOCK: usize = 128;

impl Amount {
    pub fn new(
        rules: &StateRules,
        names: &mut Names,
        evidence: &Evidence,
        bounds: Option<Bounds>,
        statement: StatementNumber,
    ) -> Self {
        let what = evidence.roles.single(Role::What).map(|what| names.symbol(what));
        let told_unit = evidence.roles.single(Role::Unit);
        let text = evidence.roles.single(Role::Value);
        let value = text.and_then(|text| figures::number(text, &rules.multipliers));
        let unit = text.map_or(Unit::Any, |text| {
            Unit::new(
                &rules.units,
                text,
                evidence.roles.single(Role::Unit).unwrap_or_default(),
                evidence.quote,
            )
        });
        Self {
            statement,
            value: value.zip(bounds),
            unit,
            what,
            told_unit: told_unit.map_or(0, |unit| names.symbol(unit)),
            same: rules.same_quantity.is_said_by(evidence.quote),
            words: sorted(stems(evidence.quote)),
        }
    }
}

impl Unit {
    fn new(units: &Units, value: &str, unit: &str, quote: &str) -> Self {
        let currency = units.currency(unit).or_else(|| {
            let behind = quote.split_once(value).map_or("", |(_, behind)| behind);
            words(&fold(behind)).take(BEHIND).find_map(|word| units.currency(word))
        });
        let start = |unit: &str| stem(words(&fold(unit)).next().unwrap_or(unit), UNIT);
        match currency.map(|currency| u32::try_from(currency).unwrap_or(u32::MAX)) {
            Some(currency) => Self::Money(currency),
            None if units.parts.iter().any(|part| part.matches(unit)) => Self::Part(start(unit)),
            None if unit.is_empty() || units.counts.iter().any(|count| count.matches(unit)) => Self::Any,
            None => Self::Other(start(unit)),
        }
    }
}

/// Two figures that are perhaps of one quantity.
struct Pair {
    /// How near the two values are, from 0 to 1.
    ratio: f64,
    weight: f64,
    about: String,
    statements: [StatementNumber; 2],
}

pub(super) fn find(found: &mut Found) {
    let world = found.world;
    let comparison = Comparison::new(world);
    comparison.of_one_passage(found);
    let mut pairs = comparison.pairs();
    // Of several figures of one sentence the nearest is of the same quantity.
    pairs.sort_by(|a, b| b.ratio.total_cmp(&a.ratio).then(a.statements.cmp(&b.statements)));
    let mut paired: FxHashSet<StatementNumber> = FxHashSet::default();
    for Pair { weight, about, statements: [a, b], .. } in pairs {
        if !paired.contains(&a) && !paired.contains(&b) {
            paired.extend([a, b]);
            found.add("two-values", weight * world.rules.weight("two-values"), about, a, b);
        }
    }
}

/// What figures are compared by.
struct Comparison<'w> {
    world: &'w World,
    /// In the order of sources and sentences.
    amounts: Vec<&'w Amount>,
    /// The words of each, with those before it.
    told: Vec<Box<[u32]>>,
    weights: Weights,
}

impl<'w> Comparison<'w> {
    fn new(world: &'w World) -> Self {
        let place = |amount: &Amount| (world.tellings.sentence(amount.statement), amount.statement);
        let mut amounts: Vec<&Amount> = world.tellings.amounts.iter().collect();
        amounts.sort_by_key(|amount| place(amount));
        let mut told = Vec::with_capacity(amounts.len());
        let mut first = 0;
        for amount in &amounts {
            let ((source, start), _) = place(amount);
            let is_far = |other: &Amount| {
                let ((there, at), _) = place(other);
                there != source || start - at > BEFORE
            };
            while is_far(amounts[first]) {
                first += 1;
            }
            let near = amounts[first..].iter().take_while(|other| place(other) <= place(amount));
            told.push(sorted(near.flat_map(|other| other.words.iter().copied())));
        }
        let weights = Weights::new(amounts.iter().map(|amount| &*amount.words));
        Self { world, amounts, told, weights }
    }

    /// "This figure", "the same number": a sentence that gives the quantity of the one before it anew.
    fn of_one_passage(&self, found: &mut Found) {
        let within = self.world.rules.same_quantity.within;
        for pair in self.amounts.windows(2) {
            let [before, figure] = pair else { continue };
            let (Some((first, _)), Some((second, _))) = (before.value, figure.value) else { continue };
            let near = self.world.tellings.are_near(before.statement, figure.statement, within + 1);
            // One of two figures that a sentence compares is not its own.
            let rounded = first.abs().min(second.abs()) >= NEAREST * first.abs().max(second.abs());
            if near && figure.same && before.told_unit == figure.told_unit && !rounded {
                let weight = self.world.rules.weight("two-values");
                let about = self.about(before, figure);
                found.add("two-values", weight, about, before.statement, figure.statement);
            }
        }
    }

    fn pairs(&self) -> Vec<Pair> {
        let mut blocks: FxHashMap<Block, Vec<usize>> = FxHashMap::default();
        for (at, amount) in self.amounts.iter().enumerate() {
            let Some((_, bounds)) = amount.value.filter(|_| amount.unit != Unit::Any) else { continue };
            let unit = if matches!(amount.unit, Unit::Money(_)) { Unit::Money(0) } else { amount.unit };
            for stem in self.weights.rarest(&amount.words) {
                blocks.entry(Block::Word(unit, stem)).or_default().push(at);
            }
            if is_stretch(bounds) {
                blocks.entry(Block::Stretch(amount.unit, bounds)).or_default().push(at);
            }
        }
        let mut blocks: Vec<_> =
            blocks.into_iter().filter(|(_, block)| (2..=MOST_IN_BLOCK).contains(&block.len())).collect();
        blocks.sort_unstable();
        let mut compared: FxHashSet<(usize, usize)> = FxHashSet::default();
        let mut pairs = Vec::new();
        for (_, block) in blocks {
            for (place, &first) in block.iter().enumerate() {
                for &second in &block[place + 1..] {
                    if compared.insert((first, second)) {
                        pairs.extend(self.compare(first, second));
                    }
                }
            }
        }
        pairs
    }

    fn compare(&self, first: usize, second: usize) -> Option<Pair> {
        let (a, b) = (self.amounts[first], self.amounts[second]);
        let ((value, day), (other, other_day)) = (a.value?, b.value?);
        if self.world.tellings.are_near(a.statement, b.statement, ONE_ACCOUNT) {
            return None;
        }
        let ratio = value.abs().min(other.abs()) / value.abs().max(other.abs()).max(f64::MIN_POSITIVE);
        let sure = match (a.unit, b.unit) {
            (Unit::Money(one), Unit::Money(another)) if one != another => (ratio >= FARTHEST_OF_MONEY
                && day.gap(other_day) <= ONE_SUM)
                .then(|| self.are_one_sum(a, b))??,
            _ if a.unit != b.unit || !(FARTHEST..=NEAREST).contains(&ratio) => return None,
            (Unit::Part(_), _) if day != other_day => return None,
            (Unit::Part(_), _) => self.are_one_part(first, second)?,
            _ if day == other_day && is_stretch(day) => self.are_of_one_stretch(first, second, ratio)?,
            _ => one_period(day, other_day)? * self.are_one_thing(first, second)?,
        };
        let weight = sure * (0.4 + 0.6 * ratio);
        Some(Pair { ratio, weight, about: self.about(a, b), statements: [a.statement, b.statement] })
    }

    /// What the one that says more says that it is of; the unit, if neither says it.
    fn about(&self, a: &Amount, b: &Amount) -> String {
        let told = [a, b].into_iter().filter_map(|amount| amount.what).map(|what| text(self.world, what));
        told.max_by_key(|what| what.chars().count()).unwrap_or(text(self.world, a.told_unit)).to_owned()
    }

    /// One sum in two currencies: how alike the sentences are.
    fn are_one_sum(&self, a: &Amount, b: &Amount) -> Option<f64> {
        let (alike, shared) = self.weights.alike(&a.words, &b.words, &[]);
        (alike >= ALIKE_MONEY && shared >= SHARED_MONEY).then_some((0.5 + alike).min(1.0))
    }

    /// Parts of one whole are parts of it in all their words.
    fn are_one_part(&self, first: usize, second: usize) -> Option<f64> {
        let Likeness { own, shared, contained, .. } = self.likeness(first, second, TELLING);
        (own >= 1 && shared >= 2 && contained >= CONTAINED_PART).then_some(contained)
    }

    /// Figures of one season or campaign are few.
    fn are_of_one_stretch(&self, first: usize, second: usize, ratio: f64) -> Option<f64> {
        let Likeness { shared, contained, .. } = self.likeness(first, second, TELLING_OF_STRETCH);
        (ratio >= FARTHEST_OF_STRETCH && shared >= 1 && contained >= CONTAINED_OF_STRETCH)
            .then_some(0.6 + 0.4 * contained)
    }

    fn are_one_thing(&self, first: usize, second: usize) -> Option<f64> {
        let Likeness { own, weight, contained, .. } = self.likeness(first, second, TELLING);
        (own >= 1 && weight >= SHARED && contained >= CONTAINED).then_some(0.5 + 0.5 * contained)
    }

    /// What the words about two figures have in common, of those that weigh so much.
    fn likeness(&self, first: usize, second: usize, telling: f64) -> Likeness {
        let (a, b) = (&self.amounts[first].words, &self.amounts[second].words);
        let counts = |stem: &&u32| self.weights.of(**stem) >= telling;
        let weight =
            |stems: &[u32]| stems.iter().filter(counts).map(|stem| self.weights.of(*stem)).sum::<f64>();
        let common = |words: &[u32], told: &[u32]| -> Vec<u32> {
            words.iter().filter(counts).filter(|stem| told.binary_search(stem).is_ok()).copied().collect()
        };
        let own = common(a, b).len();
        let shared = sorted([common(a, &self.told[second]), common(b, &self.told[first])].concat());
        let lighter = weight(a).min(weight(b));
        let contained = if lighter > 0.0 { (weight(&shared) / lighter).min(1.0) } else { 0.0 };
        Likeness { own, shared: shared.len(), weight: weight(&shared), contained }
    }
}

/// What brings two figures together.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Block {
    /// A unit, all currencies taken for one, and a rare word.
    Word(Unit, u32),
    /// A unit and a stretch of days.
    Stretch(Unit, Bounds),
}

/// What the words about two figures have in common.
struct Likeness {
    /// How many words both sentences have.
    own: usize,
    /// How many words one has, and the other or what stands before it.
    shared: usize,
    weight: f64,
    /// How much of the lighter sentence that is.
    contained: f64,
}

/// True for anything but whole years of the calendar.
fn is_stretch(bounds: Bounds) -> bool {
    let (_, month, date) = day::civil(bounds);
    let (_, after_month, after_date) = day::civil(Bounds::new(bounds.latest + 1, bounds.latest + 1));
    let years = (month, date, after_month, after_date) == (1, 1, 1, 1);
    !years || bounds.width() > 366
}

/// How sure it is that two times are one; none if they are not.
fn one_period(a: Bounds, b: Bounds) -> Option<f64> {
    let years = a.width().min(b.width()) >= YEAR && a.width().max(b.width()) <= ONE_PERIOD;
    match a == b {
        true => Some(1.0),
        false => (years && (a.within(b) || b.within(a))).then_some(0.7),
    }
}
