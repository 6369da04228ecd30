//! Heads: which noun around a number says what it measures, by what was learnt: "neft hasilatı 5 milyon tona çatdı",
//! "120 min pud taxıl", "kəndlilərin 30 faizi".
//!
//! Every noun near the number stands for choice, on either side of it; how far its phrase reaches to the left is asked
//! afterwards (`extent`).

use std::ops::Range;

use salname_model::Role;

use crate::morphology::{Analysis, Feature};

use super::cases::Case;
use super::choice::{Choice, Question};
use super::forms::{Form, closes_surely, may_close};
use super::grammar::Says;
use super::phrases::Phrases;
use super::quantities::{Quantity, is_multiplier};
use super::scoring::{Part, Sum, Weights, count, part};
use super::spotting::{form_of, reading_of};
use super::units::{Unit, UnitKind, is_verb};

/// Nouns are looked for so many units before a number and after its unit.
const BEFORE: usize = 16;
const AFTER: usize = 6;

/// The word that tells what is made up of so many stands no further behind their measure.
const FURTHEST_COMPOSED: usize = 8;

/// The likeliest noun has to be so likely, beside the others.
const ENOUGH: f32 = 0.15;

/// What the head is told by.
pub(super) struct Heads<'a> {
    pub units: &'a [Unit],
    pub sentence: &'a Range<usize>,
    pub clause: &'a Range<usize>,
    pub phrases: &'a Phrases<'a>,
    pub quantity: &'a Quantity,
}

impl Heads<'_> {
    /// The noun that says what is measured, if one is likely; of equals the nearest.
    pub fn what(&self, weights: &Weights, choices: Option<&mut Vec<Choice>>) -> Option<usize> {
        let named = choices.is_some();
        let seen = self.offered().into_iter().map(|at| {
            let mut sum = Sum::new(weights, named);
            self.features(&mut sum, at);
            (at, sum.total(), sum.names.unwrap_or_default())
        });
        let mut seen: Vec<_> = seen.collect();
        let best = seen.iter().rev().max_by(|one, two| one.1.total_cmp(&two.1));
        let share = |highest: f32| 1.0 / seen.iter().map(|one| (one.1 - highest).exp()).sum::<f32>();
        let best = best.filter(|(_, sum, _)| share(*sum) >= ENOUGH).map(|(at, ..)| *at);
        if let Some(choices) = choices {
            choices.extend(seen.iter_mut().map(|(at, _, features)| Choice {
                question: Question::Head(Role::What),
                text: self.units[*at].lower.to_string(),
                features: std::mem::take(features),
            }));
        }
        // "komitənin 250 nəfər üzvü": the owner right before the number is not what is measured, but whose that is.
        let owned = |at: &usize| best.is_some() && self.owner(*at) == best;
        seen.iter().map(|(at, ..)| *at).find(owned).or(best)
    }

    /// What is made up of so many: the noun behind the word that says so, or else the subject before the number.
    pub fn whole(&self) -> Option<usize> {
        let (clause, units) = (self.clause, self.units);
        let end = clause.end.min(self.quantity.unit.end + FURTHEST_COMPOSED);
        // "5 otaqdan və iki dəhlizdən ibarət": others may be counted beside it.
        let made = (self.quantity.unit.end..end)
            .take_while(|&at| !closes_surely(&units[at]))
            .find(|&at| units[at].is_word() && units[at].says.has(Says::COMPOSED))?;
        let case = |at: usize| self.phrases.case_of(at, None);
        // "ibarət | sülh təklifini": a noun is built on by what stands right behind it, up to the first ending.
        let goes_on = |at: usize| {
            let (case, possessed, _) = case(at);
            let bare = case == Case::Nominative && !possessed;
            bare && at + 1 < clause.end
                && self.is_noun(at + 1)
                && (units[at].is_name() || units[at + 1].is_word())
        };
        if made + 1 < clause.end && self.is_noun(made + 1) {
            return (made + 1..clause.end).find(|&at| !goes_on(at));
        }
        (clause.start..self.quantity.value.start).rev().filter(|&at| self.is_noun(at)).find(|&at| {
            let (case, possessed, _) = case(at);
            case == Case::Nominative || case == Case::Accusative && possessed
        })
    }

    /// What is told to be such a share, or so many: "duz hasilatı kömürün 9 faizini təşkil edirdi", "üzvlərin 12 nəfəri
    /// qadınlar idi"; the noun behind the measure, or else the subject right before the number or its genitive.
    pub fn shared(&self) -> Option<usize> {
        let (clause, units) = (self.clause, self.units);
        let Quantity { value, unit, known_unit, .. } = self.quantity;
        let last = unit.end.checked_sub(1).filter(|_| *known_unit && !unit.is_empty())?;
        let owned = self.phrases.case_of(last, None).1 && !units[last].says.has(Says::COUNTED);
        if !owned || !self.phrases.grammar.verb_last() {
            return None;
        }
        let case = |at: usize| self.phrases.case_of(at, None);
        let nominative = |at: &usize| case(*at).0 == Case::Nominative && self.is_noun(*at);
        let row = |at: &usize| units[*at].kind != UnitKind::Mark;
        // "77 nəfəri | qadınlar idi", "40 faizini | gənclər təşkil edirdi".
        let behind = (unit.end..clause.end).take_while(row);
        let close = behind.clone().find(|&at| {
            units[at].says.has(Says::SHARE) || units[at].says.has(Says::COPULA) && closes_surely(&units[at])
        });
        let is_many = |at: &usize| units[*at].says.has(Says::ACTOR) || units[*at].says.has(Says::COUNTED);
        if let Some(close) = close.filter(|&close| close > unit.end) {
            // "gəncləri": a plural that may be an object is none beside another.
            let subject = |at: &usize| matches!(case(*at).0, Case::Nominative | Case::Accusative);
            let last = Some(close - 1).filter(|at| self.is_noun(*at)).filter(subject);
            return last.filter(|at| units[close].says.has(Says::SHARE) || is_many(at));
        }
        // "duz hasilatı | kömürün 9 faizini təşkil edirdi"; of several shares the last bears the verb.
        let share = |at: &usize| units[*at].says.has(Says::SHARE);
        let tells = |at: &usize| {
            let closes = may_close(&units[*at]) || closes_surely(&units[*at]);
            share(at) || closes && !units[*at].says.has(Says::MEASURE)
        };
        (unit.end..self.sentence.end).find(tells).filter(share)?;
        let start = (clause.start..value.start).rev().find(|at| !row(at)).map_or(clause.start, |at| at + 1);
        let before = (start..value.start).rev().skip_while(|&at| units[at].says.has(Says::COMPARISON));
        let mut before = before.peekable();
        let genitive = before.peek().is_some_and(|&at| case(at).0 == Case::Genitive);
        let subject = |at: &usize| {
            let (_, possessed, _) = case(*at);
            nominative(at) && (possessed || !genitive)
        };
        before.skip(if genitive { 2 } else { 0 }).find(subject).filter(|at| genitive || at + 1 == value.start)
    }

    /// True for a word that can name what is measured.
    fn is_noun(&self, at: usize) -> bool {
        let excluded = [
            Says::ADPOSITION,
            Says::CONJUNCTION,
            Says::PRONOUN,
            Says::COPULA,
            Says::NUMBER,
            Says::COMPARISON,
            Says::DETERMINER,
        ];
        let (unit, measure) = (&self.units[at], &self.quantity.unit);
        let verb_last = self.phrases.grammar.verb_last();
        let long = unit.lower.chars().count() > 2 || measure.contains(&at);
        (unit.is_word() && long || unit.is_name())
            && !self.closes(at)
            && !is_verbal(unit)
            && !(verb_last && form_of(unit) == Some(Form::Infinitive) && !unit.says.has(Says::COUNTED))
            && !(unit.is_word() && unit.verb().conditional && may_close(unit))
            && !closes_surely(unit)
            && (verb_last || !unit.says.has(Says::OPENER) && !unit.says.has(Says::NECESSITY))
            && (!unit.says.has(Says::LIKE_VERB) || unit.says.has(Says::COUNTED))
            && excluded.iter().all(|what| !unit.says.has(*what))
    }

    /// True for the verb that the clause ends with. Of a row of amounts none has a verb: "5 min pud şəkər, 2 min pud duz".
    fn closes(&self, at: usize) -> bool {
        let quantity = self.quantity;
        let in_row = quantity.known_unit
            && at == quantity.unit.end
            && self.units.get(at + 1).is_some_and(|next| next.is_mark(","))
            && self.units.get(at + 2).is_some_and(|next| next.kind == UnitKind::Number);
        let last = || self.clause.clone().rev().find(|&at| self.units[at].is_word());
        !in_row && may_close(&self.units[at]) && last() == Some(at)
    }

    /// The nouns that may be it, the nearest first: those that follow the number, and those before it.
    pub fn offered(&self) -> Vec<usize> {
        let Quantity { value, unit, .. } = self.quantity;
        let verb_last = self.phrases.grammar.verb_last();
        let noun = |at: &usize| self.is_noun(*at);
        // What follows, up to a mark or the next number; a unit that is no measure may be the thing itself, and so may any
        // where what is counted stands behind its number.
        let own_unit = self.units.get(unit.end.saturating_sub(1)).filter(|_| !unit.is_empty());
        let counted = own_unit.is_some_and(|unit| unit.says.has(Says::COUNTED));
        let knows = verb_last || self.phrases.grammar.knows_counted;
        let measure = self.quantity.known_unit && knows && !counted;
        let own = if measure { unit.end } else { unit.start };
        let after = (own..self.clause.end.min(unit.end + AFTER))
            .take_while(|&at| self.units[at].is_word() || self.units[at].is_name())
            // "40 min kitab çap | edilməsini": behind what is done with it stands nothing that is counted.
            .take_while(|&at| {
                let done =
                    |one: &Analysis| Form::of(one) == Form::VerbalNoun && one.features.has(Feature::CaseAcc);
                !verb_last || !reading_of(&self.units[at]).is_some_and(done)
            });
        let before = (value.start.saturating_sub(BEFORE).max(self.sentence.start)..value.start).rev();
        let mut after: Vec<usize> = after.filter(noun).collect();
        // "12 nümayəndə | iştirak etdi": what makes one verb with the next is nothing that is counted.
        if let Some(last) = after.pop_if(|last| self.is_part_of_verb(*last))
            && after.is_empty()
        {
            after.push(last);
        }
        // "250 traktor": a noun right behind the number is what is counted, or begins it.
        if !self.quantity.known_unit && after.first() == Some(&unit.start) && unit.start == value.end {
            // "400 nümayəndə | iştirak edirdi": nothing is built on a person without an ending.
            let whole = |at: &usize| {
                self.units[*at].says.has(Says::ACTOR)
                    && self
                        .units
                        .get(at + 1)
                        .is_none_or(|next| !next.is_word() || !self.phrases.case_of(at + 1, None).1)
            };
            let whole = after.iter().position(whole).map_or(after.len(), |last| last + 1);
            let first = self.built_on(&after[..whole]).unwrap_or(0);
            return after[first..whole].to_vec();
        }
        after.into_iter().chain(before.filter(noun)).collect()
    }

    /// True for a bare noun right before a verb that makes one with it.
    fn is_part_of_verb(&self, at: usize) -> bool {
        let Some(next) = self.units.get(at + 1).filter(|_| self.sentence.contains(&(at + 1))) else {
            return false;
        };
        let light = |one: &Analysis| is_verb(one) && self.phrases.grammar.light_verbs.has(&one.lemma);
        let (case, possessed, _) = self.phrases.case_of(at, None);
        let bare = case == Case::Nominative && !possessed && self.units[at].is_word();
        bare && !self.units[at].says.has(Says::COUNTED)
            && !self.units[at].says.has(Says::ACTOR)
            && next.readings.iter().any(light)
    }

    /// Which of the nouns right behind a number is built on the bare ones before it: "40 min polşa | əsgəri".
    fn built_on(&self, nouns: &[usize]) -> Option<usize> {
        let is_bare = |place: usize| {
            let (case, possessed, _) = self.phrases.case_of(nouns[place], None);
            self.units[nouns[place]].is_word() && case == Case::Nominative && !possessed
        };
        let row = (0..nouns.len()).take_while(|&place| nouns[place] == nouns[0] + place);
        let place = row.into_iter().find(|&place| !is_bare(place)).filter(|&place| place > 0)?;
        let unit = &self.units[nouns[place]];
        let possessed = self.phrases.case_of(nouns[place], None).1;
        (unit.is_word() && possessed && form_of(unit).is_none()).then_some(place)
    }

    /// Where the phrase of a noun may begin at the earliest: no other number belongs to it, and no clause before.
    pub fn earliest(&self, head: usize) -> usize {
        let Quantity { value, unit, known_unit, .. } = self.quantity;
        let start = if head < value.end {
            self.sentence.start
        } else if *known_unit && head >= unit.end {
            // "3 min manatdan çox pul": neither the measure nor how it is compared is what is measured.
            let compares = |at: &usize| {
                [Says::COMPARISON, Says::ADPOSITION].iter().any(|what| self.units[*at].says.has(*what))
            };
            (unit.end..head).find(|at| !compares(at)).unwrap_or(head)
        } else {
            // "5 min qızıl rubldan çox borc": nor is a measure that an adjective stands before.
            let compared = |at: &usize| {
                self.units[*at].says.has(Says::MEASURE) && self.units[at + 1].says.has(Says::COMPARISON)
            };
            (value.end..head.saturating_sub(1)).rev().find(compared).map_or(value.end, |at| at + 2)
        };
        let parts = |at: &usize| {
            let unit = &self.units[*at];
            unit.kind == UnitKind::Number
                || unit.kind == UnitKind::Mark && !matches!(&*unit.lower, "," | "-" | "\"" | "“" | "”")
                || unit.is_word() && (closes_surely(unit) || unit.says.has(Says::COMPOSED))
        };
        let start = (start..head).rev().find(parts).map_or(start, |at| at + 1);
        // "7 min pud taxıl, …": what is measured beside it begins behind its own measure.
        let measures = |at: &usize| {
            let says = self.units[*at].says;
            is_multiplier(&self.units[*at], self.phrases.grammar) || says.has(Says::MEASURE)
        };
        let counted = start > 0 && self.units[start - 1].kind == UnitKind::Number;
        (start..head).find(|at| !counted || !measures(at)).unwrap_or(head)
    }

    /// Where the phrase of a noun may end at the latest: before its number or another one, and with its sentence.
    pub fn latest(&self, head: usize) -> usize {
        let end =
            if head < self.quantity.value.start { self.quantity.value.start } else { self.sentence.end };
        (head + 1..end).find(|&at| self.units[at].kind == UnitKind::Number).unwrap_or(end)
    }

    /// Whose it is that a noun behind the number names, if that stands before the number: "komitənin 5 min nəfər üzvü".
    fn owner(&self, head: usize) -> Option<usize> {
        let start = self.quantity.value.start;
        self.phrases.owner(start, head, self.clause.start).filter(|_| head > start)
    }

    fn features(&self, sum: &mut Sum, at: usize) {
        let Quantity { value, unit: measure, known_unit, in_words, .. } = self.quantity;
        let unit = &self.units[at];
        let (case, possessed, _) = self.phrases.case_of(at, None);
        let case = if self.adposition(at) { part!("under") } else { Part::of(case.as_str()) };
        let possessed = if possessed { part!("possessed") } else { part!("bare") };
        let is_own = measure.contains(&at);
        let after = at >= value.end;
        let side = match (after, self.clause.contains(&at)) {
            _ if is_own => part!("own"),
            (true, _) => part!("after"),
            (false, true) => part!("before"),
            (false, false) => part!("far"),
        };
        let gap = if after { at - measure.end.min(at) } else { value.start - at - 1 };
        let gap = match gap {
            0 => part!("0"),
            1 => part!("1"),
            2..=3 => part!("2"),
            4..=7 => part!("4"),
            _ => part!("8"),
        };
        let sort = match unit.kind {
            UnitKind::Name(_) => Part::of(unit.class.map_or("NAME", |class| class.as_str())),
            _ => Part::of(form_of(unit).map_or("noun", Form::as_str)),
        };
        // Of the words of its clause that bear this case, how many stand nearer.
        let between = if after { measure.end.min(at)..at } else { at + 1..value.start };
        let numbers = between.clone().any(|place| self.units[place].kind == UnitKind::Number);
        let marks = between.clone().any(|place| self.units[place].kind == UnitKind::Mark);
        let clear = match (numbers, marks) {
            (false, false) => part!("clear"),
            (false, true) => part!("mark"),
            (true, _) => part!("number"),
        };
        let word = |place: Option<usize>| {
            let place = place.filter(|place| self.sentence.contains(place));
            place.map_or(part!("edge"), |place| self.units[place].token(5))
        };
        let (next, previous) = (word(Some(at + 1)), word(at.checked_sub(1)));
        let counted = measure.start.min(self.units.len() - 1);
        let (measure_stem, measure_ending) = if measure.is_empty() {
            (part!("none"), self.units[value.end - 1].last(2))
        } else {
            (self.units[counted].first(4), self.units[counted].last(3))
        };
        let counts = !measure.is_empty() && self.units[measure.end - 1].says.has(Says::COUNTED);
        let known = match (known_unit, in_words) {
            (true, _) if counts => part!("counted"),
            (true, _) => part!("measure"),
            (false, true) => part!("words"),
            (false, false) => part!("noun"),
        };
        let next_noun = at + 1 < self.units.len()
            && (self.units[at + 1].is_word() || self.units[at + 1].is_name())
            && at + 1 != value.start;
        let chained =
            if next_noun { Part::of(self.phrases.case_of(at + 1, None).0.as_str()) } else { part!("end") };
        let closing = self.clause.clone().rev().find(|&place| self.units[place].is_word());
        let verb = closing.map_or(part!("none"), |place| self.units[place].first(5));
        let own = unit.first(5);
        let ends = unit.last(3);
        sum.of(part!("hd1"), [side, gap, known]);
        sum.of(part!("hd2"), [side, case, possessed]);
        sum.of(part!("hd3"), [side, case, gap]);
        sum.of(part!("hd4"), [measure_stem, side, case]);
        sum.of(part!("hd5"), [measure_stem, measure_ending, side, case]);
        sum.of(part!("hd6"), [known, measure_ending, case, gap]);
        sum.of(part!("hd7"), [own]);
        sum.of(part!("hd8"), [own, side]);
        sum.of(part!("hd9"), [side, sort, possessed]);
        sum.of(part!("hd10"), [ends, side]);
        sum.of(part!("hd11"), [side, chained, case]);
        sum.of(part!("hd12"), [side, next]);
        sum.of(part!("hd13"), [side, previous, case]);
        sum.of(part!("hd14"), [clear, side, case]);
        sum.of(part!("hd15"), [verb, side, case]);
        sum.of(part!("hd16"), [verb, measure_stem, case]);
        sum.of(part!("hd17"), [measure_stem, own]);
        sum.of(part!("hd18"), [side, chained, gap, known]);
        sum.of(part!("hd19"), [ends, chained, side]);
        // "400 nümayəndə iştirak edirdi": what goes with the verb after it is a part of the verb.
        let form = |place: usize| match self.units.get(place).filter(|_| self.sentence.contains(&place)) {
            Some(unit) if unit.is_word() => Part::of(form_of(unit).map_or("noun", Form::as_str)),
            Some(unit) => unit.token(4),
            None => part!("edge"),
        };
        // "iştirak etdi": what goes with such a verb is a part of it.
        let verb = self.units.get(at + 1).filter(|_| self.sentence.contains(&(at + 1))).and_then(reading_of);
        if let Some(verb) = verb.filter(|_| !unit.is_name()) {
            sum.of(part!("hd22"), [Part::of(&verb.lemma), case, possessed]);
        }
        sum.of(part!("hd20"), [form(at), case, form(at + 1), side]);
        let rank = count(between.filter(|&place| self.units[place].is_word()).count().min(5));
        sum.of(part!("hd21"), [rank, side, known, form(at + 1)]);
    }

    /// True if an adposition marks the word.
    fn adposition(&self, at: usize) -> bool {
        self.units.get(at + 1).is_some_and(|next| next.is_word() && next.says.has(Says::ADPOSITION))
    }
}

/// True for a verb that no list and no ending shows to be a noun: "demək", "idik", "döyüb".
fn is_verbal(unit: &Unit) -> bool {
    let is_whole = |one: &Analysis| is_verb(one) || one.lemma == *unit.lower;
    let tells = |one: &Analysis| match Form::of(one) {
        Form::Infinitive | Form::Converb | Form::Necessity => true,
        Form::Finite => one.features.has(Feature::Past),
        _ => false,
    };
    unit.is_word()
        && !unit.says.has(Says::ACTOR)
        && !unit.says.has(Says::PLACE)
        && unit.readings.iter().all(is_whole)
        && unit.verb().surest.is_some_and(|at| tells(&unit.readings[at]))
}
