//! Pages draw forms, and forms draw forms: in circles, or in numbers that double at each step, in files made to harm. The
//! library follows wherever they lead, so they are counted first.

use std::collections::BTreeMap;

use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use crate::Reason;

/// How deep forms may stand in forms.
const DEEPEST: usize = 24;
/// How many forms a page may draw, counting each as often as it is drawn.
const MOST: u64 = 100_000;
/// How far a page may stand below the root of the pages.
const DEEPEST_PAGE: usize = 256;

/// # Errors
/// If pages or forms lead in circles, or to more than a document holds.
pub fn check(document: &Document, pages: impl Iterator<Item = ObjectId>) -> Result<(), Reason> {
    let mut forms = Forms { document, counted: BTreeMap::new(), visits: 0 };
    for page in pages {
        let Some(resources) = resources_of(document, page)? else { continue };
        for (_, form) in drawn_by(document, resources) {
            forms.count(form, resources, 0)?;
        }
    }
    Ok(())
}

/// The resources of a page, its own or inherited from the nodes above it.
fn resources_of(document: &Document, page: ObjectId) -> Result<Option<&Dictionary>, Reason> {
    let mut node = document.get_dictionary(page).ok();
    let mut found = None;
    for _ in 0..DEEPEST_PAGE {
        let Some(dictionary) = node else { return Ok(found) };
        found = found.or_else(|| dictionary.get_deref(b"Resources", document).and_then(Object::as_dict).ok());
        node = dictionary.get_deref(b"Parent", document).and_then(Object::as_dict).ok();
    }
    Err(Reason::Malformed("its pages lead in circles".into()))
}

/// The forms that resources name.
fn drawn_by<'a>(document: &'a Document, resources: &'a Dictionary) -> Vec<(&'a [u8], ObjectId)> {
    let drawings = resources.get_deref(b"XObject", document).and_then(Object::as_dict);
    let is_form = |id: ObjectId| form(document, id).is_some();
    drawings.map_or(Vec::new(), |drawings| {
        drawings
            .iter()
            .filter_map(|(name, object)| Some((name.as_slice(), object.as_reference().ok()?)))
            .filter(|&(_, id)| is_form(id))
            .collect()
    })
}

fn form(document: &Document, id: ObjectId) -> Option<&Stream> {
    let stream = document.get_object(id).and_then(Object::as_stream).ok()?;
    let is_image = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image");
    (!is_image).then_some(stream)
}

struct Forms<'a> {
    document: &'a Document,
    /// How many forms each draws, itself included. A form without resources of its own draws what its page names, and
    /// is counted anew for each.
    counted: BTreeMap<ObjectId, u64>,
    visits: u64,
}

impl<'a> Forms<'a> {
    fn count(&mut self, id: ObjectId, inherited: &'a Dictionary, depth: usize) -> Result<u64, Reason> {
        if let Some(&count) = self.counted.get(&id) {
            return Ok(count);
        }
        self.visits += 1;
        if depth > DEEPEST || self.visits > MOST {
            return Err(Reason::Malformed("its drawings lead in circles".into()));
        }
        let Some(stream) = form(self.document, id) else { return Ok(1) };
        let own = stream.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        let named = drawn_by(self.document, own.unwrap_or(inherited));
        let mut count = 1;
        if !named.is_empty() {
            for name in drawings(stream) {
                if let Some(&(_, inner)) = named.iter().find(|(known, _)| *known == name) {
                    count += self.count(inner, own.unwrap_or(inherited), depth + 1)?;
                }
            }
        }
        if count > MOST {
            return Err(Reason::Expansion(format!("more than {MOST} drawings on a page")));
        }
        if own.is_some() {
            self.counted.insert(id, count);
        }
        Ok(count)
    }
}

/// The names of what a form draws, as often as it draws them.
fn drawings(stream: &Stream) -> Vec<Vec<u8>> {
    let contents = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let operations = Content::decode(&contents).map(|content| content.operations).unwrap_or_default();
    operations
        .into_iter()
        .filter(|operation| operation.operator == "Do")
        .filter_map(|operation| operation.operands.first()?.as_name().ok().map(<[u8]>::to_vec))
        .collect()
}
