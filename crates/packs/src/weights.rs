use std::borrow::Cow;
use std::fmt::Write as _;

use salname_model::Kind;

use crate::{PackError, PackFiles};

/// `lang/ID/statements/weights.tsv`: what was learnt of which candidates for statements are right.
///
/// A feature's name is some parts with a colon between each two. A line holds features that begin alike, with tabs
/// between: what their names begin with, and then of each the last part, a blank and its weight in hundredths. Names of
/// one part stand on a line that begins with nothing. Where a line begins with colons, the parts before them are those
/// of the line above: under `a:b:c`, `::d` is `a:b:d`. `threshold:KIND` is the probability below which candidates of a
/// kind are dropped. The file is written by the reader's `train_statements` and read by no one else.
#[derive(Debug, Clone, Default)]
pub struct StatementWeights {
    /// The file as it stands; all of its lines are sound.
    text: Cow<'static, str>,
    /// All of its weights, and how many of them each line has.
    weights: Vec<f32>,
    counts: Vec<u32>,
}

/// What thresholds begin with.
const THRESHOLD: &str = "threshold";

/// Without a threshold of its own, a kind's candidates have to be likelier right than wrong.
const EVEN: f32 = 0.5;

impl StatementWeights {
    /// Reads the file; without one, every candidate is as likely right as wrong.
    ///
    /// # Errors
    /// If a line holds anything but features with their weights.
    pub(crate) fn load(files: &PackFiles, path: &str) -> Result<Self, PackError> {
        Self::parse(files.whole_text(path)?.unwrap_or_default())
            .map_err(|line| PackError::new(path, format!("line {line}: no features with weights")))
    }

    /// Reads the text of the file; the error is the number of the first line that holds anything else.
    fn parse(text: Cow<'static, str>) -> Result<Self, usize> {
        let (mut weights, mut counts) = (Vec::new(), Vec::new());
        for (number, line) in text.lines().enumerate() {
            let before = weights.len();
            if number == 0 && line.starts_with(':') {
                return Err(1);
            }
            for (_, written) in features(line) {
                let hundredths: i32 = written.and_then(|weight| weight.parse().ok()).ok_or(number + 1)?;
                weights.push(hundredths as f32 / 100.0);
            }
            let count = u32::try_from(weights.len() - before).ok().filter(|count| *count > 0);
            counts.push(count.ok_or(number + 1)?);
        }
        Ok(Self { text, weights, counts })
    }

    /// Features with their weights, from anywhere else: for trying before they are written.
    #[must_use]
    pub fn of_lines(lines: impl IntoIterator<Item = (String, f32)>) -> Self {
        let (mut text, mut last): (String, Option<String>) = (String::new(), None);
        for (feature, weight) in lines {
            let (begins, rest) = feature.rsplit_once(':').unwrap_or(("", &feature));
            if last.as_deref() != Some(begins) {
                let end = if text.is_empty() { "" } else { "\n" };
                let same = last.map_or(0, |last| same_parts(&last, begins));
                let colons = begins[..same].matches(':').count();
                let _ = write!(text, "{end}{}{}", ":".repeat(colons), &begins[same..]);
                last = Some(begins.to_owned());
            }
            let _ = write!(text, "\t{rest} {}", (weight * 100.0).round() as i32);
        }
        if !text.is_empty() {
            text.push('\n');
        }
        Self::parse(text.into()).expect("what is written so can be read")
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Visits all features in the order of the file, those of a line together: what their names begin with, and of each
    /// the last part of its name and its weight.
    pub fn groups(&self, mut visit: impl FnMut(&str, &mut dyn Iterator<Item = (&str, f32)>)) {
        let (mut first, mut begun) = (0, String::new());
        for (line, &count) in self.text.lines().zip(&self.counts) {
            let weights = &self.weights[first..first + count as usize];
            first += count as usize;
            let own = begins(line);
            let rest = own.trim_start_matches(':');
            let parts = own.len() - rest.len();
            let kept = parts.checked_sub(1).and_then(|last| begun.match_indices(':').nth(last));
            begun.truncate(kept.map_or(0, |(colon, _)| colon + 1));
            begun.push_str(rest);
            visit(&begun, &mut features(line).zip(weights).map(|((rest, _), weight)| (rest, *weight)));
        }
    }

    /// How many features there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// True if there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// The probability below which candidates of each kind are dropped.
    #[must_use]
    pub fn thresholds(&self) -> [f32; Kind::ALL.len()] {
        let mut thresholds = [EVEN; Kind::ALL.len()];
        self.groups(|begins, features| {
            for (kind, threshold) in features.filter(|_| begins == THRESHOLD) {
                if let Ok(kind) = kind.parse::<Kind>() {
                    thresholds[kind as usize] = threshold;
                }
            }
        });
        thresholds
    }
}

/// The bytes of the parts that two names begin with, none of them the last one's; a part of nothing is written out, and
/// so are all behind it.
fn same_parts(one: &str, two: &str) -> usize {
    let parts = |text| str::split_inclusive(text, ':');
    let same = parts(one).zip(parts(two)).take_while(|(a, b)| a == b && a.len() > 1 && a.ends_with(':'));
    let same: usize = same.map(|(part, _)| part.len()).sum();
    // What follows must not begin with a colon of its own.
    if two[same..].starts_with(':') { 0 } else { same }
}

/// What a line has before its first tab.
fn begins(line: &str) -> &str {
    line.split_once('\t').map_or(line, |(begins, _)| begins)
}

/// The last parts of a line's names, each with its weight as written, if there is one.
fn features(line: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    line.split('\t').skip(1).map(|written| {
        written.rsplit_once(' ').map_or((written, None), |(rest, weight)| (rest, Some(weight)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<StatementWeights, PackError> {
        let mut files = PackFiles::default();
        files.insert("weights.tsv", text);
        StatementWeights::load(&files, "weights.tsv")
    }

    #[test]
    fn weights_are_read_as_they_are_written() {
        let lines = [
            ("threshold:attack", 0.25),
            ("a:b:x", -0.5),
            ("a:b:take part", 12.0),
            ("a:c:d:x", 0.5),
            ("a:c:e:x", 0.5),
            ("alone", 0.0),
            ("z::y:x", 1.5),
            ("z::x:x", 1.5),
        ];
        let made = StatementWeights::of_lines(lines.map(|(name, weight)| (name.to_owned(), weight)));
        assert_eq!(
            made.text(),
            "threshold\tattack 25\na:b\tx -50\ttake part 1200\n:c:d\tx 50\n::e\tx 50\n\talone 0\nz::y\tx 150\nz::x\tx 150\n"
        );
        let read = read(made.text()).expect("these are weights");
        let mut all = Vec::new();
        read.groups(|begins, features| {
            all.extend(features.map(|(rest, weight)| (format!("{begins}:{rest}"), weight)));
        });
        let name = |name: &str| if name.contains(':') { name.to_owned() } else { format!(":{name}") };
        assert_eq!(all, lines.map(|(feature, weight)| (name(feature), weight)));
        assert!((read.thresholds()[Kind::Attack as usize] - 0.25).abs() < f32::EPSILON);
        assert!((read.thresholds()[Kind::Office as usize] - EVEN).abs() < f32::EPSILON);
    }

    #[test]
    fn what_is_no_weight_is_refused() {
        assert!(read("a:b\tx much").is_err());
        assert!(read("a:b\tx 0.5").is_err());
        assert!(read("a:b\tx 1\ty").is_err());
        assert!(read(":b\tx 1").is_err());
        assert!(read("a:b").unwrap_err().to_string().contains("line 1"));
    }
}
