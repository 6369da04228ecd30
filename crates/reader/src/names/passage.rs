use std::ops::Range;

use crate::words::{Word, WordKind};
use crate::work;

use super::vocabulary::{Roles, Shape, WordType};

/// A paragraph's words with all that is known of each, as the finding of names looks at them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passage<'a> {
    pub text: &'a str,
    pub words: &'a [Word],
    /// The type of each word, as an index into `types`.
    pub kinds: &'a [u32],
    pub types: &'a [WordType],
    /// Words inside calendar expressions, which are no names.
    pub masked: &'a [bool],
}

impl<'a> Passage<'a> {
    /// What is known of the word at a place.
    pub fn at(&self, index: usize) -> &'a WordType {
        work::step();
        &self.types[self.kinds[index] as usize]
    }

    pub fn text_at(&self, index: usize) -> &'a str {
        work::step();
        self.words[index].text(self.text)
    }

    pub fn is_mark(&self, index: usize, mark: &str) -> bool {
        self.words.get(index).is_some_and(|word| word.is_mark(self.text, mark))
    }

    pub fn glued(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| word.glued)
    }

    pub fn is_capital(&self, index: usize) -> bool {
        index < self.words.len() && self.at(index).shape.is_capital() && !self.masked[index]
    }

    pub fn is_letters(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| word.kind == WordKind::Letters)
    }

    pub fn has(&self, index: usize, role: Roles) -> bool {
        index < self.words.len() && self.at(index).roles.has(role)
    }

    /// True for a hyphen that joins the words on both sides.
    pub fn joins(&self, index: usize) -> bool {
        matches!(self.words.get(index).map(|word| word.text(self.text)), Some("-" | "–" | "‑"))
            && self.glued(index)
            && self.glued(index + 1)
    }

    /// True if the sentence is written in capitals, so that they say nothing.
    pub fn shouts(&self, sentence: &Range<usize>) -> bool {
        let mut capitals = 0;
        for index in sentence.clone() {
            match self.at(index).shape {
                Shape::Small | Shape::Capital if self.text_at(index).chars().nth(1).is_some() => {
                    return false;
                }
                Shape::Capitals => capitals += 1,
                _ => {}
            }
        }
        capitals >= 2
    }
}
