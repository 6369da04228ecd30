//! Where the gold's quotations stand in the documents as they were restored.

use salname_model::{Paragraph, Span};

use crate::agreement::fold_letter;

/// A stretch of a restored paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub paragraph: usize,
    /// Bytes of the paragraph's text.
    pub text: Span,
}

/// The letters and digits of some paragraphs, folded, each with the place that it came from.
pub struct Letters {
    letters: Vec<char>,
    /// Paragraph and byte of each letter.
    places: Vec<(usize, usize)>,
}

/// Quotations that do not stand there as they are, are looked for by stretches of so many letters.
const STRETCH: usize = 28;

impl Letters {
    /// The letters of the paragraphs that stand in `range` of the file; `spans` says where each stands.
    pub fn of(paragraphs: &[Paragraph], spans: &[Span], range: Span) -> Self {
        let (mut letters, mut places) = (Vec::new(), Vec::new());
        for (index, (paragraph, span)) in paragraphs.iter().zip(spans).enumerate() {
            if span.end <= range.start || span.start >= range.end {
                continue;
            }
            for (at, letter) in paragraph.text.char_indices().filter(|(_, letter)| letter.is_alphanumeric()) {
                let mut folded = String::new();
                fold_letter(letter, &mut folded);
                for letter in folded.chars() {
                    letters.push(letter);
                    places.push((index, at));
                }
            }
        }
        Self { letters, places }
    }

    /// Where a quotation stands, whatever its blanks and marks.
    pub fn find(&self, quote: &str) -> Option<Place> {
        let mut wanted = String::new();
        for letter in quote.chars().filter(|letter| letter.is_alphanumeric()) {
            fold_letter(letter, &mut wanted);
        }
        let wanted: Vec<char> = wanted.chars().collect();
        if wanted.is_empty() {
            return None;
        }
        if let Some(start) = self.position(&wanted) {
            return Some(self.place(start, start + wanted.len()));
        }
        let length = STRETCH.min(wanted.len());
        (0..=wanted.len() - length).step_by(7).find_map(|skip| {
            let found = self.position(&wanted[skip..skip + length])?;
            let start = found.saturating_sub(skip);
            Some(self.place(start, (start + wanted.len()).min(self.letters.len())))
        })
    }

    fn position(&self, wanted: &[char]) -> Option<usize> {
        self.letters.windows(wanted.len()).position(|window| window == wanted)
    }

    fn place(&self, start: usize, end: usize) -> Place {
        let (paragraph, from) = self.places[start];
        let last = self.places[start..end].iter().rfind(|(other, _)| *other == paragraph);
        let to = last.map_or(from, |(_, at)| *at) + 1;
        Place { paragraph, text: Span::new(from, to) }
    }
}
