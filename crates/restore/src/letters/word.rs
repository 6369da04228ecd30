//! One damaged word to its likeliest readings: a beam search over what each sign may stand for.

use std::cell::RefCell;

use salname_packs::{LetterModel, Node};

use super::heard::Seen;
use super::speech::{Form, LONGEST_LISTED, NO_LETTER, Speech};
use super::table::{Reading, Table};

/// Hypotheses kept at each sign.
const BEAM: usize = 24;
/// What a reading may be behind the likeliest (nats) to be kept: no count of words makes up for more.
const KEPT: f32 = 14.0;
/// What a hypothesis may be behind the best (nats) before the word is known.
const BREADTH: f32 = 20.0;
/// Readings of a word that are weighed against one another.
const READINGS: usize = 8;
/// Log probability of a mark among several that stand where a word would.
const MARK_ALONE: f32 = -4.0;
/// Cost of a capital that follows a small letter.
const ODD_CAPITAL: f32 = -6.0;
/// What is held against reading a foreign word by a table (nats).
const FOREIGN_WORD: f32 = 40.0;
/// What is held against a word without a letter (nats).
const IMPOSSIBLE: f32 = 1e6;
/// Mean log probability of a letter above which a word that can be read in one way only is read so.
const PLAUSIBLE: f32 = -2.6;
/// Stands for what a word runs through without saying anything: a hyphen at a line end and the break itself.
pub(crate) const BREAK: char = '\0';

/// A word's readings, the likeliest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Word {
    pub(crate) readings: Vec<WordReading>,
    /// Logarithm of the probability of the damaged word as a whole: of all its readings together.
    pub(crate) probability: f32,
}

/// One reading of a word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WordReading {
    /// What stands for which signs, in order: signs from, signs up to (counted in the word), letters.
    pub(crate) pieces: Vec<(usize, usize, Piece)>,
    /// The forms of the words it consists of (one, unless a sign is read as punctuation).
    pub(crate) forms: Vec<Form>,
    /// Logarithm of its probability.
    pub(crate) score: f32,
    /// What of the score the signs cost.
    channel: f32,
    /// What of the score the spelling of the forms makes.
    spellings: Vec<f32>,
}

/// What one sign is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    /// As itself.
    Same,
    /// As one letter.
    Letter(char),
    /// As two letters.
    Pair(char, char),
}

impl Piece {
    fn of(sign: &[char], letters: &[char]) -> Option<Self> {
        match (sign, letters) {
            (sign, letters) if sign == letters => Some(Self::Same),
            (_, [letter]) => Some(Self::Letter(*letter)),
            (_, [first, second]) => Some(Self::Pair(*first, *second)),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Hypothesis {
    before: usize,
    from: usize,
    to: usize,
    piece: Piece,
    node: Node,
    score: f32,
    channel: f32,
    /// The letter before was a small one: a capital would be odd.
    small: bool,
    /// At the start of a word, of the token or after punctuation.
    fresh: bool,
}

/// The readings of a word under a table.
pub(crate) fn read(signs: &[char], table: &Table, speech: &Speech, seen: &Seen<'_>) -> Word {
    if let Some(word) = read_plainly(signs, table, speech, seen) {
        return word;
    }
    SCRATCH.with_borrow_mut(|scratch| search(scratch, signs, table, speech, seen))
}

fn search(scratch: &mut Scratch, signs: &[char], table: &Table, speech: &Speech, seen: &Seen<'_>) -> Word {
    let Scratch { arena, ends } = scratch;
    arena.clear();
    ends.iter_mut().for_each(Vec::clear);
    ends.resize_with(ends.len().max(signs.len() + 1), Vec::new);
    let mut search = Search { speech, arena, ends };
    search.arena.push(Hypothesis {
        before: 0,
        from: 0,
        to: 0,
        piece: Piece::Same,
        node: speech.start(),
        score: 0.0,
        channel: 0.0,
        small: false,
        fresh: true,
    });
    search.ends[0].push(0);
    for at in 0..signs.len() {
        search.prune(at);
        if at > 0 || !table.lost.is_empty() {
            search.insert(at, &table.lost);
        }
        for place in 0..search.ends[at].len() {
            search.extend(search.ends[at][place], at, signs, table);
        }
    }
    search.prune(signs.len());
    search.insert(signs.len(), &table.lost);
    search.finish(signs, seen)
}

/// The word, if each of its signs can be read in one way only and they make a plausible word: nothing to decide.
fn read_plainly(signs: &[char], table: &Table, speech: &Speech, seen: &Seen<'_>) -> Option<Word> {
    let mut pieces: Vec<(usize, usize, Piece)> = Vec::with_capacity(signs.len());
    let mut form = Vec::with_capacity(signs.len());
    let mut small = false;
    for (at, &sign) in signs.iter().enumerate() {
        let mut same = || match pieces.last_mut() {
            Some((_, to, Piece::Same)) => *to = at + 1,
            _ => pieces.push((at, at + 1, Piece::Same)),
        };
        if sign == BREAK {
            same();
            continue;
        }
        let letter = table.only_reading(sign)?;
        let symbol = speech.symbol(letter);
        let capital = letter.is_uppercase();
        if symbol == NO_LETTER || symbol == LetterModel::OTHER || (capital && small) {
            return None;
        }
        form.push(symbol);
        small = !capital;
        if letter == sign {
            same();
        } else {
            pieces.push((at, at + 1, Piece::Letter(letter)));
        }
    }
    let spelling = speech.spelling(&form);
    // Words have few signs.
    #[expect(clippy::cast_precision_loss)]
    let plausible = spelling / (form.len() + 1) as f32 > PLAUSIBLE;
    if !plausible && !speech.knows(&form) {
        return None;
    }
    let reading =
        WordReading { pieces, forms: vec![form.into()], score: 0.0, channel: 0.0, spellings: vec![spelling] };
    let mut word = Word { readings: vec![reading], probability: 0.0 };
    word.weigh(speech, seen);
    Some(word)
}

/// A word as it stands, under its own language.
pub(crate) fn sound(signs: &[char], speech: &Speech, seen: &Seen<'_>) -> f32 {
    // Words have few signs.
    #[expect(clippy::cast_precision_loss)]
    let signs_held = signs.len() as f32;
    let marks_alone = signs.len() > 1 && signs.iter().all(|&sign| speech.symbol(sign) == NO_LETTER);
    let mut sum = if marks_alone { signs_held * MARK_ALONE } else { 0.0 };
    for form in signs.split(|&sign| speech.symbol(sign) == NO_LETTER) {
        if !form.is_empty() {
            let form: Form = form.iter().map(|&letter| speech.symbol(letter)).collect();
            sum += speech.word(&form, speech.spelling(&form), seen.count(&form));
        }
    }
    sum
}

/// True if the language lists the word, of three letters or more.
pub(crate) fn is_listed(signs: &[char], speech: &Speech) -> bool {
    let mut form = [0; LONGEST_LISTED];
    let Some(form) = form.get_mut(..signs.len()).filter(|form| form.len() >= 3) else { return false };
    form.iter_mut().zip(signs).for_each(|(symbol, &sign)| *symbol = speech.symbol(sign));
    speech.knows(form)
}

/// Memory of a search, used again by the next.
#[derive(Default)]
struct Scratch {
    arena: Vec<Hypothesis>,
    ends: Vec<Vec<usize>>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

struct Search<'a> {
    speech: &'a Speech,
    arena: &'a mut Vec<Hypothesis>,
    /// The hypotheses that end before each sign.
    ends: &'a mut [Vec<usize>],
}

impl Search<'_> {
    fn prune(&mut self, at: usize) {
        let arena = &*self.arena;
        let ends = &mut self.ends[at];
        let best = ends.iter().map(|&end| arena[end].score).fold(f32::NEG_INFINITY, f32::max);
        ends.retain(|&end| arena[end].score > best - BREADTH);
        if ends.len() > BEAM {
            ends.sort_by(|&a, &b| arena[b].score.total_cmp(&arena[a].score));
            ends.truncate(BEAM);
        }
    }

    /// Lost letters that may stand before sign `at`.
    fn insert(&mut self, at: usize, lost: &[char]) {
        for place in 0..self.ends[at].len() {
            let index = self.ends[at][place];
            for &letter in lost {
                if let Some(next) = self.follow(index, at, at, Piece::Letter(letter), &[letter], 0.0) {
                    self.ends[at].push(next);
                }
            }
        }
    }

    fn extend(&mut self, index: usize, at: usize, signs: &[char], table: &Table) {
        let sign = signs[at];
        if sign == BREAK {
            let next =
                Hypothesis { before: index, from: at, to: at + 1, piece: Piece::Same, ..self.arena[index] };
            self.arena.push(next);
            self.ends[at + 1].push(self.arena.len() - 1);
            return;
        }
        for Reading { sign, letters, cost } in table.readings(sign) {
            if signs[at..].starts_with(sign)
                && let Some(piece) = Piece::of(sign, letters)
            {
                let to = at + sign.len();
                if let Some(next) = self.follow(index, at, to, piece, letters, *cost) {
                    self.ends[to].push(next);
                }
            }
        }
        if let Some(cost) = table.itself(sign)
            && let Some(next) = self.follow(index, at, at + 1, Piece::Same, &[sign], cost)
        {
            self.ends[at + 1].push(next);
        }
    }

    fn follow(
        &mut self,
        before: usize,
        from: usize,
        to: usize,
        piece: Piece,
        letters: &[char],
        cost: f32,
    ) -> Option<usize> {
        let mut next = Hypothesis { before, from, to, piece, ..*self.arena.get(before)? };
        next.score += cost;
        next.channel += cost;
        for &letter in letters {
            let symbol = self.speech.symbol(letter);
            if symbol == NO_LETTER {
                if !next.fresh {
                    next.score += self.speech.step(next.node, LetterModel::BOUNDARY).0;
                }
                next = Hypothesis { node: self.speech.start(), small: false, fresh: true, ..next };
                continue;
            }
            let (probability, node) = self.speech.step(next.node, symbol);
            next.score += probability;
            let capital = letter.is_uppercase();
            if capital && next.small {
                next.score += ODD_CAPITAL;
                next.channel += ODD_CAPITAL;
            }
            next = Hypothesis { node, small: !capital, fresh: false, ..next };
        }
        self.arena.push(next);
        Some(self.arena.len() - 1)
    }

    fn finish(self, signs: &[char], seen: &Seen<'_>) -> Word {
        let last = |index: usize| {
            let end = &self.arena[index];
            if end.fresh {
                end.score
            } else {
                end.score + self.speech.step(end.node, LetterModel::BOUNDARY).0
            }
        };
        let mut ends: Vec<(f32, usize)> =
            self.ends[signs.len()].iter().map(|&index| (last(index), index)).collect();
        ends.sort_by(|a, b| b.0.total_cmp(&a.0));
        ends.truncate(READINGS);
        let mut readings: Vec<WordReading> = Vec::with_capacity(ends.len());
        for (_, index) in ends {
            let reading = self.reading(signs, index);
            // Two ways to the same letters are one reading.
            if !readings.iter().any(|known| known.pieces == reading.pieces) {
                readings.push(reading);
            }
        }
        let mut word = Word { readings, probability: 0.0 };
        word.weigh(self.speech, seen);
        let best = word.readings.first().map_or(0.0, |best| best.score);
        word.readings.retain(|reading| reading.score > best - KEPT);
        word.readings.shrink_to_fit();
        word
    }

    fn reading(&self, signs: &[char], mut index: usize) -> WordReading {
        let channel = self.arena[index].channel;
        let mut pieces = Vec::new();
        while index != 0 {
            let step = self.arena[index];
            pieces.push((step.from, step.to, step.piece));
            index = step.before;
        }
        pieces.reverse();
        let mut forms = vec![Vec::new()];
        let mut add = |letter: char| match self.speech.symbol(letter) {
            NO_LETTER => forms.push(Vec::new()),
            symbol => forms.last_mut().expect("it starts with one form").push(symbol),
        };
        for &(from, to, piece) in &pieces {
            match piece {
                Piece::Same => {
                    signs[from..to].iter().filter(|&&sign| sign != BREAK).for_each(|&sign| add(sign));
                }
                Piece::Letter(letter) => add(letter),
                Piece::Pair(first, second) => [first, second].into_iter().for_each(&mut add),
            }
        }
        let forms: Vec<Form> = forms.into_iter().filter(|form| !form.is_empty()).map(Into::into).collect();
        let spellings = forms.iter().map(|form| self.speech.spelling(form)).collect();
        WordReading { pieces, forms, score: 0.0, channel, spellings }
    }
}

impl Word {
    /// Weighs the readings by their spelling, the language's words and those `seen` in the document.
    pub(crate) fn weigh(&mut self, speech: &Speech, seen: &Seen<'_>) {
        for reading in &mut self.readings {
            let words = reading.forms.iter().zip(&reading.spellings);
            let sum: f32 = words.map(|(form, spelling)| speech.word(form, *spelling, seen.count(form))).sum();
            reading.score = reading.channel + sum;
        }
        self.readings.sort_by(|a, b| b.score.total_cmp(&a.score));
        if let Some(best) = self.readings.first_mut() {
            let letters = best.forms.iter().map(|form| form.len()).sum::<usize>();
            let strange =
                best.forms.iter().flat_map(|form| form.iter()).filter(|&&s| s == LetterModel::OTHER).count();
            // A word that stays half foreign is foreign: a table for it explains nothing.
            // So is one of which nothing but marks is left.
            if strange * 3 > letters || (letters == 0 && best.pieces.last().is_some_and(|piece| piece.1 > 3))
            {
                best.score -= if letters == 0 { IMPOSSIBLE } else { FOREIGN_WORD };
                self.readings.truncate(1);
            }
        }
        self.probability = sum_of_logs(self.readings.iter().map(|reading| reading.score));
    }

    /// Probability of the likeliest reading among all.
    pub(crate) fn certainty(&self) -> f32 {
        self.readings.first().map_or(1.0, |best| (best.score - self.probability).exp().min(1.0))
    }
}

impl WordReading {
    /// The reading as text, given the word's signs and what its breaks look like.
    pub(crate) fn text(&self, signs: &[char]) -> String {
        let mut text = String::new();
        for &(from, to, piece) in &self.pieces {
            match piece {
                Piece::Same => text.extend(signs[from..to].iter().filter(|&&sign| sign != BREAK)),
                Piece::Letter(letter) => text.push(letter),
                Piece::Pair(first, second) => text.extend([first, second]),
            }
        }
        text
    }
}

/// The logarithm of a sum of probabilities given as logarithms.
pub(crate) fn sum_of_logs(logs: impl Iterator<Item = f32> + Clone) -> f32 {
    let highest = logs.clone().fold(f32::NEG_INFINITY, f32::max);
    if highest == f32::NEG_INFINITY {
        return -1e9;
    }
    highest + logs.map(|log| (log - highest).exp()).sum::<f32>().ln()
}
