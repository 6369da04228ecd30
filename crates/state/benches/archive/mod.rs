//! An archive that was made up: statements about a world in which everything that begins ends.
//!
//! A world of stories is made first: offices that pass from hand to hand, towns that are taken and left, bodies that
//! are founded and dissolved, treaties that are signed and denounced, letters that are answered, people who are
//! arrested and released. Each event is then told by one to three sources, with a date that is a day, a month or a year. Names
//! are as many as the archive is large: a larger archive tells of more things, not of the same things more often.

#[path = "../../tests/chance/mod.rs"]
mod chance;

pub use chance::Dice;
use salname_model::{Filler, Kind, Modality, Role, Roles, Time};
use salname_state::Evidence;

/// A statement of the archive.
#[derive(Debug)]
pub struct Told {
    pub source: String,
    pub sentence: u64,
    pub kind: Kind,
    pub date: Time,
    pub roles: Roles,
    pub modality: Modality,
}

impl Told {
    pub fn evidence(&self) -> Evidence<'_> {
        let mut evidence = Evidence::new(&self.source, self.kind, &self.roles);
        evidence.sentence = self.sentence;
        evidence.date = Some(&self.date);
        evidence.modality = self.modality;
        evidence
    }
}

const FIRST_YEAR: u64 = 1898;
const YEARS: u64 = 48;
const DAYS_OF_YEAR: u64 = 336;
const TITLES: [&str; 8] = [
    "prime minister",
    "foreign minister",
    "minister of finance",
    "president",
    "war minister",
    "minister of justice",
    "home secretary",
    "governor",
];

/// Makes statements story by story, and gives each to `tell`, until there are so many; with as many names as an archive
/// of `size` statements has.
pub fn tell_archive(seed: u64, size: u64, statements: u64, tell: impl FnMut(Told)) {
    let mut archive = Archive { dice: Dice::of(seed), size, told: 0, tell };
    while archive.told < statements {
        archive.story();
    }
}

struct Archive<T: FnMut(Told)> {
    dice: Dice,
    size: u64,
    told: u64,
    tell: T,
}

impl<T: FnMut(Told)> Archive<T> {
    /// A name; there are as many as the archive has statements, divided by `rarity`.
    fn name(&mut self, what: &str, rarity: u64) -> String {
        let many = (self.size / rarity).max(20);
        format!("{what} {}", self.dice.roll(many))
    }

    fn day(&mut self) -> u64 {
        self.dice.roll(YEARS * DAYS_OF_YEAR)
    }

    fn story(&mut self) {
        match self.dice.roll(20) {
            0..=6 => self.office(),
            7..=9 => self.town(),
            10 | 11 => self.body(),
            12 | 13 => self.treaty(),
            14..=16 => self.letters(),
            17 => self.arrest(),
            18 => self.war(),
            _ => self.figure(),
        }
    }

    /// An office that passes from hand to hand.
    fn office(&mut self) {
        let land = self.name("Land", 2_500);
        let office = match self.dice.roll(4) {
            0 => format!("{} of {land}", self.dice.one(&TITLES)),
            _ => format!("Chairman of {}", self.name("Board", 90)),
        };
        let mut day = self.day();
        for _ in 0..2 + self.dice.roll(4) {
            let person = self.name("Person", 25);
            let term = 60 + self.dice.roll(900);
            let roles = |change: &str| {
                vec![
                    (Role::Person, person.clone()),
                    (Role::Office, office.clone()),
                    (Role::Change, change.to_owned()),
                ]
            };
            self.event(Kind::Office, day, roles("appointed"));
            for _ in 0..self.dice.roll(3) {
                let later = day + self.dice.roll(term);
                self.event(Kind::Office, later, roles("holds"));
            }
            day += term;
            if self.dice.roll(2) == 0 {
                self.event(Kind::Office, day, roles("left"));
            }
        }
    }

    /// A town that is taken by one after another, and left.
    fn town(&mut self) {
        let town = self.name("Town", 60);
        let mut day = self.day();
        for _ in 0..1 + self.dice.roll(4) {
            let power = self.name("Army", 5_000);
            let roles = |change: &str| {
                vec![
                    (Role::Actor, power.clone()),
                    (Role::Place, town.clone()),
                    (Role::Change, change.to_owned()),
                ]
            };
            self.event(Kind::Control, day, roles("takes"));
            day += 20 + self.dice.roll(400);
            if self.dice.roll(2) == 0 {
                self.event(Kind::Control, day, roles("leaves"));
            }
        }
    }

    /// A body, or a land, that is founded and mostly dissolved.
    fn body(&mut self) {
        let body = match self.dice.roll(10) {
            0 => self.name("Land", 2_500),
            _ => self.name("Body", 40),
        };
        let roles = |change: &str| vec![(Role::Subject, body.clone()), (Role::Change, change.to_owned())];
        let day = self.day();
        self.event(Kind::Polity, day, roles("created"));
        let life = 100 + self.dice.roll(3_000);
        if self.dice.roll(5) > 0 {
            self.event(Kind::Polity, day + life, roles("dissolved"));
        }
    }

    fn treaty(&mut self) {
        let name = self.name("Accord", 40);
        let parties = (0..2).map(|_| (Role::Parties, self.name("Land", 2_500)));
        let mut roles: Vec<_> = parties.collect();
        roles.push((Role::Name, name.clone()));
        let day = self.day();
        self.event(Kind::Agreement, day, roles);
        if self.dice.roll(3) == 0 {
            let later = day + 100 + self.dice.roll(2_000);
            let by = (Role::By, self.name("Land", 2_500));
            self.event(Kind::Decision, later, vec![by, (Role::About, format!("denounces the {name}"))]);
        }
    }

    /// Letters between two, mostly answered.
    fn letters(&mut self) {
        let (a, b) = (self.name("Person", 25), self.name("Person", 25));
        let mut day = self.day();
        let form = self.dice.one(&["note", "telegram", "letter"]);
        let roles = |from: &str, to: &str| {
            vec![(Role::From, from.to_owned()), (Role::To, to.to_owned()), (Role::Form, form.to_owned())]
        };
        self.event(Kind::Message, day, roles(&a, &b));
        if self.dice.roll(5) > 0 {
            day += 1 + self.dice.roll(40);
            self.event(Kind::Message, day, roles(&b, &a));
        }
    }

    fn arrest(&mut self) {
        let (person, by) = (self.name("Person", 25), self.name("Land", 2_500));
        let day = self.day();
        let arrested = vec![(Role::Who, person.clone()), (Role::By, by), (Role::Form, "arrest".to_owned())];
        self.event(Kind::Repression, day, arrested);
        if self.dice.roll(2) == 0 {
            let later = day + self.dice.roll(600);
            let form = (Role::Form, self.dice.one(&["release", "execution"]).to_owned());
            self.event(Kind::Repression, later, vec![(Role::Who, person), form]);
        }
    }

    fn war(&mut self) {
        let (a, b) = (self.name("Land", 2_500), self.name("Land", 2_500));
        let day = self.day();
        self.event(Kind::Attack, day, vec![(Role::Actor, a.clone()), (Role::Target, b.clone())]);
        let name = format!("Peace of {}", self.name("Town", 60));
        let later = day + 30 + self.dice.roll(300);
        self.event(Kind::Agreement, later, vec![(Role::Parties, a), (Role::Parties, b), (Role::Name, name)]);
    }

    fn figure(&mut self) {
        let day = self.day();
        let what = (Role::What, format!("soldiers of {}", self.name("Land", 2_500)));
        let value = (Role::Value, self.dice.roll(100_000).to_string());
        self.event(Kind::Quantity, day, vec![what, value, (Role::Unit, "people".to_owned())]);
    }

    /// One to three sources tell of an event.
    fn event(&mut self, kind: Kind, day: u64, roles: Vec<(Role, String)>) {
        let roles: Roles = roles.into_iter().map(|(role, text)| (role, Filler::plain(text))).collect();
        let (year, rest) = (FIRST_YEAR + day / DAYS_OF_YEAR, day % DAYS_OF_YEAR);
        let (month, date) = (1 + rest / 28, 1 + rest % 28);
        let sources = match self.dice.roll(6) {
            0 => 3,
            1 | 2 => 2,
            _ => 1,
        };
        for _ in 0..sources {
            let date = match self.dice.roll(20) {
                0 => format!("{year}"),
                1..=3 => format!("{year}-{month:02}"),
                _ => format!("{year}-{month:02}-{date:02}"),
            };
            let told = Told {
                source: self.name("source", 500),
                sentence: self.told,
                kind,
                date: Time::parse(&date).expect("the dates are well-formed"),
                roles: roles.clone(),
                modality: if self.dice.roll(12) == 0 { Modality::Reported } else { Modality::Asserted },
            };
            (self.tell)(told);
            self.told += 1;
        }
    }
}
