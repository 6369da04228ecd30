use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};
use salname_model::Day;
use salname_record::Record;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query as Search, TermQuery, TermSetQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::{Atom, Clause, Filter, Query};
use crate::analysis::{Analysis, Asked};
use crate::expand::{Expander, Expansion};
use crate::fields::{Fields, Is};
use crate::index::IndexError;
use crate::lexicon::Lexicon;
use crate::postings::{AllOf, AnyOf, Counts, Either, InARow, KnownDates, OfDays, Tier};

/// The words of a query, each of which is analysed once, however often it is looked at.
pub(crate) struct Known<'a> {
    analysis: &'a Analysis,
    texts: RefCell<FxHashMap<String, Rc<[Asked]>>>,
}

impl<'a> Known<'a> {
    pub fn new(analysis: &'a Analysis) -> Self {
        Self { analysis, texts: RefCell::default() }
    }

    /// The words of a part of the query.
    fn asked(&self, text: &str) -> Rc<[Asked]> {
        if let Some(asked) = self.texts.borrow().get(text) {
            return Rc::clone(asked);
        }
        let asked: Rc<[Asked]> = self.analysis.asked(text).into();
        self.texts.borrow_mut().insert(text.to_owned(), Rc::clone(&asked));
        asked
    }
}

/// Turns a query into a search, and knows afterwards which words it was after.
#[derive(Clone, Copy)]
pub(crate) struct Plan<'a> {
    pub known: &'a Known<'a>,
    pub fields: &'a Fields,
    pub lexicon: &'a Lexicon,
    pub searcher: &'a Searcher,
    pub record: &'a Record,
    /// The dates of the index, once somebody has asked for a day.
    pub dates: &'a OnceLock<Arc<KnownDates>>,
    /// Only words as written: no other spelling, script or inflection.
    pub literal: bool,
    /// For a word that the record does not have, those nearest to it.
    pub near: bool,
    /// Words that together are a name of something are that name.
    pub translate: bool,
}

/// What a query is after.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// The written words, to be marked in what is found.
    words: FxHashSet<String>,
    /// Words of the query that the record does not know, each with the nearest one that it knows.
    pub near: Vec<(String, String)>,
    /// Clauses of words, of which some may be left out where no passage has all; words that are a name count as one.
    pub clauses: usize,
    /// True if some words were taken for a name.
    pub translated: bool,
}

impl Wanted {
    /// True if the query was after this word.
    pub fn is(&self, small: &str) -> bool {
        self.words.contains(small)
    }

    /// The written words that the query was after, in no order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }
}

impl Plan<'_> {
    /// The search for a query. `without` says how many of the clauses of words may be missing.
    pub fn search(&self, query: &Query, without: usize) -> Result<(Box<dyn Search>, Wanted), IndexError> {
        let mut wanted = Wanted::default();
        let mut parts: Vec<(Occur, Box<dyn Search>)> = Vec::new();
        let mut words: Vec<Box<dyn Search>> = Vec::new();
        let mut rest = query.clauses.as_slice();
        while let Some((clause, after)) = rest.split_first() {
            if let Some((search, used)) = self.translated(rest, &mut wanted)? {
                words.push(search);
                wanted.clauses += 1;
                wanted.translated = true;
                rest = &rest[used..];
                continue;
            }
            rest = after;
            if let ([Atom::Filter(filter)], false) = (&clause.any[..], clause.negated) {
                // Two ends of one stretch of time are one condition.
                match filter {
                    Filter::From(_) | Filter::To(_) => {}
                    _ => parts.push((Occur::Must, self.filter(filter)?)),
                }
                continue;
            }
            let mut unwanted = Wanted::default();
            let wanted = if clause.negated { &mut unwanted } else { &mut wanted };
            let mut any = Vec::new();
            for atom in &clause.any {
                any.push(self.atom(atom, wanted)?);
            }
            let any = one_of(any);
            if clause.negated {
                parts.push((Occur::MustNot, any));
            } else if clause.any.iter().any(Atom::has_filter) {
                parts.push((Occur::Must, any));
            } else {
                words.push(any);
                wanted.clauses += 1;
            }
        }
        let (from, to) = query.days();
        if (from, to) != (None, None) {
            parts.push((Occur::Must, self.days(from, to)?));
        }
        if without == 0 {
            words = together(words);
            parts.extend(words.into_iter().map(|search| (Occur::Must, search)));
        } else {
            let least = words.len().saturating_sub(without).max(1);
            let some = words.into_iter().map(|search| (Occur::Should, search)).collect();
            parts.push((Occur::Must, Box::new(BooleanQuery::with_minimum_required_clauses(some, least))));
        }
        if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok((if parts.len() == 1 { parts.remove(0).1 } else { Box::new(BooleanQuery::new(parts)) }, wanted))
    }

    /// For words that together are a name of something that has other names, too: a search for these words or those
    /// names, and how many clauses it stands for. The longest name counts.
    fn translated(&self, clauses: &[Clause], wanted: &mut Wanted) -> Result<Option<Translated>, IndexError> {
        if self.literal || !self.translate {
            return Ok(None);
        }
        let translations = self.known.analysis.translations();
        let mut words: Vec<Rc<[Asked]>> = Vec::new();
        for clause in clauses.iter().take(translations.longest()) {
            match (&clause.any[..], clause.negated) {
                ([Atom::Word(text)], false) => words.push(self.known.asked(text)),
                // Who asks for words in a row wants these, if they are there.
                ([Atom::Phrase(text)], false) if words.is_empty() && !self.is_there(text)? => {
                    words.push(self.known.asked(text));
                    break;
                }
                _ => break,
            }
        }
        while !words.is_empty() {
            let keys: Vec<Vec<String>> =
                words.iter().flat_map(|words| words.iter()).filter(|word| !word.ending).map(keys).collect();
            let names = translations.of(&keys);
            if !names.is_empty() {
                let search = self.called(&clauses[..words.len()], &names, wanted)?;
                return Ok(Some((search, words.len())));
            }
            words.pop();
        }
        Ok(None)
    }

    /// True if the words of a phrase stand somewhere in a row.
    fn is_there(&self, phrase: &str) -> Result<bool, IndexError> {
        let row = self.known.asked(phrase).iter().map(|word| self.expander().known(word)).collect();
        let Some(search) = self.in_a_row(row, &mut Wanted::default()) else { return Ok(false) };
        Ok(search.count(self.searcher).map_err(|source| self.failed(source))? > 0)
    }

    /// Words that are asked for, or names that mean the same.
    fn called(
        &self,
        clauses: &[Clause],
        names: &[&str],
        wanted: &mut Wanted,
    ) -> Result<Box<dyn Search>, IndexError> {
        // A name that is known by other words is not misspelt.
        let exactly = Plan { near: false, ..*self };
        let (mut short, long): (Vec<_>, Vec<_>) =
            names.iter().filter_map(|name| self.other_name(name)).partition(|row| row.len() == 1);
        // Names of one word are one word in many forms, together with what was asked for if that is one.
        let mut word = Expansion::default();
        let asked = match clauses {
            [Clause { any, .. }] => match &any[..] {
                [Atom::Word(text)] => Some(self.known.asked(text)).filter(|asked| asked.len() == 1),
                _ => None,
            },
            _ => None,
        };
        if let Some(asked) = &asked {
            word = exactly.expand(&asked[0]);
            wanted.words.extend(asked[0].literals.iter().cloned());
        }
        short.drain(..).flatten().for_each(|other| word.merge(other));
        let forms = Expansion { words: word.words.clone(), ..Expansion::default() };
        let mut any: Vec<Box<dyn Search>> = Vec::new();
        if asked.is_none() {
            let mut all = Vec::new();
            for clause in clauses {
                all.push((Occur::Must, exactly.atom(&clause.any[0], wanted)?));
            }
            any.push(Box::new(BooleanQuery::new(all)));
        }
        if !forms.words.is_empty() {
            any.push(self.any_of(word, asked.is_some(), wanted));
        }
        let mut rows: Vec<Vec<Expansion>> = Vec::new();
        for row in long {
            // Spellings of one name mean the same words.
            let is_in = |known: &Vec<Expansion>| {
                known.len() == row.len() && row.iter().zip(known).all(|(word, known)| known.has_all(word))
            };
            if !rows.iter().any(is_in) {
                rows.push(row);
            }
        }
        for row in rows {
            // Who asks by one word finds it in the longer names that have it; who asks by several wants these first.
            if asked.is_none() || !row.iter().any(|word| forms.has_all(word)) {
                any.extend(self.in_a_row(row, wanted));
            }
        }
        if any.len() == 1 {
            return Ok(any.remove(0));
        }
        Ok(Box::new(Either { any, counts: Counts::Best }))
    }

    /// The words of another name of what was asked for, one after the other; none if the record does not have them all.
    fn other_name(&self, name: &str) -> Option<Vec<Expansion>> {
        let mut row = Vec::new();
        let words = self.known.analysis.asked_name(name);
        // Another name of one word is that thing's; of several, each alone says less. What only sounds like it comes last.
        let best = if words.len() == 1 { Tier::Named } else { Tier::Spelled };
        for word in words.iter() {
            let found = self.expander().known(word).at_best(best);
            if !self.expander().is_there(&found) {
                return None;
            }
            row.push(found);
        }
        (!row.is_empty()).then_some(row)
    }

    fn atom(&self, atom: &Atom, wanted: &mut Wanted) -> Result<Box<dyn Search>, IndexError> {
        let found = match atom {
            Atom::Word(text) => return Ok(self.word(text, wanted)),
            Atom::Phrase(text) => {
                let row = self.known.asked(text).iter().map(|word| self.expand(word)).collect();
                return Ok(self.in_a_row(row, wanted).unwrap_or_else(|| Box::new(EmptyQuery)));
            }
            Atom::Filter(filter) => return self.filter(filter),
            Atom::Group(clauses) => {
                let (search, inside) = self.search(&Query { clauses: clauses.clone() }, 0)?;
                wanted.words.extend(inside.words);
                wanted.near.extend(inside.near);
                return Ok(search);
            }
            Atom::Prefix(text) => self.row(text, |word| {
                self.expander().beginning(word, self.literal).map_err(|source| self.failed(source))
            })?,
            Atom::Fuzzy(text) => self.row(text, |word| Ok(self.expander().nearly(word, self.literal)))?,
        };
        Ok(self.in_a_row(found, wanted).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    fn expander(&self) -> Expander<'_> {
        Expander {
            analysis: self.known.analysis,
            lexicon: self.lexicon,
            searcher: self.searcher,
            fields: self.fields,
        }
    }

    fn expand(&self, word: &Asked) -> Expansion {
        if self.literal { self.expander().literal(word) } else { self.expander().expand(word, self.near) }
    }

    /// The words of a text, of which the last is looked up in a way of its own.
    fn row(
        &self,
        text: &str,
        last: impl Fn(&Asked) -> Result<Expansion, IndexError>,
    ) -> Result<Vec<Expansion>, IndexError> {
        let asked = self.known.asked(text);
        let Some((end, begin)) = asked.split_last() else { return Ok(Vec::new()) };
        let mut row: Vec<Expansion> = begin.iter().map(|word| self.expand(word)).collect();
        row.push(last(end)?);
        Ok(row)
    }

    /// A word, which may be several to the index ("Q.Orconikidze", "Kemal'in"): they must stand in a row, but for
    /// initials, which need not be there, and endings.
    fn word(&self, text: &str, wanted: &mut Wanted) -> Box<dyn Search> {
        let asked = self.known.asked(text);
        let mut asked: Vec<&Asked> = asked.iter().filter(|word| self.literal || !word.ending).collect();
        let long = asked.iter().any(|word| !is_initial(word));
        let surname = asked.last().is_some_and(|word| word.folded.chars().count() > 3);
        let begin = asked.iter().take_while(|word| is_initial(word)).count();
        let initials: Vec<&Asked> = if long && surname { asked.drain(..begin).collect() } else { Vec::new() };
        let mut row: Vec<Expansion> = asked.iter().map(|word| self.expand(word)).collect();
        for (word, found) in asked.iter().zip(&row) {
            if let (1, Some(near)) = (asked.len(), &found.near) {
                wanted.near.push((text.to_owned(), near.clone()));
            }
            wanted.words.extend(word.literals.iter().cloned());
        }
        if row.len() == 1
            && let Some(found) = row.pop()
        {
            let mut search = self.any_of(found, true, wanted);
            if !initials.is_empty() {
                let mut parts = vec![(Occur::Must, search)];
                for initial in initials {
                    parts.push((Occur::Should, self.any_of(self.expander().literal(initial), false, wanted)));
                }
                search = Box::new(BooleanQuery::new(parts));
            }
            return search;
        }
        let mut any: Vec<Box<dyn Search>> = self.in_a_row(row, wanted).into_iter().collect();
        if !self.literal && asked.len() == 2 {
            // A hyphen that others do without: Rəsul-zadə is Rəsulzadə.
            let joined: String =
                asked.iter().filter_map(|word| word.literals.first()).map(String::as_str).collect();
            for word in self.known.asked(&joined).iter() {
                let found = self.expander().known(word);
                if self.expander().is_there(&found) {
                    any.push(self.any_of(found.at_best(Tier::Plain), false, wanted));
                }
            }
        }
        if any.is_empty() { Box::new(EmptyQuery) } else { one_of(any) }
    }

    /// Passages that have one of the words; or, if it may be a person, in which somebody is called so who is named by
    /// the rest of the name there.
    fn any_of(&self, found: Expansion, person: bool, wanted: &mut Wanted) -> Box<dyn Search> {
        let mut search = self.forms(&found);
        if person {
            let sounds = found.sounds.iter().map(|key| self.fields.term(Is::Person, key));
            search.terms.extend(sounds.map(|term| (term, Tier::Spelled)));
        }
        wanted.words.extend(found.words.into_keys());
        Box::new(search)
    }

    fn forms(&self, found: &Expansion) -> AnyOf {
        let terms =
            found.words.iter().map(|(word, tier)| (Term::from_field_text(self.fields.word, word), *tier));
        AnyOf { terms: terms.collect(), lengths: self.fields.word }
    }

    /// Passages in which words follow one another, each in one of its forms; none, if there is no word.
    fn in_a_row(&self, row: Vec<Expansion>, wanted: &mut Wanted) -> Option<Box<dyn Search>> {
        let mut words: Vec<AnyOf> = row.iter().map(|found| self.forms(found)).collect();
        wanted.words.extend(row.into_iter().flat_map(|found| found.words.into_keys()));
        match words.len() {
            0 => None,
            1 => words.pop().map(|word| Box::new(word) as Box<dyn Search>),
            _ => Some(Box::new(InARow { words })),
        }
    }

    fn filter(&self, filter: &Filter) -> Result<Box<dyn Search>, IndexError> {
        let is = |is, text: &str| -> Box<dyn Search> {
            Box::new(TermQuery::new(self.fields.term(is, text), IndexRecordOption::Basic))
        };
        let search: Box<dyn Search> = match filter {
            Filter::Kind(kind) => is(Is::Kind, kind.as_str()),
            Filter::Class(class) => is(Is::Class, class.as_str()),
            Filter::Lang(lang) => is(Is::Lang, &self.language(lang)?),
            Filter::Doubtful(true) => is(Is::Doubtful, ""),
            Filter::Doubtful(false) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(AllQuery)),
                (Occur::MustNot, is(Is::Doubtful, "")),
            ])),
            Filter::Who(name) => self.name(Is::Who, name),
            Filter::Place(name) => self.name(Is::Place, name),
            Filter::Entity(name) => is(Is::Entity, name),
            Filter::From(day) => self.days(Some(*day), None)?,
            Filter::To(day) => self.days(None, Some(*day))?,
            Filter::Source(name) => {
                let sources = self.record.sources_called(name)?;
                let terms = sources.iter().map(|source| self.fields.term(Is::Source, &source.id.0));
                Box::new(TermSetQuery::new(terms))
            }
        };
        Ok(Box::new(ConstScoreQuery::new(search, 0.0)))
    }

    /// The language of that tag that passages are in.
    fn language(&self, asked: &str) -> Result<String, IndexError> {
        let mut known = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.is).map_err(|source| self.failed(source))?;
            let langs = Is::Lang.each(&index, |lang, _| {
                known.insert(lang.to_owned());
            });
            langs.map_err(|error| self.failed(error.into()))?;
        }
        if let Some(lang) = known.iter().find(|lang| lang.eq_ignore_ascii_case(asked)) {
            return Ok(lang.clone());
        }
        let known = known.into_iter().collect::<Vec<_>>().join(", ");
        Err(IndexError::NoSuchLanguage { asked: asked.to_owned(), known })
    }

    /// Passages in which something is called so: each word in any spelling, initials left aside.
    fn name(&self, is: Is, name: &str) -> Box<dyn Search> {
        let words = self.known.asked(name);
        let long = words.iter().any(|word| word.folded.chars().count() > 1);
        let parts = words
            .iter()
            .filter(|word| !word.ending && (!long || word.folded.chars().count() > 1))
            .map(|word| {
                let mut keys = self.known.analysis.sounds(&word.folded);
                keys.extend(word.sounds.iter().cloned());
                // A name that was typed with an ending.
                keys.extend(word.stems.iter().flat_map(|stem| stem.sounds.iter().cloned()));
                let terms = keys.into_iter().map(|key| self.fields.term(is, &key));
                (Occur::Must, Box::new(TermSetQuery::new(terms)) as Box<dyn Search>)
            });
        Box::new(BooleanQuery::new(parts.collect()))
    }

    fn days(&self, from: Option<Day>, to: Option<Day>) -> Result<Box<dyn Search>, IndexError> {
        let known = match self.dates.get() {
            Some(known) => Arc::clone(known),
            None => {
                let known = KnownDates::read(self.searcher, self.fields.is);
                let known = Arc::new(known.map_err(|source| self.failed(source))?);
                // Whoever was quicker read the same.
                let _ = self.dates.set(Arc::clone(&known));
                known
            }
        };
        let search = OfDays { from, to, field: self.fields.is, known };
        Ok(Box::new(ConstScoreQuery::new(Box::new(search), 0.0)))
    }

    fn failed(&self, source: tantivy::TantivyError) -> IndexError {
        IndexError::Index { path: self.record.directory().join("index"), source }
    }
}

/// A search, and how many clauses of the query it stands for.
type Translated = (Box<dyn Search>, usize);

/// The keys that a word and what may remain of it have.
fn keys(word: &Asked) -> Vec<String> {
    let mut keys = word.own.clone();
    for stem in &word.stems {
        if !stem.key.is_empty() && !keys.contains(&stem.key) {
            keys.push(stem.key.clone());
        }
    }
    keys
}

fn is_initial(word: &Asked) -> bool {
    word.folded.chars().count() == 1
}

/// Words that must all be there, as one search.
fn together(words: Vec<Box<dyn Search>>) -> Vec<Box<dyn Search>> {
    let (plain, mut others): (Vec<_>, Vec<_>) = words.into_iter().partition(|search| search.is::<AnyOf>());
    let mut plain: Vec<AnyOf> =
        plain.into_iter().filter_map(|search| search.downcast().ok()).map(|word| *word).collect();
    match plain.len() {
        0 => {}
        1 => others.extend(plain.pop().map(|word| Box::new(word) as Box<dyn Search>)),
        _ => others.push(Box::new(AllOf { words: plain })),
    }
    others
}

fn one_of(mut any: Vec<Box<dyn Search>>) -> Box<dyn Search> {
    if any.len() == 1 {
        return any.remove(0);
    }
    Box::new(Either { any, counts: Counts::All })
}
