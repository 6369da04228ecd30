//! From a passage of the record to a document of the index.

use rustc_hash::FxHashMap;
use salname_model::{Class, Kind};
use salname_reader::words::lower_into;
use salname_record::Contents;
use tantivy::TantivyDocument;
use tantivy::schema::Field;

use crate::analysis::{Analysis, Capital};
use crate::days;
use crate::fields::{self, Fields};
use crate::lexicon::{Seen, Vocabulary};

/// Turns passages into documents, and gathers their words on the way.
pub(crate) struct Passages<'a> {
    fields: &'a Fields,
    analysis: &'a Analysis,
    pub vocabulary: Vocabulary,
    /// Most names of a record come again and again: what is known of them, by the names of the entities and, apart for
    /// languages with and without a dotless i, by the names as written.
    entities: FxHashMap<String, Entity>,
    written: [FxHashMap<String, Written>; 2],
}

struct Entity {
    number: u32,
    sounds: Vec<String>,
}

struct Written {
    sounds: Vec<String>,
    /// Its words in small letters.
    words: Vec<String>,
}

/// No more names than this are remembered at a time.
const MOST: usize = 1 << 16;

impl<'a> Passages<'a> {
    pub fn new(fields: &'a Fields, analysis: &'a Analysis, vocabulary: Vocabulary) -> Self {
        Self { fields, analysis, vocabulary, entities: FxHashMap::default(), written: Default::default() }
    }

    /// A passage of a source, of which hash and number are given, as the index has it.
    pub fn document(&mut self, source: (&str, u32), contents: &Contents) -> TantivyDocument {
        let fields = self.fields;
        let mut document = TantivyDocument::default();
        self.remember(contents);
        self.add_words(contents, &mut document);
        self.add_names(contents, &mut document);
        let mut kinds = 0;
        for kind in &contents.kinds {
            document.add_text(fields.kind, kind.as_str());
            kinds |= Kind::ALL.iter().position(|known| known == kind).map_or(0, |bit| 1 << bit);
        }
        document.add_u64(fields.kinds, kinds);
        for time in &contents.times {
            document.add_text(fields.days, days::term(time));
        }
        if let Some(day) = days::first(&contents.times) {
            document.add_u64(fields.day, day);
        }
        for decade in days::decades(&contents.times) {
            document.add_u64(fields.decade, decade);
        }
        if let Some(lang) = &contents.lang {
            document.add_text(fields.lang, lang);
        }
        document.add_text(fields.doubtful, if contents.doubtful { "yes" } else { "no" });
        document.add_text(fields.source, source.0);
        document.add_u64(fields.place_in, fields::place(source.1, contents.number));
        document
    }

    /// Sees to it that the names of a passage are known.
    fn remember(&mut self, contents: &Contents) {
        let analysis = self.analysis;
        let dotless = analysis.is_dotless(contents.lang.as_deref());
        let written = &mut self.written[usize::from(dotless)];
        if self.entities.len() + written.len() > MOST {
            self.entities.clear();
            written.clear();
        }
        for name in &contents.names {
            if !self.entities.contains_key(&name.entity) {
                let number = self.vocabulary.name(&name.entity);
                let sounds = analysis.sounds(&name.entity);
                self.entities.insert(name.entity.clone(), Entity { number, sounds });
            }
            if !written.contains_key(&name.text) {
                let mut words = Vec::new();
                analysis.each_word(&name.text, |span, _| {
                    let mut small = String::new();
                    lower_into(&mut small, &name.text[span.range()], dotless);
                    words.push(small);
                });
                let sounds = analysis.sounds(&name.text);
                written.insert(name.text.clone(), Written { sounds, words });
            }
        }
    }

    fn add_names(&self, contents: &Contents, document: &mut TantivyDocument) {
        let fields = self.fields;
        let written = &self.written[usize::from(self.analysis.is_dotless(contents.lang.as_deref()))];
        let mut terms: Vec<(Field, &str)> = Vec::new();
        let mut numbers: Vec<u32> = Vec::new();
        for name in &contents.names {
            let (Some(entity), Some(text)) = (self.entities.get(&name.entity), written.get(&name.text))
            else {
                continue;
            };
            // Whoever is named by a short form is found by the full name, too.
            for key in entity.sounds.iter().chain(&text.sounds) {
                if matches!(name.class, Class::Per | Class::Org | Class::Gpe) {
                    terms.push((fields.who, key));
                }
                if matches!(name.class, Class::Gpe | Class::Loc) {
                    terms.push((fields.place, key));
                }
            }
            // People only: the full names of states and bodies are made of words that say too much.
            if name.class == Class::Per {
                terms.extend(entity.sounds.iter().map(|key| (fields.person, key.as_str())));
            }
            terms.push((fields.class, name.class.as_str()));
            terms.push((fields.entity, &name.entity));
            numbers.push(entity.number);
        }
        terms.sort_unstable();
        terms.dedup();
        terms.into_iter().for_each(|(field, term)| document.add_text(field, term));
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().for_each(|number| document.add_u64(fields.names, number.into()));
    }

    fn add_words(&mut self, contents: &Contents, document: &mut TantivyDocument) {
        let lang = contents.lang.as_deref();
        let dotless = self.analysis.is_dotless(lang);
        let written = &self.written[usize::from(dotless)];
        let is_named = |small: &str| {
            let mut named = contents.names.iter().filter_map(|name| written.get(&name.text));
            named.any(|name| name.words.iter().any(|word| word == small))
        };
        let known = self.vocabulary.words(lang.unwrap_or_default());
        // The index cuts at blanks, of which no word has one.
        let mut text = String::with_capacity(contents.text.len() + contents.text.len() / 8);
        self.analysis.each_word(&contents.text, |span, capital| {
            let start = text.len();
            lower_into(&mut text, &contents.text[span.range()], dotless);
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
        document.add_text(self.fields.word, text);
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
