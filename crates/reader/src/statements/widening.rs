//! How wide fillers are where the noun comes first: as far from it on both sides as was learnt, "the Governor
//! of Malta", "Selim Bey of Kuba", "Colonel Arslan".
//!
//! A phrase by itself ends with its noun or with the name that this is of; what goes on behind it depends on what it is for.

use std::ops::Range;

use salname_model::{Role, Roles};

use super::choice::{Choice, QUOTES, of_phrases};
use super::extent::Reach;
use super::frames::Match;
use super::grammar::Says;
use super::phrases::Phrase;
use super::roles::{Filled, Scene};
use super::scoring::Weights;

impl Scene<'_> {
    /// What the marks say of a trigger's roles, the noun phrases that are plain text as wide as was learnt.
    pub(super) fn with_wide_texts(
        &self,
        found: &Match,
        (mut roles, why): (Roles, Vec<Filled>),
        weights: &Weights,
        mut choices: Option<&mut Vec<Choice>>,
    ) -> (Roles, Vec<Filled>) {
        if self.grammar.verb_last() {
            return (roles, why);
        }
        for one in &why {
            let Some(extent) = &one.extent else { continue };
            let Some(old) = roles.get(one.role).last().map(|filler| filler.text.clone()) else { continue };
            let last = self.units[extent.first].span.start + old.len();
            let end = extent.head
                + self.units[extent.head..].iter().take_while(|unit| unit.span.end <= last).count();
            let (reach, ruled) = (self.reach_of(found, one.role), extent.first..end.max(extent.head + 1));
            let bounds = self.bounds(found, extent.head);
            let wide = reach.units(&ruled, extent.head, &bounds, weights, choices.as_deref_mut());
            if wide != ruled {
                let text = self.nouns.written(&wide).trim_matches(QUOTES);
                roles.retain(|role, filler| {
                    if role == one.role && filler.text == old {
                        text.clone_into(&mut filler.text);
                    }
                    true
                });
            }
        }
        (roles, why)
    }

    /// The fillers that are phrases as wide as was learnt.
    pub(super) fn widen(
        &self,
        found: &Match,
        clause: usize,
        roles: &mut Roles,
        why: &[Filled],
        weights: &Weights,
        choices: Option<&mut Vec<Choice>>,
    ) {
        if self.grammar.verb_last() {
            return;
        }
        for one in why {
            let Some(phrase) = one.phrase.map(|at| &self.phrases[at]) else { continue };
            let Some(wide) = self.wide(found, one.role, phrase, weights, None) else { continue };
            if wide == phrase.units {
                continue;
            }
            let old = self.filler(phrase).text;
            roles.retain(|role, filler| {
                if role == one.role && filler.text == old {
                    filler.text = self.text_of(phrase, &wide);
                }
                true
            });
        }
        let Some(choices) = choices else { return };
        for (role, _) in found.frame.roles.iter().filter(|(role, _)| of_phrases(*role)) {
            for phrase in self.phrases.iter().filter(|phrase| phrase.clause == clause && !phrase.aside) {
                self.wide(found, *role, phrase, weights, Some(choices));
            }
        }
    }

    fn wide(
        &self,
        found: &Match,
        role: Role,
        phrase: &Phrase,
        weights: &Weights,
        choices: Option<&mut Vec<Choice>>,
    ) -> Option<Range<usize>> {
        if phrase.antecedent.is_some() {
            return None;
        }
        let head = self.nouns.head(&phrase.units);
        let bounds = self.bounds(found, head);
        Some(self.reach_of(found, role).units(&phrase.units, head, &bounds, weights, choices))
    }

    /// A phrase that is as wide as those units, its noun as the phrase has it.
    fn text_of(&self, phrase: &Phrase, wide: &Range<usize>) -> String {
        let own = &phrase.units;
        if wide.start > own.start || wide.end < own.end {
            let head = self.nouns.head(own);
            return self.nouns.nominative(wide, head).trim_matches(QUOTES).to_owned();
        }
        let (first, last) = (&self.units[wide.start].span, &self.units[wide.end - 1].span);
        let (start, end) = (self.units[own.start].span.start, self.units[own.end - 1].span.end);
        let text = format!("{}{}{}", &self.text[first.start..start], phrase.text, &self.text[end..last.end]);
        text.trim_matches(QUOTES).to_owned()
    }

    fn reach_of(&self, found: &Match, role: Role) -> Reach<'_> {
        Reach { phrases: self.phrases, nouns: self.nouns, kind: found.frame.kind, role }
    }

    /// What stands around a noun up to the trigger, within the sentence.
    fn bounds(&self, found: &Match, head: usize) -> Range<usize> {
        let start = self.clauses.first().map_or(head, |first| first.start);
        let end = self.clauses.last().map_or(head + 1, |last| last.end);
        // "commander of": what only ties the trigger to what follows it ends no phrase.
        let says = |at: &&usize| !self.units[**at].says.has(Says::ADPOSITION);
        let before = found.units.iter().filter(says).rfind(|at| **at < head).map_or(start, |at| at + 1);
        let behind = found.units.iter().filter(says).find(|at| **at > head).map_or(end, |at| *at);
        before.max(start)..behind.min(end)
    }
}
