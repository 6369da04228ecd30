//! Signs that stand beside one another in text that was wrongly read, and hardly ever in sound text.
//!
//! The classes and rules are those of ftfy's `badness` heuristic (Robyn Speer, Apache License 2.0): an accented small letter
//! before a currency sign, a capital before a fraction, and so on.

use std::sync::LazyLock;

/// A set of classes, a bit for each.
type Classes = u32;

const C1: Classes = 1;
const BAD: Classes = 1 << 1;
const CURRENCY: Classes = 1 << 2;
const OPENING: Classes = 1 << 3;
const CLOSING: Classes = 1 << 4;
const NUMERIC: Classes = 1 << 5;
const KAOMOJI: Classes = 1 << 6;
const UPPER: Classes = 1 << 7;
const LOWER: Classes = 1 << 8;
const UPPER_COMMON: Classes = 1 << 9;
const LOWER_COMMON: Classes = 1 << 10;
const BOX: Classes = 1 << 11;
const BLANK: Classes = 1 << 12;
const ASCII_SMALL: Classes = 1 << 13;
const ASCII_CAPITAL: Classes = 1 << 14;
const WORD: Classes = 1 << 15;
/// Â and Ã, which UTF-8 begins most western letters with.
const ATTIC: Classes = 1 << 16;
/// Signs that Â, Ã, Î and Ð have beside them only in damaged text.
const AFTER_ATTIC: Classes = 1 << 17;
/// Î and Ð, with Â and Ã.
const LEADING: Classes = 1 << 18;
const COMMON: Classes = 1 << 19;
/// Ø and Ù, which begin Arabic letters.
const ARABIC: Classes = 1 << 20;
/// В, Г, Р, С and Β, Γ, Ξ, Ο, which begin Cyrillic and Greek letters.
const CYRILLIC: Classes = 1 << 21;
const GREEK: Classes = 1 << 22;
/// What stands before a stray Â: the end of a clause.
const CLAUSE_END: Classes = 1 << 23;
const OE: Classes = 1 << 24;
const DEGREE: Classes = 1 << 25;
const START: Classes = 1 << 26;
const AFTER_ARABIC: Classes = 1 << 27;
const CIRCUMFLEX: Classes = 1 << 28;
/// Whatever is no ASCII letter.
const ANYTHING: Classes = 1 << 29;

/// Classes and their signs; three signs with `-` in the middle are a range.
const CLASSES: [(Classes, &str); 25] = [
    (BAD, "¦¤¨¬¯¶§¸ƒˆˇ˘˛˜†‡‰⌐◊\u{fffd}ªº"),
    (CURRENCY, "¢£¥₧€"),
    (OPENING, "¡«¿©΄΅‘‚“„•‹\u{f8ff}"),
    (CLOSING, "®»˝”›™"),
    (NUMERIC, "²³¹±¼½¾×µ÷⁄∂∆∏∑√∞∩∫≈≠≡≤≥№"),
    (KAOMOJI, "Ò-ÖÙ-Üò-öø-üŐ°"),
    (UPPER, "À-ÑØÜÝĂĄĆČĎĐĘĚĞİĹĽŁŃŇŒŘŚŞŠŢŤŮŰŸŹŻŽҐ"),
    (LOWER, "ßà-ñăąćčďđęěğĺľłœŕśşšťüźżžґﬁﬂ"),
    (UPPER_COMMON, "ÞΑ-ΩΆΈΉΊΌΎΏΪΫЁ-Я"),
    (LOWER_COMMON, "α-ωάέήίΰа-џ"),
    (BOX, "│┌┐┘├┤┬┼═-╬▀▄█▌▐░▒▓"),
    (ASCII_SMALL, "a-z"),
    (ASCII_CAPITAL, "A-Z"),
    (ATTIC, "ÃÂ"),
    (LEADING, "ÂÃÎÐ"),
    (AFTER_ATTIC, "€Šš¢£Ÿž\u{a0}\u{ad}®©°·»¡«¿΄΅‘‚“„•‹\u{f8ff}˝”›™–—´"),
    (COMMON, "\u{a0}\u{ad}·´–—―…’"),
    (ARABIC, "ØÙ"),
    (AFTER_ARABIC, "ŸŠ®°µ»"),
    (CYRILLIC, "ВГРС"),
    (GREEK, "ΒΓΞΟ"),
    (CLAUSE_END, "a-z.,?!®»˝”›™"),
    (OE, "Œœ"),
    (DEGREE, "°"),
    (CIRCUMFLEX, "Â"),
];

const ACCENTED: Classes = LOWER | UPPER;

/// Signs that stand behind words, hard blanks among them, of those that UTF-8 puts behind Â for themselves.
const ENDS_WORDS: &str = "\u{a0}»·´";

/// Classes that follow one another in damaged text.
const RULES: [&[Classes]; 26] = [
    &[C1],
    &[BAD | ACCENTED | BOX | OPENING | CLOSING | CURRENCY | NUMERIC, BAD],
    &[ASCII_SMALL | ASCII_CAPITAL, LOWER_COMMON | UPPER_COMMON, BAD],
    &[BAD, ACCENTED | BOX | OPENING | CLOSING | CURRENCY | NUMERIC],
    &[LOWER | LOWER_COMMON | BOX | CLOSING | CURRENCY | NUMERIC, UPPER],
    &[BOX | CLOSING | CURRENCY | NUMERIC, LOWER],
    &[LOWER | BOX | CLOSING, CURRENCY],
    &[BLANK, UPPER, CURRENCY],
    &[UPPER | BOX, NUMERIC],
    &[ACCENTED | BOX | CURRENCY | CLOSING, OPENING, NUMERIC],
    &[ACCENTED | CURRENCY | NUMERIC | BOX, CLOSING, OPENING],
    &[CURRENCY | NUMERIC | BOX, OPENING],
    &[ASCII_SMALL, UPPER, OPENING | CURRENCY],
    &[BOX, KAOMOJI],
    &[ACCENTED | CURRENCY | NUMERIC | OPENING | CLOSING, BOX],
    &[BOX, CLOSING],
    &[ACCENTED, CLOSING, WORD],
    &[OE, ANYTHING],
    &[LEADING, AFTER_ATTIC],
    &[
        ARABIC,
        COMMON | CURRENCY | BAD | NUMERIC | OPENING | AFTER_ARABIC,
        ARABIC,
        COMMON | CURRENCY | BAD | NUMERIC | OPENING | AFTER_ARABIC,
    ],
    &[CYRILLIC, C1 | BAD | OPENING | CLOSING | CURRENCY | DEGREE, CYRILLIC],
    &[GREEK, C1 | BAD | OPENING | CLOSING | CURRENCY | DEGREE, GREEK],
    &[ASCII_SMALL, ATTIC, BLANK],
    &[ASCII_SMALL, BLANK, ATTIC, BLANK],
    &[START, ATTIC, BLANK],
    &[CLAUSE_END, CIRCUMFLEX, BLANK | OPENING | CLOSING],
];

/// Sequences of single signs that tell by themselves: what some letters and quotes become under some code page.
const TELLING: [&[&str]; 10] = [
    &["×", "²³"],
    &["à", "²µ¹¼½¾"],
    &["√", "±∂†≠®™´≤≥¥µø"],
    &["≈", "°¢"],
    &["‚", "Ä", "ìîïòôúùû†°¢π"],
    &["‚", "âó", "àä°ê"],
    &["в", "Ђ"],
    &["Ã", "\u{a0}¡"],
    &["β", "€", "™\u{a0}Ά\u{ad}®°"],
    &["Г", "ў", "В", "Ђ", "В"],
];

/// The classes of each sign below U+2600.
static TABLE: LazyLock<Vec<Classes>> =
    LazyLock::new(|| (0..0x2600).map(|code| char::from_u32(code).map_or(0, classes_of)).collect());

fn classes_of(sign: char) -> Classes {
    let mut classes = ANYTHING * Classes::from(!sign.is_ascii_alphabetic());
    for (class, signs) in CLASSES {
        let signs: Vec<char> = signs.chars().collect();
        let ranged = signs.windows(3).any(|range| range[1] == '-' && (range[0]..=range[2]).contains(&sign));
        if ranged || (sign != '-' && signs.contains(&sign)) {
            classes |= class;
        }
    }
    if matches!(sign, '\u{80}'..='\u{9f}') {
        classes |= C1;
    }
    if sign.is_whitespace() {
        classes |= BLANK;
    }
    if sign.is_alphanumeric() || sign == '_' {
        classes |= WORD;
    }
    classes
}

fn classes(sign: char) -> Classes {
    match TABLE.get(sign as usize) {
        Some(&known) => known,
        None => classes_of(sign),
    }
}

/// True if somewhere in the text signs stand together that do so in damaged text alone.
pub(super) fn is_odd(text: &str) -> bool {
    has_oddness(('\0', START), text)
}

/// The same of a part of a text that does not begin it.
pub(super) fn is_odd_part(text: &str) -> bool {
    has_oddness(('\0', 0), text)
}

fn has_oddness(before: (char, Classes), text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let known = &*PLACES;
    let end = places_of('\0', 0);
    let signs = text.char_indices().map(|(at, sign)| {
        let places = known.get(sign as usize).copied();
        (at, sign, places.unwrap_or_else(|| places_of(sign, classes(sign))))
    });
    // Of the last two signs: where each stands (nowhere what stands before the text), itself, its places.
    let mut first = (None, '\0', [0; 3]);
    let mut second = (None, before.0, places_of(before.0, before.1));
    let mut before_first = '\0';
    for (at, sign, places) in signs.chain([(text.len(), '\0', end); 2]) {
        let found = first.2[0] & second.2[1] & places[2];
        if found != 0 {
            // Â may end a word in capitals, and what ends words may follow it.
            let capitals =
                before_first.is_ascii_uppercase() && first.1 == 'Â' && ENDS_WORDS.contains(second.1);
            let rest = first.0.map_or("", |at| &text[at..]);
            if !capitals && is_ruled(found, rest) {
                return true;
            }
        }
        before_first = first.1;
        (first, second) = (second, (Some(at), sign, places));
    }
    false
}

/// True if the text begins as one of the rules `found`, a bit for each, whose first three signs it has.
fn is_ruled(found: u64, text: &str) -> bool {
    (0..RULES.len() + TELLING.len()).filter(|rule| found & (1 << rule) != 0).any(|rule| {
        let (length, fits): (usize, &dyn Fn(usize, char) -> bool) = match RULES.get(rule) {
            Some(rule) => (rule.len(), &|at, sign| rule[at] & classes(sign) != 0),
            None => {
                let rule = TELLING[rule - RULES.len()];
                (rule.len(), &|at, sign| rule[at].contains(sign))
            }
        };
        length <= 3
            || (text.chars().nth(length - 1).is_some()
                && text.chars().take(length).enumerate().all(|(at, sign)| fits(at, sign)))
    })
}

/// The rules, a bit for each, in which a sign may be the first, the second and the third.
type Places = [u64; 3];

/// The places of each sign below U+2600.
static PLACES: LazyLock<Vec<Places>> = LazyLock::new(|| {
    (0..0x2600)
        .map(|code| char::from_u32(code).map_or([0; 3], |sign| places_of(sign, classes(sign))))
        .collect()
});

fn places_of(sign: char, classes: Classes) -> Places {
    let mut places = [0; 3];
    for (at, place) in places.iter_mut().enumerate() {
        // What follows a rule does not matter.
        let ruled = RULES.iter().map(|rule| rule.get(at).is_none_or(|wanted| wanted & classes != 0));
        let told = TELLING.iter().map(|rule| rule.get(at).is_none_or(|wanted| wanted.contains(sign)));
        for (rule, fits) in ruled.chain(told).enumerate() {
            *place |= u64::from(fits) << rule;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_wrongly_read_is_odd() {
        for text in
            ["NicolÃ¡s", "Ã©tÃ©", "вЂњ", "doesnâ€™t", "nÃƒÂ©", "r√©gime", "\u{85}", "Г‚ВЈ", "voilÃ  le"]
        {
            assert!(is_odd(text), "{text}");
        }
    }

    #[test]
    fn sound_text_is_not() {
        for text in [
            "Nümayəndə heyəti səhər tezdən şəhərə gəldi: «Azadlıq» qəzeti, № 5.",
            "Делегация прибыла… в «КАСПАР», «СССР»–«НСР».",
            "PARCE QUE SUR LEURS PLAQUES IL Y MARQUÉ… L’École",
            "5×£35, ÀÉÎ, 2012—∞",
        ] {
            assert!(!is_odd(text), "{text}");
        }
    }
}
