//! The gold's passages, and what the finder sees in them.

use std::collections::BTreeMap;
use std::path::Path;

use salname_model::{Anchor, Paragraph, Span, Statement, Time, TimeMention};
use salname_packs::Packs;
use salname_reader::statements::{Candidate, Finder};
use serde_json::Value;

use crate::agreement::Gold;

/// An annotated passage.
pub struct Passage {
    pub id: String,
    pub doc: String,
    /// Bytes of the document's file.
    pub range: Span,
    pub restored: String,
    pub times: Vec<(String, String)>,
    pub statements: Vec<Gold>,
}

/// What the finder sees in a passage.
pub struct Seen {
    pub candidates: Vec<Candidate>,
    /// Bytes of the gold's restored text where each paragraph begins; empty where documents were read.
    starts: Vec<usize>,
    /// Where documents were read: bytes of the passage in its file, and of its restored text.
    stretch: Option<(Span, usize)>,
}

impl Seen {
    /// How much of a gold quotation the candidate's own covers, from 0 to 1.
    pub fn overlap(&self, at: usize, place: Option<(usize, usize)>) -> f64 {
        let candidate = &self.candidates[at];
        let Some((start, end)) = place else { return 0.0 };
        if let Some((range, restored)) = self.stretch {
            // Restoring keeps proportions: near enough to choose between equals.
            let own =
                (candidate.statement.anchor.source.start - range.start) as f64 / range.len().max(1) as f64;
            let quoted = start as f64 / restored.max(1) as f64;
            return (1.0 - (own - quoted).abs() * 8.0).max(0.0);
        }
        let Some(&base) = self.starts.get(candidate.statement.anchor.paragraph) else { return 0.0 };
        let trigger = base + candidate.at.start;
        let inside = trigger >= start && trigger < end;
        let own = candidate.statement.anchor.text;
        let shared = (own.end + base).min(end).saturating_sub((own.start + base).max(start));
        let part = shared as f64 / (end - start).max(1) as f64;
        if inside { 0.5 + 0.5 * part } else { 0.5 * part }
    }

    /// The statements that are kept, as the finder would keep them.
    pub fn kept(&self, probabilities: &[f32], threshold: f32) -> Vec<&Statement> {
        let mut kept: Vec<(usize, f32)> = Vec::new();
        for (at, &probability) in probabilities.iter().enumerate() {
            if probability < threshold {
                continue;
            }
            let twin = kept
                .iter_mut()
                .rev()
                .take(12)
                .find(|(other, _)| self.candidates[*other].says_the_same(&self.candidates[at]));
            match twin {
                Some(other) if other.1 < probability => *other = (at, probability),
                Some(_) => {}
                None => kept.push((at, probability)),
            }
        }
        kept.into_iter().map(|(at, _)| &self.candidates[at].statement).collect()
    }
}

/// All passages of a directory, in the order of their names.
pub fn load(directory: &Path) -> Vec<Passage> {
    let mut paths: Vec<_> = std::fs::read_dir(directory.join("passages"))
        .expect("the gold directory holds passages/")
        .map(|entry| entry.expect("the directory can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    paths.iter().map(|path| passage(path)).collect()
}

fn passage(path: &Path) -> Passage {
    let text = std::fs::read_to_string(path).expect("the passage can be read");
    let json: Value = serde_json::from_str(&text).expect("the passage is JSON");
    let word = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let list = |key: &str| json[key].as_array().cloned().unwrap_or_default();
    let restored = word(&json, "restored");
    let statements = list("statements")
        .iter()
        .filter_map(|one| {
            let quote = word(one, "quote");
            Some(Gold {
                kind: word(one, "kind").parse().ok()?,
                date: word(one, "date"),
                names: names(&one["roles"]),
                place: restored.find(&quote).map(|start| (start, start + quote.len())),
            })
        })
        .collect();
    Passage {
        id: word(&json, "id"),
        doc: word(&json, "doc"),
        range: Span::new(number(&json["start"]), number(&json["end"])),
        times: list("times").iter().map(|one| (word(one, "text"), word(one, "value"))).collect(),
        statements,
        restored,
    }
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or_default()
}

fn names(roles: &Value) -> Vec<String> {
    let roles = roles.as_object().into_iter().flatten();
    let named = roles.filter(|(role, _)| !matches!(role.as_str(), "form" | "change" | "unit" | "about"));
    named
        .flat_map(|(_, value)| match value {
            Value::Array(list) => list.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
            Value::String(one) => vec![one.clone()],
            Value::Number(number) => vec![number.to_string()],
            _ => Vec::new(),
        })
        .filter(|name| !name.is_empty())
        .collect()
}

/// What the finder sees in each passage: with its own times and names, or with those read from the documents.
pub fn read(passages: &[Passage], docs: Option<&Path>, packs: &Packs, finder: &Finder) -> Vec<Seen> {
    let names = salname_reader::names::Finder::new(packs, false);
    let Some(docs) = docs else {
        return passages.iter().map(|passage| read_clean(passage, finder, &names)).collect();
    };
    let mut documents: BTreeMap<&str, Vec<Candidate>> = BTreeMap::new();
    for passage in passages {
        documents
            .entry(&passage.doc)
            .or_insert_with(|| read_document(&docs.join(&passage.doc), packs, finder, &names));
    }
    let inside = |passage: &Passage| -> Vec<Candidate> {
        let candidates = documents[passage.doc.as_str()].iter();
        let start = |one: &Candidate| one.statement.anchor.source.start;
        candidates
            .filter(|one| passage.range.start <= start(one) && start(one) < passage.range.end)
            .cloned()
            .collect()
    };
    passages
        .iter()
        .map(|passage| Seen {
            candidates: inside(passage),
            starts: Vec::new(),
            stretch: Some((passage.range, passage.restored.len())),
        })
        .collect()
}

/// The candidates of a whole document, anchored in its file.
pub fn read_document(
    path: &Path,
    packs: &Packs,
    finder: &Finder,
    names: &salname_reader::names::Finder,
) -> Vec<Candidate> {
    let source = salname_ingest::read_file(path, "document").expect("the document can be read");
    let restorer = salname_restore::Restorer::new(packs, &salname_restore::Options::default());
    let paragraphs = restorer.restore(&source.text).paragraphs;
    let times = salname_reader::times::Finder::new(packs).find(&paragraphs);
    let mentions = names.find(&paragraphs, &times);
    let mut candidates = finder.candidates(&paragraphs, &times, &mentions);
    for candidate in &mut candidates {
        candidate.statement.anchor.source = source.span_of(candidate.statement.anchor.source);
    }
    candidates
}

fn read_clean(passage: &Passage, finder: &Finder, names: &salname_reader::names::Finder) -> Seen {
    let (mut paragraphs, mut starts, mut start) = (Vec::new(), Vec::new(), 0);
    for line in passage.restored.split('\n') {
        paragraphs.push(Paragraph::sound(line, start, "az"));
        starts.push(start);
        start += line.len() + 1;
    }
    let anchor = |from: usize, text: &str| -> Option<(Anchor, usize)> {
        let at = passage.restored.get(from..)?.find(text)? + from;
        let paragraph = starts.partition_point(|start| *start <= at) - 1;
        let base = starts[paragraph];
        let source = Span::new(at, at + text.len());
        Some((
            Anchor { paragraph, text: Span::new(at - base, at - base + text.len()), source },
            at + text.len(),
        ))
    };
    let mut times = Vec::new();
    let mut from = 0;
    for (text, value) in &passage.times {
        if let Some((anchor, end)) = anchor(from, text) {
            from = end;
            times.push(TimeMention {
                anchor,
                text: text.clone(),
                value: Time::parse(value).ok(),
                note: String::new(),
            });
        }
    }
    let mentions = names.find(&paragraphs, &times);
    let candidates = finder.candidates(&paragraphs, &times, &mentions);
    Seen { candidates, starts, stretch: None }
}
