//! The documents, restored and read up to their times and names: what statements are looked for in.

use std::collections::BTreeMap;
use std::path::Path;

use salname_model::{Kind, Mention, Paragraph, Source, Span, TimeMention};
use salname_packs::Packs;
use salname_reader::statements::{Candidate, Finder, Told};

use crate::agreement::Gold;
use crate::gold::Passage;
use crate::logistic::Names;
use crate::places::{Letters, Place};
use crate::spotting::Sentence;

/// A document as the statement finder gets it.
struct Document {
    source: Source,
    paragraphs: Vec<Paragraph>,
    times: Vec<TimeMention>,
    mentions: Vec<Mention>,
}

impl Document {
    /// The bytes of the file that each paragraph was made of.
    fn spans(&self) -> Vec<Span> {
        self.paragraphs.iter().map(|paragraph| self.source.span_of(paragraph.span)).collect()
    }

    /// What of a paragraph's text was made of these bytes of the file.
    fn place(&self, index: usize, at: Span) -> Option<Place> {
        let paragraph = &self.paragraphs[index];
        let letters = paragraph.text.char_indices().filter(|(_, letter)| letter.is_alphanumeric()).filter(
            |(from, letter)| {
                let letter = Span::new(*from, from + letter.len_utf8());
                let source = self.source.span_of(paragraph.alignment.source_of(letter));
                at.start <= source.start && source.start < at.end
            },
        );
        let (mut start, mut end) = (None, 0);
        for (from, letter) in letters {
            start.get_or_insert(from);
            end = from + letter.len_utf8();
        }
        Some(Place { paragraph: index, text: Span::new(start?, end) })
    }
}

/// The probabilities below which candidates of each kind are dropped.
pub type Thresholds = [f32; Kind::ALL.len()];

/// All documents that the gold names.
pub struct Corpus {
    documents: BTreeMap<String, Document>,
}

/// What the finder sees in a passage.
pub struct Seen {
    pub candidates: Vec<Candidate>,
    /// The features of each.
    pub features: Vec<Vec<u32>>,
    /// Where each gold statement's quotation stands.
    pub places: Vec<Option<Place>>,
}

impl Corpus {
    /// Restores and reads the documents: their names, and the text of those that are no files of `docs`.
    pub fn load<'a>(
        names: impl Iterator<Item = (&'a str, Option<&'a str>)>,
        docs: &Path,
        packs: &Packs,
    ) -> Self {
        let restorer = salname_restore::Restorer::new(packs, &salname_restore::Options::default());
        let finds_times = salname_reader::times::Finder::new(packs);
        let finds_names = salname_reader::names::Finder::new(packs, false);
        let mut documents = BTreeMap::new();
        for (name, text) in names {
            documents.entry(name.to_owned()).or_insert_with(|| {
                let source = match text {
                    Some(text) => {
                        salname_ingest::ingest_bytes(text.as_bytes(), name)
                            .expect("the text can be read")
                            .source
                    }
                    None => salname_ingest::read_file(&docs.join(name), "document")
                        .expect("the document can be read"),
                };
                let paragraphs = restorer.restore(&source.text).paragraphs;
                let times = finds_times.find(&paragraphs);
                let mentions = finds_names.find(&paragraphs, &times);
                Document { source, paragraphs, times, mentions }
            });
        }
        Self { documents }
    }

    /// The documents of each language, in the order of their identifiers.
    ///
    /// A document's is that which most of its paragraphs are in: a line here and there in another teaches nothing of it.
    pub fn by_language(self) -> BTreeMap<String, Self> {
        let mut parted: BTreeMap<String, Self> = BTreeMap::new();
        for (name, document) in self.documents {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for lang in document.paragraphs.iter().filter_map(|paragraph| paragraph.lang.as_deref()) {
                *counts.entry(lang).or_default() += 1;
            }
            let most = counts.into_iter().max_by_key(|(_, count)| *count).map(|(lang, _)| lang.to_owned());
            let corpus =
                parted.entry(most.unwrap_or_default()).or_insert_with(|| Self { documents: BTreeMap::new() });
            corpus.documents.insert(name, document);
        }
        parted
    }

    /// True if the document is one of these.
    pub fn has(&self, document: &str) -> bool {
        self.documents.contains_key(document)
    }

    /// The candidates of every document, anchored in its file.
    pub fn candidates(&self, finder: &Finder) -> BTreeMap<String, Vec<Candidate>> {
        let found = self.documents.iter().map(|(name, document)| {
            let mut candidates = finder.candidates(&document.paragraphs, &document.times, &document.mentions);
            for candidate in &mut candidates {
                let source = &mut candidate.statement.anchor.source;
                *source = document.source.span_of(*source);
            }
            (name.clone(), candidates)
        });
        found.collect()
    }

    /// The sentences of each passage, each with the kinds that the gold finds in it.
    pub fn sentences(&self, passages: &[Passage], finder: &Finder, names: &mut Names) -> Vec<Vec<Sentence>> {
        let told: BTreeMap<&str, Vec<(Span, Told)>> = self
            .documents
            .iter()
            .map(|(name, document)| {
                let told = finder.told(&document.paragraphs, &document.times, &document.mentions).1;
                let anchored = told.into_iter().map(|one| {
                    let source = document.paragraphs[one.paragraph].alignment.source_of(one.text);
                    (document.source.span_of(source), one)
                });
                (name.as_str(), anchored.collect())
            })
            .collect();
        let of = |passage: &Passage| {
            let places = self.places(passage);
            let within = |at: usize| passage.range.start <= at && at < passage.range.end;
            told[passage.doc.as_str()]
                .iter()
                .filter(|(span, _)| within(span.start))
                .map(|(_, one)| Sentence::new(one, &passage.statements, &places, names))
                .collect()
        };
        passages.iter().map(of).collect()
    }

    /// What of the candidates stands in each passage.
    pub fn seen(
        &self,
        passages: &[Passage],
        found: &BTreeMap<String, Vec<Candidate>>,
        names: &mut Names,
    ) -> Vec<Seen> {
        passages
            .iter()
            .map(|passage| {
                let start = |one: &&Candidate| {
                    let start = one.statement.anchor.source.start;
                    passage.range.start <= start && start < passage.range.end
                };
                let candidates: Vec<Candidate> = found[&passage.doc].iter().filter(start).cloned().collect();
                let features = candidates.iter().map(|one| names.of(&one.features)).collect();
                Seen { candidates, features, places: self.places(passage) }
            })
            .collect()
    }

    fn places(&self, passage: &Passage) -> Vec<Option<Place>> {
        let document = &self.documents[&passage.doc];
        let spans = document.spans();
        let letters = Letters::of(&document.paragraphs, &spans, passage.range);
        let place = |one: &Gold| match one.at {
            Some(at) => spans
                .iter()
                .enumerate()
                .filter(|(_, span)| span.start < at.end && at.start < span.end)
                .find_map(|(index, _)| document.place(index, at)),
            None => letters.find(&one.quote),
        };
        passage.statements.iter().map(place).collect()
    }

    /// The bytes of the file that each quotation of a passage stands in.
    pub fn spans(&self, passage: &Passage) -> Vec<Option<Span>> {
        let document = &self.documents[&passage.doc];
        let span = |place: Place| {
            let paragraph = &document.paragraphs[place.paragraph];
            document.source.span_of(paragraph.alignment.source_of(place.text))
        };
        self.places(passage).into_iter().map(|place| place.map(span)).collect()
    }

    /// The text of a passage as restored, and that of so many paragraphs before it.
    pub fn passage(&self, passage: &Passage, before: usize) -> (String, String) {
        let document = &self.documents[&passage.doc];
        let spans = document.spans();
        let first = spans.iter().position(|span| span.end > passage.range.start).unwrap_or(spans.len());
        let end = spans.iter().position(|span| span.start >= passage.range.end).unwrap_or(spans.len());
        let text = |range: std::ops::Range<usize>| {
            let texts: Vec<&str> = document.paragraphs[range].iter().map(|one| one.text.as_str()).collect();
            texts.join("\n")
        };
        (text(first.saturating_sub(before)..first), text(first..end.max(first)))
    }

    /// The text of a place.
    pub fn text(&self, doc: &str, paragraph: usize) -> &str {
        &self.documents[doc].paragraphs[paragraph].text
    }
}

impl Seen {
    /// How much a gold statement's quotation and a candidate's have in common, from 0 to 1.
    pub fn overlap(&self, at: usize, gold: usize) -> f64 {
        let Some(place) = self.places[gold] else { return 0.0 };
        let candidate = &self.candidates[at];
        if candidate.statement.anchor.paragraph != place.paragraph {
            return 0.0;
        }
        let inside = place.text.start <= candidate.at.start && candidate.at.start < place.text.end;
        let own = candidate.statement.anchor.text;
        let shared = own.end.min(place.text.end).saturating_sub(own.start.max(place.text.start));
        let part = shared as f64 / place.text.len().max(1) as f64;
        if inside { 0.5 + 0.5 * part } else { 0.5 * part }
    }

    /// True if the candidate's sentence and the gold statement's quotation share something.
    pub fn same_sentence(&self, at: usize, gold: usize) -> bool {
        let candidate = &self.candidates[at];
        self.places[gold].is_some_and(|place| {
            candidate.statement.anchor.paragraph == place.paragraph
                && candidate.within.start < place.text.end
                && place.text.start < candidate.within.end
        })
    }

    /// The candidates that are kept, as the finder would keep them.
    pub fn kept(&self, probabilities: &[f32], thresholds: &Thresholds) -> Vec<usize> {
        let mut kept: Vec<usize> = Vec::new();
        for (at, &probability) in probabilities.iter().enumerate() {
            let kind = self.candidates[at].statement.kind;
            if probability < thresholds[kind as usize] || !self.candidates[at].says_something() {
                continue;
            }
            let twin = kept
                .iter_mut()
                .rev()
                .take(12)
                .find(|other| self.candidates[**other].says_the_same(&self.candidates[at]));
            match twin {
                Some(other) if probabilities[*other] < probability => *other = at,
                Some(_) => {}
                None => kept.push(at),
            }
        }
        kept
    }
}
