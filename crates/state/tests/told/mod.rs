//! Worlds from statements in short.

use salname_model::{Filler, Kind, Modality, Role, Roles, Time};
use salname_packs::Packs;
use salname_state::{Evidence, Gathering, World};

/// One statement in short: `kind date role=filler|filler …`; a filler's spaces are written `_`, and so are those of a
/// `quote=`; `text@entity` is a filler that names an entity.
pub fn told<S: AsRef<str>>(statements: impl IntoIterator<Item = S>) -> World {
    let packs = Packs::embedded().unwrap();
    let mut gathering = Gathering::new(&packs.rules, str::to_lowercase);
    for (number, line) in (0..).zip(statements) {
        let mut sentence = number;
        let mut words = line.as_ref().split_whitespace();
        let kind: Kind = words.next().unwrap().parse().unwrap();
        let date = words.next().filter(|date| *date != "-").map(|date| Time::parse(date).unwrap());
        let mut roles = Roles::default();
        let mut modality = Modality::Asserted;
        let mut source = "a.txt";
        let mut quote = String::new();
        for (role, fillers) in words.map(|word| word.split_once('=').unwrap()) {
            match role {
                "modality" => modality = fillers.parse().unwrap(),
                "source" => source = fillers,
                "quote" => quote = fillers.replace('_', " "),
                "sentence" => sentence = fillers.parse().unwrap(),
                _ => {
                    for filler in fillers.split('|') {
                        let filler = filler.replace('_', " ");
                        let filler = match filler.split_once('@') {
                            Some((text, entity)) => Filler::named(text, entity),
                            None => Filler::plain(filler),
                        };
                        roles.add(role.parse::<Role>().unwrap(), filler);
                    }
                }
            }
        }
        gathering.tell(&Evidence {
            source,
            sentence,
            kind,
            date: date.as_ref(),
            roles: &roles,
            modality,
            quote: &quote,
            confidence: 1.0,
        });
    }
    gathering.derive()
}
