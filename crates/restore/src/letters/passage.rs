//! Odd lines word by word: which words are sound, which table made the others, and how they read.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::rc::Rc;

use salname_model::Span;

use super::speech::{Counts, Form, Speech};
use super::table::Table;
use super::word::{self, BREAK, Word};

/// Log probability that the next word is damaged as this one is, and that it is not.
const STAY: f32 = -0.05;
const SWITCH: f32 = -4.0;
/// Signs beyond which a run of letters is no word.
const LONGEST: usize = 64;

/// A word of the text, or several that a hyphen joins.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// Bytes of the text.
    pub(crate) span: Span,
    /// Its signs; a hyphen between two parts, with the line break after it, is one [`BREAK`].
    pub(crate) signs: Vec<char>,
    /// Where each sign starts, in bytes of the text.
    pub(crate) starts: Vec<usize>,
}

impl Token {
    /// Where sign `index` starts, or the token ends.
    pub(crate) fn start(&self, index: usize) -> usize {
        self.starts.get(index).copied().unwrap_or(self.span.end)
    }
}

/// What became of a token: the words it was read as, each with its first sign.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    /// Index among the tables; none for a sound word.
    pub(crate) table: Option<usize>,
    pub(crate) words: Vec<(usize, Rc<Word>)>,
}

/// The words that were read under one table, by their signs.
type Known = HashMap<Box<[char]>, Rc<Word>, BuildHasherDefault<DefaultHasher>>;

/// Decodes words under a set of tables, remembering every form it has seen.
pub(crate) struct Judge<'a> {
    pub(crate) speeches: &'a [Speech],
    pub(crate) tables: &'a [&'a Table],
    pub(crate) seen: Counts<Form>,
    words: Vec<Known>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(speeches: &'a [Speech], tables: &'a [&'a Table]) -> Self {
        Self { speeches, tables, seen: Counts::default(), words: vec![HashMap::default(); tables.len()] }
    }

    /// The words of a passage.
    pub(crate) fn tokens(&self, text: &str, span: Span) -> Vec<Token> {
        let part = &text[span.range()];
        let in_word = |character: char| {
            character.is_alphabetic()
                || (!character.is_ascii() && self.tables.iter().any(|table| table.is_sign(character)))
        };
        let mut tokens: Vec<Token> = Vec::new();
        let mut characters = part.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            if !in_word(character) {
                continue;
            }
            let mut token = Token {
                span: Span::new(span.start + at, span.start + at),
                signs: Vec::new(),
                starts: Vec::new(),
            };
            let mut next = Some((at, character));
            while let Some((at, character)) = next {
                token.signs.push(character);
                token.starts.push(span.start + at);
                token.span.end = span.start + at + character.len_utf8();
                next = characters.next_if(|&(_, next)| in_word(next) && token.signs.len() < LONGEST);
            }
            match tokens.last_mut() {
                Some(before)
                    if joins(&text[before.span.end..token.span.start]) && before.signs.len() < LONGEST =>
                {
                    before.signs.push(BREAK);
                    before.starts.push(before.span.end);
                    before.signs.append(&mut token.signs);
                    before.starts.append(&mut token.starts);
                    before.span.end = token.span.end;
                }
                _ => tokens.push(token),
            }
        }
        tokens
    }

    /// Decides each token of a run of text: the likeliest course of tables through it.
    pub(crate) fn verdicts(&mut self, tokens: &[Token], languages: &[usize]) -> Vec<Verdict> {
        let states = self.tables.len() + 1;
        let mut courses = vec![0.0_f32; states];
        let mut back: Vec<Vec<usize>> = Vec::with_capacity(tokens.len());
        for token in tokens {
            let mut next = vec![f32::NEG_INFINITY; states];
            let mut from = vec![0; states];
            for state in 0..states {
                let emission = match state {
                    0 => languages
                        .iter()
                        .map(|&speech| word::sound(&token.signs, &self.speeches[speech], &self.seen))
                        .fold(f32::NEG_INFINITY, f32::max),
                    _ => self.words(token, state - 1).iter().map(|(_, word)| word.probability).sum(),
                };
                for (before, course) in courses.iter().enumerate() {
                    let score = course + if before == state { STAY } else { SWITCH } + emission;
                    if score > next[state] {
                        next[state] = score;
                        from[state] = before;
                    }
                }
            }
            let highest = next.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            courses = next.into_iter().map(|score| score - highest).collect();
            back.push(from);
        }
        let best = (0..states).max_by(|&a, &b| courses[a].total_cmp(&courses[b]).then(b.cmp(&a)));
        let mut state = best.unwrap_or(0);
        let mut verdicts: Vec<Verdict> = Vec::with_capacity(tokens.len());
        for (token, from) in tokens.iter().zip(&back).rev() {
            let table = state.checked_sub(1);
            let words = table.map_or_else(Vec::new, |table| self.words(token, table));
            verdicts.push(Verdict { table, words });
            state = from[state];
        }
        verdicts.reverse();
        verdicts
    }

    /// The token's words under a table: one through all its breaks, or one for each part, whichever is likelier.
    fn words(&mut self, token: &Token, table: usize) -> Vec<(usize, Rc<Word>)> {
        if !token.signs.contains(&BREAK) {
            return vec![(0, self.word(&token.signs, table))];
        }
        let mut parts = Vec::new();
        let mut start = 0;
        for part in token.signs.split(|&sign| sign == BREAK) {
            parts.push((start, self.word(part, table)));
            start += part.len() + 1;
        }
        let whole = self.word(&token.signs, table);
        let sum: f32 = parts.iter().map(|(_, word)| word.probability).sum();
        if whole.probability > sum { vec![(0, whole)] } else { parts }
    }

    fn word(&mut self, signs: &[char], table: usize) -> Rc<Word> {
        if let Some(word) = self.words[table].get(signs) {
            return Rc::clone(word);
        }
        let speech = &self.speeches[self.tables[table].speech];
        let word = Rc::new(word::read(signs, self.tables[table], speech, &self.seen));
        self.words[table].insert(signs.into(), Rc::clone(&word));
        word
    }
}

/// True for what may stand inside one word: a hyphen, with a line break after it or without.
fn joins(between: &str) -> bool {
    between
        .strip_prefix('-')
        .is_some_and(|rest| rest.chars().all(char::is_whitespace) && (rest.is_empty() || rest.contains('\n')))
}
