//! Which lemma a word form has, decided by the words of the record themselves.
//!
//! Endings are taken off without a dictionary, so that a form has several candidates: Gəncədə may be the town Gəncə or
//! gənc, "young". Each form is shared out among its candidates in proportion to the forms that these have already, and
//! this is repeated: a lemma that is needed to explain forms which no other explains draws those to it that could be
//! either, and so does an ending that many forms have (expectation-maximisation over a mixture, as in Dempster, Laird
//! and Rubin 1977).

use rustc_hash::FxHashMap;

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

/// A way to come to a form: the numbers of a lemma and of the change that makes the form of it.
#[derive(Debug, Clone, Copy)]
struct Way {
    lemma: u32,
    change: u32,
    /// The part of the form that it has.
    share: f32,
}

/// The lemmas of each form, the likeliest first; `candidates` gives what a word may be a form of, itself first.
pub(super) fn choose(forms: &[Form<'_>], candidates: impl Fn(&str) -> Vec<String>) -> Vec<Vec<String>> {
    let mut lemmas = Numbers::default();
    let mut changes = Numbers::default();
    let mut ways: Vec<Way> = Vec::new();
    // Where the ways to each form end.
    let mut ends: Vec<usize> = Vec::with_capacity(forms.len());
    for form in forms {
        ways.extend(candidates(form.word).iter().map(|lemma| Way {
            lemma: lemmas.of(lemma),
            change: changes.of(&change(form.word, lemma)),
            share: 0.0,
        }));
        ends.push(ways.len());
    }
    let mut seen: Vec<(bool, bool)> = vec![(false, false); lemmas.0.len()];
    for form in forms {
        if let Some(&number) = lemmas.0.get(form.word) {
            seen[number as usize] = (form.name, form.common);
        }
    }
    let mut worth = Worth { seen, lemmas: vec![1.0; lemmas.0.len()], changes: vec![1.0; changes.0.len()] };
    for _ in 0..ROUNDS {
        let mut next_lemmas = vec![0.0f32; worth.lemmas.len()];
        let mut next_changes = vec![0.0f32; worth.changes.len()];
        let mut rest = ways.as_mut_slice();
        let mut start = 0;
        for (form, end) in forms.iter().zip(&ends) {
            let (of_form, others) = rest.split_at_mut(end - start);
            (rest, start) = (others, *end);
            of_form.iter_mut().for_each(|way| way.share = worth.of(form, way));
            let sum: f32 = of_form.iter().map(|way| way.share).sum::<f32>().max(f32::MIN_POSITIVE);
            for way in of_form {
                way.share /= sum;
                next_lemmas[way.lemma as usize] += way.share;
                next_changes[way.change as usize] += way.share;
            }
        }
        let all = next_changes.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        next_changes.iter_mut().for_each(|share| *share = (*share / all).min(COMMONEST));
        (worth.lemmas, worth.changes) = (next_lemmas, next_changes);
    }
    let mut texts = vec![""; lemmas.0.len()];
    lemmas.0.iter().for_each(|(text, number)| texts[*number as usize] = text);
    let mut start = 0;
    let chosen = forms.iter().zip(&ends).map(|(form, end)| {
        let of_form = &ways[start..*end];
        start = *end;
        let known = of_form.iter().any(|way| worth.others(way) > KNOWN);
        let mut kept: Vec<(f32, &Way)> = of_form.iter().map(|way| (worth.of(form, way), way)).collect();
        let best = kept.iter().map(|(share, _)| *share).fold(0.0, f32::max);
        // A form that others are made of is its own lemma, whatever else it may be.
        let own = |way: &Way| texts[way.lemma as usize] == form.word && worth.others(way) > FORMS;
        kept.retain(|(share, way)| !known || *share >= best * WORTH || own(way));
        kept.sort_by(|a, b| b.0.total_cmp(&a.0));
        kept.into_iter().map(|(_, way)| texts[way.lemma as usize].to_owned()).collect()
    });
    chosen.collect()
}

/// What lemmas and changes are worth, by their numbers.
struct Worth {
    /// How each lemma was seen: as a name, as a common word.
    seen: Vec<(bool, bool)>,
    lemmas: Vec<f32>,
    changes: Vec<f32>,
}

impl Worth {
    fn of(&self, form: &Form<'_>, way: &Way) -> f32 {
        let (name, common) = self.seen[way.lemma as usize];
        let only_name = form.name && !form.common;
        let only_common = form.common && !form.name;
        let like = if only_name && common || only_common && name && !common { UNLIKE } else { 1.0 };
        (self.others(way) + ALONE) * self.changes[way.change as usize].sqrt() * like
    }

    /// What a lemma has of other forms: what a form itself gives to it proves nothing.
    fn others(&self, way: &Way) -> f32 {
        (self.lemmas[way.lemma as usize] - way.share).max(0.0)
    }
}

/// Gives each text a number, in the order in which they come.
#[derive(Default)]
struct Numbers(FxHashMap<String, u32>);

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
    use std::collections::HashMap;

    use super::*;
    use crate::Analysis;

    fn chosen(words: &[(&str, bool)]) -> HashMap<String, Vec<String>> {
        let analysis = Analysis::new(&salname_packs::Packs::embedded().unwrap());
        let forms: Vec<Form<'_>> =
            words.iter().map(|&(word, name)| Form { word, name, common: !name }).collect();
        let lemmas = choose(&forms, |word| analysis.lemmas(word, Some("az")));
        words.iter().map(|(word, _)| (*word).to_owned()).zip(lemmas).collect()
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
