use std::collections::HashMap;

use salname_model::Class;
use salname_packs::{Language, Names, Packs, Side};

use crate::morphology::Analyser;
use crate::words::{Sentences, Word, WordKind, is_initial, lower};

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
        let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
        let letters = word.chars().count();
        let first = word.chars().next().is_some_and(char::is_uppercase);
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

/// All that is known of a word form, in one language, wherever it stands.
#[derive(Debug, Clone)]
pub(super) struct WordType {
    pub lower: String,
    pub shape: Shape,
    pub kind: WordKind,
    /// Lemma candidates, the form as it stands first.
    pub lemmas: Vec<String>,
    pub roles: Roles,
    /// Heads names of several words: of what class, and on which side of it they stand.
    pub head: Option<(Class, Side)>,
    /// True if the word stands in the form that heads have (its own lemma is the head, endings aside).
    pub gazetteer: Vec<u32>,
}

/// What one language knows of names.
#[derive(Debug, Clone)]
pub(super) struct Vocabulary {
    pub id: String,
    pub sentences: Sentences,
    pub dotless: bool,
    pub capital_adjectives: bool,
    analyser: Option<Analyser>,
    roles: HashMap<String, Roles>,
    heads: HashMap<String, (Class, Side)>,
    surname_endings: Vec<String>,
    nationality_endings: Vec<String>,
}

impl Vocabulary {
    pub fn new(packs: &Packs, language: &Language) -> Self {
        let own = language.names.clone().unwrap_or_default();
        let names = own
            .like
            .as_deref()
            .and_then(|id| packs.language(id))
            .and_then(|language| language.names.clone())
            .unwrap_or(own);
        Self {
            id: language.id.clone(),
            sentences: Sentences::new(
                names.abbreviations.iter().map(String::as_str),
                language.about.dotless_i,
            ),
            dotless: language.about.dotless_i,
            capital_adjectives: names.capital_adjectives,
            analyser: Analyser::of(language),
            roles: roles_of(&names),
            heads: names
                .head
                .iter()
                .flat_map(|head| head.words.iter().map(|word| (word.clone(), (head.class, head.side))))
                .collect(),
            surname_endings: names.surname_endings,
            nationality_endings: names.nationalities,
        }
    }

    /// What is known of a word form. `gazetteer` tells the numbers of words that gazetteer names are made of.
    pub fn describe(&self, text: &str, word: &Word, gazetteer: impl Fn(&str) -> Option<u32>) -> WordType {
        let form = word.text(text);
        let shape = Shape::of(form, word.kind);
        let lowered = lower(form, self.dotless);
        let lemmas = match &self.analyser {
            Some(analyser) if word.kind == WordKind::Letters => analyser.lemmas(form),
            _ => vec![lowered.clone()],
        };
        let mut roles = Roles::default();
        let mut head = None;
        for lemma in &lemmas {
            roles.0 |= self.roles.get(lemma).map_or(0, |roles| roles.0);
            head = head.or_else(|| self.heads.get(lemma).copied());
        }
        if shape == Shape::Capital && lemmas.iter().any(|lemma| ends_in_one(lemma, &self.surname_endings)) {
            roles.add(Roles::SURNAME);
        }
        if lemmas.iter().any(|lemma| ends_in_one(lemma, &self.nationality_endings)) {
            roles.add(Roles::NATIONALITY);
        }
        let gazetteer = lemmas.iter().filter_map(|lemma| gazetteer(lemma)).collect();
        WordType { lower: lowered, shape, kind: word.kind, lemmas, roles, head, gazetteer }
    }
}

/// True if the word is longer than one of the endings by two letters and ends in it.
fn ends_in_one(word: &str, endings: &[String]) -> bool {
    endings
        .iter()
        .any(|ending| word.strip_suffix(ending.as_str()).is_some_and(|stem| stem.chars().nth(1).is_some()))
}

fn roles_of(names: &Names) -> HashMap<String, Roles> {
    let mut roles: HashMap<String, Roles> = HashMap::new();
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
    ] {
        for word in words {
            roles.entry(word.clone()).or_default().add(role);
        }
    }
    roles
}
