//! What kind of file this is, by its first bytes and then by its name.

use crate::Reason;
use crate::encoding;

/// The kinds of file that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Markdown,
    Html,
    Docx,
    Pdf,
}

/// First bytes of kinds that hold no text, or none that is read, and what to call them.
const NOT_READ: &[(&[u8], &str)] = &[
    (b"{\\rtf", "an RTF file"),
    (b"%!PS", "a PostScript file"),
    (b"AT&TFORM", "a DjVu file"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xFF\xD8\xFF", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"RIFF", "a picture, sound or film (RIFF)"),
    (b"\0\0\x01\0", "a picture (icon)"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"\x1F\x8B", "a packed file (gzip)"),
    (b"BZh", "a packed file (bzip2)"),
    (b"\xFD7zXZ", "a packed file (xz)"),
    (b"\x28\xB5\x2F\xFD", "a packed file (zstd)"),
    (b"7z\xBC\xAF", "a packed archive (7z)"),
    (b"Rar!", "a packed archive (RAR)"),
    (b"SQLite format 3\0", "a database"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90", "a program"),
];

/// Decides by the bytes, and by the ending of `name` only between kinds of text.
///
/// # Errors
/// If the file is of no kind that is read.
pub fn kind(bytes: &[u8], name: &str) -> Result<Kind, Reason> {
    if bytes.is_empty() {
        return Err(Reason::Empty);
    }
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    if let Some((_, what)) = NOT_READ.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(Reason::Unsupported((*what).into()));
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Err(compound_file(bytes));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip(bytes, &ending);
    }
    let start = &bytes[..bytes.len().min(1024)];
    if contains(start, b"%PDF-") && (ending == "pdf" || bytes.trim_ascii_start().starts_with(b"%PDF-")) {
        return Ok(Kind::Pdf);
    }
    match ending.as_str() {
        "pdf" => return Err(Reason::Malformed("it is named .pdf but does not begin as a PDF does".into())),
        "docx" => {
            return Err(Reason::Malformed("it is named .docx but does not begin as a DOCX does".into()));
        }
        _ if encoding::is_binary(bytes) => return Err(Reason::Unsupported("binary data".into())),
        _ => {}
    }
    let start =
        String::from_utf8_lossy(start).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let is_html = start.starts_with("<!doctype html") || start.starts_with("<html");
    match ending.as_str() {
        "html" | "htm" | "xhtml" => Ok(Kind::Html),
        _ if is_html || (start.starts_with("<?xml") && start.contains("<html")) => Ok(Kind::Html),
        _ if start.starts_with("<?xml") => Err(Reason::Unsupported("an XML file".into())),
        "md" | "markdown" => Ok(Kind::Markdown),
        _ => Ok(Kind::Text),
    }
}

/// Old office files, and new ones that a password locks, are compound files.
fn compound_file(bytes: &[u8]) -> Reason {
    let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if contains(bytes, &locked) {
        Reason::Encrypted
    } else {
        Reason::Unsupported("an old office file (.doc, .xls or .ppt)".into())
    }
}

fn zip(bytes: &[u8], ending: &str) -> Result<Kind, Reason> {
    if ending == "docx" || contains(bytes, b"word/document") {
        return Ok(Kind::Docx);
    }
    let what = if contains(bytes, b"opendocument") {
        "an OpenDocument file"
    } else if contains(bytes, b"application/epub+zip") {
        "an EPUB book"
    } else if contains(bytes, b"xl/workbook") || contains(bytes, b"ppt/presentation") {
        "a spreadsheet or a presentation"
    } else {
        "a packed archive (ZIP)"
    };
    Err(Reason::Unsupported(what.into()))
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(bytes, part).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_decide_before_names() {
        for (bytes, name, expected) in [
            (&b"plain words"[..], "a", Kind::Text),
            (b"# Heading", "a.md", Kind::Markdown),
            (b"\xEF\xBB\xBF <!DOCTYPE HTML><p>", "a.txt", Kind::Html),
            (b"<p>words</p>", "A.HTM", Kind::Html),
            (b"%PDF-1.7", "a.txt", Kind::Pdf),
            (b"noise\n%PDF-1.7", "a.pdf", Kind::Pdf),
            (b"a text on %PDF-1.7", "a.txt", Kind::Text),
            (b"PK\x03\x04 word/document.xml", "a.zip", Kind::Docx),
        ] {
            assert_eq!(kind(bytes, name), Ok(expected), "{name}");
        }
    }

    #[test]
    fn what_is_not_read_is_called_by_its_name() {
        for (bytes, name, expected) in [
            (&b"{\\rtf1"[..], "a.rtf", "is an RTF file, which is not read"),
            (b"\xFF\xD8\xFF\xE0", "a.txt", "is a picture (JPEG), which is not read"),
            (b"PK\x03\x04", "a.zip", "is a packed archive (ZIP), which is not read"),
            (b"\0\x01\x02\x03\x04", "a.txt", "is binary data, which is not read"),
            (b"plain words", "a.pdf", "is damaged (it is named .pdf"),
            (b"", "a.txt", "is empty"),
        ] {
            let told = kind(bytes, name).unwrap_err().to_string();
            assert!(told.starts_with(expected), "{told}");
        }
    }
}
