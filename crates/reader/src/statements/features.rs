//! What the model sees of a candidate.

use std::collections::BTreeMap;
use std::ops::Range;

use salname_model::{Kind, Modality, Role, Roles, Time};

use super::candidates::is_noun_form;
use super::dates::Dated;
use super::frames::Match;
use super::grammar::Says;
use super::phrases::{Phrase, Sort};
use super::roles::Filled;
use super::scoring::{Part, Sum, count, part};
use super::spotting::Spotted;
use super::units::{STEM, Unit, is_verb, stem};

/// A candidate and what stands around it.
pub(super) struct Context<'a> {
    pub units: &'a [Unit],
    pub sentence: &'a Range<usize>,
    pub clauses: &'a [Range<usize>],
    pub clause: usize,
    pub phrases: &'a [Phrase],
    /// The kinds of all candidates of the sentence.
    pub kinds: &'a Kinds,
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
    pub verb_last: bool,
    /// What the words of the sentence say of its kinds.
    pub spotted: Option<&'a Spotted>,
}

/// Words further from the trigger than this are not looked at.
const WINDOW: usize = 3;

/// How many candidates a sentence has of each kind, in all and by clause.
#[derive(Default)]
pub(super) struct Kinds {
    all: [usize; Kind::ALL.len()],
    by_clause: BTreeMap<usize, [usize; Kind::ALL.len()]>,
}

impl Kinds {
    /// Counts one more.
    pub fn add(&mut self, kind: Kind, clause: usize) {
        self.all[kind as usize] += 1;
        self.by_clause.entry(clause).or_default()[kind as usize] += 1;
    }

    fn of(&self, clause: usize) -> [usize; Kind::ALL.len()] {
        self.by_clause.get(&clause).copied().unwrap_or_default()
    }
}

/// Adds the features of a candidate.
pub(super) fn features(context: &Context, sum: &mut Sum) {
    let kind = Part::of(context.kind.as_str());
    let trigger = Part::of(context.trigger);
    sum.of(part!("k"), [kind]);
    sum.of(part!("t"), [kind, trigger]);
    let (mut form, mut lemma) = (part!("none"), part!("none"));
    if let Some(found) = context.found {
        (form, lemma) = (Part::of(found.form.as_str()), Part::of(&found.lemma));
        let number = Part::of(&found.frame.number);
        sum.of(part!("f"), [kind, form]);
        sum.of(part!("l"), [kind, lemma]);
        sum.of(part!("lf"), [kind, lemma, form]);
        sum.glued(part!("v"), [kind, flag(found.passive)], flag(found.negative));
        sum.of(part!("n"), [kind, digit(found.units.len())]);
        sum.of(part!("f"), [form, digit(found.units.len().min(3))]);
        sum.of(part!("fr"), [kind, number]);
        sum.of(part!("frf"), [kind, number, form]);
    }
    let seen = Seen { context, kind, form, lemma };
    let width = context.date.map_or(part!("none"), |date| match date.as_str() {
        text if text.contains('/') => part!("range"),
        text => [part!("year"), part!("month"), part!("day")][text.matches('-').count().min(2)],
    });
    let dated = Part::of(context.dated.as_str());
    sum.of(part!("d"), [kind, dated]);
    sum.of(part!("d"), [dated, width]);
    sum.of(part!("dw"), [kind, dated, width]);
    seen.forms(sum);
    seen.objects(sum);
    sum.of(part!("m"), [kind, Part::of(context.modality.as_str())]);
    if let Some(spotted) = context.spotted {
        let sentence = steps(spotted.probability(context.kind));
        sum.of(part!("sp"), [sentence]);
        sum.of(part!("sp"), [kind, sentence]);
        let learnt = truth(context.trigger == super::frames::SPOTTED);
        sum.of(part!("spf"), [kind, learnt, sentence]);
        let clause = halves(spotted.within(context.kind, &context.clauses[context.clause]));
        let word = halves(spotted.within(context.kind, &(context.at..context.at + 1)));
        sum.of(part!("spc"), [clause]);
        sum.of(part!("spc"), [kind, clause]);
        sum.of(part!("spw"), [word]);
        sum.of(part!("spw"), [kind, word]);
        sum.of(part!("spr"), [digit(spotted.rank(context.kind).min(4)), sentence]);
    }
    seen.roles(sum);
    seen.place(sum);
    seen.around(sum);
    if !context.verb_last {
        seen.before(sum);
    }
}

/// A candidate, with the parts that most of its features are made of.
struct Seen<'a> {
    context: &'a Context<'a>,
    kind: Part<'a>,
    form: Part<'a>,
    lemma: Part<'a>,
}

impl Seen<'_> {
    /// What the verb means beside what it is done to: the words of its fillers, and what sort of things they are.
    fn objects(&self, sum: &mut Sum) {
        let &Self { context, kind, form, lemma } = self;
        for one in context.why {
            let (Some(phrase), Some(sort)) = (one.phrase.map(|at| &context.phrases[at]), one.sort) else {
                continue;
            };
            let (head, role) = (&context.units[phrase.units.end - 1], Part::of(one.role.as_str()));
            sum.of(part!("oc"), [kind, lemma, role, Part::of(sort.as_str())]);
            if head.is_word() {
                sum.of(part!("oh"), [kind, role, head.stem()]);
                sum.of(part!("oh"), [kind, lemma, head.stem()]);
            }
        }
        // What stands right before the verb is most often what it is done to.
        let first = context.found.map_or(context.at, |found| found.units[0]);
        if let Some(before) = first.checked_sub(1).filter(|place| context.sentence.contains(place)) {
            let unit = &context.units[before];
            sum.of(part!("ob"), [lemma, unit.token(STEM)]);
            let case = unit.readings.iter().filter(|one| !is_verb(one)).map(|one| one.stem).min();
            let ended = case.is_some_and(|stem| stem < unit.lower.len());
            sum.glued(part!("ob"), [kind, lemma, flag(unit.is_name())], flag(ended));
        }
        // What governs it: the next word that is a verb.
        let next = (context.at + 1..context.sentence.end)
            .find(|&place| super::forms::closes_alone(&context.units[place]));
        if let Some(next) = next {
            let governs = context.units[next].stem();
            sum.of(part!("gv"), [form, governs]);
            sum.of(part!("gv"), [kind, governs]);
        } else {
            sum.of(part!("gv"), [kind, part!("nothing"), form]);
        }
    }

    /// The forms of the trigger's verb and of the one that closes the sentence: what is told happened once, what would
    /// be.
    fn forms(&self, sum: &mut Sum) {
        let &Self { context, kind, form, .. } = self;
        let unit = &context.units[context.at];
        if context.found.is_some() && unit.is_word() {
            sum.of(part!("sx"), [kind, unit.last(3)]);
            sum.of(part!("sx"), [unit.last(4)]);
        }
        let closing = context.sentence.clone().rev().find(|&place| context.units[place].is_word());
        if let Some(closing) = closing {
            let here = if closing == context.at { part!("here") } else { part!("there") };
            let ending = context.units[closing].last(3);
            sum.of(part!("cx"), [here, ending]);
            sum.of(part!("cx"), [here, ending, form]);
            sum.of(part!("cx"), [kind, here, ending]);
        }
        let mut named: Vec<&str> = context.why.iter().filter_map(|one| one.sort).map(Sort::as_str).collect();
        named.sort_unstable();
        named.dedup();
        let names = context.why.iter().filter(|one| matches!(one.sort, Some(Sort::Name(_)))).count();
        let others = context.why.iter().filter(|one| one.sort.is_some()).count() - names;
        let (names, others) = (digit(names.min(3)), digit(others.min(2)));
        sum.of(part!("nm"), [names, others, form]);
        sum.of(part!("nm"), [kind, names, others]);
        sum.of(part!("nc"), [kind, Part::of(&named.join("+"))]);
        let within = |place: usize| context.units.get(place).filter(|_| place < context.sentence.end);
        if let Some(next) = within(context.at + 1) {
            sum.of(part!("nx"), [next.token(STEM), form]);
            if let Some(after) = within(context.at + 2) {
                sum.of(part!("nxx"), [next.token(STEM), after.token(STEM)]);
            }
        }
        if let Some(found) = context.found
            && let Some(before) =
                found.units[0].checked_sub(1).filter(|place| context.sentence.contains(place))
        {
            let before = context.units[before].token(STEM);
            sum.of(part!("pv"), [before, form]);
            sum.of(part!("pv"), [kind, before]);
        }
        let conditional =
            context.units[context.clauses[context.clause].clone()].iter().any(|unit| unit.verb().conditional);
        if conditional {
            sum.of(part!("conditional"), []);
        }
    }

    fn roles(&self, sum: &mut Sum) {
        let &Self { context, kind, .. } = self;
        let mut filled = String::with_capacity(64);
        for role in context.kind.roles().iter().filter(|role| !matches!(role, Role::Change | Role::Form)) {
            let count = context.roles.get(*role).len().min(3);
            if count > 0 {
                filled.push_str(role.as_str());
                filled.push('+');
            }
            sum.of(part!("r"), [kind, Part::of(role.as_str()), digit(count)]);
        }
        let noun = truth(is_noun_form(context.found));
        sum.of(part!("rs"), [kind, Part::of(&filled), noun]);
        let (mut surest, mut least, mut count) = (0.0_f32, 1.0_f32, 0);
        for role in context.kind.roles() {
            let best = context.why.iter().filter(|one| one.role == *role).filter_map(|one| one.probability);
            let Some(best) = best.reduce(f32::max) else { continue };
            let (role, likely) = (Part::of(role.as_str()), tenths(best));
            sum.of(part!("fp"), [kind, role, likely]);
            sum.of(part!("fp"), [role, likely]);
            surest = surest.max(best);
            least = least.min(best);
            count += 1;
        }
        let counted = digit(count);
        if count > 0 {
            sum.of(part!("fpm"), [tenths(surest), counted]);
            sum.of(part!("fpl"), [tenths(least), counted]);
            sum.of(part!("fpm"), [kind, tenths(surest)]);
        }
        sum.of(part!("fpn"), [kind, counted]);
        for one in context.why {
            let role = Part::of(one.role.as_str());
            sum.of(part!("w"), [kind, role, Part::of(&one.mark), Part::of(one.whence.as_str())]);
            if let Some(sort) = one.sort {
                sum.of(part!("c"), [kind, role, Part::of(sort.as_str())]);
            }
        }
        if context.kind == Kind::Quantity || context.kind == Kind::Office {
            let text = context
                .roles
                .single(Role::Unit)
                .or_else(|| context.roles.single(Role::Office))
                .unwrap_or_default();
            let last = text.split_whitespace().last().unwrap_or_default().to_lowercase();
            sum.of(part!("u"), [kind, Part::of(stem(&last))]);
            sum.of(part!("ul"), [kind, digit(text.split_whitespace().take(6).count())]);
        }
    }

    fn place(&self, sum: &mut Sum) {
        let &Self { context, kind, .. } = self;
        let last = context.clause + 1 == context.clauses.len();
        sum.glued(part!("p"), [kind, flag(last)], digit(context.clauses.len().min(4)));
        let unit = &context.units[context.at];
        sum.glued(part!("q"), [kind, flag(unit.quoted)], flag(unit.bracketed));
        if context.stretched {
            sum.of(part!("stretched"), [kind]);
            sum.of(part!("stretched"), []);
        }
        if context.note {
            sum.of(part!("note"), [kind]);
        }
        let names = context.phrases[super::phrases::range_of_clause(context.phrases, context.clause)]
            .iter()
            .filter(|phrase| phrase.mention.is_some())
            .count();
        sum.of(part!("names"), [kind, digit(names.min(5))]);
        let (all, near) = (&context.kinds.all, context.kinds.of(context.clause));
        let twins = digit((all[context.kind as usize] - 1).min(3));
        sum.of(part!("same"), [kind, twins, digit((near[context.kind as usize] - 1).min(2))]);
        for other in Kind::ALL.iter().filter(|other| **other != context.kind && near[**other as usize] > 0) {
            sum.of(part!("with"), [kind, Part::of(other.as_str())]);
        }
    }

    /// Where the verb comes early: its helpers, the verb that it depends on, and how its clause and sentence begin.
    fn before(&self, sum: &mut Sum) {
        let &Self { context, kind, lemma, .. } = self;
        let (units, at) = (context.units, context.at);
        let first = context.found.map_or(at, |found| found.units[0]);
        let near = (first.saturating_sub(WINDOW).max(context.sentence.start)..first).rev();
        let helps = |place: &usize| {
            let says = |what: Says| units[*place].says.has(what);
            says(Says::COPULA) || says(Says::NECESSITY) || says(Says::NEGATION)
        };
        let helper = near.clone().take(3).find(helps).map_or(part!("none"), |place| units[place].token(6));
        let ending = units[at].last(2);
        sum.of(part!("hb"), [kind, helper, ending]);
        sum.of(part!("hb"), [lemma, helper]);
        sum.of(part!("hb"), [helper, ending]);
        let is_verb = |place: &usize| units[*place].says.has(Says::LIKE_VERB);
        let governor = near.clone().find(is_verb).map_or(part!("none"), |place| units[place].first(6));
        sum.of(part!("gb"), [kind, governor]);
        sum.of(part!("gb"), [governor, helper]);
        let clause = &context.clauses[context.clause];
        let opens =
            |range: &Range<usize>| range.clone().next().map_or(part!("none"), |at| units[at].token(6));
        sum.of(part!("cb"), [kind, opens(clause)]);
        sum.of(part!("cb"), [opens(clause), ending]);
        sum.of(part!("cs"), [kind, opens(context.sentence)]);
        // The first verb of the clause is what it tells, and what stands behind it goes with that.
        let main = clause.clone().find(is_verb);
        let place = match main {
            Some(main) if main < first => part!("later"),
            Some(main) if main <= at => part!("main"),
            Some(_) => part!("earlier"),
            None => part!("none"),
        };
        sum.of(part!("mv"), [kind, place]);
        sum.of(part!("mv"), [lemma, place]);
        if let Some(main) = main.filter(|main| *main != at) {
            sum.of(part!("mw"), [kind, units[main].first(6)]);
        }
    }

    /// The words around the trigger, and the verb that closes the clause.
    fn around(&self, sum: &mut Sum) {
        let &Self { context, kind, .. } = self;
        let at = context.at;
        let clause = &context.clauses[context.clause];
        let before = at.saturating_sub(WINDOW).max(context.sentence.start);
        for place in (before..at).chain(at + 1..(at + 1 + WINDOW).min(context.sentence.end)) {
            let side = if place < at { part!("-") } else { part!("+") };
            sum.glued(part!("a"), [kind, side], context.units[place].token(STEM));
        }
        if at + 1 < context.sentence.end {
            sum.of(part!("next"), [kind, context.units[at + 1].token(STEM)]);
        }
        for place in clause.clone() {
            let unit = &context.units[place];
            if unit.is_word() && unit.lower.len() > 3 {
                sum.of(part!("b"), [kind, unit.stem()]);
            }
        }
        let verb = clause.clone().rev().find(|&place| context.units[place].is_word());
        if let Some(verb) = verb {
            let unit = &context.units[verb];
            sum.of(part!("e"), [kind, unit.stem()]);
            let same = verb == at;
            let known = unit.readings.iter().any(is_verb);
            sum.glued(part!("ev"), [kind, flag(same)], flag(known));
        }
        let closing = context.sentence.clone().rev().find(|&place| context.units[place].is_word());
        if let Some(closing) = closing {
            sum.of(part!("s"), [kind, context.units[closing].stem()]);
        }
        if context.units[clause.end - 1].says.has(Says::OPENER) {
            sum.of(part!("opener"), [kind]);
        }
    }
}

fn flag(yes: bool) -> Part<'static> {
    digit(usize::from(yes))
}

fn truth(yes: bool) -> Part<'static> {
    if yes { part!("true") } else { part!("false") }
}

/// A number of which no feature sees more than one digit.
fn digit(number: usize) -> Part<'static> {
    count(number.min(9))
}

/// A probability in five steps.
fn tenths(probability: f32) -> Part<'static> {
    match probability {
        ..0.4 => part!("low"),
        ..0.6 => part!("even"),
        ..0.75 => part!("fair"),
        ..0.9 => part!("high"),
        _ => part!("sure"),
    }
}

/// A small probability in steps.
fn steps(probability: f32) -> Part<'static> {
    match probability {
        ..0.03 => part!("no"),
        ..0.1 => part!("hardly"),
        ..0.2 => part!("little"),
        ..0.35 => part!("some"),
        ..0.5 => part!("near"),
        ..0.7 => part!("much"),
        ..0.85 => part!("very"),
        _ => part!("most"),
    }
}

/// A sum of weights in halves.
fn halves(sum: f32) -> Part<'static> {
    const BELOW: [Part<'static>; 5] =
        [Part::of("-5"), Part::of("-4"), Part::of("-3"), Part::of("-2"), Part::of("-1")];
    let halves = ((sum * 2.0).round().clamp(-5.0, 7.0) + 5.0) as usize;
    BELOW.get(halves).copied().unwrap_or_else(|| digit(halves - 5))
}
