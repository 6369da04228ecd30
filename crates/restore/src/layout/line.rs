//! A printed line, and what can be seen of it without reading its words.

/// A line that holds more than blanks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'t> {
    /// What it says, without the blanks at its ends.
    pub text: &'t str,
    /// Where `text` starts, in bytes of the stretch.
    pub start: usize,
    /// Blanks before it, in columns; a tab is eight.
    pub indent: usize,
    /// A tab stands before it.
    pub tab: bool,
    /// Length of `text` in characters.
    pub length: usize,
    /// Blank lines before it.
    pub gap: usize,
    /// A form feed stands between it and the line before.
    pub new_page: bool,
    /// Blanks after it: two of them are a line break in Markdown, one the trace of a line that was wrapped.
    pub trail: usize,
    /// What it is for.
    pub role: Role,
}

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It is part of the text.
    Text,
    /// It is the number of a note, and belongs behind the word before it.
    Mark,
    /// It is a page number or a running head, and is left out.
    Furniture,
}

impl Line<'_> {
    /// One past the last byte of `text`, in bytes of the stretch.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// True if the line breaks off before its sentence has ended.
    pub fn is_open(&self) -> bool {
        !ends_sentence(self.text)
    }

    /// True if the line goes on with what an earlier line began: it starts small, or with a sign that closes.
    pub fn continues(&self) -> bool {
        match self.text.chars().next() {
            Some(first) if first.is_alphabetic() => !first.is_uppercase(),
            Some(first) => closes(first),
            None => false,
        }
    }

    /// True if the line starts with a small letter of a script that has capitals.
    pub fn starts_small(&self) -> bool {
        let small = |c: char| c.is_lowercase() && !matches!(c, '\u{10d0}'..='\u{10ff}');
        self.text.chars().next().is_some_and(small)
    }

    /// True if the line starts a counted section: "§ 2.", "IV", "3.".
    pub fn is_section(&self) -> bool {
        let first = self.text.split([' ', '.']).next().unwrap_or("");
        first.starts_with('§')
            || first.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'I' | b'V' | b'X'))
    }

    /// True if the line starts like an item of a list: a number or a letter with a stop or a bracket, a dash, a bullet.
    pub fn is_item(&self) -> bool {
        let mut chars = self.text.chars();
        let Some(first) = chars.next() else { return false };
        if matches!(first, '•' | '·' | '▪' | '◦' | '‣') {
            return true;
        }
        if matches!(first, '-' | '–' | '—' | '*' | '+') {
            return chars.next().is_some_and(char::is_whitespace);
        }
        let (digits, rest) = match self.text.find(|c: char| !c.is_ascii_digit()) {
            Some(0) if first.is_lowercase() => (1, &self.text[first.len_utf8()..]),
            Some(at) => (at, &self.text[at..]),
            None => return false,
        };
        let mut rest = rest.chars();
        (1..=3).contains(&digits)
            && match rest.next() {
                Some('.') => first.is_ascii_digit() && rest.next().is_some_and(char::is_whitespace),
                Some(')') => true,
                _ => false,
            }
    }

    /// True if there are letters and all that have a case are capitals.
    pub fn is_capitals(&self) -> bool {
        let mut capitals = 0;
        for c in self.text.chars() {
            if c.is_lowercase() {
                return false;
            }
            capitals += usize::from(c.is_uppercase());
        }
        capitals >= 2
    }
}

/// True if a text ends where a sentence can end: at a stop, which quotation marks, brackets and note marks may follow.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let mut rest = text.trim_end();
    loop {
        let Some(last) = rest.chars().next_back() else { return false };
        match last {
            '.' | '!' | '?' | '…' | ':' | ';' | '։' | '؟' | '۔' | '।' | '。' => return true,
            ')' | ']' => rest = &rest[..rest.len() - 1],
            _ if is_quote(last) => rest = rest[..rest.len() - last.len_utf8()].trim_end(),
            c if c.is_ascii_digit() && bracketed_number(text, rest) => {
                rest = rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == '[');
            }
            _ => return false,
        }
    }
}

/// True if `rest`, a beginning of `text` that ends with a digit, is cut out of a note mark: "gəldi.[12]".
fn bracketed_number(text: &str, rest: &str) -> bool {
    text[rest.len()..].starts_with(']') && rest.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with('[')
}

/// True for a sign that ends something, so that no blank stands before it.
pub(crate) fn closes(sign: char) -> bool {
    matches!(sign, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '»' | '”' | '…' | '%')
}

/// True for a quotation mark of any form.
pub(crate) fn is_quote(sign: char) -> bool {
    matches!(sign, '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‹' | '›')
}

/// The lines of a stretch that hold more than blanks.
pub(crate) fn lines_of(stretch: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut at, mut gap, mut new_page) = (0, 0, false);
    for whole in stretch.split_inclusive('\n') {
        let start = at;
        at += whole.len();
        let text = whole.trim();
        let before = &whole[..whole.len() - whole.trim_start().len()];
        if text.is_empty() {
            gap += 1;
            new_page |= whole.contains('\u{c}');
            continue;
        }
        let after = &whole[before.len() + text.len()..];
        lines.push(Line {
            text,
            start: start + before.len(),
            indent: before.chars().map(|c| if c == '\t' { 8 } else { 1 }).sum(),
            tab: before.contains('\t'),
            length: text.chars().count(),
            gap,
            new_page: new_page || before.contains('\u{c}'),
            trail: after.chars().filter(|c| matches!(c, ' ' | '\t')).count(),
            role: Role::Text,
        });
        gap = 0;
        new_page = after.contains('\u{c}');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line<'_> {
        lines_of(text)[0]
    }

    #[test]
    fn a_line_knows_its_blanks() {
        let lines = lines_of("bir \n\n\tiki\n");
        assert_eq!((lines[0].trail, lines[0].gap), (1, 0));
        assert_eq!((lines[1].indent, lines[1].gap, lines[1].start), (8, 1, 7));
    }

    #[test]
    fn a_sentence_ends_at_a_stop_behind_which_marks_may_stand() {
        for ended in ["Getdi.", "Getdi?!", "“Getdi.”", "Getdi.[12]", "(Getdi.)", "dedi:"] {
            assert!(ends_sentence(ended), "{ended}");
        }
        for open in ["Getdi", "gedən,", "1920-ci", "12", "[12]"] {
            assert!(!ends_sentence(open), "{open}");
        }
    }

    #[test]
    fn items_of_lists_are_known_by_their_first_signs() {
        for item in ["1. bir", "12) iki", "a) üç", "- dörd", "• beş"] {
            assert!(line(item).is_item(), "{item}");
        }
        for none in ["1920-ci il", "A. Əliyev", "-də", "12", "il", "3.5 faiz"] {
            assert!(!line(none).is_item(), "{none}");
        }
    }
}
