use salname_record::Record;
use tantivy::Term;
use tantivy::query::{FuzzyTermQuery, Query as _};

use crate::analysis::Analysis;
use crate::index::{IndexError, SearchIndex};
use crate::query::{Atom, Clause, Plan, Query};

impl SearchIndex {
    /// For the first word of a query that no passage has: the query with the nearest word of the record in its place.
    pub(crate) fn suggest(
        &self,
        record: &Record,
        analysis: &Analysis,
        text: &str,
        query: &Query,
    ) -> Result<Option<String>, IndexError> {
        let searcher = self.searcher()?;
        let plan = Plan { analysis, fields: &self.fields, searcher: &searcher, record, literal: false };
        let atoms = query.clauses.iter().filter(|clause| !clause.negated).flat_map(|clause| &clause.any);
        for atom in atoms {
            let Atom::Word(word) = atom else { continue };
            let alone = Query { clauses: vec![Clause { negated: false, any: vec![atom.clone()] }] };
            let (search, _) = plan.search(&alone, true)?;
            if search.count(&searcher).map_err(|source| self.failed(source))? == 0 {
                let near = self.nearest(analysis, word)?;
                return Ok(near.first().map(|near| text.replacen(word.as_str(), near, 1)));
            }
        }
        Ok(None)
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
