//! Which stretches of days hold a day: centred interval trees (Edelsbrunner 1980), more of them as stretches are added.
//!
//! A question costs the depth of the trees and what it finds, however many stretches do not hold the day. Trees of
//! like size are merged (Bentley and Saxe 1980), so that there are never many.

use crate::day::{Bounds, DayNumber};

/// A stretch of days with the number it is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretch {
    pub from: DayNumber,
    pub to: DayNumber,
    pub number: u64,
}

/// Stretches of days.
#[derive(Debug, Default)]
pub(crate) struct Index {
    trees: Vec<Tree>,
}

/// Stretches by a day that they hold; those wholly before it and wholly after it are in its branches.
#[derive(Debug, Default)]
struct Tree {
    nodes: Vec<Node>,
    /// The stretches of every node, those that begin first first.
    by_beginning: Vec<Stretch>,
    /// Last day and number of the same, those that end last first.
    by_end: Vec<(DayNumber, u64)>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    day: DayNumber,
    /// Where its stretches stand.
    start: u32,
    end: u32,
    before: Option<u32>,
    after: Option<u32>,
}

impl Index {
    /// Takes in further stretches; `lives` tells which of the known ones still count when trees are merged.
    pub fn add(&mut self, mut stretches: Vec<Stretch>, lives: impl Fn(u64) -> bool) {
        if stretches.is_empty() {
            return;
        }
        while let Some(last) = self.trees.last().filter(|last| last.by_beginning.len() <= stretches.len() * 2)
        {
            stretches.extend(last.by_beginning.iter().filter(|known| lives(known.number)));
            self.trees.pop();
        }
        self.trees.push(Tree::new(stretches));
    }

    /// Calls with the number of every stretch that shares a day with `days`, in no particular order.
    pub fn overlapping(&self, days: Bounds, mut found: impl FnMut(u64)) {
        for tree in &self.trees {
            tree.overlapping(days, &mut found);
        }
    }
}

impl Tree {
    fn new(mut stretches: Vec<Stretch>) -> Self {
        let mut tree = Self {
            nodes: Vec::new(),
            by_beginning: Vec::with_capacity(stretches.len()),
            by_end: Vec::with_capacity(stretches.len()),
        };
        tree.grow(&mut stretches);
        tree
    }

    fn grow(&mut self, stretches: &mut [Stretch]) -> Option<u32> {
        let middle = stretches.len() / 2;
        if stretches.is_empty() {
            return None;
        }
        let (_, median, _) = stretches.select_nth_unstable(middle);
        let day = median.from;
        let before = partition(stretches, |one| one.to < day);
        let (before, rest) = stretches.split_at_mut(before);
        let here = partition(rest, |one| one.from <= day);
        let (here, after) = rest.split_at_mut(here);
        here.sort_unstable();
        let place = |length: usize| u32::try_from(length).expect("fewer than 2^32 stretches fit in memory");
        let (start, number) = (place(self.by_beginning.len()), place(self.nodes.len()));
        self.by_beginning.extend_from_slice(here);
        self.by_end.extend(here.iter().map(|one| (one.to, one.number)));
        self.by_end[start as usize..].sort_unstable_by_key(|(to, number)| (std::cmp::Reverse(*to), *number));
        let end = place(self.by_beginning.len());
        self.nodes.push(Node { day, start, end, before: None, after: None });
        let before = self.grow(before);
        let after = self.grow(after);
        self.nodes[number as usize].before = before;
        self.nodes[number as usize].after = after;
        Some(number)
    }

    fn overlapping(&self, days: Bounds, found: &mut impl FnMut(u64)) {
        let mut open: Vec<u32> = Vec::from_iter((!self.nodes.is_empty()).then_some(0));
        while let Some(number) = open.pop() {
            let node = self.nodes[number as usize];
            let here = node.start as usize..node.end as usize;
            if days.latest < node.day {
                let begun = self.by_beginning[here].iter().take_while(|one| one.from <= days.latest);
                begun.for_each(|one| found(one.number));
                open.extend(node.before);
            } else if days.earliest > node.day {
                let going = self.by_end[here].iter().take_while(|(to, _)| *to >= days.earliest);
                going.for_each(|(_, number)| found(*number));
                open.extend(node.after);
            } else {
                self.by_beginning[here].iter().for_each(|one| found(one.number));
                open.extend(node.before.into_iter().chain(node.after));
            }
        }
    }
}

/// Puts those of which something is true to the front; returns how many they are.
fn partition(stretches: &mut [Stretch], first: impl Fn(&Stretch) -> bool) -> usize {
    let mut count = 0;
    for at in 0..stretches.len() {
        if first(&stretches[at]) {
            stretches.swap(at, count);
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_scan_finds() {
        let stretches: Vec<Stretch> = (0..900u64)
            .map(|number| {
                let from = i32::try_from(number * 7919 % 1000).unwrap();
                let length = i32::try_from(number % 90).unwrap();
                Stretch { from, to: from + if number % 50 == 0 { 900 } else { length }, number }
            })
            .collect();
        let mut index = Index::default();
        for some in stretches.chunks(130) {
            index.add(some.to_vec(), |_| true);
        }
        for day in (-20..1100).step_by(13) {
            for width in [0, 3, 200] {
                let days = Bounds::new(day, day + width);
                let mut found = Vec::new();
                index.overlapping(days, |number| found.push(number));
                found.sort_unstable();
                let scanned = stretches.iter().filter(|one| one.from <= days.latest && day <= one.to);
                assert_eq!(found, scanned.map(|one| one.number).collect::<Vec<_>>());
            }
        }
    }
}
