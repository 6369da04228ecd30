//! Which entity each name names: as found by comparing names, and then as people say.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::correction::{Action, Correction, EntityRef, Mark};
use super::log::Log;
use crate::statement_row::entity_called;
use crate::{NameKeys, fault};

/// Brings entities in line with the labels of names and with the log: mentions, fillers, words and classes of those
/// that changed. Sources in which something names another entity than before get the revision.
pub(crate) fn settle_entities(
    connection: &Connection,
    log: &Log,
    keys: &dyn NameKeys,
    revision: i64,
) -> rusqlite::Result<()> {
    let mut settling = Settling { connection, groups: Groups::default(), touched: BTreeSet::new() };
    settling.follow(log)?;
    settling.move_names()?;
    settling.move_mentions()?;
    for &source in &settling.touched {
        refit_fillers(connection, source)?;
        connection
            .prepare_cached("UPDATE sources SET revision = ?2 WHERE id = ?1")?
            .execute([source, revision])?;
    }
    refresh(connection, keys)
}

struct Settling<'a> {
    connection: &'a Connection,
    groups: Groups,
    /// Sources in which something changed.
    touched: BTreeSet<i64>,
}

/// Labels that were put together, names that groups were given, and names and mentions that were taken out.
#[derive(Debug, Default)]
struct Groups {
    parent: HashMap<String, String>,
    /// By root, what the group is called.
    called: HashMap<String, String>,
    names: BTreeMap<i64, String>,
    mentions: BTreeMap<i64, String>,
}

impl Groups {
    fn root(&self, label: &str) -> String {
        let mut at = label;
        while let Some(above) = self.parent.get(at) {
            at = above;
        }
        at.to_owned()
    }

    fn name(&self, label: &str) -> String {
        let root = self.root(label);
        self.called.get(&root).cloned().unwrap_or(root)
    }
}

/// One mention: its row, its name's row, and the label of that name.
struct Mentioned {
    mention: i64,
    name: i64,
    label: String,
}

impl Settling<'_> {
    /// Does what corrections say, one after another, and notes which of them found what they speak of.
    fn follow(&mut self, log: &Log) -> rusqlite::Result<()> {
        self.connection.execute("DELETE FROM attached WHERE passage IS NULL", [])?;
        for correction in log.in_force().filter(|correction| correction.is_of_entities()) {
            if self.follow_one(correction)? {
                self.connection
                    .prepare_cached("INSERT OR REPLACE INTO attached (correction, position) VALUES (?1, 0)")?
                    .execute([&correction.id])?;
            }
        }
        Ok(())
    }

    /// False if what it speaks of is not there, or what it wants is taken.
    fn follow_one(&mut self, correction: &Correction) -> rusqlite::Result<bool> {
        match &correction.action {
            Action::Merge { entities } => {
                let mut roots = Vec::new();
                for entity in entities {
                    roots.extend(self.resolve(entity)?);
                }
                let all = roots.len() == entities.len();
                if let Some((first, rest)) = roots.split_first() {
                    for other in rest.iter().filter(|other| *other != first) {
                        self.groups.parent.insert(other.clone(), first.clone());
                    }
                }
                Ok(all)
            }
            Action::Rename { entity, name } => {
                let Some(root) = self.resolve(entity)? else { return Ok(false) };
                match self.rooted(name)? {
                    Some(other) if other != root => return Ok(false),
                    _ => self.groups.called.insert(root, name.clone()),
                };
                Ok(true)
            }
            Action::Split { entity, marks, into } => {
                let Some(root) = self.resolve(entity)? else { return Ok(false) };
                let target = match self.rooted(into)? {
                    Some(other) if other != root => other,
                    _ => {
                        // A label of its own: no name that is read can be this.
                        let label = format!("{}\n{into}", correction.id);
                        self.groups.called.insert(label.clone(), into.clone());
                        label
                    }
                };
                let mut found = false;
                for mark in marks {
                    found |= self.split(&root, mark, &target)?;
                }
                Ok(found)
            }
            Action::Note { entity: Some(entity), .. } => Ok(self.resolve(entity)?.is_some()),
            _ => Ok(false),
        }
    }

    /// Takes the mentions that a mark means out of a group.
    fn split(&mut self, root: &str, mark: &Mark, target: &str) -> rusqlite::Result<bool> {
        let mut found = false;
        if mark.span.is_none() && mark.text.is_empty() {
            for (name, label) in self.names_of(&mark.source)? {
                if self
                    .groups
                    .names
                    .get(&name)
                    .map_or_else(|| self.groups.root(&label), |to| self.groups.root(to))
                    == root
                {
                    self.groups.names.insert(name, target.to_owned());
                    found = true;
                }
            }
            return Ok(found);
        }
        for mentioned in self.mentions_at(mark)? {
            if self.group_of(&mentioned) == root {
                self.groups.mentions.insert(mentioned.mention, target.to_owned());
                found = true;
            }
        }
        Ok(found)
    }

    /// The group of an entity: of what is mentioned at its marks, most of them; otherwise by its name.
    fn resolve(&self, entity: &EntityRef) -> rusqlite::Result<Option<String>> {
        let mut votes: BTreeMap<String, usize> = BTreeMap::new();
        for mark in &entity.marks {
            for mentioned in self.mentions_at(mark)? {
                *votes.entry(self.group_of(&mentioned)).or_default() += 1;
            }
        }
        let most = votes.values().max().copied();
        let mut elected = votes.iter().filter(|(_, count)| Some(**count) == most).map(|(root, _)| root);
        // Where the marks are even, the name decides.
        let named = self.rooted(&entity.name)?;
        if let Some(named) = named.filter(|named| votes.is_empty() || votes.get(named).copied() == most) {
            return Ok(Some(named));
        }
        Ok(elected.next().cloned())
    }

    fn group_of(&self, mentioned: &Mentioned) -> String {
        let taken_out = self.groups.mentions.get(&mentioned.mention);
        let label = taken_out.or_else(|| self.groups.names.get(&mentioned.name)).unwrap_or(&mentioned.label);
        self.groups.root(label)
    }

    /// The group that is called so now.
    fn rooted(&self, name: &str) -> rusqlite::Result<Option<String>> {
        let mut called: Vec<&String> = self
            .groups
            .called
            .iter()
            .filter(|(root, called)| *called == name && !self.groups.parent.contains_key(*root))
            .map(|(root, _)| root)
            .collect();
        called.sort();
        if let Some(root) = called.first() {
            return Ok(Some((*root).clone()));
        }
        let known = self.connection.prepare_cached("SELECT 1 FROM names WHERE label = ?1")?.exists([name])?;
        Ok(known.then(|| self.groups.root(name)))
    }

    fn names_of(&self, source: &str) -> rusqlite::Result<Vec<(i64, String)>> {
        self.connection
            .prepare_cached(
                "SELECT names.id, label FROM names JOIN sources ON sources.id = names.source
                 WHERE hash = ?1 OR ?1 = '' ORDER BY names.id",
            )?
            .query_map([source], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    }

    /// The mentions that a mark means; of those that overlap its span, the one that shares most of it.
    fn mentions_at(&self, mark: &Mark) -> rusqlite::Result<Vec<Mentioned>> {
        const COLUMNS: &str = "SELECT mentions.id, names.id, label FROM";
        let mentioned = |row: &rusqlite::Row<'_>| {
            Ok(Mentioned { mention: row.get(0)?, name: row.get(1)?, label: row.get(2)? })
        };
        if let Some(span) = mark.span {
            let found = self
                .connection
                .prepare_cached(&format!(
                    "{COLUMNS} sources JOIN passages ON passages.source = sources.id
                     JOIN mentions ON mentions.passage = passages.id JOIN names ON names.id = mentions.name
                     WHERE hash = ?1 AND passages.source_start < ?3 AND passages.source_end > ?2
                         AND mentions.source_start < ?3 AND mentions.source_end > ?2
                     ORDER BY min(mentions.source_end, ?3) - max(mentions.source_start, ?2) DESC,
                         mentions.source_start, mentions.source_end LIMIT 1"
                ))?
                .query_row(params![mark.source, span.start as i64, span.end as i64], mentioned)
                .optional()?;
            return Ok(found.into_iter().collect());
        }
        self.connection
            .prepare_cached(&format!(
                "{COLUMNS} mentions JOIN names ON names.id = mentions.name
                 JOIN sources ON sources.id = names.source
                 WHERE (hash = ?1 OR ?1 = '') AND text = ?2 ORDER BY mentions.id"
            ))?
            .query_map([&mark.source, &mark.text], mentioned)?
            .collect()
    }

    /// Points names, their mentions and fillers at the entities that they now name.
    fn move_names(&mut self) -> rusqlite::Result<()> {
        let relabelled = self.relabelled()?;
        for (name, source, before, wanted) in relabelled {
            let entity = entity_called(self.connection, &wanted)?;
            fault::point();
            for sql in [
                "UPDATE names SET entity = ?2 WHERE id = ?1",
                "UPDATE mentions SET entity = ?2 WHERE name = ?1",
                "UPDATE fillers SET entity = ?2 WHERE name = ?1",
            ] {
                self.connection.prepare_cached(sql)?.execute([name, entity])?;
            }
            self.touch(source, before)?;
            self.touch(source, entity)?;
        }
        Ok(())
    }

    /// Names that name another entity than they should: row, source, entity before, and the entity's name.
    fn relabelled(&self) -> rusqlite::Result<Vec<(i64, i64, i64, String)>> {
        let mut query = self.connection.prepare_cached(
            "SELECT names.id, source, entity, label, entities.name FROM names
             JOIN entities ON entities.id = entity ORDER BY names.id",
        )?;
        let mut rows = query.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let name: i64 = row.get(0)?;
            let label = row.get_ref(3)?.as_str()?;
            let is = row.get_ref(4)?.as_str()?;
            let wanted = match self.groups.names.get(&name) {
                Some(taken_out) => self.groups.name(taken_out),
                None if self.groups.parent.is_empty() && self.groups.called.is_empty() => label.to_owned(),
                None => self.groups.name(label),
            };
            if wanted != is {
                found.push((name, row.get(1)?, row.get(2)?, wanted));
            }
        }
        Ok(found)
    }

    /// Mentions that people took out of what their names name; those that were taken out before go back.
    fn move_mentions(&mut self) -> rusqlite::Result<()> {
        let before: Vec<i64> = self
            .connection
            .prepare_cached("SELECT mention FROM moved ORDER BY mention")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let back = before.into_iter().filter(|mention| !self.groups.mentions.contains_key(mention));
        let back: Vec<(i64, Option<String>)> = back.map(|mention| (mention, None)).collect();
        let out = self.groups.mentions.iter().map(|(mention, to)| (*mention, Some(self.groups.name(to))));
        let moves: Vec<(i64, Option<String>)> = back.into_iter().chain(out).collect();
        for (mention, to) in moves {
            let (source, is, of_name): (i64, i64, i64) = self
                .connection
                .prepare_cached(
                    "SELECT source, mentions.entity, names.entity FROM mentions
                     JOIN names ON names.id = mentions.name WHERE mentions.id = ?1",
                )?
                .query_row([mention], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let entity = match &to {
                Some(name) => entity_called(self.connection, name)?,
                None => of_name,
            };
            let sql = match &to {
                Some(_) => "INSERT OR IGNORE INTO moved VALUES (?1)",
                None => "DELETE FROM moved WHERE mention = ?1",
            };
            self.connection.prepare_cached(sql)?.execute([mention])?;
            // Fillers first go back to what their name names; those whose mentions were taken out follow these later.
            self.connection
                .prepare_cached(
                    "UPDATE fillers SET entity = ?2 WHERE entity IS NOT ?2
                         AND name = (SELECT name FROM mentions WHERE id = ?1)",
                )?
                .execute([mention, of_name])?;
            if entity != is {
                self.connection
                    .prepare_cached("UPDATE mentions SET entity = ?2 WHERE id = ?1")?
                    .execute([mention, entity])?;
                self.touch(source, is)?;
                self.touch(source, entity)?;
            } else if to.is_some() {
                self.touched.insert(source);
            }
        }
        Ok(())
    }

    fn touch(&mut self, source: i64, entity: i64) -> rusqlite::Result<()> {
        self.touched.insert(source);
        self.connection.prepare_cached("INSERT OR IGNORE INTO stale VALUES (?1)")?.execute([entity])?;
        Ok(())
    }
}

/// Fillers follow the mentions in their statements: where all that are written under a filler's name were taken out,
/// the filler names what they name.
pub(super) fn refit_fillers(connection: &Connection, source: i64) -> rusqlite::Result<()> {
    let any_moved = "SELECT 1 FROM moved JOIN mentions ON mentions.id = mention
                     JOIN names ON names.id = mentions.name WHERE source = ?1 LIMIT 1";
    if !connection.prepare_cached(any_moved)?.exists([source])? {
        return Ok(());
    }
    connection
        .prepare_cached(
            "UPDATE fillers SET entity = meant.entity FROM (
                 SELECT fillers.id AS filler, min(mentions.entity) AS entity
                 FROM moved JOIN mentions AS taken ON taken.id = moved.mention
                 JOIN passages ON passages.id = taken.passage AND passages.source = ?1
                 JOIN statements ON statements.passage = passages.id
                 JOIN fillers ON fillers.statement = statements.id AND fillers.name = taken.name
                 JOIN mentions ON mentions.passage = passages.id AND mentions.name = fillers.name
                     AND mentions.text_start >= statements.text_start
                     AND mentions.text_end <= statements.text_end
                 GROUP BY fillers.id HAVING min(mentions.entity) = max(mentions.entity)) AS meant
             WHERE meant.filler = fillers.id AND fillers.entity IS NOT meant.entity",
        )?
        .execute([source])?;
    Ok(())
}

/// Settles the words and classes of the entities that changed, and drops those that nothing names any more.
fn refresh(connection: &Connection, keys: &dyn NameKeys) -> rusqlite::Result<()> {
    connection.execute_batch(
        "DELETE FROM entities WHERE id IN (SELECT entity FROM stale)
             AND NOT EXISTS (SELECT 1 FROM names WHERE names.entity = entities.id)
             AND NOT EXISTS (SELECT 1 FROM mentions WHERE mentions.entity = entities.id)
             AND NOT EXISTS (SELECT 1 FROM fillers WHERE fillers.entity = entities.id);
         DELETE FROM stale WHERE entity NOT IN (SELECT id FROM entities);
         DELETE FROM entity_words WHERE entity IN (SELECT entity FROM stale);
         INSERT OR IGNORE INTO entity_words
             SELECT key, names.entity FROM stale JOIN names ON names.entity = stale.entity
             JOIN name_words ON name_words.name = names.id;
         UPDATE entities SET class = (
             SELECT class FROM mentions WHERE mentions.entity = entities.id
             GROUP BY class ORDER BY count(*) DESC, class LIMIT 1)
         WHERE id IN (SELECT entity FROM stale);",
    )?;
    let named: Vec<(i64, String)> = connection
        .prepare(
            "SELECT entities.id, entities.name FROM stale JOIN entities ON entities.id = stale.entity
             UNION
             SELECT mentions.entity, mentions.text FROM moved JOIN mentions ON mentions.id = moved.mention
             WHERE mentions.entity IN (SELECT entity FROM stale)",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO entity_words (key, entity) VALUES (?1, ?2)")?;
    for (entity, name) in named {
        for key in keys.keys(&name).into_iter().flatten() {
            insert.execute(params![key, entity])?;
        }
    }
    connection.execute_batch("DELETE FROM stale")
}
