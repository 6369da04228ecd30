//! Searches over many written forms of one word at once, and over many dates.

mod all_of;
mod any_of;
mod dates;
mod either;
mod row;
mod union;

pub(crate) use all_of::AllOf;
pub(crate) use any_of::{AnyOf, Tier};
pub(crate) use dates::{KnownDates, OfDays};
pub(crate) use either::{Counts, Either};
pub(crate) use row::InARow;

use tantivy::query::{Explanation, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED};

/// The scorer of a weight that is asked about single passages, at its first passage.
fn at_its_first(
    weight: &dyn Weight,
    reader: &SegmentReader,
    boost: Score,
) -> tantivy::Result<Box<dyn Scorer>> {
    let (found, mut scorer) = weight.scorer_danger(reader, 0, boost)?;
    if let SeekDangerResult::SeekLowerBound(next) = found {
        scorer.seek(next);
    }
    Ok(scorer)
}

/// The first passage from this one on that is found by asking about one after the other; [`TERMINATED`] if there is none.
fn ask_on(passages: &mut impl DocSet, mut target: DocId) -> DocId {
    while target < TERMINATED {
        match passages.seek_danger(target) {
            SeekDangerResult::Found => return target,
            SeekDangerResult::SeekLowerBound(next) => target = next,
        }
    }
    TERMINATED
}

/// What a passage is worth, and why.
fn explained(
    weight: &dyn Weight,
    reader: &SegmentReader,
    doc: DocId,
    why: &'static str,
) -> tantivy::Result<Explanation> {
    let mut scorer = weight.scorer(reader, 1.0)?;
    if scorer.doc() < doc {
        scorer.seek(doc);
    }
    if scorer.doc() != doc {
        return Err(tantivy::TantivyError::InvalidArgument(format!("passage {doc} does not match")));
    }
    Ok(Explanation::new(why, scorer.score()))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use tantivy::collector::DocSetCollector;
    use tantivy::query::{BooleanQuery, Occur, Query};
    use tantivy::schema::Field;
    use tantivy::{Index, Searcher, TantivyDocument, Term};

    use super::*;
    use crate::fields::Fields;

    /// Passages of some windows.
    const PASSAGES: u64 = 40_000;
    /// The word of that number stands in one of so many passages.
    const ONE_IN: [u64; 8] = [1, 2, 3, 9, 60, 700, 9_000, 30_000];

    /// The words of a passage, in order: always the same of those that look as if chance had picked them.
    fn words(passage: u64) -> Vec<usize> {
        let chance = |word: u64| {
            let mixed = (passage * 8 + word + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33
        };
        let mut words: Vec<usize> = (0..8).filter(|&word| chance(word as u64) % ONE_IN[word] == 0).collect();
        let turn = chance(8) as usize % words.len().max(1);
        words.rotate_left(turn);
        words
    }

    static INDEX: LazyLock<(Searcher, Field)> = LazyLock::new(|| {
        let fields = Fields::new();
        let index = Index::create_in_ram(fields.schema.clone());
        crate::cut::teach(&index);
        let mut writer = index.writer_with_num_threads(1, 50 << 20).unwrap();
        for passage in 0..PASSAGES {
            let mut document = TantivyDocument::default();
            let text: Vec<String> = words(passage).iter().map(|word| format!("w{word}")).collect();
            document.add_text(fields.word, text.join(" "));
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        (index.reader().unwrap().searcher(), fields.word)
    });

    fn any_of(words: &[usize]) -> AnyOf {
        let term = |word: &usize| (Term::from_field_text(INDEX.1, &format!("w{word}")), Tier::Written);
        AnyOf { terms: words.iter().map(term).collect(), lengths: INDEX.1 }
    }

    fn found(query: &dyn Query) -> Vec<u64> {
        let mut found: Vec<u64> = INDEX
            .0
            .search(query, &DocSetCollector)
            .unwrap()
            .into_iter()
            .map(|address| u64::from(address.doc_id))
            .collect();
        found.sort_unstable();
        found
    }

    fn expected(fits: impl Fn(&[usize]) -> bool) -> Vec<u64> {
        (0..PASSAGES).filter(|&passage| fits(&words(passage))).collect()
    }

    fn has(words: &[usize], any: &[usize]) -> bool {
        words.iter().any(|word| any.contains(word))
    }

    fn in_a_row(words: &[usize], first: &[usize], second: &[usize]) -> bool {
        words.windows(2).any(|pair| first.contains(&pair[0]) && second.contains(&pair[1]))
    }

    fn forms() -> impl Strategy<Value = Vec<usize>> {
        prop::collection::btree_set(0usize..8, 1..4).prop_map(|words| words.into_iter().collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn however_words_are_looked_up_the_same_is_found(a in forms(), b in forms(), c in forms()) {
            let all = AllOf { words: vec![any_of(&a), any_of(&b), any_of(&c)] };
            prop_assert_eq!(found(&all), expected(|words| has(words, &a) && has(words, &b) && has(words, &c)));
            let row = InARow { words: vec![any_of(&a), any_of(&b)] };
            prop_assert_eq!(found(&row), expected(|words| in_a_row(words, &a, &b)));
            for counts in [Counts::All, Counts::Best] {
                let any: Vec<Box<dyn Query>> = vec![Box::new(row.clone()), Box::new(any_of(&c))];
                let either = Either { any, counts };
                prop_assert_eq!(found(&either), expected(|words| in_a_row(words, &a, &b) || has(words, &c)));
                for asked in [&[3][..], &[5, 6], &[7]] {
                    let parts: Vec<(Occur, Box<dyn Query>)> =
                        vec![(Occur::Must, Box::new(either.clone())), (Occur::Must, Box::new(any_of(asked)))];
                    let fits = |words: &[usize]| {
                        (in_a_row(words, &a, &b) || has(words, &c)) && has(words, asked)
                    };
                    prop_assert_eq!(found(&BooleanQuery::new(parts)), expected(fits));
                }
            }
        }
    }
}
