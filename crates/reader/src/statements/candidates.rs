//! Candidates: what a sentence may say, before it is judged.

use std::ops::Range;

use salname_model::{
    Anchor, Class, Filler, Kind, Mention, Paragraph, ParagraphKind, Role, Roles, Span, Statement, TimeMention,
};

use crate::words::Word;

use super::Tongue;
use super::antecedents::Antecedents;
use super::at_hand::AtHand;
use super::cases::Case;
use super::choice::Choice;
use super::clauses::clauses;
use super::confidence::{Model, logistic};
use super::dates::{Dated, Dating};
use super::drafts::{BEFORE_NAME, Draft, appoints};
use super::features::{Context, Kinds, features};
use super::forms::Form;
use super::frames::Match;
use super::gapping::stretches;
use super::grammar::Says;
use super::judging::{believed, measures, own};
use super::lexicon::Lexicon;
use super::lists::listed;
use super::modality::Weighing;
use super::offices::{Apposition, appositions};
use super::phrases::{Phrase, Phrases, Sort};
use super::pruning::Pruning;
use super::roles::{Filled, Scene};
use super::running::Running;
use super::scoring::Sum;
use super::sources::Sources;
use super::spotting::{self, Spotted, Told};
use super::standing::looks;
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
    /// True if its trigger says so little that it is not read on, but where everything is to be explained.
    pub passed_over: bool,
    /// True if it is likely enough to be told.
    pub likely: bool,
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
    /// True if somebody or something takes part: that "something was decided" is no statement, nor is it that somebody
    /// holds an office that is not named, or an office is held by nobody.
    #[must_use]
    pub fn says_something(&self) -> bool {
        let roles = &self.statement.roles;
        let holds = roles.single(Role::Change) == Some("holds");
        let nameless = self.statement.kind == Kind::Office
            && (holds && roles.get(Role::Office).is_empty() || roles.get(Role::Person).is_empty());
        !nameless && roles.iter().any(|(role, _)| !matches!(role, Role::Change | Role::Form))
    }

    /// True if it gives to somebody the office that stands right before another's name: the title is that name's.
    fn takes_title_of(&self, other: &Self) -> bool {
        if other.trigger != BEFORE_NAME || self.trigger == BEFORE_NAME {
            return false;
        }
        let (own, its) = (&self.statement.roles, &other.statement.roles);
        let (Some(title), Some(whole)) = (own.single(Role::Office), its.single(Role::Office)) else {
            return false;
        };
        let same_title = title == whole || title.contains(' ') && whole.ends_with(title);
        let holds = |person: &Filler| its.get(Role::Person).iter().any(|one| one.text == person.text);
        same_title && !own.get(Role::Person).iter().any(holds)
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
    // Of whom nothing is said may be anybody.
    if one.is_empty() != two.is_empty() {
        return false;
    }
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
    /// The words of the document.
    pub own: &'a Lexicon,
    pub times: &'a [TimeMention],
    pub model: &'a Model,
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

/// One sentence, taken apart.
pub(super) struct Sentence {
    number: usize,
    pub range: Range<usize>,
    pub clauses: Vec<Range<usize>>,
    pub phrases: Vec<Phrase>,
    pub titles: Vec<Apposition>,
    pub sources: Sources,
}

impl Reading<'_> {
    /// Adds the candidates of the paragraph.
    pub fn read(
        &self,
        words: &[Word],
        running: &mut Running,
        antecedents: &mut Antecedents,
        out: &mut Vec<Candidate>,
    ) {
        if self.paragraph.kind == ParagraphKind::Heading {
            running.forget();
        }
        let mut before: Vec<Filler> = Vec::new();
        for (number, sentence) in self.sentences(words).into_iter().enumerate() {
            let grammar = &self.tongue.grammar;
            let clauses = clauses(self.units, sentence.clone(), grammar);
            let mut phrases = self.phrases().of(&clauses);
            let mut titles = appositions(self.units, &sentence, &phrases, grammar);
            titles.extend(listed(self.units, &sentence, &phrases, grammar));
            let sources = Sources::of(self.units, &sentence, &phrases, grammar);
            for (at, phrase) in phrases.iter_mut().enumerate() {
                let in_title = |one: &Apposition| {
                    one.title.start <= phrase.units.start && phrase.units.end <= one.title.end
                };
                let is_source = sources.phrases.contains(&at);
                // "general Denikin" is one man.
                let rank = &self.units[phrase.units.end - 1];
                let behind = self.units.get(phrase.units.end).filter(|_| phrase.mention.is_none());
                let is_rank =
                    rank.says.has(Says::RANK) && behind.and_then(|unit| unit.class) == Some(Class::Per);
                phrase.aside = titles.iter().any(in_title) || is_source || is_rank;
                // "According to A, B …": B is no second source.
                phrase.adposition = phrase.adposition.filter(|&at| is_source || !sources.is_told_by(at));
            }
            let entities = |mention: usize| self.mentions[mention].entity.clone();
            let filler = |phrase: &Phrase| phrase.filler(&self.paragraph.text, self.units, &entities);
            antecedents.pass(self.units, &mut phrases, grammar, filler);
            let sentence = Sentence { number, range: sentence, clauses, phrases, titles, sources };
            let first = out.len();
            running.look_ahead(self.times, self.index, self.units[sentence.range.end - 1].span.end);
            self.sentence(&sentence, &before, running, out);
            running.pass(self.units, &sentence.range, self.times);
            let dated = out[first..].iter().filter(|one| one.dated_here);
            running.tell(dated.filter_map(|one| one.statement.date.as_ref()));
            let found = out.split_off(first);
            out.extend(found.into_iter().filter(|one| self.is_wanted(one)).map(|one| self.anchored(one)));
            let actors = self.actors(&sentence);
            if !actors.is_empty() {
                before = actors;
            }
        }
    }

    /// What finds noun phrases.
    pub fn phrases(&self) -> Phrases<'_> {
        Phrases {
            text: &self.paragraph.text,
            units: self.units,
            mentions: self.mentions,
            keys: self.keys,
            known: &self.tongue.known,
            lexicon: &self.tongue.lexicon,
            own: self.own,
            grammar: &self.tongue.grammar,
        }
    }

    fn is_wanted(&self, one: &Candidate) -> bool {
        self.wanted == Wanted::Explanations || one.likely && one.says_something()
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
        let learns = self.model.learnt || self.model.tells;
        let spotted = learns.then(|| self.model.spotter.spot(self.units, &sentence.range));
        let spotted = spotted.as_ref();
        let triggers = self.triggers(sentence, spotted);
        let drafts = self.drafts(&triggers, sentence, before, spotted);
        if drafts.is_empty() {
            return;
        }
        let mut kinds = Kinds::default();
        drafts.iter().for_each(|draft| kinds.add(draft.kind, draft.clause));
        let at_hand = AtHand::new(running, self.units, &sentence.range);
        let first = out.len();
        let said: Vec<(Option<&Match>, usize)> = drafts.iter().map(|draft| (draft.found, draft.at)).collect();
        let places: Vec<usize> = drafts.iter().map(|draft| draft.at).collect();
        let finish = |draft| self.finish(draft, sentence, &kinds, spotted, &at_hand);
        out.extend(drafts.into_iter().map(finish));
        self.judge(&mut out[first..]);
        if let Some(pruning) =
            self.pruning(sentence, spotted).filter(|_| self.model.learnt && self.model.spares)
        {
            for (one, (found, _)) in out[first..].iter_mut().zip(&said) {
                let kept = found.is_none_or(|found| pruning.keeps(found, one.clause, &self.model.weights));
                one.passed_over = !kept;
            }
        }
        for one in &mut out[first..] {
            one.likely = self.model.keeps(one);
        }
        for at in first..out.len() {
            out[at].likely &= !out[first..].iter().any(|other| out[at].takes_title_of(other));
        }
        if learns {
            for (one, (found, at)) in out[first..].iter_mut().zip(said).filter(|(one, _)| self.is_wanted(one))
            {
                self.weigh(one, found, at, sentence);
            }
        }
        for (one, at) in out[first..].iter_mut().zip(places) {
            one.statement.modality = sentence.sources.modality(at, one.statement.modality);
        }
    }

    /// The triggers of a sentence that are worth reading on, each with its clause: those of frames, and the words that
    /// speak most for a kind of which there is none.
    fn triggers(&self, sentence: &Sentence, spotted: Option<&Spotted>) -> Vec<(usize, Match<'_>)> {
        let (units, grammar) = (self.units, &self.tongue.grammar);
        let mut found: Vec<(usize, Match)> = Vec::new();
        for (clause, range) in sentence.clauses.iter().enumerate() {
            let matches = alone(self.tongue.frames.matches(units, range, grammar), spotted.is_some());
            found.extend(matches.into_iter().map(|one| (clause, one)));
        }
        for (kind, at) in spotted.into_iter().flat_map(Spotted::likely) {
            let clause = sentence.clauses.partition_point(|clause| clause.end <= at);
            if found.iter().all(|(_, other)| other.frame.kind != kind) {
                let one = self.tongue.frames.spotted(kind, at, units, &sentence.clauses[clause], grammar);
                found.extend(one.map(|one| (clause, one)));
            }
        }
        if let Some(pruning) =
            self.pruning(sentence, spotted).filter(|_| self.model.learnt && !self.model.spares)
        {
            found.retain(|(clause, one)| pruning.keeps(one, *clause, &self.model.weights));
        }
        found
    }

    fn pruning<'s>(&'s self, sentence: &'s Sentence, spotted: Option<&'s Spotted>) -> Option<Pruning<'s>> {
        let (units, clauses) = (self.units, &*sentence.clauses);
        spotted.map(|spotted| Pruning { units, sentence: &sentence.range, clauses, spotted })
    }

    /// What the triggers, titles and numbers of a sentence say, in the order of the text.
    fn drafts<'m>(
        &self,
        triggers: &'m [(usize, Match<'m>)],
        sentence: &Sentence,
        before: &[Filler],
        spotted: Option<&Spotted>,
    ) -> Vec<Draft<'m>> {
        let (units, grammar) = (self.units, &self.tongue.grammar);
        let entities = |mention: usize| self.mentions[mention].entity.clone();
        let looks = match triggers {
            [] => Vec::new(),
            _ => looks(units, sentence.range.start, &sentence.phrases),
        };
        let nouns = self.phrases();
        let scene = Scene {
            text: &self.paragraph.text,
            units,
            clauses: &sentence.clauses,
            phrases: &sentence.phrases,
            looks: &looks,
            grammar,
            nouns: &nouns,
            before,
            entities: &entities,
        };
        let mut drafts: Vec<Draft> = Vec::new();
        for (clause, found) in triggers {
            let range = &sentence.clauses[*clause];
            let open = sentence.sources.open_to(&found.units, &sentence.phrases);
            let scene = Scene { phrases: open.as_deref().unwrap_or(scene.phrases), ..scene };
            let stretches = match sentence.phrases.len() {
                ..=MOST_PHRASES => stretches(units, range, found.units[0], &sentence.phrases, grammar),
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
                    phrase.aside |= elsewhere && !shared;
                }
                let scene = Scene { phrases: &phrases, ..scene };
                drafts.push(self.draft(found, *clause, sentence, &scene, Some(stretch.clone())));
            }
        }
        if let Some(pruning) = self.pruning(sentence, spotted).filter(|_| self.model.tells) {
            for draft in &mut drafts {
                let worth = draft.found.map(|found| pruning.choice(found, draft.clause, &self.model.weights));
                draft.choices.extend(worth);
            }
        }
        let appoints = triggers.iter().any(|(_, found)| appoints(found));
        self.offices(sentence, &scene, appoints, &mut drafts);
        self.quantities(sentence, &mut drafts);
        drafts.sort_by_key(|draft| draft.at);
        drafts
    }

    /// How far the candidates of a sentence are believed, beside each other.
    fn judge(&self, made: &mut [Candidate]) {
        if !self.model.learnt || self.model.trees.is_empty() {
            return;
        }
        let sums: Vec<f32> = made.iter().map(|one| one.sum).collect();
        let measures = measures(made, &sums);
        for (one, measures) in made.iter_mut().zip(measures) {
            one.statement.confidence =
                believed(one.statement.confidence, self.model.trees.probability(&measures));
        }
    }

    /// How the source stands to a candidate and what became of it, by what was learnt: of those that are told, for it
    /// says nothing of how likely they are.
    fn weigh(&self, one: &mut Candidate, found: Option<&Match>, at: usize, sentence: &Sentence) {
        let (kind, weights, tells) = (one.statement.kind, &self.model.weights, self.model.tells);
        let verb_last = self.tongue.grammar.verb_last();
        let changed = one.statement.roles.single(Role::Change).map(str::to_owned);
        let weighing = Weighing {
            units: self.units,
            sentence: &sentence.range,
            clauses: &sentence.clauses,
            clause: one.clause,
            at,
            kind,
            found,
            ruled: one.statement.modality,
            changed: changed.as_deref(),
            verb_last,
        };
        let modality = weighing.modality(weights, tells.then_some(&mut one.choices));
        if self.model.learnt {
            one.statement.modality = modality;
        }
        // Where the verb comes early, its helpers and what stands before it tell more than the frame: "had been", "until then".
        let open = match found {
            Some(found) => found.frame.change.is_none() || !verb_last,
            // In a list of appointments all were appointed.
            None => !verb_last && changed.as_deref() == Some("holds"),
        };
        if !kind.roles().contains(&Role::Change) || found.is_none() && !open {
            return;
        }
        let open = open && self.model.learnt;
        if open || tells {
            let known = self.tongue.frames.changes(kind);
            let change = weighing.change(&known, weights, tells.then_some(&mut one.choices));
            if let Some(change) = change.filter(|_| open) {
                one.statement.roles.retain(|role, _| role != Role::Change);
                one.statement.roles.add(Role::Change, Filler::plain(change));
            }
        }
    }

    fn finish(
        &self,
        draft: Draft,
        sentence: &Sentence,
        kinds: &Kinds,
        spotted: Option<&Spotted>,
        at_hand: &AtHand,
    ) -> Candidate {
        let (clause, at) = draft.dated_as.unwrap_or((draft.clause, draft.at));
        let dating = Dating {
            units: self.units,
            sentence: &sentence.range,
            clauses: &sentence.clauses,
            clause,
            at,
            times: self.times,
            at_hand,
            kind: draft.kind,
            found: draft.found,
            stretch: draft.stretch.as_ref(),
        };
        let mut choices = draft.choices;
        let (time, dated, date_sure) = if self.model.learnt || self.model.tells {
            let chosen = dating.choose(&self.model.weights, self.model.tells.then_some(&mut choices));
            if self.model.learnt { chosen } else { dating.nearest() }
        } else {
            dating.nearest()
        };
        let (roles, modality) = (draft.roles, draft.modality);
        let (time, dated, date_sure) =
            if draft.undated { (None, Dated::Not, 0.0) } else { (time, dated, date_sure) };
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
            verb_last: self.tongue.grammar.verb_last(),
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
            confidence: if self.model.learnt {
                logistic(sum)
            } else {
                self.model.of_marks(draft.kind, &roles)
            },
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
            passed_over: false,
            likely: false,
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
                && !phrase.aside
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
