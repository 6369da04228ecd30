//! Fillers in JSON: texts where that is all there is to say.

use std::collections::BTreeMap;

use salname_model::{Filler, Role};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::correction::Fillers;

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum One {
    Text(String),
    Filler(Filler),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Some {
    // The list first: a list of two texts would also do for the two fields of a filler.
    Many(Vec<One>),
    One(One),
}

pub(crate) fn serialize<S: Serializer>(fillers: &Fillers, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Option::Some(fillers.len()))?;
    for (role, fillers) in fillers {
        let all: Vec<One> = fillers.iter().map(One::of).collect();
        map.serialize_entry(role, &all)?;
    }
    map.end()
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fillers, D::Error> {
    let given: BTreeMap<Role, Some> = BTreeMap::deserialize(deserializer)?;
    let read = |(role, fillers)| {
        let fillers = match fillers {
            Some::One(one) => vec![one.into()],
            Some::Many(many) => many.into_iter().map(Filler::from).collect(),
        };
        (role, fillers)
    };
    Ok(given.into_iter().map(read).collect())
}

impl One {
    fn of(filler: &Filler) -> Self {
        match &filler.entity {
            None => Self::Text(filler.text.clone()),
            Option::Some(_) => Self::Filler(filler.clone()),
        }
    }
}

impl From<One> for Filler {
    fn from(one: One) -> Self {
        match one {
            One::Text(text) => Self::plain(text),
            One::Filler(filler) => filler,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_two_texts_is_two_fillers() {
        let read = |json: &str| {
            let fillers: Fillers = deserialize(&mut serde_json::Deserializer::from_str(json)).unwrap();
            fillers[&Role::Parties].clone()
        };
        let both = ["Turkey", "Georgia"].map(Filler::plain);
        assert_eq!(read(r#"{"parties":["Turkey","Georgia"]}"#), both);
        assert_eq!(read(r#"{"parties":"Turkey"}"#), both[..1]);
        assert_eq!(read(r#"{"parties":["Turkey"]}"#), both[..1]);
        let named = [Filler::named("the Turks", "Turkey")];
        assert_eq!(read(r#"{"parties":{"text":"the Turks","entity":"Turkey"}}"#), named);
        assert_eq!(read(r#"{"parties":[{"text":"the Turks","entity":"Turkey"}]}"#), named);
    }
}
