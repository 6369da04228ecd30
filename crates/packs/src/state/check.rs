//! Whether rules of state can be meant: what they name exists, and they neither contradict each other nor loop.

use salname_model::{Relation, Role};

use super::{Action, RelationRule, Rule, StateRules, Value, When};
use crate::PackError;

const ROOT: &str = "state";

/// Checks all rules and puts consequences in an order in which causes come first.
pub(super) fn check(rules: &mut StateRules) -> Result<(), PackError> {
    for (relation, rule) in &rules.relations {
        relation_names_its_own_args(rules, *relation, rule)
            .map_err(|reason| PackError::new(ROOT, format!("relation \"{relation}\": {reason}")))?;
    }
    for rule in &rules.rules {
        rule_can_be_meant(rules, rule).map_err(|reason| PackError::new(&rule.place, reason))?;
    }
    for once in &rules.once {
        when_can_be_meant(&once.when)
            .and_then(|()| roles_of_kind(&once.when, once.same.iter().chain(&once.agreeing)))
            .map_err(|reason| PackError::new(&once.place, reason))?;
    }
    for act in &rules.acts {
        when_can_be_meant(&act.when)
            .and_then(|()| roles_of_kind(&act.when, std::iter::once(&act.who)))
            .map_err(|reason| PackError::new(&act.place, reason))?;
    }
    for retold in &rules.retold {
        when_can_be_meant(&retold.when)
            .and_then(|()| roles_of_kind(&retold.when, retold.who.iter().chain(&retold.what)))
            .map_err(|reason| PackError::new(&retold.place, reason))?;
    }
    nothing_contradicts(&rules.rules)?;
    for consequence in &rules.consequences {
        let error = |reason| PackError::new(&consequence.place, reason);
        for (ended, cause) in &consequence.with {
            known_arg(defined(rules, consequence.ends).map_err(error)?, ended).map_err(error)?;
            known_arg(defined(rules, consequence.of).map_err(error)?, cause).map_err(error)?;
        }
        if consequence.with.is_empty() {
            return Err(error("a consequence says which arguments are the same".into()));
        }
    }
    order_consequences(rules)
}

fn relation_names_its_own_args(
    rules: &StateRules,
    relation: Relation,
    rule: &RelationRule,
) -> Result<(), String> {
    let plain = |arg: &String| match rule.args.contains(arg) {
        true => Ok(()),
        false => Err(format!("\"{arg}\" is none of its args {}", rule.args.join(", "))),
    };
    rule.one_per
        .iter()
        .chain(&rule.may_miss)
        .chain(&rule.optional)
        .chain(&rule.named)
        .chain(rule.classes.keys())
        .try_for_each(plain)?;
    if rule.symmetric && rule.args.len() != 2 {
        return Err("only a relation of two args can be symmetric".into());
    }
    if let (Some(fades), Some(lapses)) = (rule.fades, rule.lapses)
        && lapses < fades
    {
        return Err("it lapses before it fades".into());
    }
    if rule.may_miss.is_some() && !rule.derived.is_empty() {
        return Err("it cannot both have an argument that may miss names and a derived one".into());
    }
    for derived in &rule.derived {
        plain(&derived.named_in)?;
        if rule.derived.len() > 1 {
            return Err("it has more than one derived argument".into());
        }
        if rule.args.contains(&derived.arg) {
            return Err(format!("\"{}\" is both an arg and derived", derived.arg));
        }
        let (among, arg) = &derived.among;
        let other = defined(rules, *among)?;
        if *among == relation || !other.args.contains(arg) {
            return Err(format!("\"{among}.{arg}\" is no argument of another relation"));
        }
    }
    Ok(())
}

fn rule_can_be_meant(rules: &StateRules, rule: &Rule) -> Result<(), String> {
    let relation = defined(rules, rule.relation)?;
    when_can_be_meant(&rule.when)?;
    roles_of_kind(
        &rule.when,
        rule.with.iter().filter_map(|(_, value)| value.role()).collect::<Vec<_>>().iter(),
    )?;
    for (arg, value) in &rule.with {
        known_arg(relation, arg)?;
        if matches!(value, Value::NamedIn(_)) && rule.action != Action::Ends {
            return Err(format!(
                "\"{arg}\": only a rule that ends something can look for a name inside a text"
            ));
        }
    }
    if rule.with.is_empty() {
        return Err("a rule says with which arguments".into());
    }
    if rule.action != Action::Ends {
        for arg in &relation.args {
            if !relation.optional.contains(arg) && !rule.with.iter().any(|(given, _)| given == arg) {
                return Err(format!("it {} \"{}\" but leaves \"{arg}\" open", rule.action, rule.relation));
            }
        }
    }
    if rule.modality.is_empty() {
        return Err("no modality is left for it".into());
    }
    Ok(())
}

fn when_can_be_meant(when: &When) -> Result<(), String> {
    roles_of_kind(when, when.has.iter().chain(&when.lacks).map(|(role, _)| role))
}

fn roles_of_kind<'a>(when: &When, roles: impl Iterator<Item = &'a Role>) -> Result<(), String> {
    for role in roles {
        if !when.kind.roles().contains(role) {
            let known: Vec<&str> = when.kind.roles().iter().map(|role| role.as_str()).collect();
            return Err(format!(
                "a statement of kind \"{}\" has no role \"{role}\": it has {}",
                when.kind,
                known.join(", ")
            ));
        }
    }
    Ok(())
}

fn defined(rules: &StateRules, relation: Relation) -> Result<&RelationRule, String> {
    rules.relations.get(&relation).ok_or_else(|| format!("the relation \"{relation}\" is not defined"))
}

fn known_arg(relation: &RelationRule, arg: &String) -> Result<(), String> {
    if relation.args.contains(arg) || relation.derived.iter().any(|derived| &derived.arg == arg) {
        return Ok(());
    }
    Err(format!("\"{arg}\" is none of the arguments {}", relation.args.join(", ")))
}

/// Two rules contradict each other if the same statements begin and end the same fluents.
fn nothing_contradicts(rules: &[Rule]) -> Result<(), PackError> {
    let opposite = |a: Action, b: Action| {
        let ends = |action| matches!(action, Action::Ends | Action::Denies);
        ends(a) != ends(b)
    };
    for (index, rule) in rules.iter().enumerate() {
        let twin = rules[..index].iter().find(|other| {
            other.relation == rule.relation
                && opposite(other.action, rule.action)
                && other.when == rule.when
                && other.with == rule.with
                && (&other.says, &other.says_not) == (&rule.says, &rule.says_not)
                && other.modality.iter().any(|modality| rule.modality.contains(modality))
        });
        if let Some(other) = twin {
            return Err(PackError::new(
                &rule.place,
                format!(
                    "it contradicts {}: one {} and the other {} \"{}\" by the same statements",
                    other.place, other.action, rule.action, rule.relation
                ),
            ));
        }
    }
    Ok(())
}

/// Kahn's order of the relations, so that ends are known before what follows from them is worked out.
fn order_consequences(rules: &mut StateRules) -> Result<(), PackError> {
    let mut left = std::mem::take(&mut rules.consequences);
    while !left.is_empty() {
        let ready = |of: Relation| !left.iter().any(|other| other.ends == of);
        let (now, later): (Vec<_>, Vec<_>) = left.iter().cloned().partition(|next| ready(next.of));
        if now.is_empty() {
            let names: Vec<&str> = later.iter().map(|next| next.of.as_str()).collect();
            return Err(PackError::new(
                &later[0].place,
                format!("the consequences loop: {} end each other", names.join(", ")),
            ));
        }
        rules.consequences.extend(now);
        left = later;
    }
    Ok(())
}
