//! Every font pack undoes what its font does: its own sample words, and sentences of its language that it damaged.

mod damage;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use salname_model::{Damage, Span};
use salname_packs::{Font, Packs};
use salname_restore::{Options, Restorer};

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::embedded().expect("the project's own packs load"));
static RESTORER: LazyLock<Restorer> = LazyLock::new(|| Restorer::new(&PACKS, &Options::default()));

/// Sentences of a language, as the lingua crates have them; none for a language of which they are not at hand.
fn sentences(language: &str) -> Option<Vec<String>> {
    let data = match language {
        "az" => &lingua_azerbaijani_language_model::AZERBAIJANI_TESTDATA_DIRECTORY,
        "ka" => &lingua_georgian_language_model::GEORGIAN_TESTDATA_DIRECTORY,
        "ru" => &lingua_russian_language_model::RUSSIAN_TESTDATA_DIRECTORY,
        "tr" => &lingua_turkish_language_model::TURKISH_TESTDATA_DIRECTORY,
        _ => return None,
    };
    let text = data.get_file("sentences.txt").and_then(|file| file.contents_utf8())?;
    let alphabet = &PACKS.language(language)?.about.alphabet;
    Some(damage::sound(text, alphabet).into_iter().take(60).map(str::to_owned).collect())
}

/// Sentences of a language; failing that lines of eight of its commoner words.
fn lines(language: &str, font: &Font) -> Vec<String> {
    sentences(language).unwrap_or_else(|| {
        let letters = PACKS.language(language).and_then(|known| known.letters.as_ref());
        lines_of_words(&letters.expect("the font's language has letters").words, font)
    })
}

fn lines_of_words(list: &str, font: &Font) -> Vec<String> {
    let mut words: Vec<(u32, &str)> = list
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(word, _)| word.chars().count() > 3 && font.shown(word) != *word)
        .filter_map(|(word, count)| Some((count.parse().ok()?, word)))
        .collect();
    words.sort_by(|a, b| b.cmp(a));
    words.truncate(400);
    words.chunks(8).map(|line| line.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(" ")).collect()
}

/// Lines of which the font shows all but the first few: those tell the language, which a text in two alphabets has to.
fn half_damaged(lines: &[String], font: &Font) -> String {
    let (sound, damaged) = lines.split_at(lines.len() / 5);
    let damaged = damaged.iter().map(|line| font.shown(line));
    sound.iter().cloned().chain(damaged).map(|line| line + "\n\n").collect()
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty())
}

#[test]
fn sample_words_come_back() {
    for font in &PACKS.fonts {
        assert!(font.samples.len() > 1, "{} has hardly any samples", font.id);
        let mut text = half_damaged(&lines(&font.languages[0], font), font);
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
fn sentences_that_a_font_damaged_come_back() {
    for font in &PACKS.fonts {
        for language in &font.languages {
            // Words in no order are no text: fonts that make Cyrillic letters of Cyrillic ones are not found by them.
            let Some(lines) = sentences(language) else { continue };
            let text = half_damaged(&lines, font);
            let restored = RESTORER.restore(&text);
            let came_back: BTreeSet<&str> =
                restored.paragraphs.iter().flat_map(|paragraph| words_of(&paragraph.text)).collect();
            // A foreign word in letters that the font uses as signs looks like any other: nothing tells it.
            let sign = |letter: char| font.signs.contains_key(letter.encode_utf8(&mut [0; 4]) as &str);
            let words = lines.iter().flat_map(|line| words_of(line));
            let words: Vec<&str> =
                words.filter(|word| font.shown(word) != **word || !word.chars().all(sign)).collect();
            let missing: Vec<&&str> = words.iter().filter(|word| !came_back.contains(**word)).collect();
            // Where letters are lost or fall together, two words may look alike; where a capital shows as a quotation mark,
            // a word may look like a shorter one in quotes.
            let lossy = matches!(font.damage, Damage::GlyphDropped | Damage::LettersCollapsed);
            let quotes = font.signs.keys().any(|sign| sign.starts_with(['„', '“', '”', '‚', '‘', '’']));
            let share = if lossy {
                20
            } else if quotes {
                40
            } else {
                100
            };
            let allowed = words.len() / share;
            assert!(missing.len() <= allowed, "{} in {language}: {missing:?} of {}", font.id, words.len());
        }
    }
}

#[test]
fn lines_that_two_fonts_read_alike_are_read_by_the_one_that_reads_all() {
    let font = PACKS.fonts.iter().find(|font| font.id == "cyr-mac-cp1252").expect("the font has a pack");
    // Of the first line's signs all, and of the second's all but its capitals, are those of another code page as well.
    let lines =
        "Мы видели большой дом на горе, потому что шли по дороге в город.\nХан и Фаина сидели дома.\n";
    let restored = RESTORER.restore(&font.shown(lines));
    let came_back: Vec<&str> = restored.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
    assert_eq!(came_back, lines.lines().collect::<Vec<_>>());
}
