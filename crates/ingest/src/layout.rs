//! The lines of an extracted text, as its blocks and cells come.

/// What divides a piece of text from the next; the stronger of two wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Break {
    /// Nothing.
    #[default]
    None,
    /// A blank.
    Word,
    /// A tab, between two cells of a row.
    Cell,
    /// A line end.
    Line,
}

/// Text that grows by pieces. Blanks are single, lines are never empty, and nothing hangs at a line's end.
#[derive(Debug, Default)]
pub struct Lines {
    text: String,
    pending: Break,
    /// Where the text of the open cell starts.
    cell: Option<usize>,
}

impl Lines {
    /// Appends text in which white space only divides words.
    pub fn text(&mut self, text: &str) {
        let is_blank = |letter: char| letter.is_ascii_whitespace();
        if text.starts_with(is_blank) {
            self.end(Break::Word);
        }
        for (index, word) in text.split(is_blank).filter(|word| !word.is_empty()).enumerate() {
            if index > 0 {
                self.end(Break::Word);
            }
            self.write(word);
        }
        if text.ends_with(is_blank) {
            self.end(Break::Word);
        }
    }

    /// Appends text as it stands, line ends and runs of blanks included.
    pub fn verbatim(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.end(Break::Line);
            }
            let line = line.strip_suffix('\r').unwrap_or(line);
            if !line.is_empty() {
                self.write(line);
            }
        }
    }

    /// Divides what came from what will come.
    pub fn end(&mut self, at_least: Break) {
        // A cell's own blocks divide nothing before its text has begun.
        let begins_cell = self.cell == Some(self.text.len());
        if !self.text.is_empty() && !begins_cell {
            self.pending = self.pending.max(at_least);
        }
    }

    /// Begins a cell of a row, and ends the one before.
    pub fn begin_cell(&mut self) {
        self.end_cell();
        self.cell = Some(self.text.len());
    }

    /// Ends a cell: what ended a line at its end now only divides it from the next. An empty cell leaves no trace.
    pub fn end_cell(&mut self) {
        if self.cell.take().is_some_and(|start| start < self.text.len()) {
            self.pending = Break::Cell;
        }
    }

    /// Ends a row.
    pub fn end_row(&mut self) {
        self.cell = None;
        self.end(Break::Line);
    }

    /// True if the text so far ends with a stop, or a word of three letters or more.
    pub fn ends_with_long_word(&self) -> bool {
        let mut letters = self.text.chars().rev();
        let last = letters.next().unwrap_or(' ');
        let is_word =
            last.is_alphabetic() && letters.take(2).filter(|letter| letter.is_alphabetic()).count() == 2;
        self.pending == Break::None && (is_word || (last.is_ascii_punctuation() || "”»’…".contains(last)))
    }

    /// The text, with a line end at its end.
    pub fn finish(mut self) -> String {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }

    fn write(&mut self, text: &str) {
        match std::mem::take(&mut self.pending) {
            Break::None => {}
            Break::Word => self.text.push(' '),
            Break::Cell => self.text.push('\t'),
            Break::Line => self.text.push('\n'),
        }
        self.text.push_str(text);
    }
}
