//! DOCX (Office Open XML) to text: a line a paragraph, footnotes as `[n]` with their texts at the end.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::Reason;
use crate::layout::{Break, Lines};

/// What a document may unpack to, in bytes, however small it is packed.
const SMALL_EXPANSION: u64 = 16 << 20;
/// How many times its packed size a larger document may unpack to. Word's own files stay under 30.
const EXPANSION_RATIO: u64 = 200;
/// What any document may unpack to, in bytes.
const LARGEST_EXPANSION: u64 = 256 << 20;

/// The text of a document: its body, and then its notes.
///
/// # Errors
/// If it is locked, cut short, damaged, or unpacks to too much.
pub fn text(bytes: &[u8]) -> Result<String, Reason> {
    let mut package = Package::open(bytes)?;
    let main = package.main_part()?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let body = package.part(&main)?.ok_or_else(|| Reason::Malformed(format!("it has no part {main}")))?;
    let mut marks = Marks::default();
    let mut lines = Lines::default();
    read_part(&body, &mut lines, &mut marks, None)?;
    drop(body);
    for (kind, part) in [(NoteKind::Footnote, "footnotes.xml"), (NoteKind::Endnote, "endnotes.xml")] {
        let path = if folder.is_empty() { part.to_owned() } else { format!("{folder}/{part}") };
        if let Some(notes) = package.part(&path)? {
            read_part(&notes, &mut lines, &mut marks, Some(kind))?;
        }
    }
    Ok(lines.finish())
}

/// The ZIP archive that a document is.
struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be unpacked.
    allowance: u64,
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Reason> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| of_zip(&error, bytes))?;
        let packed = bytes.len() as u64;
        let allowance = (packed * EXPANSION_RATIO).clamp(SMALL_EXPANSION, LARGEST_EXPANSION);
        Ok(Self { archive, allowance })
    }

    /// A part's text, if the package has it.
    fn part(&mut self, path: &str) -> Result<Option<String>, Reason> {
        let mut file = match self.archive.by_name(path) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(of_zip(&error, &[])),
        };
        // Counted as it unpacks: what the archive says of its sizes may be a lie.
        let mut unpacked = Vec::new();
        let read = file.by_ref().take(self.allowance + 1).read_to_end(&mut unpacked);
        if unpacked.len() as u64 > self.allowance {
            return Err(Reason::Expansion(format!("more than {} MiB", self.allowance >> 20)));
        }
        read.map_err(|error| Reason::Truncated(format!("its part {path} does not unpack: {error}")))?;
        self.allowance -= unpacked.len() as u64;
        drop(file);
        let encoding = crate::encoding::detect(&unpacked).encoding();
        // XML is UTF-8 or UTF-16; anything else is UTF-8 with faults, which are shown as such.
        let encoding = if encoding.is_single_byte() { encoding_rs::UTF_8 } else { encoding };
        Ok(Some(encoding.decode_with_bom_removal(&unpacked).0.into_owned()))
    }

    /// Where the package says its document is.
    fn main_part(&mut self) -> Result<String, Reason> {
        const USUAL: &str = "word/document.xml";
        let Some(relations) = self.part("_rels/.rels")? else { return Ok(USUAL.into()) };
        let mut reader = Reader::from_str(&relations);
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "Relationship" => {
                    let is_document =
                        attribute(&tag, "Type").is_some_and(|kind| kind.ends_with("/officeDocument"));
                    if let Some(target) = attribute(&tag, "Target").filter(|_| is_document) {
                        return Ok(target.trim_start_matches('/').to_owned());
                    }
                }
                Ok(Event::Eof) | Err(_) => return Ok(USUAL.into()),
                Ok(_) => {}
            }
        }
    }
}

fn of_zip(error: &ZipError, bytes: &[u8]) -> Reason {
    match error {
        ZipError::UnsupportedArchive(what) if what.to_ascii_lowercase().contains("password") => {
            Reason::Encrypted
        }
        ZipError::InvalidPassword => Reason::Encrypted,
        // The list of contents stands at the end of an archive.
        ZipError::InvalidArchive(_) if !has_directory(bytes) => {
            Reason::Truncated("its list of contents is missing".into())
        }
        other => Reason::Malformed(other.to_string()),
    }
}

fn has_directory(bytes: &[u8]) -> bool {
    memchr::memmem::rfind(bytes, b"PK\x05\x06").is_some()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum NoteKind {
    Footnote,
    Endnote,
}

/// The numbers of notes, given in the order in which the text refers to them.
#[derive(Default)]
struct Marks(BTreeMap<(NoteKind, String), usize>);

impl Marks {
    fn number(&mut self, kind: NoteKind, id: String) -> usize {
        let next = self.0.len() + 1;
        *self.0.entry((kind, id)).or_insert(next)
    }
}

/// Reads the body, or, where `notes` says so, the notes that the body referred to.
fn read_part(xml: &str, lines: &mut Lines, marks: &mut Marks, notes: Option<NoteKind>) -> Result<(), Reason> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut part = Part { lines, marks, notes, left_out: 0, in_text: false, mark: None };
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => part.start(&tag),
            Ok(Event::Empty(tag)) => {
                part.start(&tag);
                part.end(tag.local_name().as_ref());
            }
            Ok(Event::End(tag)) => part.end(tag.local_name().as_ref()),
            Ok(Event::Text(text)) => part.text(&text.xml10_content()),
            Ok(Event::CData(text)) => part.text(&text.xml10_content()),
            Ok(Event::GeneralRef(name)) => part.reference(&name),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => {
                return Err(Reason::Malformed(format!(
                    "its XML breaks off at byte {}: {error}",
                    reader.error_position()
                )));
            }
        }
    }
}

struct Part<'a> {
    lines: &'a mut Lines,
    marks: &'a mut Marks,
    notes: Option<NoteKind>,
    /// How many elements that are left out are open.
    left_out: usize,
    /// Inside `w:t`, the only element whose text is the document's.
    in_text: bool,
    /// The mark of a note that has begun, until its text does.
    mark: Option<String>,
}

impl Part<'_> {
    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.left_out > 0 || is_left_out(name) || self.is_other_note(name, tag) {
            self.left_out += 1;
            return;
        }
        match name {
            "t" => self.in_text = true,
            "p" => self.lines.end(Break::Line),
            "tab" | "ptab" => self.lines.end(Break::Cell),
            "br" | "cr" => self.lines.end(Break::Line),
            "noBreakHyphen" => self.lines.text("-"),
            "sym" => self.symbol(tag),
            "tc" => self.lines.begin_cell(),
            "footnoteReference" => self.mark(NoteKind::Footnote, tag),
            "endnoteReference" => self.mark(NoteKind::Endnote, tag),
            "footnote" | "endnote" => self.begin_note(tag),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        match name {
            "t" => self.in_text = false,
            "p" => self.lines.end(Break::Line),
            "tc" => self.lines.end_cell(),
            "tr" => self.lines.end_row(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && self.left_out == 0 {
            if let Some(mark) = self.mark.take_if(|_| !text.trim().is_empty()) {
                self.lines.text(&mark);
            }
            self.lines.text(text);
        }
    }

    /// `&amp;` and the like.
    fn reference(&mut self, name: &quick_xml::events::BytesRef<'_>) {
        let number = name.resolve_char_ref().ok().flatten();
        let letter = number.map(String::from).or_else(|| {
            quick_xml::escape::resolve_predefined_entity(&name.xml10_content()).map(str::to_owned)
        });
        self.text(letter.as_deref().unwrap_or("\u{fffd}"));
    }

    /// A letter given by its number in a symbol font; numbers in the private area say nothing.
    fn symbol(&mut self, tag: &BytesStart<'_>) {
        let letter = attribute(tag, "char")
            .and_then(|number| u32::from_str_radix(&number, 16).ok())
            .and_then(char::from_u32)
            .filter(|letter| !('\u{e000}'..='\u{f8ff}').contains(letter));
        if let Some(letter) = letter {
            self.lines.text(letter.encode_utf8(&mut [0; 4]));
        }
    }

    fn mark(&mut self, kind: NoteKind, tag: &BytesStart<'_>) {
        if let (Some(id), None) = (attribute(tag, "id"), self.notes) {
            let number = self.marks.number(kind, id);
            self.lines.text(&format!("[{number}]"));
        }
    }

    /// Separators, and notes that nothing refers to.
    fn is_other_note(&self, name: &str, tag: &BytesStart<'_>) -> bool {
        let Some(kind) = self.notes.filter(|_| matches!(name, "footnote" | "endnote")) else { return false };
        attribute(tag, "id").is_none_or(|id| !self.marks.0.contains_key(&(kind, id)))
    }

    fn begin_note(&mut self, tag: &BytesStart<'_>) {
        if let (Some(id), Some(kind)) = (attribute(tag, "id"), self.notes) {
            let number = self.marks.number(kind, id);
            self.lines.end(Break::Line);
            self.mark = Some(format!("[{number}] "));
        }
    }
}

/// Deletions that were tracked, the places that text was moved from, and copies of drawings for old programs.
fn is_left_out(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback" | "pPr" | "rPr" | "sectPr" | "tblPr" | "tcPr")
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute =
        tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(attribute.value.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    const MAIN: &str = "word/document.xml";

    fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, contents) in parts {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(contents).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn document(body: &str) -> String {
        format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>")
    }

    fn text_of(body: &str) -> String {
        text(&package(&[(MAIN, document(body).as_bytes())])).unwrap()
    }

    #[test]
    fn paragraphs_are_lines() {
        let body = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t xml:space='preserve'>The </w:t></w:r>\
                    <w:r><w:t>note &amp; its</w:t></w:r><w:r><w:tab/><w:t>answer</w:t><w:br/><w:t>crossed.</w:t></w:r></w:p>\
                    <w:p/><w:p><w:r><w:t>S&#x259;n&#601;d</w:t></w:r></w:p>";
        assert_eq!(text_of(body), "The note & its\tanswer\ncrossed.\nSənəd\n");
    }

    #[test]
    fn a_row_is_a_line() {
        let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let body = format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            cell("Town"),
            cell("Day"),
            cell("Kars"),
            cell("13")
        );
        assert_eq!(text_of(&body), "Town\tDay\nKars\t13\n");
    }

    #[test]
    fn what_a_tracked_change_deleted_or_moved_away_is_left_out() {
        let body = "<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>\
                    <w:moveFrom><w:r><w:t> gone</w:t></w:r></w:moveFrom></w:p>";
        assert_eq!(text_of(body), "new\n");
    }

    #[test]
    fn notes_are_numbered_as_the_text_refers_to_them_and_stand_at_the_end() {
        let body = "<w:p><w:r><w:t>One</w:t><w:footnoteReference w:id='7'/><w:t>, two</w:t><w:footnoteReference w:id='3'/>\
                    <w:t>.</w:t></w:r></w:p>";
        let note = |id: i32, text: &str| {
            format!("<w:footnote w:id='{id}'><w:p><w:r><w:t> {text}</w:t></w:r></w:p></w:footnote>")
        };
        let notes = format!(
            "<w:footnotes>{}{}{}</w:footnotes>",
            note(0, "separator"),
            note(3, "Second."),
            note(7, "First.")
        );
        let bytes = package(&[(MAIN, document(body).as_bytes()), ("word/footnotes.xml", notes.as_bytes())]);
        assert_eq!(text(&bytes).unwrap(), "One[1], two[2].\n[2] Second.\n[1] First.\n");
    }

    #[test]
    fn the_document_may_stand_elsewhere() {
        let relations = "<Relationships><Relationship Type='http://x/officeDocument' Target='/text/main.xml'/></Relationships>";
        let body = document("<w:p><w:r><w:t>here</w:t></w:r></w:p>");
        let bytes = package(&[("_rels/.rels", relations.as_bytes()), ("text/main.xml", body.as_bytes())]);
        assert_eq!(text(&bytes).unwrap(), "here\n");
    }

    #[test]
    fn a_bomb_does_not_go_off() {
        let bytes = package(&[(MAIN, &vec![b' '; 80 << 20])]);
        assert!(bytes.len() < 100_000, "the bomb is {} bytes", bytes.len());
        assert_eq!(text(&bytes), Err(Reason::Expansion("more than 16 MiB".into())));
    }

    #[test]
    fn each_fault_has_its_reason() {
        let whole = package(&[(MAIN, document("<w:p><w:r><w:t>whole</w:t></w:r></w:p>").as_bytes())]);
        for (bytes, reason) in [
            (whole[..whole.len() - 40].to_vec(), "truncated"),
            (package(&[("other.xml", b"<a/>")]), "malformed"),
            (package(&[(MAIN, b"<w:document><w:p")]), "malformed"),
        ] {
            assert_eq!(text(&bytes).unwrap_err().as_str(), reason);
        }
    }
}
