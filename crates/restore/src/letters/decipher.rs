//! Unknown fonts: a table that no pack has, found out from the text and the language's letters.

use std::collections::{BTreeMap, BTreeSet};

use super::Knowledge;
use super::corpus::{Corpus, Signs};
use super::key::{Key, Triples};
use super::missing::Found;
use super::refine::Refined;
use super::speech::Speech;
use super::survey::{Fit, Line};
use super::table::Table;

/// Mean improbability of a letter (nats, by triples) under which a table explains a line.
const EXPLAINED: f32 = 3.3;
/// Words and strange signs below which nothing can be learned.
const LEAST_WORDS: f32 = 60.0;
const LEAST_STRANGE: f32 = 30.0;
/// Words (one in as many) that must have a strange sign.
const RARE: f32 = 10.0;
/// Different words below which nothing can be learned, however often they come.
const LEAST_DIFFERENT: usize = 40;
/// Words that a table must change to be worth keeping.
const LEAST_CHANGED: f32 = 30.0;
/// Tables that are learned from one text at most.
const TABLES: usize = 4;
/// Mean improbability of a letter (nats) in words, as a learned table reads them, under which it is believed…
const BELIEVED: f32 = 2.4;
/// …and over which none is thought of, whatever letters may be missing.
const CONCEIVABLE: f32 = 3.6;
/// The share of its words that a language must list for a learned table to be believed…
const LISTED: f32 = 0.2;
/// …and by how much (nats) each further share makes up for letters that follow one another badly, as they do where a common
/// one was lost.
const LISTING: f32 = 1.5;
/// Mean improbability of a letter (nats) under which a word of other letters is a word of another language.
const FOREIGN_WORD: f32 = 4.5;
/// What a language must be worse by (nats a sign) to be given up after the first climb.
const WORSE: f64 = 0.25;
/// What is held against a language for ASCII letters that it does not write (nats each): as a rule they are what they
/// seem, and two languages may differ in nothing but their script.
const UNWRITTEN: f64 = 0.6;
/// What is held against a language of another script than the sound parts of the text (nats a sign): one language may
/// have two scripts that explain strange signs alike, and the signs do not say which was meant.
const SCRIPT: f64 = 0.2;
/// What a key must make the words better by (nats a sign).
const BETTER: f64 = 0.1;
/// The same for a key that makes ASCII letters those of another script.
const MUCH_BETTER: f64 = 0.3;
/// Times that a key is shaken and climbs anew, and times in a row without a better key after which it is left.
const SHAKES: u64 = 24;
const IDLE: u32 = 6;
/// Mean log probability of a sign under which a key is given up after the first few shakes.
const HOPELESS: f64 = -3.4;
const HOPE: u64 = 3;

/// Tables for the odd lines that no known table explains.
pub(crate) fn learn(
    knowledge: &Knowledge,
    text: &str,
    lines: &[Line],
    known: &[&Table],
    home: Option<usize>,
    hopeless: &mut BTreeSet<char>,
) -> Vec<Table> {
    let mut rest: Vec<&Line> = lines.iter().filter(|line| line.odd && line.fit.letters > 0).collect();
    rest.retain(|line| !known.iter().any(|table| explains(knowledge, table, &text[line.span.range()])));
    // What a known font leaves over here and there is its own scraps, not another font.
    let odd: u32 = lines.iter().filter(|line| line.odd).map(|line| line.fit.letters).sum();
    if !known.is_empty() && rest.iter().map(|line| line.fit.letters).sum::<u32>() * 2 < odd {
        return Vec::new();
    }
    let mut learned: Vec<Table> = Vec::new();
    let before = known.iter().filter(|table| table.pack.is_some()).count();
    while learned.len() < TABLES {
        let id = format!("learned-{}", before + learned.len() + 1);
        let Some(table) = learn_one(knowledge, text, &rest, home, hopeless, &id) else { break };
        let left = rest.len();
        rest.retain(|line| !explains(knowledge, &table, &text[line.span.range()]));
        if rest.len() == left {
            break;
        }
        learned.push(table);
    }
    learned
}

fn explains(knowledge: &Knowledge, table: &Table, line: &str) -> bool {
    let fit = Fit::under(line, table, &knowledge.speeches[table.speech]);
    fit.strange * 20 <= fit.letters && fit.mean() < EXPLAINED
}

fn learn_one(
    knowledge: &Knowledge,
    text: &str,
    rest: &[&Line],
    home: Option<usize>,
    hopeless: &mut BTreeSet<char>,
    id: &str,
) -> Option<Table> {
    let signs = Signs::of(text, rest);
    let (common, lines) = together(knowledge, text, rest, &signs);
    // What one block of a text did not tell the next will not tell either.
    if common.is_some_and(|sign| !hopeless.insert(sign)) {
        return None;
    }
    let corpus = Corpus::of(text, &lines, &signs, |word| !is_foreign(knowledge, word, home));
    if corpus.len() < LEAST_WORDS || corpus.words.len() < LEAST_DIFFERENT {
        return None;
    }
    let triples = Triples::of(&corpus);
    let (index, mut key) = likeliest_key(knowledge, &corpus, &triples, home)?;
    let speech = &knowledge.speeches[index];
    let mut refined = Refined::of(&mut key, &corpus, speech);
    refined.climb();
    let values = refined.values;
    let mut found = Found::of(&values, &corpus, speech);
    if found.fit().mean() >= CONCEIVABLE {
        return None;
    }
    found.find_missing();
    let listed = found.listed();
    let believed = BELIEVED + (listed - LISTED) * LISTING;
    if listed < LISTED || found.read_mean() >= believed || found.changed() < LEAST_CHANGED {
        return None;
    }
    if let Some(sign) = common {
        hopeless.remove(&sign);
    }
    Some(found.table(id, index))
}

/// The language and key that explain the words best by triples of letters; where two scripts explain them alike, in
/// the script of `home`.
fn likeliest_key<'a>(
    knowledge: &'a Knowledge,
    corpus: &'a Corpus,
    triples: &'a Triples,
    home: Option<usize>,
) -> Option<(usize, Key<'a>)> {
    let prior = |index: usize| {
        let home = home.and_then(|home| knowledge.speeches.get(home));
        if home.is_some_and(|home| !home.shares_script(&knowledge.speeches[index])) { -SCRIPT } else { 0.0 }
    };
    let guesses: Vec<Key<'_>> =
        knowledge.speeches.iter().map(|speech| Key::guess(corpus, triples, speech)).collect();
    let as_it_is = guesses.iter().map(Key::score_as_it_is);
    let (in_which, sound) = as_it_is.enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
    // A font changes a good part of all words; a few strange ones are names and quotations.
    let is_changed = |speech: &Speech| {
        let strange = strange(corpus, speech);
        strange >= LEAST_STRANGE && strange * RARE >= corpus.len()
    };
    // What reads well as it stands, all but such words, needs no key in any language.
    if sound > -f64::from(EXPLAINED) && !is_changed(&knowledge.speeches[in_which]) {
        return None;
    }
    let mut keys: Vec<(f64, usize, Key<'_>)> = Vec::new();
    for (index, mut key) in guesses.into_iter().enumerate() {
        let speech = &knowledge.speeches[index];
        if !is_changed(speech) {
            continue;
        }
        key.climb();
        let unwritten = strange_ascii(corpus, speech);
        keys.push((key.score() - UNWRITTEN * unwritten, index, key));
    }
    let best = keys.iter().map(|(score, ..)| *score).fold(f64::NEG_INFINITY, f64::max);
    keys.retain(|(score, index, _)| *score >= best - WORSE - SCRIPT - prior(*index));
    for (score, index, key) in &mut keys {
        // Where most letters are known the first climb finds the rest.
        let known = corpus.signs.len() - key.free.len();
        let mut idle = 0;
        for shake in 1..=SHAKES {
            if shake > HOPE && *score < HOPELESS {
                break;
            }
            let mut other = key.clone();
            other.shake(shake);
            other.climb();
            let reached = other.score() - UNWRITTEN * strange_ascii(corpus, &knowledge.speeches[*index]);
            if reached > *score + 1e-9 {
                (*score, *key) = (reached, other);
                idle = 0;
            } else {
                idle += 1;
            }
            if idle >= if known > key.free.len() { 2 } else { IDLE } {
                break;
            }
        }
    }
    // Of languages that explain the words equally well the first is taken.
    keys.reverse();
    let (score, index, key) =
        keys.into_iter().max_by(|a, b| (a.0 + prior(a.1)).total_cmp(&(b.0 + prior(b.1))))?;
    // Where the words are nearly as good as they stand, nothing befell them.
    let foreign = strange_ascii(corpus, &knowledge.speeches[index]) > 0.5;
    (score > sound + if foreign { MUCH_BETTER } else { BETTER }).then_some((index, key))
}

/// The share of the signs that are ASCII letters which the language does not write.
fn strange_ascii(corpus: &Corpus, speech: &Speech) -> f64 {
    let counted = || corpus.signs.iter().zip(&corpus.counts);
    let strange = counted().filter(|(sign, _)| sign.is_ascii_alphabetic() && !speech.writes(**sign));
    strange.map(|(_, count)| count).sum::<f64>() / corpus.counts.iter().sum::<f64>().max(1.0)
}

/// How many signs of the words the language does not write.
fn strange(corpus: &Corpus, speech: &Speech) -> f32 {
    let in_word =
        |word: &[u16]| word.iter().filter(|&&sign| !speech.writes(corpus.signs[usize::from(sign)])).count();
    // Words have few signs.
    #[expect(clippy::cast_precision_loss)]
    let count = |word: &[u16]| in_word(word) as f32;
    corpus.words.iter().map(|word| count(&word.signs) * word.count()).sum()
}

/// The commonest strange sign and the lines that share it: one font; all lines, where no sign is strange.
fn together<'a>(
    knowledge: &Knowledge,
    text: &str,
    rest: &[&'a Line],
    signs: &Signs,
) -> (Option<char>, Vec<&'a Line>) {
    let mut strange: BTreeMap<char, u32> = BTreeMap::new();
    for line in rest {
        let Some(speech) = line.speech.map(|index| &knowledge.speeches[index]) else { continue };
        for word in text[line.span.range()].split(|character| !signs.contains(character)) {
            let word: Vec<char> = word.chars().take(60).collect();
            if word.iter().all(|&sign| speech.writes(sign)) || is_foreign(knowledge, &word, line.speech) {
                continue;
            }
            for sign in word.into_iter().filter(|&sign| !speech.writes(sign)) {
                *strange.entry(sign).or_default() += 1;
            }
        }
    }
    match strange.iter().max_by_key(|(_, count)| **count) {
        Some((&sign, _)) => {
            let with = rest.iter().copied().filter(|line| text[line.span.range()].contains(sign));
            (Some(sign), with.collect())
        }
        None => (None, rest.to_vec()),
    }
}

/// True for a sound word of another language than the text's own, all of it in letters that are strange there.
fn is_foreign(knowledge: &Knowledge, word: &[char], home: Option<usize>) -> bool {
    let Some(own) = home.and_then(|home| knowledge.speeches.get(home)) else { return false };
    if word.is_empty() || word.iter().any(|&sign| own.writes(sign)) {
        return false;
    }
    let text: String = word.iter().collect();
    knowledge.speeches.iter().any(|speech| {
        word.iter().all(|&sign| speech.writes(sign)) && Fit::of(&text, speech).mean() < FOREIGN_WORD
    })
}
