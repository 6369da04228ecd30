//! Statements: who did what to whom, when, and says who.
//!
//! A sentence is parted into clauses; the frames of its language's pack are tried on each clause; each that fits gives
//! a *candidate*, whose roles are filled by the phrases around it. A small logistic model tells how likely each
//! candidate is what the passage says, and what is unlikely is dropped.

mod antecedents;
mod at_hand;
mod candidates;
mod cases;
mod choice;
mod clauses;
mod confidence;
mod content;
mod dates;
mod drafts;
mod extent;
mod features;
mod forms;
mod frames;
mod gapping;
mod grammar;
mod heads;
mod judging;
mod lexicon;
mod lists;
mod modality;
mod offices;
mod phrases;
mod pruning;
mod quantities;
mod roles;
mod running;
mod scoring;
mod sources;
mod spotting;
mod standing;
mod units;
mod widening;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use salname_model::{Kind, Mention, Paragraph, ParagraphKind, Statement, TimeMention};
use salname_packs::{Language, Learnt, Packs};

use crate::morphology::Analyser;
use crate::words::{Letters, Sentences, lower, tokenize};

use antecedents::Antecedents;
pub use candidates::Candidate;
use candidates::{Reading, Wanted};
pub use choice::{Choice, Question};
use confidence::Model;
use frames::Frames;
use grammar::Grammar;
pub use judging::{believed, measure_names, measures};
use lexicon::Lexicon;
use running::Running;
pub use spotting::Told;
use units::{Found, Readings, units};

/// Finds statements; made once, used for many documents.
#[derive(Debug, Default)]
pub struct Finder {
    languages: BTreeMap<String, Tongue>,
}

/// The last words of the names that a language's gazetteer knows, in lower case, and what else ends persons' names.
fn known_names(packs: &Packs, read_in: &Language) -> FxHashSet<String> {
    let (language, dotless) = (&read_in.id, read_in.about.dotless_i);
    let persons = read_in.names.iter().flat_map(|names| names.titles_after.iter().chain(&names.given_names));
    let names = packs.gazetteer.entries().iter().flat_map(|entry| {
        let of = |names: &BTreeMap<String, Vec<String>>| names.get(language).cloned().unwrap_or_default();
        of(&entry.names).into_iter().chain(of(&entry.short))
    });
    let last = |name: String| name.split([' ', '.']).next_back().map(|last| lower(last, dotless));
    names.filter_map(last).chain(persons.cloned()).collect()
}

/// A language, ready for reading statements.
#[derive(Debug)]
struct Tongue {
    frames: Frames,
    grammar: Grammar,
    analyser: Option<Analyser>,
    sentences: Sentences,
    letters: Letters,
    /// The language whose frames these are.
    read_in: String,
    known: FxHashSet<String>,
    lexicon: Lexicon,
    /// What was learnt of it.
    model: Arc<Model>,
}

impl Finder {
    /// A finder that knows the frames of the packs' languages.
    #[must_use]
    pub fn new(packs: &Packs) -> Self {
        // Languages that differ in script alone share what was learnt.
        let mut models: BTreeMap<&str, Arc<Model>> = BTreeMap::new();
        let languages = packs.languages.iter().filter_map(|language| {
            let read_in = packs.words_of(language);
            let written = read_in.frames.as_ref()?;
            let dotless = read_in.about.dotless_i;
            let abbreviations = written.grammar.abbreviations.iter().map(String::as_str);
            let tongue = Tongue {
                frames: Frames::new(written),
                grammar: Grammar::new(&written.grammar),
                analyser: Analyser::of(read_in),
                sentences: Sentences::new(abbreviations, dotless),
                letters: Letters::of(packs, language),
                read_in: read_in.id.clone(),
                known: known_names(packs, read_in),
                lexicon: Lexicon::of(read_in),
                model: Arc::clone(
                    models.entry(&read_in.id).or_insert_with(|| Arc::new(Model::new(&read_in.learnt))),
                ),
            };
            Some((language.id.clone(), tongue))
        });
        Self { languages: languages.collect() }
    }

    /// The same finder with something else learnt of a language: with each of its candidates it says what is seen of it
    /// and, if it `tells`, what was chosen from.
    #[must_use]
    pub fn with_learnt(mut self, language: &str, learnt: &Learnt, tells: bool) -> Self {
        let mut model = Model::new(learnt);
        (model.named, model.tells) = (true, tells);
        let model = Arc::new(model);
        for tongue in self.languages.values_mut().filter(|tongue| tongue.read_in == language) {
            tongue.model = Arc::clone(&model);
        }
        self
    }

    /// The same finder for explaining: triggers that are hardly worth it are read on all the same, and their candidates
    /// are told as passed over.
    #[must_use]
    pub fn explaining(mut self) -> Self {
        for tongue in self.languages.values_mut() {
            Arc::make_mut(&mut tongue.model).spares = true;
        }
        self
    }

    /// The statements of a document, in the order of its text.
    ///
    /// `times` and `mentions` are those of the same paragraphs, in the order of the text.
    #[must_use]
    pub fn find(
        &self,
        paragraphs: &[Paragraph],
        times: &[TimeMention],
        mentions: &[Mention],
    ) -> Vec<Statement> {
        without_twins(self.read(paragraphs, times, mentions, Wanted::Statements).0)
    }

    /// All that might be a statement, with what speaks for it; for training and for explaining.
    #[must_use]
    pub fn candidates(
        &self,
        paragraphs: &[Paragraph],
        times: &[TimeMention],
        mentions: &[Mention],
    ) -> Vec<Candidate> {
        self.read(paragraphs, times, mentions, Wanted::Explanations).0
    }

    /// The candidates, and, if the finder `tells`, every sentence as the model that spots kinds sees it.
    #[must_use]
    pub fn told(
        &self,
        paragraphs: &[Paragraph],
        times: &[TimeMention],
        mentions: &[Mention],
    ) -> (Vec<Candidate>, Vec<Told>) {
        self.read(paragraphs, times, mentions, Wanted::Explanations)
    }

    fn read(
        &self,
        paragraphs: &[Paragraph],
        times: &[TimeMention],
        mentions: &[Mention],
        wanted: Wanted,
    ) -> (Vec<Candidate>, Vec<Told>) {
        let (mut found, mut told) = (Vec::new(), Vec::new());
        let (mut running, mut antecedents) = (Running::default(), Antecedents::default());
        let mut readings: BTreeMap<&str, (Readings, Vec<String>, Lexicon)> = BTreeMap::new();
        let (mut next_time, mut next_mention) = (0, 0);
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let time_range = span_of(times, &mut next_time, index, |time| time.anchor.paragraph);
            let mention_range =
                span_of(mentions, &mut next_mention, index, |mention| mention.anchor.paragraph);
            let tongue = paragraph.lang.as_deref().and_then(|lang| self.languages.get_key_value(lang));
            let Some((id, tongue)) = tongue else { continue };
            if paragraph.kind == ParagraphKind::Reference {
                continue;
            }
            let (readings, keys, own) = readings.entry(id).or_insert_with(|| {
                let readings = Readings::new(tongue);
                let keys = mentions.iter().map(|mention| readings.lower(&mention.entity)).collect();
                let own = paragraphs.iter().filter(|one| one.lang.as_deref() == Some(id.as_str()));
                let own = Lexicon::of_texts(own.map(|one| one.text.as_str()), &tongue.letters);
                (readings, keys, own)
            });
            let words = tokenize(&paragraph.text);
            let within = Found { mentions, mention_range, times, time_range };
            let units = units(&paragraph.text, &words, &within, readings);
            let reading = Reading {
                index,
                paragraph,
                units: &units,
                tongue,
                mentions,
                keys,
                own,
                times,
                model: &tongue.model,
                wanted,
            };
            reading.read(&words, &mut running, &mut antecedents, &mut found);
            if tongue.model.tells {
                told.extend(reading.told(&words));
            }
        }
        (found, told)
    }
}

/// The range of what stands in paragraph `index`, from `next` on; moves `next` past it.
fn span_of<T>(
    all: &[T],
    next: &mut usize,
    index: usize,
    paragraph: impl Fn(&T) -> usize,
) -> std::ops::Range<usize> {
    while all.get(*next).is_some_and(|one| paragraph(one) < index) {
        *next += 1;
    }
    let start = *next;
    while all.get(*next).is_some_and(|one| paragraph(one) == index) {
        *next += 1;
    }
    start..*next
}

/// Of statements of one kind in one sentence with the same participants and date, the likeliest.
fn without_twins(candidates: Vec<Candidate>) -> Vec<Statement> {
    let mut kept: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for one in candidates {
        let twin = kept.iter_mut().rev().take(12).find(|other| other.says_the_same(&one));
        match twin {
            Some(other) => other.join(one),
            None => kept.push(one),
        }
    }
    kept.sort_by_key(|one| {
        (one.statement.anchor.paragraph, one.statement.anchor.text.start, one.statement.kind as Kind)
    });
    kept.into_iter().map(|one| one.statement).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences that never end, of what makes candidates, phrases, titles and dates.
    const ENDLESS: [&str; 6] = [
        "Rusiya Türkiyəyə nota göndərdi, ",
        "nazir Əli Vəliyev, ",
        "1920-ci ildə 5 min ton neft ",
        "Polşa isə Litva ilə müqavilə bağladı və ",
        "А. Иванов - председатель; ",
        "Azərbaycan hökuməti ",
    ];

    #[test]
    fn work_grows_with_the_text_and_no_faster() {
        let packs = Packs::embedded().expect("the project's own packs load");
        let finder = Finder::new(&packs);
        let (times, names) = (crate::times::Finder::new(&packs), crate::names::Finder::new(&packs, false));
        for (piece, lang) in ENDLESS.into_iter().flat_map(|piece| [(piece, "az"), (piece, "ru")]) {
            let [short, long] = [500, 5_000].map(|repeats| {
                let paragraphs = [Paragraph::sound(&piece.repeat(repeats), 0, lang)];
                let times = times.find(&paragraphs);
                let mentions = names.find(&paragraphs, &times);
                crate::work::count(|| drop(finder.find(&paragraphs, &times, &mentions)))
            });
            assert!(long <= short * 12, "{piece:?} in {lang}: {short} steps, then {long}");
        }
    }
}
