use std::collections::HashMap;

use salname_packs::{Language, Morphology, PackError};

use super::features::Features;
use super::template::{Seam, Surface, surfaces, vowel_kind};
use crate::words::lower;

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
}

#[derive(Debug, Clone)]
struct Chain {
    class: WordClass,
    /// Endings by their last letter.
    by_last: HashMap<char, Vec<Affix>>,
    /// Slots of which one must be filled, as a set of `1 << slot`; zero asks nothing.
    needs: u32,
}

#[derive(Debug, Clone)]
struct Affix {
    slot: usize,
    /// Slot that must be filled just inside this one.
    after: Option<usize>,
    surface: Surface,
    says: Features,
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

impl Analyser {
    /// The analyser of a language; none if its pack has no `morphology.toml`.
    ///
    /// Endings with unknown features are passed over; [`Analyser::check`] tells of them.
    #[must_use]
    pub fn of(language: &Language) -> Option<Self> {
        let morphology = language.morphology.clone()?;
        let paradigms = morphology.paradigm.iter().map(|paradigm| chain(&morphology, paradigm)).collect();
        Some(Self { morphology, dotless: language.about.dotless_i, paradigms })
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
        let word = lower(word, self.dotless);
        let whole = Analysis {
            lemma: word.clone(),
            stem: word.len(),
            features: Features::default(),
            class: WordClass::Noun,
        };
        let mut found = vec![whole];
        if word.len() > LONGEST_WORD {
            return found;
        }
        for chain in &self.paradigms {
            let all = Peeled { says: Features::default(), filled: 0, open: usize::MAX, wants: None };
            self.peel(chain, &word, all, &mut found);
        }
        found[1..].sort_by(|a, b| {
            b.stem.cmp(&a.stem).then(a.class.cmp(&b.class)).then_with(|| a.lemma.cmp(&b.lemma))
        });
        found.dedup();
        found
    }

    /// The distinct lemma candidates of a word form as a noun or name, the word as it stands first.
    #[must_use]
    pub fn lemmas(&self, word: &str) -> Vec<String> {
        self.nouns(word).into_iter().map(|(lemma, _)| lemma).collect()
    }

    /// The distinct lemma candidates of a word form as a noun or name, each with what the endings taken off say.
    #[must_use]
    pub fn nouns(&self, word: &str) -> Vec<(String, Features)> {
        let mut nouns: Vec<(String, Features)> = Vec::new();
        for analysis in self.analyse(word) {
            if analysis.class == WordClass::Noun && !nouns.iter().any(|(lemma, _)| *lemma == analysis.lemma) {
                nouns.push((analysis.lemma, analysis.features));
            }
        }
        nouns
    }

    fn peel(&self, chain: &Chain, stem: &str, peeled: Peeled, found: &mut Vec<Analysis>) {
        let Some(last) = stem.chars().next_back() else { return };
        for affix in chain.by_last.get(&last).into_iter().flatten() {
            if affix.slot >= peeled.open
                || peeled.wants.is_some_and(|wanted| wanted != affix.slot)
                || found.len() >= MOST_ANALYSES
            {
                continue;
            }
            let Some(rest) = stem.strip_suffix(affix.surface.text.as_str()) else { continue };
            if !self.attaches(rest, &affix.surface) {
                continue;
            }
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
            self.peel(chain, rest, next, found);
        }
    }

    fn keep(&self, class: WordClass, rest: &str, affix: &Affix, says: Features, found: &mut Vec<Analysis>) {
        let lemma = format!("{rest}{}", affix.surface.replacement);
        let before_vowel =
            affix.surface.text.chars().next().is_some_and(|letter| self.morphology.vowels.contains(letter));
        if before_vowel && affix.surface.replacement.is_empty() {
            for (written, original) in &self.morphology.alternations {
                if let Some(bare) = rest.strip_suffix(written.as_str()) {
                    let lemma = format!("{bare}{original}");
                    found.push(Analysis { lemma, stem: rest.len(), features: says, class });
                }
            }
        }
        found.push(Analysis { lemma, stem: rest.len(), features: says, class });
    }

    /// True if the ending can stand after that stem.
    fn attaches(&self, stem: &str, surface: &Surface) -> bool {
        let mut letters = stem.chars().rev();
        let (Some(last), Some(_)) = (letters.next(), letters.next()) else { return false };
        let ends_in_vowel = self.morphology.vowels.contains(last);
        let seam = match surface.seam {
            Seam::Any => true,
            Seam::Vowel => ends_in_vowel,
            Seam::Consonant => !ends_in_vowel,
        };
        let kind = stem.chars().rev().find_map(|letter| vowel_kind(&self.morphology, letter));
        // A stem without a vowel is an abbreviation: it is read out, and takes any ending.
        seam && kind.is_none_or(|kind| surface.harmony & (1 << kind) != 0)
    }
}

fn chain(morphology: &Morphology, paradigm: &salname_packs::Paradigm) -> Chain {
    let slot = |name: &str| paradigm.slots.iter().position(|known| known == name);
    let mut by_last: HashMap<char, Vec<Affix>> = HashMap::new();
    for ending in &morphology.ending {
        let (Some(place), Ok(says)) = (slot(&ending.slot), Features::parse(&ending.says)) else { continue };
        let after = ending.after.as_deref().and_then(slot);
        for surface in ending.forms.iter().flat_map(|form| surfaces(morphology, form)) {
            if let Some(last) = surface.text.chars().next_back() {
                by_last.entry(last).or_default().push(Affix { slot: place, after, surface, says });
            }
        }
    }
    let needs = paradigm.needs.iter().filter_map(|name| slot(name)).fold(0, |set, slot| set | 1 << slot);
    let class = if paradigm.name == "verb" { WordClass::Verb } else { WordClass::Noun };
    Chain { class, by_last, needs }
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
