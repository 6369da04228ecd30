//! The ends that are told, or follow from other ends, by what they end.

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::Relation;

use crate::clip::{Clip, Clips, NOBODY};
use crate::day::Bounds;
use crate::gather::{FluentNumber, PatternKey, Stop};
use crate::names::Symbol;

/// What makes an end that no statement tells by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Cause {
    /// The end of another fluent, by the number of the consequence.
    Fluent(FluentNumber, usize),
    /// A statement that has the name of what it ends somewhere in its text, by its number among those.
    Named(u32),
}

/// Ends by what they end; more can be added later.
#[derive(Debug, Default)]
pub(crate) struct Ends {
    /// Those of the first telling, sorted by pattern.
    first: Vec<Stop>,
    later: FxHashMap<PatternKey, Vec<Stop>>,
    caused: FxHashMap<PatternKey, Vec<(Cause, Stop)>>,
    patterns_of: FxHashMap<Cause, Vec<PatternKey>>,
    /// The ends of each pattern, ready to be asked.
    clips: FxHashMap<PatternKey, Clips>,
    /// The sets of arguments that occur.
    masks: FxHashMap<Relation, Vec<u8>>,
    /// Patterns whose ends are to be made ready anew.
    changed: FxHashMap<Relation, FxHashSet<PatternKey>>,
}

impl Ends {
    /// Takes in ends that statements tell.
    pub fn add(&mut self, mut stops: Vec<Stop>) {
        for stop in &stops {
            self.note(stop.pattern);
        }
        if self.first.is_empty() {
            stops.sort_unstable_by_key(|stop| (stop.pattern, order(stop)));
            self.first = stops;
        } else {
            for stop in stops {
                self.later.entry(stop.pattern).or_default().push(stop);
            }
        }
    }

    /// Takes in the ends that follow from one cause, in place of those that followed from it before.
    pub fn follow(&mut self, cause: Cause, stops: Vec<Stop>) {
        for pattern in self.patterns_of.remove(&cause).unwrap_or_default() {
            if let Some(known) = self.caused.get_mut(&pattern) {
                known.retain(|(other, _)| *other != cause);
            }
            self.note(pattern);
        }
        if stops.is_empty() {
            return;
        }
        let patterns = stops.iter().map(|stop| stop.pattern).collect();
        for stop in stops {
            self.note(stop.pattern);
            self.caused.entry(stop.pattern).or_default().push((cause, stop));
        }
        self.patterns_of.insert(cause, patterns);
    }

    /// Makes the ends of a relation ready to be asked; returns the patterns that end otherwise than before.
    pub fn settle(&mut self, relation: Relation) -> Vec<PatternKey> {
        let mut patterns: Vec<PatternKey> =
            self.changed.remove(&relation).unwrap_or_default().into_iter().collect();
        patterns.sort_unstable();
        patterns.retain(|&pattern| {
            let mut stops: Vec<Stop> = self.told(pattern).copied().collect();
            stops.sort_unstable_by_key(order);
            let clips = agreeing(&stops);
            if self.clips.get(&pattern).map_or(&[][..], Clips::all) == clips {
                return false;
            }
            self.clips.insert(pattern, Clips::new(clips, false));
            true
        });
        patterns
    }

    /// All lists of ends that concern a fluent with these arguments; those told of all its arguments only if `full` is
    /// not their mask.
    pub fn of(&self, relation: Relation, args: [&[Symbol]; 4], full: Option<u8>) -> Vec<&Clips> {
        let mut found = Vec::new();
        for &mask in self.masks.get(&relation).into_iter().flatten().filter(|mask| Some(**mask) != full) {
            let mut choices = vec![[0; 4]];
            for bit in (0..4).filter(|bit| mask & (1 << bit) != 0) {
                choices = choices
                    .iter()
                    .flat_map(|&chosen| {
                        args[bit].iter().map(move |&symbol| {
                            let mut chosen = chosen;
                            chosen[bit] = symbol;
                            chosen
                        })
                    })
                    .collect();
            }
            let patterns = choices.into_iter().map(|args| PatternKey { relation, mask, args });
            found.extend(patterns.filter_map(|pattern| self.clips.get(&pattern)));
        }
        found
    }

    fn told(&self, pattern: PatternKey) -> impl Iterator<Item = &Stop> {
        let start = self.first.partition_point(|stop| stop.pattern < pattern);
        let first = self.first[start..].iter().take_while(move |stop| stop.pattern == pattern);
        let later = self.later.get(&pattern).into_iter().flatten();
        first.chain(later).chain(self.caused.get(&pattern).into_iter().flatten().map(|(_, stop)| stop))
    }

    fn note(&mut self, pattern: PatternKey) {
        let masks = self.masks.entry(pattern.relation).or_default();
        if let Err(at) = masks.binary_search(&pattern.mask) {
            masks.insert(at, pattern.mask);
        }
        self.changed.entry(pattern.relation).or_default().insert(pattern);
    }
}

/// The sure and narrow first.
pub(crate) fn order(stop: &Stop) -> (bool, i32, i32, u32) {
    (stop.weak, stop.bounds.width(), stop.bounds.earliest, stop.statement)
}

/// Ends of one pattern, the sure and narrow first: those whose days overlap tell of one end.
pub(crate) fn agreeing(stops: &[Stop]) -> Vec<Clip> {
    let mut clips: Vec<Clip> = Vec::new();
    for stop in stops {
        let at = clips.partition_point(|clip| clip.bounds.latest < stop.bounds.earliest);
        match clips.get_mut(at).filter(|clip| clip.bounds.overlaps(stop.bounds)) {
            Some(clip) if clip.weak || !stop.weak => {
                clip.bounds = Bounds::new(
                    clip.bounds.earliest.max(stop.bounds.earliest),
                    clip.bounds.latest.min(stop.bounds.latest),
                );
            }
            Some(_) => {}
            None => clips.insert(
                at,
                Clip {
                    bounds: stop.bounds,
                    weak: stop.weak,
                    owner: NOBODY,
                    date: stop.date,
                    at_latest: false,
                    statement: stop.statement,
                },
            ),
        }
    }
    clips
}
