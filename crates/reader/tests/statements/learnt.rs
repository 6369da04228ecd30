//! What learnt weights decide, each shown by a few weights of its own: modality, the day that goes on, how far a name
//! reaches.

use salname_model::{Kind, Modality, Paragraph, Role, Statement};
use salname_packs::{Packs, StatementTrees, StatementWeights};
use salname_reader::statements::Finder;

use crate::readers;

/// What a text may say of a kind, by these weights alone.
fn said(text: &str, kind: Kind, weights: &[(&str, f32)]) -> Vec<Statement> {
    let weights = weights.iter().map(|(feature, weight)| ((*feature).to_owned(), *weight));
    let lines = weights.chain([("learnt:az".to_owned(), 1.0)]);
    let finder = Finder::new(&Packs::embedded().unwrap());
    let finder = finder.with_weights(&StatementWeights::of_lines(lines), &StatementTrees::default(), false);
    let paragraphs = [Paragraph::sound(text, 0, "az")];
    let times = readers().times.find(&paragraphs);
    let mentions = readers().names.find(&paragraphs, &times);
    let found = finder.candidates(&paragraphs, &times, &mentions).into_iter();
    found.map(|one| one.statement).filter(|one| one.kind == kind).collect()
}

#[test]
fn the_verb_that_closes_a_sentence_tells_what_is_only_meant() {
    let text = "1920-ci ildə Rusiya Türkiyəyə nota verməyi düşündü.";
    let modality = |weights: &[(&str, f32)]| said(text, Kind::Message, weights)[0].modality;
    assert_eq!(modality(&[]), Modality::Asserted);
    assert_eq!(modality(&[("m:asserted", 1.0), ("m12:planned:message:düşün", 5.0)]), Modality::Planned);
    assert_eq!(modality(&[("m:asserted", 1.0), ("m12:planned:message:bitir", 5.0)]), Modality::Asserted);
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
