//! Letters: which language a stretch of text is in, what befell its letters, and what they were.

mod decipher;
mod key;
mod knowledge;
mod passage;
mod speech;
mod survey;
mod table;
mod word;

use salname_model::{Alignment, AlignmentBuilder, Damage, Doubt, Span};

pub(crate) use self::knowledge::Knowledge;
use self::passage::{Judge, Token, Verdict};
use self::survey::Line;
use self::table::Table;
use self::word::{Piece, WordReading};
use crate::AppliedTable;

/// Words whose reading is less certain than this are doubtful.
const DOUBTFUL: f32 = 0.8;

/// A text with its letters restored. Line breaks are kept one for one; layout is not this room's concern.
#[derive(Debug, Clone)]
pub(crate) struct Decoded {
    /// The restored letters.
    pub text: String,
    /// From `text` to the bytes of the text that was decoded.
    pub alignment: Alignment,
    /// Stretches of one language and one damage. They follow one another and tile `text`.
    pub stretches: Vec<Stretch>,
    /// The tables that were applied.
    pub tables: Vec<AppliedTable>,
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

/// Restores the letters of a text.
pub(crate) fn decode(knowledge: &Knowledge, text: &str) -> Decoded {
    let lines = survey::lines(knowledge, text);
    let mut tables = survey::fitting(knowledge, text, &lines);
    let learned = decipher::learn(knowledge, text, &lines, &tables, survey::home(&lines));
    tables.extend(&learned);
    let mut writer = Writer { text, ..Writer::default() };
    if tables.is_empty() {
        for line in &lines {
            writer.line(knowledge, line, None);
        }
        writer.copy_up_to(text.len());
        return writer.finish();
    }
    let languages = languages(&lines, &tables);
    let mut judge = Judge::new(&knowledge.speeches, &tables);
    let mut changed = vec![0_usize; tables.len()];
    let mut index = 0;
    while index < lines.len() {
        if !lines[index].odd {
            writer.line(knowledge, &lines[index], None);
            index += 1;
            continue;
        }
        let run = run(&lines[index..]);
        let span = Span::new(run[0].span.start, run[run.len() - 1].span.end);
        let tokens = judge.tokens(text, span);
        let verdicts = judge.verdicts(&tokens, &languages);
        let mut decided = tokens.iter().zip(&verdicts).peekable();
        for line in run {
            let mut used = vec![0_usize; tables.len()];
            writer.copy_up_to(line.span.start);
            let start = writer.out.len();
            while let Some((token, verdict)) = decided.next_if(|(token, _)| token.span.start < line.span.end)
            {
                if let Some(table) = verdict.table {
                    used[table] += usize::from(writer.token(token, verdict));
                }
            }
            writer.copy_up_to(line.span.end.max(writer.at));
            changed.iter_mut().zip(&used).for_each(|(sum, used)| *sum += used);
            let most =
                (0..tables.len()).rev().max_by_key(|&table| used[table]).filter(|&table| used[table] > 0);
            let (lang, damage, font) = match most {
                Some(table) => {
                    let gravest = (0..tables.len()).filter(|&t| used[t] > 0).map(|t| tables[t].damage).max();
                    (
                        Some(tables[table].speech),
                        gravest.unwrap_or(Damage::LayoutOnly),
                        Some(tables[table].id.clone()),
                    )
                }
                None => (line.speech, Damage::LayoutOnly, None),
            };
            let lang = lang.map(|index| knowledge.speeches[index].id.clone());
            writer.stretch(Stretch { span: Span::new(start, writer.out.len()), lang, damage, font });
        }
        index += run.len();
    }
    writer.copy_up_to(text.len());
    let applied = tables.iter().zip(changed).filter(|(_, words)| *words > 0);
    writer.tables = applied.map(|(table, words)| table.applied(words)).collect();
    writer.finish()
}

/// The languages that sound words of a damaged text may be in: that of most of its sound lines, and the tables' own.
fn languages(lines: &[Line], tables: &[&Table]) -> Vec<usize> {
    let mut languages: Vec<usize> =
        tables.iter().map(|table| table.speech).chain(survey::home(lines)).collect();
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
#[derive(Default)]
struct Writer<'a> {
    text: &'a str,
    /// How far the text has been read, in bytes.
    at: usize,
    out: String,
    alignment: AlignmentBuilder,
    stretches: Vec<Stretch>,
    tables: Vec<AppliedTable>,
    doubts: Vec<Doubt>,
}

impl Writer<'_> {
    fn copy_up_to(&mut self, end: usize) {
        if let Some(part) = self.text.get(self.at..end) {
            self.out.push_str(part);
            self.alignment.copy(self.at, part.len());
            self.at = end;
        }
    }

    /// A line as it stands.
    fn line(&mut self, knowledge: &Knowledge, line: &Line, font: Option<String>) {
        self.copy_up_to(line.span.start);
        let start = self.out.len();
        self.copy_up_to(line.span.end);
        let lang = line.speech.map(|index| knowledge.speeches[index].id.clone());
        self.stretch(Stretch {
            span: Span::new(start, self.out.len()),
            lang,
            damage: Damage::LayoutOnly,
            font,
        });
    }

    fn stretch(&mut self, stretch: Stretch) {
        match self.stretches.last_mut() {
            Some(last)
                if (&last.lang, last.damage, &last.font)
                    == (&stretch.lang, stretch.damage, &stretch.font) =>
            {
                last.span.end = stretch.span.end;
            }
            _ => self.stretches.push(stretch),
        }
    }

    /// A word as it was read; true if a letter of it changed.
    fn token(&mut self, token: &Token, verdict: &Verdict) -> bool {
        let mut changed = false;
        for (first, word) in &verdict.words {
            let Some(best) = word.readings.first() else { continue };
            let (before, start) = (
                self.at.max(token.start(*first)),
                self.out.len() + token.start(*first).saturating_sub(self.at),
            );
            let different = self.reading(token, *first, best);
            changed |= different;
            let certainty = word.certainty();
            if different && certainty < DOUBTFUL {
                let signs: Vec<char> = token.signs[*first..].to_vec();
                let alternatives =
                    word.readings[1..].iter().take(3).map(|reading| reading.text(&signs)).collect();
                let span = Span::new(start, self.out.len());
                self.doubts.push(Doubt { span, probability: certainty, alternatives });
            }
            debug_assert!(self.at >= before);
        }
        changed
    }

    fn reading(&mut self, token: &Token, first: usize, reading: &WordReading) -> bool {
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
            let start = self.out.len();
            self.out.extend(letters);
            self.alignment.rewrite(self.out.len() - start, Span::new(from, to));
            self.at = to;
        }
        changed
    }

    fn finish(self) -> Decoded {
        Decoded {
            text: self.out,
            alignment: self.alignment.finish(),
            stretches: self.stretches,
            tables: self.tables,
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
        decode(knowledge(), text).text
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
            let decoded = decode(knowledge(), &text);
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
