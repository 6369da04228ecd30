//! How far a noun phrase reaches from its noun, by what was learnt: "sərhədlər haqqında saziş", "11-ci ordunun
//! komandanı", "the Governor of Malta".
//!
//! From the noun on, each word before it is asked whether it belongs to the phrase; the first that does not ends it.
//! Where the noun comes first, so is each word, number and date behind it. Marks between them go with the word beyond.

use std::ops::Range;

use salname_model::{Class, Kind, Role};

use crate::morphology::Analysis;

use super::cases::Case;
use super::choice::{Choice, Question};
use super::forms::{Form, closes_surely, may_close};
use super::grammar::Says;
use super::phrases::{Phrase, Phrases};
use super::scoring::{Part, Sum, Weights, part};
use super::spotting::form_of;
use super::units::{Unit, UnitKind};

/// No phrase is longer than this, in units.
const LONGEST: usize = 16;

/// Before its noun, what speaks for a word has to be more than this: a phrase that is cut may say something else, one that is
/// too long only says more.
const RATHER_MORE: f32 = -0.4;

/// A noun phrase whose noun is known, which is its last word unless the noun comes first.
#[derive(Debug, Clone)]
pub(super) struct Extent {
    /// Where it begins by the marks alone, and its noun: units.
    pub first: usize,
    pub head: usize,
}

/// A side of the noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}

/// What the extent of a phrase is told by.
pub(super) struct Reach<'a> {
    pub phrases: &'a [Phrase],
    /// The words, and what tells their cases.
    pub nouns: &'a Phrases<'a>,
    pub kind: Kind,
    pub role: Role,
}

impl Reach<'_> {
    /// The units of a phrase that by the marks alone has the units `ruled`, and its noun at `head`; within `bounds`.
    pub fn units(
        &self,
        ruled: &Range<usize>,
        head: usize,
        bounds: &Range<usize>,
        weights: &Weights,
        mut choices: Option<&mut Vec<Choice>>,
    ) -> Range<usize> {
        if self.nouns.grammar.verb_last() {
            let extent = Extent { first: ruled.start, head };
            return self.start(&extent, bounds.start, weights, choices)..ruled.end;
        }
        let learnt = weights.knows(&["learnt", "extent", self.role.as_str()]);
        if !learnt && choices.is_none() {
            return ruled.clone();
        }
        let start = self.asked(Side::Before, ruled, head, bounds, weights, choices.as_deref_mut());
        let end = self.asked(Side::Behind, ruled, head, bounds, weights, choices) + 1;
        if learnt { start..end } else { ruled.clone() }
    }

    /// The last unit on one side of the noun that belongs to the phrase.
    fn asked(
        &self,
        side: Side,
        ruled: &Range<usize>,
        head: usize,
        bounds: &Range<usize>,
        weights: &Weights,
        mut choices: Option<&mut Vec<Choice>>,
    ) -> usize {
        let (units, named) = (self.nouns.units, choices.is_some());
        let mut tell = |at, features| self.tell(at, features, choices.as_deref_mut());
        tell(head, Vec::new());
        let room = match side {
            Side::Before => head.saturating_sub(bounds.start),
            Side::Behind => bounds.end.saturating_sub(head + 1),
        };
        let place = |gone: usize| if side == Side::Before { head - gone } else { head + gone };
        let (mut edge, mut open) = (head, true);
        for at in (1..=room.min(LONGEST)).map(place) {
            // An office ends before the name of who holds it.
            let is_holder = self.role == Role::Office && units[at].class == Some(Class::Per);
            let leaves = side == Side::Behind || !ruled.contains(&at);
            if is_holder || leaves && self.closes(at) {
                break;
            }
            // "houses had been | burnt": what is measured is "houses burnt".
            let helps = self.role == Role::What && units[at].is_word() && units[at].says.has(Says::COPULA);
            if units[at].kind == UnitKind::Mark || helps {
                continue;
            }
            let mut sum = Sum::new(weights, named);
            self.features_beside(&mut sum, ruled, head, at, edge, side);
            open &= sum.total() > 0.0;
            if !open && !named {
                break;
            }
            if open {
                edge = at;
            }
            tell(at, sum.names.unwrap_or_default());
        }
        // What ties a phrase to the words around it is no part of it.
        let ties = |unit: &Unit| {
            unit.kind == UnitKind::Mark
                || [Says::ADPOSITION, Says::CONJUNCTION, Says::DETERMINER, Says::COPULA, Says::OPENER]
                    .iter()
                    .any(|what| unit.is_word() && unit.says.has(*what))
                || self.role == Role::Office
                    && side == Side::Behind
                    && unit.says.has(Says::RANK)
                    && !unit.says.has(Says::TITLE)
        };
        while edge != head && ties(&units[edge]) {
            edge = if side == Side::Before { edge + 1 } else { edge - 1 };
        }
        edge
    }

    /// Keeps what a unit was asked by, where that is wanted for learning.
    fn tell(&self, at: usize, features: Vec<String>, choices: Option<&mut Vec<Choice>>) {
        if let Some(choices) = choices {
            let text = self.nouns.units[at].lower.to_string();
            choices.push(Choice { question: Question::Extent(self.role), text, features });
        }
    }

    /// The unit that the phrase begins with, `from` or later, where its noun is the last word.
    pub fn start(
        &self,
        extent: &Extent,
        from: usize,
        weights: &Weights,
        mut choices: Option<&mut Vec<Choice>>,
    ) -> usize {
        if !self.nouns.grammar.verb_last() {
            return extent.first;
        }
        let named = choices.is_some();
        let mut tell = |at, features| self.tell(at, features, choices.as_deref_mut());
        tell(extent.head, Vec::new());
        let learnt = weights.knows(&["learnt", "extent", self.role.as_str()]);
        if !learnt && !named {
            return extent.first;
        }
        let (mut start, mut open) = (extent.head, true);
        let asked = from.max(extent.head.saturating_sub(LONGEST))..extent.head;
        for at in asked.rev().filter(|&at| self.nouns.units[at].is_word() || self.nouns.units[at].is_name()) {
            // "keçmiş baş nazir": the word says when the office was held, and what stands before it belongs to that.
            if self.role == Role::Office && self.nouns.units[at].says.has(Says::FORMER) {
                continue;
            }
            let mut sum = Sum::new(weights, named);
            self.features(&mut sum, extent, at, start);
            let opened = self.nouns.units[at + 1..start].iter().any(|unit| unit.is_mark("("));
            open &= (sum.total() > RATHER_MORE || self.wants(start, at))
                && !self.ends_before(at)
                && !self.stands_apart(at, start, extent.head)
                && !self.is_told_beside(at, start, extent.head)
                && !opened;
            if !open && !named {
                break;
            }
            if open {
                start = at;
            }
            tell(at, sum.names.unwrap_or_default());
        }
        if learnt { self.behind_brackets(start, extent.head) } else { extent.first }
    }

    /// Where a phrase begins that would begin within brackets: behind them ("(şəhərdə) | yerli komitə").
    fn behind_brackets(&self, start: usize, head: usize) -> usize {
        let (mut first, mut depth) = (start, 0_usize);
        for at in start..head {
            let unit = &self.nouns.units[at];
            if unit.is_mark("(") {
                depth += 1;
            } else if unit.is_mark(")") {
                match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => first = at + 1,
                }
            }
        }
        first
    }

    /// True if the phrase cannot go on to the left with this unit: neither what a verb says of its bearer nor another name is
    /// a part of an office.
    fn ends_before(&self, at: usize) -> bool {
        let unit = &self.nouns.units[at];
        let participle = || unit.readings.iter().any(|one| Form::of(one) == Form::Participle);
        let verb = || {
            unit.is_word()
                && !unit.says.has(Says::TITLE)
                && !unit.says.has(Says::ACTOR)
                && (closes_surely(unit) || participle())
        };
        self.role == Role::Office && (unit.class == Some(Class::Per) || verb())
    }

    /// The units that say whose a thing is whose last word has a possessive ending, where the phrase from `start` on does not
    /// hold them.
    pub fn owner(&self, start: usize, head: usize, from: usize, weights: &Weights) -> Option<Range<usize>> {
        let last = self.nouns.owner(start, head, from.max(start.saturating_sub(LONGEST)))?;
        Some(self.start(&Extent { first: last, head: last }, from, weights, None)..last + 1)
    }

    /// True if a name begins behind the unit: what was agreed is not called by who agreed and when, where neither its noun nor
    /// an adposition ties them to it ("A və B | yeni saziş", "gəldi və | protokol").
    fn stands_apart(&self, at: usize, start: usize, head: usize) -> bool {
        if self.role != Role::Name {
            return false;
        }
        let unit = &self.nouns.units[at];
        let tied = || {
            self.nouns.case_of(head, None).1
                || self.nouns.units[at + 1..head].iter().any(|unit| unit.says.has(Says::ADPOSITION))
        };
        let bare = || {
            let case = self.nouns.case_of(at, None).0;
            (unit.is_name() || unit.says.has(Says::ACTOR)) && case == Case::Nominative
        };
        let dated = self.nouns.units[at + 1..start].iter().any(|unit| matches!(unit.kind, UnitKind::Time(_)));
        dated || unit.is_word() && may_close(unit) && form_of(unit) == Some(Form::Finite) || bare() && !tied()
    }

    /// True if what stands before the phrase is told beside it: when it was ("1924-cü ilin mayında | əkin sahəsi"),
    /// by a verb that closes its own clause, what goes with a verb where the phrase has none ("Romaya | missiya"), or a
    /// name that the next is not built on.
    fn is_told_beside(&self, at: usize, start: usize, head: usize) -> bool {
        let adverbial = |one: &Analysis| matches!(Case::of(one), Case::Locative | Case::Ablative);
        let when =
            |unit: &Unit| matches!(unit.kind, UnitKind::Time(_)) && unit.readings.iter().any(adverbial);
        let unit = &self.nouns.units[at];
        let case = || self.nouns.case_of(at, None).0;
        let verbs = || self.nouns.units[at + 1..head].iter().any(|unit| unit.verb().surest.is_some());
        let argument = || matches!(case(), Case::Dative | Case::Accusative) && !verbs();
        let apart = || unit.is_name() && self.nouns.units[at + 1].is_name() && case() == Case::Nominative;
        // "N. Yusifbəyli | respublika hökuməti": nobody's bare name is a part of what it does not stand right before.
        let person = || {
            let tied = at + 1 == head && self.nouns.case_of(head, None).1
                || self.nouns.units[at + 1].says.has(Says::ADPOSITION);
            unit.class == Some(Class::Per) && case() == Case::Nominative && !tied
        };
        // "Norveç | sürətlə böyüyən donanma": what is built on a bare name has a possessive ending.
        let unbuilt = || {
            let words = at + 1..head + 1;
            unit.is_name()
                && case() == Case::Nominative
                && words.clone().all(|at| !self.nouns.units[at].is_name() && !self.nouns.case_of(at, None).1)
                && words.len() > 1
        };
        let alone = || {
            let acts = unit.is_word() && unit.says.has(Says::ACTOR) || unit.class == Some(Class::Org);
            let bare = matches!(case(), Case::Nominative | Case::Genitive);
            acts && bare && self.nouns.stands_alone(at, head + 1)
        };
        self.nouns.grammar.verb_last()
            && (unit.is_word() || unit.is_name())
            && (argument() || apart() || person() || unbuilt() || alone())
            || self.nouns.units[at + 1..start].iter().any(when)
            || !unit.says.has(Says::TITLE) && !unit.says.has(Says::ACTOR) && closes_surely(unit)
    }

    /// True if the phrase cannot begin with the unit `start`: "heyətinin" is built on the noun right before it.
    fn wants(&self, start: usize, at: usize) -> bool {
        let (unit, before) = (&self.nouns.units[start], &self.nouns.units[at]);
        let is_noun = before.is_name() || before.is_word() && before.says.has(Says::ACTOR);
        let built = || unit.is_word() && self.nouns.case_of(start, None).1;
        let bare = || matches!(self.nouns.case_of(at, None).0, Case::Nominative | Case::Genitive);
        at + 1 == start && is_noun && built() && bare()
    }

    /// What the role is called in features: those who take part are phrases of one sort.
    fn label(&self) -> &'static str {
        match self.role {
            Role::Name | Role::Office | Role::What => self.role.as_str(),
            _ => "who",
        }
    }

    /// What speaks for the unit `at` as a part of the phrase that reaches from its last word to `start` so far.
    fn features(&self, sum: &mut Sum, extent: &Extent, at: usize, start: usize) {
        let (unit, next) = (&self.nouns.units[at], &self.nouns.units[start]);
        let (role, kind) = (Part::of(self.label()), Part::of(self.kind.as_str()));
        let ruled = if at >= extent.first { part!("in") } else { part!("out") };
        let sort = |unit: &Unit| match unit.kind {
            UnitKind::Name(_) => Part::of(unit.class.map_or("NAME", |class| class.as_str())),
            UnitKind::Time(_) => part!("time"),
            UnitKind::Number => part!("number"),
            UnitKind::Mark => part!("mark"),
            UnitKind::Word => form_of(unit).map_or(part!("word"), |form| Part::of(form.as_str())),
        };
        let phrase = self.phrases.get(self.phrases.partition_point(|phrase| phrase.units.end <= at));
        let phrase = phrase.filter(|phrase| phrase.units.contains(&at));
        let case = phrase.map_or(part!("none"), |phrase| Part::of(phrase.case.as_str()));
        let adposition = phrase.is_some_and(|phrase| phrase.adposition.is_some());
        let under = if adposition { part!("under") } else { part!("free") };
        let (word, ending) = (unit.first(6), unit.last(3));
        let between = match self.nouns.units[at + 1..start].first() {
            None => part!("nothing"),
            Some(unit) => sort(unit),
        };
        let before = at.checked_sub(1).map_or(part!("edge"), |before| sort(&self.nouns.units[before]));
        let far = match extent.head - at {
            1 => part!("1"),
            2 => part!("2"),
            3..=4 => part!("3"),
            5..=8 => part!("5"),
            _ => part!("9"),
        };
        let head = self.nouns.units[extent.head].first(5);
        let (own, after) = (sort(unit), sort(next));
        sum.of(part!("x"), [role]);
        sum.of(part!("x1"), [role, ruled, own]);
        sum.of(part!("x2"), [role, kind, ruled, far]);
        sum.of(part!("x3"), [role, own, case, under]);
        sum.of(part!("x4"), [role, word]);
        sum.of(part!("x5"), [role, own, ending]);
        sum.of(part!("x6"), [ending, after]);
        sum.of(part!("x7"), [role, own, after, between]);
        sum.of(part!("x8"), [role, before, own]);
        sum.of(part!("x9"), [role, far, own]);
        sum.of(part!("x10"), [head, word]);
        sum.of(part!("x11"), [head, far, ruled]);
        sum.of(part!("x12"), [word, next.first(5)]);
        sum.of(part!("x13"), [role, ending, far]);
        sum.of(part!("x14"), [between, ruled, own]);
    }

    /// True for a mark that no phrase reaches over: the stop of "Dr." is none.
    fn closes(&self, at: usize) -> bool {
        let unit = &self.nouns.units[at];
        let short = || {
            at.checked_sub(1).map(|before| &self.nouns.units[before]).is_some_and(|before| {
                before.span.end == unit.span.start && before.capital && before.lower.chars().count() <= 4
            })
        };
        unit.kind == UnitKind::Mark
            && (matches!(&*unit.lower, "," | ";" | ":" | "(" | ")" | "—") || unit.is_mark(".") && !short())
    }

    /// What a unit is, as far as lists and forms tell, in languages whose noun comes first.
    fn look<'u>(&self, unit: &'u Unit) -> Part<'u> {
        match unit.kind {
            UnitKind::Name(_) => Part::of(unit.class.map_or("NAME", |class| class.as_str())),
            UnitKind::Time(_) => part!("time"),
            UnitKind::Number => part!("number"),
            UnitKind::Mark => Part::of(&unit.lower),
            UnitKind::Word => {
                let says = |what: Says| unit.says.has(what);
                if says(Says::ADPOSITION) || says(Says::CONJUNCTION) || says(Says::DETERMINER) {
                    unit.first(6)
                } else if says(Says::OPENER) {
                    part!("opener")
                } else if says(Says::PRONOUN) {
                    part!("pronoun")
                } else if says(Says::COPULA) {
                    part!("copula")
                } else if says(Says::RANK) {
                    part!("rank")
                } else if says(Says::TITLE) {
                    part!("title")
                } else if says(Says::ACTOR) {
                    part!("actor")
                } else if says(Says::PLACE) {
                    part!("place")
                } else if says(Says::LIKE_VERB) {
                    unit.last(2)
                } else if let Some(form) = form_of(unit) {
                    Part::of(form.as_str())
                } else if unit.capital {
                    part!("Capital")
                } else {
                    part!("word")
                }
            }
        }
    }

    /// What speaks for the unit `at` as a part of the phrase that reaches from its noun to the unit `edge` so far, on one
    /// side of it.
    fn features_beside(
        &self,
        sum: &mut Sum,
        ruled: &Range<usize>,
        head: usize,
        at: usize,
        edge: usize,
        side: Side,
    ) {
        let units = self.nouns.units;
        let (unit, inner) = (&units[at], &units[edge]);
        let (side_of, beyond, between) = match side {
            Side::Before => (part!("before"), at.checked_sub(1), edge.checked_sub(1)),
            Side::Behind => (part!("behind"), Some(at + 1), Some(edge + 1)),
        };
        let (role, kind) = (Part::of(self.label()), Part::of(self.kind.as_str()));
        let ruled = if ruled.contains(&at) { part!("in") } else { part!("out") };
        let beyond = beyond.and_then(|at| units.get(at));
        let next = beyond.map_or(part!("edge"), |unit| self.look(unit));
        let next_word = beyond.map_or(part!("edge"), |unit| unit.token(5));
        let between = between.filter(|&place| place != at).and_then(|place| units.get(place));
        let between = between.map_or(part!("nothing"), |unit| self.look(unit));
        let far = match head.abs_diff(at) {
            1 => part!("1"),
            2 => part!("2"),
            3..=4 => part!("3"),
            5..=8 => part!("5"),
            _ => part!("9"),
        };
        let case = Part::of(self.nouns.case_of(at, None).0.as_str());
        let (head, head_look) = (units[head].token(5), self.look(&units[head]));
        let (own, last, word) = (self.look(unit), self.look(inner), unit.token(6));
        sum.of(part!("y"), [role, side_of]);
        sum.of(part!("y1"), [role, side_of, ruled, own]);
        sum.of(part!("y2"), [role, kind, side_of, far, ruled]);
        sum.of(part!("y3"), [role, side_of, own, case]);
        sum.of(part!("y4"), [role, side_of, word]);
        sum.of(part!("y5"), [side_of, word, last]);
        sum.of(part!("y6"), [role, side_of, own, last]);
        sum.of(part!("y7"), [role, side_of, own, next]);
        sum.of(part!("y8"), [side_of, own, next_word]);
        sum.of(part!("y9"), [side_of, own, last, next]);
        sum.of(part!("y10"), [role, side_of, far, own, head_look]);
        sum.of(part!("y11"), [side_of, head, word]);
        sum.of(part!("y12"), [role, side_of, head, own]);
        sum.of(part!("y13"), [side_of, word, inner.token(5)]);
        sum.of(part!("y14"), [role, side_of, between, own]);
        sum.of(part!("y15"), [side_of, word, next]);
        sum.of(part!("y16"), [role, side_of, head_look, own, next]);
    }
}
