//! Bytes to text, aligned.

use encoding_rs::Encoding;
use salname_model::{Alignment, AlignmentBuilder, Span};

use crate::Warning;
use crate::encoding::TextEncoding;

/// Faults beyond this number are counted, not listed.
const LISTED_FAULTS: usize = 50;

/// A decoded text. Line ends of any system are `\n` in it.
#[derive(Debug)]
pub struct Decoded {
    pub text: String,
    /// From `text` to the bytes it was decoded from.
    pub alignment: Alignment,
    /// The bytes at which lines start.
    pub lines: Vec<usize>,
    pub warnings: Vec<Warning>,
}

/// Decodes bytes; what is no letter in the encoding becomes U+FFFD, with a warning that names the place.
pub fn decode(bytes: &[u8], encoding: TextEncoding) -> Decoded {
    let start = match Encoding::for_bom(bytes) {
        Some((marked, length)) if marked == encoding.encoding() => length,
        _ => 0,
    };
    let mut text = Builder::new(bytes.len());
    match encoding {
        TextEncoding::Utf8 => utf8(bytes, start, &mut text),
        TextEncoding::Utf16Le => utf16(bytes, start, u16::from_le_bytes, &mut text),
        TextEncoding::Utf16Be => utf16(bytes, start, u16::from_be_bytes, &mut text),
        TextEncoding::SingleByte(encoding) => single_byte(bytes, start, encoding, &mut text),
    }
    text.finish(encoding.name())
}

fn utf8(bytes: &[u8], start: usize, text: &mut Builder) {
    let mut at = start;
    for chunk in bytes[start..].utf8_chunks() {
        text.copy(chunk.valid(), at);
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            let span = Span::new(at, at + chunk.invalid().len());
            text.fault(span);
            at = span.end;
        }
    }
}

fn utf16(bytes: &[u8], start: usize, order: fn([u8; 2]) -> u16, text: &mut Builder) {
    let pairs = bytes[start..].chunks_exact(2);
    let odd_byte = pairs.remainder().len();
    let mut at = start;
    for letter in char::decode_utf16(pairs.map(|pair| order([pair[0], pair[1]]))) {
        let span = Span::new(at, at + 2 * letter.as_ref().map_or(1, |letter| letter.len_utf16()));
        match letter {
            Ok(letter) => text.letter(letter, span),
            Err(_) => text.fault(span),
        }
        at = span.end;
    }
    if odd_byte > 0 {
        text.fault(Span::new(at, at + odd_byte));
    }
}

fn single_byte(bytes: &[u8], start: usize, encoding: &'static Encoding, text: &mut Builder) {
    let upper_half = upper_half(encoding);
    let mut at = start;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let plain = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        text.copy(std::str::from_utf8(&rest[..plain]).expect("ASCII is UTF-8"), at);
        at += plain;
        if let Some(&byte) = bytes.get(at) {
            let span = Span::new(at, at + 1);
            match upper_half[usize::from(byte - 0x80)] {
                Some(letter) => text.letter(letter, span),
                None => text.fault(span),
            }
            at += 1;
        }
    }
}

/// What the bytes 0x80 to 0xFF stand for.
fn upper_half(encoding: &'static Encoding) -> [Option<char>; 128] {
    let mut letters = [None; 128];
    for (byte, letter) in (0x80..=0xFF_u8).zip(&mut letters) {
        let bytes = [byte];
        let decoded = encoding.decode_without_bom_handling_and_without_replacement(&bytes);
        *letter = decoded.and_then(|text| text.chars().next());
    }
    letters
}

/// A text that grows letter by letter, with the place that each letter came from.
struct Builder {
    text: String,
    alignment: AlignmentBuilder,
    lines: Vec<usize>,
    /// A carriage return that waits for what follows: with a line feed it is one line end, without it another.
    carriage_return: Option<Span>,
    faults: Vec<Span>,
}

impl Builder {
    fn new(capacity: usize) -> Self {
        Self {
            text: String::with_capacity(capacity),
            alignment: Alignment::builder(),
            lines: vec![0],
            carriage_return: None,
            faults: Vec::new(),
        }
    }

    /// Appends a text that stands in the file, byte for byte, at `at`.
    fn copy(&mut self, text: &str, at: usize) {
        let mut done = 0;
        for (end, _) in text.match_indices(['\r', '\n']) {
            self.run(&text[done..end], at + done);
            self.letter(char::from(text.as_bytes()[end]), Span::new(at + end, at + end + 1));
            done = end + 1;
        }
        self.run(&text[done..], at + done);
    }

    fn run(&mut self, text: &str, at: usize) {
        if !text.is_empty() {
            self.end_line_at_return();
            self.text.push_str(text);
            self.alignment.copy(at, text.len());
        }
    }

    /// Appends a letter that the bytes `from` stand for.
    fn letter(&mut self, letter: char, from: Span) {
        if letter == '\n' {
            let from = self.carriage_return.take().map_or(from, |before| before.cover(from));
            return self.end_line(from);
        }
        self.end_line_at_return();
        if letter == '\r' {
            self.carriage_return = Some(from);
            return;
        }
        self.text.push(letter);
        if letter.is_ascii() && from.len() == 1 {
            self.alignment.copy(from.start, 1);
        } else {
            self.alignment.rewrite(letter.len_utf8(), from);
        }
    }

    fn fault(&mut self, from: Span) {
        self.letter(char::REPLACEMENT_CHARACTER, from);
        match self.faults.last_mut() {
            Some(last) if last.end == from.start => last.end = from.end,
            _ => self.faults.push(from),
        }
    }

    fn end_line_at_return(&mut self) {
        if let Some(from) = self.carriage_return.take() {
            self.end_line(from);
        }
    }

    fn end_line(&mut self, from: Span) {
        self.text.push('\n');
        if from.len() == 1 {
            self.alignment.copy(from.start, 1);
        } else {
            self.alignment.rewrite(1, from);
        }
        self.lines.push(from.end);
    }

    fn finish(mut self, encoding: &str) -> Decoded {
        self.end_line_at_return();
        let warnings = self.warnings(encoding);
        Decoded { text: self.text, alignment: self.alignment.finish(), lines: self.lines, warnings }
    }

    fn warnings(&self, encoding: &str) -> Vec<Warning> {
        let warning = |&at: &Span| {
            let line = self.lines.partition_point(|&start| start <= at.start);
            let bytes = if at.len() == 1 { "a byte that is" } else { "bytes that are" };
            Warning { at, message: format!("line {line}: {bytes} no {encoding}; shown as \u{fffd}") }
        };
        let mut warnings: Vec<_> = self.faults.iter().take(LISTED_FAULTS).map(warning).collect();
        if let Some(at) = self.faults.get(LISTED_FAULTS) {
            let more = self.faults.len() - LISTED_FAULTS;
            warnings.push(Warning { at: *at, message: format!("{more} more places that are no {encoding}") });
        }
        warnings
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{ISO_8859_5, KOI8_R, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254};
    use proptest::prelude::*;

    use super::*;

    const ALL: [TextEncoding; 8] = [
        TextEncoding::Utf8,
        TextEncoding::Utf16Le,
        TextEncoding::Utf16Be,
        TextEncoding::SingleByte(WINDOWS_1251),
        TextEncoding::SingleByte(WINDOWS_1252),
        TextEncoding::SingleByte(WINDOWS_1254),
        TextEncoding::SingleByte(KOI8_R),
        TextEncoding::SingleByte(ISO_8859_5),
    ];

    /// The bytes of a text in an encoding.
    fn encoded(text: &str, encoding: TextEncoding) -> Vec<u8> {
        match encoding {
            TextEncoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            TextEncoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            other => other.encoding().encode(text).0.into_owned(),
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_letter() {
        let decoded = decode("\u{feff}Bakı".as_bytes(), TextEncoding::Utf8);
        assert_eq!(decoded.text, "Bakı");
        assert_eq!(decoded.alignment.source_of(Span::new(0, 3)), Span::new(3, 6));
    }

    #[test]
    fn line_ends_of_all_systems_are_one() {
        let decoded = decode(b"one\r\ntwo\rthree\nfour\r", TextEncoding::Utf8);
        assert_eq!(decoded.text, "one\ntwo\nthree\nfour\n");
        assert_eq!(decoded.lines, [0, 5, 9, 15, 20]);
        assert_eq!(decoded.alignment.source_of(Span::new(2, 5)), Span::new(2, 6));
        assert_eq!(decoded.alignment.source_of(Span::new(4, 7)), Span::new(5, 8));
    }

    #[test]
    fn a_bad_byte_is_shown_and_its_place_told() {
        let decoded = decode(b"sound\nbro\xFF\xFEken \xC4", TextEncoding::Utf8);
        assert_eq!(decoded.text, "sound\nbro\u{fffd}\u{fffd}ken \u{fffd}");
        let told: Vec<_> =
            decoded.warnings.iter().map(|warning| (warning.at, warning.message.as_str())).collect();
        assert_eq!(
            told,
            [
                (Span::new(9, 11), "line 2: bytes that are no UTF-8; shown as \u{fffd}"),
                (Span::new(15, 16), "line 2: a byte that is no UTF-8; shown as \u{fffd}"),
            ]
        );
    }

    #[test]
    fn endless_faults_are_counted() {
        let decoded = decode(&b"a\xFF".repeat(1000), TextEncoding::Utf8);
        assert_eq!(decoded.warnings.len(), LISTED_FAULTS + 1);
        assert!(decoded.warnings[LISTED_FAULTS].message.starts_with("950 more"));
    }

    proptest! {
        #[test]
        fn what_an_encoding_can_say_comes_back_letter_by_letter(
            choice in 0..ALL.len(),
            text in "[A-Za-z ,.0-9\nА-Яа-яÇçĞğÖöŞşÜüİı]{0,80}",
        ) {
            let encoding = ALL[choice];
            // what the encoding cannot say is left out beforehand
            let text: String = text
                .chars()
                .filter(|letter| {
                    !matches!(encoding, TextEncoding::SingleByte(to) if to.encode(letter.encode_utf8(&mut [0; 4])).2)
                })
                .collect();
            let bytes = encoded(&text, encoding);
            let decoded = decode(&bytes, encoding);
            prop_assert_eq!(&decoded.text, &text);
            prop_assert!(decoded.warnings.is_empty());
            for (at, letter) in text.char_indices() {
                let span = decoded.alignment.source_of(Span::new(at, at + letter.len_utf8()));
                prop_assert_eq!(&bytes[span.range()], &encoded(&letter.to_string(), encoding)[..]);
            }
        }

        #[test]
        fn any_bytes_decode_and_every_letter_has_its_place(choice in 0..ALL.len(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let decoded = decode(&bytes, ALL[choice]);
            prop_assert_eq!(decoded.alignment.len(), decoded.text.len());
            let mut end = None;
            for (at, letter) in decoded.text.char_indices() {
                let span = decoded.alignment.source_of(Span::new(at, at + letter.len_utf8()));
                prop_assert!(!span.is_empty() && span.end <= bytes.len());
                // letters tile the file but for a mark at its start
                prop_assert!(end.is_none_or(|end| end == span.start));
                end = Some(span.end);
            }
            prop_assert!(end.is_none_or(|end| end == bytes.len()));
            prop_assert!(decoded.lines.is_sorted());
        }
    }
}
