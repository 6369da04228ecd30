//! Which offices are one office: "foreign minister of Georgia", "Gürcüstanın xarici işlər naziri" and, in a book on
//! Georgia, "the minister of foreign affairs".

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::Relation;
use salname_packs::state::{RelationRule, fold, words};

use crate::gather::{FluentNumber, Gathering};
use crate::names::{Finder, Symbol};
use crate::{canon, generic};

/// The offices of one relation's fluents.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    /// The argument that names the office, and the one that names its holder.
    office: usize,
    holder: usize,
    /// The polity that an office's text names, by fluent.
    polity: FxHashMap<FluentNumber, Symbol>,
    /// What makes two offices one, for those that one holds at a time.
    offices: FxHashMap<FluentNumber, [Symbol; 3]>,
}

/// What an office's text says.
#[derive(Debug, Clone, Copy)]
struct Title {
    /// What is left without the polity.
    title: u32,
    polity: Symbol,
    /// It has no words but general ones, and names no polity.
    unqualified: bool,
    /// One holds it at a time.
    exclusive: bool,
}

/// How the group of an unqualified office is told from that of a polity's.
const OF_POLITY: u32 = 1;
const OF_SOURCES: u32 = 2;

impl Titles {
    /// Understands the offices of a relation whose exclusive argument names a polity; none for other relations.
    pub fn new(gathering: &Gathering, relation: Relation, rule: &RelationRule) -> Option<Self> {
        let derived = rule.derived.first()?;
        let slot = |arg: &String| rule.args.iter().position(|known| known == arg);
        let office = slot(rule.one_per.first()?)?;
        if slot(&derived.named_in)? != office {
            return None;
        }
        let holder = (0..rule.args.len()).find(|&other| other != office)?;
        let mut titles = Self { office, holder, ..Self::default() };
        let numbers: Vec<FluentNumber> = (0..)
            .zip(&gathering.keys)
            .filter(|(_, key)| key.relation == relation)
            .map(|(number, _)| number)
            .collect();
        let understood = titles.understand(gathering, rule, &numbers);
        titles.group(gathering, &numbers, &understood);
        Some(titles)
    }

    /// The polity whose office it is; 0 if the text names none.
    pub fn polity_of(&self, number: FluentNumber) -> Symbol {
        self.polity.get(&number).copied().unwrap_or(0)
    }

    /// What is the same for all fluents of one office; none if many may hold it.
    pub fn office_of(&self, number: FluentNumber) -> Option<[Symbol; 3]> {
        self.offices.get(&number).copied()
    }

    /// For each fluent that tells of an office and holder like another does, the one that has the fuller text.
    pub fn fuller(&self, gathering: &Gathering) -> FxHashMap<FluentNumber, FluentNumber> {
        let mut told: FxHashMap<FluentNumber, u32> = FxHashMap::default();
        for event in &gathering.events {
            *told.entry(event.fluent).or_default() += 1;
        }
        let mut alike: FxHashMap<([Symbol; 3], String), Vec<FluentNumber>> = FxHashMap::default();
        for (&number, &office) in &self.offices {
            let holder = gathering.names.table.text(gathering.keys[number as usize].args[self.holder]);
            alike.entry((office, surname(holder))).or_default().push(number);
        }
        let mut fuller = FxHashMap::default();
        for numbers in alike.into_values().filter(|numbers| numbers.len() > 1) {
            let text = |number: FluentNumber| {
                gathering.names.table.text(gathering.keys[number as usize].args[self.office])
            };
            let best = numbers.iter().copied().max_by_key(|&number| {
                let times = told.get(&number).copied().unwrap_or(0);
                (times, self.polity.contains_key(&number), text(number).len(), std::cmp::Reverse(number))
            });
            for &number in &numbers {
                fuller.extend(best.filter(|best| *best != number).map(|best| (number, best)));
            }
        }
        fuller
    }

    /// What each fluent's office says.
    fn understand(
        &mut self,
        gathering: &Gathering,
        rule: &RelationRule,
        numbers: &[FluentNumber],
    ) -> FxHashMap<FluentNumber, Title> {
        let table = &gathering.names.table;
        let told = gathering
            .keys
            .iter()
            .filter(|key| Some(key.relation) == rule.derived.first().map(|next| next.among.0));
        let mut polities: Vec<Symbol> = told.map(|key| key.args[0]).collect();
        polities.sort_unstable();
        polities.dedup();
        let mut finder = Finder::new(polities, table);
        for (symbol, spelling) in &gathering.polities {
            finder.add(*symbol, spelling);
        }
        let mut reading = Reading { rule, finder, numbers: same_titles(gathering, rule) };
        let mut of_symbol: FxHashMap<Symbol, Title> = FxHashMap::default();
        let mut understood = FxHashMap::default();
        for &number in numbers {
            let symbol = gathering.keys[number as usize].args[self.office];
            let title = *of_symbol.entry(symbol).or_insert_with(|| reading.read(table.text(symbol)));
            if title.polity != 0 {
                self.polity.insert(number, title.polity);
            }
            understood.insert(number, title);
        }
        understood
    }

    /// Puts fluents of one office together.
    fn group(
        &mut self,
        gathering: &Gathering,
        numbers: &[FluentNumber],
        titles: &FxHashMap<FluentNumber, Title>,
    ) {
        let holder = |number: FluentNumber| gathering.keys[number as usize].args[self.holder];
        let mut polities_of: FxHashMap<Symbol, FxHashSet<Symbol>> = FxHashMap::default();
        for (&number, &polity) in &self.polity {
            polities_of.entry(holder(number)).or_default().insert(polity);
        }
        let scopes = Scopes::new(gathering, numbers, titles, &holder);
        let mut polities_in: FxHashMap<u32, FxHashSet<Symbol>> = FxHashMap::default();
        for (&number, &scope) in &scopes.of_fluent {
            let known = polities_of.get(&holder(number)).into_iter().flatten();
            polities_in.entry(scope).or_default().extend(known);
        }
        let only = |polities: Option<&FxHashSet<Symbol>>| {
            let polities = polities?;
            (polities.len() == 1).then(|| polities.iter().next().copied()).flatten()
        };
        let mut offices = FxHashMap::default();
        for &number in numbers {
            let title = &titles[&number];
            let place = match scopes.of_fluent.get(&number) {
                None => Some([title.title, OF_POLITY, title.polity]),
                Some(scope) => {
                    match only(polities_in.get(scope)).or_else(|| only(polities_of.get(&holder(number)))) {
                        Some(polity) => Some([title.title, OF_POLITY, polity]),
                        None if polities_in.get(scope).is_none_or(FxHashSet::is_empty) => {
                            Some([title.title, OF_SOURCES, *scope])
                        }
                        // Ministers of several states, and nobody says whose this one is.
                        None => None,
                    }
                }
            };
            offices.extend(place.filter(|_| title.exclusive).map(|place| (number, place)));
        }
        self.offices = offices;
    }
}

/// Reads the texts of offices.
struct Reading<'r> {
    rule: &'r RelationRule,
    finder: Finder,
    /// The number of each title.
    numbers: FxHashMap<String, u32>,
}

impl Reading<'_> {
    fn read(&mut self, text: &str) -> Title {
        let folded = fold(text);
        let mut all: Vec<&str> = words(&folded).collect();
        let found = self.finder.find_in(&all);
        if let Some((_, range)) = &found {
            all.drain(range.clone());
        }
        let title = title_of(self.rule, &all);
        let vague =
            !title.contains(' ') && self.rule.vague.iter().any(|pattern| pattern.matches_word(&title));
        let shared = self.rule.shared.iter().any(|pattern| pattern.matches(text));
        let next = u32::try_from(self.numbers.len()).expect("fewer than 2^32 titles fit in memory");
        Title {
            exclusive: !vague && !shared && !title.is_empty(),
            unqualified: found.is_none() && generic::is_generic(&self.rule.generic, &title),
            polity: found.map_or(0, |(symbol, _)| symbol),
            title: *self.numbers.entry(title).or_insert(next),
        }
    }
}

/// What in a name is the same in all its forms: the stem of its last long word. Two of one surname in one office are
/// rather one under two forms of the name than two people.
fn surname(name: &str) -> String {
    const LONG: usize = 5;
    const STEM: usize = 6;
    let folded = fold(name);
    let long = words(&folded).filter(|word| word.chars().count() >= LONG).last();
    long.map_or_else(|| folded.clone(), |word| word.chars().take(STEM).collect())
}

/// The words of a title that count.
fn title_of(rule: &RelationRule, words: &[&str]) -> String {
    let counts = |word: &&&str| !rule.connecting.iter().any(|pattern| pattern.matches_word(word));
    words.iter().filter(counts).copied().collect::<Vec<_>>().join(" ")
}

/// The titles of the packs: all names of one office have one number.
fn same_titles(gathering: &Gathering, rule: &RelationRule) -> FxHashMap<String, u32> {
    let mut numbers = FxHashMap::default();
    for names in &gathering.rules.titles {
        let next = u32::try_from(numbers.len()).expect("fewer than 2^32 titles fit in memory");
        for name in names {
            let folded = fold(name);
            numbers.entry(title_of(rule, &words(&folded).collect::<Vec<_>>())).or_insert(next);
        }
    }
    numbers
}

/// Sources that mean the same by an unqualified title, since they name one of the same holders.
struct Scopes {
    of_fluent: FxHashMap<FluentNumber, u32>,
}

impl Scopes {
    fn new(
        gathering: &Gathering,
        numbers: &[FluentNumber],
        titles: &FxHashMap<FluentNumber, Title>,
        holder: &impl Fn(FluentNumber) -> Symbol,
    ) -> Self {
        let mut nodes: FxHashMap<(u32, bool, u32), u32> = FxHashMap::default();
        let mut sets = Sets::default();
        let mut node =
            |key: (u32, bool, u32), sets: &mut Sets| *nodes.entry(key).or_insert_with(|| sets.add());
        let wanted: FxHashSet<FluentNumber> =
            numbers.iter().copied().filter(|number| titles[number].unqualified).collect();
        let mut of_holder: FxHashMap<FluentNumber, u32> = FxHashMap::default();
        let events = gathering.events.iter().map(|event| (event.fluent, event.statement));
        let stops = gathering.stops.iter().filter_map(|stop| {
            let rule = gathering.rules.relation(stop.pattern.relation)?;
            Some((canon::told_by(&gathering.numbers, stop, rule)?, stop.statement))
        });
        for (fluent, statement) in events.chain(stops).filter(|(fluent, _)| wanted.contains(fluent)) {
            let title = titles[&fluent].title;
            let person = node((title, true, holder(fluent)), &mut sets);
            let source = node((title, false, gathering.tellings.source(statement)), &mut sets);
            sets.join(person, source);
            of_holder.insert(fluent, person);
        }
        Self { of_fluent: of_holder.into_iter().map(|(number, node)| (number, sets.root(node))).collect() }
    }
}

/// Disjoint sets; the root of each is its smallest member.
#[derive(Default)]
struct Sets {
    parent: Vec<u32>,
}

impl Sets {
    fn add(&mut self) -> u32 {
        let next = u32::try_from(self.parent.len()).expect("fewer than 2^32 sets fit in memory");
        self.parent.push(next);
        next
    }

    fn root(&mut self, mut node: u32) -> u32 {
        while self.parent[node as usize] != node {
            let above = self.parent[self.parent[node as usize] as usize];
            self.parent[node as usize] = above;
            node = above;
        }
        node
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }
}
