//! What learnt weights decide, each shown by a few weights of its own: modality, the day that goes on, how far a name
//! reaches, what a number measures, which triggers are passed over.

use salname_model::{Kind, Modality, Paragraph, Role, Statement};
use salname_packs::{Learnt, Packs, StatementTrees, StatementWeights};
use salname_reader::statements::{Candidate, Finder};

use crate::readers;

/// What a text may say of a kind, by these weights alone.
fn said(text: &str, kind: Kind, weights: &[(&str, f32)]) -> Vec<Statement> {
    candidates(text, kind, &knowing(weights)).into_iter().map(|one| one.statement).collect()
}

/// A finder that knows these weights alone.
pub fn knowing(weights: &[(&str, f32)]) -> Finder {
    let weights = weights.iter().map(|(feature, weight)| ((*feature).to_owned(), *weight));
    let learnt =
        ["fillers", "worth", "extent:name", "extent:what"].map(|what| (format!("learnt:{what}"), 1.0));
    let lines = weights.chain(learnt);
    let learnt = Learnt { weights: StatementWeights::of_lines(lines), trees: StatementTrees::default() };
    Finder::new(&Packs::embedded().unwrap()).with_learnt("az", &learnt, false)
}

fn candidates(text: &str, kind: Kind, finder: &Finder) -> Vec<Candidate> {
    let paragraphs = [Paragraph::sound(text, 0, "az")];
    let times = readers().times.find(&paragraphs);
    let mentions = readers().names.find(&paragraphs, &times);
    let found = finder.candidates(&paragraphs, &times, &mentions).into_iter();
    found.filter(|one| one.statement.kind == kind).collect()
}

#[test]
fn the_verb_that_closes_a_sentence_tells_what_is_only_meant() {
    let text = "1920-ci ildə Rusiya Türkiyəyə nota verməyi düşündü.";
    let modality = |weights: &[(&str, f32)]| said(text, Kind::Message, weights)[0].modality;
    let learnt = ("learnt:modality", 1.0);
    assert_eq!(modality(&[]), Modality::Asserted);
    assert_eq!(
        modality(&[learnt, ("m:asserted", 1.0), ("m12:planned:message:düşün", 5.0)]),
        Modality::Planned
    );
    assert_eq!(
        modality(&[learnt, ("m:asserted", 1.0), ("m12:planned:message:bitir", 5.0)]),
        Modality::Asserted
    );
}

#[test]
fn a_sentence_without_a_date_may_go_on_with_the_day_before_it() {
    let text = "1920-ci il mayın 5-də Bakıda konfrans açıldı. Rusiya Türkiyəyə nota göndərdi.";
    let date = |weights: &[(&str, f32)]| {
        let found = said(text, Kind::Message, weights);
        found[0].date.as_ref().map(|time| time.as_str().to_owned())
    };
    assert_eq!(date(&[("df:0:0", 5.0)]).as_deref(), Some("1920-05-05"));
    assert_eq!(date(&[("dr:last:0", 5.0)]).as_deref(), Some("1920"));
}

#[test]
fn a_name_reaches_as_far_as_its_words_belong_to_it() {
    let text = "1939-cu ildə Rusiya ilə Almaniya arasında hücum etməmək haqqında müqavilə imzalandı.";
    let name = |weights: &[(&str, f32)]| {
        let found = said(text, Kind::Agreement, weights);
        found[0].roles.single(Role::Name).map(str::to_owned)
    };
    let learnt = [("x:name", 1.0), ("x4:name:arasın", -9.0), ("x4:name:almani", -9.0)];
    assert_eq!(name(&learnt).as_deref(), Some("hücum etməmək haqqında müqavilə"));
    assert_eq!(name(&[("x:name", -1.0)]).as_deref(), Some("müqavilə"));
}

#[test]
fn a_number_measures_the_likeliest_noun_around_it() {
    let text = "1921-ci ildə şəhərdə çörək ehtiyatı 300 pud idi.";
    let roles = |weights: &[(&str, f32)]| {
        let found = said(text, Kind::Quantity, weights);
        let role = |role| found[0].roles.single(role).map(str::to_owned);
        (role(Role::What), role(Role::Value), role(Role::Unit))
    };
    let told = |what: Option<&str>| (what.map(str::to_owned), Some("300".to_owned()), Some("pud".to_owned()));
    let stock = [("hd7:ehtiy", 9.0), ("x:what", -1.0)];
    assert_eq!(roles(&stock), told(Some("ehtiyatı")));
    let stock_of_bread = [("hd7:ehtiy", 9.0), ("x:what", -9.0), ("x4:what:çörək", 18.0)];
    assert_eq!(roles(&stock_of_bread), told(Some("çörək ehtiyatı")));
    let town = [("hd7:şəhər", 9.0), ("x:what", -1.0)];
    assert_eq!(roles(&town), told(Some("şəhər")), "nouns are likely beside each other");
}

#[test]
fn a_trigger_that_hardly_says_its_kind_is_passed_over() {
    let text = "1920-ci ildə Rusiya Türkiyəyə nota göndərdi.";
    let [unlikely, likely] = [-9.0, 9.0].map(|weight| knowing(&[("pr", weight)]));
    assert_eq!(candidates(text, Kind::Message, &likely).len(), 1);
    assert_eq!(candidates(text, Kind::Message, &unlikely).len(), 0);
    let unlikely = unlikely.explaining();
    let told = candidates(text, Kind::Message, &unlikely);
    assert!(told[0].passed_over && !told[0].likely, "it is told to who asks why");
}

#[test]
fn a_state_and_the_body_that_is_built_on_it_are_one() {
    let text = "1920-ci il mayın 7-də Azərbaycan SSR Qızıl Ordusu yaradıldı.";
    let found = said(text, Kind::Polity, &[("f", 0.0)]);
    let subjects: Vec<&str> = found[0].roles.get(Role::Subject).iter().map(|one| one.text.as_str()).collect();
    assert_eq!(subjects, ["Azərbaycan SSR Qızıl Ordusu"]);
}

#[test]
fn of_a_share_the_subject_is_measured() {
    // Whatever noun the weights would choose.
    let level = [("hd7:səviy", 9.0), ("hd7:şagir", 9.0), ("hd7:kursd", 9.0)];
    for (text, subject) in [
        ("1922-ci ildə duz hasilatı əvvəlki səviyyənin 34 faizini təşkil edirdi.", "hasilatı"),
        ("1922-ci ildə kursda oxuyanların 28 faizini muzdur gənclər təşkil edirdi.", "gənclər"),
        ("1922-ci ildə şagirdlərin 12 nəfəri qadınlar idi.", "qadınlar"),
    ] {
        let found = said(text, Kind::Quantity, &level);
        let whats: Vec<_> = found.iter().filter_map(|one| one.roles.single(Role::What)).collect();
        assert!(whats.iter().any(|what| what.ends_with(subject)), "{text}: {whats:?}");
    }
}

#[test]
fn what_makes_one_verb_with_the_next_is_not_counted() {
    let verb = [("hd7:iştir", 9.0), ("hd7:isteh", 9.0)];
    for (text, counted) in [
        ("1922-ci ildə yarmarkada 12 kooperativ iştirak etdi.", "kooperativ"),
        ("1922-ci ildə artel 8 min metr parça istehsal etdi.", "parça"),
    ] {
        let found = said(text, Kind::Quantity, &verb);
        let whats: Vec<_> = found.iter().filter_map(|one| one.roles.single(Role::What)).collect();
        assert_eq!(whats, [counted], "{text}");
    }
}
