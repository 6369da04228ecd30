//! Learns a language's `letters.model` and `letters.words` from sound text.
//!
//! ```text
//! cargo run --release -p salname-restore --example learn_letters -- \
//!     --language az --packs packs [--lingua DIR] [--lingua-size 5000000] [--order 6] [--threshold 4] \
//!     [--text-weight 2] [--least 1] TEXT...
//! ```
//!
//! Each TEXT is a UTF-8 file of running text in the language, sound throughout. `--lingua` names the folder of a
//! `lingua-*-language-model` crate (Apache-2.0): its letter 1- to 5-grams stand for a large corpus, of as many letters
//! as `--lingua-size` says. Words seen at least `--least` times are listed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use fst::Streamer as _;
use salname_packs::{LetterModel, NgramCounts, PackFiles, Packs};

struct Task {
    language: String,
    packs: PathBuf,
    lingua: Option<PathBuf>,
    lingua_size: f64,
    order: usize,
    threshold: f64,
    text_weight: f64,
    least: u32,
    texts: Vec<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let task = task()?;
    let files = PackFiles::default().overlaid(&task.packs)?;
    // Learned files may be missing or broken: only what the language is called and written with is needed.
    let about: salname_packs::About = files
        .toml(&format!("lang/{}/language.toml", task.language))?
        .with_context(|| format!("{} has no lang/{}/language.toml", task.packs.display(), task.language))?;
    let mut counts = NgramCounts::new(&about.alphabet, task.order);
    let mut words: BTreeMap<String, u32> = BTreeMap::new();
    for path in &task.texts {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        for word in text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()) {
            *words.entry(lower_case(word, about.dotless_i)).or_default() += 1;
        }
    }
    for (word, count) in &words {
        counts.add_word(word, f64::from(*count) * task.text_weight);
    }
    if let Some(directory) = &task.lingua {
        add_lingua(&mut counts, directory, task.lingua_size)?;
    }
    let model = counts.model(task.threshold);
    let folder = task.packs.join("lang").join(&task.language);
    let bytes = model.write();
    LetterModel::read(&bytes).map_err(anyhow::Error::msg)?;
    std::fs::write(folder.join("letters.model"), &bytes)?;
    words.retain(|word, count| {
        *count >= task.least && word.chars().all(|letter| about.alphabet.contains(letter))
    });
    let list: String = words.iter().map(|(word, count)| format!("{word}\t{count}\n")).collect();
    std::fs::write(folder.join("letters.words"), &list)?;
    Packs::embedded().ok();
    eprintln!("{}: {} n-grams in {} bytes, {} words", task.language, model.len(), bytes.len(), words.len());
    Ok(())
}

fn task() -> anyhow::Result<Task> {
    let mut task = Task {
        language: String::new(),
        packs: "packs".into(),
        lingua: None,
        lingua_size: 5e6,
        order: 6,
        threshold: 4.0,
        text_weight: 2.0,
        least: 1,
        texts: Vec::new(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if !argument.starts_with("--") {
            task.texts.push(argument.into());
            continue;
        }
        let value = arguments.next().with_context(|| format!("{argument} wants a value"))?;
        match argument.as_str() {
            "--language" => task.language = value,
            "--packs" => task.packs = value.into(),
            "--lingua" => task.lingua = Some(value.into()),
            "--lingua-size" => task.lingua_size = value.parse()?,
            "--order" => task.order = value.parse()?,
            "--threshold" => task.threshold = value.parse()?,
            "--text-weight" => task.text_weight = value.parse()?,
            "--least" => task.least = value.parse()?,
            _ => bail!("{argument} is not known"),
        }
    }
    if task.language.is_empty() {
        bail!("name a language: --language az");
    }
    Ok(task)
}

fn lower_case(word: &str, dotless_i: bool) -> String {
    let lower = |letter: char| match letter {
        'I' if dotless_i => 'ı',
        'İ' => 'i',
        _ => letter.to_lowercase().next().unwrap_or(letter),
    };
    word.chars().map(lower).collect()
}

/// Counts from lingua's n-grams, which hold P(last letter | letters before) inside words.
///
/// What the continuations of an n-gram leave of its probability is the end of words; what the n-grams that end on it
/// leave of its count is their beginning.
fn add_lingua(counts: &mut NgramCounts, directory: &Path, size: f64) -> anyhow::Result<()> {
    let map = fst::Map::new(std::fs::read(directory.join("models/ngrams.fst"))?)?;
    let mut conditional: BTreeMap<Vec<char>, f64> = BTreeMap::new();
    let mut stream = map.stream();
    while let Some((ngram, bits)) = stream.next() {
        conditional.insert(std::str::from_utf8(ngram)?.chars().collect(), f64::from_bits(bits).exp());
    }
    let mut joint: BTreeMap<Vec<char>, f64> = BTreeMap::new();
    for length in 1..=5 {
        for (ngram, probability) in conditional.iter().filter(|(ngram, _)| ngram.len() == length) {
            let before =
                if length == 1 { size } else { joint.get(&ngram[..length - 1]).copied().unwrap_or(0.0) };
            joint.insert(ngram.clone(), before * probability);
        }
    }
    // Of each n-gram: how often a letter follows, and how often a letter precedes.
    let mut followed: BTreeMap<&[char], f64> = BTreeMap::new();
    let mut preceded: BTreeMap<&[char], f64> = BTreeMap::new();
    for (ngram, count) in &joint {
        *followed.entry(&ngram[..ngram.len() - 1]).or_default() += count;
        *preceded.entry(&ngram[1..]).or_default() += count;
    }
    let mut endings: BTreeMap<&[char], f64> = BTreeMap::new();
    for (ngram, count) in joint.iter().filter(|(ngram, _)| ngram.len() <= 4) {
        endings.insert(ngram, (count - followed.get(ngram.as_slice()).unwrap_or(&0.0)).max(0.0));
    }
    let mut ended_after: BTreeMap<&[char], f64> = BTreeMap::new();
    for (ngram, count) in &endings {
        *ended_after.entry(&ngram[1..]).or_default() += count;
    }
    let boundary = LetterModel::BOUNDARY;
    let mut words = 0.0;
    for (ngram, count) in &joint {
        let symbols: Vec<u8> = ngram.iter().map(|&letter| counts.symbol(letter)).collect();
        counts.add(&symbols, *count);
        if ngram.len() > 4 {
            continue;
        }
        let begin = count - preceded.get(ngram.as_slice()).unwrap_or(&0.0);
        counts.add(&[&[boundary], symbols.as_slice()].concat(), begin);
        let end = endings[ngram.as_slice()];
        counts.add(&[symbols.as_slice(), &[boundary]].concat(), end);
        if ngram.len() == 1 {
            words += end;
        }
        if ngram.len() <= 3 {
            let whole = end - ended_after.get(ngram.as_slice()).unwrap_or(&0.0);
            counts.add(&[&[boundary], symbols.as_slice(), &[boundary]].concat(), whole.min(begin));
        }
    }
    counts.add(&[boundary], words);
    Ok(())
}
