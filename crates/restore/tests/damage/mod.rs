#![allow(dead_code, reason = "each test and example uses a part of it")]
//! Damage of our own making: sound sentences as an unknown font would show them, and how well they come back.

use std::collections::BTreeMap;

use salname_model::Span;
use salname_restore::Restorer;

/// What an unknown font does to a text.
#[derive(Debug, Clone, Copy)]
pub struct Font {
    /// Decides which sign stands for which letter, and which letters are lost or fall together.
    pub seed: u64,
    /// Letters that are shown as nothing, capital and small alike.
    pub lost: usize,
    /// Pairs of letters that are shown as one sign, capitals as another.
    pub pairs: usize,
}

/// What came back.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Characters of the sound text.
    pub characters: usize,
    /// Characters that have to be put in, left out or replaced to make the sound text of the restored one.
    pub wrong: usize,
    /// Words that came back wrong, as (damaged, restored, sound).
    pub words: Vec<(String, String, String)>,
}

impl Outcome {
    /// Wrong characters in a hundred.
    #[expect(clippy::cast_precision_loss)]
    pub fn percent(&self) -> f64 {
        self.wrong as f64 * 100.0 / self.characters.max(1) as f64
    }
}

/// A sequence of numbers that looks random and follows from its seed (Steele et al., `SplitMix`, 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        usize::try_from(z % u64::try_from(end.max(1)).unwrap_or(u64::MAX)).unwrap_or(0)
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// Sound sentences, one a line, without those that hold letters from outside the alphabet.
pub fn sound<'t>(text: &'t str, alphabet: &str) -> Vec<&'t str> {
    let known = |letter: char| letter.is_ascii() || alphabet.contains(lower(letter));
    text.lines()
        .map(str::trim)
        .filter(|line| line.chars().filter(|letter| letter.is_alphabetic()).all(known))
        .filter(|line| !line.chars().any(|sign| sign.is_control() || is_combining(sign)) && !line.is_empty())
        .collect()
}

fn is_combining(sign: char) -> bool {
    ('\u{300}'..'\u{370}').contains(&sign)
}

fn lower(letter: char) -> char {
    if letter == 'İ' { 'i' } else { letter.to_lowercase().next().unwrap_or(letter) }
}

/// As many of the lines as `bytes` hold.
pub fn first<'t>(lines: &[&'t str], bytes: usize) -> Vec<&'t str> {
    let mut sum = 0;
    lines
        .iter()
        .take_while(|line| {
            sum += line.len() + 1;
            sum <= bytes
        })
        .copied()
        .collect()
}

impl Font {
    /// What each letter of the lines that is not ASCII is shown as; none for a letter that is lost.
    fn table(self, lines: &[&str]) -> BTreeMap<char, Option<char>> {
        let mut random = Random(self.seed);
        let odd = |sign: &char| !sign.is_ascii() && sign.is_alphabetic();
        let mut letters: Vec<char> = lines.iter().flat_map(|line| line.chars()).filter(odd).collect();
        letters.sort_unstable();
        letters.dedup();
        let mut pool = self.pool();
        pool.retain(|sign| !lines.iter().any(|line| line.contains(*sign)) || odd(sign));
        random.shuffle(&mut pool);
        let mut table: BTreeMap<char, Option<char>> =
            letters.iter().copied().zip(pool.into_iter().map(Some)).collect();
        let mut smalls: Vec<char> =
            letters.iter().copied().filter(|&letter| lower(letter) == letter).collect();
        random.shuffle(&mut smalls);
        let capital =
            |small: char| letters.iter().copied().find(|&letter| letter != small && lower(letter) == small);
        let mut smalls = smalls.into_iter();
        for small in smalls.by_ref().take(self.lost) {
            for letter in [Some(small), capital(small)].into_iter().flatten() {
                table.insert(letter, None);
            }
        }
        for _ in 0..self.pairs {
            let (Some(one), Some(other)) = (smalls.next(), smalls.next()) else { break };
            table.insert(other, table[&one]);
            if let (Some(one), Some(other)) = (capital(one), capital(other)) {
                table.insert(other, table[&one]);
            }
        }
        table
    }

    /// The signs that the font may show: by the seed those of western code pages, of Cyrillic ones, of several, or
    /// signs of its own, with punctuation among them.
    fn pool(self) -> Vec<char> {
        let range = |from: char, to: char| (from..=to).filter(|sign| sign.is_alphabetic());
        let western = range('À', 'ž');
        let cyrillic = range('Ђ', 'ԓ');
        let marks = "¡¢£¤¥¦¨©ª¬®¯±²³´µ¶¸¹º¼½¾¿×÷ˆ˜†‡‰‹›™".chars();
        match self.seed % 4 {
            0 => western.chain(marks).collect(),
            1 => cyrillic.chain(marks).collect(),
            2 => western.chain(cyrillic).chain(range('ḁ', 'ỹ')).chain(range('ʰ', 'ϻ')).collect(),
            _ => ('\u{f020}'..='\u{f0ff}').collect(),
        }
    }

    /// The lines as the font shows them.
    pub fn damage(self, lines: &[&str]) -> Vec<String> {
        let table = self.table(lines);
        let shown = |letter: char| match table.get(&letter) {
            Some(sign) => *sign,
            None => Some(letter),
        };
        lines.iter().map(|line| line.chars().filter_map(shown).collect()).collect()
    }
}

/// Damages the lines, restores them, and compares.
pub fn measure(restorer: &Restorer, lines: &[&str], font: Font) -> Outcome {
    compare(restorer, &font.damage(lines), lines)
}

/// Restores damaged lines and compares them with the sound ones, one by one; blanks do not count.
pub fn compare(restorer: &Restorer, damaged: &[String], sound: &[&str]) -> Outcome {
    compare_signs(restorer, damaged, sound, |sign| !sign.is_whitespace())
}

/// Restores lines and compares those signs that `counts` with those of the sound lines.
pub fn compare_signs(
    restorer: &Restorer,
    damaged: &[String],
    sound: &[&str],
    counts: impl Fn(char) -> bool,
) -> Outcome {
    let text = damaged.iter().map(|line| format!("{line}\n")).collect::<String>();
    let restored = restorer.restore(&text);
    let mut outcome = Outcome::default();
    let mut start = 0;
    let mut paragraphs = restored.paragraphs.iter().peekable();
    for (line, sound) in damaged.iter().zip(sound) {
        let span = Span::new(start, start + line.len() + 1);
        start = span.end;
        let mut came_back = String::new();
        while let Some(paragraph) = paragraphs.peek().filter(|paragraph| paragraph.span.start < span.end) {
            came_back.push_str(paragraph.text_in(span));
            came_back.push(' ');
            if paragraph.span.end > span.end {
                break;
            }
            paragraphs.next();
        }
        let one = |text: &str| text.chars().filter(|&sign| counts(sign)).collect::<Vec<char>>();
        let sound_signs = one(sound);
        outcome.characters += sound_signs.len();
        let wrong = distance(&one(&came_back), &sound_signs);
        if wrong > 0 {
            outcome.wrong += wrong;
            let words =
                line.split_whitespace().zip(came_back.split_whitespace()).zip(sound.split_whitespace());
            outcome.words.extend(words.filter(|((_, restored), sound)| restored != sound).map(
                |((damaged, restored), sound)| (damaged.to_owned(), restored.to_owned(), sound.to_owned()),
            ));
        }
    }
    outcome
}

/// Levenshtein distance.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (diagonal + usize::from(a != b)).min(above + 1).min(row[j] + 1);
            diagonal = above;
        }
    }
    row[other.len()]
}
