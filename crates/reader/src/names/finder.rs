use std::ops::Range;

use salname_model::{Anchor, Class, Mention, Paragraph, Span, TimeMention};
use salname_packs::{Language, Packs};

use super::atlas::{Atlas, Name};
use super::document::{Document, Forms, Lines};
use super::evidence::{Hints, PLACES, of_type};
use super::forms::{Candidate, Form, candidates, choose};
use super::label::{LABELS, spans};
use super::memory::Memory;
use super::passage::Passage;
use super::resolution::Resolver;
use super::tagger::{Tagger, Weights};
use super::vocabulary::{Roles, Shape, Vocabulary};

/// Finds the names in a document and tells which of them name the same thing.
///
/// ```
/// use salname_model::{Class, Paragraph};
/// use salname_packs::Packs;
/// use salname_reader::names::Finder;
///
/// let finder = Finder::new(&Packs::embedded().unwrap(), true);
/// let found = finder.find(&[Paragraph::sound("Komissiyaya T.Q.Mirzəbəyov sədrlik etdi.", 0, "az")], &[]);
/// assert_eq!(found[0].text, "T.Q.Mirzəbəyov");
/// assert_eq!(found[0].class, Class::Per);
/// ```
#[derive(Debug)]
pub struct Finder {
    pub(super) vocabularies: Vec<Vocabulary>,
    taggers: Vec<Option<Tagger>>,
    pub(super) atlas: Atlas,
    classes: Vec<Class>,
    resolver: Resolver,
}

/// A name found, before it is known what it names.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Index of the paragraph.
    pub paragraph: usize,
    /// Words of the paragraph.
    pub words: Range<usize>,
    pub class: Class,
    /// What the gazetteer knows of that name.
    pub known: Vec<Name>,
    /// True if nothing but a capital speaks for it.
    pub weak: bool,
}

impl Finder {
    /// A finder that knows the packs' languages and, unless told otherwise, their gazetteers.
    #[must_use]
    pub fn new(packs: &Packs, no_gazetteer: bool) -> Self {
        Self {
            vocabularies: packs.languages.iter().map(|language| Vocabulary::new(packs, language)).collect(),
            taggers: packs.languages.iter().map(|language| tagger(packs, language)).collect(),
            atlas: if no_gazetteer { Atlas::default() } else { Atlas::new(packs) },
            classes: packs.gazetteer.entries().iter().map(|entry| entry.class).collect(),
            resolver: Resolver::new(packs),
        }
    }

    /// The names of a document in the order of the text. `times` are the document's calendar expressions, in order.
    #[must_use]
    pub fn find(&self, paragraphs: &[Paragraph], times: &[TimeMention]) -> Vec<Mention> {
        let document = self.document(paragraphs, times);
        let mut found: Vec<Found> = Vec::new();
        let mut scores: Vec<Vec<[Option<Box<Weights>>; PLACES.len()]>> = document
            .forms
            .iter()
            .map(|forms| vec![[const { None }; PLACES.len()]; forms.types.len()])
            .collect();
        for (index, lines) in document.lines.iter().enumerate() {
            let passage = lines.passage(&document.forms);
            for sentence in &lines.sentences {
                let hints = self.hints(&passage, sentence);
                let names = match &self.taggers[lines.vocabulary] {
                    Some(tagger) => tag(
                        tagger,
                        &passage,
                        sentence,
                        &hints.hints,
                        &document.forms[lines.vocabulary],
                        &mut scores[lines.vocabulary],
                    ),
                    None => by_rules(&passage, sentence, hints.best, &self.vocabularies[lines.vocabulary]),
                };
                found.extend(names.into_iter().map(|(words, class, weak)| {
                    let known = self.known_as(&passage, &words);
                    Found { paragraph: index, words, class, weak: weak && known.is_empty(), known }
                }));
            }
        }
        Memory::of(&document, &found).apply(&document, &mut found);
        let entities = self.resolver.resolve(&document, &self.vocabularies, &found, times);
        found
            .into_iter()
            .zip(entities)
            .map(|(name, entity)| mention(&name, entity, &document.lines[name.paragraph], paragraphs))
            .collect()
    }

    pub(super) fn document<'a>(&self, paragraphs: &'a [Paragraph], times: &[TimeMention]) -> Document<'a> {
        let reads = |lang: Option<&str>| {
            lang.and_then(|id| self.vocabularies.iter().position(|one| one.id == id)).unwrap_or(0)
        };
        Document::new(paragraphs, times, &self.vocabularies, reads, &self.atlas)
    }

    /// What gazetteer and forms say of a sentence.
    pub(super) fn hints(&self, passage: &Passage<'_>, sentence: &Range<usize>) -> SentenceHints {
        let known = self.known(passage, sentence);
        let mut all = candidates(passage, sentence);
        all.extend(known.iter().cloned());
        let best = choose(all);
        SentenceHints { hints: Hints::new(passage, sentence, &known, &best), best }
    }

    /// The gazetteer's names in a sentence: from each word the longest, none inside another.
    fn known(&self, passage: &Passage<'_>, sentence: &Range<usize>) -> Vec<Candidate> {
        let mut found = Vec::new();
        let mut at = sentence.start;
        while at < sentence.end {
            match self.longest(passage, at, sentence.end) {
                Some((length, names)) => {
                    let class = self.classes[names[0].entry];
                    found.push(Candidate { words: at..at + length, class, form: Form::Known });
                    at += length;
                }
                None => at += 1,
            }
        }
        found
    }

    fn longest(&self, passage: &Passage<'_>, at: usize, end: usize) -> Option<(usize, Vec<Name>)> {
        let choices = |step: usize| {
            (at + step < end && !passage.masked[at + step])
                .then(|| passage.at(at + step).gazetteer.as_slice())
        };
        let fits = |name: &Name, length: usize| {
            let shape = passage.at(at).shape;
            if name.capitals {
                (at..at + length)
                    .all(|index| !matches!(passage.at(index).shape, Shape::Small | Shape::Capital))
            } else if name.small {
                (at..at + length).any(|index| passage.is_capital(index))
            } else {
                shape.is_capital()
            }
        };
        if passage.at(at).gazetteer.is_empty() {
            return None;
        }
        self.atlas.longest(choices, fits)
    }

    /// What the gazetteer knows of exactly these words.
    fn known_as(&self, passage: &Passage<'_>, words: &Range<usize>) -> Vec<Name> {
        match self.longest(passage, words.start, words.end) {
            Some((length, names)) if length == words.len() => names,
            _ => Vec::new(),
        }
    }
}

/// What was found out about a sentence before its names are decided.
pub(super) struct SentenceHints {
    pub hints: Hints,
    pub best: Vec<Candidate>,
}

/// The names of a sentence by the tagger.
fn tag(
    tagger: &Tagger,
    passage: &Passage<'_>,
    sentence: &Range<usize>,
    hints: &Hints,
    forms: &Forms,
    cache: &mut [[Option<Box<Weights>>; PLACES.len()]],
) -> Vec<(Range<usize>, Class, bool)> {
    let mut features = Vec::new();
    let mut scores: Vec<Weights> = Vec::with_capacity(sentence.len());
    for index in 0..sentence.len() {
        let mut sum: Weights = [0.0; LABELS];
        for (slot, place) in PLACES.into_iter().enumerate() {
            let Some(other) = index.checked_add_signed(place).filter(|other| *other < sentence.len()) else {
                continue;
            };
            let kind = passage.kinds[sentence.start + other] as usize;
            let weights = cache[kind][slot].get_or_insert_with(|| {
                let mut weights: Weights = [0.0; LABELS];
                features.clear();
                of_type(&forms.types[kind], forms.seen[kind], place, &mut features);
                features.iter().for_each(|feature| tagger.add(*feature, &mut weights));
                Box::new(weights)
            });
            sum.iter_mut().zip(weights.iter()).for_each(|(score, weight)| *score += weight);
        }
        features.clear();
        hints.of_place(passage, sentence, index, &mut features);
        features.iter().for_each(|feature| tagger.add(*feature, &mut sum));
        scores.push(sum);
    }
    let labels = tagger.best(&scores, |index| passage.masked[sentence.start + index]);
    spans(&labels)
        .into_iter()
        .map(|(words, class)| {
            let weak =
                hints.form[words.clone()].iter().all(|form| form.is_none_or(|form| form == Form::Capital));
            (words.start + sentence.start..words.end + sentence.start, class, weak)
        })
        .collect()
}

/// The names of a sentence by gazetteer and forms alone: what begins with a capital, is known or well formed, or
/// follows a word that places follow. Where adjectives have capitals too, an unknown capital needs more than itself.
fn by_rules(
    passage: &Passage<'_>,
    sentence: &Range<usize>,
    best: Vec<Candidate>,
    vocabulary: &Vocabulary,
) -> Vec<(Range<usize>, Class, bool)> {
    let mut names: Vec<(Range<usize>, Class, bool)> = Vec::new();
    for candidate in best {
        let Candidate { words, class, form } = candidate;
        if form != Form::Capital {
            names.push((words, class, false));
            continue;
        }
        let after = words.start > sentence.start && passage.has(words.start - 1, Roles::PLACE_CUE);
        match names.last_mut() {
            // "Oliver Wardrop": capitals side by side are one name.
            Some((before, class, true)) if before.end == words.start => {
                before.end = words.end;
                *class = Class::Per;
            }
            _ => names.push((words, if after { Class::Gpe } else { Class::Per }, true)),
        }
    }
    let places_only = vocabulary.capital_adjectives;
    names.retain(|(words, class, weak)| !weak || !places_only || words.len() > 1 || *class == Class::Gpe);
    names
}

/// The tagger of a language, or of the one that it is but for its script.
fn tagger(packs: &Packs, language: &Language) -> Option<Tagger> {
    let like = language.names.as_ref().and_then(|names| packs.language(names.like.as_deref()?));
    Tagger::from_bytes(like.unwrap_or(language).tagger.as_deref()?)
}

fn mention(name: &Found, entity: String, lines: &Lines<'_>, paragraphs: &[Paragraph]) -> Mention {
    let first = lines.words[name.words.start].span;
    let last = lines.words[name.words.end - 1].span;
    let text = Span::new(first.start, last.end);
    let source = paragraphs[name.paragraph].alignment.source_of(text);
    Mention {
        anchor: Anchor { paragraph: name.paragraph, text, source },
        text: lines.text[text.range()].to_owned(),
        class: name.class,
        entity,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::OnceLock;

    fn finders() -> &'static [Finder; 2] {
        static FINDERS: OnceLock<[Finder; 2]> = OnceLock::new();
        FINDERS.get_or_init(|| {
            let packs = Packs::embedded().unwrap();
            [Finder::new(&packs, false), Finder::new(&packs, true)]
        })
    }

    fn names(language: &str, text: &str) -> Vec<(String, Class, String)> {
        let found = finders()[0].find(&[Paragraph::sound(text, 0, language)], &[]);
        found.into_iter().map(|name| (name.text, name.class, name.entity)).collect()
    }

    fn texts(language: &str, text: &str) -> Vec<String> {
        names(language, text).into_iter().map(|(text, _, _)| text).collect()
    }

    #[test]
    fn one_entity_for_all_forms_of_a_name() {
        let found = names(
            "az",
            "R.Tahirbəyov Salyana getdi. Tahirbəyovun məktubu gecikdi, Tahirbəyova cavab verilmədi.",
        );
        let persons: Vec<&str> =
            found.iter().filter(|name| name.1 == Class::Per).map(|name| name.2.as_str()).collect();
        assert_eq!(persons, ["R.Tahirbəyov"; 3]);
    }

    #[test]
    fn the_time_decides_between_polities_of_one_name() {
        let paragraphs = [
            Paragraph::sound("1913-cü ildə Rusiya nota verdi.", 0, "az"),
            Paragraph::sound("1920-ci ildə Rusiya nota verdi.", 100, "az"),
        ];
        let time = |paragraph: usize, value: &str| TimeMention {
            anchor: Anchor { paragraph, text: Span::new(0, 13), source: Span::new(0, 13) },
            text: String::new(),
            value: salname_model::Time::parse(value).ok(),
            note: String::new(),
        };
        let found = finders()[0].find(&paragraphs, &[time(0, "1913"), time(1, "1920")]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_ne!(found[0].entity, found[1].entity);
    }

    #[test]
    fn languages_without_a_tagger_go_by_forms_and_gazetteer() {
        assert_eq!(
            texts("en", "General Ashworth met Count Bellini in Kars."),
            ["Ashworth", "Count Bellini", "Kars"]
        );
        assert_eq!(texts("ru", "Письмо получил К. Мельниченко в Тифлисе."), ["К. Мельниченко", "Тифлисе"]);
        assert_eq!(texts("tr", "Cevdet Bey Kars'a gitti."), ["Cevdet Bey", "Kars"]);
    }

    #[test]
    fn a_second_script_reads_as_the_first() {
        let found = names("az-Cyrl", "Нотаны Нәриман Нәриманов Бакыда имзалады.");
        assert!(found.iter().any(|name| name.2 == "Nəriman Nərimanov"), "{found:?}");
    }

    proptest! {
        #[test]
        fn spans_are_whole_letters_in_order(text in "[\\PC\n]{0,80}", language in 0..6usize) {
            let id = ["az", "az-Cyrl", "ru", "tr", "en", "uk"][language];
            for finder in finders() {
                let mut last = 0;
                for name in finder.find(&[Paragraph::sound(&text, 7, id)], &[]) {
                    prop_assert!(name.anchor.text.start >= last);
                    last = name.anchor.text.end;
                    prop_assert_eq!(&text[name.anchor.text.range()], name.text.as_str());
                    prop_assert_eq!(name.anchor.source.start, name.anchor.text.start + 7);
                }
            }
        }
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        for piece in ["ABC ", "(((", ". ", "Əli-", "M.", "\"A", "Bakı ", "1 ", "Гызыл x "] {
            let text = piece.repeat(40_000);
            let found = finders()[0].find(&[Paragraph::sound(&text, 0, "az")], &[]);
            assert!(found.len() <= text.len(), "{piece}");
        }
    }
}
