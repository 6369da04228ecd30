//! Modality: whether the author says it, somebody in the text does, or it is only meant to be.

use std::ops::Range;

use salname_model::Modality;

use super::forms::Form;
use super::frames::Match;
use super::grammar::Grammar;
use super::units::Unit;

/// How the source stands to what a trigger says.
pub(super) fn modality(
    found: &Match,
    units: &[Unit],
    sentence: &Range<usize>,
    clause: &Range<usize>,
    grammar: &Grammar,
) -> Modality {
    if let Some(modality) = found.frame.modality {
        return modality;
    }
    if found.negative {
        return Modality::Denied;
    }
    let at = found.last();
    let word = |place: usize| units[place].lower.as_str();
    let after = at + 1..sentence.end.min(clause.end.max(at + 1) + 6);
    match found.form {
        Form::Necessity | Form::Future => return Modality::Planned,
        Form::VerbalNoun | Form::Infinitive => {
            let governed = after
                .clone()
                .any(|place| grammar.demanding.has(word(place)) || grammar.necessity.has(word(place)));
            if governed {
                return Modality::Planned;
            }
        }
        Form::ObjectParticiple | Form::Participle if found.form == Form::ObjectParticiple => {
            let said = after.clone().take(4).any(|place| grammar.saying.has(word(place)));
            if said && found.units.len() < 3 {
                return Modality::Reported;
            }
        }
        _ => {}
    }
    let opened = (sentence.start..clause.start).rev().find(|&place| grammar.openers.has(word(place)));
    let told = opened.is_some_and(|opener| {
        (opener.saturating_sub(4)..opener).any(|place| grammar.saying.has(word(place)))
    });
    if units[at].quoted || told { Modality::Reported } else { Modality::Asserted }
}
