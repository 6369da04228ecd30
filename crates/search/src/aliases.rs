use std::collections::{BTreeSet, HashMap};

use salname_model::Class;
use salname_packs::{Entry, Packs};
use salname_reader::names::Key;
use salname_reader::words::{WordKind, tokenize};

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

/// The other names of what the gazetteer calls by several words: the Treaty of Moscow is Moskva müqaviləsi, and
/// Заккрайком a committee with a long name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Translations {
    /// By the keys of the words of a name, the groups of names that it belongs to.
    groups: HashMap<Vec<String>, Vec<usize>>,
    /// Names of one thing, as written, each with the keys of its words.
    names: Vec<Vec<(String, Vec<String>)>>,
    /// Words of the longest name.
    longest: usize,
}

impl Translations {
    pub fn new(packs: &Packs, key: &Key) -> Self {
        let mut made = Self::default();
        for entry in packs.gazetteer.entries() {
            for names in [&entry.names, &entry.short] {
                let names: BTreeSet<&String> = names.values().flatten().collect();
                // Names of one word each are known by their sound.
                if names.len() < 2 || names.iter().all(|name| words(name, key).len() < 2) {
                    continue;
                }
                let group = made.names.len();
                let names: Vec<(String, Vec<String>)> =
                    names.into_iter().map(|name| (name.clone(), words(name, key))).collect();
                for (_, words) in &names {
                    made.longest = made.longest.max(words.len());
                    let groups = made.groups.entry(words.clone()).or_default();
                    if groups.last() != Some(&group) {
                        groups.push(group);
                    }
                }
                made.names.push(names);
            }
        }
        made.groups.remove(&Vec::new());
        made
    }

    /// Words of the longest name.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// The other names of what is called so: each word is given by the keys that it may have. Longer names that
    /// have all of these words are left out, for whoever looks for the words finds them.
    pub fn of(&self, words: &[Vec<String>]) -> Vec<&str> {
        /// A name of words with very many keys each is asked for by some of the ways to read it only.
        const WAYS: usize = 256;
        let mut ways: Vec<Vec<String>> = vec![Vec::new()];
        for keys in words {
            ways = ways
                .iter()
                .flat_map(|way| keys.iter().map(|key| [way.as_slice(), std::slice::from_ref(key)].concat()))
                .take(WAYS)
                .collect();
        }
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for way in &ways {
            for &group in self.groups.get(way).into_iter().flatten() {
                let is_more =
                    |keys: &[String]| keys.len() > way.len() && way.iter().all(|key| keys.contains(key));
                let others = self.names[group].iter().filter(|(_, keys)| !is_more(keys));
                names.extend(others.map(|(name, _)| name.as_str()));
            }
        }
        names.into_iter().collect()
    }
}

/// The keys of a name's words.
fn words(name: &str, key: &Key) -> Vec<String> {
    let words = tokenize(name).into_iter().filter(|word| word.kind != WordKind::Mark);
    words.map(|word| key.of(word.text(name))).filter(|key| !key.is_empty()).collect()
}
