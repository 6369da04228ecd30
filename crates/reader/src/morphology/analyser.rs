use rustc_hash::FxHashMap;
use salname_packs::{Language, Morphology, PackError};

use super::features::{Feature, Features};
use super::template::{Seam, Surface, surfaces, vowel_kind};
use crate::words::lower;
use crate::work;

/// A word longer than this is no word, and is left whole.
const LONGEST_WORD: usize = 96;

/// No word has more readings than are of use.
const MOST_ANALYSES: usize = 48;

/// Which paradigm a reading follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordClass {
    /// Nouns, names and adjectives; also a word as it stands.
    Noun,
    /// Verbs in all their forms.
    Verb,
}

/// One reading of a word form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysis {
    /// Lower-case form with the endings taken off. A verb's lemma is its bare stem.
    pub lemma: String,
    /// Bytes of the lower-cased word that the endings left.
    pub stem: usize,
    /// What the endings say.
    pub features: Features,
    /// Whose endings they are.
    pub class: WordClass,
}

/// Takes words apart by the tables of one language.
#[derive(Debug, Clone)]
pub struct Analyser {
    morphology: Morphology,
    dotless: bool,
    paradigms: Vec<Chain>,
    vowels: Vowels,
}

#[derive(Debug, Clone)]
struct Chain {
    class: WordClass,
    /// Endings by the last two letters of the words that they can stand in: of most pairs only a few are to be tried.
    by_last_two: FxHashMap<[char; 2], Vec<Affix>>,
    /// Those of a single letter, by it, for all other words.
    by_last: FxHashMap<char, Vec<Affix>>,
    /// Slots of which one must be filled, as a set of `1 << slot`; zero asks nothing.
    needs: u32,
}

impl Chain {
    /// The endings that a word with these last letters may have.
    fn affixes(&self, word: &str) -> &[Affix] {
        let mut letters = word.chars().rev();
        let (Some(last), Some(before)) = (letters.next(), letters.next()) else { return &[] };
        let affixes = self.by_last_two.get(&[before, last]).or_else(|| self.by_last.get(&last));
        affixes.map_or(&[], Vec::as_slice)
    }
}

#[derive(Debug, Clone)]
struct Affix {
    slot: usize,
    /// Slot that must be filled just inside this one.
    after: Option<usize>,
    surface: Surface,
    says: Features,
    /// True if it begins with a vowel and replaces nothing: then the stem's last letter may have changed before it.
    changes_stem: bool,
}

/// How far a word has been taken apart.
#[derive(Clone, Copy)]
struct Peeled {
    says: Features,
    filled: u32,
    /// Only slots inside this one are still open.
    open: usize,
    /// The slot that the last ending taken off wants next, if it wants one.
    wants: Option<usize>,
}

/// A reading of a word, its lemma not yet written out: the first `kept` bytes of the word, and a tail.
#[derive(Clone, Copy)]
struct Reading<'a> {
    kept: usize,
    tail: &'a str,
    stem: usize,
    features: Features,
    class: WordClass,
}

impl Reading<'_> {
    fn lemma(&self, word: &str) -> String {
        let mut lemma = String::with_capacity(self.kept + self.tail.len());
        lemma.push_str(&word[..self.kept]);
        lemma.push_str(self.tail);
        lemma
    }

    /// Compares the lemmas of two readings of one word.
    fn cmp_lemma(&self, other: &Self, word: &str) -> std::cmp::Ordering {
        let same = self.kept.min(other.kept);
        let rest = |one: &Self| word.as_bytes()[same..one.kept].iter().chain(one.tail.as_bytes());
        rest(self).cmp(rest(other))
    }

    fn same_lemma(&self, other: &Self, word: &str) -> bool {
        self.kept + self.tail.len() == other.kept + other.tail.len() && self.cmp_lemma(other, word).is_eq()
    }
}

impl Analyser {
    /// The analyser of a language; none if its pack has no `morphology.toml`.
    ///
    /// Endings with unknown features are passed over; [`Analyser::check`] tells of them.
    #[must_use]
    pub fn of(language: &Language) -> Option<Self> {
        let morphology = language.morphology.clone()?;
        let paradigms = morphology.paradigm.iter().map(|paradigm| chain(&morphology, paradigm)).collect();
        let vowels = Vowels::of(&morphology);
        Some(Self { morphology, dotless: language.about.dotless_i, paradigms, vowels })
    }

    /// Tells whether every ending of a language says something known.
    ///
    /// # Errors
    /// If an ending says a feature that there is not; the error names file and feature.
    pub fn check(language: &Language) -> Result<(), PackError> {
        for ending in language.morphology.iter().flat_map(|morphology| &morphology.ending) {
            Features::parse(&ending.says).map_err(|name| {
                let path = format!("lang/{}/morphology.toml", language.id);
                PackError::new(path, format!("\"{name}\" is no feature"))
            })?;
        }
        Ok(())
    }

    /// True if all words of a name are inflected, not only its last.
    #[must_use]
    pub fn every_word_inflects(&self) -> bool {
        self.morphology.every_word_inflects
    }

    /// All readings of a word form, the word as it stands first, then in the order of ever shorter stems.
    #[must_use]
    pub fn analyse(&self, word: &str) -> Vec<Analysis> {
        self.analyse_lower(&lower(word, self.dotless), |_| true)
    }

    /// As [`Analyser::analyse`], of a word that is in the language's lower case already, the readings that are `wanted`.
    #[must_use]
    pub fn analyse_lower(&self, word: &str, wanted: impl Fn(Features) -> bool) -> Vec<Analysis> {
        let mut readings = self.readings(word, |_| true);
        readings.retain(|reading| wanted(reading.features));
        let analyses = readings.iter().map(|reading| Analysis {
            lemma: reading.lemma(word),
            stem: reading.stem,
            features: reading.features,
            class: reading.class,
        });
        analyses.collect()
    }

    /// The distinct lemma candidates of a word form as a noun or name, the word as it stands first.
    #[must_use]
    pub fn lemmas(&self, word: &str) -> Vec<String> {
        self.nouns(word).into_iter().map(|(lemma, _)| lemma).collect()
    }

    /// The distinct lemma candidates of a word form as a noun or name, each with what the endings taken off say.
    #[must_use]
    pub fn nouns(&self, word: &str) -> Vec<(String, Features)> {
        self.nouns_of_lower(&lower(word, self.dotless))
    }

    /// As [`Analyser::nouns`], of a word that is in the language's lower case already.
    #[must_use]
    pub fn nouns_of_lower(&self, word: &str) -> Vec<(String, Features)> {
        let mut nouns = Vec::new();
        self.each_noun(word, |lemma, says| nouns.push((lemma.concat(), says)));
        nouns
    }

    /// As [`Analyser::nouns_of_lower`], one after another, each in two pieces that have not been put together.
    pub fn each_noun(&self, word: &str, mut noun: impl FnMut([&str; 2], Features)) {
        let readings = self.readings(word, |class| class == WordClass::Noun);
        for (index, reading) in readings.iter().enumerate() {
            if !readings[..index].iter().any(|before| before.same_lemma(reading, word)) {
                noun([&word[..reading.kept], reading.tail], reading.features);
            }
        }
    }

    /// The readings of a lower-case word by the paradigms of some classes, in the order of [`Analyser::analyse`].
    fn readings(&self, word: &str, wanted: impl Fn(WordClass) -> bool) -> Vec<Reading<'_>> {
        let mut found = Vec::with_capacity(8);
        let (features, class) = (Features::default(), WordClass::Noun);
        found.push(Reading { kept: word.len(), tail: "", stem: word.len(), features, class });
        if word.len() > LONGEST_WORD {
            return found;
        }
        let stems = self.vowels.stems(word);
        for chain in self.paradigms.iter().filter(|chain| wanted(chain.class)) {
            let all = Peeled { says: Features::default(), filled: 0, open: usize::MAX, wants: None };
            self.peel(chain, word, &stems, all, &mut found);
        }
        found[1..].sort_by(|a, b| {
            let order = b.stem.cmp(&a.stem).then(a.class.cmp(&b.class));
            // Of two readings with one lemma, that with fewer endings: "qəzası-nda" before "qəzası-n-da"; then that of a
            // third person: "rayon-u-nda" before "rayon-un-da".
            let third = |one: &Reading| one.features.has(Feature::Psor3);
            order
                .then_with(|| a.cmp_lemma(b, word))
                .then(a.features.len().cmp(&b.features.len()))
                .then_with(|| third(b).cmp(&third(a)))
        });
        found.dedup_by(|a, b| {
            a.stem == b.stem && a.class == b.class && a.features == b.features && a.same_lemma(b, word)
        });
        found
    }

    fn peel<'a>(
        &'a self,
        chain: &'a Chain,
        stem: &str,
        stems: &Stems,
        peeled: Peeled,
        found: &mut Vec<Reading<'a>>,
    ) {
        for affix in chain.affixes(stem) {
            if affix.slot >= peeled.open
                || peeled.wants.is_some_and(|wanted| wanted != affix.slot)
                || found.len() >= MOST_ANALYSES
            {
                continue;
            }
            work::step();
            let text = affix.surface.text.as_str();
            let Some(end) = stem.len().checked_sub(text.len()) else { continue };
            // One letter tells most endings apart before all are compared.
            if stem.as_bytes()[end] != text.as_bytes()[0]
                || !stem.ends_with(text)
                || !stems[end].takes(&affix.surface)
            {
                continue;
            }
            let rest = &stem[..end];
            let next = Peeled {
                says: peeled.says.and(affix.says),
                filled: peeled.filled | 1 << affix.slot,
                open: affix.slot,
                wants: affix.after,
            };
            let enough = chain.needs == 0 || chain.needs & next.filled != 0;
            if enough && next.wants.is_none() {
                self.keep(chain.class, rest, affix, next.says, found);
            }
            self.peel(chain, rest, stems, next, found);
        }
    }

    fn keep<'a>(
        &'a self,
        class: WordClass,
        rest: &str,
        affix: &'a Affix,
        features: Features,
        found: &mut Vec<Reading<'a>>,
    ) {
        let stem = rest.len();
        if affix.changes_stem {
            for (written, original) in &self.morphology.alternations {
                if let Some(bare) = rest.strip_suffix(written.as_str()) {
                    found.push(Reading { kept: bare.len(), tail: original, stem, features, class });
                }
            }
        }
        found.push(Reading { kept: stem, tail: &affix.surface.replacement, stem, features, class });
    }
}

/// Letters below this are looked up in a table: Latin and Cyrillic ones.
const TABLED: usize = 0x600;

/// The kinds of a language's vowels.
#[derive(Debug, Clone)]
struct Vowels {
    /// By letter: the kind, or [`Vowels::NONE`].
    tabled: Box<[u8]>,
    beyond: FxHashMap<char, u8>,
}

impl Vowels {
    const NONE: u8 = 4;

    fn of(morphology: &Morphology) -> Self {
        let mut made = Self { tabled: vec![Self::NONE; TABLED].into(), beyond: FxHashMap::default() };
        for letter in morphology.vowels.chars() {
            let Some(kind) = vowel_kind(morphology, letter) else { continue };
            match made.tabled.get_mut(letter as usize) {
                Some(place) => *place = kind,
                None => {
                    made.beyond.insert(letter, kind);
                }
            }
        }
        made
    }

    fn kind(&self, letter: char) -> u8 {
        let tabled = self.tabled.get(letter as usize).copied();
        tabled.unwrap_or_else(|| self.beyond.get(&letter).copied().unwrap_or(Self::NONE))
    }

    /// What each beginning of a word is like, by its length in bytes.
    fn stems(&self, word: &str) -> Stems {
        let mut stems = [Stem::default(); LONGEST_WORD + 1];
        let (mut last_vowel, mut letters) = (Self::NONE, 0usize);
        for (at, letter) in word.char_indices() {
            let kind = self.kind(letter);
            if kind != Self::NONE {
                last_vowel = kind;
            }
            letters += 1;
            stems[at + letter.len_utf8()] = Stem {
                // A stem without a vowel is an abbreviation: it is read out, and takes any ending.
                harmony: if last_vowel == Self::NONE { u8::MAX } else { 1 << last_vowel },
                ends_in_vowel: kind != Self::NONE,
                long: letters > 1,
            };
        }
        stems
    }
}

type Stems = [Stem; LONGEST_WORD + 1];

/// What an ending asks of the stem before it.
#[derive(Debug, Clone, Copy, Default)]
struct Stem {
    /// Kinds of vowels that its ending may harmonise with, as [`Surface::harmony`].
    harmony: u8,
    ends_in_vowel: bool,
    /// True if it has two letters or more: endings stand after no less.
    long: bool,
}

impl Stem {
    /// True if the ending can stand after it.
    fn takes(self, surface: &Surface) -> bool {
        let seam = match surface.seam {
            Seam::Any => true,
            Seam::Vowel => self.ends_in_vowel,
            Seam::Consonant => !self.ends_in_vowel,
        };
        self.long && seam && (surface.harmony & self.harmony != 0 || self.harmony == u8::MAX)
    }
}

fn chain(morphology: &Morphology, paradigm: &salname_packs::Paradigm) -> Chain {
    let slot = |name: &str| paradigm.slots.iter().position(|known| known == name);
    let mut affixes: Vec<(Option<char>, char, Affix)> = Vec::new();
    for ending in &morphology.ending {
        let (Some(place), Ok(says)) = (slot(&ending.slot), Features::parse(&ending.says)) else { continue };
        let after = ending.after.as_deref().and_then(slot);
        for surface in ending.forms.iter().flat_map(|form| surfaces(morphology, form)) {
            let mut letters = surface.text.chars().rev();
            let (Some(last), before) = (letters.next(), letters.next()) else { continue };
            let begins_with_vowel = surface.text.starts_with(|first| morphology.vowels.contains(first));
            let changes_stem = begins_with_vowel && surface.replacement.is_empty();
            affixes.push((before, last, Affix { slot: place, after, surface, says, changes_stem }));
        }
    }
    let (mut by_last, mut by_last_two): (FxHashMap<_, Vec<_>>, FxHashMap<_, Vec<_>>) = Default::default();
    for pair in affixes.iter().filter_map(|(before, last, _)| Some([(*before)?, *last])) {
        by_last_two.entry(pair).or_insert_with(|| {
            let fits = |(before, last, _): &&(Option<char>, char, Affix)| {
                *last == pair[1] && before.is_none_or(|before| before == pair[0])
            };
            affixes.iter().filter(fits).map(|(.., affix)| affix.clone()).collect()
        });
    }
    for (_, last, affix) in affixes.into_iter().filter(|(before, ..)| before.is_none()) {
        by_last.entry(last).or_default().push(affix);
    }
    let needs = paradigm.needs.iter().filter_map(|name| slot(name)).fold(0, |set, slot| set | 1 << slot);
    let class = if paradigm.name == "verb" { WordClass::Verb } else { WordClass::Noun };
    Chain { class, by_last_two, by_last, needs }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::morphology::Feature;
    use proptest::prelude::*;
    use salname_packs::Packs;

    fn analyser(language: &str) -> Analyser {
        let packs = Packs::embedded().unwrap();
        Analyser::of(packs.language(language).unwrap()).unwrap()
    }

    #[test]
    fn endings_say_only_what_is_known() {
        for language in &Packs::embedded().unwrap().languages {
            Analyser::check(language).unwrap();
        }
    }

    #[test]
    fn azerbaijani_nouns() {
        let az = analyser("az");
        for (form, lemma) in [
            ("Bakıya", "bakı"),
            ("Bakıdakı", "bakı"),
            ("Tiflisin", "tiflis"),
            ("orduların", "ordu"),
            ("Cəmiyyətinə", "cəmiyyəti"),
            ("Zəngəzurdan", "zəngəzur"),
            ("Orconikidzenin", "orconikidze"),
            ("İrana", "iran"),
            ("bürosunun", "bürosu"),
            ("nazirliyinin", "nazirlik"),
        ] {
            assert!(az.lemmas(form).iter().any(|found| found == lemma), "{form}: {:?}", az.lemmas(form));
        }
        assert!(!az.lemmas("Bakınun").iter().any(|found| found == "bakı"), "endings harmonise");
        // The letter between belongs to the case, where nothing says that the district is yours.
        let nouns = az.nouns("qəzasında");
        let district = nouns.iter().find(|(lemma, _)| lemma == "qəzası").expect("it is one of them");
        assert_eq!(district.1, Features::default().with(Feature::CaseLoc));
    }

    #[test]
    fn azerbaijani_verbs() {
        let az = analyser("az");
        let reads = |form: &str, stem: &str, features: &[Feature]| {
            az.analyse(form).iter().any(|one| {
                one.class == WordClass::Verb
                    && one.lemma == stem
                    && features.iter().all(|feature| one.features.has(*feature))
            })
        };
        assert!(reads("imzaladı", "imzala", &[Feature::Finite, Feature::Past]));
        assert!(reads("imzalandı", "imzala", &[Feature::Passive, Feature::Past]));
        assert!(reads("göndərilmişdir", "göndər", &[Feature::Passive, Feature::Perfect]));
        assert!(reads("tanımadılar", "tanı", &[Feature::Negative, Feature::Past]));
        assert!(reads("bildirmişdi", "bildir", &[Feature::Past]));
        assert!(reads("tutan", "tut", &[Feature::Participle]));
        assert!(reads("gəldikdə", "gəl", &[Feature::Converb]));
        assert!(reads("çağırmaq", "çağır", &[Feature::Infinitive]));
        assert!(reads("alınması", "al", &[Feature::Passive, Feature::VerbalNoun]));
    }

    proptest! {
        #[test]
        fn stems_are_whole_letters(word in "\\PC{0,24}") {
            let az = analyser_once();
            let lowered = lower(&word, true);
            for analysis in az.analyse(&word) {
                prop_assert!(lowered.is_char_boundary(analysis.stem));
            }
        }
    }

    fn analyser_once() -> &'static Analyser {
        static AZ: std::sync::OnceLock<Analyser> = std::sync::OnceLock::new();
        AZ.get_or_init(|| analyser("az"))
    }
}
