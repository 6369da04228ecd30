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

/// The pages, a bit for each, in which a sign can be the first of a sequence, of one of two signs, and a later one.
#[derive(Clone, Copy, Default)]
pub(super) struct Roles {
    pub(super) first: u8,
    pub(super) first_of_two: u8,
    pub(super) later: u8,
    /// The pages in which it is the first of a sequence that may make a symbol.
    first_of_symbol: u8,
    /// The pages that have it, if it is no mark.
    stray: u8,
}

/// The roles of each sign below U+2600; those above have none.
pub(super) static ROLES: LazyLock<Vec<Roles>> = LazyLock::new(|| {
    let roles = |sign: char| {
        let mut roles = Roles::default();
        for (index, page) in PAGES.iter().enumerate() {
            let byte = page.byte(sign);
            let count = byte.and_then(length).filter(|_| page.may_lead(sign));
            roles.first |= u8::from(count.is_some()) << index;
            roles.first_of_two |= u8::from(count == Some(2)) << index;
            roles.later |= u8::from(byte.is_some_and(is_continuation)) << index;
            roles.first_of_symbol |= u8::from(byte == Some(SYMBOL)) << index;
            roles.stray |= u8::from(byte.is_some() && !is_mark(sign)) << index;
        }
        roles
    };
    (0..0x2600).map(|code| char::from_u32(code).map_or_else(Roles::default, roles)).collect()
});

/// The pages, a bit for each, under which some sign of the line is followed by one that makes a sequence with it.
pub(super) fn candidates(line: &str) -> u8 {
    let roles = &*ROLES;
    let (mut pages, mut lead) = (0, Roles::default());
    for sign in line.chars() {
        if sign.is_ascii() {
            // Readers that know no other blank make this one of the hard one.
            pages |= if sign == ' ' { lead.first_of_two } else { 0 };
            lead = Roles::default();
            continue;
        }
        let own = roles.get(sign as usize).copied().unwrap_or_default();
        pages |= lead.first & own.later;
        lead = own;
    }
    pages
}

/// False if under the page, one of [`PAGES`], nothing can come of the line: far too many of its signs are in no sequence,
/// and no sequence is beyond doubt by itself.
pub(super) fn may_tell(line: &str, page: usize) -> bool {
    let roles = &*ROLES;
    let has = |pages: u8| pages & (1 << page) != 0;
    let (mut signs, mut sequences, mut doubtless) = (0, 0, false);
    let (mut lead, mut before, mut before_lead) = (Roles::default(), '\0', '\0');
    for sign in line.chars() {
        let own = roles.get(sign as usize).copied().unwrap_or_default();
        let continues = has(own.later) || (sign == ' ' && has(lead.first_of_two));
        if continues && has(lead.first) {
            sequences += 1;
            doubtless |= before_lead.is_ascii_lowercase() || has(lead.first_of_symbol);
        }
        signs += usize::from(has(own.stray));
        (before_lead, before, lead) = (before, sign, own);
    }
    doubtless || signs <= sequences * (LONGEST_SEQUENCE + 1)
}

/// Signs of the longest sequence.
const LONGEST_SEQUENCE: usize = 4;
/// What the UTF-8 of symbols begins with.
const SYMBOL: u8 = 0xe2;
/// Symbols from here on are rarer than the Cyrillic letters of DOS that look like their bytes.
const RARE: char = '\u{2800}';
/// Signs below this code point are looked up in a table.
const TABLED: usize = 0x2600;

/// What a page says of a line.
pub(super) struct Told {
    /// Sequences that it explains.
    pub(super) sequences: usize,
    /// Those among them that no sound text would have.
    pub(super) convincing: usize,
    /// Signs of the page that belong to no sequence.
    pub(super) strays: usize,
}

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
        let mut text = String::with_capacity(line.len());
        let mut alignment = Alignment::builder();
        let mut copied = 0;
        let told = self.tell(line, doubtless, |letter, span| {
            text.push_str(&line[copied..span.start]);
            alignment.copy(copied, span.start - copied);
            text.push(letter);
            alignment.rewrite(letter.len_utf8(), span);
            copied = span.end;
        });
        text.push_str(&line[copied..]);
        alignment.copy(copied, line.len() - copied);
        let Told { sequences, convincing, strays } = told;
        (Repair { text, alignment: alignment.finish(), page, sequences, convincing, sound: false }, strays)
    }

    /// What the page says of the line, without undoing anything.
    pub(super) fn survey(&self, line: &str) -> Told {
        self.tell(line, false, |_, _| {})
    }

    /// Finds the sequences of a line, and hands each letter on with the bytes of the line that it stands for.
    fn tell(&self, line: &str, doubtless: bool, mut take: impl FnMut(char, Span)) -> Told {
        let mut told = Told { sequences: 0, convincing: 0, strays: 0 };
        // Where the last sequence ended.
        let mut repaired = 0;
        let (mut at, mut before) = (0, None);
        while let Some(sign) = line[at..].chars().next() {
            if sign.is_ascii() {
                (before, at) = (Some(sign), at + 1);
                continue;
            }
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
                told.convincing += usize::from(convinces);
                told.sequences += usize::from(!soft);
                take(letter, Span::new(at, at + len));
                before = line[at..at + len].chars().next_back();
                at += len;
                repaired = at;
                continue;
            }
            // Quotes and dashes are often put in afterwards.
            told.strays += usize::from(self.byte(sign).is_some() && !is_mark(sign));
            (before, at) = (Some(sign), at + sign.len_utf8());
        }
        told
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
