//! What a verb form makes of its clause.

use crate::morphology::{Analysis, Feature};

use super::grammar::Grammar;
use super::units::{Unit, is_verb};

/// What a verb form makes of its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Form {
    /// It closes a sentence: "göndərdi".
    Finite,
    /// It closes a sentence, and says what has to be: "göndərməli".
    Necessity,
    /// It closes a sentence, and says what will be: "göndərəcək".
    Future,
    /// It closes a clause: "göndərərək".
    Converb,
    /// It turns the clause into an adjective of its subject: "göndərən", "göndərmiş".
    Participle,
    /// It turns the clause into an adjective of its object, its subject in the genitive: "göndərdiyi".
    ObjectParticiple,
    /// It turns the clause into a noun: "göndərməsi".
    VerbalNoun,
    /// It turns the clause into a noun, and its subject is that of the clause around: "göndərmək".
    Infinitive,
    /// No verb: a noun.
    Noun,
}

impl Form {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Finite => "finite",
            Self::Necessity => "necessity",
            Self::Future => "future",
            Self::Converb => "converb",
            Self::Participle => "participle",
            Self::ObjectParticiple => "object-participle",
            Self::VerbalNoun => "verbal-noun",
            Self::Infinitive => "infinitive",
            Self::Noun => "noun",
        }
    }

    /// The form that a reading has.
    pub fn of(reading: &Analysis) -> Self {
        let says = |feature| reading.features.has(feature);
        if !is_verb(reading) {
            Self::Noun
        } else if says(Feature::Converb) {
            Self::Converb
        } else if says(Feature::Infinitive) {
            Self::Infinitive
        } else if says(Feature::VerbalNoun) {
            Self::VerbalNoun
        } else if says(Feature::Participle) {
            let past = says(Feature::Past) && (says(Feature::Psor3) || !says(Feature::Perfect));
            if past { Self::ObjectParticiple } else { Self::Participle }
        } else if says(Feature::Necessitative) || says(Feature::Optative) || says(Feature::Imperative) {
            Self::Necessity
        } else if says(Feature::Future) {
            if says(Feature::Psor3) { Self::ObjectParticiple } else { Self::Future }
        } else {
            Self::Finite
        }
    }
}

/// True if the ending alone shows that the word is a verb that closes its clause.
pub(super) fn closes_surely(unit: &Unit, grammar: &Grammar) -> bool {
    if !unit.is_word() || unit.capital || grammar.not_verbs.has(&unit.lower) {
        return false;
    }
    grammar.copulas.has(&unit.lower)
        || unit.readings.iter().any(|reading| {
            is_verb(reading) && reading.features.has(Feature::Converb) && reading.lemma.chars().count() >= 2
        })
}

/// True if the word may be a finite verb, or one of the converbs that look like one.
pub(super) fn may_close(unit: &Unit, grammar: &Grammar) -> bool {
    unit.is_word()
        && !unit.capital
        && !grammar.not_verbs.has(&unit.lower)
        && unit.readings.iter().any(|reading| {
            is_verb(reading)
                && reading.features.has(Feature::Finite)
                && reading.lemma.chars().count() >= 2
                && (reading.features.has(Feature::Past)
                    || reading.features.has(Feature::Present)
                    || reading.features.has(Feature::Necessitative)
                    || reading.features.has(Feature::Future))
        })
}

/// True if some reading of the word is a verb that stands in a clause of its own.
pub(super) fn closes_alone(unit: &Unit) -> bool {
    unit.is_word()
        && !unit.readings.is_empty()
        && unit
            .readings
            .iter()
            .any(|one| is_verb(one) && one.lemma.chars().count() >= 2 && Form::of(one) != Form::Infinitive)
        && unit.readings.iter().all(|one| is_verb(one) || one.lemma == unit.lower)
}
