//! UTF-8 that was read as a code page, once or twice, back to its letters.
//!
//! UTF-8 proves itself: a lead byte says how many bytes follow, and those come from a quarter of all bytes. A line whose
//! signs outside ASCII (nearly) all form such sequences under one code page, and make letters of one known alphabet, was
//! UTF-8. Text that a font laid over a code page, and sound text, have signs that do not.

mod oddness;
mod page;
mod whole;

use salname_model::{Alignment, Damage, Span};

use self::page::{PAGES, ROLES, Told};
use self::whole::Undone;
use crate::letters::{Decoded, Knowledge, Stretch};

/// Of the pages those, the first ones, that are common enough for a few sequences to be proof.
const WIDESPREAD: usize = 4;
/// Sequences from which on a line without any other sign of the page is convincing.
const MANY: usize = 3;

/// How often a text can have been read wrongly.
const TIMES: usize = 5;
/// One sign that belongs to no sequence is forgiven for this many sequences.
const FORGIVING: usize = 8;
/// Sequences from which on a line is proof by itself; with fewer it follows the lines that are.
const PROOF: usize = 2;

/// A text of which some lines were repaired.
#[derive(Debug)]
pub(crate) struct Repaired {
    /// The text as it was before it was read wrongly. Lines are kept one for one.
    pub(crate) text: String,
    /// From `text` to the bytes of the damaged text.
    alignment: Alignment,
    /// The repaired lines, in bytes of `text`.
    lines: Vec<Span>,
}

/// Undoes the wrong reading of the lines of a block of text; none where no line was read wrongly.
pub(crate) fn repair(knowledge: &Knowledge, text: &str, block: Span) -> Option<Repaired> {
    let (origin, text) = (block.start, &text[block.range()]);
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if may_be_damaged(line)
            && let Some(repair) = undo(knowledge, line)
        {
            found.push((start, line.len(), repair));
        }
        start += line.len();
    }
    let proven: Vec<usize> = found
        .iter()
        .filter(|(.., repair)| repair.convincing > 0 || (repair.sound && repair.sequences >= PROOF))
        .map(|(.., repair)| repair.page)
        .collect();
    found.retain(|(.., repair)| proven.contains(&repair.page));
    if found.is_empty() {
        return None;
    }
    let mut made = Repaired { text: String::new(), alignment: Alignment::default(), lines: Vec::new() };
    let (mut alignment, mut at) = (Alignment::builder(), 0);
    for (start, len, repair) in found {
        made.text.push_str(&text[at..start]);
        alignment.copy(origin + at, start - at);
        let line = made.text.len();
        made.text.push_str(&repair.text);
        for (to, from, copied) in repair.alignment.runs() {
            if copied {
                alignment.copy(origin + start + from.start, to.len());
            } else {
                alignment
                    .rewrite(to.len(), Span::new(origin + start + from.start, origin + start + from.end));
            }
        }
        made.lines.push(Span::new(line, made.text.len()));
        at = start + len;
    }
    made.text.push_str(&text[at..]);
    alignment.copy(origin + at, text.len() - at);
    made.alignment = alignment.finish();
    Some(made)
}

impl Repaired {
    /// What was decoded from the repaired text, as decoded from the damaged one.
    pub(crate) fn beneath(&self, decoded: Decoded<'_>) -> Decoded<'static> {
        let repaired: Vec<Span> = self.lines.iter().map(|&line| decoded.alignment.derived_in(line)).collect();
        let mut stretches = Vec::with_capacity(decoded.stretches.len());
        for stretch in decoded.stretches {
            let first = repaired.partition_point(|line| line.end <= stretch.span.start);
            let mut at = stretch.span.start;
            let mut cut = |end: usize, damage: Damage| {
                if at < end {
                    stretches.push(Stretch { span: Span::new(at, end), damage, ..stretch.clone() });
                    at = end;
                }
            };
            for line in repaired[first..].iter().take_while(|line| line.start < stretch.span.end) {
                cut(line.start, stretch.damage);
                cut(line.end.min(stretch.span.end), stretch.damage.max(Damage::Mojibake));
            }
            cut(stretch.span.end, stretch.damage);
        }
        Decoded {
            text: decoded.text.into_owned().into(),
            alignment: decoded.alignment.through(&self.alignment),
            stretches,
            doubts: decoded.doubts,
        }
    }
}

impl Repair {
    /// What was proven by all signs of a text, or of parts of it.
    fn of(undone: Undone) -> Self {
        let Undone { text, alignment, sequences, page } = undone;
        Self { text, alignment, page, sequences, convincing: 1, sound: false }
    }
}

/// True if somewhere in the line a sign that can lead a sequence is followed by one that can continue it, or by what became
/// of one.
fn may_be_damaged(line: &str) -> bool {
    if line.is_ascii() {
        return false;
    }
    let roles = &*ROLES;
    let mut lead = 0;
    for sign in line.chars() {
        if sign.is_ascii() {
            lead = 0;
            continue;
        }
        let own = roles.get(sign as usize).copied().unwrap_or_default();
        let lost = lead != 0 && sign == char::REPLACEMENT_CHARACTER;
        if lead & own.later != 0 || lost || matches!(sign, 'Ã' | '\u{80}'..='\u{9f}') {
            return true;
        }
        lead = own.first;
    }
    false
}

/// A line that was repaired.
#[derive(Debug)]
struct Repair {
    text: String,
    alignment: Alignment,
    /// The page that the damaged line was read as, in [`PAGES`].
    page: usize,
    /// Sequences that were undone in the damaged line.
    sequences: usize,
    /// Those among them that no sound text would have.
    convincing: usize,
    /// What came out are letters of one alphabet that a pack has.
    sound: bool,
}

/// The line as it was before it was read wrongly, if it was.
fn undo(knowledge: &Knowledge, line: &str) -> Option<Repair> {
    let mut undone = undo_once(knowledge, line);
    for _ in 1..TIMES {
        let Some(above) = &undone else { break };
        let deeper = undo_once(knowledge, &above.text).filter(|deeper| deeper.convincing > 0);
        let Some(deeper) = deeper else { break };
        let alignment = deeper.alignment.through(&above.alignment);
        let Repair { page, sequences, convincing, .. } = *above;
        undone = Some(Repair { page, sequences, convincing, alignment, ..deeper });
    }
    if let Some(undone) = &mut undone {
        undone.sound = is_sound(knowledge, undone) && undone.page < WIDESPREAD;
        if !is_plausible(undone) {
            undone.convincing = 0;
        }
    }
    let undone = undone.filter(|undone| undone.sound || undone.convincing > 0);
    let text = undone.as_ref().map_or(line, |undone| undone.text.as_str());
    let Some(marks) = whole::undo_controls(text) else { return undone };
    let alignment = match &undone {
        Some(undone) => marks.alignment.through(&undone.alignment),
        None => marks.alignment.clone(),
    };
    Some(Repair { alignment, ..Repair::of(marks) })
}

/// One wrong reading undone: of the whole line, if it is odd and UTF-8 to the last byte; failing that, under the page that
/// explains most of it; failing that, of those parts that are odd.
fn undo_once(knowledge: &Knowledge, line: &str) -> Option<Repair> {
    let whole = whole::undo(line).map(Repair::of).filter(is_plausible);
    let most = || {
        let most = undo_most(line)?;
        let sound = most.page < WIDESPREAD && is_sound(knowledge, &most);
        if sound || (most.convincing > 0 && is_plausible(&most)) {
            Some(most)
        } else {
            undo_parts(line).or(Some(most))
        }
    };
    whole.or_else(most).or_else(|| undo_parts(line))
}

fn undo_parts(line: &str) -> Option<Repair> {
    whole::undo_parts(line).map(Repair::of).filter(is_plausible)
}

/// The line read as UTF-8 under the page that explains most of it, by sequences that no sound text would have if there
/// are such; failing that, only those sequences undone.
fn undo_most(line: &str) -> Option<Repair> {
    let mut best: Option<((usize, usize), Repair)> = None;
    let mut some: Option<Repair> = None;
    let candidates = page::candidates(line);
    for (index, page) in PAGES.iter().enumerate().filter(|(index, _)| candidates & (1 << index) != 0) {
        if !page::may_tell(line, index) {
            continue;
        }
        let Told { sequences, convincing, strays } = page.survey(line);
        if sequences == 0 {
            continue;
        }
        if strays * FORGIVING > sequences {
            if some.is_none() && convincing > 0 {
                some = Some(page.decode(index, line, true).0).filter(|repair| repair.convincing > 0);
            }
            continue;
        }
        let (mut repair, strays) = page.decode(index, line, false);
        if strays == 0 && repair.sequences >= MANY {
            repair.convincing += 1;
        }
        let weight = (repair.convincing.min(1), repair.sequences - strays);
        if best.as_ref().is_none_or(|((convincing, most), _)| {
            weight.0 > *convincing || (weight.0 == *convincing && repair.sequences > most + strays)
        }) {
            best = Some((weight, repair));
        }
    }
    best.map(|(_, repair)| repair).or(some)
}

/// The letters that were made of sequences.
fn made(repair: &Repair) -> Vec<char> {
    let rewritten = repair.alignment.runs().filter(|(.., copied)| !copied);
    rewritten.flat_map(|(to, ..)| repair.text[to.range()].chars()).collect()
}

/// True if what was repaired is what people write: letters of living alphabets, marks, symbols.
fn is_plausible(repair: &Repair) -> bool {
    let made = made(repair);
    let written = |sign: &char| {
        let letter = matches!(sign,
            '\u{c0}'..='\u{17e}' | '\u{192}' | '\u{218}'..='\u{21b}' | 'Ͱ'..='Ͽ' | 'Ѐ'..='џ' | 'Ґ'..='ӿ' | 'Ա'..='և' | 'א'..='ת'
            | 'ء'..='ۿ' | 'ऀ'..='෿' | '฀'..='໿' | 'Ⴀ'..='ჿ' | 'Ḁ'..='῿' | '぀'..='ヿ' | '一'..='鿿' | '가'..='힣');
        let symbol = matches!(sign,
            '\u{80}'..='\u{bf}' | '×' | '÷' | '\u{2b0}'..='\u{36f}' | '\u{2010}'..='\u{2bff}' | '\u{3000}'..='\u{303f}'
            | '\u{fb00}'..='\u{fb06}' | '\u{ff01}'..='\u{ff60}' | '\u{fffd}' | '\u{1f300}'..='\u{1faff}');
        letter || symbol || is_mark(*sign)
    };
    made.iter().all(written)
}

/// True if a sequence is one that no sound text would have: a capital or a mark in the middle of a word, a mark of
/// several signs.
fn convinces(before: Option<char>, sequence: &str, letter: char, after: Option<char>) -> bool {
    let mut signs = sequence.chars();
    let (Some(lead), Some(next)) = (signs.next(), signs.next()) else { return false };
    if sequence.ends_with(' ') {
        return false;
    }
    let is_letter = |sign: Option<char>| sign.is_some_and(char::is_alphabetic);
    #[rustfmt::skip]
    let is_natural = |sign: char| {
        matches!(sign, '…' | '’' | '”' | '“' | '™' | '®' | '©' | '°' | '¿' | '¡' | '‘' | '–' | '—' | '›' | '‹' | '»' | '«' | '¸'
            | '´' | '`' | '¨' | '\u{a0}')
    };
    if signs.clone().next().is_some() {
        let odd = |sign: char| !is_natural(sign) && !sign.is_alphabetic();
        return is_symbol(letter) || odd(next) || signs.any(odd);
    }
    let letter_lead = lead.is_alphabetic() || matches!(lead, '×' | '÷');
    match lead {
        'Ã' if next == '\u{a0}' => before.is_some_and(|sign| sign.is_ascii_lowercase()),
        'Ã' => {
            let closes = is_natural(next) && next != '™' && !is_letter(after);
            // Whether a mark may stand behind this letter in sound text is for the rules of oddness to say.
            !closes && (next.is_alphabetic() || oddness::is_odd_part(sequence))
        }
        'Ѐ'..='ӿ' => [before, after].iter().all(|sign| sign.is_some_and(|sign| sign.is_ascii_alphabetic())),
        _ if letter_lead && is_natural(next) => false,
        _ if lead.is_alphabetic() => {
            let capital_inside = lead.is_uppercase() && before.is_some_and(char::is_lowercase);
            capital_inside || (is_letter(after) && !next.is_alphabetic())
        }
        _ => is_letter(before) || is_letter(after),
    }
}

/// True if the letters that were repaired are (nearly) all of one language's alphabet.
fn is_sound(knowledge: &Knowledge, repair: &Repair) -> bool {
    let made = made(repair);
    let marks = made.iter().filter(|&&sign| is_mark(sign)).count();
    let letters = |writes: &dyn Fn(char) -> bool| made.iter().filter(|&&sign| writes(sign)).count();
    let most = knowledge.speeches.iter().map(|speech| letters(&|sign| speech.writes(sign))).max();
    let known = marks + most.unwrap_or(0);
    known > 0 && (made.len() - known) * FORGIVING <= known
}

/// True for marks that texts of any language have: quotes, dashes, dots, blanks and the like.
fn is_mark(sign: char) -> bool {
    matches!(
        sign,
        '\u{2010}'
            ..='\u{203a}'
                | '\u{a0}'
                | '\u{a7}'
                | '\u{ab}'
                | '\u{ad}'
                | '\u{b0}'
                | '\u{b7}'
                | '\u{bb}'
                | '€'
                | '№'
    )
}

/// True for marks and symbols whose UTF-8 has three bytes: quotes, dashes, arrows, stars.
fn is_symbol(sign: char) -> bool {
    matches!(sign, '\u{2010}'..='\u{2bff}')
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1251, WINDOWS_1252};
    use proptest::prelude::*;
    use salname_packs::Packs;

    use super::*;
    use crate::{Options, Restorer};

    fn knowledge() -> &'static Knowledge {
        static KNOWLEDGE: LazyLock<Knowledge> =
            LazyLock::new(|| Knowledge::new(&Packs::embedded().unwrap(), &Options::default()));
        &KNOWLEDGE
    }

    fn repaired(text: &str) -> Option<Repaired> {
        repair(knowledge(), text, Span::new(0, text.len()))
    }

    fn misread(text: &str, page: &'static Encoding) -> String {
        page.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    fn twice(text: &str) -> String {
        misread(&misread(text, WINDOWS_1252), WINDOWS_1252)
    }

    const SENTENCES: [&str; 4] = [
        "Öğretmenler toplantısı “Çınar” köşkünde yapıldı — şehrin valisi de geldi.\n",
        "Съезд учителей открылся в Риге; приехали и гости: Щербаков, Эйхе, Яншин.\n",
        "Müəllimlərin qurultayı Şuşada açıldı, qonaqlar üçün ziyafət verildi.\n",
        "З'їзд учителів відкрився в Рівному, приїхали й гості.\n",
    ];

    #[test]
    fn utf8_read_as_a_code_page_comes_back_letter_for_letter() {
        for sentence in SENTENCES {
            let all = [misread(sentence, WINDOWS_1252), misread(sentence, WINDOWS_1251), twice(sentence)];
            for (damaged, page) in all.iter().zip([Some(WINDOWS_1252), Some(WINDOWS_1251), None]) {
                let repaired = repaired(damaged).unwrap();
                assert_eq!(repaired.text, sentence);
                let mut end = 0;
                for (index, letter) in sentence.char_indices() {
                    let from = repaired.alignment.source_of(Span::new(index, index + letter.len_utf8()));
                    assert_eq!(from.start, end);
                    end = from.end;
                    let made = page.map_or_else(
                        || twice(&letter.to_string()),
                        |page| misread(&letter.to_string(), page),
                    );
                    assert_eq!(damaged[from.range()], made);
                }
                assert_eq!(end, damaged.len());
            }
        }
    }

    #[test]
    fn a_single_sequence_within_a_word_is_proof() {
        for (word, page) in [
            ("garçon", WINDOWS_1252),
            ("Nicolás", WINDOWS_1252),
            ("région", WINDOWS_1251),
            ("équilibré", MACINTOSH),
        ] {
            let damaged = misread(&format!("{word} – 1920\n"), page).replace("‚Äì", "–");
            let damaged = damaged.split_once(' ').map_or(damaged.as_str(), |(word, _)| word);
            assert_eq!(repaired(damaged).unwrap().text, word);
        }
        for sound in ["5×£35", "LIBERTÉ…", "L’école «voilé»…", "“étude” et ‘où’", "├──┤ ╔═╗", "(-1)! = √π"]
        {
            assert!(repaired(sound).is_none(), "{sound}");
        }
    }

    #[test]
    fn sound_text_is_left_as_it_is() {
        for text in [
            "Nümayəndə heyəti səhər tezdən şəhərə gəldi və danışıqlara başladı.\n",
            "Делегация СССР» и РСФСР» прибыла… в «КАСПАР», «СССР»–«НСР».\n",
            "РІВНЕ, РІК. Рівне, Різдво і Рік прийшли.\n",
            "ÂŞIK ÖMER “BÂB-I ÂLΔ dedi; “Ä…” yazdı. MİLLÎ… HÂLÅ”\n",
            "The CAFÉ™ and the “RÉSUMÉ”: naïve São Tomé, Ångström, SÃO.\n",
            "L'ÉTÉ», À « l'École », « LIBERTɻ ; déjà vu… « É… » \n",
            "„GRÖßE“ – die Straße „ÄÖÜ“, GRÜß… „AÄ“ und MAß“.\n",
        ] {
            assert!(repaired(text).is_none(), "{text}");
        }
    }

    #[test]
    fn fonts_over_code_pages_are_left_to_the_letters() {
        for text in [
            "Áàêû øÿùÿðè àðàñûíäà áþëöímüşdü, «ÐÑÔÑлл», ÑÑÑл, ÐÑ».\n",
            "Îíëàð äàíûøûãëàð ö÷öí şÿùÿðÿ ýÿëäè.\n",
            "Onlar danēĸēqlar ¿¿n ĸᴅhᴅrᴅ gᴅldi, qᴅrar isᴅ keirilmᴅdi. ºᴅhᴅr\n",
        ] {
            assert!(repaired(text).is_none(), "{text}");
        }
    }

    #[test]
    fn short_lines_follow_those_that_are_proof() {
        let title = misread("Şax\n", WINDOWS_1252);
        assert!(repaired(&title).is_none());
        let text = title + &misread(SENTENCES[0], WINDOWS_1252);
        assert_eq!(repaired(&text).unwrap().text, format!("Şax\n{}", SENTENCES[0]));
    }

    #[test]
    fn hard_blanks_made_soft_and_letters_put_right_by_hand_do_not_matter() {
        let damaged = misread("Рига и Ростов. Россия", WINDOWS_1252).replace('\u{a0}', " ");
        assert_eq!(repaired(&damaged).unwrap().text, "Рига и Ростов. Россия");
        let damaged: String = "Съезд прошёл"
            .chars()
            .map(|c| if c == 'с' { c.into() } else { misread(&c.to_string(), WINDOWS_1252) })
            .collect();
        assert_eq!(repaired(&damaged).unwrap().text, "Съезд прошёл");
    }

    #[test]
    fn the_paragraph_and_the_report_name_the_damage() {
        let restorer = Restorer::new(&Packs::embedded().unwrap(), &Options::default());
        let text = format!("{}\n{}", SENTENCES[0], misread(SENTENCES[2], WINDOWS_1252));
        let restored = restorer.restore(&text);
        let damage: Vec<Damage> = restored.paragraphs.iter().map(|paragraph| paragraph.damage).collect();
        assert_eq!(damage, [Damage::LayoutOnly, Damage::Mojibake]);
        assert_eq!(restored.paragraphs[1].text, SENTENCES[2].trim_end());
        assert_eq!(restored.paragraphs[1].span, Span::new(SENTENCES[0].len() + 1, text.trim_end().len()));
        assert_eq!(restored.report.stretches.len(), 1);
        assert_eq!(restored.report.stretches[0].damage, Damage::Mojibake);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn any_text_is_repaired_with_its_lines_and_offsets(text in "(?s)[a-zÃÂÄÅÐÑ¼¾â€™ \\n]{0,40}|.{0,40}") {
            if let Some(repaired) = repaired(&text) {
                prop_assert_eq!(repaired.text.matches('\n').count(), text.matches('\n').count());
                prop_assert_eq!(repaired.alignment.len(), repaired.text.len());
                let mut end = 0;
                for (_, from, _) in repaired.alignment.runs() {
                    prop_assert_eq!(from.start, end);
                    end = from.end;
                }
                prop_assert_eq!(end, text.len());
            }
        }
    }
}
