//! Brings an index up to date with its record.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::sync::{Arc, OnceLock};

use salname_record::{EntityNames, Record};
use tantivy::IndexWriter;

use crate::analysis::Analysis;
use crate::fields::Is;
use crate::index::{Contains, Freshness, IndexError, SearchIndex, VERSION, io, searcher};
use crate::lexicon::{Lexicon, Vocabulary};
use crate::passages::Passages;
use crate::shelf::Shelf;

/// How the names of the lexicon's files begin.
const WORDS: &str = "words-";
/// Memory for documents that are being indexed, in bytes.
const BUDGET: usize = 128 << 20;

impl SearchIndex {
    /// Indexes the sources that are new or were read anew, and drops those that are gone. Gives their number.
    pub(crate) fn update(&mut self, record: &Record, analysis: &Analysis) -> Result<usize, IndexError> {
        // Once: a document may be added while this goes on.
        let sources = record.sources()?;
        let mut wanted = Contains::of_sources(&sources);
        let contains = self.contains()?;
        if contains.is_of(&wanted) {
            return Ok(0);
        }
        let failed = |source| IndexError::Index { path: self.path.clone(), source };
        // One thread: passages are numbered in the order of sources, whatever the machine.
        let mut writer: IndexWriter = self.index.writer_with_num_threads(1, BUDGET).map_err(failed)?;
        let whole = contains.version != VERSION;
        wanted.number(if whole { BTreeMap::new() } else { contains.numbers });
        let mut vocabulary = Vocabulary::default();
        if whole {
            writer.delete_all_documents().map_err(failed)?;
        } else {
            vocabulary = Vocabulary::of(&self.lexicon);
        }
        let mut passages = Passages::new(&self.fields, analysis, vocabulary);
        let mut entities = EntityNames::default();
        let mut changed = 0;
        for (gone, _) in contains.sources.iter().filter(|(id, _)| !wanted.sources.contains_key(*id)) {
            writer.delete_term(self.fields.term(Is::Source, gone));
            changed += 1;
        }
        for source in &sources {
            if !whole && contains.sources.get(&source.id.0) == Some(&source.revision) {
                continue;
            }
            writer.delete_term(self.fields.term(Is::Source, &source.id.0));
            let number = wanted.numbers.get(&source.id.0).copied().unwrap_or(u32::MAX);
            let contents = record.contents(&source.id, &mut entities)?;
            passages.begin((&source.id.0, number), &contents.names);
            for passage in &contents.passages {
                writer.add_document(passages.document(passage)).map_err(failed)?;
            }
            changed += 1;
        }
        let words = passages.vocabulary.lexicon(analysis);
        // The words are there before the commit that names them: whoever is killed in between leaves a file too many.
        wanted.words =
            if self.freshness == Freshness::InMemory { String::new() } else { self.keep_words(&words)? };
        let mut commit = writer.prepare_commit().map_err(failed)?;
        let payload = serde_json::to_string(&wanted).expect("a map of texts and numbers is JSON");
        commit.set_payload(&payload);
        commit.commit().map_err(failed)?;
        writer.wait_merging_threads().map_err(failed)?;
        self.drop_words(&[&contains.words, &wanted.words]);
        self.searcher = searcher(&self.index).map_err(failed)?;
        self.dates = OnceLock::new();
        self.columns = Arc::default();
        self.shelf = Shelf::new(sources, &wanted.numbers);
        self.state = wanted;
        self.lexicon = Lexicon::read(words).unwrap_or_else(Lexicon::empty);
        Ok(changed)
    }

    /// Writes the file of the lexicon, and gives its name.
    fn keep_words(&self, words: &[u8]) -> Result<String, IndexError> {
        let name = format!("{WORDS}{:08x}-{}", crc32fast::hash(words), words.len());
        let path = self.path.join(&name);
        let mut file = File::create(&path).map_err(|source| io(&path, source))?;
        file.write_all(words).and_then(|()| file.sync_all()).map_err(|source| io(&path, source))?;
        Ok(name)
    }

    /// Removes the lexicons of other commits. What cannot be removed does no harm.
    fn drop_words(&self, but: &[&str]) {
        let files = std::fs::read_dir(&self.path).into_iter().flatten().flatten();
        for file in files {
            let name = file.file_name().to_string_lossy().into_owned();
            if name.starts_with(WORDS) && !but.contains(&name.as_str()) {
                let _ = std::fs::remove_file(file.path());
            }
        }
    }
}
