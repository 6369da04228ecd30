//! Words with their endings, spelled out.

use std::collections::BTreeMap;

use super::Endings;

/// One form of a word (or of several words that belong together) of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The word, or the words in order; as the pack writes them.
    pub words: Vec<String>,
    /// Index of its list in [`super::Times::lists`].
    pub list: u16,
    /// What it stands for in its list; 0 in a list without values.
    pub value: i32,
    /// The names of its ending.
    pub endings: Endings,
}

/// The names of endings, each a bit.
pub(super) struct EndingNames(BTreeMap<String, u64>);

impl EndingNames {
    /// The names of all paradigms together; 63 are enough for any language.
    pub(super) fn of(paradigms: &BTreeMap<String, BTreeMap<String, Vec<String>>>) -> Result<Self, String> {
        let mut names = BTreeMap::new();
        for name in paradigms.values().flat_map(BTreeMap::keys) {
            if !names.contains_key(name) {
                let bit = names.len() + 1;
                if bit > 63 {
                    return Err("more than 63 names of endings".into());
                }
                names.insert(name.clone(), 1 << bit);
            }
        }
        Ok(Self(names))
    }

    pub(super) fn one(&self, name: &str) -> Result<Endings, String> {
        self.0.get(name).map(|bit| Endings(*bit)).ok_or_else(|| format!("no ending is called \"{name}\""))
    }

    pub(super) fn set(&self, names: &[String]) -> Result<Endings, String> {
        names.iter().try_fold(Endings::default(), |set, name| Ok(Endings(set.0 | self.one(name)?.0)))
    }
}

/// Endings by paradigm, with the vowels of harmony written out.
pub(super) struct Paradigms(BTreeMap<String, Vec<(String, Endings)>>);

impl Paradigms {
    pub(super) fn spelled_out(
        paradigms: &BTreeMap<String, BTreeMap<String, Vec<String>>>,
        harmony: &BTreeMap<String, String>,
        names: &EndingNames,
    ) -> Result<Self, String> {
        let mut all = BTreeMap::new();
        for (paradigm, endings) in paradigms {
            let mut spelled: BTreeMap<String, u64> = BTreeMap::new();
            for (name, written) in endings {
                for ending in written {
                    for form in harmonised(ending, harmony) {
                        *spelled.entry(form).or_default() |= names.one(name)?.0;
                    }
                }
            }
            let spelled = spelled.into_iter().map(|(form, bits)| (form, Endings(bits))).collect();
            all.insert(paradigm.clone(), spelled);
        }
        Ok(Self(all))
    }

    /// The endings of the paradigm called `number`, which hang on figures.
    pub(super) fn of_numbers(&self) -> Vec<(String, Endings)> {
        self.0.get("number").cloned().unwrap_or_default()
    }

    /// Adds the forms of a word as the pack writes it: `stem~paradigm`, or a word that does not change.
    ///
    /// A stem stands for its bare form too, unless the paradigm has an empty ending of its own.
    pub(super) fn spell(
        &self,
        word: &str,
        list: u16,
        value: i32,
        forms: &mut Vec<Form>,
    ) -> Result<(), String> {
        let (stem, paradigm) = word.split_once('~').unwrap_or((word, ""));
        let mut words: Vec<String> = stem.split_whitespace().map(str::to_owned).collect();
        let last = words.pop().ok_or_else(|| format!("\"{word}\" is no word"))?;
        let mut add = |ending: &str, endings: Endings| {
            let words = words.iter().cloned().chain([format!("{last}{ending}")]).collect();
            forms.push(Form { words, list, value, endings });
        };
        if paradigm.is_empty() {
            add("", Endings::BARE);
            return Ok(());
        }
        let endings =
            self.0.get(paradigm).ok_or_else(|| format!("\"{word}\": there is no [endings.{paradigm}]"))?;
        if endings.iter().all(|(ending, _)| !ending.is_empty()) {
            add("", Endings::BARE);
        }
        for (ending, names) in endings {
            add(ending, *names);
        }
        Ok(())
    }
}

/// An ending with every letter of harmony replaced by each letter it stands for.
fn harmonised(ending: &str, harmony: &BTreeMap<String, String>) -> Vec<String> {
    let mut forms = vec![String::new()];
    let mut buffer = [0; 4];
    for letter in ending.chars() {
        let letter: &str = letter.encode_utf8(&mut buffer);
        let choices = harmony.get(letter).map_or(letter, String::as_str);
        forms = forms
            .iter()
            .flat_map(|form| choices.chars().map(move |choice| format!("{form}{choice}")))
            .collect();
    }
    forms
}
