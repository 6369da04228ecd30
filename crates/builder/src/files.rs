use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use salname_ingest::FileEntry;
use salname_record::{Record, StoredFile};

use crate::BuildError;

/// The files that a build was asked to read, each once, in the order of their paths.
pub struct Files {
    pub list: Vec<Found>,
    /// The directories that were walked, as absolute paths with a final `/`.
    roots: Vec<String>,
}

/// A file to be read.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where it lies.
    pub file: PathBuf,
    /// Absolute, with `/`: what the record knows it by.
    pub path: String,
    /// What answers call it.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
}

impl Found {
    fn of(entry: FileEntry) -> Self {
        // What cannot be looked at keeps its path as given: reading it will tell the reason.
        let file = entry.path.canonicalize().unwrap_or(entry.path);
        let bytes = file.metadata().map_or(0, |about| about.len());
        Self { path: slashes(&file), file, name: entry.name, bytes }
    }
}

/// A file that was not read, and why.
#[derive(Debug)]
pub struct Failure {
    /// What answers would call it.
    pub name: String,
    /// Why, and what to do.
    pub reason: String,
}

/// What has become of the files that the record knows.
#[derive(Default)]
pub struct Plan {
    /// Old and new path.
    pub moved: Vec<(String, String)>,
    pub vanished: Vec<StoredFile>,
}

impl Files {
    /// Lists the files at and under the paths. The record itself and hidden files are passed over.
    pub fn gather(paths: &[PathBuf], record: &Path) -> Result<Self, BuildError> {
        let mut roots = Vec::new();
        for path in paths {
            let root = path.canonicalize().map_err(|error| match error.kind() {
                ErrorKind::NotFound => BuildError::Files(format!(
                    "{}: there is no such file or directory: check its spelling",
                    path.display()
                )),
                _ => BuildError::Files(format!("{}: cannot be looked at ({error})", path.display())),
            })?;
            if record.canonicalize().is_ok_and(|record| record == root) && Record::open(record).is_ok() {
                return Err(BuildError::Files(format!(
                    "{}: is the record itself: name the documents to read",
                    path.display()
                )));
            }
            if root.is_dir() {
                roots.push(format!("{}/", slashes(&root).trim_end_matches('/')));
            }
        }
        let mut list: Vec<Found> = salname_ingest::walk(paths).into_iter().map(Found::of).collect();
        if list.is_empty() {
            let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
            return Err(BuildError::Files(format!("{}: no file is there to read", paths.join(", "))));
        }
        list.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { list, roots })
    }

    /// Finds out which of the record's files moved and which vanished, and gives every file a name of its own.
    pub fn settle(&mut self, known: &[StoredFile]) -> Plan {
        let mut plan = Plan::default();
        let gone = |path: &str| {
            std::fs::symlink_metadata(path)
                .is_err_and(|error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
        };
        let by_path: BTreeMap<&str, &StoredFile> =
            known.iter().map(|file| (file.path.as_str(), file)).collect();
        let mut by_name: BTreeMap<&str, &StoredFile> =
            known.iter().map(|file| (file.name.as_str(), file)).collect();
        let mut taken: BTreeSet<String> = known.iter().map(|file| file.name.clone()).collect();
        let mut followed = BTreeSet::new();
        for found in &mut self.list {
            if let Some(file) = by_path.get(found.path.as_str()) {
                found.name.clone_from(&file.name);
                continue;
            }
            if let Some(file) = by_name.remove(found.name.as_str())
                && gone(&file.path)
            {
                plan.moved.push((file.path.clone(), found.path.clone()));
                followed.insert(file.path.as_str());
                continue;
            }
            if !taken.insert(found.name.clone()) {
                found.name = longer_name(found, &taken);
                taken.insert(found.name.clone());
            }
        }
        plan.vanished = known
            .iter()
            .filter(|file| self.roots.iter().any(|root| file.path.starts_with(root)))
            // A name that is not Unicode is known by a stand-in, under which nothing is found: such a file is left alone.
            .filter(|file| !file.path.contains('\u{fffd}'))
            .filter(|file| !followed.contains(file.path.as_str()) && gone(&file.path))
            .cloned()
            .collect();
        plan
    }
}

/// A file's name with as many of the directories above it as it takes to tell it from others.
fn longer_name(found: &Found, taken: &BTreeSet<String>) -> String {
    let mut start = found.path.len().saturating_sub(found.name.len() + 1);
    while let Some(slash) = found.path[..start].rfind('/') {
        let name = &found.path[slash + 1..];
        if !taken.contains(name) {
            return name.to_owned();
        }
        start = slash;
    }
    found.path.clone()
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
