//! The other languages, and scripts.

use salname_model::Kind;

use crate::{Row, check, statements};

#[test]
fn russian() {
    let rows: &[(Kind, Row)] = &[
        (
            Kind::Agreement,
            (
                "16 марта 1921 года между Россией и Турцией был подписан договор.",
                "1921-03-16",
                &[("parties", "Росси")],
            ),
        ),
        (
            Kind::Message,
            (
                "5 мая 1920 года Чичерин направил ноту.",
                "1920-05-05",
                &[("from", "Чичерин"), ("form", "note")],
            ),
        ),
        // An adjective before a title is the title's, and takes no part by itself.
        (
            Kind::Message,
            (
                "2 января 1920 года народный комиссар Чичерин направил Хойскому ноту.",
                "1920-01-02",
                &[("from", "Чичерин"), ("to", "Хойский")],
            ),
        ),
        (
            Kind::Office,
            (
                "2 января 1920 года народный комиссар Чичерин направил ноту.",
                "1920-01-02",
                &[("office", "народный комиссар")],
            ),
        ),
        // A name in another case is given in the nominative, also where its ending is replaced.
        (
            Kind::Agreement,
            (
                "16 марта 1921 года между Россией и Турцией был подписан договор.",
                "1921-03-16",
                &[("parties", "Россия"), ("parties", "Турция")],
            ),
        ),
        // What a common noun is of belongs to it.
        (
            Kind::Control,
            (
                "28 апреля 1920 года части Красной Армии вступили в Баку.",
                "1920-04-28",
                &[("actor", "части Красной")],
            ),
        ),
        (Kind::Control, ("В 1918 году турецкая армия заняла Баку.", "1918", &[("change", "takes")])),
        (Kind::Decision, ("В 1920 году комитет постановил создать комиссию.", "1920", &[("by", "комитет")])),
        (Kind::Attack, ("В 1914 году Германия объявила войну.", "1914", &[("actor", "Германия")])),
    ];
    for (kind, (text, date, fillers)) in rows {
        check("ru", text, *kind, date, fillers);
    }
}

#[test]
fn turkish() {
    let rows: &[(Kind, Row)] = &[
        (Kind::Agreement, ("1921 yılında hükümet antlaşma imzaladı.", "1921", &[("name", "antlaşma")])),
        // A comma parts the subject from the one who is written to.
        (
            Kind::Message,
            (
                "26 Nisan 1920'de Mustafa Kemal Paşa, Lenin'e bir mektup gönderdi.",
                "1920-04-26",
                &[("from", "Mustafa Kemal"), ("to", "Lenin")],
            ),
        ),
        (Kind::Attack, ("1914 yılında ordu savaş ilan etti.", "1914", &[("actor", "ordu")])),
        (Kind::Decision, ("1920 yılında meclis karar verdi.", "1920", &[("by", "meclis")])),
        (Kind::Polity, ("1923 yılında parti kuruldu.", "1923", &[("change", "created")])),
        (
            Kind::Message,
            ("1920 yılında hükümet nota gönderdi.", "1920", &[("from", "hükümet"), ("form", "note")]),
        ),
    ];
    for (kind, (text, date, fillers)) in rows {
        check("tr", text, *kind, date, fillers);
    }
}

#[test]
fn english() {
    let rows: &[(Kind, Row)] = &[
        (
            Kind::Agreement,
            (
                "In 1921 Russia signed a treaty with Turkey.",
                "1921",
                &[("parties", "Russia"), ("parties", "Turkey")],
            ),
        ),
        (
            Kind::Message,
            ("In 1920 Chicherin wrote to Narimanov.", "1920", &[("from", "Chicherin"), ("to", "Narimanov")]),
        ),
        (Kind::Control, ("In 1918 British troops occupied Baku.", "1918", &[("place", "Baku")])),
        (
            Kind::Attack,
            ("In 1939 Germany invaded Poland.", "1939", &[("actor", "Germany"), ("target", "Poland")]),
        ),
        (
            Kind::Recognition,
            ("In 1920 France recognised Georgia.", "1920", &[("by", "France"), ("of", "Georgia")]),
        ),
    ];
    for (kind, (text, date, fillers)) in rows {
        check("en", text, *kind, date, fillers);
    }
}

/// A longer trigger hides the shorter one within it.
#[test]
fn a_declared_war_is_no_declared_polity() {
    let found = statements("tr", "29 Eylül 1911'de İtalya Osmanlı Devleti'ne savaş ilan etti.");
    let kinds: Vec<Kind> = found.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [Kind::Attack]);
}

/// A language that is another one but for its script is read by that one's frames; its fillers stay as written.
#[test]
fn another_script_has_the_same_frames() {
    let telegram = "1920-ҹи ил мајын 5-дә Нәриманов Ленинә телеграм ҝөндәрди.";
    check("az-Cyrl", telegram, Kind::Message, "1920-05-05", &[("from", "Нәриманов"), ("form", "telegram")]);
    let town = "1920-ҹи ил апрелин 28-дә Гызыл Орду Бакыны тутду.";
    check("az-Cyrl", town, Kind::Control, "1920-04-28", &[("actor", "Гызыл Орду"), ("place", "Бакы")]);
    let found = statements("az-Cyrl", town);
    let place = found.iter().flat_map(|one| one.roles.get("place".parse().unwrap())).next().unwrap();
    assert_eq!(place.text, "Бакы", "without its ending, in the letters of the text");
}

#[test]
fn a_language_without_frames_says_nothing() {
    assert!(statements("la", "Gallia est omnis divisa in partes tres.").is_empty());
}
