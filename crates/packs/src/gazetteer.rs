use std::collections::{BTreeMap, HashMap};

use salname_model::{Class, Time};
use serde::Deserialize;

use crate::{PackError, PackFiles};

/// Well-known names of a region and period: `gazetteer/*.toml`.
///
/// One entry is one thing with all its names:
///
/// ```toml
/// class = "GPE"
/// entry = [
///   { id = "Baku", kind = "town", at = [40.37, 49.84], az = "Bakı", ru = "Баку", tr = "Bakü", en = "Baku" },
/// ]
/// ```
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    entries: Vec<Entry>,
    by_id: HashMap<String, usize>,
}

/// One thing and its names.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its plain English name, unlike that of any other entry.
    pub id: String,
    /// What it is.
    pub class: Class,
    /// What it is more closely: "state", "town", "party"; empty if the file does not say.
    pub kind: String,
    /// From when it was; none if that is of no interest.
    pub from: Option<Time>,
    /// Until when it was.
    pub until: Option<Time>,
    /// Latitude and longitude in degrees.
    pub at: Option<[f64; 2]>,
    /// Names by language, each list with the usual one first.
    pub names: BTreeMap<String, Vec<String>>,
    /// Names that it shares with others, and that mean it only within its lifetime ("Rusiya").
    pub short: BTreeMap<String, Vec<String>>,
    /// The entry that it belongs to or that the short name means where no date decides.
    pub of: Option<String>,
}

impl Entry {
    /// Its usual name in a language; the English one if it has none there.
    #[must_use]
    pub fn name_in(&self, language: &str) -> &str {
        self.names.get(language).and_then(|names| names.first()).map_or(&self.id, String::as_str)
    }

    /// True if it was there at some day of that time. What has no lifetime always was.
    #[must_use]
    pub fn was_at(&self, time: &Time) -> bool {
        self.from.as_ref().is_none_or(|from| from.earliest() <= time.latest())
            && self.until.as_ref().is_none_or(|until| time.earliest() <= until.latest())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    class: Option<Class>,
    kind: Option<String>,
    #[serde(default)]
    entry: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    class: Option<Class>,
    kind: Option<String>,
    from: Option<Time>,
    until: Option<Time>,
    at: Option<[f64; 2]>,
    of: Option<String>,
    #[serde(default)]
    short: BTreeMap<String, String>,
    /// Names by language, several in one string kept apart by "|".
    #[serde(flatten)]
    names: BTreeMap<String, String>,
}

impl Gazetteer {
    /// All files under `gazetteer/`.
    ///
    /// # Errors
    /// If a file is malformed, an entry has no class, two have one identifier, or a name is in a language that no
    /// pack knows.
    pub fn load(files: &PackFiles) -> Result<Self, PackError> {
        let mut gazetteer = Self::default();
        let paths: Vec<&str> = files.under("gazetteer/").filter(|path| path.ends_with(".toml")).collect();
        for path in paths {
            let Some(file) = files.toml::<File>(path)? else { continue };
            for row in file.entry {
                let entry = read(row, file.class, file.kind.as_deref(), files)
                    .map_err(|reason| PackError::new(path, reason))?;
                if gazetteer.by_id.insert(entry.id.clone(), gazetteer.entries.len()).is_some() {
                    return Err(PackError::new(path, format!("\"{}\" stands twice", entry.id)));
                }
                gazetteer.entries.push(entry);
            }
        }
        Ok(gazetteer)
    }

    /// All entries, in the order of the files.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of that identifier.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.by_id.get(id).map(|&index| &self.entries[index])
    }
}

fn read(row: Row, class: Option<Class>, kind: Option<&str>, files: &PackFiles) -> Result<Entry, String> {
    let class = row.class.or(class).ok_or_else(|| format!("\"{}\" has no class", row.id))?;
    for language in row.names.keys().chain(row.short.keys()) {
        if files.bytes(&format!("lang/{language}/language.toml")).is_none() {
            return Err(format!("\"{}\": \"{language}\" is neither a field nor a language", row.id));
        }
    }
    Ok(Entry {
        id: row.id,
        class,
        kind: row.kind.or_else(|| kind.map(str::to_owned)).unwrap_or_default(),
        from: row.from,
        until: row.until,
        at: row.at,
        names: apart(row.names),
        short: apart(row.short),
        of: row.of,
    })
}

fn apart(names: BTreeMap<String, String>) -> BTreeMap<String, Vec<String>> {
    let list = |names: String| names.split('|').map(|name| name.trim().to_owned()).collect();
    names.into_iter().map(|(language, names)| (language, list(names))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_knows_its_names_and_lifetime() {
        let mut files = PackFiles::default();
        files.insert("lang/az/language.toml", "");
        files.insert(
            "gazetteer/toy.toml",
            "class = \"GPE\"\nentry = [{ id = \"Toyland\", from = \"1918\", until = \"1920-04\", az = \"Toyya|Toy\" }]",
        );
        let gazetteer = Gazetteer::load(&files).unwrap();
        let toyland = gazetteer.get("Toyland").unwrap();
        assert_eq!(toyland.names["az"], ["Toyya", "Toy"]);
        assert!(toyland.was_at(&Time::parse("1920").unwrap()));
        assert!(!toyland.was_at(&Time::parse("1920-05").unwrap()));
        assert_eq!(toyland.name_in("en"), "Toyland");
    }

    #[test]
    fn a_field_that_is_no_language_is_an_error_with_its_place() {
        let mut files = PackFiles::default();
        files.insert("gazetteer/toy.toml", "class = \"GPE\"\nentry = [{ id = \"Toyland\", nmae = \"Toy\" }]");
        let error = Gazetteer::load(&files).unwrap_err().to_string();
        assert!(error.contains("gazetteer/toy.toml") && error.contains("nmae"), "{error}");
    }
}
