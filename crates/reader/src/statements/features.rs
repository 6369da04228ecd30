//! What the model sees of a candidate.

use std::ops::Range;

use salname_model::{Kind, Modality, Role, Roles, Time};

use super::candidates::is_noun_form;
use super::dates::Dated;
use super::frames::Match;
use super::grammar::Grammar;
use super::phrases::Phrase;
use super::roles::Filled;
use super::spotting::Spotted;
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
    pub date: Option<&'a Time>,
    pub modality: Modality,
    pub note: bool,
    /// True if the clause says several things under one verb.
    pub stretched: bool,
    /// What the words of the sentence say of its kinds.
    pub spotted: Option<&'a Spotted>,
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
        add(format!("f:{form}:{}", found.units.len().min(3)));
        add(format!("fr:{kind}:{}", found.frame.number));
        add(format!("frf:{kind}:{}:{form}", found.frame.number));
    }
    let width = context.date.map_or("none", |date| match date.as_str() {
        text if text.contains('/') => "range",
        text => ["year", "month", "day"][text.matches('-').count().min(2)],
    });
    let dated = context.dated.as_str();
    add(format!("d:{kind}:{dated}"));
    add(format!("d:{dated}:{width}"));
    add(format!("dw:{kind}:{dated}:{width}"));
    forms(context, &mut add);
    objects(context, &mut add);
    add(format!("m:{kind}:{}", context.modality));
    if let Some(spotted) = context.spotted {
        let sentence = steps(spotted.probability(kind));
        add(format!("sp:{sentence}"));
        add(format!("sp:{kind}:{sentence}"));
        add(format!("spf:{kind}:{}:{sentence}", context.trigger == super::frames::SPOTTED));
        let clause = halves(spotted.within(kind, &context.clauses[context.clause]));
        let word = halves(spotted.within(kind, &(context.at..context.at + 1)));
        add(format!("spc:{clause}"));
        add(format!("spc:{kind}:{clause}"));
        add(format!("spw:{word}"));
        add(format!("spw:{kind}:{word}"));
        add(format!("spr:{}:{sentence}", spotted.rank(kind).min(4)));
    }
    roles(context, &mut add);
    place(context, &mut add);
    around(context, &mut add);
    made
}

/// What the verb means beside what it is done to: the words of its fillers, and what sort of things they are.
fn objects(context: &Context, add: &mut impl FnMut(String)) {
    let kind = context.kind;
    let lemma = context.found.map_or("none", |found| found.lemma.as_str());
    let form = context.found.map_or("none", |found| found.form.as_str());
    for one in context.why {
        let (Some(phrase), Some(sort)) = (one.phrase.map(|at| &context.phrases[at]), one.sort) else {
            continue;
        };
        let head = &context.units[phrase.units.end - 1];
        add(format!("oc:{kind}:{lemma}:{}:{}", one.role, sort.as_str()));
        if head.is_word() {
            add(format!("oh:{kind}:{}:{}", one.role, stem(&head.lower)));
            add(format!("oh:{kind}:{lemma}:{}", stem(&head.lower)));
        }
    }
    // What stands right before the verb is most often what it is done to.
    let first = context.found.map_or(context.at, |found| found.units[0]);
    if let Some(before) = first.checked_sub(1).filter(|place| context.sentence.contains(place)) {
        let unit = &context.units[before];
        add(format!("ob:{lemma}:{}", token(unit)));
        let case = unit.readings.iter().filter(|one| !is_verb(one)).map(|one| one.stem).min();
        let ended = case.is_some_and(|stem| stem < unit.lower.len());
        add(format!("ob:{kind}:{lemma}:{}{}", u8::from(unit.is_name()), u8::from(ended)));
    }
    // What governs it: the next word that is a verb.
    let next = (context.at + 1..context.sentence.end)
        .find(|&place| super::forms::closes_alone(&context.units[place]));
    if let Some(next) = next {
        let governs = stem(&context.units[next].lower);
        add(format!("gv:{form}:{governs}"));
        add(format!("gv:{kind}:{governs}"));
    } else {
        add(format!("gv:{kind}:nothing:{form}"));
    }
}

/// The forms of the trigger's verb and of the one that closes the sentence: what is told happened once, what would be.
fn forms(context: &Context, add: &mut impl FnMut(String)) {
    let kind = context.kind;
    let form = context.found.map_or("none", |found| found.form.as_str());
    let unit = &context.units[context.at];
    if context.found.is_some() && unit.is_word() {
        add(format!("sx:{kind}:{}", ending(&unit.lower, 3)));
        add(format!("sx:{}", ending(&unit.lower, 4)));
    }
    let closing = context.sentence.clone().rev().find(|&place| context.units[place].is_word());
    if let Some(closing) = closing {
        let here = if closing == context.at { "here" } else { "there" };
        let ending = ending(&context.units[closing].lower, 3);
        add(format!("cx:{here}:{ending}"));
        add(format!("cx:{here}:{ending}:{form}"));
        add(format!("cx:{kind}:{here}:{ending}"));
    }
    let mut named: Vec<&str> =
        context.why.iter().filter_map(|one| one.sort).map(super::phrases::Sort::as_str).collect();
    named.sort_unstable();
    named.dedup();
    let names =
        context.why.iter().filter(|one| matches!(one.sort, Some(super::phrases::Sort::Name(_)))).count();
    let others = context.why.iter().filter(|one| one.sort.is_some()).count() - names;
    add(format!("nm:{}:{}:{form}", names.min(3), others.min(2)));
    add(format!("nm:{kind}:{}:{}", names.min(3), others.min(2)));
    add(format!("nc:{kind}:{}", named.join("+")));
    if let Some(next) = context.units.get(context.at + 1).filter(|_| context.at + 1 < context.sentence.end) {
        add(format!("nx:{}:{form}", token(next)));
        if let Some(after) =
            context.units.get(context.at + 2).filter(|_| context.at + 2 < context.sentence.end)
        {
            add(format!("nxx:{}:{}", token(next), token(after)));
        }
    }
    if let Some(found) = context.found
        && let Some(before) = found.units[0].checked_sub(1).filter(|place| context.sentence.contains(place))
    {
        add(format!("pv:{}:{form}", token(&context.units[before])));
        add(format!("pv:{kind}:{}", token(&context.units[before])));
    }
    let conditional = context.clauses[context.clause].clone().any(|place| {
        context.units[place]
            .readings
            .iter()
            .any(|one| is_verb(one) && one.features.has(crate::morphology::Feature::Conditional))
    });
    if conditional {
        add("conditional".to_owned());
    }
}

/// The last letters of a word.
fn ending(word: &str, letters: usize) -> String {
    let all: Vec<char> = word.chars().collect();
    all[all.len().saturating_sub(letters)..].iter().collect()
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
    let (mut surest, mut least, mut count) = (0.0_f32, 1.0_f32, 0);
    for role in kind.roles() {
        let best = context.why.iter().filter(|one| one.role == *role).filter_map(|one| one.probability);
        let Some(best) = best.reduce(f32::max) else { continue };
        add(format!("fp:{kind}:{role}:{}", tenths(best)));
        add(format!("fp:{role}:{}", tenths(best)));
        surest = surest.max(best);
        least = least.min(best);
        count += 1;
    }
    if count > 0 {
        add(format!("fpm:{}:{count}", tenths(surest)));
        add(format!("fpl:{}:{count}", tenths(least)));
        add(format!("fpm:{kind}:{}", tenths(surest)));
    }
    add(format!("fpn:{kind}:{count}"));
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
    if context.stretched {
        add(format!("stretched:{kind}"));
        add("stretched".to_owned());
    }
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

/// A probability in five steps.
fn tenths(probability: f32) -> &'static str {
    match probability {
        ..0.4 => "low",
        ..0.6 => "even",
        ..0.75 => "fair",
        ..0.9 => "high",
        _ => "sure",
    }
}

/// A small probability in steps.
fn steps(probability: f32) -> &'static str {
    match probability {
        ..0.03 => "no",
        ..0.1 => "hardly",
        ..0.2 => "little",
        ..0.35 => "some",
        ..0.5 => "near",
        ..0.7 => "much",
        ..0.85 => "very",
        _ => "most",
    }
}

/// A sum of weights in halves.
fn halves(sum: f32) -> i8 {
    (sum * 2.0).round().clamp(-5.0, 7.0) as i8
}

/// The first letters of a word.
fn stem(word: &str) -> String {
    word.chars().take(STEM).collect()
}
