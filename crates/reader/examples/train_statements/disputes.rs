//! Where the annotation and a model that has not seen the passage say different things: for whoever revises the annotation.

use std::fmt::Write as _;

use salname_model::Statement;
use serde_json::{Map, Value, json};

use crate::agreement::{Gold, date, value_equal};
use crate::told::Told;
use crate::whole::{Fillers, of_role, wanted};

/// So many paragraphs before a passage are told with it: dates are inherited from them.
const BEFORE: usize = 4;

/// One line for each passage, as JSON: its text, the pairs that differ with what each says, and what is told that nobody
/// annotated.
pub fn lines(told: &Told) -> String {
    let Told { corpus, passages, seen, probabilities, kept, pairs } = told;
    let mut lines = String::new();
    for (index, passage) in passages.iter().enumerate() {
        let seen = &seen[index];
        let quote = |at: usize| {
            let one = &seen.candidates[at];
            &corpus.text(&passage.doc, one.statement.anchor.paragraph)[one.statement.anchor.text.range()]
        };
        let differ: Vec<Value> = pairs[index]
            .iter()
            .filter_map(|&(gold, at)| {
                let (annotated, told) =
                    differences(&passage.statements[gold], &seen.candidates[at].statement)?;
                Some(json!({"at": gold, "kind": passage.statements[gold].kind.as_str(), "quote": quote(at),
                    "annotated": annotated, "told": told}))
            })
            .collect();
        let alone = kept[index].iter().filter(|at| pairs[index].iter().all(|(_, other)| other != *at));
        let alone: Vec<Value> = alone
            .map(|&at| {
                let one = &seen.candidates[at].statement;
                json!({"kind": one.kind.as_str(), "quote": quote(at), "confidence": probabilities[index][at],
                    "source": [one.anchor.source.start, one.anchor.source.end], "told": whole(one)})
            })
            .collect();
        let (before, text) = corpus.passage(passage, BEFORE);
        let line = json!({"id": passage.id, "doc": passage.doc, "before": before, "text": text,
            "differ": differ, "alone": alone});
        let _ = writeln!(lines, "{line}");
    }
    lines
}

fn whole(one: &Statement) -> Value {
    let mut said = Map::new();
    said.insert("date".to_owned(), json!(date(one)));
    said.insert("modality".to_owned(), json!(one.modality.to_string()));
    for (role, fillers) in one.roles.iter() {
        let texts: Vec<&str> = fillers.iter().map(|filler| filler.text.as_str()).collect();
        said.insert(role.as_str().to_owned(), json!(texts));
    }
    Value::Object(said)
}

/// What the two say of each thing that they do not agree in.
fn differences(gold: &Gold, found: &Statement) -> Option<(Value, Value)> {
    let (mut annotated, mut told) = (Map::new(), Map::new());
    let mut differ = |what: &str, one: Value, two: Value| {
        annotated.insert(what.to_owned(), one);
        told.insert(what.to_owned(), two);
    };
    if !value_equal(date(found), &gold.date) {
        differ("date", json!(gold.date), json!(date(found)));
    }
    if found.modality.to_string() != gold.modality {
        differ("modality", json!(gold.modality), json!(found.modality.to_string()));
    }
    for &role in gold.kind.roles() {
        let texts: Vec<&str> = found.roles.get(role).iter().map(|one| one.text.as_str()).collect();
        if of_role(gold, role, &texts).is_some_and(Fillers::wrong) {
            differ(role.as_str(), json!(wanted(gold, role)), json!(texts));
        }
    }
    (!annotated.is_empty()).then_some((Value::Object(annotated), Value::Object(told)))
}
