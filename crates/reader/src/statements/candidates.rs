//! Candidates: what a sentence may say, before it is judged.

use std::ops::Range;

use salname_model::{
    Anchor, Filler, Kind, Mention, Modality, Paragraph, ParagraphKind, Role, Roles, Span, Statement,
    TimeMention,
};

use crate::words::Word;

use super::Tongue;
use super::choice::Choice;
use super::clauses::clauses;
use super::confidence::{Model, logistic};
use super::dates::{Dated, Dating, Running};
use super::extent::{Extent, Reach};
use super::features::{Context, Kinds, features};
use super::forms::Form;
use super::frames::Match;
use super::gapping::stretches;
use super::grammar::Says;
use super::judging::{believed, measures, own};
use super::lists::listed;
use super::modality::{Weighing, modality};
use super::offices::{Apposition, appositions};
use super::phrases::{Case, Phrase, Phrases, Sort};
use super::quantities::quantities;
use super::roles::{Filled, Scene};
use super::scoring::Sum;
use super::spotting::{self, Told};
use super::units::Unit;

/// A sentence with more phrases than this is a list or a table, and its clauses are not parted further.
const MOST_PHRASES: usize = 400;

/// A sentence that runs on longer than this, in units, is a list or a table, and is cut: what stands in one sentence is
/// compared with all else in it.
const LONGEST_SENTENCE: usize = 600;

/// Something that a sentence may say.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// What it would be; its confidence is the model's.
    pub statement: Statement,
    /// What the model sees of it; only where that is wanted for learning.
    pub features: Vec<String>,
    /// The trigger of the frame, as the pack writes it.
    pub trigger: String,
    /// Bytes of the trigger's last word in the paragraph's text.
    pub at: Span,
    /// Number of the sentence in the paragraph, from 0.
    pub sentence: usize,
    /// Bytes of the sentence in the paragraph's text.
    pub within: Span,
    /// Number of the clause in the sentence, from 0.
    pub clause: usize,
    /// What speaks for it: the sum of the weights of its features.
    pub sum: f32,
    /// True if weights were learnt from its language.
    pub learnt: bool,
    /// True if its own sentence dates it.
    pub dated_here: bool,
    /// What it is measured by, by itself.
    pub own: Vec<f32>,
    /// How each role was filled, in words; only where that is to be explained.
    pub explanation: Vec<String>,
    /// What fillers and dates were chosen from; only where that is wanted for learning.
    pub choices: Vec<Choice>,
}

impl Candidate {
    /// True if somebody or something takes part: that "something was decided" is no statement.
    #[must_use]
    pub fn says_something(&self) -> bool {
        self.statement.roles.iter().any(|(role, _)| !matches!(role, Role::Change | Role::Form))
    }

    /// Of two that say the same, the likelier; but what a frame reads, which tells what becomes of it, before what is spotted.
    pub(super) fn join(&mut self, other: Self) {
        let surest = self.statement.confidence.max(other.statement.confidence);
        let spotted = |one: &Self| one.trigger == super::frames::SPOTTED;
        let better = match (spotted(self), spotted(&other)) {
            (true, false) => true,
            (false, true) => false,
            _ => self.statement.confidence < other.statement.confidence,
        };
        if better {
            *self = other;
        }
        self.statement.confidence = surest;
    }

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
    /// True if the weights were learnt from this language.
    pub learnt: bool,
    /// What is made of the candidates.
    pub wanted: Wanted,
}

/// What is made of candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Statements, of those that are kept.
    Statements,
    /// All of them, with how their roles were filled.
    Explanations,
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
    choices: Vec<Choice>,
    /// Units of the stretch of the clause that is its own, where the clause says several things.
    stretch: Option<Range<usize>>,
    /// The clause and the unit for which it is dated, where those are not its own.
    dated_as: Option<(usize, usize)>,
    /// True if it was before what the sentence tells, nobody says when: a former office.
    undated: bool,
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
            let mut titles = appositions(self.units, &sentence, &phrases, grammar);
            titles.extend(listed(self.units, &sentence, &phrases, grammar));
            for phrase in &mut phrases {
                phrase.in_title = titles
                    .iter()
                    .any(|one| one.title.start <= phrase.units.start && phrase.units.end <= one.title.end);
            }
            let sentence = Sentence { number, range: sentence, clauses, phrases, titles };
            let first = out.len();
            running.look_ahead(self.times, self.index, self.units[sentence.range.end - 1].span.end);
            self.sentence(&sentence, &before, running, out);
            running.pass(self.units, &sentence.range, self.times);
            running.tell(
                out[first..]
                    .iter()
                    .rev()
                    .filter(|one| one.dated_here)
                    .find_map(|one| one.statement.date.as_ref()),
            );
            let found = out.split_off(first);
            out.extend(found.into_iter().filter(|one| self.is_wanted(one)).map(|one| self.anchored(one)));
            let actors = self.actors(&sentence);
            if !actors.is_empty() {
                before = actors;
            }
        }
    }

    fn is_wanted(&self, one: &Candidate) -> bool {
        self.wanted == Wanted::Explanations || self.model.keeps(one) && one.says_something()
    }

    /// A candidate with its words and their place in the source, which no other step needs.
    fn anchored(&self, mut one: Candidate) -> Candidate {
        let anchor = &mut one.statement.anchor;
        anchor.source = self.paragraph.alignment.source_of(anchor.text);
        self.paragraph.text[anchor.text.range()].clone_into(&mut one.statement.quote);
        one
    }

    /// The sentences as the model that spots kinds sees them.
    pub fn told(&self, words: &[Word]) -> Vec<Told> {
        let told = |sentence: Range<usize>| Told {
            paragraph: self.index,
            text: Span::new(self.units[sentence.start].span.start, self.units[sentence.end - 1].span.end),
            features: spotting::features(self.units, &sentence),
        };
        self.sentences(words).into_iter().map(told).collect()
    }

    /// The sentences, as ranges of units.
    fn sentences(&self, words: &[Word]) -> Vec<Range<usize>> {
        let text = &self.paragraph.text;
        let ends = self.tongue.sentences.split(text, words).into_iter().filter_map(|range| {
            let last = range.end.checked_sub(1)?;
            Some(words[last].span.end)
        });
        let (mut sentences, mut start) = (Vec::new(), 0);
        let ends = ends.map(|end| self.units.partition_point(|unit| unit.span.end <= end));
        for to in ends.chain([self.units.len()]) {
            while start < to {
                let end = to.min(start + LONGEST_SENTENCE);
                sentences.push(start..end);
                start = end;
            }
        }
        sentences
    }

    fn sentence(&self, sentence: &Sentence, before: &[Filler], running: &Running, out: &mut Vec<Candidate>) {
        let grammar = &self.tongue.grammar;
        let mut matches: Vec<(usize, Match)> = sentence
            .clauses
            .iter()
            .enumerate()
            .flat_map(|(clause, range)| {
                let found = self.tongue.frames.matches(self.units, range, grammar);
                alone(found, self.learnt || self.model.tells).into_iter().map(move |found| (clause, found))
            })
            .collect();
        let spotted =
            (self.learnt || self.model.tells).then(|| self.model.spotter.spot(self.units, &sentence.range));
        for (kind, at) in spotted.iter().flat_map(spotting::Spotted::likely) {
            let clause = sentence.clauses.partition_point(|clause| clause.end <= at);
            if matches.iter().any(|(_, found)| found.frame.kind == kind) {
                continue;
            }
            let found = self.tongue.frames.spotted(kind, at, self.units, &sentence.clauses[clause], grammar);
            matches.extend(found.map(|found| (clause, found)));
        }
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
            let range = &sentence.clauses[*clause];
            let stretches = match sentence.phrases.len() {
                ..=MOST_PHRASES => stretches(self.units, range, found.units[0], &sentence.phrases, grammar),
                _ => Vec::new(),
            };
            if stretches.is_empty() {
                drafts.push(self.draft(found, *clause, sentence, &scene, None));
            }
            for (at, stretch) in stretches.iter().enumerate() {
                // What stands in the other stretches takes no part in this one.
                let mut phrases = sentence.phrases.clone();
                for phrase in &mut phrases {
                    let elsewhere = stretches
                        .iter()
                        .enumerate()
                        .any(|(other, range)| other != at && range.contains(&phrase.units.start));
                    let shared = at + 1 < stretches.len()
                        && stretches.last().is_some_and(|last| last.contains(&phrase.units.start))
                        && phrase.case != Case::Nominative;
                    phrase.in_title |= elsewhere && !shared;
                }
                drafts.push(self.draft(
                    found,
                    *clause,
                    sentence,
                    &Scene { phrases: &phrases, ..scene },
                    Some(stretch.clone()),
                ));
            }
        }
        let appoints = matches.iter().any(|(_, found)| appoints(found));
        self.offices(sentence, &scene, appoints, &mut drafts);
        self.quantities(sentence, &mut drafts);
        drafts.sort_by_key(|draft| draft.at);
        let mut kinds = Kinds::default();
        drafts.iter().for_each(|draft| kinds.add(draft.kind, draft.clause));
        let first = out.len();
        let spotted = spotted.as_ref();
        let finish = |draft| self.finish(draft, sentence, &kinds, spotted, running);
        out.extend(drafts.into_iter().map(finish));
        if self.learnt && !self.model.trees.is_empty() {
            let made = &mut out[first..];
            let sums: Vec<f32> = made.iter().map(|one| one.sum).collect();
            let measures = measures(made, &sums);
            for (one, measures) in made.iter_mut().zip(measures) {
                one.statement.confidence =
                    believed(one.statement.confidence, self.model.trees.probability(&measures));
            }
        }
    }

    /// What a trigger says of the phrases of a scene.
    fn draft<'m>(
        &self,
        found: &'m Match<'m>,
        clause: usize,
        sentence: &Sentence,
        scene: &Scene,
        stretch: Option<Range<usize>>,
    ) -> Draft<'m> {
        let ruled = scene.fill(found, clause);
        let mut choices = Vec::new();
        let (mut roles, why) = if self.learnt {
            let tell = self.model.tells.then_some(&mut choices);
            scene.choose(found, clause, ruled, &self.model.weights, tell)
        } else {
            if self.model.tells {
                scene.choose(found, clause, ruled.clone(), &self.model.weights, Some(&mut choices));
            }
            ruled
        };
        self.fixed_roles(found, &mut roles);
        let modality = modality(found, self.units, &sentence.range, &sentence.clauses[clause]);
        Draft {
            kind: found.frame.kind,
            roles,
            why,
            found: Some(found),
            trigger: found.trigger,
            at: found.last(),
            clause,
            modality,
            choices,
            stretch,
            dated_as: None,
            undated: false,
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

    /// Titles of names; a list of them under a sentence that `appoints` tells who was appointed.
    fn offices<'a>(&self, sentence: &Sentence, scene: &Scene, appoints: bool, drafts: &mut Vec<Draft<'a>>) {
        // All lines of a list are of the day of its first.
        let list = sentence.titles.iter().find(|one| one.listed);
        let list = list.map(|one| (sentence.phrases[one.person].clause, one.title.end - 1));
        for one in &sentence.titles {
            let phrase = &sentence.phrases[one.person];
            let mut roles = Roles::default();
            roles.add(Role::Person, scene.filler(phrase));
            let mut choices = Vec::new();
            let mut start = one.title.start;
            if self.tongue.grammar.verb_last() && (self.learnt || self.model.tells) && !one.listed {
                let (units, phrases) = (self.units, &*sentence.phrases);
                let reach = Reach { units, phrases, kind: Kind::Office, role: Role::Office };
                let extent = Extent { first: start, head: one.title.end - 1 };
                let tell = self.model.tells.then_some(&mut choices);
                let learnt = reach.start(&extent, sentence.range.start, &self.model.weights, tell);
                start = if self.learnt { learnt } else { start };
            }
            let title = self.units[start].span.start..self.units[one.title.end - 1].span.end;
            roles.add(
                Role::Office,
                Filler::plain(self.paragraph.text[title].trim_matches(['"', '“', '(', ' '])),
            );
            let change = if one.listed && appoints { "appointed" } else { "holds" };
            roles.add(Role::Change, Filler::plain(change));
            let quoted = self.units[phrase.units.start].quoted;
            let before = one.title.start.saturating_sub(1).max(sentence.range.start);
            let former = self.units[before..one.title.end].iter().any(|unit| unit.says.has(Says::FORMER));
            drafts.push(Draft {
                kind: Kind::Office,
                roles,
                why: Vec::new(),
                found: None,
                trigger: "title before a name",
                at: one.title.end - 1,
                clause: phrase.clause,
                modality: if quoted { Modality::Reported } else { Modality::Asserted },
                choices,
                // "X (1912-1920)": the years in brackets after a holder's name are those of the office.
                stretch: self.term(phrase),
                dated_as: one.listed.then_some(list).flatten(),
                undated: former,
            });
        }
    }

    /// Units of the brackets right after a name, if a date stands in them.
    fn term(&self, phrase: &Phrase) -> Option<Range<usize>> {
        let open = phrase.units.end;
        self.units.get(open).filter(|unit| unit.is_mark("("))?;
        let close = (open + 1..self.units.len().min(open + 5)).find(|&at| self.units[at].is_mark(")"))?;
        let dated =
            (open + 1..close).any(|at| matches!(self.units[at].kind, super::units::UnitKind::Time(_)));
        dated.then_some(open..close)
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
                let counted = || text(&quantity.unit).filter(|_| !quantity.known_unit);
                let what = text(&quantity.what).or_else(counted);
                if what.is_none() && quantity.unit.is_empty() {
                    continue;
                }
                let mut roles = Roles::default();
                // Of a measure alone nobody says what is measured: "7,5 faizini" is no percent.
                if let Some(what) = what {
                    roles.add(Role::What, Filler::plain(what));
                }
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
                    choices: Vec::new(),
                    stretch: None,
                    dated_as: None,
                    undated: false,
                });
            }
        }
    }

    fn finish(
        &self,
        draft: Draft,
        sentence: &Sentence,
        kinds: &Kinds,
        spotted: Option<&spotting::Spotted>,
        running: &Running,
    ) -> Candidate {
        let (clause, at) = draft.dated_as.unwrap_or((draft.clause, draft.at));
        let dating = Dating {
            units: self.units,
            sentence: &sentence.range,
            clauses: &sentence.clauses,
            clause,
            at,
            times: self.times,
            running,
            kind: draft.kind,
            found: draft.found,
            stretch: draft.stretch.as_ref(),
        };
        let mut choices = draft.choices;
        let (time, dated, date_sure) = if self.learnt || self.model.tells {
            let chosen = dating.choose(&self.model.weights, self.model.tells.then_some(&mut choices));
            if self.learnt { chosen } else { dating.nearest() }
        } else {
            dating.nearest()
        };
        let weighing = Weighing {
            units: self.units,
            sentence: &sentence.range,
            clauses: &sentence.clauses,
            clause: draft.clause,
            at: draft.at,
            kind: draft.kind,
            found: draft.found,
            ruled: draft.modality,
        };
        let weighed = (self.learnt || self.model.tells)
            .then(|| weighing.modality(&self.model.weights, self.model.tells.then_some(&mut choices)));
        let modality = weighed.filter(|_| self.learnt).unwrap_or(draft.modality);
        let mut roles = draft.roles;
        let bare = draft.found.is_some_and(|found| found.frame.change.is_none());
        let changes = draft.kind.roles().contains(&Role::Change) && (self.learnt && bare || self.model.tells);
        if changes && draft.found.is_some() {
            let known = self.tongue.frames.changes(draft.kind);
            let tell = self.model.tells.then_some(&mut choices);
            let change = weighing.change(&known, &self.model.weights, tell);
            if let Some(change) = change.filter(|_| bare && self.learnt) {
                roles.add(Role::Change, Filler::plain(change));
            }
        }
        let office = roles.single(Role::Office).filter(|_| draft.kind == Kind::Office).unwrap_or_default();
        let mut words = office.split_whitespace().map(|word| self.tongue.letters.lower(word));
        let former = words.any(|word| self.tongue.grammar.says(&word).has(Says::FORMER));
        let (time, dated, date_sure) =
            if draft.undated || former { (None, Dated::Not, 0.0) } else { (time, dated, date_sure) };
        let context = Context {
            units: self.units,
            sentence: &sentence.range,
            clauses: &sentence.clauses,
            clause: draft.clause,
            phrases: &sentence.phrases,
            kinds,
            kind: draft.kind,
            trigger: draft.trigger,
            at: draft.at,
            found: draft.found,
            roles: &roles,
            why: &draft.why,
            dated,
            date: time.as_ref(),
            modality,
            note: self.paragraph.kind == ParagraphKind::Note,
            stretched: draft.stretch.is_some(),
            spotted,
        };
        let mut seen = Sum::new(&self.model.weights, self.model.named);
        features(&context, &mut seen);
        let sum = seen.total();
        let own = own(&context, date_sure);
        let span = self.quotation(&draft.why, draft.clause, sentence);
        let statement = Statement {
            // Where it stands in the source, and its words, follow once it is kept.
            anchor: Anchor { paragraph: self.index, text: span, source: Span::default() },
            kind: draft.kind,
            date: time,
            modality,
            confidence: if self.learnt { logistic(sum) } else { self.model.of_marks(draft.kind, &roles) },
            quote: String::new(),
            citation: None,
            roles,
        };
        Candidate {
            statement,
            features: seen.names.unwrap_or_default(),
            trigger: draft.trigger.to_owned(),
            at: self.units[draft.at].span,
            sentence: sentence.number,
            clause: draft.clause,
            sum,
            learnt: self.learnt,
            dated_here: matches!(dated, Dated::Clause | Dated::Sentence),
            own,
            within: Span::new(
                self.units[sentence.range.start].span.start,
                self.units[sentence.range.end - 1].span.end,
            ),
            explanation: match self.wanted {
                Wanted::Statements => Vec::new(),
                Wanted::Explanations => explain(&draft.why, draft.found, dated),
            },
            choices,
        }
    }

    /// The smallest run of clauses that holds the trigger and all that fills its roles.
    fn quotation(&self, why: &[Filled], clause: usize, sentence: &Sentence) -> Span {
        let mut clauses = clause..clause + 1;
        for phrase in why.iter().filter_map(|one| one.phrase) {
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
                Some(one) => {
                    let sure = one.probability.map_or(String::new(), |sure| format!(", {sure:.2}"));
                    lines.push(format!("{role}: by {} ({}{sure})", one.mark, one.whence.as_str()));
                }
                None => lines.push(format!("{role}: nothing stands under {}", marks.marks.join(", "))),
            }
        }
    }
    lines.push(format!("date: {}", dated.as_str()));
    lines
}

/// True if it tells that somebody is put into office, or a body is made or approved whose offices may follow.
fn appoints(found: &Match) -> bool {
    match found.frame.kind {
        Kind::Decision => true,
        Kind::Office => found.frame.change.as_deref() == Some("appointed"),
        Kind::Polity => found.frame.change.as_deref() == Some("created"),
        _ => false,
    }
}

/// True for forms that a noun trigger has.
pub(super) fn is_noun_form(found: Option<&Match>) -> bool {
    found.is_some_and(|found| found.form == Form::Noun)
}

/// Leaves out what lies within a longer trigger of its kind, or of any whose words stand in a row ("savaş ilan etti" is
/// no "ilan etti"); where nothing was learnt that could judge between kinds, of any kind.
fn alone(found: Vec<Match>, learnt: bool) -> Vec<Match> {
    let covered = |one: &Match| {
        found.iter().any(|other| {
            let in_a_row = other.last() + 1 - other.units[0] == other.units.len();
            (other.frame.kind == one.frame.kind || in_a_row || !learnt)
                && other.units.len() > one.units.len()
                && one.units.iter().all(|unit| other.units.contains(unit))
        })
    };
    let covered: Vec<bool> = found.iter().map(covered).collect();
    found.into_iter().zip(covered).filter(|(_, covered)| !covered).map(|(one, _)| one).collect()
}
