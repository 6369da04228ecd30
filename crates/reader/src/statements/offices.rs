//! Offices in apposition: a title before a name says who holds it.

use std::ops::Range;

use salname_model::Class;

use crate::work;

use super::cases::Case;
use super::forms::{closes_surely, may_close};
use super::grammar::{Grammar, Says};
use super::phrases::Phrase;
use super::units::{Unit, UnitKind};

/// A title is no longer than this, in units.
const LONGEST_TITLE: usize = 12;

/// A title and the name of its bearer.
#[derive(Debug, Clone)]
pub(super) struct Apposition {
    /// Units of the title.
    pub title: Range<usize>,
    /// The phrase of the person.
    pub person: usize,
    /// True if it is a line of a list.
    pub listed: bool,
}

/// The titles that stand before the names of a sentence.
pub(super) fn appositions(
    units: &[Unit],
    sentence: &Range<usize>,
    phrases: &[Phrase],
    grammar: &Grammar,
) -> Vec<Apposition> {
    let (mut found, mut behind): (Vec<Apposition>, Vec<Apposition>) = (Vec::new(), Vec::new());
    for (person, phrase) in phrases.iter().enumerate() {
        let name = phrase.units.clone().find(|&at| units[at].class == Some(Class::Per));
        let Some(name) = name else { continue };
        if let Some(title) = title_behind(units, sentence, phrase, name, grammar) {
            behind.push(Apposition { title, person, listed: false });
        }
        if let Some(title) = title_before(units, sentence, name, phrases, grammar) {
            found.push(Apposition { title, person, listed: false });
            continue;
        }
        // "katiblər A, B və C": a title in the plural is that of all in the list.
        let shared = found.last().filter(|last| {
            let head = &units[last.title.end - 1];
            let listed = units[phrases[last.person].units.end..name]
                .iter()
                .all(|unit| unit.bracketed || unit.is_mark("(") || unit.is_mark(")") || grammar.joins(unit));
            listed && is_plural(head)
        });
        if let Some(title) = shared.map(|last| last.title.clone()) {
            found.push(Apposition { title, person, listed: false });
        }
    }
    found.append(&mut behind);
    found
}

/// True if the word may be a plural.
pub(super) fn is_plural(unit: &Unit) -> bool {
    unit.readings.iter().any(|one| one.features.has(crate::morphology::Feature::NumberPlur))
}

fn title_before(
    units: &[Unit],
    sentence: &Range<usize>,
    name: usize,
    phrases: &[Phrase],
    grammar: &Grammar,
) -> Option<Range<usize>> {
    let mut end = name;
    // "katiblər (A, B)"
    if end > sentence.start && units[end - 1].is_mark("(") {
        end -= 1;
    }
    while end > sentence.start
        && units[end - 1].is_word()
        && units[end - 1].says.has(Says::RANK)
        && !is_title(&units[end - 1], grammar)
    {
        end -= 1;
        // "18 yaşlı"
        if end > sentence.start && units[end - 1].kind == UnitKind::Number {
            end -= 1;
        }
    }
    // "the Foreign Minister, Molotov, …"
    let apposed = end > sentence.start + 1
        && !grammar.verb_last()
        && units[end - 1].is_mark(",")
        && units.get(name + 1).is_some_and(|behind| behind.kind == UnitKind::Mark);
    end -= usize::from(apposed);
    let head = end.checked_sub(1).filter(|&at| at >= sentence.start)?;
    if is_title(&units[head], grammar) {
        let start = title_start(units, sentence.start, head, phrases, grammar);
        // "A - minister, B - consul": this title belongs to the name before it.
        let after_mark = start > sentence.start && units[start - 1].kind == UnitKind::Mark;
        return (!apposed || !after_mark).then_some(start..end);
    }
    if apposed {
        return None;
    }
    if grammar.verb_last() {
        return None;
    }
    // "министр иностранных дел Хойский": the title comes first, and what it is over stands between.
    let first = (sentence.start.max(end.saturating_sub(LONGEST_TITLE))..end)
        .rev()
        .find(|&at| is_title(&units[at], grammar) || !goes_on(units, at))?;
    let over = phrase_end(units, first, end) == end;
    // "председателем избран Топчибашев": who is made something stands in another case than what he is made.
    let agrees = phrases
        .iter()
        .find(|phrase| phrase.units.contains(&name))
        .is_none_or(|phrase| phrase.case != Case::Nominative || may_be_nominative(&units[first]));
    (over && agrees && is_title(&units[first], grammar))
        .then(|| with_adjectives(units, sentence.start, first)..end)
}

/// Titles stand so many units before their noun.
const LONGEST_BEFORE_TITLE: usize = 5;

/// The title that a mark parts from the name before it, where the noun comes first: "Selim Bey, the Minister in Norway".
fn title_behind(
    units: &[Unit],
    sentence: &Range<usize>,
    phrase: &Phrase,
    name: usize,
    grammar: &Grammar,
) -> Option<Range<usize>> {
    let apart = |unit: &Unit| unit.is_mark(",") || unit.is_mark("(") || unit.is_mark("—");
    if grammar.verb_last() || phrase.units.end != name + 1 || !units.get(name + 1).is_some_and(apart) {
        return None;
    }
    let opens = |at: &usize| {
        [Says::DETERMINER, Says::PRONOUN, Says::FORMER].iter().any(|what| units[*at].says.has(*what))
    };
    let first = (name + 2..sentence.end).find(|at| !opens(at))?;
    let parts = [Says::ADPOSITION, Says::CONJUNCTION, Says::OPENER, Says::COPULA, Says::LIKE_VERB];
    let in_row = |at: &usize| {
        let unit = &units[*at];
        unit.is_name() && unit.class != Some(Class::Per)
            || unit.is_word() && (is_title(unit, grammar) || !parts.iter().any(|what| unit.says.has(*what)))
    };
    let row = (first..sentence.end.min(first + LONGEST_BEFORE_TITLE)).take_while(in_row);
    let head = row.filter(|&at| is_title(&units[at], grammar)).last()?;
    let end = with_post(units, phrase_end(units, head, sentence.end), sentence.end);
    // "A, Minister B": it is the title of the name that follows.
    let is_next = units.get(end).is_some_and(|unit| unit.class == Some(Class::Per));
    (!is_next).then_some(first..end)
}

/// The noun of a title: the last word for an office before what it is over.
pub(super) fn title_head(units: &[Unit], title: &Range<usize>, grammar: &Grammar) -> usize {
    let is_link = |at: &usize| units[*at].is_word() && units[*at].says.has(Says::ADPOSITION);
    let before = title.start..title.clone().find(is_link).unwrap_or(title.end);
    let is_head = |at: &usize| is_title(&units[*at], grammar);
    before.rev().find(is_head).or_else(|| title.clone().find(is_head)).unwrap_or(title.end - 1)
}

/// True unless every reading of the word has a case of its own.
fn may_be_nominative(unit: &Unit) -> bool {
    unit.readings.is_empty() || unit.readings.iter().any(|one| Case::of(one) == Case::Nominative)
}

/// Where the noun phrase begins whose head is at `head`: the adjectives right before it are its own, as far as `from`.
pub(super) fn with_adjectives(units: &[Unit], from: usize, head: usize) -> usize {
    let own = |at: &usize| units[*at].is_word() && units[*at].says.has(Says::LIKE_ADJECTIVE);
    (from..head).rev().take_while(own).last().unwrap_or(head)
}

/// Where a noun phrase that begins with its head ends: behind the names and nouns that belong to it.
pub(super) fn phrase_end(units: &[Unit], head: usize, to: usize) -> usize {
    let mut end = head + 1;
    while end < to && end - head < LONGEST_TITLE && goes_on(units, end) {
        end += 1;
    }
    // A conjunction, an article or an adposition ends no title.
    while end > head + 1 && {
        let last = &units[end - 1];
        last.says.has(Says::CONJUNCTION)
            || last.says.has(Says::NOUN_LINK)
            || last.is_word()
                && !last.capital
                && last.lower.len() <= 3
                && last.readings.is_empty()
                && !units[end - 2].says.has(Says::NOUN_LINK)
    } {
        end -= 1;
    }
    end
}

/// Where an office ends whose noun phrase ends at `end`: a post is held at a place, "ambassador in Paris".
pub(super) fn with_post(units: &[Unit], end: usize, to: usize) -> usize {
    let place = units.get(end + 1).filter(|_| end + 1 < to);
    let named = place.is_some_and(|place| matches!(place.class, Some(Class::Gpe | Class::Loc)));
    if named && units[end].is_word() && units[end].says.has(Says::POST) { end + 2 } else { end }
}

/// True if the unit can stand in a noun phrase behind its head.
fn goes_on(units: &[Unit], at: usize) -> bool {
    let unit = &units[at];
    match unit.kind {
        UnitKind::Name(_) => unit.class != Some(Class::Per),
        UnitKind::Word => {
            unit.says.has(Says::NOUN_LINK)
                || !unit.says.has(Says::ADPOSITION)
                    && !unit.says.has(Says::PRONOUN)
                    && !unit.says.has(Says::OPENER)
                    && !unit.says.has(Says::LIKE_VERB)
                    // "Карабаха и Зангезура": equals are joined only where both are over the same.
                    && (!unit.says.has(Says::CONJUNCTION)
                        || at > 0
                            && units[at - 1].is_name()
                            && units.get(at + 1).is_some_and(|next| {
                                next.is_name() && next.class == units[at - 1].class && next.class != Some(Class::Per)
                            }))
        }
        _ => false,
    }
}

/// Where the title that ends with the word `head` begins: the names and nouns that it is built on are its own.
pub(super) fn title_start(
    units: &[Unit],
    from: usize,
    head: usize,
    phrases: &[Phrase],
    grammar: &Grammar,
) -> usize {
    let mut start = head;
    while start > from
        && head - start < LONGEST_TITLE
        && belongs(units, start - 1, phrases, grammar)
        && !(units[start].is_name() && ends_compound(&units[start - 1]))
    {
        start -= 1;
    }
    // "o vaxt", "həmin günün": the word that a pronoun points at is not the title's.
    if start < head && start > from && units[start - 1].says.has(Says::PRONOUN) && units[start].is_word() {
        start += 1;
    }
    // A conjunction or an opening mark begins no title.
    while start < head && (units[start].kind == UnitKind::Mark || units[start].says.has(Says::CONJUNCTION)) {
        start += 1;
    }
    start
}

/// True if a compound ends with the word, so that a name behind it begins another phrase: "zavodun iclası | Bakı Sovetinin".
fn ends_compound(unit: &Unit) -> bool {
    use crate::morphology::Feature::{CaseGen, Psor3};
    unit.is_word()
        && unit.readings.iter().any(|one| one.features.has(Psor3) && no_case(one.features))
        && !unit.readings.iter().any(|one| one.features.has(CaseGen))
}

/// True if the word ends a title: a known one, in the nominative.
pub(super) fn is_title(unit: &Unit, grammar: &Grammar) -> bool {
    use crate::morphology::Feature;
    (unit.is_word() || unit.class == Some(Class::Org))
        && unit.says.has(Says::TITLE)
        && (unit.readings.is_empty()
            || unit.readings.iter().any(|reading| {
                let says = |feature| reading.features.has(feature);
                grammar.titles.has(&reading.lemma)
                    && (reading.features.is_empty()
                        || (says(Feature::Psor3) || says(Feature::NumberPlur)) && no_case(reading.features))
            }))
}

/// True if the word is a title in any case.
pub(super) fn names_office(unit: &Unit, grammar: &Grammar) -> bool {
    (unit.is_word() || unit.class == Some(Class::Org))
        && match unit.readings.len() {
            0 => unit.says.has(Says::TITLE),
            _ => unit.readings.iter().any(|one| grammar.titles.has(&one.lemma)),
        }
}

fn no_case(features: crate::morphology::Features) -> bool {
    use crate::morphology::Feature::{CaseAbl, CaseAcc, CaseDat, CaseGen, CaseIns, CaseLoc, Relative};
    [CaseAbl, CaseAcc, CaseDat, CaseGen, CaseIns, CaseLoc, Relative].iter().all(|case| !features.has(*case))
}

/// True if the unit can stand within a title: adjectives, nouns, and names in the nominative or genitive.
fn belongs(units: &[Unit], at: usize, phrases: &[Phrase], grammar: &Grammar) -> bool {
    let unit = &units[at];
    match unit.kind {
        UnitKind::Name(_) => {
            unit.class != Some(Class::Per)
                && phrases
                    .iter()
                    .inspect(|_| work::step())
                    .find(|phrase| phrase.units.contains(&at))
                    .is_none_or(|phrase| {
                        matches!(phrase.case, Case::Nominative | Case::Genitive | Case::Relative)
                            && phrase.adposition.is_none()
                    })
        }
        UnitKind::Word if unit.says.has(Says::FORMER) => true,
        UnitKind::Word => {
            !unit.says.has(Says::ADPOSITION)
                && !unit.says.has(Says::PRONOUN)
                && !unit.says.has(Says::COPULA)
                && !unit.says.has(Says::OPENER)
                && !unit.says.has(Says::LIKE_VERB)
                && !closes_surely(unit)
                && !(may_close(unit) && unit.readings.len() < 4 && !unit.says.has(Says::ACTOR))
                && (!unit.says.has(Says::CONJUNCTION)
                    || at > 0 && units[at - 1].is_word() && units[at - 1].lower.len() > 4)
                && !ends_in_case(unit, grammar)
        }
        UnitKind::Mark => matches!(&*unit.lower, "(" | ")" | "\"" | "“" | "”" | "-") && !unit.bracketed,
        _ => false,
    }
}

/// True if every sensible reading of the word has a case that ends a phrase.
fn ends_in_case(unit: &Unit, grammar: &Grammar) -> bool {
    use crate::morphology::Feature::{CaseAbl, CaseAcc, CaseDat, CaseIns, CaseLoc, Relative};
    if !unit.readings.is_empty() && unit.readings.iter().all(|reading| reading.features.has(CaseAcc)) {
        return true;
    }
    let cased = |reading: &crate::morphology::Analysis| {
        [CaseAbl, CaseDat, CaseIns, CaseLoc].iter().any(|case| reading.features.has(*case))
            && !reading.features.has(Relative)
    };
    unit.readings.iter().any(|reading| {
        cased(reading) && (grammar.actors.has(&reading.lemma) || unit.lower.len() - reading.stem >= 3)
    }) && !unit.readings.iter().any(|reading| reading.features.has(Relative))
}
