//! How many slips of the pen lie between two words.

use std::rc::Rc;

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

/// Goes along the keys of a finite-state map, and leaves a branch as soon as all on it have too many slips: what is
/// [`between`] a text and many others, without a look at each of them.
pub(crate) struct Slips<'a> {
    /// What stands before the text in a key.
    pub prefix: u8,
    pub asked: &'a [char],
    pub most: usize,
}

/// How far a key has been read.
#[derive(Clone)]
pub(crate) struct Read {
    /// For each beginning of the text that was asked for, the slips between it and what was read; none before the
    /// prefix was.
    row: Option<Rc<[usize]>>,
    /// The row before it, and the letter read last.
    above: Option<(Rc<[usize]>, char)>,
    /// The bytes of a letter that is not read to its end.
    bytes: [u8; 4],
    length: usize,
}

impl fst::Automaton for Slips<'_> {
    /// None where nothing that follows can be near enough.
    type State = Option<Read>;

    fn start(&self) -> Self::State {
        Some(Read { row: None, above: None, bytes: [0; 4], length: 0 })
    }

    fn is_match(&self, state: &Self::State) -> bool {
        let last = |read: &Read| read.row.as_ref().and_then(|row| row.last().copied());
        state
            .as_ref()
            .is_some_and(|read| read.length == 0 && last(read).is_some_and(|slips| slips <= self.most))
    }

    fn can_match(&self, state: &Self::State) -> bool {
        state.is_some()
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        let mut read = state.clone()?;
        let Some(row) = read.row.clone() else {
            read.row = Some((0..=self.asked.len()).collect());
            return (byte == self.prefix).then_some(read);
        };
        *read.bytes.get_mut(read.length)? = byte;
        read.length += 1;
        let letter = match std::str::from_utf8(&read.bytes[..read.length]) {
            Ok(text) => text.chars().next()?,
            Err(error) if error.error_len().is_none() => return Some(read),
            Err(_) => return None,
        };
        let next = self.next(&row, read.above.as_ref(), letter);
        // Two letters that change places count from the row above, once the second of them is read.
        let swapped = |(at, asked): (usize, &char)| at > 0 && *asked == letter && row[at - 1] < self.most;
        let hope = next.iter().any(|&slips| slips <= self.most) || self.asked.iter().enumerate().any(swapped);
        hope.then_some(Read { row: Some(next), above: Some((row, letter)), bytes: [0; 4], length: 0 })
    }
}

impl Slips<'_> {
    fn next(&self, above: &[usize], before: Option<&(Rc<[usize]>, char)>, letter: char) -> Rc<[usize]> {
        let mut row: Vec<usize> = Vec::with_capacity(above.len());
        row.push(above[0] + 1);
        for (j, &asked) in self.asked.iter().enumerate() {
            let mut least = (above[j] + usize::from(asked != letter)).min(above[j + 1] + 1).min(row[j] + 1);
            if let Some((rows, last)) = before
                && j > 0
                && asked == *last
                && self.asked[j - 1] == letter
            {
                least = least.min(rows[j - 1] + 1);
            }
            row.push(least);
        }
        row.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn along_a_map_the_same_is_found_as_one_by_one() {
        use fst::{IntoStreamer as _, Streamer as _};

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
        let map = fst::Map::from_iter(keys.iter().map(|key| (key, 0))).unwrap();
        for asked in &words {
            for most in 0..=2 {
                let letters: Vec<char> = asked.chars().collect();
                let mut stream = map.search(Slips { prefix: b'p', asked: &letters, most }).into_stream();
                let mut found = Vec::new();
                while let Some((key, _)) = stream.next() {
                    found.push(String::from_utf8(key[1..].to_vec()).unwrap());
                }
                let mut expected: Vec<String> =
                    words.iter().filter(|word| between(&letters, word, most).is_some()).cloned().collect();
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
