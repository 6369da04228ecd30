//! How well texts in unknown fonts are restored: damages sound text by tables of its own making and counts what comes
//! back wrong.
//!
//! ```text
//! cargo run --release -p salname-restore --example unknown_fonts -- \
//!     --language az --text sentences.txt [--packs DIR] [--seeds 1..8] [--kb 50] [--lost 1] [--pairs 2] [--skip 500] [--show]
//! ```
//!
//! The text holds a sentence a line. `--skip` leaves out the lines that a model was learnt from; `--packs` lays a
//! directory over the built-in packs, such as one with models learnt without those that are measured on.

#[path = "../tests/damage/mod.rs"]
mod damage;

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::{Context as _, bail};
use salname_packs::{PackFiles, Packs};
use salname_restore::{Options, Restorer};

use self::damage::Font;

fn main() -> anyhow::Result<()> {
    let mut options: BTreeMap<String, String> = BTreeMap::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let Some(name) = argument.strip_prefix("--") else { bail!("{argument} is not known") };
        let value = if name == "show" { String::new() } else { arguments.next().context("wants a value")? };
        options.insert(name.to_owned(), value);
    }
    let number = |name: &str, otherwise: usize| -> anyhow::Result<usize> {
        options.get(name).map_or(Ok(otherwise), |value| value.parse().with_context(|| name.to_owned()))
    };
    let language = options.get("language").context("name a language: --language az")?;
    let path = options.get("text").context("name a text: --text sentences.txt")?;
    let mut files = PackFiles::embedded();
    if let Some(directory) = options.get("packs") {
        files = files.overlaid(directory.as_ref())?;
    }
    let packs = Packs::load(&files)?;
    let about =
        &packs.languages.iter().find(|known| known.id == *language).context("no such language")?.about;
    let text = std::fs::read_to_string(path).with_context(|| path.clone())?;
    let lines = damage::sound(&text, &about.alphabet);
    let lines = &lines[number("skip", 0)?.min(lines.len())..];
    let lines = damage::first(lines, number("kb", 50)? * 1000);
    let seeds = options.get("seeds").map_or("1..4", String::as_str);
    let (from, to) = seeds.split_once("..").unwrap_or((seeds, seeds));
    let (from, to): (u64, u64) = (from.parse()?, to.parse()?);
    let restorer = Restorer::new(&packs, &Options::default());
    let mut worst = 0.0_f64;
    for seed in from..=to {
        let font = Font { seed, lost: number("lost", 0)?, pairs: number("pairs", 0)? };
        let start = Instant::now();
        let outcome = damage::measure(&restorer, &lines, font);
        worst = worst.max(outcome.percent());
        println!(
            "{language} seed {seed}: {:.3}% of {} characters wrong, {:.2} s",
            outcome.percent(),
            outcome.characters,
            start.elapsed().as_secs_f64()
        );
        if options.contains_key("show") {
            let mut counted: BTreeMap<&(String, String, String), usize> = BTreeMap::new();
            outcome.words.iter().for_each(|word| *counted.entry(word).or_default() += 1);
            let mut counted: Vec<_> = counted.into_iter().collect();
            counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            for ((damaged, restored, sound), count) in counted.into_iter().take(40) {
                println!("  {count} {damaged}  {restored}  {sound}");
            }
        }
    }
    println!("{language}: worst {worst:.3}%");
    Ok(())
}
