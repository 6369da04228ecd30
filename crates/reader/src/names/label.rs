use std::ops::Range;

use salname_model::Class;

/// Labels of words: outside, or the first or a further word of a name of one of the five classes.
pub(super) const LABELS: usize = 1 + 2 * Class::ALL.len();

/// The label of words outside names.
pub(super) const OUTSIDE: usize = 0;

/// The label of a name's first word.
pub(super) fn begin(class: Class) -> usize {
    1 + 2 * class as usize
}

/// The label of a name's further words.
pub(super) fn inside(class: Class) -> usize {
    2 + 2 * class as usize
}

/// True if `label` may follow `before`: a name's further word follows a word of the same name.
pub(super) fn may_follow(before: usize, label: usize) -> bool {
    label == OUTSIDE || label % 2 == 1 || before == label || before + 1 == label
}

/// The names that a sequence of labels marks.
pub(super) fn spans(labels: &[usize]) -> Vec<(Range<usize>, Class)> {
    let mut found: Vec<(Range<usize>, Class)> = Vec::new();
    for (index, &label) in labels.iter().enumerate() {
        if label == OUTSIDE {
            continue;
        }
        let class = Class::ALL[(label - 1) / 2];
        match found.last_mut() {
            Some((range, known)) if label % 2 == 0 && range.end == index && *known == class => range.end += 1,
            _ => found.push((index..index + 1, class)),
        }
    }
    found
}

/// The labels of `len` words in which these names stand.
pub(super) fn labels(names: impl IntoIterator<Item = (Range<usize>, Class)>, len: usize) -> Vec<usize> {
    let mut labels = vec![OUTSIDE; len];
    for (range, class) in names {
        labels[range.clone()].fill(inside(class));
        labels[range.start] = begin(class);
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_spans_are_two_ways_of_saying_one_thing() {
        let names = vec![(1..3, Class::Per), (3..4, Class::Per), (5..7, Class::Evt)];
        let labels = labels(names.clone(), 8);
        assert_eq!(spans(&labels), names);
        assert!(labels.windows(2).all(|pair| may_follow(pair[0], pair[1])));
        assert!(!may_follow(OUTSIDE, inside(Class::Org)));
    }
}
