//! Passages annotated by the project: kept without the documents' sentences, by the bytes where each quotation stands;
//! or written by the project, with their text.

use std::fmt::Write as _;
use std::path::Path;

use salname_model::Span;
use serde_json::{Map, Value, json};

use crate::corpus::Corpus;
use crate::gold::{Passage, fillers, gold_of, number};

/// A filler longer than this, in letters, says more than a name, and is not kept.
const LONGEST: usize = 80;

/// The passages of a file, one JSON object a line.
pub fn load(path: &Path) -> Vec<Passage> {
    let text = std::fs::read_to_string(path).expect("the annotated passages can be read");
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| passage(&serde_json::from_str(line).expect("an annotated passage is JSON"))).collect()
}

fn passage(json: &Value) -> Passage {
    if let Some(text) = json["text"].as_str() {
        let id = json["id"].as_str().unwrap_or_default();
        return Passage {
            doc: format!("{id}.txt"),
            range: Span::new(0, text.len()),
            text: Some(text.to_owned()),
            ..crate::gold::passage(json)
        };
    }
    let statements = json["statements"].as_array().into_iter().flatten().filter_map(|one| {
        let at = Span::new(number(&one["at"][0]), number(&one["at"][1]));
        Some(crate::agreement::Gold { at: Some(at), ..gold_of(one)? })
    });
    Passage {
        id: json["id"].as_str().unwrap_or_default().to_owned(),
        doc: json["doc"].as_str().unwrap_or_default().to_owned(),
        range: Span::new(number(&json["start"]), number(&json["end"])),
        statements: statements.collect(),
        text: None,
    }
}

/// Turns annotated passages with quotations into lines without: each quotation becomes the bytes of the file that it
/// stands in. What cannot be found there is left out, and said.
pub fn convert(directory: &Path, docs: &Path, packs: &salname_packs::Packs, out: &Path) {
    let mut paths: Vec<_> = std::fs::read_dir(directory)
        .expect("the directory can be listed")
        .map(|entry| entry.expect("the directory can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| -> Option<(Passage, Value)> {
        let text = std::fs::read_to_string(path).ok()?;
        let json =
            serde_json::from_str(&text).map_err(|error| eprintln!("{}: {error}", path.display())).ok()?;
        Some((crate::gold::passage(&json), json))
    };
    let read: Vec<(Passage, Value)> = paths.iter().filter_map(read).collect();
    let corpus = Corpus::load(read.iter().map(|(passage, _)| (passage.doc.as_str(), None)), docs, packs);
    let mut lines = String::new();
    for (passage, json) in &read {
        let written: Vec<&Value> = json["statements"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|one| gold_of(one).is_some())
            .collect();
        let mut statements = Vec::new();
        for (one, span) in written.into_iter().zip(corpus.spans(passage)) {
            let Some(span) = span else {
                eprintln!("{}: not found: {}", passage.id, one["quote"]);
                continue;
            };
            let mut roles = Map::new();
            for (role, text) in fillers(&one["roles"]) {
                if role != "about" && text.chars().count() <= LONGEST {
                    let list = roles.entry(role).or_insert_with(|| json!([]));
                    list.as_array_mut().expect("it was made a list").push(json!(text));
                }
            }
            let modality = one["modality"].as_str().unwrap_or("asserted");
            statements
                .push(json!({"kind": one["kind"], "date": one["date"], "roles": roles, "modality": modality,
                "at": [span.start, span.end]}));
        }
        let passage = json!({"id": passage.id, "doc": passage.doc, "start": passage.range.start,
            "end": passage.range.end, "statements": statements});
        let _ = writeln!(lines, "{passage}");
    }
    std::fs::write(out, lines).expect("the output file can be written");
}
