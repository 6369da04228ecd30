//! When a statement agrees with the gold: the measure of `score.py`, so that what is learnt is what is measured.

use salname_model::{Kind, Role, Span, Statement};

/// Statements less alike than this do not agree.
pub const ENOUGH: f64 = 0.34;

/// A statement of the gold.
#[derive(Clone)]
pub struct Gold {
    pub kind: Kind,
    pub date: String,
    /// The texts of its roles, without form, change, unit and what it is about.
    pub names: Vec<String>,
    /// The role and text of each filler.
    pub fillers: Vec<(Role, String)>,
    pub modality: String,
    pub quote: String,
    /// Bytes of the document's file in which the quotation stands, where it is not given in words.
    pub at: Option<Span>,
}

/// A statement's date in EDTF, empty where it has none.
pub fn date(one: &Statement) -> &str {
    one.date.as_ref().map_or("", |time| time.as_str())
}

/// How like a found statement is to a gold one, from 0 to 1.
pub fn similarity(gold: &Gold, found: &Statement) -> f64 {
    if dates_agree(date(found), &gold.date) { likeness(gold, found) } else { 0.0 }
}

/// The same, whatever the dates.
pub fn likeness(gold: &Gold, found: &Statement) -> f64 {
    if gold.kind != found.kind {
        return 0.0;
    }
    if gold.names.is_empty() {
        return 0.5;
    }
    let texts: Vec<&str> = found.roles.iter().flat_map(|(role, fillers)| texts(role, fillers)).collect();
    let hit = gold
        .names
        .iter()
        .filter(|name| texts.iter().any(|text| same_name(name, text) || same_number(name, text)));
    hit.count() as f64 / gold.names.len() as f64
}

fn texts(_: Role, fillers: &[salname_model::Filler]) -> Vec<&str> {
    fillers.iter().map(|filler| filler.text.as_str()).collect()
}

/// One-to-one pairs of the largest similarity first, as `(gold, found)`.
pub fn best_pairs(gold: usize, found: usize, like: impl Fn(usize, usize) -> f64) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(f64, usize, usize)> = (0..gold)
        .flat_map(|g| (0..found).map(move |f| (g, f)))
        .map(|(g, f)| (like(g, f), g, f))
        .filter(|pair| pair.0 > 0.0)
        .collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut golds, mut founds, mut chosen) = (vec![false; gold], vec![false; found], Vec::new());
    for (_, g, f) in pairs {
        if !golds[g] && !founds[f] {
            (golds[g], founds[f]) = (true, true);
            chosen.push((g, f));
        }
    }
    chosen
}

/// Adds a letter as the comparison of names sees it.
pub fn fold_letter(letter: char, out: &mut String) {
    match letter {
        'ə' | 'Ə' => out.push('e'),
        'ı' | 'İ' | 'I' => out.push('i'),
        'ş' | 'Ş' => out.push('s'),
        'ç' | 'Ç' => out.push('c'),
        'ğ' | 'Ğ' => out.push('g'),
        'ö' | 'Ö' => out.push('o'),
        'ü' | 'Ü' => out.push('u'),
        'x' | 'X' => out.push('h'),
        'q' | 'Q' => out.push('k'),
        '’' | '‘' => out.push('\''),
        _ => out.extend(letter.to_lowercase()),
    }
}

fn fold(text: &str) -> String {
    let mut out = String::new();
    text.chars().for_each(|letter| fold_letter(letter, &mut out));
    out
}

fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| {
            word.chars().count() > 1 || word.chars().all(|letter| letter.is_ascii_digit()) && !word.is_empty()
        })
        .map(str::to_owned)
        .collect()
}

pub fn same_name(one: &str, two: &str) -> bool {
    let (mut one, mut two) = (words(one), words(two));
    if one.is_empty() || two.is_empty() {
        return false;
    }
    if one.len() > two.len() {
        std::mem::swap(&mut one, &mut two);
    }
    let longest = one.iter().map(|word| word.chars().count()).max().unwrap_or_default();
    let key = one.iter().find(|word| word.chars().count() == longest).expect("one word is the longest");
    two.iter().any(|word| same_stem(key, word))
}

fn same_stem(one: &str, two: &str) -> bool {
    let shorter = one.chars().count().min(two.chars().count());
    let common = one.chars().zip(two.chars()).take_while(|(a, b)| a == b).count();
    common == shorter && shorter <= 3 && one == two
        || common >= 4.max(shorter.saturating_sub(1))
        || common >= 4 && common + 3 >= shorter && shorter >= 5
}

/// How much of the words of two names is the same, from 0 to 1, whatever their endings.
pub fn same_words(one: &str, two: &str) -> f64 {
    let (one, two) = (words(one), words(two));
    if one.is_empty() || two.is_empty() {
        return 0.0;
    }
    let shared = |of: &[String], among: &[String]| {
        of.iter().filter(|word| among.iter().any(|other| same_stem(word, other))).count() as f64
    };
    let (precision, recall) = (shared(&two, &one) / two.len() as f64, shared(&one, &two) / one.len() as f64);
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

pub fn same_number(one: &str, two: &str) -> bool {
    let digits = |text: &str| -> String {
        let kept: String =
            text.chars().filter(|letter| letter.is_ascii_digit() || matches!(letter, ',' | '.')).collect();
        kept.trim_matches(['.', ',']).replace('.', ",")
    };
    let one = digits(one);
    !one.is_empty() && one == digits(two)
}

pub type Bounds = (String, String);

/// The first and the last day of an EDTF value, as `score.py` compares them.
pub fn bounds(edtf: &str) -> Option<Bounds> {
    let bare: String = edtf.chars().filter(|letter| !matches!(letter, '~' | '?' | '%')).collect();
    let bare = bare.trim().trim_start_matches("../").trim_end_matches("/..").trim_matches('/');
    if bare.is_empty() {
        return None;
    }
    if let Some((first, last)) = bare.split_once('/') {
        let low = bounds(first).map_or_else(|| "0000".to_owned(), |b| b.0);
        let high = bounds(last).map_or_else(|| "9999-99".to_owned(), |b| b.1);
        return Some((low, high));
    }
    let bare = bare.to_uppercase();
    let season = bare.get(4..).and_then(|rest| match rest {
        "-21" => Some(("03-01", "05-31")),
        "-22" => Some(("06-01", "08-31")),
        "-23" => Some(("09-01", "11-30")),
        "-24" => Some(("12-01", "12-31")),
        _ => None,
    });
    if let Some((first, last)) = season {
        let year = &bare[..4];
        return Some((format!("{year}-{first}"), format!("{year}-{last}")));
    }
    let (mut low, mut high) = (bare.replace('X', "0"), bare.replace('X', "9"));
    let parts = low.matches('-').count();
    if parts < 2 {
        low.push_str(&"-01-01"[3 * parts..]);
    }
    high.push_str(["-12-31", "-31", ""][parts.min(2)]);
    Some((low, high))
}

/// True if two values say the same, "about" and "since" aside.
pub fn value_equal(found: &str, gold: &str) -> bool {
    let bare = |edtf: &str| {
        let kept: String = edtf.chars().filter(|letter| !matches!(letter, '~' | '?' | '%')).collect();
        kept.trim().trim_start_matches("../").trim_end_matches("/..").to_uppercase()
    };
    bare(found) == bare(gold)
}

pub fn dates_agree(found: &str, gold: &str) -> bool {
    let Some(gold) = bounds(gold) else { return true };
    let Some(found) = bounds(found) else { return false };
    let inside = |inner: &Bounds, outer: &Bounds| inner.0 >= outer.0 && inner.1 <= outer.1;
    let year = |date: &str| date.get(..4).and_then(|year| year.parse::<i32>().ok());
    inside(&found, &gold)
        || inside(&gold, &found)
            && year(&found.0).zip(year(&found.1)).is_some_and(|(first, last)| last - first <= 1)
}
