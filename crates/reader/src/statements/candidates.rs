//! Candidates: what a sentence may say, before it is judged.

use std::ops::Range;

use salname_model::{
    Anchor, Filler, Kind, Mention, Modality, Paragraph, ParagraphKind, Role, Roles, Span, Statement,
    TimeMention,
};

use crate::words::Word;

use super::Tongue;
use super::clauses::clauses;
use super::confidence::Model;
use super::dates::{Dated, Running, date};
use super::features::{Context, features};
use super::forms::Form;
use super::frames::Match;
use super::modality::modality;
use super::offices::{Apposition, appositions};
use super::phrases::{Case, Phrase, Phrases, Sort};
use super::quantities::quantities;
use super::roles::{Filled, Scene};
use super::units::Unit;

/// Something that a sentence may say.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// What it would be; its confidence is the model's.
    pub statement: Statement,
    /// What the model sees of it.
    pub features: Vec<String>,
    /// The trigger of the frame, as the pack writes it.
    pub trigger: String,
    /// Bytes of the trigger's last word in the paragraph's text.
    pub at: Span,
    /// Number of the sentence in the paragraph, from 0.
    pub sentence: usize,
    /// How each role was filled, in words.
    pub explanation: Vec<String>,
}

impl Candidate {
    /// True if the two stand in one sentence and differ in nothing that matters.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let (one, two) = (&self.statement, &other.statement);
        one.anchor.paragraph == two.anchor.paragraph
            && self.sentence == other.sentence
            && one.kind == two.kind
            && one.date == two.date
            && within(&one.roles, &two.roles)
    }
}

/// True if the participants of one are all those of the other, or the other way round.
fn within(one: &Roles, two: &Roles) -> bool {
    let texts = |roles: &Roles| -> Vec<String> {
        roles
            .iter()
            .filter(|(role, _)| !matches!(role, Role::Form | Role::Change | Role::About | Role::Unit))
            .flat_map(|(_, fillers)| fillers.iter().map(|filler| filler.text.clone()).collect::<Vec<_>>())
            .collect()
    };
    let (one, two) = (texts(one), texts(two));
    one.iter().all(|text| two.contains(text)) || two.iter().all(|text| one.contains(text))
}

/// What is at hand while a paragraph is read.
pub(super) struct Reading<'a> {
    pub index: usize,
    pub paragraph: &'a Paragraph,
    pub units: &'a [Unit],
    pub tongue: &'a Tongue,
    pub mentions: &'a [Mention],
    pub keys: &'a [String],
    pub times: &'a [TimeMention],
    pub model: &'a Model,
}

/// A candidate in the making.
struct Draft<'a> {
    kind: Kind,
    roles: Roles,
    why: Vec<Filled>,
    found: Option<&'a Match<'a>>,
    trigger: &'a str,
    at: usize,
    clause: usize,
    modality: Modality,
}

/// One sentence, taken apart.
struct Sentence {
    number: usize,
    range: Range<usize>,
    clauses: Vec<Range<usize>>,
    phrases: Vec<Phrase>,
    titles: Vec<Apposition>,
}

impl Reading<'_> {
    /// Adds the candidates of the paragraph.
    pub fn read(&self, words: &[Word], running: &mut Running, out: &mut Vec<Candidate>) {
        let text = &self.paragraph.text;
        if self.paragraph.kind == ParagraphKind::Heading {
            running.forget();
        }
        let mut before: Vec<Filler> = Vec::new();
        for (number, sentence) in self.sentences(words).into_iter().enumerate() {
            running.pass(self.units, &sentence, self.times);
            let grammar = &self.tongue.grammar;
            let clauses = clauses(self.units, sentence.clone(), grammar);
            let finder = Phrases {
                text,
                units: self.units,
                mentions: self.mentions,
                keys: self.keys,
                known: &self.tongue.known,
                grammar,
            };
            let mut phrases = finder.of(&clauses);
            let titles = appositions(self.units, &sentence, &phrases, grammar);
            for phrase in &mut phrases {
                phrase.in_title = titles
                    .iter()
                    .any(|one| one.title.start <= phrase.units.start && phrase.units.end <= one.title.end);
            }
            let sentence = Sentence { number, range: sentence, clauses, phrases, titles };
            self.sentence(&sentence, &before, running, out);
            let actors = self.actors(&sentence);
            if !actors.is_empty() {
                before = actors;
            }
        }
    }

    /// The sentences, as ranges of units.
    fn sentences(&self, words: &[Word]) -> Vec<Range<usize>> {
        let text = &self.paragraph.text;
        let ends = self.tongue.sentences.split(text, words).into_iter().filter_map(|range| {
            let last = range.end.checked_sub(1)?;
            Some(words[last].span.end)
        });
        let (mut sentences, mut start) = (Vec::new(), 0);
        for end in ends {
            let to = self.units.partition_point(|unit| unit.span.end <= end);
            if to > start {
                sentences.push(start..to);
                start = to;
            }
        }
        if start < self.units.len() {
            sentences.push(start..self.units.len());
        }
        sentences
    }

    fn sentence(&self, sentence: &Sentence, before: &[Filler], running: &Running, out: &mut Vec<Candidate>) {
        let grammar = &self.tongue.grammar;
        let matches: Vec<(usize, Match)> = sentence
            .clauses
            .iter()
            .enumerate()
            .flat_map(|(clause, range)| {
                self.tongue
                    .frames
                    .matches(self.units, range, grammar)
                    .into_iter()
                    .map(move |found| (clause, found))
            })
            .collect();
        let entities = |mention: usize| self.mentions[mention].entity.clone();
        let scene = Scene {
            text: &self.paragraph.text,
            units: self.units,
            clauses: &sentence.clauses,
            phrases: &sentence.phrases,
            grammar,
            before,
            entities: &entities,
        };
        let mut drafts: Vec<Draft> = Vec::new();
        for (clause, found) in &matches {
            let (mut roles, why) = scene.fill(found, *clause);
            self.fixed_roles(found, &mut roles);
            let modality = modality(found, self.units, &sentence.range, &sentence.clauses[*clause], grammar);
            drafts.push(Draft {
                kind: found.frame.kind,
                roles,
                why,
                found: Some(found),
                trigger: found.trigger,
                at: found.last(),
                clause: *clause,
                modality,
            });
        }
        self.offices(sentence, &scene, &mut drafts);
        self.quantities(sentence, &mut drafts);
        drafts.sort_by_key(|draft| draft.at);
        let kinds: Vec<(Kind, usize)> = drafts.iter().map(|draft| (draft.kind, draft.clause)).collect();
        for draft in drafts {
            out.push(self.finish(draft, sentence, &kinds, running));
        }
    }

    /// What becomes of it, and in what form, as the frame says.
    fn fixed_roles(&self, found: &Match, roles: &mut Roles) {
        let known = found.frame.kind.roles();
        if let Some(change) = found.frame.change.as_ref().filter(|_| known.contains(&Role::Change)) {
            roles.add(Role::Change, Filler::plain(change.clone()));
        }
        if known.contains(&Role::Form) {
            match (&found.frame.form, found.noun) {
                (Some(form), _) => roles.add(Role::Form, Filler::plain(form.clone())),
                (None, Some(noun)) => {
                    let unit = &self.units[noun];
                    let lemma = unit
                        .readings
                        .iter()
                        .filter(|one| !super::units::is_verb(one))
                        .map(|one| &one.lemma)
                        .min_by_key(|lemma| lemma.len());
                    roles.add(Role::Form, Filler::plain(lemma.unwrap_or(&unit.lower).clone()));
                }
                (None, None) => {}
            }
        }
    }

    fn offices<'a>(&self, sentence: &Sentence, scene: &Scene, drafts: &mut Vec<Draft<'a>>) {
        for one in &sentence.titles {
            let phrase = &sentence.phrases[one.person];
            let mut roles = Roles::default();
            roles.add(Role::Person, scene.filler(phrase));
            let title = self.units[one.title.start].span.start..self.units[one.title.end - 1].span.end;
            roles.add(
                Role::Office,
                Filler::plain(self.paragraph.text[title].trim_matches(['"', '“', '(', ' '])),
            );
            roles.add(Role::Change, Filler::plain("holds"));
            let quoted = self.units[phrase.units.start].quoted;
            drafts.push(Draft {
                kind: Kind::Office,
                roles,
                why: Vec::new(),
                found: None,
                trigger: "title before a name",
                at: one.title.end - 1,
                clause: phrase.clause,
                modality: if quoted { Modality::Reported } else { Modality::Asserted },
            });
        }
    }

    fn quantities<'a>(&self, sentence: &Sentence, drafts: &mut Vec<Draft<'a>>) {
        let text = |range: &Range<usize>| {
            let units = &self.units[range.clone()];
            units
                .first()
                .zip(units.last())
                .map(|(first, last)| self.paragraph.text[first.span.start..last.span.end].to_owned())
        };
        for (clause, range) in sentence.clauses.iter().enumerate() {
            for quantity in quantities(self.units, range, &self.tongue.grammar) {
                let Some(value) = text(&quantity.value) else { continue };
                let Some(what) = text(&quantity.what).or_else(|| text(&quantity.unit)) else { continue };
                let mut roles = Roles::default();
                roles.add(Role::What, Filler::plain(what));
                roles.add(Role::Value, Filler::plain(value));
                if let Some(unit) = text(&quantity.unit) {
                    roles.add(Role::Unit, Filler::plain(unit));
                }
                let trigger = match (quantity.known_unit, quantity.in_words) {
                    (true, false) => "number and unit",
                    (true, true) => "number in words and unit",
                    (false, _) => "number and noun",
                };
                drafts.push(Draft {
                    kind: Kind::Quantity,
                    roles,
                    why: Vec::new(),
                    found: None,
                    trigger,
                    at: quantity.unit.start.min(range.end - 1),
                    clause,
                    modality: if self.units[quantity.value.start].quoted {
                        Modality::Reported
                    } else {
                        Modality::Asserted
                    },
                });
            }
        }
    }

    fn finish(
        &self,
        draft: Draft,
        sentence: &Sentence,
        kinds: &[(Kind, usize)],
        running: &Running,
    ) -> Candidate {
        let clause = &sentence.clauses[draft.clause];
        let (time, dated) = date(self.units, &sentence.range, clause, draft.at, self.times, running);
        let context = Context {
            units: self.units,
            sentence: &sentence.range,
            clauses: &sentence.clauses,
            clause: draft.clause,
            phrases: &sentence.phrases,
            grammar: &self.tongue.grammar,
            kinds,
            kind: draft.kind,
            trigger: draft.trigger,
            at: draft.at,
            found: draft.found,
            roles: &draft.roles,
            why: &draft.why,
            dated,
            modality: draft.modality,
            note: self.paragraph.kind == ParagraphKind::Note,
        };
        let features = features(&context);
        let span = self.quotation(&draft, sentence);
        let anchor =
            Anchor { paragraph: self.index, text: span, source: self.paragraph.alignment.source_of(span) };
        let statement = Statement {
            anchor,
            kind: draft.kind,
            date: time,
            modality: draft.modality,
            confidence: self.model.probability(&features),
            quote: self.paragraph.text[span.range()].to_owned(),
            citation: None,
            roles: draft.roles,
        };
        Candidate {
            statement,
            features,
            trigger: draft.trigger.to_owned(),
            at: self.units[draft.at].span,
            sentence: sentence.number,
            explanation: explain(&draft.why, draft.found, dated),
        }
    }

    /// The smallest run of clauses that holds the trigger and all that fills its roles.
    fn quotation(&self, draft: &Draft, sentence: &Sentence) -> Span {
        let mut clauses = draft.clause..draft.clause + 1;
        for phrase in draft.why.iter().filter_map(|one| one.phrase) {
            let clause = sentence.phrases[phrase].clause;
            clauses = clauses.start.min(clause)..clauses.end.max(clause + 1);
        }
        let first = sentence.clauses[clauses.start].start;
        let last = sentence.clauses[clauses.end - 1].end - 1;
        Span::new(self.units[first].span.start, self.units[last].span.end)
    }

    /// Who acts in the sentence: what "he" or "they" in the next one stands for.
    fn actors(&self, sentence: &Sentence) -> Vec<Filler> {
        let nominative = |phrase: &&Phrase| {
            phrase.case == Case::Nominative
                && phrase.adposition.is_none()
                && !phrase.in_title
                && !matches!(
                    phrase.sort,
                    Sort::Place | Sort::Name(salname_model::Class::Loc | salname_model::Class::Evt)
                )
        };
        let entities = |mention: usize| self.mentions[mention].entity.clone();
        let first = sentence.phrases.iter().find(nominative);
        first
            .map(|phrase| match phrase.mention {
                Some(mention) => Filler::named(phrase.text.clone(), entities(mention)),
                None => Filler::plain(phrase.text.clone()),
            })
            .into_iter()
            .collect()
    }
}

fn explain(why: &[Filled], found: Option<&Match>, dated: Dated) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    if let Some(found) = found {
        let voice = if found.passive { ", passive" } else { "" };
        let polarity = if found.negative { ", denied" } else { "" };
        lines.push(format!("form: {}{voice}{polarity}", found.form.as_str()));
        for (role, marks) in &found.frame.roles {
            let filled: Vec<&Filled> = why.iter().filter(|one| one.role == *role).collect();
            match filled.first() {
                Some(one) => lines.push(format!("{role}: by {} ({})", one.mark, one.whence.as_str())),
                None => lines.push(format!("{role}: nothing stands under {}", marks.marks.join(", "))),
            }
        }
    }
    lines.push(format!("date: {}", dated.as_str()));
    lines
}

/// True for forms that a noun trigger has.
pub(super) fn is_noun_form(found: Option<&Match>) -> bool {
    found.is_some_and(|found| found.form == Form::Noun)
}
