//! Fluents that are told with some of their arguments missing are those that are told in full.

use rustc_hash::FxHashMap;
use salname_model::Relation;
use salname_packs::state::RelationRule;

use crate::gather::{FluentKey, FluentNumber, Gathering, PatternKey, Stop, full_mask};
use crate::names::Symbol;
use crate::titles::Titles;

/// Only so many of the fullest lists of a name are compared with: more are no treaty but a misreading.
const MOST_LISTS: usize = 32;

/// "The treaty of Kars" and "the treaty of Kars between Turkey and Georgia": the events of the first go to the second
/// where only one list of parties holds all that the first names.
pub(crate) fn gather_incomplete(gathering: &mut Gathering) {
    let mut alike: FxHashMap<FluentKey, Vec<FluentNumber>> = FxHashMap::default();
    let mut order: Vec<FluentKey> = Vec::new();
    for (number, key) in (0..).zip(&gathering.keys) {
        let Some(slot) = missing_slot(gathering, key) else { continue };
        let mut rest = *key;
        rest.args[slot] = 0;
        let numbers = alike.entry(rest).or_default();
        if numbers.is_empty() {
            order.push(rest);
        }
        numbers.push(number);
    }
    let mut full: FxHashMap<FluentNumber, FluentNumber> = FxHashMap::default();
    for rest in order {
        let numbers = &alike[&rest];
        if numbers.len() < 2 || rest.args.iter().all(|&symbol| symbol == 0) {
            continue;
        }
        let Some(slot) = missing_slot(gathering, &rest) else { continue };
        let members = |number: FluentNumber| -> &[Symbol] {
            let symbol = &gathering.keys[number as usize].args[slot];
            if *symbol == 0 { &[] } else { gathering.names.table.members(symbol) }
        };
        let mut fullest = numbers.clone();
        fullest.sort_by_key(|&number| (std::cmp::Reverse(members(number).len()), number));
        fullest.truncate(MOST_LISTS);
        for &number in numbers {
            let mine = members(number);
            let holds_all = |other: &&FluentNumber| {
                members(**other).len() > mine.len() && mine.iter().all(|one| members(**other).contains(one))
            };
            let mut candidates = fullest.iter().filter(holds_all);
            if let Some(&other) = candidates.next() {
                // Two treaties of one name with different partners: which is meant cannot be told, unless one is
                // itself a shorter form of the other.
                let unclear =
                    candidates.any(|&next| members(next).iter().any(|one| !members(other).contains(one)));
                if !unclear {
                    full.insert(number, other);
                }
            }
        }
    }
    for event in &mut gathering.events {
        if let Some(&other) = full.get(&event.fluent) {
            event.fluent = other;
        }
    }
}

/// Understands offices, and takes those of one person that are one office under several names for one fluent.
pub(crate) fn gather_titles(gathering: &mut Gathering) -> FxHashMap<Relation, Titles> {
    let mut found = FxHashMap::default();
    for (&relation, rule) in &gathering.rules.relations {
        if let Some(titles) = Titles::new(gathering, relation, rule) {
            let fuller = titles.fuller(gathering);
            for event in &mut gathering.events {
                event.fluent = fuller.get(&event.fluent).copied().unwrap_or(event.fluent);
            }
            for stop in &mut gathering.stops {
                if let Some(other) =
                    told_by(&gathering.numbers, stop, rule).and_then(|number| fuller.get(&number))
                {
                    let [a, b, c] = gathering.keys[*other as usize].args;
                    stop.pattern.args = [a, b, c, 0];
                }
            }
            found.insert(relation, titles);
        }
    }
    found
}

/// The fluent that a stop with all its arguments ends.
pub(crate) fn told_by(
    numbers: &FxHashMap<FluentKey, FluentNumber>,
    stop: &Stop,
    rule: &RelationRule,
) -> Option<FluentNumber> {
    let PatternKey { relation, mask, args: [a, b, c, _] } = stop.pattern;
    let key = FluentKey { relation, args: [a, b, c], own: 0 };
    (mask == full_mask(rule)).then(|| numbers.get(&key).copied()).flatten()
}

fn missing_slot(gathering: &Gathering, key: &FluentKey) -> Option<usize> {
    let rule = gathering.rules.relation(key.relation)?;
    let missing = rule.may_miss.as_ref()?;
    rule.args.iter().position(|arg| arg == missing)
}
