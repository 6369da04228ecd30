//! What is kept of statements so that they can be compared with each other.

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::{Filler, Kind, Modality, Role};
use salname_packs::state::{Once, StateRules};

use super::amounts::Amount;
use super::letters::Said;
use super::ranks::Rank;
use super::retold::Retelling;
use super::stretches::Stretch;
use crate::day::{self, Bounds, When};
use crate::gather::{is_inferred, is_name, name_of};
use crate::names::{Names, Symbol};
use crate::owner::Owners;
use crate::{Evidence, StatementNumber, generic};

/// What is kept of statements.
#[derive(Debug, Default)]
pub(crate) struct Tellings {
    /// The source, the sentence and the confidence of each statement.
    origins: Vec<(u32, u64, f32)>,
    sources: FxHashMap<Box<str>, u32>,
    /// Tellings of events that happen once.
    pub once: Vec<OnceTelling>,
    pub acts: Vec<Act>,
    pub figures: Vec<Figure>,
    /// Quantities that are recognised by the words about them.
    pub amounts: Vec<Amount>,
    /// Statements that are perhaps told of something that belongs to whom they name.
    unsure: FxHashSet<StatementNumber>,
    /// Statements that tell of an office.
    offices: FxHashSet<StatementNumber>,
    /// How many statements tell who has a place, or wants it.
    places: FxHashMap<Symbol, usize>,
    /// What is recognised by its words.
    pub retold: Vec<Retelling>,
    /// What somebody said or wanted, without a day of its own: what a letter says is told after the letter.
    pub said: Vec<Said>,
    pub stretches: Vec<Stretch>,
    pub ranks: Vec<Rank>,
    /// Tellings of events and acts without a date.
    undated: Vec<OnceTelling>,
    undated_acts: Vec<Act>,
    /// Statements that cannot all be so, given the days between what they tell.
    pub contradictions: Vec<Vec<StatementNumber>>,
    /// Whether a name is too general, for each rule that asks.
    general: FxHashMap<(u16, Symbol), bool>,
}

/// One statement about an event that happens once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OnceTelling {
    /// Which of the rules.
    pub rule: u16,
    /// What makes it the same event.
    pub same: [Symbol; 2],
    /// What must not contradict.
    pub agreeing: [Symbol; 2],
    pub bounds: Bounds,
    pub statement: StatementNumber,
}

/// Somebody did something.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Act {
    pub who: Symbol,
    pub bounds: Bounds,
    pub statement: StatementNumber,
}

/// A quantity with its number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figure {
    pub what: Symbol,
    pub unit: Symbol,
    pub value: f64,
    pub bounds: Option<Bounds>,
    pub statement: StatementNumber,
}

/// The days of events by rule, event and source; none where the source disagrees with itself.
pub(crate) type DatesOfEvents = FxHashMap<(u16, [Symbol; 2], u32), Option<(Bounds, StatementNumber)>>;

/// Where a date is to be found later.
const SOME_DAY: Bounds = Bounds { earliest: 0, latest: 0 };

/// More subjects of one event than this are a list that was misread.
const MOST_SUBJECTS: usize = 8;

impl Tellings {
    pub fn source(&self, statement: StatementNumber) -> u32 {
        self.origins[statement as usize].0
    }

    pub fn sentence(&self, statement: StatementNumber) -> (u32, u64) {
        let (source, sentence, _) = self.origins[statement as usize];
        (source, sentence)
    }

    /// True if two statements stand in one source, less than so many bytes apart.
    pub fn are_near(&self, a: StatementNumber, b: StatementNumber, bytes: u64) -> bool {
        let (a, b) = (self.sentence(a), self.sentence(b));
        a.0 == b.0 && a.1.abs_diff(b.1) < bytes
    }

    /// How many statements tell who has a place, or wants it.
    pub fn times_told_of(&self, place: Symbol) -> usize {
        self.places.get(&place).copied().unwrap_or_default()
    }

    pub fn confidence(&self, statement: StatementNumber) -> f64 {
        f64::from(self.origins[statement as usize].2)
    }

    /// False if a statement is perhaps told of something that belongs to whom it names: of a state's mission, not of the
    /// state.
    pub fn is_of_itself(&self, statement: StatementNumber) -> bool {
        !self.unsure.contains(&statement)
    }

    /// True if the statement tells of an office, not of the state or body that it is of.
    pub fn is_of_an_office(&self, statement: StatementNumber) -> bool {
        self.offices.contains(&statement)
    }

    /// Keeps where a statement comes from.
    pub fn note(&mut self, evidence: &Evidence) {
        let next = u32::try_from(self.sources.len()).expect("fewer than 2^32 sources fit in memory");
        let source = match self.sources.get(evidence.source) {
            Some(&known) => known,
            None => *self.sources.entry(evidence.source.into()).or_insert(next),
        };
        self.origins.push((source, evidence.sentence, evidence.confidence));
    }

    /// Keeps what can be compared of a statement that the source stands by.
    pub fn tell(
        &mut self,
        rules: &StateRules,
        names: &mut Names,
        polities: &FxHashSet<Symbol>,
        evidence: &Evidence,
        number: StatementNumber,
    ) {
        let day = evidence.date.and_then(When::new).map(|when| when.bounds).filter(|bounds| bounds.is_day());
        let exact = evidence.date.is_some_and(|date| !day::is_about(date));
        if let Some(day) = day.filter(|_| exact && !evidence.quote.is_empty()) {
            self.retold.extend(Retelling::new(rules, names, evidence, day, number));
        } else if matches!(evidence.modality, Modality::Reported | Modality::Planned) {
            self.said.extend(Said::new(evidence, number));
        }
        if !matches!(evidence.modality, Modality::Asserted | Modality::Reported) {
            return;
        }
        self.stretches.extend(Stretch::new(names, evidence, number));
        let texts = |role: Role| evidence.roles.get(role).iter().map(|filler| filler.text.as_str());
        let bounds = evidence.date.and_then(When::new).map(|when| when.bounds);
        if evidence.kind == Kind::Quantity {
            self.tell_figure(rules, names, evidence, bounds, number);
            if !evidence.quote.is_empty() {
                self.amounts.push(Amount::new(rules, names, evidence, bounds, number));
            }
        }
        if matches!(evidence.kind, Kind::Territory | Kind::Control) {
            self.tell_places(rules, names, evidence, number);
        }
        if evidence.kind == Kind::Office {
            self.offices.insert(number);
            if let Some(bounds) = bounds {
                self.ranks.extend(Rank::of_all(names, evidence, bounds, number));
            }
        }
        for (index, rule) in (0..).zip(&rules.once) {
            // "Since 1920", "in 1919 and 1920": no date of an event that happens once.
            let spans = evidence.date.is_some_and(|date| date.as_str().contains('/'));
            let told = rule.when.kind == evidence.kind && rule.when.matches(texts);
            if told && !spans && rule.is_said_by(evidence.quote) {
                let of_one = |first: &Once| !rule.event.is_empty() && first.event == rule.event;
                let index =
                    (0..).zip(&rules.once).find(|(_, first)| of_one(first)).map_or(index, |(at, _)| at);
                let about = evidence.date.zip(bounds).map(|(date, bounds)| day::about(date, bounds));
                self.tell_once(
                    (index, rule, Owners::of_polities(rules)),
                    names,
                    polities,
                    evidence,
                    about,
                    number,
                );
            }
        }
        for rule in
            rules.acts.iter().filter(|rule| rule.when.kind == evidence.kind && rule.when.matches(texts))
        {
            let sure = evidence.roles.get(rule.who).iter();
            let sure = sure.filter(|filler| is_name(filler) && !is_inferred(names, polities, filler));
            let sure: Vec<&Filler> = sure.collect();
            let acts = if bounds.is_some() { &mut self.acts } else { &mut self.undated_acts };
            acts.extend(sure.into_iter().map(|filler| Act {
                who: names.symbol(name_of(filler)),
                bounds: bounds.unwrap_or(SOME_DAY),
                statement: number,
            }));
        }
    }

    /// The days of events that happen once, by event and source, with the statement that tells them most narrowly; an
    /// event of which a source gives two dates has none.
    pub fn dates_of_events(&self) -> DatesOfEvents {
        let mut dates: DatesOfEvents = FxHashMap::default();
        for telling in &self.once {
            let key = (telling.rule, telling.same, self.source(telling.statement));
            let told = (telling.bounds, telling.statement);
            dates
                .entry(key)
                .and_modify(|known| {
                    *known = known
                        .filter(|(bounds, _)| bounds.overlaps(telling.bounds))
                        .map(|known| if telling.bounds.width() < known.0.width() { told } else { known });
                })
                .or_insert(Some(told));
        }
        dates
    }

    /// The days of the event that a statement without a date tells of, and the statement of its source that gives them.
    pub fn date_of_event(
        &self,
        statement: StatementNumber,
        dates: &DatesOfEvents,
    ) -> Option<(Bounds, StatementNumber)> {
        let source = self.source(statement);
        let start = self.undated.partition_point(|telling| telling.statement < statement);
        let of_one = self.undated[start..].iter().take_while(|telling| telling.statement == statement);
        of_one.filter_map(|event| *dates.get(&(event.rule, event.same, source))?).next()
    }

    /// Gives statements the days that were found for them.
    pub fn date(&mut self, days: &FxHashMap<StatementNumber, Bounds>) {
        let found = |statement: StatementNumber| days.get(&statement).copied();
        let undated = self.undated.iter().filter(|telling| days.contains_key(&telling.statement));
        self.once.extend(undated);
        for telling in &mut self.once {
            telling.bounds = found(telling.statement).unwrap_or(telling.bounds);
        }
        self.acts.extend(self.undated_acts.iter().filter(|act| days.contains_key(&act.statement)));
        for act in &mut self.acts {
            act.bounds = found(act.statement).unwrap_or(act.bounds);
        }
        self.undated.retain(|telling| !days.contains_key(&telling.statement));
        self.undated_acts.retain(|act| !days.contains_key(&act.statement));
    }

    fn tell_places(
        &mut self,
        rules: &StateRules,
        names: &mut Names,
        evidence: &Evidence,
        number: StatementNumber,
    ) {
        let places = evidence.roles.get(Role::Place);
        for place in places.iter().filter(|place| is_name(place)) {
            *self.places.entry(names.symbol(name_of(place))).or_default() += 1;
        }
        // Nobody cedes a place to himself.
        let to = evidence.roles.get(Role::To);
        let to_himself = evidence
            .roles
            .get(Role::From)
            .iter()
            .any(|from| to.iter().any(|to| names.symbol(name_of(to)) == names.symbol(name_of(from))));
        let owners = Owners::of_places(rules);
        if to_himself || places.iter().any(|place| owners.has(place, &[], evidence.quote)) {
            self.unsure.insert(number);
        }
    }

    fn tell_once(
        &mut self,
        (index, rule, owners): (u16, &Once, Owners),
        names: &mut Names,
        polities: &FxHashSet<Symbol>,
        evidence: &Evidence,
        bounds: Option<Bounds>,
        statement: StatementNumber,
    ) {
        // "The troops" may be anybody's.
        let fillers = |role: Role, names: &mut Names| -> Vec<Symbol> {
            let named = evidence.roles.get(role).iter().filter(|filler| is_name(filler));
            named.map(|filler| names.symbol(name_of(filler))).collect()
        };
        let mut agreeing = [0; 2];
        for (slot, role) in rule.agreeing.iter().take(2).enumerate() {
            let all = fillers(*role, names);
            if !all.is_empty() {
                agreeing[slot] = names.together(all);
            }
        }
        let mut subjects = vec![[0; 2]];
        for (slot, role) in rule.same.iter().take(2).enumerate() {
            let all = evidence.roles.get(*role);
            // Where only some of several are named, it is not sure of whom it is told.
            let unsure = *role == Role::Subject && !all.iter().all(is_name);
            if *role == Role::Subject
                && all.iter().any(|filler| unsure || owners.has(filler, all, evidence.quote))
            {
                self.unsure.insert(statement);
            }
            let named = all.iter().filter(|filler| {
                *role == Role::Office
                    || is_name(filler)
                        && !is_inferred(names, polities, filler)
                        && !(*role == Role::Subject && (unsure || owners.has(filler, all, evidence.quote)))
            });
            let named: Vec<&Filler> = named.collect();
            let all: Vec<Symbol> = named.into_iter().map(|filler| names.symbol(name_of(filler))).collect();
            subjects = subjects
                .iter()
                .flat_map(|same| {
                    all.iter().map(move |&symbol| {
                        let mut same = *same;
                        same[slot] = symbol;
                        same
                    })
                })
                .take(MOST_SUBJECTS)
                .collect();
        }
        for same in subjects {
            let general = *self
                .general
                .entry((index, same[0]))
                .or_insert_with(|| generic::is_generic(&rule.generic, names.table.text(same[0])));
            if !general {
                let once = if bounds.is_some() { &mut self.once } else { &mut self.undated };
                let bounds = bounds.unwrap_or(SOME_DAY);
                once.push(OnceTelling { rule: index, same, agreeing, bounds, statement });
            }
        }
    }

    fn tell_figure(
        &mut self,
        rules: &StateRules,
        names: &mut Names,
        evidence: &Evidence,
        bounds: Option<Bounds>,
        statement: StatementNumber,
    ) {
        let single = |role: Role| evidence.roles.single(role);
        let (Some(what), Some(value)) = (single(Role::What), single(Role::Value)) else { return };
        let Some(value) = super::figures::number(value, &rules.multipliers) else { return };
        let what = names.symbol(what);
        let unit = single(Role::Unit).map_or(0, |unit| names.symbol(unit));
        self.figures.push(Figure { what, unit, value, bounds, statement });
    }
}
