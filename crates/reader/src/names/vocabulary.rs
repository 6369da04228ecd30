use rustc_hash::FxHashMap;
use salname_model::Class;
use salname_packs::{Language, Names, Packs, Side};

use crate::morphology::{Analyser, Features};
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
    PLACE_CUE = 11: "Stands before places.",
    PLACE_NOUN = 12: "Stands after places.",
    PLACE_ENDING = 13: "Stands after places and an apostrophe.",
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
    /// What the endings say that each lemma candidate lacks.
    pub endings: Vec<Features>,
    pub roles: Roles,
    /// Heads names of several words: of what class, and on which side of it they stand.
    pub head: Option<(Class, Side)>,
    /// Numbers of its lemma candidates among the words of the gazetteer's names.
    pub gazetteer: Vec<u32>,
}

/// What one language knows of names.
#[derive(Debug, Clone)]
pub(super) struct Vocabulary {
    /// Identifier of the language.
    pub id: String,
    /// Identifier of the language that its words are read in: itself, or the one that it is but for its script.
    pub reads_in: String,
    /// Transliteration into that language's letters; empty where none is needed.
    latin: FxHashMap<char, String>,
    pub sentences: Sentences,
    pub dotless: bool,
    pub capital_adjectives: bool,
    analyser: Option<Analyser>,
    roles: FxHashMap<String, Roles>,
    heads: FxHashMap<String, (Class, Side)>,
    surname_endings: Vec<String>,
    nationality_endings: Vec<String>,
}

impl Vocabulary {
    pub fn new(packs: &Packs, written: &Language) -> Self {
        let like = written.names.as_ref().and_then(|names| packs.language(names.like.as_deref()?));
        let language = like.unwrap_or(written);
        let names = language.names.clone().unwrap_or_default();
        let letter = |text: &str| text.chars().next();
        Self {
            id: written.id.clone(),
            reads_in: language.id.clone(),
            latin: like
                .iter()
                .flat_map(|_| &written.about.latin)
                .filter_map(|(from, to)| Some((letter(from)?, to.clone())))
                .collect(),
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

    /// A word form in small letters of the language that reads it.
    pub fn lower(&self, form: &str) -> String {
        if self.latin.is_empty() {
            return lower(form, self.dotless);
        }
        let mut out = String::with_capacity(form.len());
        for letter in lower(form, false).chars() {
            match self.latin.get(&letter) {
                Some(latin) => out.push_str(latin),
                None => out.push(letter),
            }
        }
        out
    }

    /// What is known of a word form. `gazetteer` tells the numbers of words that gazetteer names are made of.
    pub fn describe(&self, text: &str, word: &Word, gazetteer: impl Fn(&str) -> Option<u32>) -> WordType {
        let form = word.text(text);
        let shape = Shape::of(form, word.kind);
        let lowered = self.lower(form);
        let (lemmas, endings): (Vec<String>, Vec<Features>) = match &self.analyser {
            Some(analyser) if word.kind == WordKind::Letters => {
                analyser.nouns_of_lower(&lowered).into_iter().unzip()
            }
            _ => (vec![lowered.clone()], vec![Features::default()]),
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
        WordType { lower: lowered, shape, kind: word.kind, lemmas, endings, roles, head, gazetteer }
    }
}

/// True if the word is longer than one of the endings by two letters and ends in it.
fn ends_in_one(word: &str, endings: &[String]) -> bool {
    endings
        .iter()
        .any(|ending| word.strip_suffix(ending.as_str()).is_some_and(|stem| stem.chars().nth(1).is_some()))
}

fn roles_of(names: &Names) -> FxHashMap<String, Roles> {
    let mut roles: FxHashMap<String, Roles> = FxHashMap::default();
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
        (&names.place_endings, Roles::PLACE_ENDING),
    ] {
        for word in words {
            roles.entry(word.clone()).or_default().add(role);
        }
    }
    roles
}
