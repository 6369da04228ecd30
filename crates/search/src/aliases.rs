use std::collections::{BTreeSet, HashMap};

use salname_model::Class;
use salname_packs::{Entry, Packs};
use salname_reader::names::Key;

/// The other names of what the gazetteer knows: Moscow is Moskva and Москва, too, and Curzon Kerzon, which no rule of
/// spelling tells.
///
/// Only names of one word are known here, and the last words of people's names. Longer ones share their words with too
/// many others.
#[derive(Debug, Clone, Default)]
pub(crate) struct Aliases {
    /// By the key of a name, the keys of its other names.
    others: HashMap<String, Vec<String>>,
}

impl Aliases {
    pub fn new(packs: &Packs, key: &Key) -> Self {
        let groups: Vec<(Class, BTreeSet<String>)> =
            packs.gazetteer.entries().iter().flat_map(|entry| groups(entry, key)).collect();
        // A last word that several people share ("paşa") is a title or a common surname, and tells nobody's other name.
        let mut people: HashMap<&str, usize> = HashMap::new();
        for (_, keys) in groups.iter().filter(|(class, _)| *class == Class::Per) {
            keys.iter().for_each(|key| *people.entry(key).or_default() += 1);
        }
        let mut others: HashMap<String, BTreeSet<String>> = HashMap::new();
        for (class, keys) in &groups {
            let tells = |key: &&String| *class != Class::Per || people.get(key.as_str()) == Some(&1);
            for key in keys.iter().filter(tells) {
                let others = others.entry(key.clone()).or_default();
                others.extend(keys.iter().filter(tells).filter(|other| *other != key).cloned());
            }
        }
        let others = others.into_iter().filter(|(_, keys)| !keys.is_empty());
        Self { others: others.map(|(key, keys)| (key, keys.into_iter().collect())).collect() }
    }

    /// Adds the keys of the other names of whatever has one of these keys.
    pub fn extend(&self, keys: &mut Vec<String>) {
        let known = keys.len();
        for at in 0..known {
            let others = self.others.get(&keys[at]).cloned().unwrap_or_default();
            for other in others {
                if !keys.contains(&other) {
                    keys.push(other);
                }
            }
        }
    }
}

/// The keys of an entry's names that are one word, and of the last words of a person's names. Its short names, which
/// others share ("Türkiyə"), translate one another and nothing else.
fn groups(entry: &Entry, key: &Key) -> [(Class, BTreeSet<String>); 2] {
    let word = |name: &'_ String| -> Option<String> {
        let word = match entry.class {
            Class::Per => name.rsplit([' ', '.']).next(),
            _ => (!name.contains([' ', '-', '.'])).then_some(name.as_str()),
        };
        word.map(|word| key.of(word)).filter(|key| !key.is_empty() && !key.contains(' '))
    };
    let full = entry.names.values().flatten().filter_map(word).collect();
    let short = entry.short.values().flatten().filter_map(word).collect();
    [(entry.class, full), (entry.class, short)]
}
