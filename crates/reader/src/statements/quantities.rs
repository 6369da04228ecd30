//! Quantities: a number, its unit, and what it measures.

use std::ops::Range;

use crate::morphology::{Analysis, Feature};

use super::forms::{closes_alone, closes_surely, may_close};
use super::grammar::{Grammar, Says};
use super::units::{Unit, UnitKind, is_verb};

/// A number that measures something.
#[derive(Debug, Clone)]
pub(super) struct Quantity {
    /// Units of the number, multipliers included.
    pub value: Range<usize>,
    /// The unit of measure, or the noun that is counted.
    pub unit: Range<usize>,
    /// What is measured.
    pub what: Range<usize>,
    /// True if the unit is one that the language's pack lists.
    pub known_unit: bool,
    /// True if the number is in words.
    pub in_words: bool,
    /// The mark of money right before the number, which is its unit.
    pub money: Option<Range<usize>>,
}

/// What is measured takes no more words than this.
const LONGEST_WHAT: usize = 6;

/// The quantities of a clause. Unless they are `judged` afterwards, a number in words has to have a measure.
pub(super) fn quantities(
    units: &[Unit],
    clause: &Range<usize>,
    grammar: &Grammar,
    judged: bool,
) -> Vec<Quantity> {
    let (mut found, mut at) = (Vec::new(), clause.start);
    while at < clause.end {
        match quantity(units, at, clause, grammar, judged) {
            Some(quantity) => {
                at = quantity.unit.end.max(quantity.value.end);
                found.push(quantity);
            }
            None => at += 1,
        }
    }
    found
}

fn quantity(
    units: &[Unit],
    at: usize,
    clause: &Range<usize>,
    grammar: &Grammar,
    judged: bool,
) -> Option<Quantity> {
    if units[at].bracketed && units[at.saturating_sub(1)].is_mark("[") || !is_number(&units[at]) {
        return None;
    }
    let sum = || !grammar.verb_last() && money_before(units, at, clause.start).is_some();
    if is_note_mark(&units[at]) || names_hour_or_page(units, at) || goes_on_from_letters(units, at) && !sum()
    {
        return None;
    }
    let in_words = units[at].kind == UnitKind::Word;
    if !in_words && units[at].lower.chars().any(char::is_alphabetic) && !is_plain_number(&units[at].lower) {
        return None;
    }
    // "16-cı maddə" counts nothing: it is one of a row.
    let ordinal = |word: &str| word.rsplit_once('-').is_some_and(|(_, ending)| grammar.not_units.has(ending));
    if !in_words && ordinal(&units[at].lower) {
        return None;
    }
    // "3, 5 və 16-cı maddələr": nor does any of a row that ends so.
    if !in_words && !has_ending(&units[at]) && in_row_of_ordinals(units, at, clause.end, grammar) {
        return None;
    }
    let mut end = at + 1;
    loop {
        // "three thousand and ten", "two and a half"
        if in_words && !grammar.verb_last() {
            end = goes_on_behind_and(units, end, clause.end, grammar).unwrap_or(end);
        }
        if end >= clause.end
            || has_ending(&units[end - 1])
            || is_inflected(&units[end - 1], grammar) && !is_range(units, end, clause.end, grammar)
            || !(is_number_after(units, end)
                || is_multiplier(&units[end], grammar)
                || in_abbreviation(units, end, grammar))
        {
            break;
        }
        end += 1;
    }
    let mut unit = end;
    while unit < clause.end && units[unit].is_word() && units[unit].says.has(Says::COMPARISON) {
        unit += 1;
    }
    // "üç mindən çox adam": how it is compared is said with the number.
    let last = end - 1;
    if grammar.verb_last() {
        end = unit;
    }
    let mark = unit < clause.end && units[unit].is_mark("%");
    let word = unit < clause.end
        && units[unit].is_word()
        && !is_scrap(units, unit)
        && !closes_surely(&units[unit])
        && !ends_clause(units, unit, clause.end)
        && !units[unit].says.has(Says::ADPOSITION)
        && !units[unit].says.has(Says::CONJUNCTION);
    let known = |unit: &Unit| unit.says.has(Says::MEASURE) || unit.says.has(Says::COUNTED);
    let known_unit = mark || word && known(&units[unit]);
    // "24-ə çatdı": the number itself bears the ending.
    let bears_ending = !in_words
        && has_ending(&units[last])
        && !known_unit
        && units[last].lower.rsplit('-').next().is_some_and(|ending| !grammar.not_units.has(ending));
    // "31 minə çatdı": what stands behind it is the verb.
    let verb_behind = || !word || may_close(&units[unit]);
    if bears_ending || !known_unit && is_inflected(&units[last], grammar) && verb_behind() {
        let from = before(units, at, clause.start);
        return Some(Quantity {
            value: at..end,
            unit: end..end,
            what: from..at,
            known_unit: false,
            in_words,
            money: None,
        });
    }
    // "197 миллионов", "£307,000": so large a number, or one of money, counts something even if it stands alone.
    let money = money_before(units, at, clause.start).filter(|_| !grammar.verb_last());
    let alone = judged && (is_multiplier(&units[last], grammar) || at > 0 && is_currency(&units[at - 1]));
    if money.is_some() && judged
        || alone && (!mark && !word || word && units[unit].says.has(Says::NO_MEASURE))
    {
        let what = end..end;
        return Some(Quantity { value: at..end, unit: end..end, what, known_unit: false, in_words, money });
    }
    let counts = !in_words || known_unit || judged;
    if !mark && !word || word && units[unit].says.has(Says::NO_MEASURE) || !counts {
        return None;
    }
    let mut next = unit + 1;
    let is_measure = |at: usize| at < clause.end && units[at].is_word() && units[at].says.has(Says::MEASURE);
    // "94 kv.km"
    if word && known_unit && next < clause.end && units[next].is_mark(".") && is_measure(next + 1) {
        next += 1;
    }
    // "square kilometres", "per cent", "türk lirəsi"
    let doubled = word
        && next < clause.end
        && units[next].is_word()
        && match grammar.verb_last() {
            true => !units[unit].says.has(Says::COUNTED) && is_measure(next),
            false => {
                (units[unit].says.has(Says::MEASURE) || units[unit].lower.len() <= 3)
                    && !units[unit].capital
                    && known(&units[next])
            }
        };
    let (next, known_unit) = (next + usize::from(doubled), known_unit || doubled);
    // "12 piyada alayı": what is built on it is what is counted.
    let built_on = grammar.verb_last()
        && word
        && units[unit].says.has(Says::COUNTED)
        && next < clause.end
        && units[next].is_word()
        && units[next].may_be_possessed();
    let known_unit = known_unit && !built_on;
    let after = run(units, next, clause.end);
    let what = match after.is_empty() {
        false => after,
        true if grammar.verb_last() => before(units, at, clause.start)..at,
        // Where the noun comes first, what stands before a number is the verb: the unit itself is what is counted.
        true => next..next,
    };
    Some(Quantity { value: at..end, unit: unit..next, what, known_unit, in_words, money: None })
}

/// True for the verb that a clause ends with: "itki 23 min yazıldı".
fn ends_clause(units: &[Unit], at: usize, end: usize) -> bool {
    let is_verb = may_close(&units[at]) && closes_alone(&units[at]) && !units[at].says.has(Says::MEASURE);
    is_verb && !units[at + 1..end].iter().any(|unit| unit.is_word() || unit.is_name())
}

/// Where the words right before a number begin that can name what is measured.
fn before(units: &[Unit], at: usize, start: usize) -> usize {
    (start.max(at.saturating_sub(LONGEST_WHAT))..at)
        .rev()
        .take_while(|&place| units[place].is_word() || units[place].is_name())
        .last()
        .unwrap_or(at)
}

/// The words from `at` on that can name what is measured.
fn run(units: &[Unit], at: usize, end: usize) -> Range<usize> {
    let mut to = at;
    while to < end
        && to - at < LONGEST_WHAT
        && (units[to].is_word() || units[to].is_name())
        && !closes_surely(&units[to])
        && !units[to].says.has(Says::LIKE_VERB)
        && !units[to].says.has(Says::ADPOSITION)
    {
        to += 1;
    }
    // The last word of a clause is its verb.
    if to == end || to < end && units[to].kind == UnitKind::Mark {
        at..to.saturating_sub(1).max(at)
    } else {
        at..to
    }
}

fn is_number(unit: &Unit) -> bool {
    match unit.kind {
        UnitKind::Number => true,
        UnitKind::Word => unit.says.has(Says::NUMBER) && unit.lower.chars().count() > 1,
        _ => false,
    }
}

/// True for a number in digits that is written in one with letters before it: part of a name or a sign ("T34").
fn goes_on_from_letters(units: &[Unit], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &units[before]) else { return false };
    units[at].kind == UnitKind::Number && before.is_word() && before.span.end == units[at].span.start
}

/// True for letters after a number that are no noun: a single one, or some that are written in one with it, unless they
/// are a measure ("5 l", "20km").
fn is_scrap(units: &[Unit], at: usize) -> bool {
    let single = units[at].lower.chars().nth(1).is_none();
    let joined = units[at - 1].kind == UnitKind::Number && units[at - 1].span.end == units[at].span.start;
    (single || joined) && !units[at].says.has(Says::MEASURE)
}

/// True for a number that goes on from the one before it: in words ("on bir"), or in digits by thousands ("12 500").
fn is_number_after(units: &[Unit], at: usize) -> bool {
    if units[at].is_word() && units[at].says.has(Says::NUMBER_BEHIND) {
        return units[at - 1].is_word() && is_number(&units[at - 1]);
    }
    let digits = units[at].lower.chars().take_while(char::is_ascii_digit).count();
    let apart = [at - 1, at].iter().all(|at| units[*at].kind == UnitKind::Number) && digits != 3;
    is_number(&units[at]) && !apart
}

/// True for a number with an ending of its own, which no other number goes on from: "10-da 300 nəfər".
fn has_ending(unit: &Unit) -> bool {
    unit.kind == UnitKind::Number
        && unit
            .lower
            .rsplit_once(['-', '’', '\''])
            .is_some_and(|(_, ending)| ending.starts_with(char::is_alphabetic))
}

/// True for a multiplier in a case that shows that no other word goes on from it: "44 mindən 31 minə".
fn is_inflected(unit: &Unit, grammar: &Grammar) -> bool {
    let cases = [Feature::CaseDat, Feature::CaseAbl, Feature::CaseAcc, Feature::CaseLoc];
    let inflected = |one: &Analysis| !is_verb(one) && cases.iter().any(|case| one.features.has(*case));
    grammar.verb_last() && is_multiplier(unit, grammar) && unit.readings.iter().any(inflected)
}

/// True where a range goes on with its second number: "20 mindən | 30 minə qədər", "20 mindən | 30 min puda qədər".
fn is_range(units: &[Unit], at: usize, end: usize, grammar: &Grammar) -> bool {
    let is_part =
        |unit: &&Unit| is_number(unit) || is_multiplier(unit, grammar) || unit.says.has(Says::MEASURE);
    let next = at + units[at..end].iter().take_while(is_part).count();
    let until = |one: &Analysis| one.features.has(Feature::CaseTer);
    units[at..end].get(next - at).is_some_and(|unit| unit.is_word() && unit.says.has(Says::COMPARISON))
        || units[next - 1].readings.iter().any(until)
}

/// A number without the ending of its last word: "31 min" of "31 minə"; with a comparison, as it stands.
pub(super) fn without_case<'t>(value: &'t str, last: &Unit, grammar: &Grammar) -> &'t str {
    let stem = grammar.multipliers.of(&last.lower).filter(|_| is_inflected(last, grammar));
    let ending = stem.map_or(0, |stem| last.lower.len() - stem.len());
    value.get(..value.len() - ending).unwrap_or(value)
}

/// True for a number in a row of which the last is an ordinal: "3, 5 və 16-cı".
fn in_row_of_ordinals(units: &[Unit], at: usize, end: usize, grammar: &Grammar) -> bool {
    let mut next = at + 1;
    while next + 1 < end && grammar.joins(&units[next]) && units[next + 1].kind == UnitKind::Number {
        let number = &units[next + 1];
        if has_ending(number) {
            return number.lower.rsplit('-').next().is_some_and(|ending| grammar.not_units.has(ending));
        }
        next += 2;
    }
    false
}

/// A number in digits without the ending of its own: "53-ə".
pub(super) fn without_ending(value: &str) -> &str {
    let bare = value.rsplit_once(['-', '’', '\'']).filter(|(digits, ending)| {
        digits.ends_with(|sign: char| sign.is_ascii_digit()) && ending.chars().all(char::is_alphabetic)
    });
    bare.map_or(value, |(digits, _)| digits)
}

/// A raised number: the mark of a note.
fn is_note_mark(unit: &Unit) -> bool {
    unit.lower.starts_with(['¹', '²', '³', '⁰', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'])
}

/// True for a number that tells the hour or a page: "saat 12-də", "s. 61-68". After a number an hour is a measure
/// itself: "24 saat 12 dəqiqə".
fn names_hour_or_page(units: &[Unit], at: usize) -> bool {
    let stop = at > 0 && units[at - 1].is_mark(".");
    let Some(word) = at.checked_sub(1 + usize::from(stop)) else { return false };
    let long = units[word].lower.chars().count() > 2;
    units[word].is_word()
        && units[word].says.has(Says::NO_AMOUNT_AFTER)
        && (long || stop)
        && !word.checked_sub(1).is_some_and(|before| is_number(&units[before]))
}

/// Where a number in words ends that goes on behind an "and" at `at`: with what is less than the hundreds or thousands
/// before, or with a half, which an article stands before.
fn goes_on_behind_and(units: &[Unit], at: usize, end: usize, grammar: &Grammar) -> Option<usize> {
    units.get(at).filter(|unit| unit.is_word() && unit.says.has(Says::CONJUNCTION))?;
    let article = units.get(at + 1).is_some_and(|unit| unit.says.has(Says::DETERMINER));
    let next = at + 1 + usize::from(article);
    let large = is_multiplier(&units[at - 1], grammar);
    (next < end && (article || large) && units[next].kind == UnitKind::Word && is_number(&units[next]))
        .then_some(next + 1)
}

/// The mark of money that stands right before a number, with a letter that belongs to it: "£", "£T".
fn money_before(units: &[Unit], at: usize, start: usize) -> Option<Range<usize>> {
    let before = at.checked_sub(1).filter(|&before| before >= start)?;
    if is_currency(&units[before]) {
        return Some(before..at);
    }
    let mark = before.checked_sub(1).filter(|&mark| mark >= start && is_currency(&units[mark]))?;
    let letter = units[before].is_word() && units[before].lower.chars().nth(1).is_none();
    (letter && units[mark].span.end == units[before].span.start).then_some(mark..at)
}

/// A mark of money before a number: "£307,000".
fn is_currency(unit: &Unit) -> bool {
    unit.kind == UnitKind::Mark && matches!(&*unit.lower, "£" | "$" | "€" | "₤" | "₽" | "₺" | "₼")
}

/// "400-dək", "150-yə" are numbers with an ending; "3-cü" is an order and is caught by `not_units`.
fn is_plain_number(lower: &str) -> bool {
    lower.split(['-', '’', '\'']).nth(1).is_none_or(|ending| ending.chars().count() <= 4)
}

pub(super) fn is_multiplier(unit: &Unit, grammar: &Grammar) -> bool {
    unit.is_word()
        && grammar.multipliers.of(&unit.lower).is_some_and(|stem| unit.lower.len() - stem.len() <= 6)
}

/// The stop of "mln." belongs to the number.
fn in_abbreviation(units: &[Unit], at: usize, grammar: &Grammar) -> bool {
    units[at].is_mark(".")
        && at > 0
        && is_multiplier(&units[at - 1], grammar)
        && units.get(at + 1).is_some_and(|next| next.is_word() && !next.capital)
}
