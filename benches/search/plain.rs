//! Tantivy as it comes: its own tokenizer, the words in small letters, the text stored, and the same columns to count by.

use std::collections::BTreeSet;
use std::path::Path;

use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::{AggContextParams, AggregationCollector};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TEXT};
use tantivy::snippet::SnippetGenerator;
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

use crate::AnyError;
use crate::archive::Made;

const COLUMNS: [&str; 4] = ["source", "kind", "entity", "decade"];

pub struct Plain {
    text: Field,
    searcher: Searcher,
    facets: Aggregations,
}

pub struct PlainWriter {
    text: Field,
    columns: [Field; 4],
    writer: IndexWriter,
}

impl PlainWriter {
    pub fn new(path: &Path) -> Result<Self, AnyError> {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TEXT | STORED);
        let columns = COLUMNS.map(|name| schema.add_text_field(name, STRING | FAST));
        std::fs::create_dir_all(path)?;
        let index = Index::create_in_dir(path, schema.build())?;
        Ok(Self { text, columns, writer: index.writer_with_num_threads(1, 128 << 20)? })
    }

    pub fn add(&mut self, source: usize, made: &Made) -> Result<(), AnyError> {
        let [source_field, kind, entity, decade] = self.columns;
        let mut document = TantivyDocument::default();
        document.add_text(self.text, &made.text);
        document.add_text(source_field, format!("volume-{source:04}.txt"));
        if let Some(is) = made.kind {
            document.add_text(kind, is.as_str());
        }
        for name in made.names.iter().map(|(_, name)| name).collect::<BTreeSet<_>>() {
            document.add_text(entity, name);
        }
        if let Some(time) = &made.time {
            document.add_text(decade, &time.as_str()[..3]);
        }
        self.writer.add_document(document)?;
        Ok(())
    }

    pub fn finish(mut self) -> Result<(), AnyError> {
        self.writer.commit()?;
        self.writer.wait_merging_threads()?;
        Ok(())
    }
}

impl Plain {
    pub fn open(path: &Path) -> Result<Self, AnyError> {
        let index = Index::open_in_dir(path)?;
        let facets = COLUMNS
            .into_iter()
            .map(|name| (name.to_owned(), serde_json::json!({"terms": {"field": name, "size": 10}})));
        Ok(Self {
            text: index.schema().get_field("text")?,
            searcher: index.reader()?.searcher(),
            facets: serde_json::from_value(serde_json::Value::Object(facets.collect()))?,
        })
    }

    pub fn segments(&self) -> usize {
        self.searcher.segment_readers().len()
    }

    /// Passages that have all words of a query: how many, and the ten best. If they are shown, their text is read and
    /// the words in it are marked.
    pub fn find(&self, query: &str, facets: bool, shown: bool) -> Result<usize, AnyError> {
        let terms = query.split(' ').map(|word| {
            let term = Term::from_field_text(self.text, &word.to_lowercase());
            let search: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            (Occur::Must, search)
        });
        let search = BooleanQuery::new(terms.collect());
        let best = TopDocs::with_limit(10).order_by_score();
        let (best, total) = if facets {
            let facets = AggregationCollector::from_aggs(self.facets.clone(), AggContextParams::default());
            let (best, total, _) = self.searcher.search(&search, &(best, Count, facets))?;
            (best, total)
        } else {
            self.searcher.search(&search, &(best, Count))?
        };
        if shown {
            let snippets = SnippetGenerator::create(&self.searcher, &search, self.text)?;
            for (_, address) in best {
                let document: TantivyDocument = self.searcher.doc(address)?;
                std::hint::black_box(snippets.snippet_from_doc(&document));
            }
        }
        Ok(total)
    }
}
