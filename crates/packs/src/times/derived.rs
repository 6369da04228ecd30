//! A calendar that is another's in a second script.
//!
//! `derived_from = "az"` in a language's `times.toml` takes over all of that language's file, its words written in the
//! letters of this one by the table of letters (`latin` in `language.toml`) read backwards. What the file says beside
//! that is added: spellings that no table makes.

use std::collections::BTreeMap;

use super::Written;
use crate::{About, PackError, PackFiles};

/// The parent's calendar in the letters of `language`, with what `own` adds.
pub(super) fn derive(
    files: &PackFiles,
    language: &str,
    parent: &str,
    own: Written,
) -> Result<Written, PackError> {
    let path = format!("lang/{language}/times.toml");
    let parents = format!("lang/{parent}/times.toml");
    let mut made: Written = files.toml(&parents)?.ok_or_else(|| {
        PackError::new(&path, format!("is derived from \"{parent}\", which has no times.toml"))
    })?;
    if made.derived_from.is_some() {
        return Err(PackError::new(&path, format!("is derived from \"{parent}\", which is derived itself")));
    }
    let about_path = format!("lang/{language}/language.toml");
    let about: About = files.toml(&about_path)?.ok_or_else(|| PackError::new(&about_path, "is missing"))?;
    let script = Script::of(&about);
    made.harmony.values_mut().for_each(|letters| script.write(letters));
    made.endings
        .values_mut()
        .flat_map(BTreeMap::values_mut)
        .flatten()
        .for_each(|ending| script.write(ending));
    made.words.values_mut().flatten().for_each(|word| script.write_word(word));
    made.values
        .values_mut()
        .flat_map(BTreeMap::values_mut)
        .flatten()
        .for_each(|word| script.write_word(word));
    made.and.iter_mut().for_each(|word| script.write(word));
    let openings = &mut made.openings;
    for words in [
        &mut openings.since_before,
        &mut openings.since_after,
        &mut openings.until_before,
        &mut openings.until_after,
        &mut made.papers.before,
        &mut made.papers.after,
    ] {
        words.iter_mut().for_each(|word| script.write(word));
    }
    for example in made.pattern.iter_mut().filter_map(|pattern| pattern.example.as_mut()) {
        let (text, value) = example.rsplit_once(" = ").unwrap_or((example.as_str(), ""));
        *example = format!("{} = {value}", script.written_example(text));
    }
    add(made, own)
        .map_err(|reason| PackError::new(&path, format!("{reason}, which \"{parent}\" says otherwise")))
}

/// What the file says of its own, after what it has from its parent.
fn add(mut made: Written, own: Written) -> Result<Written, String> {
    for (list, words) in own.words {
        made.words.entry(list).or_default().extend(words);
    }
    for (list, values) in own.values {
        let known = made.values.entry(list).or_default();
        for (value, words) in values {
            known.entry(value).or_default().extend(words);
        }
    }
    for (paradigm, endings) in own.endings {
        let known = made.endings.entry(paradigm).or_default();
        for (name, written) in endings {
            known.entry(name).or_default().extend(written);
        }
    }
    for (letter, letters) in own.harmony {
        made.harmony.entry(letter).or_default().push_str(&letters);
    }
    for (name, phrase) in own.phrases {
        if made.phrases.insert(name.clone(), phrase).is_some() {
            return Err(format!("it has a phrase \"{name}\""));
        }
    }
    made.and.extend(own.and);
    made.openings.since_before.extend(own.openings.since_before);
    made.openings.since_after.extend(own.openings.since_after);
    made.openings.until_before.extend(own.openings.until_before);
    made.openings.until_after.extend(own.openings.until_after);
    made.papers.before.extend(own.papers.before);
    made.papers.after.extend(own.papers.after);
    made.pattern.extend(own.pattern);
    if !own.marks.is_empty() {
        made.marks = own.marks;
    }
    Ok(made)
}

/// The table of a script's letters, from Latin ones.
struct Script(Vec<(String, String)>);

impl Script {
    fn of(about: &About) -> Self {
        let mut table: Vec<(String, String)> =
            about.latin.iter().map(|(letter, latin)| (latin.clone(), letter.clone())).collect();
        // "şç" before "ş".
        table.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        table.dedup_by(|(a, _), (b, _)| a == b);
        Self(table)
    }

    /// Capitals and signs stay as they are: the letters of harmony are capitals, and so are Roman numbers.
    fn write(&self, text: &mut String) {
        let mut out = String::with_capacity(text.len() * 2);
        let mut rest = text.as_str();
        while let Some(first) = rest.chars().next() {
            let known =
                self.0.iter().find(|(latin, _)| !latin.is_empty() && rest.starts_with(latin.as_str()));
            match known {
                Some((latin, letter)) => {
                    out.push_str(letter);
                    rest = &rest[latin.len()..];
                }
                None => {
                    out.push(first);
                    rest = &rest[first.len_utf8()..];
                }
            }
        }
        *text = out;
    }

    /// The text of an example, in small letters but for its Roman numbers.
    fn written_example(&self, text: &str) -> String {
        let mut out = String::new();
        for piece in text.split_inclusive(|letter: char| !letter.is_alphabetic()) {
            let is_roman = |letter: char| matches!(letter, 'I' | 'V' | 'X') || !letter.is_alphabetic();
            let mut piece = piece.to_owned();
            if !piece.chars().all(is_roman) {
                piece = piece.replace('İ', "i").to_lowercase();
                self.write(&mut piece);
            }
            out.push_str(&piece);
        }
        out
    }

    /// A word with the name of its paradigm ("mart~noun"), which is not of the language.
    fn write_word(&self, word: &mut String) {
        let (stem, paradigm) = word.split_once('~').map_or((word.as_str(), None), |(a, b)| (a, Some(b)));
        let mut stem = stem.to_owned();
        self.write(&mut stem);
        *word = paradigm.map_or(stem.clone(), |paradigm| format!("{stem}~{paradigm}"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Times;
    use super::*;

    #[test]
    fn a_second_script_says_what_the_first_says() {
        let mut files = PackFiles::default();
        files.insert(
            "lang/xx/times.toml",
            "[harmony]\nA = \"ae\"\n[endings.noun]\nloc = [\"dA\"]\n[values.month]\n3 = [\"mart~noun\"]\n\
             [[pattern]]\npattern = \"{year} {month:loc}\"\nexample = \"1920 Martda = 1920-03\"",
        );
        files.insert(
            "lang/xx-Cyrl/language.toml",
            "name = 'Toy'\nendonym = 'Той'\nalphabet = 'адемрт'\n\
             latin = [['а','a'],['д','d'],['е','e'],['м','m'],['р','r'],['т','t']]",
        );
        files.insert("lang/xx-Cyrl/times.toml", "derived_from = 'xx'\n[values.month]\n3 = ['мард~noun']");
        let times = Times::load(&files, "xx-Cyrl").unwrap().unwrap();
        let forms: Vec<String> = times.forms.iter().map(|form| form.words.join(" ")).collect();
        assert_eq!(forms, ["март", "мартда", "мартде", "мард", "мардда", "мардде"]);
        assert_eq!(times.patterns[0].example.as_deref(), Some("1920 мартда = 1920-03"));
    }

    #[test]
    fn a_parent_that_is_not_there_is_told() {
        let mut files = PackFiles::default();
        files.insert("lang/xx-Cyrl/times.toml", "derived_from = 'xx'");
        let error = Times::load(&files, "xx-Cyrl").unwrap_err().to_string();
        assert!(error.contains("lang/xx-Cyrl/times.toml") && error.contains("\"xx\""), "{error}");
    }
}
