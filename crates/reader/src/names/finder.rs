use std::ops::Range;

use salname_model::{Anchor, Class, Mention, Paragraph, Span, TimeMention};
use salname_packs::{Language, Packs};

use super::atlas::{Atlas, Name};
use super::document::{Document, Lines};
use super::evidence::Hints;
use super::forms::{Candidate, Form, candidates, choose};
use super::label::spans;
use super::memory::Memory;
use super::passage::Passage;
use super::resolution::Resolver;
use super::rules::{self, Marked};
use super::tagger::{Tagger, TypeScores};
use super::vocabulary::{Roles, Shape, Vocabulary};
use crate::words::WordKind;

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
    /// Index of the vocabulary that reads it.
    pub vocabulary: usize,
    /// Its words; never none.
    pub words: Box<[NameWord]>,
    pub class: Class,
    /// What the gazetteer knows of that name.
    pub known: Vec<Name>,
    /// True if nothing but a capital speaks for it.
    pub weak: bool,
}

/// One word of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct NameWord {
    /// Its form, as an index into the types of its vocabulary.
    pub kind: u32,
    /// Bytes of the paragraph.
    pub span: Span,
}

impl Found {
    /// The name that these words of a piece are.
    pub fn new(lines: &Lines<'_>, words: Range<usize>, class: Class, known: Vec<Name>, weak: bool) -> Self {
        let word = |index: usize| NameWord { kind: lines.kinds[index], span: lines.words[index].span };
        Self {
            paragraph: lines.paragraph,
            vocabulary: lines.vocabulary,
            words: words.map(word).collect(),
            class,
            known,
            weak,
        }
    }

    /// Bytes of the paragraph.
    pub fn span(&self) -> Span {
        Span::new(self.words[0].span.start, self.last().span.end)
    }

    /// Its last word.
    pub fn last(&self) -> NameWord {
        self.words[self.words.len() - 1]
    }
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
        let mut scores: Vec<TypeScores> =
            document.forms.iter().map(|forms| TypeScores::new(forms.types.len())).collect();
        let mut pieces = document.pieces();
        while let Some(lines) = pieces.next(&document.forms) {
            let passage = lines.passage(&document.forms);
            for sentence in &lines.sentences {
                let names = if let Some(tagger) = &self.taggers[lines.vocabulary] {
                    let hints = self.hints(&passage, sentence).hints;
                    let seen = &document.forms[lines.vocabulary].seen;
                    let sums = tagger.scores(&passage, sentence, &hints, seen, &mut scores[lines.vocabulary]);
                    let labels = tagger.best(sums, |index| passage.masked[sentence.start + index]);
                    rules::mended(&passage, sentence, named(&labels, sentence, &hints))
                } else {
                    let (known, all) = self.candidates(&passage, sentence);
                    let best = choose(rules::within_bounds(&passage, sentence, &known, all));
                    let seen =
                        |index: usize| document.forms[lines.vocabulary].seen[lines.kinds[index] as usize];
                    rules::names(&passage, sentence, best, seen, &self.vocabularies[lines.vocabulary])
                };
                // Marks alone, as those that rule a table, name nothing.
                let has_letters = |words: &Range<usize>| {
                    lines.words[words.clone()].iter().any(|word| word.kind == WordKind::Letters)
                };
                let names = names.into_iter().filter(|(words, _, _)| has_letters(words));
                found.extend(names.map(|(words, class, weak)| {
                    let known = self.known_with_title(&passage, &words);
                    let weak = weak && known.is_empty();
                    Found::new(lines, words, class, known, weak)
                }));
            }
        }
        drop(scores);
        Memory::of(&document, &found).apply(&document, &mut found);
        let entities = self.resolver.resolve(&document, &self.vocabularies, &found, times);
        found
            .iter()
            .zip(entities)
            .map(|(name, entity)| mention(name, entity, &paragraphs[name.paragraph]))
            .collect()
    }

    pub(super) fn document<'a>(
        &'a self,
        paragraphs: &'a [Paragraph],
        times: &'a [TimeMention],
    ) -> Document<'a> {
        Document::new(paragraphs, times, &self.vocabularies, &self.atlas)
    }

    /// What gazetteer and forms say of a sentence.
    pub(super) fn hints(&self, passage: &Passage<'_>, sentence: &Range<usize>) -> SentenceHints {
        let (known, all) = self.candidates(passage, sentence);
        SentenceHints { hints: Hints::new(passage, sentence, &known, &choose(all)) }
    }

    /// The gazetteer's names in a sentence, and with them all that look like names by their form.
    fn candidates(&self, passage: &Passage<'_>, sentence: &Range<usize>) -> (Vec<Candidate>, Vec<Candidate>) {
        let known = self.known(passage, sentence);
        let mut all = candidates(passage, sentence);
        all.extend(known.iter().cloned());
        (known, all)
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
                // "sovet Rusiyası": what a name begins with may be taken for a plain adjective.
                shape.is_capital()
                    || (shape == Shape::Small && (at + 1..at + length).any(|index| passage.is_capital(index)))
            }
        };
        if passage.at(at).gazetteer.is_empty() {
            return None;
        }
        self.atlas.longest(choices, fits)
    }

    /// What the gazetteer knows of a name, or of what a title stands before: "Lord X" is X, but "Prince George" is not
    /// every George.
    fn known_with_title(&self, passage: &Passage<'_>, words: &Range<usize>) -> Vec<Name> {
        let known = self.known_as(passage, words);
        let titled = words.len() > 1
            && passage.has(words.start, Roles::TITLE_BEFORE)
            && !passage.has(words.start, Roles::GIVEN)
            && !passage.has(words.end - 1, Roles::GIVEN);
        if known.is_empty() && titled {
            let rest = self.known_as(passage, &(words.start + 1..words.end));
            return rest.into_iter().filter(|name| self.classes[name.entry] == Class::Per).collect();
        }
        known
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
}

/// The names that the tagger's labels mark.
fn named(labels: &[usize], sentence: &Range<usize>, hints: &Hints) -> Vec<Marked> {
    let form = &hints.form;
    spans(labels)
        .into_iter()
        .map(|(words, class)| {
            let weak = form[words.clone()].iter().all(|form| form.is_none_or(|form| form == Form::Capital));
            (words.start + sentence.start..words.end + sentence.start, class, weak)
        })
        .collect()
}

/// The tagger of a language, or of the one that it is but for its script.
fn tagger(packs: &Packs, language: &Language) -> Option<Tagger> {
    Tagger::from_bytes(packs.words_of(language).tagger.as_deref()?)
}

fn mention(name: &Found, entity: String, paragraph: &Paragraph) -> Mention {
    let text = name.span();
    let source = paragraph.alignment.source_of(text);
    Mention {
        anchor: Anchor { paragraph: name.paragraph, text, source },
        text: paragraph.text[text.range()].to_owned(),
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
    fn a_case_ending_is_no_part_of_a_name() {
        for (text, name) in [
            ("Davit Lomidzenin məktubu gecikdi.", "Davit Lomidze"),
            ("Kərim bəy Həsənlinin dəstəsi gəldi.", "Kərim bəy Həsənli"),
            ("Sergey Papyanın evi yandı.", "Sergey Papyan"),
            ("Sergey Panin Tiflisdə idi.", "Sergey Panin"),
            ("Qoşun Sarıqamış rayonunu tutdu.", "Sarıqamış rayonu"),
            ("Qoşun Sarıqamış rayonunda dayandı.", "Sarıqamış rayonu"),
            (
                "O, Üçüncü Türküstan Sovetlər qurultayındakı çıxışını bitirdi.",
                "Üçüncü Türküstan Sovetlər qurultayı",
            ),
            ("O, Xarici Ticarət Komitəsinin üzvü idi.", "Xarici Ticarət Komitəsi"),
        ] {
            let found = names("az", text);
            assert!(found.iter().any(|(_, _, entity)| entity == name), "{text}: {found:?}");
        }
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
    fn the_time_of_its_own_sentence_decides_first() {
        let text = "In 1914 the Porte was silent. Turkey joined the pact of 1926.";
        let time = |start: usize, value: &str| TimeMention {
            anchor: Anchor {
                paragraph: 0,
                text: Span::new(start, start + 4),
                source: Span::new(start, start + 4),
            },
            text: value.to_owned(),
            value: salname_model::Time::parse(value).ok(),
            note: String::new(),
        };
        let times = ["1914", "1926"].map(|year| time(text.find(year).unwrap(), year));
        let found = finders()[0].find(&[Paragraph::sound(text, 0, "en")], &times);
        let turkey = found.iter().find(|name| name.text == "Turkey").unwrap();
        assert_eq!(turkey.entity, "Republic of Turkey");
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
    fn callings_cut_short_tell_persons() {
        assert_eq!(
            texts("en", "Mr. Thornbury wrote to Dr. Leopold Halden and Capt. Wardlaw."),
            ["Thornbury", "Leopold Halden", "Wardlaw"]
        );
        assert_eq!(texts("en", "Lord Kilbracken replied."), ["Lord Kilbracken"]);
        assert_eq!(texts("ru", "Отвечал ген. Мергов."), ["Мергов"]);
        let grey = names("en", "Earl Grey replied.");
        assert_eq!((grey[0].0.as_str(), grey[0].2.as_str()), ("Earl Grey", "Edward Grey"));
    }

    #[test]
    fn hyphens_join_titles_and_particles_to_a_name() {
        for (language, text, name) in [
            ("ru", "Шахмар-хан Талышев занял мост.", "Шахмар-хан Талышев"),
            ("ru", "Приехал Рустем-паша.", "Рустем-паша"),
            ("ru", "Айн-од-Доуле уехал.", "Айн-од-Доуле"),
            ("ru", "Вчера Мохташем-ос-Салтане уехал.", "Мохташем-ос-Салтане"),
            ("en", "Ain-ed-Dowleh left.", "Ain-ed-Dowleh"),
            ("en", "They met in Norton-on-Wold.", "Norton-on-Wold"),
            ("tr", "Ayn-üd-Devle Tahran'a gitti.", "Ayn-üd-Devle"),
        ] {
            let found = names(language, text);
            assert_eq!((found[0].0.as_str(), found[0].2.as_str()), (name, name), "{found:?}");
        }
        let cases = names("ru", "Рахим-хан ушёл. Отряд Рахим-хана отступил, за Рахим-ханом гнались.");
        assert_eq!(cases.len(), 3, "{cases:?}");
        assert!(cases.iter().all(|name| name.2 == "Рахим-хан"), "{cases:?}");
    }

    #[test]
    fn what_is_only_part_of_names_is_no_name() {
        for (language, text) in [
            ("ru", "Имею честь донести Вашему Превосходительству о деле."),
            ("ru", "Вошёл Его Императорское Высочество."),
            ("ru", "Год Добыча Вывоз"),
            ("ru", "Л. Британский."),
            ("ru", "Говорил с комиссаром Иностранных Дел."),
            ("uk", "Маю честь повідомити Вашу Ясновельможність."),
            ("en", "From our Special Correspondent."),
            ("en", "The Question was raised, and the Emir left."),
            ("tr", "Sonra Müfettişliğine tayin olundu."),
            ("tr", "O gün Paşa geldi, ertesi gün Padişah gitti."),
            ("tr", "Önce Taarruz durdu. Burada taarruz bitti."),
            ("tr", "O yıl Kongreye kırk delege geldi."),
            ("az", "Baş nazir istefa verdi."),
        ] {
            assert_eq!(texts(language, text), [""; 0], "{text}");
        }
        assert_eq!(texts("ru", "См. Мергов. Письма."), ["Мергов"]);
        assert_eq!(texts("tr", "O gün Dışişleri Komiseri Molotov geldi."), ["Molotov"]);
        // A word that the document writes with a small letter too is a word.
        assert_eq!(texts("tr", "Dün Çardak yıkıldı. Bir çardak kaldı."), [""; 0]);
    }

    #[test]
    fn nouns_for_places_tell_places() {
        for (language, text, place) in [
            ("ru", "Казаки взяли селение Мерговер.", "Мерговер"),
            ("ru", "Бой шёл у перевала Кешишдаг.", "Кешишдаг"),
            ("ru", "Деревня Мергова сгорела.", "Мергова"),
            ("uk", "Бій стався біля селища Карашин.", "Карашин"),
            ("en", "They burnt the village of Garmab.", "Garmab"),
            ("tr", "Çete Belhir yakınında durdu.", "Belhir"),
        ] {
            let found = names(language, text);
            assert_eq!((found[0].0.as_str(), found[0].1), (place, Class::Gpe), "{found:?}");
        }
        // The person ends where the place begins.
        assert_eq!(texts("tr", "Dün Osman Belhir civarında durdu."), ["Osman", "Belhir"]);
    }

    #[test]
    fn a_person_ends_where_a_body_begins() {
        let text = "M.S.Tahirbəyov gəldi. Sonra Tahirbəyov Xarici İşlər Nazirliyinə yazdı.";
        assert_eq!(texts("az", text), ["M.S.Tahirbəyov", "Tahirbəyov", "Xarici İşlər Nazirliyinə"]);
        // What is called after somebody has the surname right before its noun.
        let text = "M.S.Tahirbəyov gəldi. Sonra Tahirbəyov Komissiyası dağıldı.";
        assert_eq!(texts("az", text), ["M.S.Tahirbəyov", "Tahirbəyov Komissiyası"]);
    }

    #[test]
    fn titles_at_the_end_of_a_name_keep_their_letters() {
        assert_eq!(names("tr", "Hacı Efendi'ye yazdılar.")[0].2, "Hacı Efendi");
        assert_eq!(names("az", "Mehdi xanın dəstəsi dağıldı.")[0].2, "Mehdi xan");
        assert_eq!(names("ru", "Вчера Ханов уехал.")[0].2, "Ханов");
        assert_eq!(names("az", "Yunanlar Aydını tutdular.")[0].2, "Aydın");
    }

    #[test]
    fn brackets_hold_other_names_of_the_same() {
        for (language, text, forms) in [
            (
                "az",
                "Yeni Torpaq Partiyası (YTP) quruldu. Seçkiyə YTP getdi.",
                ["Yeni Torpaq Partiyası", "YTP"],
            ),
            (
                "ru",
                "Особый Волжский комитет (ОВК) заседал. Решение ОВК приняли.",
                ["Особый Волжский комитет", "ОВК"],
            ),
            (
                "ru",
                "Письмо привёз К. Мельниченко (Громов). Видели, что Громов уехал.",
                ["К. Мельниченко", "Громов"],
            ),
        ] {
            let found = names(language, text);
            let entities: Vec<&str> = found
                .iter()
                .filter(|name| forms.iter().any(|form| name.0 == *form))
                .map(|name| name.2.as_str())
                .collect();
            assert!(entities.len() >= 3 && entities.iter().all(|entity| *entity == entities[0]), "{found:?}");
        }
    }

    #[test]
    fn what_has_no_letter_is_no_name() {
        let tables = [
            "|---|---|---|",
            "| Yer | Gün |\n|:--|--:|\n| Salyan | 1921 |",
            "+----+----+",
            "1 | 2 | 3",
            "* * *",
            "— 28 —",
            "=====",
            "№ 5/17",
        ];
        for language in ["az", "az-Cyrl", "ru", "tr", "en", "uk"] {
            for text in
                tables.map(str::to_owned).into_iter().chain(tables.map(|text| format!("Salyan\n{text}")))
            {
                for (name, _, entity) in names(language, &text) {
                    for told in [&name, &entity] {
                        assert!(told.chars().any(char::is_alphabetic), "{language} {text:?}: {told}");
                    }
                }
            }
        }
    }

    #[test]
    fn states_side_by_side_stay_two() {
        assert_eq!(
            texts("tr", "Üç ay sonra Rusya Osmanlı Devleti'ne savaş açtı."),
            ["Rusya", "Osmanlı Devleti"]
        );
        assert_eq!(texts("tr", "Toplantı Karacalı köyünde yapıldı.").len(), 1);
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
    fn hostile_texts_take_linear_work() {
        for finder in finders() {
            crate::work::assert_linear(|text| {
                let found = finder.find(&[Paragraph::sound(text, 0, "az")], &[]);
                assert!(found.len() <= text.len());
            });
        }
        crate::work::assert_linear(|text| drop(finders()[0].find(&[Paragraph::sound(text, 0, "ru")], &[])));
    }

    /// A paragraph is read in pieces where it is long; the pieces are whole sentences.
    #[test]
    fn a_long_paragraph_reads_as_its_sentences_do() {
        let sentence =
            "T.Q.Mirzəbəyov (Bakıda, mayın 5-də. Bax: səh. 7) Tiflisə getdi və Qafqaz Bürosuna yazdı. ";
        let once = finders()[0].find(&[Paragraph::sound(sentence, 0, "az")], &[]);
        let long = finders()[0].find(&[Paragraph::sound(&sentence.repeat(1000), 0, "az")], &[]);
        assert_eq!(long.len(), once.len() * 1000);
        for (found, expected) in long.iter().zip(once.iter().cycle()) {
            assert_eq!((&found.text, found.class), (&expected.text, expected.class));
        }
    }
}
