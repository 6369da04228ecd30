//! What holds for the calendar expressions of every language, whatever the date and whatever the text.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use salname_model::{Day, Paragraph, Time};
use salname_packs::{Endings, Form, Language, Means, Packs, Slot, Step, Times};
use salname_reader::times::Finder;

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::embedded().expect("the project's own packs load"));
static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(&PACKS));

/// Dates tried in each language.
const DATES: u32 = 10_000;

/// Writes a date as a sequence of a pattern has it; `choice` picks among words and endings.
struct Writer<'a> {
    times: &'a Times,
    date: Day,
    choice: usize,
}

impl Writer<'_> {
    /// The text, and the part of it that is the expression.
    fn write(mut self, sequence: &[Step]) -> Option<(String, String)> {
        let (mut text, mut start, mut end) = (String::new(), 0, None);
        for step in sequence {
            let (piece, glued) = match *step {
                Step::Begin => {
                    start = text.len() + 1;
                    continue;
                }
                Step::End => {
                    end = Some(text.len());
                    continue;
                }
                Step::Sign { sign, glued } => (sign.to_string(), glued),
                Step::Words { list, endings, glued } => {
                    (self.word(|form| form.list == list && endings.meets(form.endings))?, glued)
                }
                Step::Fill { slot, list, endings, glued } => (self.filled(slot, list, endings)?, glued),
            };
            if !glued && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&piece);
        }
        let expression = text[start..end.unwrap_or(text.len())].to_owned();
        Some((text, expression))
    }

    fn pick<T: Clone>(&mut self, among: &[T]) -> Option<T> {
        self.choice =
            self.choice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (!among.is_empty()).then(|| among[(self.choice >> 33) % among.len()].clone())
    }

    fn word(&mut self, fits: impl Fn(&Form) -> bool) -> Option<String> {
        let fitting: Vec<&Form> = self.times.forms.iter().filter(|form| fits(form)).collect();
        self.pick(&fitting).map(|form| form.words.join(" "))
    }

    fn filled(&mut self, slot: Slot, list: Option<u16>, endings: Endings) -> Option<String> {
        let value = match slot {
            Slot::Year => i32::from(self.date.year()),
            Slot::Month | Slot::MonthNumber => i32::from(self.date.month()),
            Slot::Day => i32::from(self.date.day()),
            _ => return None,
        };
        if slot == Slot::Month {
            return self
                .word(|form| Some(form.list) == list && form.value == value && endings.meets(form.endings));
        }
        let mut suffixes: Vec<String> = Vec::new();
        if endings.meets(Endings::BARE) {
            suffixes.push(String::new());
        }
        // "Any ending" stands for none here: which of them the number can take is the pack's own affair.
        if endings != Endings::ANY {
            let mark = self.times.marks.chars().next().map_or(String::new(), String::from);
            let hanging = self.times.number_endings.iter().filter(|(_, names)| endings.meets(*names));
            suffixes.extend(hanging.map(|(ending, _)| format!("{mark}{ending}")));
        }
        self.pick(&suffixes).map(|suffix| format!("{value}{suffix}"))
    }
}

/// The sequences that say a day, a month or a year by themselves, and what each says.
fn plain_sequences(language: &Language) -> Vec<(&Times, &[Step])> {
    let Some(times) = &language.times else { return Vec::new() };
    times
        .patterns
        .iter()
        .filter(|pattern| {
            pattern.means == Means::Calendar && pattern.value.is_none() && pattern.set.is_empty()
        })
        .flat_map(|pattern| &pattern.sequences)
        .filter(|sequence| {
            let slots: Vec<Slot> = sequence
                .iter()
                .filter_map(|step| if let Step::Fill { slot, .. } = step { Some(*slot) } else { None })
                .collect();
            let plain = [Slot::Year, Slot::Month, Slot::MonthNumber, Slot::Day];
            slots.contains(&Slot::Year) && slots.iter().all(|slot| plain.contains(slot))
        })
        .map(|sequence| (times, sequence.as_slice()))
        .collect()
}

fn expected(sequence: &[Step], date: Day) -> String {
    let has = |wanted: &[Slot]| {
        sequence.iter().any(|step| matches!(step, Step::Fill { slot, .. } if wanted.contains(slot)))
    };
    match (has(&[Slot::Month, Slot::MonthNumber]), has(&[Slot::Day])) {
        (true, true) => date.to_string(),
        (true, false) => date.to_string()[..7].to_owned(),
        _ => date.to_string()[..4].to_owned(),
    }
}

fn a_date() -> impl Strategy<Value = Day> {
    // "1920-ci illər" is a decade: the years that begin one are left out.
    (1850..2000i16, 1..13i8, 1..29i8)
        .prop_filter("begins a decade", |(year, ..)| year % 10 != 0)
        .prop_map(|(year, month, day)| Day::new(year, month, day).expect("no month has fewer days"))
}

#[test]
fn what_a_pattern_writes_it_reads() {
    for language in &PACKS.languages {
        let sequences = plain_sequences(language);
        if sequences.is_empty() {
            continue;
        }
        let mut runner = TestRunner::new_with_rng(
            Config { cases: DATES, failure_persistence: None, ..Config::default() },
            proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
        );
        let strategy = (a_date(), 0..sequences.len(), any::<u32>());
        runner
            .run(&strategy, |(date, index, choice)| {
                let (times, sequence) = sequences[index];
                let writer = Writer { times, date, choice: choice as usize };
                let Some((text, expression)) = writer.write(sequence) else { return Ok(()) };
                let found = FINDER.find(&[Paragraph::sound(&text, 0, &language.id)]);
                let value = |time: &Time| time.as_str().replace("/..", "").replace("../", "");
                let wanted = expected(sequence, date);
                prop_assert!(
                    found.iter().any(|time| time.value.as_ref().map(value).as_ref() == Some(&wanted)
                        && time.text == expression.trim()),
                    "{}: {text:?} means {wanted}, found {:?}",
                    language.id,
                    found.iter().map(|time| (&time.text, &time.value)).collect::<Vec<_>>()
                );
                Ok(())
            })
            .unwrap();
    }
}

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
