//! A set of numbers that are dense, in the order in which they were marked.

/// Numbers that were marked.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    marked: Vec<bool>,
    list: Vec<u32>,
}

impl Marks {
    /// For numbers below `count`.
    pub fn new(count: usize) -> Self {
        Self { marked: vec![false; count], list: Vec::new() }
    }

    /// Marks a number; true if it was not marked before.
    pub fn mark(&mut self, number: u32) -> bool {
        let place = number as usize;
        if place >= self.marked.len() {
            self.marked.resize(place + 1, false);
        }
        let new = !std::mem::replace(&mut self.marked[place], true);
        if new {
            self.list.push(number);
        }
        new
    }

    pub fn list(&self) -> &[u32] {
        &self.list
    }
}
