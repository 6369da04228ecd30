//! How a phrase stands to a trigger: what tells which role it fills.

use super::choice::STEM;
use super::clauses::side;
use super::forms::{Form, closes_alone};
use super::frames::Match;
use super::phrases::Case;
use super::roles::Scene;
use super::scoring::{Part, Sum, beginning, part};
use super::spotting::form_of;
use super::units::UnitKind;

/// What features count goes by these, and no further.
const DIGITS: [Part<'static>; 5] =
    [Part::of("0"), Part::of("1"), Part::of("2"), Part::of("3"), Part::of("4")];

impl Scene<'_> {
    /// How the phrases of the clauses around one stand to its trigger.
    pub(super) fn standings<'s>(&'s self, found: &'s Match, clause: usize) -> Vec<Standing<'s>> {
        let window = self.window(clause);
        let marks: Vec<Part> =
            self.phrases[window.clone()].iter().map(|phrase| Part::of(self.mark_of(phrase))).collect();
        let first = window.start;
        window.map(|at| self.standing(found, clause, at, (first, &marks))).collect()
    }

    fn standing<'s>(
        &'s self,
        found: &'s Match,
        clause: usize,
        at: usize,
        (first, marks): (usize, &[Part<'s>]),
    ) -> Standing<'s> {
        let phrase = &self.phrases[at];
        let mark = marks[at - first];
        let trigger = found.last();
        let before = phrase.units.end <= trigger;
        let inside =
            phrase.units.contains(&trigger) || found.units.iter().any(|at| phrase.units.contains(at));
        let side = if inside { part!("inside") } else { side(phrase.clause, clause, before) };
        // How many phrases stand between it and the trigger, on its side; and how many under its mark in its clause stand
        // nearer to the trigger, and before it.
        let (mut between, mut nearer, mut earlier) = (0, 0, 0);
        for (other, other_mark) in self.phrases[first..].iter().zip(marks) {
            let middle = other.units.start;
            let stands = if before {
                middle >= phrase.units.end && middle < trigger
            } else {
                middle > trigger && middle < phrase.units.start
            };
            between += usize::from(stands);
            if other.clause == phrase.clause && *other_mark == mark {
                nearer += usize::from(middle > phrase.units.start && other.units.end <= trigger);
                earlier += usize::from(middle < phrase.units.start);
            }
        }
        let last = phrase.text.rsplit([' ', '.']).next().unwrap_or_default();
        let stem = beginning(last, STEM);
        let next = phrase.adposition.map_or(phrase.units.end, |at| at + 1);
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
        let governs = governor.map_or("trigger", |unit| form_of(unit).map_or("noun", Form::as_str));
        let word = |at: Option<usize>| {
            let unit = at.filter(|at| *at < self.units.len()).map(|at| &self.units[at]);
            match unit {
                Some(unit) if unit.is_word() => beginning(&unit.lower, STEM),
                Some(unit) if unit.is_name() => "NAME",
                Some(unit) if unit.kind == UnitKind::Mark => "mark",
                Some(_) => "other",
                None => "edge",
            }
        };
        let start = self.clauses.first().map_or(0, |clause| clause.start);
        let ahead = word(Some(next));
        let behind = word(phrase.units.start.checked_sub(1).filter(|at| *at >= start));
        // "ordunun qərargahı", "respublika ordusu": what is built on it takes part, not itself.
        let owned = self.phrases.get(at + 1).filter(|other| {
            (phrase.case == Case::Genitive || phrase.case == Case::Nominative && other.possessed)
                && other.units.start == phrase.units.end
                && other.clause == phrase.clause
        });
        let opens = if phrase.units.start == start { "first" } else { "inner" };
        Standing {
            at,
            within: phrase.clause == clause,
            verbs: Part::of(["0", "1", "2"][verbs.min(2)]),
            governs: Part::of(governs),
            governor: Part::of(governor.map_or("trigger", |unit| beginning(&unit.lower, STEM + 1))),
            ahead: Part::of(ahead),
            behind: Part::of(behind),
            owned: Part::of(owned.map_or("none", |other| other.sort.as_str())),
            opens: Part::of(opens),
            noun_form: found.form == Form::Noun,
            form: Part::of(found.form.as_str()),
            passive: if found.passive { part!("passive") } else { part!("active") },
            lemma: Part::of(&found.lemma),
            written: Part::of(found.trigger),
            mark,
            sort: Part::of(phrase.sort.as_str()),
            side,
            possessed: if phrase.possessed { part!("possessed") } else { part!("bare") },
            distance: DIGITS[between.min(4)],
            rank: [part!("last"), part!("last-but-one"), part!("earlier")][nearer.min(2)],
            order: [part!("first"), part!("second"), part!("later")][earlier.min(2)],
            stem: Part::of(stem),
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
    /// True if the trigger is a noun.
    noun_form: bool,
    /// How many verbs stand between it and the trigger; the nearest of them, and its form.
    verbs: Part<'s>,
    governs: Part<'s>,
    governor: Part<'s>,
    /// The words right after it and right before it.
    ahead: Part<'s>,
    behind: Part<'s>,
    /// What it is the owner of.
    owned: Part<'s>,
    /// Whether it opens the sentence.
    opens: Part<'s>,
    form: Part<'s>,
    passive: Part<'s>,
    lemma: Part<'s>,
    /// The trigger as the pack writes it.
    written: Part<'s>,
    mark: Part<'s>,
    sort: Part<'s>,
    side: Part<'s>,
    possessed: Part<'s>,
    distance: Part<'s>,
    rank: Part<'s>,
    order: Part<'s>,
    stem: Part<'s>,
    noun: Part<'s>,
    adjacent: Part<'s>,
    gap: Part<'s>,
}

impl Standing<'_> {
    /// Adds the features of the phrase as a filler of a role.
    pub fn features(&self, sum: &mut Sum, [kind, role, part]: [Part; 3], ruled: Part) {
        let &Self { form, passive, lemma, written, mark, sort, side, possessed, .. } = self;
        let &Self { distance, rank, order, stem, noun, adjacent, gap, .. } = self;
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
        let &Self { verbs, governs, governor, ahead, behind, owned, opens, .. } = self;
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
        if self.noun_form {
            sum.of(part!("f21"), [kind, role, mark, gap]);
        }
    }
}
