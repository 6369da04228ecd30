//! Choosing by learnt weights: which phrases fill a role, and which of the dates at hand is the statement's.
//!
//! The marks of a frame propose; what was learnt of all frames together decides, from how a phrase is marked, where it
//! stands to the trigger, what it names, and what the marks say of it. Weights hold for the languages that they were
//! learnt from; elsewhere the marks alone decide.

use std::ops::Range;

use salname_model::{Filler, Kind, Role, Roles};

use super::forms::Form;
use super::frames::Match;
use super::phrases::{Case, Phrase, Sort};
use super::roles::{Filled, Scene, Whence};
use super::scoring::{Sum, Weights};

/// Something that was or was not chosen; for learning.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The role to fill; none where a date was chosen.
    pub role: Option<Role>,
    /// What stood for choice: a name, or a date in EDTF.
    pub text: String,
    /// What the model sees of it.
    pub features: Vec<String>,
    /// True if it was chosen.
    pub chosen: bool,
}

/// Phrases likelier than this fill a role.
const ENOUGH: f32 = 0.4;

/// Of those for a role that would stay empty, the likeliest fills it from here on.
const ENOUGH_ALONE: f32 = 0.2;

/// One that the frame's own marks name need be less likely still.
const ENOUGH_BY_RULE: f32 = 0.12;

/// The equal of one that fills a role ("A, B and C") need not be as likely.
const ENOUGH_BESIDE: f32 = 0.25;

/// Phrases of clauses further off are not looked at.
const FURTHEST: usize = 3;

/// Roles of phrases; the others hold plain text, which the marks find.
fn of_phrases(role: Role) -> bool {
    !matches!(role, Role::Name | Role::Office | Role::About | Role::Change | Role::Form)
}

/// What roles of different kinds have in common: kinds that are rare learn from the others.
pub(super) fn part_of(role: Role) -> &'static str {
    match role {
        Role::From | Role::By | Role::Actor => "who-acts",
        Role::Parties | Role::Participants => "who-takes-part",
        Role::To | Role::Target => "towards",
        Role::Who | Role::Of | Role::Subject => "who-suffers",
        other => other.as_str(),
    }
}

/// What may fill a role.
struct Offer {
    role: Role,
    /// The phrase; none for plain text and for what comes from the sentence before.
    phrase: Option<usize>,
    filler: Filler,
    probability: f32,
    mark: String,
    whence: Whence,
    sort: Option<Sort>,
    /// True if the marks of the frame chose it for this role, in the trigger's own clause.
    ruled: bool,
}

impl Scene<'_> {
    /// Fills the roles of a trigger by what was learnt; `ruled` is what the marks of its frame make of them.
    pub fn choose(
        &self,
        found: &Match,
        clause: usize,
        ruled: (Roles, Vec<Filled>),
        weights: &Weights,
        mut choices: Option<&mut Vec<Choice>>,
    ) -> (Roles, Vec<Filled>) {
        let (rules, why) = ruled;
        let mut offers: Vec<Offer> = Vec::new();
        for (role, _) in found.frame.roles.iter().filter(|(role, _)| of_phrases(*role)) {
            self.offer(*role, found, clause, &rules, &why, weights, &mut offers, choices.as_deref_mut());
        }
        let chosen = self.decide(&offers);
        if let Some(choices) = choices {
            let made = choices.len() - offers.len();
            for (choice, chosen) in choices[made..].iter_mut().zip(&chosen) {
                choice.chosen = *chosen;
            }
        }
        let (mut roles, mut filled) = (Roles::default(), Vec::new());
        for (offer, _) in offers.into_iter().zip(&chosen).filter(|(_, chosen)| **chosen) {
            roles.add(offer.role, offer.filler);
            filled.push(Filled {
                role: offer.role,
                mark: offer.mark,
                whence: offer.whence,
                phrase: offer.phrase,
                sort: offer.sort,
                probability: Some(offer.probability),
            });
        }
        // Plain texts are as the marks found them.
        for one in why.into_iter().filter(|one| !of_phrases(one.role)) {
            for filler in rules.get(one.role) {
                roles.add(one.role, filler.clone());
            }
            filled.push(one);
        }
        (roles, filled)
    }

    #[allow(clippy::too_many_arguments, reason = "one step of choose")]
    fn offer(
        &self,
        role: Role,
        found: &Match,
        clause: usize,
        rules: &Roles,
        why: &[Filled],
        weights: &Weights,
        offers: &mut Vec<Offer>,
        mut choices: Option<&mut Vec<Choice>>,
    ) {
        let kind = found.frame.kind;
        let mut keep = |sum: Sum, offer: Offer, choices: &mut Option<&mut Vec<Choice>>| {
            if let Some(choices) = choices {
                choices.push(Choice {
                    role: Some(role),
                    text: offer.filler.text.clone(),
                    features: sum.names.unwrap_or_default(),
                    chosen: false,
                });
            }
            offers.push(offer);
        };
        let named = choices.is_some();
        for at in self.window(clause) {
            let phrase = &self.phrases[at];
            if phrase.in_title {
                continue;
            }
            // Where it happened is told by a role of its own, if the kind has one.
            let where_it_was = phrase.case == Case::Locative && phrase.adposition.is_none() && {
                let takes = |(_, marks): &&(Role, salname_packs::RoleMarks)| {
                    marks.marks.iter().any(|mark| mark == Case::Locative.as_str())
                };
                let mut takers = found.frame.roles.iter().filter(takes).map(|(role, _)| *role).peekable();
                takers.peek().is_some() && takers.all(|taker| taker != role)
            };
            if where_it_was {
                continue;
            }
            let rule = why.iter().find(|one| one.phrase == Some(at));
            let ruled = match rule {
                Some(one) if one.role == role => "this",
                Some(_) => "other",
                None => "none",
            };
            let mut sum = Sum::new(weights, named);
            self.features(&mut sum, kind, role, found, clause, at, ruled);
            let mark = self.mark_of(phrase).to_owned();
            let whence = if phrase.clause == clause { Whence::Clause } else { Whence::Sentence };
            let offer = Offer {
                role,
                phrase: Some(at),
                filler: self.filler(phrase),
                probability: sum.probability(),
                mark,
                whence,
                sort: Some(phrase.sort),
                ruled: ruled == "this" && phrase.clause == clause,
            };
            keep(sum, offer, &mut choices);
        }
        for one in why.iter().filter(|one| one.role == role && one.phrase.is_none()) {
            let Some(filler) = rules
                .get(role)
                .last()
                .filter(|filler| !self.phrases.iter().any(|phrase| phrase.text == filler.text))
            else {
                continue;
            };
            let mut sum = Sum::new(weights, named);
            let (kind, role_name) = (kind.as_str(), role.as_str());
            let form = found.form.as_str();
            let passive = if found.passive { "passive" } else { "active" };
            sum.add(["fp", kind, role_name, &one.mark, one.whence.as_str()]);
            sum.add(["fp", role_name, &one.mark, one.whence.as_str(), form, passive]);
            let last = filler.text.split_whitespace().last().unwrap_or_default();
            let stem: String = last.chars().take(5).collect::<String>().to_lowercase();
            sum.add(["fps", kind, role_name, &stem]);
            let offer = Offer {
                role,
                phrase: None,
                filler: filler.clone(),
                probability: sum.probability(),
                mark: one.mark.clone(),
                whence: one.whence,
                sort: None,
                ruled: false,
            };
            keep(sum, offer, &mut choices);
        }
    }

    /// The phrases of the clauses around one: work on a sentence without end stays in step with its length.
    fn window(&self, clause: usize) -> Range<usize> {
        let first = clause.saturating_sub(FURTHEST);
        let start = self.phrases.partition_point(|phrase| phrase.clause < first);
        let end = self.phrases.partition_point(|phrase| phrase.clause <= clause + FURTHEST);
        start..end
    }

    /// Which offers are taken: the likely ones, each phrase for one role.
    fn decide(&self, offers: &[Offer]) -> Vec<bool> {
        let best_elsewhere = |at: usize| {
            let one = &offers[at];
            offers.iter().enumerate().any(|(other, offer)| {
                other != at
                    && offer.phrase.is_some()
                    && offer.phrase == one.phrase
                    && (offer.probability > one.probability
                        || offer.probability == one.probability && other < at)
            })
        };
        let free: Vec<bool> = (0..offers.len()).map(|at| !best_elsewhere(at)).collect();
        let mut chosen: Vec<bool> =
            (0..offers.len()).map(|at| free[at] && offers[at].probability >= ENOUGH).collect();
        for at in 0..offers.len() {
            let rivals =
                || (0..offers.len()).filter(|&other| offers[other].role == offers[at].role && free[other]);
            let alone = rivals().all(|other| {
                !chosen[other]
                    && (other == at
                        || offers[other].probability < offers[at].probability
                        || offers[other].probability == offers[at].probability && at < other)
            });
            let enough = if offers[at].ruled { ENOUGH_BY_RULE } else { ENOUGH_ALONE };
            if alone && free[at] && offers[at].probability >= enough {
                chosen[at] = true;
            }
        }
        for at in 0..offers.len() {
            let Some(phrase) = offers[at].phrase.filter(|_| chosen[at]) else { continue };
            for equal in self.with_equals(Some(phrase)) {
                let beside = (0..offers.len()).find(|&other| {
                    offers[other].phrase == Some(equal) && offers[other].role == offers[at].role
                });
                if let Some(beside) =
                    beside.filter(|&beside| free[beside] && offers[beside].probability >= ENOUGH_BESIDE)
                {
                    chosen[beside] = true;
                }
            }
        }
        chosen
    }

    /// How a phrase is marked: its adposition or its case.
    fn mark_of<'s>(&'s self, phrase: &'s Phrase) -> &'s str {
        match phrase.adposition {
            Some(at) => &self.units[at].lower,
            None => phrase.case.as_str(),
        }
    }

    #[allow(clippy::too_many_arguments, reason = "all that the features are made of")]
    fn features(
        &self,
        sum: &mut Sum,
        kind: Kind,
        role: Role,
        found: &Match,
        clause: usize,
        at: usize,
        ruled: &str,
    ) {
        let phrase = &self.phrases[at];
        let role_given = role;
        let (kind, role) = (kind.as_str(), role.as_str());
        let (mark, sort) = (self.mark_of(phrase), phrase.sort.as_str());
        let trigger = found.last();
        let before = phrase.units.end <= trigger;
        let inside =
            phrase.units.contains(&trigger) || found.units.iter().any(|at| phrase.units.contains(at));
        let side = match (phrase.clause.cmp(&clause), clause.abs_diff(phrase.clause)) {
            _ if inside => "inside",
            (std::cmp::Ordering::Equal, _) if before => "before",
            (std::cmp::Ordering::Equal, _) => "after",
            (std::cmp::Ordering::Less, 1) => "earlier",
            (std::cmp::Ordering::Less, _) => "much-earlier",
            (_, 1) => "later",
            _ => "much-later",
        };
        let form = found.form.as_str();
        let passive = if found.passive { "passive" } else { "active" };
        let possessed = if phrase.possessed { "possessed" } else { "bare" };
        // How many phrases stand between it and the trigger, on its side.
        let window = self.window(clause);
        let near = &self.phrases[window.clone()];
        let between = near
            .iter()
            .filter(|other| {
                let middle = other.units.start;
                if before {
                    middle >= phrase.units.end && middle < trigger
                } else {
                    middle > trigger && middle < phrase.units.start
                }
            })
            .count();
        let distance = ["0", "1", "2", "3", "4"][between.min(4)];
        let same = |other: &&Phrase| self.mark_of(other) == mark && other.clause == phrase.clause;
        let nearer = near
            .iter()
            .filter(same)
            .filter(|other| other.units.start > phrase.units.start && other.units.end <= trigger)
            .count();
        let first = self.phrases[window.start..at].iter().filter(same).count();
        let rank = ["last", "last-but-one", "earlier"][nearer.min(2)];
        let order = ["first", "second", "later"][first.min(2)];
        let stem: String =
            phrase.text.split([' ', '.']).next_back().unwrap_or_default().chars().take(5).collect();
        let joined = if self.with_equals(Some(at)).len() > 1 { "list" } else { "alone" };
        let next = phrase.adposition.map_or(phrase.units.end, |at| at + 1);
        let gap = trigger.saturating_sub(phrase.units.end);
        let gap = if !before { "after" } else { ["0", "1", "2", "3"].get(gap).copied().unwrap_or("far") };
        let noun = match found.noun {
            Some(noun) if phrase.units.end <= noun && noun - phrase.units.end <= 1 => "beside-noun",
            Some(noun) if phrase.units.end <= noun => "before-noun",
            Some(_) => "after-noun",
            None => "no-noun",
        };
        let adjacent = self.units.get(next).map_or("end", |unit| {
            if found.units.contains(&next) {
                "trigger"
            } else if unit.is_word() {
                "word"
            } else if unit.is_name() {
                "name"
            } else {
                "other"
            }
        });
        sum.add(["f", kind, role]);
        sum.add(["f1", kind, role, mark]);
        sum.add(["f2", kind, role, mark, side]);
        sum.add(["f3", role, mark, form, passive, side]);
        sum.add(["f3k", kind, role, mark, form, passive]);
        sum.add(["f4", kind, role, sort]);
        sum.add(["f5", kind, role, sort, mark, possessed]);
        sum.add(["f6", kind, role, ruled]);
        sum.add(["f7", role, ruled, side]);
        sum.add(["f8", kind, role, ruled, mark]);
        sum.add(["f9", kind, role, distance, side]);
        sum.add(["f10", role, mark, distance]);
        sum.add(["f11", role, mark, rank, order]);
        sum.add(["f12", kind, role, &found.lemma, mark]);
        sum.add(["f13", kind, role, &stem]);
        sum.add(["f14", role, mark, joined]);
        sum.add(["f15", role, mark, noun]);
        sum.add(["f16", kind, role, noun, mark]);
        sum.add(["f17", role, mark, adjacent]);
        sum.add(["f18", role, mark, form, gap]);
        sum.add(["f19", kind, role, found.trigger, mark]);
        sum.add(["f20", role, sort, ruled]);
        let part = part_of(role_given);
        sum.add(["g", part, mark, form, passive, side]);
        sum.add(["g1", part, mark, rank, order]);
        sum.add(["g2", part, ruled, mark]);
        sum.add(["g3", part, sort, mark]);
        sum.add(["g4", part, noun, mark]);
        sum.add(["g5", part, distance, side]);
        sum.add(["g6", part, &found.lemma, mark]);
        if found.form == Form::Noun {
            sum.add(["f21", kind, role, mark, gap]);
        }
    }
}
