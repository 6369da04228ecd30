use salname_packs::Packs;
use salname_reader::names::{Archive, ArchiveName};
use salname_record::{Identify, SourceName};

/// Lets the reader compare the names of a record's sources.
#[derive(Debug)]
pub struct Identities(Archive);

impl Identities {
    /// With the names and forms that the packs know.
    #[must_use]
    pub fn new(packs: &Packs) -> Self {
        Self(Archive::new(packs))
    }
}

impl Identify for Identities {
    fn identify(&self, names: &[SourceName]) -> Vec<usize> {
        let names: Vec<ArchiveName> = names
            .iter()
            .map(|name| ArchiveName { name: name.name.clone(), class: name.class, days: name.days })
            .collect();
        self.0.join(&names)
    }
}
