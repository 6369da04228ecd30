use std::ops::Range;
use std::sync::Arc;

use fst::{IntoStreamer as _, Map, Streamer as _};

use crate::slips::Slips;

/// The number of a form in a lexicon, in the order of words and languages.
pub(crate) type Row = u32;

/// What a form can be found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// The form in plain Latin letters.
    Plain,
    /// A lemma in plain Latin letters.
    Lemma,
    /// The sound of the form or of its lemma.
    Sound,
}

impl Way {
    fn prefix(self) -> char {
        match self {
            Self::Plain => 'p',
            Self::Lemma => 'l',
            Self::Sound => 's',
        }
    }
}

/// A lexicon as it lies in its file, read whole and used as it is.
///
/// The file: eight letters that tell what it is, the CRC-32 of all that follows, the lengths of the sections, and the
/// sections: ends of the words, words, a byte of marks for each form, ends of the lists of lemmas, lemmas, lists of
/// forms, languages, a finite-state map from what a form is found by to a list of forms, ends of the names of things,
/// these names, and the place of each in the order of their texts. Numbers are little-endian; inside lists they are of
/// variable length, the forms as differences. A list of one form is that form itself, marked by the lowest bit.
#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    bytes: Arc<[u8]>,
    sections: [Range<usize>; SECTIONS],
    map: Map<Section>,
}

const MAGIC: &[u8; 8] = b"salnlex2";
const SECTIONS: usize = 11;
/// Bytes before the first section.
const HEAD: usize = MAGIC.len() + 4 + SECTIONS * 8;
const NAME: u8 = 1;
const COMMON: u8 = 2;
const LANGUAGE_SHIFT: u32 = 2;

/// A part of shared bytes.
#[derive(Debug, Clone)]
struct Section {
    bytes: Arc<[u8]>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[self.range.clone()]
    }
}

/// What a form is found by: the way and the text. Its first letters as a number tell most keys apart without a look at
/// the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    head: u64,
    pub text: String,
}

/// What a lexicon is made of.
pub(super) struct Parts {
    pub languages: Vec<String>,
    /// In order of words and languages: word, number of the language, seen as a name, seen as a common word.
    pub forms: Vec<(String, u8, bool, bool)>,
    /// By what each form is found, in any order.
    pub keys: Vec<(Key, Row)>,
    /// Names of things, by their numbers.
    pub names: Vec<String>,
}

impl Parts {
    pub fn key(way: Way, text: &str) -> Key {
        let mut key = String::with_capacity(text.len() + 1);
        key.push(way.prefix());
        key.push_str(text);
        let mut head = [0; 8];
        head.iter_mut().zip(key.bytes()).for_each(|(place, byte)| *place = byte);
        Key { head: u64::from_be_bytes(head), text: key }
    }

    pub fn write(mut self) -> Vec<u8> {
        self.keys.sort_unstable();
        self.keys.dedup();
        let mut sections = [const { Vec::new() }; SECTIONS];
        let [word_ends, words, marks, lemma_ends, lemmas, lists, languages, map, name_ends, names, ranks] =
            &mut sections;
        let mut lemmas_of = vec![Vec::new(); self.forms.len()];
        let mut builder = fst::MapBuilder::memory();
        for group in self.keys.chunk_by(|a, b| a.0 == b.0) {
            let value = match group {
                [(_, row)] => u64::from(*row) << 1 | 1,
                _ => {
                    let at = lists.len() as u64;
                    write_number(lists, group.len() as u64);
                    let mut last = 0;
                    for (_, row) in group {
                        write_number(lists, u64::from(row - last));
                        last = *row;
                    }
                    at << 1
                }
            };
            if group[0].0.text.starts_with(Way::Lemma.prefix()) {
                for (_, row) in group {
                    lemmas_of[*row as usize].push(value);
                }
            }
            builder.insert(&group[0].0.text, value).expect("keys are sorted and each is there once");
        }
        *map = builder.into_inner().expect("writing to memory does not fail");
        for ((word, language, name, common), of) in self.forms.iter().zip(lemmas_of) {
            words.extend_from_slice(word.as_bytes());
            word_ends.extend_from_slice(&(words.len() as u32).to_le_bytes());
            let seen = u8::from(*name) * NAME + u8::from(*common) * COMMON;
            marks.push((language << LANGUAGE_SHIFT) + seen);
            of.into_iter().for_each(|value| write_number(lemmas, value));
            lemma_ends.extend_from_slice(&(lemmas.len() as u32).to_le_bytes());
        }
        languages.extend_from_slice(self.languages.join("\n").as_bytes());
        for name in &self.names {
            names.extend_from_slice(name.as_bytes());
            name_ends.extend_from_slice(&(names.len() as u32).to_le_bytes());
        }
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_unstable_by_key(|&number| &self.names[number]);
        let mut rank_of = vec![0u32; order.len()];
        for (rank, number) in (0..).zip(order) {
            rank_of[number] = rank;
        }
        rank_of.into_iter().for_each(|rank| ranks.extend_from_slice(&rank.to_le_bytes()));

        let mut out = Vec::with_capacity(HEAD + sections.iter().map(Vec::len).sum::<usize>());
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&[0; 4]);
        for section in &sections {
            out.extend_from_slice(&(section.len() as u64).to_le_bytes());
        }
        for section in sections {
            out.extend_from_slice(&section);
        }
        let sum = checksum(&out);
        out[MAGIC.len()..MAGIC.len() + 4].copy_from_slice(&sum.to_le_bytes());
        out
    }
}

impl Lexicon {
    /// Reads a file's bytes; none if they are not as they were written.
    pub fn read(bytes: Vec<u8>) -> Option<Self> {
        let bytes: Arc<[u8]> = bytes.into();
        let sum = u32::from_le_bytes(bytes.get(MAGIC.len()..MAGIC.len() + 4)?.try_into().ok()?);
        if !bytes.starts_with(MAGIC) || bytes.len() < HEAD || checksum(&bytes) != sum {
            return None;
        }
        let mut sections = [const { 0..0 }; SECTIONS];
        let mut start = HEAD;
        for (at, section) in sections.iter_mut().enumerate() {
            let head = HEAD - SECTIONS * 8 + at * 8;
            let length = u64::from_le_bytes(bytes.get(head..head + 8)?.try_into().ok()?);
            let end = start.checked_add(usize::try_from(length).ok()?)?;
            bytes.get(start..end)?;
            *section = start..end;
            start = end;
        }
        let map = Map::new(Section { bytes: Arc::clone(&bytes), range: sections[7].clone() }).ok()?;
        Some(Self { bytes, sections, map })
    }

    /// A lexicon without a word.
    pub fn empty() -> Self {
        let parts = Parts { languages: Vec::new(), forms: Vec::new(), keys: Vec::new(), names: Vec::new() };
        Self::read(parts.write()).expect("what was just written can be read")
    }

    /// Number of forms.
    pub fn len(&self) -> usize {
        self.sections[2].len()
    }

    /// The form, in small letters as written.
    pub fn word(&self, row: Row) -> &str {
        std::str::from_utf8(&self.section(1)[self.bounds(0, row)]).unwrap_or_default()
    }

    /// Seen as a name; seen as a common word.
    pub fn seen(&self, row: Row) -> (bool, bool) {
        let mark = self.section(2).get(row as usize).copied().unwrap_or_default();
        (mark & NAME != 0, mark & COMMON != 0)
    }

    /// The language of a form.
    pub fn language(&self, row: Row) -> &str {
        let mark = self.section(2).get(row as usize).copied().unwrap_or_default();
        let languages = std::str::from_utf8(self.section(6)).unwrap_or_default();
        languages.split('\n').nth(usize::from(mark >> LANGUAGE_SHIFT)).unwrap_or_default()
    }

    /// The forms that are found so.
    pub fn find(&self, way: Way, text: &str) -> Vec<Row> {
        self.map.get(Parts::key(way, text).text).map_or_else(Vec::new, |value| self.list(value))
    }

    /// The forms that share a lemma with this one, itself among them.
    pub fn family(&self, row: Row) -> Vec<Row> {
        let mut of = &self.section(4)[self.bounds(3, row)];
        let mut rows = Vec::new();
        while let Some(value) = read_number(&mut of) {
            rows.extend(self.list(value));
        }
        rows
    }

    /// The forms that begin so in plain letters.
    pub fn beginning(&self, start: &str) -> Vec<Row> {
        let start = Parts::key(Way::Plain, start).text;
        let mut stream = self.map.range().ge(&start).into_stream();
        let mut rows = Vec::new();
        while let Some((key, value)) = stream.next() {
            if !key.starts_with(start.as_bytes()) {
                break;
            }
            rows.extend(self.list(value));
        }
        rows
    }

    /// What forms are found by that differ from a text by no more than so many letters: the text and its forms.
    pub fn near(&self, way: Way, text: &str, slips: usize) -> Vec<(String, Vec<Row>)> {
        let asked: Vec<char> = text.chars().collect();
        let prefix = way.prefix() as u8;
        let mut found = Vec::new();
        let near = Slips { prefix, asked: &asked, most: slips };
        near.each(self.map.as_fst(), |key, value| found.push((key.to_owned(), self.list(value))));
        found
    }

    /// How many names of things there are.
    pub fn names(&self) -> usize {
        self.sections[8].len() / 4
    }

    /// The name of that number.
    pub fn name(&self, number: u32) -> &str {
        std::str::from_utf8(&self.section(9)[self.bounds(8, number)]).unwrap_or_default()
    }

    /// The place of a name among all, in the order of their texts.
    pub fn rank(&self, number: u32) -> u32 {
        let rank = self.section(10).get(number as usize * 4..).and_then(|rest| rest.first_chunk());
        rank.map_or(u32::MAX, |rank| u32::from_le_bytes(*rank))
    }

    fn list(&self, value: u64) -> Vec<Row> {
        if value & 1 == 1 {
            return vec![(value >> 1) as Row];
        }
        let Some(mut list) = usize::try_from(value >> 1).ok().and_then(|at| self.section(5).get(at..)) else {
            return Vec::new();
        };
        let length = read_number(&mut list).unwrap_or_default();
        let mut row = 0;
        (0..length)
            .map_while(|_| {
                row += read_number(&mut list)? as Row;
                Some(row)
            })
            .collect()
    }

    fn section(&self, at: usize) -> &[u8] {
        &self.bytes[self.sections[at].clone()]
    }

    /// What the ends in a section say of the place of a form's bytes in the section after it.
    fn bounds(&self, ends: usize, row: Row) -> Range<usize> {
        let limit = self.sections[ends + 1].len();
        let end = |row: usize| {
            let end = self.section(ends).get(row * 4..row * 4 + 4).and_then(|end| end.try_into().ok());
            end.map_or(0, u32::from_le_bytes) as usize
        };
        let row = row as usize;
        let start = row.checked_sub(1).map_or(0, end).min(limit);
        start..end(row).clamp(start, limit)
    }
}

fn checksum(file: &[u8]) -> u32 {
    crc32fast::hash(&file[(MAGIC.len() + 4).min(file.len())..])
}

fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Vec<u8> {
        let form = |word: &str| (word.to_owned(), 0, true, false);
        let key = |way, text: &str, row| (Parts::key(way, text), row);
        let keys = vec![
            key(Way::Plain, "nota", 0),
            key(Way::Plain, "notasi", 1),
            key(Way::Lemma, "nota", 0),
            key(Way::Lemma, "nota", 1),
        ];
        let names = vec!["Stalin".into(), "Lenin".into()];
        Parts { languages: vec!["az".into()], forms: vec![form("nota"), form("notası")], keys, names }.write()
    }

    #[test]
    fn what_is_written_is_read() {
        let lexicon = Lexicon::read(lexicon()).unwrap();
        assert_eq!((lexicon.len(), lexicon.word(0), lexicon.word(1)), (2, "nota", "notası"));
        assert_eq!((lexicon.seen(1), lexicon.language(1)), ((true, false), "az"));
        assert_eq!(lexicon.find(Way::Lemma, "nota"), [0, 1]);
        assert_eq!(lexicon.find(Way::Plain, "notasi"), [1]);
        assert_eq!(lexicon.find(Way::Sound, "nota"), [] as [Row; 0]);
        assert_eq!(lexicon.family(1), [0, 1]);
        assert_eq!(lexicon.beginning("not"), [0, 1]);
        assert_eq!(lexicon.near(Way::Plain, "mota", 1), [("nota".to_owned(), vec![0])]);
        assert_eq!((lexicon.names(), lexicon.name(1), lexicon.rank(0), lexicon.rank(1)), (2, "Lenin", 1, 0));
        assert_eq!(lexicon.word(7), "");
        assert_eq!(Lexicon::empty().len(), 0);
    }

    #[test]
    fn what_was_cut_or_changed_is_refused() {
        let whole = lexicon();
        for length in 0..whole.len() {
            assert!(Lexicon::read(whole[..length].to_vec()).is_none(), "{length}");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert!(Lexicon::read(changed).is_none(), "{at}");
        }
    }
}
