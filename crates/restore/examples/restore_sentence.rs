//! Restores a sentence that a font and a printer damaged, and shows where each part of it came from.
//!
//!     cargo run -p salname-restore --example restore_sentence

use salname_packs::{PackError, Packs};
use salname_restore::{Options, Restorer};

/// A page of a book whose font shows other letters than were typed; a word is broken, a note stands on its own line.
const PAGE: &str = "Nᴅriman bu barᴅdᴅ m¿zakirᴅlᴅr aparmaĵē tᴅklif etdi, la-\nkin Bakēdakē n¿mayᴅndᴅlᴅr razē olma-\ndēlar\n3\n. Ķclas baĸa atdē.\n";

fn main() -> Result<(), PackError> {
    let restorer = Restorer::new(&Packs::embedded()?, &Options::default());
    for paragraph in restorer.restore(PAGE).paragraphs {
        println!("{}", paragraph.text);
        println!(
            "  {} {}, bytes {}",
            paragraph.lang.as_deref().unwrap_or("?"),
            paragraph.damage.as_str(),
            paragraph.span
        );
        for (made, from, copied) in paragraph.alignment.runs().filter(|(_, _, copied)| !copied).take(8) {
            debug_assert!(!copied);
            println!("  {:?} from {:?}", &paragraph.text[made.range()], &PAGE[from.range()]);
        }
        for doubt in &paragraph.doubts {
            println!(
                "  doubtful: {} ({:.0}%)",
                &paragraph.text[doubt.span.range()],
                doubt.probability * 100.0
            );
        }
    }
    Ok(())
}
