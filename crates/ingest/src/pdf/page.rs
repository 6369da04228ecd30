//! The letters of a page, as they are painted, to lines of text.
//!
//! A page of PDF knows letters and places, no lines, blanks or paragraphs. Lines are put together from the places; a wider gap
//! than usual becomes an empty line and an indented line keeps its indent as blanks, so that what comes later can tell
//! paragraphs. Raised small numbers are footnote marks, `[n]`.

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};

/// A gap this wide divides words, in parts of the letters' size.
const WORD_GAP: f64 = 0.15;
/// A line this much further below than usual stands after an empty one.
const PARAGRAPH_GAP: f64 = 1.35;
/// Letters this small beside others are raised or lowered ones.
const SMALL: f64 = 0.8;
/// How many blanks an indent may become.
const WIDEST_INDENT: usize = 40;

/// Gathers the letters of one page.
#[derive(Debug, Default)]
pub struct PageText {
    height: f64,
    lines: Vec<Line>,
    line: Option<Line>,
}

/// A line of a page, in points from its upper left corner.
#[derive(Debug, Default)]
struct Line {
    text: String,
    left: f64,
    /// Where its last letter ends.
    right: f64,
    baseline: f64,
    /// The size of its largest letters.
    size: f64,
    /// A raised number at its end that is being gathered, and where it starts.
    raised: Option<usize>,
}

/// A letter, or several that the font has as one.
#[derive(Debug, Clone, Copy)]
struct Glyph<'a> {
    text: &'a str,
    left: f64,
    right: f64,
    baseline: f64,
    size: f64,
}

impl OutputDev for PageText {
    fn begin_page(
        &mut self,
        _: u32,
        page: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.height = page.ury - page.lly;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        self.end_line_here();
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        // The scale of text that is turned or mirrored is as good as that of upright text.
        let across = font_size * place.m11.hypot(place.m12);
        let up = font_size * place.m21.hypot(place.m22);
        let size = (across * up).abs().sqrt();
        let left = place.m31;
        let glyph =
            Glyph { text, left, right: left + width * across.abs(), baseline: self.height - place.m32, size };
        if [glyph.left, glyph.right, glyph.baseline, glyph.size].iter().all(|measure| measure.is_finite()) {
            self.glyph(glyph);
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

impl PageText {
    fn glyph(&mut self, glyph: Glyph<'_>) {
        if !self.line.as_ref().is_some_and(|line| line.goes_on_with(glyph)) {
            self.end_line_here();
            // Blanks before a line are its indent, which its place tells better.
            if glyph.text.trim().is_empty() {
                return;
            }
            self.line = Some(Line::starting(glyph));
        }
        if let Some(line) = &mut self.line {
            line.add(glyph);
        }
    }

    fn end_line_here(&mut self) {
        if let Some(mut line) = self.line.take() {
            line.end_raised();
            line.text.truncate(line.text.trim_end().len());
            if !line.text.is_empty() {
                self.lines.push(line);
            }
        }
    }

    /// The page's text.
    pub fn finish(mut self) -> String {
        self.end_line_here();
        let usual = usual_distance(&self.lines);
        let mut text = String::new();
        for column in columns(&self.lines) {
            let margin = margin(column);
            for (index, line) in column.iter().enumerate() {
                let distance = match index.checked_sub(1) {
                    Some(before) => line.baseline - column[before].baseline,
                    None => 0.0,
                };
                if !text.is_empty() {
                    text.push('\n');
                }
                if distance > usual * PARAGRAPH_GAP {
                    text.push('\n');
                }
                text.extend(std::iter::repeat_n(' ', indent(line, margin)));
                text.push_str(&line.text);
            }
        }
        text
    }
}

impl Line {
    fn starting(glyph: Glyph<'_>) -> Self {
        let Glyph { left, baseline, size, .. } = glyph;
        Self { left, right: left, baseline, size, ..Self::default() }
    }

    /// True if a letter stands on this line, or raised or lowered beside it, and not before its end.
    fn goes_on_with(&self, glyph: Glyph<'_>) -> bool {
        let size = self.size.max(glyph.size);
        (glyph.baseline - self.baseline).abs() < size * 0.6 && glyph.left > self.right - size
    }

    fn add(&mut self, glyph: Glyph<'_>) {
        let is_raised = glyph.size < self.size * SMALL && self.baseline - glyph.baseline > self.size * 0.15;
        if is_raised && self.raised.is_none() {
            self.raised = Some(self.text.len());
        } else if !is_raised {
            self.end_raised();
        }
        let gap = glyph.left - self.right;
        if gap > glyph.size * WORD_GAP
            && !self.text.is_empty()
            && !self.text.ends_with(' ')
            && self.raised.is_none()
        {
            self.text.push(' ');
        }
        for letter in glyph.text.chars() {
            self.letter(letter);
        }
        self.right = self.right.max(glyph.right);
        if glyph.size > self.size {
            // It began with something raised or lowered: the mark of a note.
            (self.size, self.baseline) = (glyph.size, glyph.baseline);
        }
    }

    fn letter(&mut self, letter: char) {
        match letter {
            '\u{fb00}' => self.text.push_str("ff"),
            '\u{fb01}' => self.text.push_str("fi"),
            '\u{fb02}' => self.text.push_str("fl"),
            '\u{fb03}' => self.text.push_str("ffi"),
            '\u{fb04}' => self.text.push_str("ffl"),
            // Shown as a hyphen, for it would not have been painted otherwise.
            '\u{ad}' => self.text.push('-'),
            letter if letter.is_whitespace() => {
                if !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
            }
            letter if letter.is_control() => {}
            letter => self.text.push(letter),
        }
    }

    /// Writes a raised number as a mark, unless it is a power ("km²") or stands alone.
    fn end_raised(&mut self) {
        let Some(start) = self.raised.take() else { return };
        let (before, number) = self.text.split_at(start);
        let number = number.trim();
        let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        let word = before.chars().rev().take_while(|letter| letter.is_alphabetic()).count();
        let after_stop =
            before.chars().next_back().is_some_and(|last| !last.is_alphanumeric() && last != ' ');
        if is_number && (word > 2 || after_stop) {
            let mark = format!("[{number}]");
            self.text.truncate(start);
            self.text.push_str(&mark);
        }
    }
}

/// How far lines usually stand below one another: the median.
fn usual_distance(lines: &[Line]) -> f64 {
    let distances = lines.windows(2).map(|pair| pair[1].baseline - pair[0].baseline);
    let mut distances: Vec<f64> = distances.filter(|&distance| distance > 0.0).collect();
    distances.sort_by(f64::total_cmp);
    distances.get(distances.len() / 2).copied().unwrap_or(f64::INFINITY)
}

/// Lines that go down the page; where one stands above the line before, another column begins.
fn columns(lines: &[Line]) -> impl Iterator<Item = &[Line]> {
    lines.chunk_by(|before, line| line.baseline > before.baseline - before.size)
}

/// Where most lines of a column start.
fn margin(column: &[Line]) -> f64 {
    let mut starts: Vec<f64> = column.iter().map(|line| line.left).collect();
    starts.sort_by(f64::total_cmp);
    let alike = |start: f64| starts.iter().filter(|other| (*other - start).abs() < 2.0).count();
    let mut margin = (0, 0.0);
    let mut tried = f64::NEG_INFINITY;
    for &start in &starts {
        // Places of one start lie together: one of them speaks for all.
        if start - tried >= 2.0 {
            tried = start;
            let count = alike(start);
            if count > margin.0 {
                margin = (count, start);
            }
        }
    }
    margin.1
}

/// How many blanks a line's indent is worth.
fn indent(line: &Line, margin: f64) -> usize {
    let blanks = (line.left - margin) / (line.size * 0.5);
    // What stands left of the margin, or barely right of it, is not indented.
    if blanks < 1.0 { 0 } else { (blanks as usize).min(WIDEST_INDENT) }
}
