//! From whom a sentence has something, and what it says not to be so.

use salname_model::{Kind, Modality, Role};

use super::candidates;

/// How the text stands to the likeliest statement of a kind, and who fills the given role.
fn told(lang: &str, text: &str, kind: Kind, role: Role) -> (Modality, Vec<String>) {
    let found = candidates(lang, text);
    let of_kind = found.into_iter().filter(|one| one.statement.kind == kind);
    let best = of_kind.max_by(|one, two| one.statement.confidence.total_cmp(&two.statement.confidence));
    let best = best.unwrap_or_else(|| panic!("{text} says nothing of {kind}")).statement;
    (best.modality, best.roles.get(role).iter().map(|filler| filler.text.clone()).collect())
}

fn check(rows: &[(&str, &str, Kind, Role, Modality, &str)]) {
    for &(lang, text, kind, role, modality, name) in rows {
        assert_eq!(told(lang, text, kind, role), (modality, vec![name.to_owned()]), "{text}");
    }
}

#[test]
fn a_source_reports_and_takes_no_part() {
    use Modality::{Asserted, Reported};
    check(&[
        (
            "ru",
            "По сведениям английского консула, турки заняли Урмию 3 мая 1915 года.",
            Kind::Control,
            Role::Actor,
            Reported,
            "турки",
        ),
        (
            "az",
            "Nərimanovun sözlərinə görə Stalin 1921-ci ildə Bakıya teleqram göndərdi.",
            Kind::Message,
            Role::From,
            Reported,
            "Stalin",
        ),
        (
            "tr",
            "Kâzım Karabekir'e göre Enver Paşa 1921'de tutuklandı.",
            Kind::Repression,
            Role::Who,
            Reported,
            "Enver Paşa",
        ),
        (
            "en",
            "According to Lord Curzon, the Bolsheviks occupied Baku in April 1920.",
            Kind::Control,
            Role::Actor,
            Reported,
            "Bolsheviks",
        ),
        // A rule is no source.
        (
            "en",
            "According to the treaty, Japan evacuated Batum in July 1920.",
            Kind::Control,
            Role::Actor,
            Asserted,
            "Japan",
        ),
    ]);
}

#[test]
fn what_is_denied_was_not() {
    check(&[
        ("ru", "Казвин ещё не занят турками.", Kind::Control, Role::Place, Modality::Denied, "Казвин"),
        (
            "en",
            "Baku had not been occupied by Turkish troops in July 1918.",
            Kind::Control,
            Role::Place,
            Modality::Denied,
            "Baku",
        ),
        (
            "en",
            "It is not true that General Denikin was arrested in 1919.",
            Kind::Repression,
            Role::Who,
            Modality::Denied,
            "General Denikin",
        ),
        // Not only this, but more.
        (
            "ru",
            "Англия не только признала Армению в 1920 году, но и помогла ей.",
            Kind::Recognition,
            Role::By,
            Modality::Asserted,
            "Англия",
        ),
    ]);
}

#[test]
fn who_acts_in_a_passive_is_known_by_its_case() {
    check(&[(
        "ru",
        "Город был занят казаками 3 мая 1915 года.",
        Kind::Control,
        Role::Actor,
        Modality::Asserted,
        "казаками",
    )]);
}
