//! The files of an archive, in a stable order.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

/// A file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Where it is.
    pub path: PathBuf,
    /// What the archive calls it: its path from the directory that was given, with `/` between its parts.
    pub name: String,
}

/// The files at and under `paths`, sorted by the bytes of their names, each once.
///
/// Left out are hidden files and directories (and the lock files that word processors leave), and directories that hold
/// a record. Links are followed, unless they lead back to a directory on the way. Whatever else cannot be walked (a
/// path that does not exist, a directory that may not be opened) is an entry too, so that reading it tells the reason.
#[must_use]
pub fn walk<P: AsRef<Path>>(paths: &[P]) -> Vec<FileEntry> {
    let mut seen = BTreeSet::new();
    let mut entries = Vec::new();
    for root in paths {
        let root = root.as_ref();
        for path in files_under(root) {
            if seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
                entries.push((root, name_in(root, &path), path));
            }
        }
    }
    let mut entries = told_apart(entries);
    entries.sort_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()).then_with(|| a.path.cmp(&b.path)));
    entries
}

fn files_under(root: &Path) -> impl Iterator<Item = PathBuf> {
    WalkDir::new(root)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !(is_hidden(entry) || is_record(entry)))
        .filter_map(|entry| match entry {
            Ok(entry) => (!entry.file_type().is_dir()).then(|| entry.into_path()),
            Err(error) if error.loop_ancestor().is_some() => None,
            Err(error) => error.path().map(Path::to_owned),
        })
}

fn is_hidden(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    name.starts_with(b".") || name.starts_with(b"~$")
}

/// A record may stand inside the archive it was built from; its copies of the sources are no sources.
fn is_record(entry: &DirEntry) -> bool {
    entry.file_type().is_dir() && entry.path().join("record.db").is_file()
}

fn name_in(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).ok().filter(|inside| !inside.as_os_str().is_empty());
    let inside = inside.unwrap_or_else(|| Path::new(path.file_name().unwrap_or(path.as_os_str())));
    let parts: Vec<_> = inside
        .components()
        .filter(|part| matches!(part, Component::Normal(_)))
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    if parts.is_empty() { path.to_string_lossy().into_owned() } else { parts.join("/") }
}

/// Files of several directories that would have one name take their directory's name in front of it.
fn told_apart(entries: Vec<(&Path, String, PathBuf)>) -> Vec<FileEntry> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for (_, name, _) in &entries {
        *count.entry(name.clone()).or_default() += 1;
    }
    let entry = |(root, name, path): (&Path, String, PathBuf)| {
        let name = match root.file_name() {
            Some(directory) if count[&name] > 1 && root != path => {
                format!("{}/{name}", directory.to_string_lossy())
            }
            _ => name,
        };
        FileEntry { path, name }
    };
    entries.into_iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn archive(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        root
    }

    fn names(entries: &[FileEntry]) -> Vec<&str> {
        entries.iter().map(|entry| entry.name.as_str()).collect()
    }

    #[test]
    fn files_come_sorted_by_the_bytes_of_their_names() {
        let root = archive(&["b.txt", "a/z.txt", "a.txt", "ə.txt", "Z.txt"]);
        assert_eq!(names(&walk(&[root.path()])), ["Z.txt", "a.txt", "a/z.txt", "b.txt", "ə.txt"]);
    }

    #[test]
    fn hidden_files_and_records_are_left_out_unless_given() {
        let root = archive(&[
            "a.txt",
            ".git/config",
            ".b.txt",
            "~$a.docx",
            "my.salname/record.db",
            "my.salname/sources/x",
        ]);
        assert_eq!(names(&walk(&[root.path()])), ["a.txt"]);
        assert_eq!(names(&walk(&[root.path().join(".b.txt")])), [".b.txt"]);
    }

    #[test]
    fn a_file_given_twice_comes_once() {
        let root = archive(&["a.txt", "b.txt"]);
        let given = [root.path().to_owned(), root.path().join("a.txt")];
        assert_eq!(names(&walk(&given)), ["a.txt", "b.txt"]);
    }

    #[test]
    fn equal_names_of_two_directories_are_told_apart() {
        let root = archive(&["x/a.txt", "y/a.txt", "y/b.txt"]);
        let entries = walk(&[root.path().join("x"), root.path().join("y")]);
        assert_eq!(names(&entries), ["b.txt", "x/a.txt", "y/a.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_back_ends() {
        let root = archive(&["a/b.txt"]);
        std::os::unix::fs::symlink(root.path(), root.path().join("a/back")).unwrap();
        assert_eq!(names(&walk(&[root.path()])), ["a/b.txt"]);
    }

    #[test]
    fn a_path_that_does_not_exist_is_an_entry_that_tells_so() {
        let entries = walk(&["no/such.txt"]);
        assert_eq!(names(&entries), ["such.txt"]);
        let error = crate::ingest(&entries[0].path, &entries[0].name).unwrap_err();
        assert_eq!(error.to_string(), "no/such.txt: does not exist: check the path");
    }
}
