//! All patterns of a language as one tree of steps, walked along the tokens of a text.
//!
//! Patterns have no loops, so a walk is as long as the longest pattern at the most, and reading is linear in the text.

use salname_packs::{Endings, Slot, Step, Times};

use super::lexicon::{Lexicon, UNKNOWN};
use super::token::{Kind, Token};
use crate::work;

/// No walk looks further than this many tokens past its first.
pub const REACH: usize = 48;

/// The numbers that a match found for its slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slots([i32; Slot::COUNT]);

impl Slots {
    const EMPTY: i32 = i32::MIN;

    /// No slot filled.
    pub const NONE: Self = Self([Self::EMPTY; Slot::COUNT]);

    /// What fills a slot.
    pub fn get(&self, slot: Slot) -> Option<i32> {
        let value = self.0[slot as usize];
        (value != Self::EMPTY).then_some(value)
    }

    /// Fills a slot.
    pub fn set(&mut self, slot: Slot, value: i32) {
        self.0[slot as usize] = value;
    }

    /// Empties a slot.
    pub fn clear(&mut self, slot: Slot) {
        self.0[slot as usize] = Self::EMPTY;
    }
}

/// An expression that a pattern fits.
#[derive(Debug, Clone, Copy)]
pub struct Match {
    /// Index of the pattern in its pack.
    pub pattern: usize,
    /// What it found.
    pub slots: Slots,
    /// First token of the expression.
    pub first: usize,
    /// One past its last token.
    pub past: usize,
    /// One past the last token that it rests on: words that must follow are looked at and left.
    pub reach: usize,
    /// The endings that its last word or number was seen with.
    pub endings: Endings,
}

/// The patterns of a language.
#[derive(Debug)]
pub struct Trie {
    nodes: Vec<Node>,
    /// The first steps, by what they can fit: at most places in a text none does.
    starts: Starts,
    /// What may stand between a word or number and its ending.
    marks: Vec<char>,
}

/// The steps that patterns begin with.
#[derive(Debug, Default)]
struct Starts {
    numbers: Vec<(Step, u32)>,
    signs: Vec<(Step, u32)>,
    /// For each list of words.
    words: Vec<Vec<(Step, u32)>>,
    /// Those that fit any token.
    any: Vec<(Step, u32)>,
}

impl Starts {
    fn of(first: &[(Step, u32)], lists: usize) -> Self {
        let mut made = Self { words: vec![Vec::new(); lists], ..Self::default() };
        for &start in first {
            match start.0 {
                Step::Begin | Step::End => made.any.push(start),
                Step::Sign { .. } => made.signs.push(start),
                Step::Words { list, .. } => made.words[usize::from(list)].push(start),
                Step::Fill { slot, list, .. } => {
                    if slot.takes_digits() {
                        made.numbers.push(start);
                    }
                    if let Some(list) = list {
                        made.words[usize::from(list)].push(start);
                    }
                }
            }
        }
        made
    }
}

#[derive(Debug, Default)]
struct Node {
    next: Vec<(Step, u32)>,
    /// The first pattern of the pack that ends here.
    pattern: Option<usize>,
}

impl Trie {
    /// The tree of a pack's patterns.
    pub fn new(times: &Times) -> Self {
        let marks = times.marks.chars().collect();
        let mut made = Self { nodes: vec![Node::default()], starts: Starts::default(), marks };
        for (index, pattern) in times.patterns.iter().enumerate() {
            for sequence in &pattern.sequences {
                let mut at = 0;
                for step in sequence {
                    at = made.child(at, *step);
                }
                made.nodes[at].pattern.get_or_insert(index);
            }
        }
        made.starts = Starts::of(&made.nodes[0].next, times.lists.len());
        made
    }

    fn child(&mut self, at: usize, step: Step) -> usize {
        if let Some((_, next)) = self.nodes[at].next.iter().find(|(known, _)| *known == step) {
            return *next as usize;
        }
        let next = self.nodes.len();
        self.nodes.push(Node::default());
        let id = u32::try_from(next).expect("packs are checked to stand for few sequences");
        self.nodes[at].next.push((step, id));
        next
    }

    /// The longest expression for which a pattern fits from token `start` on.
    pub fn longest(&self, tokens: &[Token], start: usize, lexicon: &Lexicon) -> Option<Match> {
        match tokens[start].kind {
            Kind::Word { id: UNKNOWN, roman: 0 } => return None,
            Kind::Number { .. } if tokens[start].in_figure => return None,
            _ => {}
        }
        let mut walk = Walk { trie: self, tokens, lexicon, best: None };
        let state = State { at: start, first: start, past: None, slots: Slots::NONE, endings: Endings::BARE };
        walk.steps(&self.starts.any, state);
        match tokens[start].kind {
            Kind::Number { .. } => walk.steps(&self.starts.numbers, state),
            Kind::Sign(_) => walk.steps(&self.starts.signs, state),
            Kind::Word { id, roman } => {
                if roman > 0 {
                    walk.steps(&self.starts.numbers, state);
                }
                let entries = lexicon.word(id).map_or(&[][..], |word| &word.entries);
                for (index, entry) in entries.iter().enumerate() {
                    // A word may stand in a list more than once.
                    if entries[..index].iter().all(|before| before.list != entry.list) {
                        walk.steps(&self.starts.words[usize::from(entry.list)], state);
                    }
                }
            }
        }
        walk.best
    }
}

/// How far a walk has come.
#[derive(Debug, Clone, Copy)]
struct State {
    at: usize,
    first: usize,
    past: Option<usize>,
    slots: Slots,
    endings: Endings,
}

struct Walk<'a> {
    trie: &'a Trie,
    tokens: &'a [Token],
    lexicon: &'a Lexicon,
    best: Option<Match>,
}

impl Walk<'_> {
    fn from(&mut self, node: usize, state: State) {
        let trie = self.trie;
        let node = &trie.nodes[node];
        if let Some(pattern) = node.pattern {
            self.offer(pattern, state);
        }
        self.steps(&node.next, state);
    }

    fn steps(&mut self, steps: &[(Step, u32)], state: State) {
        for &(step, next) in steps {
            work::step();
            let next = next as usize;
            match step {
                Step::Begin => self.from(next, State { first: state.at, ..state }),
                Step::End => self.from(next, State { past: Some(state.at), ..state }),
                Step::Sign { sign, glued } => {
                    if self.stands(state.at, glued) && self.tokens[state.at].kind == Kind::Sign(sign) {
                        self.from(next, State { at: state.at + 1, ..state });
                    }
                }
                Step::Words { list, endings, glued } => {
                    if self.stands(state.at, glued) {
                        self.words(list, endings, state, next, None);
                    }
                }
                Step::Fill { slot, list, endings, glued } => {
                    if self.stands(state.at, glued) {
                        self.fill(slot, list, endings, state, next);
                    }
                }
            }
        }
    }

    fn offer(&mut self, pattern: usize, state: State) {
        let past = state.past.unwrap_or(state.at);
        if past <= state.first || self.is_amount(&state, past) {
            return;
        }
        // What is longer wins; then what rests on more of its surroundings; then what the pack says first.
        let found = Match {
            pattern,
            slots: state.slots,
            first: state.first,
            past,
            reach: state.at,
            endings: state.endings,
        };
        let rank = |found: &Match| (found.reach, found.past, usize::MAX - found.pattern);
        if self.best.as_ref().is_none_or(|best| rank(&found) > rank(best)) {
            self.best = Some(found);
        }
    }

    /// True for three figures with an ending and nothing beside: "412-dən" counts something.
    fn is_amount(&self, state: &State, past: usize) -> bool {
        state.slots.get(Slot::Year).is_some_and(|year| year < 1000)
            && self.suffix(state.first + 1, false).is_some_and(|(_, end, _)| end == past)
    }

    fn stands(&self, at: usize, glued: bool) -> bool {
        self.tokens.get(at).is_some_and(|token| !glued || token.glued)
    }

    fn fill(&mut self, slot: Slot, list: Option<u16>, endings: Endings, state: State, next: usize) {
        let token = self.tokens[state.at];
        match token.kind {
            Kind::Number { value, digits } if slot.takes_digits() => {
                // "980-ci il" is a year, "980 il" are as many; three figures need an ending.
                let short_year = slot == Slot::Year && digits == 3;
                let endings = if short_year { endings.without(Endings::BARE) } else { endings };
                if let Some(value) = figure(slot, value, digits).filter(|_| endings != Endings::default()) {
                    let mut state = state;
                    state.slots.set(slot, value);
                    self.number_ending(slot, endings, State { at: state.at + 1, ..state }, next);
                }
            }
            Kind::Word { roman, .. } if roman > 0 && takes_roman(slot) => {
                let mut state = state;
                state.slots.set(slot, i32::from(roman));
                self.number_ending(slot, endings, State { at: state.at + 1, ..state }, next);
            }
            Kind::Word { id, .. } if id != UNKNOWN => {
                if let Some(list) = list {
                    self.words(list, endings, state, next, Some(slot));
                }
            }
            _ => {}
        }
    }

    /// Goes on past the ending of a number: "28-də", "29 -da", "1920'de", "28th".
    fn number_ending(&mut self, slot: Slot, wanted: Endings, state: State, next: usize) {
        let suffix = self.suffix(state.at, matches!(slot, Slot::Day | Slot::Day2));
        if wanted.meets(Endings::BARE)
            && !suffix.is_some_and(|(_, _, glued)| glued)
            && !self.letters_follow(state.at)
        {
            self.from(next, State { endings: Endings::BARE, ..state });
        }
        if let Some((endings, past, _)) = suffix
            && wanted.meets(endings)
        {
            self.from(next, State { at: past, endings, ..state });
        }
    }

    fn letters_follow(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.glued && matches!(token.kind, Kind::Word { .. }))
    }

    /// The ending of a number or name that stands at `at`, the token after it, and whether it is written in one word
    /// with what it belongs to.
    fn suffix(&self, at: usize, apart: bool) -> Option<(Endings, usize, bool)> {
        let token = self.tokens.get(at)?;
        match token.kind {
            Kind::Sign(mark) if self.trie.marks.contains(&mark) => {
                let ending = self.tokens.get(at + 1)?;
                let endings = self.ending_word(ending)?;
                // "23 - e" is no ending, "29 -da" and "23- də" are.
                (token.glued || ending.glued || ending.end - ending.start > 1).then_some((
                    endings,
                    at + 2,
                    token.glued && ending.glued,
                ))
            }
            Kind::Word { .. } if token.glued || (apart && token.end - token.start > 1) => {
                Some((self.ending_word(token)?, at + 1, token.glued))
            }
            _ => None,
        }
    }

    fn ending_word(&self, token: &Token) -> Option<Endings> {
        let Kind::Word { id, .. } = token.kind else { return None };
        let endings = self.lexicon.word(id)?.number_endings;
        (endings != Endings::default()).then_some(endings)
    }

    fn words(&mut self, list: u16, wanted: Endings, state: State, next: usize, slot: Option<Slot>) {
        let composes = matches!(slot, Some(Slot::Count | Slot::Day | Slot::Day2 | Slot::Year));
        self.word(list, wanted, state, next, slot, if composes { Some(Composed::default()) } else { None });
    }

    /// The token after a hyphen that joins two words of one number ("twenty-eighth"), if one stands there.
    fn past_hyphen(&self, at: usize) -> usize {
        let joins = self.tokens.get(at).is_some_and(|token| token.glued && token.kind == Kind::Sign('-'))
            && self.letters_follow(at + 1);
        at + usize::from(joins)
    }

    /// One word of a list; where numbers are composed of words, as many as belong together.
    fn word(
        &mut self,
        list: u16,
        wanted: Endings,
        state: State,
        next: usize,
        slot: Option<Slot>,
        composed: Option<Composed>,
    ) {
        let lexicon = self.lexicon;
        let Some(Kind::Word { id, .. }) = self.tokens.get(state.at).map(|token| token.kind) else { return };
        let Some(word) = lexicon.word(id) else { return };
        for entry in word.entries.iter().filter(|entry| entry.list == list) {
            work::step();
            let mut past = state.at + 1;
            let follows = entry.then.iter().all(|id| {
                let at = self.past_hyphen(past);
                past = at + 1;
                matches!(self.tokens.get(at).map(|token| token.kind),
                    Some(Kind::Word { id: found, .. }) if found == *id)
            });
            if !follows {
                continue;
            }
            let mut state = State { at: past, endings: entry.endings, ..state };
            let mut value = entry.value;
            if let Some(composed) = composed {
                let Some(more) = composed.and(entry.value) else { continue };
                value = more.value();
                if more.words < Composed::MOST_WORDS {
                    let further = State { at: self.past_hyphen(past), ..state };
                    self.word(list, wanted, further, next, slot, Some(more));
                }
            }
            if let Some(slot) = slot {
                state.slots.set(slot, value);
            }
            if wanted.meets(entry.endings) {
                self.from(next, state);
            }
            if entry.endings.meets(Endings::BARE)
                && let Some((endings, past, true)) = self.suffix(past, false)
                && wanted.meets(endings)
            {
                self.from(next, State { at: past, endings, ..state });
            }
        }
    }
}

/// A number that is being composed of words: "twenty" "three", "min" "doqquz" "yüz" "iyirmi".
#[derive(Debug, Clone, Copy, Default)]
struct Composed {
    thousands: i32,
    below: i32,
    /// The smallest unit so far: what follows must be smaller.
    unit: i32,
    words: u8,
}

impl Composed {
    const MOST_WORDS: u8 = 6;

    fn and(self, value: i32) -> Option<Self> {
        let words = self.words + 1;
        match value {
            1000 if self.thousands == 0 => {
                Some(Self { thousands: self.below.max(1) * 1000, below: 0, unit: 1000, words })
            }
            100 if self.below < 10 => Some(Self { below: self.below.max(1) * 100, unit: 100, words, ..self }),
            0 => (self.words == 0).then_some(Self { words: Self::MOST_WORDS, ..self }),
            _ => {
                let unit = if value % 100 == 0 {
                    100
                } else if value % 10 == 0 && value > 10 {
                    10
                } else {
                    1
                };
                let fits = self.words == 0 || (value > 0 && unit < self.unit);
                // "ten" takes ones in the languages that say "ten eight" for eighteen, and is no unit of its own.
                let unit = if value == 10 { 10 } else { unit };
                fits.then_some(Self { below: self.below + value, unit, words, ..self })
            }
        }
    }

    fn value(self) -> i32 {
        self.thousands + self.below
    }
}

fn takes_roman(slot: Slot) -> bool {
    matches!(slot, Slot::Century | Slot::Century2 | Slot::MonthNumber)
}

/// What a run of digits means in a slot; none if it cannot stand there.
fn figure(slot: Slot, value: u32, digits: u8) -> Option<i32> {
    let fits = match slot {
        Slot::Year => (digits == 4 && (1000..2100).contains(&value)) || digits == 3,
        Slot::Year2 => digits == 2 || (digits == 4 && (1000..2100).contains(&value)),
        Slot::ShortYear => digits == 2 && value >= 10,
        // Days up to 39 are found, and said not to exist.
        Slot::Day | Slot::Day2 => digits <= 2 && (1..40).contains(&value),
        Slot::MonthNumber => digits <= 2 && (1..20).contains(&value),
        Slot::Century | Slot::Century2 => digits <= 2 && (1..22).contains(&value),
        Slot::Decade | Slot::Decade2 => {
            (digits == 2 || (digits == 4 && (1000..2100).contains(&value))) && value.is_multiple_of(10)
        }
        Slot::Count => (1..1000).contains(&value),
        _ => false,
    };
    fits.then(|| i32::try_from(value).expect("a value below 2100"))
}
