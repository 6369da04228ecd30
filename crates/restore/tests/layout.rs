//! What holds for every text: nothing is lost track of, ranges tile, and sound text is left alone.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use salname_model::{Paragraph, ParagraphKind, Span};
use salname_packs::Packs;
use salname_restore::{Options, Restorer};

/// A restorer without any pack: layout needs none.
fn restore(text: &str) -> Vec<Paragraph> {
    Restorer::new(&Packs::default(), &Options::default()).restore(text).paragraphs
}

fn texts(paragraphs: &[Paragraph]) -> Vec<&str> {
    paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect()
}

/// Texts made of what layout looks at.
fn laid_out_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zəışğöüç]{1,9} ",
        2 => "[A-ZƏİŞ][a-zəı]{1,9}",
        2 => prop::sample::select(vec!["\n", "\n\n", " \n", "-\n", ".\n", "\n12\n", "\n. ", "\n\n43\n\n", "\u{c}", "\r\n", "\t", "  "]).prop_map(String::from),
        1 => prop::sample::select(vec!["\u{ad}", "¬\n", "-", " - ", "**", "## ", "\\*", "&amp;", "&#601;", "<p>", "</b>", "<http://a>", "* * *\n", "1. ", "[3]", "“", "\"", "\u{a0}", "\u{200b}", "Ö Ü Ş Ç Ğ İ\n", "ა", "文", "کتاب"]).prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn paragraphs_follow_one_another_and_are_aligned(text in laid_out_text()) {
        let mut at = 0;
        for paragraph in restore(&text) {
            prop_assert!(paragraph.span.start >= at && paragraph.span.end <= text.len());
            at = paragraph.span.end;
            prop_assert!(!paragraph.text.contains('\n') && !paragraph.text.is_empty());
            prop_assert_eq!(paragraph.alignment.len(), paragraph.text.len());
            let whole = paragraph.alignment.source_of(Span::new(0, paragraph.text.len()));
            prop_assert!(paragraph.span.contains(whole), "{} holds {}", paragraph.span, whole);
        }
    }

    #[test]
    fn copied_bytes_are_the_bytes_they_came_from(text in laid_out_text()) {
        for paragraph in restore(&text) {
            for (to, from, copied) in paragraph.alignment.runs() {
                if copied {
                    prop_assert_eq!(&paragraph.text.as_bytes()[to.range()], &text.as_bytes()[from.range()]);
                }
            }
        }
    }

    #[test]
    fn ranges_that_tile_the_text_tile_what_is_restored(text in laid_out_text(), cuts in prop::collection::vec(0..600usize, 0..5)) {
        let paragraphs = restore(&text);
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).chain([0, text.len() + 1]).collect();
        cuts.sort_unstable();
        let pieces: String = cuts
            .windows(2)
            .flat_map(|cut| paragraphs.iter().map(|paragraph| paragraph.text_in(Span::new(cut[0], cut[1]))))
            .collect();
        prop_assert_eq!(pieces, texts(&paragraphs).concat());
    }

    #[test]
    fn any_bytes_are_laid_out(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        restore(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn sound_paragraphs_of_one_line_are_left_alone(words in prop::collection::vec("[A-ZƏ][a-zəı]{2,8}( [a-zəı]{2,8}){3,12}[.!?]", 1..12)) {
        let paragraphs = restore(&words.join("\n"));
        prop_assert_eq!(texts(&paragraphs), words);
    }
}

#[test]
fn a_page_of_a_book_becomes_its_paragraphs() {
    let page = "İclasda bütün nümayəndələr iştirak edirdi, lakin heç bir qə-\n\
                rar qəbul olunmadı\n7\n. Ertəsi gün sədr yenidən söz aldı və milli-\n\
                azadlıq hərəkatı haqqında danışdı. Milli-azadlıq hərəkatının\n\n\n43\n\n\n\
                gələcəyi hamını düşündürürdü, ona görə də qəbul edilən qərar\n\
                çox mühüm idi.\n";
    assert_eq!(
        texts(&restore(page)),
        [
            "İclasda bütün nümayəndələr iştirak edirdi, lakin heç bir qərar qəbul olunmadı[7]. Ertəsi gün sədr yenidən \
          söz aldı və milli-azadlıq hərəkatı haqqında danışdı. Milli-azadlıq hərəkatının gələcəyi hamını düşündürürdü, \
          ona görə də qəbul edilən qərar çox mühüm idi."
        ]
    );
}

#[test]
fn markdown_and_html_leave_only_their_words() {
    let markdown = "## Giriş\n\n**Qədim** *şəhər* haqqında\\* yazı.  \n\n1. Birinci\n2. İkinci\n";
    let paragraphs = restore(markdown);
    assert_eq!(texts(&paragraphs), ["Giriş", "Qədim şəhər haqqında* yazı.", "1. Birinci", "2. İkinci"]);
    assert_eq!(paragraphs[0].kind, ParagraphKind::Heading);
    assert_eq!(texts(&restore("<p>Bakı &amp; Gəncə</p>\n<p>Quba</p>\n")), ["Bakı & Gəncə", "Quba"]);
}

#[test]
fn titles_spaced_out_are_closed_up() {
    assert_eq!(
        texts(&restore("B İ R İ N C İ   BÖ L Ü M\n\nMətn burada başlanır.\n")),
        ["BİRİNCİ BÖLÜM", "Mətn burada başlanır."]
    );
}

#[test]
fn hostile_texts_take_linear_time() {
    let patient = Duration::from_secs(20);
    for unit in [
        "a", "-", "a-", "\n", " ", "1\n", "*", "<", "&", "a \n", "a-\n", ". ", "(", "\u{ad}", "<http", "B B ",
    ] {
        let text = unit.repeat(2_000_000 / unit.len());
        let start = Instant::now();
        restore(&text);
        assert!(start.elapsed() < patient, "{unit:?} took {:?}", start.elapsed());
    }
}
