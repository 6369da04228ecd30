//! The form of `state/*.toml` as written, before the rules in it are understood.

use std::collections::BTreeMap;

use salname_model::{Class, Kind, Modality, Relation, Role};
use serde::Deserialize;
use toml::Spanned;

use super::{
    Act, Action, Consequence, Derived, Once, Pattern, Phrase, RelationRule, Retold, Rule, StateRules, Value,
    When,
};
use crate::PackError;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    relation: BTreeMap<Relation, Spanned<RawRelation>>,
    #[serde(default)]
    rule: Vec<Spanned<RawRule>>,
    #[serde(default)]
    consequence: Vec<Spanned<RawConsequence>>,
    #[serde(default)]
    once: Vec<Spanned<RawOnce>>,
    #[serde(default)]
    weight: BTreeMap<String, f64>,
    reading: Option<RawReading>,
    #[serde(default)]
    multiplier: BTreeMap<String, f64>,
    #[serde(default)]
    side: Vec<RawNames>,
    #[serde(default)]
    title: Vec<RawNames>,
    #[serde(default)]
    act: Vec<Spanned<RawAct>>,
    #[serde(default)]
    retold: Vec<Spanned<RawRetold>>,
    told: Option<RawTold>,
    #[serde(rename = "same-quantity")]
    same_quantity: Option<RawSameQuantity>,
    units: Option<RawUnits>,
    #[serde(default)]
    deputy: Vec<RawNames>,
    #[serde(default)]
    following: Vec<RawNames>,
    #[serde(default)]
    currency: Vec<RawNames>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTold {
    from: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUnits {
    parts: Vec<String>,
    counts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSameQuantity {
    says: Vec<String>,
    within: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawRelation {
    args: Vec<String>,
    #[serde(default)]
    one_per: Vec<String>,
    #[serde(default)]
    shared: Vec<String>,
    #[serde(default)]
    optional: Vec<String>,
    #[serde(default)]
    vague: Vec<String>,
    #[serde(default)]
    connecting: Vec<String>,
    #[serde(default)]
    named: Vec<String>,
    #[serde(default)]
    classes: BTreeMap<String, Vec<Class>>,
    #[serde(default)]
    symmetric: bool,
    #[serde(default)]
    each: bool,
    fades: Option<String>,
    lapses: Option<String>,
    reaches_back: Option<String>,
    #[serde(default)]
    generic: Vec<String>,
    #[serde(default)]
    called: Vec<String>,
    #[serde(default)]
    beside: Vec<String>,
    may_miss: Option<String>,
    #[serde(default)]
    derived: BTreeMap<String, RawDerived>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawDerived {
    named_in: String,
    /// "relation.argument".
    among: String,
}

/// The kind, and words for roles: `{ kind = "office", change = ["left"], not-office = ["member"] }`.
#[derive(Deserialize)]
struct RawWhen {
    kind: Kind,
    #[serde(flatten)]
    roles: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename_all = "kebab-case")]
struct RawRule {
    when: RawWhen,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    says_not: Vec<String>,
    begins: Option<Relation>,
    attests: Option<Relation>,
    ends: Option<Relation>,
    denies: Option<Relation>,
    with: BTreeMap<String, String>,
    modality: Option<Vec<Modality>>,
    weak: Option<Vec<Modality>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConsequence {
    of: Relation,
    ends: Relation,
    with: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOnce {
    when: RawWhen,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    event: String,
    same: Vec<Role>,
    #[serde(default)]
    agreeing: Vec<Role>,
    #[serde(default)]
    generic: Vec<String>,
    within: String,
    #[serde(default)]
    lasts: bool,
    weight: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNames {
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawReading {
    heard_from: f32,
    certain_from: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAct {
    when: RawWhen,
    who: Role,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRetold {
    when: RawWhen,
    #[serde(default)]
    who: Vec<Role>,
    #[serde(default)]
    what: Vec<Role>,
    #[serde(default)]
    often: bool,
    #[serde(default)]
    planned: bool,
}

/// Reads one file into the rules.
pub(super) fn read(path: &str, text: &str, rules: &mut StateRules) -> Result<(), PackError> {
    let file: File = toml::from_str(text).map_err(|error| PackError::new(path, error.to_string()))?;
    let place = |span: std::ops::Range<usize>| {
        let line = text.get(..span.start).unwrap_or("").matches('\n').count() + 1;
        format!("{path}:{line}")
    };
    for (relation, raw) in file.relation {
        let at = place(raw.span());
        let rule = raw.into_inner().understand().map_err(|reason| PackError::new(&at, reason))?;
        if rules.relations.insert(relation, rule).is_some() {
            return Err(PackError::new(at, format!("the relation \"{relation}\" is defined twice")));
        }
    }
    for raw in file.rule {
        let at = place(raw.span());
        let rule = raw.into_inner().understand(&at).map_err(|reason| PackError::new(&at, reason))?;
        rules.rules.push(rule);
    }
    for raw in file.consequence {
        let at = place(raw.span());
        let raw = raw.into_inner();
        let with = raw.with.into_iter().collect();
        rules.consequences.push(Consequence { place: at, of: raw.of, ends: raw.ends, with });
    }
    for raw in file.once {
        let at = place(raw.span());
        let once = raw.into_inner().understand(&at).map_err(|reason| PackError::new(&at, reason))?;
        rules.once.push(once);
    }
    for raw in file.act {
        let at = place(raw.span());
        let raw = raw.into_inner();
        let when = raw.when.understand().map_err(|reason| PackError::new(&at, reason))?;
        rules.acts.push(Act { place: at, when, who: raw.who });
    }
    for raw in file.retold {
        let at = place(raw.span());
        let raw = raw.into_inner();
        let when = raw.when.understand().map_err(|reason| PackError::new(&at, reason))?;
        let RawRetold { who, what, often, planned, .. } = raw;
        rules.retold.push(Retold { place: at, when, who, what, often, planned });
    }
    for (kind, weight) in file.weight {
        if !(0.0..=1.0).contains(&weight) {
            return Err(PackError::new(path, format!("the weight of \"{kind}\" is not between 0 and 1")));
        }
        rules.weights.insert(kind, weight);
    }
    rules.multipliers.extend(file.multiplier.into_iter().map(|(word, factor)| (super::fold(&word), factor)));
    if let Some(RawReading { heard_from, certain_from }) = file.reading {
        rules.reading = super::ReadingTrust { heard_from, certain_from };
    }
    rules.told_from = file.told.map_or(rules.told_from, |told| told.from);
    if let Some(RawSameQuantity { says, within }) = file.same_quantity {
        rules.same_quantity = super::SameQuantity { says: phrases(&says), within };
    }
    if let Some(RawUnits { parts, counts }) = file.units {
        (rules.units.parts, rules.units.counts) = (patterns(&parts), patterns(&counts));
    }
    rules.units.currencies.extend(file.currency.iter().map(|currency| patterns(&currency.names)));
    rules.following.extend(file.following.iter().flat_map(|words| patterns(&words.names)));
    rules.deputies.extend(file.deputy.iter().flat_map(|deputy| patterns(&deputy.names)));
    rules.sides.extend(file.side.into_iter().map(|side| side.names));
    rules.titles.extend(file.title.into_iter().map(|title| title.names));
    Ok(())
}

impl RawRelation {
    fn understand(self) -> Result<RelationRule, String> {
        if self.args.is_empty() || self.args.len() > 3 {
            return Err("a relation has no args or more than three".into());
        }
        let derived = self
            .derived
            .into_iter()
            .map(|(arg, raw)| {
                let (relation, among) = raw
                    .among
                    .split_once('.')
                    .ok_or_else(|| format!("among = \"{}\" is not RELATION.ARGUMENT", raw.among))?;
                let relation = relation.parse().map_err(|error| format!("{error}"))?;
                Ok(Derived { arg, named_in: raw.named_in, among: (relation, among.to_owned()) })
            })
            .collect::<Result<_, String>>()?;
        Ok(RelationRule {
            args: self.args,
            one_per: self.one_per,
            shared: patterns(&self.shared),
            optional: self.optional,
            vague: patterns(&self.vague),
            connecting: patterns(&self.connecting),
            named: self.named,
            classes: self.classes,
            symmetric: self.symmetric,
            each: self.each,
            fades: self.fades.as_deref().map(days).transpose()?,
            lapses: self.lapses.as_deref().map(days).transpose()?,
            reaches_back: self.reaches_back.as_deref().map_or(Ok(0), days)?,
            generic: patterns(&self.generic),
            called: patterns(&self.called),
            beside: patterns(&self.beside),
            may_miss: self.may_miss,
            derived,
        })
    }
}

impl RawRule {
    fn understand(self, place: &str) -> Result<Rule, String> {
        let given = [
            (Action::Begins, self.begins),
            (Action::Attests, self.attests),
            (Action::Ends, self.ends),
            (Action::Denies, self.denies),
        ];
        let mut given = given.into_iter().filter_map(|(action, relation)| Some((action, relation?)));
        let (Some((action, relation)), None) = (given.next(), given.next()) else {
            return Err("a rule says one of begins, attests, ends or denies".into());
        };
        let with = self
            .with
            .into_iter()
            .map(|(arg, value)| Ok((arg, Value::parse(&value)?)))
            .collect::<Result<_, String>>()?;
        Ok(Rule {
            place: place.to_owned(),
            when: self.when.understand()?,
            says: phrases(&self.says),
            says_not: phrases(&self.says_not),
            action,
            relation,
            with,
            modality: self.modality.unwrap_or_else(|| vec![Modality::Asserted, Modality::Reported]),
            weak: self.weak.unwrap_or_else(|| vec![Modality::Reported]),
        })
    }
}

impl RawOnce {
    fn understand(self, place: &str) -> Result<Once, String> {
        if !(0.0..=1.0).contains(&self.weight) {
            return Err(format!("the weight {} is not between 0 and 1", self.weight));
        }
        Ok(Once {
            place: place.to_owned(),
            when: self.when.understand()?,
            says: phrases(&self.says),
            event: self.event,
            same: self.same,
            agreeing: self.agreeing,
            generic: patterns(&self.generic),
            within: days(&self.within)?,
            lasts: self.lasts,
            weight: self.weight,
        })
    }
}

impl RawWhen {
    fn understand(self) -> Result<When, String> {
        let mut when = When { kind: self.kind, has: Vec::new(), lacks: Vec::new() };
        for (name, words) in self.roles {
            let (list, role) = match name.strip_prefix("not-") {
                Some(role) => (&mut when.lacks, role),
                None => (&mut when.has, name.as_str()),
            };
            list.push((role.parse().map_err(|error| format!("{error}"))?, patterns(&words)));
        }
        Ok(when)
    }
}

impl Value {
    /// Reads `"role"`, `"first role"`, `"last role"`, `"all role"`, `"named in role"` or `"= text"`.
    fn parse(text: &str) -> Result<Self, String> {
        type Make = fn(Role) -> Value;
        const FORMS: [(&str, Make); 4] = [
            ("first ", Value::First),
            ("last ", Value::Last),
            ("all ", Value::All),
            ("named in ", Value::NamedIn),
        ];
        if let Some(fixed) = text.strip_prefix('=') {
            return Ok(Self::Fixed(fixed.trim().to_owned()));
        }
        let (make, role) = FORMS
            .iter()
            .find_map(|(form, make)| Some((*make, text.strip_prefix(form)?)))
            .unwrap_or((Value::Each, text));
        role.trim().parse().map(make).map_err(|error| format!("{error}"))
    }
}

fn phrases(texts: &[String]) -> Vec<Phrase> {
    texts.iter().map(|text| Phrase::new(text)).collect()
}

fn patterns(words: &[String]) -> Vec<Pattern> {
    words.iter().map(|word| Pattern::new(word)).collect()
}

/// A span such as "2 years", "6 months", "90 days", in days; months and years are rounded.
fn days(text: &str) -> Result<i32, String> {
    let wrong = || format!("\"{text}\" is no span: write it as \"90 days\", \"6 months\" or \"2 years\"");
    let (count, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
    let count: i32 = count.parse().map_err(|_| wrong())?;
    let factor = match unit.trim() {
        "day" | "days" => 1.0,
        "week" | "weeks" => 7.0,
        "month" | "months" => 30.44,
        "year" | "years" => 365.25,
        _ => return Err(wrong()),
    };
    if !(0..=10_000).contains(&count) {
        return Err(wrong());
    }
    // At most 3.7 million days: exact in both types.
    #[allow(clippy::cast_possible_truncation)]
    Ok((f64::from(count) * factor).round() as i32)
}
