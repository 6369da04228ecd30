use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};
use salname_packs::Packs;

use super::key::Key;
use super::vocabulary::Shape;
use crate::words::{WordKind, is_initial, lower, tokenize};

/// Tells whether two names, in any spelling and script, can name one thing.
///
/// What the gazetteer knows it decides; other names are compared word by word by the [`Key`], with initials standing
/// for given names and titles left aside.
///
/// ```
/// use salname_packs::Packs;
/// use salname_reader::names::Matcher;
///
/// let matcher = Matcher::new(&Packs::embedded().unwrap());
/// assert!(matcher.same("Lloyd Corc", "Ллойд Джордж"));
/// assert!(matcher.same("T.Q.Mirzəbəyov", "Мирзабеков"));
/// assert!(!matcher.same("H.Hüseynov", "M.D.Hüseynov"));
/// assert!(!matcher.same("Bakı", "Bakı quberniyası"));
/// ```
#[derive(Debug)]
pub struct Matcher {
    key: Key,
    /// Entries of the gazetteer by the keys of their names.
    known: FxHashMap<String, BTreeSet<usize>>,
    ids: Vec<String>,
    titles: FxHashSet<String>,
    heads: FxHashSet<String>,
}

/// One word of a name.
#[derive(Debug)]
struct Part {
    keys: [String; 2],
    initial: bool,
    head: bool,
}

impl Matcher {
    /// A matcher that knows the packs' gazetteers, titles and spelling rules.
    #[must_use]
    pub fn new(packs: &Packs) -> Self {
        let key = Key::new(packs);
        let mut known: FxHashMap<String, BTreeSet<usize>> = FxHashMap::default();
        for (index, entry) in packs.gazetteer.entries().iter().enumerate() {
            for name in
                std::iter::once(&entry.id).chain(entry.names.values().chain(entry.short.values()).flatten())
            {
                known.entry(key.of(name)).or_default().insert(index);
            }
        }
        let names = || packs.languages.iter().filter_map(|language| language.names.as_ref());
        Self {
            key,
            known,
            ids: packs.gazetteer.entries().iter().map(|entry| entry.id.clone()).collect(),
            titles: names()
                .flat_map(|names| {
                    names.titles_before.iter().chain(&names.titles_after).chain(&names.particles)
                })
                .cloned()
                .collect(),
            heads: names()
                .flat_map(|names| names.head.iter().flat_map(|head| &head.words))
                .cloned()
                .collect(),
        }
    }

    /// Identifiers of the gazetteer's entries that have a name of this sound, in order.
    pub fn entries(&self, name: &str) -> impl Iterator<Item = &str> {
        self.known.get(&self.key.of(name)).into_iter().flatten().map(|&index| self.ids[index].as_str())
    }

    /// True if the two can name one thing.
    #[must_use]
    pub fn same(&self, a: &str, b: &str) -> bool {
        let (known_a, known_b) = (self.known.get(&self.key.of(a)), self.known.get(&self.key.of(b)));
        if let (Some(a), Some(b)) = (known_a, known_b) {
            return a.intersection(b).next().is_some();
        }
        let (a, b) = (self.parts(a), self.parts(b));
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let (Some(short_last), Some(long_last)) = (short.last(), long.last()) else { return false };
        if short_last.head || long_last.head || short.len() == long.len() {
            return short.len() == long.len() && short.iter().zip(&long).all(|(a, b)| a.agrees(b));
        }
        if !short_last.agrees(long_last) || short_last.initial {
            // "Mirzə Bala" of "Mirzə Bala Məmmədzadə"
            return short.len() > 1 && short.iter().zip(&long).all(|(a, b)| a.agrees(b) && !a.initial);
        }
        short[..short.len() - 1].iter().zip(&long).all(|(a, b)| a.agrees(b))
    }

    /// The words of a name without titles; initials that are written together are parted.
    fn parts(&self, name: &str) -> Vec<Part> {
        let words = tokenize(name);
        let titled = words.iter().filter(|word| word.kind == WordKind::Letters).count();
        words
            .iter()
            .filter(|word| word.kind == WordKind::Letters)
            .filter(|word| {
                let small = [lower(word.text(name), true), lower(word.text(name), false)];
                titled < 2 || !small.iter().any(|form| self.titles.contains(form))
            })
            .map(|word| {
                let text = word.text(name);
                let small = [lower(text, true), lower(text, false)];
                Part {
                    keys: [self.key.of(text), self.key.western(text)],
                    initial: is_initial(text) && Shape::of(text, word.kind) == Shape::Initial,
                    head: small.iter().any(|form| self.heads.contains(form)),
                }
            })
            .collect()
    }
}

impl Part {
    /// True if the words sound alike in one of their readings, or one is the other's initial.
    fn agrees(&self, other: &Self) -> bool {
        let readings =
            || self.keys.iter().flat_map(|a| other.keys.iter().map(move |b| (a.as_str(), b.as_str())));
        if self.initial || other.initial {
            return readings()
                .any(|(a, b)| !a.is_empty() && !b.is_empty() && (a.starts_with(b) || b.starts_with(a)));
        }
        readings().any(|(a, b)| alike(a, b))
    }
}

/// True if two keys differ by no more than spelling does: a vowel in a key of five signs, a vowel and a consonant in a
/// long one, and never the first sign.
fn alike(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let shorter = a.len().min(b.len());
    if shorter == 0 || a[0] != b[0] {
        return a == b;
    }
    let allowed = match shorter {
        0..=4 => 0,
        5..=7 => 1,
        _ => 3,
    };
    a.len().abs_diff(b.len()) <= allowed && distance(&a, &b) <= allowed
}

/// What a consonant that differs weighs; a vowel weighs half.
const CONSONANT: usize = 2;

/// Edit distance in which vowels, which spellings render least faithfully, weigh half.
fn distance(a: &[char], b: &[char]) -> usize {
    let weight = |sign: char| if matches!(sign, 'a' | 'i' | 'u') { 1 } else { CONSONANT };
    let mut row: Vec<usize> = std::iter::once(0)
        .chain(b.iter().scan(0, |sum, &sign| {
            *sum += weight(sign);
            Some(*sum)
        }))
        .collect();
    for &x in a {
        let mut diagonal = row[0];
        row[0] += weight(x);
        for (column, &y) in b.iter().enumerate() {
            let change = if x == y { 0 } else { weight(x).max(weight(y)) };
            let best = (diagonal + change).min(row[column] + weight(y)).min(row[column + 1] + weight(x));
            diagonal = row[column + 1];
            row[column + 1] = best;
        }
    }
    row[b.len()]
}
