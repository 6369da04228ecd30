//! Which stretches of days hold a day: sorted by their first day, with the last day of every block.

use crate::day::{Bounds, DayNumber};

/// Stretches per block: a block is skipped as a whole if none of its stretches reaches the day.
const BLOCK: usize = 64;

/// Stretches of days, each with a number.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// First day, last day, number; sorted.
    stretches: Vec<(DayNumber, DayNumber, u32)>,
    /// The last day of each block of stretches.
    reach: Vec<DayNumber>,
}

impl Index {
    pub fn new(stretches: Vec<((DayNumber, DayNumber), u32)>) -> Self {
        let mut stretches: Vec<_> =
            stretches.into_iter().map(|((from, to), number)| (from, to, number)).collect();
        stretches.sort_unstable();
        let reach = stretches
            .chunks(BLOCK)
            .map(|block| block.iter().map(|(_, to, _)| *to).max().unwrap_or(DayNumber::MIN))
            .collect();
        Self { stretches, reach }
    }

    /// The numbers of the stretches that share a day with `days`.
    pub fn overlapping(&self, days: Bounds) -> impl Iterator<Item = u32> + '_ {
        let end = self.stretches.partition_point(|(from, _, _)| *from <= days.latest);
        let blocks = self.stretches[..end].chunks(BLOCK).zip(&self.reach);
        blocks.filter(move |(_, reach)| **reach >= days.earliest).flat_map(move |(block, _)| {
            block.iter().filter(move |(_, to, _)| *to >= days.earliest).map(|(_, _, number)| *number)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_scan_finds() {
        let stretches: Vec<_> = (0..500u32)
            .map(|n| {
                let from = (n * 7919 % 1000).cast_signed();
                ((from, from + (n % 90).cast_signed()), n)
            })
            .collect();
        let index = Index::new(stretches.clone());
        for day in (0..1100).step_by(13) {
            let mut found: Vec<u32> = index.overlapping(Bounds::new(day, day + 3)).collect();
            found.sort_unstable();
            let scanned: Vec<u32> = stretches
                .iter()
                .filter(|((from, to), _)| *from <= day + 3 && day <= *to)
                .map(|(_, n)| *n)
                .collect();
            assert_eq!(found, scanned);
        }
    }
}
