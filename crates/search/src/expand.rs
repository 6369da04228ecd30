//! From a word that was asked for to the written words that it may mean.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::{Searcher, Term};

use crate::analysis::{Analysis, Asked, Stem};
use crate::fields::{Fields, Is};
use crate::lexicon::{Lexicon, Row, Way};
use crate::postings::Tier;

/// Looks words up in the lexicon.
#[derive(Clone, Copy)]
pub(crate) struct Expander<'a> {
    pub analysis: &'a Analysis,
    pub lexicon: &'a Lexicon,
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
}

/// The written words that a word may mean.
#[derive(Debug, Default)]
pub(crate) struct Expansion {
    pub words: BTreeMap<String, Tier>,
    /// The sounds by which people may be called so.
    pub sounds: Vec<String>,
    /// There if the record does not know the word: the nearest one that it knows.
    pub near: Option<String>,
}

/// Of what a form may come from, that counts which has at least so much of the forms that the likeliest has.
const WORTH: f32 = 0.3;
/// Sounds of fewer letters are too common to tell that two words are one, unless one is a name.
const TELLING: usize = 4;

impl Expander<'_> {
    /// A word in any spelling, script and inflection; if the record has it in none, those nearest to it, where they are
    /// wanted.
    pub fn expand(&self, asked: &Asked, near: bool) -> Expansion {
        let mut found = self.known(asked);
        if self.is_there(&found) {
            self.add_misspelt(asked, &mut found);
        } else if near {
            self.add_near(asked, &mut found);
        }
        found
    }

    /// Adds what differs by one letter from a long name: the documents misspell names, too.
    fn add_misspelt(&self, asked: &Asked, found: &mut Expansion) {
        /// Letters of a name that is not soon another's.
        const LONG: usize = 8;
        let is_name = |row: &Row| self.lexicon.seen(*row) == (true, false);
        let is_long = |key: &&str| key.chars().count() >= LONG;
        let of_stem = |stem: &Stem| {
            let forms = self.lexicon.find(Way::Lemma, &stem.folded);
            forms.iter().any(|&row| is_name(&row) && found.words.contains_key(self.lexicon.word(row)))
        };
        let own = asked.own.first().map(String::as_str).into_iter();
        let stems = asked.stems.iter().filter(|stem| of_stem(stem)).map(|stem| stem.key.as_str());
        let mut near: Vec<Row> = Vec::new();
        // Ways to take endings off that leave the same sound are one.
        let keys: BTreeSet<&str> = own.chain(stems).filter(is_long).collect();
        for key in keys {
            if self.lexicon.find(Way::Sound, key).iter().any(is_name) {
                near.extend(self.lexicon.near(Way::Sound, key, 1).into_iter().flat_map(|(_, rows)| rows));
            }
        }
        for row in near.into_iter().filter(is_name) {
            found.add(self.lexicon.word(row), Tier::Near);
        }
    }

    /// A word in any spelling, script and inflection.
    pub fn known(&self, asked: &Asked) -> Expansion {
        let mut found = self.literal(asked);
        let same = self.lexicon.find(Way::Plain, &asked.folded);
        for &row in &same {
            found.add(self.lexicon.word(row), Tier::Plain);
        }
        // The forms of which it is the lemma, and the lemmas of which it is a form.
        let mut family = self.lexicon.find(Way::Lemma, &asked.folded);
        let known = if same.is_empty() { family.clone() } else { same.clone() };
        family.extend(known.iter().flat_map(|&row| self.lexicon.family(row)));
        let mut stems: Vec<&Stem> = Vec::new();
        if known.is_empty() {
            stems = self.likely(asked);
            for stem in &stems {
                family.extend(self.lexicon.find(Way::Lemma, &stem.folded));
            }
        } else {
            let is_of = |stem: &&Stem| {
                self.lexicon.find(Way::Lemma, &stem.folded).iter().any(|row| known.binary_search(row).is_ok())
            };
            stems.extend(asked.stems.iter().filter(is_of));
        }
        for row in family {
            found.add(self.lexicon.word(row), Tier::Inflected);
        }
        self.add_sounds(asked, &known, &stems, &mut found);
        found
    }

    /// A word only as it was written.
    pub fn literal(&self, asked: &Asked) -> Expansion {
        let words = asked.literals.iter().map(|literal| (literal.clone(), Tier::Written));
        Expansion { words: words.collect(), ..Expansion::default() }
    }

    /// Of what a form that the record does not have may come from, that of which it has most other forms.
    fn likely<'b>(&self, asked: &'b Asked) -> Vec<&'b Stem> {
        let forms = |stem: &Stem| self.lexicon.find(Way::Lemma, &stem.folded).len() as f32;
        let counted: Vec<(f32, &Stem)> = asked.stems.iter().map(|stem| (forms(stem), stem)).collect();
        let most = counted.iter().map(|(forms, _)| *forms).fold(0.0, f32::max);
        let likely = counted.into_iter().filter(|(forms, _)| *forms > 0.0 && *forms >= most * WORTH);
        likely.map(|(_, stem)| stem).collect()
    }

    /// Adds what sounds alike. A word that the record knows, and only as a common one, is no name.
    fn add_sounds(&self, asked: &Asked, rows: &[Row], stems: &[&Stem], found: &mut Expansion) {
        let known = !rows.is_empty();
        if known && !rows.iter().any(|&row| self.lexicon.seen(row).0) {
            return;
        }
        let mut sounds = asked.sounds.clone();
        // As it is written there: whoever asks may lack the letters.
        sounds.extend(rows.iter().flat_map(|&row| self.analysis.sounds_of(self.lexicon.word(row))));
        let mut alike = self.add_alike(&sounds, &asked.own, known, found);
        if !known {
            // What sounds like the word itself may be a form of something.
            let family = alike.iter().flat_map(|&row| self.lexicon.family(row)).collect::<Vec<_>>();
            family.into_iter().for_each(|row| found.add(self.lexicon.word(row), Tier::Spelled));
        }
        for stem in stems {
            alike.extend(self.add_alike(&stem.sounds, &[], known, found));
        }
        if !known && alike.is_empty() {
            let telling = |stem: &&Stem| stem.key.chars().count() > TELLING;
            for stem in asked.stems.iter().filter(telling) {
                self.add_alike(&stem.sounds, std::slice::from_ref(&stem.key), known, found);
            }
        }
    }

    /// Adds the words of these sounds: names, if any of them is one. Where there is none, and the record does not know
    /// the word as it was asked for, a common word may be another spelling of it, too, if the sound is the word's own.
    fn add_alike(&self, sounds: &[String], own: &[String], known: bool, found: &mut Expansion) -> Vec<Row> {
        let mut alike = Vec::new();
        for sound in sounds {
            if found.sounds.contains(sound) {
                continue;
            }
            let is_name = |row: &Row| self.lexicon.seen(*row) == (true, false);
            let mut rows = self.lexicon.find(Way::Sound, sound);
            let may_be_common = !known && own.contains(sound) && sound.chars().count() >= TELLING;
            if rows.iter().any(is_name) || !may_be_common {
                rows.retain(is_name);
            }
            for row in rows {
                found.add(self.lexicon.word(row), Tier::Spelled);
                alike.push(row);
            }
            found.sounds.push(sound.clone());
        }
        alike
    }

    /// For a word that the record does not have in any form: those nearest to it, with their forms.
    fn add_near(&self, asked: &Asked, found: &mut Expansion) {
        /// Fewer letters are soon those of another word.
        const SHORT: usize = 5;
        const LONG: usize = 8;
        let letters = asked.folded.chars().count();
        if letters < SHORT || asked.folded.chars().any(char::is_numeric) {
            return;
        }
        let sound = asked.own.first().map_or("", String::as_str);
        let mut near = self.lexicon.near(Way::Plain, &asked.folded, 1);
        if near.is_empty() && sound.chars().count() >= SHORT {
            near = self.lexicon.near(Way::Sound, sound, 1);
        }
        if near.is_empty() && letters >= LONG {
            near = self.lexicon.near(Way::Plain, &asked.folded, 2);
        }
        let mut best: (u64, Option<String>) = (0, None);
        for row in near.into_iter().flat_map(|(_, rows)| rows) {
            let word = self.lexicon.word(row);
            let passages = self.passages(word);
            if passages > best.0 {
                best = (passages, Some(word.to_owned()));
            }
            found.add(word, Tier::Near);
            let mut others = self.lexicon.family(row);
            if let (Some(sound), (true, false)) = (self.analysis.sound(word), self.lexicon.seen(row)) {
                let alike = self.lexicon.find(Way::Sound, &sound);
                others.extend(alike.into_iter().filter(|&row| self.lexicon.seen(row) == (true, false)));
            }
            for row in others {
                found.add(self.lexicon.word(row), Tier::Near);
            }
        }
        found.near = best.1;
    }

    /// Words that begin so.
    pub fn beginning(&self, asked: &Asked, literal: bool) -> tantivy::Result<Expansion> {
        let mut found = Expansion::default();
        if !literal {
            for row in self.lexicon.beginning(&asked.folded) {
                found.add(self.lexicon.word(row), Tier::Plain);
            }
        }
        for start in &asked.literals {
            for segment in self.searcher.segment_readers() {
                let index = segment.inverted_index(self.fields.word)?;
                let mut stream = index.terms().range().ge(start).into_stream()?;
                while stream.advance() && stream.key().starts_with(start.as_bytes()) {
                    if let Ok(word) = std::str::from_utf8(stream.key()) {
                        found.add(word, Tier::Written);
                    }
                }
            }
        }
        Ok(found)
    }

    /// Words that are nearly so.
    pub fn nearly(&self, asked: &Asked, literal: bool) -> Expansion {
        /// Words of fewer letters may differ by one, longer ones by two.
        const LONG: usize = 6;
        let slips = if asked.folded.chars().count() < LONG { 1 } else { 2 };
        let mut found = self.literal(asked);
        for (_, rows) in self.lexicon.near(Way::Plain, &asked.folded, slips) {
            for row in rows {
                let word = self.lexicon.word(row);
                let near = asked.literals.iter().any(|literal| {
                    crate::slips::between(&literal.chars().collect::<Vec<_>>(), word, slips).is_some()
                });
                if near || !literal {
                    found.add(word, Tier::Near);
                }
            }
        }
        found
    }

    pub fn is_there(&self, found: &Expansion) -> bool {
        let is_named =
            |key: &String| self.searcher.doc_freq(&self.fields.term(Is::Person, key)).is_ok_and(|n| n > 0);
        found.words.keys().any(|word| self.passages(word) > 0) || found.sounds.iter().any(is_named)
    }

    fn passages(&self, word: &str) -> u64 {
        self.searcher.doc_freq(&Term::from_field_text(self.fields.word, word)).unwrap_or_default()
    }
}

impl Expansion {
    fn add(&mut self, word: &str, tier: Tier) {
        match self.words.get_mut(word) {
            Some(known) => *known = tier.min(*known),
            None => {
                self.words.insert(word.to_owned(), tier);
            }
        }
    }

    /// True if all words of another are among these.
    pub fn has_all(&self, other: &Self) -> bool {
        other.words.keys().all(|word| self.words.contains_key(word))
    }

    /// Adds the words of another; what they sound like is left out.
    pub fn merge(&mut self, other: Self) {
        other.words.into_iter().for_each(|(word, tier)| self.add(&word, tier));
    }

    /// The same words, none of them better than that tier.
    pub fn at_best(mut self, tier: Tier) -> Self {
        self.words.values_mut().for_each(|known| *known = tier.max(*known));
        self
    }
}
