//! Noun phrases that can take part in something: names, with what is built on them, and common nouns that act or are
//! places.

use std::ops::Range;

use rustc_hash::FxHashSet;
use salname_model::{Class, Filler, Mention};

use crate::morphology::{Analysis, Feature};
use crate::work;

use super::cases::Case;
use super::forms::{Form, closes_surely, may_close};
use super::grammar::{Grammar, Says};
use super::lexicon::Lexicon;
use super::spotting::form_of;
use super::units::{Unit, UnitKind, is_verb};

/// What a phrase can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Sort {
    /// A name of that class.
    Name(Class),
    /// A common noun that acts.
    Actor,
    /// A common noun that is a place.
    Place,
}

impl Sort {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name(class) => class.as_str(),
            Self::Actor => "actor",
            Self::Place => "place",
        }
    }
}

/// A noun phrase.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// Its units.
    pub units: Range<usize>,
    pub sort: Sort,
    pub case: Case,
    /// The case that it may be in as well.
    pub other_case: Option<Case>,
    /// True if it may as well be the accusative: "Bakını", "ordunu", "heyəti".
    pub possessed: bool,
    /// The adposition that marks it: the index of its unit.
    pub adposition: Option<usize>,
    /// The name in it.
    pub mention: Option<usize>,
    /// In dictionary form.
    pub text: String,
    /// Clause of the sentence.
    pub clause: usize,
    /// True if it takes no part itself: it stands within a title before a name, which takes part, or names the source.
    pub aside: bool,
    /// What it stands for, where it is a bare noun and the text has named that in full before.
    pub antecedent: Option<Filler>,
}

impl Phrase {
    /// How it is marked: by its adposition or by its case.
    pub fn mark<'s>(&self, units: &'s [Unit]) -> &'s str {
        match self.adposition {
            Some(at) => &units[at].lower,
            None => self.case.as_str(),
        }
    }

    /// Who or what it names: by the entity, if a name is in it, or by what it stands for.
    pub fn filler(&self, text: &str, units: &[Unit], entities: &dyn Fn(usize) -> String) -> Filler {
        match (&self.antecedent, self.mention) {
            (Some(antecedent), _) => antecedent.clone(),
            (None, Some(mention)) => {
                let entity = entities(mention);
                let written = units[self.units.start].span.start..units[self.units.end - 1].span.end;
                let bare = self.units.len() == 1
                    && entity.len() < self.text.len()
                    && text[written].starts_with(entity.as_str());
                Filler::named(if bare { entity.clone() } else { self.text.clone() }, entity)
            }
            (None, None) => Filler::plain(self.text.clone()),
        }
    }

    /// The unit behind it and its adposition.
    pub fn behind(&self) -> usize {
        self.adposition.map_or(self.units.end, |at| at + 1)
    }
}

/// Longest run of words that a name takes with it ("Azərbaycan fövqəladə nümayəndə heyəti").
const LONGEST_TAIL: usize = 5;

/// So many words may stand before a common noun and belong to it ("ilk müvəqqəti hökumət").
const LONGEST_LEAD: usize = 3;

/// Finds the phrases of a sentence.
pub(super) struct Phrases<'a> {
    pub text: &'a str,
    pub units: &'a [Unit],
    pub mentions: &'a [Mention],
    /// The mentions' entities, in lower case.
    pub keys: &'a [String],
    /// Last words of the names that the gazetteer knows, and what else ends persons' names, in lower case.
    pub known: &'a FxHashSet<String>,
    pub lexicon: &'a Lexicon,
    /// The words of the document.
    pub own: &'a Lexicon,
    pub grammar: &'a Grammar,
}

impl Phrases<'_> {
    /// The phrases of a sentence, in order; they do not overlap.
    pub fn of(&self, clauses: &[Range<usize>]) -> Vec<Phrase> {
        let mut found = Vec::new();
        for (clause, range) in clauses.iter().enumerate() {
            let first = found.len();
            let mut at = range.start;
            while at < range.end {
                work::step();
                match self.phrase(at, range, clause) {
                    Some(phrase) => {
                        at = phrase.units.end;
                        let opens = found.len() == first + 1;
                        match found[first..]
                            .last_mut()
                            .filter(|before| self.is_built_on(before, &phrase, opens))
                        {
                            Some(before) => *before = join(before, phrase),
                            None => found.push(phrase),
                        }
                    }
                    None => at += 1,
                }
            }
            self.share_marks(&mut found[first..]);
        }
        found
    }

    fn phrase(&self, at: usize, clause: &Range<usize>, index: usize) -> Option<Phrase> {
        let unit = &self.units[at];
        let (units, sort, mention) = match (unit.kind, unit.class) {
            (UnitKind::Name(mention), Some(class)) => {
                let (end, sort) = self.tail(at, clause.end).unwrap_or((at + 1, Sort::Name(class)));
                (at..end, sort, Some(mention))
            }
            (UnitKind::Word, _) => {
                let (end, sort) = self.common(at, clause.end)?;
                match self.complement(end, clause.end) {
                    Some((end, mention)) => (at..end, sort, Some(mention)),
                    None => (self.lead(at, clause.start)..end, sort, None),
                }
            }
            _ => return None,
        };
        let head = if self.grammar.verb_last() || unit.is_name() { units.end - 1 } else { self.head(&units) };
        let alone = mention.filter(|_| units.len() == 1);
        let (case, possessed, stem) = self.case_of(head, alone);
        let lone = units.len() == 1 && mention.is_none() && !self.built_on_before(head, clause.start);
        let case = if possessed && lone && case == Case::Nominative { Case::Accusative } else { case };
        let adposition = self.adposition(&units, clause, case);
        let text = match alone.filter(|_| case != Case::Nominative) {
            Some(name) => self.named_form(head, name),
            None => None,
        };
        let text = text.unwrap_or_else(|| self.dictionary_form(&units, head, stem));
        let unsure = alone.filter(|_| case == Case::Nominative && adposition.is_none());
        Some(Phrase {
            units,
            sort,
            case,
            other_case: unsure.and_then(|name| self.other_case(head, name)),
            possessed,
            adposition,
            mention,
            text,
            clause: index,
            aside: false,
            antecedent: None,
        })
    }

    /// What a name takes with it: a common noun that acts or is a place, built on the name by a possessive ending.
    fn tail(&self, at: usize, end: usize) -> Option<(usize, Sort)> {
        if !self.grammar.verb_last() {
            // "the French Ambassador", "British troops": without endings, what stands right behind is built on it.
            let acts = |at: &usize| {
                let unit = &self.units[*at];
                unit.readings.is_empty() && self.sort_of(unit) == Some(Sort::Actor)
            };
            let last = (at + 1..end.min(at + 1 + LONGEST_TAIL)).take_while(acts).last()?;
            return Some((last + 1, Sort::Actor));
        }
        let (case, ..) = self.case_of(at, None);
        if !matches!(case, Case::Nominative | Case::Genitive | Case::Relative) && !self.is_bare_name(at) {
            return None;
        }
        for next in at + 1..end.min(at + 1 + LONGEST_TAIL) {
            let unit = &self.units[next];
            if !unit.is_word() || self.parts(unit) {
                return None;
            }
            let built_on = unit.may_be_possessed();
            // "N. Yusifbəyli | daxili işlər naziri seçildi": nobody is what his own name stands before.
            let own_title = self.units[at].class == Some(Class::Per)
                && case == Case::Nominative
                && unit.says.has(Says::TITLE);
            if own_title {
                return None;
            }
            // "N. Yusifbəyli | qurultayı açdı": what is called after somebody bears the surname and stands right behind it.
            let person = self.units[at].class == Some(Class::Per) && case == Case::Nominative;
            if person && (next > at + 1 || self.text[self.units[at].span.range()].contains(['.', ' '])) {
                return None;
            }
            if built_on && let Some(sort) = self.sort_of(unit) {
                // "ordu hissələri": the chain goes on while each noun is built on the one before.
                let longer = (next + 1 < end).then(|| &self.units[next + 1]).filter(|after| {
                    after.is_word() && self.case_of(next + 1, None).1 && self.sort_of(after).is_some()
                });
                let bare = matches!(self.case_of(next, None).0, Case::Nominative | Case::Genitive);
                return match longer.and_then(|after| self.sort_of(after)) {
                    Some(sort) if bare => Some((next + 2, sort)),
                    _ => Some((next + 1, sort)),
                };
            }
        }
        None
    }

    /// The name that a common noun before it is of, where the noun comes first: "части XI Красной армии", "the government
    /// of Persia"; with the end of the name.
    fn complement(&self, end: usize, to: usize) -> Option<(usize, usize)> {
        if self.grammar.verb_last() {
            return None;
        }
        let linked = |at: &usize| self.units[*at].is_word() && self.units[*at].says.has(Says::NOUN_LINK);
        let at = (end..to).find(|at| !linked(at))?;
        let UnitKind::Name(mention) = self.units[at].kind else { return None };
        let unit = &self.units[at];
        let genitive = unit.readings.iter().any(|one| one.features.has(Feature::CaseGen))
            || !self.text[unit.span.range()].chars().any(char::is_lowercase);
        let owns = matches!(unit.class, Some(Class::Gpe | Class::Org));
        (owns && (at > end || genitive && self.grammar.knows_adjectives())).then_some((at + 1, mention))
    }

    /// The unit of a phrase's noun that its case is told by: the last before the name that it is of.
    pub fn head(&self, units: &Range<usize>) -> usize {
        let is_own = |at: &usize| self.units[*at].is_word() && !self.units[*at].says.has(Says::NOUN_LINK);
        units.clone().rev().find(is_own).unwrap_or(units.end - 1)
    }

    /// True if the name stands as in its mention, with nothing after it.
    fn is_bare_name(&self, at: usize) -> bool {
        let UnitKind::Name(mention) = self.units[at].kind else { return false };
        self.mentions[mention].entity == self.text[self.units[at].span.range()]
    }

    /// A common noun that acts or is a place, at `at` or just after it ("ingilis hökuməti").
    fn common(&self, at: usize, end: usize) -> Option<(usize, Sort)> {
        // "народный комиссар": an adjective is what the noun after it is.
        let next = self.units.get(at + 1).filter(|next| at + 1 < end && next.is_word() && !self.parts(next));
        if self.units[at].says.has(Says::LIKE_ADJECTIVE)
            && next.is_some_and(|next| !next.says.has(Says::LIKE_VERB))
        {
            return None;
        }
        let mut sort = self.sort_of(&self.units[at])?;
        let mut last = at;
        while last + 1 < end
            && self.units[last + 1].is_word()
            && matches!(self.case_of(last, None).0, Case::Nominative | Case::Genitive)
            && !self.is_bare_plural(last)
            && !self.stands_before_topic(last, end)
            && !self.stands_alone(last, end)
            && !self.parts(&self.units[last + 1])
            && let Some(next) = self.sort_of(&self.units[last + 1])
        {
            last += 1;
            sort = next;
        }
        // "çex könüllüləri": what a bare noun stands before is built on it, whatever it is.
        if sort == Sort::Actor && last == at && last + 1 < end && self.is_built_on_bare(last) {
            last += 1;
        }
        Some((last + 1, sort))
    }

    /// True if the noun behind the one at `at` is what something is about, and not built on it: "parlament | universitet
    /// haqqında".
    fn stands_before_topic(&self, at: usize, end: usize) -> bool {
        let topic = self.units.get(at + 2).filter(|_| at + 2 < end);
        self.grammar.verb_last()
            && topic.is_some_and(|unit| unit.is_word() && unit.says.has(Says::TOPIC))
            && self.case_of(at, None).0 == Case::Nominative
            && !self.case_of(at + 1, None).1
    }

    /// True if nothing right behind the noun is built on it, though both are nouns, as nothing there has a possessive ending:
    /// a genitive, a noun that has one itself ("hökuməti | heyətin") or that
    /// stands for a body ("komissiya | həkimlərin").
    pub fn stands_alone(&self, at: usize, end: usize) -> bool {
        let unit = &self.units[at];
        let (case, possessed, _) = self.case_of(at, None);
        let possessive = |place: &usize| {
            let unit = &self.units[*place];
            let bare = [Says::NUMBER, Says::ADPOSITION].iter().all(|what| !unit.says.has(*what));
            unit.is_word() && bare && self.case_of(*place, None).1
        };
        let acts = self.units.get(at + 1).is_some_and(|next| next.says.has(Says::ACTOR));
        let near = |reach: usize| (at + 1..end.min(at + 1 + reach)).any(|place| possessive(&place));
        self.grammar.verb_last()
            && match case {
                Case::Genitive => !near(LONGEST_LEAD),
                _ if possessed => !near(1),
                _ => unit.says.has(Says::BODY) && !near(if acts { 2 } else { 1 }),
            }
    }

    /// True for a plural without an ending: nothing behind it is built on it ("fəhlələr | dövlət torpağını").
    fn is_bare_plural(&self, at: usize) -> bool {
        let (case, possessed, _) = self.case_of(at, None);
        let plural = |one: &Analysis| one.features.has(Feature::NumberPlur) && !is_verb(one);
        self.grammar.verb_last()
            && case == Case::Nominative
            && !possessed
            && self.units[at].readings.iter().any(plural)
    }

    /// True if the word at `at` has no ending and the one behind it is a noun with a possessive one.
    fn is_built_on_bare(&self, at: usize) -> bool {
        let (unit, next) = (&self.units[at], &self.units[at + 1]);
        let (case, possessed, stem) = self.case_of(at, None);
        let bare = case == Case::Nominative && !possessed && stem == unit.lower.len();
        let is_noun =
            next.is_word() && !self.parts(next) && !next.says.has(Says::RANK) && !next.says.has(Says::TITLE);
        self.grammar.verb_last()
            && bare
            && is_noun
            && !may_close(next)
            && !self.is_bare_plural(at)
            && self.case_of(at + 1, None).1
    }

    fn sort_of(&self, unit: &Unit) -> Option<Sort> {
        let taken = unit.says.has(Says::ADPOSITION)
            || unit.says.has(Says::CONJUNCTION)
            || unit.says.has(Says::COPULA)
            || unit.says.has(Says::PRONOUN);
        if taken || !unit.is_word() || unit.says.has(Says::NO_VERB) && !unit.says.has(Says::ACTOR) {
            return None;
        }
        if unit.says.has(Says::ACTOR) {
            Some(Sort::Actor)
        } else if unit.says.has(Says::PLACE) {
            Some(Sort::Place)
        } else {
            None
        }
    }

    /// True if the word belongs to no phrase: an adposition, a conjunction, a verb.
    fn parts(&self, unit: &Unit) -> bool {
        unit.says.has(Says::ADPOSITION)
            || unit.says.has(Says::CONJUNCTION)
            || unit.says.has(Says::PRONOUN)
            || unit.says.has(Says::COPULA)
            || closes_surely(unit)
            || self.sort_of(unit).is_none() && may_close(unit) && unit.readings.len() < 4
    }

    /// Where the phrase of a common noun begins: the adjectives before it are its own.
    fn lead(&self, at: usize, start: usize) -> usize {
        let mut first = at;
        while first > start && at - first < LONGEST_LEAD {
            let before = &self.units[first - 1];
            let adjective = before.is_word()
                && before.readings.len() <= 1
                && before.lower.chars().count() > 2
                && !before.says.has(Says::LIKE_VERB)
                && !before.says.has(Says::DETERMINER)
                && (before.says.has(Says::LIKE_ADJECTIVE) || !self.grammar.knows_adjectives())
                && !self.parts(before)
                && self.sort_of(before).is_none();
            if !adjective {
                break;
            }
            first -= 1;
        }
        first
    }

    /// The words of a range as they are written.
    pub fn written(&self, units: &Range<usize>) -> &str {
        &self.text[self.units[units.start].span.start..self.units[units.end - 1].span.end]
    }

    /// Whose a thing is whose last word is `head` and has a possessive ending, where what begins at `start` does not hold that:
    /// "xalqların | Bakıda keçirilən | qurultayı". Neither a noun that could be its own stands between nor a verb that closes
    /// a clause; from `from` on.
    pub fn owner(&self, start: usize, head: usize, from: usize) -> Option<usize> {
        let noun = |at: usize| self.units[at].is_word() || self.units[at].is_name();
        let case = |at: usize| if noun(at) { self.case_of(at, None).0 } else { Case::Nominative };
        let possessed = |at: usize| noun(at) && self.case_of(at, None).1;
        if !possessed(head)
            || self.units[head].is_name()
            || (start..head).any(|at| case(at) == Case::Genitive)
        {
            return None;
        }
        let closes =
            |unit: &Unit| closes_surely(unit) || may_close(unit) && form_of(unit) == Some(Form::Finite);
        let ends = |at: &usize| {
            let unit = &self.units[*at];
            case(*at) == Case::Genitive || unit.kind == UnitKind::Mark || possessed(*at) || closes(unit)
        };
        let owner = (from..start).rev().find(ends)?;
        (case(owner) == Case::Genitive && !self.units[owner].says.has(Says::PRONOUN)).then_some(owner)
    }

    /// True if a name or a genitive stands right before the word, so that a possessive ending belongs to it.
    fn built_on_before(&self, at: usize, start: usize) -> bool {
        let Some(before) =
            at.checked_sub(1).filter(|&before| before >= start).map(|before| &self.units[before])
        else {
            return false;
        };
        before.is_name()
            || before.is_word()
                && !self.parts(before)
                && (before.readings.len() <= 1
                    || before
                        .readings
                        .iter()
                        .any(|one| one.features.has(Feature::CaseGen) || one.features.has(Feature::Relative)))
    }

    fn adposition(&self, units: &Range<usize>, clause: &Range<usize>, case: Case) -> Option<usize> {
        let grammar = self.grammar;
        let is = |at: usize| self.units[at].is_word() && self.units[at].says.has(Says::ADPOSITION);
        if grammar.verb_last() {
            let next = units.end;
            let marks = next < clause.end && is(next) && !matches!(case, Case::Accusative | Case::Locative);
            return marks.then_some(next);
        }
        let from = units.start.saturating_sub(4).max(clause.start);
        (from..units.start)
            .rev()
            .take_while(|&at| self.units[at].is_word() && !may_close(&self.units[at]))
            .find(|&at| is(at))
    }

    /// True if the phrase at `at` is a subject that a comma parts from a phrase in another case.
    fn subject_before_comma(&self, phrases: &[Phrase], at: usize) -> bool {
        let (one, next) = (&phrases[at], &phrases[at + 1]);
        let between = &self.units[one.units.end..next.units.start];
        let goes_on = phrases.get(at + 2).is_some_and(|after| {
            let between = &self.units[next.units.end..after.units.start];
            !between.is_empty() && between.len() <= 2 && between.iter().all(|unit| self.grammar.joins(unit))
        });
        self.grammar.comma_after_subject
            && one.case == Case::Nominative
            && next.case != Case::Nominative
            && !goes_on
            && matches!(between, [comma] if comma.is_mark(","))
    }

    /// True if the name of a body is built on the name of a state that stands right before it: "Azərbaycan SSR Qızıl
    /// Ordusu" is one. A state that opens its clause acts, if something comes from the body: "İspaniya | Millətlər
    /// Cəmiyyətindən çıxdı".
    fn is_built_on(&self, before: &Phrase, body: &Phrase, opens: bool) -> bool {
        let acts = opens && body.case == Case::Ablative;
        !acts
            && self.grammar.verb_last()
            && before.sort == Sort::Name(Class::Gpe)
            && before.case == Case::Nominative
            && before.adposition.is_none()
            && body.sort == Sort::Name(Class::Org)
            && body.units.start == before.units.end
            && self.units[body.units.end - 1].may_be_possessed()
    }

    /// In "A, B və C-yə" all three are datives: equals share the mark of the last.
    fn share_marks(&self, phrases: &mut [Phrase]) {
        for at in (0..phrases.len().saturating_sub(1)).rev() {
            if self.subject_before_comma(phrases, at) {
                continue;
            }
            let (before, after) = phrases.split_at_mut(at + 1);
            let (one, next) = (&mut before[at], &after[0]);
            let between = &self.units[one.units.end..next.units.start];
            let joined = !between.is_empty()
                && between.len() <= 2
                && between.iter().all(|unit| self.grammar.joins(unit))
                || between.len() <= 2
                    && one.adposition.is_some_and(|at| self.units[at].says.has(Says::CONJUNCTION))
                    && between.iter().skip(1).all(|unit| self.grammar.joins(unit));
            if !joined {
                continue;
            }
            if self.grammar.verb_last() {
                if one.case == Case::Nominative && (one.adposition.is_none() || next.adposition.is_some()) {
                    one.case = next.case;
                    one.adposition = next.adposition;
                } else if one.adposition.is_some() || one.case == Case::Instrumental {
                    one.adposition = next.adposition.or(one.adposition);
                }
            }
        }
        if !self.grammar.verb_last() {
            for at in 1..phrases.len() {
                let (before, after) = phrases.split_at_mut(at);
                let (one, next) = (&before[at - 1], &mut after[0]);
                let between = &self.units[one.units.end..next.units.start];
                if !between.is_empty()
                    && between.len() <= 2
                    && between.iter().all(|unit| self.grammar.joins(unit))
                {
                    next.adposition = next.adposition.or(one.adposition);
                }
            }
        }
    }
}

/// Makes one phrase of a name and of what is built on it.
fn join(before: &Phrase, mut body: Phrase) -> Phrase {
    body.text = format!("{} {}", before.text, body.text);
    body.units.start = before.units.start;
    body
}

/// Which of a sentence's phrases, which stand in order, are those of a clause.
pub(super) fn range_of_clause(phrases: &[Phrase], clause: usize) -> Range<usize> {
    let start = phrases.partition_point(|phrase| phrase.clause < clause);
    start..phrases.partition_point(|phrase| phrase.clause <= clause)
}
