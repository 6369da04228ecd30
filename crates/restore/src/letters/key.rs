//! The key of an unknown font: which letter each sign stands for, found by climbing from a first guess.

use std::collections::BTreeMap;

use salname_packs::LetterModel;

use super::speech::Speech;

/// Rounds of improvement after which the search ends, should it not have come to rest.
const ROUNDS: usize = 60;

/// The signs of a text, how they follow one another, and what they are thought to stand for.
pub(super) struct Key<'a> {
    speech: &'a Speech,
    /// The signs, the commonest first; sign `i` is written `i + 1` in triples, 0 being the boundary.
    pub(super) signs: Vec<char>,
    counts: Vec<f64>,
    /// Triples of signs with how often they occur.
    triples: Vec<([u16; 3], f64)>,
    /// The triples that each sign occurs in.
    uses: Vec<Vec<u32>>,
    /// Signs whose letter is not known.
    free: Vec<usize>,
    /// The symbol that each sign stands for.
    pub(super) letters: Vec<u8>,
    /// How many signs of the text stand for each symbol.
    mass: Vec<f64>,
}

impl<'a> Key<'a> {
    /// A first guess from frequencies: ASCII letters that the language writes stand for themselves, letters of its
    /// own may, and the other signs take the letters that remain, the commonest first.
    pub(super) fn guess(words: &BTreeMap<Vec<char>, u32>, speech: &'a Speech, attempt: usize) -> Self {
        let mut counted: BTreeMap<char, f64> = BTreeMap::new();
        for (word, count) in words {
            for &sign in word {
                *counted.entry(sign).or_default() += f64::from(*count);
            }
        }
        let mut counted: Vec<(char, f64)> = counted.into_iter().collect();
        counted.sort_by(|a, b| b.1.total_cmp(&a.1));
        counted.truncate(usize::from(u16::MAX) - 1);
        let (signs, counts): (Vec<char>, Vec<f64>) = counted.into_iter().unzip();
        let number: BTreeMap<char, u16> = signs.iter().copied().zip(1..).collect();
        let mut triples: BTreeMap<[u16; 3], f64> = BTreeMap::new();
        for (word, count) in words {
            let mut before = [0, 0];
            for sign in word.iter().map(|sign| number.get(sign).copied().unwrap_or(0)).chain([0]) {
                *triples.entry([before[0], before[1], sign]).or_default() += f64::from(*count);
                before = [before[1], sign];
            }
        }
        let triples: Vec<([u16; 3], f64)> = triples.into_iter().collect();
        let mut uses = vec![Vec::new(); signs.len()];
        for (index, (triple, _)) in (0_u32..).zip(&triples) {
            for (place, &sign) in triple.iter().enumerate() {
                if sign > 0 && !triple[..place].contains(&sign) {
                    uses[usize::from(sign) - 1].push(index);
                }
            }
        }
        let mut key = Self {
            speech,
            letters: vec![LetterModel::OTHER; signs.len()],
            mass: vec![0.0; speech.symbol_count()],
            free: Vec::new(),
            signs,
            counts,
            triples,
            uses,
        };
        key.place(attempt);
        key
    }

    fn place(&mut self, attempt: usize) {
        for (index, &sign) in self.signs.iter().enumerate() {
            if self.speech.writes(sign) {
                self.letters[index] = self.speech.symbol(sign);
                self.mass[usize::from(self.letters[index])] += self.counts[index];
            }
            if !(sign.is_ascii() && self.speech.writes(sign)) {
                self.free.push(index);
            }
        }
        let mut left: Vec<(f32, u8)> = (2..u8::MAX)
            .take(self.speech.alphabet().len())
            .filter(|&symbol| self.mass[usize::from(symbol)] == 0.0)
            .map(|symbol| (self.speech.step(LetterModel::ROOT, symbol).0, symbol))
            .collect();
        left.sort_by(|a, b| b.0.total_cmp(&a.0));
        if left.is_empty() {
            left.push((0.0, 2));
        }
        // Other attempts begin from neighbouring orders.
        for at in 0..left.len().saturating_sub(attempt) {
            if attempt > 0 && at % (attempt + 1) == 0 {
                left.swap(at, at + attempt);
            }
        }
        let mut next = 0;
        for &index in &self.free {
            if self.letters[index] == LetterModel::OTHER {
                self.letters[index] = left[next % left.len()].1;
                self.mass[usize::from(self.letters[index])] += self.counts[index];
                next += 1;
            }
        }
    }

    /// Mean log probability of a sign: how well the key explains the text.
    pub(super) fn score(&self) -> f64 {
        let triples: f64 = self.triples.iter().map(|(triple, count)| count * self.log(*triple)).sum();
        let total: f64 = self.counts.iter().sum();
        let channel: f64 = self
            .letters
            .iter()
            .zip(&self.counts)
            .map(|(&letter, count)| count * (count / self.mass[usize::from(letter)]).ln())
            .sum();
        (triples + channel) / total.max(1.0)
    }

    /// Improves the key until no single change or exchange makes it better.
    pub(super) fn climb(&mut self) {
        let alphabet = u8::try_from(self.speech.alphabet().len()).unwrap_or(0);
        for _ in 0..ROUNDS {
            let mut moved = false;
            for free in 0..self.free.len() {
                let sign = self.free[free];
                let mut best: (f64, u8, Option<usize>) = (1e-6, 0, None);
                for letter in 2..2 + alphabet {
                    if letter == self.letters[sign] {
                        continue;
                    }
                    let gain = self.gain(sign, letter, None);
                    if gain > best.0 {
                        best = (gain, letter, None);
                    }
                    let rival = self.free.iter().copied().find(|&other| self.letters[other] == letter);
                    if let Some(rival) = rival {
                        let gain = self.gain(sign, letter, Some(rival));
                        if gain > best.0 {
                            best = (gain, letter, Some(rival));
                        }
                    }
                }
                if best.1 != 0 {
                    self.set(sign, best.1, best.2);
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
    }

    /// What is gained if `sign` takes `letter`, and `rival` the letter that `sign` had.
    fn gain(&mut self, sign: usize, letter: u8, rival: Option<usize>) -> f64 {
        let old = self.letters[sign];
        let before = self.local(sign, rival) + self.channel(old) + self.channel(letter);
        self.set(sign, letter, rival);
        let after = self.local(sign, rival) + self.channel(old) + self.channel(letter);
        self.set(sign, old, rival);
        after - before
    }

    fn set(&mut self, sign: usize, letter: u8, rival: Option<usize>) {
        let old = std::mem::replace(&mut self.letters[sign], letter);
        self.mass[usize::from(old)] -= self.counts[sign];
        self.mass[usize::from(letter)] += self.counts[sign];
        if let Some(rival) = rival {
            self.letters[rival] = old;
            self.mass[usize::from(letter)] -= self.counts[rival];
            self.mass[usize::from(old)] += self.counts[rival];
        }
    }

    /// What the triples with one of two signs contribute.
    fn local(&self, sign: usize, rival: Option<usize>) -> f64 {
        let one = self.uses[sign].iter().map(|&index| self.triples[index as usize]);
        let mut sum: f64 = one.map(|(triple, count)| count * self.log(triple)).sum();
        for &index in rival.map_or(&[][..], |rival| &self.uses[rival]) {
            let (triple, count) = self.triples[index as usize];
            if !triple.iter().any(|&other| usize::from(other) == sign + 1) {
                sum += count * self.log(triple);
            }
        }
        sum
    }

    /// What it costs that the signs of a letter are told apart: the more signs a letter has, the less says each.
    fn channel(&self, letter: u8) -> f64 {
        let mass = self.mass[usize::from(letter)];
        if mass <= 0.0 {
            return 0.0;
        }
        let held = self.letters.iter().zip(&self.counts).filter(|(held, _)| **held == letter);
        held.map(|(_, count)| count * (count / mass).ln()).sum()
    }

    fn log(&self, triple: [u16; 3]) -> f64 {
        let count = self.speech.symbol_count();
        let symbol = |sign: u16| match sign {
            0 => 0,
            _ => usize::from(self.letters[usize::from(sign) - 1]),
        };
        let place = (symbol(triple[0]) * count + symbol(triple[1])) * count + symbol(triple[2]);
        -f64::from(self.speech.triples()[place]) / 16.0
    }
}
