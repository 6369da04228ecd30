//! Which offices are one office: "foreign minister of Georgia", "Gürcüstanın xarici işlər naziri" and, in a book on
//! Georgia, "the minister of foreign affairs".

mod reading;
mod scopes;

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::Relation;
use salname_packs::state::{RelationRule, fold, words};

use crate::beginnings::Beginnings;
use crate::canon::Canon;
use crate::events::Events;
use crate::gather::{FluentNumber, Gathering, Stop};
use crate::marks::Marks;
use crate::names::Symbol;

use reading::{Reading, Title};
use scopes::Scopes;

/// The offices of one relation's fluents; more can be added later.
#[derive(Debug)]
pub(crate) struct Titles {
    relation: Relation,
    /// The argument that names the office, and the one that names its holder.
    office: usize,
    holder: usize,
    reading: Reading,
    /// What each office's text says.
    of_office: FxHashMap<Symbol, Title>,
    with_office: FxHashMap<Symbol, Vec<FluentNumber>>,
    with_title: FxHashMap<u32, Vec<FluentNumber>>,
    with_holder: FxHashMap<Symbol, Vec<FluentNumber>>,
    /// What makes two offices one, for those that one holds at a time.
    offices: FxHashMap<FluentNumber, [Symbol; 3]>,
    /// Fluents of one office whose holders have one surname.
    alike: FxHashMap<Alike, Vec<FluentNumber>>,
    /// Ends that are told of one office and its holder, by the fluent.
    stops: FxHashMap<FluentNumber, Vec<Stop>>,
    /// Where the texts of offices are found when a polity becomes known that they may name.
    texts: Option<Beginnings>,
}

/// An office and a surname.
type Alike = ([Symbol; 3], Box<str>);

/// How the group of an unqualified office is told from that of a polity's.
const OF_POLITY: u32 = 1;
const OF_SOURCES: u32 = 2;

/// What is known when titles are compared.
#[derive(Clone, Copy)]
pub(crate) struct Known<'g> {
    pub gathering: &'g Gathering<'g>,
    pub events: &'g Events,
}

impl Titles {
    /// For a relation whose exclusive argument names a polity; none for other relations.
    pub fn new(gathering: &Gathering, relation: Relation, rule: &RelationRule) -> Option<Self> {
        let derived = rule.derived.first()?;
        let slot = |arg: &String| rule.args.iter().position(|known| known == arg);
        let office = slot(rule.one_per.first()?)?;
        if slot(&derived.named_in)? != office {
            return None;
        }
        let holder = (0..rule.args.len()).find(|&other| other != office)?;
        Some(Self {
            relation,
            office,
            holder,
            reading: Reading::new(gathering, rule),
            of_office: FxHashMap::default(),
            with_office: FxHashMap::default(),
            with_title: FxHashMap::default(),
            with_holder: FxHashMap::default(),
            offices: FxHashMap::default(),
            alike: FxHashMap::default(),
            stops: FxHashMap::default(),
            texts: None,
        })
    }

    /// The polity whose office it is; 0 if the text names none.
    pub fn polity_of(&self, gathering: &Gathering, number: FluentNumber) -> Symbol {
        self.title(gathering, number).map_or(0, |title| title.polity)
    }

    /// What is the same for all fluents of one office; none if many may hold it.
    pub fn office_of(&self, number: FluentNumber) -> Option<[Symbol; 3]> {
        self.offices.get(&number).copied()
    }

    /// Takes in an end that is told of one office and its holder.
    pub fn add_stop(&mut self, number: FluentNumber, stop: Stop) {
        self.stops.entry(number).or_default().push(stop);
    }

    /// The ends that are told of one office and its holder.
    pub fn stops_of(&self, number: FluentNumber) -> &[Stop] {
        self.stops.get(&number).map_or(&[], Vec::as_slice)
    }

    /// Makes ready for more: from now on the texts of offices are found by their words.
    pub fn expect_more(&mut self, gathering: &Gathering) {
        let mut texts = Beginnings::default();
        let mut symbols: Vec<Symbol> = self.of_office.keys().copied().collect();
        symbols.sort_unstable();
        for symbol in symbols {
            texts.add(symbol, gathering.names.table.text(symbol));
        }
        self.texts = Some(texts);
    }

    /// Understands the offices of new fluents, and those of others anew where the news changes them. `touched` are all
    /// fluents of which something was told; `changed` are marked that have another office or are told of another fluent.
    pub fn take_in(
        &mut self,
        known: Known,
        new: impl Iterator<Item = FluentNumber> + Clone,
        touched: &Marks,
        canon: &mut Canon,
        changed: &mut Marks,
    ) {
        let keys = &known.gathering.keys;
        let mut news = News::default();
        let among = self.reading.among;
        let polities = new.clone().map(|number| keys[number as usize]).filter(|key| key.relation == among);
        let mut polities: Vec<Symbol> = polities.map(|key| key.args[0]).collect();
        polities.sort_unstable();
        polities.dedup();
        polities.retain(|&polity| self.reading.know_polity(polity, &known.gathering.names.table));
        self.read_anew(known.gathering, &polities, &mut news, changed);
        for number in new {
            if keys[number as usize].relation == self.relation {
                self.add(known.gathering, number, &mut news);
            }
        }
        for &number in touched.list() {
            let told = keys[number as usize].relation == self.relation;
            if let Some(title) = self.title(known.gathering, number).filter(|_| told) {
                // Whose office is meant depends on how often each is told.
                news.titles.insert(title.title);
                // What is told more often is the fuller.
                if let Some(office) = self.office_of(number) {
                    news.alike.insert(self.alike_of(known.gathering, number, office));
                }
            }
        }
        for holder in std::mem::take(&mut news.holders) {
            for &number in self.with_holder.get(&holder).into_iter().flatten() {
                if let Some(title) = self.title(known.gathering, number).filter(|title| title.unqualified) {
                    news.titles.insert(title.title);
                }
            }
        }
        let mut titles: Vec<u32> = std::mem::take(&mut news.titles).into_iter().collect();
        titles.sort_unstable();
        for title in titles {
            self.group(known, title, &mut news, canon, changed);
        }
        for alike in news.alike {
            self.choose_fuller(known, &alike, canon, changed);
        }
    }

    fn title(&self, gathering: &Gathering, number: FluentNumber) -> Option<Title> {
        self.of_office.get(&gathering.keys[number as usize].args[self.office]).copied()
    }

    fn add(&mut self, gathering: &Gathering, number: FluentNumber, news: &mut News) {
        let args = gathering.keys[number as usize].args;
        let (office, holder) = (args[self.office], args[self.holder]);
        let text = gathering.names.table.text(office);
        let title = *self.of_office.entry(office).or_insert_with(|| {
            if let Some(texts) = &mut self.texts {
                texts.add(office, text);
            }
            self.reading.read(text)
        });
        self.with_office.entry(office).or_default().push(number);
        self.with_holder.entry(holder).or_default().push(number);
        self.with_title.entry(title.title).or_default().push(number);
        news.titles.insert(title.title);
        if title.polity != 0 {
            news.holders.insert(holder);
        }
    }

    /// Reads the texts again that may name one of the polities.
    fn read_anew(
        &mut self,
        gathering: &Gathering,
        polities: &[Symbol],
        news: &mut News,
        changed: &mut Marks,
    ) {
        let table = &gathering.names.table;
        let Some(texts) = &self.texts else { return };
        let mut offices: Vec<Symbol> =
            polities.iter().flat_map(|&polity| texts.may_name(&fold(table.text(polity)))).copied().collect();
        offices.sort_unstable();
        offices.dedup();
        for office in offices {
            let title = self.reading.read(table.text(office));
            let Some(was) = self.of_office.insert(office, title).filter(|was| *was != title) else {
                continue;
            };
            news.titles.extend([was.title, title.title]);
            for &number in self.with_office.get(&office).into_iter().flatten() {
                if let Some(numbers) = self.with_title.get_mut(&was.title) {
                    numbers.retain(|known| *known != number);
                }
                self.with_title.entry(title.title).or_default().push(number);
                news.holders.insert(gathering.keys[number as usize].args[self.holder]);
                changed.mark(number);
            }
        }
    }

    /// Puts fluents of one office together, of all that have one title.
    fn group(&mut self, known: Known, title: u32, news: &mut News, canon: &mut Canon, changed: &mut Marks) {
        let gathering = known.gathering;
        let mut numbers = self.with_title.get(&title).cloned().unwrap_or_default();
        numbers.sort_unstable();
        let holder = |number: FluentNumber| gathering.keys[number as usize].args[self.holder];
        let told: Vec<FluentNumber> = numbers
            .iter()
            .copied()
            .filter(|number| self.title(gathering, *number).is_some_and(|title| title.unqualified))
            .collect();
        let mut polities_of: FxHashMap<Symbol, FxHashSet<Symbol>> = FxHashMap::default();
        for &number in &told {
            polities_of.entry(holder(number)).or_insert_with(|| self.polities_of(gathering, holder(number)));
        }
        let scopes = Scopes::new(known, &told, self, &holder);
        let mut polities_in: FxHashMap<u32, FxHashSet<Symbol>> = FxHashMap::default();
        for (&number, &scope) in &scopes.of_fluent {
            polities_in.entry(scope).or_default().extend(&polities_of[&holder(number)]);
        }
        let only = |polities: Option<&FxHashSet<Symbol>>| {
            let polities = polities?;
            (polities.len() == 1).then(|| polities.iter().next().copied()).flatten()
        };
        let meant = self.meant(known, &numbers);
        let mut places = Vec::with_capacity(numbers.len());
        for &number in &numbers {
            let Some(title) = self.title(gathering, number) else { continue };
            let place = match scopes.of_fluent.get(&number) {
                None => Some([title.title, OF_POLITY, meant.get(&number).copied().unwrap_or(title.polity)]),
                Some(scope) => {
                    let told =
                        only(polities_in.get(scope)).or_else(|| only(polities_of.get(&holder(number))));
                    match told.or_else(|| meant.get(&number).copied()) {
                        Some(polity) => Some([title.title, OF_POLITY, polity]),
                        None if polities_in.get(scope).is_none_or(FxHashSet::is_empty) => {
                            Some([title.title, OF_SOURCES, *scope])
                        }
                        // Ministers of several states, and nobody says whose this one is.
                        None => None,
                    }
                }
            };
            places.push((number, place.filter(|_| title.exclusive)));
        }
        for (number, place) in places {
            self.put(gathering, number, place, news, canon, changed);
        }
    }

    /// Which polity is meant where a title names none, or one by what several are called ("Azerbaijan"): the one whose
    /// office somebody of the same surname is most often said to hold.
    fn meant(&self, known: Known, numbers: &[FluentNumber]) -> FxHashMap<FluentNumber, Symbol> {
        let gathering = known.gathering;
        let shared = |number: FluentNumber| gathering.shared_names.get(&self.polity_of(gathering, number));
        let named = |number: FluentNumber| self.polity_of(gathering, number) != 0 && shared(number).is_none();
        let surname_of = |number: FluentNumber| {
            surname(gathering.names.table.text(gathering.keys[number as usize].args[self.holder]))
        };
        let mut held: FxHashMap<String, Vec<(Symbol, usize)>> = FxHashMap::default();
        if numbers.iter().all(|number| named(*number)) {
            return FxHashMap::default();
        }
        for &number in numbers.iter().filter(|number| named(**number)) {
            let polities = held.entry(surname_of(number)).or_default();
            let polity = self.polity_of(gathering, number);
            let told = known.events.of(number).count();
            match polities.iter_mut().find(|(other, _)| *other == polity) {
                Some((_, times)) => *times += told,
                None => polities.push((polity, told)),
            }
        }
        let most = |number: FluentNumber| {
            let candidates = held.get(&surname_of(number))?.iter();
            let mut candidates: Vec<(Symbol, usize)> = candidates
                .filter(|(polity, _)| shared(number).is_none_or(|polities| polities.contains(polity)))
                .copied()
                .collect();
            candidates.sort_unstable_by_key(|(polity, times)| (std::cmp::Reverse(*times), *polity));
            let (first, times) = *candidates.first()?;
            candidates.get(1).is_none_or(|(_, second)| *second < times).then_some(first)
        };
        let doubtful = numbers.iter().copied().filter(|number| !named(*number));
        doubtful.filter_map(|number| Some((number, most(number)?))).collect()
    }

    fn polities_of(&self, gathering: &Gathering, holder: Symbol) -> FxHashSet<Symbol> {
        let held = self.with_holder.get(&holder).into_iter().flatten();
        held.map(|&number| self.polity_of(gathering, number)).filter(|&polity| polity != 0).collect()
    }

    /// Puts a fluent into an office, or none.
    fn put(
        &mut self,
        gathering: &Gathering,
        number: FluentNumber,
        place: Option<[Symbol; 3]>,
        news: &mut News,
        canon: &mut Canon,
        changed: &mut Marks,
    ) {
        let was = self.office_of(number);
        if was == place {
            return;
        }
        changed.mark(number);
        if let Some(was) = was {
            let alike = self.alike_of(gathering, number, was);
            if let Some(numbers) = self.alike.get_mut(&alike) {
                numbers.retain(|known| *known != number);
            }
            news.alike.insert(alike);
        }
        match place {
            Some(place) => {
                self.offices.insert(number, place);
                let alike = self.alike_of(gathering, number, place);
                self.alike.entry(alike.clone()).or_default().push(number);
                news.alike.insert(alike);
            }
            None => {
                self.offices.remove(&number);
                canon.set(number, number, changed);
            }
        }
    }

    fn alike_of(&self, gathering: &Gathering, number: FluentNumber, office: [Symbol; 3]) -> Alike {
        let holder = gathering.keys[number as usize].args[self.holder];
        (office, surname(gathering.names.table.text(holder)).into())
    }

    /// Of fluents that tell of an office and holder alike, all are the one that has the fuller text.
    fn choose_fuller(&self, known: Known, alike: &Alike, canon: &mut Canon, changed: &mut Marks) {
        let gathering = known.gathering;
        let Some(numbers) = self.alike.get(alike) else { return };
        let text = |number: FluentNumber| {
            gathering.names.table.text(gathering.keys[number as usize].args[self.office])
        };
        let best = numbers.iter().copied().max_by_key(|&number| {
            let (plain, named) = self.title(gathering, number).map_or((false, 0), |title| {
                let shared = gathering.shared_names.contains_key(&title.polity);
                (title.plain, if title.polity == 0 { 0 } else { 2 - u8::from(shared) })
            });
            let told = known.events.of(number).count();
            (if plain { named } else { 0 }, plain, told, named, text(number).len(), std::cmp::Reverse(number))
        });
        let Some(best) = best else { return };
        for &number in numbers {
            canon.set(number, best, changed);
        }
    }
}

/// What is to be compared anew.
#[derive(Default)]
struct News {
    titles: FxHashSet<u32>,
    holders: FxHashSet<Symbol>,
    alike: FxHashSet<Alike>,
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
