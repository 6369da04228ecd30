//! How a stretch of text is laid out: what a line and a blank line mean in it.

use super::line::{Line, Role};
use super::measure::Measure;

/// The layout of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The printed column, if lines were wrapped to one. Otherwise a line is a paragraph.
    pub column: Option<Column>,
    /// Blank lines that stand between lines of one paragraph (1 in a text set with double spacing).
    pub spacing: usize,
    /// Indent that most lines have, in columns.
    pub indent: usize,
    /// It is written in Markdown.
    pub markdown: bool,
    /// It holds tags of HTML.
    pub html: bool,
}

/// The column that lines were wrapped to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    /// The unit that widths are in.
    pub measure: Measure,
    /// Width of a full line.
    pub width: usize,
    /// Paragraphs are set apart by blank lines, so that a short line alone ends none.
    pub apart: bool,
}

/// Pairs of lines that plainly belong together must make up this share (in percent) of all pairs in a wrapped text.
const WRAPPED: usize = 20;

impl Shape {
    /// The shape of a stretch of lines.
    pub fn of(lines: &[Line<'_>]) -> Self {
        let (mut pairs, mut spaced) = (0, 0);
        // Lines that the next one goes on with: they were full.
        let mut full: Vec<&Line<'_>> = Vec::new();
        for pair in lines.windows(2) {
            if is_number(pair[0].text) || is_number(pair[1].text) {
                continue;
            }
            pairs += 1;
            if pair[0].is_open() && pair[1].continues() {
                full.push(&pair[0]);
                spaced += usize::from(pair[1].gap > 0);
            }
        }
        let enough = full.len() >= 2 || full.len() == 1 && pairs <= 3;
        let wrapped = enough && full.len() * 100 >= pairs * WRAPPED && !has_long_lines(lines);
        let spacing = usize::from(wrapped && full.len() >= 4 && spaced * 2 > full.len());
        Self {
            column: wrapped.then(|| Column::of(lines, &full, spacing)),
            spacing,
            indent: commonest_indent(lines),
            markdown: is_markdown(lines),
            html: super::markup::has_tags(lines),
        }
    }

    /// Blank lines before a line that are more than the spacing between lines.
    pub fn gap(&self, line: &Line<'_>) -> usize {
        line.gap.saturating_sub(self.spacing)
    }
}

impl Column {
    fn of(lines: &[Line<'_>], full: &[&Line<'_>], spacing: usize) -> Self {
        let measure = Measure::fitting(full);
        let mut widths: Vec<usize> = full.iter().map(|line| measure.of(line.text)).collect();
        let at = widths.len() * 19 / 20;
        let width = if widths.is_empty() { 0 } else { *widths.select_nth_unstable(at.min(full.len() - 1)).1 };
        let parted = |pair: &&[Line<'_>]| pair[1].gap > 0 && !pair[0].is_open() && !pair[1].continues();
        let gaps = lines.windows(2).filter(parted).count();
        Self { measure, width, apart: spacing == 0 && gaps >= 2 && gaps * 60 >= lines.len() }
    }

    /// Room left on a line of that width.
    pub fn room(&self, width: usize) -> usize {
        self.width.saturating_sub(width)
    }
}

/// True if most characters stand in lines too long to have been printed as one.
fn has_long_lines(lines: &[Line<'_>]) -> bool {
    let all: usize = lines.iter().map(|line| line.length).sum();
    let long: usize = lines.iter().map(|line| line.length).filter(|&length| length > 240).sum();
    long * 2 > all
}

fn commonest_indent(lines: &[Line<'_>]) -> usize {
    let mut counts = [0usize; 41];
    for line in lines {
        counts[line.indent.min(40)] += 1;
    }
    (0..counts.len()).rev().max_by_key(|&indent| counts[indent]).unwrap_or(0)
}

/// True for a line of digits only.
pub(crate) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// True if the stretch has Markdown's headings, strong words in pairs of stars, or escaped stars.
fn is_markdown(lines: &[Line<'_>]) -> bool {
    let signs = lines.iter().filter(|line| line.role == Role::Text).filter(|line| {
        let text = line.text;
        super::markup::heading_level(text) > 0
            || text.starts_with("**")
            || text.starts_with("```")
            || text.contains("\\*")
            || text.contains("](http")
    });
    signs.take(2).count() == 2
}

#[cfg(test)]
mod tests {
    use super::super::line::lines_of;
    use super::*;

    #[test]
    fn lines_that_go_on_with_each_other_were_wrapped() {
        let shape = Shape::of(&lines_of(
            "Şəhərin bütün yollarında\nkeşikçilər durur və gedib\ngələnləri yoxlayırdılar.\n",
        ));
        assert_eq!(
            (shape.column.map(|column| column.measure), shape.spacing),
            (Some(Measure::Characters), 0)
        );
    }

    #[test]
    fn a_blank_line_after_every_line_is_spacing() {
        let shape = Shape::of(&lines_of("bir\n\niki\n\nüç\n\ndörd\n\nbeş.\n"));
        assert_eq!(shape.spacing, 1);
    }

    #[test]
    fn whole_sentences_were_not_wrapped() {
        let shape = Shape::of(&lines_of("Birinci cümlə.\nİkinci cümlə.\nÜçüncü cümlə.\n"));
        assert_eq!(shape.column, None);
    }
}
