use rustc_hash::FxHashMap;
use salname_packs::Packs;

use super::vocabulary::Shape;
use crate::words::{WordKind, lower, tokenize};

/// The gazetteer's names as a tree of words, ready to be found in a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Atlas {
    words: FxHashMap<String, u32>,
    steps: FxHashMap<(u32, u32), u32>,
    /// Names that end at a node.
    names: FxHashMap<u32, Vec<Name>>,
}

/// A name at the end of its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    /// Index of its entry in the gazetteer.
    pub entry: usize,
    /// True if it means its entry only within the entry's lifetime.
    pub short: bool,
    /// True if it is written in capitals only, as abbreviations are.
    pub capitals: bool,
    /// True if some word of it begins with a small letter.
    pub small: bool,
}

impl Atlas {
    pub fn new(packs: &Packs) -> Self {
        let mut atlas = Self::default();
        for (index, entry) in packs.gazetteer.entries().iter().enumerate() {
            for (names, short) in [(&entry.names, false), (&entry.short, true)] {
                for (language, names) in names {
                    let dotless = packs.language(language).is_some_and(|language| language.about.dotless_i);
                    for name in names {
                        atlas.add(name, dotless, index, short);
                    }
                }
            }
        }
        atlas
    }

    fn add(&mut self, name: &str, dotless: bool, entry: usize, short: bool) {
        let words = tokenize(name);
        let mut node = 0;
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let mut fresh = next;
        for word in &words {
            let id = *self.words.entry(lower(word.text(name), dotless)).or_insert_with(|| {
                fresh += 1;
                fresh - 1
            });
            let unused = u32::try_from(self.steps.len() + 1).unwrap_or(u32::MAX);
            node = *self.steps.entry((node, id)).or_insert(unused);
        }
        let letters = words.iter().filter(|word| word.kind == WordKind::Letters);
        let shapes: Vec<Shape> = letters.map(|word| Shape::of(word.text(name), word.kind)).collect();
        let name = Name {
            entry,
            short,
            capitals: !shapes.is_empty()
                && shapes.iter().all(|shape| matches!(shape, Shape::Capitals | Shape::Initial)),
            small: shapes.contains(&Shape::Small),
        };
        if node != 0 {
            let here = self.names.entry(node).or_default();
            if !here.contains(&name) {
                here.push(name);
            }
        }
    }

    /// The number of a lower-case word, if some name has it.
    pub fn word(&self, lower: &str) -> Option<u32> {
        self.words.get(lower).copied()
    }

    /// The longest name that begins at the first of the words, as its length in words and what it may name.
    ///
    /// `choices` gives for the word at a place the numbers of its lemma candidates.
    pub fn longest<'a>(
        &'a self,
        choices: impl Fn(usize) -> Option<&'a [u32]>,
        fits: impl Fn(&Name, usize) -> bool,
    ) -> Option<(usize, Vec<Name>)> {
        let mut nodes: Vec<u32> = Vec::new();
        let mut best = None;
        for length in 1.. {
            let Some(ids) = choices(length - 1) else { break };
            let from = if length == 1 { &[0][..] } else { &nodes };
            let next: Vec<u32> = from
                .iter()
                .flat_map(|&node| ids.iter().filter_map(move |&id| self.steps.get(&(node, id)).copied()))
                .collect();
            if next.is_empty() {
                break;
            }
            let names: Vec<Name> = next
                .iter()
                .filter_map(|node| self.names.get(node))
                .flatten()
                .copied()
                .filter(|name| fits(name, length))
                .collect();
            if !names.is_empty() {
                best = Some((length, names));
            }
            nodes = next;
        }
        best
    }
}
