//! The key of an unknown font: which letter each sign stands for, found by climbing from a first guess.
//!
//! As in the decipherment of homophonic ciphers (Ravi and Knight, 2011; Nuhn et al., 2013, in outline): a key is scored by
//! the letter triples it makes of the text, and improved by single changes and exchanges; shaken keys begin anew.

use std::collections::BTreeMap;

use salname_packs::LetterModel;

use super::corpus::Corpus;
use super::speech::Speech;

/// Rounds of improvement after which the search ends, should it not have come to rest.
const ROUNDS: usize = 60;

/// How the signs of a text follow one another.
pub(super) struct Triples {
    /// Triples of signs with how often they occur; sign `i` is written `i + 1`, 0 being the boundary.
    counted: Vec<([u16; 3], f64)>,
    /// The triples that each sign occurs in.
    uses: Vec<Vec<u32>>,
}

impl Triples {
    /// Those of the corpus's words.
    pub(super) fn of(corpus: &Corpus) -> Self {
        let mut counts: BTreeMap<[u16; 3], f64> = BTreeMap::new();
        for word in &corpus.words {
            let mut before = [0, 0];
            for sign in word.signs.iter().map(|sign| sign + 1).chain([0]) {
                *counts.entry([before[0], before[1], sign]).or_default() += f64::from(word.count());
                before = [before[1], sign];
            }
        }
        let counted: Vec<([u16; 3], f64)> = counts.into_iter().collect();
        let mut uses = vec![Vec::new(); corpus.signs.len()];
        for (index, (triple, _)) in (0_u32..).zip(&counted) {
            for (place, &sign) in triple.iter().enumerate() {
                if sign > 0 && !triple[..place].contains(&sign) {
                    uses[usize::from(sign) - 1].push(index);
                }
            }
        }
        Self { counted, uses }
    }
}

/// What the signs of a text are thought to stand for.
#[derive(Clone)]
pub(super) struct Key<'a> {
    speech: &'a Speech,
    corpus: &'a Corpus,
    triples: &'a Triples,
    /// The language's triples of letters, and how many symbols they are made of.
    improbable: &'a [u8],
    symbols: usize,
    /// Signs whose letter is not known, the commonest first.
    pub(super) free: Vec<usize>,
    /// The symbol that each sign stands for.
    pub(super) letters: Vec<u8>,
    /// How many signs of the text stand for each symbol.
    mass: Vec<f64>,
}

impl<'a> Key<'a> {
    /// A first guess from frequencies: ASCII letters stand for themselves where the language writes them, letters of its
    /// own may, and the other signs take the letters that remain, the commonest first.
    pub(super) fn guess(corpus: &'a Corpus, triples: &'a Triples, speech: &'a Speech) -> Self {
        let mut key = Self {
            speech,
            corpus,
            triples,
            improbable: speech.triples(),
            symbols: speech.symbol_count(),
            letters: vec![LetterModel::OTHER; corpus.signs.len()],
            mass: vec![0.0; speech.symbol_count()],
            free: Vec::new(),
        };
        key.place();
        key
    }

    /// Mean log probability of a sign if every sign is what it seems.
    pub(super) fn score_as_it_is(&self) -> f64 {
        let mut plain = self.clone();
        for (letter, &sign) in plain.letters.iter_mut().zip(&self.corpus.signs) {
            *letter = if self.speech.writes(sign) { self.speech.symbol(sign) } else { LetterModel::OTHER };
        }
        plain.mass.fill(0.0);
        for (&letter, count) in plain.letters.iter().zip(&self.corpus.counts) {
            plain.mass[usize::from(letter)] += count;
        }
        plain.score()
    }

    fn place(&mut self) {
        let corpus = self.corpus;
        let latin = ('a'..='z').filter(|&letter| self.speech.writes(letter)).count() > 13;
        for (index, &sign) in corpus.signs.iter().enumerate() {
            if self.speech.writes(sign) {
                self.letters[index] = self.speech.symbol(sign);
                self.mass[usize::from(self.letters[index])] += corpus.counts[index];
            }
            // Other letters of ASCII are strangers in a language that writes most of them.
            if !sign.is_ascii_alphabetic() || !(self.speech.writes(sign) || latin) {
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
        let mut next = 0;
        for &index in &self.free {
            if self.letters[index] == LetterModel::OTHER {
                self.letters[index] = left[next % left.len()].1;
                self.mass[usize::from(self.letters[index])] += corpus.counts[index];
                next += 1;
            }
        }
    }

    /// Mean log probability of a sign: how well the key explains the text.
    pub(super) fn score(&self) -> f64 {
        let triples: f64 = self.triples.counted.iter().map(|(triple, count)| count * self.log(*triple)).sum();
        let total: f64 = self.corpus.counts.iter().sum();
        // The more signs a letter has, the less says each: the logarithm of a sign's share in its letter.
        let signs: f64 = self.corpus.counts.iter().map(|&count| weighed(count)).sum();
        let letters: f64 = self.mass.iter().map(|&mass| weighed(mass)).sum();
        (triples + signs - letters) / total.max(1.0)
    }

    /// Improves the key until no single change or exchange makes it better.
    pub(super) fn climb(&mut self) {
        let alphabet = u8::try_from(self.speech.alphabet().len()).unwrap_or(0);
        for _ in 0..ROUNDS {
            let mut moved = false;
            for free in 0..self.free.len() {
                let sign = self.free[free];
                let alone = self.local(sign);
                let mut best: (f64, u8, Option<usize>) = (1e-6, 0, None);
                for letter in 2..2 + alphabet {
                    if letter == self.letters[sign] {
                        continue;
                    }
                    let gain = self.gain_over(alone, sign, letter, None);
                    if gain > best.0 {
                        best = (gain, letter, None);
                    }
                    let rival = self.free.iter().copied().find(|&other| self.letters[other] == letter);
                    if let Some(rival) = rival {
                        let gain = self.gain_over(alone, sign, letter, Some(rival));
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

    /// Exchanges letters of some of the commoner signs at random, as `seed` says.
    pub(super) fn shake(&mut self, seed: u64) {
        let common = self.free.len().min(self.speech.alphabet().len() + 6);
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut random = |end: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state >> 33).unwrap_or(0) % end.max(1)
        };
        for _ in 0..(common / 3).max(2) {
            let (one, other) = (random(common), random(common));
            if let (Some(&one), Some(&other)) = (self.free.get(one), self.free.get(other))
                && one != other
            {
                self.set(one, self.letters[other], Some(other));
            }
        }
    }

    /// What is gained if `sign` takes `letter`.
    pub(super) fn gain(&mut self, sign: usize, letter: u8) -> f64 {
        self.gain_over(self.local(sign), sign, letter, None)
    }

    /// What is gained if `sign` takes `letter`, and `rival` the letter that `sign` had; `alone` is what the triples with
    /// the sign contribute now.
    fn gain_over(&mut self, alone: f64, sign: usize, letter: u8, rival: Option<usize>) -> f64 {
        let old = self.letters[sign];
        let before = self.with_rival(alone, sign, rival) + self.channel(old) + self.channel(letter);
        self.set(sign, letter, rival);
        let after = self.with_rival(self.local(sign), sign, rival) + self.channel(old) + self.channel(letter);
        self.set(sign, old, rival);
        after - before
    }

    pub(super) fn set(&mut self, sign: usize, letter: u8, rival: Option<usize>) {
        let counts = &self.corpus.counts;
        let old = std::mem::replace(&mut self.letters[sign], letter);
        self.mass[usize::from(old)] -= counts[sign];
        self.mass[usize::from(letter)] += counts[sign];
        if let Some(rival) = rival {
            self.letters[rival] = old;
            self.mass[usize::from(letter)] -= counts[rival];
            self.mass[usize::from(old)] += counts[rival];
        }
    }

    /// What the triples with a sign contribute.
    fn local(&self, sign: usize) -> f64 {
        let Triples { counted, uses } = self.triples;
        let own = uses[sign].iter().map(|&index| counted[index as usize]);
        own.map(|(triple, count)| count * self.log(triple)).sum()
    }

    /// The same with those that a rival is in, and the sign is not.
    fn with_rival(&self, alone: f64, sign: usize, rival: Option<usize>) -> f64 {
        let Triples { counted, uses } = self.triples;
        let mut sum = alone;
        for &index in rival.map_or(&[][..], |rival| &uses[rival]) {
            let (triple, count) = counted[index as usize];
            if !triple.iter().any(|&other| usize::from(other) == sign + 1) {
                sum += count * self.log(triple);
            }
        }
        sum
    }

    fn channel(&self, letter: u8) -> f64 {
        -weighed(self.mass[usize::from(letter)])
    }

    #[inline]
    fn log(&self, triple: [u16; 3]) -> f64 {
        let symbol = |sign: u16| match sign {
            0 => 0,
            _ => usize::from(self.letters[usize::from(sign) - 1]),
        };
        let pair = symbol(triple[0]) * self.symbols + symbol(triple[1]);
        -f64::from(self.improbable[pair * self.symbols + symbol(triple[2])]) / 16.0
    }
}

fn weighed(count: f64) -> f64 {
    if count > 0.5 { count * count.ln() } else { 0.0 }
}
