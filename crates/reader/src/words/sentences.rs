use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{Word, WordKind, lower};

/// Brackets that close later than this many words after they open are taken for slips and hold no sentence together.
const LONGEST_BRACKET: usize = 60;

/// So many closing marks are looked past for the word that begins the next sentence.
const LONGEST_CLOSING: usize = 4;

/// Splits words into sentences; knows a language's abbreviations.
///
/// ```
/// use salname_reader::words::{Sentences, tokenize};
///
/// let sentences = Sentences::new(["səh"], true);
/// let text = "V.İ.Lenin (bax: səh. 5) göstərdi.Yeni hökumət quruldu.";
/// let words = tokenize(text);
/// let found = sentences.split(text, &words);
/// assert_eq!(found.len(), 2);
/// assert_eq!(words[found[1].start].text(text), "Yeni");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Sentences {
    abbreviations: FxHashSet<String>,
    dotless: bool,
}

impl Sentences {
    /// A splitter for a language of these abbreviations (lower case, without the stop).
    pub fn new<'a>(abbreviations: impl IntoIterator<Item = &'a str>, dotless_i: bool) -> Self {
        Self { abbreviations: abbreviations.into_iter().map(str::to_owned).collect(), dotless: dotless_i }
    }

    /// Ranges of `words` that make up the sentences, in order; they tile all words.
    #[must_use]
    pub fn split(&self, text: &str, words: &[Word]) -> Vec<Range<usize>> {
        let inside = bracketed(text, words);
        let (mut sentences, mut start, mut at) = (Vec::new(), 0, 0);
        while at < words.len() {
            if !inside[at] && self.ends(text, words, start, at) {
                let mut end = at + 1;
                while end < words.len() && words[end].glued && is_closing(words[end].text(text)) {
                    end += 1;
                }
                sentences.push(start..end);
                start = end;
                at = end;
            } else {
                at += 1;
            }
        }
        if start < words.len() {
            sentences.push(start..words.len());
        }
        sentences
    }

    /// True if the mark at `at` ends the sentence that began at `start`.
    fn ends(&self, text: &str, words: &[Word], start: usize, at: usize) -> bool {
        if words[at].kind != WordKind::Mark {
            return false;
        }
        let mark = words[at].text(text);
        if !matches!(mark, "." | "!" | "?" | "…") {
            return false;
        }
        let Some(next) = words[at + 1..]
            .iter()
            .take(LONGEST_CLOSING)
            .find(|word| !is_closing(word.text(text)) || !word.glued)
        else {
            return false; // the last mark ends the text anyway
        };
        if matches!(mark, "!" | "?" | "…") {
            return !next.glued && begins(text, next);
        }
        let Some(before) = at.checked_sub(1).filter(|&before| before >= start).map(|before| &words[before])
        else {
            return false;
        };
        match before.kind {
            WordKind::Letters => {
                let word = before.text(text);
                if is_initial(word) && !next.is_mark(text, "\n") && before.span.end == words[at].span.start {
                    return false;
                }
                if self.abbreviations.contains(&lower(word, self.dotless)) && word.len() < 12 {
                    // "və s." may end a sentence, but it rarely does before a small letter.
                    return false;
                }
                if next.glued && next.kind == WordKind::Letters {
                    // A blank lost after the stop: only a long small-letter word before a capital one is an end.
                    return begins(text, next)
                        && word.chars().count() > 3
                        && word.chars().all(char::is_lowercase);
                }
                begins(text, next)
            }
            // A number at the sentence's start counts a list; "1920." before a capital ends.
            WordKind::Number => at > start + 1 && !words[at + 1].glued && begins(text, next),
            WordKind::Mark => is_closing(before.text(text)) && begins(text, next),
        }
    }
}

/// True for a capital letter, or a digraph with its capital ("Yu", "Dz"), as initials are written.
#[must_use]
pub fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && match (letters.next(), letters.next()) {
            (None, _) => true,
            (Some(second), None) => second.is_lowercase() && !is_vowel_pair(word),
            _ => false,
        }
}

/// "Bu." and "On." are words; "Yu." "Ya." "Dz." "Ch." are initials: a second letter that is a vowel makes an initial
/// only after Y.
fn is_vowel_pair(word: &str) -> bool {
    let vowel = |letter: char| "aeiouəıöüаеиоуыэюя".contains(letter);
    word.chars().nth(1).is_some_and(vowel) && !word.starts_with('Y')
}

/// True if a sentence can begin with this word.
fn begins(text: &str, word: &Word) -> bool {
    let first = word.text(text).chars().next();
    match word.kind {
        WordKind::Letters => first.is_some_and(|letter| !letter.is_lowercase()),
        WordKind::Number => !word.glued,
        WordKind::Mark => matches!(first, Some('"' | '“' | '„' | '«' | '(' | '[' | '-' | '–' | '—' | '‘')),
    }
}

fn is_closing(mark: &str) -> bool {
    matches!(mark, "\"" | "”" | "»" | ")" | "]" | "’" | "…" | "." | "!" | "?")
}

/// For each word, whether it stands inside round or square brackets that close soon enough.
fn bracketed(text: &str, words: &[Word]) -> Vec<bool> {
    let mut inside = vec![false; words.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if word.kind != WordKind::Mark {
            continue;
        }
        match word.text(text) {
            "(" | "[" => open.push(at),
            ")" | "]" => {
                if let Some(start) = open.pop()
                    && at - start <= LONGEST_BRACKET
                {
                    inside[start + 1..at].fill(true);
                }
            }
            _ => {}
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tokenize;

    fn split(text: &str) -> Vec<&str> {
        let words = tokenize(text);
        Sentences::new(["səh", "prof", "s"], true)
            .split(text, &words)
            .into_iter()
            .map(|range| &text[words[range.start].span.start..words[range.end - 1].span.end])
            .collect()
    }

    #[test]
    fn initials_abbreviations_and_ordinals_end_nothing() {
        assert_eq!(split("Q.K.Orconikidze və S. M. Kirov gəldilər.").len(), 1);
        assert_eq!(split("Его подписали Г. В. Агаев и Дж. Мамедов.").len(), 1);
        assert_eq!(split("Bax: prof. Əliyev, səh. 12. Yeni mətn.").len(), 2);
        assert_eq!(split("1920-ci ilin aprelin 28-də. Sonra").len(), 2);
    }

    #[test]
    fn brackets_and_quotation_marks_stay_whole() {
        assert_eq!(
            split("O gəldi (Bax. Bura. Ora.) və getdi. Son."),
            ["O gəldi (Bax. Bura. Ora.) və getdi.", "Son."]
        );
        assert_eq!(split("“Gəlirik.” Sonra getdilər."), ["“Gəlirik.”", "Sonra getdilər."]);
    }

    #[test]
    fn a_blank_lost_after_a_stop() {
        assert_eq!(split("Sənəd imzalanmışdır.Yeni hökumət işə başladı.").len(), 2);
    }

    #[test]
    fn sentences_tile_the_words() {
        let text = ". . A! ) ( b. C";
        let words = tokenize(text);
        let mut at = 0;
        for range in Sentences::default().split(text, &words) {
            assert_eq!(range.start, at);
            assert!(range.end > at);
            at = range.end;
        }
        assert_eq!(at, words.len());
    }
}
