//! A font over a code page shows signs that the Latin and the Cyrillic letters of one language explain alike. With no
//! pack to tell, the script is that of the text's sound parts.

use std::sync::LazyLock;

use salname_packs::Packs;
use salname_restore::{Options, Restorer};

static RESTORER: LazyLock<Restorer> = LazyLock::new(|| {
    let packs = Packs::embedded().expect("the project's own packs load");
    Restorer::new(&packs, &Options { no_font_packs: true })
});

/// A table of letters and what they become, in the same order.
fn put(text: &str, letters: &str, signs: &str) -> String {
    let signs: Vec<char> = signs.chars().collect();
    let sign = |letter: char| letters.chars().position(|known| known == letter).map(|at| signs[at]);
    text.chars().map(|letter| sign(letter).unwrap_or(letter)).collect()
}

const LATIN: &str = "abcçdeəfgğhxıijkqlmnoöprsştuüvyzABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZ";
/// The same letters in Cyrillic script.
const CYRILLIC: &str = "абҹчдеәфҝғһхыижкглмноөпрсштуүвјзАБҸЧДЕӘФҜҒҺХЫИЖКГЛМНОӨПРСШТУҮВЈЗ";
/// What the font shows for them.
const SIGNS: &str = "àáú÷äåÿôýüùõûèæêãëìíîþïðñøòóöâéçÀÁÚ×ÄÅßÔÝÜÙÕÛÈÆÊÃËÌÍÎÞÏÐÑØÒÓÖÂÉÇ";

/// So many sentences of the lingua crate, after others that are passed over.
fn sentences(passed_over: usize, count: usize) -> String {
    let file = lingua_azerbaijani_language_model::AZERBAIJANI_TESTDATA_DIRECTORY.get_file("sentences.txt");
    let text = file.and_then(|file| file.contents_utf8()).expect("the crate holds sentences");
    text.lines().skip(passed_over).take(count).map(|line| format!("{line}\n")).collect()
}

fn restored(text: &str) -> String {
    RESTORER.restore(text).paragraphs.iter().map(|paragraph| format!("{}\n", paragraph.text)).collect()
}

/// The share of the words that came back, in a hundred; some five kilobytes leave rare capitals open.
fn came_back(restored: &str, wanted: &str) -> usize {
    let found: std::collections::BTreeSet<&str> = restored.split_whitespace().collect();
    let words: Vec<&str> = wanted.split_whitespace().collect();
    words.iter().filter(|word| found.contains(*word)).count() * 100 / words.len()
}

#[test]
fn the_tables_have_a_sign_for_each_letter() {
    assert_eq!(LATIN.chars().count(), SIGNS.chars().count());
    assert_eq!(LATIN.chars().count(), CYRILLIC.chars().count());
}

#[test]
fn latin_letters_in_a_latin_text() {
    let (sound, lines) = (sentences(500, 50), sentences(0, 50));
    let made = restored(&format!("{sound}\n{}", put(&lines, LATIN, SIGNS)));
    let share = came_back(&made, &lines);
    assert!(share > 90, "{share}% of the words came back: {made}");
}

#[test]
fn cyrillic_letters_in_a_cyrillic_text() {
    let lines = put(&sentences(0, 50), LATIN, CYRILLIC);
    let sound = put(&sentences(500, 50), LATIN, CYRILLIC);
    let made = restored(&format!("{sound}\n{}", put(&lines, CYRILLIC, SIGNS)));
    let share = came_back(&made, &lines);
    assert!(share > 90, "{share}% of the words came back: {made}");
}
