//! Who held an office, and which agreements bound whom: the terms of one relation, in the order of time.

use std::collections::HashMap;

use salname_model::{Relation, Time};
use salname_state::{Answer, Query};

use crate::Told;

/// Who held an office, given by its name or words of it, one after another.
#[must_use]
pub fn holders<'t>(told: &'t Told, office: &str) -> Vec<Answer<'t>> {
    let query = Query::ever().of_relation(Some(Relation::Holds));
    let mut named = told.naming_office(office);
    let mut known: HashMap<&str, bool> = HashMap::new();
    in_order(told, &query, |answer| {
        let args = answer.args(&told.world);
        let held = args.iter().find(|(name, _)| *name == "office").map_or("", |(_, text)| *text);
        *known.entry(held).or_insert_with(|| named(held) && !told.world.is_another_office(held, office))
    })
}

/// Agreements that bind all of these parties, which the text lists or the name tells ("the Russo-Turkish treaty"); with a date, those in force on that day or some day of that time.
#[must_use]
pub fn treaties<'t>(told: &'t Told, between: &[String], on: Option<&Time>) -> Vec<Answer<'t>> {
    let query = on.map_or_else(Query::ever, Query::on).of_relation(Some(Relation::InForce));
    let binds = |answer: &Answer, name: &String| {
        ["parties", "agreement"].iter().any(|arg| argument_has(told, answer, arg, name))
    };
    in_order(told, &query, |answer| between.iter().all(|name| binds(answer, name)))
}

fn argument_has(told: &Told, answer: &Answer, arg: &str, name: &str) -> bool {
    let args = answer.args(&told.world);
    let text = args.iter().find(|(known, _)| *known == arg).map_or("", |(_, text)| *text);
    told.spellings(name).iter().any(|spelling| salname_state::names(text, spelling))
}

fn in_order<'t>(told: &'t Told, query: &Query, meant: impl FnMut(&Answer<'t>) -> bool) -> Vec<Answer<'t>> {
    let mut answers = told.world.ask(query);
    answers.retain(meant);
    answers.sort_by_key(|answer| {
        let first = answer.first_attested().and_then(|date| Time::parse(date).ok());
        first.map(|date| (date.earliest(), date.latest()))
    });
    answers
}
