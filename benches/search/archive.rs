//! An archive made up after the words of another: words come as often as they do there, new forms are made of the
//! beginning of one word and the ending of another, and names, dates and statements stand where chance puts them. The
//! same numbers always make the same passages.

use std::fmt::Write as _;
use std::path::Path;

use salname_model::{
    Anchor, Class, Kind, Mention, Modality, Paragraph, Reading, Span, Statement, Time, TimeMention,
};
use salname_record::{Document, Record, Writer, plain_text};

use crate::AnyError;

/// Numbers that look like chance and are the same every time (Vigna's splitmix64).
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// What passages are made after.
pub struct Model {
    /// Every word as often as it stands in the archive, as written there.
    words: Vec<String>,
    /// How many words a passage has.
    lengths: Vec<usize>,
}

impl Model {
    pub fn new(texts: &[String]) -> Self {
        let mut words = Vec::new();
        let mut lengths = Vec::new();
        for text in texts {
            let before = words.len();
            let parts = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
            words.extend(parts.map(str::to_owned));
            if words.len() - before >= 5 {
                lengths.push(words.len() - before);
            }
        }
        Self { words, lengths }
    }

    fn word(&self, chance: &mut Chance) -> String {
        /// One word in so many is a new form.
        const NEW: usize = 40;
        let word = &self.words[chance.below(self.words.len())];
        if chance.below(NEW) > 0 {
            return word.clone();
        }
        let other = &self.words[chance.below(self.words.len())];
        let cut = |word: &str, from_end: usize| {
            let letters = word.chars().count();
            word.char_indices().nth(letters.saturating_sub(from_end)).map_or(0, |(at, _)| at)
        };
        let ending = 1 + chance.below(5);
        format!("{}{}", word, &other[cut(other, ending)..].to_lowercase())
    }

    fn passage(&self, chance: &mut Chance) -> String {
        let length = self.lengths[chance.below(self.lengths.len())];
        let mut text = String::new();
        for at in 0..length {
            if at > 0 {
                text.push_str(if chance.below(12) == 0 { ". " } else { " " });
            }
            text.push_str(&self.word(chance));
        }
        text.push('.');
        text
    }
}

/// A passage with what stands in it.
pub struct Made {
    pub text: String,
    pub names: Vec<(Span, String)>,
    pub time: Option<Time>,
    pub kind: Option<Kind>,
}

pub fn make(model: &Model, chance: &mut Chance) -> Made {
    let text = model.passage(chance);
    let mut names = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        let span = Span::new(at, at + word.trim_end_matches('.').len());
        at += word.len() + 1;
        let name = &text[span.range()];
        if span.start > 0 && name.len() > 3 && name.starts_with(char::is_uppercase) && names.len() < 4 {
            names.push((span, name.to_owned()));
        }
    }
    let time = (chance.below(2) == 0).then(|| {
        let (year, month, day) = (1898 + chance.below(49), 1 + chance.below(12), 1 + chance.below(28));
        Time::parse(&format!("{year}-{month:02}-{day:02}")).expect("every month has 28 days")
    });
    let kind = (chance.below(5) < 2).then(|| Kind::ALL[chance.below(Kind::ALL.len())]);
    Made { text, names, time, kind }
}

pub fn keep(writer: &mut Writer, number: usize, passages: &[Made]) -> Result<(), AnyError> {
    let mut text = String::new();
    let mut reading = Reading::default();
    let mut paragraphs = Vec::new();
    for (paragraph, made) in passages.iter().enumerate() {
        let start = text.len();
        let anchor = |span: Span| Anchor {
            paragraph,
            text: span,
            source: Span::new(start + span.start, start + span.end),
        };
        let whole = anchor(Span::new(0, made.text.len()));
        for (span, name) in &made.names {
            let class = [Class::Per, Class::Org, Class::Gpe][name.len() % 3];
            reading.mentions.push(Mention {
                anchor: anchor(*span),
                text: name.clone(),
                class,
                entity: name.clone(),
            });
        }
        if let Some(time) = &made.time {
            let note = String::new();
            reading.times.push(TimeMention {
                anchor: whole,
                text: String::new(),
                value: Some(time.clone()),
                note,
            });
        }
        if let Some(kind) = made.kind {
            reading.statements.push(Statement {
                anchor: whole,
                kind,
                date: made.time.clone(),
                roles: Default::default(),
                modality: Modality::Asserted,
                confidence: 1.0,
                quote: String::new(),
                citation: None,
            });
        }
        paragraphs.push(Paragraph::sound(&made.text, start, "az"));
        write!(text, "{}\n\n", made.text)?;
    }
    let name = format!("volume-{number:04}.txt");
    writer.keep(&Document {
        source: &plain_text(&name, &text),
        original: text.as_bytes(),
        paragraphs: &paragraphs,
        reading: &reading,
        path: &format!("/made/{name}"),
        reader: "1",
    })?;
    Ok(())
}

/// Two different words of a passage, each of some letters.
pub fn query(text: &str, chance: &mut Chance) -> Option<String> {
    let words: Vec<&str> = text.split([' ', '.']).filter(|word| word.chars().count() > 3).collect();
    let first = words.get(chance.below(words.len()))?;
    let second = words.get(chance.below(words.len()))?;
    (first != second && !first.contains("OR")).then(|| format!("{first} {second}"))
}

/// The passages of a record, or else the lines of the example archive.
pub fn texts(record: Option<&Path>) -> Result<Vec<String>, AnyError> {
    let mut texts = Vec::new();
    if let Some(record) = record {
        let record = Record::open(record)?;
        for source in record.sources()? {
            texts.extend(record.passages(&source.id)?.into_iter().map(|passage| passage.text));
        }
        return Ok(texts);
    }
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/archive");
    let mut files: Vec<_> =
        std::fs::read_dir(archive)?.map(|file| file.map(|file| file.path())).collect::<Result<_, _>>()?;
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "txt")) {
        let text = String::from_utf8_lossy(&std::fs::read(file)?).into_owned();
        texts.extend(text.split("\n\n").map(str::to_owned));
    }
    Ok(texts)
}
