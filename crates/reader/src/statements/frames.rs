//! Frames made ready for matching: which triggers stand where in a clause.

use std::collections::BTreeSet;
use std::ops::Range;

use rustc_hash::FxHashMap;
use salname_model::{Kind, Modality, Role};
use salname_packs::{Frames as Written, RoleMarks};

use crate::morphology::{Analysis, Feature};

use super::cases::Case;
use super::forms::{Form, closes_surely};
use super::grammar::{Grammar, Says};
use super::units::{Unit, UnitKind, is_verb};

/// Between the parts of a trigger with `…` at most so many units stand.
const WIDEST_GAP: usize = 14;

/// Beginnings of words are at least so many letters.
const SHORTEST_PREFIX: usize = 3;
/// Letters that the beginning of a word in a trigger has at most: a word of a megabyte costs no more than any other.
const LONGEST_PREFIX: usize = 40;

/// An adposition that shows what something was told in stands no more units before it: "in a long letter".
const FURTHEST_MARK: usize = 3;

/// What stands for the trigger where none of a frame's does.
pub(super) const SPOTTED: &str = "learnt";

/// One word of a trigger, in one of its spellings.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Part {
    /// A verb's stem, with any ending.
    Verb(String),
    /// A noun, with any ending.
    Noun(String),
    /// A word as it stands.
    Word(String),
    /// A word that begins so.
    Prefix(String),
}

impl Part {
    fn parse(written: &str) -> Self {
        if let Some(start) = written.strip_suffix('*') {
            return Self::Prefix(start.to_owned());
        }
        match (written.strip_suffix('-'), written.strip_suffix('~')) {
            (Some(stem), _) if !stem.is_empty() => Self::Verb(stem.to_owned()),
            (_, Some(lemma)) if !lemma.is_empty() => Self::Noun(lemma.to_owned()),
            _ => Self::Word(written.to_owned()),
        }
    }
}

#[derive(Debug, Clone)]
struct Element {
    parts: Vec<Part>,
    /// The numbers of these parts.
    numbers: Vec<Begins>,
    /// Other words may stand before it.
    gap: bool,
}

/// One word of triggers, by its number: what a word form can be is found once for each of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Begins(u32);

/// A trigger of a frame.
#[derive(Debug, Clone)]
struct Trigger {
    frame: usize,
    /// As the pack writes it.
    written: String,
    elements: Vec<Element>,
}

/// A frame, as the pack has it, with its kind's roles laid under its own.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub kind: Kind,
    /// Its place in its kind's file, from 0.
    pub number: String,
    pub roles: Vec<(Role, RoleMarks)>,
    pub change: Option<String>,
    pub form: Option<String>,
    pub modality: Option<Modality>,
}

/// All frames of a language.
#[derive(Debug, Clone, Default)]
pub(super) struct Frames {
    pub frames: Vec<Frame>,
    /// The roles of each kind as its file gives them to all of its frames.
    general: Vec<Frame>,
    /// What can become of something of a kind.
    changes: FxHashMap<Kind, BTreeSet<String>>,
    /// What the words are that say a form, by their number.
    forms: FxHashMap<Begins, (Kind, String)>,
    /// How they are marked where they stand beside a trigger.
    form_marks: FxHashMap<Kind, Vec<String>>,
    triggers: Vec<Trigger>,
    /// The words of the triggers, numbered.
    verbs: FxHashMap<String, Begins>,
    nouns: FxHashMap<String, Begins>,
    words: FxHashMap<String, Begins>,
    prefixes: FxHashMap<String, Begins>,
    /// The triggers that begin with each of these words.
    by_first: Vec<Vec<usize>>,
}

/// A trigger found in a clause.
#[derive(Debug, Clone)]
pub(super) struct Match<'a> {
    pub frame: &'a Frame,
    pub trigger: &'a str,
    /// Its units, in order.
    pub units: Vec<usize>,
    /// The noun in it.
    pub noun: Option<usize>,
    /// Bytes of the noun's stem, where the pack names its lemma: no ending is cut out of it.
    pub noun_stem: usize,
    /// The form of its last word.
    pub form: Form,
    /// The verb's stem, or the noun.
    pub lemma: String,
    pub passive: bool,
    pub negative: bool,
}

impl Match<'_> {
    pub fn last(&self) -> usize {
        self.units.last().copied().unwrap_or_default()
    }
}

impl Frames {
    pub fn new(written: &Written) -> Self {
        let mut made = Self::default();
        for kind in &written.kinds {
            made.general.push(Frame {
                kind: kind.kind,
                number: kind.frames.len().to_string(),
                roles: kind
                    .kind
                    .roles()
                    .iter()
                    .filter_map(|role| Some((*role, kind.roles.get(role)?.clone())))
                    .collect(),
                change: kind.change.clone(),
                form: kind.form.clone(),
                modality: None,
            });
            made.form_marks.insert(kind.kind, kind.form_marks.clone());
            for (form, words) in &kind.forms {
                for word in words {
                    let number = made.number(&Part::parse(word));
                    made.forms.insert(number, (kind.kind, form.clone()));
                }
            }
            let changes =
                kind.frames.iter().filter_map(|frame| frame.change.clone()).chain(kind.change.clone());
            made.changes.entry(kind.kind).or_default().extend(changes);
            for (number, frame) in kind.frames.iter().enumerate() {
                let roles = kind.kind.roles().iter().filter_map(|role| {
                    let marks = frame.roles.get(role).or_else(|| kind.roles.get(role))?;
                    Some((*role, marks.clone()))
                });
                made.frames.push(Frame {
                    kind: kind.kind,
                    number: number.to_string(),
                    roles: roles.collect(),
                    change: frame.change.clone(),
                    form: frame.form.clone(),
                    modality: frame.modality,
                });
                for trigger in &frame.triggers {
                    made.add(trigger);
                }
            }
        }
        made
    }

    fn add(&mut self, written: &str) {
        let mut elements: Vec<Element> = Vec::new();
        let mut gap = false;
        for word in written.split_whitespace() {
            if word == "…" {
                gap = true;
                continue;
            }
            let parts: Vec<Part> = word.split('/').map(Part::parse).collect();
            elements.push(Element {
                numbers: parts.iter().map(|part| self.number(part)).collect(),
                parts,
                gap,
            });
            gap = false;
        }
        let Some(first) = elements.first() else { return };
        let index = self.triggers.len();
        for number in &first.numbers {
            self.by_first[number.0 as usize].push(index);
        }
        self.triggers.push(Trigger { frame: self.frames.len() - 1, written: written.to_owned(), elements });
    }

    /// The number of a word of a trigger, which is new or was met before.
    fn number(&mut self, part: &Part) -> Begins {
        let (table, text) = match part {
            Part::Verb(text) => (&mut self.verbs, text),
            Part::Noun(text) => (&mut self.nouns, text),
            Part::Word(text) => (&mut self.words, text),
            Part::Prefix(text) => (&mut self.prefixes, text),
        };
        let next = Begins(u32::try_from(self.by_first.len()).unwrap_or(u32::MAX));
        let number = *table.entry(text.clone()).or_insert(next);
        if number == next {
            self.by_first.push(Vec::new());
        }
        number
    }

    /// The words of triggers that a form with these readings can be, in order; and, of these, those that it can be as the
    /// last word of a name: only nouns.
    pub fn begins(&self, lowered: &str, readings: &[Analysis]) -> (Box<[Begins]>, Box<[Begins]>) {
        let of = |table: &FxHashMap<String, Begins>, verb: bool| -> Vec<Begins> {
            let readings = readings.iter().filter(|one| is_verb(one) == verb);
            readings.filter_map(|one| table.get(&one.lemma).copied()).collect()
        };
        let mut nouns = of(&self.nouns, false);
        let mut all = nouns.clone();
        all.extend(of(&self.verbs, true));
        all.extend(self.words.get(lowered));
        all.extend(prefixes(lowered).filter_map(|prefix| self.prefixes.get(prefix)));
        if readings.is_empty() {
            all.extend(self.nouns.get(lowered));
        }
        for begins in [&mut all, &mut nouns] {
            begins.sort_unstable();
            begins.dedup();
        }
        (all.into(), nouns.into())
    }

    /// The triggers that stand in a clause, without those that lie within a longer one of the same kind.
    pub fn matches<'a>(&'a self, units: &[Unit], clause: &Range<usize>, grammar: &Grammar) -> Vec<Match<'a>> {
        let mut found: Vec<Match<'a>> = Vec::new();
        let mut starting: Vec<usize> = Vec::new();
        for at in clause.clone() {
            starting.clear();
            for number in units[at].begins() {
                starting.extend(&self.by_first[number.0 as usize]);
            }
            starting.sort_unstable();
            starting.dedup();
            for &index in &starting {
                let trigger = &self.triggers[index];
                if let Some(places) = follow(&trigger.elements, units, at, clause.end) {
                    found.push(self.matched(trigger, places, units, clause, grammar));
                }
            }
        }
        longest(found)
    }

    /// What can become of something of a kind, as the frames have it, in order.
    pub fn changes(&self, kind: Kind) -> Vec<&str> {
        self.changes.get(&kind).into_iter().flatten().map(String::as_str).collect()
    }

    /// The form of what a match tells: its frame's, what its own words are called, what it is told in ("in a letter"), what
    /// was sent by the converb that ends the clause before ("teleqram vuraraq bildirdi"), or what is usual for its kind.
    pub fn form<'a>(
        &'a self,
        found: &'a Match,
        units: &[Unit],
        clauses: &[Range<usize>],
        clause: usize,
    ) -> Option<&'a str> {
        let before = clause.checked_sub(1).map(|before| clauses[before].clone());
        let clause = &clauses[clause];
        let kind = found.frame.kind;
        let of = |at: usize| {
            let mut forms = units[at].begins().iter().filter_map(|number| self.forms.get(number));
            forms.find(|(other, _)| *other == kind).map(|(_, form)| form.as_str())
        };
        let marks = self.form_marks.get(&kind).map_or(&[][..], Vec::as_slice);
        let is_mark = |text: &str| marks.iter().any(|mark| mark == text);
        let marked = |at: usize| {
            let mut around = (clause.start.max(at.saturating_sub(FURTHEST_MARK))..at)
                .chain(at + 1..clause.end.min(at + 2));
            units[at].readings.iter().any(|one| is_mark(Case::of(one).as_str()))
                || around.any(|at| is_mark(&units[at].lower))
        };
        let told_in = |at: usize| of(at).filter(|_| !units[at].quoted && marked(at));
        let near = || clause.clone().min_by_key(|&at| (told_in(at).is_none(), at.abs_diff(found.last())));
        let sends = |before: &Range<usize>| {
            let last = before.clone().rev().find(|&at| units[at].is_word());
            last.is_some_and(|at| closes_surely(&units[at]))
        };
        let sent = || before.filter(sends)?.rev().filter(|&at| !units[at].quoted).find_map(of);
        let usual = || self.general.iter().find(|frame| frame.kind == kind)?.form.as_deref();
        let own = found.frame.form.as_deref().filter(|_| found.trigger != SPOTTED);
        own.or_else(|| found.units.iter().rev().find_map(|&at| of(at)))
            .or_else(|| near().and_then(told_in))
            .or_else(sent)
            .or_else(usual)
    }

    /// What the unit `at` says of a kind though no frame has it for a trigger; none if the language has no such kind.
    pub fn spotted(
        &self,
        kind: Kind,
        at: usize,
        units: &[Unit],
        clause: &Range<usize>,
        grammar: &Grammar,
    ) -> Option<Match<'_>> {
        let frame = self.general.iter().find(|frame| frame.kind == kind)?;
        let verb = |at: usize| super::forms::closes_alone(&units[at]);
        // "hücum etdi": the noun says what, the verb beside it says when and who.
        let governs = (at + 1..clause.end.min(at + 3)).find(|&next| verb(next)).filter(|_| !verb(at));
        let last = governs.unwrap_or(at);
        let reading = super::spotting::reading_of(&units[last]).filter(|_| verb(last) || governs.is_some());
        let places = if last == at { vec![at] } else { vec![at, last] };
        let denied = is_denied(units, &places, clause, grammar);
        Some(Match {
            frame,
            trigger: SPOTTED,
            units: places,
            noun: (reading.is_none() || governs.is_some()).then_some(at),
            noun_stem: 0,
            form: reading.map_or(Form::Noun, |one| {
                let (perfect, ablative) =
                    (one.features.has(Feature::Perfect), one.features.has(Feature::CaseAbl));
                placed(Form::of(one), perfect, ablative, units, last, clause.end)
            }),
            lemma: reading.map_or_else(|| units[at].lower.to_string(), |one| one.lemma.clone()),
            passive: reading
                .is_some_and(|one| one.features.has(Feature::Passive) || grammar.is_passive(&one.lemma)),
            negative: denied || reading.is_some_and(|one| one.features.has(Feature::Negative)),
        })
    }

    fn matched<'a>(
        &'a self,
        trigger: &'a Trigger,
        places: Vec<usize>,
        units: &[Unit],
        clause: &Range<usize>,
        grammar: &Grammar,
    ) -> Match<'a> {
        let last = places.last().copied().unwrap_or_default();
        let unit = &units[last];
        let parts = trigger.elements.last().map_or(&[][..], |element| &element.parts);
        let reading = unit
            .readings
            .iter()
            .filter(|reading| {
                parts.iter().any(
                    |part| matches!(part, Part::Verb(stem) if is_verb(reading) && reading.lemma == *stem),
                )
            })
            .max_by_key(|reading| {
                let says = |feature| reading.features.has(feature);
                (reading.stem, !says(Feature::Negative), says(Feature::Converb))
            })
            .or_else(|| {
                // "qəbul etdi" as a whole word: the form of its own verb reading still tells the clause's.
                let plain =
                    parts.iter().any(|part| matches!(part, Part::Word(word) if **word == *unit.lower));
                // "aldılar" is of "al-", which other frames know, and of no "aldıl-".
                let verbs = unit.readings.iter().filter(|one| plain && is_verb(one));
                verbs.max_by_key(|one| (self.verbs.contains_key(&one.lemma), one.stem))
            });
        // Where verbs come early, a word's beginning in a trigger is a verb's.
        let named = !grammar.verb_last();
        let noun = places.iter().copied().find(|&at| {
            let position = places.iter().position(|&place| place == at).unwrap_or_default();
            trigger.elements[position].parts.iter().any(|part| match part {
                Part::Noun(lemma) => units[at].is_noun(lemma),
                Part::Prefix(start) => {
                    !named && units[at].lower.starts_with(start.as_str()) && position + 1 < places.len()
                }
                Part::Word(_) | Part::Verb(_) => false,
            })
        });
        let noun_stem = noun.map_or(0, |at| {
            let position = places.iter().position(|&place| place == at).unwrap_or_default();
            let named = |lemma: &str| {
                trigger.elements[position]
                    .parts
                    .iter()
                    .any(|part| matches!(part, Part::Noun(own) if own == lemma))
            };
            let stems = units[at].readings.iter().filter(|one| !is_verb(one) && named(&one.lemma));
            stems.map(|one| one.stem).min().unwrap_or(0)
        });
        let passive = || {
            !grammar.verb_last()
                && grammar.is_passive(&unit.lower)
                && grammar.is_helped(&units[clause.start..last])
        };
        let (form, lemma, passive, negative) = match reading {
            Some(one) => (
                placed(
                    Form::of(one),
                    one.features.has(Feature::Perfect),
                    one.features.has(Feature::CaseAbl),
                    units,
                    last,
                    clause.end,
                ),
                one.lemma.clone(),
                one.features.has(Feature::Passive) || grammar.is_passive(&one.lemma),
                one.features.has(Feature::Negative),
            ),
            // Without tables of verb forms, what is written as a beginning or as it stands is taken for finite.
            None if noun != Some(last) && unit.readings.len() <= 1 && !trigger.written.ends_with('~') => {
                (Form::Finite, unit.lower.to_string(), passive(), false)
            }
            None => (Form::Noun, unit.lower.to_string(), passive(), false),
        };
        let denied = is_denied(units, &places, clause, grammar);
        Match {
            frame: &self.frames[trigger.frame],
            trigger: &trigger.written,
            units: places,
            noun,
            noun_stem,
            form,
            lemma,
            passive,
            negative: negative || denied,
        }
    }
}

/// True if a word that denies stands right behind a trigger; where the verb comes early, right before it as well, with
/// nothing between but a verb that helps ("had not been recognised", "не занят").
fn is_denied(units: &[Unit], places: &[usize], clause: &Range<usize>, grammar: &Grammar) -> bool {
    let (Some(&first), Some(&last)) = (places.first(), places.last()) else { return false };
    let denies = |at: usize| units[at].says.has(Says::NEGATION);
    let before = || {
        let mut before = (clause.start..first).rev().skip_while(|&at| units[at].says.has(Says::COPULA));
        before.next().is_some_and(denies)
    };
    (last + 1..clause.end.min(last + 3)).any(denies) || !grammar.verb_last() && before()
}

/// The form as its place in the clause makes it: what looks finite and is followed by more of the clause is none.
fn placed(form: Form, perfect: bool, ablative: bool, units: &[Unit], at: usize, end: usize) -> Form {
    let more = units[at + 1..end].iter().any(|unit| {
        matches!(unit.kind, UnitKind::Word | UnitKind::Name(_) | UnitKind::Time(_) | UnitKind::Number)
    });
    match form {
        Form::Finite if more && perfect => Form::Participle,
        Form::Future if more => Form::Participle,
        Form::ObjectParticiple | Form::Participle if ablative => Form::Converb,
        other => other,
    }
}

/// The beginnings of a word that a trigger may be written with.
fn prefixes(word: &str) -> impl Iterator<Item = &str> {
    let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]).take(LONGEST_PREFIX + 1);
    ends.skip(SHORTEST_PREFIX).map(|end| &word[..end])
}

/// The units that the elements fall on, the first on `at`; none if they do not all fall within the clause.
fn follow(elements: &[Element], units: &[Unit], at: usize, end: usize) -> Option<Vec<usize>> {
    let next = |element: &Element, last: usize| {
        let from = last + 1;
        let to = if element.gap { end.min(from + WIDEST_GAP) } else { end.min(from + 1) };
        let falls =
            |next: &usize| units[*next].begins().iter().any(|number| element.numbers.contains(number));
        (from..to).find(falls)
    };
    let [_, rest @ ..] = elements else { return None };
    // Most triggers of several words are not there: the second word tells, before any place is kept.
    let second = match rest {
        [] => return Some(vec![at]),
        [second, ..] => next(second, at)?,
    };
    let mut places = vec![at, second];
    for element in &rest[1..] {
        places.push(next(element, places[places.len() - 1])?);
    }
    Some(places)
}

/// Leaves out what lies within a longer trigger of the same kind.
fn longest(mut found: Vec<Match>) -> Vec<Match> {
    if found.len() < 2 {
        return found;
    }
    found.sort_by_key(|one| (one.units[0], std::cmp::Reverse(one.units.len())));
    let mut kept: Vec<usize> = Vec::with_capacity(found.len());
    for (at, one) in found.iter().enumerate() {
        let covered = || {
            found.iter().any(|other| {
                other.frame.kind == one.frame.kind
                    && other.units.len() > one.units.len()
                    && one.units.iter().any(|unit| other.units.contains(unit))
            })
        };
        let twice = kept
            .iter()
            .any(|&other| found[other].frame.kind == one.frame.kind && found[other].last() == one.last());
        if !twice && !covered() {
            kept.push(at);
        }
    }
    let mut kept = kept.into_iter().peekable();
    let mut at = 0..;
    found.retain(|_| kept.next_if_eq(&at.next().unwrap_or_default()).is_some());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_as_many_beginnings_as_triggers_may_ask_for() {
        assert_eq!(prefixes("göndər").collect::<Vec<_>>(), ["gön", "gönd", "göndə", "göndər"]);
        assert_eq!(prefixes("iş").count(), 0);
        assert_eq!(prefixes(&"x".repeat(100_000)).count(), LONGEST_PREFIX - SHORTEST_PREFIX + 1);
    }
}
