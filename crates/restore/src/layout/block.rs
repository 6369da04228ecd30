//! Rows of lines, and which of them make a paragraph together.

use super::line::{Line, Role, ends_sentence};
use super::markup;
use super::shape::Shape;

/// One row as it was printed: a line, or the pieces of one that note marks on lines of their own cut it into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'t> {
    /// Indexes of its first and last line.
    pub first: usize,
    pub last: usize,
    /// Its first line.
    pub head: Line<'t>,
    /// Its last line of text.
    pub tail: &'t str,
    /// Its length in characters, all pieces together.
    pub length: usize,
    /// Blank lines before it, spacing aside.
    pub gap: usize,
}

/// A paragraph: its lines, from the first to the last, and its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block {
    pub first: usize,
    pub last: usize,
    pub rows: usize,
    /// Characters in the longest row.
    pub longest: usize,
    /// Short ragged lines that stood beside the text or above it.
    pub inset: bool,
}

/// The rows of a stretch; furniture is left out.
pub(crate) fn rows_of<'t>(lines: &[Line<'t>], shape: &Shape) -> Vec<Row<'t>> {
    let mut rows: Vec<Row<'t>> = Vec::new();
    let mut page_ended = false;
    for (index, line) in lines.iter().enumerate() {
        match (line.role, rows.last_mut()) {
            (Role::Furniture, _) => page_ended = true,
            (Role::Mark, Some(row)) => {
                row.last = index;
                row.length += line.length;
            }
            (Role::Text, Some(row)) if continues_row(lines, index, shape) => {
                row.last = index;
                row.length += line.length;
                row.tail = line.text;
            }
            (Role::Text | Role::Mark, _) => {
                // Blank lines around what a page began and ended with are the page's.
                let gap = if page_ended { 0 } else { shape.gap(line) };
                rows.push(Row {
                    first: index,
                    last: index,
                    head: *line,
                    tail: line.text,
                    length: line.length,
                    gap,
                });
                page_ended = false;
            }
        }
    }
    rows
}

/// True if a line goes on in the row that a note mark before it interrupted.
fn continues_row(lines: &[Line<'_>], index: usize, shape: &Shape) -> bool {
    let line = &lines[index];
    index > 0
        && lines[index - 1].role == Role::Mark
        && (line.text.starts_with(super::line::closes)
            || line.gap == 0 && (shape.spacing > 0 || line.continues()))
}

/// The paragraphs that rows make.
pub(crate) fn blocks_of(rows: &[Row<'_>], shape: &Shape) -> Vec<Block> {
    let inset = if shape.column.is_none() { inset_rows(rows) } else { Vec::new() };
    let is_inset = |at: usize| inset.get(at).copied().unwrap_or(false);
    let mut blocks: Vec<Block> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let joins = at > 0 && {
            let before = &rows[at - 1];
            if is_inset(at) && is_inset(at - 1) && row.gap == 0 {
                true
            } else {
                !breaks(before, row, shape) && !is_inset(at)
            }
        };
        match blocks.last_mut() {
            Some(block) if joins => {
                block.last = row.last;
                block.rows += 1;
                block.longest = block.longest.max(row.length);
            }
            _ => blocks.push(Block {
                first: row.first,
                last: row.last,
                rows: 1,
                longest: row.length,
                inset: is_inset(at),
            }),
        }
    }
    blocks
}

/// True if a paragraph ends between two rows.
fn breaks(before: &Row<'_>, row: &Row<'_>, shape: &Shape) -> bool {
    if shape.markdown
        && let Some(breaks) = breaks_in_markdown(before, row)
    {
        return breaks;
    }
    let open = !ends_sentence(before.tail);
    let continues = row.head.continues();
    if ends_in_hyphen(before.tail) && (continues || row.head.text.starts_with(|c: char| c.is_numeric())) {
        return false;
    }
    let Some(column) = shape.column else {
        // One line is one paragraph, but for a sentence that the end of a page cut in two.
        return !(open && continues && !row.head.is_item() && before.length > LONG && row.length > LONG);
    };
    if open && continues && (row.gap == 0 || !before.tail.ends_with('*')) {
        return false;
    }
    if before.head.is_capitals() != row.head.is_capitals() && (row.gap > 0 || before.length * 10 < column * 7)
    {
        return true;
    }
    let full = before.length * 10 >= column * 8;
    if row.gap > 0 {
        return !(open && full && row.length * 2 >= column && row.gap == 1);
    }
    if row.head.indent >= before.head.indent.max(shape.indent) + 2 && (!open || !full) {
        return true;
    }
    let word = row.head.text.split_whitespace().next().map_or(0, |word| word.chars().count());
    let room = column.saturating_sub(before.length);
    let would_fit = room > word + 1 + column / 10;
    if row.head.is_item() && (would_fit || before.head.is_item()) {
        return true;
    }
    if continues {
        return false;
    }
    would_fit && (!open || before.length * 10 < column * 6)
}

/// A line of more characters than this is running text, where lines are not wrapped.
const LONG: usize = 90;

/// What Markdown itself says; none where it leaves the matter open.
fn breaks_in_markdown(before: &Row<'_>, row: &Row<'_>) -> Option<bool> {
    let set_apart = |text: &str| {
        markup::heading_level(text) > 0
            || markup::is_rule(text)
            || text.starts_with("```")
            || text.starts_with("\\*")
    };
    if set_apart(before.head.text) && row.gap > 0 || set_apart(row.head.text) {
        return Some(true);
    }
    if markup::heading_level(before.head.text) > 0 {
        return Some(true);
    }
    (row.gap == 0 && before.head.trail >= 2).then(|| row.head.is_item() || ends_sentence(before.tail))
}

/// True if a text ends with a hyphen that hangs on a word.
fn ends_in_hyphen(text: &str) -> bool {
    text.strip_suffix(['-', '\u{2010}', '\u{ad}', '¬'])
        .is_some_and(|rest| rest.ends_with(char::is_alphanumeric))
}

/// Rows of headings that stood in a narrow frame beside the text: short, ragged, and before a long row.
fn inset_rows(rows: &[Row<'_>]) -> Vec<bool> {
    const WIDEST: usize = 60;
    let narrow = |row: &Row<'_>| {
        row.length <= WIDEST
            && row.head.indent < 8
            && !row.head.is_item()
            && !row.tail.ends_with([';', ',', ':'])
    };
    let mut inset = vec![false; rows.len()];
    let mut start = 0;
    while start < rows.len() {
        let mut end = start + 1;
        if !narrow(&rows[start]) {
            start = end;
            continue;
        }
        while end < rows.len() && narrow(&rows[end]) && rows[end].gap == 0 {
            end += 1;
        }
        let run = &rows[start..end];
        let ragged = run[..run.len() - 1].iter().any(|row| row.head.trail > 0)
            || run[1..].iter().any(|row| row.head.indent > 0 || row.head.continues());
        let open = run.iter().filter(|row| !ends_sentence(row.tail)).count();
        if run.len() >= 2 && run.len() <= 8 && ragged && open * 2 >= run.len() {
            inset[start..end].fill(true);
        }
        start = end;
    }
    inset
}

#[cfg(test)]
mod tests {
    use super::super::furniture::assign_roles;
    use super::super::line::lines_of;
    use super::*;

    /// The first words of the paragraphs of a text.
    fn paragraphs(text: &str) -> Vec<&str> {
        let mut lines = lines_of(text);
        let shape = Shape::of(&lines);
        assign_roles(&mut lines, &shape);
        let blocks = blocks_of(&rows_of(&lines, &shape), &shape);
        blocks.iter().map(|block| lines[block.first].text.split(' ').next().unwrap_or("")).collect()
    }

    #[test]
    fn a_short_last_line_ends_a_paragraph() {
        let text = "Birinci abzas burada uzun bir sətirlə\nbaşlanır və sonra da davam edir, amma\nqısa bitir.\n\
                    İkinci abzas isə yenə uzun bir sətirlə\nbaşlanır və davam edir.\n";
        assert_eq!(paragraphs(text), ["Birinci", "İkinci"]);
    }

    #[test]
    fn a_blank_line_inside_a_word_ends_nothing() {
        let text = "Qoşunlar şəhərə girdi və Naxçıva-\n\nnın bütün yollarını tutdu, sonra da\ngeri çəkildi.\n\nErtəsi gün oldu.\n";
        assert_eq!(paragraphs(text), ["Qoşunlar", "Ertəsi"]);
    }

    #[test]
    fn lines_without_wrapping_are_paragraphs() {
        let text = "Birinci abzas.\nİkinci abzas.\nüçüncü sətir.\n";
        assert_eq!(paragraphs(text), ["Birinci", "İkinci", "üçüncü"]);
    }

    #[test]
    fn an_inset_heading_is_one_paragraph() {
        let long = "XX əsrin əvvəllərində bu məsələ bütün dövlətlərin diqqətini cəlb etdi və uzun danışıqlara səbəb oldu. ".repeat(5);
        let text = format!("Böyük dövlətlər \n    arasında rəqabət\n{long}\n{long}\n");
        assert_eq!(paragraphs(&text), ["Böyük", "XX", "XX"]);
    }
}
