//! Letters that a text should have and has not: lost by its font, or fallen together with others.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use salname_model::Damage;

use super::corpus::{Corpus, Entry};
use super::heard::Seen;
use super::refine::Value;
use super::speech::Speech;
use super::survey::Fit;
use super::table::Table;
use super::word;

/// Words by which it is decided where a missing letter went.
const TRIED: usize = 700;
/// What must be gained (nats, over those words) to believe where a letter went.
const CONVINCING: f32 = 20.0;
/// Letters that are looked for at most.
const MISSING: usize = 8;

/// A table as far as it is known.
pub(super) struct Found<'a> {
    speech: &'a Speech,
    corpus: &'a Corpus,
    signs: BTreeMap<char, Vec<char>>,
    lost: Vec<char>,
    collapsed: bool,
}

impl<'a> Found<'a> {
    /// What a key says of the signs of a corpus.
    pub(super) fn of(values: &[Value], corpus: &'a Corpus, speech: &'a Speech) -> Self {
        let mut signs = BTreeMap::new();
        for (&sign, value) in corpus.signs.iter().zip(values) {
            let Value::Letter { symbol, capital } = *value else { continue };
            let Some(&small) = usize::from(symbol).checked_sub(2).and_then(|at| speech.alphabet().get(at))
            else {
                continue;
            };
            let letter = if capital { speech.capital(small) } else { small };
            if letter != sign {
                signs.insert(sign, vec![letter]);
            }
        }
        Self { speech, corpus, signs, lost: Vec::new(), collapsed: false }
    }

    /// How well the words that the table changes read.
    pub(super) fn fit(&self) -> Fit {
        let mut text = String::new();
        for word in &self.corpus.words {
            let shown = self.corpus.shown(word);
            if shown.iter().any(|sign| self.signs.contains_key(sign)) {
                // Each word form speaks, the common ones louder.
                let mut count = word.count().min(20.0);
                while count > 0.0 {
                    text.extend(shown.iter().copied().chain([' ']));
                    count -= 1.0;
                }
            }
        }
        let read = |sign: char| self.signs.get(&sign).map_or(sign, |letters| letters[0]);
        Fit::by(&text, self.speech, |sign| self.speech.symbol(read(sign)))
    }

    /// Number of words that the table changes.
    pub(super) fn changed(&self) -> f32 {
        let concerns =
            |word: &&Entry| self.corpus.shown(word).iter().any(|sign| self.signs.contains_key(sign));
        self.corpus.words.iter().filter(concerns).map(Entry::count).sum()
    }

    /// Mean improbability of a letter (nats) of the commoner words as the table reads them.
    pub(super) fn read_mean(&self) -> f32 {
        let table = self.table("", 0);
        let (mut sum, mut letters) = (0.0, 0.0);
        for (word, count) in self.common() {
            let count = count.sqrt();
            sum -= count * word::read(&word, &table, self.speech, &Seen::default()).probability;
            #[expect(clippy::cast_precision_loss)]
            let len = word.len() as f32;
            letters += count * len;
        }
        sum / f32::max(letters, 1.0)
    }

    /// The commoner words of some length that the table may change, with their counts.
    fn common(&self) -> Vec<(Vec<char>, f32)> {
        let mut common: Vec<(Vec<char>, f32)> = self
            .corpus
            .words
            .iter()
            .filter(|word| word.signs.len() > 2)
            .map(|word| (self.corpus.shown(word), word.count()))
            .collect();
        common.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        common.truncate(TRIED);
        common
    }

    /// The share of words of three letters and more, by number of occurrences, that the language's pack lists.
    pub(super) fn listed(&self) -> f32 {
        let (mut known, mut all) = (0.0, 0.0);
        for word in self.corpus.words.iter().filter(|word| word.signs.len() >= 3) {
            let shown = self.corpus.shown(word);
            if shown.iter().any(|sign| self.signs.contains_key(sign)) {
                let read = shown.iter().map(|sign| self.signs.get(sign).map_or(*sign, |letters| letters[0]));
                let form: Vec<u8> = read.map(|letter| self.speech.symbol(letter)).collect();
                all += word.count();
                known += if self.speech.knows(&form) { word.count() } else { 0.0 };
            }
        }
        if all > 0.0 { known / all } else { 0.0 }
    }

    /// Letters that the text should have and has not were lost, or fell together with others.
    pub(super) fn find_missing(&mut self) {
        let mut counts = vec![0.0_f32; self.speech.symbol_count()];
        let mut total = 0.0;
        for word in &self.corpus.words {
            for sign in self.corpus.shown(word) {
                let letter = self.shown_letter(sign);
                total += word.count();
                // A capital may have kept a sign that its small letter has not.
                if !letter.is_uppercase()
                    && let Some(place) = counts.get_mut(usize::from(self.speech.symbol(letter)))
                {
                    *place += word.count();
                }
            }
        }
        let mut missing: Vec<(f32, char)> = (2..)
            .zip(self.speech.alphabet())
            .filter_map(|(symbol, &letter)| {
                let expected = self.speech.step(salname_packs::LetterModel::ROOT, symbol).0.exp() * total;
                (expected >= 8.0 && counts[usize::from(symbol)] < 0.15 * expected)
                    .then_some((expected, letter))
            })
            .collect();
        missing.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (_, letter) in missing.into_iter().take(MISSING) {
            self.find_one(letter);
        }
    }

    fn find_one(&mut self, letter: char) {
        let common = self.common();
        let now = self.table("", 0);
        let read =
            |word: &[char], table: &Table| word::read(word, table, self.speech, &Seen::default()).probability;
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
            .filter(|sign| !self.shown_letter(*sign).is_uppercase())
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
                let twin = self.speech.capital(self.shown_letter(sign));
                self.signs = self.with(sign, letter).signs;
                self.collapsed = true;
                self.follow_capital(twin, self.speech.capital(letter));
            }
        }
    }

    /// Where small letters fell together their capitals did so too, unless the missing one has a sign of its own.
    fn follow_capital(&mut self, twin: char, capital: char) {
        let has = |letter: char, found: &Self| {
            found.corpus.signs.iter().copied().find(|&sign| found.shown_letter(sign) == letter)
        };
        if self.speech.has_capitals()
            && has(capital, self).is_none()
            && let Some(sign) = has(twin, self)
        {
            self.signs = self.with(sign, capital).signs;
        }
    }

    /// The letter that a sign stands for as a rule.
    fn shown_letter(&self, sign: char) -> char {
        self.signs.get(&sign).map_or(sign, |letters| letters[0])
    }

    /// The table with one more letter that a sign may stand for.
    fn with(&self, sign: char, letter: char) -> Self {
        let mut signs = self.signs.clone();
        signs.entry(sign).or_insert_with(|| vec![sign]).push(letter);
        Self { signs, lost: self.lost.clone(), ..*self }
    }

    /// The table, to decode by.
    pub(super) fn table(&self, id: &str, speech: usize) -> Table {
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
            let _ = writeln!(pack, "\"{}\" = {letters}", escaped(*sign));
        }
        pack
    }
}

/// A sign as a string of TOML has it.
fn escaped(sign: char) -> String {
    match sign {
        '"' | '\\' => format!("\\{sign}"),
        _ if sign.is_control() || super::speech::is_private(sign) || sign == '\u{ad}' => {
            format!("\\u{:04X}", u32::from(sign))
        }
        _ => sign.to_string(),
    }
}
