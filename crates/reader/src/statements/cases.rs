//! Cases: how a noun is marked in its sentence, and what it is called without that.

use std::ops::Range;

use crate::morphology::{Analysis, Feature};

use super::grammar::Says;
use super::phrases::Phrases;
use super::units::{Unit, UnitKind, is_verb};

/// A case, as frames name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Case {
    Nominative,
    Genitive,
    Dative,
    Accusative,
    Locative,
    Ablative,
    Instrumental,
    /// "X-dakı": an adjective of place.
    Relative,
}

impl Case {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nominative => "nominative",
            Self::Genitive => "genitive",
            Self::Dative => "dative",
            Self::Accusative => "accusative",
            Self::Locative => "locative",
            Self::Ablative => "ablative",
            Self::Instrumental => "instrumental",
            Self::Relative => "relative",
        }
    }

    pub fn of(reading: &Analysis) -> Self {
        let says = |feature| reading.features.has(feature);
        if says(Feature::Relative) {
            Self::Relative
        } else if says(Feature::CaseGen) {
            Self::Genitive
        } else if says(Feature::CaseDat) || says(Feature::CaseTer) {
            Self::Dative
        } else if says(Feature::CaseAcc) {
            Self::Accusative
        } else if says(Feature::CaseLoc) {
            Self::Locative
        } else if says(Feature::CaseAbl) {
            Self::Ablative
        } else if says(Feature::CaseIns) {
            Self::Instrumental
        } else {
            Self::Nominative
        }
    }
}

/// How much more a reading of a listed word counts than one that only has no odd ending.
const KNOWN: u8 = 2;

/// Two forms of a name share at least so many letters at the beginning, and differ in no more at the end.
const LEAST_SHARED: usize = 3;
const LONGEST_ENDING: usize = 4;

impl Phrases<'_> {
    /// The case of a word, whether it has a possessive ending, and the bytes of its stem without the case.
    pub fn case_of(&self, at: usize, mention: Option<usize>) -> (Case, bool, usize) {
        let unit = &self.units[at];
        match mention {
            None if !unit.is_name() => unit.case_once(|| self.case_by_readings(unit, None)),
            _ => self.case_by_readings(unit, mention),
        }
    }

    /// The case that a name as it stands may be in as well, if nothing else tells whether its last letter is its own:
    /// "Göyçayı".
    pub fn other_case(&self, at: usize, mention: usize) -> Option<Case> {
        let unit = &self.units[at];
        let entity = self.keys[mention].as_str();
        if !entity.ends_with(&*unit.lower) || self.known.contains(&*unit.lower) {
            return None;
        }
        let bare = unit.readings.iter().filter(|one| !is_verb(one) && !one.features.has(Feature::Psor3));
        bare.map(Case::of).find(|case| matches!(case, Case::Dative | Case::Accusative))
    }

    fn case_by_readings(&self, unit: &Unit, mention: Option<usize>) -> (Case, bool, usize) {
        let whole = unit.lower.len();
        if unit.readings.is_empty() {
            return (Case::Nominative, false, whole);
        }
        let name = match unit.kind {
            UnitKind::Name(own) => Some(mention.unwrap_or(own)),
            _ => mention,
        };
        let entity = name.map(|mention| self.keys[mention].as_str());
        let rank = |reading: &Analysis| -> (u8, u8, usize) {
            let says = |feature| reading.features.has(feature);
            let known = entity.is_some_and(|entity| {
                self.known.contains(&reading.lemma)
                    || *entity != *unit.lower
                        && entity.ends_with(reading.lemma.as_str())
                        && entity.len() > unit.lower.len() / 2
                        && reading.stem >= 3
            }) || entity.is_none() && self.grammar.lists_noun(&reading.lemma);
            // A possessive before the case is likelier than a bare case where both fit; a name rarely has one.
            let possessive = says(Feature::Psor3) == entity.is_none();
            let odd = says(Feature::Copula) || says(Feature::CaseEqu) || says(Feature::Adjective);
            (u8::from(known) * KNOWN + u8::from(!odd), u8::from(possessive), reading.stem)
        };
        // No dictionary form ends so: of what is left the longest ending is the likeliest.
        let oblique = entity.is_none() && unit.says.has(Says::OBLIQUE);
        let nouns = || unit.readings.iter().filter(|reading| !is_verb(reading));
        let listed = |reading: &&Analysis| rank(reading).0 >= KNOWN;
        let best = nouns()
            .filter(|reading| oblique && Case::of(reading) != Case::Nominative)
            .min_by_key(|reading| reading.stem)
            .or_else(|| {
                // Where endings are only added to a word, its stem can be looked up.
                let added = self.grammar.verb_last();
                let common = added && entity.is_none() && nouns().all(|reading| !listed(&reading));
                common.then(|| self.by_lexicon(unit)).flatten()
            })
            .or_else(|| nouns().max_by_key(|reading| rank(reading)));
        let Some(best) = best else { return (Case::Nominative, false, whole) };
        let known = listed(&best);
        let case = Case::of(best);
        let possessed = best.features.has(Feature::Psor3);
        if !known && entity.is_some() {
            return guessed(unit);
        }
        if case == Case::Nominative {
            return (case, possessed, whole);
        }
        (case, possessed, self.stem_before_case(unit, best, case))
    }

    /// The reading of a common noun that the lists do not have which takes a case off a word that the language has:
    /// "hasilat-ı-nı", "məbləğ-in", but not "qadın". An ending of one letter tells nothing.
    fn by_lexicon<'u>(&self, unit: &'u Unit) -> Option<&'u Analysis> {
        let taken = |reading: &Analysis| unit.lower[reading.stem..].chars().count();
        // More stems end as the instrumental does: "güllə".
        let shortest = |reading: &Analysis| if Case::of(reading) == Case::Instrumental { 4 } else { 3 };
        let cased = |reading: &&Analysis| {
            !is_verb(reading)
                && Case::of(reading) != Case::Nominative
                && !reading.features.has(Feature::Copula)
                && reading.lemma.chars().nth(shortest(reading) - 1).is_some()
                && taken(reading) > 1
        };
        let count = |reading: &Analysis| self.lexicon.count(&reading.lemma) + self.own.count(&reading.lemma);
        let likeliest = |one: &&Analysis, two: &&Analysis| count(one).cmp(&count(two));
        let both = |reading: &&Analysis| reading.features.has(Feature::Psor3);
        let met = |reading: &&Analysis| count(reading) > 0;
        let cased = || unit.readings.iter().filter(cased);
        cased().filter(both).filter(met).max_by(likeliest).or_else(|| {
            let whole = self.lexicon.count(&unit.lower);
            let all = whole + self.own.count(&unit.lower);
            let surely = |reading: &&Analysis| taken(reading) > 2 || count(reading) >= all;
            let known = cased().filter(met).filter(surely).max_by(likeliest);
            // Of a word that was never met, with no ending but one that hardly a stem ends in.
            let many = |reading: &Analysis| reading.features.has(Feature::NumberPlur) && taken(reading) > 4;
            let sure = |reading: &&Analysis| {
                matches!(Case::of(reading), Case::Locative | Case::Ablative) || many(reading)
            };
            known.or_else(|| cased().filter(sure).filter(|_| whole == 0).max_by_key(|reading| reading.stem))
        })
    }

    /// Bytes of the word before its case ending; the plural and the possessive stay ("heyəti-nin", "ermənilər-in").
    fn stem_before_case(&self, unit: &Unit, best: &Analysis, case: Case) -> usize {
        let says = |reading: &Analysis, feature| reading.features.has(feature);
        if !says(best, Feature::Psor3) && !says(best, Feature::NumberPlur) {
            return best.stem;
        }
        let longer = unit.readings.iter().filter(|one| {
            !is_verb(one)
                && Case::of(one) == case
                && !says(one, Feature::Psor3)
                && !says(one, Feature::NumberPlur)
                && one.stem > best.stem
        });
        longer.map(|one| one.stem).min().unwrap_or(best.stem)
    }

    /// A name with its last word as in the name of its entity, where that is the same word in the nominative: by taking
    /// an ending off alone "Турцией" would be no word.
    pub fn named_form(&self, at: usize, mention: usize) -> Option<String> {
        let written = &self.text[self.units[at].span.range()];
        let entity = self.mentions[mention].entity.as_str();
        let last = |name: &'_ str| name.rfind([' ', '.', '-']).map_or(0, |at| at + 1);
        let (word, nominative) = (&written[last(written)..], &entity[last(entity)..]);
        let same = word.chars().zip(nominative.chars()).take_while(|(one, two)| one == two).count();
        let endings = word.chars().count().max(nominative.chars().count()) - same;
        (same >= LEAST_SHARED && endings <= LONGEST_ENDING)
            .then(|| format!("{}{nominative}", &written[..last(written)]))
    }

    /// The words of a range as a noun phrase, its noun `head` in the nominative.
    pub fn nominative(&self, units: &Range<usize>, head: usize) -> String {
        let (_, _, stem) = self.case_of(head, None);
        self.dictionary_form(units, head, stem)
    }

    /// The phrase's text with the word at `head`, whose case was taken off to leave `stem` bytes, in the nominative.
    pub fn dictionary_form(&self, units: &Range<usize>, head: usize, stem: usize) -> String {
        let start = self.units[units.start].span.start;
        let rest = &self.text[self.units[head].span.end..self.units[units.end - 1].span.end];
        let head = &self.units[head];
        if let Some(ending) = self.ending(head, stem) {
            let end = head.span.start + stem.min(head.span.end - head.span.start);
            return match self.text.get(start..end) {
                Some(before) if !ending.is_empty() => format!("{before}{ending}{rest}"),
                _ => self.text[start..self.units[units.end - 1].span.end].to_owned(),
            };
        }
        if let Some(changed) = self.changed_stem(head, stem) {
            return format!("{}{changed}{rest}", &self.text[start..head.span.start]);
        }
        let whole = &self.text[start..head.span.end];
        let cut = head.lower.len().saturating_sub(stem);
        // Lower-casing may change the length of a letter, so the ending is counted in letters.
        let letters = head.lower[stem.min(head.lower.len())..].chars().count();
        if cut == 0 || letters == 0 {
            return format!("{whole}{rest}").trim_matches(['"', '“', '”', '«', '»']).to_owned();
        }
        let end = whole.char_indices().rev().nth(letters - 1).map_or(whole.len(), |(at, _)| at);
        let whole = whole[..end].trim_matches(['"', '“', '”', '«', '»', '-', ' ', '’', '\'']);
        format!("{whole}{rest}")
    }

    /// A word whose stem's last letter changed before its ending, with the letter that it has in the dictionary:
    /// "konsulluq" of "konsulluğ-un".
    fn changed_stem(&self, unit: &Unit, stem: usize) -> Option<String> {
        let kept = unit.lower.get(..stem).filter(|kept| kept.len() < unit.lower.len())?;
        let (last, _) = kept.char_indices().next_back()?;
        let changed = |one: &&Analysis| {
            !is_verb(one)
                && one.stem == stem
                && !one.lemma.starts_with(kept)
                && one.lemma.starts_with(&kept[..last])
        };
        let lemma = &unit.readings.iter().find(changed)?.lemma;
        let letters = kept[..last].chars().count();
        let written = self.text[unit.span.range()].chars().take(letters);
        Some(written.chain(lemma.chars().skip(letters)).collect())
    }

    /// Where an ending was put in place of another, what the nominative ends in: by the reading whose word is known.
    /// Empty where no reading is; none where endings are only added.
    fn ending(&self, unit: &Unit, stem: usize) -> Option<String> {
        let kept = unit.lower.get(..stem).filter(|kept| kept.len() < unit.lower.len())?;
        let put =
            |one: &Analysis| (!is_verb(one)).then(|| one.lemma.strip_prefix(kept).map(str::to_owned))?;
        if !unit.readings.iter().any(|one| one.stem <= stem && put(one).is_some_and(|put| !put.is_empty())) {
            return None;
        }
        let known = |one: &&Analysis| {
            self.known.contains(&one.lemma)
                || self.grammar.actors.has(&one.lemma)
                || self.grammar.places.has(&one.lemma)
        };
        let found = unit.readings.iter().filter(known).find_map(put);
        Some(found.unwrap_or_default())
    }
}

/// Bytes of a trigger noun's dictionary form within its lower-case form, `least` or more.
pub(super) fn noun_stem(unit: &Unit, least: usize) -> usize {
    let cased = |reading: &&Analysis| !is_verb(reading) && Case::of(reading) != Case::Nominative;
    let possessed = |reading: &&Analysis| reading.features.has(Feature::Psor3);
    let ending = |one: &Analysis| unit.lower[one.stem..].chars().count();
    let many = |stem: usize| {
        let of_many = |one: &Analysis| one.features.has(Feature::NumberPlur) && one.stem == least;
        let end = &unit.lower[least.min(stem)..stem];
        end.chars().nth(2).is_some() && unit.readings.iter().any(of_many)
    };
    let sure = |one: &&Analysis| {
        // A single letter may be the noun's own last one, or the possessive, but behind a plural.
        ending(one) > 1
            || one.stem == least && Case::of(one) == Case::Dative
            || one.stem > least && many(one.stem)
    };
    // The plural stays: "danışıqlar-ı".
    let plural = |one: &Analysis| one.features.has(Feature::NumberPlur);
    let stems = || {
        let bare = unit.readings.iter().filter(cased).filter(|one| !possessed(one) && !plural(one));
        let bare = bare.filter(sure);
        bare.map(|one| one.stem).filter(|stem| *stem >= least)
    };
    // "müqavilə-nin": the noun itself bears the case.
    if stems().any(|stem| stem == least) {
        return least;
    }
    // "müqavilə-si-nin": the case stands on the possessive, the shortest stem that is longer than the noun itself.
    let noun = unit.readings.iter().filter(cased).filter(possessed).map(|one| one.stem).min();
    let built_on = noun.and_then(|noun| stems().filter(|stem| *stem > noun).min());
    // "müqaviləyə": the longest stem is what the case alone was built on.
    built_on.or_else(|| stems().max()).unwrap_or(unit.lower.len())
}

/// The case of a name that no reading explains, by the readings that leave the longest stem but one.
fn guessed(unit: &Unit) -> (Case, bool, usize) {
    let whole = unit.lower.len();
    let sure = |reading: &&Analysis| {
        let case = Case::of(reading);
        !is_verb(reading)
            && match case {
                Case::Genitive | Case::Locative | Case::Ablative | Case::Relative => true,
                // A single letter may be the name's own last one.
                Case::Dative | Case::Accusative | Case::Instrumental => {
                    unit.lower[reading.stem..].chars().count() > 1
                }
                Case::Nominative => false,
            }
    };
    let best = unit
        .readings
        .iter()
        .filter(sure)
        .filter(|one| !one.features.has(Feature::Psor3))
        .max_by_key(|one| one.stem);
    best.map_or((Case::Nominative, false, whole), |one| (Case::of(one), false, one.stem))
}
