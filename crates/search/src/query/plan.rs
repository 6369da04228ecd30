use salname_model::Day;
use salname_record::Record;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, FuzzyTermQuery,
    Occur, PhraseQuery, Query as Search, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::{Atom, Filter, Query};
use crate::analysis::{Analysis, Asked, Forms, Stem};
use crate::days;
use crate::fields::Fields;
use crate::index::IndexError;

/// How much a match is worth: what is written as asked comes before its inflections, and these before other spellings.
const LITERAL: f32 = 4.0;
const FOLDED: f32 = 3.0;
const STEM: f32 = 1.5;
const SOUND: f32 = 0.6;
/// What further ways of matching add to the best one.
const TIE: f32 = 0.1;

/// Turns a query into a search, and knows afterwards which words it was after.
pub(crate) struct Plan<'a> {
    pub analysis: &'a Analysis,
    pub fields: &'a Fields,
    pub searcher: &'a Searcher,
    pub record: &'a Record,
    /// Only words as written: no other spelling, script or inflection.
    pub literal: bool,
}

/// The words that a query is after, to be marked in what it finds.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    words: Vec<Asked>,
    prefixes: Vec<String>,
    stems: Vec<String>,
    sounds: Vec<String>,
    literal: bool,
}

impl Wanted {
    /// True if the query was after this word.
    pub fn is(&self, forms: &Forms) -> bool {
        let spelled = |asked: &Asked| {
            asked.literals.contains(&forms.literal)
                || !self.literal
                    && (asked.folded == forms.folded
                        || forms.stems.contains(&asked.folded)
                        || asked.sounds.iter().any(|sound| forms.sounds.contains(sound)))
        };
        self.words.iter().any(spelled)
            || self.prefixes.iter().any(|prefix| forms.folded.starts_with(prefix))
            || self.stems.iter().any(|stem| forms.folded == *stem || forms.stems.contains(stem))
            || self.sounds.iter().any(|sound| forms.sounds.contains(sound))
    }
}

impl Plan<'_> {
    /// The search for a query. `all` says whether every word must be there, or the more the better.
    pub fn search(&self, query: &Query, all: bool) -> Result<(Box<dyn Search>, Wanted), IndexError> {
        let mut wanted = Wanted { literal: self.literal, ..Wanted::default() };
        let mut parts: Vec<(Occur, Box<dyn Search>)> = Vec::new();
        let mut days = (None, None);
        for clause in &query.clauses {
            if let ([Atom::Filter(filter)], false) = (&clause.any[..], clause.negated) {
                // Two ends of one stretch of time are one condition.
                match filter {
                    Filter::From(day) => days.0 = Some(*day),
                    Filter::To(day) => days.1 = Some(*day),
                    _ => parts.push((Occur::Must, self.filter(filter)?)),
                }
                continue;
            }
            let mut searched = &mut Wanted::default();
            if !clause.negated {
                searched = &mut wanted;
            }
            let mut any = Vec::new();
            for atom in &clause.any {
                any.push(self.atom(atom, searched)?);
            }
            let is_filter = clause.any.iter().any(|atom| matches!(atom, Atom::Filter(_)));
            let occur = match (clause.negated, all || is_filter) {
                (true, _) => Occur::MustNot,
                (false, true) => Occur::Must,
                (false, false) => Occur::Should,
            };
            parts.push((occur, one_of(any)));
        }
        if days != (None, None) {
            parts.push((Occur::Must, self.days(days.0, days.1)?));
        }
        if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok((Box::new(BooleanQuery::new(parts)), wanted))
    }

    fn atom(&self, atom: &Atom, wanted: &mut Wanted) -> Result<Box<dyn Search>, IndexError> {
        match atom {
            Atom::Word(word) => self.word(word, wanted),
            Atom::Phrase(phrase) => Ok(self.phrase(phrase, wanted)),
            Atom::Prefix(start) => Ok(self.last_word(start, wanted, |plan, word, wanted| {
                let (field, text) = plan.plain(word);
                wanted.prefixes.push(word.folded.clone());
                Box::new(FuzzyTermQuery::new_prefix(Term::from_field_text(field, &text), 0, true))
            })),
            Atom::Fuzzy(word) => Ok(self.last_word(word, wanted, |plan, word, _| {
                /// Words of fewer letters may differ by one, longer ones by two.
                const LONG: usize = 6;
                let (field, text) = plan.plain(word);
                let distance = if text.chars().count() < LONG { 1 } else { 2 };
                Box::new(FuzzyTermQuery::new(Term::from_field_text(field, &text), distance, true))
            })),
            Atom::Filter(filter) => self.filter(filter),
        }
    }

    /// A word, which may be several to the index ("Q.Orconikidze"): all must be there, initials are welcome.
    fn word(&self, word: &str, wanted: &mut Wanted) -> Result<Box<dyn Search>, IndexError> {
        let asked = self.analysis.asked(word);
        let several = asked.len() > 1;
        let mut parts = Vec::new();
        for word in asked {
            let initial = several && word.folded.chars().count() == 1;
            let occur = if initial { Occur::Should } else { Occur::Must };
            parts.push((occur, self.one_word(&word, wanted)?));
            if !initial {
                wanted.words.push(word);
            }
        }
        if parts.iter().all(|(occur, _)| *occur == Occur::Should) {
            parts.iter_mut().for_each(|(occur, _)| *occur = Occur::Must);
        }
        Ok(match parts.len() {
            1 => parts.remove(0).1,
            _ => Box::new(BooleanQuery::new(parts)),
        })
    }

    fn one_word(&self, word: &Asked, wanted: &mut Wanted) -> Result<Box<dyn Search>, IndexError> {
        let fields = self.fields;
        let mut ways: Vec<Box<dyn Search>> =
            word.literals.iter().map(|literal| term(fields.literal, literal, LITERAL)).collect();
        if !self.literal {
            ways.push(term(fields.folded, &word.folded, FOLDED));
            ways.push(term(fields.stem, &word.folded, STEM));
            ways.extend(word.sounds.iter().map(|sound| term(fields.sound, sound, SOUND)));
            for stem in self.stems(word)? {
                ways.push(term(fields.folded, &stem, STEM * 0.8));
                ways.push(term(fields.stem, &stem, STEM * 0.6));
                wanted.stems.push(stem);
            }
            for sound in self.stem_sounds(word)? {
                ways.push(term(fields.sound, &sound, SOUND * 0.8));
                wanted.sounds.push(sound);
            }
        }
        Ok(Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, TIE)))
    }

    /// Stems of a word that was typed with an ending.
    ///
    /// Taking off endings without a dictionary finds too much: the town Gəncə is no form of gənc, "young". What the
    /// documents have decides. Of a word from which they do not form others, those stems count that more passages
    /// have; of one that seems to be a stem itself, only such as are much commoner, and longer than one letter shorter.
    fn stems(&self, word: &Asked) -> Result<Vec<String>, IndexError> {
        const MUCH: u64 = 2;
        const LETTERS: usize = 2;
        let (folded, stem) = (self.fields.folded, self.fields.stem);
        let known = self.frequency(folded, &word.folded)?;
        let is_stem = self.is_stem(word)?;
        let length = word.folded.chars().count();
        let mut stems = Vec::new();
        for Stem { folded: candidate, .. } in &word.stems {
            let alone = self.frequency(folded, candidate)?;
            let counts = if is_stem {
                alone > known * MUCH && candidate.chars().count() + LETTERS <= length
            } else {
                alone > 0 || self.frequency(stem, candidate)? > known
            };
            if counts && !stems.contains(candidate) {
                stems.push(candidate.clone());
            }
        }
        Ok(stems)
    }

    /// True if the documents form other words from it, and not just once in a while.
    fn is_stem(&self, word: &Asked) -> Result<bool, IndexError> {
        /// One formed word for so many that stand alone is an accident.
        const ACCIDENT: u64 = 4;
        let formed = self.frequency(self.fields.stem, &word.folded)?;
        Ok(formed > 0 && formed * ACCIDENT >= self.frequency(self.fields.folded, &word.folded)?)
    }

    /// Sounds of the stems of a name that was typed with an ending: it stands so in the documents, or is not known by
    /// its sound at all. As with [stems](Self::stems), those count that more passages have.
    fn stem_sounds(&self, word: &Asked) -> Result<Vec<String>, IndexError> {
        /// Stems of fewer sounds are shared by too many names.
        const SHORTEST: usize = 4;
        if self.is_stem(word)? {
            return Ok(Vec::new());
        }
        let mut known = 0;
        for sound in &word.sounds {
            known = known.max(self.frequency(self.fields.sound, sound)?);
        }
        if known > 0 && self.frequency(self.fields.folded, &word.folded)? == 0 {
            return Ok(Vec::new());
        }
        let mut sounds = Vec::new();
        for Stem { sound, .. } in &word.stems {
            let long = sound.chars().count() >= SHORTEST && !sounds.contains(sound);
            if long && self.frequency(self.fields.sound, sound)? > known {
                sounds.push(sound.clone());
            }
        }
        Ok(sounds)
    }

    fn frequency(&self, field: Field, text: &str) -> Result<u64, IndexError> {
        self.searcher.doc_freq(&Term::from_field_text(field, text)).map_err(|source| self.failed(source))
    }

    /// Words that follow one another, in any script and with or without accents.
    fn phrase(&self, phrase: &str, wanted: &mut Wanted) -> Box<dyn Search> {
        let words = self.analysis.asked(phrase);
        let terms: Vec<Term> = words
            .iter()
            .map(|word| {
                let (field, text) = self.plain(word);
                Term::from_field_text(field, &text)
            })
            .collect();
        wanted.words.extend(words);
        match terms.len() {
            0 => Box::new(EmptyQuery),
            1 => Box::new(TermQuery::new(terms[0].clone(), IndexRecordOption::WithFreqs)),
            _ => Box::new(PhraseQuery::new(terms)),
        }
    }

    /// The last of the words that a mark stands behind gets it; those before it must be there.
    fn last_word(
        &self,
        text: &str,
        wanted: &mut Wanted,
        search: impl Fn(&Self, &Asked, &mut Wanted) -> Box<dyn Search>,
    ) -> Box<dyn Search> {
        let mut words = self.analysis.asked(text);
        let Some(last) = words.pop() else { return Box::new(EmptyQuery) };
        let mut parts = vec![(Occur::Must, search(self, &last, wanted))];
        for word in words {
            let (field, text) = self.plain(&word);
            parts.push((Occur::Must, term(field, &text, 1.0)));
            wanted.words.push(word);
        }
        Box::new(BooleanQuery::new(parts))
    }

    /// The plainest form in which a word can be looked up.
    fn plain(&self, word: &Asked) -> (Field, String) {
        if self.literal {
            (self.fields.literal, word.literals[0].clone())
        } else {
            (self.fields.folded, word.folded.clone())
        }
    }

    fn filter(&self, filter: &Filter) -> Result<Box<dyn Search>, IndexError> {
        let fields = self.fields;
        let is = |field, text: &str| term(field, text, 1.0);
        let search: Box<dyn Search> = match filter {
            Filter::Kind(kind) => is(fields.kind, kind.as_str()),
            Filter::Class(class) => is(fields.class, class.as_str()),
            Filter::Lang(lang) => is(fields.lang, lang),
            Filter::Doubtful(doubtful) => is(fields.doubtful, if *doubtful { "yes" } else { "no" }),
            Filter::Who(name) => self.name(fields.who, name),
            Filter::Place(name) => self.name(fields.place, name),
            Filter::From(day) => self.days(Some(*day), None)?,
            Filter::To(day) => self.days(None, Some(*day))?,
            Filter::Source(name) => {
                let sources = self.record.sources_called(name)?;
                let terms = sources.iter().map(|source| Term::from_field_text(fields.source, &source.id.0));
                Box::new(TermSetQuery::new(terms))
            }
        };
        Ok(Box::new(ConstScoreQuery::new(search, 0.0)))
    }

    /// Passages in which something is called so: each word in any spelling, initials left aside.
    fn name(&self, field: Field, name: &str) -> Box<dyn Search> {
        let words = self.analysis.asked(name);
        let long = words.iter().any(|word| word.folded.chars().count() > 1);
        let parts = words.iter().filter(|word| !long || word.folded.chars().count() > 1).map(|word| {
            let keys = self.analysis.sounds(&word.folded).into_iter().chain(word.sounds.iter().cloned());
            let terms = keys.map(|key| Term::from_field_text(field, &key));
            (Occur::Must, Box::new(TermSetQuery::new(terms)) as Box<dyn Search>)
        });
        Box::new(BooleanQuery::new(parts.collect()))
    }

    fn days(&self, from: Option<Day>, to: Option<Day>) -> Result<Box<dyn Search>, IndexError> {
        let field = self.fields.days;
        let mut terms = Vec::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field).map_err(|source| self.failed(source))?;
            let mut stream =
                index.terms().range().into_stream().map_err(|error| self.failed(error.into()))?;
            while stream.advance() {
                if let Ok(text) = std::str::from_utf8(stream.key())
                    && days::overlaps(text, from, to)
                {
                    terms.push(Term::from_field_text(field, text));
                }
            }
        }
        Ok(Box::new(ConstScoreQuery::new(Box::new(TermSetQuery::new(terms)), 0.0)))
    }

    fn failed(&self, source: tantivy::TantivyError) -> IndexError {
        IndexError::Index { path: self.record.directory().join("index"), source }
    }
}

fn term(field: Field, text: &str, worth: f32) -> Box<dyn Search> {
    let search = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(search), worth))
}

fn one_of(mut any: Vec<Box<dyn Search>>) -> Box<dyn Search> {
    if any.len() == 1 {
        return any.remove(0);
    }
    Box::new(BooleanQuery::new(any.into_iter().map(|search| (Occur::Should, search)).collect()))
}
