//! Letters: which language a stretch of text is in, what befell its letters, and what they were.

mod corpus;
mod decipher;
mod heard;
mod key;
mod knowledge;
mod missing;
mod passage;
mod refine;
mod speech;
mod survey;
mod table;
mod word;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use salname_model::{Alignment, AlignmentBuilder, Damage, Doubt, Span};

pub use self::heard::Vocabulary;
pub(crate) use self::knowledge::Knowledge;
use self::passage::{Judge, Memory, Token, Tokens, Verdict};
pub(crate) use self::speech::is_letter;
use self::survey::Line;
use self::table::Table;
use self::word::{BREAK, Piece, WordReading};
use crate::AppliedTable;

/// Text by which the words of a document are learnt, in bytes.
const ENOUGH: usize = 1 << 20;
/// Words whose reading is less certain than this are doubtful.
const DOUBTFUL: f32 = 0.8;
/// A reading that is less likely than the likeliest by more than this (nats) is no alternative to it.
const NEAR: f32 = 3.5;

/// A block of text with its letters restored. Line breaks are kept one for one; layout is not this room's concern.
#[derive(Debug, Clone)]
pub(crate) struct Decoded<'t> {
    /// The restored letters; the text itself where nothing had to be restored.
    pub text: Cow<'t, str>,
    /// From `text` to the bytes of the whole text that the block is a part of.
    pub alignment: Alignment,
    /// Stretches of one language and one damage. They follow one another and tile `text`.
    pub stretches: Vec<Stretch>,
    /// Words of which the restored form is not certain, in bytes of `text`.
    pub doubts: Vec<Doubt>,
}

/// A stretch of decoded text in one language, to which one thing had happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    /// In bytes of the decoded text.
    pub span: Span,
    /// The language pack's identifier; none where no pack fits.
    pub lang: Option<String>,
    /// What had happened.
    pub damage: Damage,
    /// Identifier of the table that was applied.
    pub font: Option<String>,
}

/// Restores the letters of a text, block by block: what was found out in one block is known in the next.
pub(crate) struct Decoder<'k> {
    knowledge: &'k Knowledge,
    /// Tables found out from the text so far.
    learned: Vec<Table>,
    /// The tables that were applied, each with the number of words that it changed.
    applied: BTreeMap<String, AppliedTable>,
    /// Strange signs of which nothing could be found out.
    hopeless: BTreeSet<char>,
    /// The language of the line before.
    last: Option<usize>,
    /// Letters of sound lines in each language; those of blocks long ago count less.
    heard: BTreeMap<usize, u32>,
    /// Words of sound text elsewhere.
    elsewhere: Option<&'k Vocabulary>,
    /// What words were found to be in the blocks before.
    memory: Memory,
    /// The alignment of a block that was done with: new blocks are written where it stood.
    spent: Alignment,
    /// Letters were found that only the words tell.
    by_words: bool,
}

impl<'k> Decoder<'k> {
    pub(crate) fn new(knowledge: &'k Knowledge, elsewhere: Option<&'k Vocabulary>) -> Self {
        Self {
            knowledge,
            elsewhere,
            memory: Memory::default(),
            spent: Alignment::default(),
            by_words: false,
            learned: Vec::new(),
            applied: BTreeMap::new(),
            hopeless: BTreeSet::new(),
            last: None,
            heard: BTreeMap::new(),
        }
    }

    /// True if letters were found that only the words tell, so that words of sound text elsewhere are asked. Whether there
    /// are such words makes no difference to this.
    pub(crate) fn asks_for_words(&self) -> bool {
        self.by_words
    }

    /// Takes back a block that nobody needs any more.
    pub(crate) fn recycle(&mut self, decoded: Decoded<'_>) {
        self.spent = decoded.alignment;
    }

    /// The tables that were applied, the packs' own first.
    pub(crate) fn applied(self) -> Vec<AppliedTable> {
        let mut applied: Vec<AppliedTable> = self.applied.into_values().collect();
        applied.sort_by_key(|table| table.pack.is_some());
        applied
    }

    /// Restores the letters of a block of the text.
    pub(crate) fn decode<'t>(&mut self, text: &'t str, block: Span) -> Decoded<'t> {
        let knowledge = self.knowledge;
        let lines = survey::lines(knowledge, text, block, &mut self.last);
        let home = survey::home(&lines, &mut self.heard);
        let mut fonts = survey::fitting(knowledge, text, &lines, home);
        let known: Vec<&Table> = fonts.iter().copied().chain(&self.learned).collect();
        let learned = decipher::learn(knowledge, text, &lines, &known, home, &mut self.hopeless);
        self.learned.extend(learned);
        fonts.extend(&self.learned);
        let lossy = fonts.iter().any(|table| table.is_lossy());
        self.by_words |= lossy;
        let elsewhere = self.elsewhere.filter(|_| lossy);
        let memory = std::mem::take(&mut self.memory);
        let languages = languages(&fonts, home);
        let mut judge = Judge::new(&knowledge.speeches, &fonts, &languages, elsewhere);
        if lossy {
            learn_words(&mut judge, text, &lines, &fonts);
        } else {
            judge = judge.remembering(memory);
        }
        let writer = Writer::new(text, block, std::mem::take(&mut self.spent));
        let (decoded, applied) = decode(knowledge, text, writer, &lines, &fonts, &mut judge);
        if !lossy {
            self.memory = judge.into_memory();
        }
        for table in applied {
            match self.applied.get_mut(&table.id) {
                Some(known) => known.add(table),
                None => _ = self.applied.insert(table.id.clone(), table),
            }
        }
        decoded
    }
}

/// Restores the letters of lines under the tables that fit some of them.
fn decode<'t>(
    knowledge: &Knowledge,
    text: &'t str,
    mut writer: Writer<'t>,
    lines: &[Line],
    tables: &[&Table],
    judge: &mut Judge<'_>,
) -> (Decoded<'t>, Vec<AppliedTable>) {
    let mut applied: Vec<AppliedTable> = tables.iter().map(|table| table.applied()).collect();
    let (mut index, mut tokens) = (0, Tokens::default());
    let mut used = vec![0_usize; tables.len()];
    while index < lines.len() {
        if tables.is_empty() || !lines[index].odd {
            writer.line(knowledge, &lines[index]);
            index += 1;
            continue;
        }
        let run = run(&lines[index..]);
        let span = Span::new(run[0].span.start, run[run.len() - 1].span.end);
        judge.find_tokens(text, span, &mut tokens);
        let verdicts = judge.verdicts(&tokens);
        let mut decided = tokens.iter().zip(&verdicts).peekable();
        for line in run {
            used.fill(0);
            writer.copy_up_to(line.span.start);
            let start = writer.out.len();
            while let Some((token, verdict)) = decided.next_if(|(token, _)| token.span.start < line.span.end)
            {
                if let Some(table) = verdict.table
                    && if verdict.is_plain() {
                        writer.plain(token, |sign| judge.only_reading(table, sign))
                    } else {
                        writer.token(token, verdict)
                    }
                {
                    used[table] += 1;
                    applied[table].add_example(|| verdict.example(token));
                }
            }
            writer.copy_up_to(line.span.end.max(writer.at));
            applied.iter_mut().zip(&used).for_each(|(table, used)| table.words += used);
            let most =
                (0..tables.len()).rev().max_by_key(|&table| used[table]).filter(|&table| used[table] > 0);
            let gravest = (0..tables.len()).filter(|&t| used[t] > 0).map(|t| tables[t].damage).max();
            let speech = most.map(|table| tables[table].speech).or(line.speech);
            writer.stretch(
                Span::new(start, writer.out.len()),
                speech.map(|index| knowledge.speeches[index].id.as_str()),
                gravest.unwrap_or(Damage::LayoutOnly),
                most.map(|table| tables[table].id.as_str()),
            );
        }
        index += run.len();
    }
    applied.retain(|table| table.words > 0);
    (writer.finish(), applied)
}

/// Learns from the document itself which words it has: of sound lines, and those that are certain in damaged ones.
fn learn_words(judge: &mut Judge<'_>, text: &str, lines: &[Line], tables: &[&Table]) {
    let (mut index, mut read, mut tokens) = (0, 0, Tokens::default());
    while index < lines.len() && read < ENOUGH {
        let line = &lines[index];
        read += line.span.len();
        if !line.odd {
            if let Some(speech) =
                line.speech.filter(|speech| tables.iter().any(|table| table.speech == *speech))
            {
                judge.hear(&text[line.span.range()], speech);
            }
            index += 1;
            continue;
        }
        let run = run(&lines[index..]);
        let span = Span::new(run[0].span.start, run[run.len() - 1].span.end);
        judge.find_tokens(text, span, &mut tokens);
        let verdicts = judge.verdicts(&tokens);
        judge.remember(&verdicts);
        index += run.len();
        read += span.len();
    }
    judge.weigh_anew();
}

/// The languages that sound words of a damaged text may be in: that of most of its sound lines, and the tables' own.
fn languages(tables: &[&Table], home: Option<usize>) -> Vec<usize> {
    let mut languages: Vec<usize> = tables.iter().map(|table| table.speech).chain(home).collect();
    languages.sort_unstable();
    languages.dedup();
    languages
}

/// Odd lines at the start of `lines`, with the few sound ones that stand between them.
fn run(lines: &[Line]) -> &[Line] {
    let mut end = 1;
    for (index, line) in lines.iter().enumerate().take(4000) {
        if line.odd {
            end = index + 1;
        } else if index >= end + 3 {
            break;
        }
    }
    &lines[..end]
}

/// Writes the decoded text from left to right.
struct Writer<'t> {
    text: &'t str,
    block: Span,
    /// How far the text has been read, in bytes.
    at: usize,
    out: Out<'t>,
    alignment: AlignmentBuilder,
    stretches: Vec<Stretch>,
    doubts: Vec<Doubt>,
}

/// What was written: the beginning of the block as it is, until something is written that is not in the block.
enum Out<'t> {
    Same(&'t str),
    Made(String),
}

impl Out<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Same(text) => text.len(),
            Self::Made(text) => text.len(),
        }
    }
}

impl<'t> Writer<'t> {
    fn new(text: &'t str, block: Span, spent: Alignment) -> Self {
        Self {
            text,
            block,
            at: block.start,
            out: Out::Same(""),
            alignment: AlignmentBuilder::in_place_of(spent),
            stretches: Vec::new(),
            doubts: Vec::new(),
        }
    }

    fn copy_up_to(&mut self, end: usize) {
        let Some(part) = self.text.get(self.at..end) else { return };
        match &mut self.out {
            Out::Same(same) => *same = &self.text[self.block.start..end],
            Out::Made(text) => text.push_str(part),
        }
        self.alignment.copy(self.at, part.len());
        self.at = end;
    }

    /// Writes letters that stand for a span of the text.
    fn rewrite(&mut self, letters: &[char], from: Span) {
        if let Out::Same(same) = self.out {
            let mut text = String::with_capacity(self.block.len());
            text.push_str(same);
            self.out = Out::Made(text);
        }
        if let Out::Made(text) = &mut self.out {
            let start = text.len();
            letters.iter().for_each(|&letter| text.push(letter));
            self.alignment.rewrite(text.len() - start, from);
        }
        self.at = from.end;
    }

    /// A line as it stands.
    fn line(&mut self, knowledge: &Knowledge, line: &Line) {
        self.copy_up_to(line.span.start);
        let start = self.out.len();
        self.copy_up_to(line.span.end);
        let lang = line.speech.map(|index| knowledge.speeches[index].id.as_str());
        self.stretch(Span::new(start, self.out.len()), lang, Damage::LayoutOnly, None);
    }

    /// A stretch, which may go on with what the last one was.
    fn stretch(&mut self, span: Span, lang: Option<&str>, damage: Damage, font: Option<&str>) {
        match self.stretches.last_mut() {
            Some(last)
                if (last.lang.as_deref(), last.damage, last.font.as_deref()) == (lang, damage, font) =>
            {
                last.span.end = span.end;
            }
            _ => self.stretches.push(Stretch {
                span,
                lang: lang.map(str::to_owned),
                damage,
                font: font.map(str::to_owned),
            }),
        }
    }

    /// A word of which each sign stands for the one letter that `letter` gives; true if a letter of it changed.
    fn plain(&mut self, token: Token<'_>, letter: impl Fn(char) -> Option<char>) -> bool {
        let mut changed = false;
        for (index, &sign) in token.signs.iter().enumerate().filter(|&(_, &sign)| sign != BREAK) {
            if let Some(letter) = letter(sign).filter(|&letter| letter != sign) {
                let from = Span::new(token.start(index), token.start(index + 1));
                self.copy_up_to(from.start);
                self.rewrite(&[letter], from);
                changed = true;
            }
        }
        changed
    }

    /// A word as it was read; true if a letter of it changed.
    fn token(&mut self, token: Token<'_>, verdict: &Verdict) -> bool {
        let mut changed = false;
        for (first, word) in verdict.words() {
            let Some(best) = word.readings.first() else { continue };
            let (before, start) = (
                self.at.max(token.start(*first)),
                self.out.len() + token.start(*first).saturating_sub(self.at),
            );
            let different = self.reading(token, *first, best);
            changed |= different;
            let certainty = if different { word.certainty() } else { 1.0 };
            if certainty < DOUBTFUL {
                let signs = &token.signs[*first..];
                let near = |reading: &&WordReading| reading.score > best.score - NEAR;
                let others = word.readings[1..].iter().take_while(near).take(3);
                let alternatives = others.map(|reading| reading.text(signs)).collect();
                let span = Span::new(start, self.out.len());
                self.doubts.push(Doubt { span, probability: certainty, alternatives });
            }
            debug_assert!(self.at >= before);
        }
        changed
    }

    fn reading(&mut self, token: Token<'_>, first: usize, reading: &WordReading) -> bool {
        let mut changed = false;
        for &(from, to, piece) in &reading.pieces {
            let (from, to) = (token.start(first + from), token.start(first + to));
            let letters: &[char] = match &piece {
                Piece::Same => {
                    self.copy_up_to(to);
                    continue;
                }
                Piece::Letter(letter) => &[*letter],
                Piece::Pair(one, two) => &[*one, *two],
            };
            changed = true;
            self.copy_up_to(from);
            self.rewrite(letters, Span::new(from, to));
        }
        changed
    }

    fn finish(mut self) -> Decoded<'t> {
        self.copy_up_to(self.block.end);
        Decoded {
            text: match self.out {
                Out::Same(text) => Cow::Borrowed(text),
                Out::Made(text) => Cow::Owned(text),
            },
            alignment: self.alignment.finish(),
            stretches: self.stretches,
            doubts: self.doubts,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use salname_packs::Packs;

    use super::*;
    use crate::Options;

    fn knowledge() -> &'static Knowledge {
        static KNOWLEDGE: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
        KNOWLEDGE.get_or_init(|| Knowledge::new(&Packs::embedded().unwrap(), &Options::default()))
    }

    fn decoded(text: &str) -> String {
        whole(text).text.into_owned()
    }

    fn whole(text: &str) -> Decoded<'_> {
        Decoder::new(knowledge(), None).decode(text, Span::new(0, text.len()))
    }

    #[test]
    fn sound_text_is_left_as_it_is() {
        for text in [
            "Nümayəndə heyəti səhər tezdən şəhərə gəldi və danışıqlara başladı.\n",
            "Делегация прибыла в город утром и начала переговоры.\n",
            "Heyet sabah erkenden şehre geldi ve görüşmelere başladı.\n",
            "The delegation came to the town in the morning — “early”, they wrote.\n",
        ] {
            assert_eq!(decoded(text), text);
        }
    }

    #[test]
    fn fonts_with_lost_and_collapsed_letters_are_read_by_the_word() {
        assert_eq!(
            decoded("Onlar danēĸēqlar ¿¿n ĸᴅhᴅrᴅ gᴅldi, qᴅrar isᴅ keirilmᴅdi.\n"),
            "Onlar danışıqlar üçün şəhərə gəldi, qərar isə keçirilmədi.\n"
        );
        assert_eq!(decoded("Onlar dannenqlar ğzğn eЉhЉrЉ gЉldi.\n"), "Onlar danışıqlar üçün şəhərə gəldi.\n");
    }

    #[test]
    fn words_mended_by_hand_are_read_letter_by_letter() {
        assert_eq!(decoded("Îíëàð äàíışıqlar ö÷öí şÿùÿðÿ ýÿëäè.\n"), "Onlar danışıqlar üçün şəhərə gəldi.\n");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_is_decoded_with_its_lines_and_offsets(text in "(?s)[a-zəıñ¿ᴅЉÿ \\n-]{0,60}|.{0,60}") {
            let decoded = whole(&text);
            prop_assert_eq!(decoded.text.matches('\n').count(), text.matches('\n').count());
            prop_assert_eq!(decoded.alignment.len(), decoded.text.len());
            let mut end = 0;
            for (_, from, _) in decoded.alignment.runs() {
                prop_assert!(from.start >= end && from.end <= text.len());
                end = from.end;
            }
            let tiled: usize = decoded.stretches.iter().map(|stretch| stretch.span.len()).sum();
            prop_assert_eq!(tiled, decoded.text.len());
        }
    }
}
