//! ftfy's published cases: what was read wrongly comes back, and what only looks like it stays.

use std::sync::LazyLock;

use salname_packs::Packs;
use salname_restore::{Options, Restorer};

static RESTORER: LazyLock<Restorer> = LazyLock::new(|| {
    Restorer::new(&Packs::embedded().expect("the project's own packs load"), &Options::default())
});

/// The cases, as label, text and what it should be.
fn cases() -> Vec<[&'static str; 3]> {
    let lines: Vec<&str> = include_str!("data/ftfy-cases.txt")
        .split('\n')
        .skip_while(|line| line.starts_with('#'))
        .skip(1)
        .collect();
    lines.chunks_exact(4).map(|case| [case[0], case[1], case[2]]).collect()
}

/// A text without what ftfy straightens besides: curly quotes, ligatures, wide signs, control characters; and without
/// blanks, which are layout's.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for sign in text.replace("&frac14;", "¼").chars() {
        match sign {
            '‘' | '’' | '‚' => plain.push('\''),
            '“' | '”' | '„' => plain.push('"'),
            '，' => plain.push(','),
            'ŉ' => plain.push_str("'n"),
            'ǌ' => plain.push_str("nj"),
            'ǉ' => plain.push_str("lj"),
            'ﬁ' => plain.push_str("fi"),
            '\u{ad}' => {}
            _ if sign.is_whitespace() || sign.is_control() => {}
            _ => plain.push(sign),
        }
    }
    plain
}

fn restored(text: &str) -> String {
    RESTORER.restore(text).paragraphs.into_iter().map(|paragraph| paragraph.text + "\n").collect()
}

#[test]
fn as_many_cases_are_repaired_as_by_plsfix_and_none_is_made_worse() {
    let (mut damaged, mut repaired, mut spoiled) = (0, 0, Vec::new());
    let mut missed = Vec::new();
    for [label, text, wanted] in cases() {
        let same = plain(&restored(text)) == plain(wanted);
        // Control characters are no letters, but here they stand for marks.
        if plain(text) == plain(wanted) && !text.contains(|sign| matches!(sign, '\u{80}'..='\u{9f}')) {
            if !same {
                spoiled.push((label, text, restored(text)));
            }
        } else {
            damaged += 1;
            repaired += usize::from(same);
            if !same {
                missed.push((label, text, restored(text), wanted));
            }
        }
    }
    for missed in &missed {
        println!("{missed:#?}");
    }
    assert!(spoiled.is_empty(), "{spoiled:#?}");
    // plsfix 0.1.8 repairs 101 of 113 (`benches/README.md`).
    assert!(repaired >= 101, "{repaired} of {damaged}");
}
