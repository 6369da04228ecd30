//! What is kept of statements so that they can be compared with each other.

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::{Filler, Kind, Modality, Role};
use salname_packs::state::{Once, StateRules};

use crate::day::{Bounds, When};
use crate::gather::{is_inferred, is_name, name_of};
use crate::names::{Names, Symbol};
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

    pub fn confidence(&self, statement: StatementNumber) -> f64 {
        f64::from(self.origins[statement as usize].2)
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
        if !matches!(evidence.modality, Modality::Asserted | Modality::Reported) {
            return;
        }
        let texts = |role: Role| evidence.roles.get(role).iter().map(|filler| filler.text.as_str());
        let bounds = evidence.date.and_then(When::new).map(|when| when.bounds);
        if evidence.kind == Kind::Quantity {
            self.tell_figure(rules, names, evidence, bounds, number);
        }
        let Some(bounds) = bounds else { return };
        for (index, rule) in (0..).zip(&rules.once) {
            if rule.when.kind == evidence.kind && rule.when.matches(texts) {
                self.tell_once((index, rule), names, polities, evidence, bounds, number);
            }
        }
        for rule in
            rules.acts.iter().filter(|rule| rule.when.kind == evidence.kind && rule.when.matches(texts))
        {
            let sure = evidence.roles.get(rule.who).iter();
            let sure = sure.filter(|filler| is_name(filler) && !is_inferred(names, polities, filler));
            let sure: Vec<&Filler> = sure.collect();
            self.acts.extend(sure.into_iter().map(|filler| Act {
                who: names.symbol(name_of(filler)),
                bounds,
                statement: number,
            }));
        }
    }

    fn tell_once(
        &mut self,
        (index, rule): (u16, &Once),
        names: &mut Names,
        polities: &FxHashSet<Symbol>,
        evidence: &Evidence,
        bounds: Bounds,
        statement: StatementNumber,
    ) {
        let fillers = |role: Role, names: &mut Names| -> Vec<Symbol> {
            evidence.roles.get(role).iter().map(|filler| names.symbol(name_of(filler))).collect()
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
            let named = evidence.roles.get(*role).iter().filter(|filler| {
                *role == Role::Office || is_name(filler) && !is_inferred(names, polities, filler)
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
                self.once.push(OnceTelling { rule: index, same, agreeing, bounds, statement });
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
