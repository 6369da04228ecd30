//! A record to try things on, with hand-made readings.
#![allow(dead_code)] // each test program takes what it needs

use std::path::PathBuf;

use salname_model::{
    Anchor, Class, Filler, Kind, Mention, Modality, Paragraph, Reading, Role, Span, Statement, Time,
};
use salname_record::{
    Correction, Document, Kept, NameKeys as _, PlainKeys, StatementFilter, StoredStatement, Writer,
    plain_text,
};

pub const APRIL: &str = "On 28 April 1920 Petrov became commissar of posts.\n";
pub const MAY: &str = "On 2 May 1920 Ivanov took Shahtepe.\n";

/// A directory for a record, and the directory above it, which goes when the test ends.
pub fn directory() -> (tempfile::TempDir, PathBuf) {
    let above = tempfile::tempdir().unwrap();
    let record = above.path().join("record");
    (above, record)
}

pub fn statement(text: &str, kind: Kind, date: &str, roles: &[(Role, &str)]) -> Statement {
    let whole = Span::new(0, text.trim_end().len());
    Statement {
        anchor: Anchor { paragraph: 0, text: whole, source: whole },
        kind,
        date: (!date.is_empty()).then(|| Time::parse(date).unwrap()),
        roles: roles.iter().map(|&(role, name)| (role, Filler::named(name, name))).collect(),
        modality: Modality::Asserted,
        confidence: 0.75,
        quote: text.trim_end().to_owned(),
        citation: Some("[1, p. 2]".into()),
    }
}

pub fn keep_read_by(
    writer: &mut Writer,
    path: &str,
    text: &str,
    statements: Vec<Statement>,
    reader: &str,
) -> Kept {
    let mentions = statements
        .iter()
        .flat_map(|statement| statement.roles.iter().flat_map(|(_, fillers)| fillers))
        .filter(|filler| filler.entity.is_some())
        .map(|filler| {
            let name = filler.text.trim_start_matches("Comrade ");
            let start = text.find(name).unwrap_or(0);
            let span = Span::new(start, start + name.len());
            Mention {
                anchor: Anchor { paragraph: 0, text: span, source: span },
                text: format!("{}'s", filler.text),
                class: Class::Per,
                entity: filler.text.clone(),
            }
        })
        .collect();
    writer
        .keep(&Document {
            source: &plain_text(path, text),
            original: text.as_bytes(),
            paragraphs: &[Paragraph::sound(text.trim_end(), 0, "en")],
            reading: &Reading { statements, mentions, ..Reading::default() },
            path: &format!("/archive/{path}"),
            reader,
        })
        .unwrap()
}

pub fn keep(writer: &mut Writer, path: &str, text: &str, statements: Vec<Statement>) -> Kept {
    keep_read_by(writer, path, text, statements, "1")
}

pub fn april() -> Vec<Statement> {
    let roles = [(Role::Person, "Petrov"), (Role::Office, "commissar of posts"), (Role::Change, "appointed")];
    let mut read = statement(APRIL, Kind::Office, "1920-04-28", &roles);
    read.roles = read
        .roles
        .iter()
        .flat_map(|(role, fillers)| fillers.iter().map(move |filler| (role, filler.clone())))
        .map(|(role, filler)| (role, if role == Role::Change { Filler::plain(filler.text) } else { filler }))
        .collect();
    vec![read]
}

pub fn may() -> Vec<Statement> {
    let roles = [(Role::Actor, "Ivanov"), (Role::Place, "Shahtepe")];
    vec![statement(MAY, Kind::Control, "1920-05", &roles)]
}

/// A name as filters take it.
pub fn named(name: &str) -> Vec<Vec<Vec<String>>> {
    vec![PlainKeys.keys(name)]
}

pub struct Desk {
    pub writer: Writer,
    pub directory: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let writer = Writer::open(directory.path().join("record")).unwrap();
        Self { writer, directory }
    }

    pub fn with_april_and_may() -> Self {
        let mut desk = Self::new();
        desk.keep_april("1");
        desk.keep_may("1");
        desk
    }

    pub fn keep(&mut self, path: &str, text: &str, statements: Vec<Statement>, reader: &str) {
        keep_read_by(&mut self.writer, path, text, statements, reader);
        self.writer.finish().unwrap();
    }

    pub fn keep_april(&mut self, reader: &str) {
        self.keep("april.txt", APRIL, april(), reader);
    }

    pub fn keep_may(&mut self, reader: &str) {
        self.keep("may.txt", MAY, may(), reader);
    }

    pub fn record(&self) -> PathBuf {
        self.directory.path().join("record")
    }

    pub fn find(&self, filter: &StatementFilter) -> Vec<Kind> {
        self.writer.statements(filter).unwrap().into_iter().map(|one| one.kind).collect()
    }

    pub fn kinds(&self) -> Vec<Kind> {
        self.find(&StatementFilter::default())
    }

    pub fn one(&self, kind: Kind) -> StoredStatement {
        let filter = StatementFilter { kinds: vec![kind], ..StatementFilter::default() };
        self.writer.statements(&filter).unwrap().pop().unwrap()
    }

    pub fn id_of(&self, kind: Kind) -> String {
        self.one(kind).id
    }

    pub fn entities(&self) -> Vec<String> {
        self.writer.entities().unwrap().into_iter().map(|entity| entity.name).collect()
    }

    pub fn export(&self) -> Vec<Correction> {
        self.writer.export_corrections().unwrap()
    }
}
