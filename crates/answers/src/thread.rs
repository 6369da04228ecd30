//! Messages between two, with their answers and the days they took.

use salname_model::{Day, Kind, Modality, Role, Time};
use salname_record::StoredStatement;
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
    answers: Option<&'a str>,
    days: Option<i32>,
}

impl<'a> ThreadLine<'a> {
    /// The line of a message.
    #[must_use]
    pub fn of(message: &Message<'a>) -> Self {
        Self {
            message: StatementLine::of(message.statement),
            answers: message.answers.map(|other| other.id.as_str()),
            days: message.days,
        }
    }
}

/// The messages between two, in the order of their dates.
#[must_use]
pub fn thread<'t>(told: &'t Told, question: &ThreadQuestion) -> Vec<Message<'t>> {
    let mut messages: Vec<Message> = Vec::new();
    for (statement, forth) in between(told, question) {
        let answers = answered(&messages, forth);
        let days = answers.and_then(|other| days_between(other, statement));
        messages.push(Message { statement, forth, answers, days });
    }
    messages
}

fn between<'t>(
    told: &'t Told,
    question: &ThreadQuestion,
) -> impl Iterator<Item = (&'t StoredStatement, bool)> {
    let [a, b] = question.between.map(|name| told.spellings(name));
    let (from, to) = (question.from.map(Time::earliest), question.to.map(Time::latest));
    let inside = move |statement: &StoredStatement| match &statement.date {
        Some(date) => {
            from.is_none_or(|from| from <= date.latest()) && to.is_none_or(|to| date.earliest() <= to)
        }
        None => from.is_none() && to.is_none(),
    };
    // Statements come in the order of their dates.
    let messages = told.statements().iter().filter(move |statement| {
        statement.kind == Kind::Message
            && matches!(statement.modality, Modality::Asserted | Modality::Reported)
            && inside(statement)
    });
    messages.filter_map(move |statement| {
        let forth = has(statement, Role::From, &a) && has(statement, Role::To, &b);
        let back = has(statement, Role::From, &b) && has(statement, Role::To, &a);
        (forth != back).then_some((statement, forth))
    })
}

fn has(statement: &StoredStatement, role: Role, spellings: &[String]) -> bool {
    statement.roles.get(role).iter().any(|filler| {
        let texts = [Some(&filler.text), filler.entity.as_ref()];
        texts.into_iter().flatten().any(|text| spellings.iter().any(|name| salname_state::names(text, name)))
    })
}

/// The earliest message of the other that was not answered before: what the answer took is counted from it.
pub(crate) fn answered<'t>(before: &[Message<'t>], forth: bool) -> Option<&'t StoredStatement> {
    let since = before.iter().rposition(|other| other.forth == forth).map_or(0, |last| last + 1);
    before[since..].iter().map(|other| other.statement).find(|other| other.date.is_some())
}

pub(crate) fn days_between(first: &StoredStatement, second: &StoredStatement) -> Option<i32> {
    let day = |statement: &StoredStatement| -> Option<Day> {
        statement.date.as_ref().filter(|date| date.is_day()).map(Time::earliest)
    };
    let (first, second) = (Time::day(day(first)?), Time::day(day(second)?));
    Some(salname_state::bounds_of(&first).gap(salname_state::bounds_of(&second)))
}
