//! A document's bibliography and notes, and which entry a citation names.

use std::collections::HashMap;

use salname_model::{Anchor, BibliographicEntry, Paragraph, ParagraphKind, Reference, Span};

use super::reference::Vocabulary;
use crate::names::Key;

/// So many words at the head of an entry are looked at for the author.
const AUTHOR_WORDS: usize = 4;

/// The entries of a document and how they are found.
#[derive(Debug, Default)]
pub(super) struct Bibliography {
    pub entries: Vec<BibliographicEntry>,
    by_number: HashMap<String, Vec<usize>>,
    /// By the key of a word of the author and the year.
    by_author: HashMap<(String, String), usize>,
}

impl Bibliography {
    pub fn of(paragraphs: &[Paragraph], words: &Vocabulary, key: &Key) -> Self {
        let mut all = Self::default();
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let note = match paragraph.kind {
                ParagraphKind::Reference => false,
                ParagraphKind::Note => true,
                ParagraphKind::Body | ParagraphKind::Heading => continue,
            };
            all.add(entry(index, paragraph, note, words), key);
        }
        all
    }

    fn add(&mut self, entry: BibliographicEntry, key: &Key) {
        let index = self.entries.len();
        if let Some(number) = &entry.number {
            self.by_number.entry(number.clone()).or_default().push(index);
        }
        if let (Some(year), false) = (&entry.year, entry.note) {
            let author = entry.author.as_deref().unwrap_or(&entry.text);
            for word in author.split_whitespace().take(AUTHOR_WORDS) {
                let word = key.of(word);
                if !word.is_empty() {
                    self.by_author.entry((word, year.clone())).or_insert(index);
                }
            }
        }
        self.entries.push(entry);
    }

    /// True if the document has an entry, not a note, of that number.
    pub fn has_number(&self, number: &str) -> bool {
        self.by_number.get(number).is_some_and(|found| found.iter().any(|&entry| !self.entries[entry].note))
    }

    /// The entry that a reference in `paragraph` names.
    ///
    /// A number with a page is looked for in the bibliography first; a bare one, as a footnote mark is, in the notes:
    /// the nearest list of notes after it, because chapters number theirs anew.
    pub fn named_by(&self, reference: &Reference, paragraph: usize, key: &Key) -> Option<usize> {
        if let Some(number) = &reference.number {
            let found = self.by_number.get(number)?;
            let note = found
                .iter()
                .copied()
                .find(|&one| self.entries[one].note && self.entries[one].anchor.paragraph > paragraph);
            let listed = found.iter().copied().find(|&one| !self.entries[one].note);
            return if reference.locators.is_empty() { note.or(listed) } else { listed.or(note) };
        }
        let (author, year) = (reference.author.as_ref()?, reference.year.as_ref()?);
        let words = author.split([' ', ',', '.']).filter(|word| word.chars().count() > 2);
        words.map(|word| key.of(word)).find_map(|word| self.by_author.get(&(word, year.clone())).copied())
    }
}

/// "14. Həsənli C. (2012) …", "[14] …", "14) …", or without a number.
fn entry(index: usize, paragraph: &Paragraph, note: bool, words: &Vocabulary) -> BibliographicEntry {
    let text = paragraph.text.trim();
    let (number, rest) = numbered(text);
    let year = year_of(rest);
    let author = year.as_ref().filter(|_| !note).and_then(|year| author_of(rest, year));
    let whole = Span::new(0, paragraph.text.len());
    BibliographicEntry {
        anchor: Anchor { paragraph: index, text: whole, source: paragraph.alignment.source_of(whole) },
        note,
        number,
        author,
        year,
        archive: words.archive(rest).and_then(|reference| reference.archive),
        text: rest.to_owned(),
    }
}

fn numbered(text: &str) -> (Option<String>, &str) {
    let bare = text.trim_start_matches(['[', '(', '*', ' ']);
    let digits = bare.len() - bare.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    if digits == 0 || digits > 4 {
        return (None, text);
    }
    let letter = bare[digits..].chars().next().filter(|letter| letter.is_lowercase());
    let end = digits + letter.map_or(0, char::len_utf8);
    let rest = &bare[end..];
    let after = rest.trim_start_matches(['.', ')', ']', ' ', '\u{a0}']);
    if after.len() == rest.len() || after.is_empty() {
        return (None, text);
    }
    (Some(bare[..end].to_owned()), after)
}

/// The year of publication: the first in round brackets, otherwise the last number that may be one.
fn year_of(text: &str) -> Option<String> {
    let mut last = None;
    let mut at = 0;
    while let Some(start) = text[at..].find(|letter: char| letter.is_ascii_digit()).map(|start| start + at) {
        let end =
            start + text[start..].find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len() - start);
        at = end;
        let plausible = end - start == 4 && matches!(text[start..end].parse(), Ok(1300..=2100));
        if !plausible {
            continue;
        }
        let suffix = text[end..].chars().next().filter(char::is_ascii_lowercase);
        let stop = end + suffix.map_or(0, char::len_utf8);
        let year = text[start..stop].to_owned();
        if text[..start].ends_with('(') && text[stop..].starts_with(')') {
            return Some(year);
        }
        last = Some(year);
    }
    last
}

/// What stands before the year in brackets, or before the first stop that is no initial's.
fn author_of(text: &str, year: &str) -> Option<String> {
    let before_year = text.split(&format!("({year})")).next().filter(|before| before.len() < text.len());
    let author = before_year.unwrap_or_else(|| {
        let end = text.char_indices().find(|&(at, letter)| {
            let word = text[..at].rsplit([' ', '.']).next().unwrap_or_default();
            letter == ':' || letter == '.' && word.chars().count() > 2
        });
        end.map_or(text, |(end, _)| &text[..end])
    });
    let author = author.trim_end_matches(['.', ',', ' ']).trim_start();
    (!author.is_empty()).then(|| author.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_gives_its_number_and_its_year() {
        assert_eq!(numbered("14. Həsənli C."), (Some("14".into()), "Həsənli C."));
        assert_eq!(numbered("[27a] ARDA"), (Some("27a".into()), "ARDA"));
        assert_eq!(numbered("1920-ci il"), (None, "1920-ci il"));
        assert_eq!(year_of("Xarici siyasət (1920-1939). Bakı, 2012. 500 s.").as_deref(), Some("2012"));
        assert_eq!(year_of("Həsənli C. (2012) Xarici siyasət (1920-1939)").as_deref(), Some("2012"));
        assert_eq!(author_of("Həsənli C. (2012) Siyasət", "2012").as_deref(), Some("Həsənli C"));
        assert_eq!(
            author_of("Həsənli C. Siyasət. Bakı, 2012", "2012").as_deref(),
            Some("Həsənli C. Siyasət")
        );
    }
}
