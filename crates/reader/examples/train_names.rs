//! Trains the tagger of names on annotated passages and writes its model.
//!
//! ```text
//! cargo run --release -p salname-reader --example train_names -- GOLD_DIR MODEL [LANGUAGE]
//! cargo run --release -p salname-reader --example train_names -- [--packs DIR] --folds 5 GOLD_DIR
//! ```
//!
//! `GOLD_DIR` holds `passages/*.json` as the gold annotations are written. With `--folds` nothing is written: the
//! passages are parted, and each part is read by a model trained on the others.

use std::collections::BTreeMap;
use std::path::Path;

use salname_model::{Class, Paragraph, Span, TimeMention};
use salname_packs::{PackFiles, Packs};
use salname_reader::names::{Example, Finder, Trainer};
use serde::Deserialize;

#[derive(Deserialize)]
struct Passage {
    doc: String,
    restored: String,
    times: Vec<Text>,
    mentions: Vec<Named>,
}

#[derive(Deserialize)]
struct Text {
    text: String,
}

#[derive(Deserialize)]
struct Named {
    text: String,
    #[serde(rename = "type")]
    class: Class,
}

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut files = PackFiles::embedded();
    if let [option, directory, ..] = &arguments[..]
        && option == "--packs"
    {
        files = files.overlaid(Path::new(directory))?;
        arguments.drain(..2);
    }
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--folds", folds, gold] => cross_validate(&files, &passages(gold)?, folds.parse()?),
        [gold, model] => write_model(&files, &passages(gold)?, model, "az"),
        [gold, model, language] => write_model(&files, &passages(gold)?, model, language),
        _ => Err("give the directory of annotations and the file to write the model to".into()),
    }
}

fn passages(gold: &str) -> Result<Vec<Passage>, Failure> {
    let mut paths: Vec<_> = std::fs::read_dir(Path::new(gold).join("passages"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    paths.iter().map(|path| Ok(serde_json::from_slice(&std::fs::read(path)?)?)).collect()
}

fn write_model(files: &PackFiles, passages: &[Passage], model: &str, language: &str) -> Result<(), Failure> {
    let bytes = train(files, passages.iter(), language)?;
    std::fs::write(model, &bytes)?;
    println!("{model}: {} bytes from {} passages", bytes.len(), passages.len());
    Ok(())
}

fn train<'a>(
    files: &PackFiles,
    passages: impl Iterator<Item = &'a Passage>,
    language: &str,
) -> Result<Vec<u8>, Failure> {
    let mut trainer = Trainer::new(&Packs::load(files)?, language);
    let mut documents: BTreeMap<&str, Vec<Example>> = BTreeMap::new();
    for passage in passages {
        documents.entry(&passage.doc).or_default().extend(examples(passage));
    }
    for examples in documents.values() {
        trainer.add(examples);
    }
    Ok(trainer.train())
}

/// The paragraphs of a passage. Annotations are in the order of the text, so each is looked for after the last.
fn examples(passage: &Passage) -> Vec<Example> {
    let spans = |texts: &mut dyn Iterator<Item = &str>| {
        let mut at = 0;
        let found: Vec<Option<Span>> = texts
            .map(|text| {
                let start = at + passage.restored[at..].find(text)?;
                at = start + text.len();
                Some(Span::new(start, at))
            })
            .collect();
        found
    };
    let times = spans(&mut passage.times.iter().map(|time| time.text.as_str()));
    let names = spans(&mut passage.mentions.iter().map(|name| name.text.as_str()));
    let mut start = 0;
    passage
        .restored
        .split('\n')
        .map(|text| {
            let paragraph = Span::new(start, start + text.len());
            start = paragraph.end + 1;
            let inside = |span: &Span| {
                paragraph
                    .contains(*span)
                    .then(|| Span::new(span.start - paragraph.start, span.end - paragraph.start))
            };
            Example {
                text: text.to_owned(),
                names: names
                    .iter()
                    .zip(&passage.mentions)
                    .filter_map(|(span, name)| Some((inside(span.as_ref()?)?, name.class)))
                    .collect(),
                times: times.iter().flatten().filter_map(inside).collect(),
            }
        })
        .collect()
}

fn cross_validate(files: &PackFiles, passages: &[Passage], folds: usize) -> Result<(), Failure> {
    for no_gazetteer in [false, true] {
        let (mut gold, mut found, mut spans, mut both) = (0, 0, 0, 0);
        for fold in 0..folds {
            let part = |held: bool| {
                passages
                    .iter()
                    .enumerate()
                    .filter(move |(at, _)| (at % folds == fold) == held)
                    .map(|(_, one)| one)
            };
            let mut trained = files.clone();
            trained.insert("lang/az/names.model", train(files, part(false), "az")?);
            let finder = Finder::new(&Packs::load(&trained)?, no_gazetteer);
            for passage in part(true) {
                let examples = examples(passage);
                let paragraphs: Vec<Paragraph> =
                    examples.iter().map(|example| Paragraph::sound(&example.text, 0, "az")).collect();
                let times: Vec<TimeMention> = times(&examples);
                let mentions = finder.find(&paragraphs, &times);
                gold += examples.iter().map(|example| example.names.len()).sum::<usize>();
                found += mentions.len();
                for mention in mentions {
                    let names = &examples[mention.anchor.paragraph].names;
                    if let Some((_, class)) = names.iter().find(|(span, _)| *span == mention.anchor.text) {
                        spans += 1;
                        both += usize::from(*class == mention.class);
                    }
                }
            }
        }
        let f1 = |hits: usize| 2.0 * hits as f64 / (gold + found) as f64;
        println!(
            "gazetteer {}: gold {gold} found {found}  exact span F1 {:.3}  with class F1 {:.3}",
            if no_gazetteer { "off" } else { "on " },
            f1(spans),
            f1(both)
        );
    }
    Ok(())
}

fn times(examples: &[Example]) -> Vec<TimeMention> {
    let time = |paragraph: usize, span: Span, text: &str| TimeMention {
        anchor: salname_model::Anchor { paragraph, text: span, source: span },
        text: text[span.range()].to_owned(),
        value: None,
        note: String::new(),
    };
    examples
        .iter()
        .enumerate()
        .flat_map(|(index, example)| example.times.iter().map(move |span| time(index, *span, &example.text)))
        .collect()
}
