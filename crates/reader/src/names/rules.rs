//! Names by gazetteer and forms alone, in the languages that have no tagger.

use std::ops::Range;

use salname_model::Class;

use super::evidence::Seen;
use super::forms::{Candidate, Form};
use super::passage::Passage;
use super::vocabulary::{Roles, Shape, Vocabulary};
use crate::words::WordKind;

/// A name's words and class, and whether nothing but a capital speaks for it.
pub(super) type Marked = (Range<usize>, Class, bool);

/// Takes from the names that a head noun gathers what is a name of its own: "Irak ve Afganistan Sadabad Paktı" is three,
/// "Rusya Osmanlı Devleti" is two, and "Member of the Council" holds an office's word at most.
pub(super) fn within_bounds(
    passage: &Passage<'_>,
    sentence: &Range<usize>,
    known: &[Candidate],
    mut all: Vec<Candidate>,
) -> Vec<Candidate> {
    let place_at = |start: usize| {
        known.iter().find(|one| one.words.start == start && matches!(one.class, Class::Gpe | Class::Loc))
    };
    let persons: Vec<Range<usize>> = all
        .iter()
        .filter(|one| matches!(one.form, Form::Titled | Form::Initials))
        .map(|one| one.words.clone())
        .collect();
    for candidate in all.iter_mut().filter(|candidate| candidate.form == Form::Headed) {
        let words = &mut candidate.words;
        // "Ahmet Rıza Bey Meclis reisi": a person stands before a head noun, not in its name.
        if let Some(person) = persons.iter().find(|one| one.start == words.start && one.end < words.end) {
            words.start = person.end;
            if words.len() == 1 {
                words.start = words.end;
            }
            continue;
        }
        if words.start == sentence.start && passage.has(words.start, Roles::CALLING) && words.len() > 2 {
            words.start += 1;
        }
        while let Some(place) = place_at(words.start).filter(|place| place.words.end + 1 < words.end) {
            let next = place.words.end;
            let joined = passage.has(next, Roles::INNER)
                && passage.at(next).shape == Shape::Small
                && passage.is_capital(next + 1);
            let two = known.iter().any(|one| one.words == (next..words.end));
            if joined && passage.text_at(next).chars().nth(SHORT_WORD).is_none() {
                words.start = next + 1;
            } else if two {
                words.start = next;
            } else {
                break;
            }
        }
    }
    all.retain(|candidate| !candidate.words.is_empty());
    all
}

/// Letters of the longest "and".
const SHORT_WORD: usize = 3;

/// The names of a sentence: what begins with a capital, is known or well formed, or stands where places stand. Where
/// adjectives have capitals too, an unknown capital needs more than itself.
pub(super) fn names(
    passage: &Passage<'_>,
    sentence: &Range<usize>,
    best: Vec<Candidate>,
    seen: impl Fn(usize) -> Seen,
    vocabulary: &Vocabulary,
) -> Vec<Marked> {
    let mut names: Vec<Marked> = Vec::new();
    for Candidate { words, class, form } in best {
        if form == Form::Abbreviation && words.len() == 1 && is_roman(passage.text_at(words.start)) {
            // "II. Abdülhamit": a ruler's number; any other Roman number is no name.
            let next = words.end + usize::from(passage.is_mark(words.end, "."));
            if passage.is_capital(next) && next < sentence.end && passage.at(next).shape == Shape::Capital {
                names.push((words.start..next + 1, Class::Per, false));
            }
            continue;
        }
        if names.last().is_some_and(|(before, ..)| words.start < before.end) {
            continue;
        }
        if form == Form::Calling && is_inner(passage, &words) {
            continue; // "Commissar of Foreign Affairs"
        }
        if matches!(form, Form::Given | Form::Calling) && place_is_last(passage, &words) {
            // "Osman Belhir civarında": the person ends where the place begins.
            names.push((words.start..words.end - 1, class, false));
            names.push((words.end - 1..words.end, Class::Gpe, false));
            continue;
        }
        if form != Form::Capital {
            let place =
                form == Form::Surname && words.len() == 1 && beside_place_noun(passage, sentence, &words);
            names.push((words, if place { Class::Gpe } else { class }, false));
            continue;
        }
        let place = stands_as_place(passage, sentence, &words) || follows_place(passage, &names, &words);
        match names.last_mut() {
            // "Oliver Wardrop", "in Port Said": capitals side by side are one name.
            Some((before, class, true))
                if side_by_side(passage, before, &words)
                    && !(passage.has(before.start, Roles::GIVEN)
                        && precedes_place_noun(passage, words.end)) =>
            {
                before.end = words.end;
                *class = if place { Class::Gpe } else { *class };
            }
            _ => names.push((words, if place { Class::Gpe } else { Class::Per }, true)),
        }
    }
    let places_only = vocabulary.capital_adjectives;
    let heading = is_heading(passage, sentence);
    names.retain(|(words, class, weak)| {
        let lone = !places_only || words.len() > 1 || *class == Class::Gpe;
        // A word that the document writes with a small letter too is a word.
        let written_small = words.len() == 1 && seen(words.start).small;
        !weak || (lone && !heading && !written_small && !is_common(passage, words))
    });
    // Two capitals side by side that no sentence asks for are a name that one may remember.
    for (words, class, weak) in &mut names {
        *weak &= *class != Class::Per || words.len() < 2;
    }
    names
}

/// The names that a tagger marked, without those that are no name by themselves. A capital that it took for a person
/// before a noun for places is a place: "X yolunda".
pub(super) fn mended(passage: &Passage<'_>, sentence: &Range<usize>, mut names: Vec<Marked>) -> Vec<Marked> {
    names.retain(|(words, class, weak)| {
        let lone = words.len() == 1 && matches!(class, Class::Per | Class::Gpe);
        !weak || !lone || !is_common(passage, words)
    });
    for (words, class, weak) in &mut names {
        if *weak && *class == Class::Per && words.len() == 1 && stands_as_place(passage, sentence, words) {
            *class = Class::Gpe;
        }
    }
    names
}

/// True for what names nothing by itself: a title, an ordinal, or another part of names, and words that stand inside them.
fn is_common(passage: &Passage<'_>, words: &Range<usize>) -> bool {
    const PARTS: [Roles; 5] =
        [Roles::COMMON, Roles::CALLING, Roles::TITLE_BEFORE, Roles::TITLE_AFTER, Roles::OPENER];
    let part = || words.len() == 1 && PARTS.iter().any(|role| passage.has(words.start, *role));
    !passage.has(words.start, Roles::GIVEN) && (part() || is_inner(passage, words))
}

/// True for words that stand inside names of several words, and nothing else.
fn is_inner(passage: &Passage<'_>, words: &Range<usize>) -> bool {
    words.clone().all(|index| passage.has(index, Roles::INNER))
}

/// So many capitals make a heading, if nothing but small words stands beside them.
const FEWEST_IN_HEADING: usize = 3;

/// True for a line such as "Year Output Export", where a capital tells nothing: all words but short ones have one, and
/// no mark parts them.
fn is_heading(passage: &Passage<'_>, sentence: &Range<usize>) -> bool {
    let mut capitals = 0;
    for index in sentence.clone() {
        if passage.is_capital(index) {
            capitals += 1;
        } else if matches!(passage.text_at(index), "." | "," | ";" | ":" | "!" | "?")
            || passage.text_at(index).chars().nth(SHORT_WORD).is_some()
        {
            return false;
        }
    }
    capitals >= FEWEST_IN_HEADING
}

/// True if a word that is no given name ends a person's name, and a noun for places follows.
fn place_is_last(passage: &Passage<'_>, words: &Range<usize>) -> bool {
    words.len() > 1
        && precedes_place_noun(passage, words.end)
        && !passage.has(words.end - 1, Roles::GIVEN)
        && !passage.has(words.end - 1, Roles::SURNAME)
        && passage.is_capital(words.end - 2)
}

/// True if nothing stands between two capitals but a small word as names have them: "Vossug ed Dowleh".
fn side_by_side(passage: &Passage<'_>, before: &Range<usize>, words: &Range<usize>) -> bool {
    let particle = before.end + 1 == words.start
        && passage.has(before.end, Roles::PARTICLE)
        && passage.at(before.end).shape == Shape::Small;
    before.end == words.start || particle
}

fn is_roman(text: &str) -> bool {
    text.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X'))
}

/// True if the words around an unknown name say that it is a place: "in X", "X köyü", "X'da".
fn stands_as_place(passage: &Passage<'_>, sentence: &Range<usize>, words: &Range<usize>) -> bool {
    let before = words.start > sentence.start && passage.has(words.start - 1, Roles::PLACE_CUE);
    let apostrophe = passage.is_mark(words.end, "'") || passage.is_mark(words.end, "’");
    let ending =
        apostrophe && passage.glued(words.end + 1) && passage.has(words.end + 1, Roles::PLACE_ENDING);
    before || beside_place_noun(passage, sentence, words) || ending
}

/// True if a common noun next to the words tells that they name a place.
fn beside_place_noun(passage: &Passage<'_>, sentence: &Range<usize>, words: &Range<usize>) -> bool {
    follows_place_noun(passage, sentence, words.start) || precedes_place_noun(passage, words.end)
}

/// True if a noun for places stands there, in small letters.
fn precedes_place_noun(passage: &Passage<'_>, at: usize) -> bool {
    passage.has(at, Roles::PLACE_NOUN) && !passage.is_capital(at)
}

/// True if a noun for places stands before the word, or before the small word before it: "село X", "village of X".
fn follows_place_noun(passage: &Passage<'_>, sentence: &Range<usize>, start: usize) -> bool {
    let noun = |back: usize| {
        start
            .checked_sub(back)
            .is_some_and(|before| before >= sentence.start && passage.has(before, Roles::PLACE_NOUN_BEFORE))
    };
    let of = start > 0 && passage.has(start - 1, Roles::INNER) && passage.at(start - 1).shape == Shape::Small;
    noun(1) || (of && noun(2))
}

/// True if only "and" stands between a place and the name: "in Tabriz and Mahabad".
fn follows_place(passage: &Passage<'_>, names: &[Marked], words: &Range<usize>) -> bool {
    let Some((before, Class::Gpe, _)) = names.last() else { return false };
    before.end + 1 == words.start
        && passage.words[before.end].kind == WordKind::Letters
        && passage.has(before.end, Roles::INNER)
}
