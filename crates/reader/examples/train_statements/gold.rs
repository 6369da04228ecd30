//! The gold's passages.

use std::path::Path;

use salname_model::Span;
use serde_json::Value;

use crate::agreement::Gold;

/// An annotated passage.
#[derive(Clone)]
pub struct Passage {
    pub id: String,
    pub doc: String,
    /// Bytes of the document's file.
    pub range: Span,
    pub statements: Vec<Gold>,
    /// The text, where the project wrote it itself and no document holds it.
    pub text: Option<String>,
}

/// All passages of a directory, in the order of their names.
///
/// A file instead of a directory holds passages that the project annotated itself.
pub fn load(directory: &Path) -> Vec<Passage> {
    if directory.is_file() {
        return crate::annotated::load(directory);
    }
    let mut paths: Vec<_> = std::fs::read_dir(directory.join("passages"))
        .expect("the gold directory holds passages/")
        .map(|entry| entry.expect("the directory can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("the passage can be read");
        passage(&serde_json::from_str(&text).expect("the passage is JSON"))
    };
    paths.iter().map(read).collect()
}

pub fn passage(json: &Value) -> Passage {
    Passage {
        id: word(json, "id"),
        doc: word(json, "doc"),
        range: Span::new(number(&json["start"]), number(&json["end"])),
        statements: json["statements"].as_array().into_iter().flatten().filter_map(gold_of).collect(),
        text: None,
    }
}

/// A statement of the gold, if it is of one of the kinds.
pub fn gold_of(one: &Value) -> Option<Gold> {
    let fillers = fillers(&one["roles"]);
    let unnamed = ["form", "change", "unit", "about"];
    let names = fillers.iter().filter(|(role, _)| !unnamed.contains(&role.as_str()));
    Some(Gold {
        kind: word(one, "kind").parse().ok()?,
        date: word(one, "date"),
        names: names.map(|(_, text)| text.clone()).collect(),
        fillers: fillers.into_iter().filter_map(|(role, text)| Some((role.parse().ok()?, text))).collect(),
        modality: word(one, "modality"),
        quote: word(one, "quote"),
        at: None,
    })
}

fn word(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

pub fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or_default()
}

pub fn fillers(roles: &Value) -> Vec<(String, String)> {
    let mut fillers = Vec::new();
    for (role, value) in roles.as_object().into_iter().flatten() {
        let texts: Vec<String> = match value {
            Value::Array(list) => list.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
            Value::String(one) => vec![one.clone()],
            Value::Number(number) => vec![number.to_string()],
            _ => Vec::new(),
        };
        fillers.extend(texts.into_iter().filter(|text| !text.is_empty()).map(|text| (role.clone(), text)));
    }
    fillers
}
