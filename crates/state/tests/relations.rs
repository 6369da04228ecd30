//! Every relation by example: what begins it, what ends it, and what held on a day.

#![allow(clippy::unwrap_used)]

mod told;

use salname_model::{Certainty, Relation, Time};
use salname_state::{Query, World};
use told::told;

/// The arguments of every answer, with "?" where it is only possible.
fn held(world: &World, date: &str, relation: Relation) -> Vec<String> {
    let query = Query::on(&Time::parse(date).unwrap()).of_relation(Some(relation));
    let answers = world.ask(&query);
    let shown = answers.iter().map(|answer| {
        let args: Vec<&str> = answer.args(world).into_iter().map(|(_, text)| text).collect();
        let mark = if answer.certainty == Certainty::Possible { "?" } else { "" };
        format!("{}{mark}", args.join(" · "))
    });
    shown.collect()
}

fn nothing() -> Vec<String> {
    Vec::new()
}

#[test]
fn a_polity_exists_until_it_is_dissolved_or_renamed() {
    let world = told([
        "polity 1918-05-28 subject=Utopia change=created",
        "polity 1919-01-10 subject=Utopia|Macaria change=renamed",
        "polity 1920-04-28 subject=Macaria change=dissolved",
    ]);
    assert_eq!(held(&world, "1918-06-01", Relation::Exists), ["Utopia"]);
    assert_eq!(held(&world, "1919-06-01", Relation::Exists), ["Macaria"]);
    assert_eq!(held(&world, "1920-05-01", Relation::Exists), nothing());
}

#[test]
fn the_dead_hold_no_office() {
    let world = told([
        "office 1920-01-01 person=Ademus office=Steward_of_Utopia change=appointed",
        "office 1920-01-01 person=Hythlodey office=Judge_of_Utopia change=appointed",
        "repression 1920-06-19 who=Ademus form=assassination",
    ]);
    assert_eq!(held(&world, "1920-06-18", Relation::Holds).len(), 2);
    assert_eq!(held(&world, "1920-06-20", Relation::Holds), ["Judge of Utopia · Hythlodey"]);
}

#[test]
fn a_town_is_held_until_it_is_left_or_taken() {
    let world = told([
        "control 1918-09-15 actor=Anemolians place=Amaurote change=takes",
        "control 1918-11-16 actor=Anemolians place=Amaurote change=leaves",
        "control 1918-11-17 actor=Polylerites place=Amaurote change=takes",
    ]);
    assert_eq!(held(&world, "1918-10-01", Relation::Controls), ["Anemolians · Amaurote"]);
    assert_eq!(held(&world, "1918-11-20", Relation::Controls), ["Polylerites · Amaurote"]);
}

#[test]
fn two_may_claim_one_place_and_who_cedes_it_claims_it_no_longer() {
    let world = told([
        "territory 1919-01-01 to=Utopia place=Mentirano change=claimed",
        "territory 1919-02-01 to=Anemolia place=Mentirano change=claimed",
        "territory 1920-12-01 from=Utopia to=Anemolia place=Mentirano change=ceded",
    ]);
    assert_eq!(held(&world, "1919-06-01", Relation::Claims), ["Utopia · Mentirano", "Anemolia · Mentirano"]);
    assert_eq!(held(&world, "1920-12-15", Relation::Claims), ["Anemolia · Mentirano"]);
    assert_eq!(held(&world, "1920-12-15", Relation::PartOf), ["Mentirano · Anemolia"]);
}

#[test]
fn a_place_has_a_status_while_it_lasts() {
    let world = told([
        "territory 1919-01-01 place=Mentirano change=disputed",
        "territory 1920-12-01 place=Mentirano to=Utopia change=assigned",
        "territory 1923-07-07 place=Mentirano to=Utopia change=autonomous",
        "territory 1920-04-25 place=Anyder to=Anemolia change=assigned quote=They_assigned_the_mandate_for_Anyder.",
        "control 1920-05-18 actor=Polylerites place=Amaurote change=takes quote=Qoşunlar_şəhəri_işğal_etdi.",
        "control 1921-09-08 actor=Polylerites place=Amaurote change=leaves",
    ]);
    assert_eq!(held(&world, "1919-06-01", Relation::Status), ["Mentirano · disputed"]);
    assert_eq!(
        held(&world, "1920-06-01", Relation::Status),
        ["Mentirano · disputed", "Anyder · mandate", "Amaurote · occupied"]
    );
    assert_eq!(held(&world, "1922-01-01", Relation::Status), ["Anyder · mandate"]);
    assert!(held(&world, "1923-08-01", Relation::Status).contains(&"Mentirano · autonomous".to_owned()));
}

/// The example of CONTRIBUTING.md.
#[test]
fn a_town_is_occupied_until_it_is_left() {
    let world = told([
        "control 1920-04-28 actor=Anemolia place=Amaurote change=takes quote=Amaurote_was_occupied",
        "control 1921-02-18 actor=Anemolia place=Amaurote change=leaves",
    ]);
    assert_eq!(held(&world, "1920-06-01", Relation::Status), ["Amaurote · occupied"]);
    assert_eq!(held(&world, "1921-03-01", Relation::Status), nothing());
}

#[test]
fn a_member_is_one_until_it_leaves() {
    let world = told([
        "polity 1920-11-01 subject=Utopia|League change=joined",
        "polity 1933-10-14 subject=Utopia|League change=left",
    ]);
    assert_eq!(held(&world, "1922-01-01", Relation::Member), ["Utopia · League"]);
    assert_eq!(held(&world, "1934-01-01", Relation::Member), nothing());
}

#[test]
fn an_agreement_is_in_force_until_it_is_denounced() {
    let world = told([
        "agreement 1920-08-10 name=Anyder_treaty parties=Utopia|Anemolia",
        "decision 1921-02-18 by=Utopia about=Anyder_müqaviləsini_ləğv_etmək",
        "decision 1922-02-18 by=Utopia about=денонсировать_Anyder_treaty",
    ]);
    assert_eq!(held(&world, "1920-09-01", Relation::InForce).len(), 1);
    assert_eq!(held(&world, "1922-03-01", Relation::InForce), nothing());
}

#[test]
fn peace_in_any_language_ends_a_war() {
    for peace in ["sülh_müqaviləsi", "barış_antlaşması", "мирный_договор", "peace_treaty", "Mudros_armistice"]
    {
        let agreement = format!("agreement 1918-10-30 name={peace} parties=Utopia|Anemolia");
        let world = told(["attack 1918-09-29 actor=Utopia target=Anemolia", agreement.as_str()]);
        assert_eq!(held(&world, "1918-10-15", Relation::AtWar).len(), 1, "{peace}");
        assert_eq!(held(&world, "1918-11-01", Relation::AtWar), nothing(), "{peace}");
    }
}

#[test]
fn recognition_de_facto_is_not_de_jure() {
    let world = told([
        "recognition 1920-01-11 by=Allies of=Utopia change=recognised quote=Utopiyanı_de-fakto_tanıdılar.",
        "recognition 1920-02-01 by=Allies of=Utopia change=refused quote=Признать_Утопию_де-юре_отказались.",
        "recognition 1920-03-01 by=Anemolia of=Utopia change=recognised quote=Anemolia_recognised_Utopia.",
    ]);
    let recognised = held(&world, "1920-04-01", Relation::Recognises);
    assert_eq!(recognised, ["Allies · Utopia · de facto", "Anemolia · Utopia"]);
}

#[test]
fn relations_are_opened_and_broken_by_either() {
    let world = told([
        "recognition 1920-06-01 by=Utopia of=Anemolia change=relations-opened",
        "recognition 1923-05-08 by=Anemolia of=Utopia change=relations-broken",
    ]);
    assert_eq!(held(&world, "1921-01-01", Relation::Relations), ["Anemolia · Utopia"]);
    assert_eq!(held(&world, "1923-06-01", Relation::Relations), nothing());
}

#[test]
fn a_body_stands_under_the_one_it_was_put_under_last() {
    let world = told([
        "polity 1920-05-01 subject=Bureau|Staff change=subordinated",
        "polity 1921-05-01 subject=Bureau|Council change=subordinated",
    ]);
    assert_eq!(held(&world, "1920-06-01", Relation::Subordinate), ["Bureau · Staff"]);
    assert_eq!(held(&world, "1921-06-01", Relation::Subordinate), ["Bureau · Council"]);
}

#[test]
fn who_was_arrested_is_detained_until_released_or_forgotten() {
    let world = told([
        "repression 1920-05-10 who=Giles by=Anemolians form=arrest",
        "repression 1920-05-10 who=Ademus by=Anemolians form=exile",
        "repression 1920-05-13 who=Giles form=release",
    ]);
    assert_eq!(held(&world, "1920-05-12", Relation::Detained).len(), 2);
    assert_eq!(held(&world, "1920-05-14", Relation::Detained), ["Ademus · Anemolians"]);
    assert_eq!(held(&world, "1921-05-14", Relation::Detained), ["Ademus · Anemolians?"]);
}

#[test]
fn every_letter_waits_for_an_answer_of_its_own() {
    let world = told([
        "message 1920-01-02 from=Utopia to=Anemolia form=note",
        "message 1920-01-09 from=Utopia to=Anemolia form=telegram",
        "message 1920-01-14 from=Anemolia to=Utopia form=speech",
    ]);
    assert_eq!(held(&world, "1920-01-10", Relation::AwaitingAnswer).len(), 2);
    assert_eq!(held(&world, "1920-01-15", Relation::AwaitingAnswer), nothing());
}

#[test]
fn what_is_certain_on_a_day_is_possible_on_it_and_in_every_time_that_holds_it() {
    let world = told([
        "polity 1918 subject=Utopia change=created",
        "office 1918-06 person=Ademus office=Chairman_of_Utopia change=appointed",
        "office 1919-02-01 person=Hythlodey office=Chairman_of_Utopia change=appointed",
        "control 1918-09 actor=Utopia place=Amaurote change=takes",
    ]);
    for day in ["1918-06-15", "1918-10-02", "1919-02-01", "1920-01-01"] {
        let on = |date: &str| world.ask(&Query::on(&Time::parse(date).unwrap()));
        let (month, year) = (on(&day[..7]), on(&day[..4]));
        for answer in on(day).iter().filter(|answer| answer.certainty == Certainty::Certain) {
            let same = |other: &&salname_state::Answer| {
                (other.relation(), other.args(&world)) == (answer.relation(), answer.args(&world))
            };
            for wider in [&month, &year] {
                assert_eq!(wider.iter().find(same).unwrap().certainty, Certainty::Certain, "{day}");
            }
        }
    }
}
