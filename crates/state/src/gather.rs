//! From statements to what they say about fluents, by the rules.

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::{Class, Filler, Kind, Modality, Relation, Role, Time};
use salname_packs::state::{Action, RelationRule, Rule, StateRules, Value, fold};

use crate::day::{Bounds, When};
use crate::disagree::Tellings;
use crate::names::{Names, Symbol};
use crate::offices::Offices;
use crate::orders::Order;
use crate::owner::Owners;
use crate::{Evidence, Growing, StatementNumber, World};

/// The number of a fluent.
pub(crate) type FluentNumber = u32;

/// A relation with its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct FluentKey {
    pub relation: Relation,
    pub args: [Symbol; 3],
    /// The date's symbol, where every event is a fluent of its own; otherwise 0.
    pub own: Symbol,
}

/// What one statement says about one fluent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event {
    pub fluent: FluentNumber,
    pub what: EventKind,
    /// The statement makes the fluent possible, never certain.
    pub weak: bool,
    /// Which days; none if the statement has no date.
    pub bounds: Option<Bounds>,
    /// The last day of the stretch of days of which an attestation speaks.
    pub through: i32,
    /// The date as told.
    pub date: Symbol,
    pub statement: StatementNumber,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EventKind {
    Begins,
    Attests,
    Denies,
}

/// The end of all fluents that match a pattern.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stop {
    pub pattern: PatternKey,
    pub weak: bool,
    pub bounds: Bounds,
    pub date: Symbol,
    pub statement: StatementNumber,
}

/// Fluents of a relation with some of their arguments given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PatternKey {
    pub relation: Relation,
    /// Bit `i` for argument `i`; bit 3 for the derived one.
    pub mask: u8,
    pub args: [Symbol; 4],
}

/// A stop whose argument is a known name inside a text, found when all names are known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NamedStop {
    pub relation: Relation,
    pub arg: usize,
    pub text: Symbol,
    pub weak: bool,
    pub bounds: Bounds,
    pub date: Symbol,
    pub statement: StatementNumber,
}

/// Statements told so far, as what they say about fluents.
///
/// ```
/// use salname_model::{Filler, Kind, Modality, Role, Time};
/// use salname_state::{Evidence, Gathering, Query};
///
/// let packs = salname_packs::Packs::embedded().unwrap();
/// let mut gathering = Gathering::new(&packs.rules, str::to_lowercase);
/// let roles = [("office", "Foreign Minister of Utopia"), ("person", "Raphael"), ("change", "appointed")]
///     .into_iter()
///     .map(|(role, text)| (role.parse::<Role>().unwrap(), Filler::plain(text)))
///     .collect();
/// let date = Time::parse("1916-05-02").unwrap();
/// gathering.tell(&Evidence {
///     source: "more.txt",
///     sentence: 0,
///     kind: Kind::Office,
///     date: Some(&date),
///     roles: &roles,
///     quote: "",
///     modality: Modality::Asserted,
///     confidence: 1.0,
/// });
/// let world = gathering.derive();
/// let answers = world.ask(&Query::on(&Time::parse("1916-06-01").unwrap()));
/// assert_eq!(answers[0].args(&world)[1], ("person", "Raphael"));
/// ```
#[derive(Debug)]
pub struct Gathering<'k> {
    pub(crate) rules: &'k StateRules,
    by_kind: FxHashMap<Kind, Vec<&'k Rule>>,
    pub(crate) names: Names<'k>,
    pub(crate) keys: Vec<FluentKey>,
    pub(crate) numbers: FxHashMap<FluentKey, FluentNumber>,
    pub(crate) events: Vec<Event>,
    pub(crate) stops: Vec<Stop>,
    pub(crate) named_stops: Vec<NamedStop>,
    /// The same of statements without a date, which may get one from what they are told relative to.
    pub(crate) undated_stops: Vec<Stop>,
    pub(crate) undated_named_stops: Vec<NamedStop>,
    /// The dates of all statements.
    pub(crate) dates: Vec<Option<Bounds>>,
    /// What is told relative to other statements.
    pub(crate) orders: Vec<Order>,
    pub(crate) tellings: Tellings,
    /// Polities that are known without being told of.
    pub(crate) polities: Vec<(Symbol, String)>,
    known_polities: FxHashSet<Symbol>,
    /// Polities by the name that several of them are called by.
    pub(crate) shared_names: FxHashMap<Symbol, Vec<Symbol>>,
    offices: Offices,
    /// What names are known to name.
    classes: FxHashMap<Symbol, Class>,
    pub(crate) told: StatementNumber,
}

/// More combinations of fillers than this are a list that was misread, not so many fluents.
const MOST_COMBINATIONS: usize = 64;

impl<'k> Gathering<'k> {
    /// Nothing told yet. `key` maps every spelling of a name to the same text.
    pub fn new(rules: &'k StateRules, key: impl Fn(&str) -> String + 'k) -> Self {
        let mut by_kind: FxHashMap<Kind, Vec<&Rule>> = FxHashMap::default();
        for rule in &rules.rules {
            by_kind.entry(rule.when.kind).or_default().push(rule);
        }
        Self {
            rules,
            by_kind,
            names: Names::new(key),
            keys: Vec::new(),
            numbers: FxHashMap::default(),
            events: Vec::new(),
            stops: Vec::new(),
            named_stops: Vec::new(),
            undated_stops: Vec::new(),
            undated_named_stops: Vec::new(),
            dates: Vec::new(),
            orders: Vec::new(),
            tellings: Tellings::default(),
            polities: Vec::new(),
            known_polities: FxHashSet::default(),
            shared_names: FxHashMap::default(),
            offices: Offices::new(rules),
            classes: FxHashMap::default(),
            told: 0,
        }
    }

    /// Makes all spellings of a name known as one, in several languages for example. To be told before the statements.
    pub fn know(&mut self, class: Option<Class>, spellings: impl IntoIterator<Item: AsRef<str>>) {
        let symbol = self.names.one(spellings);
        if let Some(class) = class.filter(|_| symbol != 0) {
            self.classes.entry(symbol).or_insert(class);
        }
    }

    /// Makes known what a polity is called for short, as others are or were too ("Azerbaijan"): a name of its own, of
    /// which those who read decide whom it means. The polity is known already.
    pub fn know_short_name(
        &mut self,
        short: impl IntoIterator<Item: AsRef<str>>,
        polity: impl IntoIterator<Item: AsRef<str>>,
    ) {
        let (short, polity) = (self.know_polity(short), self.names.one(polity));
        if short != 0 && polity != 0 && short != polity {
            let polities = self.shared_names.entry(short).or_default();
            if !polities.contains(&polity) {
                polities.push(polity);
            }
        }
    }

    /// Makes all spellings of a polity known: offices are told apart by the polities that they name. Returns its number
    /// among the names.
    pub fn know_polity(&mut self, spellings: impl IntoIterator<Item: AsRef<str>>) -> u32 {
        let spellings: Vec<_> = spellings.into_iter().collect();
        let polity = self.names.one(&spellings);
        if polity == 0 {
            return 0;
        }
        self.known_polities.insert(polity);
        self.classes.entry(polity).or_insert(Class::Gpe);
        for spelling in &spellings {
            let folded = fold(spelling.as_ref());
            self.offices.know_polity(polity, &folded);
            self.polities.push((polity, folded));
        }
        polity
    }

    /// Tells one statement; it is known by the number returned.
    pub fn tell(&mut self, evidence: &Evidence) -> StatementNumber {
        let number = self.told;
        self.told += 1;
        let rules = self.rules;
        self.tellings.note(evidence);
        self.dates.push(evidence.date.map(Bounds::from));
        let completed = (evidence.kind == Kind::Office)
            .then(|| self.offices.complete(evidence.roles, evidence.quote))
            .flatten();
        let evidence = &Evidence { roles: completed.as_ref().unwrap_or(evidence.roles), ..*evidence };
        if evidence.confidence < rules.reading.heard_from {
            return number;
        }
        let applying: Vec<&Rule> = self
            .by_kind
            .get(&evidence.kind)
            .into_iter()
            .flatten()
            .copied()
            .filter(|rule| {
                rule.when.matches(|role| evidence.roles.get(role).iter().map(|filler| filler.text.as_str()))
                    && rule.is_said_by(evidence.quote)
            })
            .collect();
        for rule in applying {
            self.apply(rule, evidence, number);
        }
        self.tellings.tell(rules, &mut self.names, &self.known_polities, evidence, number);
        number
    }

    /// Works out when every fluent holds.
    #[must_use]
    pub fn derive(self) -> World {
        Growing::derived(self).0
    }

    /// Works out when every fluent holds, and goes on listening: see [`Growing`].
    #[must_use]
    pub fn grow(self) -> Growing<'k> {
        Growing::new(self)
    }

    /// The arguments that rules look for inside texts.
    pub(crate) fn named_arguments(&self) -> Vec<(Relation, usize)> {
        let rules = self.rules.rules.iter();
        let mut found: Vec<(Relation, usize)> = rules
            .flat_map(|rule| rule.with.iter().map(move |(arg, value)| (rule.relation, arg, value)))
            .filter(|(_, _, value)| matches!(value, Value::NamedIn(_)))
            .filter_map(|(relation, arg, _)| {
                let args = &self.rules.relation(relation)?.args;
                Some((relation, args.iter().position(|known| known == arg)?))
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Gives names, fluents and tellings to the world, or takes them back.
    pub(crate) fn exchange(&mut self, world: &mut World) {
        std::mem::swap(&mut self.names.table, &mut world.names);
        std::mem::swap(&mut self.keys, &mut world.keys);
        std::mem::swap(&mut self.tellings, &mut world.tellings);
    }

    fn apply(&mut self, rule: &Rule, evidence: &Evidence, statement: StatementNumber) {
        let counts = rule.modality.contains(&evidence.modality);
        let denied = !counts
            && evidence.modality == Modality::Denied
            && matches!(rule.action, Action::Begins | Action::Attests);
        if !counts && !denied {
            return;
        }
        let Some(relation) = self.rules.relation(rule.relation) else { return };
        let doubtful = evidence.confidence < self.rules.reading.certain_from;
        let weak = doubtful || rule.weak.contains(&evidence.modality);
        let action = if denied { Action::Denies } else { rule.action };
        let date = evidence.date.map_or(0, |date| self.names.symbol(date.as_str()));
        let telling = Telling { rule, relation, action, weak, date, statement };
        for (values, named) in self.combinations(rule, relation, evidence) {
            if action == Action::Ends {
                self.tell_stop(&telling, &values, named, evidence.date);
            } else {
                self.tell_event(&telling, &values, evidence);
            }
        }
    }

    fn tell_event(&mut self, telling: &Telling, values: &[Symbol; 4], evidence: &Evidence) {
        let Telling { relation, action, weak, date, statement, .. } = *telling;
        let mut args = [values[0], values[1], values[2]];
        if relation.symmetric {
            if args[0] == args[1] {
                return;
            }
            if self.names.table.text(args[0]) > self.names.table.text(args[1]) {
                args.swap(0, 1);
            }
        }
        let nameless = relation.may_miss.is_some() && self.is_generic(relation, args[0]);
        let own = if relation.each || nameless { date } else { 0 };
        let fluent = self.fluent(FluentKey { relation: telling.rule.relation, args, own });
        let mut event =
            Event { fluent, what: EventKind::Begins, weak, bounds: None, through: 0, date, statement };
        event.what = match action {
            Action::Begins => EventKind::Begins,
            Action::Attests => EventKind::Attests,
            Action::Denies | Action::Ends => EventKind::Denies,
        };
        if let Some((time, when)) = evidence.date.and_then(|time| Some((time, When::new(time)?))) {
            event.bounds = Some(when.bounds);
            event.through = when.bounds.latest;
            if event.what == EventKind::Attests {
                event.bounds = Some(When::beginning(time, when.bounds));
                event.through = when.through;
                if when.open_end {
                    event.what = EventKind::Begins;
                } else if when.open_start {
                    // "Until": it held the day before, and ended then.
                    let day = when.bounds.earliest - 1;
                    event.bounds = Some(Bounds::new(day, day));
                    event.through = day;
                    let pattern = full_pattern(telling.rule.relation, relation, args);
                    self.stops.push(Stop { pattern, weak, bounds: when.bounds, date, statement });
                }
            }
        }
        self.events.push(event);
    }

    fn tell_stop(
        &mut self,
        telling: &Telling,
        values: &[Symbol; 4],
        named: Option<usize>,
        date: Option<&Time>,
    ) {
        let when = date.and_then(When::new);
        let Telling { rule, relation, weak, statement, .. } = *telling;
        let bounds = when.map_or(Bounds::new(0, 0), |when| when.bounds);
        if let Some(arg) = named {
            let (relation, text) = (rule.relation, values[arg]);
            let date = telling.date;
            let stops = if when.is_some() { &mut self.named_stops } else { &mut self.undated_named_stops };
            stops.push(NamedStop { relation, arg, text, weak, bounds, date, statement });
            return;
        }
        let mut args = *values;
        let mask = (0u8..4).filter(|&bit| args[bit as usize] != 0).fold(0, |mask, bit| mask | 1 << bit);
        if relation.symmetric && mask == 0b11 {
            if args[0] == args[1] {
                return;
            }
            if self.names.table.text(args[0]) > self.names.table.text(args[1]) {
                args.swap(0, 1);
            }
        }
        let causes = self.rules.consequences.iter().any(|consequence| consequence.of == rule.relation);
        if mask == full_mask(relation) && (causes || !relation.derived.is_empty()) {
            // The office may be told under another name: its fluent must be known to find that out. What ends with a
            // polity does so also where nobody tells when the polity began.
            self.fluent(FluentKey { relation: rule.relation, args: [args[0], args[1], args[2]], own: 0 });
        }
        if mask != 0 {
            let pattern = PatternKey { relation: rule.relation, mask, args };
            let stops = if when.is_some() { &mut self.stops } else { &mut self.undated_stops };
            stops.push(Stop { pattern, weak, bounds, date: telling.date, statement });
        }
    }

    /// Every choice of fillers for the rule's arguments, and which argument is to be found inside its text.
    fn combinations(
        &mut self,
        rule: &Rule,
        relation: &RelationRule,
        evidence: &Evidence,
    ) -> Vec<([Symbol; 4], Option<usize>)> {
        let mut found = vec![([0; 4], None)];
        for (arg, value) in &rule.with {
            let slot = relation.args.iter().position(|known| known == arg).unwrap_or(3);
            let mut choices = self.fillers(value, evidence, relation.named.contains(arg));
            if let Some(classes) = relation.classes.get(arg) {
                choices.retain(|symbol| self.classes.get(symbol).is_none_or(|class| classes.contains(class)));
            }
            if rule.relation == Relation::Exists {
                choices.retain(|symbol| !self.is_inferred(*symbol, evidence));
            }
            let optional = rule.action != Action::Ends && relation.optional.contains(arg);
            if choices.is_empty() && optional {
                continue;
            }
            let named = matches!(value, Value::NamedIn(_)).then_some(slot);
            found = found
                .iter()
                .flat_map(|&(values, was)| {
                    choices.iter().map(move |&symbol| {
                        let mut values = values;
                        values[slot] = symbol;
                        (values, named.or(was))
                    })
                })
                .take(MOST_COMBINATIONS)
                .collect();
        }
        found.retain(|(values, _)| values.iter().any(|&symbol| symbol != 0));
        found
    }

    fn fillers(&mut self, value: &Value, evidence: &Evidence, named: bool) -> Vec<Symbol> {
        let symbols = |role: Role, names: &mut Names| -> Vec<Symbol> {
            let fillers = evidence.roles.get(role).iter().filter(|filler| !named || is_name(filler));
            fillers.map(|filler| names.symbol(name_of(filler))).collect()
        };
        let several = |symbols: Vec<Symbol>| if symbols.len() < 2 { Vec::new() } else { symbols };
        match value {
            // "The mission of Utopia was closed" says nothing of Utopia.
            Value::Each(Role::Subject) => {
                let all = evidence.roles.get(Role::Subject);
                let own = all.iter().filter(|filler| !named || is_name(filler));
                let owners = Owners::of_polities(self.rules);
                let own = own.filter(|filler| !owners.has(filler, all, evidence.quote));
                own.map(|filler| self.names.symbol(name_of(filler))).collect()
            }
            Value::Each(role) => symbols(*role, &mut self.names),
            Value::First(role) => several(symbols(*role, &mut self.names)).into_iter().take(1).collect(),
            Value::Last(role) => {
                several(symbols(*role, &mut self.names)).into_iter().next_back().into_iter().collect()
            }
            Value::All(role) => {
                let all = symbols(*role, &mut self.names);
                if all.is_empty() { all } else { vec![self.names.together(all)] }
            }
            Value::NamedIn(role) => {
                evidence.roles.get(*role).iter().map(|filler| self.names.symbol(&filler.text)).collect()
            }
            Value::Fixed(text) => vec![self.names.symbol(text)],
        }
    }

    /// True if a polity was only inferred from a shorter name that is another's too: "Azerbaijan" is a republic, then
    /// another, and which of them is meant is not a thing to found a beginning or an end upon.
    fn is_inferred(&self, symbol: Symbol, evidence: &Evidence) -> bool {
        evidence.roles.iter().flat_map(|(_, fillers)| fillers).any(|filler| {
            self.names.known(name_of(filler)) == Some(symbol)
                && is_inferred(&self.names, &self.known_polities, filler)
        })
    }

    /// True if a name consists of general words only, or is missing.
    pub(crate) fn is_generic(&self, relation: &RelationRule, name: Symbol) -> bool {
        crate::generic::is_generic(&relation.generic, self.names.table.text(name))
    }

    fn fluent(&mut self, key: FluentKey) -> FluentNumber {
        let next = u32::try_from(self.keys.len()).expect("fewer than 2^32 fluents fit in memory");
        *self.numbers.entry(key).or_insert_with(|| {
            self.keys.push(key);
            next
        })
    }
}

/// What all fluents that one rule derives from one statement share.
#[derive(Clone, Copy)]
struct Telling<'r> {
    rule: &'r Rule,
    relation: &'r RelationRule,
    action: Action,
    weak: bool,
    date: Symbol,
    statement: StatementNumber,
}

/// True if a filler names something: a known thing, or a word with a capital letter.
pub(crate) fn is_name(filler: &Filler) -> bool {
    filler.entity.as_ref().is_some_and(|entity| !entity.is_empty())
        || filler.text.split_whitespace().any(|word| {
            word.chars()
                .find(|letter| letter.is_alphanumeric())
                .is_some_and(|letter| letter.is_uppercase() || letter.is_numeric())
        })
}

/// True if the text is the name of one polity, and another was inferred from it.
pub(crate) fn is_inferred(names: &Names, polities: &FxHashSet<Symbol>, filler: &Filler) -> bool {
    let text = names.known(&filler.text);
    text.is_some_and(|text| polities.contains(&text)) && text != names.known(name_of(filler))
}

/// The entity if the filler names one, its text otherwise.
pub(crate) fn name_of(filler: &Filler) -> &str {
    filler.entity.as_deref().filter(|entity| !entity.is_empty()).unwrap_or(&filler.text)
}

/// The bits of all arguments that are told.
pub(crate) fn full_mask(relation: &RelationRule) -> u8 {
    (1u8 << relation.args.len()) - 1
}

fn full_pattern(name: Relation, relation: &RelationRule, args: [Symbol; 3]) -> PatternKey {
    PatternKey { relation: name, mask: full_mask(relation), args: [args[0], args[1], args[2], 0] }
}
