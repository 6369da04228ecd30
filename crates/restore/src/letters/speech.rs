use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::{Arc, LazyLock, OnceLock};

use rustc_hash::FxHasher;
use salname_packs::{Language, LetterModel, Node};

/// Letters above this code point are in no alphabet; a table over all those below stays small.
const LETTERS_BELOW: usize = 0x2000;
/// A character as the tables of symbols are asked for it: itself below [`LETTERS_BELOW`], else whether it is a letter.
pub(crate) type Place = u16;
/// Place of all letters that have none of their own, and of all other characters that have none.
pub(crate) const OTHER_LETTER: Place = 0x2000;
pub(crate) const OTHER_SIGN: Place = 0x2001;
/// Number of places.
const PLACES: usize = LETTERS_BELOW + 2;

/// The place of a character.
#[inline]
pub(crate) fn place_of(character: char) -> Place {
    match Place::try_from(u32::from(character)) {
        Ok(place) if place < OTHER_LETTER => place,
        _ if character.is_alphabetic() || is_private(character) => OTHER_LETTER,
        _ => OTHER_SIGN,
    }
}

/// Symbol of a character that is no letter at all; never handed to the letter model.
pub(crate) const NO_LETTER: u8 = u8::MAX;
/// No list has words of more letters.
pub(crate) const LONGEST_LISTED: usize = 64;
/// How much a word form that was seen weighs against the letters that spell it.
const WORD_WEIGHT: f32 = 0.5;

/// Log probability of a letter outside the alphabet.
const FOREIGN_LETTER: f32 = -11.0;

/// For each character below [`LETTERS_BELOW`] whether it is a letter: faster than to look it up in Unicode's tables.
static LETTERS: LazyLock<Box<[bool]>> = LazyLock::new(|| {
    (0..LETTERS_BELOW)
        .map(|code| u32::try_from(code).ok().and_then(char::from_u32).is_some_and(char::is_alphabetic))
        .collect()
});

/// True for letters.
#[inline]
pub(crate) fn is_letter(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    LETTERS.get(character as usize).copied().unwrap_or_else(|| character.is_alphabetic())
}

/// True for characters that mean what a font says they mean, and nothing without it: they stand for letters.
#[inline]
pub(crate) fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}')
}

/// A word in lower case, as symbols of its language.
pub(crate) type Form = Box<[u8]>;
/// Hashes without a random seed: the same input must give the same output, order of maps included.
pub(crate) type Counts<K> = HashMap<K, f32, BuildHasherDefault<FxHasher>>;

/// A language as restoring sees it: how its letters follow one another and which words it has.
#[derive(Debug)]
pub(crate) struct Speech {
    /// The language pack's identifier.
    pub(crate) id: String,
    dotless_i: bool,
    capitals: bool,
    model: Arc<LetterModel>,
    list: Arc<str>,
    /// Symbol of each character below [`LETTERS_BELOW`].
    symbols: Box<[u8]>,
    /// Symbol of each place; the boundary for what is no letter.
    steps: Box<[u8]>,
    /// For each n-gram its longest proper suffix in the model; made once the language is needed.
    suffixes: OnceLock<Vec<Node>>,
    words: OnceLock<Words>,
    triples: OnceLock<Box<[u8]>>,
}

/// The words that a pack lists, with their counts.
#[derive(Debug)]
struct Words {
    counts: Counts<Form>,
    total: f32,
}

impl Speech {
    /// The language, if its pack has letters.
    pub(crate) fn new(language: &Language) -> Option<Self> {
        let letters = language.letters.as_ref()?;
        let mut symbols = vec![NO_LETTER; LETTERS_BELOW].into_boxed_slice();
        for (code, symbol) in symbols.iter_mut().enumerate() {
            let letter = u32::try_from(code).ok().and_then(char::from_u32);
            if letter.is_some_and(char::is_alphabetic) {
                *symbol = LetterModel::OTHER;
            }
        }
        let dotless_i = language.about.dotless_i;
        for (symbol, &letter) in (2..).zip(letters.model.alphabet()) {
            for form in [letter, capital(letter, dotless_i)] {
                if let Some(place) = symbols.get_mut(form as usize) {
                    *place = symbol;
                }
            }
        }
        let step = |symbol: &u8| if *symbol == NO_LETTER { LetterModel::BOUNDARY } else { *symbol };
        let beyond = [LetterModel::OTHER, LetterModel::BOUNDARY];
        let steps: Box<[u8]> = symbols.iter().map(step).chain(beyond).collect();
        debug_assert_eq!(steps.len(), PLACES);
        Some(Self {
            id: language.id.clone(),
            steps,
            dotless_i,
            capitals: language.about.capitals,
            model: Arc::clone(&letters.model),
            list: Arc::clone(&letters.words),
            symbols,
            suffixes: OnceLock::new(),
            words: OnceLock::new(),
            triples: OnceLock::new(),
        })
    }

    /// The symbol of a character in either case; [`NO_LETTER`] for what is no letter.
    #[inline]
    pub(crate) fn symbol(&self, character: char) -> u8 {
        match self.symbols.get(character as usize) {
            Some(&symbol) => symbol,
            None if character.is_alphabetic() || is_private(character) => LetterModel::OTHER,
            None => NO_LETTER,
        }
    }

    /// The symbols of the characters below U+2000.
    pub(crate) fn symbols(&self) -> &[u8] {
        &self.symbols
    }

    /// The symbols of all places; the boundary for what is no letter.
    pub(crate) fn steps(&self) -> &[u8] {
        &self.steps
    }

    /// True if the character is a letter of the alphabet, in either case.
    #[inline]
    pub(crate) fn writes(&self, character: char) -> bool {
        (2..NO_LETTER).contains(&self.symbol(character))
    }

    /// True if the other language has most of its letters in common with this one.
    pub(crate) fn shares_script(&self, other: &Self) -> bool {
        other.alphabet().iter().filter(|&&letter| self.writes(letter)).count() * 2 > other.alphabet().len()
    }

    /// The alphabet in lower case; letter `i` has symbol `2 + i`.
    pub(crate) fn alphabet(&self) -> &[char] {
        self.model.alphabet()
    }

    /// The capital of a letter.
    pub(crate) fn capital(&self, letter: char) -> char {
        capital(letter, self.dotless_i)
    }

    /// True if the language writes some letters as capitals.
    pub(crate) fn has_capitals(&self) -> bool {
        self.capitals
    }

    /// Number of symbols.
    pub(crate) fn symbol_count(&self) -> usize {
        self.model.symbol_count()
    }

    /// Where a word begins.
    pub(crate) fn start(&self) -> Node {
        self.model.child(LetterModel::ROOT, LetterModel::BOUNDARY).unwrap_or(LetterModel::ROOT)
    }

    /// The logarithm of the probability of `symbol` after `node`, and the node then reached.
    pub(crate) fn step(&self, node: Node, symbol: u8) -> (f32, Node) {
        if symbol == LetterModel::OTHER {
            // Whatever the corpus had of foreign letters, they say nothing of this language.
            return (FOREIGN_LETTER, LetterModel::ROOT);
        }
        let suffixes = self.suffixes();
        let (mut node, mut weight) = (node, 0.0);
        loop {
            if let Some(child) = self.model.child(node, symbol) {
                let probability = weight + self.model.probability(child);
                let inner = (child as usize) < suffixes.len();
                // The longest n-grams are never followed: go on from what they end with.
                return (
                    probability,
                    if inner { child } else { self.longest(suffixes[node as usize], symbol) },
                );
            }
            if node == LetterModel::ROOT {
                return (weight - 18.0, LetterModel::ROOT);
            }
            weight += self.model.backoff(node);
            node = suffixes[node as usize];
        }
    }

    /// The longest n-gram that can be followed, among those that end with the end of `node` and `symbol`.
    fn longest(&self, mut node: Node, symbol: u8) -> Node {
        let suffixes = self.suffixes();
        loop {
            match self.model.child(node, symbol) {
                Some(child) if (child as usize) < suffixes.len() => return child,
                _ if node == LetterModel::ROOT => return LetterModel::ROOT,
                _ => node = suffixes[node as usize],
            }
        }
    }

    /// The logarithm of the probability that the letters spell a word of the language.
    pub(crate) fn spelling(&self, form: &[u8]) -> f32 {
        let (mut node, mut sum) = (self.start(), 0.0);
        for &symbol in form.iter().chain(&[LetterModel::BOUNDARY]) {
            let (probability, next) = self.step(node, symbol);
            sum += probability;
            node = next;
        }
        sum
    }

    /// The logarithm of a word's probability, given that of its [spelling](Self::spelling).
    ///
    /// `seen` is how often the document itself has the word in its sound or certain parts.
    pub(crate) fn word(&self, form: &[u8], spelling: f32, seen: f32) -> f32 {
        let words = self.words();
        let count = words.counts.get(form).copied().unwrap_or(0.0) + seen;
        ((1.0 - WORD_WEIGHT) * spelling.exp() + WORD_WEIGHT * count / words.total).ln().max(-300.0)
    }

    /// True if the pack lists the word, in whatever case it is written.
    pub(crate) fn knows_written(&self, word: &str) -> bool {
        let mut form = [0; LONGEST_LISTED];
        let mut length = 0;
        for letter in word.chars() {
            let Some(place) = form.get_mut(length).filter(|_| self.writes(letter)) else { return false };
            *place = self.symbol(letter);
            length += 1;
        }
        self.knows(&form[..length])
    }

    /// True if the pack lists the word.
    pub(crate) fn knows(&self, form: &[u8]) -> bool {
        self.words().counts.contains_key(form)
    }

    /// Quantised improbability of the third symbol after two others, the last one counting fastest; 16 steps a nat, and
    /// none for the boundary between two boundaries.
    ///
    /// A flat table: what decides fast whether a line is sound.
    pub(crate) fn triples(&self) -> &[u8] {
        self.triples.get_or_init(|| {
            let count = self.symbol_count();
            let symbols = || (0..u8::MAX).take(count);
            let unseen = vec![-18.0_f32; count];
            let letters = self.row(LetterModel::ROOT, &unseen);
            let pairs: Vec<Vec<f32>> =
                symbols().map(|second| self.continued(LetterModel::ROOT, second, &letters)).collect();
            let mut table = Vec::with_capacity(count.pow(3));
            for first in symbols() {
                let node = self.model.child(LetterModel::ROOT, first);
                for (second, pair) in symbols().zip(&pairs) {
                    // Nothing goes before the start of a word.
                    let row = match node.filter(|_| second != LetterModel::BOUNDARY) {
                        Some(node) => self.continued(node, second, pair),
                        None => pair.clone(),
                    };
                    // Clamped to a byte as it is cast.
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                    table.extend(row.iter().map(|log| (-log * 16.0).clamp(0.0, 255.0) as u8));
                }
            }
            for (third, steps) in table.iter_mut().enumerate() {
                if third % count == usize::from(LetterModel::OTHER) {
                    *steps = u8::MAX;
                }
            }
            if let Some(nothing) = table.first_mut() {
                *nothing = 0;
            }
            table.into_boxed_slice()
        })
    }

    /// The log probabilities of all symbols after `node`, given those after what the node ends with.
    fn row(&self, node: Node, shorter: &[f32]) -> Vec<f32> {
        let backoff = self.model.backoff(node);
        let mut row: Vec<f32> = shorter.iter().map(|log| log + backoff).collect();
        for (symbol, child) in self.model.children(node) {
            row[usize::from(symbol)] = self.model.probability(child);
        }
        row
    }

    /// The row of the n-gram `node` and `symbol`; that of what it ends with, where the model does not have it.
    fn continued(&self, node: Node, symbol: u8, shorter: &[f32]) -> Vec<f32> {
        self.model.child(node, symbol).map_or_else(|| shorter.to_vec(), |node| self.row(node, shorter))
    }

    fn suffixes(&self) -> &[Node] {
        self.suffixes.get_or_init(|| suffixes(&self.model))
    }

    fn words(&self) -> &Words {
        self.words.get_or_init(|| {
            let mut made = Words { counts: Counts::default(), total: 1.0 };
            for (word, count) in self.list.lines().filter_map(|line| line.split_once('\t')) {
                let form: Form = word.chars().map(|letter| self.symbol(letter)).collect();
                let count: f32 = count.parse().unwrap_or(0.0);
                made.total += count;
                made.counts.insert(form, count);
            }
            made
        })
    }
}

fn capital(letter: char, dotless_i: bool) -> char {
    match letter {
        'i' if dotless_i => 'İ',
        'ı' => 'I',
        _ => {
            let mut upper = letter.to_uppercase();
            match (upper.next(), upper.next()) {
                (Some(capital), None) => capital,
                _ => letter,
            }
        }
    }
}

/// For each inner n-gram of the model its longest proper suffix that the model has.
fn suffixes(model: &LetterModel) -> Vec<Node> {
    let mut suffixes = vec![LetterModel::ROOT; model.inner_len()];
    let mut node = 0;
    while let Some(&above) = suffixes.get(node) {
        let parent = u32::try_from(node).unwrap_or(Node::MAX);
        for (symbol, child) in model.children(parent) {
            if child as usize >= suffixes.len() {
                continue;
            }
            let mut shorter = above;
            let found = loop {
                match model.child(shorter, symbol) {
                    Some(found) if node != 0 => break found,
                    _ if shorter == LetterModel::ROOT => break LetterModel::ROOT,
                    _ => shorter = suffixes[shorter as usize],
                }
            };
            suffixes[child as usize] = found;
        }
        node += 1;
    }
    suffixes
}
