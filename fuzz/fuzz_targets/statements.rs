//! Any text is parted into sentences and clauses that its candidates for statements lie in, in every language.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use salname_model::Paragraph;
use salname_packs::Packs;
use salname_reader::{names, statements, times};

struct Room {
    languages: Vec<String>,
    times: times::Finder,
    names: names::Finder,
    statements: statements::Finder,
}

static ROOM: LazyLock<Room> = LazyLock::new(|| {
    let packs = Packs::embedded().expect("the project's own packs load");
    Room {
        languages: packs.languages.iter().map(|language| language.id.clone()).collect(),
        times: times::Finder::new(&packs),
        names: names::Finder::new(&packs, false),
        statements: statements::Finder::new(&packs),
    }
});

fuzz_target!(|bytes: &[u8]| {
    let Some((first, text)) = bytes.split_first() else { return };
    let language = &ROOM.languages[usize::from(*first) % ROOM.languages.len()];
    let lossy = String::from_utf8_lossy(text);
    let paragraphs: Vec<Paragraph> =
        lossy.lines().map(|line| Paragraph::sound(line, 0, language)).collect();
    let times = ROOM.times.find(&paragraphs);
    let mentions = ROOM.names.find(&paragraphs, &times);
    for one in ROOM.statements.candidates(&paragraphs, &times, &mentions) {
        let (anchor, within) = (&one.statement.anchor, one.within);
        let text = &paragraphs[anchor.paragraph].text;
        assert_eq!(one.statement.quote, text[anchor.text.range()]);
        // Clauses tile their sentence: a quotation, which is a run of them, lies within it, and so does the trigger.
        assert!(within.start <= anchor.text.start && anchor.text.end <= within.end);
        assert!(within.start <= one.at.start && one.at.end <= within.end);
    }
});
