//! Roles: which phrases take part in what a trigger says, and as what.

use std::borrow::Cow;
use std::ops::Range;

use salname_model::{Class, Filler, Kind, Role, Roles};
use salname_packs::RoleMarks;

use crate::morphology::{Analysis, Feature};
use crate::work;

use super::cases::Case;
use super::extent::Extent;
use super::forms::Form;
use super::frames::Match;
use super::grammar::{Grammar, Says};
use super::phrases::{Phrase, Phrases, Sort};
use super::standing::Looks;
use super::units::{Unit, UnitKind};

/// Where a role's filler was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whence {
    /// In the trigger's clause.
    Clause,
    /// In another clause of the sentence.
    Sentence,
    /// In the sentence before.
    Before,
}

impl Whence {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clause => "clause",
            Self::Sentence => "sentence",
            Self::Before => "before",
        }
    }
}

/// Why a role is filled as it is, or is not.
#[derive(Debug, Clone)]
pub(super) struct Filled {
    pub role: Role,
    pub mark: String,
    pub whence: Whence,
    /// Index of the phrase in the sentence; none for what came from the sentence before, and for plain text.
    pub phrase: Option<usize>,
    pub sort: Option<Sort>,
    /// Where plain text stands that is a noun phrase.
    pub extent: Option<Extent>,
    /// How likely it is, where that was learnt.
    pub probability: Option<f32>,
}

/// Plain text, and where it stands if it is a noun phrase that ends with its noun.
type Plain = (String, Option<Extent>);

/// What a sentence offers to a trigger's roles.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub text: &'a str,
    pub units: &'a [Unit],
    pub clauses: &'a [Range<usize>],
    pub phrases: &'a [Phrase],
    /// What is seen of the phrases.
    pub looks: &'a [Looks<'a>],
    pub grammar: &'a Grammar,
    /// What tells the cases of words.
    pub nouns: &'a Phrases<'a>,
    /// Who acted in the sentence before.
    pub before: &'a [Filler],
    /// The entities that the mentions name, by their index in the document.
    pub entities: &'a dyn Fn(usize) -> String,
}

/// Adpositions between two names make both participants; so many phrases on one mark are taken.
const MOST_FILLERS: usize = 12;

impl Scene<'_> {
    /// Fills the roles of a trigger.
    pub fn fill(&self, found: &Match, clause: usize) -> (Roles, Vec<Filled>) {
        let (mut roles, mut why) = (Roles::default(), Vec::new());
        let mut taken = vec![false; self.phrases.len()];
        for (role, marks) in &found.frame.roles {
            let marks = &*self.narrowed(marks, clause, &taken);
            for mark in &marks.marks {
                let chosen = self.by_mark(mark, marks, found, clause, &taken);
                let (chosen, whence) = match (chosen.is_empty(), mark.as_str()) {
                    (true, "subject") => self.shared_subject(marks, found, clause, &taken),
                    _ => (chosen, Whence::Clause),
                };
                for &at in &chosen {
                    taken[at] = true;
                    let phrase = &self.phrases[at];
                    roles.add(*role, self.filler(phrase));
                    let (mark, sort) = (mark.clone(), Some(phrase.sort));
                    why.push(Filled {
                        role: *role,
                        mark,
                        whence,
                        phrase: Some(at),
                        sort,
                        extent: None,
                        probability: None,
                    });
                }
                if chosen.is_empty()
                    && let Some((text, extent)) = self.plain(mark, found, clause, *role)
                {
                    roles.add(*role, Filler::plain(text));
                    why.push(Filled {
                        role: *role,
                        mark: mark.clone(),
                        whence: Whence::Clause,
                        phrase: None,
                        sort: None,
                        extent,
                        probability: None,
                    });
                }
                if !roles.get(*role).is_empty() && !marks.together.contains(mark) {
                    break;
                }
            }
            if roles.get(*role).is_empty()
                && let Some((mark, chosen)) = self.elsewhere(marks, clause, &taken)
            {
                for at in chosen {
                    taken[at] = true;
                    let phrase = &self.phrases[at];
                    roles.add(*role, self.filler(phrase));
                    let (mark, sort) = (mark.clone(), Some(phrase.sort));
                    why.push(Filled {
                        role: *role,
                        mark,
                        whence: Whence::Sentence,
                        phrase: Some(at),
                        sort,
                        extent: None,
                        probability: None,
                    });
                }
            }
            let subject = marks.marks.iter().any(|mark| mark == "subject");
            if roles.get(*role).is_empty()
                && subject
                && self.lacks_subject(clause)
                && (self.grammar.verb_last() || self.has_pronoun(clause))
                && why.iter().all(|one| one.mark != "subject")
            {
                for filler in self.before {
                    roles.add(*role, filler.clone());
                    let mark = "subject".to_owned();
                    why.push(Filled {
                        role: *role,
                        mark,
                        whence: Whence::Before,
                        phrase: None,
                        sort: None,
                        extent: None,
                        probability: None,
                    });
                }
            }
        }
        (roles, why)
    }

    /// The marks as they are, or for the preferred class alone where the clause has one of it.
    fn narrowed<'m>(&self, marks: &'m RoleMarks, clause: usize, taken: &[bool]) -> Cow<'m, RoleMarks> {
        let Some(class) = &marks.prefer else { return Cow::Borrowed(marks) };
        let stands = self.phrases.iter().zip(taken).any(|(phrase, taken)| {
            phrase.clause == clause && !taken && !phrase.aside && phrase.sort.as_str() == class
        });
        if !stands {
            return Cow::Borrowed(marks);
        }
        Cow::Owned(RoleMarks { classes: vec![class.clone()], ..marks.clone() })
    }

    pub fn filler(&self, phrase: &Phrase) -> Filler {
        phrase.filler(self.text, self.units, self.entities)
    }

    /// The phrases of the clause that stand under a mark.
    fn by_mark(
        &self,
        mark: &str,
        marks: &RoleMarks,
        found: &Match,
        clause: usize,
        taken: &[bool],
    ) -> Vec<usize> {
        let trigger = found.last();
        let noun = found.noun.unwrap_or(found.units[0]);
        let verb_last = self.grammar.verb_last();
        let open = |at: &usize| {
            let phrase = &self.phrases[*at];
            !taken[*at]
                && !phrase.aside
                && phrase.clause == clause
                && fits(phrase, marks)
                && !phrase.units.contains(&trigger)
        };
        let before = |at: &usize| self.phrases[*at].units.end <= trigger;
        let all = super::phrases::range_of_clause(self.phrases, clause);
        match mark {
            "subject" => self.subject(found, &all.filter(open).collect::<Vec<_>>()),
            "object" => all
                .filter(open)
                .filter(|at| {
                    self.phrases[*at].units.start > trigger && self.phrases[*at].adposition.is_none()
                })
                .take(2)
                // "порт Энзели", "the port of Baku": the name says which.
                .reduce(|first, next| {
                    let (one, two) = (&self.phrases[first], &self.phrases[next]);
                    let apposed = one.sort == Sort::Place
                        && one.mention.is_none()
                        && matches!(two.sort, Sort::Name(Class::Gpe | Class::Loc))
                        && two.units.start - one.units.end <= 1;
                    if apposed { next } else { first }
                })
                .map_or_else(Vec::new, |object| self.with_equals(Some(object)).collect()),
            "owner" => {
                let mut near = all.filter(open).filter(|at| {
                    let phrase = &self.phrases[*at];
                    phrase.case == Case::Genitive && phrase.units.end <= noun && noun - phrase.units.end <= 4
                });
                self.with_equals(near.next_back()).collect()
            }
            "modifier" => {
                let mut own = all.clone().filter(open).filter(|at| {
                    let phrase = &self.phrases[*at];
                    phrase.case == Case::Nominative
                        && phrase.units.end <= noun
                        && noun - phrase.units.end <= 1
                });
                self.with_equals(own.next_back()).collect()
            }
            "trigger" => all
                .filter(|at| {
                    !taken[*at] && self.phrases[*at].units.contains(&noun) && fits(&self.phrases[*at], marks)
                })
                .take(1)
                .collect(),
            "EVT" => all
                .filter(open)
                .filter(|at| self.phrases[*at].sort == Sort::Name(Class::Evt))
                .take(1)
                .collect(),
            "accusative" if self.suffers(found) => {
                let mut patient = all.filter(open).filter(|at| {
                    let phrase = &self.phrases[*at];
                    before(at)
                        && phrase.adposition.is_none()
                        && (phrase.case == Case::Nominative
                            || phrase.case == Case::Genitive && found.form == Form::VerbalNoun)
                });
                self.with_equals(patient.next_back()).collect()
            }
            case if CASES.contains(&case) => {
                let mut marked = all.filter(open).filter(|at| {
                    let phrase = &self.phrases[*at];
                    let accusative = case == "accusative"
                        && phrase.possessed
                        && phrase.case == Case::Nominative
                        && verb_last;
                    (before(at) || !verb_last)
                        && phrase.adposition.is_none()
                        && (phrase.case.as_str() == case || accusative)
                });
                self.with_equals(marked.next_back()).collect()
            }
            adposition => all
                .filter(open)
                .filter(|at| {
                    self.phrases[*at].adposition.is_some_and(|place| *self.units[place].lower == *adposition)
                })
                .take(MOST_FILLERS)
                .collect(),
        }
    }

    /// True if the subject of a trigger is who suffers. Where the verb comes early, frames say by themselves which of their
    /// forms are passive.
    pub fn suffers(&self, found: &Match) -> bool {
        found.passive && self.grammar.verb_last()
    }

    /// Who acts: by the verb's form, what stands in the nominative, in the genitive, or after a participle.
    fn subject(&self, found: &Match, open: &[usize]) -> Vec<usize> {
        let trigger = found.last();
        if self.suffers(found) && !matches!(found.form, Form::Noun) {
            return Vec::new();
        }
        let bare =
            |at: &usize| self.phrases[*at].case == Case::Nominative && self.phrases[*at].adposition.is_none();
        if !self.grammar.verb_last() {
            let chosen = open.iter().copied().filter(bare).find(|at| self.phrases[*at].units.end <= trigger);
            // "оккупировала порт" after a comma: who acts stands in the clause before, and the object is none.
            let clause = open.first().map_or(0, |&at| self.phrases[at].clause);
            let earlier = self.phrases.iter().any(|phrase| {
                phrase.clause < clause
                    && phrase.case == Case::Nominative
                    && phrase.adposition.is_none()
                    && !phrase.aside
                    && !matches!(phrase.sort, Sort::Place | Sort::Name(Class::Loc | Class::Evt))
            });
            let chosen = chosen.or_else(|| {
                if earlier {
                    return None;
                }

                open.iter().copied().filter(bare).find(|at| self.phrases[*at].units.start > trigger)
            });
            return self.with_equals(chosen).collect();
        }
        let chosen = match found.form {
            Form::Participle => open
                .iter()
                .copied()
                .find(|at| {
                    self.phrases[*at].units.start > trigger && self.phrases[*at].units.start - trigger <= 3
                })
                .or_else(|| {
                    open.iter().copied().filter(bare).find(|at| self.phrases[*at].units.end <= trigger)
                }),
            Form::Infinitive => {
                open.iter().copied().filter(bare).find(|at| self.phrases[*at].units.end <= trigger)
            }
            Form::ObjectParticiple | Form::VerbalNoun => open
                .iter()
                .copied()
                .filter(|at| self.phrases[*at].units.end <= trigger)
                .rfind(|at| self.phrases[*at].case == Case::Genitive)
                .or_else(|| {
                    open.iter().copied().filter(bare).find(|at| self.phrases[*at].units.end <= trigger)
                }),
            _ => open.iter().copied().filter(bare).find(|at| self.phrases[*at].units.end <= trigger),
        };
        self.with_equals(chosen).collect()
    }

    /// A clause without a subject of its own shares that of a clause before it, or of the one that frames it.
    fn shared_subject(
        &self,
        marks: &RoleMarks,
        found: &Match,
        clause: usize,
        taken: &[bool],
    ) -> (Vec<usize>, Whence) {
        let none = (Vec::new(), Whence::Sentence);
        if self.suffers(found) {
            return none;
        }
        let candidate = |at: &usize| {
            work::step();
            let phrase = &self.phrases[*at];
            !taken[*at]
                && !phrase.aside
                && phrase.case == Case::Nominative
                && phrase.adposition.is_none()
                && fits(phrase, marks)
        };
        let earlier =
            (0..self.phrases.len()).filter(candidate).filter(|at| self.phrases[*at].clause < clause);
        let first =
            earlier.min_by_key(|at| (clause - self.phrases[*at].clause, self.phrases[*at].units.start));
        match first {
            Some(at) => (self.with_equals(Some(at)).collect(), Whence::Sentence),
            None => none,
        }
    }

    /// Names under one of the role's marks in the nearest other clause of the sentence.
    fn elsewhere(&self, marks: &RoleMarks, clause: usize, taken: &[bool]) -> Option<(String, Vec<usize>)> {
        marks.marks.iter().filter(|mark| !BOUND.contains(&mark.as_str())).find_map(|mark| {
            let marked = (0..self.phrases.len()).filter(|&at| {
                work::step();
                let phrase = &self.phrases[at];
                let under = || match phrase.adposition {
                    Some(place) => *self.units[place].lower == **mark,
                    None => phrase.case.as_str() == mark,
                };
                !taken[at] && !phrase.aside && phrase.mention.is_some() && under() && fits(phrase, marks)
            });
            let nearest =
                marked.min_by_key(|&at| (self.phrases[at].clause.abs_diff(clause), std::cmp::Reverse(at)))?;
            Some((mark.clone(), self.with_equals(Some(nearest)).collect()))
        })
    }

    /// True if the clause begins with a word that stands for a participant of the sentence before.
    fn has_pronoun(&self, clause: usize) -> bool {
        let range = &self.clauses[clause];
        range.clone().take(3).any(|at| self.units[at].is_word() && self.units[at].says.has(Says::PRONOUN))
    }

    /// True if the clause names nobody who could act, or a pronoun stands for them.
    fn lacks_subject(&self, clause: usize) -> bool {
        let range = &self.clauses[clause];
        let first = &self.units[range.start];
        first.is_word() && first.says.has(Says::PRONOUN)
            || !self.phrases.iter().inspect(|_| work::step()).any(|phrase| {
                phrase.clause <= clause
                    && phrase.case == Case::Nominative
                    && phrase.adposition.is_none()
                    && !matches!(phrase.sort, Sort::Place | Sort::Name(Class::Evt | Class::Loc))
            })
    }

    /// A phrase with those that it is joined to as an equal.
    pub fn with_equals(&self, one: Option<usize>) -> Range<usize> {
        let Some(at) = one else { return 0..0 };
        let joined = |left: usize, right: usize| {
            let (left, right) = (&self.phrases[left], &self.phrases[right]);
            let between = &self.units[left.units.end..right.units.start];
            left.clause == right.clause
                && left.case == right.case
                && !between.is_empty()
                && between.len() <= 2
                && between.iter().all(|unit| self.grammar.joins(unit))
        };
        let (mut first, mut last) = (at, at);
        while first > 0 && joined(first - 1, first) {
            first -= 1;
        }
        while last + 1 < self.phrases.len() && joined(last, last + 1) {
            last += 1;
        }
        first..(last + 1).min(first + MOST_FILLERS)
    }

    /// Roles that hold plain text: a name built on the trigger's noun, what a decision is about.
    fn plain(&self, mark: &str, found: &Match, clause: usize, role: Role) -> Option<Plain> {
        match (mark, role) {
            ("adjacent", _) => {
                let last =
                    found.units[0].checked_sub(1).filter(|&last| last >= self.clauses[clause].start)?;
                let unit = &self.units[last];
                let named = unit.is_name()
                    || unit.is_word()
                        && !unit.says.has(Says::ADPOSITION)
                        && !unit.says.has(Says::CONJUNCTION);
                let plain = named.then(|| self.noun_phrase(last, self.clauses[clause].start, 0))?;
                (plain.0.chars().count() > 3).then_some(plain)
            }
            ("title", Role::Office) => {
                let range = &self.clauses[clause];
                if let Some(charge) = self.charge(found, range.start) {
                    return Some((charge, None));
                }
                let near = (range.start..found.units[0]).rev().chain(found.last()..range.end);
                let mut near = near.into_iter();
                // "nümayəndə heyəti": the noun is built on the one before, which is nobody's title then.
                let built = |at: usize| {
                    let next =
                        self.units.get(at + 1).filter(|next| next.is_word() && next.says.has(Says::ACTOR));
                    let (case, possessed, _) =
                        next.map_or((Case::Relative, false, 0), |_| self.nouns.case_of(at + 1, None));
                    self.grammar.verb_last() && possessed && matches!(case, Case::Nominative | Case::Genitive)
                };
                let names = |at: usize| super::offices::names_office(&self.units[at], self.grammar);
                let title = near.find(|&at| names(at) && (!built(at) || names(at + 1)))?;
                // What stands before the trigger is no part of a title that follows it.
                let from = if title > found.last() { found.last() + 1 } else { range.start };
                if !self.grammar.verb_last() {
                    // What stands behind the trigger is no part of a title that comes before it.
                    let to = if title < found.units[0] { found.units[0] } else { range.end };
                    let end = super::offices::phrase_end(self.units, title, to);
                    let end = super::offices::with_post(self.units, end, to);
                    let before =
                        super::offices::title_start(self.units, from, title, self.phrases, self.grammar);
                    let first = if before < title && self.units[before..title].iter().all(Unit::is_word) {
                        before
                    } else {
                        super::offices::with_adjectives(self.units, from, title)
                    };
                    let span = self.units[first].span.start..self.units[end - 1].span.end;
                    return Some((self.text[span].to_owned(), Some(Extent { first, head: title })));
                }
                let first = super::offices::title_start(self.units, from, title, self.phrases, self.grammar);
                if super::offices::is_title(&self.units[title], self.grammar) {
                    let span = self.units[first].span.start..self.units[title].span.end;
                    return Some((self.text[span].to_owned(), Some(Extent { first, head: title })));
                }
                Some((self.cut(first, title, 0), Some(Extent { first, head: title })))
            }
            ("trigger", Role::Name | Role::Office | Role::Subject) => {
                let noun = found.noun.filter(|&noun| !self.is_finite(noun))?;
                // "sülh müqaviləsi": what is built on the noun is what was agreed.
                let next = || {
                    self.units
                        .get(noun + 1)
                        .filter(|next| next.is_word() && !super::forms::closes_surely(next))
                };
                let built = self.grammar.verb_last()
                    && found.frame.kind == Kind::Agreement
                    && self.nouns.case_of(noun, None).0 == Case::Nominative
                    && !found.units.contains(&(noun + 1))
                    && next().is_some()
                    && self.nouns.case_of(noun + 1, None).1;
                if built {
                    return Some(self.noun_phrase(noun + 1, self.clauses[clause].start, 0));
                }
                Some(self.noun_phrase(noun, self.clauses[clause].start, found.noun_stem))
            }
            ("content", Role::About) => Some((self.content(found, clause)?, None)),
            _ => None,
        }
    }

    /// True for a verb that closes a clause, which names nothing.
    fn is_finite(&self, at: usize) -> bool {
        let unit = &self.units[at];
        let past = |one: &Analysis| Form::of(one) == Form::Finite && one.features.has(Feature::Past);
        self.grammar.verb_last() && super::forms::may_close(unit) && unit.readings.iter().any(past)
    }

    /// Whom or what somebody has charge of, and the noun that says so, as they are written: "heyətə başçılıq" of "heyətə
    /// Petrov başçılıq edirdi".
    fn charge(&self, found: &Match, start: usize) -> Option<String> {
        let noun = found.noun.filter(|&noun| self.units[noun].says.has(Says::CHARGE))?;
        let of = self.phrases.iter().rev().find(|phrase| {
            phrase.case == Case::Dative
                && phrase.adposition.is_none()
                && !phrase.aside
                && start <= phrase.units.start
                && phrase.units.end <= noun
        })?;
        let of = self.units[of.units.start].span.start..self.units[of.units.end - 1].span.end;
        Some(format!("{} {}", &self.text[of], self.units[noun].lower))
    }

    /// The noun with the adjectives and names built on it, in dictionary form.
    fn noun_phrase(&self, noun: usize, start: usize, stem: usize) -> Plain {
        if self.grammar.knows_adjectives() {
            let first = super::offices::with_adjectives(self.units, start, noun);
            let end = super::offices::phrase_end(self.units, noun, self.units.len());
            let span = self.units[first].span.start..self.units[end - 1].span.end;
            return (self.text[span].to_owned(), Some(Extent { first, head: noun }));
        }
        let mut first = noun;
        while first > start && noun - first < 6 {
            let before = &self.units[first - 1];
            let own = match before.kind {
                UnitKind::Word => {
                    !before.says.has(Says::CONJUNCTION)
                        && !before.says.has(Says::ADPOSITION)
                        && !before.says.has(Says::PRONOUN)
                        && !before.says.has(Says::LIKE_VERB)
                        && before.readings.len() <= 2
                        && !super::forms::closes_surely(before)
                }
                UnitKind::Name(_) if before.class == Some(Class::Per) => false,
                UnitKind::Name(_) => self.phrases.iter().any(|phrase| {
                    phrase.units.end == first
                        && matches!(phrase.case, Case::Nominative | Case::Genitive)
                        && phrase.adposition.is_none()
                }),
                _ => false,
            };
            if !own {
                break;
            }
            first -= 1;
        }
        if !self.grammar.verb_last() {
            let end = super::offices::phrase_end(self.units, noun, self.units.len());
            let span = self.units[first].span.start..self.units[end - 1].span.end;
            return (self.text[span].to_owned(), Some(Extent { first, head: noun }));
        }
        // The phrase that the noun ends is taken whole.
        let own = self.phrases.iter().find(|phrase| phrase.units.end == noun + 1);
        let first = own.map_or(first, |phrase| first.min(phrase.units.start));
        (self.cut(first, noun, stem), Some(Extent { first, head: noun }))
    }

    /// The text of the units from `first` to `noun`, the last in dictionary form; its first `stem` bytes are no ending.
    fn cut(&self, first: usize, noun: usize, stem: usize) -> String {
        let unit = &self.units[noun];
        let start = self.units[first].span.start;
        if let Some(phrase) = self.phrases.iter().find(|phrase| phrase.units.end == noun + 1) {
            let own = self.units[phrase.units.start].span.start;
            return format!("{}{}", self.text.get(start..own).unwrap_or_default(), phrase.text);
        }
        let text = &self.text[start..unit.span.end];
        let letters =
            unit.lower.get(super::cases::noun_stem(unit, stem)..).map_or(0, |ending| ending.chars().count());
        let end = match letters {
            0 => text.len(),
            _ => text.char_indices().rev().nth(letters - 1).map_or(text.len(), |(at, _)| at),
        };
        text[..end].to_owned()
    }
}

const CASES: [&str; 7] =
    ["nominative", "genitive", "dative", "accusative", "locative", "ablative", "instrumental"];

/// Marks that mean something only beside the trigger itself.
const BOUND: [&str; 9] =
    ["subject", "object", "owner", "modifier", "trigger", "adjacent", "title", "content", "nominative"];

/// True if a phrase is of a class that may fill the role.
fn fits(phrase: &Phrase, marks: &RoleMarks) -> bool {
    marks.classes.is_empty() && matches!(phrase.sort, Sort::Name(_))
        || marks.classes.iter().any(|class| class == phrase.sort.as_str())
        || phrase.mention.is_some()
            && phrase.sort == Sort::Actor
            && marks.classes.iter().any(|class| class == "GPE" || class == "ORG")
}
