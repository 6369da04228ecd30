use std::fmt;

/// A query that cannot be understood: what is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    query: String,
    /// Byte of the query.
    at: usize,
    message: String,
}

impl QueryError {
    pub(crate) fn new(query: &str, at: usize, message: impl Into<String>) -> Self {
        Self { query: query.to_owned(), at, message: message.into() }
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A query that does not fit on a line is not repeated.
        const SHOWN: usize = 200;
        f.write_str(&self.message)?;
        if self.query.is_empty() || self.query.len() > SHOWN {
            return Ok(());
        }
        let line: String =
            self.query.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        let column = self.query[..self.query.floor_char_boundary(self.at)].chars().count();
        write!(f, "\n  {line}\n  {:column$}^", "")
    }
}

impl std::error::Error for QueryError {}
