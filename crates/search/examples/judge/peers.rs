//! What else a passage could be searched with.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, TokenStream as _,
};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

use crate::AnyError;

/// The words and phrases of a query, and whether one or all must be there.
fn parts(query: &str) -> (Vec<&str>, bool) {
    if let Some(phrase) = query.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return (vec![phrase], true);
    }
    let any = query.contains(" OR ");
    (query.split_whitespace().filter(|word| *word != "OR").collect(), !any)
}

/// SQLite's full-text search with its tokenizer for Unicode, which folds accents.
pub struct Fts5(rusqlite::Connection);

impl Fts5 {
    pub fn new(texts: &[&str]) -> Result<Self, AnyError> {
        let connection = rusqlite::Connection::open_in_memory()?;
        connection.execute_batch(
            "CREATE VIRTUAL TABLE passages USING fts5(text, tokenize = 'unicode61 remove_diacritics 2'); BEGIN",
        )?;
        let mut insert = connection.prepare("INSERT INTO passages (rowid, text) VALUES (?1, ?2)")?;
        for (at, text) in texts.iter().enumerate() {
            insert.execute((at as i64, text))?;
        }
        drop(insert);
        connection.execute_batch("COMMIT")?;
        Ok(Self(connection))
    }

    pub fn find(&self, query: &str) -> Result<Vec<usize>, AnyError> {
        let (parts, all) = parts(query);
        let parts: Vec<String> = parts.iter().map(|part| format!("\"{}\"", part.replace('"', ""))).collect();
        let asked = parts.join(if all { " AND " } else { " OR " });
        let mut select =
            self.0.prepare_cached("SELECT rowid FROM passages WHERE passages MATCH ?1 ORDER BY rank")?;
        let rows = select.query_map([asked], |row| row.get::<_, i64>(0))?;
        Ok(rows.map(|row| row.map(|row| row as usize)).collect::<Result<_, _>>()?)
    }
}

/// Tantivy as it comes: words in small letters, without accents, cut to their stems by Snowball's Turkish rules, which
/// is the filter of tantivy's own `stemmer` feature.
pub struct Turkish {
    searcher: Searcher,
    text: Field,
    analyzer: TextAnalyzer,
    stemmer: frostem::Stemmer,
}

impl Turkish {
    pub fn new(texts: &[&str]) -> Result<Self, AnyError> {
        let mut schema = Schema::builder();
        let words = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(words));
        let number = schema.add_u64_field("number", FAST);
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 50 << 20)?;
        let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(RemoveLongFilter::limit(60))
            .filter(LowerCaser);
        let mut made = Self {
            searcher: index.reader()?.searcher(),
            text,
            analyzer: analyzer.build(),
            stemmer: frostem::Stemmer::new(frostem::Algorithm::Turkish),
        };
        for (at, passage) in texts.iter().enumerate() {
            let mut document = TantivyDocument::default();
            let tokens =
                made.tokens(passage).into_iter().enumerate().map(|(position, text)| {
                    tantivy::tokenizer::Token { position, text, ..Default::default() }
                });
            let tokens = tokens.collect();
            document.add_pre_tokenized_text(
                text,
                tantivy::tokenizer::PreTokenizedString { text: String::new(), tokens },
            );
            document.add_u64(number, at as u64);
            writer.add_document(document)?;
        }
        writer.commit()?;
        made.searcher = index.reader()?.searcher();
        Ok(made)
    }

    fn tokens(&self, text: &str) -> Vec<String> {
        let mut analyzer = self.analyzer.clone();
        let mut stream = analyzer.token_stream(text);
        let mut tokens = Vec::new();
        while stream.advance() {
            let stem = self.stemmer.stem(&stream.token().text).to_string();
            // The folding comes after the stemmer, which knows the letters.
            let mut folding = TextAnalyzer::builder(tantivy::tokenizer::RawTokenizer::default())
                .filter(AsciiFoldingFilter)
                .build();
            let mut folded = folding.token_stream(&stem);
            tokens.push(if folded.advance() { folded.token().text.clone() } else { stem.clone() });
        }
        tokens
    }

    pub fn find(&self, query: &str) -> Result<Vec<usize>, AnyError> {
        let (parts, all) = parts(query);
        let occur = if all { Occur::Must } else { Occur::Should };
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for part in parts {
            let terms: Vec<Term> =
                self.tokens(part).iter().map(|token| Term::from_field_text(self.text, token)).collect();
            match terms.as_slice() {
                [] => {}
                [term] => clauses
                    .push((occur, Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)))),
                _ => clauses.push((occur, Box::new(PhraseQuery::new(terms)))),
            }
        }
        let best = TopDocs::with_limit(self.searcher.num_docs() as usize).order_by_score();
        let found = self.searcher.search(&BooleanQuery::new(clauses), &best)?;
        let mut numbers = Vec::new();
        for (_, address) in found {
            let column = self.searcher.segment_reader(address.segment_ord).fast_fields().u64("number")?;
            numbers.extend(column.first(address.doc_id).map(|at| at as usize));
        }
        Ok(numbers)
    }
}

/// Full-text search for Turkish in `PostgreSQL`, or words that share enough trigrams.
pub struct Postgres {
    connection: String,
}

impl Postgres {
    pub fn new(connection: &str, texts: &[&str]) -> Result<Self, AnyError> {
        let made = Self { connection: connection.to_owned() };
        let mut script = "SET client_min_messages = error;
            CREATE EXTENSION IF NOT EXISTS pg_trgm;
            DROP TABLE IF EXISTS salname_judge;
            CREATE TABLE salname_judge (id int PRIMARY KEY, text text);
            COPY salname_judge FROM STDIN;\n"
            .to_owned();
        for (at, text) in texts.iter().enumerate() {
            script.push_str(&format!(
                "{at}\t{}\n",
                text.replace('\\', "\\\\").replace(['\t', '\n', '\r'], " ")
            ));
        }
        script.push_str(
            "\\.
            CREATE INDEX ON salname_judge USING gin (to_tsvector('turkish', text));
            CREATE INDEX ON salname_judge USING gin (text gin_trgm_ops);\n",
        );
        made.run(&script)?;
        Ok(made)
    }

    pub fn find(&self, query: &str) -> Result<Vec<usize>, AnyError> {
        let (parts, all) = parts(query);
        let quoted = query.contains('"');
        let words: BTreeMap<usize, String> =
            parts.iter().map(|part| format!("$q${part}$q$")).enumerate().collect();
        let tests: Vec<String> = words
            .values()
            .map(|word| {
                let asked = if quoted { "phraseto_tsquery" } else { "plainto_tsquery" };
                format!("(to_tsvector('turkish', text) @@ {asked}('turkish', {word}) OR {word} <% text)")
            })
            .collect();
        let near: Vec<String> = words.values().map(|word| format!("word_similarity({word}, text)")).collect();
        let answer = self.run(&format!(
            "SELECT id FROM salname_judge WHERE {} ORDER BY {} DESC, id;",
            tests.join(if all { " AND " } else { " OR " }),
            near.join(" + ")
        ))?;
        Ok(answer.lines().filter_map(|line| line.trim().parse().ok()).collect())
    }

    fn run(&self, script: &str) -> Result<String, AnyError> {
        let mut psql = Command::new("psql")
            .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"])
            .arg(&self.connection)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut input = psql.stdin.take().ok_or("psql takes no input")?;
        let script = script.to_owned();
        let writer = std::thread::spawn(move || input.write_all(script.as_bytes()));
        let output = psql.wait_with_output()?;
        writer.join().map_err(|_| "psql takes no input")??;
        if !output.status.success() {
            return Err("psql failed: is the connection right?".into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}
