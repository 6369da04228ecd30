use std::collections::{BTreeSet, HashMap};
use std::hash::BuildHasherDefault;

use rustc_hash::FxHasher;
use salname_model::Damage;
use salname_packs::Font;

use super::speech::{Speech, is_letter};
use super::survey::is_punctuation;
use crate::AppliedTable;

/// Cost (log probability) of a letter that stands as itself where the table would show another sign: people mended
/// such texts by hand.
const MENDED: f32 = -3.9;
/// Cost of a sign that is read as something no word has in or about it, such as a piece of a frame.
const STRANGE: f32 = -6.0;
/// Cost of a slip of the scanner.
const SLIP: f32 = -7.5;

/// True for letters, and for marks that stand beside them.
fn stands_in_words(sign: char) -> bool {
    is_letter(sign) || sign.is_ascii_punctuation() || is_punctuation(sign)
}

/// How a damaged text shows the letters of one language: the channel of the noisy-channel decoder.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// Identifier of the font pack, or of the table that was learned.
    pub(crate) id: String,
    /// Name for people.
    pub(crate) name: String,
    /// Index of the language among those that decoding knows.
    pub(crate) speech: usize,
    /// What the table undoes.
    pub(crate) damage: Damage,
    /// What may be read at a sign, by the sign's first character.
    readings: HashMap<char, Vec<Reading>, BuildHasherDefault<FxHasher>>,
    /// Letters that may stand between any two signs: they are lost.
    pub(crate) lost: Vec<char>,
    /// Letters that the table shows as another sign, and so not as themselves.
    covered: BTreeSet<char>,
    /// The table as a font pack, where it was found out from the text.
    pub(crate) pack: Option<String>,
    /// The commonest letter of each sign, by sign.
    first: Vec<(char, char)>,
    /// The language's symbols for the commonest letters of the first signs of Unicode.
    symbols: Box<[u8]>,
}

/// One way to read a sign.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    /// The sign: one character, rarely more.
    pub(crate) sign: Vec<char>,
    /// The letters it stands for.
    pub(crate) letters: Vec<char>,
    /// Logarithm of the probability that the letters show as the sign.
    pub(crate) cost: f32,
}

impl Table {
    /// The table of a font pack for one of its languages.
    pub(crate) fn of_font(font: &Font, speech: usize, language: &Speech) -> Self {
        let signs = font.signs.iter().flat_map(|(sign, letters)| {
            letters.iter().map(|letters| (sign.chars().collect(), letters.chars().collect()))
        });
        let mut table = Self::new(&font.id, &font.name, speech, font.damage, signs.collect(), language);
        table.lost = font.lost.iter().flat_map(|letters| letters.chars()).collect();
        for (seen, meant) in &font.slips {
            table.add(Reading { sign: seen.chars().collect(), letters: meant.chars().collect(), cost: SLIP });
        }
        table
    }

    /// A table of signs and what they stand for; a sign may come several times.
    pub(crate) fn new(
        id: &str,
        name: &str,
        speech: usize,
        damage: Damage,
        signs: Vec<(Vec<char>, Vec<char>)>,
        language: &Speech,
    ) -> Self {
        let mut table = Self {
            id: id.to_owned(),
            name: name.to_owned(),
            speech,
            damage,
            readings: HashMap::default(),
            lost: Vec::new(),
            covered: BTreeSet::new(),
            pack: None,
            first: Vec::new(),
            symbols: Box::default(),
        };
        for (sign, letters) in signs {
            if sign != letters && letters.len() == 1 {
                table.covered.insert(letters[0]);
            }
            let cost = if letters.iter().all(|&letter| stands_in_words(letter)) { 0.0 } else { STRANGE };
            table.add(Reading { sign, letters, cost });
        }
        // A letter that is its own sign as well is not covered.
        let own = |letter: &char| {
            table.readings.get(letter).is_some_and(|known| known.iter().any(|r| r.letters == [*letter]))
        };
        table.covered = table.covered.iter().copied().filter(|letter| !own(letter)).collect();
        table.first = table
            .readings
            .iter()
            .filter_map(|(&sign, readings)| Some((sign, *readings.first()?.letters.first()?)))
            .collect();
        table.first.sort_unstable();
        table.symbols = language.symbols().into();
        for &(sign, letter) in &table.first {
            if let Some(symbol) = table.symbols.get_mut(sign as usize) {
                *symbol = language.symbol(letter);
            }
        }
        let signs: Vec<char> = table.readings.keys().copied().collect();
        for sign in signs {
            let itself = [sign];
            let known = &table.readings[&sign];
            if language.writes(sign) && !known.iter().any(|reading| reading.letters == itself) {
                table.add(Reading { sign: itself.to_vec(), letters: itself.to_vec(), cost: MENDED });
            }
        }
        table
    }

    fn add(&mut self, reading: Reading) {
        if let Some(&first) = reading.sign.first() {
            self.readings.entry(first).or_default().push(reading);
        }
    }

    /// True if letters are lost or a sign stands for several: only the word can tell.
    pub(crate) fn is_lossy(&self) -> bool {
        let free = |readings: &&Vec<Reading>| readings.iter().filter(|r| r.cost > MENDED).count() > 1;
        !self.lost.is_empty() || self.readings.values().any(|readings| free(&readings))
    }

    /// What the sign is read as, if there is but one way that costs nothing: its letter, or itself.
    pub(crate) fn only_reading(&self, sign: char) -> Option<char> {
        if !self.lost.is_empty() {
            return None;
        }
        let mut free = self.readings(sign).iter().filter(|reading| reading.cost > MENDED);
        match (free.next(), free.next()) {
            (Some(Reading { sign, letters, .. }), None) if sign.len() == 1 && letters.len() == 1 => {
                Some(letters[0])
            }
            (None, _) if self.readings(sign).is_empty() && !self.covered.contains(&sign) => Some(sign),
            _ => None,
        }
    }

    /// The table as a report names it, before it is applied.
    pub(crate) fn applied(&self) -> AppliedTable {
        AppliedTable {
            id: self.id.clone(),
            name: self.name.clone(),
            damage: self.damage,
            words: 0,
            examples: Vec::new(),
            pack: self.pack.clone(),
        }
    }

    /// The ways to read what begins with `sign`, apart from reading it as itself.
    pub(crate) fn readings(&self, sign: char) -> &[Reading] {
        self.readings.get(&sign).map_or(&[], Vec::as_slice)
    }

    /// The cost of reading a sign as itself, unless [`Self::readings`] says how it is read.
    pub(crate) fn itself(&self, sign: char) -> Option<f32> {
        if self.readings(sign).iter().any(|reading| reading.sign.len() == 1 && reading.cost > SLIP) {
            None
        } else if self.covered.contains(&sign) {
            Some(MENDED)
        } else {
            Some(0.0)
        }
    }

    /// The commonest letter that a sign stands for; the sign itself where the table says nothing.
    pub(crate) fn first_reading(&self, sign: char) -> char {
        self.first.binary_search_by_key(&sign, |&(sign, _)| sign).map_or(sign, |at| self.first[at].1)
    }

    /// The symbol of the commonest letter that a sign stands for, in the table's language.
    #[inline]
    pub(crate) fn symbol(&self, sign: char, language: &Speech) -> u8 {
        match self.symbols.get(sign as usize) {
            Some(&symbol) => symbol,
            None => language.symbol(self.first_reading(sign)),
        }
    }

    /// What the signs of the table begin with.
    pub(crate) fn signs(&self) -> impl Iterator<Item = char> {
        self.readings.keys().copied()
    }

    /// True if the character begins a sign that is not a letter: words contain it all the same.
    pub(crate) fn is_sign(&self, character: char) -> bool {
        self.readings.contains_key(&character)
    }
}
