//! What a verb form makes of its clause.

use crate::morphology::{Analysis, Feature};

use super::grammar::{Grammar, Says};
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

/// What the readings of a word as a verb make of a clause, wherever the word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verb {
    closes_surely: bool,
    may_close: bool,
    closes_alone: bool,
    /// True if one of them says under which condition.
    pub conditional: bool,
    /// The surest of its verb readings.
    pub surest: Option<usize>,
}

impl Verb {
    pub fn of(lowered: &str, readings: &[Analysis], says: Says, grammar: &Grammar) -> Self {
        let is_stem = |one: &Analysis| is_verb(one) && one.lemma.chars().nth(1).is_some();
        let verbs = || readings.iter().filter(|one| is_stem(one));
        let converb = |one: &Analysis| one.features.has(Feature::Converb);
        let told = |one: &Analysis| {
            one.features.has(Feature::Finite)
                && (one.features.has(Feature::Past)
                    || one.features.has(Feature::Present)
                    || one.features.has(Feature::Necessitative)
                    || one.features.has(Feature::Future))
        };
        // "ölkələri", "zamanda": a noun of the lists is none, unless it ends as a verb does ("qoşundur").
        // Nor is a plural in another case: "muzdurlara".
        let declined = |one: &Analysis| {
            let cases =
                [Feature::CaseDat, Feature::CaseAcc, Feature::CaseGen, Feature::CaseLoc, Feature::CaseAbl];
            one.features.has(Feature::NumberPlur)
                && cases.iter().any(|case| one.features.has(*case))
                && lowered[one.stem..].chars().nth(3).is_some()
        };
        let listed = |one: &Analysis| {
            !is_verb(one)
                && !one.features.has(Feature::Copula)
                && (grammar.lists_noun(&one.lemma) || declined(one))
        };
        let is_noun = says.has(Says::NO_VERB) || grammar.verb_last() && readings.iter().any(listed);
        let may = !is_noun;
        Self {
            closes_surely: may && (says.has(Says::COPULA) || verbs().any(converb)),
            may_close: may && verbs().any(told),
            closes_alone: verbs().any(|one| Form::of(one) != Form::Infinitive)
                && readings.iter().all(|one| is_verb(one) || one.lemma == lowered),
            conditional: readings.iter().any(|one| is_verb(one) && one.features.has(Feature::Conditional)),
            surest: (0..readings.len())
                .filter(|&at| is_stem(&readings[at]))
                .max_by_key(|&at| readings[at].stem),
        }
    }
}

/// True if the ending alone shows that the word is a verb that closes its clause.
pub(super) fn closes_surely(unit: &Unit) -> bool {
    unit.is_word() && !unit.capital && unit.verb().closes_surely
}

/// True if the word may be a finite verb, or one of the converbs that look like one.
pub(super) fn may_close(unit: &Unit) -> bool {
    unit.is_word() && !unit.capital && unit.verb().may_close
}

/// True if some reading of the word is a verb that stands in a clause of its own.
pub(super) fn closes_alone(unit: &Unit) -> bool {
    unit.is_word() && unit.verb().closes_alone
}
