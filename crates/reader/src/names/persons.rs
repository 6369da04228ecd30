//! Persons told apart and together by surname, given names and initials.

use rustc_hash::FxHashMap;

/// A person's name as keys, without titles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    /// Keys of the words before the surname; initials are single letters.
    given: Vec<String>,
    surname: String,
}

impl Person {
    /// The parts of a name, given word by word.
    pub fn new(words: &[&str], mut key: impl FnMut(&str) -> String) -> Self {
        let keys: Vec<String> = words.iter().map(|word| key(word)).filter(|key| !key.is_empty()).collect();
        match keys.split_last() {
            Some((surname, given)) => Self { given: given.to_vec(), surname: surname.clone() },
            None => Self { given: Vec::new(), surname: String::new() },
        }
    }

    /// True if both can be one person's name, the surnames being alike: no given name or initial contradicts another.
    pub fn agrees(&self, other: &Self) -> bool {
        self.given.iter().zip(&other.given).take(1).all(|(a, b)| {
            let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
            long.starts_with(short.as_str())
        })
    }

    /// True if this name is the beginning of the other: "Mirzə Bala" of "Mirzə Bala Məmmədzadə".
    fn begins(&self, other: &Self) -> bool {
        let words = self.given.iter().chain([&self.surname]);
        let count = self.given.len() + 1;
        !self.given.is_empty()
            && count <= other.given.len()
            && words
                .zip(&other.given)
                .all(|(a, b)| a == b || (a.chars().count() >= 3 && b.starts_with(a.as_str())))
    }
}

/// The persons of a document so far.
#[derive(Debug, Default)]
pub(super) struct Persons {
    /// By surname, in the order of the text.
    by_surname: FxHashMap<String, Vec<(Person, usize)>>,
    /// Persons of three words and more, by the first.
    by_given: FxHashMap<String, Vec<(Person, usize)>>,
}

/// So many persons of one surname are compared with a new one, the last first.
const MOST_COMPARED: usize = 40;

impl Persons {
    /// The group of a person named before by this name or one that agrees with it, the last first.
    pub fn same(&self, person: &Person) -> Option<usize> {
        let alike = self.by_surname.get(&person.surname).into_iter().flatten().rev().take(MOST_COMPARED);
        let agreed = alike.filter(|(known, _)| person.agrees(known)).min_by_key(|(known, _)| {
            // "M.D.Hüseynov" is nearer to "Mirzə Davud" than to a bare surname.
            known.given.is_empty() || person.given.is_empty()
        });
        agreed
            .or_else(|| {
                let first = person.given.first()?;
                let longer = self.by_given.get(first).into_iter().flatten().rev().take(MOST_COMPARED);
                longer.into_iter().find(|(known, _)| person.begins(known))
            })
            .map(|(_, cluster)| *cluster)
    }

    /// Remembers that this name belongs to that group.
    pub fn add(&mut self, person: Person, cluster: usize) {
        if let Some(first) = person.given.first().filter(|_| person.given.len() > 1) {
            let known = self.by_given.entry(first.clone()).or_default();
            if !known.iter().any(|(one, _)| *one == person) && known.len() < MOST_COMPARED {
                known.push((person.clone(), cluster));
            }
        }
        let known = self.by_surname.entry(person.surname.clone()).or_default();
        match known.iter().position(|(one, _)| *one == person) {
            Some(at) => {
                let again = known.remove(at);
                known.push(again);
            }
            None => known.push((person, cluster)),
        }
        if known.len() > MOST_COMPARED {
            known.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> Person {
        let words: Vec<&str> = name.split(' ').collect();
        Person::new(&words, str::to_lowercase)
    }

    #[test]
    fn initials_contradict_or_agree() {
        assert!(person("M D Hüseynov").agrees(&person("Mirzə Davud Hüseynov")));
        assert!(person("Hüseynov").agrees(&person("Mirzə Davud Hüseynov")));
        assert!(!person("H Hüseynov").agrees(&person("M D Hüseynov")));
        assert!(!person("Həsən Hüseynov").agrees(&person("Hüseyn Hüseynov")));
    }

    #[test]
    fn a_short_form_finds_the_last_that_agrees() {
        let mut persons = Persons::default();
        persons.add(person("M Əliyev"), 0);
        persons.add(person("H Əliyev"), 1);
        assert_eq!(persons.same(&person("Əliyev")), Some(1));
        assert_eq!(persons.same(&person("Məmməd Əliyev")), Some(0));
        assert_eq!(persons.same(&person("A Əliyev")), None);
        persons.add(person("Mirzə Bala Məmmədzadə"), 2);
        assert_eq!(persons.same(&person("Mirzə Bala")), Some(2));
    }
}
