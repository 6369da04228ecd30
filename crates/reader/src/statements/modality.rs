//! Modality: whether the author says it, somebody in the text does, or it is only meant to be.

use std::ops::Range;

use salname_model::Modality;

use super::forms::Form;
use super::frames::Match;
use super::grammar::Says;
use super::units::Unit;

/// How the source stands to what a trigger says.
pub(super) fn modality(
    found: &Match,
    units: &[Unit],
    sentence: &Range<usize>,
    clause: &Range<usize>,
) -> Modality {
    if let Some(modality) = found.frame.modality {
        return modality;
    }
    if found.negative {
        return Modality::Denied;
    }
    let at = found.last();
    let after = at + 1..sentence.end.min(clause.end.max(at + 1) + 6);
    match found.form {
        Form::Necessity | Form::Future => return Modality::Planned,
        Form::VerbalNoun | Form::Infinitive => {
            let governed = after.clone().any(|place| {
                units[place].says.has(Says::DEMANDING) || units[place].says.has(Says::NECESSITY)
            });
            if governed {
                return Modality::Planned;
            }
        }
        Form::ObjectParticiple | Form::Participle if found.form == Form::ObjectParticiple => {
            let said = after.clone().take(4).any(|place| units[place].says.has(Says::SAYING));
            if said && found.units.len() < 3 {
                return Modality::Reported;
            }
        }
        _ => {}
    }
    let opened = (sentence.start..clause.start).rev().find(|&place| units[place].says.has(Says::OPENER));
    let told = opened.is_some_and(|opener| {
        (opener.saturating_sub(4)..opener).any(|place| units[place].says.has(Says::SAYING))
    });
    if units[at].quoted || told { Modality::Reported } else { Modality::Asserted }
}
