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
    if text.is_ascii() || !may_be_odd(places_of(before.0, before.1), text) {
        return false;
    }
    let mut signs: Vec<(char, Classes)> = Vec::with_capacity(text.len() + 1);
    signs.push(before);
    signs.extend(text.chars().map(|sign| (sign, classes(sign))));
    (0..signs.len()).any(|at| {
        let rest = &signs[at..];
        // A capital Â may end a word in capitals, and a hard blank follow it.
        let after_capital = at > 0 && signs[at - 1].0.is_ascii_uppercase();
        if after_capital && matches!(rest, [('Â', _), ('\u{a0}', _), ..]) {
            return false;
        }
        let ruled = |rule: &&[Classes]| {
            rest.len() >= rule.len() && rule.iter().zip(rest).all(|(wanted, (_, has))| wanted & has != 0)
        };
        let told = |telling: &&[&str]| {
            rest.len() >= telling.len()
                && telling.iter().zip(rest).all(|(wanted, (sign, _))| wanted.contains(*sign))
        };
        RULES.iter().any(ruled) || TELLING.iter().any(told)
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

/// False if no three signs that stand together can be the first three of a rule: fast, and nearly always right.
fn may_be_odd(before: Places, text: &str) -> bool {
    let known = &*PLACES;
    let end = places_of('\0', 0);
    let (mut first, mut second) = ([0; 3], before);
    let signs = text
        .chars()
        .map(|sign| known.get(sign as usize).copied().unwrap_or_else(|| places_of(sign, classes(sign))));
    signs.chain([end, end]).any(|third| {
        let found = first[0] & second[1] & third[2] != 0;
        (first, second) = (second, third);
        found
    })
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
