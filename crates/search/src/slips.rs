//! How many slips of the pen lie between two words.

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

#[cfg(test)]
mod tests {
    use super::*;

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
