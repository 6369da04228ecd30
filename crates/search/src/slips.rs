//! How many slips of the pen lie between two words.

use fst::raw::{Fst, Node, Output};

/// The letters that must be left out, added, changed or swapped with their neighbour to make one word of the other
/// (optimal string alignment distance); none if there are more than `most`.
pub(crate) fn between(asked: &[char], other: &str, most: usize) -> Option<usize> {
    // Most words are of another length, and need no closer look.
    if asked.len().abs_diff(other.chars().count()) > most {
        return None;
    }
    let other: Vec<char> = other.chars().collect();
    let mut before = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (i, &a) in asked.iter().enumerate() {
        let mut row = Vec::with_capacity(above.len());
        row.push(i + 1);
        for (j, &b) in other.iter().enumerate() {
            let mut least = (above[j] + usize::from(a != b)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a == other[j - 1] && asked[i - 1] == b {
                let swapped: &Vec<usize> = &before;
                least = least.min(swapped[j - 1] + 1);
            }
            row.push(least);
        }
        if row.iter().all(|&slips| slips > most) && above.iter().all(|&slips| slips > most) {
            return None;
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|&slips| slips <= most)
}

/// Goes along the keys of a finite-state map, and leaves a branch as soon as all on it have too many slips: finds what is
/// [`between`] a text and many others, without a look at each of them, in the order of the keys.
pub(crate) struct Slips<'a> {
    /// What stands before the text in a key.
    pub prefix: u8,
    pub asked: &'a [char],
    pub most: usize,
}

impl Slips<'_> {
    /// Each key that is near enough, without what stands before the text, and its value.
    pub fn each<D: AsRef<[u8]>>(&self, fst: &Fst<D>, mut then: impl FnMut(&str, u64)) {
        let root = fst.root();
        let Some(first) = root.find_input(self.prefix).map(|at| root.transition(at)) else { return };
        let rows = vec![(0..=self.asked.len()).collect()];
        let mut walk = Walk { fst, slips: self, key: Vec::new(), rows, letters: Vec::new(), then: &mut then };
        walk.on(&fst.node(first.addr), first.out, 0);
    }

    /// The slips between each beginning of the text and what was read with this letter; `rows` are those before it.
    fn next(&self, rows: &[Vec<usize>], before: Option<char>, letter: char, row: &mut Vec<usize>) {
        let [.., above] = rows else { return };
        row.push(above[0] + 1);
        for (j, &asked) in self.asked.iter().enumerate() {
            let mut least = (above[j] + usize::from(asked != letter)).min(above[j + 1] + 1).min(row[j] + 1);
            if let [.., two_above, _] = rows
                && j > 0
                && Some(asked) == before
                && self.asked[j - 1] == letter
            {
                least = least.min(two_above[j - 1] + 1);
            }
            row.push(least);
        }
    }
}

/// How far the keys have been read.
struct Walk<'a, D> {
    fst: &'a Fst<D>,
    slips: &'a Slips<'a>,
    key: Vec<u8>,
    /// For each letter that was read, and before the first, the slips between each beginning of the text and what was read.
    rows: Vec<Vec<usize>>,
    letters: Vec<char>,
    then: &'a mut dyn FnMut(&str, u64),
}

impl<D: AsRef<[u8]>> Walk<'_, D> {
    /// Goes on from a node; `letter` is where the letter begins in the key that is being read.
    fn on(&mut self, node: &Node<'_>, output: Output, letter: usize) {
        if node.is_final()
            && letter == self.key.len()
            && self.rows.last().and_then(|row| row.last()).is_some_and(|&slips| slips <= self.slips.most)
            && let Ok(key) = std::str::from_utf8(&self.key)
        {
            (self.then)(key, output.cat(node.final_output()).value());
        }
        for step in node.transitions() {
            self.key.push(step.inp);
            let next = output.cat(step.out);
            match std::str::from_utf8(&self.key[letter..]).map(|text| text.chars().next()) {
                Ok(Some(read)) => {
                    if self.read(read) {
                        self.on(&self.fst.node(step.addr), next, self.key.len());
                    }
                    self.rows.pop();
                    self.letters.pop();
                }
                Err(error) if error.error_len().is_none() => {
                    self.on(&self.fst.node(step.addr), next, letter);
                }
                _ => {}
            }
            self.key.pop();
        }
    }

    /// Reads a letter; false if nothing that follows can be near enough.
    fn read(&mut self, letter: char) -> bool {
        let Slips { asked, most, .. } = *self.slips;
        let mut row = Vec::with_capacity(asked.len() + 1);
        self.slips.next(&self.rows, self.letters.last().copied(), letter, &mut row);
        // Two letters that change places count from the row above, once the second of them is read.
        let swapped =
            |above: &Vec<usize>| (1..asked.len()).any(|at| asked[at] == letter && above[at - 1] < most);
        let hope = row.iter().any(|&slips| slips <= most) || self.rows.last().is_some_and(swapped);
        self.rows.push(row);
        self.letters.push(letter);
        hope
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn along_a_map_the_same_is_found_as_one_by_one() {
        let mut words: Vec<String> = vec![String::new()];
        for letters in 1..=4 {
            let longest: Vec<String> =
                words.iter().filter(|word| word.chars().count() == letters - 1).cloned().collect();
            words.extend(
                longest.iter().flat_map(|word| ["a", "ə", "ж"].map(|letter| format!("{word}{letter}"))),
            );
        }
        let mut keys: Vec<String> =
            words.iter().flat_map(|word| [format!("p{word}"), format!("s{word}")]).collect();
        keys.sort();
        let map = fst::Map::from_iter(keys.iter().zip(0..)).unwrap();
        for asked in &words {
            for most in 0..=2 {
                let letters: Vec<char> = asked.chars().collect();
                let mut found = Vec::new();
                Slips { prefix: b'p', asked: &letters, most }
                    .each(map.as_fst(), |key, value| found.push((key.to_owned(), value)));
                let value = |word: &String| map.get(format!("p{word}")).unwrap();
                let near = words.iter().filter(|word| between(&letters, word, most).is_some());
                let mut expected: Vec<(String, u64)> = near.map(|word| (word.clone(), value(word))).collect();
                expected.sort();
                assert_eq!(found, expected, "{asked} {most}");
            }
        }
    }

    #[test]
    fn slips_are_counted() {
        for (asked, other, slips) in [
            ("komissar", "komissar", Some(0)),
            ("komisar", "komissar", Some(1)),
            ("kommissar", "komissar", Some(1)),
            ("komsisar", "komissar", Some(1)),
            ("kamissor", "komissar", Some(2)),
            ("komissar", "telegram", None),
            ("", "ab", Some(2)),
        ] {
            let asked: Vec<char> = asked.chars().collect();
            assert_eq!(between(&asked, other, 2), slips, "{asked:?} {other}");
        }
    }
}
