//! Citations: the authority that a passage gives for what it says.

use std::ops::Range;

use super::units::{Unit, UnitKind};

/// A citation is no longer than this, in units.
const LONGEST: usize = 40;

/// The first bracketed citation of a sentence at or after `from`, as written.
///
/// Citations are what stands in square brackets with a number, or in round ones with a number and a mark that parts
/// author from year or source from page: "[14, s.152]", "[143]", "(Nesibli, 2018:194)", "(12, s.328)".
pub(super) fn citation(text: &str, units: &[Unit], sentence: &Range<usize>, from: usize) -> Option<String> {
    let mut at = from.max(sentence.start);
    while at < sentence.end {
        let (opens, closing) = (units[at].lower.as_str(), units[at].kind == UnitKind::Mark);
        let close = match opens {
            "[" if closing => "]",
            "(" if closing => ")",
            _ => {
                at += 1;
                continue;
            }
        };
        let end = (at + 1..sentence.end.min(at + LONGEST)).find(|&next| units[next].is_mark(close));
        if let Some(end) = end {
            let inside = &units[at + 1..end];
            let number = inside
                .iter()
                .any(|unit| unit.kind == UnitKind::Number || matches!(unit.kind, UnitKind::Time(_)));
            let parted = inside
                .iter()
                .any(|unit| matches!(unit.lower.as_str(), "," | ":") || unit.lower.contains(':'));
            if number && (close == "]" || parted && inside.len() >= 3) {
                return Some(text[units[at].span.start..units[end].span.end].to_owned());
            }
            at = end;
        }
        at += 1;
    }
    None
}
