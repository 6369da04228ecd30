use std::collections::HashMap;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{InvertedIndexReader, SegmentId};
use tantivy::postings::{Postings as _, SegmentPostings, TermInfo};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, Term};

use super::union::{Lists, Union};

use super::explained;

/// How a form stands to the word that was asked for. What is written as asked comes before its inflections, and these
/// before other spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Tier {
    /// It is that word.
    Written,
    /// It is that word but for accents and script.
    Plain,
    /// It has the same lemma.
    Inflected,
    /// It is another name of the same thing, as the gazetteer knows.
    Named,
    /// It sounds alike.
    Spelled,
    /// It is nearly that word.
    Near,
}

impl Tier {
    /// What a form of this tier is worth at least. The steps are wider than [`SPAN`]: of two passages that have one word
    /// each, the one of the better tier comes first.
    #[inline]
    pub(super) fn base(self) -> Score {
        match self {
            Self::Written => 1.0,
            Self::Plain => 0.85,
            Self::Inflected => 0.65,
            Self::Named => 0.5,
            Self::Spelled => 0.35,
            Self::Near => 0.15,
        }
    }
}

/// How much more it may be worth, by how often the forms stand in a passage and how long that is.
const SPAN: Score = 0.14;
/// The parameters of BM25 (Robertson and Zaragoza 2009), as Lucene and tantivy have them.
const K1: Score = 1.2;
const B: Score = 0.75;

/// Passages that have one of several terms. They count as one word: its rarity is that of all together, as in Lucene's
/// `SynonymQuery`.
#[derive(Debug, Clone)]
pub(crate) struct AnyOf {
    /// Each term once.
    pub terms: Vec<(Term, Tier)>,
    /// The field whose lengths the passages are measured by.
    pub lengths: Field,
}

impl AnyOf {
    /// Looks the terms up.
    pub(super) fn look_up(&self, scoring: EnableScoring<'_>) -> tantivy::Result<AnyOfWeight> {
        let searcher = match scoring {
            EnableScoring::Enabled { searcher, .. } => Some(searcher),
            EnableScoring::Disabled { searcher_opt, .. } => searcher_opt,
        };
        let Some(searcher) = searcher else {
            return Err(tantivy::TantivyError::InvalidArgument(
                "a search for forms wants an index".to_owned(),
            ));
        };
        let mut weight = AnyOfWeight { found: HashMap::new(), lengths: self.lengths, idf: 0.0, average: 1.0 };
        let mut passages = 0;
        for segment in searcher.segment_readers() {
            let mut found = Vec::new();
            for (term, tier) in &self.terms {
                if let Some(info) = segment.inverted_index(term.field())?.get_term_info(term)? {
                    passages += u64::from(info.doc_freq);
                    found.push((term.field(), info, *tier));
                }
            }
            weight.found.insert(segment.segment_id(), found);
        }
        weight.idf = idf(passages, all(searcher));
        weight.average = average(searcher, self.lengths)?;
        Ok(weight)
    }
}

impl Query for AnyOf {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.look_up(scoring)?))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.terms.iter().for_each(|(term, _)| visitor(term, false));
    }
}

fn all(searcher: &Searcher) -> u64 {
    searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum()
}

fn idf(passages: u64, all: u64) -> Score {
    let (passages, all) = (passages.min(all) as Score, all as Score);
    (1.0 + (all - passages + 0.5) / (passages + 0.5)).ln()
}

fn average(searcher: &Searcher, field: Field) -> tantivy::Result<Score> {
    let mut tokens = 0;
    for segment in searcher.segment_readers() {
        tokens += segment.inverted_index(field)?.total_num_tokens();
    }
    Ok((tokens as Score / all(searcher).max(1) as Score).max(1.0))
}

/// A term of a segment: its field, and where its passages are listed.
pub(super) type Listed = (Field, TermInfo, Tier);

pub(super) struct AnyOfWeight {
    /// By segment, the terms that it has.
    found: HashMap<SegmentId, Vec<Listed>>,
    lengths: Field,
    idf: Score,
    average: Score,
}

impl AnyOfWeight {
    /// The terms that a segment has.
    pub(super) fn of(&self, reader: &SegmentReader) -> &[Listed] {
        self.found.get(&reader.segment_id()).map_or(&[], Vec::as_slice)
    }

    /// How many passages of a segment the terms stand in, if none stood in two.
    pub(super) fn passages(&self, reader: &SegmentReader) -> u64 {
        self.of(reader).iter().map(|(_, info, _)| u64::from(info.doc_freq)).sum()
    }

    /// The lists of a segment as one.
    pub(super) fn union(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Union> {
        let mut lists = Lists::new(self.passages(reader));
        let mut of: Option<(Field, Arc<InvertedIndexReader>)> = None;
        for (field, info, tier) in self.of(reader) {
            let index = match &of {
                Some((known, index)) if known == field => index,
                _ => &of.insert((*field, reader.inverted_index(*field)?)).1,
            };
            lists.add(*field, index, info, *tier)?;
        }
        Ok(lists.union(self.worth(reader, boost)?, reader.max_doc()))
    }

    fn worth(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Worth> {
        Ok(Worth {
            lengths: reader.get_fieldnorms_reader(self.lengths)?,
            idf: self.idf * boost,
            factors: Arc::new(std::array::from_fn(|id| {
                let length = FieldNormReader::id_to_fieldnorm(id as u8) as Score;
                K1 * (1.0 - B + B * length / self.average)
            })),
        })
    }
}

impl Weight for AnyOfWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.of(reader) {
            [] => Box::new(EmptyScorer),
            [(field, info, tier)] => {
                let index = reader.inverted_index(*field)?;
                let postings = index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                Box::new(One { postings, tier: *tier, worth: self.worth(reader, boost)? })
            }
            _ => Box::new(self.union(reader, boost)?),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "rarity of the word times its best tier")
    }
}

/// Turns a tier and a number of occurrences into a score.
pub(super) struct Worth {
    lengths: FieldNormReader,
    idf: Score,
    /// By the length of the passage.
    factors: Arc<[Score; 256]>,
}

impl Worth {
    #[inline]
    pub(super) fn of(&self, doc: DocId, tier: Score, times: u32) -> Score {
        let times = times as Score;
        let length = self.factors[usize::from(self.lengths.fieldnorm_id(doc))];
        self.idf * (tier + SPAN * times / (times + length))
    }
}

/// One list as it lies.
struct One {
    postings: SegmentPostings,
    tier: Tier,
    worth: Worth,
}

impl DocSet for One {
    fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.postings.seek(target)
    }

    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn size_hint(&self) -> u32 {
        self.postings.size_hint()
    }
}

impl Scorer for One {
    fn score(&mut self) -> Score {
        self.worth.of(self.postings.doc(), self.tier.base(), self.postings.term_freq())
    }
}
