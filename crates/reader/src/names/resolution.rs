//! Which names name the same thing.

use std::collections::BTreeMap;

use salname_model::{Class, TimeMention};
use salname_packs::{Entry, Packs};

use super::document::Document;
use super::finder::Found;
use super::key::Key;
use super::vocabulary::Vocabulary;

/// Gives every mention of a document the one name of its entity.
#[derive(Debug)]
pub(super) struct Resolver {
    key: Key,
    entries: Vec<Entry>,
}

impl Resolver {
    pub fn new(packs: &Packs) -> Self {
        Self { key: Key::new(packs), entries: packs.gazetteer.entries().to_vec() }
    }

    /// The entity of each name found.
    pub fn resolve(
        &self,
        document: &Document<'_>,
        vocabularies: &[Vocabulary],
        found: &[Found],
        _times: &[TimeMention],
    ) -> Vec<String> {
        let mut by_key: BTreeMap<(Class, String), String> = BTreeMap::new();
        found
            .iter()
            .map(|name| {
                let lines = &document.lines[name.paragraph];
                let language = &vocabularies[lines.vocabulary].id;
                if let Some(known) = name.known.first() {
                    return self.entries[known.entry].name_in(language).to_owned();
                }
                let passage = lines.passage(&document.forms);
                let last = passage.at(name.words.end - 1);
                let start = lines.words[name.words.start].span.start;
                let end = lines.words[name.words.end - 1].span.start;
                let lemma =
                    last.lemmas.iter().filter(|lemma| lemma.len() > 3).min_by_key(|lemma| lemma.len());
                let stem = format!("{}{}", &lines.text[start..end], lemma.unwrap_or(&last.lower));
                let key = self.key.of(&stem);
                let whole = lines.text[start..lines.words[name.words.end - 1].span.end].to_owned();
                by_key.entry((name.class, key)).or_insert(whole).clone()
            })
            .collect()
    }
}
