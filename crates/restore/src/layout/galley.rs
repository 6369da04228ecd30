//! Sets a paragraph: its lines in one, cleaned, every byte aligned with the text that it came from.

use salname_model::{Alignment, AlignmentBuilder, Span};

use super::hyphen::{self, LineEnd};
use super::line::{Line, Role, closes, is_quote};
use super::markup;
use super::shape::Shape;
use super::words::{Words, first_word, is_letter, last_word};

/// Longest address between angle brackets, in bytes.
const LONGEST_LINK: usize = 400;

/// A paragraph in the making.
pub(crate) struct Galley<'a> {
    words: &'a Words<'a>,
    shape: &'a Shape,
    /// Its letters were damaged, so that blanks are as little to be trusted.
    damaged: bool,
    /// Added to offsets in the stretch to make offsets in the whole text.
    origin: usize,
    text: String,
    made: AlignmentBuilder,
    /// Where in the source the next blank stands, if one is due before the next sign.
    blank: Option<Span>,
    /// What the hyphen between two lines was: asked when the first is set, and again before the second.
    between: Option<(usize, usize, Option<LineEnd>)>,
}

impl<'a> Galley<'a> {
    pub fn new(words: &'a Words<'a>, shape: &'a Shape, origin: usize, damaged: bool) -> Self {
        Self {
            words,
            shape,
            damaged,
            origin,
            text: String::new(),
            made: Alignment::builder(),
            blank: None,
            between: None,
        }
    }

    /// Sets the lines of a paragraph.
    pub fn set(mut self, lines: &[Line<'_>]) -> (String, Alignment) {
        self.text.reserve(lines.iter().map(|line| line.text.len() + 1).sum());
        let mut lines = lines.iter().filter(|line| line.role != Role::Furniture).peekable();
        let mut previous: Option<&Line<'_>> = None;
        while let Some(line) = lines.next() {
            match line.role {
                Role::Mark => {
                    self.blank = None;
                    self.mark(line);
                }
                Role::Text | Role::Furniture => {
                    if let Some(previous) = previous
                        && self.blank_after(previous, line)
                    {
                        self.blank = Some(self.span(previous.end(), line.start));
                    }
                    let next = lines.peek().filter(|next| next.role == Role::Text);
                    self.line(line, next.copied());
                }
            }
            previous = Some(line);
        }
        (self.text, self.made.finish())
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.origin + start, self.origin + end)
    }

    /// What the hyphen between two lines was; none if there is none.
    fn line_end(&mut self, before: &Line<'_>, line: &Line<'_>) -> Option<LineEnd> {
        match self.between {
            Some((first, second, end)) if (first, second) == (before.start, line.start) => end,
            _ => {
                let end = line_end(self.words, before, line);
                self.between = Some((before.start, line.start, end));
                end
            }
        }
    }

    /// True if a blank belongs between two lines.
    fn blank_after(&mut self, before: &Line<'_>, line: &Line<'_>) -> bool {
        if before.role == Role::Mark {
            let mut chars = line.text.chars();
            let first = chars.next().unwrap_or(' ');
            let closing_quote =
                is_quote(first) && chars.next().is_none_or(|c| c.is_whitespace() || closes(c));
            return !closes(first) && !closing_quote;
        }
        !matches!(self.line_end(before, line), Some(LineEnd::Break | LineEnd::Hyphen))
    }

    /// Sets the number of a note as "[12]".
    fn mark(&mut self, line: &Line<'_>) {
        let number: String = line.text.split_whitespace().collect();
        self.put(&format!("[{number}]"), self.span(line.start, line.end()));
    }

    /// Sets a line of text; `next` is the line of text that follows it in the paragraph.
    fn line(&mut self, line: &Line<'_>, next: Option<&Line<'_>>) {
        let mut text = line.text;
        let mut start = line.start;
        if self.shape.markdown {
            let level = markup::heading_level(text);
            if level > 0 {
                let inside = text[level..].trim_start();
                start += text.len() - inside.len();
                text = inside.trim_end_matches('#').trim_end();
            }
        }
        if let Some(next) = next
            && self.line_end(line, next) == Some(LineEnd::Break)
        {
            text = &text[..text.len() - text.chars().next_back().map_or(0, char::len_utf8)];
        }
        if let Some(spaced) = spaced_out(text) {
            self.spaced_out(text, start, &spaced);
        } else {
            self.run(text, start);
        }
    }

    /// Sets running text: bytes that need no care are copied in one piece.
    fn run(&mut self, text: &str, start: usize) {
        let bytes = text.as_bytes();
        let (mut at, mut copied) = (0, 0);
        while let Some(next) = bytes[at..].iter().position(|&byte| MAY_NEED_CARE[usize::from(byte)]) {
            at += next;
            let doubtful = || self.damaged && bytes[at] == b' ' && self.parted(text, at, at + 1);
            if !needs_care(bytes, at) && !doubtful() {
                at += 1;
                continue;
            }
            self.copy(&text[copied..at], start + copied);
            at += self.care(text, at, start);
            copied = at;
        }
        self.copy(&text[copied..], start + copied);
    }

    /// Sets what stands at `at` and returns its length in bytes.
    fn care(&mut self, text: &str, at: usize, start: usize) -> usize {
        let rest = &text[at..];
        let Some(sign) = rest.chars().next() else { return 1 };
        let length = sign.len_utf8();
        match sign {
            ' '
            | '\t'
            | '\u{a0}'
            | '\u{2000}'..='\u{200a}'
            | '\u{202f}'
            | '\u{3000}'
            | '\u{b}'
            | '\u{c}'
            | '\r' => {
                let blanks = rest.len() - rest.trim_start().len();
                if !self.parted(text, at, at + blanks) {
                    self.blank = Some(self.span(start + at, start + at + blanks));
                }
                return blanks;
            }
            // A soft hyphen and signs without width.
            '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}' => return length,
            '-' => {
                let (first, second) = (last_word(&text[..at]), first_word(&rest[1..]));
                if !first.is_empty() && !second.is_empty() && hyphen::is_dead(self.words, first, second) {
                    return 1;
                }
            }
            '&' => {
                if let Some((sign, length)) = markup::entity(rest) {
                    let span = self.span(start + at, start + at + length);
                    if sign.is_whitespace() {
                        self.blank = Some(span);
                    } else {
                        self.put(sign.encode_utf8(&mut [0; 4]), span);
                    }
                    return length;
                }
            }
            '<' if self.shape.html => {
                if let Some(length) = markup::tag_length(rest) {
                    return length;
                }
            }
            '<' if self.shape.markdown && rest.starts_with("<http") => {
                if let Some(end) = rest.bytes().take(LONGEST_LINK).position(|byte| byte == b'>') {
                    self.copy(&rest[1..end], start + at + 1);
                    return end + 1;
                }
            }
            '*' if self.shape.markdown => {
                let stars = rest.len() - rest.trim_start_matches('*').len();
                let alone = text[..at].ends_with(' ') && rest[stars..].starts_with(' ');
                if !alone && text.len() > stars {
                    // Where one style ends and another starts, the blank between them was lost with the signs.
                    let joint =
                        stars > 2 && text[..at].ends_with(is_letter) && rest[stars..].starts_with(is_letter);
                    if joint {
                        self.blank = Some(self.span(start + at, start + at + stars));
                    }
                    return stars;
                }
            }
            '\\' if self.shape.markdown && rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                self.copy(&rest[1..2], start + at + 1);
                return 2;
            }
            _ => {}
        }
        self.copy(&rest[..length], start + at);
        length
    }

    /// True if blanks stand inside a word, or beside the hyphen of a compound that is written without them elsewhere.
    fn parted(&self, text: &str, start: usize, end: usize) -> bool {
        let (before, after) = (&text[..start], &text[end..]);
        let number_goes_on = |before: &str, after: &str| {
            self.damaged
                && before.ends_with(char::is_numeric)
                && (after.starts_with(char::is_numeric) || is_suffix(first_word(after)))
        };
        if let Some(before) = before.strip_suffix('-') {
            return hyphen::is_parted_compound(self.words, last_word(before), first_word(after))
                || number_goes_on(before, after);
        }
        if let Some(after) = after.strip_prefix('-') {
            return hyphen::is_parted_compound(self.words, last_word(before), first_word(after))
                || number_goes_on(before, after);
        }
        let (first, second) = (last_word(before), first_word(after));
        self.damaged
            && !first.is_empty()
            && second.starts_with(char::is_lowercase)
            && self.words.is_split(first, second)
    }

    /// Sets a title whose letters were spaced out: "B İ R İ N C İ   B Ö L Ü M".
    fn spaced_out(&mut self, text: &str, start: usize, gaps: &[(usize, usize)]) {
        let mut at = 0;
        for &(from, to) in gaps {
            self.copy(&text[at..from], start + at);
            if to - from > 1 {
                self.blank = Some(self.span(start + from, start + to));
            }
            at = to;
        }
        self.copy(&text[at..], start + at);
    }

    fn copy(&mut self, text: &str, start: usize) {
        if text.is_empty() {
            return;
        }
        self.flush_blank();
        self.text.push_str(text);
        self.made.copy(self.origin + start, text.len());
    }

    fn put(&mut self, text: &str, from: Span) {
        self.flush_blank();
        self.text.push_str(text);
        self.made.rewrite(text.len(), from);
    }

    fn flush_blank(&mut self) {
        if let Some(from) = self.blank.take()
            && !self.text.is_empty()
        {
            self.text.push(' ');
            self.made.rewrite(1, from);
        }
    }
}

/// True for what can be the ending of a number: one to three small letters.
fn is_suffix(word: &str) -> bool {
    (1..=3).contains(&word.chars().count()) && word.chars().all(char::is_lowercase)
}

/// What the hyphen at the end of a line was; none if there is none.
fn line_end(words: &Words<'_>, line: &Line<'_>, next: &Line<'_>) -> Option<LineEnd> {
    let before = line.text;
    if let Some(before) = before.strip_suffix(['\u{ad}', '¬']) {
        return before.ends_with(char::is_alphabetic).then_some(LineEnd::Break);
    }
    let before = before.strip_suffix(['-', '\u{2010}'])?;
    Some(hyphen::at_line_end(words, before, next.text))
}

/// The bytes of which [`needs_care`] is to be asked: the others are copied without a second look.
static MAY_NEED_CARE: [bool; 256] = {
    let mut may = [false; 256];
    let bytes = [b' ', b'\t', b'-', b'&', b'<', b'*', b'\\', b'\r', 0x0b, 0x0c, 0xc2, 0xe2, 0xe3, 0xef];
    let mut index = 0;
    while index < bytes.len() {
        may[bytes[index] as usize] = true;
        index += 1;
    }
    may
};

/// True if a byte starts something that is not simply copied.
fn needs_care(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b' ' => {
            bytes.get(at + 1).is_none_or(|&next| matches!(next, b' ' | b'\t' | b'-' | 0xc2 | 0xe2 | 0xe3))
                || at > 0 && bytes[at - 1] == b'-'
        }
        b'\t' | b'-' | b'&' | b'<' | b'*' | b'\\' | b'\r' | 0x0b | 0x0c => true,
        0xc2 => matches!(bytes.get(at + 1), Some(0xa0 | 0xad)),
        0xe2 => matches!(
            (bytes.get(at + 1), bytes.get(at + 2)),
            (Some(0x80), Some(0x80..=0x8b | 0xaf)) | (Some(0x81), Some(0xa0))
        ),
        0xe3 => matches!((bytes.get(at + 1), bytes.get(at + 2)), (Some(0x80), Some(0x80))),
        0xef => matches!((bytes.get(at + 1), bytes.get(at + 2)), (Some(0xbb), Some(0xbf))),
        _ => false,
    }
}

/// The gaps between the letters of a text that was spaced out; none if it was not.
///
/// Most of its pieces must be single capitals, set one blank apart.
fn spaced_out(text: &str) -> Option<Vec<(usize, usize)>> {
    const LONGEST: usize = 200;
    if text.len() > LONGEST {
        return None;
    }
    let (mut pieces, mut single, mut letters) = (0, 0, 0);
    for piece in text.split_whitespace() {
        let length = piece.chars().count();
        if length > 3 || !piece.chars().all(char::is_uppercase) {
            return None;
        }
        pieces += 1;
        letters += length;
        single += usize::from(length == 1);
    }
    if pieces < 5 || single * 4 < pieces * 3 || letters < 5 {
        return None;
    }
    let mut gaps: Vec<(usize, usize)> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
        match gaps.last_mut() {
            Some(gap) if gap.1 == at => gap.1 += c.len_utf8(),
            _ => gaps.push((at, at + c.len_utf8())),
        }
    }
    Some(gaps)
}
