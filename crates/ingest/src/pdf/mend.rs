//! What stops the library, taken away: pictures before anything is read; where a page could not be read, all that is not text,
//! and what fonts say that the library does not know.

use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, Object, ObjectId};

/// The operators that set or place text, and those that draw forms.
const OF_TEXT: &[&str] = &[
    "BT", "ET", "Tf", "Tj", "TJ", "'", "\"", "Td", "TD", "Tm", "T*", "Tc", "Tw", "Tz", "TL", "Ts", "q", "Q",
    "cm", "Do",
];

/// Empties all pictures: the library would read their data as if it were text.
pub fn empty_pictures(document: &mut Document) {
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && is(&stream.dict, b"Subtype", b"Image")
        {
            stream.dict.remove(b"Filter");
            stream.set_content(Vec::new());
        }
    }
}

/// A copy in which forms do nothing but set text, and fonts are as plain as can be.
pub fn bare(document: &Document) -> Document {
    let mut bare = document.clone();
    for object in bare.objects.values_mut() {
        match object {
            Object::Stream(stream) if is(&stream.dict, b"Subtype", b"Form") => {
                let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
                if let Some(content) = only_text(&content) {
                    stream.set_plain_content(content);
                }
            }
            Object::Dictionary(font) if is(font, b"Type", b"Font") => mend_font(font),
            Object::Dictionary(encoding) if !is_known(encoding.get(b"BaseEncoding").ok()) => {
                encoding.remove(b"BaseEncoding");
            }
            _ => {}
        }
    }
    let told_otherwise: Vec<ObjectId> = document.objects.values().filter_map(descriptor_not_needed).collect();
    for id in told_otherwise {
        if let Ok(descriptor) = bare.get_dictionary_mut(id) {
            descriptor.remove(b"FontFile");
            descriptor.remove(b"FontFile3");
        }
    }
    bare
}

/// Leaves out an encoding that is unknown, and ends widths where they end.
fn mend_font(font: &mut Dictionary) {
    if !is_known(font.get(b"Encoding").ok()) {
        font.remove(b"Encoding");
    }
    if let Ok(Object::Dictionary(encoding)) = font.get_mut(b"Encoding")
        && !is_known(encoding.get(b"BaseEncoding").ok())
    {
        encoding.remove(b"BaseEncoding");
    }
    let first = font.get(b"FirstChar").and_then(Object::as_i64);
    let widths = font.get(b"Widths").and_then(Object::as_array).map(Vec::len);
    if let (Ok(first), Ok(widths)) = (first, widths) {
        font.set("LastChar", first + i64::try_from(widths).unwrap_or(i64::MAX).saturating_sub(1));
    }
}

/// True for an encoding that the library knows, and for what is no name of one.
fn is_known(encoding: Option<&Object>) -> bool {
    const KNOWN: [&[u8]; 5] =
        [b"MacRomanEncoding", b"MacExpertEncoding", b"WinAnsiEncoding", b"Identity-H", b"Identity-V"];
    encoding.and_then(|encoding| encoding.as_name().ok()).is_none_or(|name| KNOWN.contains(&name))
}

/// The descriptor of a simple font that says elsewhere what its letters are: the font's own program only repeats it.
fn descriptor_not_needed(font: &Object) -> Option<ObjectId> {
    let font =
        font.as_dict().ok().filter(|font| is(font, b"Type", b"Font") && !is(font, b"Subtype", b"Type0"))?;
    let is_told = font.has(b"ToUnicode") || font.has(b"Encoding");
    font.get(b"FontDescriptor").and_then(Object::as_reference).ok().filter(|_| is_told)
}

fn is(dictionary: &Dictionary, key: &[u8], value: &[u8]) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|name| name == value)
}

/// Leaves a page nothing but what sets its text.
pub fn keep_text(document: &mut Document, page: ObjectId) {
    let content = document.get_page_content(page).ok().and_then(|content| only_text(&content));
    if let Some(content) = content {
        // A page whose content cannot be changed stays unreadable, and is told as such.
        let _ = document.change_page_content(page, content);
    }
}

fn only_text(content: &[u8]) -> Option<Vec<u8>> {
    let mut content = Content::decode(content).ok()?;
    content.operations.retain(|operation| OF_TEXT.contains(&operation.operator.as_str()));
    content.encode().ok()
}
