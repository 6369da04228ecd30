use std::collections::{BTreeSet, HashMap};

use salname_packs::Packs;
use salname_reader::names::Key;

/// The other names of what the gazetteer knows: Moscow is Moskva and Москва, too, which no rule of spelling tells.
///
/// Only names of one word are known here. Longer ones share their words with too many others.
#[derive(Debug, Clone, Default)]
pub(crate) struct Aliases {
    /// By the key of a name, the keys of its other names.
    others: HashMap<String, Vec<String>>,
}

impl Aliases {
    pub fn new(packs: &Packs, key: &Key) -> Self {
        let mut others: HashMap<String, BTreeSet<String>> = HashMap::new();
        for entry in packs.gazetteer.entries() {
            let names = entry.names.values().flatten().chain(std::iter::once(&entry.id));
            let keys: BTreeSet<String> = names
                .filter(|name| !name.contains([' ', '-', '.']))
                .map(|name| key.of(name))
                .filter(|key| !key.is_empty() && !key.contains(' '))
                .collect();
            for key in &keys {
                others
                    .entry(key.clone())
                    .or_default()
                    .extend(keys.iter().filter(|other| *other != key).cloned());
            }
        }
        let others = others.into_iter().filter(|(_, keys)| !keys.is_empty());
        Self { others: others.map(|(key, keys)| (key, keys.into_iter().collect())).collect() }
    }

    /// Adds the keys of the other names of whatever has one of these keys.
    pub fn extend(&self, keys: &mut Vec<String>) {
        let known = keys.len();
        for at in 0..known {
            for other in self.others.get(&keys[at]).into_iter().flatten() {
                if !keys.contains(other) {
                    keys.push(other.clone());
                }
            }
        }
    }
}
