use salname_model::Place;

/// Where something stands, for people: `file:line`, the page, and the authority that the text gives.
#[must_use]
pub fn at(place: &Place, citation: Option<&str>) -> String {
    let mut at = format!("{}:{}", place.file, place.line);
    if let Some(page) = place.page {
        at.push_str(&format!(", page {page}"));
    }
    if let Some(citation) = citation {
        at.push_str(&format!("  after {citation}"));
    }
    at
}
