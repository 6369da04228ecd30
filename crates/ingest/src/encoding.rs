//! Which encoding a text's bytes are in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, KOI8_R, KOI8_U, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes are looked at where the whole file would add nothing.
const SAMPLE: usize = 64 << 10;
/// How many bytes of lines that are not ASCII tell their encoding.
const ENOUGH: usize = 256 << 10;

/// The encoding of a plain text, by how its letters lie in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// One byte a letter, ASCII in the lower half.
    SingleByte(&'static Encoding),
}

impl TextEncoding {
    pub fn name(self) -> &'static str {
        self.encoding().name()
    }

    pub fn encoding(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::SingleByte(encoding) => encoding,
        }
    }
}

/// Finds the encoding by a byte-order mark, by the shape of UTF-16 and UTF-8, and otherwise by the frequencies of letters.
pub fn detect(bytes: &[u8]) -> TextEncoding {
    by_mark(bytes)
        .or_else(|| utf16_without_mark(bytes))
        .or_else(|| is_mostly_utf8(bytes).then_some(TextEncoding::Utf8))
        .unwrap_or_else(|| TextEncoding::SingleByte(single_byte(bytes)))
}

fn by_mark(bytes: &[u8]) -> Option<TextEncoding> {
    let (encoding, _) = Encoding::for_bom(bytes)?;
    if encoding == UTF_8 {
        Some(TextEncoding::Utf8)
    } else if encoding == UTF_16LE {
        Some(TextEncoding::Utf16Le)
    } else {
        Some(TextEncoding::Utf16Be)
    }
}

/// UTF-16 shows itself by letters of the alphabets in use here and by blanks, figures and stops, of which one byte in two is
/// 0; no text in another encoding has zeros.
pub fn utf16_without_mark(bytes: &[u8]) -> Option<TextEncoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if !sample.contains(&0) {
        return None;
    }
    let is_text = |unit_of: fn([u8; 2]) -> u16| {
        let (mut units, mut ascii, mut plausible) = (0usize, 0usize, 0usize);
        for pair in sample.chunks_exact(2) {
            let unit = unit_of([pair[0], pair[1]]);
            units += 1;
            ascii += usize::from(matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E));
            plausible += usize::from(is_plausible(unit));
        }
        ascii > 0 && ascii * 50 >= units && plausible * 10 >= units * 9
    };
    if is_text(u16::from_le_bytes) {
        Some(TextEncoding::Utf16Le)
    } else if is_text(u16::from_be_bytes) {
        Some(TextEncoding::Utf16Be)
    } else {
        None
    }
}

/// White space, ASCII, and the alphabets from Latin to Arabic with their extensions and punctuation.
fn is_plausible(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0A | 0x0C | 0x0D | 0x20..=0x7E | 0xA0..=0x77F | 0x1E00..=0x20CF | 0x2100..=0x214F)
}

/// A few bytes that are no UTF-8 do not make a text another encoding: in those, hardly any letters form valid sequences.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut letters, mut faults) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    faults == 0 || letters > 2 * faults
}

fn single_byte(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut fed = 0;
    // Lines of ASCII say nothing, and a long text no more than its beginning.
    for line in bytes.split_inclusive(|&byte| byte == b'\n').filter(|line| !line.is_ascii()) {
        let line = &line[..line.len().min(ENOUGH)];
        detector.feed(line, false);
        fed += line.len();
        if fed > ENOUGH {
            break;
        }
    }
    detector.feed(b"", true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == KOI8_U && !has_letters_of_koi8_u(bytes) {
        KOI8_R
    } else if guess.is_single_byte() {
        guess
    } else {
        // Two-byte encodings of East Asia: a guess that only garbled or very short text brings about.
        WINDOWS_1252
    }
}

/// KOI8-U is KOI8-R with eight letters in the place of frames; the detector knows only the former.
fn has_letters_of_koi8_u(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| matches!(byte, 0xA4 | 0xA6 | 0xA7 | 0xAD | 0xB4 | 0xB6 | 0xB7 | 0xBD))
}

/// True if so many bytes are control characters that this is no text in any encoding.
pub fn is_binary(bytes: &[u8]) -> bool {
    if by_mark(bytes).is_some() || utf16_without_mark(bytes).is_some() {
        return false;
    }
    // 0x1A ends files of DOS; 0x08 and 0x1B come from printers.
    let control = |byte: &&u8| matches!(byte, 0..=7 | 0x0E..=0x19 | 0x1C..=0x1F);
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    sample.iter().filter(control).count() * 50 > sample.len()
}

#[cfg(test)]
mod tests {
    use encoding_rs::{IBM866, ISO_8859_5, WINDOWS_1251, WINDOWS_1254};

    use super::*;

    const RUSSIAN: &str = "В мае 1919 года делегация выехала из Тифлиса в Париж и передала ноту.";
    const RUSSIAN_CAPITALS: &str = "ПРОТОКОЛ ЗАСЕДАНИЯ СОВЕТА, 1919 Г.";
    const TURKISH: &str = "Heyet 12 Mayıs 1919'da İstanbul'dan ayrıldı ve iki gün sonra Batum'a ulaştı.";
    const FRENCH: &str = "La délégation géorgienne arriva à Paris le 8 février 1919 et y fut reçue.";
    const ENGLISH: &str = "The “Supreme Council” met – in London – in May; Curzon’s note followed.";

    fn bytes(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable, "{text} cannot be written in {}", encoding.name());
        bytes.into_owned()
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn single_byte_encodings_are_told_apart_by_their_letters() {
        for (text, encoding) in [
            (RUSSIAN, WINDOWS_1251),
            (RUSSIAN, KOI8_R),
            (RUSSIAN, ISO_8859_5),
            (RUSSIAN, IBM866),
            (RUSSIAN_CAPITALS, WINDOWS_1251),
            (RUSSIAN_CAPITALS, KOI8_R),
            (RUSSIAN_CAPITALS, ISO_8859_5),
            // ISO-8859-9 and ISO-8859-1 are the parts that these two have in common with the standard
            (TURKISH, WINDOWS_1254),
            (FRENCH, WINDOWS_1252),
            (ENGLISH, WINDOWS_1252),
        ] {
            assert_eq!(detect(&bytes(text, encoding)).name(), encoding.name(), "{text}");
        }
    }

    #[test]
    fn utf16_is_found_with_and_without_a_mark() {
        for text in [RUSSIAN, TURKISH, ENGLISH, "Hökumət 1918-ci ilin payızında Bakıya köçdü."] {
            assert_eq!(detect(&utf16(text, u16::to_le_bytes)), TextEncoding::Utf16Le, "{text}");
            assert_eq!(detect(&utf16(text, u16::to_be_bytes)), TextEncoding::Utf16Be, "{text}");
            let marked = format!("\u{feff}{text}");
            assert_eq!(detect(&utf16(&marked, u16::to_be_bytes)), TextEncoding::Utf16Be, "{text}");
        }
    }

    #[test]
    fn a_few_bad_bytes_leave_utf8_what_it_is() {
        let mut broken = RUSSIAN.as_bytes().to_vec();
        broken.insert(31, 0xFF);
        broken.truncate(broken.len() - 2);
        assert_eq!(detect(&broken), TextEncoding::Utf8);
    }

    #[test]
    fn plain_ascii_is_utf8() {
        assert_eq!(detect(b"The Council met."), TextEncoding::Utf8);
    }

    #[test]
    fn texts_are_not_binary_and_noise_is() {
        for text in [RUSSIAN, TURKISH] {
            assert!(!is_binary(&utf16(text, u16::to_le_bytes)));
            assert!(!is_binary(text.as_bytes()));
        }
        let noise: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(is_binary(&noise));
    }
}
