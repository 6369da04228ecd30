//! How a phrase stands to a trigger: what tells which role it fills.

use std::ops::Range;

use super::cases::Case;
use super::choice::STEM;
use super::clauses::side;
use super::forms::{Form, closes_alone};
use super::frames::Match;
use super::phrases::Phrase;
use super::roles::Scene;
use super::scoring::{Part, Sum, beginning, part};
use super::spotting::form_of;
use super::units::{Unit, UnitKind};

/// What features count goes by these, and no further.
const DIGITS: [Part<'static>; 5] =
    [Part::of("0"), Part::of("1"), Part::of("2"), Part::of("3"), Part::of("4")];

/// What is seen of a phrase, whatever trigger it stands beside, in parts of features.
pub(super) struct Looks<'s> {
    pub mark: Part<'s>,
    sort: Part<'s>,
    possessed: Part<'s>,
    stem: Part<'s>,
    /// The words right after it and right before it.
    ahead: Part<'s>,
    behind: Part<'s>,
    /// What it is the owner of.
    owned: Part<'s>,
    /// Whether it opens the sentence.
    opens: Part<'s>,
}

/// What is seen of the phrases of a sentence that begins with the unit `start`.
pub(super) fn looks<'s>(units: &'s [Unit], start: usize, phrases: &'s [Phrase]) -> Vec<Looks<'s>> {
    let word = |at: Option<usize>| match at.and_then(|at| units.get(at)) {
        Some(unit) if unit.is_word() => unit.first(STEM),
        Some(unit) if unit.is_name() => part!("NAME"),
        Some(unit) if unit.kind == UnitKind::Mark => part!("mark"),
        Some(_) => part!("other"),
        None => part!("edge"),
    };
    let looks = phrases.iter().enumerate().map(|(at, phrase)| {
        let last = phrase.text.rsplit([' ', '.']).next().unwrap_or_default();
        // "ordunun qərargahı", "respublika ordusu": what is built on it takes part, not itself.
        let owned = phrases.get(at + 1).filter(|other| {
            (phrase.case == Case::Genitive || phrase.case == Case::Nominative && other.possessed)
                && other.units.start == phrase.units.end
                && other.clause == phrase.clause
        });
        Looks {
            mark: match phrase.other_case {
                Some(Case::Dative) => part!("maybe-dative"),
                Some(_) => part!("maybe-accusative"),
                None => Part::of(phrase.mark(units)),
            },
            sort: Part::of(phrase.sort.as_str()),
            possessed: if phrase.possessed { part!("possessed") } else { part!("bare") },
            stem: Part::of(beginning(last, STEM)),
            ahead: word(Some(phrase.behind())),
            behind: word(phrase.units.start.checked_sub(1).filter(|at| *at >= start)),
            owned: owned.map_or(part!("none"), |other| Part::of(other.sort.as_str())),
            opens: if phrase.units.start == start { part!("first") } else { part!("inner") },
        }
    });
    looks.collect()
}

/// What is seen of a trigger, whatever phrase stands beside it, in parts of features.
pub(super) struct Asking<'s> {
    /// True if it is a noun.
    noun_form: bool,
    form: Part<'s>,
    passive: Part<'s>,
    lemma: Part<'s>,
    /// As the pack writes it.
    written: Part<'s>,
}

impl<'s> Asking<'s> {
    pub fn of(found: &'s Match) -> Self {
        Self {
            noun_form: found.form == Form::Noun,
            form: Part::of(found.form.as_str()),
            passive: if found.passive { part!("passive") } else { part!("active") },
            lemma: Part::of(&found.lemma),
            written: Part::of(found.trigger),
        }
    }
}

impl Scene<'_> {
    /// How the phrases of the clauses around one stand to its trigger.
    pub(super) fn standings<'s>(
        &'s self,
        found: &'s Match,
        asking: &'s Asking<'s>,
        clause: usize,
    ) -> Vec<Standing<'s>> {
        let window = self.window(clause);
        window.clone().map(|at| self.standing(found, asking, clause, at, &window)).collect()
    }

    fn standing<'s>(
        &'s self,
        found: &'s Match,
        asking: &'s Asking<'s>,
        clause: usize,
        at: usize,
        window: &Range<usize>,
    ) -> Standing<'s> {
        let (phrase, looks) = (&self.phrases[at], &self.looks[at]);
        let trigger = found.last();
        let before = phrase.units.end <= trigger;
        let inside =
            phrase.units.contains(&trigger) || found.units.iter().any(|at| phrase.units.contains(at));
        let side = if inside { part!("inside") } else { side(phrase.clause, clause, before) };
        // How many phrases stand between it and the trigger, on its side; and how many under its mark in its clause stand
        // nearer to the trigger, and before it.
        let (mut between, mut nearer, mut earlier) = (0, 0, 0);
        for (other, seen) in self.phrases[window.clone()].iter().zip(&self.looks[window.clone()]) {
            let middle = other.units.start;
            let stands = if before {
                middle >= phrase.units.end && middle < trigger
            } else {
                middle > trigger && middle < phrase.units.start
            };
            between += usize::from(stands);
            if other.clause == phrase.clause && seen.mark == looks.mark {
                nearer += usize::from(middle > phrase.units.start && other.units.end <= trigger);
                earlier += usize::from(middle < phrase.units.start);
            }
        }
        let next = phrase.behind();
        let gap = trigger.saturating_sub(phrase.units.end);
        let gap =
            if !before { part!("after") } else { DIGITS[..4].get(gap).copied().unwrap_or(part!("far")) };
        let noun = match found.noun {
            Some(noun) if phrase.units.end <= noun && noun - phrase.units.end <= 1 => part!("beside-noun"),
            Some(noun) if phrase.units.end <= noun => part!("before-noun"),
            Some(_) => part!("after-noun"),
            None => part!("no-noun"),
        };
        let adjacent = self.units.get(next).map_or(part!("end"), |unit| {
            if found.units.contains(&next) {
                part!("trigger")
            } else if unit.is_word() {
                part!("word")
            } else if unit.is_name() {
                part!("name")
            } else {
                part!("other")
            }
        });
        // The verb that is nearest to it on the trigger's side: most often the one that it belongs to.
        let is_verb = |at: &usize| closes_alone(&self.units[*at]);
        let (mut verbs, governor) = if before {
            let mut verbs = (next.min(trigger)..trigger).filter(is_verb);
            let nearest = verbs.next();
            (verbs.count(), nearest)
        } else {
            let mut verbs = (trigger + 1..phrase.units.start.max(trigger + 1)).rev().filter(is_verb);
            let nearest = verbs.next();
            (verbs.count(), nearest)
        };
        verbs += usize::from(governor.is_some());
        let governor = governor.map(|at| &self.units[at]);
        let governs = |unit| form_of(unit).map_or(part!("noun"), |form| Part::of(form.as_str()));
        Standing {
            at,
            within: phrase.clause == clause,
            looks,
            asking,
            verbs: DIGITS[verbs.min(2)],
            governs: governor.map_or(part!("trigger"), governs),
            governor: governor.map_or(part!("trigger"), |unit| unit.first(STEM + 1)),
            side,
            distance: DIGITS[between.min(4)],
            rank: [part!("last"), part!("last-but-one"), part!("earlier")][nearer.min(2)],
            order: [part!("first"), part!("second"), part!("later")][earlier.min(2)],
            noun,
            adjacent,
            gap,
        }
    }
}

/// How a phrase stands to a trigger, whatever role it may fill, in parts of features.
pub(super) struct Standing<'s> {
    /// Index of the phrase.
    pub at: usize,
    /// True if it stands in the trigger's clause.
    pub within: bool,
    looks: &'s Looks<'s>,
    asking: &'s Asking<'s>,
    /// How many verbs stand between it and the trigger; the nearest of them, and its form.
    verbs: Part<'s>,
    governs: Part<'s>,
    governor: Part<'s>,
    side: Part<'s>,
    distance: Part<'s>,
    rank: Part<'s>,
    order: Part<'s>,
    noun: Part<'s>,
    adjacent: Part<'s>,
    gap: Part<'s>,
}

impl Standing<'_> {
    /// Adds the features of the phrase as a filler of a role.
    pub fn features(&self, sum: &mut Sum, [kind, role, part]: [Part; 3], ruled: Part) {
        let &Asking { noun_form, form, passive, lemma, written } = self.asking;
        let &Looks { mark, sort, possessed, stem, ahead, behind, owned, opens } = self.looks;
        let &Self { verbs, governs, governor, side, distance, rank, order, noun, adjacent, gap, .. } = self;
        sum.of(part!("f"), [kind, role]);
        sum.of(part!("f1"), [kind, role, mark]);
        sum.of(part!("f2"), [kind, role, mark, side]);
        sum.of(part!("f3"), [role, mark, form, passive, side]);
        sum.of(part!("f4"), [kind, role, sort]);
        sum.of(part!("f5"), [kind, role, sort, mark, possessed]);
        sum.of(part!("f6"), [kind, role, ruled]);
        sum.of(part!("f7"), [role, ruled, side]);
        sum.of(part!("f9"), [kind, role, distance, side]);
        sum.of(part!("f11"), [role, mark, rank, order]);
        sum.of(part!("f12"), [kind, role, lemma, mark]);
        sum.of(part!("f13"), [kind, role, stem]);
        sum.of(part!("f15"), [role, mark, noun]);
        sum.of(part!("f17"), [role, mark, adjacent]);
        sum.of(part!("f19"), [kind, role, written, mark]);
        sum.of(part!("g"), [part, mark, form, passive, side]);
        sum.of(part!("g1"), [part, mark, rank, order]);
        sum.of(part!("g2"), [part, ruled, mark]);
        sum.of(part!("g4"), [part, noun, mark]);
        sum.of(part!("g6"), [part, lemma, mark]);
        sum.of(part!("h"), [kind, role, mark, verbs]);
        sum.of(part!("h1"), [part, mark, governs, form]);
        sum.of(part!("h2"), [role, mark, governs, side]);
        sum.of(part!("h3"), [part, mark, governor]);
        sum.of(part!("h4"), [role, governor]);
        sum.of(part!("h5"), [role, mark, ahead]);
        sum.of(part!("h6"), [part, ahead]);
        sum.of(part!("h7"), [part, behind, mark]);
        sum.of(part!("h8"), [role, mark, owned]);
        sum.of(part!("h9"), [kind, role, mark, opens]);
        if noun_form {
            sum.of(part!("f21"), [kind, role, mark, gap]);
        }
    }
}
