//! What each kind of statement looks like in the language that is read deepest.

use salname_model::{Kind, Role};

use crate::{candidates, check_all};

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
            // What it was told in is its form, wherever that stands; what is only told is a statement.
            (
                "Topçubaşov məktubunda yeni şərtləri bildirdi.",
                "",
                &[("from", "Topçubaşov"), ("form", "letter")],
            ),
            (
                "Həmin gün göndərdiyi teleqramda Çiçerin yazırdı.",
                "",
                &[("from", "Çiçerin"), ("form", "telegram")],
            ),
            ("Topçubaşov yeni şərtləri bildirdi.", "", &[("from", "Topçubaşov"), ("form", "statement")]),
            (
                "Topçubaşov Parisə teleqram vuraraq yeni şərtləri bildirdi.",
                "",
                &[("from", "Topçubaşov"), ("form", "telegram"), ("about", "yeni şərtləri")],
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
            // Digits that were printed as letters.
            ("1913-cü ildə limana l20 gəmi gəldi.", "1913", &[("value", "120"), ("unit", "gəmi")]),
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

/// The verb that closes a clause is nothing that is counted.
#[test]
fn no_verb_is_counted() {
    let found = candidates("az", "1918-ci ildə hücumda üç nəfər öldürüldü.");
    let three = found.iter().filter(|one| one.statement.roles.single(Role::Value) == Some("üç"));
    let counted: Vec<_> = three.map(|one| one.statement.roles.single(Role::What)).collect();
    assert!(!counted.is_empty() && counted.iter().all(|what| *what != Some("öldürüldü")), "{counted:?}");
}

/// An hour, a page, the mark of a note and the number of a page before its head are no amounts.
#[test]
fn not_every_number_is_an_amount() {
    for (lang, text, amounts) in [
        ("az", "1920-ci ildə saat 10-da 300 nəfər meydana yığıldı, qəzetlər yazdı (səh. 45).", &["300"][..]),
        ("az", "1920-ci ildə yol 24 saat 12 dəqiqə çəkdi.", &["24", "12"]),
        ("tr", "1920 yılında saat 10'da 300 asker şehre girdi, s. 61-68 notlarında yazılır.", &["300"]),
        ("tr", "148 LİMAN KENTLERİ VE YOLLARI kitabında 1920 yılında 12 gemi anılır.", &["12"]),
        ("ru", "В 1920 г. в порту стояло ² судов и 15 лодок.", &["15"]),
    ] {
        let found = candidates(lang, text);
        let said = found.iter().filter(|one| one.statement.kind == Kind::Quantity);
        let values: Vec<&str> = said.filter_map(|one| one.statement.roles.single(Role::Value)).collect();
        assert_eq!(values, amounts, "{text}");
    }
}

/// A number is as the text has it, with what it is compared to, but for the case that its verb gives it.
#[test]
fn how_many_is_said_in_full() {
    for (lang, text, amounts) in [
        ("az", "1924-cü ildə kənddə on bir dəyirman işləyirdi.", &["on bir"][..]),
        ("az", "1924-cü ildə kənddə bir dəyirman işləyirdi.", &[]),
        ("tr", "1924 yılında köyde on bir değirmen vardı.", &["on bir"]),
        ("az", "1921-ci ildə muzdurların sayı 38 mindən 27 minə enmişdi.", &["38 min", "27 min"]),
        ("az", "1921-ci ildə döyüşdə 38 mindən 47 minə qədər adam öldü.", &["38 mindən 47 minə qədər"]),
        ("az", "1921-ci ildə düşərgədə üç mindən çox adam vardı.", &["üç mindən çox"]),
        ("az", "1921-ci ildə sazişin 3, 5 və 17-ci maddələri dəyişdirildi.", &[]),
    ] {
        let found = candidates(lang, text);
        let said = found.iter().filter(|one| one.statement.kind == Kind::Quantity);
        let values: Vec<&str> = said.filter_map(|one| one.statement.roles.single(Role::Value)).collect();
        assert_eq!(values, amounts, "{text}");
        let units = found.iter().filter_map(|one| one.statement.roles.single(Role::Unit));
        assert!(units.into_iter().all(|unit| !matches!(unit, "və" | "enmişdi")), "{text}");
    }
}

/// A noun that ends as a verb does closes no clause: who decides and what is decided stand in one.
#[test]
fn no_noun_closes_a_clause() {
    for text in [
        "Şura 1922-ci il martın 3-də meşənin \"muzdurlara\" verilməsi haqqında dekret verdi.",
        "Şura 1922-ci il martın 3-də ittifaqın əməli ləğvi haqqında dekret verdi.",
        "Şura 1922-ci il martın 3-də mübahisəli meşələr haqqında dekret verdi.",
    ] {
        let (before, _) = text.split_once(" haqqında").unwrap();
        let (_, topic) = before.split_once("3-də ").unwrap();
        let found = candidates("az", text);
        let decisions = found.iter().filter(|one| one.statement.kind == Kind::Decision);
        let topics: Vec<_> = decisions.filter_map(|one| one.statement.roles.single(Role::About)).collect();
        assert!(topics.contains(&topic), "{text}: {topics:?}");
    }
}

/// What a verb is done to is what is decided, be it a name.
#[test]
fn what_is_ratified_is_what_is_decided() {
    let text = "1921-ci il aprelin 2-də məclis Riqa müqaviləsini ratifikasiya etdi.";
    let found = candidates("az", text);
    let decisions = found.iter().filter(|one| one.statement.kind == Kind::Decision);
    let topics: Vec<_> = decisions.filter_map(|one| one.statement.roles.single(Role::About)).collect();
    assert!(topics.iter().any(|topic| topic.contains("Riqa müqaviləsini")), "{topics:?}");
}

/// What is decided is told by an object or by several words, never by an adverb or a postposition alone.
#[test]
fn a_scrap_is_not_what_is_decided() {
    let about = |text: &str| -> Vec<String> {
        let decisions = candidates("az", text).into_iter().filter(|one| one.statement.kind == Kind::Decision);
        decisions.filter_map(|one| one.statement.roles.single(Role::About).map(str::to_owned)).collect()
    };
    let unanimous = about("1922-ci il martın 3-də qurultay yekdilliklə qərar qəbul etdi.");
    assert!(unanimous.iter().all(|one| one != "yekdilliklə"), "{unanimous:?}");
    let tax = about("1922-ci il martın 3-də qurultay ərzaq vergisini ləğv etmək haqqında qərar qəbul etdi.");
    assert!(tax.iter().any(|one| one.contains("ərzaq vergisini ləğv etmək")), "{tax:?}");
}

/// A treaty is no party to itself, nor does a conference take part in itself.
#[test]
fn an_event_takes_no_part_in_itself() {
    let text = "1922-ci il mayın 16-da Lozanna müqaviləsi Türkiyə ilə Yunanıstan arasında imzalandı.";
    for one in candidates("az", text) {
        let mut parties = one.statement.roles.get(Role::Parties).iter();
        assert!(parties.all(|party| !party.text.contains("Lozanna müqavilə")), "{:?}", one.statement.roles);
    }
}
