//! Unknown fonts: a table that no pack has, found out from the text and the language's letters.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use salname_model::Damage;
use salname_packs::LetterModel;

use super::Knowledge;
use super::key::Key;
use super::speech::{Counts, Speech};
use super::survey::{Fit, Line};
use super::table::Table;
use super::word;

/// Text that is read to learn a table, in bytes.
const ENOUGH: usize = 200_000;
/// Words and strange signs below which nothing can be learned.
const LEAST_WORDS: u32 = 60;
const LEAST_STRANGE: u32 = 30;
/// Tables that are learned from one text at most.
const TABLES: usize = 4;
/// Mean improbability of a letter (nats) under which a learned table is believed.
const BELIEVED: f32 = 3.0;
/// Mean improbability of a letter (nats) under which a word of other letters is a word of another language.
const FOREIGN_WORD: f32 = 4.5;
/// Words by which it is decided where a missing letter went.
const TRIED: usize = 500;
/// What must be gained (nats, over those words) to believe where a letter went.
const CONVINCING: f32 = 20.0;

/// Words without context, with their counts.
type Words = BTreeMap<Vec<char>, u32>;

/// Tables for the odd lines that no known table explains.
pub(crate) fn learn(
    knowledge: &Knowledge,
    text: &str,
    lines: &[Line],
    known: &[&Table],
    home: Option<usize>,
) -> Vec<Table> {
    let mut rest: Vec<&Line> = lines.iter().filter(|line| line.odd && line.fit.letters > 0).collect();
    rest.retain(|line| !known.iter().any(|table| explains(knowledge, table, &text[line.span.range()])));
    // What a known font leaves over here and there is its own scraps, not another font.
    let odd: u32 = lines.iter().filter(|line| line.odd).map(|line| line.fit.letters).sum();
    if !known.is_empty() && rest.iter().map(|line| line.fit.letters).sum::<u32>() * 2 < odd {
        return Vec::new();
    }
    let mut learned: Vec<Table> = Vec::new();
    while learned.len() < TABLES {
        let id = format!("learned-{}", learned.len() + 1);
        let Some(table) = learn_one(knowledge, text, &rest, home, &id) else { break };
        let before = rest.len();
        rest.retain(|line| !explains(knowledge, &table, &text[line.span.range()]));
        if rest.len() == before {
            break;
        }
        learned.push(table);
    }
    learned
}

fn explains(knowledge: &Knowledge, table: &Table, line: &str) -> bool {
    let fit = Fit::of(line, &knowledge.speeches[table.speech], |sign| table.first_reading(sign));
    fit.strange * 20 <= fit.letters && fit.mean() < BELIEVED + 0.3
}

fn learn_one(
    knowledge: &Knowledge,
    text: &str,
    rest: &[&Line],
    home: Option<usize>,
    id: &str,
) -> Option<Table> {
    let lines = together(knowledge, text, rest);
    let mut words = words(text, &lines);
    words.retain(|word, _| !is_foreign(knowledge, word, home));
    if words.values().sum::<u32>() < LEAST_WORDS {
        return None;
    }
    let mut best: Option<(f64, usize, Key<'_>)> = None;
    for (index, speech) in knowledge.speeches.iter().enumerate() {
        if home.is_some_and(|home| home != index) {
            continue;
        }
        let strange: u32 = words.iter().map(|(word, count)| count * strange(word, speech)).sum();
        if strange < LEAST_STRANGE {
            continue;
        }
        let attempts =
            if words.keys().flatten().any(|&sign| sign.is_ascii() && speech.writes(sign)) { 2 } else { 6 };
        for attempt in 0..attempts {
            let mut key = Key::guess(&words, speech, attempt);
            key.climb();
            let score = key.score();
            if best.as_ref().is_none_or(|(highest, ..)| score > *highest) {
                best = Some((score, index, key));
            }
        }
    }
    let (_, index, key) = best?;
    let speech = &knowledge.speeches[index];
    let signs = with_capitals(&key, &words, speech);
    let mut found = Found { speech, words: &words, signs, lost: Vec::new(), collapsed: false };
    let fit = found.fit();
    if fit.mean() >= BELIEVED {
        return None;
    }
    found.find_missing();
    Some(found.table(id, index))
}

/// The lines that share the commonest strange sign: one font; all lines, where no sign is strange.
fn together<'a>(knowledge: &Knowledge, text: &str, rest: &[&'a Line]) -> Vec<&'a Line> {
    let mut strange: BTreeMap<char, u32> = BTreeMap::new();
    for line in rest {
        let Some(speech) = line.speech.map(|index| &knowledge.speeches[index]) else { continue };
        for word in text[line.span.range()].split(|character| !is_sign(character)) {
            let signs: Vec<char> = word.chars().take(60).collect();
            if signs.iter().all(|&sign| speech.writes(sign)) || is_foreign(knowledge, &signs, line.speech) {
                continue;
            }
            for sign in signs.into_iter().filter(|&sign| !speech.writes(sign)) {
                *strange.entry(sign).or_default() += 1;
            }
        }
    }
    match strange.iter().max_by_key(|(_, count)| **count) {
        Some((&sign, _)) => {
            rest.iter().copied().filter(|line| text[line.span.range()].contains(sign)).collect()
        }
        None => rest.to_vec(),
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
        word.iter().all(|&sign| speech.writes(sign))
            && Fit::of(&text, speech, |sign| sign).mean() < FOREIGN_WORD
    })
}

/// True for characters that a font may have shown for a letter.
fn is_sign(character: char) -> bool {
    character.is_alphabetic()
        || (!character.is_ascii()
            && !character.is_whitespace()
            && !character.is_numeric()
            && !super::survey::is_punctuation(character))
}

fn words(text: &str, lines: &[&Line]) -> Words {
    let mut words = Words::new();
    let mut read = 0;
    for line in lines {
        for word in text[line.span.range()].split(|character| !is_sign(character)) {
            if !word.is_empty() && word.len() < 100 {
                *words.entry(word.chars().collect()).or_default() += 1;
            }
        }
        read += line.span.len();
        if read > ENOUGH {
            break;
        }
    }
    words
}

fn strange(word: &[char], speech: &Speech) -> u32 {
    u32::try_from(word.iter().filter(|&&sign| !speech.writes(sign)).count()).unwrap_or(0)
}

/// What each sign stands for, in its case: of two signs for one letter the rarer, that begins words, is the capital.
fn with_capitals(key: &Key<'_>, words: &Words, speech: &Speech) -> BTreeMap<char, Vec<char>> {
    let mut first: BTreeMap<char, u32> = BTreeMap::new();
    let mut all: BTreeMap<char, u32> = BTreeMap::new();
    for (word, count) in words {
        if let Some(&sign) = word.first() {
            *first.entry(sign).or_default() += count;
        }
        for &sign in word {
            *all.entry(sign).or_default() += count;
        }
    }
    let mut smalls: BTreeSet<u8> = BTreeSet::new();
    let mut signs = BTreeMap::new();
    // The commonest signs come first.
    for (&sign, &symbol) in key.signs.iter().zip(&key.letters) {
        let Some(&letter) = usize::from(symbol).checked_sub(2).and_then(|at| speech.alphabet().get(at))
        else {
            continue;
        };
        let own = speech.writes(sign) && speech.symbol(sign) == symbol;
        if own {
            smalls.insert(symbol);
            continue;
        }
        let begins = f64::from(*first.get(&sign).unwrap_or(&0)) / f64::from(all[&sign]);
        let usual = {
            let at_start = speech.step(speech.start(), symbol).0
                + speech.step(LetterModel::ROOT, LetterModel::BOUNDARY).0;
            f64::from((at_start - speech.step(LetterModel::ROOT, symbol).0).exp())
        };
        let capital = if smalls.contains(&symbol) { begins > 0.5 } else { begins > 0.93 && usual < 0.6 };
        if !capital {
            smalls.insert(symbol);
        }
        signs.insert(sign, vec![if capital { speech.capital(letter) } else { letter }]);
    }
    signs
}

/// A table as far as it is known.
struct Found<'a> {
    speech: &'a Speech,
    words: &'a Words,
    signs: BTreeMap<char, Vec<char>>,
    lost: Vec<char>,
    collapsed: bool,
}

impl Found<'_> {
    fn fit(&self) -> Fit {
        let mut text = String::new();
        // Only words that the table changes speak for it.
        for (word, count) in
            self.words.iter().filter(|(word, _)| word.iter().any(|sign| self.signs.contains_key(sign)))
        {
            for _ in 0..(*count).min(20) {
                text.extend(word.iter().copied().chain([' ']));
            }
        }
        Fit::of(&text, self.speech, |sign| self.signs.get(&sign).map_or(sign, |letters| letters[0]))
    }

    /// Letters that the text should have and has not were lost, or fell together with others.
    fn find_missing(&mut self) {
        let mut counts = vec![0.0_f32; self.speech.symbol_count()];
        let mut total = 0.0;
        for (word, &count) in self.words {
            for &sign in word {
                let letter = self.signs.get(&sign).map_or(sign, |letters| letters[0]);
                if let Some(place) = counts.get_mut(usize::from(self.speech.symbol(letter))) {
                    #[expect(clippy::cast_precision_loss)]
                    let count = count as f32;
                    *place += count;
                    total += count;
                }
            }
        }
        let mut missing: Vec<(f32, char)> = (2..)
            .zip(self.speech.alphabet())
            .filter_map(|(symbol, &letter)| {
                let expected = self.speech.step(LetterModel::ROOT, symbol).0.exp() * total;
                (expected >= 8.0 && counts[usize::from(symbol)] < 0.15 * expected)
                    .then_some((expected, letter))
            })
            .collect();
        missing.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (_, letter) in missing.into_iter().take(8) {
            self.find_one(letter);
        }
    }

    fn find_one(&mut self, letter: char) {
        let mut common: Vec<(&Vec<char>, u32)> = self
            .words
            .iter()
            .filter(|(word, _)| word.len() > 2)
            .map(|(word, count)| (word, *count))
            .collect();
        common.sort_by_key(|&(word, count)| (std::cmp::Reverse(count), word));
        common.truncate(TRIED);
        let now = self.table("", 0);
        let read = |word: &[char], table: &Table| {
            word::read(word, table, self.speech, &Counts::default()).probability
        };
        let base: Vec<f32> = common.iter().map(|(word, _)| read(word, &now)).collect();
        let gain = |table: &Table, concerns: &dyn Fn(&[char]) -> bool| -> f32 {
            let tried = common.iter().zip(&base).filter(|((word, _), _)| concerns(word));
            tried.map(|((word, _), base)| read(word, table) - base).sum()
        };
        let mut lost = self.table("", 0);
        lost.lost.push(letter);
        let mut best = (gain(&lost, &|_| true), None);
        let signs: BTreeSet<char> = common
            .iter()
            .flat_map(|(word, _)| word.iter().copied())
            .filter(|sign| !sign.is_uppercase())
            .collect();
        for sign in signs {
            let table = self.with(sign, letter).table("", 0);
            let gained = gain(&table, &|word| word.contains(&sign));
            if gained > best.0 {
                best = (gained, Some(sign));
            }
        }
        if best.0 < CONVINCING {
            return;
        }
        match best.1 {
            None => self.lost.push(letter),
            Some(sign) => {
                self.signs = self.with(sign, letter).signs;
                self.collapsed = true;
            }
        }
    }

    /// The table with one more letter that a sign may stand for.
    fn with(&self, sign: char, letter: char) -> Self {
        let mut signs = self.signs.clone();
        signs.entry(sign).or_insert_with(|| vec![sign]).push(letter);
        Self { signs, lost: self.lost.clone(), ..*self }
    }

    fn table(&self, id: &str, speech: usize) -> Table {
        let damage = match (self.lost.is_empty(), self.collapsed) {
            (true, false) => Damage::CodepageFont,
            (false, false) => Damage::GlyphDropped,
            (_, true) => Damage::LettersCollapsed,
        };
        let signs = self
            .signs
            .iter()
            .flat_map(|(&sign, letters)| letters.iter().map(move |&letter| (vec![sign], vec![letter])));
        let name = format!("found out from the text ({})", self.speech.id);
        let mut table = Table::new(id, &name, speech, damage, signs.collect(), self.speech);
        table.lost.clone_from(&self.lost);
        if !id.is_empty() {
            table.pack = Some(self.pack(damage));
        }
        table
    }

    /// The table in the form of a font pack.
    fn pack(&self, damage: Damage) -> String {
        let mut pack = String::from(
            "# Found out from a text by salname restore --report: look it over before you keep it.\n",
        );
        let _ = writeln!(
            pack,
            "name = \"Unknown font\"\nlanguages = [{:?}]\ndamage = {:?}",
            self.speech.id,
            damage.as_str()
        );
        if !self.lost.is_empty() {
            let _ = writeln!(pack, "lost = {:?}", self.lost.iter().map(char::to_string).collect::<Vec<_>>());
        }
        pack.push_str("\n[signs]\n");
        for (sign, letters) in &self.signs {
            let letters: Vec<String> = letters.iter().map(|letter| format!("\"{letter}\"")).collect();
            let letters =
                if letters.len() == 1 { letters[0].clone() } else { format!("[{}]", letters.join(", ")) };
            let sign =
                if sign.is_control() { format!("\\u{:04X}", u32::from(*sign)) } else { sign.to_string() };
            let _ = writeln!(pack, "\"{sign}\" = {letters}");
        }
        pack
    }
}
