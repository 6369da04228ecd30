//! Hyphens: which were put by the printer to break a word, and which are the author's.

use super::words::{Evidence, Words};

/// What a hyphen at the end of a line was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineEnd {
    /// The printer's: the word goes on without it.
    Break,
    /// The author's: it stays, and nothing comes between.
    Hyphen,
    /// A dash, or a hyphen that hangs: it stays, and a blank follows.
    Dash,
}

/// Decides on the hyphen at the end of a line, between the text before it and the text after.
pub(crate) fn at_line_end(words: &Words<'_>, before: &str, after: &str) -> LineEnd {
    let first = super::words::last_word(before);
    let second = super::words::first_word(after);
    let Some(last) = before.chars().next_back() else { return LineEnd::Dash };
    let Some(next) = after.chars().next() else { return LineEnd::Dash };
    if last.is_whitespace() {
        return LineEnd::Dash;
    }
    if last.is_numeric() || next.is_numeric() {
        return LineEnd::Hyphen;
    }
    if second.is_empty() {
        return LineEnd::Dash;
    }
    if first.is_empty() {
        // "57%-" / "nin", "(b)-" / "nin": a suffix stays with its hyphen.
        return if next.is_uppercase() || last == '-' { LineEnd::Dash } else { LineEnd::Hyphen };
    }
    let evidence = words.evidence(first, second);
    if is_capitals(first) {
        let all_capitals = is_capitals(second) || second.chars().all(char::is_uppercase);
        return if all_capitals && (evidence.joined > 0 || evidence.compound == 0 && first.chars().count() > 1)
        {
            LineEnd::Break
        } else {
            LineEnd::Hyphen
        };
    }
    if next.is_uppercase() {
        return LineEnd::Hyphen;
    }
    if words.line_end_odds() + for_break(evidence, first, second) > 0.0 {
        LineEnd::Break
    } else {
        LineEnd::Hyphen
    }
}

/// True if a hyphen inside a line, between two words, was left over from a line end of an older printing.
pub(crate) fn is_dead(words: &Words<'_>, first: &str, second: &str) -> bool {
    // Capitals and their suffixes ("MK-nın"), names of two parts, and single letters keep theirs.
    if is_capitals(first)
        || second.starts_with(char::is_uppercase)
        || first.chars().count() < 2
        || second.chars().count() < 2
    {
        return false;
    }
    if !words.meet(first, second) {
        return false;
    }
    let mut evidence = words.evidence(first, second);
    evidence.compound = evidence.compound.saturating_sub(1);
    evidence.kin = evidence.kin.saturating_sub(1);
    evidence.first_of = evidence.first_of.saturating_sub(1);
    // Inside a line most hyphens are the author's, the more so before a word that can stand alone.
    let against = if evidence.second > 0 && !evidence.is_ending() { 5.0 } else { 3.0 };
    for_break(evidence, first, second) > against
}

/// True if a blank beside a hyphen inside a line parts a compound that is written without it elsewhere.
pub(crate) fn is_parted_compound(words: &Words<'_>, first: &str, second: &str) -> bool {
    let long = |word: &str| word.chars().nth(2).is_some();
    long(first) && long(second) && !is_capitals(first) && words.evidence(first, second).kin > 0
}

/// Log odds, but for the document's habit, that two parts are one broken word.
fn for_break(evidence: Evidence, first: &str, second: &str) -> f32 {
    let much = |count: u32| (count as f32).ln_1p();
    let letters = second.chars().count();
    let mut odds = 3.0 * much(evidence.joined) - 3.0 * much(evidence.compound) - 1.5 * much(evidence.kin);
    let [by_two, by_three] = evidence.crossing;
    odds += match letters {
        3.. if by_three > 0 => 2.5,
        _ if by_two > 0 => 1.0,
        _ => -0.5,
    };
    let ending = evidence.is_ending();
    odds += match (ending, evidence.second) {
        (true, _) => 1.7,
        (false, 0) => 1.0,
        (false, _) => -1.5,
    };
    if evidence.broken_inside
        && evidence.ending >= 30
        && evidence.ending > 10 * evidence.second
        && first.chars().count() >= 4
    {
        odds += 2.0;
    }
    odds += if evidence.first > 0 { -0.5 } else { 1.5 };
    // The second half of a broken word is seldom like the start of any other.
    if letters >= 4 && !ending {
        odds += if evidence.beginning > 0 { -1.0 } else { 0.5 };
    }
    odds - much(evidence.first_of)
}

/// True for an abbreviation: two capitals or more, and nothing small.
fn is_capitals(word: &str) -> bool {
    word.chars().nth(1).is_some()
        && !word.chars().any(char::is_lowercase)
        && word.chars().any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "Danışıqlar milli-azadlıq hərəkatı ilə bağlı idi. Azadlıq uğrunda milli hərəkat böyüdü. \
        Naxçıvanın taleyi həll olunmadı, kimi SSRİ-nin, kimi RSFSR hökumətinin sözünü gözlədi. Naxçıvana gedən qatar \
        gecikdi. Bölüşdürülməsini istəyənlər çox idi.";

    fn end(before: &str, after: &str) -> LineEnd {
        at_line_end(&Words::of(DOCUMENT, &|_| false), before, after)
    }

    #[test]
    fn a_word_broken_by_the_line_end_is_joined() {
        assert_eq!(end("Naxçı", "vanın"), LineEnd::Break);
        assert_eq!(end("RSF", "SR hökuməti"), LineEnd::Break);
    }

    #[test]
    fn the_authors_hyphen_stays_at_a_line_end() {
        assert_eq!(end("milli", "azadlıq"), LineEnd::Hyphen);
        assert_eq!(end("SSRİ", "nin"), LineEnd::Hyphen);
        assert_eq!(end("1920", "ci ildə"), LineEnd::Hyphen);
        assert_eq!(end("Avstriya", "Macarıstan"), LineEnd::Hyphen);
        assert_eq!(end("o zaman ", "deyirlər"), LineEnd::Dash);
    }

    #[test]
    fn what_a_language_knows_is_evidence_too() {
        let knows = |word: &str| matches!(word, "müqavilə" | "xalq" | "təsərrüfat");
        let words = Words::of("Mətn qısadır.", &knows);
        assert_eq!(at_line_end(&words, "müqa", "vilə"), LineEnd::Break);
        assert_eq!(at_line_end(&words, "xalq", "təsərrüfat"), LineEnd::Hyphen);
    }

    #[test]
    fn a_dead_hyphen_is_known_by_the_words_of_the_document() {
        let text = format!("{DOCUMENT} bölüşdürülmə-sini Naxçı-vanın de-yure milli-azadlıq hərbi-dəniz");
        let words = Words::of(&text, &|_| false);
        assert!(is_dead(&words, "bölüşdürülmə", "sini"));
        assert!(is_dead(&words, "Naxçı", "vanın"));
        assert!(!is_dead(&words, "de", "yure"));
        assert!(!is_dead(&words, "milli", "azadlıq"));
        assert!(!is_dead(&words, "hərbi", "dəniz"));
    }
}
