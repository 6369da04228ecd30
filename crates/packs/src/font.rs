use std::collections::{BTreeMap, BTreeSet};

use encoding_rs::Encoding;
use salname_model::Damage;
use serde::Deserialize;

use crate::{PackError, PackFiles};

/// A legacy font or code page: what its signs stand for.
///
/// A *sign* is what the damaged text shows; a *letter* is what the author wrote.
#[derive(Debug, Clone, PartialEq)]
pub struct Font {
    /// The file's name without its ending.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Identifiers of the languages that were set in it.
    pub languages: Vec<String>,
    /// What the font does to a text.
    pub damage: Damage,
    /// For each sign the letters it may stand for, the commonest first. Usually one character each way.
    pub signs: BTreeMap<String, Vec<String>>,
    /// Letters that the font has no sign for: they are lost wherever they stood.
    pub lost: Vec<String>,
    /// Slips of the scanner that often come with this font, as (seen, meant).
    pub slips: Vec<(String, String)>,
    /// Damaged words and what they were, for tests.
    pub samples: Vec<(String, String)>,
}

/// A font's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FontFile {
    name: String,
    languages: Vec<String>,
    damage: Damage,
    codepage: Option<Codepage>,
    #[serde(default)]
    signs: BTreeMap<String, Letters>,
    #[serde(default)]
    lost: Vec<String>,
    #[serde(default)]
    slips: Vec<(String, String)>,
    #[serde(default)]
    samples: Vec<(String, String)>,
}

/// A text written in one code page and read as another: the table follows from the two.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Codepage {
    /// What it was written in, by its WHATWG label ("windows-1251").
    written: String,
    /// What it was read as.
    read: String,
}

/// What a sign stands for: one letter, or several among which the context must decide.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Letters {
    One(String),
    Several(Vec<String>),
}

impl Font {
    /// All fonts under `font/`.
    ///
    /// # Errors
    /// If a file is malformed.
    pub fn load_all(files: &PackFiles) -> Result<Vec<Self>, PackError> {
        files
            .under("font/")
            .filter_map(|path| Some((path, path.strip_prefix("font/")?.strip_suffix(".toml")?)))
            .map(|(path, id)| {
                let file = files.toml(path)?.ok_or_else(|| PackError::new(path, "is missing"))?;
                Self::made_of(id, file).map_err(|reason| PackError::new(path, reason))
            })
            .collect()
    }

    /// A sound text as the font shows it: each letter as the first of its signs, lost ones not at all. For measuring.
    #[must_use]
    pub fn shown(&self, sound: &str) -> String {
        let mut signs: BTreeMap<char, &str> = BTreeMap::new();
        for (sign, letters) in &self.signs {
            for letters in letters.iter().filter(|letters| letters.chars().count() == 1) {
                signs.entry(letters.chars().next().unwrap_or_default()).or_insert(sign);
            }
        }
        let mut shown = String::with_capacity(sound.len());
        for letter in sound.chars() {
            match signs.get(&letter) {
                Some(sign) => shown.push_str(sign),
                None if self.lost.iter().any(|lost| lost.chars().eq(letter.to_lowercase())) => {}
                None => shown.push(letter),
            }
        }
        shown
    }

    fn made_of(id: &str, file: FontFile) -> Result<Self, String> {
        let mut signs = match file.codepage {
            Some(codepage) => codepage.signs()?,
            None => BTreeMap::new(),
        };
        for (sign, letters) in file.signs {
            let letters = match letters {
                Letters::One(letter) => vec![letter],
                Letters::Several(letters) => letters,
            };
            if sign.is_empty() || letters.is_empty() || letters.iter().any(String::is_empty) {
                return Err(format!(
                    "the sign {sign:?} or what it stands for is empty (for lost letters write lost = […])"
                ));
            }
            if letters.iter().collect::<BTreeSet<_>>().len() < letters.len() {
                return Err(format!("the sign {sign:?} stands twice for the same letter"));
            }
            signs.insert(sign, letters);
        }
        if signs.is_empty() && file.lost.is_empty() {
            return Err("it has neither signs nor lost letters".into());
        }
        if file.lost.iter().any(String::is_empty)
            || file.slips.iter().any(|(seen, meant)| seen.is_empty() || meant.is_empty())
        {
            return Err("a lost letter or a slip is empty".into());
        }
        let twice = [
            ("languages", repeated(&file.languages)),
            ("lost", repeated(&file.lost)),
            ("slips", repeated(&file.slips)),
            ("samples", repeated(&file.samples)),
        ];
        if let Some((list, entry)) = twice.into_iter().find_map(|(list, entry)| Some((list, entry?))) {
            return Err(format!("{entry} stands twice in {list}: leave one out"));
        }
        Ok(Self {
            id: id.to_owned(),
            name: file.name,
            languages: file.languages,
            damage: file.damage,
            signs,
            lost: file.lost,
            slips: file.slips,
            samples: file.samples,
        })
    }
}

/// An entry that a list holds twice.
fn repeated<T: Ord + std::fmt::Debug>(list: &[T]) -> Option<String> {
    let mut seen = BTreeSet::new();
    list.iter().find(|entry| !seen.insert(*entry)).map(|entry| format!("{entry:?}"))
}

impl Codepage {
    fn signs(&self) -> Result<BTreeMap<String, Vec<String>>, String> {
        let named = |label: &str| {
            Encoding::for_label(label.as_bytes())
                .filter(|encoding| encoding.is_single_byte())
                .ok_or_else(|| format!("{label:?} is not the label of a code page of one byte a letter"))
        };
        let (written, read) = (named(&self.written)?, named(&self.read)?);
        let mut signs = BTreeMap::new();
        for byte in 0x80..=0xFF_u8 {
            let decode = |encoding: &'static Encoding| {
                encoding.decode_without_bom_handling_and_without_replacement(&[byte]).map(String::from)
            };
            let Some(letter) = decode(written).filter(|letter| !letter.chars().any(char::is_control)) else {
                continue;
            };
            // What WHATWG calls ISO 8859-1 is windows-1252; programs that mean it strictly show control characters.
            let strict =
                (read == encoding_rs::WINDOWS_1252 && byte < 0xA0).then(|| char::from(byte).to_string());
            for sign in decode(read).into_iter().chain(strict) {
                if sign != letter {
                    signs.insert(sign, vec![letter.clone()]);
                }
            }
        }
        Ok(signs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(toml: &str) -> Result<Font, String> {
        let mut files = PackFiles::default();
        files.insert("font/x.toml", toml);
        Font::load_all(&files).map(|mut fonts| fonts.remove(0)).map_err(|error| error.to_string())
    }

    const HEAD: &str = "name = \"X\"\nlanguages = [\"ru\"]\ndamage = \"codepage-font\"\n";

    #[test]
    fn a_code_page_read_as_another_needs_no_table() {
        let font =
            load(&format!("{HEAD}codepage = {{ written = \"windows-1251\", read = \"windows-1252\" }}"))
                .unwrap();
        assert_eq!(font.signs["à"], ["а"]);
        assert_eq!(font.signs["ÿ"], ["я"]);
        assert_eq!(font.shown("ая, a"), "àÿ, a");
    }

    #[test]
    fn mistakes_in_a_table_are_told() {
        for (toml, said) in [
            ("signs = { \"x\" = [\"a\", \"a\"] }", "twice"),
            ("signs = { \"x\" = \"\" }", "empty"),
            ("signs = { \"x\" = \"a\", \"x\" = \"b\" }", "duplicate"),
            ("codepage = { written = \"utf-8\", read = \"windows-1252\" }", "utf-8"),
            ("", "neither"),
            ("lost = [\"a\", \"a\"]", "\"a\" stands twice in lost"),
            ("lost = [\"a\"]\nslips = [[\"m\", \"n\"], [\"m\", \"n\"]]", "stands twice in slips"),
        ] {
            let error = load(&format!("{HEAD}{toml}")).unwrap_err();
            assert!(error.contains(said) && error.contains("font/x.toml"), "{error}");
        }
    }
}
