//! Drafts of candidates: what a trigger, a title before a name or a number says, before it is dated and judged.

use std::ops::Range;

use salname_model::{Filler, Kind, Modality, Role, Roles};

use crate::words::in_digits;

use super::candidates::{Reading, Sentence};
use super::choice::Choice;
use super::extent::{Extent, Reach};
use super::frames::{Match, SPOTTED};
use super::grammar::Says;
use super::heads::Heads;
use super::modality::modality;
use super::offices::{phrase_end, title_head};
use super::phrases::Phrase;
use super::quantities::{Quantity, quantities, without_case, without_ending};
use super::roles::{Filled, Scene};
use super::units::{Unit, UnitKind};

/// What stands for a trigger where a title right before a name says who holds it.
pub(super) const BEFORE_NAME: &str = "title before a name";

/// A candidate in the making.
pub(super) struct Draft<'a> {
    pub kind: Kind,
    pub roles: Roles,
    pub why: Vec<Filled>,
    pub found: Option<&'a Match<'a>>,
    pub trigger: &'a str,
    pub at: usize,
    pub clause: usize,
    pub modality: Modality,
    pub choices: Vec<Choice>,
    /// Units of the stretch of the clause that is its own, where the clause says several things.
    pub stretch: Option<Range<usize>>,
    /// The clause and the unit for which it is dated, where those are not its own.
    pub dated_as: Option<(usize, usize)>,
    /// True if it was before what the sentence tells, nobody says when: a former office.
    pub undated: bool,
}

impl Reading<'_> {
    /// What a trigger says of the phrases of a scene.
    pub(super) fn draft<'m>(
        &self,
        found: &'m Match<'m>,
        clause: usize,
        sentence: &Sentence,
        scene: &Scene,
        stretch: Option<Range<usize>>,
    ) -> Draft<'m> {
        let ruled = scene.fill(found, clause);
        let mut choices = Vec::new();
        let (mut roles, why) = if self.model.learnt {
            let tell = self.model.tells.then_some(&mut choices);
            scene.choose(found, clause, ruled, &self.model.weights, tell)
        } else {
            if self.model.tells {
                scene.choose(found, clause, ruled.clone(), &self.model.weights, Some(&mut choices));
            }
            ruled
        };
        self.tidy(&mut roles);
        self.fixed_roles(found, &sentence.clauses, clause, &mut roles);
        let undated = found.frame.kind == Kind::Office
            && roles.single(Role::Office).is_some_and(|one| self.is_former(one));
        if undated && self.tongue.grammar.verb_last() {
            self.leave(&mut roles);
        }
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
            undated,
        }
    }

    /// Leaves the fillers without what joins them to other words; those that are nothing else are left out, and so is a
    /// single word for what something is about: it is a scrap of a longer one. What something is called takes no part in it.
    fn tidy(&self, roles: &mut Roles) {
        let name = roles.single(Role::Name).map(|name| self.without_joints(name).to_owned());
        let all = roles.clone();
        // "Azərbaycan" beside "Azərbaycan hökuməti" says no more.
        let is_part = |role: Role, text: &str| {
            all.get(role).iter().any(|other| {
                let (begins, ends) = (other.text.strip_prefix(text), other.text.strip_suffix(text));
                begins.is_some_and(|rest| rest.starts_with(' '))
                    || ends.is_some_and(|rest| rest.ends_with(' '))
            })
        };
        roles.retain(|role, filler| {
            if is_part(role, &filler.text) {
                return false;
            }
            let text = self.without_joints(&filler.text);
            // Where the verb comes last, what stands before it was asked already whether it is what it is done to.
            let is_scrap = role == Role::About && !text.contains(' ') && !self.tongue.grammar.verb_last();
            let says = text.chars().any(char::is_alphanumeric);
            if text.len() < filler.text.len() {
                filler.text = text.to_owned();
            }
            let is_its_name = role != Role::Name && name.as_ref() == Some(&filler.text);
            says && !is_scrap && !is_its_name
        });
    }

    /// A phrase without the conjunctions, adpositions and words like "more than" that it begins or ends with, nor its article.
    fn without_joints<'t>(&self, text: &'t str) -> &'t str {
        let joins = |word: &str| {
            let says = self.tongue.grammar.listed(&self.tongue.letters.lower(word));
            [Says::CONJUNCTION, Says::ADPOSITION, Says::COMPARISON].iter().any(|what| says.has(*what))
        };
        let mut text = text.trim();
        let determines =
            |word: &str| self.tongue.grammar.listed(&self.tongue.letters.lower(word)).has(Says::DETERMINER);
        while let Some((_, rest)) =
            text.split_once(' ').filter(|(first, _)| joins(first) || determines(first))
        {
            text = rest.trim_start();
        }
        while let Some((rest, _)) = text.rsplit_once(' ').filter(|(_, last)| joins(last)) {
            text = rest.trim_end();
        }
        text
    }

    /// A unit of measure in dictionary form, where the pack lists it.
    fn measure(&self, units: &Range<usize>) -> Option<String> {
        // "türk lirəsi": what a measure is built on keeps it.
        let last = units.clone().next_back().filter(|_| units.len() == 1)?;
        let known = |lemma: &&String| self.tongue.grammar.measures.has(lemma);
        let lemma = self.units[last].readings.iter().map(|one| &one.lemma).find(known)?;
        Some(lemma.clone())
    }

    /// True if a title says that its bearer holds the office no more.
    fn is_former(&self, office: &str) -> bool {
        let mut words = office.split_whitespace().map(|word| self.tongue.letters.lower(word));
        words.any(|word| self.tongue.grammar.says(&word).has(Says::FORMER))
    }

    /// A title without the word that says that its bearer holds the office no more.
    fn without_former(&self, office: &str) -> String {
        office.split(' ').filter(|word| !self.is_former(word)).collect::<Vec<_>>().join(" ")
    }

    /// A former office is one that was left.
    fn leave(&self, roles: &mut Roles) {
        roles.retain(|role, filler| {
            match role {
                Role::Office => filler.text = self.without_former(&filler.text),
                Role::Change if filler.text == "holds" => filler.text = "left".to_owned(),
                _ => {}
            }
            !filler.text.is_empty()
        });
    }

    /// What becomes of it, and in what form, as the frame says.
    fn fixed_roles(&self, found: &Match, clauses: &[Range<usize>], clause: usize, roles: &mut Roles) {
        let known = found.frame.kind.roles();
        if let Some(change) = found.frame.change.as_ref().filter(|_| known.contains(&Role::Change)) {
            roles.add(Role::Change, Filler::plain(change.clone()));
        }
        let form = || self.tongue.frames.form(found, self.units, clauses, clause);
        if let Some(form) = known.contains(&Role::Form).then(form).flatten() {
            roles.add(Role::Form, Filler::plain(form));
        }
    }

    /// Titles of names; a list of them under a sentence that `appoints` tells who was appointed.
    pub(super) fn offices<'a>(
        &self,
        sentence: &Sentence,
        scene: &Scene,
        appoints: bool,
        drafts: &mut Vec<Draft<'a>>,
    ) {
        // All lines of a list are of the day of its first.
        let list = sentence.titles.iter().find(|one| one.listed);
        let list = list.map(|one| (sentence.phrases[one.person].clause, one.title.end - 1));
        for one in &sentence.titles {
            let phrase = &sentence.phrases[one.person];
            let mut roles = Roles::default();
            let person = scene.filler(phrase);
            // The title right before a name is its own, and no other in the sentence that no frame knows.
            if !self.tongue.grammar.verb_last() {
                drafts.retain(|other| {
                    let is_spotted = other.kind == Kind::Office && other.trigger == SPOTTED;
                    !is_spotted || other.roles.get(Role::Person).iter().all(|one| one.text != person.text)
                });
            }
            roles.add(Role::Person, person);
            let mut choices = Vec::new();
            let (mut start, head, from) = (one.title.start, one.title.end - 1, sentence.range.start);
            let (mut end, is_behind) = (one.title.end, one.title.start >= phrase.units.end);
            let (nouns, mut owner) = (&self.phrases(), None);
            if self.tongue.grammar.verb_last() && (self.model.learnt || self.model.tells) && !one.listed {
                let reach =
                    Reach { phrases: &sentence.phrases, nouns, kind: Kind::Office, role: Role::Office };
                let (extent, weights) = (Extent { first: start, head }, &self.model.weights);
                let learnt = reach.start(&extent, from, weights, self.model.tells.then_some(&mut choices));
                if self.model.learnt {
                    start = learnt;
                    // "Rusiyanın Bakıda nümayəndəsi"
                    owner = reach.owner(start, head, from, weights);
                }
            } else if (self.model.learnt || self.model.tells) && !one.listed {
                let reach =
                    Reach { phrases: &sentence.phrases, nouns, kind: Kind::Office, role: Role::Office };
                let head = title_head(self.units, &one.title, &self.tongue.grammar);
                let bounds =
                    if is_behind { one.title.start..sentence.range.end } else { from..one.title.end };
                let (weights, tell) = (&self.model.weights, self.model.tells.then_some(&mut choices));
                let learnt = reach.units(&one.title, head, &bounds, weights, tell);
                if self.model.learnt {
                    // Right before the name it ends with the last word, whatever that is.
                    (start, end) = (learnt.start, if is_behind { learnt.end } else { end });
                }
            }
            let written = |units: &Range<usize>| nouns.written(units).trim_matches(['"', '“', '(', ' ']);
            let title = written(&(start..end));
            let title = match owner {
                Some(owner) => format!("{} {title}", written(&owner)),
                None => title.to_owned(),
            };
            // The word may stand right before what was read as the title.
            let before = start.min(one.title.start).saturating_sub(1).max(sentence.range.start);
            let undated = self.units[before..one.title.end].iter().any(|unit| unit.says.has(Says::FORMER));
            let change = if one.listed && appoints { "appointed" } else { "holds" };
            roles.add(Role::Office, Filler::plain(title));
            roles.add(Role::Change, Filler::plain(change));
            if undated && self.tongue.grammar.verb_last() {
                self.leave(&mut roles);
            }
            let quoted = self.units[phrase.units.start].quoted;
            drafts.push(Draft {
                kind: Kind::Office,
                roles,
                why: Vec::new(),
                found: None,
                trigger: BEFORE_NAME,
                at: one.title.end - 1,
                clause: if is_behind {
                    sentence.clauses.partition_point(|clause| clause.end < one.title.end)
                } else {
                    phrase.clause
                },
                modality: if quoted { Modality::Reported } else { Modality::Asserted },
                choices,
                // "X (1912-1920)": the years in brackets after a holder's name are those of the office.
                stretch: self.term(phrase),
                dated_as: one.listed.then_some(list).flatten(),
                undated,
            });
        }
    }

    /// Units of the brackets right after a name, if a date stands in them.
    fn term(&self, phrase: &Phrase) -> Option<Range<usize>> {
        let open = phrase.units.end;
        self.units.get(open).filter(|unit| unit.is_mark("("))?;
        let close = (open + 1..self.units.len().min(open + 5)).find(|&at| self.units[at].is_mark(")"))?;
        let dated = (open + 1..close).any(|at| matches!(self.units[at].kind, UnitKind::Time(_)));
        dated.then_some(open..close)
    }

    /// What a number measures and its unit, by what was learnt.
    fn measured(
        &self,
        quantity: &Quantity,
        sentence: &Sentence,
        clause: &Range<usize>,
        choices: &mut Vec<Choice>,
    ) -> Option<(String, Option<String>)> {
        let (units, phrases, weights) = (self.units, self.phrases(), &self.model.weights);
        let heads = Heads { units, sentence: &sentence.range, clause, phrases: &phrases, quantity };
        let (kind, role) = (Kind::Quantity, Role::What);
        let reach = Reach { phrases: &sentence.phrases, nouns: &phrases, kind, role };
        // "ships of the northern fleet": where the noun comes first, what it is of stands behind it.
        let verb_last = self.tongue.grammar.verb_last();
        let reached = |head: usize, choices: Option<&mut Vec<Choice>>| {
            let end = if verb_last { head + 1 } else { phrase_end(units, head, clause.end) };
            let bounds = heads.earliest(head)..heads.latest(head);
            reach.units(&(head..end), head, &bounds, weights, choices)
        };
        let head = heads.what(weights, self.model.tells.then_some(choices));
        if self.model.tells {
            // Whichever is the right one, how far it reaches is to be learnt.
            for head in heads.offered() {
                reached(head, Some(choices));
            }
        }
        let whole = heads.whole().or_else(|| heads.shared());
        let head = whole.or(head)?;
        let phrase = reached(head, None);
        let after = head >= quantity.value.end && whole.is_none();
        // What is counted by no measure is its own: "250 müsəlman kəndi".
        let unit = if after && !quantity.known_unit { head..head + 1 } else { quantity.unit.clone() };
        let measure = || self.measure(&unit).unwrap_or_else(|| phrases.nominative(&unit, unit.end - 1));
        let helps = |at: usize| self.units[at].is_word() && self.units[at].says.has(Says::COPULA);
        let mut what = match verb_last || !phrase.clone().any(helps) {
            true => phrases.nominative(&phrase, head),
            false => self.without_helpers(&phrase),
        };
        what = self.without_joints(&what).to_owned();
        let owner = reach.owner(quantity.value.start, head, clause.start, weights).filter(|_| after);
        if let Some(owner) = owner {
            what = format!("{} {what}", self.without_joints(phrases.written(&owner)));
        }
        let money = quantity.money.as_ref().map(|money| phrases.written(money).to_owned());
        Some((what, money.or_else(|| (!unit.is_empty()).then(measure))))
    }

    /// The words of some units without those that help other verbs: "houses burnt" of "houses had been burnt".
    fn without_helpers(&self, units: &Range<usize>) -> String {
        let mut text = String::new();
        let mut last = self.units[units.start].span.start;
        for unit in &self.units[units.clone()] {
            if !unit.is_word() || !unit.says.has(Says::COPULA) {
                text.push_str(&self.paragraph.text[last..unit.span.end]);
            }
            last = unit.span.end;
        }
        text
    }

    /// True for the page number before a running head: "148 TÜRK-RUS".
    fn heads_page(&self, quantity: &Quantity) -> bool {
        let next = &self.units[quantity.unit.clone()];
        let capitals = |unit: &Unit| {
            let mut letters =
                self.paragraph.text[unit.span.range()].chars().filter(|sign| sign.is_alphabetic());
            letters.clone().nth(1).is_some() && letters.all(char::is_uppercase)
        };
        quantity.value.start == 0 && !quantity.known_unit && next.first().is_some_and(capitals)
    }

    pub(super) fn quantities<'a>(&self, sentence: &Sentence, drafts: &mut Vec<Draft<'a>>) {
        let text = |range: &Range<usize>| {
            let units = &self.units[range.clone()];
            units
                .first()
                .zip(units.last())
                .map(|(first, last)| self.paragraph.text[first.span.start..last.span.end].to_owned())
        };
        let asked = self.model.learnt || self.model.tells;
        for (clause, range) in sentence.clauses.iter().enumerate() {
            for quantity in quantities(self.units, range, &self.tongue.grammar, asked) {
                let Some(value) = text(&quantity.value) else { continue };
                let value = without_case(&value, &self.units[quantity.value.end - 1], &self.tongue.grammar)
                    .to_owned();
                if self.heads_page(&quantity) {
                    continue;
                }
                let mut choices = Vec::new();
                let learnt = asked.then(|| self.measured(&quantity, sentence, range, &mut choices)).flatten();
                let counted = || text(&quantity.unit).filter(|_| !quantity.known_unit);
                let (what, unit) = match learnt.filter(|_| self.model.learnt) {
                    Some((what, unit)) => (Some(what), unit),
                    // A scrap is worse than nothing.
                    None if self.model.learnt => {
                        let unit = quantity.money.as_ref().unwrap_or(&quantity.unit);
                        (counted(), self.measure(unit).or_else(|| text(unit)))
                    }
                    None => (text(&quantity.what).or_else(counted), text(&quantity.unit)),
                };
                if what.is_none() && quantity.unit.is_empty() {
                    continue;
                }
                let mut roles = Roles::default();
                // Of a measure alone nobody says what is measured: "7,5 faizini" is no percent.
                if let Some(what) = what {
                    roles.add(Role::What, Filler::plain(what));
                }
                roles.add(Role::Value, Filler::plain(without_ending(&in_digits(&value)).to_owned()));
                if let Some(unit) = unit {
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
                    choices,
                    stretch: None,
                    dated_as: None,
                    undated: false,
                });
            }
        }
    }
}

/// True if it tells that somebody is put into office, or a body is made or approved whose offices may follow.
pub(super) fn appoints(found: &Match) -> bool {
    match found.frame.kind {
        Kind::Decision => true,
        Kind::Office => found.frame.change.as_deref() == Some("appointed"),
        Kind::Polity => found.frame.change.as_deref() == Some("created"),
        _ => false,
    }
}
