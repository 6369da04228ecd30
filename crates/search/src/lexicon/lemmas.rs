//! Which lemma a word form has, decided by the words of the record themselves.
//!
//! Endings are taken off without a dictionary, so that a form has several candidates: Gəncədə may be the town Gəncə or
//! gənc, "young". Each form is shared out among its candidates in proportion to the forms that these have already, and
//! this is repeated: a lemma that is needed to explain forms which no other explains draws those to it that could be
//! either, and so does an ending that many forms have (expectation-maximisation over a mixture, as in Dempster, Laird
//! and Rubin 1977).

use std::collections::HashMap;

/// A word form as the passages have it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form<'a> {
    pub word: &'a str,
    /// Seen as a name; seen as no name.
    pub name: bool,
    pub common: bool,
}

const ROUNDS: usize = 6;
/// What a lemma is worth that no other form is made of.
const ALONE: f32 = 0.05;
/// Where no candidate has so much of another form, nothing tells which is right, and all are kept.
const KNOWN: f32 = 0.2;
/// What the commonest change is worth: most forms are unchanged, but a plural is not for that a word of its own.
const COMMONEST: f32 = 0.03;
/// So many forms beside itself make a form a lemma.
const FORMS: f32 = 0.8;
/// A candidate is kept if its share is at least so much of the best one's.
const WORTH: f32 = 0.3;
/// What a candidate is worth that is a common word where the form is a name only, or the other way round.
const UNLIKE: f32 = 0.15;

/// The lemmas of each form, given its candidates (the form itself among them), the likeliest first.
pub(super) fn choose(forms: &[Form<'_>], candidates: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut lemmas = Numbers::default();
    let mut changes = Numbers::default();
    // Each candidate as the numbers of its lemma and of the change that makes the form of it.
    let ways: Vec<Vec<(u32, u32)>> = forms
        .iter()
        .zip(candidates)
        .map(|(form, list)| {
            list.iter().map(|lemma| (lemmas.of(lemma), changes.of(&change(form.word, lemma)))).collect()
        })
        .collect();
    let mut kinds: Vec<(bool, bool)> = vec![(false, false); lemmas.0.len()];
    for form in forms {
        if let Some(&number) = lemmas.0.get(form.word) {
            kinds[number as usize] = (form.name, form.common);
        }
    }
    let fits = |form: &Form<'_>, lemma: u32| {
        let (name, common) = kinds[lemma as usize];
        let only_name = form.name && !form.common;
        let only_common = form.common && !form.name;
        if only_name && common || only_common && name && !common { UNLIKE } else { 1.0 }
    };
    let mut of_lemma = vec![1.0f32; lemmas.0.len()];
    let mut of_change = vec![1.0f32; changes.0.len()];
    // What a form itself gives to a lemma proves nothing: without it, a form that no other is made of is no lemma.
    let mut given: Vec<Vec<f32>> = ways.iter().map(|ways| vec![0.0; ways.len()]).collect();
    let shares =
        |of_lemma: &[f32], of_change: &[f32], form: &Form<'_>, ways: &[(u32, u32)], given: &[f32]| {
            let likely = ways.iter().zip(given).map(|(&(lemma, change), given)| {
                let others = (of_lemma[lemma as usize] - given).max(0.0) + ALONE;
                others * of_change[change as usize].sqrt() * fits(form, lemma)
            });
            likely.collect::<Vec<f32>>()
        };
    for _ in 0..ROUNDS {
        let mut next_lemma = vec![0.0f32; of_lemma.len()];
        let mut next_change = vec![0.0f32; of_change.len()];
        for ((form, ways), given) in forms.iter().zip(&ways).zip(&mut given) {
            let mut shares = shares(&of_lemma, &of_change, form, ways, given);
            let sum: f32 = shares.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            shares.iter_mut().for_each(|share| *share /= sum);
            for (&(lemma, change), share) in ways.iter().zip(&shares) {
                next_lemma[lemma as usize] += share;
                next_change[change as usize] += share;
            }
            *given = shares;
        }
        let all: f32 = next_change.iter().sum();
        next_change
            .iter_mut()
            .for_each(|share| *share = (*share / all.max(f32::MIN_POSITIVE)).min(COMMONEST));
        (of_lemma, of_change) = (next_lemma, next_change);
    }
    let chosen =
        forms.iter().zip(&ways).zip(candidates).zip(&given).map(|(((form, ways), candidates), given)| {
            let known =
                ways.iter().zip(given).any(|((lemma, _), given)| of_lemma[*lemma as usize] - given > KNOWN);
            let shares = shares(&of_lemma, &of_change, form, ways, given);
            let best = shares.iter().copied().fold(0.0, f32::max);
            // A form that others are made of is its own lemma, whatever else it may be.
            let own =
                |at: usize| candidates[at] == form.word && of_lemma[ways[at].0 as usize] - given[at] > FORMS;
            let is_kept = |at: &usize| !known || shares[*at] >= best * WORTH || own(*at);
            let mut kept: Vec<usize> = (0..ways.len()).filter(is_kept).collect();
            kept.sort_by(|&a, &b| shares[b].total_cmp(&shares[a]));
            kept.into_iter().map(|at| candidates[at].clone()).collect()
        });
    chosen.collect()
}

/// Gives each text a number, in the order in which they come.
#[derive(Default)]
struct Numbers(HashMap<String, u32>);

impl Numbers {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.0.get(text) {
            return number;
        }
        let next = self.0.len() as u32;
        self.0.insert(text.to_owned(), next);
        next
    }
}

/// What makes the form of a lemma: the end that is taken off and the end that is put on.
fn change(form: &str, lemma: &str) -> String {
    let same: usize = form
        .chars()
        .zip(lemma.chars())
        .take_while(|(a, b)| a == b)
        .map(|(letter, _)| letter.len_utf8())
        .sum();
    format!("{}>{}", &lemma[same..], &form[same..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Analysis;

    fn chosen(words: &[(&str, bool)]) -> HashMap<String, Vec<String>> {
        let analysis = Analysis::new(&salname_packs::Packs::embedded().unwrap());
        let forms: Vec<Form<'_>> =
            words.iter().map(|&(word, name)| Form { word, name, common: !name }).collect();
        let candidates: Vec<Vec<String>> =
            words.iter().map(|(word, _)| analysis.lemmas(word, Some("az"))).collect();
        words.iter().map(|(word, _)| (*word).to_owned()).zip(choose(&forms, &candidates)).collect()
    }

    #[test]
    fn the_forms_of_a_word_meet_and_those_of_its_neighbour_do_not() {
        let lemmas = chosen(&[
            ("gəncə", true),
            ("gəncədə", true),
            ("gəncəni", true),
            ("gəncəyə", true),
            ("gənc", false),
            ("gənclər", false),
            ("gənclərin", false),
        ]);
        for town in ["gəncə", "gəncədə", "gəncəni", "gəncəyə"] {
            assert_eq!(lemmas[town][0], "gəncə", "{town}");
            assert!(!lemmas[town].contains(&"gənc".to_owned()), "{town}: {:?}", lemmas[town]);
        }
        for young in ["gənc", "gənclər", "gənclərin"] {
            assert!(lemmas[young].contains(&"gənc".to_owned()), "{young}: {:?}", lemmas[young]);
        }
    }

    #[test]
    fn where_nothing_tells_all_that_is_possible_is_kept() {
        let lemmas = chosen(&[("kontribusiyasını", false)]);
        assert!(lemmas["kontribusiyasını"].contains(&"kontribusiya".to_owned()));
    }
}
