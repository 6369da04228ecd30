//! What is told as a disagreement, and what is not.

#![allow(clippy::unwrap_used)]

mod told;

use told::told;

/// Kind, subject and statements of all disagreements, the weightiest first.
fn disagreements<S: AsRef<str>>(
    statements: impl IntoIterator<Item = S>,
) -> Vec<(&'static str, String, Vec<u32>)> {
    told(statements)
        .disagreements()
        .into_iter()
        .map(|found| (found.kind, found.about, found.between))
        .collect()
}

#[test]
fn one_event_with_two_dates() {
    let found = disagreements([
        "agreement 1921-03-16 name=Amaurote_treaty parties=Utopia|Anemolia",
        "agreement 1921-03-18 name=Amaurote_treaty parties=Anemolia source=b.txt",
        "agreement 1921-03 name=Amaurote_treaty source=c.txt",
    ]);
    assert_eq!(found, [("two-dates", "Amaurote treaty".to_owned(), vec![0, 1])]);
}

#[test]
fn a_wider_date_that_holds_the_narrower_is_no_disagreement() {
    assert!(
        disagreements([
            "polity 1918-05-28 subject=Utopia change=created",
            "polity 1918 subject=Utopia change=created source=b.txt",
        ])
        .is_empty()
    );
}

#[test]
fn a_date_that_is_told_as_near_the_truth_only_is_not_held_against_a_near_one() {
    let told = |day: &str| {
        disagreements([
            "polity 1918-05-28 subject=Utopia change=created".to_owned(),
            format!("polity {day} subject=Utopia change=created source=b.txt"),
        ])
        .len()
    };
    assert_eq!(told("1918-05-31"), 1);
    assert_eq!(told("1918-05-31~"), 0);
    assert_eq!(told("1918-07-31~"), 1);
}

#[test]
fn the_army_of_a_state_is_another_than_the_state() {
    let told = |subject: &str| {
        disagreements([
            "polity 1918-05-28 subject=Utopia change=created".to_owned(),
            format!("polity 1918-06-26 subject={subject} change=created source=b.txt"),
        ])
        .len()
    };
    assert_eq!(told("Utopia"), 1);
    assert_eq!(told("Utopia|Utopia_Red_Army"), 0);
    assert_eq!(told("Utopia|the_army"), 0, "of whom it is told is not sure");
    let after = |subject: &str| {
        disagreements([
            "polity 1918-05-28 subject=Utopia change=created".to_owned(),
            format!("polity 1920-04-28 subject={subject} change=dissolved"),
            "message 1920-09-01 from=Utopia to=Anemolia form=note source=b.txt".to_owned(),
        ])
        .len()
    };
    assert_eq!((after("Utopia@Utopia"), after("Utopian_mission@Utopia")), (1, 0));
    assert_eq!(after("Utopia quote=Utopia_nəzdindəki_komitə_ləğv_olundu"), 0, "the committee at it");
}

#[test]
fn the_fall_of_a_town_with_two_dates_whoever_took_it() {
    let told = |other: &str| {
        disagreements([
            "control 1920-05-01 actor=Anemolians place=Amaurote change=takes".to_owned(),
            format!("control 1920-05-05 {other} place=Amaurote change=takes source=b.txt"),
        ])
    };
    assert_eq!(told("")[0].0, "two-dates");
    assert_eq!(told("actor=Anemolians").len(), 1);
    assert!(told("actor=Polylerites").is_empty(), "taken twice");
}

#[test]
fn a_congress_lasts_some_days() {
    let told = |day: &str| {
        disagreements([
            "meeting 1922-12-10 name=First_Congress_of_Macarian_Towns participants=Macaria".to_owned(),
            format!("meeting {day} name=First_Congress_of_Macarian_Towns participants=Macaria source=b.txt"),
        ])
        .len()
    };
    assert_eq!((told("1922-12-12"), told("1922-11-10")), (0, 1));
}

#[test]
fn treaties_of_one_name_with_other_partners_are_two_treaties() {
    assert!(
        disagreements([
            "agreement 1921-02-26 name=Amaurote_treaty parties=Utopia|Anemolia",
            "agreement 1921-03-16 name=Amaurote_treaty parties=Utopia|Polyleria source=b.txt",
            "agreement 1921-02-26 name=treaty_of_peace parties=Utopia",
            "agreement 1921-04-26 name=treaty_of_peace parties=Utopia",
        ])
        .is_empty()
    );
}

#[test]
fn thirteen_days_are_two_calendars() {
    let found = disagreements([
        "polity 1917-10-25 subject=Commune_of_Utopia change=created",
        "polity 1917-11-07 subject=Commune_of_Utopia change=created source=b.txt",
    ]);
    assert_eq!(found[0].0, "two-calendars");
}

#[test]
fn two_holders_of_one_office() {
    let found = disagreements([
        "office 1920-05-01 person=Raphael_Hythloday office=Chairman_of_Utopia change=holds",
        "office 1920-06-01 person=Ademus office=Chairman_of_Utopia change=holds source=b.txt",
        "office 1920-07-01 person=Raphael_Hythloday office=Chairman_of_Utopia change=holds",
        "office 1920-06-15 person=R.Hythloday office=Chairman_of_Utopia change=holds",
    ]);
    assert_eq!(found.iter().filter(|found| found.0 == "two-holders").count(), 1, "{found:?}");
    assert_eq!(found[0].1, "Chairman of Utopia");
}

#[test]
fn one_account_that_goes_back_and_forth_tells_how_it_went() {
    let told = |sentence: u64| {
        disagreements([
            "office 1920-05-01 person=Hythloday office=Chairman_of_Utopia change=holds sentence=0".to_owned(),
            "office 1920-06-01 person=Ademus office=Chairman_of_Utopia change=holds sentence=500".to_owned(),
            format!("office 1920-07-01 person=Hythloday office=Chairman_of_Utopia change=holds sentence={sentence}"),
        ])
        .len()
    };
    assert_eq!((told(900), told(90_000)), (0, 1));
}

#[test]
fn figures_of_one_account_are_of_several_things() {
    let told = |sentence: u64| {
        disagreements([
            "quantity 1920-05 what=soldiers_of_Utopia value=12_000 unit=people sentence=100".to_owned(),
            format!("quantity 1920-05 what=soldiers_of_Utopia value=20.000 unit=people sentence={sentence}"),
        ])
        .len()
    };
    assert_eq!((told(200), told(20_000)), (0, 1));
}

#[test]
fn two_ministers_on_one_day_in_two_sources() {
    let found = disagreements([
        "office 1919-04-14 person=Ademus office=xarici_işlər_naziri change=appointed",
        "office 1919-12-24 person=Hythloday office=xarici_işlər_naziri change=appointed",
        "office 1920-01-14 person=Hythloday office=xarici_işlər_naziri change=holds",
        "office 1919-12-24 person=Ademus office=xarici_işlər_naziri change=appointed source=memoir.txt",
        "office 1920-01-11 person=Ademus office=xarici_işlər_naziri change=holds source=memoir.txt",
        "office 1920-01-05 person=Barzanes office=xarici_işlər_naziri change=holds source=other.txt",
    ]);
    let holders: Vec<_> =
        found.iter().filter(|found| found.0 == "two-holders").map(|found| &found.2).collect();
    assert_eq!(holders, [&vec![1, 3]], "{found:?}; the minister of another book is perhaps another state's");
}

#[test]
fn a_successor_is_no_rival() {
    assert!(
        disagreements([
            "office 1920-05-01 person=Hythloday office=Chairman_of_Utopia change=appointed",
            "office 1920-06-01 person=Hythloday office=Chairman_of_Utopia change=holds",
            "office 1920-07-01 person=Ademus office=Chairman_of_Utopia change=appointed",
            "office 1920-08-01 person=Ademus office=Chairman_of_Utopia change=holds",
        ])
        .is_empty()
    );
}

#[test]
fn two_powers_over_one_place_unless_they_stand_on_one_side() {
    let found = disagreements([
        "control 1920-05-01 actor=Anemolians place=Amaurote change=takes",
        "control 1920-05-01 actor=Polylerites place=Amaurote change=takes source=b.txt",
        "control 1920-05-01 actor=Qızıl_Ordu place=Mentirano change=takes",
        "control 1920-05-01 actor=Sovet_Rusiyası place=Mentirano change=takes source=b.txt",
    ]);
    assert_eq!(found, [("two-powers", "Amaurote".to_owned(), vec![0, 1])]);
}

#[test]
fn one_quantity_with_two_figures() {
    let found = disagreements([
        "quantity 1920-05 what=soldiers_of_Utopia value=12_000 unit=people",
        "quantity 1920-05 what=soldiers_of_Utopia value=20.000 unit=people source=b.txt",
        "quantity 1921-05 what=soldiers_of_Utopia value=500 unit=people source=b.txt",
        "quantity 1920-05 what=ships_of_Utopia value=500 unit=ship",
    ]);
    assert_eq!(found, [("two-values", "soldiers of Utopia".to_owned(), vec![0, 1])]);
}

#[test]
fn a_figure_that_the_next_sentence_gives_anew() {
    let told = |second: &str, source: &str| {
        disagreements([
            "quantity 1920-06-09 what=prisoners value=52 unit=people sentence=1000 quote=Of_the_prisoners_52_were_named",
            &format!(
                "quantity 1920-10-09 what=the_note value=72 unit=people sentence=1120 source={source} quote={second}"
            ),
        ])
    };
    let found = told("This_figure_is_72_in_the_note", "a.txt");
    assert_eq!(found, [("two-values", "prisoners".to_owned(), vec![0, 1])]);
    assert!(told("There_were_72_sailors_too", "a.txt").is_empty());
    assert!(told("This_figure_is_72_in_the_note", "b.txt").is_empty());
}

#[test]
fn acts_of_those_who_were_no_more() {
    let found = disagreements([
        "polity 1918-05-28 subject=Utopia change=created",
        "polity 1920-04-28 subject=Utopia change=dissolved",
        "message 1920-09-01 from=Utopia to=Anemolia form=note source=b.txt",
        "message 1920-01-01 from=Utopia to=Anemolia form=note source=b.txt",
        "office 1918-06-01 person=Ademus office=Chairman_of_Utopia change=appointed",
        "office 1919-05-01 person=Ademus office=Chairman_of_Utopia change=left",
        "office 1919-09-01 person=Ademus office=Chairman_of_Utopia change=holds source=b.txt",
    ]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|found| found.0 == "act-out-of-term"));
}

#[test]
fn a_title_outlives_the_state_that_it_was_of() {
    let found = disagreements([
        "polity 1918-05-28 subject=Utopia change=created",
        "polity 1920-04-28 subject=Utopia change=dissolved",
        "office 1919-05-01 person=Ademus office=Minister_of_War_of_Utopia change=holds",
        "office 1920-09-01 person=Ademus office=Minister_of_War_of_Utopia change=holds source=b.txt",
    ]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn orders_that_cannot_be() {
    let found = disagreements([
        "polity 1920-04-28 subject=Utopia change=created",
        "polity 1919-04-28 subject=Utopia change=dissolved source=b.txt",
        "meeting 1922-11-20 name=Amaurote_conference participants=Anemolia",
        "agreement 1922-07-24 name=Amaurote_treaty parties=Anemolia source=b.txt",
    ]);
    let kinds: Vec<&str> = found.iter().map(|found| found.0).collect();
    assert!(kinds.contains(&"impossible-order") && kinds.contains(&"treaty-before-conference"), "{kinds:?}");
}

#[test]
fn what_one_sentence_says_twice_is_not_held_against_it() {
    let world = told([
        "polity 1918-05-28 subject=Utopia change=created sentence=7",
        "polity 1918-06-28 subject=Utopia change=created sentence=7",
    ]);
    assert!(world.disagreements().is_empty());
}

#[test]
fn denial_and_assertion() {
    let found = disagreements([
        "control 1920-05-01 actor=Anemolians place=Amaurote change=takes",
        "control 1920-05-01 actor=Anemolians place=Amaurote change=takes modality=denied source=b.txt",
    ]);
    assert_eq!(found, [("denied", "Anemolians · Amaurote".to_owned(), vec![0, 1])]);
}

#[test]
fn one_letter_told_in_two_books_with_two_dates() {
    let once =
        "Hythlodey wrote to Ademus that the harbour of Amaurote would be closed to Anemolian ships in winter";
    let again = "a letter to Ademus in which Hythlodey closed the harbour of Amaurote to Anemolian ships for the winter";
    let other = "Hythlodey asked Ademus for news of the Polylerite embassy and its gifts of gold chains";
    let letter = |day: &str, source: &str, sentence: u64, quote: &str| {
        format!(
            "message 1920-{day} from=Hythlodey to=Ademus form=letter source={source} sentence={sentence} quote={}",
            quote.replace(' ', "_")
        )
    };
    let told = |letters: &[String]| {
        let noise = (0..40).map(|number| {
            let quote = format!("Barzanes_spoke_of_matter{number}_and_of_business{number}_at_length");
            format!(
                "message 1919-05-01 from=Barzanes to=Giles form=speech sentence={} quote={quote}",
                900 + number
            )
        });
        let all: Vec<String> = letters.iter().cloned().chain(noise).collect();
        disagreements(all.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let found = told(&[letter("04-23", "a.txt", 1, once), letter("04-26", "b.txt", 2, again)]);
    assert_eq!(found, [("two-dates", "Hythlodey · Ademus".to_owned(), vec![0, 1])]);
    // A book that tells of the other's day too knows of two letters.
    let both = [
        letter("04-23", "a.txt", 1, once),
        letter("04-26", "b.txt", 9000, again),
        letter("04-23", "b.txt", 50_000, once),
    ];
    assert!(told(&both).is_empty());
    // What one book calls a letter is a decision in another.
    let decision = letter("04-26", "b.txt", 2, again).replace("message", "decision").replace("from=", "by=");
    let decision = decision.replace("to=Ademus form=letter ", "");
    assert_eq!(told(&[letter("04-23", "a.txt", 1, once), decision]).len(), 1);
    // Who writes back says the same things, and writes another letter.
    let sent = letter("04-23", "a.txt", 1, once).replace("from=Hythlodey", "from=Hythlodey@Hythlodey");
    let back = letter("04-26", "b.txt", 2, again);
    let back = back.replace("from=Hythlodey to=Ademus", "from=Ademus@Ademus to=Hythlodey@Hythlodey");
    assert!(told(&[sent, back]).is_empty());
    // Thirteen days are two calendars; another letter, or the next one of the same story, is no disagreement.
    let found = told(&[letter("04-13", "a.txt", 1, once), letter("04-26", "b.txt", 2, again)]);
    assert_eq!(found[0].0, "two-calendars");
    assert!(told(&[letter("04-23", "a.txt", 1, once), letter("04-26", "b.txt", 2, other)]).is_empty());
    assert!(told(&[letter("04-23", "a.txt", 1, once), letter("04-26", "a.txt", 2, again)]).is_empty());
}

#[test]
fn a_town_that_troops_took_whoever_they_were() {
    let told = |actor: &str| {
        disagreements([
            "control 1920-05-01 actor=Anemolia place=Amaurote change=takes".to_owned(),
            format!("control 1920-05-05 actor={actor} place=Amaurote change=takes source=b.txt"),
        ])
        .len()
    };
    assert_eq!((told("troops"), told("Polyleria")), (1, 0));
}

#[test]
fn one_source_tells_of_one_taking_under_two_names() {
    let told = |source: &str| {
        disagreements([
            "control 1920-05-01 actor=Anemolians place=Amaurote change=takes".to_owned(),
            format!("control 1920-05-01 actor=Polylerites place=Amaurote change=takes source={source}"),
        ])
        .len()
    };
    assert_eq!((told("b.txt"), told("a.txt")), (1, 0));
}

#[test]
fn a_commander_and_his_troops_are_one_power() {
    let told = |actors: &str| {
        disagreements([
            "control 1918-11-17 actor=British_troops place=Amaurote change=takes".to_owned(),
            format!("control 1918-11-17 actor={actors} place=Amaurote change=takes source=b.txt"),
        ])
        .len()
    };
    assert_eq!((told("General_Hythlodey"), told("General_Hythlodey|İngilis_qoşunları")), (1, 0));
}

#[test]
fn a_place_that_two_treaties_gave_to_two() {
    let told = |second: &str, more: &[&str]| {
        let mut all = vec!["territory 1919 place=Mentirano to=Utopia change=assigned".to_owned()];
        all.push(format!("territory 1920-07-04 {second} change=assigned"));
        all.extend(more.iter().map(|&more| more.to_owned()));
        disagreements(all).into_iter().map(|found| (found.0, found.1)).collect::<Vec<_>>()
    };
    let given = "place=Mentirano to=Macaria";
    assert_eq!(told(given, &[]), [("two-powers", "Mentirano".to_owned())]);
    assert!(told("place=Mentirano to=Macaria from=Utopia", &[]).is_empty(), "it changed hands");
    assert!(told("place=Mentirano_in_the_west@Mentirano to=Macaria", &[]).is_empty(), "a part of it");
    assert!(told("place=Mentirano to=Macaria from=Macaria", &[]).is_empty(), "misread");
    let third = "territory 1921-07-04 place=Mentirano to=Anemolia change=assigned";
    assert!(told(given, &[third]).is_empty(), "it changes hands often");
}

#[test]
fn what_every_state_has_is_another_in_another_sentence() {
    let told = |body: &str| {
        disagreements([
            format!("polity 1923 subject={body} change=created"),
            format!("decision 1921-10 by={body} source=b.txt"),
        ])
        .len()
    };
    assert_eq!((told("Utopian_Planning_Commission"), told("State_Planning_Commission")), (1, 0));
}

#[test]
fn who_did_much_before_was_there() {
    let told = |acts: usize| {
        let created = ["polity 1921-05-28 subject=Utopia change=created".to_owned()];
        let acts =
            (1..=acts).map(|month| format!("message 1919-{month:02}-01 from=Utopia to=Anemolia form=note"));
        disagreements(created.into_iter().chain(acts)).len()
    };
    assert_eq!((told(1), told(6)), (1, 0));
}

#[test]
fn a_state_that_was_conquered_and_is_no_more_has_ended() {
    let told = |quote: &str| {
        disagreements([
            "polity 1920-04-28 subject=Utopia change=dissolved".to_owned(),
            format!(
                "control 1920-04-27 actor=Anemolia place=Utopia change=takes source=b.txt sentence=900 quote={quote}"
            ),
        ])
        .into_iter()
        .filter(|found| found.0 == "two-dates")
        .count()
    };
    assert_eq!(told("conquered_by_Anemolia,_Utopia_ceased_to_exist"), 1);
    assert_eq!(told("Anemolia_conquered_Utopia"), 0, "a conquered state may live on");
}

#[test]
fn one_date_against_the_same_of_several_is_told_once() {
    let told = |third: &str| {
        disagreements([
            "agreement 1921-03-16 name=Amaurote_treaty source=a.txt".to_owned(),
            "agreement 1921-03-18 name=Amaurote_treaty source=b.txt".to_owned(),
            format!("agreement {third} name=Amaurote_treaty source=c.txt"),
        ])
        .len()
    };
    assert_eq!((told("1921-03-18"), told("1921-03-21")), (1, 3));
}

#[test]
fn what_is_counted_in_a_part_of_the_year_weighs_less() {
    let told = |date: &str| {
        let found = told([
            "quantity 1920 what=ships_of_Utopia value=111".to_owned(),
            format!("quantity {date} what=ships_of_Utopia value=71 source=b.txt"),
        ])
        .disagreements();
        found[0].weight
    };
    assert!(told("1920-04") < 0.7 * told("1920"));
}
