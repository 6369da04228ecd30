//! What pages paint besides text, taken away: pictures before anything is read, colours and paths where they stop the library.

use pdf_extract::content::Content;
use pdf_extract::{Document, Object, ObjectId};

/// The operators that set or place text, and those that draw forms.
const OF_TEXT: &[&str] = &[
    "BT", "ET", "Tf", "Tj", "TJ", "'", "\"", "Td", "TD", "Tm", "T*", "Tc", "Tw", "Tz", "TL", "Ts", "q", "Q",
    "cm", "Do",
];

/// Empties all pictures: the library would read their data as if it were text.
pub fn empty_pictures(document: &mut Document) {
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image")
        {
            stream.dict.remove(b"Filter");
            stream.set_content(Vec::new());
        }
    }
}

/// A copy in which forms do nothing but set text.
pub fn bare(document: &Document) -> Document {
    let mut bare = document.clone();
    for object in bare.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form")
        {
            let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
            if let Some(content) = only_text(&content) {
                stream.set_plain_content(content);
            }
        }
    }
    bare
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
