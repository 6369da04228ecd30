//! A key weighed by whole words: what triples leave open, the language's longer sequences, its words and the places of
//! capitals decide.

use salname_packs::LetterModel;

use super::corpus::{Corpus, Entry};
use super::key::Key;
use super::speech::Speech;

/// Rounds of improvement after which the search ends, should it not have come to rest.
const ROUNDS: usize = 5;
/// A sign in no more words than this is tried as every letter.
const RARE: usize = 60;
/// What a letter may lose by triples (nats for each time the sign occurs) to be tried for a commoner sign.
const HOPELESS: f64 = 0.7;
/// Of the others as many letters are tried for a sign as this.
const HOPEFUL: usize = 8;

/// Log probability that a word is written small, with a capital, in capitals, or in a mixture: inside a sentence, and
/// where one opens.
const CASES: [(f32, f32); 4] = [(-0.16, -3.0), (-2.1, -0.1), (-3.9, -3.5), (-9.0, -9.0)];
/// Log probability of a mark that stands for no letter at a word's edge, and within it.
const MARK: (f32, f32) = (-2.5, -8.0);

/// What a sign stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// A letter of the alphabet, by symbol.
    Letter { symbol: u8, capital: bool },
    /// Itself: a letter of another alphabet, or a mark.
    Itself,
}

/// A key with what it makes of each word.
pub(super) struct Refined<'a, 'k> {
    speech: &'a Speech,
    corpus: &'a Corpus,
    key: &'k mut Key<'a>,
    /// What each sign stands for.
    pub(super) values: Vec<Value>,
    /// Log probability of each word, times its count.
    weights: Vec<f32>,
    /// How many signs of the text stand for each letter: small and capital ones by symbol.
    mass: Vec<f64>,
    cased: bool,
}

/// One change of a key.
#[derive(Debug, Clone, Copy)]
struct Move {
    sign: usize,
    value: Value,
    /// The sign that has had that value and takes the one given up.
    rival: Option<usize>,
}

impl<'a, 'k> Refined<'a, 'k> {
    /// Refines a key that was found by triples.
    pub(super) fn of(key: &'k mut Key<'a>, corpus: &'a Corpus, speech: &'a Speech) -> Self {
        let mut made = Self {
            speech,
            corpus,
            values: first_values(key, corpus, speech),
            weights: Vec::new(),
            mass: vec![0.0; 2 * speech.symbol_count()],
            cased: speech.has_capitals(),
            key,
        };
        for (value, count) in made.values.iter().zip(&corpus.counts) {
            if let Some(place) = place(*value) {
                made.mass[place] += count;
            }
        }
        made.weights = corpus.words.iter().map(|word| made.weight(word)).collect();
        made
    }

    /// Improves the key until no change or exchange of a sign makes it better.
    pub(super) fn climb(&mut self) {
        for _ in 0..ROUNDS {
            let mut moved = false;
            for index in 0..self.key.free.len() {
                let sign = self.key.free[index];
                let mut best: Option<(f64, Move)> = None;
                for step in self.moves(sign) {
                    let gain = self.gain(step);
                    if gain > best.map_or(1e-3, |(gain, _)| gain) {
                        best = Some((gain, step));
                    }
                }
                if let Some((_, step)) = best {
                    self.make(step);
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
    }

    fn moves(&mut self, sign: usize) -> Vec<Move> {
        let count = self.corpus.counts[sign];
        let alphabet = u8::try_from(self.speech.alphabet().len()).unwrap_or(0);
        let mut letters: Vec<(f64, u8)> =
            (2..2 + alphabet).map(|letter| (self.key.gain(sign, letter), letter)).collect();
        if self.corpus.uses[sign].len() > RARE {
            letters.sort_by(|a, b| b.0.total_cmp(&a.0));
            letters.truncate(HOPEFUL);
            letters.retain(|(gain, _)| *gain > -HOPELESS * count);
        }
        let cases: &[bool] = if self.cased { &[false, true] } else { &[false] };
        let mut values: Vec<Value> = letters
            .into_iter()
            .flat_map(|(_, symbol)| cases.iter().map(move |&capital| Value::Letter { symbol, capital }))
            .collect();
        values.push(Value::Itself);
        let mut moves = Vec::new();
        for value in values.into_iter().filter(|value| *value != self.values[sign]) {
            moves.push(Move { sign, value, rival: None });
            let rival = self.key.free.iter().copied().find(|&other| self.values[other] == value);
            if value != Value::Itself
                && self.values[sign] != Value::Itself
                && let Some(rival) = rival
            {
                moves.push(Move { sign, value, rival: Some(rival) });
            }
        }
        moves
    }

    /// What a change gains, in nats.
    fn gain(&mut self, step: Move) -> f64 {
        let old = self.values[step.sign];
        let channel = |made: &Self| -> f64 {
            [place(old), place(step.value)].into_iter().flatten().map(|place| weighed(made.mass[place])).sum()
        };
        let before = channel(self);
        self.assign(step);
        let mut gain = before - channel(self);
        let corpus = self.corpus;
        for index in concerned(corpus, step) {
            gain += f64::from(self.weight(&corpus.words[index]) - self.weights[index]);
        }
        self.assign(Move { value: old, ..step });
        // Of a sign that stands for itself nothing is told by its being told apart.
        let told =
            |value: Value| if value == Value::Itself { weighed(corpus.counts[step.sign]) } else { 0.0 };
        gain + told(old) - told(step.value)
    }

    fn make(&mut self, step: Move) {
        self.assign(step);
        let corpus = self.corpus;
        for index in concerned(corpus, step) {
            self.weights[index] = self.weight(&corpus.words[index]);
        }
        for sign in std::iter::once(step.sign).chain(step.rival) {
            if let Value::Letter { symbol, .. } = self.values[sign] {
                self.key.set(sign, symbol, None);
            }
        }
    }

    fn assign(&mut self, step: Move) {
        let counts = &self.corpus.counts;
        let old = std::mem::replace(&mut self.values[step.sign], step.value);
        let mut add = |value: Value, count: f64| {
            if let Some(place) = place(value) {
                self.mass[place] += count;
            }
        };
        add(old, -counts[step.sign]);
        add(step.value, counts[step.sign]);
        if let Some(rival) = step.rival {
            self.values[rival] = old;
            add(step.value, -counts[rival]);
            add(old, counts[rival]);
        }
    }

    /// The log probability of a word as the key has it, times its count.
    fn weight(&self, word: &Entry) -> f32 {
        let mut forms = [0_u8; 64];
        let (mut from, mut to) = (0, 0);
        let mut sum = 0.0;
        let (mut capitals, mut letters, mut first) = (0, 0, false);
        let finish = |form: &[u8]| {
            if form.is_empty() { 0.0 } else { self.speech.word(form, self.speech.spelling(form), 0.0) }
        };
        for (at, &sign) in word.signs.iter().enumerate() {
            let sign = usize::from(sign);
            let (symbol, capital) = match self.values[sign] {
                Value::Letter { symbol, capital } => (symbol, capital),
                Value::Itself if self.corpus.signs[sign].is_alphabetic() => {
                    (LetterModel::OTHER, self.corpus.signs[sign].is_uppercase())
                }
                Value::Itself => {
                    sum += if at == 0 || at + 1 == word.signs.len() { MARK.0 } else { MARK.1 };
                    sum += finish(&forms[from..to]);
                    from = to;
                    continue;
                }
            };
            if let Some(place) = forms.get_mut(to) {
                *place = symbol;
                to += 1;
            }
            capitals += usize::from(capital);
            first |= capital && letters == 0;
            letters += 1;
        }
        sum += finish(&forms[from..to]);
        let case = match (capitals, letters) {
            (0, _) => 0,
            (1, _) if first => 1,
            (some, all) if some == all => 2,
            _ => 3,
        };
        word.count() * sum + word.inside * CASES[case].0 + word.opening * CASES[case].1
    }
}

/// What signs stand for at first: of those for one letter the ones that begin words are capitals.
fn first_values(key: &Key<'_>, corpus: &Corpus, speech: &Speech) -> Vec<Value> {
    let mut begins = vec![0.0_f64; corpus.signs.len()];
    for word in &corpus.words {
        if let Some(&sign) = word.signs.first() {
            begins[usize::from(sign)] += f64::from(word.count());
        }
    }
    let cased = speech.has_capitals();
    let mut smalls = vec![false; speech.symbol_count()];
    let mut values = Vec::with_capacity(corpus.signs.len());
    // The commonest signs come first.
    for (index, &symbol) in key.letters.iter().enumerate() {
        let sign = corpus.signs[index];
        values.push(if symbol < 2 {
            Value::Itself
        } else if sign.is_ascii() && speech.symbol(sign) == symbol {
            smalls[usize::from(symbol)] |= !sign.is_uppercase();
            Value::Letter { symbol, capital: sign.is_uppercase() }
        } else {
            let share = begins[index] / corpus.counts[index].max(1.0);
            let capital = cased && (share > 0.95 || (share > 0.6 && smalls[usize::from(symbol)]));
            smalls[usize::from(symbol)] |= !capital;
            Value::Letter { symbol, capital }
        });
    }
    values
}

/// The words that a change makes others, each once.
fn concerned(corpus: &Corpus, step: Move) -> impl Iterator<Item = usize> + '_ {
    let own = corpus.uses[step.sign].iter();
    let others = step.rival.map_or(&[][..], |rival| &corpus.uses[rival]).iter().filter(move |&&index| {
        let sign = step.sign;
        !corpus.words[index as usize].signs.iter().any(|&other| usize::from(other) == sign)
    });
    own.chain(others).map(|&index| index as usize)
}

fn place(value: Value) -> Option<usize> {
    match value {
        Value::Letter { symbol, capital } => Some(2 * usize::from(symbol) + usize::from(capital)),
        Value::Itself => None,
    }
}

fn weighed(count: f64) -> f64 {
    if count > 0.5 { count * count.ln() } else { 0.0 }
}
