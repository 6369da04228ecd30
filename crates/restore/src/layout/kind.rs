//! What a paragraph is in its document: text, heading, note, entry of a bibliography.

use std::collections::BTreeSet;

use salname_model::ParagraphKind;
use salname_packs::Packs;

use super::block::Block;
use super::line::Line;
use super::markup;
use super::shape::Shape;
use super::words::{fold, is_letter};

/// The titles under which bibliographies and notes stand, in all languages, folded.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    bibliography: BTreeSet<String>,
    notes: BTreeSet<String>,
}

impl Titles {
    /// The titles that the packs' languages know.
    pub fn new(packs: &Packs) -> Self {
        let mut titles = Self::default();
        for layout in packs.languages.iter().filter_map(|language| language.layout.as_ref()) {
            titles.bibliography.extend(layout.bibliography.iter().map(|title| bare(title)));
            titles.notes.extend(layout.notes.iter().map(|title| bare(title)));
        }
        titles
    }
}

/// A title without case, numbers and signs.
fn bare(title: &str) -> String {
    let mut bare = String::with_capacity(title.len());
    let mut parted = false;
    for sign in title.chars() {
        if !is_letter(sign) {
            parted = !bare.is_empty();
            continue;
        }
        if std::mem::take(&mut parted) {
            bare.push(' ');
        }
        bare.push(fold(sign));
    }
    bare
}

/// Tells the kinds of paragraphs, one after the other: an entry is known by the title it stands under.
pub(crate) struct Kinds<'t> {
    titles: &'t Titles,
    /// The kind of the entries under the last title; body where it was an ordinary one.
    under: ParagraphKind,
}

impl<'t> Kinds<'t> {
    pub fn new(titles: &'t Titles) -> Self {
        Self { titles, under: ParagraphKind::Body }
    }

    /// The kind of the next paragraph.
    pub fn next(&mut self, block: &Block, lines: &[Line<'_>], text: &str, shape: &Shape) -> ParagraphKind {
        const LONGEST_TITLE: usize = 80;
        if text.len() <= LONGEST_TITLE {
            let title = bare(text);
            for (titles, under) in [
                (&self.titles.bibliography, ParagraphKind::Reference),
                (&self.titles.notes, ParagraphKind::Note),
            ] {
                if titles.contains(&title) {
                    self.under = under;
                    return ParagraphKind::Heading;
                }
            }
        }
        let kind = by_itself(block, lines, text, shape);
        if self.under == ParagraphKind::Body {
            return kind;
        }
        // Entries look like headings; a title has no numbers in it.
        let numbered = text.bytes().any(|byte| byte.is_ascii_digit());
        let title = shape.markdown && markup::heading_level(lines[0].text) > 0;
        if kind == ParagraphKind::Heading && (title || !numbered) {
            self.under = ParagraphKind::Body;
            return kind;
        }
        self.under
    }
}

/// The kind that shows in the paragraph itself.
fn by_itself(block: &Block, lines: &[Line<'_>], text: &str, shape: &Shape) -> ParagraphKind {
    const LONGEST_HEADING: usize = 160;
    let first = &lines[0];
    if shape.markdown && markup::heading_level(first.text) > 0 || block.inset {
        return ParagraphKind::Heading;
    }
    if text.starts_with('*') && text[1..].starts_with(char::is_alphabetic) {
        return ParagraphKind::Note;
    }
    if block.rows > 3 || text.chars().count() > LONGEST_HEADING || first.starts_small() {
        return ParagraphKind::Body;
    }
    let capitals = lines.iter().all(Line::is_capitals);
    let alone = block.rows > 1
        || shape.column.map_or(block.longest < 90, |column| block.longest * 10 < column.width * 9);
    let ended = text.ends_with(['.', ',', ';', ':', '!', '?', '”', '"', '»']);
    let lettered = text.contains(char::is_alphabetic);
    if lettered && (capitals || alone && !ended && !first.is_item() && !text.contains(": ")) {
        ParagraphKind::Heading
    } else {
        ParagraphKind::Body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_found_in_any_case_and_with_numbers() {
        let titles = Titles::new(&Packs::embedded().unwrap());
        assert!(titles.bibliography.contains(&bare("5. ƏDƏBİYYAT")));
        assert!(titles.bibliography.contains(&bare("Список литературы:")));
        assert!(titles.notes.contains(&bare("Notes")));
    }
}
