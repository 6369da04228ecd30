use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../packs");

/// A pack that cannot be used: which file, where, why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("pack {path}: {reason}")]
pub struct PackError {
    path: String,
    reason: String,
}

impl PackError {
    /// An error in the pack file `path` (relative to the packs' root, or a directory the user named).
    pub fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }
}

/// The files of all packs by their path under `packs/`, before they are read.
#[derive(Debug, Clone, Default)]
pub struct PackFiles {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl PackFiles {
    /// The files built into the program.
    #[must_use]
    pub fn embedded() -> Self {
        fn add(dir: &'static Dir<'static>, files: &mut BTreeMap<String, Cow<'static, [u8]>>) {
            for file in dir.files() {
                files
                    .insert(file.path().to_string_lossy().replace('\\', "/"), Cow::Borrowed(file.contents()));
            }
            for inner in dir.dirs() {
                add(inner, files);
            }
        }
        let mut files = BTreeMap::new();
        add(&EMBEDDED, &mut files);
        Self { files }
    }

    /// These files with those of a directory laid over them, path by path.
    ///
    /// # Errors
    /// If the directory or a file in it cannot be read.
    pub fn overlaid(mut self, directory: &Path) -> Result<Self, PackError> {
        self.lay_over(directory, directory)?;
        Ok(self)
    }

    fn lay_over(&mut self, root: &Path, directory: &Path) -> Result<(), PackError> {
        let broken = |path: &Path, error: &std::io::Error| {
            PackError::new(path.display().to_string(), format!("cannot be read ({error})"))
        };
        for entry in std::fs::read_dir(directory).map_err(|error| broken(directory, &error))? {
            let path = entry.map_err(|error| broken(directory, &error))?.path();
            if path.is_dir() {
                self.lay_over(root, &path)?;
            } else if let Ok(inside) = path.strip_prefix(root) {
                let bytes = std::fs::read(&path).map_err(|error| broken(&path, &error))?;
                self.files.insert(inside.to_string_lossy().replace('\\', "/"), Cow::Owned(bytes));
            }
        }
        Ok(())
    }

    /// A hash over all files: what was made with packs of another fingerprint may need making again.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hash = blake3::Hasher::new();
        for (path, bytes) in &self.files {
            for part in [path.as_bytes(), bytes.as_ref()] {
                hash.update(&part.len().to_le_bytes()).update(part);
            }
        }
        hash.finalize().to_hex()[..16].to_owned()
    }

    /// A file's bytes.
    #[must_use]
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// A file's text.
    ///
    /// # Errors
    /// If the file is there and is not UTF-8.
    pub fn text(&self, path: &str) -> Result<Option<&str>, PackError> {
        self.bytes(path)
            .map(|bytes| std::str::from_utf8(bytes).map_err(|_| PackError::new(path, "is not UTF-8")))
            .transpose()
    }

    /// A file's text, without a copy where it is built into the program.
    ///
    /// # Errors
    /// If the file is there and is not UTF-8.
    pub fn whole_text(&self, path: &str) -> Result<Option<Cow<'static, str>>, PackError> {
        match self.files.get(path) {
            Some(Cow::Borrowed(bytes)) => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Some(Cow::Borrowed(text))),
                Err(_) => Err(PackError::new(path, "is not UTF-8")),
            },
            _ => Ok(self.text(path)?.map(|text| Cow::Owned(text.to_owned()))),
        }
    }

    /// A TOML file, read into its type; none if there is no such file.
    ///
    /// # Errors
    /// If the file is malformed; the message holds the line.
    pub fn toml<T: DeserializeOwned>(&self, path: &str) -> Result<Option<T>, PackError> {
        self.text(path)?
            .map(|text| toml::from_str(text).map_err(|error| PackError::new(path, error.to_string())))
            .transpose()
    }

    /// The paths of the files under a folder (written with its final `/`), in order.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.files
            .range(folder.to_owned()..)
            .map(|(path, _)| path.as_str())
            .take_while(move |path| path.starts_with(folder))
    }

    /// Adds or replaces one file.
    pub fn insert(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.to_owned(), Cow::Owned(bytes.into()));
    }
}
