//! "Three days later, on 20 May": what counts days and names the day is held to both.

#![allow(clippy::unwrap_used)]

use salname_answers::Told;
use salname_model::Paragraph;
use salname_packs::Packs;
use salname_reader::Reader;
use salname_record::{Document, Record, Writer, plain_text};

/// The quotations of statements whose dates cannot all be so, with the weight of the disagreement.
fn impossible(text: &str) -> Vec<(f64, Vec<String>)> {
    let packs = Packs::embedded().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("record");
    let mut writer = Writer::open(&path).unwrap();
    let source = plain_text("memoir.txt", text);
    let paragraphs = [Paragraph::sound(text, 0, "az")];
    let reading = Reader::new(&packs, &salname_reader::Options::default()).read(&paragraphs);
    let document = Document {
        source: &source,
        original: text.as_bytes(),
        paragraphs: &paragraphs,
        reading: &reading,
        path: "memoir.txt",
        reader: "test",
    };
    writer.keep(&document).unwrap();
    writer.finish().unwrap();
    drop(writer);
    let told = Told::load(&Record::open(&path).unwrap(), &packs, None).unwrap();
    let of_dates = told.disagreements().iter().filter(|one| one.kind == "impossible-dates");
    of_dates
        .map(|one| {
            let quotes = one.between.iter().map(|&number| told.statement(number).quote.clone());
            (one.weight, quotes.collect())
        })
        .collect()
}

#[test]
fn a_count_that_does_not_lead_to_the_day_it_names_contradicts() {
    let found = impossible(
        "1920-ci il mayın 10-da Gürcüstan qoşunları Zaqatalanı tutdu. \
         Üç gün sonra, 1920-ci il mayın 20-də, Azərbaycanla Gürcüstan arasında Ağstafada müqavilə imzalandı.",
    );
    let (weight, quotes) = found.first().unwrap();
    assert!(
        quotes.len() == 2 && quotes[0].contains("tutdu") && quotes[1].contains("Üç gün sonra"),
        "{quotes:?}"
    );
    assert!(*weight >= Packs::embedded().unwrap().rules.told_from);
}

#[test]
fn a_count_that_leads_to_its_day_does_not() {
    let found = impossible(
        "1920-ci il mayın 10-da Gürcüstan qoşunları Zaqatalanı tutdu. \
         On gün sonra, 1920-ci il mayın 20-də, Azərbaycanla Gürcüstan arasında Ağstafada müqavilə imzalandı.",
    );
    assert_eq!(found, []);
}

#[test]
fn who_counts_within_a_sentence_counts_from_what_it_says_there() {
    let found = impossible(
        "1920-ci il mayın 10-da Gürcüstan qoşunları Zaqatalanı tutdu. \
         Danışıqlar başlanandan üç gün sonra, 1920-ci il mayın 20-də, Azərbaycanla Gürcüstan arasında Ağstafada \
         müqavilə imzalandı.",
    );
    assert_eq!(found, []);
}
