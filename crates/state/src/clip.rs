//! Ends of fluents, kept so that the first that may or must come after a beginning is found at once.

use crate::StatementNumber;
use crate::day::{Bounds, DayNumber};
use crate::gather::FluentNumber;
use crate::names::Symbol;

/// Something that ends fluents: an end that is told, or the beginning of a successor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clip {
    /// Days on which it may have happened.
    pub bounds: Bounds,
    /// It may not have happened at all.
    pub weak: bool,
    /// The fluent that it begins and therefore does not end; [`NOBODY`] for an end that is told.
    pub owner: FluentNumber,
    /// The date as told.
    pub date: Symbol,
    /// The date is only the last possible one.
    pub at_latest: bool,
    pub statement: StatementNumber,
}

/// The owner of an end that begins nothing.
pub(crate) const NOBODY: FluentNumber = FluentNumber::MAX;

/// The best clip, and the best of another owner.
#[derive(Debug, Clone, Copy, Default)]
struct BestTwo {
    first: Option<u32>,
    other: Option<u32>,
}

/// Clips, ready to be asked.
#[derive(Debug, Default)]
pub(crate) struct Clips {
    clips: Vec<Clip>,
    /// (latest day, earliest beginning among those that end then or later), latest days falling.
    may: Vec<(DayNumber, BestTwo)>,
    /// (earliest day, earliest end among the sure ones that begin then or later), earliest days falling.
    must: Vec<(DayNumber, BestTwo)>,
    /// (latest day, clip) of the sure ones, rising.
    by_latest: Vec<(DayNumber, u32)>,
    /// A clip on the very day of the beginning does not count: successors of one day do not end each other.
    strict: bool,
}

impl Clips {
    pub fn new(clips: Vec<Clip>, strict: bool) -> Self {
        let order = |number: &u32| *number as usize;
        let numbers = || 0..u32::try_from(clips.len()).expect("fewer than 2^32 clips fit in memory");
        let mut falling: Vec<u32> = numbers().collect();
        falling.sort_by_key(|number| (std::cmp::Reverse(clips[order(number)].bounds.latest), *number));
        let may = running(&clips, &falling, |clip| clip.bounds.latest, |clip| clip.bounds.earliest);
        let mut sure: Vec<u32> = numbers().filter(|number| !clips[order(number)].weak).collect();
        sure.sort_by_key(|number| (std::cmp::Reverse(clips[order(number)].bounds.earliest), *number));
        let must = running(&clips, &sure, |clip| clip.bounds.earliest, |clip| clip.bounds.latest);
        let mut by_latest: Vec<(DayNumber, u32)> =
            sure.iter().map(|number| (clips[order(number)].bounds.latest, *number)).collect();
        by_latest.sort_unstable();
        Self { clips, may, must, by_latest, strict }
    }

    /// All of them, as they were given.
    pub fn all(&self) -> &[Clip] {
        &self.clips
    }

    /// The last day for which it is sure that nothing ended what began on `beginning` (or at its earliest day).
    pub fn sure_until(&self, beginning: DayNumber, me: FluentNumber) -> Option<DayNumber> {
        let from = beginning + i32::from(self.strict);
        let clip = self.best(&self.may, from, me)?;
        Some(clip.bounds.earliest.max(from))
    }

    /// The clip that ends at the latest what began by `beginning`; `first` is the first day on which anything is
    /// known of the fluent, and no end that is told for it comes before that.
    pub fn ended_by(&self, beginning: DayNumber, first: DayNumber, me: FluentNumber) -> Option<&Clip> {
        if !self.strict && beginning <= first {
            let index = self.by_latest.partition_point(|(latest, _)| *latest < first);
            return self.by_latest.get(index).map(|(_, clip)| &self.clips[*clip as usize]);
        }
        self.best(&self.must, beginning + i32::from(self.strict), me)
    }

    /// The last sure clip that is over before a day.
    pub fn before(&self, day: DayNumber) -> Option<&Clip> {
        let count = self.by_latest.partition_point(|(latest, _)| *latest < day);
        self.by_latest.get(count.checked_sub(1)?).map(|(_, clip)| &self.clips[*clip as usize])
    }

    /// The best among those whose key is `from` or later.
    fn best(&self, running: &[(DayNumber, BestTwo)], from: DayNumber, me: FluentNumber) -> Option<&Clip> {
        let count = running.partition_point(|(key, _)| *key >= from);
        let (_, best) = running.get(count.checked_sub(1)?)?;
        let clip = |number: Option<u32>| number.map(|number| &self.clips[number as usize]);
        clip(best.first).filter(|clip| clip.owner != me || me == NOBODY).or_else(|| clip(best.other))
    }
}

fn running(
    clips: &[Clip],
    falling: &[u32],
    key: impl Fn(&Clip) -> DayNumber,
    value: impl Fn(&Clip) -> DayNumber,
) -> Vec<(DayNumber, BestTwo)> {
    let mut best = BestTwo::default();
    let better = |new: u32, old: Option<u32>| {
        old.is_none_or(|old| value(&clips[new as usize]) < value(&clips[old as usize]))
    };
    falling
        .iter()
        .map(|&number| {
            let clip = &clips[number as usize];
            let same_owner = best
                .first
                .is_some_and(|first| clips[first as usize].owner == clip.owner && clip.owner != NOBODY);
            if better(number, best.first) {
                if !same_owner {
                    best.other = best.first;
                }
                best.first = Some(number);
            } else if !same_owner && better(number, best.other) {
                best.other = Some(number);
            }
            (key(clip), best)
        })
        .collect()
}
