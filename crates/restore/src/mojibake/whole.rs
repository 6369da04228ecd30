//! Lines, and parts of lines, that are UTF-8 to the last byte under some code page: blanks that were hard, bytes that were
//! lost and surrogates among them.
//!
//! The order of the pages and what is made of lost bytes follow ftfy (Robyn Speer, Apache License 2.0).

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use encoding_rs::{
    Encoding, ISO_8859_2, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
    WINDOWS_1257,
};
use rustc_hash::FxHasher;
use salname_model::{Alignment, Span};

use super::oddness::{is_odd, is_odd_part};
use super::page::{self, CP437, is_continuation, length};
use crate::letters::is_letter;

/// Stands for a byte that was lost: no text has it.
const LOST: u8 = 0x1a;

/// What came of a text: its letters, and of which bytes of it each was made.
pub(super) struct Undone {
    pub(super) text: String,
    pub(super) alignment: Alignment,
    /// Sequences that were undone.
    pub(super) sequences: usize,
    /// The page that it was read as, in [`page::PAGES`]; their number for one that is not among them.
    pub(super) page: usize,
}

impl Undone {
    fn new() -> Self {
        Self { text: String::new(), alignment: Alignment::default(), sequences: 0, page: page::PAGES.len() }
    }
}

/// From sign to byte; of pages that some programs fill up with control characters, with those.
struct Page {
    bytes: HashMap<char, u8, BuildHasherDefault<FxHasher>>,
    /// Programs that read the page show U+FFFD for bytes that it does not have.
    loses: bool,
    /// Hard blanks of the page are often made soft.
    blanks: bool,
    /// Its number in [`page::PAGES`].
    number: usize,
}

static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let latin1 = (0x80..=0xff_u8).map(|byte| (char::from(byte), byte)).collect();
    let mut pages = vec![Page { bytes: latin1, loses: false, blanks: true, number: 0 }];
    let others = page::PAGES.len();
    pages.extend(
        [
            (WINDOWS_1252, 0),
            (WINDOWS_1251, 1),
            (WINDOWS_1250, 3),
            (WINDOWS_1253, others),
            (WINDOWS_1254, 2),
            (WINDOWS_1257, 5),
            (ISO_8859_2, 4),
            (MACINTOSH, 6),
        ]
        .map(|(encoding, number)| Page::of(encoding, number)),
    );
    pages.push(Page { bytes: CP437.chars().zip(0x80..).collect(), loses: false, blanks: true, number: 7 });
    pages
});

impl Page {
    fn of(encoding: &'static Encoding, number: usize) -> Self {
        let sign = |byte: u8| {
            let shown = encoding.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or_default();
            (if shown == char::REPLACEMENT_CHARACTER { char::from(byte) } else { shown }, byte)
        };
        Self {
            bytes: (0x80..=0xff).map(sign).collect(),
            loses: encoding.name().starts_with("windows"),
            blanks: encoding != MACINTOSH,
            number,
        }
    }

    fn byte(&self, sign: char) -> Option<u8> {
        match sign {
            '\u{1a}' => None,
            _ if sign.is_ascii() => u8::try_from(sign).ok(),
            char::REPLACEMENT_CHARACTER => self.loses.then_some(LOST),
            _ => self.bytes.get(&sign).copied(),
        }
    }

    /// The text, if all of it is UTF-8 under this page and some of it is not ASCII.
    fn decode(&self, text: &str) -> Option<Undone> {
        let bytes: Vec<(u8, usize)> =
            text.char_indices().map(|(at, sign)| Some((self.byte(sign)?, at))).collect::<Option<_>>()?;
        let start = |index: usize| bytes.get(index).map_or(text.len(), |&(_, at)| at);
        let mut made = Undone { page: self.number, ..Undone::new() };
        let mut alignment = Alignment::builder();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at].0 < 0x80 {
                let copied = &text[start(at)..start(at + 1)];
                made.text.push_str(copied);
                alignment.copy(start(at), copied.len());
                at += 1;
                continue;
            }
            let (letter, count) = sequence(&bytes[at..], self.blanks)?;
            made.text.push(letter);
            alignment.rewrite(letter.len_utf8(), Span::new(start(at), start(at + count)));
            made.sequences += 1;
            at += count;
        }
        made.alignment = alignment.finish();
        (made.sequences > 0).then_some(made)
    }
}

/// The letter that the bytes begin with, and how many of them make it. Of one of which bytes were lost nothing is known but
/// that it was there.
fn sequence(bytes: &[(u8, usize)], soft: bool) -> Option<(char, usize)> {
    let lead = bytes[0].0;
    let count = length(lead)?;
    let mut letter = [lead, 0, 0, 0];
    let (mut lost, mut blanks) = (false, 0);
    for (place, &(byte, _)) in letter[1..count].iter_mut().zip(bytes.get(1..count)?) {
        *place = match byte {
            // Readers that know no other blank make this one of the hard one, 0xA0.
            b' ' => {
                blanks += 1;
                0xa0
            }
            LOST => {
                lost = true;
                0x80
            }
            b'?' if count > 2 || matches!(lead, 0xc2 | 0xc3) => {
                lost = true;
                0x80
            }
            _ if is_continuation(byte) => byte,
            _ => return None,
        };
    }
    if blanks > 1 || (blanks == 1 && (lost || !soft || !may_hold_blank(lead))) {
        return None;
    }
    if lead == 0xed && letter[1] >= 0xa0 {
        return surrogates(bytes);
    }
    if lost {
        return Some((char::REPLACEMENT_CHARACTER, count));
    }
    // A letter whose last byte is a blank ends its word: the blank is the text's own at once.
    let own = lead == 0xc3 && bytes[1].0 == b' ' && bytes.get(2).is_none_or(|&(next, _)| next != b' ');
    let letter = std::str::from_utf8(&letter[..count]).ok()?.chars().next()?;
    Some((letter, if own { 1 } else { count }))
}

/// True if a letter that begins so is common enough for a blank in it to be a hard one.
fn may_hold_blank(lead: u8) -> bool {
    matches!(lead, 0xc2 | 0xc3 | 0xc5 | 0xce | 0xd0 | 0xd9 | 0xe0..=0xe3 | 0xf0)
}

/// A sign that was written as two surrogates of three bytes each (CESU-8).
fn surrogates(bytes: &[(u8, usize)]) -> Option<(char, usize)> {
    let byte = |index: usize| bytes.get(index).map(|&(byte, _)| byte);
    let (high, low) = (byte(1)?, byte(4)?);
    let (first, second) = (byte(2)?, byte(5)?);
    if !(0xa0..0xb0).contains(&high) || byte(3)? != 0xed || !(0xb0..0xc0).contains(&low) {
        return None;
    }
    if [first, second].iter().any(|&byte| matches!(byte, LOST | b'?')) {
        return Some((char::REPLACEMENT_CHARACTER, 6));
    }
    let unit = |high: u8, low: u8| 0xd000 | (u16::from(high & 0x3f) << 6) | u16::from(low & 0x3f);
    let units = [unit(high, first), unit(low, second)];
    let sign = char::decode_utf16(units).next()?.ok()?;
    (is_continuation(first) && is_continuation(second)).then_some((sign, 6))
}

/// The text as it was before it was read wrongly, if all of it was, and shows it.
pub(super) fn undo(text: &str) -> Option<Undone> {
    if may_be_whole(text) && is_odd(text) { decode(text) } else { None }
}

/// The pages, a bit for each, in which a sign can be the first of a sequence of two, three and four, and in which it can be
/// a later one; of each sign below U+2600.
static IN_SEQUENCES: LazyLock<Vec<[u16; 4]>> = LazyLock::new(|| {
    let of = |sign: char| {
        let mut pages = [0; 4];
        for (number, page) in PAGES.iter().enumerate() {
            let byte = page.byte(sign).unwrap_or(0);
            if let Some(signs) = length(byte) {
                pages[signs - 2] |= 1 << number;
            }
            pages[3] |= u16::from(is_continuation(byte) || matches!(sign, ' ' | '?')) << number;
        }
        pages
    };
    (0..0x2600).map(|code| char::from_u32(code).map_or([0; 4], of)).collect()
});

/// False if under each page some sign is in no sequence: fast, and of a text in a font over a code page told by its first
/// word.
fn may_be_whole(text: &str) -> bool {
    let known = &*IN_SEQUENCES;
    // The pages that explain all so far, and those among them under which one, two or three more signs must follow.
    let (mut pages, mut one, mut two, mut three) = (u16::MAX, 0, 0, 0);
    for sign in text.chars() {
        let inside = one | two | three;
        if inside == 0 && sign.is_ascii() {
            continue;
        }
        let Some(&[of_two, of_three, of_four, later]) = known.get(sign as usize) else { return true };
        let begins = if sign.is_ascii() { u16::MAX } else { of_two | of_three | of_four };
        pages &= (inside & later) | (!inside & begins);
        if pages == 0 {
            return false;
        }
        let outside = pages & !inside;
        (one, two, three) =
            ((two & pages) | (outside & of_two), (three & pages) | (outside & of_three), outside & of_four);
    }
    pages & !(one | two | three) != 0
}

/// The text under the first page that explains all of it.
fn decode(text: &str) -> Option<Undone> {
    PAGES.iter().find_map(|page| page.decode(text))
}

/// Signs of the first byte of a sequence of two, three and four bytes in the common pages.
const LEADS: [&str; 3] = [
    "ÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßĂĆČĎĐĘĚĞİĹŃŇŐŘŞŢŮŰΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫάέήίВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
    "àáâãäåæçèéêëìíîïăćčďęěĺŕΰαβγδεζηθικλμνξοабвгдежзийклмноп",
    "ðóđğπσру",
];
/// Signs of the bytes that follow, which hardly stand for themselves beside damage…
const STRICT: &str = "ĄąĽľŁłŒœŚśŞşŠšŤťŸŹźŻżŽžƒˆˇ˘˛˜˝΄΅ΆΈΉΊΌΎΏЁЂЃЄЅІЇЈЉЊЋЌЎЏёђѓєѕіїјљњћќўџҐґ†‡•‰‹›€№™";
/// …and those that do.
const NATURAL: &str = "–—―‘’‚“”„… \u{fffd}";

/// What a sign can be in a sequence, a bit for each: the first of two, three and four signs, one that follows, and one that
/// follows but may as well stand for itself.
static ROLES: LazyLock<Vec<u8>> =
    LazyLock::new(|| (0..0x2600).map(|code| char::from_u32(code).map_or(0, role_of)).collect());
const LEADING: u8 = (1 << 3) - 1;
const FOLLOWS: u8 = 1 << 3;
const FOLLOWS_NATURALLY: u8 = 1 << 4;

fn role_of(sign: char) -> u8 {
    let leads = LEADS.iter().zip(0..).map(|(leads, bit)| u8::from(leads.contains(sign)) << bit).sum::<u8>();
    let follows = matches!(sign, '\u{80}'..='\u{bf}') || STRICT.contains(sign);
    leads + FOLLOWS * u8::from(follows) + FOLLOWS_NATURALLY * u8::from(NATURAL.contains(sign))
}

fn role(sign: char) -> u8 {
    ROLES.get(sign as usize).copied().unwrap_or_else(|| role_of(sign))
}

/// True for a sign that can follow the first of a sequence; one that is `natural` may as well stand for itself.
pub(super) fn follows(sign: char, natural: bool) -> bool {
    role(sign) & (FOLLOWS | if natural { FOLLOWS_NATURALLY } else { 0 }) != 0
}

/// A text of which parts were damaged has fewer other letters that are not ASCII than this for each sequence: a font over a
/// code page makes such sequences, too, now and then.
const STRAYS: usize = 3;

/// The text with those parts undone that are damaged all through, and show it.
pub(super) fn undo_parts(text: &str) -> Option<Undone> {
    if !may_have_parts(text) {
        return None;
    }
    let mut made = Undone::new();
    let mut alignment = Alignment::builder();
    // What stands between `copied` and `at` is as it was.
    let (mut at, mut copied, mut before, mut strays) = (0, 0, None, 0);
    while let Some(sign) = text[at..].chars().next() {
        if sign.is_ascii() {
            (before, at) = (Some(sign), at + 1);
            continue;
        }
        // In the middle of a garble a few letters would only make it worse.
        let may_lead = role(sign) & LEADING != 0 && before.is_none_or(|before| !follows(before, false));
        let part = if may_lead { part_length(&text[at..]) } else { 0 };
        if part == 0 {
            strays += usize::from(is_letter(sign));
            (before, at) = (Some(sign), at + sign.len_utf8());
            continue;
        }
        let part = &text[at..at + part];
        if let Some(undone) = Some(part).filter(|part| is_odd_part(part)).and_then(decode) {
            made.text.push_str(&text[copied..at]);
            alignment.copy(copied, at - copied);
            for (to, from, same) in undone.alignment.runs() {
                if same {
                    alignment.copy(at + from.start, to.len());
                } else {
                    alignment.rewrite(to.len(), Span::new(at + from.start, at + from.end));
                }
            }
            made.text.push_str(&undone.text);
            made.sequences += undone.sequences;
            copied = at + part.len();
        }
        before = part.chars().next_back();
        at += part.len();
    }
    if strays >= made.sequences * STRAYS {
        return None;
    }
    made.text.push_str(&text[copied..]);
    alignment.copy(copied, text.len() - copied);
    made.alignment = alignment.finish();
    Some(made)
}

/// False if the text has no sequence, or far too few for its letters: fast.
fn may_have_parts(text: &str) -> bool {
    let follows = |role: u8| role & (FOLLOWS | FOLLOWS_NATURALLY) != 0;
    let mut before = [0; 3];
    let (mut sequences, mut letters) = (0, 0);
    for sign in text.chars() {
        let own = role(sign);
        // The signs since each that may lead one: of two, of three, of four.
        let [third, second, first] = before;
        let found = follows(own)
            && (first & 1 != 0
                || (follows(first) && (second & 2 != 0 || (follows(second) && third & 4 != 0))));
        sequences += usize::from(found);
        letters += usize::from(!sign.is_ascii() && is_letter(sign));
        before = [second, first, own];
    }
    // None has more signs than four, and the other letters are strays.
    letters < sequences * (4 + STRAYS)
}

/// The bytes of the sequences that the text begins with.
fn part_length(text: &str) -> usize {
    let mut length = 0;
    while let Some(lead) = text[length..].chars().next() {
        let role = role(lead);
        let sequence = (1..=LEADS.len()).filter(|more| role & (1 << (more - 1)) != 0).find_map(|more| {
            let (mut later, mut bytes) = (0, lead.len_utf8());
            for sign in text[length + bytes..].chars().take(more).take_while(|&sign| follows(sign, true)) {
                later += 1;
                bytes += sign.len_utf8();
            }
            (later == more).then_some(bytes)
        });
        let Some(sequence) = sequence else { break };
        length += sequence;
    }
    length
}

/// The text with control characters that were meant as the marks windows-1252 has at their places: quotes, dashes, dots.
/// None if there are none, or if some stand between letters as letters do.
pub(super) fn undo_controls(text: &str) -> Option<Undone> {
    let is_control = |sign: char| matches!(sign, '\u{80}'..='\u{9f}');
    if !text.contains(is_control) {
        return None;
    }
    let mut made = Undone::new();
    let mut alignment = Alignment::builder();
    let mut signs = text.char_indices().peekable();
    let mut before = None;
    while let Some((at, sign)) = signs.next() {
        let after = signs.peek().map(|&(_, after)| after);
        if is_control(sign) {
            let byte = u8::try_from(u32::from(sign)).ok()?;
            let mark = WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()?;
            let inside = [before, after].iter().all(|sign| sign.is_some_and(char::is_alphabetic));
            if is_control(mark) || mark.is_alphabetic() || (inside && !matches!(mark, '’' | '–' | '—'))
            {
                return None;
            }
            made.text.push(mark);
            alignment.rewrite(mark.len_utf8(), Span::new(at, at + sign.len_utf8()));
            made.sequences += 1;
        } else {
            made.text.push(sign);
            alignment.copy(at, sign.len_utf8());
        }
        before = Some(sign);
    }
    made.alignment = alignment.finish();
    Some(made)
}
