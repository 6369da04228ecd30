//! From a paragraph's text to the expressions in it, each with what stands around it.

use rustc_hash::FxHashSet;
use salname_model::Span;
use salname_packs::{Endings, Era, Language, Means, Pattern, Slot, Times};

use super::lexicon::{Lexicon, UNKNOWN, WordId};
use super::token::{Kind, Token, Tokens, plain_sign};
use super::trie::{Match, REACH, Slots, Trie};

/// Tokens held at a time: a paragraph of any length is read in pieces of this many.
const PIECE: usize = 4096;

/// Tokens before an expression that may bear on it.
const BEHIND: usize = 24;

/// Letters that are looked at to tell whether a language can spell a text.
const LETTERS: usize = 200;

/// Bytes at the head of a paragraph that may be blanks and signs.
const HEAD: usize = 16;

/// True for a lone month that is written small: "to march".
fn is_small_month(text: &str, tokens: &[Token], best: &Match) -> bool {
    let lone = best.past == best.first + 1 && best.slots.get(Slot::Month).is_some();
    lone && text[tokens[best.first].start..].starts_with(char::is_lowercase)
}

/// True if what stands before an expression leaves it at the head of its paragraph: "In 1945", "— В 1920 году".
fn opens(before: &str) -> bool {
    let mut words = before.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    before.len() < HEAD
        && words.next().is_none_or(|word| word.chars().count() <= SMALL_WORD)
        && words.next().is_none()
}

/// Letters of a word that may stand between an expression and the next, which tells the same time.
const SMALL_WORD: usize = 2;

/// Bytes and words of the place that a dateline names.
const PLACE: usize = 60;
const PLACE_WORDS: usize = 5;

/// Bytes between the two ends of a span at the most.
const SPAN_GAP: usize = 24;

/// One language's calendar, ready to read with.
#[derive(Debug)]
pub struct Calendar {
    alphabet: FxHashSet<char>,
    lexicon: Lexicon,
    trie: Trie,
    patterns: Vec<Pattern>,
    opening: Opening,
    /// As in [`Times::attributive`].
    attributive: bool,
    /// As in [`Times::capital_months`].
    capital_months: bool,
    /// As in [`Times::papers`].
    papers: [Vec<Vec<WordId>>; 2],
    /// As in [`Times::eras`].
    eras: Vec<Era>,
}

#[derive(Debug)]
struct Opening {
    since_before: Vec<Vec<WordId>>,
    since_after: Vec<Vec<WordId>>,
    since_endings: Endings,
    until_before: Vec<Vec<WordId>>,
    until_after: Vec<Vec<WordId>>,
    until_endings: Endings,
}

/// An expression that a pattern found, before anything is made of it.
#[derive(Debug, Clone)]
pub struct Found<'a> {
    /// Bytes of the paragraph's text.
    pub span: Span,
    /// The pattern.
    pub pattern: &'a Pattern,
    /// What filled its slots.
    pub slots: Slots,
    /// "Since" or "until", where something around it says so.
    pub open: Open,
    /// Number of brackets open around it.
    pub depth: usize,
    /// True within quotation marks.
    pub quoted: bool,
    /// True if it stands at the head of its paragraph.
    pub opens: bool,
    /// True if it has an ending that can mean "since".
    pub since_ending: bool,
    /// Which sentence of the paragraph it stands in.
    pub sentence: usize,
    /// True if it is one end of a span of which the other end is told too: "from May 1 until June 5".
    pub spans: bool,
    /// The first year of the list of years that it ends.
    pub list_from: Option<i32>,
    /// True for a year that stands before a noun without a case of its own: "1913-cü il sərhədləri".
    pub attributive: bool,
    /// True if it only tells which paper is meant: "the treaty of May 5, 1920".
    pub of_paper: bool,
    /// True if it is the day that a piece or an entry is headed by: "Tiflis, June 3, 1919."
    pub dateline: bool,
    /// True if nothing but a comma, a blank or one small word stands between it and the next expression.
    pub before_next: bool,
    /// For a day whose year may be one of another era: its name, and the year as we count.
    pub of_era: Option<(&'a str, i32)>,
}

/// How an expression is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// Not at all.
    No,
    /// Towards the future.
    Since,
    /// Towards the past.
    Until,
}

impl Calendar {
    /// The calendar of a language that has one.
    pub fn new(language: &Language, times: &Times) -> Self {
        let mut lexicon = Lexicon::new(language, times);
        let mut ids = |words: &[String]| words.iter().map(|words| lexicon.ids_of(words)).collect();
        let opening = Opening {
            since_before: ids(&times.openings.since_before),
            since_after: ids(&times.openings.since_after),
            since_endings: times.openings.since_endings,
            until_before: ids(&times.openings.until_before),
            until_after: ids(&times.openings.until_after),
            until_endings: times.openings.until_endings,
        };
        let papers = [ids(&times.papers.before), ids(&times.papers.after)];
        let alphabet = language.about.alphabet.chars().collect();
        Self {
            alphabet,
            lexicon,
            trie: Trie::new(times),
            patterns: times.patterns.clone(),
            opening,
            attributive: times.attributive,
            capital_months: times.capital_months,
            papers,
            eras: times.eras.clone(),
        }
    }

    /// True if most letters of a text's beginning are of the language's alphabet; Roman numbers are written in any.
    pub fn can_spell(&self, text: &str) -> bool {
        let (mut known, mut all) = (0, 0);
        let counts = |letter: &char| letter.is_alphabetic() && !matches!(letter, 'I' | 'V' | 'X');
        for letter in text.chars().filter(counts).take(LETTERS) {
            all += 1;
            known += usize::from(letter.to_lowercase().all(|letter| self.alphabet.contains(&letter)));
        }
        known * 2 >= all
    }

    /// How many words of a text the pack knows: the pack that knows the most reads a text of unknown language.
    pub fn known_words(&self, text: &str) -> usize {
        Tokens::new(text, &self.lexicon)
            .filter(|token| matches!(token.kind, Kind::Word { id, .. } if id != UNKNOWN))
            .count()
    }

    /// The expressions of a paragraph, in order; they do not overlap.
    pub fn scan<'a>(&'a self, text: &str) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        let mut surroundings = Surroundings::default();
        let mut tokens = Tokens::new(text, &self.lexicon);
        let mut piece: Vec<Token> = Vec::with_capacity(PIECE);
        let mut at = 0;
        loop {
            piece.extend(tokens.by_ref().take(PIECE - piece.len()));
            let finished = piece.len() < PIECE;
            let until = if finished { piece.len() } else { PIECE - REACH };
            at = self.scan_piece(text, &piece, at, until, &mut surroundings, &mut found);
            if finished {
                break;
            }
            let keep = at.min(until).saturating_sub(BEHIND);
            piece.drain(..keep);
            at -= keep;
        }
        mark_neighbours(text, &mut found);
        found
    }

    /// Reads the tokens from `at` on, those before `until` as first tokens; gives the first token not yet read.
    fn scan_piece<'a>(
        &'a self,
        text: &str,
        tokens: &[Token],
        mut at: usize,
        until: usize,
        surroundings: &mut Surroundings,
        found: &mut Vec<Found<'a>>,
    ) -> usize {
        while at < until {
            let Some(mut best) = self.trie.longest(tokens, at, &self.lexicon) else {
                surroundings.pass(text, tokens, at);
                at += 1;
                continue;
            };
            // A match that only begins later, after words that must stand before it, may give way to a longer one.
            for start in at + 1..=best.first {
                if let Some(other) = self.trie.longest(tokens, start, &self.lexicon)
                    && other.past > best.past
                {
                    best = other;
                }
            }
            for passed in at..best.first {
                surroundings.pass(text, tokens, passed);
            }
            self.take(text, tokens, best, surroundings, found);
            for passed in best.first..best.past {
                surroundings.pass(text, tokens, passed);
            }
            at = best.past;
        }
        at
    }

    fn take<'a>(
        &'a self,
        text: &str,
        tokens: &[Token],
        best: Match,
        surroundings: &Surroundings,
        found: &mut Vec<Found<'a>>,
    ) {
        let pattern = &self.patterns[best.pattern];
        if pattern.means == Means::Nothing || self.capital_months && is_small_month(text, tokens, &best) {
            return;
        }
        let mut slots = best.slots;
        for &(slot, value) in &pattern.set {
            slots.set(slot, value);
        }
        let made = |first: usize, past: usize, slots: Slots, open: Open| Found {
            span: Span::new(tokens[first].start, tokens[past - 1].end),
            pattern,
            slots,
            open,
            depth: surroundings.depth,
            quoted: surroundings.quotes.quoted(),
            opens: opens(&text[..tokens[first].start]),
            since_ending: false,
            sentence: surroundings.sentence,
            spans: false,
            list_from: None,
            attributive: false,
            of_paper: false,
            dateline: false,
            before_next: false,
            of_era: self.of_era(&slots),
        };
        let taken = found.last().map_or(0, |last: &Found| last.span.end);
        let mut list_from = None;
        for (member, slots) in self.members_before(tokens, best.first, &slots) {
            if tokens[member].start >= taken {
                list_from = list_from.or(slots.get(Slot::Year));
                found.push(made(member, member + 1, slots, Open::No));
            }
        }
        let attributive = self.attributive
            && best.endings == Endings::BARE
            && tokens
                .get(best.past)
                .is_some_and(|next| !next.glued && matches!(next.kind, Kind::Word { .. }));
        let since_ending = best.endings != Endings::BARE && best.endings.meets(self.opening.since_endings);
        debug_assert!(text.is_char_boundary(tokens[best.first].start));
        found.push(Found {
            list_from,
            attributive,
            of_paper: self.of_paper(tokens, best),
            dateline: is_dateline(text, Span::new(tokens[best.first].start, tokens[best.past - 1].end)),
            since_ending,
            ..made(best.first, best.past, slots, self.open(tokens, best))
        });
    }

    /// The era that the year of a day may be of, and that year as we count.
    fn of_era(&self, slots: &Slots) -> Option<(&str, i32)> {
        let (year, month, _) = (slots.get(Slot::Year)?, slots.get(Slot::Month)?, slots.get(Slot::Day)?);
        self.eras.iter().find_map(|era| Some((era.name.as_str(), era.year_of_ours(year, month)?)))
    }

    /// The numbers that a list names before its last member: "1911, 1912" of "1911, 1912 and 1913".
    fn members_before(&self, tokens: &[Token], first: usize, slots: &Slots) -> Vec<(usize, Slots)> {
        let Kind::Number { value, .. } = tokens[first].kind else { return Vec::new() };
        let of = |slot| slots.get(slot).is_some_and(|found| u32::try_from(found) == Ok(value));
        let slot = match (of(Slot::Year), of(Slot::Day)) {
            (true, false) => Slot::Year,
            (false, true) if slots.get(Slot::Month).is_some() => Slot::Day,
            _ => return Vec::new(),
        };
        let mut members = Vec::new();
        let mut at = first;
        while at >= 2 && self.joins(tokens[at - 1]) {
            let member = at - 2;
            let Kind::Number { value, digits } = tokens[member].kind else { break };
            let fits =
                if slot == Slot::Year { digits == 4 && value < 2100 } else { digits <= 2 && value < 32 };
            // A decimal fraction is no list: "25,5 mart" has nothing before its comma but a figure.
            if !fits || value == 0 || (digits <= 2 && at == first && tokens[first].in_figure) {
                break;
            }
            let mut slots = *slots;
            slots.set(slot, i32::try_from(value).expect("a value below 2100"));
            for ending in [Slot::Year2, Slot::Day2, Slot::Month2] {
                slots.clear(ending);
            }
            members.push((member, slots));
            at = member;
        }
        members.reverse();
        members
    }

    fn joins(&self, token: Token) -> bool {
        match token.kind {
            Kind::Sign(',') => true,
            Kind::Word { id, .. } => self.lexicon.word(id).is_some_and(|word| word.joins),
            _ => false,
        }
    }

    fn of_paper(&self, tokens: &[Token], best: Match) -> bool {
        let [before, after] = &self.papers;
        one_before(tokens, best, before) || one_after(tokens, best, after)
    }

    fn open(&self, tokens: &[Token], best: Match) -> Open {
        let opening = &self.opening;
        let before = |words: &[Vec<WordId>]| one_before(tokens, best, words);
        let after = |words: &[Vec<WordId>]| one_after(tokens, best, words);
        let ending = |endings: Endings| best.endings != Endings::BARE && endings.meets(best.endings);
        if before(&opening.since_before)
            || (after(&opening.since_after)
                && (opening.since_endings == Endings::default() || ending(opening.since_endings)))
        {
            Open::Since
        } else if before(&opening.until_before)
            || after(&opening.until_after)
            || ending(opening.until_endings)
        {
            Open::Until
        } else {
            Open::No
        }
    }
}

/// True if one of these runs of words stands right before an expression.
fn one_before(tokens: &[Token], best: Match, runs: &[Vec<WordId>]) -> bool {
    let before = &tokens[..best.first];
    runs.iter()
        .any(|words| before.len() >= words.len() && same_words(&before[before.len() - words.len()..], words))
}

/// True if one of these runs of words stands right after an expression.
fn one_after(tokens: &[Token], best: Match, runs: &[Vec<WordId>]) -> bool {
    runs.iter().any(|words| {
        tokens.get(best.past..best.past + words.len()).is_some_and(|next| same_words(next, words))
    })
}

/// True if nothing but a place stands before the expression in its paragraph, and a stop or a dash after it.
fn is_dateline(text: &str, span: Span) -> bool {
    if span.start > PLACE {
        return false;
    }
    let place = text[..span.start].split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let named = place.clone().count() <= PLACE_WORDS
        && place.into_iter().all(|word| {
            word.starts_with(char::is_uppercase)
                || word.chars().all(char::is_alphabetic) && word.chars().nth(SMALL_WORD).is_none()
        });
    let after = text[span.end..].trim_start();
    named
        && (after.is_empty()
            || text[span.range()].ends_with('.')
            || after.starts_with(|sign| matches!(plain_sign(sign), '.' | ':' | '-' | ')' | ']')))
}

fn same_words(tokens: &[Token], words: &[WordId]) -> bool {
    tokens.iter().zip(words).all(|(token, word)| matches!(token.kind, Kind::Word { id, .. } if id == *word))
}

/// Brackets and sentences as they go by.
#[derive(Debug, Default)]
struct Surroundings {
    depth: usize,
    quotes: Quotes,
    sentence: usize,
}

/// Quotation marks as they go by; which sign opens and which closes is a matter of taste and print.
#[derive(Debug, Default)]
struct Quotes {
    /// Signs that opened and were not closed.
    open: Vec<char>,
}

impl Quotes {
    /// Deeper quotations than this are typist's slips.
    const DEEPEST: usize = 4;

    fn quoted(&self) -> bool {
        !self.open.is_empty()
    }

    fn pass(&mut self, sign: char) {
        let closes = match sign {
            '"' => self.open.last() == Some(&'"'),
            '”' | '»' => true,
            // “ opens in English and closes in German and Russian, where „ opened.
            '“' => self.open.last() == Some(&'„'),
            _ => false,
        };
        if closes {
            self.open.pop();
        } else if self.open.len() < Self::DEEPEST {
            self.open.push(sign);
        }
    }
}

impl Surroundings {
    fn pass(&mut self, text: &str, tokens: &[Token], at: usize) {
        let Kind::Sign(sign) = tokens[at].kind else { return };
        match sign {
            '(' | '[' => self.depth += 1,
            ')' | ']' => self.depth = self.depth.saturating_sub(1),
            '"' => self.quotes.pass(text[tokens[at].start..].chars().next().unwrap_or('"')),
            '.' | '!' | '?' if ends_sentence(text, tokens, at) => {
                self.sentence += 1;
                // A bracket that nobody closed ends with its sentence.
                if self.depth > 2 {
                    self.depth = 0;
                }
            }
            _ => {}
        }
    }
}

/// True if the stop at `at` ends a sentence: not that of an initial, nor one inside a figure.
fn ends_sentence(text: &str, tokens: &[Token], at: usize) -> bool {
    let initial = at > 0
        && matches!(tokens[at - 1].kind, Kind::Word { .. })
        && text[tokens[at - 1].start..tokens[at - 1].end].chars().count() == 1;
    let capital = tokens.get(at + 1).is_none_or(|next| match next.kind {
        Kind::Word { .. } => text[next.start..].starts_with(char::is_uppercase),
        Kind::Number { .. } => !next.glued,
        Kind::Sign(_) => true,
    });
    !initial && capital
}

/// Says of each expression whether the next follows it at once.
fn mark_neighbours(text: &str, found: &mut [Found<'_>]) {
    for index in 1..found.len() {
        let between = &text[found[index - 1].span.end..found[index].span.start];
        // "A month later, on June 24": one small word may stand between.
        let word = between.trim_matches(|c: char| c == ',' || c.is_whitespace());
        found[index - 1].before_next = word.is_empty()
            || (word.chars().nth(SMALL_WORD).is_none() && word.chars().all(char::is_lowercase));
        if found[index].open == Open::Until
            && found[index - 1].sentence == found[index].sentence
            && between.len() <= SPAN_GAP
        {
            found[index].spans = true;
            found[index - 1].spans = true;
        }
    }
}
