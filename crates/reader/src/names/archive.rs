//! Which names of different documents name the same thing.
//!
//! Within a document the resolver has read what stands around each name; here only the names themselves are left, with
//! their class and the days of which their documents speak. So names are joined where there is one reading of them, and
//! left apart where there are two: a wrong join says something that no source says, a missed one says less.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use salname_model::{Class, Day};
use salname_packs::Packs;

use super::key::Key;
use crate::words::{WordKind, is_initial, lower, tokenize};

/// What one document calls one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveName {
    /// The name, as the document's resolver gave it.
    pub name: String,
    /// What kind of thing it names; none if only a statement has it.
    pub class: Option<Class>,
    /// First and last day of what its document tells of it.
    pub days: Option<(Day, Day)>,
}

/// Joins names across documents.
///
/// The result depends on the names alone: neither on their order nor on how they are spread over documents. The work
/// grows with their number times the number of persons that share a surname and an initial, of which no more than
/// a few hundred are compared.
///
/// ```
/// use salname_model::Class;
/// use salname_packs::Packs;
/// use salname_reader::names::{Archive, ArchiveName};
///
/// let archive = Archive::new(&Packs::embedded().unwrap());
/// let person = |name: &str| ArchiveName { name: name.into(), class: Some(Class::Per), days: None };
/// let groups = archive.join(&[person("Arslan Toyzadə"), person("А. Тойзаде"), person("Aslı Toylu")]);
/// assert_eq!(groups[0], groups[1]);
/// assert_ne!(groups[0], groups[2]);
/// ```
#[derive(Debug)]
pub struct Archive {
    key: Key,
    /// By a whole name of the gazetteer, its entries; by its key, likewise.
    known: HashMap<String, Vec<usize>>,
    known_by_key: HashMap<String, Vec<usize>>,
    classes: Vec<Class>,
    /// By the key of a last word, how many people of the gazetteer have it.
    surnames: HashMap<String, usize>,
    titles: HashSet<String>,
    titles_after: HashSet<String>,
}

/// More years than this lie between no two deeds of one person.
const LIFE: i16 = 80;
/// Of a surname and an initial that more people share, a short form tells nobody.
const MOST_COMPARED: usize = 300;

/// A person's name in parts: the keys of each word in its own reading and the western one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Parts {
    given: Vec<Part>,
    surname: Part,
    /// All words before the surname: what is a title to one is a given name to another ("Mirzə Davud", "M.D.").
    before: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Part {
    keys: [String; 2],
    initial: bool,
}

impl Part {
    fn agrees(&self, other: &Self) -> bool {
        let readings =
            || self.keys.iter().flat_map(|a| other.keys.iter().map(move |b| (a.as_str(), b.as_str())));
        if self.initial || other.initial {
            return readings().any(|(a, b)| a.starts_with(b) || b.starts_with(a));
        }
        readings().any(|(a, b)| a == b)
    }

    fn first(&self) -> Option<char> {
        self.keys[0].chars().next()
    }
}

impl Parts {
    /// True if no given name or initial contradicts another.
    fn agrees(&self, other: &Self) -> bool {
        let agree = |a: &[Part], b: &[Part]| a.iter().zip(b).all(|(a, b)| a.agrees(b));
        agree(&self.given, &other.given) || agree(&self.before, &other.before)
    }

    /// The signs that the name may begin with; none for a surname alone.
    fn initials(&self) -> Vec<char> {
        let firsts = [self.given.first(), self.before.first()];
        let mut initials: Vec<char> = firsts.into_iter().flatten().filter_map(Part::first).collect();
        initials.sort_unstable();
        initials.dedup();
        initials
    }

    /// How much the name tells: whole given names first, then initials.
    fn fullness(&self) -> (usize, usize) {
        (self.given.iter().filter(|part| !part.initial).count(), self.given.len())
    }
}

/// Groups of names, joined and joined again.
struct Groups(Vec<usize>);

impl Groups {
    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    /// The smaller number stands for both.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

impl Archive {
    /// Reads the packs' gazetteers, titles and spelling rules.
    #[must_use]
    pub fn new(packs: &Packs) -> Self {
        let key = Key::new(packs);
        let (mut known, mut known_by_key): (HashMap<String, Vec<usize>>, HashMap<String, Vec<usize>>) =
            (HashMap::new(), HashMap::new());
        let mut surnames: HashMap<String, HashSet<usize>> = HashMap::new();
        let entries = packs.gazetteer.entries();
        for (index, entry) in entries.iter().enumerate() {
            for name in std::iter::once(&entry.id).chain(entry.names.values().flatten()) {
                let of_key = key.of(name);
                if let Some(last) = of_key.rsplit(' ').next().filter(|_| entry.class == Class::Per) {
                    surnames.entry(last.to_owned()).or_default().insert(index);
                }
                for (by, text) in [(&mut known, name.clone()), (&mut known_by_key, of_key)] {
                    let all = by.entry(text).or_default();
                    if !all.contains(&index) {
                        all.push(index);
                    }
                }
            }
        }
        let names = || packs.languages.iter().filter_map(|language| language.names.as_ref());
        Self {
            key,
            known,
            known_by_key,
            classes: entries.iter().map(|entry| entry.class).collect(),
            surnames: surnames.into_iter().map(|(surname, people)| (surname, people.len())).collect(),
            titles: names()
                .flat_map(|names| {
                    names.titles_before.iter().chain(&names.titles_after).chain(&names.particles)
                })
                .cloned()
                .collect(),
            titles_after: names().flat_map(|names| &names.titles_after).cloned().collect(),
        }
    }

    /// For each name the number of its group: names of one number name one thing.
    #[must_use]
    pub fn join(&self, names: &[ArchiveName]) -> Vec<usize> {
        // In an order of their own, so that the order in which they come decides nothing.
        let mut order: Vec<usize> = (0..names.len()).collect();
        let rank = |name: &ArchiveName| (name.class.map(Class::as_str), name.days);
        order.sort_by(|&a, &b| (&names[a].name, rank(&names[a])).cmp(&(&names[b].name, rank(&names[b]))));
        let sorted: Vec<&ArchiveName> = order.iter().map(|&index| &names[index]).collect();
        let mut groups = Groups((0..sorted.len()).collect());
        let classes = self.settle_classes(&sorted);
        self.join_known(&sorted, &classes, &mut groups);
        self.join_things(&sorted, &classes, &mut groups);
        self.join_persons(&sorted, &classes, &mut groups);
        let mut joined = vec![0; names.len()];
        for (place, &index) in order.iter().enumerate() {
            joined[index] = groups.root(place);
        }
        joined
    }

    /// The class of each name; one that has none has that of its namesakes, if these agree. Of a name of several words
    /// there is but one thing: where a document takes it for another class than most do, it is mistaken.
    fn settle_classes(&self, names: &[&ArchiveName]) -> Vec<Option<Class>> {
        let mut of_name: HashMap<&str, BTreeMap<&str, (usize, Class)>> = HashMap::new();
        for name in names {
            if let Some(class) = name.class {
                of_name.entry(&name.name).or_default().entry(class.as_str()).or_insert((0, class)).0 += 1;
            }
        }
        let known = |name: &ArchiveName| {
            let entry = self.known.get(&name.name)?;
            (entry.len() == 1).then(|| self.classes[entry[0]])
        };
        let settle = |name: &ArchiveName| {
            let namesakes = of_name.get(name.name.as_str());
            let several = namesakes.is_some_and(|classes| classes.len() > 1);
            if name.class.is_some() && !(several && name.name.contains(' ')) {
                return name.class;
            }
            let most = namesakes.and_then(|classes| {
                classes.values().rev().max_by_key(|(count, _)| *count).map(|&(_, class)| class)
            });
            known(name).or(most.filter(|_| !several || name.class.is_some()))
        };
        names.iter().map(|name| settle(name)).collect()
    }

    /// Names that mean one entry of the gazetteer.
    fn join_known(&self, names: &[&ArchiveName], classes: &[Option<Class>], groups: &mut Groups) {
        let mut first: HashMap<usize, usize> = HashMap::new();
        for (place, name) in names.iter().enumerate() {
            let Some(class) = classes[place] else { continue };
            let of_class = |entries: Option<&Vec<usize>>| -> Vec<usize> {
                let all = entries.into_iter().flatten().copied();
                all.filter(|&entry| self.classes[entry] == class).collect()
            };
            let mut entries = of_class(self.known.get(&name.name));
            if entries.is_empty() {
                let key = self.key.of(&name.name);
                // The sound of one word alone is not enough for a person.
                if class != Class::Per || key.contains(' ') {
                    entries = of_class(self.known_by_key.get(&key));
                }
            }
            if let [entry] = entries[..] {
                let with = *first.entry(entry).or_insert(place);
                groups.join(place, with);
            }
        }
    }

    /// Places, bodies and events: of one spelling, or of one sound and class.
    fn join_things(&self, names: &[&ArchiveName], classes: &[Option<Class>], groups: &mut Groups) {
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        let mut by_key: HashMap<(&str, String), usize> = HashMap::new();
        for (place, name) in names.iter().enumerate() {
            if classes[place] == Some(Class::Per) {
                continue;
            }
            groups.join(place, *by_name.entry(&name.name).or_insert(place));
            let sort = match classes[place] {
                Some(Class::Gpe | Class::Loc) => "place",
                Some(Class::Org) => "body",
                Some(Class::Evt) => "event",
                _ => continue,
            };
            let key = self.key.of(&name.name);
            if !key.is_empty() {
                groups.join(place, *by_key.entry((sort, key)).or_insert(place));
            }
        }
    }

    fn join_persons(&self, names: &[&ArchiveName], classes: &[Option<Class>], groups: &mut Groups) {
        // People of one surname, the fullest names first; those whose last word is a title by all of their words.
        let mut by_surname: BTreeMap<String, Vec<(usize, Parts)>> = BTreeMap::new();
        let mut whole: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, name) in names.iter().enumerate().filter(|(place, _)| classes[*place] == Some(Class::Per))
        {
            match self.parts(&name.name) {
                Some(parts) => {
                    by_surname.entry(parts.surname.keys[0].clone()).or_default().push((place, parts));
                }
                None => whole.entry(self.key.of(&name.name)).or_default().push(place),
            }
        }
        for places in whole.into_values() {
            for &place in &places[1..] {
                if together(names[place].days, names[places[0]].days) {
                    groups.join(place, places[0]);
                }
            }
        }
        for (surname, mut people) in by_surname {
            people
                .sort_by(|(a, one), (b, other)| (other.fullness(), one, a).cmp(&(one.fullness(), other, b)));
            self.join_namesakes(&surname, &people, names, groups);
        }
    }

    /// People of one surname. Each is compared with the persons that fuller names told apart, and joined if there is
    /// one that nothing contradicts.
    fn join_namesakes(
        &self,
        surname: &str,
        people: &[(usize, Parts)],
        names: &[&ArchiveName],
        groups: &mut Groups,
    ) {
        let mut persons: Vec<Vec<usize>> = Vec::new();
        // By the first sign of a given name, the persons.
        let mut by_initial: BTreeMap<char, Vec<usize>> = BTreeMap::new();
        let many = self.surnames.get(surname).is_some_and(|&people| people > 1);
        for (at, (place, parts)) in people.iter().enumerate() {
            let initials = parts.initials();
            let candidates: BTreeSet<usize> = match initials[..] {
                [] => (0..persons.len()).collect(),
                _ => {
                    initials.iter().filter_map(|initial| by_initial.get(initial)).flatten().copied().collect()
                }
            };
            let fits = |person: &usize| {
                persons[*person].iter().all(|&member| {
                    let (other, known) = &people[member];
                    parts.agrees(known) && together(names[*place].days, names[*other].days)
                })
            };
            let mut fitting: Vec<usize> = if candidates.len() > MOST_COMPARED {
                Vec::new()
            } else {
                candidates.into_iter().filter(fits).collect()
            };
            // The very same name, of two that fit, is the nearer one.
            if fitting.len() > 1 && !initials.is_empty() {
                let same =
                    |person: &&usize| persons[**person].iter().any(|&member| people[member].1 == *parts);
                let exact: Vec<usize> = fitting.iter().filter(same).copied().collect();
                if exact.len() == 1 {
                    fitting = exact;
                }
            }
            let bare_of_many = initials.is_empty() && many;
            match fitting[..] {
                [person] if !bare_of_many => {
                    groups.join(*place, people[persons[person][0]].0);
                    persons[person].push(at);
                }
                _ => {
                    for initial in initials {
                        by_initial.entry(initial).or_default().push(persons.len());
                    }
                    persons.push(vec![at]);
                }
            }
        }
    }

    /// The parts of a person's name without titles; none for one that ends in a title ("… xan", "… oğlu"), in which the
    /// last word tells whose child or of what rank somebody was, and no surname.
    fn parts(&self, name: &str) -> Option<Parts> {
        let words = tokenize(name);
        let words: Vec<&str> =
            words.iter().filter(|word| word.kind == WordKind::Letters).map(|word| word.text(name)).collect();
        let among = |titles: &HashSet<String>, text: &str| {
            titles.contains(&lower(text, true)) || titles.contains(&lower(text, false))
        };
        if words.len() > 1 && among(&self.titles_after, words[words.len() - 1]) {
            return None;
        }
        let part = |text: &str| Part {
            keys: [self.key.of(text), self.key.western(text)],
            initial: is_initial(text),
        };
        let (last, before) = words.split_last()?;
        let sounds = |part: &Part| part.keys.iter().all(|key| !key.is_empty());
        let surname = Some(part(last)).filter(|surname| !surname.initial && sounds(surname))?;
        let all = |given: &mut dyn Iterator<Item = &&str>| -> Vec<Part> {
            given.map(|text| part(text)).filter(sounds).collect()
        };
        Some(Parts {
            given: all(&mut before.iter().filter(|text| !among(&self.titles, text))),
            before: all(&mut before.iter()),
            surname,
        })
    }
}

/// True if both can be of one life.
fn together(a: Option<(Day, Day)>, b: Option<(Day, Day)>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let (first, last) = (a.0.min(b.0), a.1.max(b.1));
    last.year().saturating_sub(first.year()) <= LIFE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, class: Class) -> ArchiveName {
        ArchiveName { name: name.into(), class: Some(class), days: None }
    }

    fn person(name: &str) -> ArchiveName {
        named(name, Class::Per)
    }

    fn archive() -> Archive {
        Archive::new(&Packs::embedded().unwrap())
    }

    /// The groups as lists of names, in order.
    fn grouped(names: &[ArchiveName]) -> Vec<Vec<String>> {
        let mut groups: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (name, group) in names.iter().zip(archive().join(names)) {
            groups.entry(group).or_default().push(name.name.clone());
        }
        let mut groups: Vec<Vec<String>> = groups.into_values().collect();
        groups.iter_mut().for_each(|group| group.sort());
        groups.sort();
        groups
    }

    #[test]
    fn one_for_all_spellings() {
        let groups = grouped(&[
            person("Arslan Toyzadə"),
            person("А. Тойзаде"),
            person("Toyzade"),
            person("Mirzə Davud Toyzadə"),
            person("M.D. Toyzadə"),
            named("Nərabad", Class::Gpe),
            named("Нарабад", Class::Gpe),
            named("Nərabad qəzası", Class::Gpe),
        ]);
        let group = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(groups.len(), 5, "a surname that two have is nobody's: {groups:?}");
        assert!(groups.contains(&group(&["Arslan Toyzadə", "А. Тойзаде"])), "{groups:?}");
        assert!(groups.contains(&group(&["M.D. Toyzadə", "Mirzə Davud Toyzadə"])), "{groups:?}");
        assert!(groups.contains(&group(&["Nərabad", "Нарабад"])), "{groups:?}");
    }

    #[test]
    fn two_for_two() {
        for apart in [
            &["A. Toyzadə", "B. Toyzadə"][..],
            &["A.M. Toyzadə", "A.N. Toyzadə"],
            &["Arslan Toyzadə", "Anar Toyzadə", "A. Toyzadə"],
            &["Arslan Toyzadə", "Bəhram Toyzadə", "Toyzadə"],
            &["Həsən", "Əli Həsən oğlu", "Həsən xan"],
            &["H. Hüseynov", "M.D. Hüseynov", "Hüseynov"],
        ] {
            let names: Vec<ArchiveName> = apart.iter().map(|name| person(name)).collect();
            assert_eq!(grouped(&names).len(), apart.len(), "{apart:?}");
        }
        let class = [named("Toyabad", Class::Gpe), named("Toyabad", Class::Per)];
        assert_eq!(grouped(&class).len(), 2, "a man called as a town");
        let quberniya = [named("Bakı", Class::Gpe), named("Bakı quberniyası", Class::Gpe)];
        assert_eq!(grouped(&quberniya).len(), 2);
    }

    #[test]
    fn a_document_may_mistake_the_class_of_a_whole_name() {
        let mistaken =
            [person("Arslan Toyzadə"), named("Arslan Toyzadə", Class::Gpe), person("Arslan Toyzadə")];
        assert_eq!(grouped(&mistaken).len(), 1);
    }

    #[test]
    fn grandfather_and_grandson_of_one_name_are_two() {
        let days = |from: &str, to: &str| Some((from.parse().unwrap(), to.parse().unwrap()));
        let old = ArchiveName { days: days("1826-01-01", "1828-12-31"), ..person("Arslan Toyzadə") };
        let young = ArchiveName { days: days("1918-01-01", "1920-12-31"), ..person("Arslan Toyzadə") };
        assert_eq!(grouped(&[old.clone(), young.clone()]).len(), 2);
        assert_eq!(grouped(&[old.clone(), old]).len(), 1);
    }

    #[test]
    fn the_order_of_names_decides_nothing() {
        let mut names: Vec<ArchiveName> =
            ["Arslan Toyzadə", "A. Toyzadə", "Toyzadə", "Bəhram Toyzadə", "А. Тойзаде", "B. Toyzade"]
                .map(person)
                .into();
        let groups = grouped(&names);
        for _ in 0..names.len() {
            names.rotate_left(1);
            assert_eq!(grouped(&names), groups);
            names.swap(0, 3);
            assert_eq!(grouped(&names), groups);
        }
    }
}
