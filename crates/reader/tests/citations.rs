//! Citations: their forms, their fields, what they are linked to, and what they are not.

use std::sync::LazyLock;

use proptest::prelude::*;
use salname_model::{Citation, LocatorUnit, Paragraph, ParagraphKind, Statement};
use salname_packs::Packs;
use salname_reader::citations::{Finder, attach};
use salname_reader::{Options, Reader};

fn finder() -> &'static Finder {
    static FINDER: LazyLock<Finder> =
        LazyLock::new(|| Finder::new(&Packs::embedded().expect("the embedded packs load")));
    &FINDER
}

/// Paragraphs of a document: body text, but for lines that begin with "# " (bibliography) or "^ " (notes).
fn document(lines: &[&str]) -> Vec<Paragraph> {
    let mut start = 0;
    let mut paragraphs = Vec::new();
    for line in lines {
        let (kind, text) = match line.split_at_checked(2) {
            Some(("# ", text)) => (ParagraphKind::Reference, text),
            Some(("^ ", text)) => (ParagraphKind::Note, text),
            _ => (ParagraphKind::Body, *line),
        };
        paragraphs.push(Paragraph { kind, ..Paragraph::sound(text, start, "az") });
        start += text.len() + 1;
    }
    paragraphs
}

fn find(lines: &[&str]) -> Vec<Citation> {
    finder().find(&document(lines)).0
}

/// A citation in short: number or author and year or archive unit, then its places.
fn short(citation: &Citation) -> String {
    let one = |reference: &salname_model::Reference| {
        let mut parts = Vec::new();
        parts.extend(reference.number.clone());
        parts.extend(reference.author.clone());
        parts.extend(reference.year.clone());
        if let Some(unit) = &reference.archive {
            let levels = [&unit.repository, &unit.fonds, &unit.series, &unit.file];
            parts.push(levels.map(|level| level.as_deref().unwrap_or("-")).join("/"));
        }
        for locator in &reference.locators {
            let unit = match locator.unit {
                LocatorUnit::Page => "p",
                LocatorUnit::Leaf => "leaf",
                LocatorUnit::Volume => "vol",
                LocatorUnit::Issue => "no",
                LocatorUnit::Document => "doc",
            };
            parts.push(format!("{unit} {}", locator.value));
        }
        parts.join(" ")
    };
    citation.references.iter().map(one).collect::<Vec<_>>().join(" + ")
}

#[test]
fn every_form_gives_its_fields() {
    let rows = [
        ("Nota göndərildi [14, s.152].", "14 p 152"),
        ("Nota göndərildi [14, s. 47 - 58; 3, s. 9].", "14 p 47-58 + 3 p 9"),
        ("Nota göndərildi [6].", "6"),
        ("Nota göndərildi [27a].", "27a"),
        ("Nota göndərildi [3, 5, 7].", "3 + 5 + 7"),
        ("Nota göndərildi [14, 152].", "14 p 152"),
        ("Nota göndərildi [14:152].", "14 p 152"),
        ("Nota göndərildi. (12, s.328)", "12 p 328"),
        ("Nota göndərildi (12; s.329).", "12 p 329"),
        ("Nota göndərildi (2, v. 50).", "2 leaf 50"),
        ("Nota göndərildi [5, II cild, s. 10].", "5 vol II p 10"),
        ("Нота была отправлена [5, т. IV, с. 10—12].", "5 vol IV p 10-12"),
        ("The note was sent [5, vol. 2, pp. 10-12].", "5 vol 2 p 10-12"),
        ("Nota göndərildi ( Nəsibli, 2018:194-195).", "Nəsibli 2018 p 194-195"),
        ("Nota göndərildi (Süslü İ,2017:251).", "Süslü İ 2017 p 251"),
        ("Нота была отправлена (Иванов, 2007, с. 170).", "Иванов 2007 p 170"),
        (
            "The note was sent (see Hovannisian 1971, p. 12; Kazemzadeh 1951: 40).",
            "Hovannisian 1971 p 12 + Kazemzadeh 1951 p 40",
        ),
        ("Nota gönderildi (bkz. Gökay 1997, s. 71).", "Gökay 1997 p 71"),
        ("Nota göndərildi (ARDA: f. 28, siy. 1, iş 72, v. 50).", "ARDA/28/1/72 leaf 50"),
        ("Нота была отправлена (РГВА, ф. 195, оп. 4, д. 296, л. 2).", "РГВА/195/4/296 leaf 2"),
        ("Нота надіслана (ЦДАВО, ф. 3766, оп. 1, спр. 12, арк. 4).", "ЦДАВО/3766/1/12 leaf 4"),
        ("Nota göndərildi.¹⁴³ Cavab gəlmədi.", "143"),
        ("Nota göndərildi[143]. Cavab gəlmədi.", "143"),
    ];
    for (text, wanted) in rows {
        let found: Vec<String> = find(&[text]).iter().map(short).collect();
        assert_eq!(found, [wanted], "{text}");
    }
}

#[test]
fn brackets_that_hold_something_else_are_no_citations() {
    for text in [
        "Şah İsmayıl Ziyad xan (1884-1955) cavab verdi.",
        "Konfrans (18 yanvar-28 iyul) başa çatdı.",
        "Müqavilə (1921) imzalandı.",
        "Nota (13) bənddən ibarət idi.",
        "RK(b)P MK qərar qəbul etdi.",
        "Konfrans (Paris, 1919) dağıldı.",
        "O [yəni Çiçerin] cavab verdi.",
        "Sahəsi 45 km² idi.",
        "İl [1920] göstərilməyib.",
        "(Ardı var",
    ] {
        assert_eq!(find(&[text]), [], "{text}");
    }
}

#[test]
fn a_citation_is_linked_to_the_bibliography() {
    let lines = [
        "Nota göndərildi [2, s.5]. Cavab gəldi (İvanov, 1988). Qoşun çıxdı (2).",
        "# 1. ARDA: f. 28, siy. 1, iş 72",
        "# 2. Həsənli C. (2012) Xarici siyasət (1920-1939). Bakı",
        "# Иванов Т. (1988) Русский Азербайджан. Москва",
    ];
    let (citations, entries) = finder().find(&document(&lines));
    let linked: Vec<Option<usize>> = citations.iter().map(|one| one.references[0].entry).collect();
    assert_eq!(linked, [Some(1), Some(2), Some(1)]);
    assert_eq!(entries[0].archive.as_ref().and_then(|unit| unit.file.as_deref()), Some("72"));
    assert_eq!(entries[1].year.as_deref(), Some("2012"));
}

#[test]
fn a_footnote_mark_is_linked_to_the_next_list_of_notes() {
    let lines = ["Birinci fəsil[1].", "^ 1. Bakı arxivi", "İkinci fəsil[1].", "^ 1. Tiflis arxivi"];
    let (citations, entries) = finder().find(&document(&lines));
    let linked: Vec<&str> =
        citations.iter().map(|one| entries[one.references[0].entry.unwrap()].text.as_str()).collect();
    assert_eq!(linked, ["Bakı arxivi", "Tiflis arxivi"]);
}

#[test]
fn a_statement_rests_on_the_citation_that_follows_it() {
    let reader = Reader::new(&Packs::embedded().unwrap(), &Options::default());
    let cited = |text: &str| {
        let reading = reader.read(&document(&[text]));
        reading.statements.into_iter().map(|one: Statement| one.citation).collect::<Vec<_>>()
    };
    let sentence = "1920-ci il yanvarın 5-də Çiçerin Nərimanova teleqram göndərdi";
    assert_eq!(cited(&format!("{sentence} [14, s.152].")), [Some("[14, s.152]".into())]);
    assert_eq!(cited(&format!("{sentence}. (12, s.3) Bu məlum idi.")), [Some("(12, s.3)".into())]);
    assert_eq!(cited(&format!("{sentence}. Bu məlum idi [14, s.152].")), [None]);
}

#[test]
fn a_million_brackets_are_passed_over() {
    let finder = finder();
    for text in ["[".repeat(1_000_000), "(1".repeat(500_000), "¹".repeat(500_000), "[1, s.".repeat(200_000)]
    {
        let (citations, _) = finder.find(&[Paragraph::sound(&text, 0, "az")]);
        attach(&[], &citations, &mut []);
    }
}

proptest! {
    #[test]
    fn any_text_is_read_and_every_citation_is_verbatim(text in "[\\[\\]()¹²,;: .0-9a-zəƏА-я№-]{0,80}|\\PC{0,60}") {
        for citation in find(&[&text]) {
            prop_assert_eq!(&text[citation.anchor.text.range()], citation.text.as_str());
            prop_assert!(!citation.references.is_empty());
        }
    }
}
