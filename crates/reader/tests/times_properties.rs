//! What holds for the calendar expressions of every language, whatever the text.

use std::sync::LazyLock;

use proptest::prelude::*;
use salname_model::{Paragraph, Time};
use salname_packs::Packs;
use salname_reader::times::Finder;

static FINDER: LazyLock<Finder> =
    LazyLock::new(|| Finder::new(&Packs::embedded().expect("the project's own packs load")));

proptest! {
    #[test]
    fn no_text_is_too_strange(text in "[0-9a-zA-Zа-яəşçğİıöü .,:;()'’\\-–/]{0,200}", lang in "az|ru|tr|en|uk|az-Cyrl|xx") {
        let paragraph = Paragraph::sound(&text, 0, &lang);
        let mut last = 0;
        for time in FINDER.find(&[paragraph]) {
            prop_assert_eq!(&text[time.anchor.text.range()], time.text);
            prop_assert!(time.anchor.text.start >= last, "expressions stand in order and do not overlap");
            last = time.anchor.text.end;
        }
    }
}

/// A language that nobody here has met: its months are colours, its numbers stand after their words.
#[test]
fn a_language_is_added_by_adding_a_folder() {
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path().join("lang/xx");
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("language.toml", "name = 'Toy'\nendonym = 'Toy'\nalphabet = 'abcdefghijklmnopqrstuvwxyz'\n");
    write(
        "times.toml",
        r#"
        [harmony]
        O = "ou"
        [endings.noun]
        at = ["lO"]
        [words]
        sun = ["sun"]
        later = ["hop"]
        [values.month]
        1 = ["red~noun"]
        2 = ["blue~noun"]
        [values.count]
        3 = ["tri"]
        [values.unit]
        1 = ["dag"]
        [values.direction]
        1 = ["hop"]
        [[pattern]]
        pattern = "sun {year} {month:at} {day}"
        [[pattern]]
        pattern = "{month:at} {day}"
        [[pattern]]
        pattern = "{unit} {count} {direction}"
        means = "offset"
        "#,
    );
    let packs = Packs::with_directory(directory.path()).unwrap();
    let finder = Finder::new(&packs);
    let text = "Mi iri sun 1920 bluelo 28. Redlu 5 mi dormi, dag tri hop mi iri.";
    let times = finder.find(&[Paragraph::sound(text, 0, "xx")]);
    let values: Vec<_> = times.iter().map(|time| time.value.as_ref().map_or("?", Time::as_str)).collect();
    assert_eq!(values, ["1920-02-28", "1920-01-05", "1920-01-08"]);
    let unknown = Paragraph { lang: None, ..Paragraph::sound("Sun 1921 redlo 7 dag dag dag.", 0, "xx") };
    assert_eq!(
        finder.find(&[unknown]).len(),
        1,
        "a text of unknown language is read by the pack that knows its words"
    );
}
