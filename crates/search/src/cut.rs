//! Cuts what is indexed into its terms.

use tantivy::Index;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

/// The words of a passage, between blanks.
pub(crate) const WORDS: &str = "salname-words";
/// The terms of a passage, one a line.
pub(crate) const LINES: &str = "salname-lines";

/// Makes the two known to an index.
pub(crate) fn teach(index: &Index) {
    for (name, at) in [(WORDS, b' '), (LINES, b'\n')] {
        index.tokenizers().register(name, TextAnalyzer::from(Cut { at, token: Token::default() }));
    }
}

/// Cuts at one sign of ASCII, and knows no other.
#[derive(Clone)]
struct Cut {
    at: u8,
    token: Token,
}

struct Pieces<'a> {
    at: u8,
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for Cut {
    type TokenStream<'a> = Pieces<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Pieces<'a> {
        self.token.reset();
        Pieces { at: self.at, rest: text, token: &mut self.token }
    }
}

impl TokenStream for Pieces<'_> {
    fn advance(&mut self) -> bool {
        while !self.rest.is_empty() {
            let end = self.rest.bytes().position(|byte| byte == self.at);
            let (piece, after) = match end {
                Some(end) => (&self.rest[..end], end + 1),
                None => (self.rest, self.rest.len()),
            };
            self.rest = &self.rest[after..];
            self.token.offset_from = self.token.offset_to;
            self.token.offset_to += after;
            if !piece.is_empty() {
                self.token.text.clear();
                self.token.text.push_str(piece);
                self.token.position = self.token.position.wrapping_add(1);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_cut_and_numbered() {
        let mut analyzer = TextAnalyzer::from(Cut { at: b' ', token: Token::default() });
        let mut pieces = Vec::new();
        analyzer.token_stream(" nota  çatdı\nbu gün ").process(&mut |token| {
            pieces.push((token.text.clone(), token.position));
        });
        let expected = [("nota", 0), ("çatdı\nbu", 1), ("gün", 2)];
        assert_eq!(pieces, expected.map(|(text, position)| (text.to_owned(), position)));
    }
}
