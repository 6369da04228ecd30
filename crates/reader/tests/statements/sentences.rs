//! Whole sentences: modality, dates, content, what is spotted, and hostile ones.

use std::collections::BTreeSet;

use proptest::prelude::*;
use salname_model::{Kind, Modality, Paragraph, Role, Statement};
use salname_reader::statements::Candidate;

use crate::learnt::knowing;
use crate::{candidates, check, readers, statements};

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
fn content_begins_behind_those_who_are_told() {
    for (lang, text, about) in [
        (
            "en",
            "The British Ambassador told the Foreign Minister, Molotov, on May 3, 1945, that Iran had protested.",
            "Iran had protested.",
        ),
        (
            "en",
            "Chicherin sent a note to the Persian Government on 5 June 1920 about the withdrawal of troops.",
            "withdrawal of troops",
        ),
        ("ru", "Чичерин направил 5 июня 1920 года ноту правительству Персии о выводе войск.", "выводе войск"),
        (
            "ru",
            "Посол сообщил 3 мая 1919 года, что договор с Персией заключён.",
            "договор с Персией заключён.",
        ),
    ] {
        check(lang, text, Kind::Message, "", &[("about", about)]);
        let scraps = candidates(lang, text).into_iter().filter(|one| one.statement.kind == Kind::Message);
        for one in scraps.filter(|one| one.likely) {
            let told = one.statement.roles.single(Role::About).map(str::to_owned);
            assert!(told.is_none_or(|told| told == about), "{text}");
        }
    }
}

/// "Konfrans" is the conference that was named before; three republics are not the one that was.
#[test]
fn a_bare_noun_is_what_was_named_with_it() {
    let by = |lang: &str, text: &str| -> Vec<String> {
        let found = candidates(lang, text).into_iter().filter(|one| one.statement.kind == Kind::Decision);
        let told = found.flat_map(|one| one.statement.roles.get(Role::By).to_vec()).map(|one| one.text);
        told.collect::<BTreeSet<String>>().into_iter().collect()
    };
    let text = "London konfransı 1921-ci il fevralın 21-də açıldı. Konfrans 12 martda sülh haqqında qərar qəbul etdi.";
    assert_eq!(by("az", text), ["London konfransı"]);
    let text = "4 Eylül 1919'da Sivas Kongresi açıldı. Kongre 7 Eylül 1919'da manda hakkında karar aldı.";
    assert_eq!(by("tr", text), ["Sivas Kongresi"]);
    let three = "Moskva Gürcüstan Respublikasını tanıdı. 1922-ci ildə üç respublika birləşmək haqqında qərar qəbul etdi.";
    let found = by("az", three);
    assert!(!found.is_empty() && !found.contains(&"Gürcüstan Respublikası".to_owned()), "{found:?}");
    let another = "1919-cu ildə Araz-Türk Respublikası yarandı. Naxçıvan Sovet Respublikası 1920-ci ildə birləşmək haqqında qərar qəbul etdi.";
    assert_eq!(by("az", another), ["Naxçıvan Sovet Respublikası"]);
    let chair = "Şimali Qafqaz komissiyasının sədri Moskvaya getdi. Komissiya 1920-ci ildə torpaq haqqında qərar qəbul etdi.";
    assert!(by("az", chair).iter().all(|one| !one.contains("sədr")), "{:?}", by("az", chair));
}

#[test]
fn who_suffers_does_not_act() {
    for text in ["Kars 30 Ekim 1920'de alındı.", "Kars 30 Ekim 1920'de Türk kuvvetleri tarafından alındı."]
    {
        let found = candidates("tr", text);
        let taken: Vec<_> = found.iter().filter(|one| one.trigger == "al-").collect();
        let acts =
            |one: &&Candidate| one.statement.roles.get(Role::Actor).iter().any(|actor| actor.text == "Kars");
        assert!(!taken.is_empty() && !taken.iter().any(acts), "{text}");
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

#[test]
fn two_dates_under_one_verb_make_two_statements() {
    let text = "1934-cü il yanvarın 26-da Polşa, fevralın 12-də isə Rumıniya Türkiyəyə nota göndərdi.";
    check("az", text, Kind::Message, "1934-01-26", &[("from", "Polşa"), ("to", "Türkiyə")]);
    check("az", text, Kind::Message, "1934-02-12", &[("from", "Rumıniya"), ("to", "Türkiyə")]);
}

/// What lasted from one day to another has the whole span for its date, and so has what is told of it next.
#[test]
fn what_lasted_is_dated_by_its_whole_span() {
    let span = "1934-05-05/1934-06-12";
    let text =
        "1934-cü il mayın 5-dən iyunun 12-dək Bakıda konfrans keçirildi. Konfransda Əli Vəliyev məruzə etdi.";
    let dates = |lang: &str, text: &str| -> Vec<(Kind, String)> {
        let date = |one: Statement| (one.kind, one.date.map_or(String::new(), String::from));
        statements(lang, text).into_iter().map(date).collect()
    };
    let told = dates("az", text);
    for kind in [Kind::Meeting, Kind::Message] {
        assert!(told.contains(&(kind, span.to_owned())), "{kind}: {told:?}");
    }
    let told = dates("en", "The conference met at Lausanne from 5 May to 12 June 1934.");
    assert!(told.contains(&(Kind::Meeting, span.to_owned())), "{told:?}");
    // Two days under one verb are no span.
    let told = dates("az", "Konfrans 1934-cü il mayın 5-də Bakıda, iyunun 12-də Tiflisdə keçirildi.");
    assert!(!told.is_empty() && told.iter().all(|(_, date)| date != span), "{told:?}");
}

#[test]
fn where_the_noun_comes_first_phrases_reach_on_both_sides_of_it() {
    let text = "Selim Bey, the Minister in Norway, paid £T 40,000 on 3 May 1934.";
    assert_eq!(fillers("en", text, Kind::Office, Role::Office), ["Minister in Norway"]);
    let units = fillers("en", text, Kind::Quantity, Role::Unit);
    assert!(units.contains(&"£T".to_owned()), "{units:?}");
    let text = "In May 1934 the army had two hundred and thirty guns.";
    let values = fillers("en", text, Kind::Quantity, Role::Value);
    assert!(values.contains(&"two hundred and thirty".to_owned()), "{values:?}");
    // What stands before an English verb acts, and nothing is done to it.
    let text = "Japan evacuated Batum in July 1920.";
    assert_eq!(fillers("en", text, Kind::Control, Role::Actor), ["Japan"]);
    assert_eq!(fillers("en", text, Kind::Control, Role::Place), ["Batum"]);
}

#[test]
fn a_word_that_no_frame_knows_is_spotted_by_what_was_learnt() {
    let learnt = |word: &str| {
        let finder = knowing(&[(&format!("sp:w:{word}:attack"), 9.0)]);
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
    let finder = knowing(&[("dr:around:0", 5.0)]);
    let found = finder.candidates(&paragraphs, &times, &mentions);
    let note = found
        .iter()
        .find(|one| one.statement.anchor.paragraph == 1 && one.statement.kind == Kind::Message)
        .expect("the note is a message");
    assert_eq!(note.statement.date.as_ref().map(salname_model::Time::as_str), Some("1931"));
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

#[test]
fn what_is_said_holds_neither_who_says_it_nor_to_whom() {
    let about = |text: &str, kind: Kind| {
        let found = candidates("az", text).into_iter().filter(|one| one.statement.kind == kind);
        let told = found.filter_map(|one| one.statement.roles.single(Role::About).map(str::to_owned));
        told.collect::<Vec<_>>()
    };
    let text = "1919-cu ildə Estoniya hökuməti Finlandiyaya sərhədi birlikdə ölçməyi təklif etdi.";
    assert!(
        about(text, Kind::Message).contains(&"sərhədi birlikdə ölçməyi".to_owned()),
        "{:?}",
        about(text, Kind::Message)
    );
    let text = "1920-ci il yanvarın 2-də RSFSR Xalq Xarici İşlər Komissarı Georgi Çiçerin Azərbaycan hökumətinə nota göndərdi.";
    assert!(about(text, Kind::Message).is_empty(), "{:?}", about(text, Kind::Message));
    let text = "Azərbaycanın xarici işlər naziri Xoyski bu xəbəri yanvarın 14-də parlamentə bildirdi.";
    assert!(about(text, Kind::Message).contains(&"bu xəbəri".to_owned()), "{:?}", about(text, Kind::Message));
    let text = "Qurultay nümayəndələrinin yarısı (Petrov, Orlov) yeni torpaq qanununu rədd etdi.";
    assert!(
        about(text, Kind::Decision).contains(&"yeni torpaq qanununu".to_owned()),
        "{:?}",
        about(text, Kind::Decision)
    );
    let text = "Orlov mitinqdə fəhlələrin önündə nitq söyləyərək dedi ki, Rusiya sülh istəyir.";
    let said = about(text, Kind::Message);
    assert!(!said.is_empty() && said.iter().all(|one| one == "Rusiya sülh istəyir."), "{said:?}");
}

/// What fills a role in whatever a sentence may say of a kind.
fn fillers(lang: &str, text: &str, kind: Kind, role: Role) -> Vec<String> {
    let found = candidates(lang, text).into_iter().filter(|one| one.statement.kind == kind);
    found.flat_map(|one| one.statement.roles.get(role).to_vec()).map(|filler| filler.text).collect()
}

#[test]
fn an_agreement_is_called_by_its_whole_noun_and_not_by_who_agreed() {
    for (text, expected) in [
        (
            "Estoniya 1920-ci ilin fevralında Tartu şəhərində Rusiya ilə sülh müqaviləsi bağladı.",
            "sülh müqaviləsi",
        ),
        ("1922-ci il martın 17-də Latviya və Estoniya yeni protokol imzaladılar.", "yeni protokol"),
    ] {
        let names = fillers("az", text, Kind::Agreement, Role::Name);
        assert!(names.contains(&expected.to_owned()), "{text} {names:?}");
    }
}

#[test]
fn what_is_counted_has_its_owner_and_no_measure() {
    for (text, expected) in [
        ("1920-ci ildə komitənin təxminən 250 nəfər üzvü var idi.", "komitənin üzvü"),
        ("1924-cü ildə məktəbə 3 min manatdan çox pul verildi.", "pul"),
        ("1926-cı ildə kənddə 9 dəyirman işləyirdi.", "dəyirman"),
        ("Sərgidə 21 dövlət iştirak edirdi.", "dövlət"),
        ("Nazir 40 min kitab çap edilməsini istədi.", "kitab"),
        ("Qalada 40 min polşa əsgəri qaldı.", "polşa əsgəri"),
        // What is made up of so many stands before the number or behind the word that says so.
        ("Nizamnamə 9 maddədən ibarət idi.", "Nizamnamə"),
        ("Tərəflər 7 maddədən və 2 əlavədən ibarət Riqa müqaviləsini imzaladılar.", "Riqa müqaviləsi"),
        // Of a row of amounts each has its own.
        ("Anbara 8 min pud un, 5 min pud şəkər, 12 pud duz gətirildi.", "şəkər"),
    ] {
        let told = fillers("az", text, Kind::Quantity, Role::What);
        assert!(told.contains(&expected.to_owned()), "{text} {told:?}");
    }
    for (text, expected) in [
        ("Muzeyə 700 türk lirəsi verildi.", "türk lirəsi"),
        ("Mahalın sahəsi 850 kv.km. idi.", "kv.km"),
        ("Cəbhədə 12 piyada alayı var idi.", "alay"),
        ("Qalada 40 min polşa əsgəri qaldı.", "əsgər"),
    ] {
        let told = fillers("az", text, Kind::Quantity, Role::Unit);
        assert!(told.contains(&expected.to_owned()), "{text} {told:?}");
    }
    // A number is told without the ending that it bears.
    let value = fillers("az", "1925-ci ildə məktəblərin sayı 53-ə çatdı.", Kind::Quantity, Role::Value);
    assert_eq!(value, ["53"]);
    // A place in a book measures nothing, nor does one of a row.
    let told = fillers("az", "Sənəd iki saylı rəfdə saxlanılırdı.", Kind::Quantity, Role::Value);
    assert!(told.is_empty(), "{told:?}");
    let text = "Bu barədə müəllif yazır (Иванов, 2007:170-173; Петров, 213-215).";
    let told = fillers("az", text, Kind::Quantity, Role::Value);
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn nothing_is_built_on_a_noun_that_stands_for_itself() {
    let text = "Komissiya həkimlərin iki heyətini yaratdı.";
    let told = fillers("az", text, Kind::Decision, Role::By);
    assert!(!told.is_empty() && told.iter().all(|one| one == "Komissiya"), "{told:?}");
}

#[test]
fn a_genitive_before_who_does_it_is_not_his_owner() {
    let text = "1919-cu ildə tələbələrin əsgərlər tərəfindən həbs edilməsi şəhəri ayağa qaldırdı.";
    let told = fillers("az", text, Kind::Repression, Role::By);
    assert!(!told.is_empty() && told.iter().all(|one| one == "əsgərlər"), "{told:?}");
}

#[test]
fn who_is_beaten_listens_or_gives_back_is_told_by_the_verb() {
    let all = |text: &str, kind: Kind, role: Role, expected: &str| {
        let told = fillers("az", text, kind, role);
        assert!(!told.is_empty() && told.iter().all(|one| one == expected), "{text} {role} {told:?}");
    };
    let beaten = "1913-cü ilin iyulunda bolqar ordusu Makedoniyada məğlubiyyətə uğradı.";
    all(beaten, Kind::Attack, Role::Target, "bolqar ordusu");
    let heard = "1921-ci ilin mayında komissiya Petrovun məruzəsini dinlədi.";
    all(heard, Kind::Message, Role::From, "Petrov");
    all(heard, Kind::Message, Role::To, "komissiya");
    let given = "1924-cü ildə Yunanıstan Bolqarıstana Varnanı qaytardı.";
    all(given, Kind::Territory, Role::From, "Yunanıstan");
    all(given, Kind::Territory, Role::To, "Bolqarıstan");
}

#[test]
fn what_is_said_ends_with_what_its_verb_is_done_to() {
    for (text, expected) in [
        ("Parlament torpaq qanununu 30 səslə dərhal təsdiq etdi.", "torpaq qanununu"),
        ("Parlament birləşmə haqqında yekdilliklə qərar çıxardı.", "birləşmə"),
        ("Parlament bu layihəyə razılıq verdi.", "bu layihəyə"),
    ] {
        let told = fillers("az", text, Kind::Decision, Role::About);
        assert!(told.contains(&expected.to_owned()), "{text} {told:?}");
    }
    let text = "Nazir Romaya qısa məktub göndərdi.";
    let (from, about) = (Role::From, Role::About);
    assert!(!fillers("az", text, Kind::Message, from).is_empty());
    assert!(fillers("az", text, Kind::Message, about).is_empty());
}

#[test]
fn who_takes_part_is_named_once_and_by_his_own_name() {
    let all = |told: &[String], right: &dyn Fn(&str) -> bool| {
        assert!(!told.is_empty() && told.iter().all(|one| right(one)), "{told:?}");
    };
    // A rank stands with its name, and a title behind a name is what he was made.
    let text = "1919-cu ilin mayında general Petrov Şuşaya gəldi.";
    all(&fillers("az", text, Kind::Meeting, Role::Participants), &|one| one != "general");
    let text = "1919-cu il aprelin 2-də N.Petrov daxili işlər naziri təyin edildi.";
    all(&fillers("az", text, Kind::Office, Role::Person), &|one| one == "N.Petrov");
    // A country is no second party beside its own government.
    let text = "1920-ci ildə Finlandiya hökuməti ilə Estoniya hökuməti arasında saziş imzalandı.";
    all(&fillers("az", text, Kind::Agreement, Role::Parties), &|one| one.ends_with("hökuməti"));
    // Who is elected stands in another case than what he is elected.
    let text = "3 марта 1919 года председателем съезда избран А. П. Орлов.";
    all(&fillers("ru", text, Kind::Office, Role::Office), &|one| !one.contains("избран"));
}

#[test]
fn where_no_word_has_endings_nouns_are_known_as_they_stand() {
    let said = |text: &str, kind: Kind, role: Role, filler: &str| {
        let told = fillers("en", text, kind, role);
        assert!(told.iter().any(|one| one == filler), "{text}: {told:?}");
    };
    let text = "On 4 May 1923 Estonia signed at Riga a treaty of commerce with Latvia.";
    said(text, Kind::Agreement, Role::Name, "treaty of commerce");
    let text = "From 1925 Orlov was ambassador in Rome.";
    said(text, Kind::Office, Role::Office, "ambassador in Rome");
    let text = "In 1919 the Committee decided that the harbour be closed.";
    said(text, Kind::Decision, Role::By, "Committee");
}
