//! Rows of lines, and which of them make a paragraph together.

use super::line::{Line, Role, closes, ends_sentence};
use super::markup;
use super::measure::Measure;
use super::shape::{Column, Shape};

/// One row as it was printed: a line, or the pieces of one that note marks on lines of their own cut it into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'t> {
    /// Index of its first line.
    pub first: usize,
    /// Index of its last line.
    pub last: usize,
    /// Its first line.
    pub head: Line<'t>,
    /// Its last line of text.
    pub tail: &'t str,
    /// Its width in the column's measure, all pieces together; in characters where lines were not wrapped.
    pub width: usize,
    /// Blank lines before it, spacing aside.
    pub gap: usize,
    /// A page ended before it.
    pub new_page: bool,
    /// It ends with the mark of a note.
    pub marked: bool,
}

/// A paragraph: its lines, from the first to the last, and its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block {
    /// Index of its first line.
    pub first: usize,
    /// Index of its last line.
    pub last: usize,
    /// How many rows it has.
    pub rows: usize,
    /// Width of its widest row.
    pub longest: usize,
    /// Short ragged lines that stood beside the text or above it.
    pub inset: bool,
}

/// The rows of a stretch; furniture is left out.
pub(crate) fn rows_of<'t>(lines: &[Line<'t>], shape: &Shape) -> Vec<Row<'t>> {
    let measure = shape.column.map_or(Measure::Characters, |column| column.measure);
    let mut rows: Vec<Row<'t>> = Vec::new();
    let mut page_ended = false;
    for (index, line) in lines.iter().enumerate() {
        match (line.role, rows.last_mut()) {
            (Role::Furniture, _) => page_ended = true,
            (Role::Mark, Some(row)) => {
                row.last = index;
                row.marked = true;
                row.width += measure.of(line.text) / 2;
            }
            (Role::Text, Some(row)) if continues_row(lines, index, shape) => {
                row.last = index;
                row.marked = false;
                row.width += measure.of(line.text);
                row.tail = line.text;
            }
            (Role::Text | Role::Mark, _) => {
                // Blank lines around what a page began and ended with are the page's.
                let gap = if page_ended { 0 } else { shape.gap(line) };
                let width = measure.of(line.text);
                rows.push(Row {
                    first: index,
                    last: index,
                    head: *line,
                    tail: line.text,
                    width,
                    gap,
                    new_page: page_ended,
                    marked: false,
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
        && (line.text.starts_with(closes) || line.gap == 0 && (shape.spacing > 0 || line.continues()))
}

/// The paragraphs that rows make.
pub(crate) fn blocks_of(rows: &[Row<'_>], shape: &Shape) -> Vec<Block> {
    let inset = if shape.column.is_none() { inset_rows(rows) } else { vec![false; rows.len()] };
    let mut blocks: Vec<Block> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let joins = at > 0
            && match (inset[at - 1], inset[at]) {
                (true, true) if row.gap == 0 => true,
                (false, false) => !breaks(&rows[at - 1], row, rows.get(at + 1), shape),
                _ => false,
            };
        match blocks.last_mut() {
            Some(block) if joins => {
                block.last = row.last;
                block.rows += 1;
                block.longest = block.longest.max(row.width);
            }
            _ => blocks.push(Block {
                first: row.first,
                last: row.last,
                rows: 1,
                longest: row.width,
                inset: inset[at],
            }),
        }
    }
    blocks
}

/// True if a paragraph ends between two rows; `after` is the row that follows them.
fn breaks(before: &Row<'_>, row: &Row<'_>, after: Option<&Row<'_>>, shape: &Shape) -> bool {
    if shape.markdown
        && let Some(breaks) = breaks_in_markdown(before, row)
    {
        return breaks;
    }
    let open = !ends_sentence(before.tail);
    if ends_in_hyphen(before.tail) && (row.head.continues() || row.head.text.starts_with(char::is_numeric)) {
        return false;
    }
    match &shape.column {
        Some(column) => breaks_in_column(before, row, after, column, shape.indent, open),
        None => breaks_unwrapped(before, row, open),
    }
}

/// Where lines were not wrapped, one line is one paragraph, but for a sentence that the end of a page cut in two, and
/// for a heading over two lines.
fn breaks_unwrapped(before: &Row<'_>, row: &Row<'_>, open: bool) -> bool {
    let long = |row: &Row<'_>| row.width > LONG;
    let alike = long(before) == long(row) && (long(before) || row.gap == 0);
    !(open && alike && row.head.starts_small() && !row.head.is_item())
}

fn breaks_in_column(
    before: &Row<'_>,
    row: &Row<'_>,
    after: Option<&Row<'_>>,
    column: &Column,
    indent: usize,
    open: bool,
) -> bool {
    let full = before.width * 10 >= column.width * 8;
    let continues = row.head.continues();
    if open && (continues || before.marked && row.gap == 0) {
        return false;
    }
    match (before.head.is_capitals(), row.head.is_capitals()) {
        // The lines of a title belong together, but for a section that is counted anew.
        (true, true) if row.gap == 0 => return !open || row.head.is_section(),
        (was, is) if was != is && (row.gap > 0 || !full) => return true,
        _ => {}
    }
    if row.gap > 0 {
        return !(open && full && row.width * 2 >= column.width && row.gap == 1);
    }
    if row.head.indent >= before.head.indent.max(indent) + 2 && (!open || !full) {
        return true;
    }
    let fits = |room: usize, next: &Row<'_>| {
        let word = next.head.text.split_whitespace().next().map_or(0, |word| column.measure.of(word));
        room > word + column.measure.blank() + column.width / 25
    };
    let room = column.room(before.width);
    if row.head.is_item() && (!open && fits(room, row) || before.head.is_item()) {
        return true;
    }
    if continues {
        return false;
    }
    if open {
        return before.width * 10 < column.width * 6;
    }
    if column.apart && !row.new_page {
        return before.width * 10 < column.width * 7;
    }
    // The line before has room to spare; or this one has, since it was indented.
    let indented = || {
        !ends_sentence(row.tail)
            && after.is_some_and(|after| after.gap == 0 && fits(column.room(row.width), after))
    };
    fits(room, row) || indented()
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
///
/// Once a document has shown that it breaks headings so, runs of short rows that are not ragged are headings too.
fn inset_rows(rows: &[Row<'_>]) -> Vec<bool> {
    const HABIT: usize = 3;
    let runs = narrow_runs(rows);
    let habit = runs.iter().filter(|&&(start, end)| is_ragged(&rows[start..end])).count() >= HABIT;
    let mut inset = vec![false; rows.len()];
    for (start, end) in runs {
        let leads = rows.get(end).is_some_and(|next| next.width > LONG);
        let ragged = is_ragged(&rows[start..end]);
        if leads && (ragged || habit && rows[start].gap > 0 && rows[end].gap == 0) {
            inset[start..end].fill(true);
        }
    }
    inset
}

/// Runs of two to eight short rows without a blank line between them, most of which break off.
fn narrow_runs(rows: &[Row<'_>]) -> Vec<(usize, usize)> {
    const WIDEST: usize = 66;
    const MOST: usize = 8;
    let narrow = |row: &Row<'_>| {
        row.width <= WIDEST && !row.head.tab && !row.head.is_item() && !row.tail.ends_with([';', ',', ':'])
    };
    let mut runs = Vec::new();
    let mut start = 0;
    while start < rows.len() {
        let mut end = start + 1;
        if narrow(&rows[start]) {
            while end < rows.len() && narrow(&rows[end]) && rows[end].gap == 0 {
                end += 1;
            }
            let open = rows[start..end].iter().filter(|row| !ends_sentence(row.tail)).count();
            if (2..=MOST).contains(&(end - start)) && open * 2 >= end - start {
                runs.push((start, end));
            }
        }
        start = end;
    }
    runs
}

/// True if rows keep the blanks of a frame: before a row, or behind one that was wrapped.
fn is_ragged(run: &[Row<'_>]) -> bool {
    run[..run.len() - 1].iter().any(|row| row.head.trail > 0)
        || run[1..].iter().any(|row| row.head.indent > 0 || row.head.starts_small())
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
