//! Disagreements that are found by the words of sentences, where no name says that both tell of one thing.

#![allow(clippy::unwrap_used)]

mod told;

use told::told;

/// Kind and statements of all disagreements among some statements, in an archive that tells of other things too.
fn among_others(statements: &[String]) -> Vec<(&'static str, Vec<u32>)> {
    let others = (0..80).map(|number| {
        let quote = format!("In_that_month_the_store{number}_of_the_guild{number}_held_hides{number}_in_plenty");
        format!("quantity 1801-02 value={number} unit=hide{number} source=c.txt sentence={number}000 quote={quote}")
    });
    let letters = (0..400).map(|number| {
        let quote = format!("Barzanes_spoke_of_matter{number}_and_of_business{number}_at_length");
        format!("message 1819-05-01 from=Barzanes to=Giles form=speech sentence=9{number}000 quote={quote}")
    });
    let all: Vec<String> = statements.iter().cloned().chain(others).chain(letters).collect();
    told(&all).disagreements().into_iter().map(|found| (found.kind, found.between)).collect()
}

fn quantity(date: &str, value: &str, unit: &str, place: &str, quote: &str) -> String {
    let [value, quote] = [value, quote].map(|text| text.replace(' ', "_"));
    format!("quantity {date} value={value} unit={unit} {place} quote={quote}")
}

const HERE: &str = "source=a.txt sentence=1000";
const THERE: &str = "source=b.txt sentence=1000";

#[test]
fn one_harvest_with_two_figures() {
    let told = |second: &str, unit: &str, year: &str| {
        among_others(&[
            quantity(
                "1816",
                "514 min",
                "bushels",
                HERE,
                "The barley harvest of Anyder reached 514 min bushels",
            ),
            quantity(year, "320 min", unit, THERE, second),
        ])
    };
    let same = "In this year the barley harvest round Anyder was 320 min bushels";
    assert_eq!(told(same, "bushels", "1816"), [("two-values", vec![0, 1])]);
    // The season of two years has the year in it.
    assert_eq!(told(same, "bushels", "1815/1816").len(), 1);
    assert!(told(same, "bushels", "1819").is_empty(), "another year");
    assert!(told(same, "sacks", "1816").is_empty(), "another unit");
    let other = "In this year the imports of lentils and tallow were 320 min bushels";
    assert!(told(other, "bushels", "1816").is_empty(), "another thing");
}

#[test]
fn a_part_of_a_whole_is_the_same_part_of_the_same_whole() {
    let told = |second: &str| {
        among_others(&[
            quantity("1816", "0,7", "percent", HERE, "Flax took 0,7 percent of the tilled ground"),
            quantity("1816", "0,9", "percent", THERE, second),
        ])
    };
    assert_eq!(told("The ground tilled for flax was 0,9 percent of all tilled ground").len(), 1);
    assert!(told("Orchards took 0,9 percent of the tilled ground round the capital").is_empty());
}

#[test]
fn of_several_figures_of_a_sentence_the_nearest_is_meant() {
    let found = among_others(&[
        quantity(
            "1815/1816",
            "2,4 million",
            "tons",
            HERE,
            "The salt that was raised fell to 2,4 million tons",
        ),
        quantity(
            "1815/1816",
            "2,1 million",
            "tons",
            THERE,
            "Against 2,1 million tons the pits gave salt enough",
        ),
        quantity(
            "1815/1816",
            "2,0 million",
            "tons",
            THERE,
            "Against 2,0 million tons the pits gave salt enough",
        ),
    ]);
    assert_eq!(found, [("two-values", vec![0, 1])]);
}

#[test]
fn one_sum_in_two_currencies() {
    let told = |second: &str, unit: &str| {
        among_others(&[
            quantity(
                "1816",
                "800 million",
                "gold",
                HERE,
                "Anyder was lent 800 million gold marks by the bankers abroad",
            ),
            quantity("1817", "800 million", unit, THERE, second),
        ])
    };
    let same = "The bankers abroad lent Anyder 800 million dollars in gold";
    assert_eq!(told(same, "dollars"), [("two-values", vec![0, 1])]);
    assert!(told(&same.replace("dollars", "marks"), "marks").is_empty(), "the same sum");
    assert!(told("The canal through the marshes had cost 800 million dollars", "dollars").is_empty());
}

#[test]
fn one_letter_whose_contents_follow_it() {
    let letter = |day: &str, place: &str, quote: &str| {
        let quote = quote.replace(' ', "_");
        format!("message 1816-{day} from=Ademus@Ademus to=Giles@Giles form=letter {place} quote={quote}")
    };
    let said = |place: &str, quote: &str| {
        let quote = quote.replace(' ', "_");
        format!("decision 1816 by=council about=harbour modality=planned {place} quote={quote}")
    };
    let sent = "Ademus sent Giles a letter";
    let whole = "A letter from Ademus reminded Giles that foreign whalers may winter inside the harbour";
    let contents = "foreign whalers may winter inside the harbour if they pay";
    let told = |day: &str, contents: &str, at: u64| {
        let place = format!("source=b.txt sentence={at}");
        among_others(&[letter("08-16", THERE, sent), letter(day, HERE, whole), said(&place, contents)])
    };
    assert_eq!(told("08-20", contents, 1100), [("two-dates", vec![0, 1])]);
    assert!(told("08-20", contents, 9000).is_empty(), "told elsewhere");
    assert!(told("09-20", contents, 1100).is_empty(), "weeks later");
    assert!(told("08-20", "the embassy has brought chains of gold", 1100).is_empty(), "another letter");
}

#[test]
fn two_stretches_of_days_with_one_end() {
    let told = |dates: &str, quote: &str| {
        let quote = quote.replace(' ', "_");
        among_others(&[
            format!("meeting 1820-07-05/1820-07-16 name=conference {HERE} quote=They_met_in_Mentirano"),
            format!("message {dates} from=Anyder {THERE} quote={quote}"),
        ])
    };
    let there = "Papers were laid before those who met in Mentirano";
    assert_eq!(told("1820-07-06/1820-07-16", there), [("two-dates", vec![0, 1])]);
    assert!(told("1820-07-06/1820-07-17", there).is_empty(), "no end in common");
    assert!(told("1820-07-06/1820-07-16", "Papers were laid before the council of Amaurote").is_empty());
}

#[test]
fn the_head_of_a_body_and_the_deputy_of_its_head() {
    let told = |office: &str, date: &str, more: &[&str]| {
        let mut all = vec![
            "office 1820 person=Ademus office=Chairman_of_the_Senate change=holds".to_owned(),
            format!("office {date} person=Ademus office={office} change=holds source=b.txt"),
        ];
        all.extend(more.iter().map(|&more| more.to_owned()));
        among_others(&all)
    };
    let deputy = "Deputy_Chairman_of_the_Utopian_Senate";
    assert_eq!(told(deputy, "1820-06-12", &[]), [("two-ranks", vec![0, 1])]);
    assert!(told(deputy, "1821-06-12", &[]).is_empty(), "in another year");
    assert!(told("Deputy_Chairman_of_the_Guild", "1820-06-12", &[]).is_empty(), "of another body");
    let both = "office 1820-06 person=Ademus office=Deputy_Chairman_of_the_Senate change=holds";
    assert!(told(deputy, "1820-06-12", &[both]).iter().all(|found| found.0 != "two-ranks"), "he was both");
}

#[test]
fn an_agreement_of_the_same_that_is_told_in_few_words() {
    let told = |date: &str, parties: &str, second: &str| {
        let quote = second.replace(' ', "_");
        let first = "It_was_agreed_to_hold_a_conference_in_Mentirano";
        among_others(&[
            format!("agreement 1820-06-02 parties=Utopia@Utopia name=accord {HERE} quote={first}"),
            format!("agreement {date} parties={parties} name=treaty {THERE} quote={quote}"),
        ])
    };
    let same = "In Amaurote both sides signed that a conference would soon be called to Mentirano";
    let both = "Utopia@Utopia|Anemolia@Anemolia";
    assert_eq!(told("1820-07-02", both, same), [("two-dates", vec![0, 1])]);
    assert!(told("1820-07-19", both, same).is_empty(), "no slip of the pen");
    assert!(told("1820-07-02", "Macaria@Macaria|Anemolia@Anemolia", same).is_empty(), "others");
    assert!(told("1820-07-02", both, "In Amaurote both sides signed that the canal would be dug").is_empty());
}

#[test]
fn a_date_that_may_be_of_what_came_before_weighs_less() {
    let told = |first: &str| {
        let letters = [
            ("08-16", HERE, first),
            ("08-19", THERE, "Ademus wrote Giles that whalers may winter in the harbour"),
        ];
        let letters = letters.map(|(day, place, quote)| {
            let quote = quote.replace(' ', "_");
            format!("message 1816-{day} from=Ademus@Ademus to=Giles@Giles form=letter {place} quote={quote}")
        });
        let others = (0..400).map(|number| {
            let quote = format!("Barzanes_spoke_of_matter{number}_and_of_business{number}_at_length");
            format!(
                "message 1819-05-01 from=Barzanes to=Giles form=speech sentence=9{number}000 quote={quote}"
            )
        });
        let found = told(letters.into_iter().chain(others)).disagreements();
        found.iter().map(|found| found.weight).fold(0.0, f64::max)
    };
    let plain = told("On 16 August Ademus wrote Giles that whalers may winter in the harbour");
    let after =
        told("On 16 August the feast sonra Ademus wrote Giles that whalers may winter in the harbour");
    assert!(after > 0.0 && after < 0.7 * plain, "{after} {plain}");
}
