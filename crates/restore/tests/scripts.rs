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

const LATIN: &str = "abcçdeəfgğhxıijkqlmnoöprsştuüvyzABCÇDEƏFGHXİQLMNOÖPRSŞTUÜVYZ";
/// The same letters in Cyrillic script.
const CYRILLIC: &str = "абҹчдеәфҝғһхыижкглмноөпрсштуүвјзАБҸЧДЕӘФҜҺХИГЛМНОӨПРСШТУҮВЈЗ";
/// What the font shows for them.
const SIGNS: &str = "àáú÷äåÿôýüùõûèæêãëìíîþïðñøòóöâéçÀÁÚ×ÄÅßÔÝÙÕÈÃËÌÍÎÞÏÐÑØÒÓÖÂÉÇ";

/// Sentences that say the same of many towns, so that there is enough to learn from.
fn sentences(range: std::ops::Range<usize>) -> String {
    const WHO: [&str; 8] = [
        "Nümayəndə heyəti",
        "Tacirlərin bir hissəsi",
        "Yeni hökumətin naziri",
        "Qonşu kəndlərin əhalisi",
        "Məktəbin müəllimləri",
        "Gəminin kapitanı",
        "Xarici qəzetlərin müxbirləri",
        "Ordunun baş həkimi",
    ];
    const WHEN: [&str; 5] =
        ["səhər tezdən", "axşama yaxın", "payızın əvvəlində", "iki gün sonra", "həmin ilin yazında"];
    const WHAT: [&str; 7] = [
        "şəhərə gəldi və danışıqlara başladı",
        "dəniz kənarındakı bağda toplaşdı",
        "uzun müddət cavab gözlədi",
        "pambıq və ipək ticarəti haqqında məktub yazdı",
        "körpünün təmiri üçün pul yığmağı qərara aldı",
        "dağ yolu ilə geri qayıtdı, çünki çay daşmışdı",
        "köhnə qalanın divarları altında düşərgə saldı",
    ];
    range.map(|at| format!("{} {} {}.\n", WHO[at % 8], WHEN[at % 5], WHAT[at % 7])).collect()
}

fn restored(text: &str) -> String {
    RESTORER.restore(text).paragraphs.iter().map(|paragraph| format!("{}\n", paragraph.text)).collect()
}

fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The share of the words that came back, in a hundred.
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
    let (sound, lines) = (sentences(0..40), sentences(40..240));
    let made = restored(&format!("{sound}\n{}", put(&lines, LATIN, SIGNS)));
    assert!(letters(&made).starts_with(&letters(&sound)));
    assert!(came_back(&made, &lines) > 97, "{made}");
}

#[test]
fn cyrillic_letters_in_a_cyrillic_text() {
    let lines = put(&sentences(40..240), LATIN, CYRILLIC);
    let sound = put(&sentences(0..40), LATIN, CYRILLIC);
    let made = restored(&format!("{sound}\n{}", put(&lines, CYRILLIC, SIGNS)));
    assert!(came_back(&made, &lines) > 97, "{made}");
}
