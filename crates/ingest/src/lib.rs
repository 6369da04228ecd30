//! File formats to text with provenance.
//!
//! [`walk`] lists the files of an archive in a stable order; [`ingest`] turns one of them into a
//! [`Source`]: its text, decoded, and an alignment from that text back to the bytes of the file (plain formats) or the
//! pages and offsets of the extracted text (the others). A file that cannot be read gives one [`IngestError`], which names
//! the file, says what is wrong and what to do; it never stops the rest.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let archive = tempfile::tempdir()?;
//! // Windows-1251, in which every Cyrillic letter is one byte
//! std::fs::write(archive.path().join("note.txt"), b"\xCD\xEE\xF2\xE0 \xEF\xF0\xE0\xE2\xE8\xF2\xE5\xEB\xFC\xF1\xF2\xE2\xF3")?;
//! std::fs::write(archive.path().join("void.txt"), b"")?;
//!
//! let files = salname_ingest::walk(&[archive.path()]);
//! let note = salname_ingest::ingest(&files[0].path, &files[0].name)?.source;
//! assert_eq!(note.text, "Нота правительству");
//! assert_eq!(note.encoding, "windows-1251");
//!
//! let word = note.text.find("правительству").unwrap();
//! let span = salname_model::Span::new(word, note.text.len());
//! assert_eq!(note.span_of(span), salname_model::Span::new(5, 18));
//!
//! let refused = salname_ingest::ingest(&files[1].path, &files[1].name).unwrap_err();
//! assert_eq!(refused.reason, salname_ingest::Reason::Empty);
//! # Ok(())
//! # }
//! ```

mod decode;
mod docx;
mod encoding;
mod error;
mod html;
mod layout;
mod pdf;
mod sniff;
mod walk;

use std::fs;
use std::io::Read as _;
use std::path::Path;

use salname_model::{Alignment, Format, Page, Source, SourceId, Span};

pub use error::{IngestError, Reason};
pub use walk::{FileEntry, walk};

use decode::Decoded;
use encoding::TextEncoding;
use sniff::Kind;

/// The largest file that is read, in bytes. A text of this size is a library, not a document.
const LARGEST_FILE: u64 = 256 << 20;

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Ingested {
    /// Its text, with provenance.
    pub source: Source,
    /// What was wrong with it without making it unreadable, in the order of the places.
    pub warnings: Vec<Warning>,
}

/// Something wrong at a place of a file that could be read all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The place, as [`Source::place`] counts: bytes of the file for plain formats, of the extracted text for others.
    pub at: Span,
    /// What is wrong there.
    pub message: String,
}

/// Reads one file; `name` is what the archive calls it.
///
/// # Errors
/// If the file cannot be read as text; [`IngestError::reason`] says why.
pub fn ingest(path: &Path, name: &str) -> Result<Ingested, IngestError> {
    let fail = |reason| IngestError { path: path.to_owned(), reason };
    let bytes = bytes_of(path).map_err(fail)?;
    match in_place(bytes, name) {
        Ok(ingested) => Ok(ingested),
        Err(bytes) => ingest_bytes(&bytes, name).map_err(fail),
    }
}

/// Takes the bytes themselves for the text, where they are that: of a long text there is no second copy.
fn in_place(bytes: Vec<u8>, name: &str) -> Result<Ingested, Vec<u8>> {
    let format = match sniff::kind(&bytes, name) {
        Ok(Kind::Text) => Format::Text,
        Ok(Kind::Markdown) => Format::Markdown,
        _ => return Err(bytes),
    };
    let encoding = encoding::detect(&bytes);
    if encoding != TextEncoding::Utf8 || bytes.contains(&b'\r') || bytes.starts_with(b"\xEF\xBB\xBF") {
        return Err(bytes);
    }
    let text = String::from_utf8(bytes).map_err(std::string::FromUtf8Error::into_bytes)?;
    if text.trim().is_empty() {
        return Err(text.into_bytes());
    }
    let id = SourceId(blake3::hash(text.as_bytes()).to_hex().to_string());
    let extract = Extract { encoding: encoding.name(), ..Extract::of(text, format) };
    Ok(extract.named(id, name))
}

/// Reads one file and leaves the warnings aside.
///
/// # Errors
/// As [`ingest`].
pub fn read_file(path: &Path, name: &str) -> Result<Source, IngestError> {
    ingest(path, name).map(|ingested| ingested.source)
}

/// Reads a file's bytes, whatever kind of file the name and the bytes suggest.
///
/// # Errors
/// If they cannot be read as text.
pub fn ingest_bytes(bytes: &[u8], name: &str) -> Result<Ingested, Reason> {
    let extract = match sniff::kind(bytes, name)? {
        Kind::Text => Extract::plain(bytes, Format::Text),
        Kind::Markdown => Extract::plain(bytes, Format::Markdown),
        Kind::Html => {
            let encoding = html::encoding(bytes);
            let (page, _) = encoding.decode_with_bom_removal(bytes);
            Extract { encoding: encoding.name(), ..Extract::of(html::text(&page), Format::Html) }
        }
        Kind::Docx => Extract::of(docx::text(bytes)?, Format::Docx),
        Kind::Pdf => pdf::extract(bytes)?,
    };
    if extract.text.trim().is_empty() {
        return Err(Reason::NoText("holds no text: leave it out".into()));
    }
    Ok(extract.named(SourceId(blake3::hash(bytes).to_hex().to_string()), name))
}

/// The bytes of a file, for [`ingest_bytes`] and for whoever keeps them.
///
/// # Errors
/// If the path leads to no file, the system does not let it be read, or it is too large to be a document.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, Reason> {
    let about = fs::metadata(path).map_err(|error| Reason::of_io(&error))?;
    if about.is_dir() {
        // Reading the directory tells why it could not be walked, if it could not.
        fs::read_dir(path).map_err(|error| Reason::of_io(&error))?;
        return Err(Reason::NotAFile("a directory"));
    }
    if !about.is_file() {
        return Err(Reason::NotAFile("a device or a pipe"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len().min(LARGEST_FILE)).unwrap_or(0) + 1);
    // One byte more than allowed tells a file that grew, or that lies about its size.
    fs::File::open(path)
        .and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
        .map_err(|error| Reason::of_io(&error))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(Reason::TooLarge(LARGEST_FILE >> 20));
    }
    Ok(bytes)
}

/// What the reader of a format makes of a file: a source that does not know its name yet.
struct Extract {
    format: Format,
    encoding: &'static str,
    text: String,
    alignment: Alignment,
    pages: Vec<Page>,
    lines: Vec<usize>,
    warnings: Vec<Warning>,
}

impl Extract {
    /// A plain text, places in which are bytes of the file.
    fn plain(bytes: &[u8], format: Format) -> Self {
        let encoding = encoding::detect(bytes);
        let Decoded { text, alignment, lines, warnings } = decode::decode(bytes, encoding);
        Self { format, encoding: encoding.name(), text, alignment, pages: Vec::new(), lines, warnings }
    }

    /// A text of its own, places in which are bytes of that text.
    fn of(text: String, format: Format) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let alignment = Alignment::identity(text.len());
        Self { format, encoding: "", text, alignment, pages: Vec::new(), lines, warnings: Vec::new() }
    }

    fn named(self, id: SourceId, name: &str) -> Ingested {
        let Self { format, encoding, text, alignment, pages, lines, warnings } = self;
        let (name, encoding) = (name.to_owned(), encoding.to_owned());
        Ingested { source: Source { id, name, format, encoding, text, alignment, pages, lines }, warnings }
    }
}
