//! Reads the times, names and statements of text files again and again and prints how many MB of restored text that is in
//! a second of processor time: `cargo run --release -p salname-reader --example speed -- 20 ../shared/seeds/*`
//!
//! Processor time is Linux's own count of it, so that other work on the machine takes little from the figures; elsewhere
//! the clock is read.

use std::time::{Duration, Instant};

use mimalloc::MiMalloc;
use salname_packs::Packs;
use salname_reader::{names, statements, times};
use salname_restore::{Options, Restorer};

/// The command's own.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let repeats: u32 = arguments.next().ok_or("usage: speed TIMES FILE...")?.parse()?;
    let began = Instant::now();
    let packs = Packs::embedded()?;
    let restorer = Restorer::new(&packs, &Options::default());
    let (times, names) = (times::Finder::new(&packs), names::Finder::new(&packs, false));
    let statements = statements::Finder::new(&packs);
    for file in arguments {
        let paragraphs = restorer.restore(&String::from_utf8_lossy(&std::fs::read(&file)?)).paragraphs;
        let bytes: usize = paragraphs.iter().map(|paragraph| paragraph.text.len()).sum();
        let mut spent = [0.0; 3];
        for _ in 0..repeats {
            let start = processor_time(began);
            let found = times.find(&paragraphs);
            let between = processor_time(began);
            let mentions = names.find(&paragraphs, &found);
            let named = processor_time(began);
            drop(statements.find(&paragraphs, &found, &mentions));
            spent[0] += (between - start).as_secs_f64();
            spent[1] += (named - between).as_secs_f64();
            spent[2] += (processor_time(began) - named).as_secs_f64();
        }
        let speed = |seconds: f64| bytes as f64 * f64::from(repeats) / seconds / 1e6;
        println!(
            "{file}: times {:.1}, names {:.1}, both {:.1}, statements {:.1}, all {:.1} MB/s",
            speed(spent[0]),
            speed(spent[1]),
            speed(spent[0] + spent[1]),
            speed(spent[2]),
            speed(spent.iter().sum())
        );
    }
    Ok(())
}

/// What this thread has taken of a processor, or else the time since `began`.
fn processor_time(began: Instant) -> Duration {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|told| told.split(' ').next()?.parse().ok())
        .map_or_else(|| began.elapsed(), Duration::from_nanos)
}
