//! Every font pack undoes what its font does: its own sample words, and words of its language that it damaged.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use salname_model::{Damage, Span};
use salname_packs::{Font, Packs};
use salname_restore::{Options, Restorer};

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::embedded().expect("the project's own packs load"));
static RESTORER: LazyLock<Restorer> = LazyLock::new(|| Restorer::new(&PACKS, &Options::default()));

/// Commoner words of a language that the font can show, eight a line.
fn lines_of_words(language: &str, font: &Font) -> Vec<String> {
    let language = PACKS.language(language).expect("the font's language has a pack");
    let letters = language.letters.as_ref().expect("the font's language has letters");
    let mut words: Vec<(u32, &str)> = letters
        .words
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(word, _)| word.chars().count() > 3 && shown(word, font) != *word)
        .filter_map(|(word, count)| Some((count.parse().ok()?, word)))
        .collect();
    words.sort_by(|a, b| b.cmp(a));
    words.truncate(400);
    words.chunks(8).map(|line| line.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(" ")).collect()
}

/// A text as the font shows it: each letter as one of its signs, lost ones not at all.
fn shown(text: &str, font: &Font) -> String {
    let mut signs: BTreeMap<char, &str> = BTreeMap::new();
    for (sign, letters) in &font.signs {
        for letters in letters.iter().filter(|letters| letters.chars().count() == 1) {
            signs.entry(letters.chars().next().unwrap_or_default()).or_insert(sign);
        }
    }
    let mut shown = String::new();
    for letter in text.chars() {
        match signs.get(&letter) {
            Some(sign) => shown.push_str(sign),
            None if font.lost.iter().any(|lost| lost.contains(letter)) => {}
            None => shown.push(letter),
        }
    }
    shown
}

/// Lines of which the font shows all but the first few: those tell the language, which a text in two alphabets has to.
fn half_damaged(lines: &[String], font: &Font) -> String {
    let (sound, damaged) = lines.split_at(lines.len() / 5);
    let damaged = damaged.iter().map(|line| shown(line, font));
    sound.iter().cloned().chain(damaged).map(|line| line + "\n\n").collect()
}

#[test]
fn sample_words_come_back() {
    for font in &PACKS.fonts {
        assert!(font.samples.len() > 2, "{} has hardly any samples", font.id);
        let mut text = half_damaged(&lines_of_words(&font.languages[0], font), font);
        let start = text.len();
        let (damaged, sound): (Vec<&str>, Vec<&str>) =
            font.samples.iter().map(|(damaged, sound)| (damaged.as_str(), sound.as_str())).unzip();
        text += &(damaged.join(" ") + "\n");
        let restored = RESTORER.restore(&text);
        let samples = Span::new(start, text.len());
        let came_back: String =
            restored.paragraphs.iter().map(|paragraph| paragraph.text_in(samples)).collect();
        assert_eq!(came_back, sound.join(" "), "{}", font.id);
    }
}

#[test]
fn words_that_a_font_damaged_come_back() {
    for font in &PACKS.fonts {
        for language in &font.languages {
            let lines = lines_of_words(language, font);
            let text = half_damaged(&lines, font);
            let restored = RESTORER.restore(&text);
            let came_back: String =
                restored.paragraphs.iter().map(|paragraph| format!(" {} ", paragraph.text)).collect();
            let words: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
            let missing = |word: &&&str| !came_back.contains(&format!(" {word} "));
            let missing: Vec<&&str> = words.iter().filter(missing).collect();
            // Where letters are lost or fall together, two words may look alike.
            let lossy = matches!(font.damage, Damage::GlyphDropped | Damage::LettersCollapsed);
            let allowed = if lossy { words.len() / 20 } else { words.len() / 100 };
            assert!(missing.len() <= allowed, "{} in {language}: {missing:?} of {}", font.id, words.len());
        }
    }
}
