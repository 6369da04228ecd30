//! Content: what is said or decided, in the words of the text.

use std::ops::Range;

use salname_model::{Class, Role};

use crate::morphology::{Analysis, Feature};

use super::cases::Case;
use super::choice::acts;
use super::forms::{Form, closes_surely};
use super::frames::Match;
use super::grammar::Says;
use super::phrases::Sort;
use super::roles::{Filled, Scene, Whence};
use super::units::{UnitKind, is_verb};

/// What is said or decided is quoted up to so many units.
const LONGEST_CONTENT: usize = 40;

/// So many words may stand between what a verb is done to and the verb: how it was done, and where to.
const MOST_BETWEEN: usize = 4;

/// Marks that open or close what is said, and stay with it.
const QUOTES: [char; 8] = ['"', '“', '”', '«', '»', '(', ')', '„'];

impl Scene<'_> {
    /// What is decided: what stands between who decides, or when, and the trigger.
    pub fn content(&self, found: &Match, clause: usize) -> Option<String> {
        let range = &self.clauses[clause];
        // "…bildirdi ki, …", "…qərara aldı: …", "…, that …": what is said stands in the clauses that follow.
        let opens = |range: &Range<usize>| {
            let closing = &self.units[range.end - 1];
            closing.is_mark(":") || closing.is_word() && closing.says.has(Says::OPENER)
        };
        let apart = self.clauses.get(clause + 1).filter(|next| next.len() == 1 && opens(next));
        // "… önündə nitq söyləyərək dedi ki, …": what follows the verb that the trigger leads to.
        let leads = || {
            let next =
                self.clauses.get(clause + 1).filter(|next| opens(next) && found.form == Form::Converb)?;
            self.units[next.clone()].iter().any(|unit| unit.says.has(Says::SAYING)).then_some(clause + 2)
        };
        let next = match apart {
            Some(_) => Some(clause + 2),
            None if opens(range) => Some(clause + 1),
            None => leads(),
        };
        if let Some(next) = next.and_then(|next| self.clauses.get(next)) {
            let last = self.clauses.last().map_or(next.end, |last| last.end);
            let to = last.min(next.start + LONGEST_CONTENT).max(next.start + 1);
            let start = (next.start..to).find(|&at| self.units[at].kind != UnitKind::Mark)?;
            return Some(self.text[self.units[start].span.start..self.units[to - 1].span.end].to_owned());
        }
        let end = found.units[0];
        if !self.grammar.verb_last() {
            // "The land law was passed by …": what is decided is the subject.
            let helper = (range.start..end + 1).rev().find(|&at| self.units[at].says.has(Says::COPULA));
            if let Some(helper) = helper.filter(|at| found.passive || *at == end) {
                let start = self.behind_day(range.start, helper);
                if let Some(subject) = self.content_between(start, helper) {
                    return Some(subject);
                }
            }
            let to = range.end.min(found.last() + 1 + LONGEST_CONTENT);
            let start = self.behind_participants(found, found.last() + 1, to);
            return self.content_between(start, self.before_day(start, to));
        }
        let by = self.phrases.iter().filter(|phrase| {
            phrase.clause == clause && phrase.units.end <= end && phrase.case == Case::Nominative
        });
        let start = by.map(|phrase| phrase.units.end).min().unwrap_or(range.start);
        let start = self.behind_chain(start, end);
        let times = (range.start..end).filter(|&at| matches!(self.units[at].kind, UnitKind::Time(_)));
        let dated = times.max().filter(|&time| time + 1 < end).map_or(start, |time| start.max(time + 1));
        // Before "…avqustun sonuna qədər boşaldılmasını" stands what is to be done: the day is a part of what is said.
        [dated, start].into_iter().find_map(|start| {
            let end = self.object_end(found, start, end)?;
            let topic = self.units.get(end).is_some_and(|unit| unit.is_word() && unit.says.has(Says::TOPIC));
            let end = self.before_participants(start, end);
            let (start, end) = self.quoted_last(start, end);
            let told = topic
                || self.tells(start, end)
                    && !self.only_tells_where(start, end)
                    && self.ends_topic(start, end);
            told.then(|| self.content_between(start, end))?
        })
    }

    /// Where the words end that say what is said or decided, before a trigger at `end` that may have more before it: with
    /// the last word like "about", or what the verb is done to ("torpaq qanununu | dərhal qəbul etdi"). None where nothing of
    /// the kind stands there: "Romaya qısa | məktub göndərdi".
    fn object_end(&self, found: &Match, start: usize, end: usize) -> Option<usize> {
        let units = self.units;
        let is_topic = |at: &usize| units[*at].is_word() && units[*at].says.has(Says::TOPIC);
        if end > start && units[end - 1].quoted {
            return Some(end);
        }
        if let Some(topic) = (start..end).rev().find(is_topic) {
            return Some(topic);
        }
        let last = (start..end).rev().find(|&at| units[at].kind != UnitKind::Mark)?;
        let nominal = |at: usize| {
            let unit = &units[at];
            let of = |one: &Analysis| match Form::of(one) {
                Form::VerbalNoun | Form::Infinitive => true,
                Form::ObjectParticiple | Form::Future => one.features.has(Feature::CaseAcc),
                _ => false,
            };
            unit.is_word() && unit.readings.iter().any(of)
        };
        // Right before the verb "hesabatı" may as well be the accusative.
        let done_to = |at: usize| {
            let (case, possessed, _) = self.nouns.case_of(at, None);
            case == Case::Accusative || at == last && possessed && case == Case::Nominative
        };
        let object = |at: &usize| {
            let unit = &units[*at];
            (unit.is_word() || unit.is_name())
                && !unit.says.has(Says::PRONOUN)
                && (nominal(*at) || done_to(*at))
        };
        let near = last.saturating_sub(MOST_BETWEEN).max(start)..last + 1;
        if let Some(object) = near.rev().find(object) {
            return Some(object + 1);
        }
        let unit = &units[last];
        // "Plan təsdiq edildi": of a passive it is the subject.
        let subject = found.passive && self.nouns.case_of(last, None).0 == Case::Nominative;
        // "bu şərtlərə razılıq verdi": some take the dative.
        let dative = |one: &Analysis| {
            !is_verb(one) && Case::of(one) == Case::Dative && unit.lower[one.stem..].chars().nth(1).is_some()
        };
        let taken = unit.is_word() && !unit.says.has(Says::ACTOR) && unit.readings.iter().any(dative);
        (subject || taken || unit.is_name()).then_some(end)
    }

    /// Where a clause goes on behind the day that opens it: "On 5 May | …".
    fn behind_day(&self, start: usize, end: usize) -> usize {
        let opens = |at: &usize| {
            let unit = &self.units[*at];
            unit.kind == UnitKind::Mark
                || unit.says.has(Says::ADPOSITION)
                || matches!(unit.kind, UnitKind::Time(_))
        };
        let dated = (start..end).take_while(opens).any(|at| matches!(self.units[at].kind, UnitKind::Time(_)));
        if dated { (start..end).find(|at| !opens(at)).unwrap_or(end) } else { start }
    }

    /// Where what is decided ends before the day of that, which nothing follows or a comma: "the union | on 24 March, …".
    fn before_day(&self, start: usize, end: usize) -> usize {
        let day = (start + 1..end).find(|&at| {
            let next = self.units.get(at + 1).filter(|_| at + 1 < end);
            matches!(self.units[at].kind, UnitKind::Time(_))
                && self.units[at - 1].says.has(Says::ADPOSITION)
                && next.is_none_or(|unit| unit.kind == UnitKind::Mark)
        });
        day.map_or(end, |day| day - 1)
    }

    /// Where a subject ends of which no more than the beginning is a phrase: "Qurultay | nümayəndələrinin yarısı (A, B) …".
    fn behind_chain(&self, start: usize, end: usize) -> usize {
        let case = |at: usize| {
            let unit = &self.units[at];
            let noun = unit.is_word() && !unit.says.has(Says::ADPOSITION) && !closes_surely(unit);
            let (case, possessed, _) = self.nouns.case_of(at, None);
            (noun && possessed).then_some(case)
        };
        let owners = (start..end).take_while(|&at| case(at) == Some(Case::Genitive)).count();
        let head = start + owners;
        if owners == 0 || head + 1 >= end || case(head) != Some(Case::Nominative) {
            return start;
        }
        (head + 1..end)
            .find(|&at| !self.units[at].bracketed && self.units[at].kind != UnitKind::Mark)
            .unwrap_or(start)
    }

    /// True if no word stands between what is said and the trigger that makes it something else: "… qarşısında çıxış etdi".
    fn ends_topic(&self, start: usize, end: usize) -> bool {
        let last = (start..end).rev().find(|&at| self.units[at].kind != UnitKind::Mark);
        last.is_none_or(|at| {
            let unit = &self.units[at];
            !unit.is_word() || !unit.says.has(Says::ADPOSITION) || unit.says.has(Says::TOPIC) || unit.quoted
        })
    }

    /// What is said without those of the clause who say it, or are told, before the trigger, and without the day on which
    /// they are; none if nothing is left of it.
    pub fn without_participants(
        &self,
        content: &str,
        found: &Match,
        clause: usize,
        filled: &[Filled],
    ) -> Option<String> {
        let ties = |sign: char| !sign.is_alphanumeric() && !QUOTES.contains(&sign);
        let (whole, mut content) = (content, content.to_owned());
        for one in filled.iter().filter(|one| one.whence == Whence::Clause) {
            let Some(phrase) = one.phrase.map(|at| &self.phrases[at]) else { continue };
            if phrase.units.end > found.units[0] {
                continue;
            }
            let written = &self.text
                [self.units[phrase.units.start].span.start..self.units[phrase.units.end - 1].span.end];
            let rest = match content.split_once(written) {
                Some((before, rest)) if before.is_empty() || acts(one.role) => rest,
                Some((before, "")) => before,
                _ => continue,
            };
            content = rest.trim_matches(ties).to_owned();
        }
        let cut = content.len() < whole.len();
        let times = self.units.get(self.clauses[clause].start..found.units[0]).unwrap_or_default();
        for time in times.iter().filter(|unit| matches!(unit.kind, UnitKind::Time(_)) && cut) {
            if let Some(rest) = content.strip_suffix(&self.text[time.span.range()]) {
                content = rest.trim_matches(ties).to_owned();
            }
        }
        (content.contains(' ') || !cut).then_some(content)
    }

    /// True if the words between two units say something by themselves: a name, two nouns, or a noun that something is done
    /// to, but no adverb alone, nor a verb without its object.
    fn tells(&self, start: usize, end: usize) -> bool {
        let units = start..end.max(start);
        let telling = |at: &usize| {
            let unit = &self.units[*at];
            unit.is_word()
                && unit.lower.chars().count() > 3
                && !unit.says.has(Says::ADPOSITION)
                && !unit.says.has(Says::CONJUNCTION)
                && !unit.says.has(Says::PRONOUN)
        };
        let mut words = units.clone().filter(telling);
        let (first, second) = (words.next(), words.next());
        let done_to = |at: usize| {
            let unit = &self.units[at];
            unit.readings.iter().any(|one| !is_verb(one) && one.features.has(Feature::CaseAcc))
                && super::spotting::form_of(unit).is_none()
                || self.grammar.verb_last() && self.nouns.case_of(at, None).0 == Case::Dative
        };
        second.is_some() || units.clone().any(|at| self.units[at].is_name()) || first.is_some_and(done_to)
    }

    /// Of the words between two units those in the quotation marks that end them, if they do: what stands before is how
    /// it was said.
    fn quoted_last(&self, start: usize, end: usize) -> (usize, usize) {
        let quoted = (start..end).rev().take_while(|&at| self.units[at].quoted);
        match quoted.last() {
            Some(first) if first > start && end - first > 2 => (first, end),
            _ => (start, end),
        }
    }

    /// True if the last word between two units says where, whence or whose something is: "…yığıncağında çıxış etdi". What
    /// is said itself is a nominative, an accusative, or stands before a word like "about".
    fn only_tells_where(&self, start: usize, end: usize) -> bool {
        let Some(last) = (start..end).rev().find(|&at| self.units[at].kind != UnitKind::Mark) else {
            return false;
        };
        let phrase = self.phrases.iter().find(|phrase| phrase.units.end == last + 1);
        let says = |case: Case| {
            matches!(case, Case::Locative | Case::Ablative | Case::Genitive | Case::Instrumental)
        };
        !self.units[last].quoted
            && match phrase {
                Some(phrase) => phrase.adposition.is_none() && says(phrase.case),
                None => {
                    let readings = self.units[last].readings.iter().filter(|one| !is_verb(one));
                    let mut cases =
                        readings.map(Case::of).filter(|case| *case != Case::Nominative).peekable();
                    cases.peek().is_some() && cases.all(says)
                }
            }
    }

    /// Where what is said ends, if those to whom it is said, or when, stand behind it: "… haqqında sədrə 5 mayda göndərdi".
    fn before_participants(&self, start: usize, mut end: usize) -> usize {
        let titled = |at: usize| {
            super::offices::is_title(&self.units[at], self.grammar)
                || self.phrases.iter().any(|phrase| phrase.aside && phrase.units.contains(&at))
        };
        while end > start {
            let time = matches!(self.units[end - 1].kind, UnitKind::Time(_));
            // "… Riqa müqaviləsini | ratifikasiya etdi": what the verb is done to is what is decided.
            let name = self.phrases.iter().find(|phrase| {
                phrase.units.end == end
                    && phrase.mention.is_some()
                    && phrase.adposition.is_none()
                    && !(phrase.case == Case::Accusative && phrase.sort == Sort::Name(Class::Evt))
            });
            end = match name {
                Some(name) => {
                    let titles = (start..name.units.start).rev().take_while(|&at| titled(at)).last();
                    // "xalq xarici işlər | komissarı": what the title is over is its own.
                    let whole =
                        |at| super::offices::title_start(self.units, start, at, self.phrases, self.grammar);
                    titles.map_or(name.units.start, whole)
                }
                None if time => end - 1,
                None => break,
            };
        }
        end.max(start)
    }

    /// Where what is said begins, if those to whom it is said, or when, stand before it: "sent to Paris on 5 May a note on …".
    fn behind_participants(&self, found: &Match, mut start: usize, end: usize) -> usize {
        let marks = |mark: &str| {
            let mut others =
                found.frame.roles.iter().filter(|(role, _)| matches!(role, Role::To | Role::From));
            others
                .any(|(_, own)| own.marks.iter().any(|one| one == mark && mark != Case::Nominative.as_str()))
        };
        loop {
            let article = self.units.get(start).filter(|_| start < end);
            start += usize::from(article.is_some_and(|unit| unit.says.has(Says::DETERMINER)));
            let phrase = self.phrases.iter().find(|phrase| {
                let adposition = phrase.adposition.filter(|at| (start..phrase.units.start).contains(at));
                let first = adposition.unwrap_or(phrase.units.start);
                let can_hear =
                    matches!(phrase.sort, Sort::Actor | Sort::Name(Class::Per | Class::Org | Class::Gpe));
                first == start && can_hear && marks(phrase.mark(self.units))
            });
            let behind = match phrase {
                Some(phrase) => phrase.behind().max(phrase.units.end),
                None => {
                    let on = self.units.get(start).is_some_and(|unit| unit.says.has(Says::ADPOSITION));
                    let time = start + usize::from(on);
                    match self.units.get(time).filter(|_| time < end).map(|unit| unit.kind) {
                        Some(UnitKind::Time(_)) => time + 1,
                        _ => return start,
                    }
                }
            };
            if behind <= start || behind > end {
                return start;
            }
            start = behind;
        }
    }

    /// The text between two units without what ties it to its surroundings; none if hardly anything is left.
    fn content_between(&self, mut start: usize, mut end: usize) -> Option<String> {
        let ties = |at: usize| {
            let unit = &self.units[at];
            unit.kind == UnitKind::Mark || unit.says.has(Says::ADPOSITION) || unit.says.has(Says::CONJUNCTION)
        };
        while start < end && ties(start) {
            start += 1;
        }
        while end > start && ties(end - 1) {
            end -= 1;
        }
        let says =
            (start..end).any(|at| self.units[at].is_name() || self.units[at].lower.chars().count() > 3);
        (says && !(start..end).all(|at| matches!(self.units[at].kind, UnitKind::Time(_) | UnitKind::Number)))
            .then(|| self.text[self.units[start].span.start..self.units[end - 1].span.end].to_owned())
    }
}
