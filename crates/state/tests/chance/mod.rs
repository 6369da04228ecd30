//! Numbers that look random and are the same in every run.

#![allow(dead_code, reason = "no test needs all of it")]
#![allow(clippy::unwrap_used, reason = "a number below a few thousands fits in every type")]

/// Numbers by xorshift.
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// The dice by which the world of this number is made.
    pub fn of(world: u64) -> Self {
        let mut dice = Self(world.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        dice.roll(7);
        dice
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    /// A number of days below `sides`.
    pub fn days(&mut self, sides: u64) -> i32 {
        i32::try_from(self.roll(sides)).unwrap()
    }

    /// One of so many.
    pub fn index(&mut self, many: usize) -> usize {
        usize::try_from(self.roll(many as u64)).unwrap()
    }

    /// One of the words.
    pub fn one<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.index(words.len())]
    }
}
