use salname_record::Record;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use crate::analysis::Analysis;
use crate::index::{IndexError, SearchIndex};
use crate::query::{Atom, Query};

impl SearchIndex {
    /// For the first word of a query that no passage has: the words of the record that are nearest to it, the commonest
    /// of the nearest first.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn suggest(
        &self,
        record: &Record,
        analysis: &Analysis,
        query: &Query,
    ) -> Result<Vec<String>, IndexError> {
        let atoms = query.clauses.iter().filter(|clause| !clause.negated).flat_map(|clause| &clause.any);
        for atom in atoms {
            let Atom::Word(word) = atom else { continue };
            let alone = Query::parse(word);
            let options = crate::SearchOptions { limit: Some(1), ..Default::default() };
            if let Ok(alone) = alone
                && self.search(record, analysis, &alone, &options)?.total == 0
            {
                return self.nearest(analysis, word);
            }
        }
        Ok(Vec::new())
    }

    fn nearest(&self, analysis: &Analysis, word: &str) -> Result<Vec<String>, IndexError> {
        const SHOWN: usize = 3;
        /// More slips than this and it is another word.
        const MOST_SLIPS: u8 = 2;
        let searcher = self.searcher()?;
        let failed = |source| self.failed(source);
        let field = self.fields.literal;
        for asked in analysis.asked(word) {
            let Some(literal) = asked.literals.first() else { continue };
            for slips in 1..=MOST_SLIPS {
                let near = FuzzyTermQuery::new(Term::from_field_text(field, literal), slips, true);
                let mut found: Vec<(u64, String)> = Vec::new();
                for segment in searcher.segment_readers() {
                    let index = segment.inverted_index(field).map_err(failed)?;
                    let near = near.automaton().map_err(failed)?;
                    let mut terms =
                        index.terms().search(near).into_stream().map_err(|error| failed(error.into()))?;
                    while terms.advance() {
                        if let Ok(term) = std::str::from_utf8(terms.key()) {
                            let passages =
                                searcher.doc_freq(&Term::from_field_text(field, term)).map_err(failed)?;
                            found.push((passages, term.to_owned()));
                        }
                    }
                }
                found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
                found.dedup();
                if !found.is_empty() {
                    return Ok(found.into_iter().take(SHOWN).map(|(_, term)| term).collect());
                }
            }
        }
        Ok(Vec::new())
    }
}
