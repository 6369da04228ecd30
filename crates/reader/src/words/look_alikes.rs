//! Letters and digits that print, typewriters and scanners take for one another.

use std::borrow::Cow;

/// A number of which some digits look like letters: "192O", "l9", "I92l".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Misread {
    /// Bytes of it.
    pub len: usize,
    /// What it was.
    pub value: u32,
    /// How many digits it had.
    pub digits: u8,
    /// True if it is a number wherever it stands; otherwise only a month beside it tells ("2б апреля").
    pub sure: bool,
}

/// More digits no number has that is read.
const MOST_DIGITS: usize = 7;

/// The number that a run of letters and digits begins with, if some of its digits are letters. `text` begins where the
/// run does.
///
/// What has no digit at all is a word or a Roman number, and a letter after the last digit is one ("1б", "20l"), unless
/// with it the number is a year.
pub(crate) fn misread(text: &str) -> Option<Misread> {
    let mut signs = [(' ', 0, 0); MOST_DIGITS];
    let (mut count, mut past) = (0, 0);
    for letter in text.chars().take(MOST_DIGITS) {
        let Some(digit) = digit(letter) else { break };
        past += letter.len_utf8();
        signs[count] = (letter, digit, past);
        count += 1;
    }
    if signs[..count].iter().all(|(letter, ..)| letter.is_ascii_digit()) {
        return None;
    }
    if let [('З', ..)] = signs[..count] {
        let alone = text[past..].starts_with(|next: char| next != '.' && !next.is_alphanumeric());
        return alone.then_some(Misread { len: past, value: 3, digits: 1, sure: false });
    }
    (1..=count).rev().find_map(|count| {
        let signs = &signs[..count];
        let (letter, _, len) = signs[count - 1];
        let goes_on = text[len..].starts_with(char::is_alphanumeric);
        // A letter that others follow begins an ending rather, unless that is one of a number: "2lst", "l92Olar".
        (letter.is_ascii_digit() || !goes_on || matches!(letter, 'l' | 'I' | 'O')).then_some(())?;
        number(signs, goes_on)
    })
}

/// The number that these signs are, each with the digit that it looks like.
fn number(signs: &[(char, u32, usize)], goes_on: bool) -> Option<Misread> {
    let real = |at: usize| signs.get(at).is_some_and(|(letter, ..)| letter.is_ascii_digit());
    let (first, last) = (signs[0].0, signs[signs.len() - 1].0);
    let reals = (0..signs.len()).filter(|at| real(*at)).count();
    // A small letter like these is a digit only among digits: "20li" and "20il" are words with a number.
    let slips = |at: usize| {
        matches!(signs[at].0, 'i' | 'ı' | 'і' | 'o' | 'о')
            && (at == 0 || !real(at - 1) || (at + 1 < signs.len() && !real(at + 1)))
    };
    if reals == 0 || reals == signs.len() || (0..signs.len()).any(slips) {
        return None;
    }
    let value = signs.iter().fold(0, |value, (_, digit, _)| value * 10 + digit);
    let year = signs.len() == 4
        && (1000..2100).contains(&value)
        && (reals > 1 || (matches!(first, 'l' | 'I' | 'І') && signs[1].0 == '9'));
    let heads = first.is_ascii_digit() || matches!(first, 'l' | 'I' | 'І' | 'З');
    let sure = year || (heads && (last.is_ascii_digit() || (matches!(last, 'O' | 'О') && !goes_on)));
    let day = signs.len() == 2
        && (heads || matches!(first, 'O' | 'О'))
        && !matches!(last, 'i' | 'ı' | 'і' | 'o' | 'о');
    let digits = u8::try_from(signs.len()).ok()?;
    (sure || day).then_some(Misread { len: signs[signs.len() - 1].2, value, digits, sure })
}

/// The digit that a letter looks like, or that it is.
fn digit(letter: char) -> Option<u32> {
    Some(match letter {
        '0'..='9' => u32::from(letter) - u32::from('0'),
        'O' | 'o' | 'О' | 'о' => 0,
        'l' | 'I' | 'i' | 'ı' | 'І' | 'і' => 1,
        'З' | 'з' => 3,
        'S' => 5,
        'б' => 6,
        _ => return None,
    })
}

/// True if a number may begin with this sign although it is a letter.
pub(crate) fn heads_number(letter: char) -> bool {
    matches!(letter, 'l' | 'I' | 'О' | 'O' | 'З' | 'І')
}

/// A number as it was before letters were taken for its digits; any other text as it is.
pub(crate) fn in_digits(text: &str) -> Cow<'_, str> {
    match misread(text).filter(|number| number.sure) {
        Some(number) => {
            let width = usize::from(number.digits);
            format!("{:0width$}{}", number.value, &text[number.len..]).into()
        }
        None => text.into(),
    }
}

/// Latin letters and the Cyrillic ones that look the same.
const ALIKE: [(char, char); 20] = [
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
    ('i', 'і'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
];

/// What a small letter is printed or scanned as.
const PRINTED_AS: [(&str, &str); 4] = [("m", "rn"), ("b", "h"), ("h", "b"), ("c", "e")];

/// Shorter words may be others when a letter is taken for another.
const LONG: usize = 6;

/// A word as it looks when one of its letters is taken for another.
pub(crate) fn misprints(word: &str) -> impl Iterator<Item = String> {
    let long = word.chars().count() >= LONG;
    PRINTED_AS.into_iter().filter(move |(letter, _)| long || *letter == "m").flat_map(
        move |(letter, printed)| {
            word.match_indices(letter)
                .map(move |(at, _)| format!("{}{printed}{}", &word[..at], &word[at + letter.len()..]))
        },
    )
}

/// A word that mixes Latin and Cyrillic letters, in the letters of one script; none if it mixes nothing, or has letters
/// that the script has none like.
pub(crate) fn in_one_script(word: &str, cyrillic: bool) -> Option<String> {
    let is_cyrillic = |letter: char| matches!(letter, '\u{400}'..='\u{4ff}');
    // The first bytes of Cyrillic letters: most words are told by these.
    let mixed = word.bytes().any(|byte| matches!(byte, 0xd0..=0xd3))
        && word.bytes().any(|byte| byte.is_ascii_alphabetic());
    if !mixed {
        return None;
    }
    word.chars()
        .map(|letter| {
            if !letter.is_alphabetic() || is_cyrillic(letter) == cyrillic {
                return Some(letter);
            }
            let (from, to) = if cyrillic { (0, 1) } else { (1, 0) };
            let pair =
                ALIKE.iter().map(|&(latin, other)| [latin, other]).find(|pair| pair[from] == letter)?;
            Some(pair[to])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(u32, &str)> {
        misread(text).map(|number| (number.value, &text[number.len..]))
    }

    #[test]
    fn digits_that_look_like_letters_are_digits() {
        for (text, value, rest) in [
            ("192O'de", 1920, "'de"),
            ("l9 ", 19, " "),
            ("l9th", 19, "th"),
            ("2lst", 21, "st"),
            ("I92l-ci", 1921, "-ci"),
            ("19ll ", 1911, " "),
            ("l92Olarda", 1920, "larda"),
            ("19O8inci", 1908, "inci"),
            ("2б апреля", 26, " апреля"),
            ("З апреля", 3, " апреля"),
            ("2О0 ", 200, " "),
        ] {
            assert_eq!(read(text), Some((value, rest)), "{text}");
        }
    }

    #[test]
    fn what_has_letters_of_its_own_keeps_them() {
        let left = [
            "II", "XI", "l", "O", "1920", "1920ler", "20li", "20il", "19inci", "1-l", "20ler", "2ой", "5ого",
            "28го", "З. А", "Зал", "lO", "I", "Ol", "S5", "O", "1920i",
        ];
        for text in left {
            assert_eq!(read(text), None, "{text}");
        }
        for text in ["1б ", "20l ", "O2 "] {
            assert!(misread(text).is_none_or(|number| !number.sure), "{text}");
        }
    }

    #[test]
    fn a_number_is_shown_in_digits() {
        assert_eq!(in_digits("l0"), "10");
        assert_eq!(in_digits("2О0-dən"), "200-dən");
        assert_eq!(in_digits("1б"), "1б");
        assert_eq!(in_digits("1,5"), "1,5");
    }

    #[test]
    fn a_letter_is_taken_for_another() {
        let read: Vec<String> = misprints("december").collect();
        assert!(read.contains(&"decernber".into()) && read.contains(&"decemher".into()), "{read:?}");
        assert_eq!(misprints("may").collect::<Vec<_>>(), ["rnay"]);
    }

    #[test]
    fn words_of_two_scripts_are_of_one() {
        assert_eq!(in_one_script("aвгуcта", true).as_deref(), Some("августа"));
        assert_eq!(in_one_script("Аpril", false).as_deref(), Some("April"));
        assert_eq!(in_one_script("Жuk", false), None);
        assert_eq!(in_one_script("апреля", true), None);
    }
}
