//! `salname restore`: the text, a range of it, and the report.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;

use support::{Desk, Said, salname};

const SOUND: &str = "Nümayəndə heyəti səhər tezdən şəhərə gəldi.\n\n";
/// In the font that has lost ç.
const DAMAGED: &str = "Onlar danēĸēqlar ¿¿n ĸᴅhᴅrᴅ gᴅldi, qᴅrar isᴅ keirilmᴅdi.\n";

fn restore(desk: &Desk, arguments: &[&str]) -> Said {
    let file = desk.archive().join("a.txt");
    salname(["restore"].iter().chain(arguments).map(Path::new).chain([file.as_path()]))
}

#[test]
fn ranges_that_tile_the_file_tile_the_restored_text() {
    let text = format!("{SOUND}{DAMAGED}").repeat(40);
    let desk = Desk::new().with("a.txt", &text);
    let whole = restore(&desk, &[]).out;
    assert!(whole.contains("Onlar danışıqlar üçün şəhərə gəldi, qərar isə keçirilmədi."), "{whole}");
    let signs = |text: &str| text.split_whitespace().collect::<String>();
    let cuts: Vec<usize> = (0..text.len()).step_by(997).chain([text.len()]).collect();
    let ranges = cuts.windows(2).map(|ends| format!("{}:{}", ends[0], ends[1]));
    let tiled: String = ranges.map(|range| signs(&restore(&desk, &["--range", &range]).out)).collect();
    assert_eq!(tiled, signs(&whole));
}

#[test]
fn the_report_tells_a_person_what_happened_where_and_by_which_table() {
    let desk = Desk::new().with("a.txt", format!("{SOUND}{}", DAMAGED.repeat(3)));
    let said = restore(&desk, &["--report"]).out;
    for part in [
        "lines 3-5, Azerbaijani: other signs for letters, and letters lost",
        "was  Onlar danēĸēqlar ¿¿n ĸᴅhᴅrᴅ",
        "now  Onlar danışıqlar üçün şəhərə",
        "ĸᴅhᴅrᴅ → şəhərə",
        "The pack font/az-dropped-che.toml:",
        "    lost = [\"ç\"]",
        "DOUBTFUL WORDS: ",
    ] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
    let desk = Desk::new().with("a.txt", SOUND);
    assert!(restore(&desk, &["--report"]).out.starts_with("No letters are damaged"));
}

#[test]
fn doubtful_words_are_counted_and_listed_with_what_else_they_may_be() {
    // Whether these two lost a ç no word beside them tells.
    let desk = Desk::new().with("a.txt", "Onlarēn iĸi ĸᴅhᴅrdᴅ oxu ᴅtin idi.\n".repeat(4));
    let report = restore(&desk, &["--report", "--json"]).out;
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let doubtful = report["doubtful"].as_array().unwrap();
    let listed = restore(&desk, &["--report"]).out;
    assert!(listed.contains(&format!("DOUBTFUL WORDS: {}", doubtful.len())), "{listed}");
    for word in doubtful {
        let (start, end) = (word["source"][0].as_u64().unwrap(), word["source"][1].as_u64().unwrap());
        assert!(start < end, "{word}");
        assert!(word["probability"].as_f64().unwrap() < 0.8);
        assert!(listed.contains(&format!("  {} (", word["word"].as_str().unwrap())), "{word}\n{listed}");
        for other in word["alternatives"].as_array().unwrap() {
            assert!(listed.contains(other.as_str().unwrap()), "{other}");
        }
    }
    assert!(!doubtful.is_empty(), "{report}");
}
