use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::{Connection, params};
use salname_model::{Class, Day};

use crate::day;

/// Makes names known again in other spellings, scripts and inflections.
///
/// The record knows no language: whoever writes it gives this, and whoever asks gives keys made the same way.
pub trait NameKeys {
    /// For each word of a name that tells anything, in order, the keys of its possible readings (at least one).
    fn keys(&self, name: &str) -> Vec<Vec<String>>;
}

/// Words in lower case, and nothing more: for tests and records without language packs.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainKeys;

impl NameKeys for PlainKeys {
    fn keys(&self, name: &str) -> Vec<Vec<String>> {
        name.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| vec![word.to_lowercase()])
            .collect()
    }
}

/// What one source calls one thing, for names of different sources to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceName {
    /// The name: one string for all spellings within the source.
    pub name: String,
    /// The class that most of its mentions have; none if only statements have it.
    pub class: Option<Class>,
    /// First and last day of what the source says of it; none if no dated statement does.
    pub days: Option<(Day, Day)>,
}

/// Tells which names of different sources name one thing.
///
/// The record compares no names itself: whoever writes it gives this. Without it, what is called the same is the same.
pub trait Identify {
    /// For each name the number of its group: names of one number name one thing. Must depend on the names alone, not on
    /// their order.
    fn identify(&self, names: &[SourceName]) -> Vec<usize>;
}

/// A name that a group may be labelled by, and how often it stands.
type Candidate<'a> = (u64, &'a str);

/// Brings the labels of names in line with who names the same thing.
pub(crate) fn label(connection: &Connection, identify: &dyn Identify) -> rusqlite::Result<()> {
    let names = all_names(connection)?;
    let source_names: Vec<SourceName> = names.iter().map(|name| name.name.clone()).collect();
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, group) in identify.identify(&source_names).into_iter().enumerate() {
        groups.entry(group).or_default().push(index);
    }
    // The most mentioned groups choose their labels first; a label that is taken gets the name of a source.
    let mut labelled: Vec<(u64, Vec<Candidate<'_>>, Vec<usize>)> = groups
        .into_values()
        .map(|group| (mentions(&names, &group), candidates(&names, &group), group))
        .collect();
    labelled.sort_by(|a, b| {
        let first = |group: &[usize]| group.iter().map(|&index| &names[index].hash).min();
        (b.0, &a.1, first(&a.2)).cmp(&(a.0, &b.1, first(&b.2)))
    });
    let mut taken: HashSet<String> = HashSet::new();
    let mut update = connection.prepare_cached("UPDATE names SET label = ?2 WHERE id = ?1")?;
    for (_, candidates, group) in labelled {
        let best = candidates.first().map_or("", |(_, name)| name);
        let mut label = best.to_owned();
        if taken.contains(&label) {
            let file = group.iter().map(|&index| (&names[index].source, &names[index].hash)).min();
            let (file, hash) = file.map_or(("", ""), |(file, hash)| (file, hash));
            label = format!("{best} ({file})");
            if taken.contains(&label) {
                label = format!("{best} ({hash:.12})");
            }
        }
        for index in group {
            if names[index].label != label {
                update.execute(params![names[index].row, label])?;
            }
        }
        taken.insert(label);
    }
    Ok(())
}

/// A row of `names`.
struct NameOfSource {
    row: i64,
    /// The source's hash and name.
    hash: String,
    source: String,
    label: String,
    mentions: u64,
    name: SourceName,
}

fn all_names(connection: &Connection) -> rusqlite::Result<Vec<NameOfSource>> {
    let mut classes: HashMap<i64, (u64, u64, Option<Class>)> = HashMap::new();
    let mut query = connection
        .prepare("SELECT name, class, count(*) FROM mentions GROUP BY name, class ORDER BY name, class")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let class: Option<Class> = row.get::<_, String>(1)?.parse().ok();
        let count: u64 = row.get(2)?;
        let (all, most, voted) = classes.entry(row.get(0)?).or_default();
        *all += count;
        if count > *most {
            (*most, *voted) = (count, class);
        }
    }
    let mut days: HashMap<i64, (i64, i64)> = HashMap::new();
    // A date that is open, or wider than a decade, says too little about anybody's life.
    let mut query = connection.prepare(
        "SELECT name, min(earliest), max(latest) FROM fillers JOIN statements ON statements.id = statement
         WHERE name IS NOT NULL AND latest - earliest < 100000 GROUP BY name",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        days.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
    }
    connection
        .prepare(
            "SELECT names.id, hash, sources.name, label, names.name FROM names
             JOIN sources ON sources.id = names.source ORDER BY hash, names.name",
        )?
        .query_map([], |row| {
            let id: i64 = row.get(0)?;
            let (mentions, _, class) = classes.get(&id).copied().unwrap_or_default();
            let days = days.get(&id).and_then(|&(from, to)| Some((day::of(from)?, day::of(to)?)));
            Ok(NameOfSource {
                row: id,
                hash: row.get(1)?,
                source: row.get(2)?,
                label: row.get(3)?,
                mentions,
                name: SourceName { name: row.get(4)?, class, days },
            })
        })?
        .collect()
}

fn mentions(names: &[NameOfSource], group: &[usize]) -> u64 {
    group.iter().map(|&index| names[index].mentions).sum()
}

/// The names of a group, the most mentioned first, then the longest, then in the order of letters.
fn candidates<'n>(names: &'n [NameOfSource], group: &[usize]) -> Vec<Candidate<'n>> {
    let mut counted: BTreeMap<&str, u64> = BTreeMap::new();
    for &index in group {
        *counted.entry(&names[index].name.name).or_default() += names[index].mentions;
    }
    let mut all: Vec<(u64, &str)> = counted.into_iter().map(|(name, count)| (count, name)).collect();
    all.sort_by_key(|&(count, name)| (std::cmp::Reverse(count), std::cmp::Reverse(name.len()), name));
    all
}
