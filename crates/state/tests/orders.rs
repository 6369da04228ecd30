//! Dates told relative to other events: what follows from them is what trying out every choice of days gives.

#![allow(clippy::unwrap_used)]

mod chance;

use chance::Dice;
use salname_model::{Day, Filler, Kind, Role, Roles, Time};
use salname_packs::{Packs, StateRules};
use salname_state::{Evidence, Gathering, Query, StatementNumber, World};

const DAYS: i32 = 28;

#[derive(Debug, Clone)]
struct Said {
    person: usize,
    change: &'static str,
    /// First and last day; none if only told relative to others.
    days: Option<(i32, i32)>,
}

/// The first happened from the third to the fourth number of days after the second.
type Order = (usize, usize, i32, i32);

fn some_archive(seed: u64) -> (Vec<Said>, Vec<Order>) {
    let mut dice = Dice::of(seed);
    let said: Vec<Said> = (0..4)
        .map(|_| {
            let from = 1 + dice.days(20);
            let days = (dice.days(4) > 0).then(|| (from, (from + dice.days(8)).min(DAYS)));
            // Appointments happen once: one without a date would have that of another of the same.
            let changes =
                if days.is_some() { ["appointed", "holds", "left"] } else { ["left", "holds", "left"] };
            let change = changes[dice.index(3)];
            Said { person: dice.index(2), change, days }
        })
        .collect();
    let orders = (0..1 + dice.days(4)).filter_map(|_| {
        let (later, earlier) = (dice.index(4), dice.index(4));
        let least = dice.days(8) - 3;
        (later != earlier).then(|| (later, earlier, least, least + dice.days(3)))
    });
    (said, orders.collect())
}

/// For each statement the first and last day on which it may have happened; none if they cannot all be so.
fn tried_out(said: &[Said], orders: &[Order]) -> Option<Vec<(i32, i32)>> {
    let wide = (-25, 50);
    let mut found: Option<Vec<(i32, i32)>> = None;
    // What has no date and no order with anything dated stays open; the test's bounds show that.
    let mut chosen: Vec<i32> = Vec::new();
    choose(said, orders, wide, &mut chosen, &mut found);
    found
}

fn choose(
    said: &[Said],
    orders: &[Order],
    wide: (i32, i32),
    chosen: &mut Vec<i32>,
    found: &mut Option<Vec<(i32, i32)>>,
) {
    if chosen.len() == said.len() {
        let found = found.get_or_insert_with(|| chosen.iter().map(|day| (*day, *day)).collect());
        for (bounds, day) in found.iter_mut().zip(chosen) {
            *bounds = (bounds.0.min(*day), bounds.1.max(*day));
        }
        return;
    }
    let at = chosen.len();
    let (from, to) = said[at].days.unwrap_or(wide);
    for day in from..=to {
        chosen.push(day);
        let fits = orders.iter().all(|(later, earlier, least, most)| {
            match (chosen.get(*later), chosen.get(*earlier)) {
                (Some(later), Some(earlier)) => (*least..=*most).contains(&(later - earlier)),
                _ => true,
            }
        });
        if fits {
            choose(said, orders, wide, chosen, found);
        }
        chosen.pop();
    }
}

fn edtf((from, to): (i32, i32)) -> Time {
    let day = |number: i32| {
        let mut day = "1919-10-01".parse::<Day>().unwrap();
        for _ in 0..number + 92 {
            day = day.tomorrow().unwrap();
        }
        day
    };
    let text = if from == to { day(from).to_string() } else { format!("[{}..{}]", day(from), day(to)) };
    Time::parse(&text).unwrap()
}

/// The world of the statements, dated as given.
fn world(rules: &StateRules, said: &[Said], dates: &[Option<Time>], orders: &[Order]) -> World {
    let mut gathering = Gathering::new(rules, str::to_lowercase);
    for ((sentence, said), date) in (0..).zip(said).zip(dates) {
        let person = ["Ademus", "Hythlodey"][said.person];
        let roles: Roles =
            [(Role::Person, person), (Role::Office, "Chairman of Utopia"), (Role::Change, said.change)]
                .into_iter()
                .map(|(role, text)| (role, Filler::plain(text)))
                .collect();
        let mut evidence = Evidence::new("a.txt", Kind::Office, &roles);
        evidence.sentence = sentence;
        evidence.date = date.as_ref();
        gathering.tell(&evidence);
    }
    for (later, earlier, least, most) in orders {
        let number = |place: &usize| StatementNumber::try_from(*place).unwrap();
        gathering.relate(number(later), number(earlier), *least, *most);
    }
    gathering.derive()
}

fn described(world: &World) -> Vec<String> {
    let mut all = Vec::new();
    for day in -30..60 {
        for answer in world.ask(&Query::on(&edtf((day, day)))) {
            let (args, witnesses) = (answer.args(world), answer.witnesses());
            let (since, until) = (answer.since(), answer.until());
            all.push(format!("{day} {args:?} {since:?} {until:?} {:?} {witnesses:?}", answer.certainty));
        }
    }
    all.extend(world.undated(&Query::ever()).iter().map(|undated| format!("{undated:?}")));
    all
}

#[test]
fn a_thousand_archives_with_relative_dates() {
    let rules = Packs::embedded().unwrap().rules;
    let (mut contradictions, mut dated) = (0, 0);
    for seed in 1..=1_000 {
        let (said, orders) = some_archive(seed);
        let told: Vec<Option<Time>> = said.iter().map(|one| one.days.map(edtf)).collect();
        let found = world(&rules, &said, &told, &orders);
        let impossible: Vec<_> = found.disagreements();
        let impossible = impossible.iter().filter(|found| found.kind == "impossible-dates").count();
        match tried_out_by_parts(&said, &orders) {
            None => contradictions += impossible.min(1),
            Some(bounds) => {
                assert_eq!(impossible, 0, "archive {seed}");
                let dates: Vec<Option<Time>> = bounds.iter().map(|bounds| bounds.map(edtf)).collect();
                dated +=
                    dates.iter().zip(&told).filter(|(now, told)| told.is_none() && now.is_some()).count();
                let expected = world(&rules, &said, &dates, &[]);
                for (found, expected) in described(&found).iter().zip(&described(&expected)) {
                    assert_eq!(found, expected, "archive {seed}: {said:?} {orders:?} {bounds:?}");
                }
                assert_eq!(described(&found).len(), described(&expected).len());
            }
        }
    }
    assert!(contradictions > 100 && dated > 100, "{contradictions} {dated}");
}

/// As [`tried_out`], with no days for statements that nothing dates.
fn tried_out_by_parts(said: &[Said], orders: &[Order]) -> Option<Vec<Option<(i32, i32)>>> {
    let found = tried_out(said, orders)?;
    let mut touched: Vec<bool> = said.iter().map(|one| one.days.is_some()).collect();
    for _ in 0..said.len() {
        for (later, earlier, ..) in orders {
            let either = touched[*later] || touched[*earlier];
            (touched[*later], touched[*earlier]) = (either, either);
        }
    }
    Some(found.into_iter().zip(touched).map(|(bounds, touched)| touched.then_some(bounds)).collect())
}

#[test]
fn statements_that_cannot_all_be_so_are_named_and_keep_their_dates() {
    let rules = Packs::embedded().unwrap().rules;
    let said = |days| Said { person: 0, change: "appointed", days: Some(days) };
    let all = [said((1, 1)), said((3, 3)), said((20, 22))];
    let told: Vec<Option<Time>> = all.iter().map(|one| one.days.map(edtf)).collect();
    // "Three days after the first", says the third, which is dated three weeks after it.
    let world = world(&rules, &all, &told, &[(2, 0, 3, 3), (1, 0, 2, 2)]);
    let found: Vec<_> =
        world.disagreements().into_iter().filter(|found| found.kind == "impossible-dates").collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].between, [0, 2]);
}

#[test]
fn an_event_without_a_date_has_the_one_that_its_source_gives_elsewhere() {
    let rules = Packs::embedded().unwrap().rules;
    let mut gathering = Gathering::new(&rules, str::to_lowercase);
    let roles = |roles: &[(Role, &str)]| -> Roles {
        roles.iter().map(|(role, text)| (*role, Filler::plain(*text))).collect()
    };
    let congress = roles(&[(Role::Name, "Congress of Amaurote"), (Role::Place, "Amaurote")]);
    let date = Time::parse("1920-09-01").unwrap();
    let mut evidence = Evidence::new("a.txt", Kind::Meeting, &congress);
    evidence.date = Some(&date);
    gathering.tell(&evidence);
    evidence.date = None;
    evidence.sentence = 1;
    let again = gathering.tell(&evidence);
    let appointed =
        roles(&[(Role::Person, "Ademus"), (Role::Office, "Chairman of Utopia"), (Role::Change, "appointed")]);
    let mut evidence = Evidence::new("a.txt", Kind::Office, &appointed);
    evidence.sentence = 2;
    let later = gathering.tell(&evidence);
    // "A week after the congress."
    gathering.relate(later, again, 7, 7);
    let world = gathering.derive();
    let answers = world.ask(&Query::on(&Time::parse("1920-09-08").unwrap()));
    assert_eq!(answers[0].since(), Some("1920-09-08"));
}
