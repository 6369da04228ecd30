//! Modality: whether the author says it, somebody in the text does, or it is only meant to be; and, told by the same
//! signs, what became of something where no frame says it.

use std::ops::Range;

use salname_model::{Kind, Modality};

use super::choice::{Choice, Question};
use super::forms::{Form, closes_alone};
use super::frames::Match;
use super::grammar::Says;
use super::scoring::{Part, Sum, Weights, part};
use super::spotting::form_of;
use super::units::Unit;

/// The verb that governs the trigger is looked for within so many words.
const WINDOW: usize = 8;

/// The words right after it are looked at one by one.
const NEAR: usize = 4;

/// Of a sentence or a clause no more words are looked at.
const LONGEST: usize = 60;

/// What a modality or a change is chosen for.
pub(super) struct Weighing<'a> {
    pub units: &'a [Unit],
    pub sentence: &'a Range<usize>,
    pub clauses: &'a [Range<usize>],
    pub clause: usize,
    pub at: usize,
    pub kind: Kind,
    pub found: Option<&'a Match<'a>>,
    /// What the marks alone say; and what they say became of it.
    pub ruled: Modality,
    pub changed: Option<&'a str>,
    pub verb_last: bool,
}

impl Weighing<'_> {
    /// How the source stands to it, by what was learnt of words, forms and what governs them; by the marks alone where
    /// nothing was learnt.
    pub fn modality(&self, weights: &Weights, choices: Option<&mut Vec<Choice>>) -> Modality {
        let classes: Vec<&str> = Modality::ALL.iter().map(|one| one.as_str()).collect();
        let likeliest = self.likeliest(&classes, Question::Modality, weights, choices);
        // What was not done is not done, whatever was learnt.
        let open = self.ruled != Modality::Denied;
        likeliest.filter(|_| open).map_or(self.ruled, |at| Modality::ALL[at])
    }

    /// What became of it, of all that the frames of its kind know; none where nothing was learnt.
    pub fn change<'c>(
        &self,
        known: &[&'c str],
        weights: &Weights,
        choices: Option<&mut Vec<Choice>>,
    ) -> Option<&'c str> {
        self.likeliest(known, Question::Change, weights, choices).map(|at| known[at])
    }

    /// The class that most speaks for, by its index; none where nothing was learnt of that question.
    fn likeliest(
        &self,
        classes: &[&str],
        question: Question,
        weights: &Weights,
        choices: Option<&mut Vec<Choice>>,
    ) -> Option<usize> {
        let classes: Vec<Part> = classes.iter().map(|class| Part::of(class)).collect();
        let sums = classes.iter().map(|_| Sum::new(weights, choices.is_some())).collect();
        let mut seen = Seen { classes: &classes, sums };
        self.features(&mut seen);
        let totals: Vec<f32> = seen.sums.iter_mut().map(Sum::total).collect();
        let best =
            (0..totals.len()).max_by(|&one, &two| totals[one].total_cmp(&totals[two]).then(two.cmp(&one)));
        let asked = if question == Question::Change { "change" } else { "modality" };
        let learnt = weights.knows(&["learnt", asked]);
        let best = best.filter(|_| learnt);
        if let Some(choices) = choices {
            let told = classes.iter().zip(seen.sums).map(|(class, sum)| Choice {
                question,
                text: class.text().to_owned(),
                features: sum.names.unwrap_or_default(),
            });
            choices.extend(told);
        }
        best
    }

    fn features(&self, seen: &mut Seen) {
        let (units, at) = (self.units, self.at);
        let (kind, ruled) = (Part::of(self.kind.as_str()), Part::of(self.ruled.as_str()));
        let none = part!("none");
        let form = self.found.map_or(none, |found| Part::of(found.form.as_str()));
        let lemma = self.found.map_or(none, |found| Part::of(found.lemma.as_str()));
        let voice = match self.found {
            Some(found) if found.passive => part!("passive"),
            Some(_) => part!("active"),
            None => none,
        };
        let begins = |place: usize, letters: usize| units[place].first(letters);
        let ends = |place: usize, letters: usize| units[place].last(letters);
        seen.of(part!("m"), []);
        seen.of(part!("m1"), [kind, ruled]);
        seen.of(part!("m2"), [ruled, form]);
        seen.of(part!("m3"), [kind, form]);
        seen.of(part!("m4"), [form, voice, ends(at, 3)]);
        seen.of(part!("m5"), [lemma, form]);
        seen.of(part!("m6"), [kind, lemma]);
        let quoted = if units[at].quoted { part!("quoted") } else { part!("plain") };
        let bracketed = if units[at].bracketed { part!("bracketed") } else { part!("plain") };
        seen.of(part!("m7"), [quoted, bracketed]);
        // The verb that closes the sentence, and the one that governs the trigger.
        let place = match self.clauses.len() - self.clause {
            ..=1 => part!("last"),
            2 => part!("last-but-one"),
            _ => part!("earlier"),
        };
        let form_at = |place: usize| Part::of(form_of(&units[place]).map_or("noun", Form::as_str));
        let closing = self.sentence.clone().rev().find(|&place| units[place].is_word());
        if let Some(closing) = closing.filter(|closing| *closing != at) {
            seen.of(part!("m8"), [begins(closing, 6), place]);
            seen.of(part!("m9"), [form, begins(closing, 6)]);
            seen.of(part!("m10"), [ends(closing, 4), place]);
            seen.of(part!("m11"), [form, form_at(closing), place]);
            seen.of(part!("m12"), [kind, begins(closing, 5)]);
        } else {
            seen.of(part!("m8"), [part!("here"), ends(at, 4)]);
        }
        let after = at + 1..self.sentence.end.min(at + 1 + WINDOW);
        if let Some(governor) = after.clone().find(|&place| closes_alone(&units[place])) {
            seen.of(part!("m13"), [form, begins(governor, 6)]);
            seen.of(part!("m14"), [begins(governor, 6)]);
            seen.of(part!("m15"), [form, form_at(governor), ends(governor, 3)]);
        }
        for (rank, place) in after.take(NEAR).enumerate().filter(|(_, place)| units[*place].is_word()) {
            let near = if rank == 0 { part!("next") } else { part!("near") };
            seen.of(part!("m16"), [near, begins(place, 6)]);
            seen.of(part!("m17"), [near, form, begins(place, 5)]);
        }
        if !self.verb_last {
            self.features_before(seen);
        }
        let (before, behind) = (&units[self.sentence.start..at], &units[at + 1..self.sentence.end]);
        for (name, what) in [
            (part!("demanding"), Says::DEMANDING),
            (part!("necessity"), Says::NECESSITY),
            (part!("saying"), Says::SAYING),
            (part!("opener"), Says::OPENER),
        ] {
            for (side, units) in [(part!("behind"), behind), (part!("before"), before)] {
                if units.iter().take(LONGEST).any(|unit| unit.says.has(what)) {
                    seen.of(part!("m18"), [name, side, form]);
                }
            }
        }
        let clause = self.clauses[self.clause].clone().take(LONGEST);
        let conditional = |place: usize| {
            let mut readings = units[place].readings.iter();
            readings.any(|one| one.features.has(crate::morphology::Feature::Conditional))
        };
        if clause.clone().any(conditional) {
            seen.of(part!("m19"), [part!("conditional"), form]);
        }
        for place in clause.filter(|&place| units[place].is_word() && units[place].lower.len() > 3) {
            seen.of(part!("m20"), [begins(place, 6)]);
        }
    }
}

impl Weighing<'_> {
    /// What stands before a verb that comes early: its helpers, and the verb that it depends on.
    fn features_before(&self, seen: &mut Seen) {
        let (units, at) = (self.units, self.at);
        let kind = Part::of(self.kind.as_str());
        let changed = Part::of(self.changed.unwrap_or("none"));
        let trigger = self.found.map_or(part!("none"), |found| Part::of(found.trigger));
        seen.of(part!("m21"), [kind, changed]);
        seen.of(part!("m22"), [kind, trigger]);
        let before = (at.saturating_sub(WINDOW).max(self.sentence.start)..at).rev();
        for (rank, place) in before.clone().take(NEAR).enumerate() {
            let near = if rank == 0 { part!("next") } else { part!("near") };
            seen.of(part!("m23"), [near, units[place].token(6)]);
            seen.of(part!("m24"), [near, changed, units[place].token(5)]);
        }
        let helper = before.clone().find(|&place| units[place].says.has(Says::COPULA));
        let helper = helper.map_or(part!("none"), |place| units[place].token(6));
        seen.of(part!("m25"), [helper, units[at].last(3)]);
        seen.of(part!("m26"), [kind, helper, changed]);
        let governor = before
            .clone()
            .find(|&place| units[place].says.has(Says::LIKE_VERB) && !units[place].says.has(Says::COPULA));
        let governor = governor.map_or(part!("none"), |place| units[place].token(6));
        seen.of(part!("m27"), [governor]);
        seen.of(part!("m28"), [governor, helper]);
    }
}

/// What speaks for each class.
struct Seen<'s, 'w> {
    classes: &'s [Part<'s>],
    sums: Vec<Sum<'w>>,
}

impl Seen<'_, '_> {
    /// Adds a feature to each, with the class first.
    fn of<const N: usize>(&mut self, begins: Part, parts: [Part; N]) {
        for (sum, class) in self.sums.iter_mut().zip(self.classes) {
            sum.behind(begins, *class, parts);
        }
    }
}

/// How the source stands to what a trigger says, by the marks alone.
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
