//! The embedded rules by example: what is told, what is asked, what is answered.

#![allow(clippy::unwrap_used)]

mod told;

use salname_model::{Certainty, Relation, Time};
use salname_state::{Answer, Query, World};
use told::told;

fn on<'w>(world: &'w World, date: &str, relation: Relation) -> Vec<Answer<'w>> {
    world.ask(&Query::on(&Time::parse(date).unwrap()).of_relation(Some(relation)))
}

/// The last argument of every answer, with "?" where it is only possible.
fn names(world: &World, date: &str, relation: Relation) -> Vec<String> {
    on(world, date, relation)
        .iter()
        .map(|answer| {
            let mark = if answer.certainty == Certainty::Possible { "?" } else { "" };
            format!("{}{mark}", answer.args(world).last().unwrap().1)
        })
        .collect()
}

const UTOPIA: [&str; 2] = [
    "office 1920-04-28 person=Hythloday office=Consul_of_Utopia change=appointed",
    "office 1921-06-02 person=Ademus office=Consul_of_Utopia change=appointed",
];
const CHAIR: [&str; 2] = [
    "office 1920-04-28 person=Hythloday office=Chairman_of_Utopia change=appointed",
    "office 1921-06-02 person=Ademus office=Chairman_of_Utopia change=appointed",
];

#[test]
fn a_successor_ends_the_former() {
    let world = told(CHAIR);
    assert_eq!(names(&world, "1920-04-27", Relation::Holds), Vec::<String>::new());
    assert_eq!(names(&world, "1920-04-28", Relation::Holds), ["Hythloday"]);
    assert_eq!(names(&world, "1921-06-01", Relation::Holds), ["Hythloday"]);
    assert_eq!(
        names(&world, "1921-06-02", Relation::Holds),
        ["Hythloday", "Ademus"],
        "the day of handing over"
    );
    assert_eq!(names(&world, "1921-06-03", Relation::Holds), ["Ademus"]);
    let former = &on(&world, "1920-05-15", Relation::Holds)[0];
    assert_eq!((former.since(), former.until().as_deref()), (Some("1920-04-28"), Some("1921-06-02")));
    assert_eq!((former.witnesses(), former.ended_by()), (vec![0], Some(1)));
}

#[test]
fn an_office_that_many_hold_has_no_successor() {
    let world = told(UTOPIA);
    assert_eq!(names(&world, "1921-06-03", Relation::Holds), ["Hythloday", "Ademus"]);
}

#[test]
fn silence_fades_to_possible_and_then_to_nothing() {
    let world = told(["office 1920-04-28 person=Hythloday office=Chairman_of_Utopia change=appointed"]);
    assert_eq!(names(&world, "1921-06-03", Relation::Holds), ["Hythloday"]);
    assert_eq!(names(&world, "1922-06-03", Relation::Holds), ["Hythloday?"]);
    assert!(names(&world, "1930-01-01", Relation::Holds).is_empty());
}

#[test]
fn an_attestation_tells_that_it_held_not_since_when() {
    let world = told(["office 1920-08-12 person=Hythloday office=Chairman_of_Utopia change=holds"]);
    assert_eq!(names(&world, "1920-08-12", Relation::Holds), ["Hythloday"]);
    assert_eq!(names(&world, "1920-07-20", Relation::Holds), ["Hythloday?"]);
    assert!(names(&world, "1920-07-01", Relation::Holds).is_empty(), "more than a month before it was told");
    assert!(names(&world, "1919-01-01", Relation::Holds).is_empty());
    let answer = &on(&world, "1920-08-12", Relation::Holds)[0];
    assert_eq!((answer.since(), answer.last_attested()), (None, Some("1920-08-12")));
}

#[test]
fn a_mission_that_is_closed_does_not_end_its_state() {
    let held = |subject: &str| {
        let end = format!("polity 1920-08-12 subject={subject} change=dissolved");
        let world = told(["polity 1918-05-28 subject=Utopia change=created", end.as_str()]);
        on(&world, "1920-09-01", Relation::Exists).len()
    };
    assert_eq!((held("Utopia"), held("Utopian_mission@Utopia")), (0, 1));
}

#[test]
fn since_and_until_bound_what_is_said_to_hold() {
    let world = told([
        "office 1919-03/.. person=Hythloday office=Chairman_of_Utopia change=holds",
        "office ../1920-05-01 person=Ademus office=Steward_of_Utopia change=holds",
        "office 1918/1920 person=Barzanes office=Judge_of_Utopia change=holds",
    ]);
    let since = &on(&world, "1919-06-01", Relation::Holds)[0];
    assert_eq!(since.since(), Some("1919-03/.."));
    assert_eq!(names(&world, "1920-05-02", Relation::Holds).len(), 2, "the steward is gone");
    assert!(names(&world, "1919-06-01", Relation::Holds).contains(&"Barzanes".to_owned()));
}

#[test]
fn uncertain_dates_give_three_answers() {
    let world =
        told(["polity 1918 subject=Utopia change=created", "polity 1920-05 subject=Utopia change=dissolved"]);
    assert_eq!(names(&world, "1918-03-01", Relation::Exists), ["Utopia?"]);
    assert_eq!(names(&world, "1919-03-01", Relation::Exists), ["Utopia"]);
    assert_eq!(names(&world, "1920-05-15", Relation::Exists), ["Utopia?"]);
    assert!(names(&world, "1920-06-01", Relation::Exists).is_empty());
    assert_eq!(names(&world, "1918", Relation::Exists), ["Utopia"], "certain at some day of the year");
}

#[test]
fn a_narrower_date_tells_of_the_same_event() {
    let world = told([
        "polity 1918 subject=Utopia change=created",
        "polity 1918-05-28 subject=Utopia change=created source=b.txt",
    ]);
    let answer = &on(&world, "1918-06-01", Relation::Exists)[0];
    assert_eq!((answer.since(), answer.certainty), (Some("1918-05-28"), Certainty::Certain));
    assert_eq!(answer.witnesses(), [1, 0]);
    assert!(names(&world, "1918-05-01", Relation::Exists).is_empty());
}

#[test]
fn what_is_reported_is_possible_and_what_is_planned_is_not() {
    let world = told([
        "control 1920-05-01 actor=Anemolians place=Amaurote change=takes modality=reported",
        "control 1920-05-01 actor=Nephelogetes place=Ademus change=takes modality=planned",
        "territory 1920-05-01 to=Anemolia place=Amaurote change=claimed modality=planned",
    ]);
    assert_eq!(names(&world, "1920-06-01", Relation::Controls), ["Amaurote?"]);
    assert_eq!(names(&world, "1920-06-01", Relation::Claims), ["Amaurote"]);
}

#[test]
fn what_is_denied_has_an_opponent() {
    let world = told([
        "control 1920-05-01 actor=Anemolians place=Amaurote change=takes",
        "control 1920-05-01 actor=Anemolians place=Amaurote change=takes modality=denied source=b.txt",
    ]);
    let answer = &on(&world, "1920-05-20", Relation::Controls)[0];
    assert_eq!((answer.certainty, answer.opponents()), (Certainty::Possible, vec![1]));
}

#[test]
fn the_end_of_a_polity_ends_its_offices_and_relations() {
    let world = told([
        "polity 1918-05-28 subject=Utopia change=created",
        "polity 1920-04-28 subject=Utopia change=dissolved",
        "office 1920-01-05 person=Hythloday office=Steward_of_Utopia change=appointed",
        "recognition 1919-01-01 by=Utopia of=Anemolia change=relations-opened",
        "agreement 1919-10-01 name=Amaurote_accord parties=Anemolia|Utopia",
    ]);
    let held = |date| {
        [Relation::Holds, Relation::Relations, Relation::InForce]
            .map(|relation| names(&world, date, relation).len())
    };
    assert_eq!(held("1920-04-01"), [1, 1, 1]);
    assert_eq!(held("1920-05-01"), [0, 0, 0]);
    assert_eq!(on(&world, "1920-04-01", Relation::Holds)[0].ended_by(), Some(1));
}

#[test]
fn a_treaty_told_without_its_parties_is_the_same_treaty() {
    let world = told([
        "agreement 1921-10-13 name=Amaurote_treaty parties=Utopia|Anemolia",
        "agreement 1921 name=Amaurote_treaty parties=Utopia source=b.txt",
        "agreement 1921-03-01 name=peace_treaty parties=Utopia|Polyleria",
        "agreement 1921-05-01 name=peace_treaty parties=Utopia|Polyleria",
    ]);
    let answers = on(&world, "1922-01-01", Relation::InForce);
    assert_eq!(answers.len(), 3, "two general names of two dates are two treaties");
    assert!(answers.iter().any(|answer| answer.witnesses() == [0, 1]));
}

#[test]
fn peace_ends_war_and_decisions_end_treaties() {
    let world = told([
        "attack 1920-09-24 actor=Utopia target=Anemolia",
        "agreement 1920-12-02 name=Amaurote_peace parties=Anemolia|Utopia",
        "decision 1921-02-18 by=Anemolia about=denounces_the_Amaurote_peace",
    ]);
    assert_eq!(names(&world, "1920-10-01", Relation::AtWar).len(), 1);
    assert!(names(&world, "1920-12-10", Relation::AtWar).is_empty());
    assert_eq!(names(&world, "1921-01-10", Relation::InForce).len(), 1);
    assert!(names(&world, "1921-03-01", Relation::InForce).is_empty());
}

#[test]
fn a_note_waits_until_it_is_answered() {
    let world = told([
        "message 1920-01-06 from=Utopia to=Anemolia form=note",
        "message 1920-01-14 from=Anemolia to=Utopia form=note",
    ]);
    assert_eq!(names(&world, "1920-01-10", Relation::AwaitingAnswer).len(), 1);
    let waiting = on(&world, "1920-01-20", Relation::AwaitingAnswer);
    assert_eq!(waiting[0].args(&world)[0], ("from", "Anemolia"));
    assert_eq!(waiting.len(), 1);
}

#[test]
fn two_who_hold_one_office_at_once_are_opponents() {
    let world = told([
        "office 1920-05-01 person=Hythloday office=Chairman_of_Utopia change=appointed",
        "office 1920-05-01 person=Ademus office=Chairman_of_Utopia change=appointed source=b.txt",
    ]);
    let answers = on(&world, "1920-05-15", Relation::Holds);
    assert_eq!(names(&world, "1920-05-15", Relation::Holds), ["Hythloday?", "Ademus?"]);
    assert_eq!((answers[0].opponents(), answers[1].opponents()), (vec![1], vec![0]));
}

#[test]
fn what_has_no_date_is_kept_apart() {
    let world = told(["office - person=Hythloday office=Chairman_of_Utopia change=holds"]);
    assert!(names(&world, "1920", Relation::Holds).is_empty());
    assert_eq!(world.undated(&Query::ever())[0].witnesses, [0]);
}

/// What the rules know of foreign ministers, and of whose they are.
mod offices {
    use super::*;

    #[test]
    fn an_office_without_its_polity_is_the_one_that_the_sources_tell_of() {
        let world = told([
            "office 1919-12-24 person=Hythloday office=xarici_işlər_naziri change=appointed",
            "office 1919-12-22 person=Ademus office=xarici_işlər_naziri change=left",
            "office 1920-01-11 person=Ademus office=xarici_işlər_naziri change=holds source=memoir.txt",
        ]);
        let answers = on(&world, "1920-01-11", Relation::Holds);
        assert_eq!(answers.len(), 2);
        let kinds: Vec<_> =
            world.disagreements().iter().map(|found| (found.kind, found.between.clone())).collect();
        assert!(
            kinds.iter().any(|(kind, _)| *kind == "two-holders" || *kind == "act-out-of-term"),
            "{kinds:?}"
        );
    }

    #[test]
    fn forms_of_one_name_do_not_follow_each_other() {
        let world = told([
            "polity 1918-05-28 subject=Utopia change=created",
            "office 1920-05-01 person=Raphael_Hythloday office=foreign_minister_of_Utopia change=holds",
            "office 1920-06-01 person=R.Hythlodayin office=foreign_minister_of_Utopia change=holds",
            "office 1920-07-01 person=Raphael_Hythloday office=foreign_minister_of_Utopia change=holds",
        ]);
        assert_eq!(names(&world, "1920-06-15", Relation::Holds), ["Raphael Hythloday"]);
        assert!(world.disagreements().is_empty());
    }

    #[test]
    fn ministers_of_two_polities_are_no_rivals() {
        let world = told([
            "polity 1918-05-28 subject=Utopia change=created",
            "polity 1918-05-28 subject=Anemolia change=created",
            "office 1920-05-01 person=Hythloday office=foreign_minister_of_Utopia change=appointed",
            "office 1920-06-01 person=Ademus office=Minister_of_Foreign_Affairs_of_Anemolia change=appointed",
        ]);
        assert_eq!(names(&world, "1920-07-01", Relation::Holds), ["Hythloday", "Ademus"]);
    }

    #[test]
    fn one_office_has_one_holder_under_all_its_names() {
        let world = told([
            "polity 1918-05-28 subject=Utopia change=created",
            "office 1920-05-01 person=Hythloday office=foreign_minister_of_Utopia change=appointed",
            "office 1920-05-20 person=Hythloday office=Utopia_xarici_işlər_naziri change=holds",
            "office 1920-06-01 person=Ademus office=Minister_of_Foreign_Affairs_of_Utopia change=appointed",
        ]);
        assert_eq!(names(&world, "1920-07-01", Relation::Holds), ["Ademus"]);
        assert_eq!(on(&world, "1920-05-25", Relation::Holds)[0].witnesses(), [1, 2]);
    }
}
