//! The words of one language's calendar, by their folded form.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use salname_packs::{Endings, Language, Slot, Times};

use crate::words::{in_one_script, misprints, push_lower};

/// Index of a known word; [`UNKNOWN`] for every other.
pub type WordId = u32;

/// The identifier of all words that no list, ending or opening of the pack names.
pub const UNKNOWN: WordId = u32::MAX;

/// What a known word may be.
#[derive(Debug, Clone, Default)]
pub struct Word {
    /// The lists it stands in.
    pub entries: Vec<Entry>,
    /// The endings of numbers that it may be ("-ci", "th").
    pub number_endings: Endings,
    /// True if it joins the members of a list.
    pub joins: bool,
}

/// One reading of a word.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Index of the list.
    pub list: u16,
    /// What it stands for.
    pub value: i32,
    /// Its ending.
    pub endings: Endings,
    /// Words that must follow, for an entry of several words.
    pub then: Box<[WordId]>,
}

/// All known words of a language.
#[derive(Debug)]
pub struct Lexicon {
    ids: HashMap<Box<str>, WordId, BuildHasherDefault<ShortTextHasher>>,
    words: Vec<Word>,
    fold: Fold,
    apostrophes_in_words: bool,
    /// True if the language is written in Cyrillic letters.
    cyrillic: bool,
    /// Longest known word in bytes: longer ones need no look.
    longest: usize,
    /// Which pairs of first letters begin a known word: most words of a text are told from those of the calendar by
    /// their first two letters.
    heads: Box<[bool; HEADS]>,
}

const HEADS: usize = 1 << 12;

/// Where a pair of first letters, in lower case, is kept.
fn head(mut letters: impl Iterator<Item = char>) -> usize {
    let (first, second) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
    ((first as usize).wrapping_mul(61) ^ second as usize) % HEADS
}

impl Lexicon {
    /// The words of a language's calendar pack.
    pub fn new(language: &Language, times: &Times) -> Self {
        let mut made = Self {
            ids: HashMap::default(),
            words: Vec::new(),
            fold: Fold { dotless_i: language.about.dotless_i },
            apostrophes_in_words: !times.marks.contains('\''),
            cyrillic: language.about.alphabet.contains('а'),
            longest: 0,
            heads: Box::new([false; HEADS]),
        };
        for form in &times.forms {
            let ids: Vec<WordId> = form.words.iter().map(|word| made.add(word)).collect();
            let Some((first, then)) = ids.split_first() else { continue };
            made.words[*first as usize].entries.push(Entry {
                list: form.list,
                value: form.value,
                endings: form.endings,
                then: then.into(),
            });
        }
        for (ending, names) in &times.number_endings {
            let id = made.add(ending) as usize;
            made.words[id].number_endings.0 |= names.0;
        }
        for word in &times.and {
            let id = made.add(word) as usize;
            made.words[id].joins = true;
        }
        made.add_misprints(times);
        made
    }

    /// Adds the names of the months as they look with a letter taken for another, where that is no other word.
    fn add_misprints(&mut self, times: &Times) {
        let months = times.list(Slot::Month.list());
        let mut folded = String::new();
        for form in times.forms.iter().filter(|form| Some(form.list) == months) {
            let [word] = &form.words[..] else { continue };
            self.fold.into(word, &mut folded);
            let Some(id) = self.ids.get(folded.as_str()).copied() else { continue };
            for misprint in
                misprints(&folded).filter(|misprint| !self.ids.contains_key(&**misprint)).collect::<Vec<_>>()
            {
                self.know(misprint, id);
            }
        }
    }

    /// The identifiers of words that need no other meaning, separated by blanks.
    pub fn ids_of(&mut self, words: &str) -> Vec<WordId> {
        words.split_whitespace().map(|word| self.add(word)).collect()
    }

    fn add(&mut self, word: &str) -> WordId {
        let mut folded = String::new();
        self.fold.into(word, &mut folded);
        if let Some(id) = self.ids.get(folded.as_str()) {
            return *id;
        }
        let id =
            WordId::try_from(self.words.len()).expect("a pack has fewer words than four thousand million");
        self.know(folded, id);
        self.words.push(Word::default());
        id
    }

    fn know(&mut self, folded: String, id: WordId) {
        self.longest = self.longest.max(folded.len());
        self.heads[head(folded.chars())] = true;
        self.ids.insert(folded.into_boxed_str(), id);
    }

    /// The identifier of a word as the text has it, even if some of its letters are of another script and only look
    /// alike. `buffer` is scratch space.
    pub fn id(&self, word: &str, buffer: &mut String) -> WordId {
        match in_one_script(word, self.cyrillic) {
            Some(mended) => self.id_as_written(&mended, buffer),
            None => self.id_as_written(word, buffer),
        }
    }

    fn id_as_written(&self, word: &str, buffer: &mut String) -> WordId {
        // Folding can shorten a word (İ to i), by a byte a letter at the most.
        if word.len() > self.longest * 2 {
            return UNKNOWN;
        }
        self.fold.into(&word[..word.char_indices().nth(2).map_or(word.len(), |(at, _)| at)], buffer);
        // Two letters can fold to fewer (a dot set above): then only the whole word tells.
        let told = buffer.chars().count() == 2 || buffer.len() == word.len();
        if told && !self.heads[head(buffer.chars())] {
            return UNKNOWN;
        }
        self.fold.into(word, buffer);
        self.ids.get(buffer.as_str()).copied().unwrap_or(UNKNOWN)
    }

    /// True if an apostrophe between letters is a letter.
    pub fn apostrophes_in_words(&self) -> bool {
        self.apostrophes_in_words
    }

    /// What a known word may be.
    pub fn word(&self, id: WordId) -> Option<&Word> {
        self.words.get(id as usize)
    }
}

/// Lower case as the language has it.
#[derive(Debug, Clone, Copy)]
struct Fold {
    dotless_i: bool,
}

impl Fold {
    fn into(self, word: &str, out: &mut String) {
        out.clear();
        for letter in word.chars() {
            match letter {
                'I' if self.dotless_i => out.push('ı'),
                'İ' => out.push('i'),
                // A dot set above a letter that has one: what is left of an İ that somebody lower-cased.
                '\u{307}' => {}
                'ё' | 'Ё' => out.push('е'),
                '’' | 'ʼ' | '‘' => out.push('\''),
                letter if letter.is_ascii() => out.push(letter.to_ascii_lowercase()),
                letter => push_lower(letter, out),
            }
        }
    }
}

/// A hash for short words that nobody chooses to our harm (FNV-1a).
#[derive(Debug, Default)]
struct ShortTextHasher(u64);

impl Hasher for ShortTextHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut hash = self.0 ^ 0xcbf2_9ce4_8422_2325;
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self.0 = hash ^ (hash >> 32);
    }
}
