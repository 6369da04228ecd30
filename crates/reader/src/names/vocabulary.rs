use rustc_hash::FxHashMap;
use salname_model::Class;
use salname_packs::{Language, Names, Packs, Side};

use crate::morphology::{Analyser, Feature, Features};
use crate::words::{Letters, Sentences, Word, WordKind, is_initial};

/// What a word can be in the building of names, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Roles(u16);

macro_rules! roles {
    ($($name:ident = $bit:literal: $what:literal),+ $(,)?) => {
        impl Roles {
            $(#[doc = $what] pub const $name: Self = Self(1 << $bit);)+
            /// Every single role.
            pub const EACH: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

roles! {
    TITLE_BEFORE = 0: "A title before a person's name.",
    TITLE_AFTER = 1: "A title after a person's name.",
    CALLING = 2: "A calling before a person's name, outside it.",
    PARTICLE = 3: "A small word inside persons' names.",
    GIVEN = 4: "A given name.",
    OPENER = 5: "An ordinal that may open a name.",
    INNER = 6: "A small word inside names of several words.",
    ORGAN = 7: "An organ that leaves a state's name alone.",
    NATIONALITY = 8: "A nationality.",
    NEVER = 9: "No name.",
    SURNAME = 10: "Ends as surnames do.",
    PLACE_CUE = 11: "Stands before places.",
    PLACE_NOUN = 12: "Stands after places.",
    PLACE_ENDING = 13: "Stands after places and an apostrophe.",
    PLACE_NOUN_BEFORE = 14: "A common noun that stands before places.",
    COMMON = 15: "No name by itself, but it may be part of one.",
}

impl Roles {
    pub fn has(self, role: Self) -> bool {
        self.0 & role.0 != 0
    }

    fn add(&mut self, role: Self) {
        self.0 |= role.0;
    }

    pub fn bits(self) -> u16 {
        self.0
    }
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    /// One capital letter, or a digraph, as in initials.
    Initial,
    /// Capital and small letters.
    Capital,
    /// Two capitals or more, no small letter.
    Capitals,
    /// Capitals and small letters mixed: `XKSnin`.
    Mixed,
    /// Small letters.
    Small,
    /// Digits.
    Number,
    /// A mark.
    Mark,
}

impl Shape {
    pub fn of(word: &str, kind: WordKind) -> Self {
        match kind {
            WordKind::Number => return Self::Number,
            WordKind::Mark => return Self::Mark,
            WordKind::Letters => {}
        }
        let (mut capitals, mut letters, mut first) = (0, 0, false);
        for letter in word.chars() {
            let capital = letter.is_uppercase();
            first |= capital && letters == 0;
            capitals += usize::from(capital);
            letters += 1;
        }
        match (capitals, first) {
            (0, _) => Self::Small,
            (1, true) if letters <= 2 && is_initial(word) => Self::Initial,
            (1, true) => Self::Capital,
            _ if capitals == letters => Self::Capitals,
            _ => Self::Mixed,
        }
    }

    /// True if it begins with a capital.
    pub fn is_capital(self) -> bool {
        matches!(self, Self::Initial | Self::Capital | Self::Capitals | Self::Mixed)
    }
}

/// Lemma candidates one behind the other in one text: most words have several, and a document has many words.
#[derive(Debug, Clone)]
pub(super) struct Lemmas {
    text: String,
    /// Where each ends in the text, and what the endings say that it lacks.
    each: Vec<(usize, Features)>,
}

impl Lemmas {
    /// None yet, with room for those of a word of so many bytes.
    fn of(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes * 4), each: Vec::with_capacity(4) }
    }

    fn push(&mut self, lemma: [&str; 2], says: Features) {
        lemma.iter().for_each(|piece| self.text.push_str(piece));
        self.each.push((self.text.len(), says));
    }

    /// The candidates.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.with_endings().map(|(lemma, _)| lemma)
    }

    /// The candidates, each with what the endings taken off say.
    pub fn with_endings(&self) -> impl Iterator<Item = (&str, Features)> {
        let mut start = 0;
        self.each.iter().map(move |&(end, says)| {
            let lemma = &self.text[start..end];
            start = end;
            (lemma, says)
        })
    }
}

/// Endings of words, found out by their last byte before all of them are compared.
#[derive(Debug, Clone)]
struct Tails {
    all: Vec<String>,
    last: [bool; 256],
}

impl Tails {
    fn new(all: Vec<String>) -> Self {
        let mut last = [false; 256];
        all.iter().filter_map(|ending| ending.bytes().last()).for_each(|byte| last[usize::from(byte)] = true);
        Self { all, last }
    }

    /// True if the word is longer than one of the endings by two letters and ends in it.
    fn end(&self, word: &str) -> bool {
        self.longest(word).is_some()
    }

    /// The longest of the endings that the word ends in and is longer than by two letters.
    fn longest(&self, word: &str) -> Option<&str> {
        if !word.bytes().last().is_some_and(|byte| self.last[usize::from(byte)]) {
            return None;
        }
        let ends = |ending: &&String| {
            word.strip_suffix(ending.as_str()).is_some_and(|stem| stem.chars().nth(1).is_some())
        };
        self.all.iter().filter(ends).max_by_key(|ending| ending.len()).map(String::as_str)
    }
}

/// All that is known of a word form, in one language, wherever it stands.
#[derive(Debug, Clone)]
pub(super) struct WordType {
    pub lower: String,
    pub shape: Shape,
    pub kind: WordKind,
    /// Lemma candidates, the form as it stands first, each with what the endings say that it lacks.
    pub lemmas: Lemmas,
    pub roles: Roles,
    /// Which lemma candidate is a title after a name, and which ends as surnames do.
    title: Option<u8>,
    surname: Option<u8>,
    /// Heads names of several words: of what class, and on which side of it they stand.
    pub head: Option<(Class, Side)>,
    /// What its endings say after the lemma candidate that heads names.
    pub head_says: Features,
    /// Numbers of its lemma candidates among the words of the gazetteer's names.
    pub gazetteer: Vec<u32>,
}

impl WordType {
    /// The title after a name that the word is, as the dictionary has it.
    pub fn title(&self) -> Option<&str> {
        self.lemma(self.title)
    }

    /// The surname that the word is, by its ending, as the dictionary has it.
    pub fn surname(&self) -> Option<&str> {
        self.lemma(self.surname)
    }

    fn lemma(&self, place: Option<u8>) -> Option<&str> {
        place.and_then(|place| self.lemmas.iter().nth(usize::from(place)))
    }
}

/// What a pack says of a word.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    roles: Roles,
    head: Option<(Class, Side)>,
}

/// What one language knows of names.
#[derive(Debug, Clone)]
pub(super) struct Vocabulary {
    /// Identifier of the language.
    pub id: String,
    /// Identifier of the language that its words are read in: itself, or the one that it is but for its script.
    pub reads_in: String,
    letters: Letters,
    pub sentences: Sentences,
    pub capital_adjectives: bool,
    analyser: Option<Analyser>,
    words: FxHashMap<String, Known>,
    surname_endings: Tails,
    nationality_endings: Tails,
}

impl Vocabulary {
    pub fn new(packs: &Packs, written: &Language) -> Self {
        let language = packs.words_of(written);
        let names = language.names.clone().unwrap_or_default();
        Self {
            id: written.id.clone(),
            reads_in: language.id.clone(),
            letters: Letters::of(packs, written),
            sentences: Sentences::new(
                names.abbreviations.iter().map(String::as_str),
                language.about.dotless_i,
            ),
            capital_adjectives: names.capital_adjectives,
            analyser: Analyser::of(language),
            words: words_of(&names),
            surname_endings: Tails::new(names.surname_endings),
            nationality_endings: Tails::new(names.nationalities),
        }
    }

    /// A word form in small letters of the language that reads it.
    pub fn lower(&self, form: &str) -> String {
        self.letters.lower(form)
    }

    /// What is known of a word form. `gazetteer` tells the numbers of words that gazetteer names are made of.
    pub fn describe(&self, text: &str, word: &Word, gazetteer: impl Fn(&str) -> Option<u32>) -> WordType {
        let form = word.text(text);
        let shape = Shape::of(form, word.kind);
        let lowered = self.lower(form);
        let mut lemmas = Lemmas::of(lowered.len());
        match &self.analyser {
            Some(analyser) if word.kind == WordKind::Letters => {
                analyser.each_noun(&lowered, |lemma, says| lemmas.push(lemma, says));
            }
            _ => lemmas.push([&lowered, ""], Features::default()),
        }
        let mut roles = Roles::default();
        let (mut head, mut head_says) = (None, Features::default());
        for (lemma, says) in lemmas.with_endings() {
            let Some(known) = self.words.get(lemma) else { continue };
            roles.add(known.roles);
            if head.is_none() && known.head.is_some() {
                (head, head_says) = (known.head, says);
            }
        }
        let is_title =
            |lemma: &str| self.words.get(lemma).is_some_and(|known| known.roles.has(Roles::TITLE_AFTER));
        let title = lemmas.iter().position(is_title).and_then(|place| u8::try_from(place).ok());
        let mut surname = None;
        if shape == Shape::Capital && lemmas.iter().any(|lemma| self.surname_endings.end(lemma)) {
            roles.add(Roles::SURNAME);
            surname = self.surname(&lemmas, |lemma| is_title(lemma) || gazetteer(lemma).is_some());
        }
        if lemmas.iter().any(|lemma| self.nationality_endings.end(lemma)) {
            roles.add(Roles::NATIONALITY);
        }
        let gazetteer = lemmas.iter().filter_map(gazetteer).collect();
        WordType {
            lower: lowered,
            shape,
            kind: word.kind,
            lemmas,
            roles,
            title,
            surname,
            head,
            head_says,
            gazetteer,
        }
    }

    /// Which of the lemma candidates of a word ends as surnames do: the word as it stands, unless its end is all a case
    /// ending after what is a surname itself, or less than that after what is `known` ("Lomidze-nin", "Mirzə-nin", but
    /// "Panin").
    fn surname(&self, lemmas: &Lemmas, known: impl Fn(&str) -> bool) -> Option<u8> {
        let whole = lemmas.iter().next()?;
        let own = self.surname_endings.longest(whole).map_or(0, str::len);
        // The possessive of the second person looks like the genitive.
        let bare = |(_, (_, says)): &(usize, (&str, Features))| !says.has(Feature::Psor3);
        let candidates = || lemmas.with_endings().enumerate().skip(1).filter(bare);
        let taken = |lemma: &str| whole.len() - lemma.len().min(whole.len());
        let is_surname = |lemma: &str| self.surname_endings.end(lemma);
        // Of several the shortest: "Həsənli-nin", not "Həsənlin-in".
        let stem = candidates().filter(|(_, (lemma, _))| taken(lemma) >= own && is_surname(lemma)).last();
        if own > 0 && candidates().any(|(_, (lemma, _))| taken(lemma) > own && known(lemma)) {
            return None;
        }
        let place = stem.map(|(place, _)| place).or((own > 0).then_some(0))?;
        u8::try_from(place).ok()
    }
}

fn words_of(names: &Names) -> FxHashMap<String, Known> {
    let mut known: FxHashMap<String, Known> = FxHashMap::default();
    for head in &names.head {
        for word in &head.words {
            known.entry(word.clone()).or_default().head = Some((head.class, head.side));
        }
    }
    for (words, role) in [
        (&names.titles_before, Roles::TITLE_BEFORE),
        (&names.titles_after, Roles::TITLE_AFTER),
        (&names.callings, Roles::CALLING),
        (&names.particles, Roles::PARTICLE),
        (&names.given_names, Roles::GIVEN),
        (&names.openers, Roles::OPENER),
        (&names.inner, Roles::INNER),
        (&names.organs, Roles::ORGAN),
        (&names.never, Roles::NEVER),
        (&names.place_cues, Roles::PLACE_CUE),
        (&names.place_nouns, Roles::PLACE_NOUN),
        (&names.place_nouns_before, Roles::PLACE_NOUN_BEFORE),
        (&names.place_endings, Roles::PLACE_ENDING),
        (&names.common, Roles::COMMON),
    ] {
        for word in words {
            known.entry(word.clone()).or_default().roles.add(role);
        }
    }
    known
}
