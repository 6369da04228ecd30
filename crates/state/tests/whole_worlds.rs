//! Random worlds of polities, offices, agreements, wars and places: what the engine answers is what trying out every
//! choice of dates answers.

#![allow(clippy::unwrap_used)]

mod chance;
mod choices;
mod whole;

use salname_model::Modality;
use salname_packs::StateRules;
use salname_state::{Evidence, Gathering, World};
use whole::{Said, compare, rules, some_world};

fn derived(rules: &StateRules, said: &[Said]) -> World {
    let mut gathering = Gathering::new(rules, str::to_lowercase);
    for (sentence, one) in (0..).zip(said) {
        let (roles, date) = (one.roles(), one.date());
        let mut evidence = Evidence::new("a.txt", one.kind(), &roles);
        (evidence.sentence, evidence.date, evidence.modality) = (sentence, Some(&date), one.modality);
        gathering.tell(&evidence);
    }
    gathering.derive()
}

#[test]
fn every_answer_about_a_thousand_worlds_is_what_trying_out_all_dates_gives() {
    let rules = rules();
    let (mut certain, mut possible, mut doubtful) = (0, 0, 0);
    for seed in 1..=1_000 {
        let said = some_world(seed);
        doubtful += said.iter().filter(|one| one.from < one.to || one.modality != Modality::Asserted).count();
        let [sure, unsure] = compare(&derived(&rules, &said), &said, &format!("world {seed}"));
        (certain, possible) = (certain + sure, possible + unsure);
    }
    assert!(certain > 25_000 && possible > 25_000 && doubtful > 3_000, "{certain} {possible} {doubtful}");
}
