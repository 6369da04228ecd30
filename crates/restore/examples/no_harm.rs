//! What restoring does to sound text: nothing, but for its layout.
//!
//! ```text
//! cargo run --release -p salname-restore --example no_harm -- [--kb 100] TEXT...
//! ```
//!
//! Prints of each text the letters and digits that were changed, how fast it was read, and the words concerned.

#[path = "../tests/damage/mod.rs"]
mod damage;

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
    }
    Ok(())
}
