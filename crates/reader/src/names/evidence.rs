//! What speaks for and against each label of a word: the features of the tagger.
//!
//! Features come in two kinds. Those of a *type* depend on the word form only, so that their weights are summed once
//! for each form of a document and place around it. Those of a *place* depend on what stands around the word.

use std::ops::Range;

use super::forms::{Candidate, Form};
use super::label;
use super::passage::Passage;
use super::vocabulary::{Roles, Shape, WordType};
use salname_packs::Side;

/// Places around a word at which the type of the word standing there counts.
pub(super) const PLACES: [isize; 5] = [-2, -1, 0, 1, 2];

/// The number of a feature of a template and a value, as it grows letter by letter; the same on every machine.
#[derive(Clone, Copy)]
struct Number(u64);

impl Number {
    const fn of(template: u8) -> Self {
        Self(0xcbf2_9ce4_8422_2325_u64 ^ (template as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// The template's value goes on with this text.
    fn with(self, text: &str) -> Self {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        Self(text.bytes().fold(self.0, step))
    }

    /// The template's value goes on with this number, in decimal digits.
    fn with_number(self, number: u16) -> Self {
        let digit = |place: u16| [b'0' + u8::try_from(number / place % 10).unwrap_or_default()];
        [10_000, 1000, 100, 10, 1]
            .into_iter()
            .filter(|place| number >= *place || *place == 1)
            .fold(self, |so_far, place| so_far.with(std::str::from_utf8(&digit(place)).unwrap_or_default()))
    }

    const fn hash(self) -> u64 {
        mix(self.0)
    }
}

/// The hashes of the templates without a value.
const TEMPLATES: [u64; 64] = {
    let mut hashes = [0; 64];
    let mut template = 0;
    while template < hashes.len() {
        hashes[template] = Number::of(template as u8).hash();
        template += 1;
    }
    hashes
};

/// The feature of a place around the word, from the feature of a type.
fn displaced(feature: u64, place: isize) -> u64 {
    mix(feature ^ (place.unsigned_abs() as u64).wrapping_mul(0x2545_f491_4f6c_dd1d) ^ u64::from(place < 0))
}

#[inline]
const fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// What a document shows of a word form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Seen {
    /// It stands with a small letter somewhere.
    pub small: bool,
    /// It stands with a capital where the sentence asks for none.
    pub capital: bool,
}

/// The features of a word form, which count at each of the [`PLACES`] around it.
#[derive(Debug, Default)]
pub(super) struct TypeFeatures {
    all: Vec<u64>,
    /// How many of them count two words away, and how many one word away.
    far: usize,
    near: usize,
}

impl TypeFeatures {
    /// The features of a form, in place of those that stood here.
    pub fn describe(&mut self, word: &WordType, seen: Seen) {
        let all = &mut self.all;
        all.clear();
        let shape = shape_name(word.shape);
        let lower = word.lower.as_str();
        let tail = |count: usize| &lower[letters_from_end(lower, count)..];
        all.push(Number::of(1).with(shape).hash());
        all.push(Number::of(2).with(lower).hash());
        self.far = all.len();
        for lemma in word.lemmas.iter().take(6) {
            all.push(Number::of(3).with(lemma).hash());
        }
        all.push(Number::of(4).with(shape).with(tail(3)).hash());
        for role in Roles::EACH.iter().filter(|role| word.roles.has(**role)) {
            all.push(Number::of(5).with_number(role.bits()).with(" ").with(shape).hash());
        }
        if let Some((class, side)) = word.head {
            let side = if side == Side::After { "1" } else { "0" };
            all.push(Number::of(6).with(class.as_str()).with(" ").with(side).hash());
            all.push(Number::of(7).with(class.as_str()).with(" ").with(shape).hash());
        }
        let digit = |truth: bool| if truth { "1" } else { "0" };
        all.push(Number::of(8).with(shape).with(digit(seen.small)).with(digit(seen.capital)).hash());
        self.near = all.len();
        for count in [4, 5, 6] {
            if let Some((end, _)) = lower.char_indices().nth(count) {
                all.push(Number::of(10).with(&lower[..end]).hash());
            }
        }
        for count in [2, 4] {
            all.push(Number::of(11).with(tail(count)).hash());
        }
        for lemma in word.lemmas.iter().take(6) {
            let mut number = Number::of(12).with(shape);
            for letter in lemma.chars().rev().take(3) {
                number = number.with(letter.encode_utf8(&mut [0; 4]));
            }
            all.push(number.hash());
        }
    }

    /// The features that the form has at a place, as they stand in the model.
    pub fn at(&self, place: isize) -> impl Iterator<Item = u64> {
        let count = match place.abs() {
            2 => self.far,
            1 => self.near,
            _ => self.all.len(),
        };
        self.all[..count].iter().map(move |feature| displaced(*feature, place))
    }
}

/// The byte at which the last so many letters begin.
fn letters_from_end(text: &str, count: usize) -> usize {
    text.char_indices().rev().take(count).last().map_or(text.len(), |(at, _)| at)
}

fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Initial => "I",
        Shape::Capital => "C",
        Shape::Capitals => "A",
        Shape::Mixed => "M",
        Shape::Small => "s",
        Shape::Number => "9",
        Shape::Mark => ".",
    }
}

/// What the gazetteer and the forms say of each word of one sentence.
#[derive(Debug, Clone, Default)]
pub(super) struct Hints {
    /// Labels by the gazetteer alone.
    pub known: Vec<usize>,
    /// The best reading of gazetteer and forms together, and what it was found by.
    pub best: Vec<usize>,
    pub form: Vec<Option<Form>>,
    /// True where the gazetteer's name is a state's and an organ of state follows it.
    pub organ_next: Vec<bool>,
    /// The class, by its label, and the distance of the head noun that ends the chain a word stands in.
    pub head: Vec<Option<(usize, usize)>>,
    pub quoted: Vec<bool>,
    pub shouts: bool,
}

impl Hints {
    /// Gathers hints for a sentence from the candidates found in it.
    pub fn new(
        passage: &Passage<'_>,
        sentence: &Range<usize>,
        known: &[Candidate],
        best: &[Candidate],
    ) -> Self {
        let len = sentence.len();
        let here = |candidates: &[Candidate]| {
            let moved = candidates
                .iter()
                .map(|one| (one.words.start - sentence.start..one.words.end - sentence.start, one.class));
            label::labels(moved.collect::<Vec<_>>(), len)
        };
        let mut form = vec![None; len];
        for candidate in best {
            form[candidate.words.start - sentence.start..candidate.words.end - sentence.start]
                .fill(Some(candidate.form));
        }
        let mut organ_next = vec![false; len];
        for candidate in known {
            if candidate.words.end < sentence.end && passage.has(candidate.words.end, Roles::ORGAN) {
                organ_next[candidate.words.start - sentence.start..candidate.words.end - sentence.start]
                    .fill(true);
            }
        }
        Self {
            known: here(known),
            best: here(best),
            form,
            organ_next,
            head: heads(passage, sentence),
            quoted: quoted(passage, sentence),
            shouts: passage.shouts(sentence),
        }
    }

    /// Where the word at `index` of the sentence stands.
    pub fn place(&self, passage: &Passage<'_>, sentence: &Range<usize>, index: usize) -> Place {
        let at = |labels: &[usize], step: isize| {
            let label = index.checked_add_signed(step).and_then(|place| labels.get(place)).copied();
            label.map_or(NO_LABEL, small)
        };
        let around = |labels: &[usize]| [at(labels, -1), at(labels, 0), at(labels, 1)];
        let (head, far) = self.head[index].unwrap_or((usize::from(NO_LABEL), 0));
        Place {
            known: around(&self.known),
            best: around(&self.best),
            form: self.form[index].map_or(0, |form| small(form as usize + 1)),
            head: [small(head), small(far.min(5))],
            shape: shape_name(passage.at(sentence.start + index).shape).as_bytes()[0],
            first: index == 0,
            shouts: self.shouts,
            organ_next: self.organ_next[index],
            quoted: self.quoted[index],
            glued: passage.glued(sentence.start + index),
        }
    }
}

/// What stands for a label beyond the ends of a sentence, and for no head.
const NO_LABEL: u8 = 99;

fn small(number: usize) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

/// Where a word stands: all that its features of a place are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Labels of the word before, the word and the word after: by the gazetteer, and by the best reading.
    known: [u8; 3],
    best: [u8; 3],
    /// What the best reading was found by; 0 for nothing.
    form: u8,
    /// The head noun of its chain and how far away it is.
    head: [u8; 2],
    shape: u8,
    first: bool,
    shouts: bool,
    organ_next: bool,
    quoted: bool,
    glued: bool,
}

impl Place {
    /// A number for it; different places may have the same.
    pub fn number(self) -> usize {
        let truths = [self.first, self.shouts, self.organ_next, self.quoted, self.glued];
        let bits = truths.into_iter().fold(0, |bits, truth| bits << 1 | u64::from(truth));
        let ([a, b, c], [d, e, f]) = (self.known, self.best);
        let rest = u64::from_le_bytes([a, b, c, d, e, f, self.form, self.head[0]]);
        mix(rest ^ mix(bits << 16 | u64::from(self.head[1]) << 8 | u64::from(self.shape))) as usize
    }

    /// The features of the tagger that tell of it.
    pub fn features(self) -> [u64; 13] {
        let feature = |template: u8, value: [u8; 3]| {
            let [a, b, c] = value.map(u64::from);
            mix(TEMPLATES[usize::from(template)] ^ mix(a << 32 | b << 16 | c))
        };
        let ([known_before, known, known_after], [best_before, best, best_after]) = (self.known, self.best);
        let (form, shape, [head, far]) = (self.form, self.shape, self.head);
        let [first, shouts, organ_next, quoted, glued] =
            [self.first, self.shouts, self.organ_next, self.quoted, self.glued].map(u8::from);
        [
            feature(30, [first, shape, shouts]),
            feature(31, [known, first, 0]),
            feature(32, [known, known_after, 0]),
            feature(33, [known_before, known, 0]),
            feature(34, [best, form, first]),
            feature(35, [best, best_after, form]),
            feature(36, [best_before, best, form]),
            feature(37, [known, organ_next, 0]),
            feature(38, [head, far, shape]),
            feature(39, [head, known, organ_next]),
            feature(40, [quoted, shape, 0]),
            feature(41, [glued, shape, 0]),
            feature(42, [known, best, form]),
        ]
    }
}

/// For each word of the sentence, the head noun at the end of the unbroken chain of capitals and inner words.
fn heads(passage: &Passage<'_>, sentence: &Range<usize>) -> Vec<Option<(usize, usize)>> {
    let mut heads = vec![None; sentence.len()];
    let mut ahead: Option<(usize, usize)> = None;
    for index in sentence.clone().rev() {
        let word = passage.at(index);
        if let Some((class, side)) = word.head.filter(|_| !passage.masked[index])
            && side != Side::After
        {
            let distance =
                ahead.filter(|(known, _)| *known == label::begin(class)).map_or(0, |(_, far)| far + 1);
            ahead = Some((label::begin(class), distance));
        } else {
            let chained = passage.is_capital(index)
                || word.roles.has(Roles::INNER)
                || word.roles.has(Roles::OPENER)
                || word.lower.chars().count() == 1
                || passage.joins(index);
            ahead = ahead.filter(|_| chained).map(|(head, far)| (head, far + 1));
        }
        heads[index - sentence.start] = ahead;
    }
    heads
}

/// For each word of the sentence, whether it stands inside quotation marks.
fn quoted(passage: &Passage<'_>, sentence: &Range<usize>) -> Vec<bool> {
    let mut open = false;
    sentence
        .clone()
        .map(|index| {
            match passage.text_at(index) {
                "“" | "„" | "«" => open = true,
                "”" | "»" => open = false,
                "\"" => open = !open,
                _ => {}
            }
            open
        })
        .collect()
}
