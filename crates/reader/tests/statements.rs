//! What sentences say: written as a reader would check them, sentence by sentence.

#![allow(clippy::unwrap_used, reason = "a test that cannot load or write has failed")]

use proptest::prelude::*;
use salname_model::{Kind, Modality, Paragraph, Statement};
use salname_packs::{Packs, StatementTrees, StatementWeights};
use salname_reader::statements::{Candidate, Finder};
use salname_reader::{names, times};

struct Readers {
    times: times::Finder,
    names: names::Finder,
    statements: Finder,
}

fn readers() -> &'static Readers {
    static ONCE: std::sync::OnceLock<Readers> = std::sync::OnceLock::new();
    ONCE.get_or_init(|| {
        let packs = Packs::embedded().unwrap();
        Readers {
            times: times::Finder::new(&packs),
            names: names::Finder::new(&packs, false),
            statements: Finder::new(&packs),
        }
    })
}

fn candidates(lang: &str, text: &str) -> Vec<Candidate> {
    let paragraphs = [Paragraph::sound(text, 0, lang)];
    let times = readers().times.find(&paragraphs);
    let mentions = readers().names.find(&paragraphs, &times);
    readers().statements.candidates(&paragraphs, &times, &mentions)
}

fn statements(lang: &str, text: &str) -> Vec<Statement> {
    let paragraphs = [Paragraph::sound(text, 0, lang)];
    let times = readers().times.find(&paragraphs);
    let mentions = readers().names.find(&paragraphs, &times);
    readers().statements.find(&paragraphs, &times, &mentions)
}

/// Checks that a sentence may say a statement of that kind and date, with fillers that begin so.
fn check(lang: &str, text: &str, kind: Kind, date: &str, fillers: &[(&str, &str)]) {
    let found = candidates(lang, text);
    let said = found.iter().any(|one| {
        let statement = &one.statement;
        let dated = statement.date.as_ref().map_or("", |time| time.as_str());
        statement.kind == kind
            && (date.is_empty() || dated == date)
            && fillers.iter().all(|(role, start)| {
                let role = role.parse().unwrap();
                statement.roles.get(role).iter().any(|filler| filler.text.contains(start))
            })
    });
    let seen: Vec<String> = found
        .iter()
        .map(|one| {
            let date = one.statement.date.as_ref().map_or("", |time| time.as_str());
            format!("{} {date} {}", one.statement.kind, serde_json::to_string(&one.statement.roles).unwrap())
        })
        .collect();
    assert!(said, "{text}\n  should say {kind} {date} {fillers:?}\n  but says\n  {}", seen.join("\n  "));
}

type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

fn check_all(lang: &str, kind: Kind, rows: &[Row]) {
    for (text, date, fillers) in rows {
        check(lang, text, kind, date, fillers);
    }
}

#[test]
fn messages() {
    check_all(
        "az",
        Kind::Message,
        &[
            (
                "1920-ci il iyunun 3-də Çiçerin Nərimanova teleqram göndərdi.",
                "1920-06-03",
                &[("from", "Çiçerin"), ("to", "Nərimanov"), ("form", "telegram")],
            ),
            (
                "1921-ci ilin mayında Rusiya hökuməti Türkiyəyə nota verdi.",
                "1921-05",
                &[("from", "Rusiya hökuməti"), ("to", "Türkiyə"), ("form", "note")],
            ),
            (
                "Nərimanov Leninə yazdığı məktubda bildirirdi ki, kəndlilər narazıdır.",
                "",
                &[("from", "Nərimanov")],
            ),
            (
                "1918-ci ildə Almaniya Rusiyaya ultimatum verdi.",
                "1918",
                &[("from", "Almaniya"), ("to", "Rusiya"), ("form", "ultimatum")],
            ),
            ("Lord Kerzon parlamentdə çıxış etdi.", "", &[("from", "Kerzon"), ("form", "speech")]),
            (
                "1922-ci ildə Polşa hökuməti buna etiraz etdi.",
                "1922",
                &[("from", "Polşa hökuməti"), ("form", "protest")],
            ),
        ],
    );
}

#[test]
fn decisions() {
    check_all(
        "az",
        Kind::Decision,
        &[
            (
                "1920-ci il mayın 12-də Azərbaycan İnqilab Komitəsi torpaq haqqında dekret qəbul etdi.",
                "1920-05-12",
                &[("by", "Azərbaycan İnqilab Komitəsi"), ("about", "torpaq")],
            ),
            (
                "Konfrans 1922-ci ildə yeni komissiya yaratmağı qərara aldı.",
                "1922",
                &[("by", "Konfrans"), ("about", "komissiya")],
            ),
            (
                "1919-cu ildə parlament universitet haqqında qanun qəbul etdi.",
                "1919",
                &[("by", "parlament"), ("about", "universitet")],
            ),
            (
                "1921-ci ilin iyununda Türkiyə Böyük Millət Məclisi müqaviləni təsdiq etdi.",
                "1921-06",
                &[("by", "Məclisi")],
            ),
            ("Fransa bu tələbdən imtina etdi.", "", &[("by", "Fransa")]),
        ],
    );
}

#[test]
fn agreements() {
    check_all(
        "az",
        Kind::Agreement,
        &[
            (
                "1920-ci il mayın 7-də Rusiya ilə Gürcüstan arasında Moskvada müqavilə imzalandı.",
                "1920-05-07",
                &[("parties", "Rusiya"), ("parties", "Gürcüstan"), ("place", "Moskva")],
            ),
            (
                "1918-ci ilin iyununda Azərbaycan Türkiyə ilə müqavilə bağladı.",
                "1918-06",
                &[("parties", "Azərbaycan"), ("parties", "Türkiyə")],
            ),
            (
                "1907-ci ildə İngiltərə və Rusiya arasında saziş imzalandı.",
                "1907",
                &[("parties", "İngiltərə"), ("parties", "Rusiya")],
            ),
            ("1918-ci ilin oktyabrında Türkiyə barışıq imzaladı.", "1918-10", &[("parties", "Türkiyə")]),
            (
                "1928-ci ildə Almaniya və Fransa pakta qoşuldular.",
                "1928",
                &[("parties", "Almaniya"), ("parties", "Fransa")],
            ),
        ],
    );
}

#[test]
fn meetings() {
    check_all(
        "az",
        Kind::Meeting,
        &[
            ("1922-ci ilin aprelində Genuyada konfrans keçirildi.", "1922-04", &[("place", "Genuya")]),
            (
                "1920-ci ildə İran hökuməti Azərbaycanla danışıqlara başladı.",
                "1920",
                &[("participants", "İran hökuməti"), ("participants", "Azərbaycan")],
            ),
            (
                "1919-cu ilin mayında Vilson Azərbaycan nümayəndə heyətini qəbul etdi.",
                "1919-05",
                &[("participants", "Vilson")],
            ),
            (
                "1921-ci ildə Bəkir Sami bəy Moskvaya gəldi.",
                "1921",
                &[("participants", "Bəkir Sami bəy"), ("place", "Moskva")],
            ),
            ("1920-ci ilin sentyabrında Bakıda qurultay açıldı.", "1920-09", &[("place", "Bakı")]),
        ],
    );
}

#[test]
fn offices() {
    check_all(
        "az",
        Kind::Office,
        &[
            (
                "1920-ci ildə İngiltərənin baş naziri Lloyd Corc çıxış etdi.",
                "1920",
                &[("person", "Lloyd Corc"), ("office", "İngiltərənin baş naziri")],
            ),
            (
                "1918-ci ildə Fətəli xan Xoyski xarici işlər naziri təyin edildi.",
                "1918",
                &[
                    ("person", "Fətəli xan Xoyski"),
                    ("office", "xarici işlər naziri"),
                    ("change", "appointed"),
                ],
            ),
            (
                "İngiltərənin Bakıdakı nümayəndəsi Stoks bunu bilirdi.",
                "",
                &[("person", "Stoks"), ("office", "nümayəndəsi")],
            ),
            (
                "1920-ci ildə Nəsib bəy Yusifbəyli istefa verdi.",
                "1920",
                &[("person", "Yusifbəyli"), ("change", "left")],
            ),
            (
                "Azərbaycan İnqilab Komitəsinin sədri N.Nərimanov çıxış etdi.",
                "",
                &[("person", "Nərimanov"), ("office", "Komitəsinin sədri"), ("change", "holds")],
            ),
        ],
    );
}

/// Who holds which office, by a list, with what becomes of it and when.
fn listed(lang: &str, text: &str) -> Vec<String> {
    let offices = candidates(lang, text).into_iter().filter(|one| one.statement.kind == Kind::Office);
    let told = offices.filter(|one| one.trigger == "title before a name").map(|one| {
        let role = |role: &str| one.statement.roles.single(role.parse().unwrap()).unwrap_or("?").to_owned();
        let date = one.statement.date.as_ref().map_or("", |time| time.as_str());
        format!("{}: {} ({} {date})", role("person"), role("office"), role("change"))
    });
    told.collect()
}

#[test]
fn lists_of_appointments() {
    for (lang, text, expected) in [
        (
            "az",
            "1922-ci il mayın 3-də Quba Şurası yeni komissiyanın tərkibini təsdiq etdi: Ə.Mirzəyev – komissiyanın sədri və torpaq \
             işləri komissarı; H.Qasımov – maliyyə komissarı; S.Vəliyev – yollar və rabitə komissarı; R.Əhmədov – ərzaq komissarı; \
             M.Abbasov – ədliyyə komissarı; C.Rzayev – hərbi komissar; N.Cəfərov – səhiyyə komissarı.",
            [
                "Ə.Mirzəyev: komissiyanın sədri (appointed 1922-05-03)",
                "Ə.Mirzəyev: torpaq işləri komissarı (appointed 1922-05-03)",
                "H.Qasımov: maliyyə komissarı (appointed 1922-05-03)",
                "S.Vəliyev: yollar və rabitə komissarı (appointed 1922-05-03)",
                "R.Əhmədov: ərzaq komissarı (appointed 1922-05-03)",
                "M.Abbasov: ədliyyə komissarı (appointed 1922-05-03)",
                "C.Rzayev: hərbi komissar (appointed 1922-05-03)",
                "N.Cəfərov: səhiyyə komissarı (appointed 1922-05-03)",
            ]
            .as_slice(),
        ),
        (
            "ru",
            "3 мая 1922 года было образовано правительство: И. Петров - председатель, С. Орлов - народный комиссар \
             земледелия, Н. Громов - народный комиссар финансов.",
            &[
                "И. Петров: председатель (appointed 1922-05-03)",
                "С. Орлов: народный комиссар земледелия (appointed 1922-05-03)",
                "Н. Громов: народный комиссар финансов (appointed 1922-05-03)",
            ],
        ),
        (
            "en",
            "On 3 May 1922 a government was formed: Prime Minister: John Brown; Minister of War: Henry White.",
            &[
                "John Brown: Prime Minister (appointed 1922-05-03)",
                "Henry White: Minister of War (appointed 1922-05-03)",
            ],
        ),
        (
            "tr",
            "3 Mayıs 1922'de yeni hükümet kuruldu: Ahmet Demir — başbakan; Hasan Kaya — maliye bakanı.",
            &[
                "Ahmet Demir: başbakan (appointed 1922-05-03)",
                "Hasan Kaya: maliye bakanı (appointed 1922-05-03)",
            ],
        ),
        ("az", "Ə.Mirzəyev – komissiyanın sədri; H.Qasımov – Bakıya getdi.", &[]),
    ] {
        assert_eq!(listed(lang, text), expected, "{text}");
    }
}

#[test]
fn control() {
    check_all(
        "az",
        Kind::Control,
        &[
            (
                "1918-ci ilin sentyabrında Türk qoşunları Bakını tutdular.",
                "1918-09",
                &[("actor", "Türk qoşunları"), ("place", "Bakı"), ("change", "takes")],
            ),
            (
                "1919-cu ildə ingilis qoşunları Bakını tərk etdilər.",
                "1919",
                &[("actor", "ingilis qoşunları"), ("place", "Bakı"), ("change", "leaves")],
            ),
            ("1915-ci ildə Rusiya Təbrizi işğal etdi.", "1915", &[("actor", "Rusiya"), ("place", "Təbriz")]),
            (
                "1920-ci ildə Gəncə bolşeviklər tərəfindən işğal edildi.",
                "1920",
                &[("actor", "bolşeviklər"), ("place", "Gəncə")],
            ),
            (
                "1920-ci ilin mayında Sovet donanması Ənzəliyə daxil oldu.",
                "1920-05",
                &[("actor", "donanması"), ("place", "Ənzəli")],
            ),
        ],
    );
}

#[test]
fn attacks() {
    check_all(
        "az",
        Kind::Attack,
        &[
            (
                "1914-cü il avqustun 1-də Almaniya Rusiyaya müharibə elan etdi.",
                "1914-08-01",
                &[("actor", "Almaniya"), ("target", "Rusiya")],
            ),
            (
                "1939-cu ilin sentyabrında Almaniya Polşaya hücum etdi.",
                "1939-09",
                &[("actor", "Almaniya"), ("target", "Polşa")],
            ),
            ("1920-ci ildə Gəncədə üsyan başladı.", "1920", &[("place", "Gəncə")]),
            (
                "1918-ci ildə erməni dəstələri Şamaxıya basqın etdilər.",
                "1918",
                &[("actor", "erməni dəstələri"), ("target", "Şamaxı")],
            ),
            (
                "1941-ci ildə Yaponiya ABŞ-a qarşı müharibəyə başladı.",
                "1941",
                &[("actor", "Yaponiya"), ("target", "ABŞ")],
            ),
        ],
    );
}

#[test]
fn territory() {
    check_all(
        "az",
        Kind::Territory,
        &[
            (
                "1921-ci ildə Zəngəzurun bir hissəsi Ermənistana verildi.",
                "1921",
                &[("to", "Ermənistan"), ("change", "assigned")],
            ),
            ("1938-ci ildə Almaniya Avstriyanı özünə birləşdirdi.", "1938", &[("place", "Avstriya")]),
            (
                "1920-ci ildə Ermənistan Naxçıvana iddia edirdi.",
                "1920",
                &[("place", "Naxçıvan"), ("change", "claimed")],
            ),
            (
                "1925-ci ildə Mosul rayonu İraqa verildi.",
                "1925",
                &[("place", "Mosul rayonu"), ("to", "İraq")],
            ),
            ("1923-cü ildə Dağlıq Qarabağa muxtariyyət verildi.", "1923", &[("change", "autonomous")]),
        ],
    );
}

#[test]
fn polities() {
    check_all(
        "az",
        Kind::Polity,
        &[
            (
                "1918-ci il mayın 28-də Azərbaycan Xalq Cümhuriyyəti yaradıldı.",
                "1918-05-28",
                &[("subject", "Azərbaycan Xalq Cümhuriyyəti"), ("change", "created")],
            ),
            (
                "1922-ci ilin dekabrında Zaqafqaziya Federasiyası təşkil edildi.",
                "1922-12",
                &[("subject", "Zaqafqaziya Federasiyası"), ("change", "created")],
            ),
            ("1918-ci ildə Seym buraxıldı.", "1918", &[("subject", "Seym"), ("change", "dissolved")]),
            (
                "1933-cü ildə Almaniya Millətlər Cəmiyyətindən çıxdı.",
                "1933",
                &[("subject", "Almaniya"), ("change", "left")],
            ),
            (
                "1934-cü ildə SSRİ Millətlər Cəmiyyətinə daxil oldu.",
                "1934",
                &[("subject", "SSRİ"), ("change", "joined")],
            ),
        ],
    );
}

#[test]
fn recognition() {
    check_all(
        "az",
        Kind::Recognition,
        &[
            (
                "1920-ci ilin yanvarında Fransa Azərbaycanı tanıdı.",
                "1920-01",
                &[("by", "Fransa"), ("of", "Azərbaycan"), ("change", "recognised")],
            ),
            ("1921-ci ildə Gürcüstan Fransa tərəfindən tanındı.", "1921", &[("by", "Fransa")]),
            (
                "1920-ci ildə RSFSR Gürcüstanın müstəqilliyini tanıdı.",
                "1920",
                &[("by", "RSFSR"), ("of", "Gürcüstan")],
            ),
            (
                "1924-cü ildə İngiltərə SSRİ ilə diplomatik münasibətlər qurdu.",
                "1924",
                &[("change", "relations-opened")],
            ),
            ("1919-cu ildə Rusiya Azərbaycanı tanımadı.", "1919", &[("by", "Rusiya"), ("of", "Azərbaycan")]),
        ],
    );
}

#[test]
fn repression() {
    check_all(
        "az",
        Kind::Repression,
        &[
            (
                "1920-ci ildə Fətəli xan Xoyski Tiflisdə öldürüldü.",
                "1920",
                &[("who", "Fətəli xan Xoyski"), ("form", "assassination")],
            ),
            ("1937-ci ildə kəndlilər sürgün edildilər.", "1937", &[("who", "kəndlilər"), ("form", "exile")]),
            (
                "1920-ci ildə bolşeviklər Rəsulzadəni həbs etdilər.",
                "1920",
                &[("who", "Rəsulzadə"), ("by", "bolşeviklər"), ("form", "arrest")],
            ),
            ("1918-ci ildə Bakı komissarları güllələndi.", "1918", &[("form", "execution")]),
            ("1920-ci ildə hökumət mağazaları müsadirə etdi.", "1920", &[("form", "confiscation")]),
        ],
    );
}

#[test]
fn quantities() {
    check_all(
        "az",
        Kind::Quantity,
        &[
            (
                "1921-ci ildə qəzada 300 min pud taxıl yığıldı.",
                "1921",
                &[("value", "300 min"), ("unit", "pud"), ("what", "taxıl")],
            ),
            ("1913-cü ildə hərbi büdcə 73% artdı.", "1913", &[("value", "73"), ("unit", "%")]),
            ("Orduda 25 mln. nəfər var idi.", "", &[("value", "25 mln."), ("unit", "nəfər")]),
            (
                "1920-ci ildə Almaniya 18 milyard marka ödədi.",
                "1920",
                &[("value", "18 milyard"), ("unit", "marka")],
            ),
            (
                "Qurultayda beş yüz nümayəndə iştirak edirdi.",
                "",
                &[("value", "beş yüz"), ("unit", "nümayəndə")],
            ),
        ],
    );
}

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

/// An office is told whole, and without the verb that stands behind it.
#[test]
fn offices_are_cut_where_the_title_ends() {
    for (lang, text, office) in [
        ("en", "Osman Ağayev became Minister of War in May 1921.", "Minister of War"),
        (
            "ru",
            "12 мая 1920 г. народным комиссаром путей сообщения был назначен О. Д. Агаев.",
            "народным комиссаром путей сообщения",
        ),
        (
            "az",
            "1920-ci il mayın 3-də fəhlələrin iclası Azərbaycan İnqilab Komitəsinin sədri Osman Ağayevə teleqram göndərdi.",
            "Azərbaycan İnqilab Komitəsinin sədri",
        ),
    ] {
        let found = statements(lang, text);
        let offices = found.iter().flat_map(|one| one.roles.get("office".parse().unwrap()));
        assert_eq!(offices.map(|one| one.text.as_str()).collect::<Vec<_>>(), [office], "{text}");
    }
}

/// What a message is about is not to whom or when it was sent.
#[test]
fn participants_and_times_are_no_content() {
    let about = |text: &str| -> Vec<String> {
        let found = candidates("az", text).into_iter().filter(|one| one.statement.kind == Kind::Message);
        let role = "about".parse().unwrap();
        found
            .flat_map(|one| {
                one.statement.roles.get(role).iter().map(|one| one.text.clone()).collect::<Vec<_>>()
            })
            .collect()
    };
    let none = "1920-ci il mayın 5-də Nəriman Nərimanov V.İ.Leninə teleqram göndərdi.";
    assert_eq!(about(none), [""; 0], "{none}");
    let grain = "Nəriman Nərimanov taxıl tədarükü haqqında V.İ.Leninə teleqram göndərdi.";
    assert_eq!(about(grain), ["taxıl tədarükü"], "{grain}");
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

/// A longer trigger hides the shorter one within it.
#[test]
fn a_declared_war_is_no_declared_polity() {
    let found = statements("tr", "29 Eylül 1911'de İtalya Osmanlı Devleti'ne savaş ilan etti.");
    let kinds: Vec<Kind> = found.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [Kind::Attack]);
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

#[test]
fn modality_follows_the_verb() {
    let of = |text: &str, kind: Kind| {
        candidates("az", text)
            .into_iter()
            .find(|one| one.statement.kind == kind)
            .map(|one| one.statement.modality)
    };
    assert_eq!(of("1920-ci ildə Rusiya Türkiyəyə nota verdi.", Kind::Message), Some(Modality::Asserted));
    assert_eq!(of("1920-ci ildə Rusiya Türkiyəyə nota vermədi.", Kind::Message), Some(Modality::Denied));
    assert_eq!(of("1920-ci ildə Rusiya Türkiyəyə nota verməli idi.", Kind::Message), Some(Modality::Planned));
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
fn two_dates_under_one_verb_make_two_statements() {
    let text = "1934-cü il yanvarın 26-da Polşa, fevralın 12-də isə Rumıniya Türkiyəyə nota göndərdi.";
    check("az", text, Kind::Message, "1934-01-26", &[("from", "Polşa"), ("to", "Türkiyə")]);
    check("az", text, Kind::Message, "1934-02-12", &[("from", "Rumıniya"), ("to", "Türkiyə")]);
}

#[test]
fn a_word_that_no_frame_knows_is_spotted_by_what_was_learnt() {
    let learnt = |word: &str| {
        let lines = [("learnt:az".to_owned(), 1.0), (format!("spot:attack:w:{word}"), 9.0)];
        let finder = Finder::new(&Packs::embedded().unwrap());
        let finder =
            finder.with_weights(&StatementWeights::of_lines(lines), &StatementTrees::default(), false);
        let paragraphs = [Paragraph::sound(
            "1918-ci ildə Polşa Litvanın sərhədində manevrlərlə hədələyici oldu.",
            0,
            "az",
        )];
        let times = readers().times.find(&paragraphs);
        let mentions = readers().names.find(&paragraphs, &times);
        finder.candidates(&paragraphs, &times, &mentions)
    };
    let found = learnt("manevr");
    let attack: Vec<&Candidate> = found.iter().filter(|one| one.statement.kind == Kind::Attack).collect();
    assert_eq!(attack.len(), 1, "{attack:?}");
    assert_eq!(attack[0].trigger, "learnt");
    assert_eq!(attack[0].statement.date.as_ref().map(salname_model::Time::as_str), Some("1918"));
    // A word that does not stand there says nothing.
    assert!(learnt("döyüşç").iter().all(|one| one.statement.kind != Kind::Attack));
}

#[test]
fn what_the_text_leaves_open_takes_the_year_of_what_follows() {
    let paragraphs = [
        Paragraph::sound("Danışıqlar 1907-ci ildə başlamışdı.", 0, "az"),
        Paragraph::sound("Rusiya Türkiyəyə nota göndərdi.", 0, "az"),
        Paragraph::sound("1931-ci ildə cavab gəldi. 1931-ci ilin payızında saziş imzalandı.", 0, "az"),
    ];
    let times = readers().times.find(&paragraphs);
    let mentions = readers().names.find(&paragraphs, &times);
    // What is learnt decides: here that the year most spoken of around is the likeliest.
    let lines = [("learnt:az".to_owned(), 1.0), ("dr:around:0".to_owned(), 5.0)];
    let finder = Finder::new(&Packs::embedded().unwrap());
    let finder = finder.with_weights(&StatementWeights::of_lines(lines), &StatementTrees::default(), false);
    let found = finder.candidates(&paragraphs, &times, &mentions);
    let note = found
        .iter()
        .find(|one| one.statement.anchor.paragraph == 1 && one.statement.kind == Kind::Message)
        .expect("the note is a message");
    assert_eq!(note.statement.date.as_ref().map(salname_model::Time::as_str), Some("1931"));
}

#[test]
fn a_language_without_frames_says_nothing() {
    assert!(statements("la", "Gallia est omnis divisa in partes tres.").is_empty());
}

#[test]
fn a_sentence_of_two_thousand_words_is_read() {
    let text = "Rusiya Türkiyəyə nota verərək 1920-ci ildə “Bakını (tutdu, ".repeat(250);
    for statement in statements("az", &text) {
        assert!(text.contains(&statement.quote));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_is_read_and_every_quotation_is_verbatim(
        words in prop::collection::vec(prop_oneof![
            Just("Rusiya"), Just("hökuməti"), Just("Türkiyəyə"), Just("nota"), Just("verdi"), Just(","), Just("("), Just("”"), Just("“"),
            Just("1920-ci"), Just("ildə"), Just("ki"), Just(":"), Just("imzalandı."), Just("və"), Just("sədri"), Just("N.Nərimanov"), Just("5"), Just("%"),
            Just("["), Just("\""), Just("arasında"), Just("İ"), Just("-"),
        ], 0..60),
    ) {
        let text = words.join(" ");
        let once = candidates("az", &text);
        for one in &once {
            let span = one.statement.anchor.text;
            prop_assert_eq!(&text[span.range()], one.statement.quote.as_str());
        }
        let again = candidates("az", &text);
        prop_assert_eq!(once.len(), again.len());
        for (one, two) in once.iter().zip(&again) {
            prop_assert_eq!(&one.statement, &two.statement);
        }
    }

    #[test]
    fn hostile_letters_do_no_harm(text in "\\PC{0,80}") {
        let _ = candidates("az", &text);
        let _ = candidates("en", &text);
    }
}
