//! Which statement a correction speaks of, now that the source may have been read anew.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::Connection;
use salname_model::{Kind, Span};

use super::correction::{Fillers, Target};
use crate::statement_row::StatementRow;

/// How much a statement must be like the one that was corrected, from 0 to 1.
const LIKE: f64 = 0.5;
/// What likeness is made of: the bytes, the kind, and who and what it speaks of.
const BYTES: f64 = 0.45;
const KIND: f64 = 0.2;
const ROLES: f64 = 0.35;

/// For each target of a source, by its identifier, the statement that it is now; each statement stands for one target
/// at most. The same reading keeps its identifier; otherwise the likest pairs are joined first.
pub(super) fn attach<'t>(
    connection: &Connection,
    source: i64,
    targets: impl Iterator<Item = &'t Target>,
) -> rusqlite::Result<HashMap<String, String>> {
    let targets: BTreeMap<&str, &Target> = targets.map(|target| (target.id.as_str(), target)).collect();
    let mut found: HashMap<String, String> = HashMap::new();
    let mut open = Vec::new();
    let mut exact = connection.prepare_cached(
        "SELECT 1 FROM statements JOIN passages ON passages.id = passage
                                   WHERE statements.id = ?1 AND passages.source = ?2",
    )?;
    for (id, target) in &targets {
        if exact.exists(rusqlite::params![id, source])? {
            found.insert((*id).to_owned(), (*id).to_owned());
        } else {
            open.push(*target);
        }
    }
    let mut pairs = Vec::new();
    for target in open {
        for statement in overlapping(connection, source, target.span)? {
            let like = likeness(target, statement.source, statement.kind, &statement.roles);
            if like >= LIKE {
                pairs.push((like, target.id.clone(), statement.source, statement.id));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (&a.1, a.2, &a.3).cmp(&(&b.1, b.2, &b.3))));
    let mut taken: BTreeSet<String> = found.values().cloned().collect();
    for (_, target, _, statement) in pairs {
        if !found.contains_key(&target) && taken.insert(statement.clone()) {
            found.insert(target, statement);
        }
    }
    Ok(found)
}

fn overlapping(connection: &Connection, source: i64, span: Span) -> rusqlite::Result<Vec<StatementRow>> {
    let ids: Vec<String> = connection
        .prepare_cached(
            "SELECT statements.id FROM passages JOIN statements ON statements.passage = passages.id
             WHERE source = ?1 AND passages.source_start < ?3 AND passages.source_end > ?2
                 AND statements.source_start < ?3 AND statements.source_end > ?2",
        )?
        .query_map(rusqlite::params![source, span.start as i64, span.end as i64], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut all = Vec::with_capacity(ids.len());
    for id in ids {
        all.extend(StatementRow::read(connection, &id)?.map(|(statement, _)| statement));
    }
    Ok(all)
}

/// How alike two readings of one place are, from 0 to 1. Those that share neither kind nor names are none of one thing.
fn likeness(target: &Target, span: Span, kind: Kind, roles: &Fillers) -> f64 {
    let shared = target.span.end.min(span.end).saturating_sub(target.span.start.max(span.start));
    if shared == 0 {
        return 0.0;
    }
    let bytes = shared as f64 / target.span.cover(span).len() as f64;
    let same_kind = target.kind == Some(kind);
    let names = common(&target.roles, roles);
    if !same_kind && names < LIKE {
        return 0.0;
    }
    BYTES * bytes + if same_kind { KIND } else { 0.0 } + ROLES * names
}

/// The share of fillers that two readings have in common (Dice); a filler in another role counts half.
fn common(a: &Fillers, b: &Fillers) -> f64 {
    let all = |fillers: &Fillers| -> Vec<(salname_model::Role, String)> {
        let each = |(role, fillers): (&salname_model::Role, &Vec<salname_model::Filler>)| {
            fillers.iter().map(|filler| (*role, filler.text.to_lowercase())).collect::<Vec<_>>()
        };
        fillers.iter().flat_map(each).collect()
    };
    let (a, b) = (all(a), all(b));
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let of = |one: &(salname_model::Role, String)| {
        if b.contains(one) {
            1.0
        } else if b.iter().any(|(_, text)| *text == one.1) {
            0.5
        } else {
            0.0
        }
    };
    2.0 * a.iter().map(of).sum::<f64>() / (a.len() + b.len()) as f64
}

#[cfg(test)]
mod tests {
    use salname_model::{Filler, Role};

    use super::*;

    fn roles(all: &[(Role, &str)]) -> Fillers {
        let mut fillers = Fillers::new();
        for &(role, text) in all {
            fillers.entry(role).or_default().push(Filler::plain(text));
        }
        fillers
    }

    #[test]
    fn a_better_reading_of_the_same_words_is_alike_and_another_statement_is_not() {
        let target = Target {
            span: Span::new(100, 200),
            kind: Some(Kind::Message),
            roles: roles(&[(Role::From, "Petrov"), (Role::To, "Ivanov")]),
            ..Target::default()
        };
        let like = |start, end, kind, all: &[(Role, &str)]| {
            likeness(&target, Span::new(start, end), kind, &roles(all))
        };
        assert!(like(90, 200, Kind::Message, &[(Role::From, "Petrov")]) > LIKE);
        assert!(
            like(100, 200, Kind::Meeting, &[(Role::Participants, "Petrov"), (Role::Place, "Baku")]) < LIKE
        );
        assert!(like(200, 300, Kind::Message, &[(Role::From, "Petrov"), (Role::To, "Ivanov")]) < LIKE);
        assert!(like(180, 300, Kind::Message, &[(Role::From, "Sidorov")]) < LIKE);
    }
}
