//! Messages between two, with their answers and the days they took.

use salname_model::{Certainty, Day, Kind, Modality, Role, Time};
use salname_record::StoredStatement;
use salname_state::Bounds;
use serde::Serialize;

use crate::{StatementLine, Told};

/// Whose messages are asked for, and of what time.
#[derive(Debug, Clone)]
pub struct ThreadQuestion<'q> {
    /// The two who write to each other, in any spelling.
    pub between: [&'q str; 2],
    /// On this date or later.
    pub from: Option<&'q Time>,
    /// On this date or earlier.
    pub to: Option<&'q Time>,
}

/// A message of a thread.
#[derive(Debug, Clone)]
pub struct Message<'t> {
    /// The statement that tells of it.
    pub statement: &'t StoredStatement,
    /// True if the first of the two sent it.
    pub forth: bool,
    /// Certain if the text names both. Otherwise it leaves one out, or names the state that he speaks for.
    pub certainty: Certainty,
    /// The earliest message of the other that was not answered before, as far as the order of days tells.
    pub answers: Option<&'t StoredStatement>,
    /// The days that the answer took.
    pub days: Option<i32>,
}

/// A message with the one that it answers, as a line.
#[derive(Debug, Serialize)]
pub struct ThreadLine<'a> {
    #[serde(flatten)]
    message: StatementLine<'a>,
    certainty: Certainty,
    answers: Option<&'a str>,
    days: Option<i32>,
}

impl<'a> ThreadLine<'a> {
    /// The line of a message.
    #[must_use]
    pub fn of(message: &Message<'a>) -> Self {
        Self {
            message: StatementLine::of(message.statement),
            certainty: message.certainty,
            answers: message.answers.map(|other| other.id.as_str()),
            days: message.days,
        }
    }
}

/// The messages between two, in the order of their dates: those in which both are named, and, as possible ones, those in
/// which one is and the text leaves open who the other was, or names the state that the other of the two speaks for.
#[must_use]
pub fn thread<'t>(told: &'t Told, question: &ThreadQuestion) -> Vec<Message<'t>> {
    let mut messages: Vec<Message> = Vec::new();
    for (statement, forth, certainty) in between(told, question) {
        let answers = answered(&messages, forth);
        let days = answers.and_then(|other| days_between(other, statement));
        messages.push(Message { statement, forth, certainty, answers, days });
    }
    messages
}

fn between<'t>(told: &'t Told, question: &ThreadQuestion) -> Vec<(&'t StoredStatement, bool, Certainty)> {
    let [a, b] = question.between.map(|name| Correspondent::new(told, name));
    let (from, to) = (question.from.map(Time::earliest), question.to.map(Time::latest));
    let inside = move |statement: &StoredStatement| match &statement.date {
        Some(date) => {
            from.is_none_or(|from| from <= date.latest()) && to.is_none_or(|to| date.earliest() <= to)
        }
        None => from.is_none() && to.is_none(),
    };
    // Statements come in the order of their dates. A letter that asks for something is often told in words of planning.
    let messages = told.statements().iter().filter(move |statement| {
        statement.kind == Kind::Message && statement.modality != Modality::Denied && inside(statement)
    });
    let mut found: Vec<Found> = Vec::new();
    let mut open: Vec<Found> = Vec::new();
    for (number, statement) in messages.enumerate() {
        let forth = (a.fills(Role::From, statement), b.fills(Role::To, statement));
        let back = (b.fills(Role::From, statement), a.fills(Role::To, statement));
        let certainty = |ways| match ways {
            (How::Named, How::Named) => Some(Certainty::Certain),
            (How::Named, How::Meant) | (How::Meant, How::Named) => Some(Certainty::Possible),
            _ => None,
        };
        let (forth, certainty) = match (certainty(forth), certainty(back)) {
            (Some(forth), Some(back)) if forth == back => continue,
            (Some(forth), Some(back)) => (forth < back, forth.min(back)),
            (Some(forth), None) => (true, forth),
            (None, Some(back)) => (false, back),
            (None, None) => {
                let is_open = |ways| matches!(ways, (How::Named, How::Untold) | (How::Untold, How::Named));
                if is_open(forth) != is_open(back) {
                    open.push(Found {
                        number,
                        statement,
                        forth: is_open(forth),
                        certainty: Certainty::Possible,
                    });
                }
                continue;
            }
        };
        add(&mut found, Found { number, statement, forth, certainty });
    }
    // Among the letters of the two that a source tells one after another, one that names only one of them is theirs too.
    let told: Vec<_> = found.iter().map(|one| &one.statement.place).collect();
    open.retain(|one| {
        let here = &one.statement.place;
        told.iter().any(|place| place.file == here.file && place.start.abs_diff(here.start) <= ONE_NARRATIVE)
    });
    for one in open {
        add(&mut found, one);
    }
    found.sort_by_key(|one| one.number);
    found.into_iter().map(|one| (one.statement, one.forth, one.certainty)).collect()
}

/// A statement that tells of a message between the two.
struct Found<'t> {
    /// Its place in the order of dates.
    number: usize,
    statement: &'t StoredStatement,
    forth: bool,
    certainty: Certainty,
}

/// Bytes between sentences of one narrative.
const ONE_NARRATIVE: usize = 1_500;

/// Adds a message. One line is sometimes read in two ways: the surer one counts.
fn add<'t>(found: &mut Vec<Found<'t>>, new: Found<'t>) {
    let place = |one: &Found<'t>| (&one.statement.place.file, one.statement.place.line);
    let same = found.iter_mut().find(|known| {
        known.statement.date == new.statement.date
            && place(known) == place(&new)
            && (known.certainty, new.certainty) != (Certainty::Certain, Certainty::Certain)
    });
    match same {
        Some(known) if new.certainty < known.certainty => *known = new,
        Some(_) => {}
        None => found.push(new),
    }
}

/// One of two who write to each other.
struct Correspondent<'t> {
    spellings: Vec<String>,
    /// Words of the states that he speaks for, with the days from the first to the last on which he is told to.
    speaks_for: Vec<(&'t str, Bounds)>,
}

/// How a role tells of somebody.
#[derive(Debug, Clone, Copy, PartialEq)]
enum How {
    /// By his name.
    Named,
    /// By the state that he speaks for, or not at all where the sentence names him.
    Meant,
    /// Nobody is told.
    Untold,
    /// By somebody else's name.
    Another,
}

/// Days by which an office may be longer than is told of it.
const ABOUT_THEN: i32 = 100;

impl<'t> Correspondent<'t> {
    fn new(told: &'t Told, name: &str) -> Self {
        let spellings = told.spellings(name);
        Self { speaks_for: told.speaks_for(&spellings), spellings }
    }

    fn fills(&self, role: Role, statement: &StoredStatement) -> How {
        let fillers = statement.roles.get(role);
        let is_named = |text: &str| self.spellings.iter().any(|name| salname_state::names(text, name));
        if fillers
            .iter()
            .any(|filler| is_named(&filler.text) || filler.entity.as_deref().is_some_and(is_named))
        {
            return How::Named;
        }
        let days = statement.date.as_ref().map(salname_state::bounds_of);
        let names_state = |text: &str| {
            self.speaks_for.iter().any(|(word, held)| {
                days.is_some_and(|days| held.gap(days) <= ABOUT_THEN)
                    && salname_state::names(text, stem(word))
            })
        };
        let meant = match fillers {
            [] => is_named(&statement.quote),
            // "The government": whose it is, the sentence says elsewhere.
            [only] if only.entity.is_none() => names_state(&only.text) || names_state(&statement.quote),
            [only] => names_state(&only.text),
            _ => false,
        };
        match meant {
            true => How::Meant,
            false if fillers.is_empty() => How::Untold,
            false => How::Another,
        }
    }
}

/// A word without the ending that it may have.
fn stem(word: &str) -> &str {
    const STEM: usize = 6;
    word.char_indices().nth(STEM).map_or(word, |(end, _)| &word[..end])
}

/// The earliest message of the other that was not answered before, if possible one with a day: what the answer took is
/// counted from it.
pub(crate) fn answered<'t>(before: &[Message<'t>], forth: bool) -> Option<&'t StoredStatement> {
    let since = before.iter().rposition(|other| other.forth == forth).map_or(0, |last| last + 1);
    let open = || before[since..].iter().map(|other| other.statement);
    let is_day = |other: &&StoredStatement| other.date.as_ref().is_some_and(Time::is_day);
    open().find(is_day).or_else(|| open().find(|other| other.date.is_some()))
}

pub(crate) fn days_between(first: &StoredStatement, second: &StoredStatement) -> Option<i32> {
    let day = |statement: &StoredStatement| -> Option<Day> {
        statement.date.as_ref().filter(|date| date.is_day()).map(Time::earliest)
    };
    let (first, second) = (Time::day(day(first)?), Time::day(day(second)?));
    Some(salname_state::bounds_of(&first).gap(salname_state::bounds_of(&second)))
}
