//! From a passage of the record to a document of the index.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use salname_model::{Class, Kind};
use salname_reader::words::lower_into;
use salname_record::{Named, PassageContents};
use tantivy::TantivyDocument;

use crate::analysis::{Analysis, Capital};
use crate::days;
use crate::fields::{self, Fields, Is};
use crate::lexicon::{Seen, Vocabulary};

/// Turns the passages of one source after another into documents, and gathers their words on the way.
pub(crate) struct Passages<'a> {
    fields: &'a Fields,
    analysis: &'a Analysis,
    pub vocabulary: Vocabulary,
    /// Hash of the source, and its number.
    source: (String, u32),
    /// The names of the source, in its order.
    names: Vec<Name>,
    terms: Terms,
    /// The words of a passage, as they are indexed.
    text: String,
    /// Its other terms, one a line.
    lines: String,
    /// Most names of a record come again and again: what is known of them, by the names of the entities and by the names
    /// as written.
    entities: FxHashMap<String, Entity>,
    written: FxHashMap<String, Arc<Written>>,
}

/// A name of a source with what it is found by.
struct Name {
    entity: u32,
    /// By their numbers.
    terms: Vec<u32>,
    written: Arc<Written>,
}

struct Entity {
    number: u32,
    sounds: Vec<String>,
}

struct Written {
    sounds: Vec<String>,
    /// Its words in small letters, as languages without and with a dotless i have them.
    words: [Vec<String>; 2],
}

/// Terms of the index by numbers, which are sooner compared than texts.
#[derive(Default)]
struct Terms {
    all: Vec<String>,
    numbers: FxHashMap<String, u32>,
}

impl Terms {
    fn number(&mut self, is: Is, text: &str) -> u32 {
        let next = self.all.len() as u32;
        let mut term = String::with_capacity(text.len() + 1);
        is.write(text, &mut term);
        *self.numbers.entry(term).or_insert_with_key(|term| {
            self.all.push(term.clone());
            next
        })
    }
}

/// No more names than this are remembered from source to source.
const MOST: usize = 1 << 16;

impl<'a> Passages<'a> {
    pub fn new(fields: &'a Fields, analysis: &'a Analysis, vocabulary: Vocabulary) -> Self {
        Self {
            fields,
            analysis,
            vocabulary,
            source: (String::new(), u32::MAX),
            names: Vec::new(),
            terms: Terms::default(),
            text: String::new(),
            lines: String::new(),
            entities: FxHashMap::default(),
            written: FxHashMap::default(),
        }
    }

    /// The passages that follow are of this source, of which hash and number are given, and have these names.
    pub fn begin(&mut self, source: (&str, u32), names: &[Named]) {
        if self.entities.len() + self.written.len() > MOST {
            self.entities.clear();
            self.written.clear();
        }
        self.source = (source.0.to_owned(), source.1);
        self.terms = Terms::default();
        self.names = names.iter().map(|name| self.name(name)).collect();
    }

    fn name(&mut self, name: &Named) -> Name {
        let analysis = self.analysis;
        if !self.entities.contains_key(&name.entity) {
            let number = self.vocabulary.name(&name.entity);
            let sounds = analysis.sounds(&name.entity);
            self.entities.insert(name.entity.clone(), Entity { number, sounds });
        }
        if !self.written.contains_key(&name.text) {
            let words = [false, true].map(|dotless| {
                let mut words = Vec::new();
                analysis.each_word(&name.text, |span, _| {
                    let mut small = String::new();
                    lower_into(&mut small, &name.text[span.range()], dotless);
                    words.push(small);
                });
                words
            });
            let written = Written { sounds: analysis.sounds(&name.text), words };
            self.written.insert(name.text.clone(), Arc::new(written));
        }
        let (entity, written) = (&self.entities[&name.entity], &self.written[&name.text]);
        let mut terms = Vec::new();
        // Whoever is named by a short form is found by the full name, too.
        for key in entity.sounds.iter().chain(&written.sounds) {
            if matches!(name.class, Class::Per | Class::Org | Class::Gpe) {
                terms.push(self.terms.number(Is::Who, key));
            }
            if matches!(name.class, Class::Gpe | Class::Loc) {
                terms.push(self.terms.number(Is::Place, key));
            }
        }
        // People only: the full names of states and bodies are made of words that say too much.
        if name.class == Class::Per {
            terms.extend(entity.sounds.iter().map(|key| self.terms.number(Is::Person, key)));
        }
        terms.push(self.terms.number(Is::Class, name.class.as_str()));
        terms.push(self.terms.number(Is::Entity, &name.entity));
        Name { entity: entity.number, terms, written: Arc::clone(written) }
    }

    /// A passage of the source as the index has it.
    pub fn document(&mut self, contents: &PassageContents) -> TantivyDocument {
        /// Bytes of the terms of most passages.
        const TERMS: usize = 1 << 10;
        let fields = self.fields;
        let mut document = TantivyDocument::with_capacity(contents.text.len() + TERMS);
        self.add_words(contents, &mut document);
        let terms = &mut self.lines;
        terms.clear();
        let mut add = |is: Is, text: &str| {
            is.write(text, terms);
            terms.push('\n');
        };
        let mut kinds = 0;
        for kind in &contents.kinds {
            add(Is::Kind, kind.as_str());
            kinds |= Kind::ALL.iter().position(|known| known == kind).map_or(0, |bit| 1 << bit);
        }
        for time in &contents.times {
            add(Is::Date, &days::term(time));
        }
        if let Some(lang) = &contents.lang {
            add(Is::Lang, lang);
        }
        if contents.doubtful {
            add(Is::Doubtful, "");
        }
        add(Is::Source, &self.source.0);
        document.add_u64(fields.kinds, kinds);
        if let Some(day) = days::first(&contents.times) {
            document.add_u64(fields.day, day);
        }
        for decade in days::decades(&contents.times) {
            document.add_u64(fields.decade, decade);
        }
        document.add_u64(fields.place_in, fields::place(self.source.1, contents.number));
        self.add_names(contents, &mut document);
        document.add_text(fields.is, &self.lines);
        document
    }

    fn add_names(&mut self, contents: &PassageContents, document: &mut TantivyDocument) {
        let names = || contents.names.iter().filter_map(|&name| self.names.get(name));
        let mut terms: Vec<u32> = names().flat_map(|name| &name.terms).copied().collect();
        terms.sort_unstable();
        terms.dedup();
        let mut numbers: Vec<u32> = names().map(|name| name.entity).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().for_each(|number| document.add_u64(self.fields.names, number.into()));
        for term in terms.into_iter().filter_map(|term| self.terms.all.get(term as usize)) {
            self.lines.push_str(term);
            self.lines.push('\n');
        }
    }

    fn add_words(&mut self, contents: &PassageContents, document: &mut TantivyDocument) {
        let lang = contents.lang.as_deref();
        let dotless = self.analysis.is_dotless(lang);
        let is_named = |small: &str| {
            let mut named = contents.names.iter().filter_map(|&name| self.names.get(name));
            named.any(|name| name.written.words[usize::from(dotless)].iter().any(|word| word == small))
        };
        let known = self.vocabulary.words(lang.unwrap_or_default());
        // The index cuts at blanks, of which no word has one.
        let text = &mut self.text;
        text.clear();
        self.analysis.each_word(&contents.text, |span, capital| {
            let start = text.len();
            lower_into(text, &contents.text[span.range()], dotless);
            let small = &text[start..];
            if capital != Capital::Number {
                match known.get_mut(small) {
                    Some(Seen { name: true, common: true }) => {}
                    Some(seen) => seen.add(capital, || is_named(small)),
                    None => {
                        let mut seen = Seen::default();
                        seen.add(capital, || is_named(small));
                        known.insert(small.to_owned(), seen);
                    }
                }
            }
            text.push(' ');
        });
        document.add_text(self.fields.word, &*text);
    }
}

impl Seen {
    /// Adds what the first letter tells; what does not is told by whether it stands in a name.
    fn add(&mut self, capital: Capital, is_named: impl Fn() -> bool) {
        match capital {
            Capital::None => self.common = true,
            Capital::Free => self.name = true,
            Capital::Forced => self.name |= !self.name && is_named(),
            Capital::Number => {}
        }
    }
}
