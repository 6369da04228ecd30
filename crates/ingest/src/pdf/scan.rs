//! A look over a PDF's bytes before anything is built from them: do its streams keep to their lengths, and how far do they
//! unpack?

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use memchr::memmem;

use crate::Reason;

/// What a stream that is no picture may unpack to, in bytes.
const LARGEST_STREAM: u64 = 64 << 20;
/// What all of them together may.
const LARGEST_EXPANSION: u64 = 512 << 20;
/// How far before a stream its dictionary is looked for, in bytes.
const DICTIONARY: usize = 2048;

/// What was seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scanned {
    /// How the file shows that parts of it are missing.
    pub cut_short: Option<String>,
}

/// Looks over the streams of a file.
///
/// # Errors
/// If they unpack to more than a document holds.
pub fn scan(bytes: &[u8]) -> Result<Scanned, Reason> {
    let mut scanned = Scanned::default();
    let mut unpacked = 0;
    for at in memmem::find_iter(bytes, b"stream") {
        let Some(stream) = stream_at(bytes, at) else { continue };
        if scanned.cut_short.is_none() && !stream.keeps_its_length() {
            scanned.cut_short =
                Some(format!("the stream at byte {} is not as long as it says", stream.start));
        }
        unpacked += stream.expansion()?;
        if unpacked > LARGEST_EXPANSION {
            return Err(Reason::Expansion(format!("more than {} MiB", LARGEST_EXPANSION >> 20)));
        }
    }
    if !has_end(bytes) {
        scanned.cut_short = Some("its last part is missing".into());
    }
    Ok(scanned)
}

/// True if the file ends as a PDF does, with `%%EOF` in its last kibibyte.
pub fn has_end(bytes: &[u8]) -> bool {
    let end = &bytes[bytes.len().saturating_sub(1024)..];
    memmem::find(end, b"%%EOF").is_some()
}

struct Stream<'a> {
    bytes: &'a [u8],
    dictionary: &'a [u8],
    /// The first byte of its contents.
    start: usize,
}

/// The stream whose keyword stands at `at`, if one does.
fn stream_at(bytes: &[u8], at: usize) -> Option<Stream<'_>> {
    let after = &bytes[at + b"stream".len()..];
    let start = at
        + b"stream".len()
        + if after.starts_with(b"\r\n") { 2 } else { usize::from(after.starts_with(b"\n")) };
    let before = bytes[at.saturating_sub(DICTIONARY)..at].trim_ascii_end();
    let is_stream = start > at + b"stream".len() && before.ends_with(b">>");
    let dictionary = &before[memmem::rfind(before, b"obj").unwrap_or(0)..];
    is_stream.then_some(Stream { bytes, dictionary, start })
}

impl Stream<'_> {
    /// True unless a length that stands in the dictionary itself leads to anything but the stream's end.
    fn keeps_its_length(&self) -> bool {
        let Some(length) = self.declared_length() else { return true };
        let end = self.start.checked_add(length);
        end.and_then(|end| self.bytes.get(end..))
            .is_some_and(|rest| rest.trim_ascii_start().starts_with(b"endstream"))
    }

    fn declared_length(&self) -> Option<usize> {
        let at = memmem::find_iter(self.dictionary, b"/Length").map(|at| at + b"/Length".len());
        at.into_iter().find_map(|at| {
            let rest = self.dictionary[at..].trim_ascii_start();
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (number, after) = rest.split_at(digits);
            // "/Length1 8", and "/Length 8 0 R", which says where the length stands
            let is_other = rest.len() == self.dictionary[at..].len() && digits > 0;
            let is_reference = after.trim_ascii_start().first().is_some_and(u8::is_ascii_digit);
            if is_other || is_reference {
                return None;
            }
            std::str::from_utf8(number).ok()?.parse().ok()
        })
    }

    /// To how many bytes the stream unpacks, pictures aside, which are never unpacked.
    fn expansion(&self) -> Result<u64, Reason> {
        let has = |part: &[u8]| memmem::find(self.dictionary, part).is_some();
        if has(b"/Image") || !(has(b"/FlateDecode") || has(b"/Fl ")) {
            return Ok(0);
        }
        if memmem::find_iter(self.dictionary, b"/FlateDecode").count() > 1 {
            return Err(Reason::Expansion("a stream is packed more than once".into()));
        }
        let mut unpacking = ZlibDecoder::new(&self.bytes[self.start..]).take(LARGEST_STREAM + 1);
        // A fault ends the stream; the reader will meet it too.
        let mut unpacked = 0;
        let mut buffer = [0; 16 << 10];
        while let Ok(read @ 1..) = unpacking.read(&mut buffer) {
            unpacked += read as u64;
        }
        if unpacked > LARGEST_STREAM {
            return Err(Reason::Expansion(format!("a stream of more than {} MiB", LARGEST_STREAM >> 20)));
        }
        Ok(unpacked)
    }
}
