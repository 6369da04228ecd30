//! Offices: lists of appointments, and where a title begins and ends.

use salname_model::{Kind, Role};

use crate::{candidates, statements};

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

/// A title that a comma parts from the name behind it is the name's, and no title further off.
#[test]
fn a_title_before_a_comma_is_of_the_name_behind_it() {
    let text =
        "The British Ambassador told the Foreign Minister, Molotov, on May 3, 1945, that Iran had protested.";
    assert_eq!(listed("en", text), ["Molotov: Foreign Minister (holds 1945-05-03)"]);
}

/// Who writes to a commissar is none himself.
#[test]
fn a_title_is_of_the_name_behind_it_alone() {
    let text =
        "Osman Kərimli 1922-ci il mayın 3-də Latviyanın xarici işlər naziri Yanis Ozolsa teleqram göndərdi.";
    assert!(
        listed("az", text).iter().all(|one| !one.starts_with("Osman Kərimli")),
        "{:?}",
        listed("az", text)
    );
    assert!(listed("az", text).iter().any(|one| one.starts_with("Yanis Ozols")));
}

#[test]
fn a_former_office_has_no_day() {
    for (lang, change, text) in [
        ("az", "left", "1921-ci ilin yayında sabiq daxili işlər naziri Həsən bəy Rəsulov Tiflisə getdi."),
        // What "former" says of it is learnt where the verb comes early.
        ("ru", "left", "Летом 1921 года бывший министр Гасан-бек Расулов уехал в Тифлис."),
    ] {
        let told = listed(lang, text);
        let undated = format!("({change} )");
        assert!(!told.is_empty() && told.iter().all(|one| one.ends_with(&undated)), "{lang}: {told:?}");
    }
}

/// What stands before a name as its bearer's office.
fn titles(lang: &str, text: &str) -> Vec<String> {
    let told = candidates(lang, text).into_iter().filter(|one| one.trigger == "title before a name");
    told.map(|one| one.statement.roles.single(Role::Office).unwrap_or("?").to_owned()).collect()
}

#[test]
fn a_title_holds_what_it_is_built_on_and_nothing_that_a_verb_says() {
    for (text, expected) in [
        ("Latviya nümayəndə heyətinin katibi Petrov dedi.", "Latviya nümayəndə heyətinin katibi"),
        ("İclası bağlayan Latviya prezidenti Çakste nitq söylədi.", "Latviya prezidenti"),
        ("Rusiyanın Bakıda nümayəndəsi Petrov dedi.", "Rusiyanın Bakıda nümayəndəsi"),
        ("Xəstələnmiş maliyyə naziri Petrov Tiflisə getdi.", "maliyyə naziri"),
    ] {
        assert_eq!(titles("az", text), [expected], "{text}");
    }
}
