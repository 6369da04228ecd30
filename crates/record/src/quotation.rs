//! Quotations found again in a source's restored text, however their blanks and hyphens were set.

use salname_model::Span;
use unicode_normalization::char::decompose_canonical;

use crate::RecordError;
use crate::corrections::Telling;
use crate::passages::{PassageText, SourceText};

/// A source in which quotations are looked for.
pub(crate) struct Quotations<'a> {
    source: &'a SourceText,
    passages: Vec<Letters>,
}

/// A text without blanks and hyphens, its letters taken apart from their marks.
struct Letters {
    text: String,
    /// For each byte of `text` the letter of the whole text that it belongs to, as bytes; ascending.
    whole: Vec<Span>,
}

impl Letters {
    fn of(whole: &str) -> Self {
        let mut letters = Self { text: String::with_capacity(whole.len()), whole: Vec::new() };
        for (at, letter) in whole.char_indices() {
            if is_set_freely(letter) {
                continue;
            }
            let span = Span::new(at, at + letter.len_utf8());
            decompose_canonical(letter, |part| {
                let part = even(part);
                letters.text.push(part);
                letters.whole.extend(std::iter::repeat_n(span, part.len_utf8()));
            });
        }
        letters
    }

    /// The stretches of the whole text in which the letters stand.
    fn find<'t>(&'t self, letters: &'t str) -> impl Iterator<Item = Span> + 't {
        self.text
            .match_indices(letters)
            .map(|(at, found)| self.whole[at].cover(self.whole[at + found.len() - 1]))
    }
}

/// Blanks and hyphens, which a new line sets anew.
fn is_set_freely(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '-' | '\u{ad}' | '\u{2010}' | '\u{2011}' | '¬' | '\u{feff}' | '\u{200b}')
}

/// Quotation marks, apostrophes and dashes, which typesetters exchange, as one each.
fn even(letter: char) -> char {
    match letter {
        '“' | '”' | '„' | '«' | '»' | '‟' => '"',
        '’' | '‘' | '‚' | 'ʼ' | '`' | '´' => '\'',
        '–' | '—' | '―' | '−' => '—',
        other => other,
    }
}

impl<'a> Quotations<'a> {
    pub fn new(source: &'a SourceText) -> Self {
        Self { source, passages: source.passages.iter().map(|passage| Letters::of(&passage.text)).collect() }
    }

    /// The telling with its span, and with its quotation as the source has it.
    pub fn complete(&self, telling: &Telling) -> Result<Telling, RecordError> {
        let mut found = self.find(&telling.quote)?;
        if let Some(span) = telling.span {
            found.retain(|(_, _, source)| source.overlaps(span));
            if found.is_empty() {
                return Err(RecordError::Refused(format!(
                    "the quotation stands in the source, but not at its bytes {}:{}",
                    span.start, span.end
                )));
            }
        }
        let places = found.len();
        if places > 1 && telling.span.is_none() {
            let bytes: Vec<String> = found
                .iter()
                .take(5)
                .map(|(_, _, source)| format!("{}:{}", source.start, source.end))
                .collect();
            return Err(RecordError::Refused(format!(
                "the quotation stands in the source {places} times (bytes {}): say which, or quote more",
                bytes.join(", ")
            )));
        }
        let shared = |span: Span| {
            let asked = telling.span.unwrap_or(span);
            asked.end.min(span.end).saturating_sub(asked.start.max(span.start))
        };
        let best = found.into_iter().rev().max_by_key(|(_, _, source)| shared(*source));
        let Some((passage, text, source)) = best else {
            return Err(RecordError::Refused("the quotation does not stand in the source".into()));
        };
        let quote = passage.text.get(text.range()).unwrap_or_default().to_owned();
        Ok(Telling { span: Some(source), quote, ..telling.clone() })
    }

    /// Where a quotation stands: passage, bytes of its text, bytes of the source.
    fn find(&self, quote: &str) -> Result<Vec<(&PassageText, Span, Span)>, RecordError> {
        let letters = Letters::of(quote.trim()).text;
        if !letters.chars().any(char::is_alphanumeric) {
            return Err(RecordError::Refused("the quotation is empty".into()));
        }
        let in_passage = |(passage, has): (&'a PassageText, &Letters)| {
            let spans: Vec<Span> = has.find(&letters).collect();
            spans.into_iter().map(move |text| (passage, text, self.source.source_of(passage, text)))
        };
        let found: Vec<_> = self.source.passages.iter().zip(&self.passages).flat_map(in_passage).collect();
        if found.is_empty() {
            return Err(RecordError::Refused("the quotation does not stand in the source".into()));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_hyphens_and_marks_are_set_freely() {
        let whole = "Müqavilə “iki il” müddətinə bağlandı — Tehranda.";
        let letters = Letters::of(whole);
        for quote in [
            "Müqavilə “iki il” müddətinə",
            "Müqa-\nvilə \"iki   il\" müddətinə",
            "Mu\u{308}qavilə „iki il” müd\u{ad}dətinə",
        ] {
            let asked = Letters::of(quote).text;
            let spans: Vec<Span> = letters.find(&asked).collect();
            assert_eq!(spans.len(), 1, "{quote}");
            assert_eq!(&whole[spans[0].range()], "Müqavilə “iki il” müddətinə");
        }
        assert_eq!(letters.find(&Letters::of("üç il").text).count(), 0);
    }
}
