//! Offices by any of their names: "foreign minister" is asked for, "Gürcüstanın xarici işlər naziri" is told.

use std::collections::HashMap;

use salname_model::Relation;
use salname_packs::Packs;
use salname_packs::state::{Pattern, fold};
use salname_search::Names;

/// The offices that the packs name in several languages, and the words of offices in any inflection.
pub(crate) struct Offices {
    names: Names,
    /// The names of one office, each with the stems of its words.
    titles: Vec<Vec<(String, Stems)>>,
    /// Small words of offices, and words that say which office but not whose.
    connecting: Vec<Pattern>,
    general: Vec<Pattern>,
}

/// For each word the keys of what it may be a form of.
type Stems = Vec<Vec<String>>;

/// What is asked for when an office is: its names, and the words that stand beside it.
pub(crate) struct Title<'o> {
    pub names: Vec<&'o str>,
    /// Whose it is, most often; empty if that is not said.
    pub rest: String,
}

impl Offices {
    pub fn new(packs: &Packs) -> Self {
        let names = Names::new(packs);
        let stems = |name: &String| (name.clone(), names.keys_of_stems(name));
        let titles = packs.rules.titles.iter().map(|title| title.iter().map(stems).collect()).collect();
        let holds = packs.rules.relation(Relation::Holds);
        Self {
            connecting: holds.map(|rule| rule.connecting.clone()).unwrap_or_default(),
            general: holds.map(|rule| rule.generic.clone()).unwrap_or_default(),
            names,
            titles,
        }
    }

    /// The office that is named, with the words beside it; of several the one with the longest name.
    pub fn title<'o>(&'o self, asked: &str) -> Option<Title<'o>> {
        let words: Vec<&str> = words_of(asked).collect();
        let stems: Stems = words.iter().flat_map(|word| self.stems(word)).collect();
        if stems.len() != words.len() {
            return None;
        }
        let stems = &stems;
        let found = self.titles.iter().flat_map(move |title| {
            title.iter().filter_map(move |(_, name)| Some((title, name.len(), position(stems, name)?)))
        });
        let (title, length, at) = found.max_by_key(|(_, length, at)| (*length, std::cmp::Reverse(*at)))?;
        let beside = words[..at].iter().chain(&words[at + length..]).copied();
        let rest: Vec<&str> = beside.filter(|word| !matches(&self.connecting, word)).collect();
        Some(Title { names: title.iter().map(|(name, _)| name.as_str()).collect(), rest: rest.join(" ") })
    }

    /// True if two names have the same words, each in any inflection.
    pub fn alike(&self, name: &str, known: &[(String, String)]) -> bool {
        let stems: Stems = words_of(name).flat_map(|word| self.stems(word)).collect();
        let is = |key: &String| {
            let words: Vec<&str> = key.split(' ').collect();
            words.len() == stems.len()
                && words.iter().zip(&stems).all(|(word, stems)| stems.iter().any(|stem| stem == word))
        };
        !stems.is_empty() && known.iter().any(|(_, key)| is(key))
    }

    /// Tells which texts name an office: all words of one of the names of whose it is, and one of its own names.
    pub fn having<'o>(&'o self, rest: &[String], names: &[&str]) -> impl FnMut(&str) -> bool + use<'o> {
        let stems = |name: &str| self.stems(name);
        let rest: Vec<Stems> = rest.iter().map(|name| stems(name)).collect();
        let names: Vec<Stems> = names.iter().map(|name| stems(name)).collect();
        let mut known: HashMap<String, Vec<String>> = HashMap::new();
        move |text| {
            let words = words_of(text).map(|word| {
                let of_word = || self.stems(word).into_iter().flatten().collect();
                known.entry(word.to_lowercase()).or_insert_with(of_word).clone()
            });
            let words: Stems = words.collect();
            let has =
                |part: &Vec<String>| words.iter().any(|word| word.iter().any(|stem| part.contains(stem)));
            rest.iter().any(|rest| rest.iter().all(has))
                && names.iter().any(|name| position(&words, name).is_some())
        }
    }

    /// The words of a text that may say whose something is: with a capital letter, and not of every office.
    pub fn proper_words<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        words_of(text).filter(|word| word.starts_with(char::is_uppercase) && !matches(&self.general, word))
    }

    fn stems(&self, word: &str) -> Stems {
        self.names.keys_of_stems(word)
    }
}

impl std::fmt::Debug for Offices {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Offices").field("titles", &self.titles.len()).finish_non_exhaustive()
    }
}

fn matches(patterns: &[Pattern], word: &str) -> bool {
    let folded = fold(word);
    patterns.iter().any(|pattern| pattern.matches_word(&folded))
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Where a name stands among words, one after another.
fn position(words: &[Vec<String>], name: &[Vec<String>]) -> Option<usize> {
    let is = |(word, part): (&Vec<String>, &Vec<String>)| word.iter().any(|stem| part.contains(stem));
    let all = |words: &[Vec<String>]| words.iter().zip(name).all(is);
    (!name.is_empty()).then(|| words.windows(name.len()).position(all)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_known_by_all_its_names_in_any_inflection() {
        let offices = Offices::new(&Packs::embedded().unwrap());
        for asked in
            ["foreign minister", "xarici işlər naziri", "министром иностранных дел", "Xarici işlər nazirləri"]
        {
            let title = offices.title(asked).unwrap();
            assert!(title.names.contains(&"dışişleri bakanı"), "{asked}: {:?}", title.names);
            assert_eq!(title.rest, "", "{asked}");
        }
        assert_eq!(offices.title("Gürcüstanın xarici işlər naziri").unwrap().rest, "Gürcüstanın");
        assert!(offices.title("a minister of nothing").is_none());
        let mut has = offices.having(&[String::new()], &["foreign minister", "xarici işlər naziri"]);
        assert!(has("böyük dövlətlərin xarici işlər nazirləri") && has("Foreign Minister of Georgia"));
        assert!(!has("daxili işlər naziri"));
        let mut has = offices.having(&["Gürcüstan".to_owned()], &["xarici işlər naziri"]);
        assert!(has("Gürcüstanın xarici işlər naziri") && !has("İranın xarici işlər naziri"));
    }
}
