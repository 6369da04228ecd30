//! Names found by their form: initials, titles, surnames, head nouns, abbreviations, quotation marks.

use std::ops::Range;

use salname_model::Class;
use salname_packs::Side;

use super::passage::Passage;
use super::vocabulary::{Roles, Shape};

/// No name is built of more words (marks count).
const LONGEST_NAME: usize = 18;

/// So many letters with stops are an abbreviation where no name follows; fewer may be somebody's initials.
const FEWEST_STOPPED: usize = 3;

/// Abbreviations have no more letters; longer words in capitals are words.
const LONGEST_ABBREVIATION: usize = 6;

/// What a candidate was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Form {
    /// A capital letter away from the sentence's start, and nothing more.
    Capital,
    /// Quotation marks around a name.
    Quoted,
    /// Capitals only.
    Abbreviation,
    /// A surname's ending.
    Surname,
    /// A calling before the name.
    Calling,
    /// A given name.
    Given,
    /// A head noun with its modifiers.
    Headed,
    /// A known name of the gazetteer.
    Known,
    /// A title that belongs to the name.
    Titled,
    /// Initials before a surname.
    Initials,
}

/// Words that may be a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub words: Range<usize>,
    pub class: Class,
    pub form: Form,
}

/// All candidates of one sentence by their form, in the order of their starts.
pub(super) fn candidates(passage: &Passage<'_>, sentence: &Range<usize>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let shouts = passage.shouts(sentence);
    for index in sentence.clone() {
        if passage.masked[index] {
            continue;
        }
        let word = passage.at(index);
        if let Some((class, side)) = word.head {
            headed(passage, sentence, index, class, side, &mut found);
        }
        // "Rahim-khan Talyshsky": a title that a hyphen joins belongs to the name before it.
        let title = word.roles.has(Roles::TITLE_BEFORE) && !(index > 0 && passage.joins(index - 1));
        if title && (!word.shape.is_capital() || shouts || !word.roles.has(Roles::GIVEN)) {
            titled_before(passage, sentence, index, &mut found);
        }
        if !word.shape.is_capital() || shouts {
            continue;
        }
        initials(passage, sentence, index, &mut found);
        person(passage, sentence, index, &mut found);
        abbreviation(passage, sentence, index, &mut found);
        if index > sentence.start && quoted(passage, sentence, index, &mut found) {
            continue;
        }
        lone(passage, sentence, index, &mut found);
    }
    found.sort_by_key(|candidate| (candidate.words.start, candidate.words.end));
    found
}

/// True if the word can be part of a person's name.
fn is_name_word(passage: &Passage<'_>, index: usize) -> bool {
    passage.is_capital(index)
        && matches!(passage.at(index).shape, Shape::Capital | Shape::Mixed)
        && !passage.at(index).roles.has(Roles::NEVER)
}

/// Past the end of a name word at `index`, with what is joined to it by hyphens: another name, a title, or a small word
/// that joins one more ("Ter-Petrov", "Rahim-khan", "Ain-od-Dowleh").
fn name_end(passage: &Passage<'_>, sentence: &Range<usize>, index: usize) -> usize {
    let mut end = index + 1;
    while end + 1 < sentence.end && passage.joins(end) {
        let next = end + 1;
        if is_name_word(passage, next) || passage.has(next, Roles::TITLE_AFTER) {
            end = next + 1;
        } else if joins_names(passage, sentence, next) {
            end = next + 3;
        } else {
            break;
        }
    }
    end
}

/// Letters of the longest small word that joins names between hyphens.
const LONGEST_JOINT: usize = 3;

/// True if a small word stands between hyphens, a name after it; a particle also joins a small word.
fn joins_names(passage: &Passage<'_>, sentence: &Range<usize>, index: usize) -> bool {
    let after = index + 2;
    passage.at(index).shape == Shape::Small
        && passage.text_at(index).chars().nth(LONGEST_JOINT).is_none()
        && after < sentence.end
        && passage.joins(index + 1)
        && (is_name_word(passage, after)
            || (passage.has(index, Roles::PARTICLE) && passage.is_letters(after)))
}

/// True if a title or a particle is joined to a word of the name by a hyphen, as to persons' names alone.
fn has_joined_title(passage: &Passage<'_>, words: Range<usize>) -> bool {
    let joined = |index: usize| {
        passage.has(index, Roles::TITLE_AFTER)
            || (passage.has(index, Roles::PARTICLE) && passage.at(index).shape == Shape::Small)
    };
    words.skip(1).any(|index| passage.joins(index - 1) && joined(index))
}

/// "V.İ.Lenin", "M. Ə. Rəsulzadə".
fn initials(passage: &Passage<'_>, sentence: &Range<usize>, start: usize, found: &mut Vec<Candidate>) {
    // Two letters with a stop may be an abbreviation, as that for "see", and no initial.
    let abbreviates = passage.has(start, Roles::NEVER) && passage.text_at(start).chars().nth(1).is_some();
    if passage.at(start).shape != Shape::Initial
        || abbreviates
        || passage.has(start, Roles::CALLING)
        || (start >= 2 && passage.is_mark(start - 1, ".") && passage.at(start - 2).shape == Shape::Initial)
    {
        return;
    }
    let mut at = start;
    while at + 1 < sentence.end && passage.at(at).shape == Shape::Initial && passage.is_mark(at + 1, ".") {
        at += 2;
        if at < sentence.end && passage.joins(at) {
            at += 1;
        }
        if at - start > 8 {
            return;
        }
    }
    if at == start {
        return;
    }
    while at < sentence.end && passage.has(at, Roles::PARTICLE) && !passage.is_capital(at) {
        at += 1;
    }
    if at < sentence.end && is_name_word(passage, at) && !passage.has(at, Roles::COMMON) {
        let end = after_titles(passage, sentence, name_end(passage, sentence, at));
        found.push(Candidate { words: start..end, class: Class::Per, form: Form::Initials });
    } else if at >= start + 2 * FEWEST_STOPPED {
        // "A.P.O.C.": so many initials with no name after them abbreviate one.
        found.push(Candidate { words: start..at, class: Class::Org, form: Form::Abbreviation });
    }
}

/// Takes in the titles that follow a name, and the surname after a title ("Nəsib bəy Yusifbəyli").
fn after_titles(passage: &Passage<'_>, sentence: &Range<usize>, mut end: usize) -> usize {
    while end < sentence.end && passage.has(end, Roles::TITLE_AFTER) && passage.is_letters(end) {
        end += 1;
        if end < sentence.end
            && is_name_word(passage, end)
            && (passage.has(end, Roles::SURNAME) || passage.has(end, Roles::TITLE_AFTER))
            && passage.at(end).gazetteer.is_empty()
        {
            end = name_end(passage, sentence, end);
        }
    }
    end
}

/// Given names, surnames, titles and callings around words with capitals.
fn person(passage: &Passage<'_>, sentence: &Range<usize>, start: usize, found: &mut Vec<Candidate>) {
    let word = passage.at(start);
    let calling = word.roles.has(Roles::CALLING) && !word.roles.has(Roles::GIVEN);
    // "Village Ivanovka": what tells of a place at the head of a sentence has its capital for that.
    let tells_place = |index: usize| {
        index == sentence.start
            && (passage.has(index, Roles::PLACE_CUE) || passage.has(index, Roles::PLACE_NOUN_BEFORE))
    };
    if !is_name_word(passage, start) || word.head.is_some() || calling || tells_place(start) {
        return;
    }
    if start > sentence.start
        && is_name_word(passage, start - 1)
        && passage.at(start - 1).head.is_none()
        && !tells_place(start - 1)
    {
        let before = passage.at(start - 1).roles;
        if !before.has(Roles::CALLING) {
            return; // the run of capitals was looked at from its first word
        }
    }
    let mut ends = vec![name_end(passage, sentence, start)];
    while ends.len() < 5 {
        let end = ends[ends.len() - 1];
        let particle =
            end + 1 < sentence.end && passage.has(end, Roles::PARTICLE) && !passage.is_capital(end);
        let mut next = if particle { end + 1 } else { end };
        if particle && passage.joins(next) {
            next += 1;
        }
        if next < sentence.end
            && is_name_word(passage, next)
            && passage.at(next).head.is_none()
            && !passage.has(next, Roles::TITLE_AFTER)
            && !(has_joined_title(passage, start..end) && is_known_and_no_surname(passage, next))
        {
            ends.push(name_end(passage, sentence, next));
        } else {
            break;
        }
    }
    let end = ends[ends.len() - 1];
    let titled = after_titles(passage, sentence, end);
    if titled > end {
        // "Azərbaycan … Vəhib paşa": a title takes at most two words before it.
        let words = ends.len();
        let begin = if words > 2 { ends[words - 3] } else { start };
        found.push(Candidate { words: begin..titled, class: Class::Per, form: Form::Titled });
        return;
    }
    if ends.len() == 1 && passage.has(start, Roles::COMMON) && !is_called(passage, sentence, start) {
        return;
    }
    // "Came Enver-pasha", "from Tehran Enver-pasha": the title needs no word before the name; a sentence's first has its
    // capital anyway, and a place has its own.
    let own = passage.has(start, Roles::GIVEN) || has_joined_title(passage, start..ends[0]);
    let apart = start == sentence.start || is_known_and_no_surname(passage, start);
    let begin = if apart && !own && has_joined_title(passage, ends[0]..end) { ends[0] } else { start };
    let called = is_called(passage, sentence, start);
    let surname = (start..end).any(|index| passage.has(index, Roles::SURNAME));
    let given = passage.has(start, Roles::GIVEN);
    let form = match (called, given, surname) {
        _ if start > sentence.start && passage.has(start - 1, Roles::TITLE_BEFORE) => Form::Titled,
        _ if has_joined_title(passage, start..end) => Form::Titled,
        (true, _, _) => Form::Calling,
        (_, true, true) => Form::Given,
        (_, true, _) if ends.len() > 1 => Form::Given,
        // A sentence's first word has its capital anyway.
        (_, _, true)
            if passage.has(end - 1, Roles::SURNAME) && (ends.len() > 1 || start > sentence.start) =>
        {
            Form::Surname
        }
        _ => return,
    };
    found.push(Candidate { words: begin..end, class: Class::Per, form });
}

/// True for a word of the gazetteer that does not look like a surname: what may follow a whole name as a name of its own.
fn is_known_and_no_surname(passage: &Passage<'_>, index: usize) -> bool {
    !passage.has(index, Roles::SURNAME) && !passage.at(index).gazetteer.is_empty()
}

/// True if a calling stands before the word, in full or cut short: "General Ashworth", "Mr. Ashworth".
fn is_called(passage: &Passage<'_>, sentence: &Range<usize>, start: usize) -> bool {
    let cut_short = start > 0 && passage.is_mark(start - 1, ".") && passage.glued(start - 1);
    let before = start.checked_sub(1 + usize::from(cut_short)).filter(|before| *before >= sentence.start);
    before.is_some_and(|before| passage.has(before, Roles::CALLING))
}

/// "lord Kerzon", "fon Papen".
fn titled_before(passage: &Passage<'_>, sentence: &Range<usize>, start: usize, found: &mut Vec<Candidate>) {
    if start + 1 < sentence.end && is_name_word(passage, start + 1) {
        let mut end = name_end(passage, sentence, start + 1);
        while end < sentence.end && is_name_word(passage, end) && passage.at(end).head.is_none() {
            end = name_end(passage, sentence, end);
        }
        let end = after_titles(passage, sentence, end);
        found.push(Candidate { words: start..end, class: Class::Per, form: Form::Titled });
    }
}

/// "RK(b)P MK", "RSFSR XXİK", "ЦК КП(б)У".
fn abbreviation(passage: &Passage<'_>, sentence: &Range<usize>, start: usize, found: &mut Vec<Candidate>) {
    let Some(end) = abbreviation_end(passage, sentence, start) else { return };
    found.push(Candidate { words: start..end, class: Class::Org, form: Form::Abbreviation });
    if end < sentence.end
        && !passage.glued(end)
        && let Some(end) = abbreviation_end(passage, sentence, end)
    {
        found.push(Candidate { words: start..end, class: Class::Org, form: Form::Abbreviation });
    }
}

/// Past the end of the abbreviation at `start`, with a small letter that stands in brackets in it: "RK(b)P".
fn abbreviation_end(passage: &Passage<'_>, sentence: &Range<usize>, start: usize) -> Option<usize> {
    if passage.at(start).shape != Shape::Capitals
        || passage.text_at(start).chars().count() > LONGEST_ABBREVIATION
    {
        return None;
    }
    let end = start + 1;
    let bracket = end + 2 < sentence.end
        && passage.is_mark(end, "(")
        && passage.glued(end)
        && passage.is_mark(end + 2, ")")
        && passage.text_at(end + 1).chars().count() == 1;
    if !bracket {
        return Some(end);
    }
    let end = end + 3;
    Some(if end < sentence.end && passage.glued(end) && passage.is_capital(end) { end + 1 } else { end })
}

/// What stands inside quotation marks, if it begins with a capital and is short.
fn quoted(passage: &Passage<'_>, sentence: &Range<usize>, start: usize, found: &mut Vec<Candidate>) -> bool {
    let close = match passage.text_at(start - 1) {
        "“" | "„" => ["”", "“"],
        "\"" => ["\"", "”"],
        "«" => ["»", "»"],
        "‘" => ["’", "’"],
        _ => return false,
    };
    for end in start + 1..sentence.end.min(start + 8) {
        if close.iter().any(|mark| passage.is_mark(end, mark)) {
            found.push(Candidate { words: start..end, class: Class::Org, form: Form::Quoted });
            return true;
        }
    }
    false
}

/// A word with a capital where the sentence does not ask for one.
fn lone(passage: &Passage<'_>, sentence: &Range<usize>, start: usize, found: &mut Vec<Candidate>) {
    let word = passage.at(start);
    if start == sentence.start
        || !is_name_word(passage, start)
        || word.head.is_some()
        || word.roles.has(Roles::CALLING)
    {
        return;
    }
    if passage.is_mark(start - 1, ".") || passage.joins(start - 1) {
        return;
    }
    let end = name_end(passage, sentence, start);
    found.push(Candidate { words: start..end, class: Class::Gpe, form: Form::Capital });
}

/// A head noun with what belongs to it before or after.
fn headed(
    passage: &Passage<'_>,
    sentence: &Range<usize>,
    head: usize,
    class: Class,
    side: Side,
    found: &mut Vec<Candidate>,
) {
    let start = if side == Side::After { head } else { modifiers_before(passage, sentence, head) };
    // What follows a head noun with a small letter is its complement, and no name: "договор с Турцией".
    let organ = passage.has(head, Roles::ORGAN);
    let complete = side != Side::Before && (passage.is_capital(head) || start < head) && !organ;
    let end = if complete { complements_after(passage, sentence, head) } else { head + 1 };
    // "Azərbaycan hökuməti", "British troops": an organ leaves a state's name alone.
    let of_state = organ && end - start == 2 && !passage.at(start).gazetteer.is_empty();
    if end - start > 1 && !of_state {
        found.push(Candidate { words: start..end, class, form: Form::Headed });
    }
}

/// Where the name of a head noun begins: the leftmost capital, opener or inner word in an unbroken chain.
fn modifiers_before(passage: &Passage<'_>, sentence: &Range<usize>, head: usize) -> usize {
    let floor = sentence.start.max(head.saturating_sub(LONGEST_NAME));
    let (mut start, mut at) = (head, head);
    while at > floor {
        let index = at - 1;
        let word = passage.at(index);
        let names = passage.is_capital(index) && !word.roles.has(Roles::NEVER);
        let passes = word.roles.has(Roles::INNER)
            || word.head.is_some()
            || passage.joins(index)
            || passage.is_mark(index, ")")
            || passage.is_mark(index, "(")
            || (word.shape == Shape::Small && word.roles.has(Roles::OPENER))
            || (index > floor && passage.joins(index - 1) && passage.at(index - 1).shape != Shape::Number)
            || (word.lower.chars().count() == 1
                && passage.glued(index)
                && passage.is_mark(index - usize::from(index > 0), "("));
        if passage.masked[index] || !(names || passes) {
            break;
        }
        if names || (word.roles.has(Roles::OPENER) && index + 1 == start) {
            start = index;
        }
        at = index;
    }
    start
}

/// Where the name of a head noun that comes first ends: past the last capital or inner word of the chain.
fn complements_after(passage: &Passage<'_>, sentence: &Range<usize>, head: usize) -> usize {
    let ceiling = sentence.end.min(head + LONGEST_NAME);
    let (mut end, mut at) = (head + 1, head + 1);
    while at < ceiling {
        let word = passage.at(at);
        let names = passage.is_capital(at) && !word.roles.has(Roles::NEVER);
        if passage.masked[at] || !(names || word.roles.has(Roles::INNER) || passage.joins(at)) {
            break;
        }
        if names {
            end = at + 1;
        }
        at += 1;
    }
    end
}

/// The best candidates that do not overlap: surer forms before others, longer before shorter.
pub(super) fn choose(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let rank = |candidate: &Candidate| match candidate.form {
        Form::Initials => 6,
        Form::Headed | Form::Known | Form::Titled => 5,
        Form::Abbreviation if candidate.words.len() > 1 => 5,
        Form::Given | Form::Abbreviation => 4,
        Form::Calling | Form::Surname | Form::Quoted => 3,
        Form::Capital => 1,
    };
    candidates.sort_by(|a, b| {
        let weight = |one: &Candidate| (rank(one).min(5), one.words.len(), rank(one), one.form);
        weight(b).cmp(&weight(a)).then(a.words.start.cmp(&b.words.start))
    });
    let first = candidates.iter().map(|one| one.words.start).min().unwrap_or(0);
    let last = candidates.iter().map(|one| one.words.end).max().unwrap_or(0);
    let mut taken = vec![false; last - first];
    let mut chosen: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let place = &mut taken[candidate.words.start - first..candidate.words.end - first];
        if !place.contains(&true) {
            place.fill(true);
            chosen.push(candidate);
        }
    }
    chosen.sort_by_key(|candidate| candidate.words.start);
    chosen
}
