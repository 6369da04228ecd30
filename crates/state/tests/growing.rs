//! A world that is told one document after another is the world that is told all of them at once.

#![allow(clippy::unwrap_used)]

mod chance;

use chance::Dice;
use salname_model::{Filler, Kind, Modality, Relation, Role, Roles, Time};
use salname_packs::{Packs, StateRules};
use salname_state::{Evidence, Gathering, Query, World};

/// So few names that statements meet: a polity that becomes known changes what an office's text names, a further list
/// of parties changes which treaty is meant, a further source whose minister it is.
const POLITIES: [&str; 5] = ["Utopia", "Anemolia", "Utopia SSR", "Macaria", "Polyleria"];
const PEOPLE: [&str; 6] = ["Ademus", "Barzanes", "Hythlodey", "R.Hythlodey", "Hythlodeyin", "Giles"];
const OFFICES: [&str; 8] = [
    "foreign minister of Utopia",
    "xarici işlər naziri",
    "Minister of Foreign Affairs of Macaria",
    "Chairman of Utopia SSR",
    "Chairman of Anemolia",
    "prime minister",
    "prezident",
    "consul of Utopia",
];
const TREATIES: [&str; 4] = ["Amaurote treaty", "Anyder pact", "peace treaty", "Amaurote peace"];
/// Sentences that have words in common, so that what is recognised by its words meets too.
const QUOTES: [&str; 6] = [
    "",
    "Ademus wrote to Giles that the harvest of barley round Anyder was poor",
    "In a letter Ademus told Giles of the poor barley harvest round Anyder",
    "The barley harvest round Anyder reached 20 min bushels",
    "Utopia was conquered and ceased to exist",
    "Anyder was lent 20 min gold marks by the bankers of Mentirano",
];
const PLACES: [&str; 4] = ["Amaurote", "Anyder", "Mentirano", "Polyleria"];

struct Said {
    source: &'static str,
    kind: Kind,
    roles: Roles,
    date: Option<Time>,
    modality: Modality,
    confidence: f32,
}

fn some_statement(dice: &mut Dice, source: &'static str) -> Said {
    let kinds =
        ["polity", "polity", "office", "office", "office", "control", "agreement", "decision", "attack"];
    let more = ["recognition", "message", "repression", "territory", "quantity"];
    let kind = if dice.roll(4) == 0 { dice.one(&more) } else { dice.one(&kinds) };
    let roles: Vec<(Role, String)> = match kind {
        "polity" => {
            let change = dice.one(&["created", "dissolved", "renamed", "regime", "joined", "subordinated"]);
            vec![
                (Role::Subject, dice.one(&POLITIES).to_owned()),
                (Role::Subject, dice.one(&POLITIES).to_owned()),
                (Role::Change, change.to_owned()),
            ]
        }
        "office" => vec![
            (Role::Person, dice.one(&PEOPLE).to_owned()),
            (Role::Office, dice.one(&OFFICES).to_owned()),
            (Role::Change, dice.one(&["appointed", "holds", "holds", "left"]).to_owned()),
        ],
        "control" => vec![
            (Role::Actor, dice.one(&POLITIES).to_owned()),
            (Role::Place, dice.one(&PLACES).to_owned()),
            (Role::Change, dice.one(&["takes", "holds", "leaves"]).to_owned()),
        ],
        "agreement" => {
            let mut roles = vec![(Role::Name, dice.one(&TREATIES).to_owned())];
            for _ in 0..dice.roll(4) {
                roles.push((Role::Parties, dice.one(&POLITIES).to_owned()));
            }
            roles
        }
        "decision" => vec![
            (Role::By, dice.one(&POLITIES).to_owned()),
            (Role::About, format!("to denounce the {} of 1921", dice.one(&TREATIES))),
        ],
        "attack" => vec![
            (Role::Actor, dice.one(&POLITIES).to_owned()),
            (Role::Target, dice.one(&POLITIES).to_owned()),
        ],
        "recognition" => {
            let change = dice.one(&["recognised", "refused", "relations-opened", "relations-broken"]);
            vec![
                (Role::By, dice.one(&POLITIES).to_owned()),
                (Role::Of, dice.one(&POLITIES).to_owned()),
                (Role::Change, change.to_owned()),
            ]
        }
        "message" => vec![
            (Role::From, dice.one(&PEOPLE).to_owned()),
            (Role::To, dice.one(&PEOPLE).to_owned()),
            (Role::Form, dice.one(&["note", "speech"]).to_owned()),
        ],
        "quantity" => vec![
            (Role::What, dice.one(&["harvest of barley", "sum", "soldiers of Utopia"]).to_owned()),
            (Role::Value, dice.one(&["20 min", "12 min", "18 min"]).to_owned()),
            (Role::Unit, dice.one(&["bushels", "marks", "dollars", "percent"]).to_owned()),
        ],
        "repression" => vec![
            (Role::Who, dice.one(&PEOPLE).to_owned()),
            (Role::Form, dice.one(&["arrest", "release", "execution"]).to_owned()),
        ],
        _ => vec![
            (Role::Place, dice.one(&PLACES).to_owned()),
            (Role::To, dice.one(&POLITIES).to_owned()),
            (Role::From, dice.one(&POLITIES).to_owned()),
            (Role::Change, dice.one(&["claimed", "assigned", "ceded", "disputed"]).to_owned()),
        ],
    };
    let (year, month, day) = (1918 + dice.roll(5), 1 + dice.roll(12), 1 + dice.roll(28));
    let date = match dice.roll(12) {
        0 => None,
        1 => Some(format!("{year}")),
        2 | 3 => Some(format!("{year}-{month:02}")),
        4 => Some(format!("{year}-{month:02}/..")),
        _ => Some(format!("{year}-{month:02}-{day:02}")),
    };
    Said {
        source,
        kind: kind.parse().unwrap(),
        roles: roles.into_iter().map(|(role, text)| (role, Filler::plain(text))).collect(),
        date: date.map(|date| Time::parse(&date).unwrap()),
        modality: dice.one(&["asserted", "asserted", "asserted", "reported", "denied"]).parse().unwrap(),
        confidence: if dice.roll(8) == 0 { 0.5 } else { 0.9 },
    }
}

fn tell(said: &Said, sentence: u64, mut tell: impl FnMut(&Evidence) -> u32) {
    let mut evidence = Evidence::new(said.source, said.kind, &said.roles);
    evidence.sentence = sentence;
    evidence.date = said.date.as_ref();
    evidence.quote = QUOTES[usize::try_from(sentence).unwrap() * 7 % QUOTES.len()];
    evidence.modality = said.modality;
    evidence.confidence = said.confidence;
    tell(&evidence);
}

/// All that a world answers.
fn described(world: &World) -> Vec<String> {
    let mut all = Vec::new();
    let days = ["1918-06-15", "1919-02-01", "1920-05-05", "1921-11-11", "1920", "1921-03"];
    let queries = days.iter().map(|day| Query::on(&Time::parse(day).unwrap())).chain([Query::ever()]);
    for query in queries {
        for answer in world.ask(&query) {
            all.push(format!(
                "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
                answer.relation(),
                answer.args(world),
                answer.since(),
                answer.until(),
                answer.certainty,
                answer.witnesses(),
                answer.opponents(),
                answer.ended_by(),
            ));
        }
    }
    all.extend(world.undated(&Query::ever()).iter().map(|undated| format!("{undated:?}")));
    let about = Query::on(&Time::parse("1920").unwrap()).about(["Utopia".to_owned()]);
    all.extend(world.ask(&about).iter().map(|answer| format!("about {:?}", answer.args(world))));
    all.extend(world.disagreements().iter().map(|found| format!("{found:?}")));
    all
}

fn gathering(rules: &StateRules) -> Gathering<'_> {
    let mut gathering = Gathering::new(rules, str::to_lowercase);
    gathering.know_polity(["Macaria", "Makariya"]);
    gathering
}

#[test]
fn documents_told_later_make_the_world_that_telling_all_at_once_makes() {
    let rules = Packs::embedded().unwrap().rules;
    for seed in 1..=250u64 {
        let mut dice = Dice::of(seed);
        let documents: Vec<Vec<Said>> = ["a.txt", "b.txt", "c.txt", "d.txt"]
            .iter()
            .map(|source| (0..dice.roll(30)).map(|_| some_statement(&mut dice, source)).collect())
            .collect();
        let mut at_once = gathering(&rules);
        let mut growing = gathering(&rules).grow();
        let mut sentence = 0;
        for document in &documents {
            for said in document {
                sentence += 1;
                tell(said, sentence, |evidence| at_once.tell(evidence));
                tell(said, sentence, |evidence| growing.tell(evidence));
            }
            growing.update();
        }
        let (at_once, grown) = (described(&at_once.derive()), described(growing.world()));
        for (expected, found) in at_once.iter().zip(&grown) {
            assert_eq!(found, expected, "world {seed}");
        }
        assert_eq!(at_once.len(), grown.len(), "world {seed}");
    }
}

#[test]
fn pages_are_pieces_of_the_whole_answer() {
    let rules = Packs::embedded().unwrap().rules;
    let mut dice = Dice(7);
    let mut telling = gathering(&rules);
    for sentence in 0..600 {
        let said = some_statement(&mut dice, "a.txt");
        tell(&said, sentence, |evidence| telling.tell(evidence));
    }
    let world = telling.derive();
    for query in [Query::on(&Time::parse("1920-05").unwrap()), Query::ever().about(["Utopia".to_owned()])] {
        let args = |answers: &[salname_state::Answer]| -> Vec<(Relation, String)> {
            answers.iter().map(|one| (one.relation(), format!("{:?}", one.args(&world)))).collect()
        };
        let whole = world.ask(&query);
        assert!(whole.len() > 30);
        for (skipped, taken) in [(0, 5), (5, 20), (25, 1000)] {
            let page: Vec<_> = world.answers(&query).skip(skipped).take(taken).collect();
            assert_eq!(args(&page), args(&whole[skipped..whole.len().min(skipped + taken)]));
        }
        assert!(world.answers(&query).nth(whole.len()).is_none());
    }
}
