//! Fluents told in other words, or with something missing, are those that are told in full.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::gather::{FluentKey, FluentNumber, Gathering};
use crate::marks::Marks;
use crate::names::Symbol;

/// Which fluent each fluent really is.
#[derive(Debug, Default)]
pub(crate) struct Canon {
    of: Vec<FluentNumber>,
    /// The others that are a fluent.
    others: FxHashMap<FluentNumber, Vec<FluentNumber>>,
}

impl Canon {
    /// Every further fluent is itself.
    pub fn grow(&mut self, fluents: usize) {
        let next = u32::try_from(self.of.len()).expect("fewer than 2^32 fluents fit in memory");
        self.of.extend((next..).take(fluents.saturating_sub(self.of.len())));
    }

    pub fn of(&self, fluent: FluentNumber) -> FluentNumber {
        self.of[fluent as usize]
    }

    /// A fluent is another; both it was and that it is now are marked if that is news.
    pub fn set(&mut self, fluent: FluentNumber, other: FluentNumber, changed: &mut Marks) {
        let was = std::mem::replace(&mut self.of[fluent as usize], other);
        if was == other {
            return;
        }
        if was != fluent
            && let Some(others) = self.others.get_mut(&was)
        {
            others.retain(|known| *known != fluent);
        }
        if other != fluent {
            self.others.entry(other).or_default().push(fluent);
        }
        for number in [fluent, was, other] {
            changed.mark(number);
        }
    }

    /// The fluents that are this one, in order; without itself if it is another.
    pub fn told_as(&self, fluent: FluentNumber) -> Vec<FluentNumber> {
        let mut all = if self.of(fluent) == fluent { vec![fluent] } else { Vec::new() };
        all.extend(self.others.get(&fluent).into_iter().flatten());
        all.sort_unstable();
        all
    }
}

/// Only so many of the fullest lists of a name are compared with: more are no treaty but a misreading.
const MOST_LISTS: usize = 32;

/// "The treaty of Kars" and "the treaty of Kars between Turkey and Georgia": what is told of the first belongs to the
/// second where only one list of parties holds all that the first names.
#[derive(Debug, Default)]
pub(crate) struct Incomplete {
    /// Fluents that differ in nothing but the argument that may be missing.
    alike: FxHashMap<FluentKey, Vec<FluentNumber>>,
}

impl Incomplete {
    /// Compares fluents that are new with those that are known.
    pub fn take_in(
        &mut self,
        gathering: &Gathering,
        new: impl Iterator<Item = FluentNumber>,
        canon: &mut Canon,
        changed: &mut Marks,
    ) {
        let mut order: Vec<FluentKey> = Vec::new();
        let mut seen: FxHashSet<FluentKey> = FxHashSet::default();
        for number in new {
            let key = &gathering.keys[number as usize];
            let Some(slot) = missing_slot(gathering, key) else { continue };
            let mut rest = *key;
            rest.args[slot] = 0;
            self.alike.entry(rest).or_default().push(number);
            if seen.insert(rest) {
                order.push(rest);
            }
        }
        for rest in order {
            let numbers = &self.alike[&rest];
            let Some(slot) = missing_slot(gathering, &rest) else { continue };
            if numbers.len() > 1 && rest.args.iter().any(|&symbol| symbol != 0) {
                for (number, other) in full(gathering, slot, numbers) {
                    canon.set(number, other, changed);
                }
            }
        }
    }
}

/// For each fluent the one that tells of it in full; itself where there is none.
fn full(gathering: &Gathering, slot: usize, numbers: &[FluentNumber]) -> Vec<(FluentNumber, FluentNumber)> {
    let members = |number: FluentNumber| -> &[Symbol] {
        gathering.names.table.given(&gathering.keys[number as usize].args[slot])
    };
    let mut fullest = numbers.to_vec();
    fullest.sort_by_key(|&number| (std::cmp::Reverse(members(number).len()), number));
    fullest.truncate(MOST_LISTS);
    let fuller = |number: FluentNumber| {
        let mine = members(number);
        let mut candidates = fullest.iter().copied().filter(|&other| {
            members(other).len() > mine.len() && mine.iter().all(|one| members(other).contains(one))
        });
        let other = candidates.next()?;
        // Two treaties of one name with different partners: which is meant cannot be told, unless one is itself a
        // shorter form of the other.
        let unclear = candidates.any(|next| members(next).iter().any(|one| !members(other).contains(one)));
        (!unclear).then_some(other)
    };
    numbers.iter().map(|&number| (number, fuller(number).unwrap_or(number))).collect()
}

fn missing_slot(gathering: &Gathering, key: &FluentKey) -> Option<usize> {
    let rule = gathering.rules.relation(key.relation)?;
    let missing = rule.may_miss.as_ref()?;
    rule.args.iter().position(|arg| arg == missing)
}
