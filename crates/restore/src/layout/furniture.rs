//! Page furniture: page numbers and running heads, told apart from the marks of notes.

use std::collections::HashMap;

use super::line::{Line, Role, closes};
use super::shape::{Shape, is_number};
use crate::layout::words::fold;

/// Gives every line of a stretch its role.
pub(crate) fn assign_roles(lines: &mut [Line<'_>], shape: &Shape) {
    drop_page_numbers_and_set_marks(lines, shape);
    drop_running_heads(lines, shape);
    drop_interrupting_blocks(lines, shape);
}

/// A line that is only a number.
#[derive(Debug, Clone, Copy)]
struct Lone {
    index: usize,
    value: u32,
    /// Above 0: the mark of a note. Below 0: the number of a page.
    score: i32,
}

/// The number of a note or a page: one to three digits, for a note perhaps with a letter ("27a").
fn lone_number(text: &str) -> Option<(u32, bool)> {
    let bare = text.trim_matches(|c: char| matches!(c, '-' | '–' | '—') || c.is_whitespace());
    let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let suffix = bare[digits..].trim_start();
    let lettered = suffix.len() == 1 && suffix.bytes().all(|byte| byte.is_ascii_lowercase());
    (suffix.is_empty() || lettered).then_some((bare[..digits].parse().ok()?, lettered))
}

fn drop_page_numbers_and_set_marks(lines: &mut [Line<'_>], shape: &Shape) {
    let mut lone: Vec<Lone> = Vec::new();
    for index in 0..lines.len() {
        if let Some((value, lettered)) = lone_number(lines[index].text)
            && !in_table(lines, index)
        {
            lone.push(Lone { index, value, score: score_place(lines, shape, index, lettered) });
        }
    }
    score_sequences(&mut lone);
    for Lone { index, score, .. } in lone {
        lines[index].role = match score {
            1.. => Role::Mark,
            0 => Role::Text,
            _ => Role::Furniture,
        };
    }
}

/// True if a number has a neighbour that is also one: a column of a table.
fn in_table(lines: &[Line<'_>], index: usize) -> bool {
    let number_at = |at: usize| lines.get(at).is_some_and(|line| lone_number(line.text).is_some());
    index > 0 && number_at(index - 1) && lines[index].gap == 0
        || number_at(index + 1) && lines[index + 1].gap == 0
        || index > 0 && number_at(index - 1) && number_at(index + 1)
}

/// What a number's place says of it.
fn score_place(lines: &[Line<'_>], shape: &Shape, index: usize, lettered: bool) -> i32 {
    let line = &lines[index];
    let before = index.checked_sub(1).map(|at| &lines[at]);
    let after = lines.get(index + 1);
    let gap_after = after.map_or(2, |line| line.gap);
    let tight = line.gap == 0 && before.is_some();
    let dashed = !line.text.starts_with(|c: char| c.is_ascii_digit());
    if dashed || line.new_page || after.is_some_and(|line| line.new_page) {
        return -3;
    }
    let closed_off = after.is_some_and(|line| line.text.starts_with(closes));
    let mut score = 0;
    if closed_off && (tight || line.gap <= shape.spacing) {
        score += 4;
    }
    if lettered {
        score += 2;
    }
    if shape.column.is_some() && tight && (shape.spacing > 0 || gap_after == 0) {
        score += 2;
    }
    if line.gap > shape.spacing && gap_after > shape.spacing {
        score -= 4;
        let between_words = before.is_some_and(Line::is_open) && after.is_some_and(Line::continues);
        if between_words || line.gap > shape.spacing + 1 || gap_after > shape.spacing + 1 {
            score -= 2;
        }
    }
    score
}

/// Marks count up one by one; so do pages, but at even distances. Doubtful numbers are decided by their kind's run.
fn score_sequences(lone: &mut [Lone]) {
    let mut mark = 0;
    for number in lone.iter_mut() {
        if number.score > 0 {
            mark = number.value;
        } else if number.score == 0 && mark > 0 && (mark..=mark + 2).contains(&number.value) {
            number.score = 1;
            mark = number.value;
        }
    }
    // A number set off by blank lines is a page's only if others are, and they rise.
    let apart: Vec<usize> = (0..lone.len()).filter(|&at| lone[at].score < 0).collect();
    let rising = apart.windows(2).filter(|pair| lone[pair[0]].value < lone[pair[1]].value).count();
    if rising == 0 || rising * 2 < apart.len() - 1 {
        for at in apart {
            if lone[at].score == -4 {
                lone[at].score = 0;
            }
        }
    }
    // Numbers between lines without any blank line: pages if they are far apart and rise.
    let tight: Vec<usize> = (0..lone.len()).filter(|&at| lone[at].score == 2).collect();
    let far = |pair: &[usize]| {
        lone[pair[1]].index - lone[pair[0]].index >= 18 && lone[pair[1]].value == lone[pair[0]].value + 1
    };
    if tight.len() >= 3 && tight.windows(2).filter(|pair| far(pair)).count() * 10 >= (tight.len() - 1) * 8 {
        for at in tight {
            lone[at].score = -1;
        }
    }
}

/// A line that comes again and again at the edge of pages, its numbers aside, is a running head.
fn drop_running_heads(lines: &mut [Line<'_>], shape: &Shape) {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, line) in lines.iter().enumerate() {
        if line.role == Role::Text
            && line.length <= 120
            && (line.gap > shape.spacing || line.new_page || beside_furniture(lines, index))
        {
            let key: String = line.text.chars().filter(|c| !c.is_numeric()).map(fold).collect();
            if key.chars().filter(|c| c.is_alphabetic()).count() >= 3 {
                places.entry(key).or_default().push(index);
            }
        }
    }
    let mut heads: Vec<usize> = Vec::new();
    for places in places.into_values() {
        let at_edges = places.iter().filter(|&&at| at_page_edge(lines, shape, at)).count();
        let paged = places.iter().filter(|&&at| has_number_apart(lines[at].text)).count();
        if places.len() >= 2 && at_edges.max(paged) * 2 >= places.len() {
            heads.extend(places);
        }
    }
    for index in heads {
        lines[index].role = Role::Furniture;
    }
}

/// True if a number stands at one end of a line, far from its words: "The Siege of Baku      12".
fn has_number_apart(text: &str) -> bool {
    const FAR: &str = "   ";
    let digits = |c: char| c.is_ascii_digit();
    let (head, tail) = (text.trim_start_matches(digits), text.trim_end_matches(digits));
    head.len() < text.len() && head.starts_with(FAR) || tail.len() < text.len() && tail.ends_with(FAR)
}

fn beside_furniture(lines: &[Line<'_>], index: usize) -> bool {
    let furniture = |at: usize| lines.get(at).is_some_and(|line| line.role == Role::Furniture);
    index > 0 && furniture(index - 1) || furniture(index + 1)
}

/// True if a page number or a form feed is next to the line, or it stands in the middle of another sentence.
fn at_page_edge(lines: &[Line<'_>], shape: &Shape, index: usize) -> bool {
    let next = lines.get(index + 1);
    if beside_furniture(lines, index) || lines[index].new_page || next.is_some_and(|line| line.new_page) {
        return true;
    }
    index > 0
        && lines[index - 1].is_open()
        && lines[index].gap > shape.spacing
        && next.is_some_and(|line| line.continues() && line.gap > shape.spacing)
}

/// A short block with a page number in it that stands, set off by blanks, in the middle of a sentence.
fn drop_interrupting_blocks(lines: &mut [Line<'_>], shape: &Shape) {
    const LONGEST_BLOCK: usize = 3;
    for number in 0..lines.len() {
        if lines[number].role == Role::Mark || !is_number(lines[number].text) {
            continue;
        }
        let Some(before) = (number.saturating_sub(LONGEST_BLOCK)..number)
            .find(|&at| lines[at].is_open() && !lines[at].is_capitals() && lines[at + 1].gap > shape.spacing)
        else {
            continue;
        };
        let after = (number + 1..lines.len().min(before + LONGEST_BLOCK + 2))
            .find(|&at| lines[at].gap > shape.spacing && lines[at].continues());
        if let Some(after) = after {
            for line in &mut lines[before + 1..after] {
                line.role = Role::Furniture;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::lines_of;
    use super::*;

    fn roles(text: &str) -> Vec<Role> {
        let mut lines = lines_of(text);
        let shape = Shape::of(&lines);
        assign_roles(&mut lines, &shape);
        lines.iter().map(|line| line.role).collect()
    }

    #[test]
    fn a_number_before_a_stop_is_a_note() {
        let text = "Heyət şəhərə gəldi və danışıqlara\n12\n. Ertəsi gün isə müqavilə\nimzalandı və hər iki tərəf\nevə qayıtdı.\n";
        assert_eq!(roles(text)[1], Role::Mark);
    }

    #[test]
    fn a_number_between_blank_lines_in_a_sentence_is_a_page() {
        let text = "Heyət şəhərə gəldi və danışıqlara\nbaşladı, lakin heç bir\n\n43\n\nnəticə əldə edilmədi və\nhər iki tərəf qayıtdı.\n";
        assert_eq!(roles(text)[2], Role::Furniture);
    }

    #[test]
    fn a_head_with_a_page_number_in_a_sentence_is_left_out() {
        let text = "Heyət şəhərə gəldi və danışıqlara\nbaşladı, lakin heç bir\n\nTarix jurnalı, cild 2\n\n43\n\nnəticə əldə edilmədi və\nhər iki tərəf qayıtdı.\n";
        assert_eq!(roles(text)[2..4], [Role::Furniture; 2]);
    }

    #[test]
    fn columns_of_numbers_and_repeated_articles_stay() {
        assert!(roles("Cədvəl\n12\n15\n18\nSon.\n").iter().all(|&role| role == Role::Text));
        let articles =
            "Maddə 1\n\nTərəflər razılaşdı.\n\nMaddə 2\n\nTərəflər qayıtdı.\n\nMaddə 3\n\nTərəflər yazdı.\n";
        assert!(roles(articles).iter().all(|&role| role == Role::Text));
    }
}
