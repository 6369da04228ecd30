//! Choosing by learnt weights: which phrases fill a role, and which of the dates at hand is the statement's.
//!
//! The marks of a frame propose; what was learnt of all frames together decides, from how a phrase is marked, where it
//! stands to the trigger, what it names, and what the marks say of it. Weights hold for the languages that they were
//! learnt from; elsewhere the marks alone decide.

use std::ops::Range;

use salname_model::{Class, Filler, Kind, Role, Roles};

use super::cases::Case;
use super::extent::{Extent, Reach};
use super::forms::Form;
use super::frames::Match;
use super::phrases::{Phrase, Sort};
use super::roles::{Filled, Scene, Whence};
use super::scoring::{Part, Sum, Weights, part};
use super::standing::{Asking, Standing};

/// What is chosen for a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Whether a trigger is worth looking for its roles.
    Worth,
    /// Who or what fills a role.
    Role(Role),
    /// Which noun is the last word of what fills a role.
    Head(Role),
    /// Whether a word belongs to what fills a role; the first of a row is the last word of the phrase, and is not asked.
    Extent(Role),
    /// When it was.
    Date,
    /// How the source stands to it.
    Modality,
    /// What became of it.
    Change,
}

/// Something that was or was not chosen; for learning.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What it was an answer to.
    pub question: Question,
    /// What stood for choice: a name, a date in EDTF, a modality.
    pub text: String,
    /// What the model sees of it.
    pub features: Vec<String>,
}

/// Phrases likelier than this fill a role; in roles that several share, those likelier than the second.
const ENOUGH: f32 = 0.5;
const ENOUGH_SHARED: f32 = 0.4;

/// Most roles have one filler, or some that are joined ("A, B and C"): one that stands elsewhere has to be likelier.
const ENOUGH_APART: f32 = 0.6;

/// Of those for a role that would stay empty, the likeliest fills it from here on.
const ENOUGH_ALONE: f32 = 0.3;

/// One that the frame's own marks name need be less likely still.
const ENOUGH_BY_RULE: f32 = 0.12;

/// Where something was is told by few words but plainly.
const ENOUGH_BY_RULE_WHERE: f32 = 0.03;

/// The equal of one that fills a role ("A, B and C") need not be as likely.
const ENOUGH_BESIDE: f32 = 0.28;

/// Phrases of clauses further off are not looked at.
const FURTHEST: usize = 2;

/// So many letters of a filler's last word stand for its stem.
pub(super) const STEM: usize = 5;

/// What may stand around a name and is no part of it.
pub(super) const QUOTES: [char; 6] = ['"', '“', '”', '(', ')', ' '];

/// The same roles with another text of the last filler of one, unless it is empty.
fn with_last(roles: &Roles, role: Role, text: &str) -> Roles {
    let mut made = Roles::default();
    for (other, fillers) in roles.iter() {
        for (at, filler) in fillers.iter().enumerate() {
            let last = other == role && at + 1 == fillers.len() && !text.is_empty();
            made.add(other, if last { Filler::plain(text) } else { filler.clone() });
        }
    }
    made
}

/// True for roles of those who do something together.
fn is_shared(role: Role) -> bool {
    matches!(role, Role::Parties | Role::Participants)
}

/// Roles of phrases; the others hold plain text, which the marks find.
pub(super) fn of_phrases(role: Role) -> bool {
    !matches!(role, Role::Name | Role::Office | Role::About | Role::Change | Role::Form)
}

/// False for roles of those who do something or have it done to them: a congress decides and is written to, but a treaty
/// is no party to itself, and no war takes part in a war.
fn takes_events(role: Role) -> bool {
    !matches!(role, Role::Parties | Role::Participants | Role::Actor | Role::Target | Role::Who)
}

/// True if something can be where it was: a country's army only for kinds that are `of_places` themselves.
fn is_somewhere(sort: Sort, of_places: bool) -> bool {
    match sort {
        Sort::Place | Sort::Name(Class::Gpe | Class::Loc) => true,
        Sort::Actor | Sort::Name(Class::Org) => of_places,
        Sort::Name(_) => false,
    }
}

/// True if somebody can be called so; no country and no body holds an office.
fn is_somebody(sort: Sort) -> bool {
    matches!(sort, Sort::Actor | Sort::Name(Class::Per))
}

/// The part of those who do something.
const ACTS: &str = "who-acts";

/// The part of those who do something together.
const TAKES_PART: &str = "who-takes-part";

/// True for the roles of those who do something.
pub(super) fn acts(role: Role) -> bool {
    part_of(role) == ACTS
}

/// True for the roles of those to whom or where it is done.
fn undergoes(role: Role) -> bool {
    matches!(role, Role::Place | Role::To | Role::Target | Role::Who | Role::Of | Role::Subject)
}

/// What roles of different kinds have in common: kinds that are rare learn from the others.
pub(super) fn part_of(role: Role) -> &'static str {
    match role {
        Role::From | Role::By | Role::Actor => ACTS,
        Role::Parties | Role::Participants => TAKES_PART,
        Role::To | Role::Target => "towards",
        Role::Who | Role::Of | Role::Subject => "who-suffers",
        other => other.as_str(),
    }
}

/// True if the first range holds nothing that the second does not.
fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// What may fill a role.
struct Offer {
    role: Role,
    /// The phrase; none for plain text and for what comes from the sentence before.
    phrase: Option<usize>,
    /// What fills it, if that is no phrase.
    plain: Option<(Filler, String)>,
    probability: f32,
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
        let ruled = self.with_wide_texts(found, ruled, weights, choices.as_deref_mut());
        let (rules, why) = self.reaching(found, clause, ruled, weights, choices.as_deref_mut());
        let asking = Asking::of(found);
        let near = self.standings(found, &asking, clause);
        let mut offers: Vec<Offer> = Vec::with_capacity(near.len() * found.frame.roles.len());
        for (role, _) in found.frame.roles.iter().filter(|(role, _)| of_phrases(*role)) {
            self.offer(*role, found, &near, &rules, &why, weights, &mut offers, choices.as_deref_mut());
        }
        if let Some(choices) = choices.as_deref_mut() {
            for offer in &offers {
                let Some(phrase) = offer.phrase.map(|at| &self.phrases[at]) else { continue };
                if let Some((reach, extent, from)) = self.extent(phrase, found.frame.kind, offer.role) {
                    reach.start(&extent, from, weights, Some(&mut *choices));
                }
            }
        }
        let chosen = self.decide(&offers);
        let taken = offers.into_iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(offer, _)| {
            let phrase = offer.phrase.map(|at| &self.phrases[at]);
            let units = phrase.map(|phrase| self.reach(phrase, found.frame.kind, offer.role, weights));
            (offer, units.unwrap_or_default())
        });
        let taken: Vec<(Offer, Range<usize>)> = taken.collect();
        let (mut roles, mut filled) = (Roles::default(), Vec::new());
        for (offer, units) in &taken {
            // "Azərbaycan" is no party beside "Azərbaycan hökuməti", if that is the same one.
            let is_part = |(other, longer): &(Offer, Range<usize>)| {
                other.role == offer.role && longer.len() > units.len() && within(units, longer)
            };
            let Some((filler, mark)) = self.taken(offer, units).filter(|_| !taken.iter().any(is_part)) else {
                continue;
            };
            roles.add(offer.role, filler);
            filled.push(Filled {
                role: offer.role,
                extent: None,
                mark,
                whence: offer.whence,
                phrase: offer.phrase,
                sort: offer.sort,
                probability: Some(offer.probability),
            });
        }
        // Plain texts are as the marks found them.
        for one in why.into_iter().filter(|one| !of_phrases(one.role)) {
            for filler in rules.get(one.role) {
                let rest = match one.role {
                    Role::About if self.grammar.verb_last() => {
                        let Some(rest) = self.without_participants(&filler.text, found, clause, &filled)
                        else {
                            continue;
                        };
                        Filler::plain(rest)
                    }
                    _ => filler.clone(),
                };
                roles.add(one.role, rest);
            }
            filled.push(one);
        }
        self.widen(found, clause, &mut roles, &filled, weights, choices);
        (roles, filled)
    }

    /// What an offer fills its role with, as wide as its units, and how that is marked.
    fn taken(&self, offer: &Offer, units: &Range<usize>) -> Option<(Filler, String)> {
        if let Some(plain) = &offer.plain {
            return Some(plain.clone());
        }
        let phrase = &self.phrases[offer.phrase?];
        let filler = if *units == phrase.units {
            self.filler(phrase)
        } else {
            Filler::plain(self.nouns.nominative(units, units.end - 1).trim_matches(QUOTES))
        };
        Some((filler, phrase.mark(self.units).to_owned()))
    }

    /// What the extent of a phrase that ends with a common noun is told by, and where it may begin at the earliest.
    fn extent(&self, phrase: &Phrase, kind: Kind, role: Role) -> Option<(Reach<'_>, Extent, usize)> {
        let head = phrase.units.end - 1;
        if !self.grammar.verb_last() || self.units[head].is_name() || phrase.antecedent.is_some() {
            return None;
        }
        let reach = Reach { phrases: self.phrases, nouns: self.nouns, kind, role };
        let from = self.clauses[phrase.clause].start;
        Some((reach, Extent { first: phrase.units.start, head }, from))
    }

    /// The units of a phrase, which if it ends with a common noun reaches as far to the left as was learnt.
    fn reach(&self, phrase: &Phrase, kind: Kind, role: Role, weights: &Weights) -> Range<usize> {
        let Some((reach, extent, from)) = self.extent(phrase, kind, role) else {
            return phrase.units.clone();
        };
        reach.start(&extent, from, weights, None)..phrase.units.end
    }

    /// Plain texts as far to the left as was learnt that they reach.
    fn reaching(
        &self,
        found: &Match,
        clause: usize,
        (mut rules, why): (Roles, Vec<Filled>),
        weights: &Weights,
        mut choices: Option<&mut Vec<Choice>>,
    ) -> (Roles, Vec<Filled>) {
        let from = self.clauses[clause.saturating_sub(FURTHEST)].start;
        for one in &why {
            let Some(extent) = &one.extent else { continue };
            let (phrases, nouns, kind) = (self.phrases, self.nouns, found.frame.kind);
            let reach = Reach { phrases, nouns, kind, role: one.role };
            let start = reach.start(extent, from, weights, choices.as_deref_mut());
            let (old, new) = (self.units[extent.first].span.start, self.units[start].span.start);
            let Some(filler) = rules.get(one.role).last() else { continue };
            let text = match new.checked_sub(old) {
                Some(less) => filler.text.get(less..).unwrap_or_default().to_owned(),
                None => format!("{}{}", &self.text[new..old], filler.text),
            };
            let text = text.trim_matches(QUOTES);
            rules = match reach.owner(start, extent.head, from, weights) {
                Some(owner) => with_last(&rules, one.role, &format!("{} {text}", self.nouns.written(&owner))),
                None => with_last(&rules, one.role, text),
            };
        }
        (rules, why)
    }

    #[allow(clippy::too_many_arguments, reason = "one step of choose")]
    fn offer(
        &self,
        role: Role,
        found: &Match,
        near: &[Standing],
        rules: &Roles,
        why: &[Filled],
        weights: &Weights,
        offers: &mut Vec<Offer>,
        mut choices: Option<&mut Vec<Choice>>,
    ) {
        let kind = found.frame.kind;
        let mut keep = |sum: Sum, offer: Offer, choices: &mut Option<&mut Vec<Choice>>| {
            if let Some(choices) = choices {
                let filler = offer.plain.as_ref().map(|(filler, _)| filler.clone());
                let filler = filler.or_else(|| Some(self.filler(&self.phrases[offer.phrase?])));
                choices.push(Choice {
                    question: Question::Role(role),
                    text: filler.map(|filler| filler.text).unwrap_or_default(),
                    features: sum.names.unwrap_or_default(),
                });
            }
            offers.push(offer);
        };
        let named = choices.is_some();
        let takes = |(_, marks): &&(Role, salname_packs::RoleMarks)| {
            marks.marks.iter().any(|mark| mark == Case::Locative.as_str())
        };
        let mut takers = found.frame.roles.iter().filter(takes).map(|(role, _)| *role).peekable();
        let elsewhere = takers.peek().is_some() && takers.all(|taker| taker != role);
        let of_places = found.frame.roles.iter().any(|(other, marks)| {
            *other == role && marks.classes.iter().any(|class| class == Sort::Place.as_str())
        });
        let only = found.frame.roles.iter().any(|(other, marks)| *other == role && marks.only);
        let parts = [kind.as_str(), role.as_str(), part_of(role)].map(Part::of);
        // Of a noun phrase that is plain text, and as far as was learnt, its last words are not offered once more.
        let noun = why.iter().find(|one| one.role == role).and_then(|one| one.extent.as_ref());
        let noun = noun.map(|extent| extent.head + 1);
        for standing in near {
            let at = standing.at;
            let phrase = &self.phrases[at];
            if phrase.aside || phrase.mention.is_none() && noun == Some(phrase.units.end) {
                continue;
            }
            if phrase.sort == Sort::Name(Class::Evt) && !takes_events(role) {
                continue;
            }
            // A meeting is none of those who meet, nor is one of them who is only spoken of.
            let own = part_of(role) == TAKES_PART
                && (found.noun == Some(phrase.units.end - 1) || self.is_only_quoted(found, &phrase.units));
            if own {
                continue;
            }
            if role == Role::Place && !is_somewhere(phrase.sort, of_places)
                || role == Role::Person && !is_somebody(phrase.sort)
            {
                continue;
            }
            // Where it happened is told by a role of its own, if the kind has one.
            let where_it_was = elsewhere && phrase.case == Case::Locative && phrase.adposition.is_none();
            // Who suffers does not act.
            let suffers = self.suffers(found)
                && found.form != Form::Noun
                && standing.within
                && part_of(role) == ACTS
                && phrase.case == Case::Nominative
                && phrase.adposition.is_none();
            let rule = why.iter().find(|one| one.phrase == Some(at));
            // Where nouns have articles and no cases, what stands before the verb acts and has nothing done to it.
            let does = !self.grammar.articles.is_empty()
                && standing.within
                && rule.is_some_and(|one| acts(one.role) && one.mark == "subject")
                && undergoes(role);
            if where_it_was || suffers || does {
                continue;
            }
            if only && rule.is_none_or(|one| one.role != role) {
                continue;
            }
            let ruled = match rule {
                Some(one) if one.role == role => part!("this"),
                Some(_) => part!("other"),
                None => part!("none"),
            };
            let mut sum = Sum::new(weights, named);
            standing.features(&mut sum, parts, ruled);
            let whence = if standing.within { Whence::Clause } else { Whence::Sentence };
            let offer = Offer {
                role,
                phrase: Some(at),
                plain: None,
                probability: sum.probability(),
                whence,
                sort: Some(phrase.sort),
                ruled: rule.is_some_and(|one| one.role == role) && standing.within,
            };
            keep(sum, offer, &mut choices);
        }
        for one in why.iter().filter(|one| one.role == role && one.phrase.is_none()) {
            let offered = |filler: &&Filler| {
                self.phrases.iter().any(|phrase| {
                    phrase.text == filler.text || phrase.mention.is_some() && noun == Some(phrase.units.end)
                })
            };
            let Some(filler) = rules.get(role).last().filter(|filler| !offered(filler)) else { continue };
            let mut sum = Sum::new(weights, named);
            let [kind, role_name, _] = parts;
            let form = Part::of(found.form.as_str());
            let passive = if found.passive { part!("passive") } else { part!("active") };
            let (mark, whence) = (Part::of(&one.mark), Part::of(one.whence.as_str()));
            sum.of(part!("fp"), [kind, role_name, mark, whence]);
            sum.of(part!("fp"), [role_name, mark, whence, form, passive]);
            let last = filler.text.split_whitespace().last().unwrap_or_default();
            let stem: String = last.chars().take(STEM).collect::<String>().to_lowercase();
            sum.of(part!("fps"), [kind, role_name, Part::of(&stem)]);
            let offer = Offer {
                role,
                phrase: None,
                plain: Some((filler.clone(), one.mark.clone())),
                probability: sum.probability(),
                whence: one.whence,
                sort: None,
                ruled: false,
            };
            keep(sum, offer, &mut choices);
        }
    }

    /// True for units within a quotation of more than themselves, where what is told stands outside of it.
    fn is_only_quoted(&self, found: &Match, units: &Range<usize>) -> bool {
        let word = |at: Option<usize>| {
            let unit = at.and_then(|at| self.units.get(at));
            unit.is_some_and(|unit| unit.quoted && (unit.is_word() || unit.is_name()))
        };
        self.units[units.start].quoted
            && found.units.iter().all(|&at| !self.units[at].quoted)
            && (word(units.start.checked_sub(1)) || word(Some(units.end)))
    }

    /// The phrases of the clauses around one: work on a sentence without end stays in step with its length.
    pub(super) fn window(&self, clause: usize) -> Range<usize> {
        let first = clause.saturating_sub(FURTHEST);
        let start = self.phrases.partition_point(|phrase| phrase.clause < first);
        let end = self.phrases.partition_point(|phrase| phrase.clause <= clause + FURTHEST);
        start..end
    }

    /// True if another of those that are likely to fill a role fills it alone: a likelier one that this is not joined to.
    fn stands_apart(&self, offers: &[Offer], at: usize, likely: impl Fn(usize) -> bool) -> bool {
        let one = &offers[at];
        if is_shared(one.role) || one.probability >= ENOUGH_APART {
            return false;
        }
        let of_role = (0..offers.len()).filter(|&other| offers[other].role == one.role && likely(other));
        let best = of_role.max_by(|&this, &that| {
            offers[this].probability.total_cmp(&offers[that].probability).then(that.cmp(&this))
        });
        best.is_some_and(|best| {
            let joined =
                || one.phrase.is_some_and(|phrase| self.with_equals(offers[best].phrase).contains(&phrase));
            best != at && !joined()
        })
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
        let enough = |at: usize| if is_shared(offers[at].role) { ENOUGH_SHARED } else { ENOUGH };
        let likely = |at: usize| free[at] && offers[at].probability >= enough(at);
        let mut chosen: Vec<bool> =
            (0..offers.len()).map(|at| likely(at) && !self.stands_apart(offers, at, likely)).collect();
        for at in 0..offers.len() {
            let rivals =
                || (0..offers.len()).filter(|&other| offers[other].role == offers[at].role && free[other]);
            let alone = rivals().all(|other| {
                !chosen[other]
                    && (other == at
                        || offers[other].probability < offers[at].probability
                        || offers[other].probability == offers[at].probability && at < other)
            });
            let enough = match (offers[at].ruled, offers[at].role) {
                (true, Role::Place) => ENOUGH_BY_RULE_WHERE,
                (true, _) => ENOUGH_BY_RULE,
                (false, _) => ENOUGH_ALONE,
            };
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
}
