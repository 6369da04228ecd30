//! What the model sees of a candidate.

use std::ops::Range;

use salname_model::{Kind, Modality, Role, Roles};

use super::candidates::is_noun_form;
use super::dates::Dated;
use super::frames::Match;
use super::grammar::Grammar;
use super::phrases::Phrase;
use super::roles::Filled;
use super::units::{Unit, UnitKind, is_verb};

/// A candidate and what stands around it.
pub(super) struct Context<'a> {
    pub units: &'a [Unit],
    pub sentence: &'a Range<usize>,
    pub clauses: &'a [Range<usize>],
    pub clause: usize,
    pub phrases: &'a [Phrase],
    pub grammar: &'a Grammar,
    /// The kinds of all candidates of the sentence, with their clauses.
    pub kinds: &'a [(Kind, usize)],
    pub kind: Kind,
    pub trigger: &'a str,
    pub at: usize,
    pub found: Option<&'a Match<'a>>,
    pub roles: &'a Roles,
    pub why: &'a [Filled],
    pub dated: Dated,
    pub modality: Modality,
    pub note: bool,
}

/// Words further from the trigger than this are not looked at.
const WINDOW: usize = 3;

/// So many letters of a word stand for its stem.
const STEM: usize = 6;

/// The features of a candidate.
pub(super) fn features(context: &Context) -> Vec<String> {
    let kind = context.kind;
    let mut made = vec![format!("k:{kind}"), format!("t:{kind}:{}", context.trigger)];
    let mut add = |feature: String| made.push(feature);
    if let Some(found) = context.found {
        let form = found.form.as_str();
        add(format!("f:{kind}:{form}"));
        add(format!("l:{kind}:{}", found.lemma));
        add(format!("lf:{kind}:{}:{form}", found.lemma));
        add(format!("v:{kind}:{}{}", u8::from(found.passive), u8::from(found.negative)));
        add(format!("n:{kind}:{}", found.units.len()));
    }
    add(format!("d:{kind}:{}", context.dated.as_str()));
    add(format!("m:{kind}:{}", context.modality));
    roles(context, &mut add);
    place(context, &mut add);
    around(context, &mut add);
    made
}

fn roles(context: &Context, add: &mut impl FnMut(String)) {
    let kind = context.kind;
    let mut filled = String::new();
    for role in kind.roles().iter().filter(|role| !matches!(role, Role::Change | Role::Form)) {
        let count = context.roles.get(*role).len().min(3);
        if count > 0 {
            filled.push_str(role.as_str());
            filled.push('+');
            add(format!("r:{kind}:{role}:{count}"));
        } else {
            add(format!("r:{kind}:{role}:0"));
        }
    }
    add(format!("rs:{kind}:{filled}:{}", is_noun_form(context.found)));
    for one in context.why {
        add(format!("w:{kind}:{}:{}:{}", one.role, one.mark, one.whence.as_str()));
        if let Some(sort) = one.sort {
            add(format!("c:{kind}:{}:{}", one.role, sort.as_str()));
        }
    }
    if kind == Kind::Quantity || kind == Kind::Office {
        let text = context
            .roles
            .single(Role::Unit)
            .or_else(|| context.roles.single(Role::Office))
            .unwrap_or_default();
        let last = text.split_whitespace().last().unwrap_or_default();
        add(format!("u:{kind}:{}", stem(&last.to_lowercase())));
        add(format!("ul:{kind}:{}", text.split_whitespace().count().min(6)));
    }
}

fn place(context: &Context, add: &mut impl FnMut(String)) {
    let kind = context.kind;
    let last = context.clause + 1 == context.clauses.len();
    add(format!("p:{kind}:{}{}", u8::from(last), context.clauses.len().min(4)));
    let unit = &context.units[context.at];
    add(format!("q:{kind}:{}{}", u8::from(unit.quoted), u8::from(unit.bracketed)));
    if context.note {
        add(format!("note:{kind}"));
    }
    let names = context
        .phrases
        .iter()
        .filter(|phrase| phrase.clause == context.clause && phrase.mention.is_some())
        .count();
    add(format!("names:{kind}:{}", names.min(5)));
    let twins = context.kinds.iter().filter(|(other, _)| *other == kind).count() - 1;
    let near =
        context.kinds.iter().filter(|(other, clause)| *other == kind && *clause == context.clause).count()
            - 1;
    add(format!("same:{kind}:{}:{}", twins.min(3), near.min(2)));
    let mut others: Vec<Kind> = context
        .kinds
        .iter()
        .filter(|(_, clause)| *clause == context.clause)
        .map(|(other, _)| *other)
        .collect();
    others.sort_unstable();
    others.dedup();
    for other in others.into_iter().filter(|other| *other != kind) {
        add(format!("with:{kind}:{other}"));
    }
}

/// The words around the trigger, and the verb that closes the clause.
fn around(context: &Context, add: &mut impl FnMut(String)) {
    let (kind, at) = (context.kind, context.at);
    let clause = &context.clauses[context.clause];
    let before = at.saturating_sub(WINDOW).max(context.sentence.start);
    for place in (before..at).chain(at + 1..(at + 1 + WINDOW).min(context.sentence.end)) {
        let side = if place < at { '-' } else { '+' };
        add(format!("a:{kind}:{side}{}", token(&context.units[place])));
    }
    if at + 1 < context.sentence.end {
        add(format!("next:{kind}:{}", token(&context.units[at + 1])));
    }
    for place in clause.clone() {
        let unit = &context.units[place];
        if unit.is_word() && unit.lower.len() > 3 {
            add(format!("b:{kind}:{}", stem(&unit.lower)));
        }
    }
    let verb = clause.clone().rev().find(|&place| context.units[place].is_word());
    if let Some(verb) = verb {
        let unit = &context.units[verb];
        add(format!("e:{kind}:{}", stem(&unit.lower)));
        let same = verb == at;
        let known = unit.readings.iter().any(is_verb);
        add(format!("ev:{kind}:{}{}", u8::from(same), u8::from(known)));
    }
    let closing =
        (context.sentence.start..context.sentence.end).rev().find(|&place| context.units[place].is_word());
    if let Some(closing) = closing {
        add(format!("s:{kind}:{}", stem(&context.units[closing].lower)));
    }
    if context.grammar.openers.has(&context.units[clause.end - 1].lower) {
        add(format!("opener:{kind}"));
    }
}

fn token(unit: &Unit) -> String {
    match unit.kind {
        UnitKind::Name(_) => unit.class.map_or("NAME", |class| class.as_str()).to_owned(),
        UnitKind::Time(_) => "TIME".to_owned(),
        UnitKind::Number => "NUM".to_owned(),
        UnitKind::Mark => unit.lower.clone(),
        UnitKind::Word => stem(&unit.lower),
    }
}

/// The first letters of a word.
fn stem(word: &str) -> String {
    word.chars().take(STEM).collect()
}
