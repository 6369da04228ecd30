//! What restoring does to sound text: nothing, but for its layout.
//!
//! ```text
//! cargo run --release -p salname-restore --example no_harm -- [--kb 100] TEXT...
//! ```
//!
//! Prints of each text the letters and digits that were changed, how fast it was read, some of the words concerned, and
//! which letters became which others, the commonest first.

#[path = "../tests/damage/mod.rs"]
mod damage;

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::Context as _;
use salname_packs::Packs;
use salname_restore::{Options, Restorer};

fn main() -> anyhow::Result<()> {
    let restorer = Restorer::new(&Packs::embedded()?, &Options::default());
    let (mut kilobytes, mut paths) = (100, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--kb" => kilobytes = arguments.next().context("--kb wants a number")?.parse()?,
            _ => paths.push(argument),
        }
    }
    for path in paths {
        let text = std::fs::read_to_string(&path).with_context(|| path.clone())?;
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let lines = damage::first(&lines, kilobytes * 1000);
        let same: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
        let outcome = damage::compare_signs(&restorer, &same, &lines, char::is_alphanumeric);
        let long = format!("{}\n", same.join("\n")).repeat(20_000_000 / (kilobytes * 1000).max(1));
        let start = Instant::now();
        let mut paragraphs = 0;
        let report = restorer.restore_each(&long, |_| paragraphs += 1);
        #[expect(clippy::cast_precision_loss)]
        let speed = long.len() as f64 / 1e6 / start.elapsed().as_secs_f64();
        println!(
            "{path}: {} of {} characters changed, {speed:.1} MB/s, tables {:?}",
            outcome.wrong,
            outcome.characters,
            report.tables.iter().map(|table| &table.id).collect::<Vec<_>>()
        );
        for (_, restored, sound) in outcome.words.iter().take(8) {
            println!("  {sound} became {restored}");
        }
        let text = same.join("\n");
        let mut changes: BTreeMap<(&str, String), usize> = BTreeMap::new();
        for paragraph in restorer.restore(&text).paragraphs {
            for (to, from, _) in paragraph.alignment.runs().filter(|(.., copied)| !copied) {
                let (was, is) = (&text[from.range()], &paragraph.text[to.range()]);
                if was != is && format!("{was}{is}").contains(char::is_alphanumeric) {
                    *changes.entry((was, is.to_owned())).or_default() += 1;
                }
            }
        }
        let mut changes: Vec<_> = changes.into_iter().collect();
        changes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for ((was, is), count) in changes.iter().take(24) {
            println!("  {count} times {was:?} became {is:?}");
        }
    }
    Ok(())
}
