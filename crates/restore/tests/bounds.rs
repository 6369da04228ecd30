//! What holds for any text: every restored byte leads into the source, ranges tile, and nothing panics.

use std::sync::LazyLock;

use proptest::prelude::*;
use salname_model::{Paragraph, Span};
use salname_packs::{PackFiles, Packs};
use salname_restore::{Options, Restorer};

static RESTORER: LazyLock<Restorer> = LazyLock::new(|| {
    Restorer::new(&Packs::embedded().expect("the project's own packs load"), &Options::default())
});

/// Damaged and sound sentences of several languages, to be put together in any order.
const SENTENCES: [&str; 10] = [
    "Nümayəndə heyəti səhər tezdən şəhərə gəldi.",
    "Onlar danēĸēqlar ¿¿n ĸᴅhᴅrᴅ gᴅldi.",
    "Îíëàð äàíûøûãëàð ö÷öí şÿùÿðÿ ýÿëäè.",
    "Äåëåãàöèÿ ïðèáûëà â ãîðîä óòðîì.",
    "Ð\u{a0}Ð¸Ð³Ð° Ð¸ Ð Ð¾ÑÑÐ¾Ð².",
    "The delegation came to the town — “early”.",
    "BİRİNCİ BÖLÜM",
    "- 12 -",
    "şəhər-\ndə olan",
    "\u{301}\u{fffd}\u{e012}\u{0}¹²³ ´´ — «»",
];

fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        prop::sample::select(&SENTENCES[..]).prop_map(str::to_owned),
        "(?s).{0,12}",
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
    ];
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.join(" "))
}

/// The restored text of a range of the source.
fn part(paragraphs: &[Paragraph], range: Span) -> String {
    paragraphs.iter().map(|paragraph| paragraph.text_in(range)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn ranges_that_tile_the_source_tile_the_restored_text(text in texts(), cuts in prop::collection::vec(0..400_usize, 0..5)) {
        let paragraphs = RESTORER.restore(&text).paragraphs;
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
        cuts.extend([0, text.len() + 1]);
        cuts.sort_unstable();
        let tiled: String = cuts.windows(2).map(|ends| part(&paragraphs, Span::new(ends[0], ends[1]))).collect();
        let whole: String = paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
        prop_assert_eq!(tiled, whole);
    }

    #[test]
    fn offsets_are_monotone_and_inside_the_source(text in texts()) {
        let (mut start, mut end) = (0, 0);
        for paragraph in RESTORER.restore(&text).paragraphs {
            prop_assert!(paragraph.span.start >= end && paragraph.span.end <= text.len());
            end = paragraph.span.end;
            prop_assert_eq!(paragraph.alignment.len(), paragraph.text.len());
            for (_, from, _) in paragraph.alignment.runs() {
                prop_assert!(from.start >= start && from.end <= text.len());
                start = from.start;
            }
            for doubt in &paragraph.doubts {
                prop_assert!(paragraph.text.get(doubt.span.range()).is_some());
            }
        }
    }

    #[test]
    fn any_bytes_are_restored(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes);
        let restored = RESTORER.restore(&text);
        prop_assert!(restored.paragraphs.iter().all(|paragraph| paragraph.span.end <= text.len()));
    }
}

/// Texts that no font explains.
fn unchanged(text: &str) {
    let restored = RESTORER.restore(text);
    let signs = |text: &str| text.chars().filter(|sign| sign.is_alphanumeric()).collect::<String>();
    let made: String = restored.paragraphs.iter().map(|paragraph| signs(&paragraph.text)).collect();
    assert_eq!(made, signs(text));
    assert!(restored.report.tables.is_empty());
}

#[test]
fn languages_without_a_model_are_left_as_they_are() {
    unchanged(&"Η αντιπροσωπεία έφτασε στην πόλη το πρωί και άρχισε συνομιλίες.\n".repeat(40));
    unchanged(
        &"Delegacja przybyła. Az küldöttség reggel érkezett a városba, és megkezdte a tárgyalásokat.\n"
            .repeat(40),
    );
    unchanged(&"وصل الوفد إلى المدينة في الصباح وبدأ المحادثات.\n".repeat(40));
    unchanged(&"代表团早上抵达该市并开始会谈。\n".repeat(40));
    unchanged(
        &"Delegace přijela do města ráno a zahájila rozhovory, každý malý krok byl důležitý.\n".repeat(40),
    );
}

#[test]
fn a_text_half_in_each_of_two_scripts_is_left_as_it_is() {
    let half = "Делегация прибыла в город утром и начала переговоры. The delegation came in the morning.\n";
    unchanged(&half.repeat(30));
    unchanged(&"дelegaция прибыla в gород utром\n".repeat(3));
}

#[test]
fn a_megabyte_of_one_letter_and_a_line_without_end_come_back() {
    for letter in ["a", "ə", "ÿ", "¿", "\u{e020}", "Ð"] {
        let text = letter.repeat(1_000_000 / letter.len());
        let made: usize =
            RESTORER.restore(&text).paragraphs.iter().map(|paragraph| paragraph.text.len()).sum();
        assert!(made > 0, "{letter}");
    }
    let line = "Heyət şəhərə gəldi və danışıqlara başladı, ".repeat(200_000);
    let mut made = 0;
    let report = RESTORER.restore_each(&line, |paragraph| made += paragraph.text.len());
    assert!(made + 100 > line.len() && report.tables.is_empty());
}

#[test]
fn capitals_keep_their_dots_to_themselves() {
    let restored = |text: &str| RESTORER.restore(text).paragraphs[0].text.clone();
    assert_eq!(restored("IMPERIAL INSTITUTE IN LONDON\n"), "IMPERIAL INSTITUTE IN LONDON");
    let text = "The HISTORY OF IRAN was printed in LIVERPOOL.\n";
    assert_eq!(restored(&format!("{text}Áàêû øÿùÿðèíäÿ äàíûøûãëàð ýåòäè.\n")).matches('İ').count(), 0);
}

#[test]
fn a_pack_whose_signs_go_round_in_a_circle_is_read_once() {
    let mut files = PackFiles::embedded();
    let circle = "name = \"Circle\"\nlanguages = [\"az\"]\ndamage = \"codepage-font\"\n[signs]\n\"ş\" = \"ğ\"\n\"ğ\" = \"ş\"\n";
    files.insert("font/circle.toml", circle);
    let restorer = Restorer::new(&Packs::load(&files).unwrap(), &Options::default());
    let text = "Nümayəndə heyəti səhər tezdən şəhərə gəldi.\n";
    assert_eq!(restorer.restore(text).paragraphs[0].text, text.trim());
}
