//! Sound sentences, damaged by fonts that no pack knows, come back.
//!
//! The sentences are the test data of the lingua crates. The words that the packs list were learnt from them among
//! others: `docs/quality/restoration.md` has the figures for words that were not.

mod damage;

use std::sync::LazyLock;

use salname_packs::Packs;
use salname_restore::{Options, Restorer};

use self::damage::Font;

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::embedded().expect("the project's own packs load"));
static RESTORER: LazyLock<Restorer> = LazyLock::new(|| Restorer::new(&PACKS, &Options::default()));

fn sentences(language: &str) -> &'static str {
    let data = match language {
        "az" => &lingua_azerbaijani_language_model::AZERBAIJANI_TESTDATA_DIRECTORY,
        "ka" => &lingua_georgian_language_model::GEORGIAN_TESTDATA_DIRECTORY,
        "pl" => &lingua_polish_language_model::POLISH_TESTDATA_DIRECTORY,
        "ru" => &lingua_russian_language_model::RUSSIAN_TESTDATA_DIRECTORY,
        "tr" => &lingua_turkish_language_model::TURKISH_TESTDATA_DIRECTORY,
        "vi" => &lingua_vietnamese_language_model::VIETNAMESE_TESTDATA_DIRECTORY,
        _ => panic!("no sentences for {language}"),
    };
    data.get_file("sentences.txt").and_then(|file| file.contents_utf8()).expect("the crates hold sentences")
}

/// Percentage of wrong characters after a font of that seed was undone.
fn wrong(language: &str, kilobytes: usize, font: Font) -> f64 {
    let about = &PACKS.language(language).expect("a pack of each language").about;
    let lines = damage::sound(sentences(language), &about.alphabet);
    damage::measure(&RESTORER, &damage::first(&lines, kilobytes * 1000), font).percent()
}

#[test]
fn every_odd_letter_another_sign() {
    for (language, seed) in [("az", 0), ("tr", 1), ("pl", 2), ("vi", 3), ("ka", 1), ("ru", 0)] {
        let wrong = wrong(language, 25, Font { seed, lost: 0, pairs: 0 });
        assert!(wrong < 0.5, "{language}: {wrong}%");
    }
}

#[test]
fn five_kilobytes_are_enough() {
    for (language, seed) in [("az", 3), ("tr", 2), ("pl", 1), ("ru", 2)] {
        let wrong = wrong(language, 5, Font { seed, lost: 0, pairs: 0 });
        assert!(wrong < 2.0, "{language}: {wrong}%");
    }
}

#[test]
fn a_letter_lost_as_well() {
    for (language, seed) in [("az", 2), ("tr", 5)] {
        let wrong = wrong(language, 25, Font { seed, lost: 1, pairs: 0 });
        assert!(wrong < 1.5, "{language}: {wrong}%");
    }
}

#[test]
fn pairs_of_letters_fallen_together() {
    for (language, seed) in [("pl", 5), ("ka", 2)] {
        let wrong = wrong(language, 25, Font { seed, lost: 0, pairs: 2 });
        assert!(wrong < 2.0, "{language}: {wrong}%");
    }
}

#[test]
fn sound_sentences_stay_as_they_are() {
    for language in ["az", "tr", "pl", "vi", "ka", "ru"] {
        let about = &PACKS.language(language).unwrap().about;
        let lines = damage::sound(sentences(language), &about.alphabet);
        // What is written in another language's letters, or with entities of HTML, is not sound.
        let strange = |line: &&str| line.contains(['ý', 'þ', 'ð', '&']);
        let lines: Vec<&str> = lines.into_iter().filter(|line| !strange(line)).collect();
        let same: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
        let outcome = damage::compare_signs(&RESTORER, &same, &lines, char::is_alphanumeric);
        assert_eq!(outcome.wrong, 0, "{language}: {:?}", outcome.words);
    }
}
