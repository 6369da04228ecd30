//! What sentences say: written as a reader would check them, sentence by sentence.

#![allow(clippy::unwrap_used, reason = "a test that cannot load or write has failed")]

mod always_the_same;
mod kinds;
mod languages;
mod learnt;
mod offices;
mod sentences;
mod sources;

use salname_model::{Kind, Paragraph, Statement};
use salname_packs::Packs;
use salname_reader::statements::{Candidate, Finder};
use salname_reader::{names, times};

struct Readers {
    times: times::Finder,
    names: names::Finder,
    statements: Finder,
}

fn readers() -> &'static Readers {
    static ONCE: std::sync::OnceLock<Readers> = std::sync::OnceLock::new();
    ONCE.get_or_init(|| {
        let packs = Packs::embedded().unwrap();
        Readers {
            times: times::Finder::new(&packs),
            names: names::Finder::new(&packs, false),
            statements: Finder::new(&packs),
        }
    })
}

fn candidates(lang: &str, text: &str) -> Vec<Candidate> {
    let paragraphs = [Paragraph::sound(text, 0, lang)];
    let times = readers().times.find(&paragraphs);
    let mentions = readers().names.find(&paragraphs, &times);
    readers().statements.candidates(&paragraphs, &times, &mentions)
}

fn statements(lang: &str, text: &str) -> Vec<Statement> {
    let paragraphs = [Paragraph::sound(text, 0, lang)];
    let times = readers().times.find(&paragraphs);
    let mentions = readers().names.find(&paragraphs, &times);
    readers().statements.find(&paragraphs, &times, &mentions)
}

/// Checks that a sentence may say a statement of that kind and date, with fillers that begin so.
fn check(lang: &str, text: &str, kind: Kind, date: &str, fillers: &[(&str, &str)]) {
    let found = candidates(lang, text);
    let said = found.iter().any(|one| {
        let statement = &one.statement;
        let dated = statement.date.as_ref().map_or("", |time| time.as_str());
        statement.kind == kind
            && (date.is_empty() || dated == date)
            && fillers.iter().all(|(role, start)| {
                let role = role.parse().unwrap();
                statement.roles.get(role).iter().any(|filler| filler.text.contains(start))
            })
    });
    let seen: Vec<String> = found
        .iter()
        .map(|one| {
            let date = one.statement.date.as_ref().map_or("", |time| time.as_str());
            format!("{} {date} {}", one.statement.kind, serde_json::to_string(&one.statement.roles).unwrap())
        })
        .collect();
    assert!(said, "{text}\n  should say {kind} {date} {fillers:?}\n  but says\n  {}", seen.join("\n  "));
}

type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

fn check_all(lang: &str, kind: Kind, rows: &[Row]) {
    for (text, date, fillers) in rows {
        check(lang, text, kind, date, fillers);
    }
}
