//! How fast text is restored on one core, in MB/s of source text: as it is, and as fonts of the packs show it.
//!
//! ```text
//! cargo run --release -p salname-restore --example speed -- [--mb 8] [--font ID]... TEXT...
//! ```
//!
//! Each text is repeated to so many megabytes. What is printed is the processor's time of the fastest of three runs,
//! where the system tells it; else the clock's.

use std::time::Instant;

use anyhow::Context as _;
use salname_packs::Packs;
use salname_restore::{Options, Restorer};

fn main() -> anyhow::Result<()> {
    let packs = Packs::embedded()?;
    let restorer = Restorer::new(&packs, &Options::default());
    let (mut megabytes, mut fonts, mut paths) = (8, Vec::new(), Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--mb" => megabytes = arguments.next().context("--mb wants a number")?.parse()?,
            "--font" => {
                let id = arguments.next().context("--font wants an identifier")?;
                fonts.push(packs.fonts.iter().find(|font| font.id == id).with_context(|| id.clone())?);
            }
            _ => paths.push(argument),
        }
    }
    for path in paths {
        let sound = std::fs::read_to_string(&path).with_context(|| path.clone())?;
        println!("{path}");
        measure(&restorer, "sound", &sound, megabytes);
        for font in &fonts {
            measure(&restorer, &font.id, &font.shown(&sound), megabytes);
        }
    }
    Ok(())
}

fn measure(restorer: &Restorer, name: &str, text: &str, megabytes: usize) {
    let text = format!("{}\n", text.trim_end()).repeat(megabytes * 1_000_000 / text.len().max(1) + 1);
    let mut best = f64::INFINITY;
    for _ in 0..3 {
        let (start, clock) = (processor(), Instant::now());
        let mut letters = 0;
        restorer.restore_each(&text, |paragraph| letters += paragraph.text.len());
        assert!(letters > 0);
        let taken = match (start, processor()) {
            (Some(start), Some(end)) => end - start,
            _ => clock.elapsed().as_secs_f64(),
        };
        best = best.min(taken);
    }
    #[expect(clippy::cast_precision_loss)]
    let speed = text.len() as f64 / 1e6 / best;
    println!("  {name}: {speed:.1} MB/s");
}

/// The processor's seconds of this thread so far, where Linux tells them.
fn processor() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = told.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}
