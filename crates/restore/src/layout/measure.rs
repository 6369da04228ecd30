//! How wide a line was in print.
//!
//! A line was full if the next word would not have fitted on it. In a fixed pitch that is a matter of counting
//! characters; in a book's type an m is three times an i, and counting misses by a word or more.

use std::sync::LazyLock;

use super::line::Line;

/// The unit in which a document's lines are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Characters of one width.
    Characters,
    /// Letters of a book's type, in hundredths of its size.
    Type,
}

impl Measure {
    /// The measure by which full lines come out more even.
    pub fn fitting(full: &[&Line<'_>]) -> Self {
        if spread(full, Self::Type) < spread(full, Self::Characters) { Self::Type } else { Self::Characters }
    }

    /// Width of a text.
    pub fn of(self, text: &str) -> usize {
        match self {
            Self::Characters => text.chars().count(),
            Self::Type => {
                let widths = &*WIDTHS;
                let of =
                    |sign: char| widths.get(sign as usize).map_or_else(|| width(sign), |&known| known.into());
                text.chars().map(of).sum()
            }
        }
    }

    /// Width of a blank.
    pub fn blank(self) -> usize {
        self.of(" ")
    }
}

/// How much the full lines differ in width: the distance from the tenth to the median, in thousandths of the median.
fn spread(full: &[&Line<'_>], measure: Measure) -> usize {
    let mut widths: Vec<usize> = full.iter().map(|line| measure.of(line.text)).collect();
    if widths.is_empty() {
        return 0;
    }
    widths.sort_unstable();
    let at = |percent: usize| widths[(widths.len() - 1) * percent / 100];
    (at(90) - at(25)) * 1000 / at(50).max(1)
}

/// Widths of the signs of the scripts that come first in Unicode: looked up far faster than found.
static WIDTHS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let signs = (0..0x600).map(|code| char::from_u32(code).map_or(0, width));
    signs.map(|width| u8::try_from(width).unwrap_or(u8::MAX)).collect()
});

/// Width of a sign in a serif type, in hundredths of its size; what stands on a letter does not widen it.
fn width(c: char) -> usize {
    match c {
        'i' | 'l' | 'j' | 't' | 'ı' | 'ï' | 'í' | 'І' | 'і' | '/' | '|' => 28,
        ' ' | '.' | ',' | ';' | ':' | '\'' | '’' | '‘' => 25,
        'f' | 'r' | 'I' | 'İ' | '(' | ')' | '[' | ']' | '-' | '!' => 33,
        's' | 'ş' | 'J' | '"' | '“' | '”' => 40,
        'a' | 'c' | 'ç' | 'e' | 'ə' | 'z' | '?' | 'ᴅ' | 'ϸ' | 'г' | 'з' | 'с' | 'е' | 'э' | 'т' | 'а' => {
            44
        }
        'm' | 'M' | 'W' | 'ш' | 'щ' | 'ж' | 'ю' | 'ф' | 'Ш' | 'Щ' | 'Ж' | 'Ю' | 'М' | '—' | '…' => {
            82
        }
        'w' => 72,
        '\u{300}'..='\u{36f}' => 0,
        _ if c.is_uppercase() => 67,
        _ => 50,
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::lines_of;
    use super::*;

    #[test]
    fn a_type_has_wide_and_narrow_letters() {
        assert!(Measure::Type.of("mum") > 2 * Measure::Type.of("lil"));
        assert_eq!(Measure::Characters.of("mum"), Measure::Characters.of("lil"));
    }

    #[test]
    fn the_measure_is_the_one_that_makes_full_lines_even() {
        let fixed = lines_of("mmmm mmmm mmmm\nllll llll llll\niiii iiii iiii\nwwww wwww wwww\n");
        assert_eq!(Measure::fitting(&fixed.iter().collect::<Vec<_>>()), Measure::Characters);
        let set = lines_of(
            "mmmm mmmm mm\nlllll lllll lllll lllll lllll lllll\niiiii iiiii iiiii iiiii iiiii iiiii\nwwwww wwwww www\n",
        );
        assert_eq!(Measure::fitting(&set.iter().collect::<Vec<_>>()), Measure::Type);
    }
}
