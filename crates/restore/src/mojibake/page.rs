//! Code pages, from the sign that one shows to the byte.

use std::sync::LazyLock;

use encoding_rs::{
    Encoding, ISO_8859_2, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257,
};
use salname_model::{Alignment, Span};

use super::whole::follows;
use super::{Repair, convinces, is_mark, is_symbol};

/// The code pages that UTF-8 is read as; of those that explain a line equally well the first is taken.
pub(super) static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let mut pages: Vec<Page> =
        [WINDOWS_1252, WINDOWS_1251, WINDOWS_1254, WINDOWS_1250, ISO_8859_2, WINDOWS_1257, MACINTOSH]
            .map(Page::new)
            .into();
    pages.push(Page::of_signs(CP437));
    pages
});

/// Code page 437, the first of DOS, from 0x80 on.
pub(super) const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■";

/// Signs that some page can have for the first and for a later byte of a sequence, a bit for each page.
pub(super) static ROLES: LazyLock<Vec<(u8, u8)>> = LazyLock::new(|| {
    let roles = |sign: char| {
        let (mut first, mut later) = (0, 0);
        for (index, page) in PAGES.iter().enumerate() {
            let byte = page.byte(sign);
            first |=
                u8::from(byte.is_some_and(|byte| length(byte).is_some()) && page.may_lead(sign)) << index;
            later |= u8::from(byte.is_some_and(is_continuation)) << index;
        }
        (first, later)
    };
    (0..0x2600).map(|code| char::from_u32(code).map_or((0, 0), roles)).collect()
});

/// Symbols from here on are rarer than the Cyrillic letters of DOS that look like their bytes.
const RARE: char = '\u{2800}';
/// Signs below this code point are looked up in a table.
const TABLED: usize = 0x500;

/// A code page from sign to byte.
pub(super) struct Page {
    /// The byte of each sign below [`TABLED`]; 0 where the page does not have it.
    bytes: Box<[u8]>,
    /// The other signs and their bytes.
    others: Vec<(char, u8)>,
    /// Only signs that are no letters, quotes or dashes lead a sequence: the page has those at the leads' places.
    strict: bool,
}

impl Page {
    fn new(encoding: &'static Encoding) -> Self {
        let mut page = Self::empty();
        page.strict = encoding == MACINTOSH;
        for byte in 0x80..=u8::MAX {
            // What a page has no sign for goes through as a control character, and some readers let all of these through.
            if byte < 0xa0 {
                page.bytes[usize::from(byte)] = byte;
            }
            let sign = encoding.decode_without_bom_handling(&[byte]).0.chars().next();
            match sign.map(|sign| (sign, sign as usize)) {
                Some((_, code)) if code < TABLED => page.bytes[code] = byte,
                Some((sign, _)) if sign != char::REPLACEMENT_CHARACTER => page.others.push((sign, byte)),
                _ => {}
            }
        }
        page
    }

    /// A page that no library has, by its signs from 0x80 on.
    fn of_signs(signs: &str) -> Self {
        let mut page = Self::empty();
        for (sign, byte) in signs.chars().zip(0x80_u8..) {
            match page.bytes.get_mut(sign as usize) {
                Some(place) => *place = byte,
                None => page.others.push((sign, byte)),
            }
        }
        page
    }

    fn empty() -> Self {
        Self { bytes: vec![0; TABLED].into_boxed_slice(), others: Vec::new(), strict: false }
    }

    /// True if the sign may begin a sequence.
    fn may_lead(&self, sign: char) -> bool {
        !self.strict || matches!(sign, '√' | 'ƒ' | '≈' | '∆' | '◊' | '÷' | '‚' | '„' | '‰')
    }

    /// The byte that the page shows as the sign; none for ASCII, which UTF-8 leaves as it is.
    fn byte(&self, sign: char) -> Option<u8> {
        match self.bytes.get(sign as usize) {
            Some(&byte) => (byte != 0).then_some(byte),
            None => self.others.iter().find(|(other, _)| *other == sign).map(|(_, byte)| *byte),
        }
    }

    /// The line with all sequences undone, or only the `doubtless` ones, and how many signs of the page belong to none.
    pub(super) fn decode(&self, page: usize, line: &str, doubtless: bool) -> (Repair, usize) {
        let mut repair = Repair {
            text: String::new(),
            alignment: Alignment::default(),
            page,
            sequences: 0,
            convincing: 0,
            sound: false,
        };
        let mut alignment = Alignment::builder();
        // Where the last sequence ended.
        let mut repaired = 0;
        let (mut at, mut strays) = (0, 0);
        while let Some(sign) = line[at..].chars().next() {
            let before = line[..at].chars().next_back();
            let found = self.sequence(&line[at..]).and_then(|(letter, len)| {
                let after = line[at + len..].chars().next();
                let convinces = convinces(before, &line[at..at + len], letter, after);
                let between = before.is_some_and(|sign| sign.is_ascii_lowercase())
                    && after.is_none_or(|sign| sign.is_ascii_lowercase() || !sign.is_alphabetic());
                // In the middle of a garble a few letters would only make it worse.
                let later = |sign| self.byte(sign).is_some_and(is_continuation) && !is_mark(sign);
                let garbled = at > repaired && before.is_some_and(|sign| follows(sign, false) || later(sign));
                let doubted =
                    doubtless && (garbled || !(convinces && (is_symbol(letter) && letter < RARE || between)));
                (!doubted).then_some((letter, len, convinces))
            });
            if let Some((letter, mut len, convinces)) = found {
                let soft = line[at..at + len].ends_with(' ');
                // A soft blank after this sign is its own and the text's at once.
                if soft && letter == 'à' && !line[at + len..].starts_with(' ') {
                    len -= 1;
                }
                repair.convincing += usize::from(convinces);
                repair.text.push(letter);
                alignment.rewrite(letter.len_utf8(), Span::new(at, at + len));
                repair.sequences += usize::from(!soft);
                at += len;
                repaired = at;
                continue;
            }
            // Quotes and dashes are often put in afterwards.
            strays += usize::from(self.byte(sign).is_some() && !is_mark(sign));
            repair.text.push(sign);
            alignment.copy(at, sign.len_utf8());
            at += sign.len_utf8();
        }
        repair.alignment = alignment.finish();
        (repair, strays)
    }

    /// The letter whose UTF-8 the text begins with under the page, and how many bytes of the text stand for it.
    fn sequence(&self, text: &str) -> Option<(char, usize)> {
        let mut signs = text.chars();
        let first = signs.next()?;
        let mut bytes = [self.byte(first).filter(|_| self.may_lead(first))?, 0, 0, 0];
        let count = length(bytes[0])?;
        let mut len = first.len_utf8();
        for byte in &mut bytes[1..count] {
            let sign = signs.next()?;
            *byte = match sign {
                // Readers that know no other blank make this one of the hard one, 0xA0.
                ' ' if count == 2 => 0xa0,
                _ => self.byte(sign).filter(|&byte| is_continuation(byte))?,
            };
            len += sign.len_utf8();
        }
        let letter = std::str::from_utf8(&bytes[..count]).ok()?.chars().next()?;
        Some((letter, len))
    }
}

/// How many bytes a sequence has that begins with the byte; none if none does.
pub(super) fn length(lead: u8) -> Option<usize> {
    match lead {
        0xc2..=0xdf => Some(2),
        0xe0..=0xef => Some(3),
        0xf0..=0xf4 => Some(4),
        _ => None,
    }
}

pub(super) fn is_continuation(byte: u8) -> bool {
    (0x80..0xc0).contains(&byte)
}
