//! Odd lines word by word: which words are sound, which table made the others, and how they read.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use rustc_hash::FxHasher;
use salname_model::Span;

use super::heard::{Seen, Vocabulary};
use super::speech::{Speech, is_letter, is_private};
use super::table::Table;
use super::word::{self, BREAK, Piece, Word};

/// Log probability that the next word is damaged as this one is, and that it is not.
const STAY: f32 = -0.05;
const SWITCH: f32 = -4.0;
/// What is held against a sound word of a language that the text is not in (nats).
const FOREIGN: f32 = 3.0;
/// Certainty from which a word's reading speaks for others.
const CERTAIN: f32 = 0.98;
/// Words that are remembered under each table: there are few that are rarer and come again.
const REMEMBERED: usize = 1 << 14;
/// Signs beyond which a run of letters is no word.
const LONGEST: usize = 64;

/// A word of the text, or several that a hyphen joins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token<'a> {
    /// Bytes of the text.
    pub(crate) span: Span,
    /// Its signs; a hyphen between two parts, with the line break after it, is one [`BREAK`].
    pub(crate) signs: &'a [char],
    /// Where the passage starts, in bytes of the text, and how far from there each sign does.
    origin: usize,
    starts: &'a [u32],
}

impl Token<'_> {
    /// Where sign `index` starts, or the token ends.
    pub(crate) fn start(&self, index: usize) -> usize {
        self.starts.get(index).map_or(self.span.end, |&start| self.origin + start as usize)
    }
}

/// The words of a passage, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    /// Where the passage starts, in bytes of the text.
    origin: usize,
    signs: Vec<char>,
    /// Where each sign starts, in bytes of the passage.
    starts: Vec<u32>,
    /// The bytes of each token, and how many signs there are up to its end.
    ends: Vec<(Span, usize)>,
}

impl Tokens {
    /// The tokens in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Token<'_>> {
        let mut first = 0;
        self.ends.iter().map(move |&(span, end)| {
            let signs = first..end;
            first = end;
            let (origin, starts) = (self.origin, &self.starts[signs.clone()]);
            Token { span, signs: &self.signs[signs], origin, starts }
        })
    }

    fn push(&mut self, sign: char, at: usize) {
        self.signs.push(sign);
        // Passages are parts of blocks of a few megabytes.
        self.starts.push(u32::try_from(at - self.origin).unwrap_or(u32::MAX));
    }

    fn clear(&mut self, origin: usize) {
        self.origin = origin;
        self.signs.clear();
        self.starts.clear();
        self.ends.clear();
    }

    /// Signs of the last token.
    fn last_len(&self) -> usize {
        let before = self.ends.len().checked_sub(2).map_or(0, |index| self.ends[index].1);
        self.ends.last().map_or(0, |last| last.1 - before)
    }
}

/// What became of a token.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    /// Index among the tables; none for a sound word.
    pub(crate) table: Option<usize>,
    weighed: Rc<Weighed>,
}

impl Verdict {
    /// True if the table reads each sign in the one way it can be read.
    pub(crate) fn is_plain(&self) -> bool {
        self.table.is_some_and(|table| table < PLAIN_TABLES && self.weighed.plain & (1 << table) != 0)
    }

    /// The words the token was read as, each with its first sign.
    pub(crate) fn words(&self) -> &[(usize, Rc<Word>)] {
        self.table.map_or(&[], |table| &self.weighed.words[table])
    }

    /// The token as it stood and as it reads.
    pub(crate) fn example(&self, token: Token<'_>) -> (String, String) {
        let shown = token.signs.iter().map(|&sign| if sign == BREAK { '-' } else { sign }).collect();
        let mut read = String::new();
        for (first, word) in self.words() {
            if *first > 0 {
                read.push('-');
            }
            read.extend(word.readings.first().map(|best| best.text(&token.signs[*first..])));
        }
        (shown, read)
    }
}

/// Words of a token, each with its first sign.
type Words = Vec<(usize, Rc<Word>)>;

/// A token under each of the tables.
#[derive(Debug)]
struct Weighed {
    /// The tables, a bit for each of the first ones, under which each of its signs is read in the one way it can be.
    plain: u32,
    /// Logarithm of its probability as sound, and under each table.
    scores: Box<[f32]>,
    /// How it reads under each table.
    words: Box<[Words]>,
}

/// What is known of words, by their signs.
type Known<T> = HashMap<Box<[char]>, Rc<T>, BuildHasherDefault<FxHasher>>;

/// What words were found to be under tables by which each word says of itself what it is: as true of the next block.
#[derive(Default)]
pub(crate) struct Memory {
    /// Identifiers of the tables, and the languages that sound words may be in.
    under: (Vec<String>, Vec<usize>),
    words: Vec<Known<Word>>,
    tokens: Known<Weighed>,
}

/// Decodes words under a set of tables, remembering every form it has seen.
pub(crate) struct Judge<'a> {
    speeches: &'a [Speech],
    tables: &'a [&'a Table],
    /// The languages that sound words may be in.
    languages: &'a [usize],
    /// How often words were seen, by language.
    seen: Vec<Seen<'a>>,
    words: Vec<Known<Word>>,
    tokens: Known<Weighed>,
    /// For the first signs of Unicode whether words contain them.
    in_word: Box<[bool]>,
    /// For each table the one letter that each of the first signs of Unicode stands for; NUL where there is no such.
    plain: Vec<Box<[char]>>,
}

/// Tables of which it is remembered that a word reads plainly under them.
const PLAIN_TABLES: usize = 32;
/// Signs below this code point are looked up.
const LOOKED_UP: u32 = 0x2600;

fn is_in_word(character: char, tables: &[&Table]) -> bool {
    is_letter(character) || is_private(character) || tables.iter().any(|table| table.is_sign(character))
}

impl<'a> Judge<'a> {
    pub(crate) fn new(
        speeches: &'a [Speech],
        tables: &'a [&'a Table],
        languages: &'a [usize],
        elsewhere: Option<&'a Vocabulary>,
    ) -> Self {
        let letters = (0..LOOKED_UP).map(|code| char::from_u32(code).is_some_and(is_letter));
        let mut in_word: Box<[bool]> = letters.collect();
        for sign in tables.iter().flat_map(|table| table.signs()) {
            if let Some(in_word) = in_word.get_mut(sign as usize) {
                *in_word = true;
            }
        }
        let only = |table: &&Table| {
            let letter = |sign: char| table.only_reading(sign).unwrap_or('\0');
            (0..LOOKED_UP).map(|code| char::from_u32(code).map_or('\0', letter)).collect()
        };
        Self {
            in_word,
            plain: tables.iter().map(only).collect(),
            speeches,
            tables,
            languages,
            seen: (0..speeches.len()).map(|index| Seen::elsewhere(elsewhere, index)).collect(),
            words: vec![HashMap::default(); tables.len()],
            tokens: HashMap::default(),
        }
    }

    /// The same with what is remembered of the words of earlier blocks, if it was under the same tables and languages.
    /// Only for tables by which no word needs to be seen elsewhere.
    pub(crate) fn remembering(self, memory: Memory) -> Self {
        if memory.under != self.under() {
            return self;
        }
        Self { words: memory.words, tokens: memory.tokens, ..self }
    }

    /// What is to be remembered for later blocks.
    pub(crate) fn into_memory(self) -> Memory {
        Memory { under: self.under(), words: self.words, tokens: self.tokens }
    }

    fn under(&self) -> (Vec<String>, Vec<usize>) {
        (self.tables.iter().map(|table| table.id.clone()).collect(), self.languages.to_vec())
    }

    /// Finds the words of a passage, in place of those of another.
    pub(crate) fn find_tokens(&self, text: &str, span: Span, tokens: &mut Tokens) {
        tokens.clear(span.start);
        let part = &text[span.range()];
        let in_word = |character: char| match self.in_word.get(character as usize) {
            Some(&in_word) => in_word,
            None => is_in_word(character, self.tables),
        };
        let mut characters = part.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            if !in_word(character) {
                continue;
            }
            let start = span.start + at;
            let joined = tokens.ends.last().is_some_and(|(before, _)| joins(&text[before.end..start]))
                && tokens.last_len() < LONGEST;
            let begin = match tokens.ends.pop_if(|_| joined) {
                Some((before, _)) => {
                    tokens.push(BREAK, before.end);
                    before.start
                }
                None => start,
            };
            tokens.push(character, start);
            let (mut count, mut end) = (1, start + character.len_utf8());
            while count < LONGEST
                && let Some((at, character)) = characters.next_if(|&(_, next)| in_word(next))
            {
                tokens.push(character, span.start + at);
                end = span.start + at + character.len_utf8();
                count += 1;
            }
            tokens.ends.push((Span::new(begin, end), tokens.signs.len()));
        }
    }

    /// The one letter that a sign stands for under a table, if there is but one.
    #[inline]
    pub(crate) fn only_reading(&self, table: usize, sign: char) -> Option<char> {
        match self.plain[table].get(sign as usize) {
            Some(&letter) => (letter != '\0').then_some(letter),
            None => self.tables[table].only_reading(sign),
        }
    }

    /// True if the words are what the signs make, each read in the one way it can be under the table.
    fn is_plain(&self, words: &Words, signs: &[char], table: usize) -> bool {
        words.iter().all(|(first, word)| match &word.readings[..] {
            [reading] => reading.pieces.iter().all(|&(from, to, piece)| {
                let mut signs = signs[first + from..first + to].iter().filter(|&&sign| sign != BREAK);
                match piece {
                    Piece::Same => signs.all(|&sign| self.only_reading(table, sign) == Some(sign)),
                    Piece::Letter(letter) => {
                        to == from + 1 && signs.all(|&sign| self.only_reading(table, sign) == Some(letter))
                    }
                    Piece::Pair(..) => false,
                }
            }),
            _ => false,
        })
    }

    /// Counts the words of a sound line for its language.
    pub(crate) fn hear(&mut self, text: &str, index: usize) {
        self.seen[index].hear(&self.speeches[index], text);
    }

    /// Counts the words of a damaged passage of which the reading is certain.
    pub(crate) fn remember(&mut self, verdicts: &[Verdict]) {
        for verdict in verdicts {
            let Some(table) = verdict.table else { continue };
            let words = verdict.words().iter().filter(|(_, word)| word.certainty() > CERTAIN);
            for reading in words.filter_map(|(_, word)| word.readings.first()) {
                for form in &reading.forms {
                    self.seen[self.tables[table].speech].add(form);
                }
            }
        }
    }

    /// Weighs the words that were read anew, by what was heard and remembered.
    pub(crate) fn weigh_anew(&mut self) {
        self.tokens.clear();
        for (table, words) in self.tables.iter().zip(&mut self.words) {
            let (speech, seen) = (&self.speeches[table.speech], &self.seen[table.speech]);
            for word in words.values_mut() {
                if word.readings.len() > 1 {
                    let mut anew = Word::clone(word);
                    anew.weigh(speech, seen);
                    *word = Rc::new(anew);
                }
            }
        }
    }

    /// Decides each token of a run of text: the likeliest course of tables through it.
    pub(crate) fn verdicts(&mut self, tokens: &Tokens) -> Vec<Verdict> {
        let states = self.tables.len() + 1;
        let mut courses = vec![0.0_f32; states];
        let mut next = vec![0.0_f32; states];
        let mut back: Vec<u16> = Vec::with_capacity(tokens.ends.len() * states);
        let mut weighed = Vec::with_capacity(tokens.ends.len());
        for token in tokens.iter() {
            let known = self.weighed(token);
            // Only the likeliest state is worth coming from if not the same one.
            let highest = (0..states).rev().max_by(|&a, &b| courses[a].total_cmp(&courses[b])).unwrap_or(0);
            for state in 0..states {
                let (stay, switch) = (courses[state] + STAY, courses[highest] + SWITCH);
                let (before, course) = if stay >= switch { (state, stay) } else { (highest, switch) };
                next[state] = course + known.scores[state];
                // There are far fewer tables.
                back.push(u16::try_from(before).unwrap_or(u16::MAX));
            }
            let highest = next.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            courses.iter_mut().zip(&next).for_each(|(course, next)| *course = next - highest);
            weighed.push(known);
        }
        let best = (0..states).max_by(|&a, &b| courses[a].total_cmp(&courses[b]).then(b.cmp(&a)));
        let mut state = best.unwrap_or(0);
        let mut verdicts: Vec<Verdict> = Vec::with_capacity(weighed.len());
        for (index, weighed) in weighed.into_iter().enumerate().rev() {
            verdicts.push(Verdict { table: state.checked_sub(1), weighed });
            state = usize::from(back[index * states + state]);
        }
        verdicts.reverse();
        verdicts
    }

    fn weighed(&mut self, token: Token<'_>) -> Rc<Weighed> {
        if let Some(known) = self.tokens.get(token.signs) {
            return Rc::clone(known);
        }
        let sound = (self.speeches.iter().enumerate())
            .filter_map(|(index, speech)| {
                let own = self.languages.contains(&index);
                // A word that some other language lists is a word of it, though not as likely.
                (own || word::is_listed(token.signs, speech)).then(|| {
                    word::sound(token.signs, speech, &self.seen[index]) - if own { 0.0 } else { FOREIGN }
                })
            })
            .fold(f32::NEG_INFINITY, f32::max);
        let words: Box<[_]> = (0..self.tables.len()).map(|table| self.words(token, table)).collect();
        let read = words.iter().map(|words| words.iter().map(|(_, word)| word.probability).sum());
        let scores = std::iter::once(sound).chain(read).collect();
        let is_plain = |&table: &usize| self.is_plain(&words[table], token.signs, table);
        let plain = (0..words.len().min(PLAIN_TABLES)).filter(is_plain).map(|table| 1 << table).sum();
        let weighed = Rc::new(Weighed { plain, scores, words });
        forget(&mut self.tokens);
        self.tokens.insert(token.signs.into(), Rc::clone(&weighed));
        weighed
    }

    /// The token's words under a table: one through all its breaks, or one for each part, whichever is likelier.
    fn words(&mut self, token: Token<'_>, table: usize) -> Words {
        if !token.signs.contains(&BREAK) {
            return vec![(0, self.word(token.signs, table))];
        }
        let mut parts = Vec::new();
        let mut start = 0;
        for part in token.signs.split(|&sign| sign == BREAK) {
            parts.push((start, self.word(part, table)));
            start += part.len() + 1;
        }
        let whole = self.word(token.signs, table);
        let sum: f32 = parts.iter().map(|(_, word)| word.probability).sum();
        if whole.probability > sum { vec![(0, whole)] } else { parts }
    }

    fn word(&mut self, signs: &[char], table: usize) -> Rc<Word> {
        if let Some(word) = self.words[table].get(signs) {
            return Rc::clone(word);
        }
        let index = self.tables[table].speech;
        let speech = &self.speeches[index];
        let word = Rc::new(word::read(signs, self.tables[table], speech, &self.seen[index]));
        forget(&mut self.words[table]);
        self.words[table].insert(signs.into(), Rc::clone(&word));
        word
    }
}

/// Makes room where more is remembered than comes again: what is asked for once more is read once more.
fn forget<T>(known: &mut Known<T>) {
    if known.len() >= REMEMBERED {
        known.clear();
    }
}

/// True for what may stand inside one word: a hyphen, with a line break after it or without.
fn joins(between: &str) -> bool {
    between
        .strip_prefix('-')
        .is_some_and(|rest| rest.chars().all(char::is_whitespace) && (rest.is_empty() || rest.contains('\n')))
}
