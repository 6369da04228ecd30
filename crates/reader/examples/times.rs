//! Prints the calendar expressions of a text file with their values, a paragraph a line:
//! `cargo run --release -p salname-reader --example times -- FILE [LANGUAGE]`

use salname_packs::Packs;
use salname_reader::times::Finder;
use salname_restore::{Options, Restorer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("usage: times FILE [LANGUAGE]")?;
    let packs = Packs::embedded()?;
    let mut paragraphs =
        Restorer::new(&packs, &Options::default()).restore(&std::fs::read_to_string(file)?).paragraphs;
    if let Some(language) = arguments.next() {
        for paragraph in &mut paragraphs {
            paragraph.lang = Some(language.clone());
        }
    }
    for time in Finder::new(&packs).find(&paragraphs) {
        let value = time.value.as_ref().map_or("?", |value| value.as_str());
        println!("{}\t{}\t{value}\t{}", time.anchor.source, time.text, time.note);
    }
    Ok(())
}
